/* From rows and attributes to requests, and from answers to attributes: the notation of aws/types/impl.h, case by case.
 */
#include "provisioner/exec/request.h"
#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static const struct value *json(const char *text)
{
    const struct value *v = NULL;
    if (text)
        assert_null(json_parse(a, text, strlen(text), JSON_MARKED, &v));
    return v;
}

static const struct call *call_of(const struct call *list, const char *op, size_t nth)
{
    for (; list->op; list++)
        if (strcmp(list->op->name, op) == 0 && nth-- == 0)
            return list;
    fail_msg("no %s", op);
    return NULL;
}

static struct target target(const char *type, const char *want, const char *have, const char *applied)
{
    return (struct target){.type = rtype_named(type),
                           .address = "tokyo/x/y",
                           .region = "ap-northeast-1",
                           .generation = 1,
                           .account = json("{\"AccountId\":\"1\",\"Lineage\":\"abc\"}"),
                           .want = json(want),
                           .have = json(have),
                           .applied = json(applied)};
}

static const char *request(const struct target *t, const struct call *c, enum verb verb, const char *changed,
                           const struct value *item)
{
    const struct value *in = NULL;
    struct err *e = request_make(a, t, c, verb, changed, item, &in);
    if (e)
        fail_msg("%s", err_text(e));
    return in ? value_canonical(a, in) : NULL;
}

static void a_creation_sends_what_the_operation_takes(void **state)
{
    (void)state;
    struct target t =
        target("AWS::EC2::VPC", "{\"CidrBlock\":\"10.0.0.0/16\",\"EnableDnsSupport\":true,\"Tags\":{\"a\":\"b\"}}",
               NULL, NULL);
    assert_string_equal(request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL),
                        "{\"CidrBlock\":\"10.0.0.0/16\",\"TagSpecifications\":[{\"ResourceType\":\"vpc\","
                        "\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]}]}");
}

static void settings_at_their_default_need_no_call(void **state)
{
    (void)state;
    struct target t = target("AWS::EC2::VPC", "{\"EnableDnsSupport\":true,\"EnableDnsHostnames\":true}",
                             "{\"VpcId\":\"vpc-1\"}", NULL);
    const struct call *support = call_of(t.type->impl->create, "ModifyVpcAttribute", 0);
    const struct call *hostnames = call_of(t.type->impl->create, "ModifyVpcAttribute", 1);
    assert_false(call_applies(a, &t, support, VERB_CREATE, NULL));
    assert_true(call_applies(a, &t, hostnames, VERB_CREATE, NULL));
    assert_string_equal(request(&t, hostnames, VERB_CREATE, NULL, NULL),
                        "{\"EnableDnsHostnames\":{\"Value\":true},\"VpcId\":\"vpc-1\"}");
}

static void a_rule_is_nested_as_its_other_end_demands(void **state)
{
    (void)state;
    struct target t = target("AWS::EC2::SecurityGroupIngress",
                             "{\"GroupId\":\"sg-1\",\"IpProtocol\":\"tcp\",\"FromPort\":5432,\"ToPort\":5432,"
                             "\"ReferencedGroupId\":\"sg-2\",\"Description\":\"d\",\"Tags\":{}}",
                             NULL, NULL);
    assert_non_null(strstr(request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL),
                           "\"UserIdGroupPairs\":[{\"Description\":\"d\",\"GroupId\":\"sg-2\"}]"));
    assert_null(strstr(request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL), "IpRanges"));
}

static void differences_of_lists_are_added_and_removed(void **state)
{
    (void)state;
    struct target t = target("AWS::EC2::VPCEndpoint", "{\"RouteTableIds\":[\"b\",\"c\"]}",
                             "{\"VpcEndpointId\":\"vpce-1\",\"RouteTableIds\":[\"a\",\"b\"]}", NULL);
    const struct call *modify = call_of(t.type->impl->update, "ModifyVpcEndpoint", 0);
    assert_string_equal(request(&t, modify, VERB_UPDATE, "RouteTableIds", NULL),
                        "{\"AddRouteTableIds\":[\"c\"],\"RemoveRouteTableIds\":[\"a\"],\"VpcEndpointId\":\"vpce-1\"}");
    t = target("AWS::EC2::VPCEndpoint", "{\"RouteTableIds\":[\"b\"]}",
               "{\"VpcEndpointId\":\"v\",\"RouteTableIds\":[\"b\"]}", NULL);
    assert_null(request(&t, modify, VERB_UPDATE, "RouteTableIds", NULL));
}

static void only_tags_that_were_ours_are_taken_away(void **state)
{
    (void)state;
    struct target t = target("AWS::EC2::VPC", "{\"Tags\":{\"keep\":\"1\",\"new\":\"2\"}}",
                             "{\"VpcId\":\"vpc-1\",\"Tags\":{\"keep\":\"1\",\"ours\":\"x\",\"theirs\":\"y\"}}",
                             "{\"Tags\":{\"keep\":\"1\",\"ours\":\"x\"}}");
    assert_string_equal(request(&t, call_of(t.type->impl->update, "CreateTags", 0), VERB_UPDATE, "Tags", NULL),
                        "{\"Resources\":[\"vpc-1\"],\"Tags\":[{\"Key\":\"new\",\"Value\":\"2\"}]}");
    assert_string_equal(request(&t, call_of(t.type->impl->update, "DeleteTags", 0), VERB_UPDATE, "Tags", NULL),
                        "{\"Resources\":[\"vpc-1\"],\"Tags\":[{\"Key\":\"ours\"}]}");
}

static void parameters_go_in_batches_of_twenty(void **state)
{
    (void)state;
    struct sbuf want = {.arena = a};
    sbuf_puts(&want, "{\"DBClusterParameterGroupName\":\"g\",\"Parameters\":{");
    for (int i = 0; i < 45; i++)
        sbuf_printf(&want, "%s\"p%d\":\"%d\"", i ? "," : "", i, i);
    sbuf_puts(&want, "}}");
    struct target t = target("AWS::RDS::DBClusterParameterGroup", sbuf_str(&want), NULL, NULL);
    const struct call *c = call_of(t.type->impl->create, "ModifyDBClusterParameterGroup", 0);
    const struct value *items = call_items(a, &t, c);
    assert_int_equal(value_len(items), 3);
    assert_int_equal(value_len(value_item(items, 2)), 5);
    assert_non_null(strstr(request(&t, c, VERB_CREATE, NULL, value_item(items, 0)),
                           "{\"ApplyMethod\":\"pending-reboot\",\"ParameterName\":\"p0\",\"ParameterValue\":\"0\"}"));
}

static void documents_travel_as_text(void **state)
{
    (void)state;
    struct target t =
        target("AWS::IAM::Policy",
               "{\"RoleName\":\"r\",\"PolicyName\":\"p\",\"PolicyDocument\":{\"Version\":\"2012-10-17\"}}", NULL, NULL);
    assert_string_equal(
        request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL),
        "{\"PolicyDocument\":\"{\\\"Version\\\":\\\"2012-10-17\\\"}\",\"PolicyName\":\"p\",\"RoleName\":\"r\"}");
}

static void tokens_are_functions_of_lineage_address_and_generation(void **state)
{
    (void)state;
    struct target t = target("AWS::EC2::RouteTable", "{\"VpcId\":\"v\"}", NULL, NULL);
    const char *one = request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL);
    assert_string_equal(one, request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL));
    t.generation = 2;
    assert_string_not_equal(one, request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL));
}

/* An ARN that no answer tells is made of what is known; half of one would name something else. */
static void a_text_is_made_of_others_or_not_at_all(void **state)
{
    (void)state;
    struct target t = target("AWS::Logs::LogGroup", "{\"logGroupName\":\"x\"}", NULL, NULL);
    static const struct {
        const char *from, *sent;
    } cases[] = {
        {"%arn:logs:{@region}:{@account}:{$logGroupName}:*", "{\"resourceArn\":\"arn:logs:ap-northeast-1:1:x:*\"}"},
        {"%arn:logs:{@partition}:{$logGroupName}", "{}"},
        {"%{$kmsKeyId}", "{}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct call c = *call_of(t.type->impl->read, "ListTagsForResource", 0);
        c.bind = (const struct bind[]){{"resourceArn", cases[i].from}, {0}};
        assert_string_equal(request(&t, &c, VERB_READ, NULL, NULL), cases[i].sent);
    }
}

static void an_unknown_value_is_never_sent(void **state)
{
    (void)state;
    struct target t =
        target("AWS::EC2::Subnet", "{\"VpcId\":{\"$unknown\":true},\"CidrBlock\":\"10.0.0.0/24\"}", NULL, NULL);
    const struct value *in = NULL;
    struct err *e = request_make(a, &t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL, &in);
    assert_non_null(e);
    assert_int_equal(err_class_of(e), ERR_BUG);
    err_free(e);
}

static void a_generated_secret_is_in_the_request_alone(void **state)
{
    (void)state;
    struct target t = target("AWS::SecretsManager::Secret",
                             "{\"Name\":\"n\",\"GenerateSecretString\":{\"SecretStringTemplate\":\"{\\\"username\\\":"
                             "\\\"u\\\"}\",\"PasswordLength\":40}}",
                             NULL, NULL);
    const struct value *in = NULL, *doc = NULL;
    assert_null(request_make(a, &t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL, &in));
    const char *text = value_get_str(in, "SecretString");
    assert_null(json_parse(a, text, strlen(text), JSON_PLAIN, &doc));
    assert_string_equal(value_get_str(doc, "username"), "u");
    assert_int_equal(strlen(value_get_str(doc, "password")), 40);
    assert_null(value_get(t.want, "SecretString"));
    const struct value *again = NULL;
    assert_null(request_make(a, &t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL, &again));
    assert_string_not_equal(text, value_get_str(again, "SecretString"));
}

static void settings_travel_as_a_file(void **state)
{
    (void)state;
    const struct target t =
        target("AWS::MSK::Configuration", "{\"Name\":\"n\",\"ServerProperties\":{\"b\":\"2\",\"a\":1}}", NULL, NULL);
    const struct value *in = NULL;
    assert_null(request_make(a, &t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL, &in));
    assert_string_equal(base64_decode(a, value_get_str(in, "ServerProperties"), NULL), "b=2\na=1\n");
    static const char text[] = "# ours\n\n a = 1 \r\nb=x=y\n!no\nc";
    const struct call *read = &t.type->impl->read[1];
    struct value *answer = value_map(a);
    value_set_str(a, answer, "ServerProperties", base64_encode(a, text, strlen(text)));
    const struct value *told = value_get(answer_attrs(a, t.type, read, answer), "ServerProperties");
    assert_string_equal(value_canonical(a, told), "{\"a\":\"1\",\"b\":\"x=y\",\"c\":\"\"}");
}

static void what_is_told_in_any_order_is_sorted(void **state)
{
    (void)state;
    const struct rtype *rt = rtype_named("AWS::MSK::Cluster");
    const struct value *attrs =
        answer_attrs(a, rt, &rt->impl->read[1], json("{\"BootstrapBrokerStringTls\":\"c:1,a:1,b:1\"}"));
    assert_string_equal(value_get_str(attrs, "BootstrapBrokerStringTls"), "a:1,b:1,c:1");
}

static void a_call_is_left_out_where_another_takes_it_along(void **state)
{
    (void)state;
    const struct target t =
        target("AWS::MSK::Cluster", "{\"KafkaVersion\":\"3.9.x\",\"ConfigurationRevision\":2}", "{}", NULL);
    const struct call *c = call_of(t.type->impl->update, "UpdateClusterConfiguration", 0);
    assert_true(call_applies(a, &t, c, VERB_UPDATE, "ConfigurationRevision"));
    assert_false(call_applies(a, &t, c, VERB_UPDATE, "ConfigurationRevision KafkaVersion"));
}

static void nested_lists_carry_what_lies_around_them(void **state)
{
    (void)state;
    const struct rtype *rt = rtype_named("AWS::EC2::Route");
    const struct value *answer =
        json("{\"RouteTables\":[{\"RouteTableId\":\"rtb-1\",\"Routes\":["
             "{\"DestinationCidrBlock\":\"10.0.0.0/16\",\"Origin\":\"CreateRouteTable\"},"
             "{\"DestinationCidrBlock\":\"0.0.0.0/0\",\"Origin\":\"CreateRoute\",\"GatewayId\":\"igw-1\"}]}]}");
    const struct value *objects = answer_objects(a, rt, &rt->impl->list, answer, NULL);
    assert_int_equal(value_len(objects), 2);
    assert_false(object_mine(a, rt, value_item(objects, 0)));
    assert_true(object_mine(a, rt, value_item(objects, 1)));
    assert_string_equal(rtype_physical_id(a, rt, answer_attrs(a, rt, &rt->impl->list, value_item(objects, 1))),
                        "rtb-1|0.0.0.0/0");
}

static void pairs_are_read_as_maps_and_silence_is_no_answer(void **state)
{
    (void)state;
    const struct rtype *rt = rtype_named("AWS::RDS::DBCluster");
    const struct value *attrs =
        answer_attrs(a, rt, &rt->impl->list,
                     json("{\"DBClusterIdentifier\":\"c\",\"TagList\":[{\"Key\":\"a\",\"Value\":\"b\"}],"
                          "\"VpcSecurityGroups\":[{\"VpcSecurityGroupId\":\"sg-1\",\"Status\":\"active\"}]}"));
    assert_string_equal(value_canonical(a, attrs),
                        "{\"DBClusterIdentifier\":\"c\",\"Tags\":{\"a\":\"b\"},\"VpcSecurityGroupIds\":[\"sg-1\"]}");
}

static void answers_are_counted_and_spelt_as_wanted(void **state)
{
    (void)state;
    const struct rtype *rt = rtype_named("AWS::ElastiCache::ReplicationGroup");
    const struct value *attrs = answer_attrs(a, rt, &rt->impl->list,
                                             json("{\"AutomaticFailover\":\"enabling\",\"MultiAZ\":\"disabled\","
                                                  "\"NodeGroups\":[{\"NodeGroupMembers\":[{},{},{}]}]}"));
    assert_true(value_bool_of(value_get(attrs, "AutomaticFailoverEnabled")));
    assert_int_equal(value_kind(value_get(attrs, "MultiAZEnabled")), V_BOOL);
    assert_false(value_bool_of(value_get(attrs, "MultiAZEnabled")));
    assert_int_equal(value_int_of(value_get(attrs, "NumNodeGroups")), 1);
    assert_int_equal(value_int_of(value_get(attrs, "ReplicasPerNodeGroup")), 2);
    assert_null(value_get(answer_attrs(a, rt, &rt->impl->list, json("{}")), "NumNodeGroups"));
    rt = rtype_named("AWS::ElastiCache::GlobalReplicationGroup");
    attrs = answer_attrs(a, rt, &rt->impl->list, json("{\"GlobalReplicationGroupId\":\"abcde-my-cache\"}"));
    assert_string_equal(value_get_str(attrs, "GlobalReplicationGroupIdSuffix"), "my-cache");
    assert_string_equal(value_get_str(attrs, "GlobalReplicationGroupId"), "abcde-my-cache");
}

static void more_and_fewer_are_calls_of_their_own(void **state)
{
    (void)state;
    struct target up =
        target("AWS::ElastiCache::ReplicationGroup",
               "{\"ReplicationGroupId\":\"g\",\"ReplicasPerNodeGroup\":2,\"NumNodeGroups\":1}",
               "{\"ReplicasPerNodeGroup\":1,\"NumNodeGroups\":2,\"NodeGroupIds\":[\"0001\",\"0002\"]}", NULL);
    const struct call *list = up.type->impl->update;
    assert_true(call_applies(a, &up, call_of(list, "IncreaseReplicaCount", 0), VERB_UPDATE, "ReplicasPerNodeGroup"));
    assert_false(call_applies(a, &up, call_of(list, "DecreaseReplicaCount", 0), VERB_UPDATE, "ReplicasPerNodeGroup"));
    assert_false(call_applies(a, &up, call_of(list, "ModifyReplicationGroupShardConfiguration", 0), VERB_UPDATE,
                              "NumNodeGroups"));
    const struct call *fewer = call_of(list, "ModifyReplicationGroupShardConfiguration", 1);
    assert_true(call_applies(a, &up, fewer, VERB_UPDATE, "NumNodeGroups"));
    assert_string_equal(request(&up, fewer, VERB_UPDATE, "NumNodeGroups", NULL),
                        "{\"ApplyImmediately\":true,\"NodeGroupCount\":1,\"NodeGroupsToRetain\":[\"0001\"],"
                        "\"ReplicationGroupId\":\"g\"}");
}

static void a_log_that_is_not_wanted_is_switched_off(void **state)
{
    (void)state;
    struct target t =
        target("AWS::ElastiCache::ReplicationGroup",
               "{\"ReplicationGroupId\":\"g\",\"LogDeliveryConfigurations\":[{\"LogType\":\"slow-log\","
               "\"LogFormat\":\"text\"}]}",
               "{\"LogDeliveryConfigurations\":[{\"LogType\":\"slow-log\",\"LogFormat\":\"json\",\"Status\":"
               "\"active\"},{\"LogType\":\"engine-log\",\"LogFormat\":\"json\",\"Status\":\"active\"}]}",
               NULL);
    const struct call *taken = NULL;
    for (const struct call *c = t.type->impl->update; c->op; c++)
        if (!taken && str_eq(c->when, "LogDeliveryConfigurations"))
            taken = c;
    assert_string_equal(request(&t, taken, VERB_UPDATE, "LogDeliveryConfigurations", NULL),
                        "{\"ApplyImmediately\":true,\"LogDeliveryConfigurations\":[{\"LogFormat\":\"text\",\"LogType\":"
                        "\"slow-log\"},{\"Enabled\":false,\"LogType\":\"engine-log\"}],\"ReplicationGroupId\":\"g\"}");
}

/* By policy: the scope that differs is put anew, the policy that is not wanted goes. */
static void maps_are_walked_by_key_and_value(void **state)
{
    (void)state;
    struct target t = target("AWS::EKS::AccessEntry",
                             "{\"associatedAccessPolicies\":{\"kept\":{\"type\":\"cluster\"},"
                             "\"scoped\":{\"type\":\"namespace\",\"namespaces\":[\"n\"]}}}",
                             "{\"clusterName\":\"c\",\"principalArn\":\"p\",\"associatedAccessPolicies\":{"
                             "\"kept\":{\"type\":\"cluster\"},\"scoped\":{\"type\":\"cluster\"},"
                             "\"old\":{\"type\":\"cluster\"}}}",
                             NULL);
    const struct call *put = call_of(t.type->impl->update, "AssociateAccessPolicy", 0);
    const struct call *drop = call_of(t.type->impl->update, "DisassociateAccessPolicy", 0);
    const struct value *items = call_items(a, &t, put);
    assert_int_equal(value_len(items), 1);
    assert_string_equal(request(&t, put, VERB_UPDATE, "associatedAccessPolicies", value_item(items, 0)),
                        "{\"accessScope\":{\"namespaces\":[\"n\"],\"type\":\"namespace\"},\"clusterName\":\"c\","
                        "\"policyArn\":\"scoped\",\"principalArn\":\"p\"}");
    items = call_items(a, &t, drop);
    assert_int_equal(value_len(items), 1);
    assert_string_equal(request(&t, drop, VERB_UPDATE, "associatedAccessPolicies", value_item(items, 0)),
                        "{\"clusterName\":\"c\",\"policyArn\":\"old\",\"principalArn\":\"p\"}");
}

static void an_update_is_through_when_its_answer_says_so(void **state)
{
    (void)state;
    const char *text = NULL;
    struct target t =
        target("AWS::EKS::Cluster", "{\"version\":\"1.34\"}", "{\"name\":\"c\",\"updateId\":\"u\"}", NULL);
    const struct call *c = call_of(t.type->impl->update, "DescribeUpdate", 0);
    assert_true(call_applies(a, &t, c, VERB_UPDATE, "version"));
    assert_false(call_applies(a, &t, c, VERB_UPDATE, "clusterLogging"));
    assert_string_equal(request(&t, c, VERB_UPDATE, "version", NULL), "{\"name\":\"c\",\"updateId\":\"u\"}");
    assert_int_equal(answer_settled(a, c->until, json("{\"update\":{\"status\":\"InProgress\"}}"), &text), SETTLE_BUSY);
    assert_int_equal(answer_settled(a, c->until, json("{\"update\":{\"status\":\"Successful\"}}"), &text),
                     SETTLE_READY);
    assert_int_equal(answer_settled(a, c->until, json("{\"update\":{\"status\":\"Failed\"}}"), &text), SETTLE_FAILED);
    t.have = json("{\"name\":\"c\"}"); /* it was so already, and there is no update */
    assert_false(call_applies(a, &t, c, VERB_UPDATE, "version"));
}

static void nodes_stay_within_their_new_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *want, *size;
    } cases[] = {{"{\"minSize\":1,\"maxSize\":9}", "\"desiredSize\":5"},
                 {"{\"minSize\":1,\"maxSize\":4}", "\"desiredSize\":4"},
                 {"{\"minSize\":7,\"maxSize\":9}", "\"desiredSize\":7"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct target t = target("AWS::EKS::Nodegroup", cases[i].want,
                                 "{\"clusterName\":\"c\",\"nodegroupName\":\"n\",\"currentSize\":5}", NULL);
        const struct call *c = call_of(t.type->impl->update, "UpdateNodegroupConfig", 1);
        assert_non_null(strstr(request(&t, c, VERB_UPDATE, "minSize maxSize", NULL), cases[i].size));
    }
}

static void a_taint_with_another_value_is_not_taken_away_besides(void **state)
{
    (void)state;
    struct target t =
        target("AWS::EKS::Nodegroup", "{\"taints\":[{\"key\":\"k\",\"value\":\"new\",\"effect\":\"NO_EXECUTE\"}]}",
               "{\"clusterName\":\"c\",\"nodegroupName\":\"n\",\"taints\":["
               "{\"key\":\"k\",\"value\":\"old\",\"effect\":\"NO_EXECUTE\"},"
               "{\"key\":\"k\",\"value\":\"old\",\"effect\":\"NO_SCHEDULE\"}]}",
               NULL);
    const char *text =
        request(&t, call_of(t.type->impl->update, "UpdateNodegroupConfig", 0), VERB_UPDATE, "taints", NULL);
    assert_non_null(strstr(text, "\"removeTaints\":[{\"effect\":\"NO_SCHEDULE\",\"key\":\"k\",\"value\":\"old\"}]"));
    assert_non_null(
        strstr(text, "\"addOrUpdateTaints\":[{\"effect\":\"NO_EXECUTE\",\"key\":\"k\",\"value\":\"new\"}]"));
}

static void settling_is_ready_busy_or_failed(void **state)
{
    (void)state;
    const struct rtype *rt = rtype_named("AWS::RDS::DBInstance");
    const char *text = NULL;
    assert_int_equal(object_settled(a, rt, json("{\"DBInstanceStatus\":\"available\"}"), &text), SETTLE_READY);
    assert_int_equal(object_settled(a, rt, json("{\"DBInstanceStatus\":\"creating\"}"), &text), SETTLE_BUSY);
    assert_string_equal(text, "creating");
    assert_int_equal(object_settled(a, rt, json("{\"DBInstanceStatus\":\"incompatible-network\"}"), &text),
                     SETTLE_FAILED);
    rt = rtype_named("AWS::SecretsManager::Secret");
    assert_int_equal(object_settled(a, rt, json("{}"), &text), SETTLE_READY);
    assert_int_equal(
        object_settled(a, rt, json("{\"ReplicationStatus\":[{\"Status\":\"InSync\"},{\"Status\":\"InProgress\"}]}"),
                       &text),
        SETTLE_BUSY);
    assert_int_equal(object_settled(a, rt, json("{\"ReplicationStatus\":[{\"Status\":\"Failed\"}]}"), &text),
                     SETTLE_FAILED);
}

static void faults_match_by_code_and_message(void **state)
{
    (void)state;
    assert_true(fault_matches("A B:*role*", "A", "anything"));
    assert_true(fault_matches("A B:*role*", "B", "the IAM role is invalid"));
    assert_false(fault_matches("A B:*role*", "B", "something else"));
    assert_false(fault_matches("AB", "A", ""));
    assert_false(fault_matches(NULL, "A", ""));
    assert_false(fault_matches("A", "", NULL));
}

static const char *attached(const char *secret, const char *port)
{
    struct target t = target("AWS::SecretsManager::SecretTargetAttachment",
                             arena_printf(a, "{\"SecretId\":\"s\",\"SecretString\":%s,\"Connection\":{\"port\":%s}}",
                                          value_canonical(a, value_str(a, secret)), port),
                             NULL, NULL);
    return request(&t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL);
}

static const char *version_in(const char *text)
{
    return value_get_str(json(text), "ClientRequestToken");
}

static void the_same_secret_text_is_one_version(void **state)
{
    (void)state;
    const char *first = attached("{\"password\":\"x\"}", "1"),
               *again = attached("{\"password\":\"x\",\"port\":1}", "1");
    assert_string_equal(value_get_str(json(first), "SecretString"), "{\"password\":\"x\",\"port\":1}");
    assert_string_equal(first, again);
    assert_int_equal(strlen(version_in(first)), 36);
    const char *rotated = attached("{\"password\":\"y\",\"port\":1}", "1");
    assert_string_not_equal(version_in(first), version_in(rotated));
    /* all but four digits of it are the same, whatever the secret */
    assert_int_equal(strncmp(version_in(first), version_in(rotated), 32), 0);
    struct target t =
        target("AWS::SecretsManager::SecretTargetAttachment",
               "{\"SecretId\":\"s\",\"SecretString\":\"no json\",\"Connection\":{\"port\":1}}", NULL, NULL);
    const struct value *in;
    struct err *e = request_make(a, &t, &t.type->impl->create[0], VERB_CREATE, NULL, NULL, &in);
    assert_non_null(e);
    assert_null(strstr(err_text(e), "no json"));
    err_free(e);
}

static void a_call_may_go_to_another_objects_region(void **state)
{
    (void)state;
    struct target t =
        target("AWS::KMS::ReplicaKey", "{\"PrimaryKeyArn\":\"arn:aws:kms:eu-west-1:1:key/mrk-1\"}", NULL, NULL);
    assert_string_equal(call_region(a, &t, &t.type->impl->create[0]), "eu-west-1");
    assert_string_equal(call_region(a, &t, &t.type->impl->remove[0]), "ap-northeast-1");
}

static void what_is_not_told_may_count_as_gone(void **state)
{
    (void)state;
    const struct rtype *rotation = rtype_named("AWS::SecretsManager::RotationSchedule");
    assert_true(object_gone(a, rotation, json("{}")));
    assert_true(object_gone(a, rotation, json("{\"RotationEnabled\":false}")));
    assert_false(object_gone(a, rotation, json("{\"RotationEnabled\":true}")));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_creation_sends_what_the_operation_takes),
        T(settings_at_their_default_need_no_call),
        T(a_rule_is_nested_as_its_other_end_demands),
        T(differences_of_lists_are_added_and_removed),
        T(only_tags_that_were_ours_are_taken_away),
        T(parameters_go_in_batches_of_twenty),
        T(documents_travel_as_text),
        T(tokens_are_functions_of_lineage_address_and_generation),
        T(a_text_is_made_of_others_or_not_at_all),
        T(an_unknown_value_is_never_sent),
        T(a_generated_secret_is_in_the_request_alone),
        T(the_same_secret_text_is_one_version),
        T(a_call_may_go_to_another_objects_region),
        T(what_is_not_told_may_count_as_gone),
        T(settings_travel_as_a_file),
        T(what_is_told_in_any_order_is_sorted),
        T(a_call_is_left_out_where_another_takes_it_along),
        T(nested_lists_carry_what_lies_around_them),
        T(pairs_are_read_as_maps_and_silence_is_no_answer),
        T(answers_are_counted_and_spelt_as_wanted),
        T(more_and_fewer_are_calls_of_their_own),
        T(a_log_that_is_not_wanted_is_switched_off),
        T(maps_are_walked_by_key_and_value),
        T(an_update_is_through_when_its_answer_says_so),
        T(nodes_stay_within_their_new_bounds),
        T(a_taint_with_another_value_is_not_taken_away_besides),
        T(settling_is_ready_busy_or_failed),
        T(faults_match_by_code_and_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
