#ifndef OPS_SEQUENCE_H
#define OPS_SEQUENCE_H

#include "provisioner/exec/exec.h"
#include "provisioner/ops/facts.h"

/*
 * An operation that moves a running system from one region to another, as data: rows of steps (ops/switchover.c,
 * ops/failover.c), and what walks them. A step says what it does, by which call, what must be true before it, and what
 * is true when it is done; so a sequence that was cut off is begun again from its first row, looks, and finds what is
 * left.
 *
 * Facts of a step, beside what its looks add:
 *   to, from    {alias, region}: where to, and the region that is left
 *   self        what the state knows of the object it is about, with address, alias and region
 *   peer        of the object at the same place in the other region
 *   limit       {lag_ms, rpo_ms}: how far behind the region may be that takes over; left out where nobody says
 *   time        {now, ago}: as AWS writes times
 *   spec        its path, for commands that are told
 *   names       what the names of all that is ours begin with
 */

struct fill {
    const char *to, *from; /* a path into the request; a text with facts in braces */
};

/* How a fact follows from what was read. */
enum sense { AS_TOLD, REGION_OF_ARN, NAME_OF_ARN, MILLISECONDS, SECONDS_IN_MS };

/* Something that is read; a table ends with {0}. What AWS does not know is no fact. */
struct look {
    const char *name;
    const struct op *op; /* NULL: it follows from facts */
    const char *region;  /* with facts in braces */
    const struct fill *in;
    const char *path; /* into the answer, or of a fact; with facts in braces */
    enum sense sense;
    const char *needs; /* a fact without which there is nobody to ask about; NULL: none */
};

enum side { SIDE_ANY, SIDE_TO, SIDE_FROM };

struct op_step {
    const char *id, *system;
    const char *what;           /* one line, with facts in braces, as all texts here */
    const char *about;          /* a resource type: a step for each of the state's */
    enum side side;             /* in which region; SIDE_ANY: in any, global ones among them */
    const struct must *only_if; /* of what the state knows; otherwise there is nothing to do */
    const struct look *looks;
    void (*derive)(struct arena *a, struct value *facts); /* what no table can say; pure. NULL for almost all */

    const struct op *op; /* NULL: nothing is changed, it is looked at or waited for */
    const char *region;
    const struct fill *in;
    const struct value *(*make)(struct arena *a, const struct value *facts); /* the request where `in` can't; pure */
    const char *not_yet; /* codes that mean later, as in aws/types/impl.h */

    const struct must *before; /* or it is not begun, and nothing that comes later */
    const struct must *idle;   /* as long as this does not hold, AWS is still at something: it is waited for */
    const struct must *until;  /* done. NULL: as soon as `before` holds */
    const char *state;         /* what is told while it is waited for */
    const char *refresh;       /* the fact that is the object as its type's first read tells it, for the state; NULL */
    unsigned every_s, p50_s, p90_s, limit_s;

    /* NULL: there is nothing to undo; nothing is left to the user; there is no other way where this one does not lead
     * there */
    const char *undo, *hint, *otherwise;
    bool no_return; /* from here on it is undone by going back, and no more by stopping */
    bool apart;     /* what comes next does not wait for it */
};

struct op_sequence {
    const char *name;            /* the command's */
    const struct op_step *steps; /* ends with {0} */
    bool gives_up;               /* what was not copied is lost; and a step that fails stops only its own system */
};

extern const struct op_sequence sequence_switchover, sequence_failover;
extern const struct op_sequence sequence_ready; /* changes nothing: whether a region could take over */

struct sequence_request {
    struct client *client;
    const struct state *state;
    struct region_ref to, from;
    const char *spec_path;
    const char *only;       /* a system; NULL: all */
    int64_t lag_ms, rpo_ms; /* 0: nobody says */
};

/* ---- the situation ----------------------------------------------------------------------------------------------- */

enum standing {
    STANDS_DONE,
    STANDS_BUSY,    /* AWS is at something that has to be over first */
    STANDS_READY,   /* its call can go out, or there is only to wait */
    STANDS_BLOCKED, /* something is not as it must be: why */
    STANDS_UNREAD,  /* it could not be looked at: why */
};

struct item {
    const struct op_step *row;
    const char *address, *type; /* "" where it is about no resource */
    const struct value *base;   /* facts that need no looking */
    struct arena *arena;        /* of what was seen last */
    const struct value *facts;
    enum standing standing;
    const char *why;      /* STANDS_BLOCKED, STANDS_UNREAD */
    bool locked_out;      /* STANDS_UNREAD, and nothing but other credentials can help */
    const char *warnings; /* lines; "" */
    bool was_done;        /* before anything was begun */
};

struct situation {
    const struct op_sequence *sequence;
    const struct sequence_request *q;
    struct item *items;
    size_t n;
};

/* What the state knows of a resource, as the fact `self`; and a request made of facts. */
const struct value *sequence_self(struct arena *a, const struct entry *e);
const struct value *sequence_filled(struct arena *a, const struct op *op, const struct fill *in,
                                    const struct value *facts);
/* Looks at all of it; changes nothing. situation_free afterwards, whatever came of it. */
void situation_see(struct arena *a, const struct op_sequence *s, const struct sequence_request *q,
                   struct situation *ret);
void situation_free(struct situation *s);
/* One of its steps anew. */
void situation_look(const struct situation *s, struct item *it);
/* What it asks, in order: [{service, operation, region, input}]. */
const struct value *item_questions(struct arena *a, const struct item *it);
/* What it would send; NULL: nothing. */
const struct value *item_request(struct arena *a, const struct item *it);
const char *item_region(struct arena *a, const struct item *it);
/* A text of the row's with its facts; "" for NULL. */
const char *item_text(struct arena *a, const struct item *it, const char *text);

/*
 *   format_version, operation, to, from
 *   steps     [{id, system, address, what, state (done, under way, to do, blocked, unread), why, warnings, waits_for,
 *               call {service, operation, region, input}, endpoints, p50_s, p90_s, limit_s, undo, hint, otherwise,
 *               point_of_no_return}]
 *   expected  {p50_s, p90_s}: of what is left
 *   loss      [{address, lag_ms, measured_at}]: what was not copied yet when it was last measured
 */
const struct value *situation_json(struct arena *a, const struct situation *s);

/* ---- walking ----------------------------------------------------------------------------------------------------- */

enum walk_event { WALK_START, WALK_CALL, WALK_WAIT, WALK_RETRY, WALK_DONE, WALK_FAILED };

struct walker {
    struct store *store; /* locked */
    struct state *state;
    double time_scale;
    int64_t timeout_ms;       /* of all of it; 0: none but the steps' own */
    const char *pause_before; /* a step's id; NULL: none */
    const volatile int *interrupted;
    void (*event)(void *ctx, enum walk_event kind, const struct item *it, const char *text, int64_t at_ms);
    void *ctx;
};

struct walked {
    size_t done, failed, left;
    bool paused, interrupted;
    const char *error; /* of the first that failed */
    const char *failed_id;
    bool past_return;   /* a call that can't be taken back was sent */
    struct value *loss; /* [{address, lag_ms, measured_at, given_up_at}]: how far behind the copy was when it was made
                           to lead; lag_ms and measured_at are left out where nobody measured */
    int64_t took_ms;
};

/* Does what is not done. An error only where the journal can't be written or the lock is lost. */
struct err *walk(struct arena *a, struct situation *s, const struct walker *w, struct walked *ret) NODISCARD;

#endif
