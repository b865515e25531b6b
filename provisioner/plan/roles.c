#include "provisioner/plan/draft.h"

#include <string.h>

/*
 * In a group of which one member leads, the others hang on that one: they are upgraded before it, and leave before it
 * goes. Specs and states say who hung on whom when it was made; who leads by now, only AWS can tell. Edges that say
 * the leader needs a follower are turned round here, so that every rule of order.h holds after a switchover as before.
 */

/* clang-format off */
static const struct grouping {
    const char *group, *members, *member_id, *leads; /* the group's type; its list of members; in one: who, and whether it leads */
    const char *member, *arn;                        /* a member's type, and the attribute that its group lists */
    const char *part, *part_of, *id;                 /* what a member is made of; which attribute names it, and by what */
} groupings[] = {
    {"AWS::RDS::GlobalCluster", "GlobalClusterMembers", "DBClusterArn", "IsWriter",
     "AWS::RDS::DBCluster", "DBClusterArn",
     "AWS::RDS::DBInstance", "DBClusterIdentifier", "DBClusterIdentifier"},
};
/* clang-format on */

static const struct value *attrs_of(const struct draft *d, const struct node *n)
{
    const struct plan_request *r = d->request;
    struct live live = r->live ? r->live(r->live_ctx, n->address) : (struct live){0};
    return live.status == LIVE_PRESENT ? live.attrs : n->entry ? n->entry->outputs : NULL;
}

static bool is_of(const struct node *n, const char *type)
{
    return n->type && strcmp(n->type->name, type) == 0;
}

static struct node *member_with(const struct draft *d, const struct grouping *g, const char *arn)
{
    for (size_t i = 0; i < d->n; i++)
        if (is_of(&d->nodes[i], g->member) && str_eq(value_get_str(attrs_of(d, &d->nodes[i]), g->arn), arn))
            return &d->nodes[i];
    return NULL;
}

static struct node *leader_of(const struct draft *d, const struct grouping *g, const struct node *group)
{
    const struct value *members = value_get(attrs_of(d, group), g->members);
    for (size_t i = 0; i < value_len(members); i++)
        if (value_bool_of(value_get(value_item(members, i), g->leads)))
            return member_with(d, g, value_get_str(value_item(members, i), g->member_id));
    return NULL;
}

/* The first part of the leader: as long as it is there, the leader is there to follow. */
static const struct node *first_part(const struct draft *d, const struct grouping *g, const struct node *leader)
{
    const char *id = value_get_str(attrs_of(d, leader), g->id);
    for (size_t i = 0; *id && i < d->n; i++)
        if (is_of(&d->nodes[i], g->part) && str_eq(value_get_str(attrs_of(d, &d->nodes[i]), g->part_of), id))
            return &d->nodes[i];
    return NULL;
}

/* The member that `n` is, or is a part of; NULL. */
static const struct node *realm_of(const struct draft *d, const struct grouping *g, const struct node *n)
{
    if (is_of(n, g->member))
        return n;
    const char *id = is_of(n, g->part) ? value_get_str(attrs_of(d, n), g->part_of) : "";
    for (size_t i = 0; *id && i < d->n; i++)
        if (is_of(&d->nodes[i], g->member) && str_eq(value_get_str(attrs_of(d, &d->nodes[i]), g->id), id))
            return &d->nodes[i];
    return NULL;
}

static void turn(const struct draft *d, const struct grouping *g, struct graph *graph, const struct node *leader)
{
    const struct node *part = first_part(d, g, leader);
    for (size_t i = 0; part && i < graph->n_edges; i++) {
        struct graph_edge *e = &graph->edges[i];
        const struct node *follower = &d->nodes[e->from] == leader ? realm_of(d, g, &d->nodes[e->to]) : NULL;
        if (follower && follower != leader)
            *e = (struct graph_edge){(uint32_t)(follower - d->nodes), (uint32_t)(part - d->nodes)};
    }
}

void roles_turn(struct draft *d)
{
    for (size_t k = 0; k < COUNT(groupings); k++) {
        for (size_t i = 0; i < d->n; i++) {
            if (!is_of(&d->nodes[i], groupings[k].group))
                continue;
            const struct node *leader = leader_of(d, &groupings[k], &d->nodes[i]);
            if (leader) {
                turn(d, &groupings[k], &d->needs, leader);
                turn(d, &groupings[k], &d->recorded, leader);
            }
        }
    }
}
