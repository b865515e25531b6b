#ifndef AWS_SANDBOX_WORLD_H
#define AWS_SANDBOX_WORLD_H

#include "aws/sandbox/sandbox.h"
#include "aws/wire/shape.h"

/*
 * What the sandbox remembers: objects of kinds, their indexes, and their clocks.
 *
 * An object's members are those that AWS answers, under AWS's names, plus a few that only the sandbox knows; the shapes
 * of the answers drop the latter, which begin with '$'. Objects belong to the world and live as long as it does; their
 * members are changed through object_set only, so that the indexes and the log stay true.
 *
 * Lifecycles are data: an object walks along the steps of a `struct life`. Nothing runs between two requests; whatever
 * has come due is caught up with, in order, before the next request is looked at.
 */

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* Where a code, a text or a duration comes from. Guesses are listed by sandbox_guesses. */
enum source { MODEL, DOC, GUESS };

/* A state and how long it lasts. seconds 0: it stays; state NULL: the object is gone. */
struct life_step {
    const char *state;
    int64_t seconds;
};

struct life {
    const char *name;
    enum source source;
    struct life_step steps[6];
};

/* A member that AWS fills in when the request is silent. Texts may hold {id} {name} {region} {account} {hash} and
 * {Member} of the object; K_TIME is now, K_LIST an empty list. */
struct filled {
    const char *member;
    enum kind kind;
    const char *text;
};

/* A request member that is kept elsewhere. to NULL: dropped. `item`: each element becomes a map with this member, and
 * "State=active" of `also` beside it. */
struct rename {
    const char *from, *to, *item, *also;
};

struct sandbox_kind;

enum ref_meaning {
    REF_BLOCKS, /* the other cannot be deleted while we are here */
    REF_OWNED,  /* we vanish along with it */
    REF_LOOSE,  /* neither */
};

/* A member that names another object. missing: the code when it is not there, where the other kind's own does not say.
 */
struct ref {
    const char *path;
    const struct sandbox_kind *kind;
    enum ref_meaning meaning;
    const char *missing;
};

struct no {
    const char *code, *text;
};

struct filter {
    const char *name, *path;
};

struct object;
struct call;
struct world;

struct sandbox_kind {
    const char *name, *service;
    bool global;      /* one for all regions */
    bool lower;       /* names are kept in lower case */
    bool hidden;      /* the tagging API does not tell of it */
    const char *id;   /* the member that names it */
    const char *mint; /* "vpc-": the service names it; NULL: the caller does */
    const char *arn, *arn_member;
    const char *status;
    const char *ready;        /* words: states in which it can be changed; NULL: any */
    const char *gone;         /* words: states that only linger; it blocks nothing and can be found no more by others */
    const struct life *lives; /* ends with an unnamed one */
    const struct filled *filled;
    const struct rename *renames;
    const struct ref *refs;
    const char *unique; /* words: members that together are a second name */
    struct no missing, exists, busy, blocked, locked;
    const char *lock;        /* the member that protects it from deletion */
    const char *tags_member; /* where answers tell its tags; NULL: nowhere */
    const char *tag_type;    /* ec2: what TagSpecification calls it */
    const struct filter *filters;
    /* For answers: members that follow from other objects. */
    void (*view)(struct call *c, const struct object *o, struct value *view);
    /* A step of life was reached. */
    void (*entered)(struct world *w, struct object *o, const char *state);
};

/* One reference in the index, from both sides. */
struct edge {
    struct object *from, *to;
    const struct ref *ref;
    struct edge *next_of_from, *prev_to, *next_to;
};

struct name;

struct object {
    const struct sandbox_kind *kind;
    const char *region; /* "" for global kinds */
    const char *id;
    struct value *v;
    const struct life *life;
    unsigned step;
    int64_t due; /* when the step ends; 0: never */
    int64_t born, changed;
    const struct value *before; /* members before the last change, for stale reads */
    uint64_t seq;
    bool gone, dirty;
    struct edge *refs, *referrers, *last_referrer;
    struct name *names;
};

/* ---- the world --------------------------------------------------------------------------------------------------- */

struct world *world_new(const char *account, uint64_t seed);
void world_free(struct world *w);
struct arena *world_arena(struct world *w);
const char *world_account(const struct world *w);
uint64_t world_number(struct world *w); /* never the same twice; survives in the log */
int64_t world_now(const struct world *w);
uint64_t world_version(const struct world *w); /* another one whenever an object has changed */
/* Moves the clock on, and every object that has come due. */
void world_advance(struct world *w, int64_t now);
/* For how long nobody in a region has answered; 0: it answers, or nobody says otherwise. */
int64_t world_dark_ms(struct world *w, const char *region);
void world_set_dark(struct world *w, int64_t (*dark_ms)(void *ctx, const char *region), void *ctx);
/* Stale reads need what was before. */
void world_keep_before(struct world *w, bool keep);
/* "kind region id" of every object that is told, sorted. */
const struct value *world_objects(struct world *w, struct arena *a);
/* When something will happen by itself; INT64_MAX: nothing. */
int64_t world_next_due(struct world *w);

/* ---- objects ----------------------------------------------------------------------------------------------------- */

/* `members` is copied. The id, references and second names are indexed at once; `life` NULL: it just is. */
struct object *object_new(struct world *w, const struct sandbox_kind *k, const char *region, const char *id,
                          const struct value *members, const char *life);
void object_set(struct world *w, struct object *o, const char *member, const struct value *v);
void object_set_str(struct world *w, struct object *o, const char *member, const char *s);
void object_unset(struct world *w, struct object *o, const char *member);
/* Another life from its first step on. The kind must have it. */
void object_live(struct world *w, struct object *o, const char *life);
/* The step it is in ends after this time, whatever the table says: for windows that the caller chooses. */
void object_lasts(struct world *w, struct object *o, int64_t seconds);
void object_remove(struct world *w, struct object *o);
/* And all that goes along with it: what it owns, and what came along when it was made. */
void remove_with_owned(struct world *w, struct object *o);

const char *object_str(const struct object *o, const char *member); /* "" */
bool object_bool(const struct object *o, const char *member);
const char *object_status(const struct object *o);
const char *object_arn(const struct object *o); /* "" */
bool object_lingers(const struct object *o);    /* deleted or failed, but still told */

/* By id, second name or ARN; NULL. region is that of the request. */
struct object *object_find(struct world *w, const struct sandbox_kind *k, const char *region, const char *id);
struct object *object_by_arn(struct world *w, const char *arn);
struct object *object_by_unique(struct world *w, const struct sandbox_kind *k, const char *region,
                                const struct value *members);
/* The first object of a kind with at least this sequence number, in the order of creation; NULL. */
struct object *object_from(struct world *w, const struct sandbox_kind *k, const char *region, uint64_t seq);
size_t object_count(struct world *w, const struct sandbox_kind *k, const char *region);

bool goes_along(const struct edge *e);
/* Who refers to `o`, in the order of creation. */
struct edge *edge_of_kind(struct edge *e, const struct sandbox_kind *k); /* e or the next one from that kind */
static inline struct edge *first_from(const struct object *o, const struct sandbox_kind *k)
{
    return edge_of_kind(o->referrers, k);
}
static inline struct edge *next_from(const struct edge *e, const struct sandbox_kind *k)
{
    return edge_of_kind(e->next_to, k);
}

/* Deterministic: the same world, the same ids. `digits` hex digits. */
const char *mint_hex(struct world *w, struct arena *a, unsigned digits);
const char *hash_hex(struct arena *a, const char *text, unsigned digits);

const char *iso_time(struct arena *a, int64_t ms); /* "2026-01-31T12:00:00Z" */

/* ---- the log ----------------------------------------------------------------------------------------------------- */

/* Reads the world in `path` or begins one, and keeps it locked. ERR_LOCKED: another process has it. */
struct err *world_open(struct world *w, const char *path) NODISCARD;
/* Appends what has changed since. ERR_FILE. */
struct err *world_save(struct world *w) NODISCARD;
/* Writes it anew when the log holds more past than present. */
struct err *world_close(struct world *w) NODISCARD;

/* Every kind there is, ends with NULL. */
extern const struct sandbox_kind *const sandbox_kinds[];
const struct sandbox_kind *kind_by_name(const char *name);

#endif
