#ifndef CLI_COSTING_H
#define CLI_COSTING_H

#include "provisioner/cli/session.h"
#include "provisioner/cost/report.h"

/* What the state's resources cost, and what there will be instead: what the session's plan leaves, and without one
 * what the spec wants. Lives in the session's arena. */
struct err *costing(struct session *s, struct cost_report *ret) NODISCARD;

/* The price book: --prices, or the one built in. */
struct err *costing_book(const struct session *s, struct price_book *ret) NODISCARD;

/* A line below a plan that changes something. */
void costing_say(struct sbuf *out, const struct session *s, const struct cost_report *r);

/* --max-monthly and --max-increase: ERR_REFUSED says by how much it is too much. */
struct err *costing_check(const struct session *s, const struct cost_report *r) NODISCARD;

#endif
