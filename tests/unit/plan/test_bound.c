/* What binds a saved plan to the world, and what is left of it once it was begun. */
#include "tests/unit/plan/world.h"

#define VPC "'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'"
#define NAMED VPC ", 'Name': 'x'}"
#define GROUP "'t/n/g': {'type': 'Group', 'GroupName': 'g', 'Text': "

static const char *problem(struct world *w, struct err *e)
{
    const char *text = e ? arena_strdup(w->arena, err_text(e)) : "";
    if (e)
        assert_int_equal(err_class_of(e), ERR_STALE);
    err_free(e);
    return text;
}

/* ---- when it is begun -------------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct then_and_now {
    const char *what, *spec, *state, *then, *now;
    const char *says; /* "": still good */
} worlds[] = {
    {"nothing has changed", "{" NAMED "}", "{" VPC "}}", "{" VPC ", 'Name': 'y'}}", "{" VPC ", 'Name': 'y'}}", ""},
    {"an attribute has", "{" NAMED "}", "{" VPC "}}", "{" VPC ", 'Name': 'y'}}", "{" VPC ", 'Name': 'z'}}",
     "t/n/vpc is not as it was when the plan was made: Name was \"y\", and is \"z\" now; plan again"},
    {"one that the plan leaves alone has", "{" NAMED "}", "{" VPC "}}", "{" VPC ", 'Name': 'y'}}",
     "{" VPC ", 'Name': 'y', 'EnableDns': false}}", "EnableDns was not there, and is false now"},
    {"what is not told is not there", "{" NAMED "}", "{" VPC "}}", "{" VPC ", 'Name': 'y'}}",
     "{" VPC ", 'Name': 'y', 'EnableDns': null}}", ""},
    {"it has gone", "{" NAMED "}", "{" VPC "}}", "{" VPC ", 'Name': 'y'}}", "{'t/n/vpc': null}", "it was there, and is not there now"},
    {"it is another one", "{" NAMED "}", "{" VPC ", 'outputs': {'VpcId': 'vpc-1'}}}", "{" VPC ", 'VpcId': 'vpc-1'}}",
     "{" VPC ", 'VpcId': 'vpc-2'}}", "it was vpc-1, and is vpc-2 now"},
    {"what is to be made is there", "{" NAMED "}", "{}", "{}", "{" VPC ", 'VpcId': 'vpc-2'}}", "it was not there, and vpc-2 is there now"},
    {"what is to be made is not there", "{" NAMED "}", "{}", "{}", "{}", ""},
    {"what the plan does not touch may change", "{" NAMED ", " GROUP "'a'}}", "{" VPC "}, " GROUP "'a'}}",
     "{" VPC ", 'Name': 'y'}, " GROUP "'a'}}", "{" VPC ", 'Name': 'y'}, " GROUP "'b'}}", ""},
    {"who writes may change", "{'t/d/c': {'type': 'Cluster', 'ClusterName': 'c', 'Backup': 3}}",
     "{'t/d/c': {'type': 'Cluster', 'ClusterName': 'c'}}", "{'t/d/c': {'type': 'Cluster', 'ClusterName': 'c', 'Writer': true}}",
     "{'t/d/c': {'type': 'Cluster', 'ClusterName': 'c', 'Writer': false}}", ""},
    {"what is to go has changed", "{}", "{" VPC "}}", "{" VPC "}}", "{" VPC ", 'Name': 'mine'}}", "Name was not there, and is \"mine\" now"},
};
/* clang-format on */

static void a_plan_is_bound_to_the_objects_it_touches(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(worlds); i++) {
        const struct then_and_now *c = &worlds[i];
        WORLD(w) = world_new(c->spec, c->state, c->then);
        world_plan(w);
        w->live = parse_quoted(w->arena, c->now, JSON_PLAIN);
        const char *says = problem(w, plan_check_live(w->plan, live_of, w));
        if (*c->says ? !strstr(says, c->says) : *says != '\0')
            fail_msg("%s: \"%s\" instead of \"%s\"", c->what, says, c->says);
    }
}

static void what_is_done_goes_by_what_aws_tells_now(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" GROUP "'b'}}", "{" GROUP "'a'}}", "{" GROUP "'a', 'Revision': '1'}}");
    world_plan(w);
    w->live = parse_quoted(w->arena, "{" GROUP "'a', 'Revision': '2'}}", JSON_PLAIN);
    assert_string_equal(problem(w, plan_check_live(w->plan, live_of, w)), "");
    assert_string_equal(value_get_str(w->plan->planned[0].live, "Revision"), "2");
}

/* ---- when it is carried on with ---------------------------------------------------------------------------------- */

/* clang-format off */
static const struct carried_on {
    const char *what, *spec;
    const char *state, *live;             /* when the plan was made */
    const char *state_then, *live_then;   /* when it was cut off */
    const char *steps;                    /* what is left; NULL: refused, and */
    const char *says;
} cuts[] = {
    {"half of it is made", "{" NAMED ", " GROUP "'a'}}", "{}", "{}", "{" NAMED "}", "{}", "+g", ""},
    {"all of it is made", "{" NAMED ", " GROUP "'a'}}", "{}", "{}", "{" NAMED ", " GROUP "'a'}}", "{}", "", ""},
    {"one is half made", "{" NAMED "}", "{}", "{}", "{" VPC ", 'Name': 'x', 'status': 'creating'}}", "{}", "+vpc", ""},
    {"one is made, and not all of it is as asked", "{" NAMED "}", "{}", "{}", "{" NAMED "}", "{" VPC ", 'Name': 'y'}}", "~vpc", ""},
    {"one of two is changed", "{" NAMED ", " GROUP "'b'}}", "{" VPC "}, " GROUP "'a'}}", "{}", "{" NAMED ", " GROUP "'a'}}", "{}", "~g", ""},
    {"one of two is gone", "{}", "{" VPC "}, " GROUP "'a'}}", "{}", "{" GROUP "'a'}}", "{}", "-g", ""},
    {"replaced by half", "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16'}}", "{" VPC "}}", "{}", "{}", "{}", "+vpc", ""},
    {"replaced as a whole", "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16'}}", "{" VPC "}}", "{}",
     "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16', 'generation': 2}}", "{}", "", ""},
    {"somebody changed what was still to be changed", "{" NAMED ", " GROUP "'b'}}", "{" VPC "}, " GROUP "'a'}}", "{}",
     "{" NAMED ", " GROUP "'a'}}", "{" GROUP "'z'}}", NULL, "t/n/g is not as it was when the plan was made: Text was \"a\", and is \"z\" now"},
    {"somebody changed something else of it", "{" NAMED "}", "{" VPC "}}", "{}",
     "{" VPC "}}", "{" VPC ", 'EnableDns': false}}", NULL, "EnableDns was not there, and is false now"},
    {"somebody took away what was to be changed", "{" NAMED "}", "{" VPC "}}", "{}", "{" VPC "}}", "{'t/n/vpc': null}", NULL,
     "the plan was to update it, and what is to be done now is to create it: was deleted outside of provisioner"},
    {"what is left needs something that it did not need then",
     "{'t/n/sub': {'type': 'Subnet', 'VpcId': {'$ref': 't/n/vpc.VpcId'}, 'Zone': 'a'}, " VPC "}}",
     "{" VPC ", 'outputs': {'VpcId': 'vpc-1'}}}", "{}", "{" VPC ", 'outputs': {'VpcId': 'vpc-1'}}}", "{'t/n/vpc': null}", NULL,
     "the plan was to leave it, and what is to be done now is to create it"},
};
/* clang-format on */

static void begin_again(struct world *w, const struct carried_on *c)
{
    const struct value *entries = parse_quoted(w->arena, c->state_then, JSON_PLAIN);
    w->state = state_new("demo", "test");
    for (size_t i = 0; i < value_len(entries); i++)
        add_entry(w, value_key(entries, i), value_item(entries, i));
    w->live = parse_quoted(w->arena, c->live_then, JSON_PLAIN);
    w->request.state = w->state;
}

static void what_is_left_of_a_plan_was_in_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cuts); i++) {
        const struct carried_on *c = &cuts[i];
        WORLD(w) = world_new(c->spec, c->state, c->live);
        world_plan(w);
        const struct plan *saved = w->plan;
        struct state *before = w->state; /* the plan's texts are in it */
        begin_again(w, c);
        assert_true(plan_rest(w->arena, saved, w->state, &w->request));
        world_plan(w);
        const char *says = problem(w, plan_check_rest(saved, w->plan, w->state));
        if (c->steps ? *says || !str_eq(steps_text(w), c->steps) : !strstr(says, c->says))
            fail_msg("%s: \"%s\" and \"%s\" instead of \"%s\"", c->what, steps_text(w), says,
                     c->steps ? c->steps : c->says);
        state_free(before);
    }
}

static void what_was_asked_to_be_replaced_is_replaced_once(void **state)
{
    static const char *const which[] = {"t/n/vpc", NULL}, *const none[] = {NULL};
    (void)state;
    for (unsigned generation = 1; generation <= 2; generation++) {
        WORLD(w) = world_new("{" VPC "}}", "{" VPC "}}", "{}");
        w->request.replace = which;
        world_plan(w);
        const struct plan *saved = w->plan;
        struct entry e = *state_find(w->state, "t/n/vpc");
        e.generation = generation;
        state_put(w->state, &e);
        w->request.replace = none;
        assert_true(plan_rest(w->arena, saved, w->state, &w->request));
        world_plan(w);
        assert_string_equal(steps_text(w), generation == 1 ? "-vpc +vpc" : "");
        assert_string_equal(problem(w, plan_check_rest(saved, w->plan, w->state)), "");
    }
}

static void of_what_is_all_gone_nothing_is_left(void **state)
{
    (void)state;
    WORLD(w) = world_new("{}", "{" VPC "}}", "{}");
    world_plan(w);
    state_remove(w->state, "t/n/vpc", true);
    assert_false(plan_rest(w->arena, w->plan, w->state, &w->request));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_is_bound_to_the_objects_it_touches),
        cmocka_unit_test(what_is_done_goes_by_what_aws_tells_now),
        cmocka_unit_test(what_is_left_of_a_plan_was_in_it),
        cmocka_unit_test(what_was_asked_to_be_replaced_is_replaced_once),
        cmocka_unit_test(of_what_is_all_gone_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
