#include "provisioner/plan/interruption.h"

#include <string.h>

/* ---- who could stand in ------------------------------------------------------------------------------------------ */

/*
 * A failover is one only for the member that writes, and only where another is there: of those that read, connections
 * are cut; the only one is down until it is back.
 */

/* clang-format off */
static const struct following {
    const char *type, *name;           /* a member's type, and the attribute by which its group lists it */
    const char *group, *of;            /* the group's type, and the attribute that both of them bear */
    const char *members, *leads;       /* the group's list, and what of a member in it is true of the one that writes */
} followings[] = {
    {"AWS::RDS::DBInstance", "DBInstanceIdentifier", "AWS::RDS::DBCluster", "DBClusterIdentifier", "DBClusterMembers", "IsClusterWriter"},
};

static const struct { const char *type, *replicas; } replicated[] = {
    {"AWS::ElastiCache::ReplicationGroup", "ReplicasPerNodeGroup"},
};
/* clang-format on */

static const struct following *following_of(const struct planned *r)
{
    for (size_t i = 0; i < COUNT(followings); i++)
        if (str_eq(followings[i].type, r->type->name))
            return &followings[i];
    return NULL;
}

static const struct planned *group_of(const struct plan *p, const struct following *f, const struct planned *r)
{
    const char *name = value_get_str(r->live, f->of);
    for (size_t i = 0; i < p->n_planned && *name; i++) {
        const struct planned *g = &p->planned[i];
        if (str_eq(g->type->name, f->group) && str_eq(g->region, r->region) &&
            str_eq(value_get_str(g->live, f->of), name))
            return g;
    }
    return NULL;
}

static enum interruption in_group(const struct plan *p, const struct following *f, const struct planned *r)
{
    const struct planned *group = group_of(p, f, r);
    const struct value *members = group ? value_get(group->live, f->members) : NULL;
    const char *name = value_get_str(r->live, f->name);
    if (value_len(members) == 1 || (group && planned_goes(group)))
        return INT_DOWNTIME;
    for (size_t i = 0; i < value_len(members); i++) {
        const struct value *m = value_item(members, i);
        if (str_eq(value_get_str(m, f->name), name))
            return value_bool_of(value_get(m, f->leads)) ? INT_FAILOVER : INT_BRIEF;
    }
    return INT_FAILOVER;
}

static enum interruption by_who_writes(const struct plan *p, const struct planned *r, enum interruption worst)
{
    const struct following *f = following_of(r);
    if (worst != INT_FAILOVER)
        return worst;
    for (size_t i = 0; i < COUNT(replicated); i++) {
        const struct value *n = value_get(r->live, replicated[i].replicas);
        if (str_eq(replicated[i].type, r->type->name) && value_kind(n) == V_INT && value_int_of(n) == 0)
            return INT_DOWNTIME;
    }
    return f ? in_group(p, f, r) : INT_FAILOVER;
}

/* ---- one change -------------------------------------------------------------------------------------------------- */

static bool becomes_less(const struct change *c)
{
    if (value_kind(c->before) == V_BOOL)
        return value_bool_of(c->before) && !(value_kind(c->after) == V_BOOL && value_bool_of(c->after));
    if (value_kind(c->before) == V_INT && value_kind(c->after) == V_INT)
        return value_int_of(c->after) < value_int_of(c->before);
    return c->before != NULL;
}

static enum interruption said(const struct attr *at)
{
    return at->flags & A_DOWNTIME   ? INT_DOWNTIME
           : at->flags & A_FAILOVER ? INT_FAILOVER
           : at->flags & A_BRIEF    ? INT_BRIEF
                                    : INT_NONE;
}

static void weigh_change(const struct plan *p, const struct planned *r, struct change *c)
{
    const struct attr *at = rtype_attr(r->type, c->path);
    c->interruption = INT_NONE;
    if (!at || c->forces_replacement || planned_goes(r) || r->action == ACT_CREATE || r->action == ACT_NOOP)
        return;
    if (!(at->flags & A_LESS) || becomes_less(c))
        c->interruption = by_who_writes(p, r, said(at));
    c->forever = at->flags & A_FOREVER;
}

/* The changes of a plan are ours to fill in; whoever reads it gets them as they are. */
static void weigh(struct plan *p, struct planned *r)
{
    struct change *changes = arena_alloc(p->arena, (r->n_changes + 1) * sizeof *changes);
    r->interruption = planned_goes(r) ? by_who_writes(p, r, r->type->going) : INT_NONE;
    for (size_t i = 0; i < r->n_changes; i++) {
        changes[i] = r->changes[i];
        weigh_change(p, r, &changes[i]);
        if (changes[i].interruption > r->interruption)
            r->interruption = changes[i].interruption;
    }
    r->changes = changes;
}

void plan_weigh(struct plan *p)
{
    for (size_t i = 0; i < p->n_planned; i++)
        weigh(p, &p->planned[i]);
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

const char *const *plan_irreversible(struct arena *a, const struct planned *r)
{
    const char **all = arena_alloc(a, (r->n_changes + 2) * sizeof *all);
    size_t n = 0;
    if (planned_goes(r) && r->type->lost)
        all[n++] = r->type->lost;
    for (size_t i = 0; i < r->n_changes; i++)
        if (r->changes[i].forever)
            all[n++] = arena_printf(a, "%s has no way back", r->changes[i].path);
    return all;
}

/* "tokyo/aurora" of "tokyo/aurora/cluster". */
static const char *place_of(struct arena *a, const char *address)
{
    const char *system = address_system(a, address);
    return *system ? arena_printf(a, "%s/%s", address_alias(a, address), system) : address;
}

/* Where, in the order of addresses, as far as that can be read. */
static void put_places(struct sbuf *out, const struct plan *p, enum interruption how)
{
    enum { MOST = 4 };
    const char *last = "";
    size_t n = 0;
    for (size_t i = 0; i < p->n_planned; i++) {
        if (p->planned[i].interruption != how)
            continue;
        const char *place = place_of(out->arena, p->planned[i].address);
        if (str_eq(place, last))
            continue;
        last = place;
        if (++n <= MOST)
            sbuf_printf(out, "%s%s", n > 1 ? ", " : "", place);
    }
    if (n > MOST)
        sbuf_printf(out, " and %zu more", n - MOST);
}

const char *plan_interrupts(struct arena *a, const struct plan *p)
{
    struct sbuf out = {.arena = a};
    for (enum interruption how = INT_DATA_LOSS; how > INT_NONE; how--) {
        size_t n = 0;
        for (size_t i = 0; i < p->n_planned; i++)
            n += p->planned[i].interruption == how;
        if (!n)
            continue;
        sbuf_printf(&out, "%s%zu %s (", out.len ? ", " : "", n, interruption_name(how));
        put_places(&out, p, how);
        sbuf_putc(&out, ')');
    }
    return sbuf_str(&out);
}
