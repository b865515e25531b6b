#include "kafka_world.h"

static void a_cluster_is_made_told_and_deleted(void **state)
{
    (void)state;
    struct site s = network();
    const char *arn = cluster_begun(&s, "events", "'Tags':{'Team':'x'}," IAM);
    assert_true(str_starts(arn, "arn:aws:kafka:ap-northeast-1:123456789012:cluster/events/"));
    assert_string_equal(text_at(cluster(arn), "State"), "CREATING");
    NO("ConflictException", "kafka", "GetBootstrapBrokers", "{'ClusterArn':'%s'}", arn);
    NO("BadRequestException", "kafka", "DeleteCluster", "{'ClusterArn':'%s'}", arn);
    NO("ConflictException", "kafka", "CreateCluster", "%s", cluster_json(&s, "events", ""));
    wait_s(1600);
    const struct value *v = cluster(arn);
    assert_string_equal(text_at(v, "State"), "ACTIVE");
    assert_string_equal(text_at(v, "ClusterType"), "PROVISIONED");
    assert_string_equal(text_at(v, "Tags.Team"), "x");
    assert_string_equal(text_at(v, "Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion"), "3.8.x");
    assert_string_equal(text_at(v, "Provisioned.EncryptionInfo.EncryptionInTransit.ClientBroker"), "TLS");
    assert_true(str_starts(text_at(v, "Provisioned.EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId"),
                           "arn:aws:kms:ap-northeast-1:123456789012:key/"));
    assert_null(value_path(memory, v, "Provisioned.ClientAuthentication.Unauthenticated"));
    v = OK("kafka", "GetBootstrapBrokers", "{'ClusterArn':'%s'}", arn);
    assert_non_null(strstr(text_at(v, "BootstrapBrokerStringSaslIam"), ".amazonaws.com:9098"));
    assert_null(value_get(v, "BootstrapBrokerStringSaslScram"));
    assert_int_equal(count_at(OK("kafka", "ListClustersV2", "{'ClusterNameFilter':'ev'}"), "ClusterInfoList"), 1);
    assert_int_equal(count_at(OK("kafka", "ListClustersV2", "{'ClusterNameFilter':'x'}"), "ClusterInfoList"), 0);
    NO("DependencyViolation", "ec2", "DeleteSecurityGroup", "{'GroupId':'%s'}", s.group);
    OK("kafka", "DeleteCluster", "{'ClusterArn':'%s'}", arn);
    assert_string_equal(text_at(cluster(arn), "State"), "DELETING");
    wait_s(400);
    NO("NotFoundException", "kafka", "DescribeClusterV2", "{'ClusterArn':'%s'}", arn);
    OK("ec2", "DeleteSecurityGroup", "{'GroupId':'%s'}", s.group);
}

static void clusters_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *from, *to, *more;
    } cases[] = {
        {"-x", "", "", ""},
        {"x_y", "", "", ""},
        {"x", "'3.8.x'", "'3.7.x'", ""},
        {"x", "'NumberOfBrokerNodes':3", "'NumberOfBrokerNodes':4", ""},
        {"x", "'NumberOfBrokerNodes':3", "'NumberOfBrokerNodes':33", ""},
        {"x", "kafka.m5.large", "kafka.m4.large", ""},
        {"x", "'kafka.m5.large'", "'kafka.m5.large','StorageInfo':{'EbsStorageInfo':{'VolumeSize':16385}}", ""},
        {"x", "'kafka.m5.large'", "'express.m7g.large','StorageInfo':{'EbsStorageInfo':{'VolumeSize':100}}", ""},
        {"x", "'kafka.m5.large'", "'kafka.m5.large','ConnectivityInfo':{'VpcConnectivity':{}}", ""},
        {"x", "sg-", "sg-none", ""},
        {"x", "'subnet-", "'subnet-none", ""},
        {"x", "", "", IAM ",'EncryptionInfo':{'EncryptionInTransit':{'ClientBroker':'PLAINTEXT'}}"},
        {"x", "", "", IAM ",'EncryptionInfo':{'EncryptionInTransit':{'InCluster':false}}"},
        {"x", "", "", "'EncryptionInfo':{'EncryptionAtRest':{'DataVolumeKMSKeyId':'alias/x'}}"},
        {"x", "", "", "'ConfigurationInfo':{'Arn':'arn:aws:kafka:none','Revision':1}"},
        {"x", "", "", "'LoggingInfo':{'BrokerLogs':{'CloudWatchLogs':{'Enabled':true,'LogGroup':'none'}}}"},
        {"x", "", "", "'Tags':{'aws:x':'y'}"},
    };
    struct site s = network();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *json = cluster_json(&s, cases[i].name, cases[i].more), *at = strstr(json, cases[i].from);
        json = arena_printf(memory, "%.*s%s%s", (int)(at - json), json, cases[i].to, at + strlen(cases[i].from));
        NO("BadRequestException", "kafka", "CreateCluster", "%s", json);
    }
    const char *two = strchr(strchr(s.subnets, ',') + 1, ',');
    struct site same = {s.vpc, arena_printf(memory, "%s%s", s.subnets, two), s.group};
    NO("BadRequestException", "kafka", "CreateCluster", "%s", cluster_json(&same, "x", ""));
}

static void a_setting_that_brokers_do_not_start_with_fails_the_update_and_leaves_the_cluster(void **state)
{
    (void)state;
    struct site s = network();
    /* "log.retention.hours=a day" */
    const char *settings = text_at(
        OK("kafka", "CreateConfiguration", "{'Name':'odd','ServerProperties':'bG9nLnJldGVudGlvbi5ob3Vycz1hIGRheQo='}"),
        "Arn");
    const char *arn = cluster_in(&s, "events", IAM);
    const struct value *v =
        OK("kafka", "UpdateClusterConfiguration",
           "{'ClusterArn':'%s','CurrentVersion':'%s','ConfigurationInfo':{'Arn':'%s','Revision':1}}", arn,
           version_of(arn), settings);
    const char *operation = text_at(v, "ClusterOperationArn");
    assert_string_equal(text_at(cluster(arn), "State"), "UPDATING");
    wait_s(3 * 3600);
    assert_string_equal(text_at(cluster(arn), "State"), "ACTIVE");
    assert_null(value_path(memory, cluster(arn), "Provisioned.CurrentBrokerSoftwareInfo.ConfigurationArn"));
    v = OK("kafka", "DescribeClusterOperation", "{'ClusterOperationArn':'%s'}", operation);
    assert_string_equal(text_at(v, "ClusterOperationInfo.OperationState"), "UPDATE_FAILED");
    assert_non_null(strstr(text_at(v, "ClusterOperationInfo.ErrorInfo.ErrorString"), "log.retention.hours"));
}

static void an_update_changes_one_aspect_with_the_version_of_now(void **state)
{
    (void)state;
    struct site s = network();
    OK("logs", "CreateLogGroup", "{'logGroupName':'brokers'}");
    const char *arn = cluster_in(&s, "events", IAM), *old = version_of(arn);
    const struct value *v =
        OK("kafka", "UpdateBrokerType",
           "{'ClusterArn':'%s','CurrentVersion':'%s','TargetInstanceType':'kafka.m7g.large'}", arn, old);
    const char *operation = text_at(v, "ClusterOperationArn");
    assert_string_equal(text_at(cluster(arn), "State"), "UPDATING");
    assert_string_equal(text_at(cluster(arn), "ActiveOperationArn"), operation);
    assert_string_equal(text_at(cluster(arn), "Provisioned.BrokerNodeGroupInfo.InstanceType"), "kafka.m5.large");
    v = OK("kafka", "DescribeClusterOperation", "{'ClusterOperationArn':'%s'}", operation);
    assert_string_equal(text_at(v, "ClusterOperationInfo.OperationState"), "UPDATE_IN_PROGRESS");
    NO("BadRequestException", "kafka", "UpdateMonitoring",
       "{'ClusterArn':'%s','CurrentVersion':'%s','EnhancedMonitoring':'PER_BROKER'}", arn, old);
    NO("BadRequestException", "kafka", "DeleteCluster", "{'ClusterArn':'%s'}", arn);
    wait_s(3600);
    assert_string_equal(text_at(cluster(arn), "Provisioned.BrokerNodeGroupInfo.InstanceType"), "kafka.m7g.large");
    assert_string_not_equal(version_of(arn), old);
    v = OK("kafka", "DescribeClusterOperation", "{'ClusterOperationArn':'%s'}", operation);
    assert_string_equal(text_at(v, "ClusterOperationInfo.OperationState"), "UPDATE_COMPLETE");
    NO("BadRequestException", "kafka", "UpdateMonitoring",
       "{'ClusterArn':'%s','CurrentVersion':'%s','EnhancedMonitoring':'PER_BROKER'}", arn, old);
    assert_string_equal(last_fault.message,
                        "The version of the cluster isn't current. Check the current version and try again.");
    static const struct {
        const char *op, *members, *path, *is;
    } cases[] = {
        {"UpdateBrokerCount", "'TargetNumberOfBrokerNodes':6", "NumberOfBrokerNodes", "6"},
        {"UpdateBrokerStorage", "'TargetBrokerEBSVolumeInfo':[{'KafkaBrokerNodeId':'All','VolumeSizeGB':1200}]",
         "BrokerNodeGroupInfo.StorageInfo.EbsStorageInfo.VolumeSize", "1200"},
        {"UpdateStorage", "'StorageMode':'TIERED'", "StorageMode", "TIERED"},
        {"UpdateMonitoring",
         "'EnhancedMonitoring':'PER_BROKER','LoggingInfo':{'BrokerLogs':{'CloudWatchLogs':{'Enabled':true,'LogGroup':"
         "'brokers'}}}",
         "LoggingInfo.BrokerLogs.CloudWatchLogs.LogGroup", "brokers"},
        {"UpdateClusterKafkaVersion", "'TargetKafkaVersion':'3.9.x'", "CurrentBrokerSoftwareInfo.KafkaVersion",
         "3.9.x"},
        {"UpdateSecurity", "'ClientAuthentication':{'Sasl':{'Iam':{'Enabled':true},'Scram':{'Enabled':true}}}",
         "ClientAuthentication.Sasl.Scram.Enabled", "true"},
        {"UpdateConnectivity",
         "'ConnectivityInfo':{'VpcConnectivity':{'ClientAuthentication':{'Sasl':{'Iam':{'Enabled':true}}}}}",
         "BrokerNodeGroupInfo.ConnectivityInfo.VpcConnectivity.ClientAuthentication.Sasl.Iam.Enabled", "true"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        updated(arn, cases[i].op, cases[i].members);
        assert_string_equal(text_at(value_get(cluster(arn), "Provisioned"), cases[i].path), cases[i].is);
    }
    v = OK("kafka", "GetBootstrapBrokers", "{'ClusterArn':'%s'}", arn);
    assert_non_null(strstr(text_at(v, "BootstrapBrokerStringSaslScram"), ":9096"));
}

static void updates_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *op, *members;
    } cases[] = {
        {"UpdateBrokerCount", "'TargetNumberOfBrokerNodes':5"},
        {"UpdateBrokerCount", "'TargetNumberOfBrokerNodes':3"},
        {"UpdateBrokerType", "'TargetInstanceType':'express.m7g.large'"},
        {"UpdateBrokerType", "'TargetInstanceType':'db.r6g.large'"},
        {"UpdateBrokerStorage", "'TargetBrokerEBSVolumeInfo':[{'KafkaBrokerNodeId':'All','VolumeSizeGB':999}]"},
        {"UpdateBrokerStorage", "'TargetBrokerEBSVolumeInfo':[{'KafkaBrokerNodeId':'1','VolumeSizeGB':2000}]"},
        {"UpdateBrokerStorage", "'TargetBrokerEBSVolumeInfo':[{'KafkaBrokerNodeId':'All','VolumeSizeGB':20000}]"},
        {"UpdateClusterKafkaVersion", "'TargetKafkaVersion':'3.8.x'"},
        {"UpdateClusterKafkaVersion", "'TargetKafkaVersion':'3.9.x.kraft'"},
        {"UpdateClusterKafkaVersion", "'TargetKafkaVersion':'5.0.x'"},
        {"UpdateClusterConfiguration", "'ConfigurationInfo':{'Arn':'arn:none','Revision':1}"},
        {"UpdateSecurity", "'EncryptionInfo':{'EncryptionInTransit':{'InCluster':false}}"},
        {"UpdateSecurity", "'EncryptionInfo':{'EncryptionInTransit':{'ClientBroker':'PLAINTEXT'}}"},
        {"UpdateMonitoring", "'LoggingInfo':{'BrokerLogs':{'CloudWatchLogs':{'Enabled':true,'LogGroup':'none'}}}"},
        {"UpdateConnectivity", "'ConnectivityInfo':null"},
    };
    struct site s = network();
    const char *arn = cluster_in(&s, "events", IAM);
    updated(arn, "UpdateBrokerCount", "'TargetNumberOfBrokerNodes':6");
    NO("BadRequestException", "kafka", "RebootBroker", "{'ClusterArn':'%s','BrokerIds':['1','2']}", arn);
    NO("BadRequestException", "kafka", "RebootBroker", "{'ClusterArn':'%s','BrokerIds':['7']}", arn);
    for (size_t i = 0; i < COUNT(cases); i++)
        NO("BadRequestException", "kafka", cases[i].op, "{'ClusterArn':'%s','CurrentVersion':'%s',%s}", arn,
           version_of(arn), cases[i].members);
    OK("kafka", "UpdateBrokerStorage",
       "{'ClusterArn':'%s','CurrentVersion':'%s','TargetBrokerEBSVolumeInfo':[{'KafkaBrokerNodeId':'All','VolumeSizeGB'"
       ":1100}]}",
       arn, version_of(arn));
    wait_s(3600);
    NO("BadRequestException", "kafka", "UpdateBrokerStorage",
       "{'ClusterArn':'%s','CurrentVersion':'%s','TargetBrokerEBSVolumeInfo':[{'KafkaBrokerNodeId':'All','VolumeSizeGB'"
       ":1200}]}",
       arn, version_of(arn));
    assert_non_null(strstr(last_fault.message, "optimizing"));
}

/* "a=1\n" and "a=2\n" */
#define ONE "YT0xCg=="
#define TWO "YT0yCg=="

static void a_configuration_has_revisions_that_never_change(void **state)
{
    (void)state;
    struct site s = network();
    const struct value *v =
        OK("kafka", "CreateConfiguration", "{'Name':'main','Description':'first','ServerProperties':'" ONE "'}");
    const char *arn = text_at(v, "Arn");
    assert_string_equal(text_at(v, "LatestRevision.Revision"), "1");
    NO("ConflictException", "kafka", "CreateConfiguration", "{'Name':'main','ServerProperties':'" ONE "'}");
    NO("BadRequestException", "kafka", "CreateConfiguration", "{'Name':'a b','ServerProperties':'" ONE "'}");
    /* broker.id=1 */
    NO("BadRequestException", "kafka", "CreateConfiguration", "{'Name':'x','ServerProperties':'YnJva2VyLmlkPTE='}");
    v = OK("kafka", "UpdateConfiguration", "{'Arn':'%s','Description':'second','ServerProperties':'" TWO "'}", arn);
    assert_string_equal(text_at(v, "LatestRevision.Revision"), "2");
    v = OK("kafka", "DescribeConfigurationRevision", "{'Arn':'%s','Revision':1}", arn);
    assert_string_equal(text_at(v, "ServerProperties"), ONE);
    v = OK("kafka", "DescribeConfigurationRevision", "{'Arn':'%s','Revision':2}", arn);
    assert_string_equal(text_at(v, "ServerProperties"), TWO);
    NO("NotFoundException", "kafka", "DescribeConfigurationRevision", "{'Arn':'%s','Revision':3}", arn);
    assert_int_equal(count_at(OK("kafka", "ListConfigurations", "{}"), "Configurations"), 1);
    const char *use = arena_printf(memory, "'ConfigurationInfo':{'Arn':'%s','Revision':1}", arn);
    const char *events = cluster_in(&s, "events", use);
    NO("BadRequestException", "kafka", "DeleteConfiguration", "{'Arn':'%s'}", arn);
    NO("BadRequestException", "kafka", "UpdateClusterConfiguration", "{'ClusterArn':'%s','CurrentVersion':'%s',%s}",
       events, version_of(events), use);
    updated(events, "UpdateClusterConfiguration",
            arena_printf(memory, "'ConfigurationInfo':{'Arn':'%s','Revision':2}", arn));
    assert_string_equal(text_at(cluster(events), "Provisioned.CurrentBrokerSoftwareInfo.ConfigurationRevision"), "2");
    OK("kafka", "DeleteCluster", "{'ClusterArn':'%s'}", events);
    wait_s(400);
    OK("kafka", "DeleteConfiguration", "{'Arn':'%s'}", arn);
    wait_s(10);
    NO("NotFoundException", "kafka", "DescribeConfiguration", "{'Arn':'%s'}", arn);
}

static void a_policy_is_put_told_and_deleted(void **state)
{
    (void)state;
    struct site s = network();
    const char *arn = cluster_in(&s, "events", IAM);
    NO("NotFoundException", "kafka", "GetClusterPolicy", "{'ClusterArn':'%s'}", arn);
    NO("NotFoundException", "kafka", "DeleteClusterPolicy", "{'ClusterArn':'%s'}", arn);
    NO("BadRequestException", "kafka", "PutClusterPolicy", "{'ClusterArn':'%s','Policy':'none'}", arn);
    OK("kafka", "PutClusterPolicy", "{'ClusterArn':'%s','Policy':'{\\'Statement\\':[{}]}'}", arn);
    assert_string_equal(text_at(OK("kafka", "GetClusterPolicy", "{'ClusterArn':'%s'}", arn), "Policy"),
                        "{\"Statement\":[{}]}");
    OK("kafka", "DeleteClusterPolicy", "{'ClusterArn':'%s'}", arn);
    NO("NotFoundException", "kafka", "GetClusterPolicy", "{'ClusterArn':'%s'}", arn);
}

static const char *secret(const char *name, const char *more)
{
    return text_at(
        OK("secretsmanager", "CreateSecret",
           "{'Name':'%s','SecretString':'x','ClientRequestToken':'00000000-0000-0000-0000-00000000000%zu'%s}", name,
           strlen(name) % 10, more),
        "ARN");
}

static void secrets_of_users_are_refused_one_by_one(void **state)
{
    (void)state;
    struct site s = network();
    const char *key = text_at(OK("kms", "CreateKey", "{}"), "KeyMetadata.Arn");
    const char *own = arena_printf(memory, ",'KmsKeyId':'%s'", key);
    const char *good = secret("AmazonMSK_a", own), *plain = secret("AmazonMSK_bb", ""), *other = secret("other", own);
    const char *arn = cluster_in(&s, "events", IAM);
    NO("BadRequestException", "kafka", "BatchAssociateScramSecret", "{'ClusterArn':'%s','SecretArnList':['%s']}", arn,
       good);
    updated(arn, "UpdateSecurity", "'ClientAuthentication':{'Sasl':{'Scram':{'Enabled':true}}}");
    const struct value *v =
        OK("kafka", "BatchAssociateScramSecret", "{'ClusterArn':'%s','SecretArnList':['%s','%s','%s','arn:none']}", arn,
           good, plain, other);
    assert_int_equal(count_at(v, "UnprocessedScramSecrets"), 3);
    assert_string_equal(text_at(v, "UnprocessedScramSecrets[0].SecretArn"), plain);
    v = OK("kafka", "ListScramSecrets", "{'ClusterArn':'%s'}", arn);
    assert_int_equal(count_at(v, "SecretArnList"), 1);
    assert_string_equal(text_at(v, "SecretArnList[0]"), good);
    OK("kafka", "BatchDisassociateScramSecret", "{'ClusterArn':'%s','SecretArnList':['%s']}", arn, good);
    assert_int_equal(count_at(OK("kafka", "ListScramSecrets", "{'ClusterArn':'%s'}", arn), "SecretArnList"), 0);
}

static void tags_are_told_by_every_call_that_tells_them(void **state)
{
    (void)state;
    struct site s = network();
    const char *arn = cluster_in(&s, "events", "'Tags':{'Team':'x'}");
    OK("kafka", "TagResource", "{'ResourceArn':'%s','Tags':{'Cost':'1'}}", arn);
    OK("kafka", "UntagResource", "{'ResourceArn':'%s','TagKeys':['Team']}", arn);
    const struct value *tags = OK("kafka", "ListTagsForResource", "{'ResourceArn':'%s'}", arn);
    assert_string_equal(text_at(tags, "Tags.Cost"), "1");
    assert_null(value_path(memory, tags, "Tags.Team"));
    assert_int_equal(
        count_at(OK("tagging", "GetResources", "{'TagFilters':[{'Key':'Cost'}]}"), "ResourceTagMappingList"), 1);
}

static void storage_is_scaled_within_bounds_that_are_checked(void **state)
{
    (void)state;
    struct site s = network();
    const char *arn = cluster_in(&s, "events", IAM);
#define DIMENSION "'ServiceNamespace':'kafka','ScalableDimension':'kafka:broker-storage:VolumeSize'"
#define TRACK(metric)                                                                                                  \
    "'PolicyName':'p','PolicyType':'TargetTrackingScaling','TargetTrackingScalingPolicyConfiguration':"                \
    "{'TargetValue':70,'PredefinedMetricSpecification':{'PredefinedMetricType':'" metric "'}}"
    static const char service[] = "application-autoscaling";
    NO("ValidationException", service, "RegisterScalableTarget",
       "{" DIMENSION ",'ResourceId':'none','MinCapacity':1,'MaxCapacity':2}");
    NO("ValidationException", service, "RegisterScalableTarget",
       "{" DIMENSION ",'ResourceId':'%s','MinCapacity':2,'MaxCapacity':9}", arn);
    NO("ValidationException", service, "RegisterScalableTarget", "{" DIMENSION ",'ResourceId':'%s','MinCapacity':1}",
       arn);
    NO("ValidationException", service, "RegisterScalableTarget",
       "{'ServiceNamespace':'rds','ScalableDimension':'kafka:broker-storage:VolumeSize','ResourceId':'x','MinCapacity':"
       "1,'MaxCapacity':2}");
    NO("ObjectNotFoundException", service, "PutScalingPolicy",
       "{" DIMENSION ",'ResourceId':'%s'," TRACK("KafkaBrokerStorageUtilization") "}", arn);
    OK(service, "RegisterScalableTarget",
       "{" DIMENSION ",'ResourceId':'%s','MinCapacity':1,'MaxCapacity':2000,'Tags':{'a':'b'}}", arn);
    OK(service, "RegisterScalableTarget", "{" DIMENSION ",'ResourceId':'%s','MaxCapacity':3000}", arn);
    const struct value *v = OK(service, "DescribeScalableTargets", "{" DIMENSION ",'ResourceIds':['%s']}", arn);
    assert_string_equal(text_at(v, "ScalableTargets[0].MaxCapacity"), "3000");
    const char *target = text_at(v, "ScalableTargets[0].ScalableTargetARN");
    assert_string_equal(text_at(OK(service, "ListTagsForResource", "{'ResourceARN':'%s'}", target), "Tags.a"), "b");
    NO("ValidationException", service, "PutScalingPolicy",
       "{" DIMENSION ",'ResourceId':'%s'," TRACK("RDSReaderAverageCPUUtilization") "}", arn);
    OK(service, "PutScalingPolicy", "{" DIMENSION ",'ResourceId':'%s'," TRACK("KafkaBrokerStorageUtilization") "}",
       arn);
    v = OK(service, "DescribeScalingPolicies", "{" DIMENSION ",'PolicyNames':['p']}");
    assert_string_equal(text_at(v, "ScalingPolicies[0].TargetTrackingScalingPolicyConfiguration.TargetValue"), "70");
    OK(service, "DeleteScalingPolicy", "{" DIMENSION ",'ResourceId':'%s','PolicyName':'p'}", arn);
    NO("ObjectNotFoundException", service, "DeleteScalingPolicy", "{" DIMENSION ",'ResourceId':'%s','PolicyName':'p'}",
       arn);
    OK(service, "PutScalingPolicy", "{" DIMENSION ",'ResourceId':'%s'," TRACK("KafkaBrokerStorageUtilization") "}",
       arn);
    OK(service, "DeregisterScalableTarget", "{" DIMENSION ",'ResourceId':'%s'}", arn);
    v = OK(service, "DescribeScalingPolicies", "{'ServiceNamespace':'kafka'}");
    assert_int_equal(count_at(v, "ScalingPolicies"), 0);
    NO("ObjectNotFoundException", service, "DeregisterScalableTarget", "{" DIMENSION ",'ResourceId':'%s'}", arn);
}

static void what_was_done_and_what_can_be_done_is_listed(void **state)
{
    (void)state;
    struct site s = network();
    const char *arn = cluster_in(&s, "events", IAM);
    const struct value *v = OK("kafka", "ListClusterOperations", "{'ClusterArn':'%s'}", arn);
    assert_int_equal(value_len(value_get(v, "ClusterOperationInfoList")), 0);
    const struct value *c = OK("kafka", "DescribeClusterV2", "{'ClusterArn':'%s'}", arn);
    OK("kafka", "UpdateBrokerStorage",
       "{'ClusterArn':'%s','CurrentVersion':'%s','TargetBrokerEBSVolumeInfo':[{'KafkaBrokerNodeId':'All',"
       "'VolumeSizeGB':1200}]}",
       arn, text_at(c, "ClusterInfo.CurrentVersion"));
    v = OK("kafka", "ListClusterOperations", "{'ClusterArn':'%s'}", arn);
    assert_int_equal(value_len(value_get(v, "ClusterOperationInfoList")), 1);
    assert_string_equal(text_at(v, "ClusterOperationInfoList[0].OperationType"), "UPDATE_BROKER_STORAGE");
    v = OK("kafka", "GetCompatibleKafkaVersions", "{'ClusterArn':'%s'}", arn);
    assert_string_equal(text_at(v, "CompatibleKafkaVersions[0].SourceVersion"),
                        text_at(c, "ClusterInfo.Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion"));
    v = OK("kafka", "GetCompatibleKafkaVersions", "{}");
    assert_true(value_len(value_get(v, "CompatibleKafkaVersions")) > 1);
    assert_string_equal(text_at(v, "CompatibleKafkaVersions[0].SourceVersion"), "3.8.x");
    assert_string_equal(text_at(v, "CompatibleKafkaVersions[0].TargetVersions[0]"), "3.9.x");
    NO("NotFoundException", "kafka", "GetCompatibleKafkaVersions",
       "{'ClusterArn':'arn:aws:kafka:ap-northeast-1:000000000000:cluster/no/1'}");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_cluster_is_made_told_and_deleted),
        T(clusters_are_refused),
        T(a_setting_that_brokers_do_not_start_with_fails_the_update_and_leaves_the_cluster),
        T(an_update_changes_one_aspect_with_the_version_of_now),
        T(updates_are_refused),
        T(a_configuration_has_revisions_that_never_change),
        T(a_policy_is_put_told_and_deleted),
        T(secrets_of_users_are_refused_one_by_one),
        T(tags_are_told_by_every_call_that_tells_them),
        T(storage_is_scaled_within_bounds_that_are_checked),
        T(what_was_done_and_what_can_be_done_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
