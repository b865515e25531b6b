#include "provisioner/plan/draft.h"

#include <string.h>

/*
 * In a group of which one member leads, the others hang on that one: they are upgraded before it, and leave before it
 * goes. Specs and states say who hung on whom when it was made; who leads by now, only AWS can tell. Edges that say
 * the leader needs a follower are turned round here, so that every rule of order.h holds after a switchover as before.
 * Of some groups the leader is no member like the others: they leave, then the group goes, then the leader.
 */

/* clang-format off */
static const struct grouping {
    const char *group, *members, *member_id, *leads; /* the group's type; its list of members; in one: who, and what of it is true of the leader */
    const char *member, *name, *region;              /* a member's type, the attribute that its group lists, and beside which region; NULL: it is unique */
    const char *part, *part_of, *id;                 /* what a member is made of; which attribute names it, and by what; NULL: of one piece */
    bool outlives;                                   /* the leader goes after the group, not before it */
} groupings[] = {
    {"AWS::RDS::GlobalCluster", "GlobalClusterMembers", "DBClusterArn", "IsWriter=true",
     "AWS::RDS::DBCluster", "DBClusterArn", NULL,
     "AWS::RDS::DBInstance", "DBClusterIdentifier", "DBClusterIdentifier", false},
    {"AWS::ElastiCache::GlobalReplicationGroup", "Members", "ReplicationGroupId", "Role=PRIMARY",
     "AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId", "ReplicationGroupRegion",
     NULL, NULL, NULL, true},
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

static const char *region_of(const struct node *n)
{
    return n->entry ? n->entry->region : n->wanted ? n->wanted->region : "";
}

static bool is_named(const struct draft *d, const struct grouping *g, const struct node *n, const struct value *member)
{
    const char *name = value_get_str(attrs_of(d, n), g->name);
    return is_of(n, g->member) && *name && str_eq(name, value_get_str(member, g->member_id)) &&
           (!g->region || str_eq(region_of(n), value_get_str(member, g->region)));
}

static struct node *member_named(const struct draft *d, const struct grouping *g, const struct value *member)
{
    for (size_t i = 0; i < d->n; i++)
        if (is_named(d, g, &d->nodes[i], member))
            return &d->nodes[i];
    return NULL;
}

static bool leads(const struct draft *d, const struct grouping *g, const struct value *member)
{
    const char *eq = strchr(g->leads, '=');
    const struct value *v = value_get(member, arena_strndup(d->arena, g->leads, (size_t)(eq - g->leads)));
    return str_eq(value_text(d->arena, v), eq + 1);
}

static struct node *leader_of(const struct draft *d, const struct grouping *g, const struct node *group)
{
    const struct value *members = value_get(attrs_of(d, group), g->members);
    for (size_t i = 0; i < value_len(members); i++)
        if (leads(d, g, value_item(members, i)))
            return member_named(d, g, value_item(members, i));
    return NULL;
}

const struct node *roles_led_by(const struct draft *d, const struct node *n)
{
    for (size_t g = 0; g < COUNT(groupings); g++)
        for (size_t i = 0; groupings[g].outlives && is_of(n, groupings[g].member) && i < d->n; i++)
            if (is_of(&d->nodes[i], groupings[g].group) && leader_of(d, &groupings[g], &d->nodes[i]) == n)
                return &d->nodes[i];
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

/* The leader never needs the group, nor does the group a follower. True: something had to be turned. */
static bool turn_around_group(const struct draft *d, const struct grouping *g, struct graph *graph,
                              const struct node *group, const struct node *leader)
{
    bool turned = false;
    for (size_t i = 0; i < graph->n_edges; i++) {
        struct graph_edge *e = &graph->edges[i];
        const struct node *from = &d->nodes[e->from], *to = &d->nodes[e->to];
        bool on_follower = (from == group || from == leader) && is_of(to, g->member) && to != leader;
        if (on_follower || (from == leader && to == group)) {
            *e = (struct graph_edge){e->to, e->from};
            turned = true;
        }
    }
    return turned;
}

/* Followers hang on the group, that on its leader: a state that was written before the lead moved may not say so. */
static bool hang_on_group(const struct draft *d, const struct grouping *g, struct graph *graph,
                          const struct node *group, const struct node *leader)
{
    const struct value *members = value_get(attrs_of(d, group), g->members);
    bool turned = turn_around_group(d, g, graph, group, leader);
    for (size_t i = 0; i < value_len(members); i++) {
        const struct node *member = member_named(d, g, value_item(members, i));
        if (member == leader)
            graph_edge(graph, (uint32_t)(group - d->nodes), (uint32_t)(leader - d->nodes));
        else if (member)
            graph_edge(graph, (uint32_t)(member - d->nodes), (uint32_t)(group - d->nodes));
    }
    return turned;
}

/* True: it was another one that led when the edges were made. */
static bool turn(const struct draft *d, const struct grouping *g, struct graph *graph, const struct node *group,
                 const struct node *leader)
{
    bool turned = false;
    if (g->outlives)
        return hang_on_group(d, g, graph, group, leader);
    const struct node *part = first_part(d, g, leader);
    for (size_t i = 0; part && i < graph->n_edges; i++) {
        struct graph_edge *e = &graph->edges[i];
        const struct node *follower = &d->nodes[e->from] == leader ? realm_of(d, g, &d->nodes[e->to]) : NULL;
        if (follower && follower != leader) {
            *e = (struct graph_edge){(uint32_t)(follower - d->nodes), (uint32_t)(part - d->nodes)};
            turned = true;
        }
    }
    return turned;
}

static void tell_led(struct draft *d, const struct node *group, const struct node *leader)
{
    struct value *one = value_map(d->arena);
    value_set_str(d->arena, one, "address", group->address);
    value_set_str(d->arena, one, "leader", leader->address);
    value_set_str(d->arena, one, "alias", address_alias(d->arena, leader->address));
    value_push(d->arena, d->led, one);
}

void roles_turn(struct draft *d)
{
    d->led = value_list(d->arena);
    for (size_t k = 0; k < COUNT(groupings); k++) {
        for (size_t i = 0; i < d->n; i++) {
            if (!is_of(&d->nodes[i], groupings[k].group))
                continue;
            const struct node *leader = leader_of(d, &groupings[k], &d->nodes[i]);
            if (leader) {
                if (turn(d, &groupings[k], &d->needs, &d->nodes[i], leader))
                    tell_led(d, &d->nodes[i], leader);
                (void)turn(d, &groupings[k], &d->recorded, &d->nodes[i], leader);
            }
        }
    }
}
