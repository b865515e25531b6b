#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "provisioner/base/base.h"

/*
 * The command line as a table. Long options take one dash or two, and their value after `=` or as the next word; "--"
 * ends them. Every option is known here once; a command names those it takes.
 */

struct texts {
    const char **items; /* NULL-terminated; never NULL once parsed */
    size_t n;
};

struct options {
    const char *state, *endpoint_url, *profile, *out, *html, *region, *world, *faults, *listen, *log_level,
        *cluster_name, *template, *project, *environment, *primary, *secondary, *max_monthly, *max_increase, *at,
        *prices, *scenario, *format, *to, *only, *pause_before, *metrics, *role, *approver;
    struct texts overlays, sets, targets, replaces, allow_destroy, add, deployments;
    bool sandbox, json, offline, auto_approve, detailed_exitcode, refresh_only, no_color, help, verbose, force,
        state_buckets, accept, revert, watch, check, online, dry_run, allow_data_loss, show_api;
    int64_t parallelism, lock_timeout_ms, max_rpo_ms, timeout_ms, interval_ms, react_ms, max_change;
    double speed, time_scale;
    struct texts words; /* what is no option: the command's arguments */
};

struct option {
    const char *name, *arg; /* arg NULL: a flag */
    const char *help;
};

/* ERR_USAGE names the offending word and the nearest option. `takes`: words, the options this command knows. */
struct err *options_parse(struct arena *a, int argc, char **argv, const char *takes, struct options *ret) NODISCARD;
const struct option *option_named(const char *name); /* NULL */
const char *option_choices(const char *name);        /* its values as words, where there are only these; NULL */

/* A word as a shell takes it back, after a space unless it is the first. */
void put_word(struct sbuf *out, const char *word);
/* The same arguments under another command, with those options that are texts or flags and among the words `keep`. */
const char *options_typed(struct arena *a, const char *command, const struct options *o, const char *keep);

#endif
