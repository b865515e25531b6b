#ifndef AWS_TYPES_IMPL_H
#define AWS_TYPES_IMPL_H

#include "aws/wire/shape.h"
#include "provisioner/model/rtype.h"

/*
 * How a resource is made, read, changed and removed: rows of calls, read by provisioner/exec/engine.c. There is no code
 * per type.
 *
 * An argument of a call is taken from the attribute that bears its name, where the operation has such a member; `bind`
 * is for those that are not. `to` is a path into the request ("IpPermissions[].IpRanges[].CidrIp" makes lists of one).
 * `from` says what goes there:
 *   "$Name"      the attribute as wanted, or as AWS told it ("$AddReplicaRegions[].Region" is a path)
 *   "[$Name]"    a list of it alone
 *   "<Name"      as AWS told it before this step
 *   "+Name"      elements (list) or pairs (map) that are wanted and not there
 *   "-Name"      elements that are there and not wanted; for a map, its keys
 *   "%arn:{@partition}:sns:{@region}:{@account}:{$Name}"  a text made of others; nothing while one of them is missing
 *   "~Name"      the folder it names, as a zip in base64, whose digest is still the one that was planned
 *   "/$Name"     what of its text stands after the last slash: the "Z1" of "/hostedzone/Z1"
 *   "=text"      the text; "=json" where it begins with [ or {, or is true, false or a number and the member wants that
 *   "@token"     an idempotency token: a function of lineage, address, generation, operation and what is wanted
 *   "@version"   one that is another for another secret in the request: the same text said twice is one version of it
 *   "@each"      the element of `each` at hand; "@key", "@value" where it walks a map
 *   "@region" "@account" "@partition"
 *   "@owner"     tag filters that find what this lineage owns
 * "$A?B" binds only where attribute B has a value. A call whose "+" and "-" binds all come out empty is not made.
 * An attribute with `pairs` is put and read as that list of pairs.
 */

struct bind {
    const char *to, *from;
};

/* Settled when every condition holds: the texts at `path` are all among `ready` (absent: `optional` decides). A text
 * that is neither ready nor busy has failed for good. */
struct settled {
    const char *path, *ready, *busy;
    bool optional;
};

/*
 * How what a call made is found again when its answer was lost, so that it is neither made twice nor forgotten.
 * Whatever may not simply be said again declares one, the first call of every creation among it; tests/unit/types holds
 * the declaration against the call.
 *
 * FOUND_BY_TOKEN: "@token" or "@version" fills an idempotency token. Said again, it is answered with what it made the
 * first time. EC2 and EKS forget tokens after a day, ACM after an hour: it has a key or tags besides.
 *
 * FOUND_BY_NAME: the name, chosen by us, is in `key`; AWS takes no second one of it.
 *
 * FOUND_BY_TAG: the ownership tags travel in the call itself, and whatever finds it tells them. AWS's lists may be
 * behind by two minutes: that long it is looked for before it is made again.
 *
 * FOUND_BY_KEY: attributes that no two can share, `key`. Of a further call: it goes to the object by its id, and what
 * it changes is told by a read, so that it is not repeated where it came about.
 */
enum recovery { FOUND_BY_TOKEN = 1, FOUND_BY_NAME, FOUND_BY_TAG, FOUND_BY_KEY };

struct call {
    const struct op *op; /* NULL ends a list */
    enum recovery found;
    const char *where;  /* an attribute that bears an ARN: the call goes to that one's region; "=us-east-1": to that
                           region. NULL: to the object's own */
    const char *when;   /* words. create: only if one of them has a value other than its default; update: only if one of
                          them differs; delete: only if one of them is true or not empty as AWS told it */
    const char *unless; /* words. update: not if one of them differs, since another call takes these along */
    const char *if_set, *if_unset; /* an attribute that must be wanted and true or not empty; or must not */
    const char *grows, *shrinks;   /* an attribute with a number that must be wanted greater, or less, than AWS told */
    bool leftover;                 /* delete: once it has gone, for what AWS leaves behind */
    const char *only; /* words: attributes sent by name. NULL: on create all that the operation takes; on update those
                         of `when`; else the id. "-": none, binds alone */
    const struct bind *bind;
    const char
        *result;              /* path to the object in the answer; a list means its first element; "" all of it;
                                 "Policy:Statement[]"       goes on inside of a text that is a JSON document. NULL: not read */
    const struct bind *gives; /* attributes the answer tells elsewhere: {attribute, path in the answer} */
    const char *each;         /* "+Name", "-Name", "$Name": one call an element */
    unsigned batch;    /* with `each` on a list member: that many elements a call, in the member named by bind "@each".
                          Of a `bulk`: it asks for so many by their ids, which are in "@each" */
    const char *done;  /* words: codes that mean it is so already; of a further read: that this was never set */
    const char *stale; /* words: codes, or code:glob of the message, that mean that it has changed since it was read: it
                          is read again, and the call repeated with what is told then */
    const char *not_yet; /* words: codes, or code:glob of the message, that mean later: what it needs is not there yet,
                            or what needs it not gone yet. Bounded by `wait.limit`, 300 s at least */
    const char *soon; /* words, likewise: what was made a moment ago is not known everywhere yet. Two minutes at most */
    const char *refused; /* path in a successful answer to items that failed: {Error: {Code, Message}}, or {ErrorCode,
                            ErrorMessage} */
    const struct settled *until; /* of a reading call: it is repeated, `wait.limit` long, until its answer is so */
    const char *why;             /* path in that answer to AWS's own words about a failure */
    bool once; /* of a further read: what it `gives` never changes, so a plan asks only where the state does not know it
                */
    const char *tags_of;     /* of a further read that tells nothing but tags: a bind's source for the ARN by which the
                                tagging API tells them, of all that is ours in a region */
    const struct call *bulk; /* of a read: one that says the same of many objects, each in a list, by a request that is
                                the same for all of them, or of `batch` at a time. A plan asks that first, for what the
                                state knows. What is asked by `only` an object need not tell */
};

struct wait {
    const struct settled *until; /* ends with {0}; NULL: nothing to wait for */
    unsigned every, limit;       /* seconds between reads, and in all */
    const char *why;             /* path to AWS's own words about a failure; NULL: it has none */
};

struct rtype_impl {
    /* All objects of the type in a region: `list`'s result is a path to them ("RouteTables[].Routes[]"; `carry` names
     * members of the outer element that belong to each, parted by spaces). NULL: AWS has no such list. */
    struct call list;
    const char *carry;
    bool partial;            /* the list only finds what the state does not know: every call of `read` is still made */
    const char *mine;        /* list: only objects whose member equals: "GroupName=default", "IsEgress=false" */
    const struct call *read; /* one object: the first call says whether it exists, further ones tell more. With a list,
                                the first is not needed when reading in bulk */
    const struct call *create, *update, *remove;
    const struct call *reveal;    /* secret attributes, read when a call needs them; never kept */
    const char *missing;          /* words: codes that mean it is not there */
    const char *gone_path, *gone; /* member and words: it is still shown, and counts as not there; "*" any, "-" none */
    struct wait wait;
    const char *token; /* the attribute by which AWS tells the token of the creating call: whose token it is, is ours,
                          whatever else bears its key. NULL: it does not tell */
    /* Shapes a wanted value before it is sent, where a table cannot say it; pure. `have`: as AWS told it. NULL for
     * almost all. */
    struct err *(*quirk)(struct arena *a, const struct op *op, struct value *request, const struct value *want,
                         const struct value *have);
    /* The other way: what AWS answers about an object of which that much is known, as one object that the row's
     * `result` finds; NULL: it is not there. `known` NULL: about all of them, for `result` of a list or bulk. Pure. */
    const struct value *(*fold)(struct arena *a, const struct op *op, const struct value *answer,
                                const struct value *known);
};

/* clang-format off */
#define CALLS(...) (const struct call[]){__VA_ARGS__, {0}}
#define BINDS(...) (const struct bind[]){__VA_ARGS__, {0}}
#define UNTIL(...) (const struct settled[]){__VA_ARGS__, {0}}
/* clang-format on */

extern const struct rtype *const rtypes[]; /* ends with NULL; sorted by name */
const struct rtype *rtype_named(const char *name);

#endif
