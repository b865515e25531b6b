#ifndef AWS_SANDBOX_CALL_H
#define AWS_SANDBOX_CALL_H

#include "aws/sandbox/world.h"
#include "aws/wire/codec.h"

/*
 * One call on its way through the sandbox. What an operation does is a row: make, list, show, change or drop an object
 * of a kind; or put one, which makes it or replaces all that the request can say. What a row cannot hold is a rule: it
 * may look at everything, refuse, or finish the draft.
 */

struct call;
typedef bool sandbox_rule(struct call *c); /* false: refused, c->fault says why */

enum act { ACT_RULE, ACT_MAKE, ACT_PUT, ACT_LIST, ACT_SHOW, ACT_CHANGE, ACT_DROP, ACT_TAG, ACT_UNTAG, ACT_TAGS };

struct sandbox_op {
    const char *name;
    enum act act;
    const struct sandbox_kind *kind;
    const char *wrap; /* the member of the answer that holds the object or the list; NULL: the answer itself */
    const char *by;   /* the member of the request that says which, or members: the kind's `unique`; NULL: its id */
    sandbox_rule *rule, *after;
    const char *life; /* that begins with it; NULL: "make" and "drop" where the kind has them */
    bool (*keep)(struct call *c, const struct object *o); /* lists: what else the request asks for */
};

struct sandbox_service {
    const char *id;
    const struct sandbox_op *ops;    /* ends with an unnamed one */
    const char *invalid;             /* its code for a value that is wrong */
    const char *unknown;             /* and for an ARN that is nobody's, where a call for tags gets it; NULL: invalid */
    const char *tag_key, *tag_value; /* of an element of a list of tags; NULL: a map */
    int page_min, page_max, page;    /* bounds of a page, and its size when the request is silent */
};

struct call {
    struct sandbox *s;
    struct world *w;
    struct arena *a;
    const struct sandbox_service *service;
    const struct sandbox_op *row;
    const struct sandbox_kind *kind;
    const struct op *op;
    const char *region, *access_key;
    const struct value *in;
    struct value *draft;   /* MAKE: the new object. CHANGE: what will be set */
    struct object *object; /* the one found or made */
    const char *life;      /* a rule's choice of what begins */
    int64_t stale_ms;      /* how far a read lags behind */
    int64_t iam_ms;        /* and other services behind IAM */
    bool conflict;         /* somebody else writes the same thing at this moment */
    const char *place;     /* S3: the region of the bucket, which refusals tell in a header */
    struct value *out;
    struct fault fault;
};

extern const struct sandbox_service *const sandbox_services[]; /* ends with NULL */
const struct sandbox_op *sandbox_row(const char *service, const char *op, const struct sandbox_service **ret_service);

/* Does it, after the request was understood; fills out or fault. */
void call_run(struct call *c);

/* ---- for rules --------------------------------------------------------------------------------------------------- */

/* Always false. The status comes from the table of codes. */
bool refuse(struct call *c, const char *code, const char *fmt, ...) PRINTF(3, 4);
bool refuse_missing(struct call *c, const struct sandbox_kind *k, const char *id);
bool refuse_busy(struct call *c, const struct object *o);

bool has(const struct call *c, const char *member); /* the request has it */
const char *in_str(const struct call *c, const char *member);
bool in_bool(const struct call *c, const char *member);
int64_t in_int(const struct call *c, const char *member, int64_t otherwise);

void draft_str(struct call *c, const char *member, const char *s);
void draft_bool(struct call *c, const char *member, bool b);
void draft_int(struct call *c, const char *member, int64_t i);
void out_str(struct call *c, const char *member, const char *s);
void out_bool(struct call *c, const char *member, bool b);

/* An object another service can use; false and the fault of its kind when it is not there. */
bool need(struct call *c, const struct sandbox_kind *k, const char *region, const char *id, struct object **ret);
/* "{id} {region} {account} {hash} {Member}" put in. */
const char *expand(struct world *w, struct arena *a, const char *text, const struct value *members, const char *id,
                   const char *region);
/* For objects that come along with another: fills in, tags with nothing, begins its life. */
struct object *make_along(struct call *c, const struct sandbox_kind *k, const char *region, struct value *members);
const char *mint_id(struct call *c, const struct sandbox_kind *k);
/* Changes of the last seconds may not be seen yet: what a stale read shows, NULL for an object that is too new. */
const struct value *seen(const struct call *c, const struct object *o);
/* As answers show it: tags told, computed members in place. */
struct value *view_of(struct call *c, const struct object *o);
/* Blocked by others, protected: false and the fault. */
bool may_drop(struct call *c, struct object *o);
bool refs_exist(struct call *c, const struct sandbox_kind *k, const struct value *members);
const struct value *value_of_json(struct arena *a, const char *text); /* NULL: it is none */
bool is_list_of(const struct value *list, const char *text);          /* one of its texts is this */

/* ---- parts that acts share (list.c, tags.c, codes.c) ------------------------------------------------------------- */

bool act_list(struct call *c);
bool act_tag(struct call *c);
bool act_untag(struct call *c);
bool act_tags(struct call *c);
/* The tags that a request brings, as a map; false when they are none AWS takes. */
bool tags_of_request(struct call *c, const struct sandbox_kind *k, struct value **ret);
bool tags_check(struct call *c, const struct value *tags);
const struct value *tags_told(struct call *c, const struct sandbox_service *svc, const struct value *tags);
const struct sandbox_service *sandbox_service_of(const char *id);
bool pattern_match(const char *pattern, const char *text); /* * and ?, as EC2's filters take them */

int code_status(const char *service, const char *code); /* 0: not in the table */
/* One line a guess: codes and durations. */
const char *sandbox_guesses(struct arena *a);

/* ---- geography --------------------------------------------------------------------------------------------------- */

struct sandbox_zone {
    const char *name, *id;
};
bool region_known(const char *region);
const char *sandbox_region_named(const char *name); /* the same text, for good; NULL: there is none */
/* Zones of a region, in order; at least two for one that is known. */
size_t zones_of(struct arena *a, const char *region, struct sandbox_zone *ret, size_t max);
const struct value *regions_all(struct arena *a);

#endif
