#ifndef PREFLIGHT_FORMS_H
#define PREFLIGHT_FORMS_H

#include "provisioner/preflight/look.h"
#include "provisioner/spec/cidr.h"

/*
 * Most rules about a wanted resource have one of a few forms: what AWS takes in an attribute, or which attributes go
 * together. Those are rows and not functions. A rule with `.all = forms_check` finds what breaks the rows that bear its
 * id; a path with [] is about each element.
 *
 * An attribute is on when it is there and neither false, nor 0, nor empty; one that is not known yet is on. Values that
 * are not known yet are in no range and of no pattern: nothing is said of them.
 */
enum form_kind {
    FORM_END,
    FORM_BETWEEN,  /* an integer from min to max */
    FORM_WORDS,    /* one of the words of `text` */
    FORM_PATTERN,  /* a text that matches `text`, a POSIX extended expression */
    FORM_NEVER,    /* a text that does not match */
    FORM_LENGTH,   /* a text of min to max characters, or a list or mapping of so many elements */
    FORM_LOWER,    /* a text without upper-case letters */
    FORM_PREFIX,   /* a network whose prefix is min to max bits long */
    FORM_NETWORK,  /* a network without host bits */
    FORM_WITH,     /* where it is on, so are all words of `text` */
    FORM_WITHOUT,  /* where it is on, none of the words of `text` is there */
    FORM_OF_REGION /* of the resource's own region: a reference into it, or an ARN that names it */
};

struct form {
    const char *rule, *type, *path;
    uint8_t kind;
    const char *text;
    int64_t min, max;
    const char *takes;  /* what AWS takes, to be read behind the value at fault: "1 to 35 days" */
    const char *unless; /* an attribute; where it is on, the row says nothing */
};

extern const struct form aurora_forms[];
extern const struct form cache_forms[];
extern const struct form network_forms[];
extern const struct form security_forms[];

void forms_check(const struct look *l);

/* ---- what functions share with them ------------------------------------------------------------------------------ */

bool is_set(const struct value *v);
/* A network written into an attribute. */
bool network_of_attr(const struct look *l, const struct wanted *w, const char *path, struct cidr *ret);
/* Whoever came with this key before; NULL for the first one, who is remembered in `seen`. */
const char *seen_before(const struct look *l, struct value *seen, const char *key, const struct wanted *w);
/* How many have come with this key, with this one. */
int64_t count_of(const struct look *l, struct value *counts, const char *key);
/* The same text for values of attributes that mean the same object of the resource's region. */
const char *same_key(const struct look *l, const struct wanted *w, const struct value *v);
/* In a text, or in the parts of one that are known: the character; NULL: none. */
bool has_character(const struct value *v, char c);
/* "ap-northeast-1" of an ARN; "" where it names none. */
const char *region_of_arn(struct arena *a, const char *arn);

/* ---- between the files of a system ------------------------------------------------------------------------------- */

/* Passwords that the attribute they are read for does not take, by the rule's id. */
void passwords_check(const struct look *l);

/* Checks of wanted resources for rows that look at the spec as well. */
void network_peers_apart(const struct look *l);
void network_addresses(const struct look *l);
void aurora_classes(const struct look *l);
void aurora_instances(const struct look *l);
void aurora_logs(const struct look *l);
void aurora_zones(const struct look *l);
void cache_fixed_parameters(const struct look *l);
void cache_members(const struct look *l);
void cache_node_types(const struct look *l);
void cache_replicas(const struct look *l);
void cache_shards(const struct look *l);
void cache_subnets(const struct look *l);

/* The logs that an engine of Aurora can send to CloudWatch, as words. */
const char *aurora_logs_of(const char *engine);
/* Families of nodes that global datastores take, as words; and whether one takes a type. */
extern const char cache_global_families[];
bool cache_type_is_global(struct arena *a, const char *type);
bool cache_parameter_is_fixed(const char *name);

#endif
