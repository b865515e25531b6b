#include "tests/unit/plan/world.h"

/*
 * Groups x, y, z of one system: "name>need,need:action". In the spec and the state each needs what is said, unless
 * "drops" takes it from the spec. Actions: c create, u update, r replace, d delete, n no-op, a adopt, A adopt and
 * update, f forget.
 */
struct order_case {
    const char *given, *steps;
};

/* clang-format off */
static const struct order_case cases[] = {
    {"x>y:c y:c", "+y +x"},
    {"x>y:c y:n", "+x"},
    {"x>y:d y:d", "-x -y"},
    {"x>y:d y:n", "-x"},
    {"x>y:r y:r", "-x -y +y +x"},
    {"x>y:r y:n", "-x +x"},
    {"x>y:u y:r", "-y +y ~x"},
    {"x>y:u y:u", "~y ~x"},
    {"x>y:u y:c", "+y ~x"},
    {"x>y:c y:u", "~y +x"},
    {"x:u y:d", "~x -y"},
    {"x>!y:u y:d", "~x -y"},
    {"x>!y:n y:d", "-y"},
    {"x>y:c y:A", "<y ~y +x"},
    {"x>y:c y:a", "<y +x"},
    {"x>y:f y:d", ".x -y"},
    {"x>y:n y>z:n z:n", ""},
    {"x>y:c y>z:n z:u", "+x ~z"},
    {"a>b:c b>c:c c:c d:c", "+c +b +a +d"},
    {"a>b,c:d b>d:d c>d:d d:d", "-a -b -c -d"},
    {"a>b,c:r b>d:r c>d:r d:r", "-a -b -c -d +d +b +c +a"},
    {"a>b:d b>c:r c:n", "-a -b +b"},
    {"x>z:c y>z:c z:c", "+z +x +y"},
    /* the other way round, lest the order of names be taken for an order of needs */
    {"y>x:d x:d", "-y -x"},
    {"y>x:r x:r", "-y -x +x +y"},
    {"y>!x:u x:d", "~y -x"},
    {"y>x:f x:d", ".y -x"},
    {"c>b:d b>a:d a:d", "-c -b -a"},
};

/* Clusters: v changes the version, p its policy, n nothing. */
static const struct order_case reverse_cases[] = {
    {"x>y:v y:v", "~x ~y"},
    {"x>y:v y:p", "~y ~x"},
    {"x>y:p y:v", "~y ~x"},
    {"x>y:v y>z:v z:v", "~x ~y ~z"},
    {"x>y:v y>z:n z:v", "~x ~z"},
    {"x>y:v y>z:p z:v", "~x ~z ~y"},
    {"a>c:v b>c:v c:v", "~a ~b ~c"},
    {"x>y:v y:c", "+y ~x"},
    {"y>x:v x:v", "~y ~x"},
    {"z>y:v y>x:n x:v", "~z ~x"},
    {"y>x:p x:v", "~x ~y"},
};
/* clang-format on */

/* Control planes p and q, nodes n of p, m of q, a group g: from one version to another. */
static const struct {
    const char *was, *will, *steps;
} climbs[] = {
    {"p=1.29", "p=1.30", "~p"},
    {"p=1.29", "p=1.31", "~p@1.30 ~p"},
    {"p=1.29 n=1.29", "p=1.31 n=1.31", "~p@1.30 ~n@1.30 ~p ~n"},
    {"p=1.29 n=1.29", "p=1.30 n=1.30", "~p ~n"},
    {"p=1.30 n=1.29", "p=1.31 n=1.31", "~n@1.30 ~p ~n"},
    {"p=1.31 n=1.29", "p=1.31 n=1.31", "~n@1.30 ~n"},
    {"p=1.29 n=1.29", "p=1.31 n=1.30", "~p@1.30 ~n ~p"},
    {"p=1.29 q=1.29", "p=1.31 q=1.31", "~p@1.30 ~q@1.30 ~p ~q"},
    {"p=1.29 q=1.30", "p=1.31 q=1.31", "~p@1.30 ~p ~q"},
    {"p=1.29 n=1.29 q=1.29 m=1.29", "p=1.31 n=1.31 q=1.31 m=1.31", "~p@1.30 ~n@1.30 ~q@1.30 ~m@1.30 ~p ~n ~q ~m"},
    {"p=1.29 n=1.29 g=1.29", "p=1.31 n=1.31 g=1.31", "~p@1.30 ~n@1.30 ~p ~g ~n"},
    {"p=1.29", "p=2.31", "~p"},
    {"p=1", "p=2", "~p"},
};

struct piece {
    char name[8];
    char needs[32];
    char action;
};

static const char *read_piece(const char *s, struct piece *p)
{
    int used = 0;
    *p = (struct piece){{0}, {0}, 0};
    s += strspn(s, " ");
    if (sscanf(s, "%7[a-z]>%31[!a-z,]:%c%n", p->name, p->needs, &p->action, &used) != 3 &&
        sscanf(s, "%7[a-z]:%c%n", p->name, &p->action, &used) != 2)
        fail_msg("cannot read %s", s);
    return s + used;
}

/* 'GroupArn' refers to each need; a need with ! in front is only in the state. */
static void put_needs(struct sbuf *out, const char *needs, bool recorded)
{
    bool any = false;
    sbuf_puts(out, ", 'after': [");
    for (const char *at = needs; *at; at++) {
        bool dropped = *at == '!';
        at += dropped;
        if (*at == ',' || (dropped && !recorded))
            continue;
        sbuf_printf(out, "%s't/s/%c'", any ? ", " : "", *at);
        any = true;
    }
    sbuf_puts(out, "]}");
}

static void put(struct sbuf *out, const struct piece *p, const char *attrs, bool recorded)
{
    sbuf_printf(out, "%s't/s/%s': {%s", out->len > 1 ? ", " : "", p->name, attrs);
    put_needs(out, p->needs, recorded);
}

static const char *plain_attrs(struct arena *a, const struct piece *p, bool spec)
{
    const char *name = p->action == 'r' && spec ? "new" : p->name,
               *text = strchr("uA", p->action) && spec ? "new" : "old";
    return arena_printf(a, "'type': 'Group', 'GroupName': '%s', 'Text': '%s'", name, text);
}

static const char *reverse_attrs(struct arena *a, const struct piece *p, bool spec)
{
    return arena_printf(a, "'type': 'Cluster', 'ClusterName': '%s', 'Version': '%s', 'Group': '%s'", p->name,
                        p->action == 'v' && spec ? "2" : "1", p->action == 'p' && spec ? "new" : "old");
}

static void run(const struct order_case *c, const char *(*attrs)(struct arena *, const struct piece *, bool))
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf spec = {.arena = a}, state = {.arena = a}, live = {.arena = a};
    sbuf_puts(&spec, "{");
    sbuf_puts(&state, "{");
    sbuf_puts(&live, "{");
    for (const char *at = c->given; *at;) {
        struct piece p;
        at = read_piece(at, &p);
        if (!strchr("df", p.action))
            put(&spec, &p, attrs(a, &p, true), false);
        if (!strchr("caA", p.action))
            put(&state, &p, attrs(a, &p, false), true);
        if (strchr("aA", p.action))
            put(&live, &p, attrs(a, &p, false), true);
        if (p.action == 'f')
            sbuf_printf(&live, "%s't/s/%s': null", live.len > 1 ? ", " : "", p.name);
    }
    sbuf_puts(&spec, "}");
    sbuf_puts(&state, "}");
    sbuf_puts(&live, "}");
    WORLD(w) = world_new(sbuf_str(&spec), sbuf_str(&state), sbuf_str(&live));
    world_plan(w);
    if (strcmp(steps_text(w), c->steps) != 0)
        fail_msg("%s: \"%s\", not \"%s\"", c->given, steps_text(w), c->steps);
}

static void steps_follow_the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        run(&cases[i], plain_attrs);
}

static void versions_change_in_dependents_first(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(reverse_cases); i++)
        run(&reverse_cases[i], reverse_attrs);
}

/* A datastore g of "same" in tokyo, a, and "same" in seoul, b: as it was made, and as a run wrote it down later. */
static void who_follows_goes_before_the_datastore_and_who_leads_after_it(void **state)
{
    (void)state;
    static const struct {
        const char *a_after, *b_after, *g_after, *tokyo, *seoul, *steps;
    } ends[] = {
        {"", "'global/s/g'", "'tokyo/s/a'", "PRIMARY", "SECONDARY", "-b -g -a"},
        {"", "'global/s/g'", "'tokyo/s/a'", "SECONDARY", "PRIMARY", "-a -g -b"},
        {"", "'global/s/g'", "'seoul/s/b'", "SECONDARY", "PRIMARY", "-a -g -b"},
        {"", "", "", "SECONDARY", "PRIMARY", "-a -g -b"},
        {"'global/s/g'", "", "'seoul/s/b'", "PRIMARY", "SECONDARY", "-b -g -a"},
    };
    for (size_t i = 0; i < COUNT(ends); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const char *text = arena_printf(
            a,
            "{'tokyo/s/a': {'type': 'AWS::ElastiCache::ReplicationGroup', 'ReplicationGroupId': 'same', 'after': [%s]},"
            " 'seoul/s/b': {'type': 'AWS::ElastiCache::ReplicationGroup', 'ReplicationGroupId': 'same', 'after': [%s]},"
            " 'global/s/g': {'type': 'AWS::ElastiCache::GlobalReplicationGroup', 'GlobalReplicationGroupId': 'g',"
            " 'after': [%s], 'Members': ["
            "{'ReplicationGroupId': 'same', 'ReplicationGroupRegion': 'ap-northeast-1', 'Role': '%s'},"
            "{'ReplicationGroupId': 'same', 'ReplicationGroupRegion': 'ap-northeast-2', 'Role': '%s'}]}}",
            ends[i].a_after, ends[i].b_after, ends[i].g_after, ends[i].tokyo, ends[i].seoul);
        WORLD(w) = world_new("{}", text, "{}");
        world_plan(w);
        assert_string_equal(steps_text(w), ends[i].steps);
    }
}

static void a_virtual_side_is_only_forgotten(void **state)
{
    (void)state;
    WORLD(w) = world_new("{}",
                         "{'t/s/side': {'type': 'Side', 'Of': 'x', 'after': ['t/s/vpc']},"
                         " 't/s/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'}}",
                         "{}");
    world_plan(w);
    assert_string_equal(steps_text(w), ".side -vpc");
}

static void a_circle_names_its_members(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/s/a': {'type': 'Group', 'GroupName': 'a', 'after': ['t/s/b']},"
                         " 't/s/b': {'type': 'Group', 'GroupName': 'b', 'after': ['t/s/c']},"
                         " 't/s/c': {'type': 'Group', 'GroupName': 'c', 'after': ['t/s/a']}}",
                         "{}", NULL);
    struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
    assert_non_null(e);
    assert_int_equal(err_class_of(e), ERR_INPUT);
    assert_non_null(strstr(err_text(e), "t/s/a -> t/s/b -> t/s/c -> t/s/a"));
    assert_int_equal(w->diags.errors, 1);
    err_free(e);
}

/* u is replaced, so v should let go of it first; but v turns to w, which needs the new u. */
static void a_circle_that_can_be_opened_is_opened_and_told(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/s/u': {'type': 'Group', 'GroupName': 'new'},"
                         " 't/s/v': {'type': 'Group', 'GroupName': 'v', 'Text': {'$ref': 't/s/w.GroupArn'}},"
                         " 't/s/w': {'type': 'Group', 'GroupName': 'w', 'Text': {'$ref': 't/s/u.GroupArn'}}}",
                         "{'t/s/u': {'type': 'Group', 'GroupName': 'old'},"
                         " 't/s/v': {'type': 'Group', 'GroupName': 'v', 'Text': 'u', 'after': ['t/s/u']}}",
                         NULL);
    world_plan(w);
    assert_string_equal(steps_text(w), "-u +u +w ~v");
    assert_non_null(strstr(diags_text(w), "t/s/u has to be deleted while t/s/v still uses it"));
}

/* In the state x needs y; in the spec y, changing its version, needs a new z, which needs x changing its version. */
static void a_circle_of_what_must_be_is_refused(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/s/x': {'type': 'Cluster', 'ClusterName': 'x', 'Version': '2'},"
                         " 't/s/y': {'type': 'Cluster', 'ClusterName': 'y', 'Version': '2', 'after': ['t/s/z']},"
                         " 't/s/z': {'type': 'Group', 'GroupName': 'z', 'after': ['t/s/x']}}",
                         "{'t/s/x': {'type': 'Cluster', 'ClusterName': 'x', 'Version': '1'},"
                         " 't/s/y': {'type': 'Cluster', 'ClusterName': 'y', 'Version': '1'}}",
                         NULL);
    struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
    assert_non_null(e);
    assert_int_equal(err_class_of(e), ERR_INPUT);
    assert_non_null(strstr(err_text(e), "waits for"));
    assert_int_equal(w->diags.errors, 1);
    err_free(e);
}

static void only_what_is_needed_is_waited_for(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/s/a': {'type': 'Group', 'GroupName': 'a'},"
                         " 't/s/b': {'type': 'Group', 'GroupName': 'b', 'after': ['t/s/a']},"
                         " 't/s/c': {'type': 'Group', 'GroupName': 'c', 'after': ['t/s/b']}}",
                         "{}", NULL);
    world_plan(w);
    assert_int_equal(w->plan->steps[2].n_after, 1);
    assert_int_equal(w->plan->steps[2].after[0], 1);
}

static const char *world_of(struct arena *a, const char *text)
{
    static const struct {
        char name;
        const char *type, *id, *needs;
    } kinds[] = {{'p', "Plane", "PlaneName", ""},
                 {'q', "Plane", "PlaneName", ""},
                 {'n', "Nodes", "NodesName", "'t/s/p'"},
                 {'m', "Nodes", "NodesName", "'t/s/q'"},
                 {'g', "Group", "GroupName", "'t/s/p','t/s/n'"}};
    struct sbuf out = {.arena = a};
    const char *word;
    size_t n;
    sbuf_puts(&out, "{");
    while ((n = next_word(&text, &word)))
        for (size_t i = 0; i < COUNT(kinds); i++)
            if (kinds[i].name == word[0])
                sbuf_printf(&out, "%s't/s/%c': {'type': '%s', '%s': '%c', '%s': '%.*s', 'after': [%s]}",
                            out.len > 1 ? ", " : "", word[0], kinds[i].type, kinds[i].id, word[0],
                            word[0] == 'g' ? "Text" : "Version", (int)n - 2, word + 2, kinds[i].needs);
    sbuf_puts(&out, "}");
    return sbuf_str(&out);
}

static const char *climb_text(struct world *w)
{
    struct sbuf out = {.arena = w->arena};
    for (size_t i = 0; i < w->plan->n_steps; i++) {
        const struct step *s = &w->plan->steps[i];
        sbuf_printf(&out, "%s~%s%s%s", i ? " " : "", last_part(w->plan->planned[s->planned].address),
                    s->rung ? "@" : "", s->rung ? s->rung : "");
    }
    return sbuf_str(&out);
}

static void versions_climb_a_minor_at_a_time(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(climbs); i++) {
        WORLD(w) = world_new(world_of(a, climbs[i].will), world_of(a, climbs[i].was), NULL);
        world_plan(w);
        if (strcmp(climb_text(w), climbs[i].steps) != 0)
            fail_msg("%s to %s: \"%s\", not \"%s\"", climbs[i].was, climbs[i].will, climb_text(w), climbs[i].steps);
    }
}

/* What stands alone runs beside others; control planes do not. */
static void one_control_plane_is_changed_at_a_time(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    WORLD(w) = world_new(world_of(a, "p=1.30 n=1.30 q=1.30 m=1.30"), world_of(a, "p=1.29 n=1.29 q=1.29 m=1.29"), NULL);
    world_plan(w);
    assert_string_equal(climb_text(w), "~p ~n ~q ~m");
    assert_int_equal(w->plan->steps[1].n_after, 1);
    assert_int_equal(w->plan->steps[2].n_after, 1);
    assert_int_equal(w->plan->steps[2].after[0], 0);
}

static void a_version_does_not_go_back(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    WORLD(w) = world_new(world_of(a, "p=1.29"), world_of(a, "p=1.30"), NULL);
    world_plan(w);
    assert_true(w->plan->planned[0].refused);
    assert_non_null(strstr(diags_text(w), "t/s/p is at Version 1.30, and AWS takes it no further back: not to 1.29"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_follow_the_rules),
        cmocka_unit_test(versions_change_in_dependents_first),
        cmocka_unit_test(who_follows_goes_before_the_datastore_and_who_leads_after_it),
        cmocka_unit_test(a_virtual_side_is_only_forgotten),
        cmocka_unit_test(a_circle_names_its_members),
        cmocka_unit_test(a_circle_that_can_be_opened_is_opened_and_told),
        cmocka_unit_test(a_circle_of_what_must_be_is_refused),
        cmocka_unit_test(only_what_is_needed_is_waited_for),
        cmocka_unit_test(versions_climb_a_minor_at_a_time),
        cmocka_unit_test(one_control_plane_is_changed_at_a_time),
        cmocka_unit_test(a_version_does_not_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
