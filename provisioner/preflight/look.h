#ifndef PREFLIGHT_LOOK_H
#define PREFLIGHT_LOOK_H

#include "provisioner/preflight/preflight.h"
#include "provisioner/spec/check.h"

/*
 * What rules are written with: a table a system, <system>.c, and its name in rules.c. Inside of provisioner/preflight
 * only.
 */

struct scene; /* the wanted resources, to be asked by type and by address; scene.c */

/* What a rule looks at, and the rule itself. */
struct look {
    struct preflight *p;
    const struct check *c;
    const struct spec *s;
    const struct scene *scene; /* NULL for `once` and `each` */
    const struct rule *rule;
};

extern const struct rule *const rule_tables[]; /* ends with NULL */
extern const struct rule arn_rules[];
extern const struct rule aurora_rules[];
extern const struct rule aurora_wanted_rules[];
extern const struct rule bucket_rules[];
extern const struct rule cache_rules[];
extern const struct rule cache_wanted_rules[];
extern const struct rule change_rules[];
extern const struct rule dns_rules[];
extern const struct rule dns_wanted_rules[];
extern const struct rule drill_rules[];
extern const struct rule drill_wanted_rules[];
extern const struct rule eks_rules[];
extern const struct rule eks_wanted_rules[];
extern const struct rule function_rules[];
extern const struct rule general_rules[];
extern const struct rule ignore_rules[];
extern const struct rule ingress_rules[];
extern const struct rule key_rules[];
extern const struct rule monitoring_rules[];
extern const struct rule monitoring_wanted_rules[];
extern const struct rule msk_rules[];
extern const struct rule msk_wanted_rules[];
extern const struct rule network_rules[];
extern const struct rule network_wanted_rules[];
extern const struct rule objective_rules[];
extern const struct rule offer_rules[];
extern const struct rule online_rules[];
extern const struct rule quota_rules[];
extern const struct rule region_rules[];
extern const struct rule role_rules[];
extern const struct rule security_group_rules[];
extern const struct rule state_rules[];

/* A finding of the rule. `remedy`: NULL for the rule's own. */
void found(const struct look *l, struct pos pos, const char *remedy, const char *fmt, ...) PRINTF(4, 5);
/* A value as a message quotes it. */
const char *shown(const struct look *l, const struct value *v);
/* Where the key of a section's value stands. */
struct pos key_pos(const struct look *l, const struct value *v);

/* ---- of the spec ------------------------------------------------------------------------------------------------- */

/* A region's section; NULL when it has none. */
const struct value *section_of(const struct spec_region *r, const char *system);
/* Of a section: the integer, when it is there and was not found wrong. */
bool int_of(const struct value *section, const char *name, int64_t *ret);
bool is_on(const struct value *section, const char *name);

/* Finds an alias that is no region's; `global` where that may stand for one. */
void check_alias(const struct look *l, const char *alias, struct pos pos, bool global);

/* A system whose data tier the network must have, in two zones at least. */
void needs_tier(const struct look *l, const struct spec_region *r, const char *system, const char *tier);

/* Windows of texts that match DAILY_WINDOW and WEEKLY_WINDOW (spec/tables.h), or NULL: one that is too short, two that
 * meet. */
void check_daily(const struct look *l, const struct value *window, unsigned shortest_minutes);
void check_weekly(const struct look *l, const struct value *window, unsigned shortest_minutes);
void check_apart(const struct look *l, const struct value *daily, const struct value *weekly);

/* Of a duration as objectives have it: "30s", "5m"; -1: there is none. */
int64_t milliseconds(const struct value *v);

/* Decimal numbers parted by dots: "15.10"; missing ones are 0. */
void version_numbers(const char *s, unsigned long *ret, size_t n);

/* ---- of the wanted resources ------------------------------------------------------------------------------------- */

/* Those of a type, in the list's order; of `alias`, or of all regions where that is NULL.
 *     for (struct each e = each_of(l, "AWS::EC2::Subnet", w->alias); (subnet = next_of(&e));) */
struct each {
    const struct wanted *const *items;
    size_t n;
    const char *alias;
};
struct each each_of(const struct look *l, const char *type, const char *alias);
const struct wanted *next_of(struct each *e);

/* All wanted resources. */
const struct wanted_list *everything(const struct look *l);
const struct wanted *resource_at(const struct look *l, const char *address); /* NULL */
/* The resource that a value refers to, as V_REF or as the first one within a V_JOIN; NULL for anything else. */
const struct wanted *referred(const struct look *l, const struct value *v);
/* value_path into its attributes: "Listeners[].Port". */
const struct value *attr(const struct look *l, const struct wanted *w, const char *path);

/* A finding about a resource, at the value (NULL, or one without a position: at the resource). A value's mistake is
 * one, however many resources have it. */
void fault(const struct look *l, const struct wanted *w, const struct value *v, const char *remedy, const char *fmt,
           ...) PRINTF(5, 6);

/* ---- of a plan --------------------------------------------------------------------------------------------------- */

/* The attribute's change where the object stays; NULL: it does not change, or it is another object. */
const struct change *change_of(const struct planned *p, const char *attribute);
/* A finding about what is about to be changed, at the attribute as it is wanted; NULL, or where it is not: at the
 * resource. */
void change_fault(const struct look *l, const struct planned *p, const char *attribute, const char *fmt, ...)
    PRINTF(4, 5);

/* ---- of AWS ------------------------------------------------------------------------------------------------------ */

/* A request of texts: "Engine", engine, "EngineVersion", version, NULL; a NULL text is left out. */
struct value *texts(const struct look *l, const char *name, ...);
/* The answer to a read that the rule's row declares; NULL until it is there: the rule is run again when it is. NULL for
 * good where none came. */
const struct value *ask(const struct look *l, const char *what, const char *alias, const char *region,
                        const struct value *in);
/* The code with which such a read is refused, where that is what it tells; "" until it is, and where it is not. */
const char *refusal(const struct look *l, const char *what, const char *alias, const char *region,
                    const struct value *in);
/* Of a list of maps, the one with that text in a member; NULL. */
const struct value *item_with(const struct value *all, const char *member, const char *text);
/* Not there as far as the state knows, and what was read; the state may be lost, though. */
bool is_new(const struct look *l, const struct wanted *w);

#endif
