#include "tests/unit/blueprint/world.h"

/* ---- aurora ------------------------------------------------------------------------------------------------------ */

static void only_the_first_cluster_has_a_master_user(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS NETWORK_AURORA);
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "MasterUsername"), "\"dbadmin\"");
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "MasterUserPassword"),
                        "{\"$ref\":\"tokyo/secrets/aurora.SecretString.password\"}");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "MasterUsername"), "none");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "MasterUserPassword"), "none");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "DatabaseName"), "none");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "KmsKeyId"), "{\"$ref\":\"seoul/keys/aurora.Arn\"}");
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "EnableGlobalWriteForwarding"), "true");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "EnableGlobalWriteForwarding"), "true");
}

static void the_first_writer_comes_before_all_other_members(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {}\naurora: {version: '15.10', instances: 3}\n");
    assert_true(waits_for(w, "seoul/aurora/cluster", "tokyo/aurora/instance-1"));
    assert_true(waits_for(w, "tokyo/aurora/instance-2", "tokyo/aurora/instance-1"));
    assert_true(waits_for(w, "tokyo/aurora/instance-3", "tokyo/aurora/instance-1"));
    assert_false(waits_for(w, "tokyo/aurora/instance-1", "tokyo/aurora/instance-1"));
    assert_false(waits_for(w, "seoul/aurora/instance-2", "seoul/aurora/instance-1"));
}

static const struct engine_case {
    const char *aurora, *address, *path, *want;
} engine_cases[] = {
    /* clang-format off */
    {"version: '15.10'", "tokyo/aurora/cluster-parameters-aurora-postgresql15", "DBParameterGroupFamily", "\"aurora-postgresql15\""},
    {"version: '15.10'", "tokyo/aurora/cluster-parameters-aurora-postgresql15", "Parameters", "{\"rds.force_ssl\":\"1\"}"},
    {"version: '15.10', parameters: {rds.force_ssl: '0', work_mem: '64'}", "tokyo/aurora/cluster-parameters-aurora-postgresql15",
     "Parameters", "{\"rds.force_ssl\":\"0\",\"work_mem\":\"64\"}"},
    {"version: '15.10'", "tokyo/aurora/cluster", "Port", "5432"},
    {"version: '15.10'", "tokyo/aurora/cluster", "EnableCloudwatchLogsExports", "[\"postgresql\"]"},
    {"version: '15.10'", "global/aurora/global-cluster", "DatabaseName", "none"},
    {"version: '15.10', database: app", "global/aurora/global-cluster", "DatabaseName", "\"app\""},
    {"version: '15.10'", "tokyo/aurora/ingress-tokyo", "CidrIpv4", "\"10.0.0.0/17\""},
    {"version: '15.10'", "tokyo/aurora/ingress-seoul", "CidrIpv4", "\"10.1.0.0/16\""},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2", "tokyo/aurora/cluster-parameters-aurora-mysql8-0",
     "DBParameterGroupFamily", "\"aurora-mysql8.0\""},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2, log_exports: [slowquery]", "seoul/aurora/cluster-parameters-aurora-mysql8-0",
     "Parameters", "{\"require_secure_transport\":\"ON\",\"slow_query_log\":\"1\"}"},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2", "tokyo/aurora/ingress-tokyo", "FromPort", "3306"},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2", "seoul/aurora/log-group-audit", "logGroupName",
     "\"/aws/rds/cluster/demo-test-seoul-aurora/audit\""},
    {"version: '15.10', monitoring_interval: 0", "tokyo/aurora/instance-1", "MonitoringRoleArn", "none"},
    {"version: '15.10', performance_insights: {enabled: false}", "tokyo/aurora/instance-1", "PerformanceInsightsKMSKeyId", "none"},
    {"version: '15.10'", "tokyo/aurora/instance-2", "AvailabilityZone", "{\"$ref\":\"lookup/tokyo/zones.ZoneNames[1]\"}"},
    {"version: '15.10'", "tokyo/aurora/instance-2", "PromotionTier", "1"},
    /* clang-format on */
};

static void engines_differ_by_a_table(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(engine_cases); i++) {
        const struct engine_case *c = &engine_cases[i];
        make_clean(w, arena_printf(w->arena, TWO_REGIONS "network: {}\naurora: {%s}\n", c->aurora));
        assert_string_equal(attr_text(w, c->address, c->path), c->want);
    }
}

/* ---- kafka ------------------------------------------------------------------------------------------------------- */

#define KAFKA TWO_REGIONS "network: {}\nmsk: {version: 3.9.x, "

static void replicators_stand_where_the_copies_go(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "replication: {naming: prefixed}}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "SourceKafkaClusterArn.Address"), "none");
    assert_string_equal(
        value_ref_address(value_get(attrs_of(w, "seoul/msk/replicator-tokyo"), "SourceKafkaClusterArn")),
        "tokyo/msk/cluster");
    assert_true(waits_for(w, "seoul/msk/replicator-tokyo", "tokyo/msk/cluster-policy"));
    assert_true(waits_for(w, "seoul/msk/replicator-tokyo", "seoul/msk/mirror-role-policy"));
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "ConsumerGroupOffsetSyncMode"), "\"ENHANCED\"");
    assert_int_equal(count(w, "*/msk/replicator-*"), 2);
    assert_int_equal(count(w, "*/msk/cluster-policy"), 2);
}

static void copies_are_never_copied_back(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "replication: {exclude: [tmp.*]}}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "TopicsToExclude"),
                        "[\"__.*\",\"demo-test-seoul-msk[^.]*\\\\..*\",\"tmp.*\"]");
    make_clean(w, KAFKA "replication: {naming: identical}}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "TopicsToExclude"), "[\"__.*\"]");
    /* nor on to a third region, whence they would come back under a name that is longer each time */
    make_clean(w, THREE_REGIONS "network: {}\nmsk: {version: 3.9.x}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "TopicsToExclude"),
                        "[\"__.*\",\"demo-test-seoul-msk[^.]*\\\\..*\",\"demo-test-virginia-msk[^.]*\\\\..*\"]");
}

static void one_way_leaves_the_other_closed(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "replication: {bidirectional: false}}\n");
    assert_int_equal(count(w, "*/msk/replicator-*"), 1);
    assert_int_equal(count(w, "seoul/msk/replicator-tokyo"), 1);
    assert_int_equal(count(w, "seoul/msk/cluster-policy"), 0);
    assert_string_equal(attr_text(w, "tokyo/msk/cluster", "VpcIam"), "true");
    assert_string_equal(attr_text(w, "seoul/msk/cluster", "VpcIam"), "false");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "ConsumerGroupOffsetSyncMode"), "\"LEGACY\"");
}

static void mirrors_are_three_connectors_a_direction(void **state)
{
    struct world *w = *state;
    make_clean(w, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                  "  tokyo: {name: ap-northeast-1, role: primary}\n  seoul: {name: ap-northeast-2, role: secondary}\n"
                  "  osaka: {name: ap-northeast-3, role: secondary}\nnetwork: {}\n"
                  "msk: {version: 3.9.x, replication: {mode: mirrormaker, plugin: {bucket: b-1, key: k}}}\n");
    assert_int_equal(
        count(w, "*/msk/mirror-tokyo") + count(w, "*/msk/checkpoint-tokyo") + count(w, "*/msk/heartbeat-tokyo"), 6);
    assert_int_equal(count(w, "*/msk/plugin"), 3);
    const struct value *settings = value_get(attrs_of(w, "seoul/msk/mirror-tokyo"), "connectorConfiguration");
    assert_string_equal(value_get_str(settings, "source.cluster.alias"), "tokyo");
    assert_string_equal(value_get_str(settings, "topics.exclude"),
                        "__.*,.*[.-]internal,heartbeats,seoul\\..*,osaka\\..*");
    assert_string_equal(value_ref_address(value_get(settings, "target.cluster.bootstrap.servers")),
                        "seoul/msk/cluster");
}

static void settings_keep_every_record_through_a_restart(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "configuration: {log.retention.hours: 24}}\n");
    const struct value *all = value_get(attrs_of(w, "tokyo/msk/configuration"), "ServerProperties");
    assert_string_equal(value_get_str(all, "default.replication.factor"), "3");
    assert_string_equal(value_get_str(all, "min.insync.replicas"), "2");
    assert_string_equal(value_get_str(all, "unclean.leader.election.enable"), "false");
    assert_string_equal(value_get_str(all, "log.retention.hours"), "24");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_the_first_cluster_has_a_master_user),
        TEST(the_first_writer_comes_before_all_other_members),
        TEST(engines_differ_by_a_table),
        TEST(replicators_stand_where_the_copies_go),
        TEST(copies_are_never_copied_back),
        TEST(one_way_leaves_the_other_closed),
        TEST(mirrors_are_three_connectors_a_direction),
        TEST(settings_keep_every_record_through_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
