#ifndef EXEC_REQUEST_H
#define EXEC_REQUEST_H

#include "aws/types/impl.h"

/*
 * From a row of aws/types and attributes to a request, and from an answer to attributes: both pure, but that a row may
 * send a folder of the user's (folder.h). What the rows'
 * notation means stands in aws/types/impl.h.
 */

/* The object a call is about. */
struct target {
    const struct rtype *type;
    const char *address, *region;
    const char *root; /* the spec's folder, for what is sent from there; NULL: nothing is */
    unsigned generation;
    const struct value *account; /* the lookup "lookup/account" */
    const struct value *want;    /* attributes as wanted, references resolved; NULL when it goes or is only read */
    const struct value *have;    /* attributes as AWS told them last; NULL */
    const struct value *applied; /* as applied last: what of a shared map is ours to take away; NULL */
    bool ahead; /* to be shown before it is known: unknown values stay that, tokens and folders are named only */
};

enum verb { VERB_CREATE, VERB_READ, VERB_UPDATE, VERB_DELETE };

/* Whether the row's conditions hold. `changed`: words, the attributes an update is about. */
bool call_applies(struct arena *a, const struct target *t, const struct call *c, enum verb verb, const char *changed);

/* Where it is sent. */
const char *call_region(struct arena *a, const struct target *t, const struct call *c);
/* What a bind's source says, as text; "" when it says nothing. */
const char *call_text(struct arena *a, const struct target *t, const struct call *c, const char *from);
/* What `each` walks over: NULL when the row has no `each`; otherwise one item a call (a batch is a list or a map). */
const struct value *call_items(struct arena *a, const struct target *t, const struct call *c);

/* The request. *ret NULL: its "+" and "-" binds are all empty, so there is nothing to call for. */
struct err *request_make(struct arena *a, const struct target *t, const struct call *c, enum verb verb,
                         const char *changed, const struct value *item, const struct value **ret) NODISCARD;

/* Objects in an answer, by the row's `result`, with what `carry` names from around them. Empty list: none. `known`:
 * what is known of the one that was asked for; NULL: all were. */
const struct value *answer_objects(struct arena *a, const struct rtype *rt, const struct call *c,
                                   const struct value *answer, const struct value *known);
/* What a further read of the object tells; NULL: nothing. */
const struct value *answer_further(struct arena *a, const struct rtype *rt, const struct call *c,
                                   const struct value *answer, const struct value *known);
/* The one among them that `known` means: of the same physical id; NULL when none is. Where the call asks for one by its
 * id (whatever spelling of it, a key's ARN), or no id is known yet, the first. */
const struct value *answer_object(struct arena *a, const struct rtype *rt, const struct call *c,
                                  const struct value *answer, const struct value *known);
/* Attributes in an object, by the type's `told` paths and the row's `gives`: only those that are there. */
const struct value *answer_attrs(struct arena *a, const struct rtype *rt, const struct call *c,
                                 const struct value *object);
/* It is shown but counts as not there. */
bool object_gone(struct arena *a, const struct rtype *rt, const struct value *object);
/* AWS is deleting it: it is there, and will not be. */
/* The state of one that does not recover from it; NULL: it is none such. */
const char *object_failed(struct arena *a, const struct rtype *rt, const struct value *object);
bool object_leaving(struct arena *a, const struct rtype *rt, const struct value *object);
/* `mine` of the type's list holds for it. */
bool object_mine(struct arena *a, const struct rtype *rt, const struct value *object);

/* Whether an object has settled: READY, BUSY (ret_state: what it tells), or FAILED for good. */
enum settle { SETTLE_READY, SETTLE_BUSY, SETTLE_FAILED };
enum settle object_settled(struct arena *a, const struct rtype *rt, const struct value *object, const char **ret_state);
/* The same of any answer and conditions. */
enum settle answer_settled(struct arena *a, const struct settled *until, const struct value *answer,
                           const char **ret_state);

/* "Code" or "Code:glob of the message" among `words`. */
bool fault_matches(const char *words, const char *code, const char *message);

#endif
