#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "provisioner/cli/cli.h"

/* One file a command; the table is in commands.c. */
struct err *cmd_apply(struct cli *c, int *ret_exit);
struct err *cmd_destroy(struct cli *c, int *ret_exit);
struct err *cmd_doctor(struct cli *c, int *ret_exit);
struct err *cmd_drift(struct cli *c, int *ret_exit);
struct err *cmd_eks(struct cli *c, int *ret_exit);
struct err *cmd_completion(struct cli *c, int *ret_exit);
struct err *cmd_explain(struct cli *c, int *ret_exit);
struct err *cmd_cost(struct cli *c, int *ret_exit);
struct err *cmd_failback(struct cli *c, int *ret_exit);
struct err *cmd_parity(struct cli *c, int *ret_exit);
struct err *cmd_drill(struct cli *c, int *ret_exit);
struct err *cmd_ready(struct cli *c, int *ret_exit);
struct err *cmd_route(struct cli *c, int *ret_exit);
struct err *cmd_runbook(struct cli *c, int *ret_exit);
struct err *cmd_failover(struct cli *c, int *ret_exit);
struct err *cmd_fmt(struct cli *c, int *ret_exit);
struct err *cmd_graph(struct cli *c, int *ret_exit);
struct err *cmd_history(struct cli *c, int *ret_exit);
struct err *cmd_adopt(struct cli *c, int *ret_exit);
struct err *cmd_export_arc(struct cli *c, int *ret_exit);
struct err *cmd_import(struct cli *c, int *ret_exit);
struct err *cmd_init(struct cli *c, int *ret_exit);
struct err *cmd_man(struct cli *c, int *ret_exit);
struct err *cmd_output(struct cli *c, int *ret_exit);
struct err *cmd_plan(struct cli *c, int *ret_exit);
struct err *cmd_prices(struct cli *c, int *ret_exit);
struct err *cmd_recover(struct cli *c, int *ret_exit);
struct err *cmd_sandbox(struct cli *c, int *ret_exit);
struct err *cmd_schema(struct cli *c, int *ret_exit);
struct err *cmd_show(struct cli *c, int *ret_exit);
struct err *cmd_state(struct cli *c, int *ret_exit);
struct err *cmd_status(struct cli *c, int *ret_exit);
struct err *cmd_switchover(struct cli *c, int *ret_exit);
struct err *cmd_unlock(struct cli *c, int *ret_exit);
struct err *cmd_validate(struct cli *c, int *ret_exit);
struct err *cmd_version(struct cli *c, int *ret_exit);

#endif
