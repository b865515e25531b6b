#include "provisioner/plan/draft.h"
#include "provisioner/plan/equal.h"

#include <string.h>

/*
 * In a group of which one member leads, the others hang on that one: they are upgraded before it, and leave before it
 * goes. Specs and states say who hung on whom when it was made; who leads by now, only AWS can tell. Edges that say
 * the leader needs a follower are turned round here, so that every rule of order.h holds after a switchover as before.
 * Of some groups the leader is no member like the others: they leave, then the group goes, then the leader.
 *
 * What AWS takes of the first member alone is wanted of whichever the spec begins with. When that one is made again,
 * another may lead: then it is made like those that follow. And a group that is not there, while a member is, is made
 * of that one: it was there before, or it is what was left.
 */

/* clang-format off */
static const struct grouping {
    const char *group, *members, *member_id, *leads; /* the group's type; its list of members; in one: who, and what of it is true of the leader */
    const char *member, *name, *region;              /* a member's type, the attribute that its group lists, and beside which region; NULL: it is unique */
    const char *part, *part_of, *id;                 /* what a member is made of; which attribute names it, and by what; NULL: of one piece */
    bool outlives;                                   /* the leader goes after the group, not before it */
    const char *joins, *group_id;                    /* by what a member says which group it joins, and what of the group that is */
    const char *first_only;                          /* what AWS takes of the first member alone */
    const char *source, *from_source;                /* of a group: which member it is made of; what it has from that one, and can't be told then */
} groupings[] = {
    {"AWS::RDS::GlobalCluster", "GlobalClusterMembers", "DBClusterArn", "IsWriter=true",
     "AWS::RDS::DBCluster", "DBClusterArn", NULL,
     "AWS::RDS::DBInstance", "DBClusterIdentifier", "DBClusterIdentifier", false,
     "GlobalClusterIdentifier", "GlobalClusterIdentifier", "MasterUsername MasterUserPassword DatabaseName",
     "SourceDBClusterIdentifier", "Engine EngineVersion DatabaseName StorageEncrypted"},
    {"AWS::ElastiCache::GlobalReplicationGroup", "Members", "ReplicationGroupId", "Role=PRIMARY",
     "AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId", "ReplicationGroupRegion",
     NULL, NULL, NULL, true,
     "GlobalReplicationGroupId", "GlobalReplicationGroupId",
     "Engine EngineVersion CacheNodeType NumNodeGroups AutomaticFailoverEnabled MultiAZEnabled CacheParameterGroupName Port "
     "AtRestEncryptionEnabled TransitEncryptionEnabled AuthToken AutoMinorVersionUpgrade",
     "PrimaryReplicationGroupId", ""},
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

static struct node *listed_leader(const struct draft *d, const struct grouping *g, const struct node *group)
{
    const struct value *members = value_get(attrs_of(d, group), g->members);
    for (size_t i = 0; i < value_len(members); i++)
        if (leads(d, g, value_item(members, i)))
            return member_named(d, g, value_item(members, i));
    return NULL;
}

/* ---- groups that are made of a member ---------------------------------------------------------------------------- */

struct seek {
    const char *address;
    bool found;
};

static void seek_ref(void *ctx, const struct value *ref)
{
    struct seek *s = ctx;
    s->found = s->found || str_eq(value_ref_address(ref), s->address);
}

static bool refers_to(const struct node *n, const struct node *to)
{
    struct seek s = {to->address, false};
    if (n->wanted)
        value_each_ref(n->wanted->attrs, seek_ref, &s);
    return s.found;
}

/* As the spec says: whatever became of it. */
static bool belongs(const struct grouping *g, const struct node *group, const struct node *n)
{
    return is_of(n, g->member) && n->wanted && group->wanted && (refers_to(n, group) || refers_to(group, n));
}

/* Whoever knows of it: a group that no state knows has its members all the same. */
static bool is_there(const struct draft *d, const struct node *n)
{
    const struct plan_request *r = d->request;
    struct live live = r->live ? r->live(r->live_ctx, n->address) : (struct live){0};
    if (live.status == LIVE_UNREAD)
        return node_is_made(n);
    return live.status == LIVE_PRESENT && !live.leaving;
}

static bool is_listed(const struct draft *d, const struct grouping *g, const struct node *group, const struct node *n)
{
    const struct value *members = value_get(attrs_of(d, group), g->members);
    for (size_t i = 0; i < value_len(members); i++)
        if (is_named(d, g, n, value_item(members, i)))
            return true;
    return false;
}

static bool is_to_be_replaced(const struct draft *d, const struct node *n)
{
    for (const char *const *p = d->request->replace; p && *p; p++)
        if (scope_pattern_matches(*p, n->address))
            return true;
    return false;
}

/* Who is made first says what it is; who follows does not. */
static bool says_what_it_is(const struct draft *d, const struct grouping *g, const struct value *attrs)
{
    const char *at = g->first_only, *word;
    size_t n = next_word(&at, &word);
    return value_get(attrs, arena_strndup(d->arena, word, n));
}

/* What a group that is not there, or not for long, is made of: a member that is there and in none, the spec's first
 * one where there are several. NULL: it is made before its members, or they are. */
static struct node *source_of(const struct draft *d, const struct grouping *g, const struct node *group)
{
    bool there = is_there(d, group);
    struct node *found = NULL;
    if (!group->wanted || (there && !is_to_be_replaced(d, group)))
        return NULL;
    for (size_t i = 0; i < d->n; i++) {
        struct node *n = &d->nodes[i];
        bool fits = belongs(g, group, n) && n->entry && is_there(d, n) && !is_to_be_replaced(d, n);
        if (fits && !(there && is_listed(d, g, group, n)) && (!found || says_what_it_is(d, g, n->wanted->attrs)))
            found = n;
    }
    return found;
}

static struct node *leader_of(const struct draft *d, const struct grouping *g, const struct node *group)
{
    struct node *source = source_of(d, g, group);
    return source ? source : listed_leader(d, g, group);
}

static const struct node *group_with(const struct draft *d, const struct grouping *g, const struct node *n)
{
    for (size_t i = 0; i < d->n; i++)
        if (is_of(&d->nodes[i], g->group) && belongs(g, &d->nodes[i], n))
            return &d->nodes[i];
    return NULL;
}

static const struct grouping *grouping_of(const struct node *n, bool group)
{
    for (size_t i = 0; i < COUNT(groupings); i++)
        if (is_of(n, group ? groupings[i].group : groupings[i].member))
            return &groupings[i];
    return NULL;
}

const struct node *roles_source(const struct draft *d, const struct node *n)
{
    const struct grouping *g = grouping_of(n, true);
    return g ? source_of(d, g, n) : NULL;
}

/* What a group refers to is where it was made: it is dealt with there as long as it has a member there. */
static bool has_member_in(const struct draft *d, const struct node *n, const char *region)
{
    const struct value *members = value_get(attrs_of(d, n), n->type->home->members);
    for (size_t i = 0; i < value_len(members); i++)
        if (str_eq(value_get_str(value_item(members, i), n->type->home->region), region))
            return true;
    return false;
}

const char *roles_region(const struct draft *d, const struct node *n)
{
    const struct node *source = roles_source(d, n);
    const char *region = n->wanted ? n->wanted->region : n->entry->region;
    if (source)
        return region_of(source);
    bool stays = !n->type->home || has_member_in(d, n, region);
    return stays ? region : rtype_home(n->type, attrs_of(d, n), region);
}

const struct node *roles_left(const struct draft *d, const struct node *n)
{
    const struct grouping *g = grouping_of(n, false);
    const struct node *group = g && n->wanted ? group_with(d, g, n) : NULL;
    const struct node *source = group ? source_of(d, g, group) : NULL;
    if (!group || n->live.status != LIVE_PRESENT || source == n)
        return NULL;
    if (source)
        return group;
    const struct node *leader = listed_leader(d, g, group);
    bool told = !value_is_empty(value_get(n->live.attrs, g->joins));
    return leader && leader != n && !told && !is_listed(d, g, group, n) ? group : NULL;
}

/* ---- what is wanted of whom -------------------------------------------------------------------------------------- */

static const struct value *without_words(struct arena *a, const struct value *attrs, const char *words)
{
    struct value *left = value_map(a);
    for (size_t i = 0; i < value_len(attrs); i++)
        if (!has_word(words, value_key(attrs, i)))
            value_set(a, left, value_key(attrs, i), value_item(attrs, i));
    return left;
}

/* Words that name what nobody can say of an object that is there, since it was made otherwise. */
static const char *untold_of(const struct draft *d, const struct node *n, const char *words)
{
    struct sbuf out = {.arena = d->arena};
    const char *word;
    for (size_t len; (len = next_word(&words, &word));) {
        const char *name = arena_strndup(d->arena, word, len);
        const struct attr *at = rtype_attr(n->type, name);
        bool told = value_get(attrs_of(d, n), name) || (n->entry && value_get(n->entry->inputs, name));
        if (at && at->flags & A_CREATE_ONLY && !told)
            sbuf_printf(&out, "%s%s", out.len ? " " : "", name);
    }
    return sbuf_str(&out);
}

static const struct value *secrets_out(const struct draft *d, const struct node *n, const char *words,
                                       const struct value *attrs)
{
    struct sbuf out = {.arena = d->arena};
    for (const struct attr *at = n->type->attrs; at->type != T_END; at++)
        if (at->flags & A_SECRET && has_word(words, at->name))
            sbuf_printf(&out, "%s%s", out.len ? " " : "", at->name);
    return without_words(d->arena, attrs, sbuf_str(&out));
}

static const struct value *dress_member(const struct draft *d, const struct grouping *g, const struct node *n,
                                        bool anew)
{
    const struct value *attrs = n->wanted->attrs;
    const struct node *group = group_with(d, g, n), *leader = group ? leader_of(d, g, group) : NULL;
    if (!leader)
        return attrs;
    if (anew && leader != n) {
        struct value *follows = value_edit(d->arena, without_words(d->arena, attrs, g->first_only));
        value_set(d->arena, follows, g->joins, value_ref(d->arena, group->address, g->group_id));
        return follows;
    }
    bool follows = n->entry && !says_what_it_is(d, g, n->entry->inputs); /* it did when it was made, or was found */
    const struct value *kept = follows ? without_words(d->arena, attrs, untold_of(d, n, g->first_only)) : attrs;
    bool untold = *untold_of(d, n, g->joins) && is_listed(d, g, group, n);
    if (untold || source_of(d, g, group) == n)
        kept = value_without(d->arena, kept, g->joins);
    return leader == n ? kept : secrets_out(d, n, g->first_only, kept);
}

static const struct value *dress_group(const struct draft *d, const struct grouping *g, const struct node *n)
{
    const struct node *source = source_of(d, g, n);
    const struct value *was = n->entry && *g->from_source ? value_get(n->entry->inputs, g->source) : NULL;
    const struct value *of = source ? value_ref(d->arena, source->address, g->name) : is_there(d, n) ? was : NULL;
    if (!of)
        return n->wanted->attrs;
    const char *words = source ? g->from_source : untold_of(d, n, g->from_source);
    struct value *made = value_edit(d->arena, without_words(d->arena, n->wanted->attrs, words));
    value_set(d->arena, made, g->source, of);
    return made;
}

const struct value *roles_dress(const struct draft *d, const struct node *n, bool anew)
{
    const struct grouping *of_groups = grouping_of(n, true), *of_members = grouping_of(n, false);
    return of_groups    ? dress_group(d, of_groups, n)
           : of_members ? dress_member(d, of_members, n, anew)
                        : n->wanted->attrs;
}

/* ---- edges ------------------------------------------------------------------------------------------------------- */

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

/* What a group was made of needs it like every other member, once it is there. */
static void turn_to_members(const struct draft *d, const struct grouping *g, struct graph *graph,
                            const struct node *group)
{
    for (size_t i = 0; !g->outlives && i < graph->n_edges; i++) {
        struct graph_edge *e = &graph->edges[i];
        if (&d->nodes[e->from] == group && is_of(&d->nodes[e->to], g->member))
            *e = (struct graph_edge){e->to, e->from};
    }
}

/* Until then it is the other way round. */
static void turn_to_source(const struct draft *d, struct graph *graph, const struct node *group,
                           const struct node *source)
{
    for (size_t i = 0; i < graph->n_edges; i++) {
        struct graph_edge *e = &graph->edges[i];
        if (&d->nodes[e->from] == source && &d->nodes[e->to] == group)
            *e = (struct graph_edge){e->to, e->from};
    }
}

/* True: it was another one that led when the edges were made. */
static bool turn(const struct draft *d, const struct grouping *g, struct graph *graph, const struct node *group,
                 const struct node *leader)
{
    bool turned = false;
    if (g->outlives)
        return hang_on_group(d, g, graph, group, leader);
    if (graph == &d->needs && source_of(d, g, group))
        turn_to_source(d, graph, group, leader);
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

static void turn_group(struct draft *d, const struct grouping *g, const struct node *group)
{
    const struct node *leads = listed_leader(d, g, group), *will = leader_of(d, g, group);
    turn_to_members(d, g, &d->recorded, group);
    if (will && turn(d, g, &d->needs, group, will))
        tell_led(d, group, will);
    if (leads)
        (void)turn(d, g, &d->recorded, group, leads);
}

void roles_turn(struct draft *d)
{
    d->led = value_list(d->arena);
    for (size_t k = 0; k < COUNT(groupings); k++)
        for (size_t i = 0; i < d->n; i++)
            if (is_of(&d->nodes[i], groupings[k].group))
                turn_group(d, &groupings[k], &d->nodes[i]);
}
