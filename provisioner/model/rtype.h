#ifndef MODEL_RTYPE_H
#define MODEL_RTYPE_H

#include "provisioner/model/value.h"

/*
 * What the planner knows of a type of resource: its attributes and what a change to each means. How the thing is made
 * is behind `impl`, which only aws/types and the executor open.
 *
 * Types bear CloudFormation's names, attributes those of the service's own API (the create call's spelling). Where
 * CloudFormation has no type for something that AWS treats as a thing of its own, the name follows its pattern.
 */

enum attr_type { T_END, T_STR, T_INT, T_DEC, T_BOOL, T_LIST, T_MAP };

/* clang-format off */
#define A_REQUIRED     (UINT64_C(1) << 0)
#define A_CREATE_ONLY  (UINT64_C(1) << 1)  /* AWS cannot change it: a new object is needed */
#define A_OUTPUT       (UINT64_C(1) << 2)  /* AWS decides; unknown until the object exists; never in a spec */
#define A_SECRET       (UINT64_C(1) << 3)  /* shown nowhere, kept nowhere; a reference to it is resolved when a call needs it */
#define A_WRITE_ONLY   (UINT64_C(1) << 4)  /* AWS never tells it back: compared with what was last applied */
#define A_ROLE         (UINT64_C(1) << 5)  /* decided by who writes at the moment: never drift, never corrected */
#define A_SET          (UINT64_C(1) << 6)  /* a list whose order means nothing */
#define A_JSON         (UINT64_C(1) << 7)  /* a JSON document, sent as text; a map inside; compared by meaning */
#define A_NOCASE       (UINT64_C(1) << 8)  /* AWS lower-cases it */
#define A_CIDR         (UINT64_C(1) << 9)  /* AWS clears the host bits */
#define A_PREFIX       (UINT64_C(1) << 10) /* a version: AWS answers with a longer form, 15 is told as 15.10; and nothing leads back */
#define A_SUBSET       (UINT64_C(1) << 11) /* elements that are maps: the members wanted must agree, AWS adds others */
#define A_MINE         (UINT64_C(1) << 12) /* a map: keys that are neither wanted now nor were applied before belong to others (tags) */
#define A_REVERSE      (UINT64_C(1) << 13) /* changed in dependents first: engine versions, secondaries before the primary */
#define A_HARMLESS     (UINT64_C(1) << 14) /* changing it in place interrupts nothing: enum interruption says what each of these four means */
#define A_NUMBER       (UINT64_C(1) << 15) /* numbers that travel as text: 5000 is told as 5000.0 */
#define A_BARE         (UINT64_C(1) << 16) /* a URL that AWS tells without its scheme, or at the end of an ARN */
#define A_STEPWISE     (UINT64_C(1) << 17) /* a version: only to the next minor, 1.29 to 1.31 by way of 1.30, and never back */
#define A_SERIAL       (UINT64_C(1) << 18) /* changed in one resource of the type after the other, whatever their regions */
#define A_TRAILS       (UINT64_C(1) << 19) /* changed after what hangs on it: nodes after the add-ons that run on them */
#define A_MOVES        (UINT64_C(1) << 20) /* an output that changes with every update: whoever refers to it waits for that */
#define A_GROWS        (UINT64_C(1) << 21) /* AWS lets it grow only, and may do so by itself: more than wanted is no difference */
#define A_PROPERTIES   (UINT64_C(1) << 22) /* a map that travels as the text of a .properties file, in base64 */
#define A_UNSORTED     (UINT64_C(1) << 23) /* words parted by commas that AWS tells in any order: kept sorted */
#define A_OF_GROUP     (UINT64_C(1) << 24) /* the group's to say while `group` names one: neither compared nor changed here */
#define A_INHERITED    (UINT64_C(1) << 25) /* taken over from a member at creation; only an update says otherwise */
#define A_SUFFIX       (UINT64_C(1) << 26) /* AWS tells it with a word of its own and a hyphen before it */
#define A_AMONG        (UINT64_C(1) << 27) /* AWS tells several, of which it is one */
#define A_WORDS        (UINT64_C(1) << 28) /* a text of words in any order */
#define A_FOLDER       (UINT64_C(1) << 29) /* a folder beside the spec; a call that binds it sends it as a zip, and it is kept nowhere */
#define A_DIGEST       (UINT64_C(1) << 30) /* base64 of the SHA-256 of that zip: filled in before a plan is made */
#define A_HOST         (UINT64_C(1) << 31) /* a host name: AWS lower-cases it, puts a dot behind it, and tells * as \052 */
#define A_RESOURCE     (UINT64_C(1) << 32) /* what stands behind the last colon of an ARN that AWS tells */
#define A_LED          (UINT64_C(1) << 33) /* elements that are maps: which of them is PRIMARY and which SECONDARY is decided by who writes */
#define A_BRIEF        (UINT64_C(1) << 34)
#define A_FAILOVER     (UINT64_C(1) << 35)
#define A_DOWNTIME     (UINT64_C(1) << 36)
#define A_LESS         (UINT64_C(1) << 37) /* it interrupts only where less of it is wanted, or it is turned off */
#define A_FOREVER      (UINT64_C(1) << 38) /* AWS does not take a change back: versions go up, disks grow */
/* clang-format on */

/*
 * What a change does to those who use the thing, from least to worst. From AWS's pages about modifying a DB cluster
 * (which settings cause an outage), scaling and upgrading ElastiCache (online, with a failover for a version), rolling
 * updates of MSK (a broker at a time), updates of EKS (the API for moments, then node by node) and replacing routes.
 * Where AWS does not say, the worse of two.
 */
enum interruption {
    INT_UNSAID,
    INT_NONE,
    INT_BRIEF,    /* connections are cut, or moments go by; who tries again succeeds */
    INT_FAILOVER, /* another takes over: tens of seconds without writes */
    INT_DOWNTIME, /* what it serves is not there until the change is over, or for good */
    INT_DATA_LOSS,
    INT_COUNT
};
const char *interruption_name(enum interruption i); /* "brief"; "none" for what is unsaid */

struct attr {
    const char *name; /* in specs, plans and state */
    uint8_t type;
    uint64_t flags;
    /* value_path into what the read answers with; NULL: `name`. "#path": how many there are, "#path-1": less one. A
     * T_BOOL may be told as enabled, enabling, disabled, disabling */
    const char *told;
    const char *dflt; /* what AWS takes when the spec is silent, as JSON; NULL: AWS's choice, not compared */
    const char *doc;  /* one line */
    /* T_MAP that travels as a list of pairs: the two member names, and further members with fixed words:
     * "Key Value", "ParameterName ParameterValue ApplyMethod=pending-reboot". NULL: travels as it is */
    const char *pairs;
};

enum {
    RT_STATEFUL = 1 << 0, /* holds data: deleting or replacing it needs --allow-destroy */
    RT_GLOBAL = 1 << 1,   /* account-wide: one object, whatever region asks */
    RT_HOMED = 1 << 5,    /* account-wide, and asked for in the region that it is made from: no global service */
    RT_VIRTUAL = 1 << 2,  /* a side of another object: there is nothing to delete, it goes with that one */
    RT_UNSEEN = 1 << 4,   /* nobody looks at it for a plan: what was applied counts. Making it twice does no harm */
    RT_HARMLESS = 1 << 6, /* a change in place interrupts nothing, but for attributes that say otherwise */
    RT_PART = 1 << 3,     /* lies within objects named in its key: whose parent is ours is ours, without tags */
};

struct rtype_impl; /* aws/types/impl.h */

/* Of ten times, five take no longer than p50, nine no longer than p90: seconds. Where AWS, or whoever measured it, says
 * "5 to 15 minutes", these are its middle and its end. */
struct span {
    unsigned p50, p90;
};
#define AT_ONCE "AWS answers at once; the figures are a guess"
#define GUESSED "a guess"

/* What comes on top of a creation: an update that only follows it, or a wait for what it needs. */
struct further {
    const char *attrs;  /* words: once one of them has a value other than its default; NULL ends a list */
    const char *unless; /* an attribute: not where it has a value. NULL: always */
    bool made;          /* only where one of `attrs` is of something that is not there yet */
    struct span takes;
};

/* Something of several regions, for which those are asked where it has members: by the list of them that it tells, the
 * one that leads, who has this text at this name, and its region. */
struct home {
    const char *members, *name, *text, *region;
};

struct rtype {
    const char *name; /* "AWS::EC2::VPC" */
    const char *doc;
    uint16_t flags;
    const char *id;    /* words: the attributes that name it in AWS; their texts joined by '|' are the physical id */
    const char *key;   /* words: attributes that find it again where the id is lost (recovery, adoption) */
    const char *group; /* the attribute that names the group it is a member of, for A_OF_GROUP; NULL: none */
    struct span create_s, update_s, delete_s;
    const struct further *further; /* on top of create_s; NULL: nothing */
    const char *timed;             /* where those figures are from, and which of them is a guess */
    const char
        *per;      /* an attribute that says how many are updated one after the other; what is harmless goes at once */
    uint8_t going; /* enum interruption: what becomes of who uses it when it goes */
    const char *lost;         /* what of that can't be undone; NULL: it can be made again as it was */
    const struct home *home;  /* NULL: it stays where it was made */
    const struct attr *attrs; /* ends with T_END */
    const struct rtype_impl *impl;
};

const struct attr *rtype_attr(const struct rtype *rt, const char *name); /* "A.B" and "A[0]" find A; NULL */
/* What is left of a text of an A_BARE attribute without scheme, or without the ARN around it. */
const char *text_bare(const char *text);
/* A host name without what means nothing. */
const char *host_plain(struct arena *a, const char *host);
/* The physical id from attributes; NULL while one of them is missing or unknown. */
const char *rtype_physical_id(struct arena *a, const struct rtype *rt, const struct value *attrs);

/* The planner is handed the table of types rather than knowing it. NULL: no such type. */
typedef const struct rtype *rtype_lookup(const char *name);

/* The region that leads it, by what it told last; otherwise `region`. */
const char *rtype_home(const struct rtype *rt, const struct value *told, const char *region);

/* Who must answer for it: "global" for what is no region's fault, else the alias of the region it is made from. */
const char *rtype_scope(const struct rtype *t, const char *alias);

#endif
