#include "tests/unit/plan/world.h"

#define VPC "'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'"
#define VPC_MADE VPC ", 'outputs': {'VpcId': 'vpc-1'}}"
#define SUBNET "'t/n/sub': {'type': 'Subnet', 'VpcId': {'$ref': 't/n/vpc.VpcId'}, 'CidrBlock': '10.0.1.0/24'}"
#define SUBNET_MADE                                                                                                    \
    "'t/n/sub': {'type': 'Subnet', 'VpcId': 'vpc-1', 'CidrBlock': '10.0.1.0/24', 'after': ['t/n/vpc'],"                \
    " 'outputs': {'SubnetId': 'subnet-1'}}"
#define CLUSTER "'t/d/c': {'type': 'Cluster', 'ClusterName': 'c', 'Version': '15'"

struct decision {
    const char *name, *spec, *state, *live, *actions, *steps, *reason; /* of the first planned */
};

/* clang-format off */
#define MEMBER(id) "{'type': 'AWS::ElastiCache::ReplicationGroup', 'ReplicationGroupId': '" id "'"
#define DATASTORE "'g/d/g': {'type': 'AWS::ElastiCache::GlobalReplicationGroup', 'GlobalReplicationGroupId': 'g'"
#define LED_BY_A "'outputs': {'Members': [{'ReplicationGroupId': 'a', 'ReplicationGroupRegion': 'ap-northeast-1', 'Role': 'PRIMARY'}," \
                 " {'ReplicationGroupId': 'b', 'ReplicationGroupRegion': 'ap-northeast-1', 'Role': 'SECONDARY'}]}"
static const struct decision decisions[] = {
    {"who leads a datastore that stays is not replaced", "{" DATASTORE "}, 't/d/a': " MEMBER("other") "}, 't/d/b': " MEMBER("b") "}}",
     "{" DATASTORE ", " LED_BY_A "}, 't/d/a': " MEMBER("a") ", 'outputs': {'ReplicationGroupId': 'a'}}, 't/d/b': " MEMBER("b") ", 'outputs': {'ReplicationGroupId': 'b'}}}",
     NULL, "g=noop a=replace! b=noop", "-a +a", ""},
    {"who follows is", "{" DATASTORE "}, 't/d/a': " MEMBER("a") "}, 't/d/b': " MEMBER("other") "}}",
     "{" DATASTORE ", " LED_BY_A "}, 't/d/a': " MEMBER("a") ", 'outputs': {'ReplicationGroupId': 'a'}}, 't/d/b': " MEMBER("b") ", 'outputs': {'ReplicationGroupId': 'b'}}}",
     NULL, "g=noop a=noop b=replace", "-b +b", ""},
    {"all is new", "{" VPC "}, " SUBNET "}", "{}", NULL, "sub=create vpc=create", "+vpc +sub", "not in the state"},
    {"all is there", "{" VPC "}, " SUBNET "}", "{" VPC_MADE ", " SUBNET_MADE "}", "{}", "sub=noop vpc=noop", "", ""},
    {"all is there, offline", "{" VPC "}, " SUBNET "}", "{" VPC_MADE ", " SUBNET_MADE "}", NULL, "sub=noop vpc=noop", "", ""},
    {"changed in the spec", "{" VPC ", 'Name': 'x'}}", "{" VPC_MADE "}", "{}", "vpc=update", "~vpc", "Name changed in the spec"},
    {"changed behind our back", "{" VPC ", 'Name': 'x'}}", "{" VPC ", 'Name': 'x'}}",
     "{" VPC ", 'Name': 'y'}}", "vpc=update", "~vpc", "Name changed outside of provisioner"},
    {"deleted behind our back", "{" VPC "}}", "{" VPC_MADE "}", "{'t/n/vpc': null}", "vpc=create", "+vpc",
     "was deleted outside of provisioner"},
    {"a replacement reaches dependents", "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16'}, " SUBNET "}",
     "{" VPC_MADE ", " SUBNET_MADE "}", "{}", "sub=replace vpc=replace", "-sub -vpc +vpc +sub",
     "VpcId refers to t/n/vpc, which is replaced"},
    {"not wanted", "{}", "{" VPC_MADE ", " SUBNET_MADE "}", "{}", "sub=delete vpc=delete", "-sub -vpc", "not in the spec"},
    {"not wanted and gone", "{}", "{" VPC_MADE ", " SUBNET_MADE "}", "{'t/n/sub': null}", "sub=forget vpc=delete", ".sub -vpc",
     "is gone already"},
    {"found", "{" VPC "}}", "{}", "{" VPC ", 'VpcId': 'vpc-7'}}", "vpc=adopt", "<vpc", "exists, and is ours by its name or tags"},
    {"found and different", "{" VPC ", 'Name': 'x'}}", "{}", "{" VPC ", 'Name': 'y'}}", "vpc=adopt", "<vpc ~vpc",
     "exists, and is ours by its name or tags"},
    {"found and too different", "{" VPC "}}", "{}", "{'t/n/vpc': {'CidrBlock': '10.9.0.0/16'}}", "vpc=replace", "-vpc +vpc",
     "CidrBlock cannot be changed in place"},
    {"begun", "{" VPC "}}", "{" VPC ", 'status': 'creating'}}", "{'t/n/vpc': null}", "vpc=create", "+vpc",
     "its creation was begun and not finished"},
    {"begun and there", "{" VPC "}}", "{" VPC ", 'status': 'creating'}}", "{}", "vpc=create", "+vpc",
     "its creation was begun and not finished"},
    {"what refers to an object whose creation is carried on stays", "{" VPC "}, " SUBNET "}",
     "{" VPC ", 'status': 'creating', 'outputs': {'VpcId': 'vpc-1'}}, " SUBNET_MADE "}", "{}", "sub=noop vpc=create", "+vpc", ""},
    {"and goes where there is none to carry on with", "{" VPC "}, " SUBNET "}",
     "{" VPC ", 'status': 'creating', 'outputs': {'VpcId': 'vpc-1'}}, " SUBNET_MADE "}", "{'t/n/vpc': null}",
     "sub=replace vpc=create", "-sub +vpc +sub", "VpcId refers to t/n/vpc, which is created"},
    {"or AWS is deleting it", "{" VPC "}, " SUBNET "}",
     "{" VPC ", 'status': 'creating', 'outputs': {'VpcId': 'vpc-1'}}, " SUBNET_MADE "}",
     "{" VPC ", '!leaving': true}}", "sub=replace vpc=replace", "-sub -vpc +vpc +sub", "VpcId refers to t/n/vpc, which is replaced"},
    {"begun, and failed for good", "{" VPC "}}", "{" VPC ", 'status': 'creating'}}",
     "{" VPC ", '!failed': 'CREATE_FAILED'}}", "vpc=replace", "-vpc +vpc",
     "its creation ended in \"CREATE_FAILED\", which it does not recover from"},
    {"a database that failed for good is not replaced by itself", "{" CLUSTER "}}", "{" CLUSTER ", 'status': 'creating'}}",
     "{" CLUSTER ", '!failed': 'failed'}}", "c=replace!", "-c +c", "its creation ended in \"failed\", which it does not recover from"},
    {"what was there once is not replaced for a state it is in", "{" CLUSTER "}}", "{" CLUSTER "}}",
     "{" CLUSTER ", '!failed': 'storage-full'}}", "c=noop", "", ""},
    {"begun, and then the spec changed", "{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16'}}",
     "{" VPC ", 'status': 'creating'}}", "{}", "vpc=replace", "-vpc +vpc", "CidrBlock cannot be changed in place"},
    {"half deleted, offline", "{" VPC "}}", "{" VPC ", 'status': 'deleting'}}", NULL, "vpc=replace", "-vpc +vpc",
     "its deletion was begun and not finished"},
    {"half deleted, and there", "{" VPC "}}", "{" VPC ", 'status': 'deleting'}}", "{}", "vpc=adopt", "<vpc",
     "its deletion was begun, and it is wanted after all"},
    {"a database is not deleted", "{}", "{" CLUSTER "}}", "{}", "c=delete!", "-c", "not in the spec"},
    {"a database is not replaced", "{'t/d/c': {'type': 'Cluster', 'ClusterName': 'd', 'Version': '15'}}", "{" CLUSTER "}}", "{}",
     "c=replace!", "-c +c", "ClusterName cannot be changed in place"},
    {"roles are not drift", "{" CLUSTER ", 'Writer': true}}", "{" CLUSTER ", 'Writer': false}}",
     "{" CLUSTER ", 'Writer': false}}", "c=noop", "", ""},
    {"a name fixed by the spec is known before it exists",
     "{" CLUSTER "}, 't/d/i': {'type': 'Instance', 'InstanceName': 'i', 'Cluster': {'$ref': 't/d/c.ClusterName'}}}",
     "{'t/d/i': {'type': 'Instance', 'InstanceName': 'i', 'Cluster': 'c'}}", NULL, "c=create i=noop", "+c", "not in the state"},
    {"but not when the thing of that name is replaced",
     "{" CLUSTER ", 'Engine': 'new', 'Group': 'x'},"
     " 't/d/i': {'type': 'Instance', 'InstanceName': 'i', 'Cluster': {'$ref': 't/d/c.ClusterName'},"
     "           'Class': {'$ref': 't/d/c.Group'}}}",
     "{" CLUSTER ", 'Engine': 'old', 'Group': 'x'},"
     " 't/d/i': {'type': 'Instance', 'InstanceName': 'i', 'Cluster': 'c', 'Class': 'x', 'after': ['t/d/c']}}",
     NULL, "c=replace! i=replace", "-i -c +c +i", "Engine cannot be changed in place"},
    {"what the spec fixes and names nothing stays known",
     "{" CLUSTER ", 'Engine': 'new', 'Group': 'x'},"
     " 't/d/i': {'type': 'Instance', 'InstanceName': 'i', 'Cluster': 'c', 'Class': {'$ref': 't/d/c.Group'}}}",
     "{" CLUSTER ", 'Engine': 'old', 'Group': 'x'},"
     " 't/d/i': {'type': 'Instance', 'InstanceName': 'i', 'Cluster': 'c', 'Class': 'x', 'after': ['t/d/c']}}",
     NULL, "c=replace! i=noop", "-c +c", "Engine cannot be changed in place"},
    {"a value that changes in place is known",
     "{" VPC ", 'Name': 'b'}, 't/n/g': {'type': 'Group', 'GroupName': 'g', 'Text': {'$ref': 't/n/vpc.Name'}}}",
     "{" VPC ", 'Name': 'a'}, 't/n/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'a'}}", NULL, "g=update vpc=update",
     "~vpc ~g", "Text changed in the spec"},
    {"what moves with every update of another waits for it",
     "{" CLUSTER ", 'Group': {'$ref': 't/d/g.Revision'}}, 't/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'new'}}",
     "{" CLUSTER ", 'Group': '1'}, 't/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'old', 'outputs': {'Revision': '1'}}}",
     NULL, "c=update g=update", "~g ~c", "Group changed"},
    {"and stays where that stays",
     "{" CLUSTER ", 'Group': {'$ref': 't/d/g.Revision'}}, 't/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'old'}}",
     "{" CLUSTER ", 'Group': '1'}, 't/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'old', 'outputs': {'Revision': '1'}}}",
     NULL, "c=noop g=noop", "", ""},
    {"what grew by itself is no difference", "{" CLUSTER ", 'Storage': 100}}", "{" CLUSTER ", 'Storage': 100}}",
     "{" CLUSTER ", 'Storage': 500}}", "c=noop", "", ""},
    {"nor is more than there was asked for, where more is there", "{" CLUSTER ", 'Storage': 200}}", "{" CLUSTER ", 'Storage': 100}}",
     "{" CLUSTER ", 'Storage': 500}}", "c=noop", "", ""},
    {"what is too small grows", "{" CLUSTER ", 'Storage': 600}}", "{" CLUSTER ", 'Storage': 100}}",
     "{" CLUSTER ", 'Storage': 500}}", "c=update", "~c", "Storage changed in the spec"},
    {"secrets do not change while what they are in does not",
     "{" CLUSTER ", 'Password': {'$ref': 't/d/s.Value'}}, 't/d/s': {'type': 'Secret', 'SecretName': 's'}}",
     "{" CLUSTER "}, 't/d/s': {'type': 'Secret', 'SecretName': 's'}}", "{}", "c=noop s=noop", "", ""},
    {"a new secret is a new password",
     "{" CLUSTER ", 'Password': {'$ref': 't/d/s.Value'}}, 't/d/s': {'type': 'Secret', 'SecretName': 's'}}",
     "{" CLUSTER "}, 't/d/s': {'type': 'Secret', 'SecretName': 's'}}", "{'t/d/s': null}", "c=update s=create", "+s ~c",
     "Password refers to t/d/s, which is created"},
    {"a secret within a text does not show up as a change",
     "{'t/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': {'$join': ['x:', {'$ref': 't/d/s.Value'}]}},"
     " 't/d/s': {'type': 'Secret', 'SecretName': 's'}}",
     "{'t/d/g': {'type': 'Group', 'GroupName': 'g'}, 't/d/s': {'type': 'Secret', 'SecretName': 's'}}", "{}", "g=noop s=noop", "", ""},
    {"account and generation are known",
     "{'t/d/g': {'type': 'Group', 'GroupName': {'$join': ['g-', {'$ref': 'lookup/account.AccountId'}, {'$ref': 'self.Suffix'}]}}}",
     "{'t/d/g': {'type': 'Group', 'GroupName': 'g-123456789012-g2', 'generation': 2}}", "{}", "g=noop", "", ""},
    {"a lookup without an answer changes nothing",
     "{'t/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': {'$ref': 'lookup/t/zones.ZoneNames[0]'}}}",
     "{'t/d/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'a'}}", NULL, "g=noop", "", ""},
    {"renamed in the spec",
     "{'t/d/new': {'type': 'Cluster', 'ClusterName': 'c'}}", "{'t/d/old': {'type': 'Cluster', 'ClusterName': 'c'}}",
     "{'t/d/new': {'type': 'Cluster', 'ClusterName': 'c'}}", "new=adopt old=forget", "<new .old", "was t/d/old until now"},
    {"two names for one",
     "{'t/d/new': {'type': 'Cluster', 'ClusterName': 'c'}, 't/d/old': {'type': 'Cluster', 'ClusterName': 'c'}}",
     "{'t/d/old': {'type': 'Cluster', 'ClusterName': 'c'}}", "{'t/d/new': {'type': 'Cluster', 'ClusterName': 'c'}}",
     "new=create! old=noop", "+new", "not in the state"},
    {"default left alone", "{" VPC "}}", "{" VPC_MADE "}", "{" VPC ", 'EnableDns': true, 'VpcId': 'vpc-1'}}", "vpc=noop", "", ""},
};
/* clang-format on */

static void each_situation_has_its_action(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(decisions); i++) {
        const struct decision *c = &decisions[i];
        WORLD(w) = world_new(c->spec, c->state, c->live);
        world_plan(w);
        const char *got = arena_printf(w->arena, "%s | %s | %s", actions_text(w), steps_text(w),
                                       w->plan->n_planned ? w->plan->planned[0].reason : "");
        const char *want = arena_printf(w->arena, "%s | %s | %s", c->actions, c->steps, c->reason);
        if (strcmp(got, want) != 0)
            fail_msg("%s:\n  got  %s\n  want %s", c->name, got, want);
    }
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

struct finding {
    const char *spec, *state, *told;
};

/* clang-format off */
static const struct finding findings[] = {
    {"{'t/n/x': {'type': 'Vcp'}}", "{}", "there is no type Vcp"},
    {"{'t/n/x': {'type': 'Vpc'}}", "{}", "Vpc wants CidrBlock"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlok': 'a'}}", "{}", "has no attribute \"CidrBlok\"; did you mean CidrBlock?"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': 1}}", "{}", "CidrBlock wants a text, not a whole number"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': 'a', 'Tags': []}}", "{}", "Tags wants a mapping, not a list"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': 'a', 'VpcId': 'b'}}", "{}", "VpcId is for AWS to decide"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': {'$ref': 't/n/y.A'}}}", "{}", "refers to t/n/y, which is not there"},
    {"{" VPC "}, 't/n/x': {'type': 'Vpc', 'CidrBlock': {'$ref': 't/n/vcp.Name'}}}", "{}", "did you mean t/n/vpc?"},
    {"{" VPC "}, 't/n/x': {'type': 'Vpc', 'CidrBlock': {'$ref': 't/n/vpc.Nam'}}}", "{}", "no such attribute; did you mean Name?"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': {'$ref': 't/n/x.Name'}}}", "{}", "refers to itself"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': {'$ref': 'self.Name'}}}", "{}", "self has no \"Name\""},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': 'a', 'after': ['t/n/y']}}", "{}", "refers to t/n/y, which is not there"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': {'$ref': 't/n/vpc.Name'}}}", "{" VPC "}}", "which the spec no longer asks for"},
    {"{'t/n/x': {'type': 'Vpc', 'CidrBlock': 'a'}}", "{'t/n/x': {'type': 'Group', 'GroupName': 'a'}}",
     "t/n/x is Group in the state and Vpc in the spec"},
    {"{" VPC "}}", "{" VPC ", 'region': 'us-east-1'}}", "is in us-east-1, and the spec says ap-northeast-1"},
    {"{}", "{'t/n/x': {'type': 'Old'}}", "t/n/x: there is no type Old"},
    {"{" CLUSTER ", 'Storage': 99}}", "{" CLUSTER ", 'Storage': 100}}", "Storage was 100, and AWS only lets it grow"},
    {"{" CLUSTER ", 'Password': 'hunter2'}}", "{}", "Password is secret and may not be written out"},
};
/* clang-format on */

static void what_cannot_be_is_told_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(findings); i++) {
        WORLD(w) = world_new(findings[i].spec, findings[i].state, NULL);
        struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
        if (!e || err_class_of(e) != ERR_INPUT || !strstr(diags_text(w), findings[i].told))
            fail_msg("%s: %s", findings[i].spec, diags_text(w));
        assert_null(strstr(diags_text(w), "hunter2"));
        err_free(e);
    }
}

static void findings_stand_where_they_were_written(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" VPC "}, 't/n/x': {'type': 'Vpc'}}", "{}", NULL);
    struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
    assert_non_null(e);
    err_free(e);
    assert_string_equal(diags_text(w), "spec.yaml:2:1: error: t/n/x: Vpc wants CidrBlock [plan/missing-attribute]\n");
    assert_string_equal(w->diags.items[0].address, "t/n/x");
}

static void an_address_asked_for_twice_is_refused(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" VPC "}}", "{}", NULL);
    add_wanted(w, "t/n/vpc", parse_quoted(w->arena, "{'type': 'Vpc', 'CidrBlock': 'a'}", JSON_PLAIN));
    struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
    assert_non_null(e);
    err_free(e);
    assert_non_null(strstr(diags_text(w), "t/n/vpc is asked for twice"));
}

/* ---- protection -------------------------------------------------------------------------------------------------- */

static void what_is_replaced_in_use_is_warned_of(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16'},"
                         " 't/n/g': {'type': 'Group', 'GroupName': 'g', 'Text': {'$ref': 't/n/vpc.VpcId'}}}",
                         "{" VPC_MADE ", 't/n/g': {'type': 'Group', 'GroupName': 'g', 'Text': 'vpc-1',"
                         " 'after': ['t/n/vpc']}}",
                         NULL);
    world_plan(w);
    assert_string_equal(planned_at(w, "t/n/g")->reason, "Text refers to t/n/vpc, which is replaced");
    assert_non_null(strstr(diags_text(w), "while t/n/g still uses it"));
}

static void a_refusal_names_the_flag_that_allows_it(void **state)
{
    (void)state;
    WORLD(w) = world_new("{}", "{" CLUSTER "}}", "{}");
    world_plan(w);
    assert_true(planned_at(w, "t/d/c")->refused);
    assert_int_equal(w->diags.errors, 1);
    assert_non_null(strstr(diags_text(w), "allow it with --allow-destroy t/d/c"));
}

static void what_is_allowed_is_not_refused(void **state)
{
    (void)state;
    static const char *const patterns[][2] = {{"t/d/c"}, {"t/*"}, {"t/d"}};
    for (size_t i = 0; i < COUNT(patterns); i++) {
        WORLD(w) = world_new("{}", "{" CLUSTER "}}", "{}");
        w->request.allow_destroy = patterns[i];
        world_plan(w);
        assert_false(planned_at(w, "t/d/c")->refused);
        assert_int_equal(w->diags.errors, 0);
    }
}

static void what_others_made_is_not_taken(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" VPC "}}", "{}", "{" VPC ", '!theirs': true}}");
    world_plan(w);
    assert_string_equal(actions_text(w), "vpc=create!");
    assert_non_null(strstr(diags_text(w), "choose another name"));
}

/* ---- generations ------------------------------------------------------------------------------------------------- */

static unsigned generation(const char *spec, const char *state, const char *live)
{
    WORLD(w) = world_new(spec, state, live);
    world_plan(w);
    return planned_at(w, "t/n/vpc")->generation;
}

static void a_new_object_has_a_new_generation(void **state)
{
    (void)state;
    assert_int_equal(generation("{" VPC "}}", "{}", NULL), 1);
    assert_int_equal(generation("{" VPC "}}", "{" VPC ", 'generation': 3}}", "{}"), 3);
    assert_int_equal(generation("{" VPC "}}", "{" VPC ", 'generation': 3}}", "{'t/n/vpc': null}"), 4);
    assert_int_equal(generation("{" VPC "}}", "{" VPC ", 'generation': 3, 'status': 'creating'}}", "{'t/n/vpc': null}"),
                     3);
    assert_int_equal(generation("{}", "{" VPC ", 'generation': 3}}", "{}"), 3);
    assert_int_equal(
        generation("{'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.9.0.0/16'}}", "{" VPC ", 'generation': 3}}", "{}"), 4);
}

static void a_tombstone_is_counted_on(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" VPC "}}", "{" VPC ", 'generation': 2}}", NULL);
    state_remove(w->state, "t/n/vpc", true);
    world_plan(w);
    assert_int_equal(planned_at(w, "t/n/vpc")->generation, 3);
}

static void a_replaced_name_bears_its_generation(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/n/g': {'type': 'Group', 'GroupName': {'$join': ['h', {'$ref': 'self.Suffix'}]}}}",
                         "{'t/n/g': {'type': 'Group', 'GroupName': 'g'}}", "{}");
    world_plan(w);
    const struct planned *p = planned_at(w, "t/n/g");
    assert_int_equal(p->action, ACT_REPLACE);
    assert_string_equal(value_str_of(p->changes[0].after), "h-g2");
}

/* ---- intents ----------------------------------------------------------------------------------------------------- */

static void put_intent(struct world *w, const char *verb)
{
    static const char *none[] = {NULL};
    struct intent in = {"t/n/vpc", "Vpc", "t", "ap-northeast-1", verb, "CreateVpc"};
    in.inputs = parse_quoted(w->arena, "{'CidrBlock': '10.0.0.0/16'}", JSON_PLAIN);
    in.after = none;
    in.generation = 1;
    state_put_intent(w->state, &in);
}

static const char *with_intent(const char *spec, const char *state, const char *live, const char *verb, char *buf)
{
    WORLD(w) = world_new(spec, state, live);
    put_intent(w, verb);
    world_plan(w);
    snprintf(buf, 64, "%s | %s", actions_text(w), w->plan->planned[0].reason);
    return buf;
}

static void an_intent_without_an_answer_is_taken_up(void **state)
{
    (void)state;
    char buf[64];
    assert_string_equal(with_intent("{" VPC "}}", "{}", "{}", "create", buf),
                        "vpc=create | its creation was begun and not finished");
    assert_string_equal(with_intent("{}", "{}", "{" VPC "}}", "create", buf), "vpc=delete | not in the spec");
    /* not shown is not proven gone: the delete looks again */
    assert_string_equal(with_intent("{}", "{}", "{}", "create", buf), "vpc=delete | not in the spec");
    assert_string_equal(with_intent("{" VPC "}}", "{" VPC_MADE "}", NULL, "delete", buf),
                        "vpc=replace | its deletion was begun and not finished");
}

/* ---- scope ------------------------------------------------------------------------------------------------------- */

#define TWO                                                                                                            \
    "{'tokyo/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'},"                                                     \
    " 'seoul/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.1.0.0/16'},"                                                     \
    " 'global/n/g': {'type': 'Group', 'GroupName': 'g'},"                                                              \
    " 'global/n/role': {'type': 'Role', 'GroupName': 'r'},"                                                            \
    " 'tokyo/n/peer': {'type': 'Group', 'GroupName': 'p', 'Text': {'$ref': 'seoul/n/vpc.VpcId'}}}"
#define TWO_MADE                                                                                                       \
    "{'tokyo/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16', 'outputs': {'VpcId': 'v1'}},"                         \
    " 'seoul/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.1.0.0/16', 'outputs': {'VpcId': 'v2'}},"                         \
    " 'tokyo/n/peer': {'type': 'Group', 'GroupName': 'p', 'Text': 'v2', 'after': ['seoul/n/vpc']}}"

struct scope_case {
    const char *spec, *state;
    const char *targets[3], *region, *skipped[2], *replace[2];
    bool destroy;
    const char *actions;
};

/* clang-format off */
static const struct scope_case scopes[] = {
    {TWO, "{}", {NULL}, NULL, {NULL}, {NULL}, false, "g=create role=create vpc=create peer=create vpc=create"},
    {TWO, "{}", {"tokyo/n/peer"}, NULL, {NULL}, {NULL}, false, "vpc=create peer=create"},
    {TWO, "{}", {"tokyo"}, NULL, {NULL}, {NULL}, false, "vpc=create peer=create vpc=create"},
    {TWO, "{}", {"*/vpc"}, NULL, {NULL}, {NULL}, false, "vpc=create vpc=create"},
    {TWO, "{}", {NULL}, "tokyo", {NULL}, {NULL}, false, "g=create role=create vpc=create"},
    {TWO, TWO_MADE, {NULL}, "tokyo", {NULL}, {NULL}, false, "g=create role=create peer=noop vpc=noop"},
    {TWO, "{}", {NULL}, NULL, {"seoul"}, {NULL}, false, "g=create role=create vpc=create"},
    {TWO, "{}", {NULL}, NULL, {"tokyo"}, {NULL}, false, "role=create vpc=create"},
    {TWO, TWO_MADE, {NULL}, NULL, {"seoul"}, {NULL}, false, "g=create role=create peer=noop vpc=noop"},
    {TWO, TWO_MADE, {NULL}, NULL, {NULL}, {NULL}, true, "vpc=delete peer=delete vpc=delete"},
    {TWO, TWO_MADE, {NULL}, NULL, {"tokyo"}, {NULL}, true, ""},
    {TWO, TWO_MADE, {NULL}, NULL, {"seoul"}, {NULL}, true, "peer=delete vpc=delete"},
    {TWO, TWO_MADE, {"seoul/n/vpc"}, NULL, {NULL}, {NULL}, true, "vpc=delete peer=delete"},
    {TWO, TWO_MADE, {"tokyo/n/peer"}, NULL, {NULL}, {NULL}, true, "peer=delete"},
    {TWO, TWO_MADE, {NULL}, "seoul", {NULL}, {"seoul/n/vpc"}, false, "g=create role=create"},
    {TWO, TWO_MADE, {"seoul/n/vpc"}, NULL, {NULL}, {"seoul/n/vpc"}, false, "vpc=replace peer=update"},
    {TWO, TWO_MADE, {"tokyo/n/vpc"}, NULL, {NULL}, {"tokyo/n/vpc"}, false, "vpc=replace"},
};
/* clang-format on */

static void a_plan_keeps_to_its_scope(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(scopes); i++) {
        const struct scope_case *c = &scopes[i];
        WORLD(w) = world_new(c->spec, c->state, "{}");
        w->request.targets = c->targets[0] ? c->targets : NULL;
        w->request.region = c->region;
        w->request.skipped = c->skipped[0] ? c->skipped : NULL;
        w->request.replace = c->replace[0] ? c->replace : NULL;
        w->request.destroy = c->destroy;
        world_plan(w);
        if (strcmp(actions_text(w), c->actions) != 0)
            fail_msg("case %zu: \"%s\", not \"%s\"", i, actions_text(w), c->actions);
    }
}

static void what_is_left_out_is_said(void **state)
{
    (void)state;
    static const char *const seoul[] = {"seoul", NULL};
    WORLD(w) = world_new(TWO, "{}", "{}");
    w->request.skipped = seoul;
    world_plan(w);
    assert_string_equal(w->plan->skipped[0], "seoul");
    assert_non_null(strstr(diags_text(w), "1 resource is left out"));
    assert_non_null(strstr(diags_text(w), "tokyo/n/peer"));
    assert_int_equal(w->diags.errors, 0);
}

static void a_target_that_is_nothing_is_refused(void **state)
{
    (void)state;
    static const char *const targets[] = {"tokio", NULL};
    WORLD(w) = world_new(TWO, "{}", NULL);
    w->request.targets = targets;
    struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
    assert_non_null(e);
    err_free(e);
    assert_non_null(strstr(diags_text(w), "--target tokio: there is nothing at that address"));
}

static void looking_only_changes_only_the_state(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/n/a': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16', 'Name': 'x'},"
                         " 't/n/b': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'},"
                         " 't/n/c': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'},"
                         " 't/n/d': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'}}",
                         "{'t/n/a': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16', 'Name': 'x'},"
                         " 't/n/b': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'},"
                         " 't/n/e': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'}}",
                         "{'t/n/a': {'CidrBlock': '10.0.0.0/16', 'Name': 'y'}, 't/n/b': null,"
                         " 't/n/c': {'CidrBlock': '10.0.0.0/16'}}");
    w->request.refresh_only = true;
    world_plan(w);
    assert_string_equal(actions_text(w), "a=noop b=forget c=adopt e=noop");
    assert_string_equal(steps_text(w), ".b <c");
    assert_int_equal(planned_at(w, "t/n/a")->n_changes, 1);
    assert_non_null(strstr(diags_text(w), "note: t/n/a: Name is not as the spec says"));
}

static void looking_only_sees_a_new_name(void **state)
{
    (void)state;
    WORLD(w) = world_new("{'t/d/new': {'type': 'Cluster', 'ClusterName': 'c'}}",
                         "{'t/d/old': {'type': 'Cluster', 'ClusterName': 'c'}}",
                         "{'t/d/new': {'type': 'Cluster', 'ClusterName': 'c'}}");
    w->request.refresh_only = true;
    world_plan(w);
    assert_string_equal(steps_text(w), "<new .old");
}

static void going_back_to_a_default_is_said_outright(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" VPC "}}", "{" VPC ", 'Tags': {'a': '1'}}}",
                         "{" VPC ", 'EnableDns': false, 'Tags': {'a': '1', 'b': '2'}}}");
    world_plan(w);
    const struct planned *p = planned_at(w, "t/n/vpc");
    assert_string_equal(w->plan->steps[0].attrs, "EnableDns Tags");
    assert_true(value_bool_of(value_get(p->wanted, "EnableDns")));
    assert_int_equal(value_kind(value_get(p->wanted, "Tags")), V_MAP);
    assert_null(value_get(w->wanted.items[0].attrs, "EnableDns"));
}

/* ---- premises ---------------------------------------------------------------------------------------------------- */

static void the_state_a_plan_was_made_from_must_be_there(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" VPC "}}", "{}", NULL);
    world_plan(w);
    struct state_head h = *state_head(w->state);
    assert_null(plan_check_premises(w->plan, &h));
    h.serial++;
    struct err *e = plan_check_premises(w->plan, &h);
    assert_int_equal(err_class_of(e), ERR_STALE);
    err_free(e);
    h.serial--;
    h.lineage = "another";
    e = plan_check_premises(w->plan, &h);
    assert_int_equal(err_class_of(e), ERR_STALE);
    err_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_situation_has_its_action),
        cmocka_unit_test(what_cannot_be_is_told_with_its_place),
        cmocka_unit_test(findings_stand_where_they_were_written),
        cmocka_unit_test(an_address_asked_for_twice_is_refused),
        cmocka_unit_test(what_is_replaced_in_use_is_warned_of),
        cmocka_unit_test(a_refusal_names_the_flag_that_allows_it),
        cmocka_unit_test(what_is_allowed_is_not_refused),
        cmocka_unit_test(what_others_made_is_not_taken),
        cmocka_unit_test(a_new_object_has_a_new_generation),
        cmocka_unit_test(a_tombstone_is_counted_on),
        cmocka_unit_test(a_replaced_name_bears_its_generation),
        cmocka_unit_test(an_intent_without_an_answer_is_taken_up),
        cmocka_unit_test(a_plan_keeps_to_its_scope),
        cmocka_unit_test(what_is_left_out_is_said),
        cmocka_unit_test(a_target_that_is_nothing_is_refused),
        cmocka_unit_test(looking_only_changes_only_the_state),
        cmocka_unit_test(looking_only_sees_a_new_name),
        cmocka_unit_test(going_back_to_a_default_is_said_outright),
        cmocka_unit_test(the_state_a_plan_was_made_from_must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
