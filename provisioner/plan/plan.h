#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "provisioner/model/diag.h"
#include "provisioner/model/rtype.h"
#include "provisioner/model/wanted.h"
#include "state/state.h"

/*
 * The plan: a value made from the spec's wanted resources, the state, and what AWS holds now. It is printed, saved,
 * compared, and run; the executor runs its steps and has no opinions of its own. Nothing here reaches a network.
 *
 * Default rules
 *   wanted, no entry, nothing live that is ours     create
 *   wanted, no entry, live and ours by its key/tags adopt (record it), with an update where it differs
 *   the same, and the object of an unwanted entry   adopt, and forget the other: it was renamed in the spec
 *   wanted, entry CREATING                          create again: the executor looks first and carries on
 *   the same, live failed for good                  replace: nothing else brings it about
 *   wanted, entry DELETING, live                    adopt: it is taken back
 *   wanted, entry, live absent                      create (it was deleted behind our back: says so)
 *   wanted, entry, live                             compare: no-op, update, or replace when a create-only attribute
 *                                                   differs
 *   entry, not wanted, live                         delete; live absent: forget
 *
 * Compared is wanted against live where AWS tells the attribute, else against what was last applied. A wanted value
 * that is unknown (it refers to something that will be created or replaced) counts as a change; of a create-only
 * attribute, it forces replacement. What nobody can tell (a lookup without an answer, a secret) does not. Replacing is
 * delete, then create, and dependents that refer to it are looked at again. Where going back to a default is the
 * change, `wanted` says the default. A no-op with changes is drift that is only shown (refresh_only).
 */

enum action { ACT_NOOP, ACT_CREATE, ACT_UPDATE, ACT_REPLACE, ACT_DELETE, ACT_ADOPT, ACT_FORGET, ACT_COUNT };
const char *action_name(enum action a); /* "create" */

struct change {
    const char *path;                   /* attribute, or path within one: "Tags.CostCenter" */
    const struct value *before, *after; /* NULL: not there. after may be V_UNKNOWN */
    bool sensitive, forces_replacement;
    enum interruption interruption; /* of a change in place */
    bool forever;                   /* AWS does not take it back */
};

struct planned {
    const char *address, *alias, *region;
    const struct rtype *type;
    enum action action;
    const char *reason;           /* for people: "not in the state", "CidrBlock cannot be changed in place" */
    const struct change *changes; /* sorted by path */
    size_t n_changes;
    const struct value *wanted;     /* with references in it; NULL when it goes */
    const struct value *live;       /* attributes as AWS tells them; NULL when absent or not read */
    const char *id;                 /* physical id; NULL: none yet */
    const char *const *after;       /* addresses it refers to or follows, NULL-terminated */
    unsigned generation;            /* of the object that will be there, or goes */
    bool refused;                   /* protected, and not allowed: the plan cannot be applied */
    enum interruption interruption; /* the worst of what happens to it */
    struct span takes;              /* all its steps, one after the other */
    struct pos pos;
};

enum step_kind { STEP_CREATE, STEP_UPDATE, STEP_DELETE, STEP_RECORD /* adopt */, STEP_FORGET };

struct step { /* the only thing the executor reads, with the planned resource it points to */
    enum step_kind kind;
    uint32_t planned;
    const uint32_t *after; /* indices of steps that must have succeeded */
    size_t n_after;
    const char *attrs; /* STEP_UPDATE: words, the attributes that differ */
    struct span takes; /* seconds */
    const char *rung;  /* STEP_UPDATE of one A_STEPWISE attribute: to this, on the way; NULL: all that is wanted */
};

struct plan {
    struct arena *arena;
    const char *lineage; /* of the state it was made from; "" for none */
    uint64_t serial;
    const char *spec_digest;
    bool offline, destroy;
    const struct value *lookups; /* address -> attributes: "lookup/account" and so on */
    struct planned *planned;     /* sorted by address */
    struct step *steps;          /* in an order that may be run as it stands */
    size_t n_planned, n_steps;
    size_t count[ACT_COUNT];
    const char **skipped;  /* region aliases that could not be read, or "global"; NULL-terminated */
    const char **left_out; /* addresses that depend on, or hold up, what is out of reach; NULL: none, or read back */
    /* [{address, leader, alias}]: groups of regions that another member leads than the one that began; NULL: it was
     * read back */
    const struct value *led;
    /* [{address, group}]: members that are there and have left their group; NULL: it was read back */
    const struct value *left;
    struct span takes;          /* seconds, all of it: p90 as if steps were late independently of each other */
    const char **critical_path; /* addresses, NULL-terminated */
};

bool plan_is_empty(const struct plan *p); /* nothing but no-ops */

/* What AWS holds. Addresses that are not in it were not read (offline, or their region did not answer). */
enum live_status { LIVE_UNREAD, LIVE_ABSENT, LIVE_PRESENT };

struct live {
    enum live_status status;
    const char *id;
    const struct value *attrs;
    bool ours;    /* bears our ownership tags, or is known by state or intent; false: somebody else's of the same key */
    bool leaving; /* AWS is deleting it */
    bool untold;  /* AWS does not say yet whose it is: it is at work on it */
    const char *failed; /* AWS's word for a state that it does not recover from; NULL: none */
};

struct plan_request {
    const struct wanted_list *wanted;
    const struct state *state;
    rtype_lookup *types;
    /* the live object of an address; NULL function: offline */
    struct live (*live)(void *ctx, const char *address);
    void *live_ctx;
    const struct value *lookups;
    const char *spec_digest;
    bool destroy;               /* wanted counts as empty */
    bool as_applied;            /* wanted is what the state says was applied: secrets are not in it */
    bool refresh_only;          /* only what changes in the state: adopt, forget, drift shown as notes */
    const char *const *targets; /* patterns, NULL-terminated; with what they need (or, destroying, what needs them) */
    bool exactly;               /* the targets are addresses, and what they need is not taken in */
    const char *const *replace; /* addresses to replace */
    const char *const *allow_destroy; /* patterns: protected ones that may go */
    const char *region;               /* only this alias (and global); NULL: all */
    const char *const *skipped;       /* aliases that could not be read: their resources are left out */
};

/*
 * Whether what a reference to a lookup asks for was chosen when `e` was made, and stays. A zone out of AWS's present
 * list is a choice made once, and so is an add-on's default version for as long as the cluster's is the same: lists
 * grow and shrink, and AWS's defaults move. `e` NULL: it was found rather than made.
 */
bool plan_choice_stands(const struct entry *e, const struct value *ref);

/* ERR_INPUT: a cycle, a reference to nothing, a type or an attribute that does not exist: in diags with positions too.
 */
struct err *plan_make(struct arena *a, const struct plan_request *r, struct diags *d, struct plan **ret) NODISCARD;

/* Differences of one resource, by its attribute table. `live` NULL: compared with `applied`. */
size_t plan_diff(struct arena *a, const struct rtype *rt, const struct value *wanted, const struct value *live,
                 const struct value *applied, const struct change **ret);
/* Two values of an attribute mean the same to AWS. */
bool attr_equal(struct arena *a, const struct attr *at, const struct value *wanted, const struct value *live);
/* What AWS takes when the spec is silent; NULL: nothing that we compare. */
const struct value *attr_default(struct arena *a, const struct attr *at);

/* ---- plan files -------------------------------------------------------------------------------------------------- */

const char *plan_to_json(struct arena *a, const struct plan *p); /* whole, to be read back; no secret in it */
struct err *plan_from_json(struct arena *a, const char *text, size_t n, rtype_lookup *types,
                           struct plan **ret) NODISCARD;
/* ERR_STALE: lineage or serial have moved on. */
struct err *plan_check_premises(const struct plan *p, const struct state_head *h) NODISCARD;

/*
 * What a saved plan touches is what it was made from, or ERR_STALE with address, attribute, then and now. From here on
 * the plan holds what AWS tells now: of what is not compared (outputs, secrets, roles) that is newer.
 */
struct err *plan_check_live(struct plan *p, struct live (*live)(void *ctx, const char *address),
                            void *live_ctx) NODISCARD;

/*
 * A saved plan that was begun and not finished: what is left of it is planned again. Fills in of the request what
 * follows from the saved plan: it is about what that one touches, replaces what is not replaced yet, and goes by what
 * was looked up then. False: there is nothing that could be left. plan_check_rest tells whether all of it was in the
 * saved plan; ERR_STALE: what else there is.
 */
bool plan_rest(struct arena *a, const struct plan *saved, const struct state *s, struct plan_request *ret);
struct err *plan_check_rest(const struct plan *saved, const struct plan *rest, const struct state *s) NODISCARD;

/* ---- for people and pipelines ------------------------------------------------------------------------------------ */

struct plan_style {
    bool color;
    unsigned width; /* columns; 0: do not cut */
    bool verbose;   /* unchanged resources too */
};
/* "{a: 1, b: (known after apply)}" */
void plan_put_value(struct sbuf *out, const struct value *v);
void plan_render(struct sbuf *out, const struct plan *p, const struct plan_style *style);
/* The object of design section 11. */
/* "interruption" and "irreversible" of a change, into a map. */
void plan_put_interruption(struct arena *a, struct value *map, const struct planned *p);
const struct value *plan_json(struct arena *a, const struct plan *p, const struct diags *d);

#endif
