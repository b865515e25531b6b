#include "provisioner/base/file.h"
#include "provisioner/plan/duration.h"
#include "tests/unit/plan/world.h"

/* tests/golden/plan/<name>.txt. One that does not exist is written, and fails once, so that somebody reads it;
 * UPDATE_GOLDEN=1 rewrites. */
static void against_golden(struct arena *a, const char *name, const char *got)
{
    const char *path = arena_printf(a, TEST_DIR "/golden/plan/%s.txt", name), *want = NULL;
    size_t n = 0;
    bool update = getenv("UPDATE_GOLDEN"), there = file_exists(path);
    if (update || !there) {
        assert_null(file_write(path, got, strlen(got), 0644));
        if (!update)
            fail_msg("%s did not exist; read what was written", path);
        return;
    }
    assert_null(file_read(a, path, 1 << 20, &want, &n));
    if (strcmp(got, want) != 0)
        fail_msg("%s differs; got:\n%s", path, got);
}

static void render(struct world *w, const char *name, struct plan_style style)
{
    struct sbuf out = {.arena = w->arena};
    plan_render(&out, w->plan, &style);
    against_golden(w->arena, name, sbuf_str(&out));
}

#define SPEC                                                                                                           \
    "{'tokyo/network/vpc': {'type': 'Vpc', 'CidrBlock': '10.1.0.0/16', 'Tags': {'CostCenter': 'platform'}},"           \
    " 'tokyo/network/subnet': {'type': 'Subnet', 'VpcId': {'$ref': 'tokyo/network/vpc.VpcId'}, 'Zone': 'a'},"          \
    " 'tokyo/aurora/cluster': {'type': 'Cluster', 'ClusterName': 'demo', 'Version': '15.4', 'Backup': 14,"             \
    "    'Password': {'$ref': 'tokyo/security/secret.Value'}, 'Settings': {'a.b': 'x', 'c': 'y'}},"                    \
    " 'tokyo/security/secret': {'type': 'Secret', 'SecretName': 'db'},"                                                \
    " 'seoul/aurora/cluster': {'type': 'Cluster', 'ClusterName': 'demo', 'Version': '15.4',"                           \
    "    'Policy': {'Statement': [{'Effect': 'Allow', 'Action': ['rds:*', 'kms:Decrypt'], 'Resource': '*'}]}},"        \
    " 'seoul/network/vpc': {'type': 'Vpc', 'CidrBlock': '10.2.0.0/16'},"                                               \
    " 'global/dns/zone': {'type': 'Group', 'GroupName': 'example.com'}}"
#define STATE                                                                                                          \
    "{'tokyo/network/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16', 'outputs': {'VpcId': 'vpc-1'},"                 \
    "    'Tags': {'CostCenter': 'old', 'Team': 'db'}},"                                                                \
    " 'tokyo/network/subnet': {'type': 'Subnet', 'VpcId': 'vpc-1', 'Zone': 'a', 'after': ['tokyo/network/vpc'],"       \
    "    'outputs': {'SubnetId': 'subnet-1'}},"                                                                        \
    " 'tokyo/aurora/cluster': {'type': 'Cluster', 'ClusterName': 'demo', 'Version': '15.3', 'Backup': 7,"              \
    "    'Settings': {'a.b': 'x', 'd': 'z'}},"                                                                         \
    " 'tokyo/aurora/reader': {'type': 'Instance', 'InstanceName': 'demo-2', 'Cluster': 'demo'},"                       \
    " 'tokyo/aurora/archive': {'type': 'Cluster', 'ClusterName': 'archive', 'Version': '15.3'},"                       \
    " 'tokyo/network/gone': {'type': 'Subnet', 'VpcId': 'vpc-1', 'outputs': {'SubnetId': 'subnet-9'}},"                \
    " 'seoul/network/vpc': {'type': 'Vpc', 'CidrBlock': '10.2.0.0/16', 'outputs': {'VpcId': 'vpc-2'}}}"
#define LIVE "{'tokyo/network/gone': null, 'global/dns/zone': {'GroupName': 'example.com', 'GroupArn': 'arn:x'}}"

static void a_mixed_plan_shows_what_goes_first(void **state)
{
    (void)state;
    WORLD(w) = world_new(SPEC, STATE, LIVE);
    world_plan(w);
    render(w, "mixed", (struct plan_style){.width = 100});
    render(w, "mixed-color", (struct plan_style){.width = 100, .color = true});
    render(w, "mixed-verbose", (struct plan_style){.verbose = true});
}

static void nothing_to_do_says_what_it_was_compared_with(void **state)
{
    (void)state;
    static const char vpc[] = "{'seoul/network/vpc': {'type': 'Vpc', 'CidrBlock': '10.2.0.0/16'}}";
    static const char *const skipped[] = {"tokyo", NULL};
    WORLD(live) = world_new(vpc, vpc, "{}");
    world_plan(live);
    render(live, "empty", (struct plan_style){.width = 80});
    WORLD(offline) = world_new(vpc, vpc, NULL);
    offline->request.skipped = skipped;
    world_plan(offline);
    render(offline, "empty-offline", (struct plan_style){.width = 80});
    WORLD(destroyed) = world_new(vpc, "{}", NULL);
    destroyed->request.destroy = true;
    world_plan(destroyed);
    render(destroyed, "empty-destroy", (struct plan_style){.width = 80});
}

static void drift_is_shown_where_only_looking(void **state)
{
    (void)state;
    static const char vpc[] = "{'seoul/network/vpc': {'type': 'Vpc', 'CidrBlock': '10.2.0.0/16', 'Name': 'a'}}";
    WORLD(w) = world_new(vpc, vpc, "{'seoul/network/vpc': {'CidrBlock': '10.2.0.0/16', 'Name': 'b'}}");
    w->request.refresh_only = true;
    world_plan(w);
    render(w, "drift", (struct plan_style){.width = 80});
}

static void many_changes_end_in_a_table(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf spec = {.arena = a}, made = {.arena = a};
    static const char *const regions[] = {"tokyo", "seoul"};
    for (size_t r = 0; r < COUNT(regions); r++)
        for (int i = 0; i < 8; i++)
            sbuf_printf(&spec, "%s'%s/%s/vpc-%d': {'type': 'Vpc', 'CidrBlock': '10.%d.0.0/16'}", spec.len ? ", " : "{",
                        regions[r], i < 5 ? "network" : "aurora", i, i);
    sbuf_puts(&spec, "}");
    sbuf_puts(&made, "{'tokyo/network/old': {'type': 'Vpc', 'CidrBlock': '10.99.0.0/16'}}");
    WORLD(w) = world_new(sbuf_str(&spec), sbuf_str(&made), "{}");
    world_plan(w);
    render(w, "table", (struct plan_style){.width = 80});
}

/* A cluster of ten minutes in the middle of what takes seconds. */
static void the_longest_chain_keeps_what_takes_long(void **state)
{
    (void)state;
    static const char *const path[] = {"tokyo/network/vpc", "tokyo/network/subnet", "tokyo/aurora/cluster",
                                       "global/dns/zone", NULL};
    static const struct {
        unsigned width;
        const char *text;
    } cases[] = {
        {0, "Longest chain: tokyo/network/vpc > tokyo/network/subnet > tokyo/aurora/cluster (10 min)\n"},
        {60, "Longest chain: tokyo/network/vpc > tokyo/network/subnet >\n      tokyo/aurora/cluster (10 min) > "
             "global/dns/zone\n"},
        {44, "Longest chain: tokyo/network/vpc > ... >\n      tokyo/aurora/cluster (10 min)\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        WORLD(w) = world_new(SPEC, "{}", NULL);
        world_plan(w);
        w->plan->critical_path = (const char **)path;
        struct sbuf out = {.arena = w->arena};
        plan_render(&out, w->plan, &(struct plan_style){.width = cases[i].width});
        const char *got = strstr(sbuf_str(&out), "Longest chain:");
        assert_memory_equal(got, cases[i].text, strlen(cases[i].text));
    }
}

static void a_name_takes_what_is_left_of_the_line(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/n/g': {'type': 'Group', 'GroupName': "
                         "'a-name-that-is-longer-than-any-other-value-may-be-here'}}",
                         "{}", NULL);
    world_plan(w);
    struct sbuf wide = {.arena = w->arena}, narrow = {.arena = w->arena};
    plan_render(&wide, w->plan, &(struct plan_style){.width = 100});
    plan_render(&narrow, w->plan, &(struct plan_style){.width = 72});
    assert_non_null(strstr(sbuf_str(&wide), "GroupName: \"a-name-that-is-longer-than-any-other-value-may-be-here\"\n"));
    assert_non_null(strstr(sbuf_str(&narrow), "GroupName: \"a-name-that-is-longer-than-any-other-value"));
    assert_null(strstr(sbuf_str(&narrow), "may-be-here"));
}

static void hostile_text_cannot_move_the_cursor(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/n/v\\u001b[2J': {'type': 'Vpc', 'CidrBlock': '10.2.0.0/16\\u001b[31m\\u0007',"
                         " 'Name': '\\u202eevil \\u009b31m', 'Tags': {'a\\u0008b': 'c\\nd'}}}",
                         "{}", NULL);
    w->request.skipped = (const char *const[]){"x\033[0m", NULL};
    world_plan(w);
    struct sbuf out = {.arena = w->arena};
    plan_render(&out, w->plan, &(struct plan_style){.verbose = true});
    for (const char *s = sbuf_str(&out); *s; s++)
        assert_true((unsigned char)*s >= 0x20 || *s == '\n');
    assert_null(strstr(sbuf_str(&out), "\xe2\x80\xae"));
    assert_null(strstr(sbuf_str(&out), "\xc2\x9b"));
}

static void lines_keep_to_the_width(void **state)
{
    (void)state;
    static const unsigned widths[] = {60, 80, 100};
    for (size_t i = 0; i < COUNT(widths); i++) {
        WORLD(w) = world_new(SPEC, STATE, LIVE);
        world_plan(w);
        struct sbuf out = {.arena = w->arena};
        plan_render(&out, w->plan, &(struct plan_style){.width = widths[i]});
        char *copy = arena_strdup(w->arena, sbuf_str(&out)), *rest = NULL;
        for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
            if (!strstr(line, "--allow-destroy") && !strstr(line, "(forces replacement)") && !str_starts(line, "Plan:"))
                assert_true(strlen(line) <= widths[i]);
    }
}

static void durations_are_for_people(void **state)
{
    (void)state;
    static const struct {
        double seconds;
        const char *text;
    } cases[] = {{0, "0 s"},       {45, "45 s"},         {89, "89 s"},         {90, "2 min"},       {600, "10 min"},
                 {3569, "59 min"}, {3570, "1 h 00 min"}, {3900, "1 h 05 min"}, {7260, "2 h 01 min"}};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(duration_text(a, cases[i].seconds), cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mixed_plan_shows_what_goes_first),
        cmocka_unit_test(nothing_to_do_says_what_it_was_compared_with),
        cmocka_unit_test(drift_is_shown_where_only_looking),
        cmocka_unit_test(many_changes_end_in_a_table),
        cmocka_unit_test(the_longest_chain_keeps_what_takes_long),
        cmocka_unit_test(a_name_takes_what_is_left_of_the_line),
        cmocka_unit_test(hostile_text_cannot_move_the_cursor),
        cmocka_unit_test(lines_keep_to_the_width),
        cmocka_unit_test(durations_are_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
