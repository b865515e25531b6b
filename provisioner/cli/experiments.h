#ifndef CLI_EXPERIMENTS_H
#define CLI_EXPERIMENTS_H

#include "provisioner/cli/session.h"

/*
 * The experiments that a spec declares for a region (AWS::FIS::ExperimentTemplate), run for real. Nothing is begun
 * without a stop condition: an alarm that is there and quiet.
 */
struct experiment {
    const char *address, *template, *description;
    const char *alarms; /* that stop it: names, parted by ", " */
    const char *what;   /* ids of its actions, parted by ", " */
};

struct experiments {
    struct experiment *items;
    size_t n;
};

/* ERR_MISSING: the spec declares none for that region. ERR_REFUSED: one has no stop condition, an alarm of it is not
 * there or in force, or an experiment of it is running. */
struct err *experiments_find(struct session *s, const struct region_ref *where, struct experiments *ret) NODISCARD;

/* Runs one to its end. Interrupted, over its time, or when AWS tells no more of it, it is stopped. *ret: {address,
 * experiment, status, reason, took_ms}; status "unknown": it may still be running. An error: it was not begun. */
struct err *experiment_run(struct session *s, const struct region_ref *where, const struct experiment *x,
                           const struct value **ret) NODISCARD;

#endif
