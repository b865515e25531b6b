#ifndef EXEC_TASK_H
#define EXEC_TASK_H

#include "provisioner/exec/exec.h"
#include "provisioner/exec/request.h"

/*
 * One step in flight: a program counter over the rows of its type. It never blocks: task_begin and task_answered run
 * until the task needs an answer (TASK_CALL: task->call is to be sent), time (TASK_WAIT: until due_ms), somebody who
 * answers (TASK_DARK: where task->call went, nobody does), or is over.
 *
 *   create   look for it (if a killed run may have made it), make it, settle it, further calls, read it all
 *   update   the calls whose attributes differ, settle, read it all
 *   delete   the calls, until it is gone
 *
 * A call that changes something is preceded by an intent in the journal; the caller syncs the journal before it sends.
 */

enum task_wants { TASK_CALL, TASK_WAIT, TASK_DARK, TASK_DONE, TASK_FAILED };

enum phase { PHASE_FIND, PHASE_REVEAL, PHASE_CALL, PHASE_SETTLE, PHASE_READ, PHASE_GONE };

/* What a task may be waiting for; each has its own bound. */
enum patience {
    PATIENCE_SETTLING,
    PATIENCE_REFUSED,
    PATIENCE_UNSEEN,
    PATIENCE_THROTTLED,
    PATIENCE_LOOKING,
    PATIENCE_SILENT,
    PATIENCE_KINDS,
};

struct run; /* run.c */

struct task {
    struct run *run;
    struct arena *arena; /* wiped: secrets may pass through it */
    const struct step *step;
    const struct planned *planned;
    const struct rtype *type;
    struct target target;
    const char *changed;      /* words: attributes an update is about */
    const struct call *calls; /* of the verb */
    enum verb verb;
    unsigned generation;

    enum phase phase;
    size_t at;                 /* call within `calls` */
    const struct value *items; /* what the call's `each` walks over; NULL */
    size_t item;
    size_t read_at;
    struct value *read;          /* attributes read so far */
    unsigned looks;              /* how often it was looked for after a lost answer */
    bool made;                   /* the object exists, by all we know */
    bool is_gone;                /* it does not any more: what it left behind is left to do */
    bool reread;                 /* an earlier call may have done some of it: what is told counts */
    bool mutating;               /* the call at hand has an intent */
    const char *page;            /* token of the page that is asked for; NULL: the first */
    const struct value *secrets; /* "address.path" -> text */
    const struct value *reveal;  /* the reference at hand */

    struct aws_call call;
    int64_t due_ms, began_ms;
    int64_t deadline_ms[PATIENCE_KINDS]; /* 0: not waiting for that */
    const char *text;                    /* of the last event */
    struct err *error;                   /* TASK_FAILED */
    struct task *next;
};

/* What a task needs of the run it belongs to. */
struct run {
    struct arena *arena;
    const struct run_options *o;
    int64_t began_ms;
    size_t done, failed, blocked, skipped, running;
    const char *locked_out; /* AWS takes our credentials no more, and there are no others: why */
};

/* Nothing new is begun, and no wait goes on: a signal came in, or we are locked out. */
static inline bool run_stops(const struct run *r)
{
    return *r->o->interrupted > 0 || r->locked_out;
}

enum task_wants task_begin(struct task *t);
enum task_wants task_answered(struct task *t); /* task->call is finished */
enum task_wants task_due(struct task *t);      /* due_ms has come */
enum task_wants task_lit(struct task *t);      /* somebody answers again */

/* The object that was meant is gone for good: its address goes on to the next generation, and what is wanted with it.
 */
void run_next_generation(struct task *t);
void run_event(struct run *r, enum event_kind kind, const struct task *t, const char *text);

#endif
