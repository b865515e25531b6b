#ifndef OPS_GATHERING_H
#define OPS_GATHERING_H

#include "provisioner/exec/reading.h"
#include "provisioner/ops/status.h"

/*
 * Between asking (ops/status.c) and telling (ops/status_told.c, ops/status_names.c): every question and its answer.
 */

/* One thing that is asked of each object of a type: by which member, and what of the answer is told. */
struct status_row {
    const char *type;
    const struct op *op;
    const char *member, *from; /* of the request; an attribute of the entry */
    const char *also;          /* a further member that is true; NULL */
    const char *root, *state, *version, *settled;
    const char *members, *member_name, *leads; /* of a group: its list; who; what is so of the one that writes */
    bool for_version;                          /* nothing is told of it but the version, which no other row has */
};

/* What CloudWatch is asked about each object of a type. Lags are told in milliseconds. Sources: the services' own lists
 * of metrics; lags are reported by the region that is behind, health checks in one region for all. */
struct status_metric {
    const char *type, *name_space, *name, *dimension, *from, *region;
    int64_t ms; /* a unit of it; 0: it is no lag */
};
extern const struct status_metric status_metrics[]; /* ends with {0} */

enum asked { ASK_OBJECT, ASK_ALARMS, ASK_PATCHES, ASK_UPDATES, ASK_NAMES };

struct ask {
    struct reading reading;
    enum asked what;
    const struct status_row *row; /* ASK_OBJECT */
    const struct entry *entry;    /* ASK_OBJECT; ASK_NAMES: one of the zone's records */
};

struct measuring {
    struct reading reading;
    struct value *queries;
};

struct gathering {
    struct arena *a;
    const struct status_request *q;
    struct ask *asks;
    size_t n;
    struct measuring *measures; /* one a region of the state's, and one where health checks are measured */
    size_t n_measures;
    const char **skipped;
};

/* The newest value of the metric at that place of the table, of the entry at that of the state; NULL: nothing was
 * measured lately. */
const struct value *gathered_metric(const struct gathering *g, size_t metric, size_t entry);
/* Of a health check by its id: "" nobody says, "true", "false". */
const char *gathered_health(const struct gathering *g, const char *id);
const char *gathered_alias(const struct gathering *g, const char *region); /* the region itself, where it has none */
/* Of an answer, what is told of one object; NULL: it is not there. */
const struct value *gathered_object(const struct gathering *g, const struct ask *x);

/* status_told.c */
const struct value *status_told(const struct gathering *g);
/* status_names.c: [{address, name, answers [...]}] */
const struct value *status_names(const struct gathering *g);

#endif
