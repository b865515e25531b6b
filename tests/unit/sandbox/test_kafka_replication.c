#include "kafka_world.h"

static struct site here, there;
static const char *role, *target, *source;

#define CONNECT "'ConnectivityInfo':{'VpcConnectivity':{'ClientAuthentication':{'Sasl':{'Iam':{'Enabled':true}}}}}"

static void open_source(void)
{
    updated(source, "UpdateConnectivity", CONNECT);
    OK("kafka", "PutClusterPolicy",
       "{'ClusterArn':'%s','Policy':'{\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Principal\\':{\\'Service\\':"
       "\\'kafka.amazonaws.com\\'},\\'Action\\':[\\'kafka:CreateVpcConnection\\',\\'kafka:GetBootstrapBrokers\\',"
       "\\'kafka:DescribeClusterV2\\'],\\'Resource\\':\\'%s\\'}]}'}",
       source, source);
}

/* A cluster here and one there, which may be read from here. */
static void two_clusters(void)
{
    region = ELSEWHERE;
    there = network();
    source = cluster_in(&there, "there", IAM);
    region = "ap-northeast-1";
    here = network();
    target = cluster_in(&here, "here", IAM);
    role = role_for("replicator", "kafka.amazonaws.com");
}

static const char *replicator(const char *name, const char *of, const char *in, const char *with)
{
    return arena_printf(
        memory,
        "{'ReplicatorName':'%s','ServiceExecutionRoleArn':'%s','Tags':{'a':'b'},'KafkaClusters':[{'AmazonMskCluster':{"
        "'MskClusterArn':'%s'},'VpcConfig':{'SubnetIds':[%s]}},{'AmazonMskCluster':{'MskClusterArn':'%s'},'VpcConfig':{"
        "'SubnetIds':[%s],'SecurityGroupIds':['%s']}}],'ReplicationInfoList':[{'SourceKafkaClusterArn':'%s',"
        "'TargetKafkaClusterArn':'%s','TargetCompressionType':'NONE','TopicReplication':{'TopicsToReplicate':['.*']},"
        "'ConsumerGroupReplication':{'ConsumerGroupsToReplicate':['.*']}}]}",
        name, with, of, there.subnets, in, here.subnets, here.group, of, in);
}

static void a_replicator_copies_from_another_region(void **state)
{
    (void)state;
    two_clusters();
    NO("BadRequestException", "kafka", "CreateReplicator", "%s", replicator("r", source, target, role));
    assert_non_null(strstr(last_fault.message, "connectivity"));
    region = ELSEWHERE;
    updated(source, "UpdateConnectivity", CONNECT);
    region = "ap-northeast-1";
    NO("BadRequestException", "kafka", "CreateReplicator", "%s", replicator("r", source, target, role));
    assert_non_null(strstr(last_fault.message, "policy"));
    region = ELSEWHERE;
    open_source();
    NO("BadRequestException", "kafka", "CreateReplicator", "%s", replicator("r", source, target, role));
    region = "ap-northeast-1";
    const char *arn =
        text_at(OK("kafka", "CreateReplicator", "%s", replicator("r", source, target, role)), "ReplicatorArn");
    NO("ConflictException", "kafka", "CreateReplicator", "%s", replicator("r", source, target, role));
    NO("BadRequestException", "kafka", "DeleteReplicator", "{'ReplicatorArn':'%s'}", arn);
    wait_s(1500);
    const struct value *v = OK("kafka", "DescribeReplicator", "{'ReplicatorArn':'%s'}", arn);
    assert_string_equal(text_at(v, "ReplicatorState"), "RUNNING");
    assert_string_equal(text_at(v, "ReplicationInfoList[0].TopicReplication.TopicNameConfiguration.Type"),
                        "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS");
    assert_true(str_starts(text_at(v, "ReplicationInfoList[0].SourceKafkaClusterAlias"), "there-"));
    assert_null(value_path(memory, v, "ReplicationInfoList[0].SourceKafkaClusterArn"));
    assert_string_equal(text_at(v, "Tags.a"), "b");
    assert_int_equal(count_at(OK("kafka", "ListReplicators", "{'ReplicatorNameFilter':'r'}"), "Replicators"), 1);
    assert_int_equal(count_at(OK("kafka", "ListReplicators", "{'ReplicatorNameFilter':'x'}"), "Replicators"), 0);
    NO("BadRequestException", "kafka", "DeleteCluster", "{'ClusterArn':'%s'}", target);
    region = ELSEWHERE;
    NO("BadRequestException", "kafka", "DeleteCluster", "{'ClusterArn':'%s'}", source);
    region = "ap-northeast-1";
    OK("kafka", "DeleteReplicator", "{'ReplicatorArn':'%s'}", arn);
    wait_s(400);
    NO("NotFoundException", "kafka", "DescribeReplicator", "{'ReplicatorArn':'%s'}", arn);
    OK("kafka", "DeleteCluster", "{'ClusterArn':'%s'}", target);
}

static void what_it_copies_can_be_changed(void **state)
{
    (void)state;
    two_clusters();
    region = ELSEWHERE;
    open_source();
    region = "ap-northeast-1";
    const char *arn =
        text_at(OK("kafka", "CreateReplicator", "%s", replicator("r", source, target, role)), "ReplicatorArn");
    wait_s(1500);
    const char *version = text_at(OK("kafka", "DescribeReplicator", "{'ReplicatorArn':'%s'}", arn), "CurrentVersion");
#define CHANGE                                                                                                         \
    "'TopicReplication':{'TopicsToReplicate':['a'],'TopicsToExclude':['b'],'CopyTopicConfigurations':true,"            \
    "'CopyAccessControlListsForTopics':false,'DetectAndCopyNewTopics':true}"
    NO("BadRequestException", "kafka", "UpdateReplicationInfo",
       "{'ReplicatorArn':'%s','CurrentVersion':'old','SourceKafkaClusterArn':'%s','TargetKafkaClusterArn':'%s'," CHANGE
       "}",
       arn, source, target);
    NO("BadRequestException", "kafka", "UpdateReplicationInfo",
       "{'ReplicatorArn':'%s','CurrentVersion':'%s','SourceKafkaClusterArn':'','TargetKafkaClusterArn':'%s'," CHANGE
       "}",
       arn, version, target);
    OK("kafka", "UpdateReplicationInfo",
       "{'ReplicatorArn':'%s','CurrentVersion':'%s','SourceKafkaClusterArn':'%s','TargetKafkaClusterArn':'%s'," CHANGE
       "}",
       arn, version, source, target);
    NO("BadRequestException", "kafka", "DeleteReplicator", "{'ReplicatorArn':'%s'}", arn);
    wait_s(400);
    const struct value *v = OK("kafka", "DescribeReplicator", "{'ReplicatorArn':'%s'}", arn);
    assert_string_equal(text_at(v, "ReplicationInfoList[0].TopicReplication.TopicsToExclude[0]"), "b");
    assert_string_equal(text_at(v, "ReplicationInfoList[0].TopicReplication.StartingPosition.Type"), "LATEST");
    assert_string_not_equal(text_at(v, "CurrentVersion"), version);
}

static void replicators_are_refused_without_what_they_need(void **state)
{
    (void)state;
    two_clusters();
    region = ELSEWHERE;
    const char *open = cluster_in(&there, "open", "");
    open_source();
    region = "ap-northeast-1";
    const struct {
        const char *name, *of, *in, *with, *says;
    } cases[] = {
        {"a b", source, target, role, "letters"},
        {"r", "arn:none", target, role, "source"},
        {"r", source, "arn:none", role, "target"},
        {"r", open, target, role, "IAM"},
        {"r", source, target, "arn:none", "role"},
        {"r", source, target, role_for("other", "lambda.amazonaws.com"), "assumed"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        NO("BadRequestException", "kafka", "CreateReplicator", "%s",
           replicator(cases[i].name, cases[i].of, cases[i].in, cases[i].with));
        assert_non_null(strstr(last_fault.message, cases[i].says));
    }
}

/* ---- MSK Connect ------------------------------------------------------------------------------------------------- */

static const char *plugin, *workers;

static const char *connector(const char *name, const char *capacity, const char *security, const char *with)
{
    return arena_printf(
        memory,
        "{'connectorName':'%s','capacity':%s,'connectorConfiguration':{'connector.class':'x','tasks.max':'1'},"
        "'kafkaCluster':{'apacheKafkaCluster':{'bootstrapServers':'b:9098','vpc':{'subnets':[%s],'securityGroups':['%s'"
        "]"
        "}}},'kafkaClusterClientAuthentication':{'authenticationType':'IAM'},'kafkaClusterEncryptionInTransit':{"
        "'encryptionType':'%s'},'kafkaConnectVersion':'3.7.x','plugins':[{'customPlugin':{'customPluginArn':'%s',"
        "'revision':1}}],'workerConfiguration':{'workerConfigurationArn':'%s','revision':1},'serviceExecutionRoleArn':"
        "'%s'}",
        name, capacity, here.subnets, here.group, security, plugin, workers, with);
}

#define ONE_WORKER "{'provisionedCapacity':{'mcuCount':1,'workerCount':1}}"

static void parts_of_connectors(void)
{
    here = network();
    role = role_for("connect", "kafkaconnect.amazonaws.com");
    plugin = text_at(OK("kafkaconnect", "CreateCustomPlugin",
                        "{'name':'mm2','contentType':'ZIP','location':{'s3Location':{'bucketArn':'arn:aws:s3:::b',"
                        "'fileKey':'k'}}}"),
                     "customPluginArn");
    workers =
        text_at(OK("kafkaconnect", "CreateWorkerConfiguration", "{'name':'w','propertiesFileContent':'YT0xCg=='}"),
                "workerConfigurationArn");
    wait_s(60);
}

static void a_connector_is_made_changed_and_deleted(void **state)
{
    (void)state;
    parts_of_connectors();
    const char *arn = text_at(OK("kafkaconnect", "CreateConnector", "%s", connector("mirror", ONE_WORKER, "TLS", role)),
                              "connectorArn");
    NO("ConflictException", "kafkaconnect", "CreateConnector", "%s", connector("mirror", ONE_WORKER, "TLS", role));
    NO("BadRequestException", "kafkaconnect", "DeleteConnector", "{'connectorArn':'%s'}", arn);
    wait_s(700);
    const struct value *v = OK("kafkaconnect", "DescribeConnector", "{'connectorArn':'%s'}", arn);
    assert_string_equal(text_at(v, "connectorState"), "RUNNING");
    const char *version = text_at(v, "currentVersion");
    NO("BadRequestException", "kafkaconnect", "DeleteCustomPlugin", "{'customPluginArn':'%s'}", plugin);
    NO("BadRequestException", "kafkaconnect", "DeleteWorkerConfiguration", "{'workerConfigurationArn':'%s'}", workers);
    NO("BadRequestException", "kafkaconnect", "UpdateConnector",
       "{'connectorArn':'%s','currentVersion':'old','capacity':" ONE_WORKER "}", arn);
    NO("BadRequestException", "kafkaconnect", "UpdateConnector",
       "{'connectorArn':'%s','currentVersion':'%s','capacity':" ONE_WORKER ",'connectorConfiguration':{'a':'b'}}", arn,
       version);
    OK("kafkaconnect", "UpdateConnector",
       "{'connectorArn':'%s','currentVersion':'%s','connectorConfiguration':{'connector.class':'y','tasks.max':'2'}}",
       arn, version);
    wait_s(400);
    v = OK("kafkaconnect", "DescribeConnector", "{'connectorArn':'%s'}", arn);
    assert_string_equal(value_get_str(value_get(v, "connectorConfiguration"), "connector.class"), "y");
    assert_string_not_equal(text_at(v, "currentVersion"), version);
    assert_int_equal(count_at(OK("kafkaconnect", "ListConnectors", "{'connectorNamePrefix':'mir'}"), "connectors"), 1);
    assert_int_equal(count_at(OK("kafkaconnect", "ListConnectors", "{'connectorNamePrefix':'x'}"), "connectors"), 0);
    OK("kafkaconnect", "DeleteConnector", "{'connectorArn':'%s'}", arn);
    wait_s(200);
    NO("NotFoundException", "kafkaconnect", "DescribeConnector", "{'connectorArn':'%s'}", arn);
    OK("kafkaconnect", "DeleteCustomPlugin", "{'customPluginArn':'%s'}", plugin);
    OK("kafkaconnect", "DeleteWorkerConfiguration", "{'workerConfigurationArn':'%s'}", workers);
    wait_s(60);
    NO("NotFoundException", "kafkaconnect", "DescribeCustomPlugin", "{'customPluginArn':'%s'}", plugin);
    NO("NotFoundException", "kafkaconnect", "DescribeWorkerConfiguration", "{'workerConfigurationArn':'%s'}", workers);
}

static void plugins_and_settings_tell_their_one_revision(void **state)
{
    (void)state;
    parts_of_connectors();
    const struct value *v = OK("kafkaconnect", "DescribeCustomPlugin", "{'customPluginArn':'%s'}", plugin);
    assert_string_equal(text_at(v, "latestRevision.location.s3Location.fileKey"), "k");
    assert_string_equal(text_at(v, "latestRevision.revision"), "1");
    v = OK("kafkaconnect", "DescribeWorkerConfiguration", "{'workerConfigurationArn':'%s'}", workers);
    assert_string_equal(text_at(v, "latestRevision.propertiesFileContent"), "YT0xCg==");
    v = OK("kafkaconnect", "ListWorkerConfigurations", "{}");
    assert_null(value_path(memory, v, "workerConfigurations[0].latestRevision.propertiesFileContent"));
    assert_int_equal(count_at(OK("kafkaconnect", "ListCustomPlugins", "{'namePrefix':'mm'}"), "customPlugins"), 1);
    OK("kafkaconnect", "TagResource", "{'resourceArn':'%s','tags':{'a':'b'}}", plugin);
    assert_string_equal(text_at(OK("kafkaconnect", "ListTagsForResource", "{'resourceArn':'%s'}", plugin), "tags.a"),
                        "b");
    OK("kafkaconnect", "UntagResource", "{'resourceArn':'%s','tagKeys':['a']}", plugin);
    NO("ConflictException", "kafkaconnect", "CreateWorkerConfiguration", "{'name':'w','propertiesFileContent':'YQ=='}");
    NO("BadRequestException", "kafkaconnect", "CreateCustomPlugin",
       "{'name':'x','contentType':'ZIP','location':{'s3Location':{'bucketArn':'b','fileKey':'k'}}}");
}

static void connectors_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *capacity, *security;
    } cases[] = {
        {"a b", ONE_WORKER, "TLS"},
        {"c", "{}", "TLS"},
        {"c", "{'provisionedCapacity':{'mcuCount':3,'workerCount':1}}", "TLS"},
        {"c", "{'provisionedCapacity':{'mcuCount':1,'workerCount':0}}", "TLS"},
        {"c", "{'autoScaling':{'mcuCount':1,'minWorkerCount':2,'maxWorkerCount':1}}", "TLS"},
        {"c", ONE_WORKER, "PLAINTEXT"},
    };
    parts_of_connectors();
    for (size_t i = 0; i < COUNT(cases); i++)
        NO("BadRequestException", "kafkaconnect", "CreateConnector", "%s",
           connector(cases[i].name, cases[i].capacity, cases[i].security, role));
    NO("BadRequestException", "kafkaconnect", "CreateConnector", "%s", connector("c", ONE_WORKER, "TLS", "arn:none"));
    plugin = "arn:none";
    NO("NotFoundException", "kafkaconnect", "CreateConnector", "%s", connector("c", ONE_WORKER, "TLS", role));
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_replicator_copies_from_another_region),        T(what_it_copies_can_be_changed),
        T(replicators_are_refused_without_what_they_need), T(a_connector_is_made_changed_and_deleted),
        T(plugins_and_settings_tell_their_one_revision),   T(connectors_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
