#ifndef EXEC_EVENT_H
#define EXEC_EVENT_H

#include "provisioner/plan/plan.h"

/* What happens during a run, to whoever listens: the terminal's progress, one line an event, or JSON. */

enum event_kind {
    EV_RUN_START, /* n steps */
    EV_STEP_START,
    EV_STEP_WAIT,  /* AWS is at it: text is the state it tells ("creating") */
    EV_STEP_RETRY, /* text says why */
    EV_STEP_DONE,
    EV_STEP_FAILED,  /* text says why */
    EV_STEP_BLOCKED, /* text: the address that failed */
    EV_STEP_SKIPPED, /* text: where nobody answers, or the address of a skipped one that it needs */
    EV_DARK,         /* nobody answers any more: text is a region, or a service that belongs to none */
    EV_LIGHT,        /* somebody does again */
    EV_INTERRUPTED,  /* nothing new starts */
    EV_TICK,         /* time has passed; for redrawing */
    EV_RUN_END,
};

struct event {
    enum event_kind kind;
    int64_t at_ms;                 /* since the run began, on the transport's clock */
    const struct step *step;       /* NULL for those about the run */
    const struct planned *planned; /* likewise */
    const char *text;              /* NULL */
    const char *id;                /* EV_STEP_DONE: physical id */
    int64_t took_ms;
    size_t done, failed, blocked, skipped, running, total; /* of steps */
};

struct listener {
    void (*event)(void *ctx, const struct event *e);
    void *ctx;
};

#endif
