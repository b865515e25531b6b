#ifndef STATE_STATE_H
#define STATE_STATE_H

#include "provisioner/model/value.h"

/*
 * What the program has made and knows, in memory. Entries are found by address through a hash and listed in the order
 * of their addresses. Everything lives in the state's own arena; values handed in are copied. No secret is ever in it.
 */

enum entry_status {
    ENTRY_READY,
    ENTRY_CREATING, /* the creating call took effect, or may have; what follows it is not finished */
    ENTRY_DELETING,
};

struct entry {
    const char *address, *type;
    const char *alias, *region;  /* alias as in the address's first part, or of the region a global one is made from */
    const char *id;              /* physical id; NULL while a create's answer is not known */
    const struct value *inputs;  /* attributes as last applied, references resolved, secrets left out */
    const struct value *outputs; /* attributes as AWS told them last */
    const char **after;          /* addresses it depends on, NULL-terminated; never NULL */
    enum entry_status status;
    unsigned generation;        /* from 1 */
    int64_t created, updated;   /* unix seconds */
    int64_t create_s, update_s; /* what it took last time; 0: not known */
};

/* A call that was about to leave, whose answer is not in the journal. */
struct intent {
    const char *address, *type, *alias, *region;
    const char *verb;           /* "create", "update", "delete" */
    const char *op;             /* "CreateVpc" */
    const struct value *inputs; /* create: attributes as wanted, references resolved, secrets left out */
    const char **after;
    unsigned generation;
};

/* A command that changed the state, or was about to: kept for people to look at, the last RUNS_KEPT. */
enum { RUNS_KEPT = 50 };
struct past_run {
    const char *who, *host, *command, *version;
    const char *result;     /* "done", "part", "interrupted", "error"; "": at work, or cut off */
    int64_t started, ended; /* unix seconds; ended 0: as above */
    int64_t created, updated, deleted, adopted, forgotten, failed; /* resources */
};

struct state;

struct state *state_new(const char *project, const char *environment);
void state_free(struct state *s);

struct state_head {
    const char *lineage; /* "" until an account is known */
    const char *project, *environment;
    const char *account; /* "" likewise */
    const char *plan;    /* digest of the saved plan that was begun and is not finished; "": none */
    uint64_t serial;     /* of the snapshot; one more each time one is written */
};
const struct state_head *state_head(const struct state *s);
void state_set_account(struct state *s, const char *account, const char *lineage);
void state_set_plan(struct state *s, const char *digest);
void state_bump(struct state *s); /* serial + 1 */

size_t state_count(const struct state *s);
const struct entry *state_entry(const struct state *s, size_t i); /* in order of address */
const struct entry *state_find(const struct state *s, const char *address);
void state_put(struct state *s, const struct entry *e); /* copies; replaces that address; drops its intent */
void state_remove(struct state *s, const char *address, bool tombstone); /* the generation is kept when tombstone */

/* The generation a new object at this address gets: 1, or one more than the tombstone's. */
unsigned state_next_generation(const struct state *s, const char *address);

/* The same without its entries: head, tombstones and intents. */
struct state *state_bare(const struct state *s);

/* Intents that have no result: what a killed run left behind. */
size_t state_intents(const struct state *s);
const struct intent *state_intent(const struct state *s, size_t i);
const struct intent *state_intent_of(const struct state *s, const char *address); /* NULL */
void state_put_intent(struct state *s, const struct intent *in);
void state_drop_intent(struct state *s, const char *address);

/* Runs, the oldest first. A run that began at the same moment with the same command is the same: it is replaced. */
size_t state_runs(const struct state *s);
const struct past_run *state_run(const struct state *s, size_t i);
void state_put_run(struct state *s, const struct past_run *r);

/* Format 1; ERR_INPUT: not a state file, a later format, a broken entry: with its place. */
const struct value *state_to_value(const struct state *s, struct arena *a);
struct err *state_from_value(const struct value *v, struct state **ret) NODISCARD;

/* One record of the journal, and what it does to a state. */
const struct value *entry_to_value(struct arena *a, const struct entry *e);
struct err *entry_from_value(struct arena *a, const char *address, const struct value *v, struct entry *ret) NODISCARD;

#endif
