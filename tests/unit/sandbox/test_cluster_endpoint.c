#include "harness.h"

static const char *subnet_in(const char *vpc, const char *cidr, const char *zone)
{
    return text_at(
        OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'%s','AvailabilityZone':'%s'}", vpc, cidr, zone),
        "Subnet.SubnetId");
}

static void cluster(const char *id)
{
    OK("rds", "CreateDBCluster",
       "{'DBClusterIdentifier':'%s','Engine':'aurora-postgresql','EngineVersion':'15.10','DBSubnetGroupName':'main',"
       "'MasterUsername':'dba','MasterUserPassword':'correct-horse'}",
       id);
}

static void instance(const char *id, const char *of)
{
    OK("rds", "CreateDBInstance",
       "{'DBInstanceIdentifier':'%s','DBInstanceClass':'db.r6g.large','Engine':'aurora-postgresql','"
       "DBClusterIdentifier':'%s'}",
       id, of);
}

/* Cluster "one" with instances "a", "b", cluster "two" with "c"; all available. */
static void two_clusters(void)
{
    const char *vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    OK("rds", "CreateDBSubnetGroup",
       "{'DBSubnetGroupName':'main','DBSubnetGroupDescription':'d','SubnetIds':['%s','%s']}",
       subnet_in(vpc, "10.0.0.0/20", "ap-northeast-1a"), subnet_in(vpc, "10.0.16.0/20", "ap-northeast-1c"));
    cluster("one");
    cluster("two");
    wait_s(100);
    instance("a", "one");
    instance("b", "one");
    instance("c", "two");
    wait_s(430);
}

static const struct value *made(const char *id, const char *more)
{
    return OK("rds", "CreateDBClusterEndpoint",
              "{'DBClusterIdentifier':'One','DBClusterEndpointIdentifier':'%s','EndpointType':'ANY'%s}", id, more);
}

static const struct value *told(const char *asked)
{
    return OK("rds", "DescribeDBClusterEndpoints", "%s", asked);
}

static const char *status_of(const char *id)
{
    return text_at(told(arena_printf(memory, "{'DBClusterEndpointIdentifier':'%s'}", id)),
                   "DBClusterEndpoints[0].Status");
}

static void an_endpoint_is_made_changed_and_deleted(void **state)
{
    (void)state;
    two_clusters();
    const struct value *v = made("Reports", ",'StaticMembers':['A']");
    assert_string_equal(text_at(v, "DBClusterEndpointIdentifier"), "reports");
    assert_string_equal(text_at(v, "DBClusterIdentifier"), "one");
    assert_string_equal(text_at(v, "EndpointType"), "CUSTOM");
    assert_string_equal(text_at(v, "CustomEndpointType"), "ANY");
    assert_string_equal(text_at(v, "Status"), "creating");
    assert_string_equal(text_at(v, "StaticMembers[0]"), "a");
    assert_string_equal(text_at(v, "DBClusterEndpointArn"),
                        "arn:aws:rds:ap-northeast-1:123456789012:cluster-endpoint:reports");
    assert_true(str_starts(text_at(v, "Endpoint"), "reports.cluster-custom-"));
    NO("InvalidDBClusterEndpointStateFault", "rds", "ModifyDBClusterEndpoint",
       "{'DBClusterEndpointIdentifier':'reports','StaticMembers':['b']}");
    NO("InvalidDBClusterEndpointStateFault", "rds", "DeleteDBClusterEndpoint",
       "{'DBClusterEndpointIdentifier':'reports'}");
    wait_s(60);
    assert_string_equal(status_of("REPORTS"), "available");
    v = OK("rds", "ModifyDBClusterEndpoint",
           "{'DBClusterEndpointIdentifier':'reports','EndpointType':'READER','StaticMembers':[],'ExcludedMembers':['b']"
           "}");
    assert_string_equal(text_at(v, "Status"), "modifying");
    assert_string_equal(text_at(v, "CustomEndpointType"), "READER");
    assert_int_equal(count_at(v, "StaticMembers"), 0);
    assert_string_equal(text_at(v, "ExcludedMembers[0]"), "b");
    wait_s(60);
    v = OK("rds", "DeleteDBClusterEndpoint", "{'DBClusterEndpointIdentifier':'reports'}");
    assert_string_equal(text_at(v, "Status"), "deleting");
    wait_s(60);
    NO("DBClusterEndpointNotFoundFault", "rds", "DeleteDBClusterEndpoint", "{'DBClusterEndpointIdentifier':'reports'}");
    NO("DBClusterEndpointNotFoundFault", "rds", "ModifyDBClusterEndpoint", "{'DBClusterEndpointIdentifier':'reports'}");
}

/* What is not there is an empty list; only a cluster that is not there is a fault. */
static void lists_hold_what_every_cluster_has_besides(void **state)
{
    (void)state;
    two_clusters();
    made("reports", "");
    assert_int_equal(count_at(told("{}"), "DBClusterEndpoints"), 5);
    assert_int_equal(count_at(told("{'DBClusterIdentifier':'TWO'}"), "DBClusterEndpoints"), 2);
    const struct value *one = told("{'DBClusterIdentifier':'one'}");
    assert_int_equal(count_at(one, "DBClusterEndpoints"), 3);
    assert_string_equal(text_at(one, "DBClusterEndpoints[0].EndpointType"), "WRITER");
    assert_string_equal(text_at(one, "DBClusterEndpoints[0].Status"), "available");
    assert_null(value_path(memory, one, "DBClusterEndpoints[0].DBClusterEndpointIdentifier"));
    assert_null(value_path(memory, one, "DBClusterEndpoints[1].DBClusterEndpointArn"));
    const struct value *custom = told("{'Filters':[{'Name':'db-cluster-endpoint-type','Values':['custom']}]}");
    assert_int_equal(count_at(custom, "DBClusterEndpoints"), 1);
    assert_string_equal(text_at(custom, "DBClusterEndpoints[0].DBClusterEndpointIdentifier"), "reports");
    assert_int_equal(count_at(told("{'Filters':[{'Name':'db-cluster-endpoint-custom-type','Values':['reader']}]}"),
                              "DBClusterEndpoints"),
                     0);
    assert_int_equal(count_at(told("{'DBClusterEndpointIdentifier':'none'}"), "DBClusterEndpoints"), 0);
    assert_int_equal(count_at(told("{'DBClusterEndpointIdentifier':'one/writer'}"), "DBClusterEndpoints"), 0);
    NO("DBClusterNotFoundFault", "rds", "DescribeDBClusterEndpoints", "{'DBClusterIdentifier':'three'}");
    NO("DBClusterEndpointNotFoundFault", "rds", "DeleteDBClusterEndpoint",
       "{'DBClusterEndpointIdentifier':'one/writer'}");
}

static void endpoints_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *cluster, *id, *type, *more;
    } cases[] = {
        {"DBClusterNotFoundFault", "three", "e", "ANY", ""},
        {"DBClusterEndpointAlreadyExistsFault", "two", "TAKEN", "ANY", ""},
        {"InvalidParameterValue", "one", "e--e", "ANY", ""},
        {"InvalidParameterValue", "one", "e", "WRITER", ""},
        {"InvalidParameterValue", "one", "e", "any", ""},
        {"DBInstanceNotFound", "one", "e", "ANY", ",'StaticMembers':['a','none']"},
        {"DBInstanceNotFound", "one", "e", "ANY", ",'ExcludedMembers':['c']"},
        {"InvalidDBInstanceState", "two", "e", "ANY", ",'StaticMembers':['new']"},
        {"InvalidParameterCombination", "one", "e", "ANY", ",'StaticMembers':['a'],'ExcludedMembers':['b']"},
        {"InvalidParameterValue", "one", "e", "ANY", ",'Tags':[{'Key':'aws:x','Value':''}]"},
    };
    two_clusters();
    made("taken", ",'StaticMembers':['a']");
    instance("new", "two");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "rds", "CreateDBClusterEndpoint",
           "{'DBClusterIdentifier':'%s','DBClusterEndpointIdentifier':'%s','EndpointType':'%s'%s}", cases[i].cluster,
           cases[i].id, cases[i].type, cases[i].more);
    wait_s(60);
    NO("InvalidParameterCombination", "rds", "ModifyDBClusterEndpoint",
       "{'DBClusterEndpointIdentifier':'taken','ExcludedMembers':['b']}");
    for (int i = 2; i <= 5; i++)
        made(arena_printf(memory, "e%d", i), "");
    NO("DBClusterEndpointQuotaExceededFault", "rds", "CreateDBClusterEndpoint",
       "{'DBClusterIdentifier':'one','DBClusterEndpointIdentifier':'e6','EndpointType':'ANY'}");
    assert_int_equal(last_fault.status, 403);
}

static void its_tags_are_told_by_the_calls_for_tags_alone(void **state)
{
    (void)state;
    two_clusters();
    const char *arn = text_at(made("reports", ",'Tags':[{'Key':'Team','Value':'x'}]"), "DBClusterEndpointArn");
    OK("rds", "AddTagsToResource", "{'ResourceName':'%s','Tags':[{'Key':'Cost','Value':'1'}]}", arn);
    OK("rds", "RemoveTagsFromResource", "{'ResourceName':'%s','TagKeys':['Team']}", arn);
    const struct value *tags = OK("rds", "ListTagsForResource", "{'ResourceName':'%s'}", arn);
    assert_int_equal(count_at(tags, "TagList"), 1);
    assert_string_equal(text_at(tags, "TagList[0].Key"), "Cost");
    const struct value *all =
        OK("tagging", "GetResources", "{'ResourceTypeFilters':['rds:cluster-endpoint'],'TagFilters':[{'Key':'Cost'}]}");
    assert_int_equal(count_at(all, "ResourceTagMappingList"), 1);
    assert_string_equal(text_at(all, "ResourceTagMappingList[0].ResourceARN"), arn);
}

static void endpoints_go_with_their_cluster(void **state)
{
    (void)state;
    two_clusters();
    made("reports", ",'StaticMembers':['a']");
    wait_s(60);
    OK("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'a'}");
    OK("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'b'}");
    assert_string_equal(text_at(told("{'DBClusterEndpointIdentifier':'reports'}"), "DBClusterEndpoints[0].StaticMembers"
                                                                                   "[0]"),
                        "a");
    OK("rds", "DeleteDBCluster", "{'DBClusterIdentifier':'one','SkipFinalSnapshot':true}");
    assert_string_equal(text_at(told("{'DBClusterIdentifier':'one'}"), "DBClusterEndpoints[1].Status"), "deleting");
    NO("InvalidDBClusterStateFault", "rds", "ModifyDBClusterEndpoint",
       "{'DBClusterEndpointIdentifier':'reports','EndpointType':'READER'}");
    wait_s(200);
    assert_int_equal(count_at(told("{}"), "DBClusterEndpoints"), 2);
    NO("DBClusterEndpointNotFoundFault", "rds", "DeleteDBClusterEndpoint", "{'DBClusterEndpointIdentifier':'reports'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_endpoint_is_made_changed_and_deleted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_hold_what_every_cluster_has_besides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(endpoints_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(its_tags_are_told_by_the_calls_for_tags_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(endpoints_go_with_their_cluster, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
