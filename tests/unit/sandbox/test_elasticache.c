#include "harness.h"

static const char *const tokyo = "ap-northeast-1", *const seoul = "ap-northeast-2";

static const char *subnet_in(const char *vpc, const char *cidr, const char *zone)
{
    return text_at(
        OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'%s','AvailabilityZone':'%s'}", vpc, cidr, zone),
        "Subnet.SubnetId");
}

/* Subnet group "main" in the region at hand. */
static const char *subnet_group(void)
{
    const char *vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    const char *first = arena_printf(memory, "%sa", region), *second = arena_printf(memory, "%sc", region);
    OK("elasticache", "CreateCacheSubnetGroup",
       "{'CacheSubnetGroupName':'Main','CacheSubnetGroupDescription':'d','SubnetIds':['%s','%s']}",
       subnet_in(vpc, "10.0.0.0/20", first), subnet_in(vpc, "10.0.16.0/20", second));
    return vpc;
}

#define GROUP                                                                                                          \
    "'ReplicationGroupDescription':'d','Engine':'redis','EngineVersion':'7.0','CacheNodeType':'cache.r7g.large',"      \
    "'CacheSubnetGroupName':'main'"

static void group(const char *id, const char *more)
{
    OK("elasticache", "CreateReplicationGroup", "{'ReplicationGroupId':'%s'," GROUP "%s}", id, more);
}

#define TWO ",'NumCacheClusters':2,'AutomaticFailoverEnabled':true,'MultiAZEnabled':true"

static const struct value *told(const char *id)
{
    return OK("elasticache", "DescribeReplicationGroups", "{'ReplicationGroupId':'%s'}", id);
}

static const char *status_of(const char *id)
{
    return text_at(told(id), "ReplicationGroups[0].Status");
}

static void modify(const char *id, const char *what)
{
    OK("elasticache", "ModifyReplicationGroup", "{'ReplicationGroupId':'%s','ApplyImmediately':true,%s}", id, what);
}

static void not_modify(const char *code, const char *id, const char *what)
{
    NO(code, "elasticache", "ModifyReplicationGroup", "{'ReplicationGroupId':'%s','ApplyImmediately':true,%s}", id,
       what);
}

/* ---- alone ------------------------------------------------------------------------------------------------------- */

static void a_group_is_made_changed_and_deleted(void **state)
{
    (void)state;
    subnet_group();
    group("Cache", TWO);
    assert_string_equal(status_of("cache"), "creating");
    assert_int_equal(count_at(told("cache"), "ReplicationGroups[0].MemberClusters"), 2);
    assert_null(value_path(memory, told("cache"), "ReplicationGroups[0].NodeGroups"));
    not_modify("InvalidReplicationGroupState", "cache", "'ReplicationGroupDescription':'x'");
    NO("InvalidReplicationGroupState", "elasticache", "DeleteReplicationGroup", "{'ReplicationGroupId':'cache'}");
    NO("InvalidReplicationGroupState", "elasticache", "ListTagsForResource", "{'ResourceName':'%s'}",
       text_at(told("cache"), "ReplicationGroups[0].ARN"));
    wait_s(430);
    const struct value *v = told("cache");
    assert_string_equal(text_at(v, "ReplicationGroups[0].Status"), "available");
    assert_string_equal(text_at(v, "ReplicationGroups[0].AutomaticFailover"), "enabled");
    assert_string_equal(text_at(v, "ReplicationGroups[0].NodeGroups[0].NodeGroupMembers[1].CacheClusterId"),
                        "cache-002");
    v = OK("elasticache", "DescribeCacheClusters", "{'CacheClusterId':'cache-001'}");
    assert_string_equal(text_at(v, "CacheClusters[0].EngineVersion"), "7.0.7");
    assert_string_equal(text_at(v, "CacheClusters[0].CacheParameterGroup.CacheParameterGroupName"), "default.redis7");
    modify("cache", "'CacheNodeType':'cache.r7g.xlarge'");
    assert_string_equal(status_of("cache"), "modifying");
    wait_s(500);
    OK("elasticache", "IncreaseReplicaCount",
       "{'ReplicationGroupId':'cache','NewReplicaCount':2,'ApplyImmediately':true}");
    wait_s(500);
    assert_int_equal(count_at(told("cache"), "ReplicationGroups[0].MemberClusters"), 3);
    modify("cache", "'EngineVersion':'7.1'");
    wait_s(1000);
    not_modify("InvalidParameterCombination", "cache", "'EngineVersion':'7.0'");
    not_modify("InvalidParameterCombination", "cache", "'EngineVersion':'7.1'");
    NO("CacheSubnetGroupInUse", "elasticache", "DeleteCacheSubnetGroup", "{'CacheSubnetGroupName':'main'}");
    OK("elasticache", "DeleteReplicationGroup", "{'ReplicationGroupId':'cache'}");
    assert_string_equal(status_of("cache"), "deleting");
    wait_s(250);
    NO("ReplicationGroupNotFoundFault", "elasticache", "DescribeReplicationGroups", "{'ReplicationGroupId':'cache'}");
    OK("elasticache", "DeleteCacheSubnetGroup", "{'CacheSubnetGroupName':'main'}");
}

static void groups_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *id, *more;
    } cases[] = {
        {"ReplicationGroupAlreadyExists", "TAKEN", ""},
        {"InvalidParameterValue", "a--b", ""},
        {"InvalidParameterValue", "a-name-of-more-than-forty-characters-is-no-name", ""},
        {"InvalidParameterCombination", "c", ",'AutomaticFailoverEnabled':true"},
        {"InvalidParameterCombination", "c", ",'NumCacheClusters':2,'MultiAZEnabled':true"},
        {"InvalidParameterCombination", "c", ",'NumCacheClusters':2,'ReplicasPerNodeGroup':1"},
        {"InvalidParameterValue", "c", ",'NumCacheClusters':7"},
        {"InvalidParameterCombination", "c", ",'AuthToken':'0123456789abcdef'"},
        {"InvalidParameterValue", "c", ",'TransitEncryptionEnabled':true,'AuthToken':'short'"},
        {"InvalidParameterValue", "c", ",'TransitEncryptionEnabled':true,'AuthToken':'0123456789abcdef@'"},
        {"InvalidParameterCombination", "c", ",'KmsKeyId':'alias/none'"},
        {"InvalidParameterValue", "c", ",'SnapshotRetentionLimit':36"},
        {"InvalidParameterValue", "c", ",'SnapshotWindow':'10:00-10:30'"},
        {"InvalidParameterCombination", "c",
         ",'SnapshotWindow':'10:00-11:00','PreferredMaintenanceWindow':'mon:10:30-mon:11:30'"},
        {"CacheParameterGroupNotFound", "c", ",'CacheParameterGroupName':'none'"},
        {"InvalidParameterCombination", "c", ",'CacheParameterGroupName':'default.redis6.x'"},
        {"InvalidParameterCombination", "c", ",'NumNodeGroups':2"},
        {"InvalidParameterCombination", "c", ",'NumNodeGroups':2,'CacheParameterGroupName':'default.redis7'"},
        {"UserGroupNotFound", "c", ",'UserGroupIds':['none']"},
        {"GlobalReplicationGroupNotFoundFault", "c", ",'GlobalReplicationGroupId':'abcde-none'"},
        {"InvalidParameterValue", "c",
         ",'LogDeliveryConfigurations':[{'LogType':'slow-log','DestinationType':'cloudwatch-logs','LogFormat':'json',"
         "'DestinationDetails':{'CloudWatchLogsDetails':{'LogGroup':'/none'}}}]"},
    };
    subnet_group();
    group("taken", "");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "elasticache", "CreateReplicationGroup", "{'ReplicationGroupId':'%s'," GROUP "%s}",
           cases[i].id, cases[i].more);
    NO("CacheSubnetGroupNotFoundFault", "elasticache", "CreateReplicationGroup",
       "{'ReplicationGroupId':'c','ReplicationGroupDescription':'d','CacheNodeType':'cache.r7g.large',"
       "'CacheSubnetGroupName':'none'}");
    NO("InvalidParameterValue", "elasticache", "CreateReplicationGroup",
       "{'ReplicationGroupId':'c','ReplicationGroupDescription':'d','CacheNodeType':'cache.r7g.tiny',"
       "'CacheSubnetGroupName':'main'}");
    NO("InvalidParameterCombination", "elasticache", "CreateReplicationGroup",
       "{'ReplicationGroupId':'c','ReplicationGroupDescription':'d','Engine':'valkey','CacheNodeType':'cache.r7g.large'"
       ","
       "'CacheSubnetGroupName':'main'}");
}

static void changes_are_refused(void **state)
{
    (void)state;
    subnet_group();
    group("cache", TWO);
    wait_s(430);
    not_modify("InvalidParameterCombination", "cache", "'AutomaticFailoverEnabled':false");
    not_modify("InvalidParameterCombination", "cache", "'SnapshotRetentionLimit':7");
    not_modify("InvalidParameterCombination", "cache",
               "'AuthToken':'0123456789abcdef','AuthTokenUpdateStrategy':'SET'");
    not_modify("InvalidParameterCombination", "cache", "'Engine':'valkey'");
    not_modify("UserGroupNotFound", "cache", "'UserGroupIdsToAdd':['none']");
    NO("InvalidParameterCombination", "elasticache", "DecreaseReplicaCount",
       "{'ReplicationGroupId':'cache','NewReplicaCount':0,'ApplyImmediately':true}");
    NO("NoOperationFault", "elasticache", "IncreaseReplicaCount",
       "{'ReplicationGroupId':'cache','NewReplicaCount':1,'ApplyImmediately':true}");
    NO("InvalidParameterCombination", "elasticache", "ModifyReplicationGroupShardConfiguration",
       "{'ReplicationGroupId':'cache','NodeGroupCount':2,'ApplyImmediately':true}");
    modify("cache", "'SnapshotRetentionLimit':7,'SnapshottingClusterId':'cache-001'");
}

static void cluster_mode_has_shards(void **state)
{
    (void)state;
    subnet_group();
    group("many", ",'NumNodeGroups':2,'ReplicasPerNodeGroup':1,'AutomaticFailoverEnabled':true,"
                  "'CacheParameterGroupName':'default.redis7.cluster.on'");
    wait_s(430);
    const struct value *v = told("many");
    assert_string_equal(text_at(v, "ReplicationGroups[0].MemberClusters[3]"), "many-0002-002");
    assert_true(str_starts(text_at(v, "ReplicationGroups[0].ConfigurationEndpoint.Address"), "clustercfg.many."));
    OK("elasticache", "ModifyReplicationGroupShardConfiguration",
       "{'ReplicationGroupId':'many','NodeGroupCount':3,'ApplyImmediately':true}");
    wait_s(500);
    NO("InvalidParameterCombination", "elasticache", "ModifyReplicationGroupShardConfiguration",
       "{'ReplicationGroupId':'many','NodeGroupCount':1,'ApplyImmediately':true}");
    OK("elasticache", "ModifyReplicationGroupShardConfiguration",
       "{'ReplicationGroupId':'many','NodeGroupCount':1,'NodeGroupsToRetain':['0001'],'ApplyImmediately':true}");
    wait_s(500);
    assert_int_equal(count_at(told("many"), "ReplicationGroups[0].NodeGroups"), 1);
}

/* ---- parameters and users ---------------------------------------------------------------------------------------- */

#define SET "{'CacheParameterGroupName':'mine','ParameterNameValues':[{'ParameterName':'%s','ParameterValue':'%s'}]}"

static void parameters_are_set_within_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
    } wrong[] = {{"none", "1"},
                 {"appendonly", "yes"},
                 {"maxmemory-policy", "lru"},
                 {"repl-backlog-size", "1"},
                 {"activerehashing", "no"},
                 {"hash-max-ziplist-entries", "1"}};
    OK("elasticache", "CreateCacheParameterGroup",
       "{'CacheParameterGroupName':'Mine','CacheParameterGroupFamily':'redis7','Description':'d'}");
    NO("InvalidParameterValue", "elasticache", "CreateCacheParameterGroup",
       "{'CacheParameterGroupName':'other','CacheParameterGroupFamily':'redis99','Description':'d'}");
    for (size_t i = 0; i < COUNT(wrong); i++)
        NO("InvalidParameterValue", "elasticache", "ModifyCacheParameterGroup", SET, wrong[i].name, wrong[i].value);
    NO("InvalidCacheParameterGroupState", "elasticache", "ModifyCacheParameterGroup",
       "{'CacheParameterGroupName':'default.redis7','ParameterNameValues':[{'ParameterName':'timeout','ParameterValue':"
       "'30'}]}");
    OK("elasticache", "ModifyCacheParameterGroup", SET, "maxmemory-policy", "allkeys-lru");
    const struct value *v =
        OK("elasticache", "DescribeCacheParameters", "{'CacheParameterGroupName':'mine','Source':'user'}");
    assert_int_equal(count_at(v, "Parameters"), 1);
    OK("elasticache", "ResetCacheParameterGroup", "{'CacheParameterGroupName':'mine','ResetAllParameters':true}");
    v = OK("elasticache", "DescribeCacheParameters", "{'CacheParameterGroupName':'mine','Source':'user'}");
    assert_int_equal(count_at(v, "Parameters"), 0);
    OK("elasticache", "DeleteCacheParameterGroup", "{'CacheParameterGroupName':'mine'}");
    NO("CacheParameterGroupNotFound", "elasticache", "DeleteCacheParameterGroup", "{'CacheParameterGroupName':'mine'}");
}

#define USER "'Engine':'redis','AccessString':'on ~* +@read'"

static void users_have_names_rights_and_a_proof(void **state)
{
    (void)state;
    NO("InvalidParameterCombination", "elasticache", "CreateUser", "{'UserId':'a','UserName':'a'," USER "}");
    NO("InvalidParameterValue", "elasticache", "CreateUser",
       "{'UserId':'a','UserName':'a'," USER ",'Passwords':['short']}");
    NO("InvalidParameterValue", "elasticache", "CreateUser",
       "{'UserId':'a','UserName':'b'," USER ",'AuthenticationMode':{'Type':'iam'}}");
    const struct value *v = OK("elasticache", "CreateUser",
                               "{'UserId':'A','UserName':'default'," USER ",'Passwords':['0123456789abcdef']}");
    assert_string_equal(text_at(v, "UserId"), "a");
    assert_string_equal(text_at(v, "AccessString"), "on -@all ~* +@read");
    assert_string_equal(text_at(v, "Authentication.Type"), "password");
    NO("UserAlreadyExists", "elasticache", "CreateUser",
       "{'UserId':'a','UserName':'x'," USER ",'Passwords':['0123456789abcdef']}");
    OK("elasticache", "CreateUser", "{'UserId':'b','UserName':'b'," USER ",'AuthenticationMode':{'Type':'iam'}}");
    OK("elasticache", "CreateUser", "{'UserId':'c','UserName':'default'," USER ",'Passwords':['0123456789abcdef']}");
    NO("DefaultUserRequired", "elasticache", "CreateUserGroup", "{'UserGroupId':'g','Engine':'redis','UserIds':['b']}");
    NO("DuplicateUserName", "elasticache", "CreateUserGroup",
       "{'UserGroupId':'g','Engine':'redis','UserIds':['a','c']}");
    NO("UserNotFound", "elasticache", "CreateUserGroup", "{'UserGroupId':'g','Engine':'redis','UserIds':['none']}");
    OK("elasticache", "CreateUserGroup", "{'UserGroupId':'g','Engine':'redis','UserIds':['a']}");
    NO("InvalidUserGroupState", "elasticache", "ModifyUserGroup", "{'UserGroupId':'g','UserIdsToAdd':['b']}");
    wait_s(20);
    OK("elasticache", "ModifyUserGroup", "{'UserGroupId':'g','UserIdsToAdd':['b']}");
    wait_s(40);
    NO("DefaultUserAssociatedToUserGroup", "elasticache", "DeleteUser", "{'UserId':'a'}");
    NO("InvalidUserState", "elasticache", "DeleteUser", "{'UserId':'b'}");
    subnet_group();
    NO("InvalidParameterCombination", "elasticache", "CreateReplicationGroup",
       "{'ReplicationGroupId':'x'," GROUP ",'UserGroupIds':['g']}");
    group("cache", ",'TransitEncryptionEnabled':true,'UserGroupIds':['g']");
    NO("InvalidUserGroupState", "elasticache", "DeleteUserGroup", "{'UserGroupId':'g'}");
}

/* ---- global datastores ------------------------------------------------------------------------------------------- */

#define DATASTORE "'GlobalReplicationGroupIdSuffix':'shared','PrimaryReplicationGroupId':'first'"

/* "first" in Tokyo, "second" in Seoul, tied together; the id of what ties them. */
static const char *datastore(void)
{
    subnet_group();
    group("first", TWO);
    wait_s(430);
    const char *id = text_at(OK("elasticache", "CreateGlobalReplicationGroup", "{" DATASTORE "}"),
                             "GlobalReplicationGroup.GlobalReplicationGroupId");
    wait_s(70);
    region = seoul;
    subnet_group();
    OK("elasticache", "CreateReplicationGroup",
       "{'ReplicationGroupId':'second','ReplicationGroupDescription':'d','GlobalReplicationGroupId':'%s',"
       "'NumCacheClusters':2,'CacheSubnetGroupName':'main'}",
       id);
    region = tokyo;
    return id;
}

static const struct value *datastore_told(const char *id)
{
    return value_path(memory,
                      OK("elasticache", "DescribeGlobalReplicationGroups",
                         "{'GlobalReplicationGroupId':'%s','ShowMemberInfo':true}", id),
                      "GlobalReplicationGroups[0]");
}

static void a_datastore_grows_out_of_a_group(void **state)
{
    (void)state;
    const char *id = datastore();
    assert_true(str_ends(id, "-shared"));
    const struct value *v = datastore_told(id);
    assert_string_equal(text_at(v, "Status"), "modifying");
    assert_string_equal(text_at(v, "Members[1].Status"), "associating");
    region = seoul;
    NO("InvalidGlobalReplicationGroupState", "elasticache", "CreateReplicationGroup",
       "{'ReplicationGroupId':'third','ReplicationGroupDescription':'d','GlobalReplicationGroupId':'%s',"
       "'CacheSubnetGroupName':'main'}",
       id);
    region = tokyo;
    wait_s(700);
    v = datastore_told(id);
    assert_string_equal(text_at(v, "Status"), "available");
    assert_string_equal(text_at(v, "Members[0].Role"), "PRIMARY");
    assert_string_equal(text_at(v, "Members[1].Status"), "associated");
    v = told("first");
    assert_string_equal(text_at(v, "ReplicationGroups[0].GlobalReplicationGroupInfo.GlobalReplicationGroupId"), id);
    v = OK("elasticache", "DescribeCacheClusters", "{'CacheClusterId':'first-001'}");
    const char *copy = text_at(v, "CacheClusters[0].CacheParameterGroup.CacheParameterGroupName");
    v = OK("elasticache", "DescribeCacheParameterGroups", "{'CacheParameterGroupName':'%s'}", copy);
    assert_string_equal(text_at(v, "CacheParameterGroups[0].IsGlobal"), "true");
    region = "us-east-1";
    assert_int_equal(count_at(OK("elasticache", "DescribeGlobalReplicationGroups", "{}"), "GlobalReplicationGroups"),
                     0);
}

static void datastores_are_refused(void **state)
{
    (void)state;
    subnet_group();
    OK("elasticache", "CreateReplicationGroup",
       "{'ReplicationGroupId':'first','ReplicationGroupDescription':'d','CacheNodeType':'cache.t3.micro',"
       "'CacheSubnetGroupName':'main'}");
    NO("InvalidReplicationGroupState", "elasticache", "CreateGlobalReplicationGroup", "{" DATASTORE "}");
    NO("ReplicationGroupNotFoundFault", "elasticache", "CreateGlobalReplicationGroup",
       "{'GlobalReplicationGroupIdSuffix':'shared','PrimaryReplicationGroupId':'none'}");
    wait_s(430);
    NO("InvalidParameterValue", "elasticache", "CreateGlobalReplicationGroup", "{" DATASTORE "}");
    modify("first", "'CacheNodeType':'cache.m6g.large'");
    wait_s(500);
    OK("elasticache", "CreateGlobalReplicationGroup", "{" DATASTORE "}");
    wait_s(70);
    NO("InvalidParameterValue", "elasticache", "CreateGlobalReplicationGroup", "{" DATASTORE "}");
    region = "ap-east-2";
    subnet_group();
    group("first", "");
    wait_s(430);
    NO("InvalidParameterValue", "elasticache", "CreateGlobalReplicationGroup", "{" DATASTORE "}");
}

static void a_member_is_changed_through_its_datastore(void **state)
{
    (void)state;
    const char *id = datastore();
    wait_s(700);
    not_modify("InvalidParameterCombination", "first", "'CacheNodeType':'cache.r7g.xlarge'");
    not_modify("InvalidParameterCombination", "first", "'EngineVersion':'7.1'");
    modify("first", "'ReplicationGroupDescription':'other'");
    wait_s(70);
    NO("InvalidReplicationGroupState", "elasticache", "DeleteReplicationGroup", "{'ReplicationGroupId':'first'}");
#define CHANGE                                                                                                         \
    "elasticache", "ModifyGlobalReplicationGroup", "{'GlobalReplicationGroupId':'%s','ApplyImmediately':true,%s}", id
    NO("InvalidParameterValue", CHANGE, "'CacheNodeType':'cache.r7g.xlarge','EngineVersion':'7.1'");
    NO("InvalidParameterValue", CHANGE, "'CacheNodeType':'cache.t3.micro'");
    NO("InvalidParameterValue", CHANGE, "'EngineVersion':'6.2'");
    OK(CHANGE, "'CacheNodeType':'cache.r7g.xlarge'");
    NO("InvalidGlobalReplicationGroupState", CHANGE, "'EngineVersion':'7.1'");
    wait_s(700);
    OK(CHANGE, "'EngineVersion':'7.1'");
    wait_s(1300);
    region = seoul;
    const struct value *v = OK("elasticache", "DescribeCacheClusters", "{'CacheClusterId':'second-002'}");
    assert_string_equal(text_at(v, "CacheClusters[0].EngineVersion"), "7.1.0");
    assert_string_equal(text_at(v, "CacheClusters[0].CacheNodeType"), "cache.r7g.xlarge");
    const char *copy = text_at(v, "CacheClusters[0].CacheParameterGroup.CacheParameterGroupName");
    OK("elasticache", "ModifyCacheParameterGroup",
       "{'CacheParameterGroupName':'%s','ParameterNameValues':[{'ParameterName':'timeout','ParameterValue':'30'}]}",
       copy);
    region = tokyo;
    v = OK("elasticache", "DescribeCacheClusters", "{'CacheClusterId':'first-001'}");
    copy = text_at(v, "CacheClusters[0].CacheParameterGroup.CacheParameterGroupName");
    v = OK("elasticache", "DescribeCacheParameters", "{'CacheParameterGroupName':'%s','Source':'user'}", copy);
    assert_string_equal(text_at(v, "Parameters[0].ParameterName"), "timeout");
}

static void the_lead_moves_and_members_leave_before_it(void **state)
{
    (void)state;
    const char *id = datastore();
    wait_s(700);
#define FAILOVER                                                                                                       \
    "elasticache", "FailoverGlobalReplicationGroup",                                                                   \
        "{'GlobalReplicationGroupId':'%s','PrimaryRegion':'%s','PrimaryReplicationGroupId':'%s'}", id
#define LEAVE                                                                                                          \
    "elasticache", "DisassociateGlobalReplicationGroup",                                                               \
        "{'GlobalReplicationGroupId':'%s','ReplicationGroupRegion':'%s','ReplicationGroupId':'%s'}", id
#define END                                                                                                            \
    "elasticache", "DeleteGlobalReplicationGroup",                                                                     \
        "{'GlobalReplicationGroupId':'%s','RetainPrimaryReplicationGroup':true}", id
    NO("InvalidParameterValue", FAILOVER, tokyo, "first");
    NO("InvalidParameterValue", FAILOVER, tokyo, "second");
    OK(FAILOVER, seoul, "second");
    assert_string_equal(text_at(datastore_told(id), "Members[0].Role"), "PRIMARY");
    wait_s(90);
    assert_string_equal(text_at(datastore_told(id), "Members[0].Role"), "SECONDARY");
    assert_string_equal(text_at(datastore_told(id), "Members[1].Role"), "PRIMARY");
    NO("InvalidGlobalReplicationGroupState", END);
    NO("InvalidParameterValue", LEAVE, seoul, "second");
    NO("InvalidParameterValue", LEAVE, seoul, "none");
    OK(LEAVE, tokyo, "first");
    wait_s(90);
    region = seoul;
    assert_string_equal(text_at(datastore_told(id), "Status"), "primary-only");
    assert_int_equal(count_at(datastore_told(id), "Members"), 1);
    OK(END);
    wait_s(90);
    NO("GlobalReplicationGroupNotFoundFault", END);
    OK("elasticache", "DeleteReplicationGroup", "{'ReplicationGroupId':'second'}");
    region = tokyo;
    OK("elasticache", "DeleteReplicationGroup", "{'ReplicationGroupId':'first'}");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_group_is_made_changed_and_deleted),
        T(groups_are_refused),
        T(changes_are_refused),
        T(cluster_mode_has_shards),
        T(parameters_are_set_within_bounds),
        T(users_have_names_rights_and_a_proof),
        T(a_datastore_grows_out_of_a_group),
        T(datastores_are_refused),
        T(a_member_is_changed_through_its_datastore),
        T(the_lead_moves_and_members_leave_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
