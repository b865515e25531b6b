#ifndef PREFLIGHT_WANTED_H
#define PREFLIGHT_WANTED_H

#include "provisioner/preflight/form.h"
#include "provisioner/preflight/look.h"
#include "provisioner/spec/cidr.h"

/*
 * What rules about wanted resources share, beside made.h: whether two values mean the same object, who came first with
 * a name, and the checks of one file of a system that rows of another hold.
 *
 * An attribute is set when it is there and neither false, nor 0, nor empty; one that is not known yet is set.
 */

/* Two that a form's row is often about. */
#define A_CLOCK "([01][0-9]|2[0-3]):[0-5][0-9]"
#define A_WEEKDAY "(mon|tue|wed|thu|fri|sat|sun)"
#define A_DAILY_WINDOW(at) A_TEXT(at, 1, 64, "^" A_CLOCK "-" A_CLOCK "$", "a daily window such as 17:00-18:00")
#define A_WEEKLY_WINDOW(at)                                                                                            \
    A_TEXT(at, 1, 64, "^" A_WEEKDAY ":" A_CLOCK "-" A_WEEKDAY ":" A_CLOCK "$",                                         \
           "a weekly window such as sun:18:30-sun:19:30")

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
