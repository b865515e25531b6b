#include "tests/unit/plan/world.h"

#define SPEC                                                                                                           \
    "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16', 'Tags': {'a': '1'}},"                                     \
    " 't/n/sub': {'type': 'Subnet', 'VpcId': {'$ref': 't/n/vpc.VpcId'}, 'CidrBlock': '10.0.1.0/24'},"                  \
    " 't/d/s': {'type': 'Secret', 'SecretName': 's'},"                                                                 \
    " 't/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': {'$join': ['x', {'$ref': 't/n/vpc.VpcId'}]}},"              \
    " 't/d/c': {'type': 'Cluster', 'ClusterName': 'c', 'Backup': 3, 'Password': {'$ref': 't/d/s.Value'},"              \
    "           'Policy': {'Statement': [{'Action': 'x'}]}}}"
#define STATE                                                                                                          \
    "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16', 'outputs': {'VpcId': 'vpc-1'}},"                          \
    " 't/n/old': {'type': 'Vpc', 'CidrBlock': '10.7.0.0/16', 'generation': 4},"                                        \
    " 't/n/gone': {'type': 'Vpc', 'CidrBlock': '10.7.0.0/16'},"                                                        \
    " 't/d/c': {'type': 'Cluster', 'ClusterName': 'c', 'Backup': 2, 'Settings': {'$ref': 'not.one'}}}"
#define LIVE                                                                                                           \
    "{'t/n/gone': null, 't/d/c': {'ClusterName': 'c', 'Backup': 2, 'Password': 'hunter2', 'Settings': {'$ref': "       \
    "'not.one'}}}"

static struct plan *again(struct world *w, const char *text)
{
    struct plan *p = NULL;
    struct err *e = plan_from_json(w->arena, text, strlen(text), test_type, &p);
    if (e)
        fail_msg("%s", err_text(e));
    return p;
}

static void a_plan_comes_back_as_it_was(void **state)
{
    (void)state;
    WORLD(w) = world_new(SPEC, STATE, LIVE);
    static const char *const skipped[] = {"seoul", NULL};
    w->request.skipped = skipped;
    world_plan(w);
    const char *text = plan_to_json(w->arena, w->plan);
    struct plan *p = again(w, text);
    assert_string_equal(plan_to_json(w->arena, p), text);
    assert_int_equal(p->n_steps, w->plan->n_steps);
    for (size_t i = 0; i < p->n_steps; i++) {
        assert_int_equal(p->steps[i].kind, w->plan->steps[i].kind);
        assert_int_equal(p->steps[i].planned, w->plan->steps[i].planned);
        assert_int_equal(p->steps[i].n_after, w->plan->steps[i].n_after);
    }
    for (size_t i = 0; i < p->n_planned; i++) {
        assert_int_equal(p->planned[i].action, w->plan->planned[i].action);
        assert_int_equal(p->planned[i].generation, w->plan->planned[i].generation);
        assert_int_equal(p->planned[i].pos.line, w->plan->planned[i].pos.line);
        assert_true(value_equal(p->planned[i].wanted, w->plan->planned[i].wanted));
    }
    for (int i = 0; i < ACT_COUNT; i++)
        assert_int_equal(p->count[i], w->plan->count[i]);
}

/* The steps on the way to a version, and nothing that is no such step. */
static void steps_on_the_way_come_back(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/s/p': {'type': 'Plane', 'PlaneName': 'p', 'Version': '1.31'}}",
                         "{'t/s/p': {'type': 'Plane', 'PlaneName': 'p', 'Version': '1.29'}}", NULL);
    struct plan *p = NULL;
    world_plan(w);
    const char *text = plan_to_json(w->arena, w->plan);
    p = again(w, text);
    assert_string_equal(p->steps[0].rung, "1.30");
    assert_null(p->steps[1].rung);
    char *wrong = arena_strdup(w->arena, text), *attrs = strstr(wrong, "\"attrs\"");
    assert_non_null(attrs);
    memcpy(strstr(attrs, "\"Version\""), "\"Group\"  ", strlen("\"Version\""));
    struct err *e = plan_from_json(w->arena, wrong, strlen(wrong), test_type, &p);
    assert_non_null(e);
    err_free(e);
}

static void references_come_back_as_references_and_answers_as_answers(void **state)
{
    (void)state;
    WORLD(w) = world_new(SPEC, STATE, LIVE);
    world_plan(w);
    w->plan = again(w, plan_to_json(w->arena, w->plan));
    assert_int_equal(value_kind(value_get(planned_at(w, "t/n/sub")->wanted, "VpcId")), V_REF);
    assert_int_equal(value_kind(value_get(planned_at(w, "t/d/g")->wanted, "Text")), V_JOIN);
    const struct value *settings = value_get(planned_at(w, "t/d/c")->live, "Settings");
    assert_int_equal(value_kind(settings), V_MAP);
}

static void no_secret_is_in_a_plan_file(void **state)
{
    (void)state;
    WORLD(w) = world_new(SPEC, STATE, LIVE);
    world_plan(w);
    assert_null(strstr(plan_to_json(w->arena, w->plan), "hunter2"));
    struct sbuf text = {.arena = w->arena};
    plan_render(&text, w->plan, &(struct plan_style){.verbose = true});
    value_print(&text, plan_json(w->arena, w->plan, NULL), 0);
    assert_null(strstr(sbuf_str(&text), "hunter2"));
}

/* ---- hostile files ----------------------------------------------------------------------------------------------- */

#define HEAD                                                                                                           \
    "{'format': 1, 'lineage': '', 'serial': 0, 'spec_digest': '', 'skipped': [], 'expected_seconds': 0,"               \
    " 'critical_path': [], 'lookups': {}, "
#define ONE(address, action)                                                                                           \
    "{'address': '" address "', 'type': 'Vpc', 'alias': 't', 'region': 'r', 'action': '" action                        \
    "', 'reason': '', 'generation': 1, 'pos': [0, 0, 0], 'after': [], 'changes': [], 'wanted': {}}"

/* clang-format off */
static const char *const broken[] = {
    "", "[]", "null", "{}", "{'format': 1}",
    "{'format': 2, 'lineage': '', 'serial': 0}",
    HEAD "'planned': [], 'steps': [{}]}",
    HEAD "'planned': {}, 'steps': []}",
    HEAD "'planned': [1], 'steps': []}",
    HEAD "'planned': [{}], 'steps': []}",
    HEAD "'planned': [" ONE("a", "create") "], 'steps': [{'kind': 'create', 'planned': 1, 'after': []}]}",
    HEAD "'planned': [" ONE("a", "create") "], 'steps': [{'kind': 'create', 'planned': -1, 'after': []}]}",
    HEAD "'planned': [" ONE("a", "create") "], 'steps': [{'kind': 'create', 'planned': 0, 'after': [0]}]}",
    HEAD "'planned': [" ONE("a", "create") "], 'steps': [{'kind': 'create', 'planned': 0, 'after': [4294967296]}]}",
    HEAD "'planned': [" ONE("a", "create") "], 'steps': [{'kind': 'create', 'planned': 0, 'after': ['x']}]}",
    HEAD "'planned': [" ONE("a", "create") "], 'steps': [{'kind': 'delete', 'planned': 0, 'after': []}]}",
    HEAD "'planned': [" ONE("a", "noop") "], 'steps': [{'kind': 'create', 'planned': 0, 'after': []}]}",
    HEAD "'planned': [" ONE("a", "explode") "], 'steps': []}",
    HEAD "'planned': [" ONE("b", "create") "," ONE("a", "create") "], 'steps': []}",
    HEAD "'planned': [" ONE("a", "create") "," ONE("a", "create") "], 'steps': []}",
    HEAD "'planned': [" ONE("a", "update") "], 'steps': [{'kind': 'update', 'planned': 0, 'after': [], 'attrs': 'Nope'}]}",
    HEAD "'planned': [" ONE("a", "update") "], 'steps': [{'kind': 'update', 'planned': 0, 'after': []}]}",
    HEAD "'planned': [{'address': 'a', 'type': 'None', 'alias': 't', 'region': 'r', 'reason': ''}], 'steps': []}",
    HEAD "'planned': [{'address': 'a', 'type': 'Vpc', 'alias': 't', 'region': 'r', 'action': 'create', 'reason': '',"
         " 'generation': 1, 'pos': [0, 0, 0], 'after': [], 'changes': []}], 'steps': [{'kind': 'create', 'planned': 0, 'after': []}]}",
    HEAD "'planned': [{'address': 'a', 'type': 'Vpc', 'alias': 't', 'region': 'r', 'action': 'create', 'reason': '',"
         " 'generation': 1, 'pos': [0, 0, 0], 'after': [], 'changes': [{'path': 'Nope'}]}], 'steps': []}",
    HEAD "'planned': [{'address': 'a', 'type': 'Vpc', 'alias': 't', 'region': 'r', 'action': 'create', 'reason': '',"
         " 'generation': 1, 'pos': [0, 0, 0], 'after': [], 'changes': [], 'wanted': 7}], 'steps': []}",
};
/* clang-format on */

static char *quoted(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text);
    for (char *s = copy; *s; s++)
        *s = *s == '\'' ? '"' : *s;
    return copy;
}

static void broken_files_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct plan *p = NULL;
        char *text = quoted(a, broken[i]);
        struct err *e = plan_from_json(a, text, strlen(text), test_type, &p);
        if (!e)
            fail_msg("taken for a plan: %s", broken[i]);
        assert_int_equal(err_class_of(e), ERR_INPUT);
        assert_null(p);
        err_free(e);
    }
}

static void the_frame_of_the_broken_ones_is_sound(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct plan *p = NULL;
    char *text = quoted(a, HEAD "'planned': [" ONE("a", "create") "," ONE(
                               "b", "create") "], 'steps': ["
                                              "{'kind': 'create', 'planned': 1, 'after': []},"
                                              "{'kind': 'create', 'planned': 0, 'after': [0]}]}");
    assert_null(plan_from_json(a, text, strlen(text), test_type, &p));
    assert_int_equal(p->n_steps, 2);
}

/* Every byte in turn is lost, or turned into another. */
static void damaged_files_never_crash(void **state)
{
    (void)state;
    WORLD(w) = world_new(SPEC, STATE, LIVE);
    world_plan(w);
    const char *text = plan_to_json(w->arena, w->plan);
    size_t n = strlen(text), whole = 0;
    for (size_t i = 0; i < n; i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        char *copy = arena_strndup(a, text, n);
        struct plan *p = NULL;
        copy[i] = "0\"}]{[,9ax"[i % 10];
        struct err *e = plan_from_json(a, copy, i % 3 ? n : i, test_type, &p);
        whole += !e;
        if (!e)
            plan_to_json(a, p);
        err_free(e);
    }
    assert_true(whole < n);
}

/* ---- for machines ------------------------------------------------------------------------------------------------ */

static void the_json_of_a_plan_is_the_documented_one(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16'},"
                         " 't/n/g': {'type': 'Group', 'GroupName': 'g', 'Text': {'$ref': 't/n/vpc.VpcId'}}}",
                         "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16', 'outputs': {'VpcId': 'vpc-1'}},"
                         " 't/n/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'vpc-1', 'after': ['t/n/vpc']}}",
                         NULL);
    world_plan(w);
    struct sbuf out = {.arena = w->arena};
    value_print(&out, plan_json(w->arena, w->plan, NULL), -1);
    assert_string_equal(
        sbuf_str(&out),
        quoted(w->arena,
               "{'format_version':'1','summary':{'create':0,'update':1,'replace':1,'delete':0,'adopt':0,'forget':0,"
               "'noop':0},'changes':[{'address':'t/n/g','type':'Group','region':'ap-northeast-1','action':'update',"
               "'reason':'Text refers to t/n/vpc, which is replaced','attributes':[{'path':'Text','before':'vpc-1',"
               "'after':{'$unknown':true},'sensitive':false,'forces_replacement':false,'interruption':'none'}],"
               "'interruption':'none','irreversible':[],'duration':{'expected_seconds':2,'p90_seconds':4}},{'address':'"
               "t/n/vpc',"
               "'type':'Vpc','region':'ap-northeast-1','action':'replace','reason':'CidrBlock cannot be changed in "
               "place','attributes':[{'path':'CidrBlock','before':'10.0.0.0/16','after':'10.9.0.0/16',"
               "'sensitive':false,'forces_replacement':true,'interruption':'none'}],'interruption':'none',"
               "'irreversible':[],'duration':{'expected_seconds':8,'p90_seconds':16}}],'skipped':[],'left_out':[],'led_"
               "elsewhere':[],"
               "'duration':{'expected_seconds':10,'p90_seconds':16,'critical_path':"
               "['t/n/vpc','t/n/"
               "g']},'interruptions':{'brief':0,'failover':0,'downtime':0,'data_loss':0},'diagnostics':[]}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_comes_back_as_it_was),
        cmocka_unit_test(steps_on_the_way_come_back),
        cmocka_unit_test(references_come_back_as_references_and_answers_as_answers),
        cmocka_unit_test(no_secret_is_in_a_plan_file),
        cmocka_unit_test(broken_files_are_refused),
        cmocka_unit_test(the_frame_of_the_broken_ones_is_sound),
        cmocka_unit_test(damaged_files_never_crash),
        cmocka_unit_test(the_json_of_a_plan_is_the_documented_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
