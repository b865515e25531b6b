#include "harness.h"

#include "aws/sandbox/engine.h"

#include <stdlib.h>

static const char *key, *group, *sg, *vpc_id;

static const char *subnet_in(const char *id, const char *cidr, size_t zone)
{
    const struct value *zones = OK("ec2", "DescribeAvailabilityZones", "{}");
    const char *name = value_get_str(value_item(value_get(zones, "AvailabilityZones"), zone), "ZoneName");
    return text_at(OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'%s','AvailabilityZone':'%s'}", id, cidr, name),
                   "Subnet.SubnetId");
}

/* What a cluster needs in the region that is current. */
static void foundation(const char *cidr2)
{
    vpc_id = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.%s.0.0/16'}", cidr2), "Vpc.VpcId");
    const char *a = subnet_in(vpc_id, arena_printf(memory, "10.%s.0.0/20", cidr2), 0),
               *b = subnet_in(vpc_id, arena_printf(memory, "10.%s.16.0/20", cidr2), 1);
    NO("DBSubnetGroupDoesNotCoverEnoughAZs", "rds", "CreateDBSubnetGroup",
       "{'DBSubnetGroupName':'One','DBSubnetGroupDescription':'d','SubnetIds':['%s']}", a);
    group = text_at(OK("rds", "CreateDBSubnetGroup",
                       "{'DBSubnetGroupName':'Main','DBSubnetGroupDescription':'d','SubnetIds':['%s','%s']}", a, b),
                    "DBSubnetGroup.DBSubnetGroupName");
    assert_string_equal(group, "main");
    sg = text_at(OK("ec2", "CreateSecurityGroup", "{'VpcId':'%s','GroupName':'db','Description':'d'}", vpc_id),
                 "GroupId");
    key = text_at(OK("kms", "CreateKey", "{}"), "KeyMetadata.Arn");
}

static const char *cluster_with(const char *id, const char *more)
{
    return arena_printf(memory,
                        "{'DBClusterIdentifier':'%s','Engine':'aurora-postgresql','EngineVersion':'15.10','"
                        "DBSubnetGroupName':'main','VpcSecurityGroupIds':['%s'],'KmsKeyId':'%s'%s}",
                        id, sg, key, more);
}

static const char *const login = ",'MasterUsername':'dba','MasterUserPassword':'correct-horse','StorageEncrypted':true,"
                                 "'GlobalClusterIdentifier':'world'";

static void instance(const char *id, const char *cluster)
{
    OK("rds", "CreateDBInstance",
       "{'DBInstanceIdentifier':'%s','DBInstanceClass':'db.r6g.large','Engine':'aurora-postgresql','"
       "DBClusterIdentifier':'%s'}",
       id, cluster);
}

static void two_regions(void)
{
    OK("rds", "CreateGlobalCluster",
       "{'GlobalClusterIdentifier':'World','Engine':'aurora-postgresql','EngineVersion':'15.10','StorageEncrypted':"
       "true}");
    wait_s(30);
    foundation("0");
    OK("rds", "CreateDBCluster", "%s", cluster_with("Tokyo", login));
    wait_s(100);
    instance("tokyo-1", "tokyo");
    region = "ap-northeast-2";
    foundation("1");
    NO("InvalidDBClusterStateFault", "rds", "CreateDBCluster", "%s",
       cluster_with("seoul", ",'GlobalClusterIdentifier':'world'"));
    wait_s(430);
    NO("InvalidParameterValue", "rds", "CreateDBCluster", "%s", cluster_with("seoul", login));
    OK("rds", "CreateDBCluster", "%s",
       cluster_with("seoul", ",'GlobalClusterIdentifier':'world','EnableGlobalWriteForwarding':true"));
    wait_s(310);
    instance("seoul-1", "seoul");
    wait_s(430);
    region = "ap-northeast-1";
}

static void a_global_database_spans_two_regions(void **state)
{
    (void)state;
    two_regions();
    const struct value *told = OK("rds", "DescribeGlobalClusters", "{'GlobalClusterIdentifier':'world'}");
    assert_string_equal(text_at(told, "GlobalClusters[0].Status"), "available");
    assert_int_equal(count_at(told, "GlobalClusters[0].GlobalClusterMembers"), 2);
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[0].IsWriter"), "true");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[0].GlobalWriteForwardingStatus"), "");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[1].GlobalWriteForwardingStatus"),
                        "enabled");
    const struct value *tokyo = OK("rds", "DescribeDBClusters", "{'DBClusterIdentifier':'tokyo'}");
    assert_string_equal(text_at(tokyo, "DBClusters[0].DBClusterMembers[0].IsClusterWriter"), "true");
    assert_string_equal(text_at(tokyo, "DBClusters[0].Port"), "5432");
    assert_null(strstr(value_canonical(memory, tokyo), "correct-horse"));
    assert_null(strstr(sandbox_transcript(sandbox), "correct-horse"));
    region = "ap-northeast-2";
    const struct value *seoul = OK("rds", "DescribeDBClusters", "{'DBClusterIdentifier':'seoul'}");
    assert_string_equal(text_at(seoul, "DBClusters[0].DBClusterMembers[0].IsClusterWriter"), "false");
    assert_string_equal(text_at(seoul, "DBClusters[0].MasterUsername"), "dba");
    assert_string_equal(text_at(seoul, "DBClusters[0].ReplicationSourceIdentifier"),
                        text_at(tokyo, "DBClusters[0].DBClusterArn"));
}

static void a_switchover_moves_the_writer(void **state)
{
    (void)state;
    two_regions();
    const char *seoul = "arn:aws:rds:ap-northeast-2:123456789012:cluster:seoul";
    NO("DBClusterNotFoundFault", "rds", "SwitchoverGlobalCluster",
       "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'arn:none'}");
    OK("rds", "SwitchoverGlobalCluster", "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'%s'}", seoul);
    assert_string_equal(text_at(OK("rds", "DescribeGlobalClusters", "{}"), "GlobalClusters[0].FailoverState.Status"),
                        "pending");
    NO("InvalidGlobalClusterStateFault", "rds", "SwitchoverGlobalCluster",
       "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'%s'}", seoul);
    wait_s(20);
    assert_string_equal(text_at(OK("rds", "DescribeGlobalClusters", "{}"), "GlobalClusters[0].FailoverState.Status"),
                        "switching-over");
    wait_s(70);
    const struct value *told = OK("rds", "DescribeGlobalClusters", "{}");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[1].IsWriter"), "true");
    assert_null(value_path(memory, told, "GlobalClusters[0].FailoverState.Status"));
    assert_string_equal(
        text_at(OK("rds", "DescribeDBClusters", "{}"), "DBClusters[0].DBClusterMembers[0].IsClusterWriter"), "false");
    region = "ap-northeast-2";
    NO("InvalidDBClusterStateFault", "rds", "FailoverGlobalCluster",
       "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'%s'}", seoul);
    OK("rds", "FailoverGlobalCluster",
       "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'arn:aws:rds:ap-northeast-1:123456789012:"
       "cluster:tokyo','AllowDataLoss':true}");
    wait_s(120);
    told = OK("rds", "DescribeGlobalClusters", "{}");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[0].IsWriter"), "true");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[1].SynchronizationStatus"),
                        "pending-resync");
}

static void a_region_in_the_dark_can_be_failed_over_from_and_not_switched(void **state)
{
    (void)state;
    two_regions();
    const char *seoul = "arn:aws:rds:ap-northeast-2:123456789012:cluster:seoul";
    sandbox->options.faults.dark_regions = "ap-northeast-1";
    region = "ap-northeast-2";
    wait_s(120);
    const struct value *told =
        OK("monitoring", "GetMetricData",
           "{'StartTime':'2026-01-01T00:00:00Z','EndTime':'2027-01-01T00:00:00Z',"
           "'MetricDataQueries':[{'Id':'lag','MetricStat':{'Period':60,'Stat':'Maximum','Metric':"
           "{'Namespace':'AWS/RDS','MetricName':'AuroraGlobalDBRPOLag','Dimensions':"
           "[{'Name':'DBClusterIdentifier','Value':'seoul'}]}}}]}");
    assert_true(strtol(text_at(told, "MetricDataResults[0].Values[0]"), NULL, 10) >= 120 * 1000);
    NO("InvalidDBClusterStateFault", "rds", "SwitchoverGlobalCluster",
       "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'%s'}", seoul);
    OK("rds", "FailoverGlobalCluster",
       "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'%s','AllowDataLoss':true}", seoul);
    wait_s(1200);
    told = OK("rds", "DescribeGlobalClusters", "{}");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[1].IsWriter"), "true");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[0].SynchronizationStatus"),
                        "pending-resync");
    sandbox->options.faults.dark_regions = NULL;
    told = OK("rds", "DescribeGlobalClusters", "{}");
    assert_string_equal(text_at(told, "GlobalClusters[0].GlobalClusterMembers[0].SynchronizationStatus"), "connected");
}

static void a_global_database_is_taken_down_in_order(void **state)
{
    (void)state;
    two_regions();
    const char *tokyo = "arn:aws:rds:ap-northeast-1:123456789012:cluster:tokyo",
               *seoul = "arn:aws:rds:ap-northeast-2:123456789012:cluster:seoul";
    NO("InvalidDBClusterStateFault", "rds", "DeleteDBCluster",
       "{'DBClusterIdentifier':'tokyo','SkipFinalSnapshot':true}");
    NO("InvalidGlobalClusterStateFault", "rds", "DeleteGlobalCluster", "{'GlobalClusterIdentifier':'world'}");
    NO("InvalidGlobalClusterStateFault", "rds", "RemoveFromGlobalCluster",
       "{'GlobalClusterIdentifier':'world','DbClusterIdentifier':'%s'}", tokyo);
    NO("InvalidDBClusterStateFault", "rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'tokyo-1'}");
    region = "ap-northeast-2";
    OK("rds", "ModifyDBCluster", "{'DBClusterIdentifier':'seoul','DeletionProtection':true,'ApplyImmediately':true}");
    NO("InvalidDBClusterStateFault", "rds", "ModifyDBCluster",
       "{'DBClusterIdentifier':'seoul','DeletionProtection':false}");
    wait_s(40);
    OK("rds", "RemoveFromGlobalCluster", "{'GlobalClusterIdentifier':'world','DbClusterIdentifier':'%s'}", seoul);
    assert_string_equal(text_at(OK("rds", "DescribeDBClusters", "{}"), "DBClusters[0].Status"), "promoting");
    wait_s(70);
    NO("InvalidParameterCombination", "rds", "DeleteDBCluster",
       "{'DBClusterIdentifier':'seoul','SkipFinalSnapshot':true}");
    OK("rds", "ModifyDBCluster", "{'DBClusterIdentifier':'seoul','DeletionProtection':false,'ApplyImmediately':true}");
    wait_s(40);
    NO("InvalidDBClusterStateFault", "rds", "DeleteDBCluster",
       "{'DBClusterIdentifier':'seoul','SkipFinalSnapshot':true}");
    OK("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'seoul-1','SkipFinalSnapshot':true}");
    OK("rds", "DeleteDBCluster", "{'DBClusterIdentifier':'seoul','SkipFinalSnapshot':true}");
    NO("InvalidDBSubnetGroupStateFault", "rds", "DeleteDBSubnetGroup", "{'DBSubnetGroupName':'main'}");
    wait_s(200);
    NO("DBClusterNotFoundFault", "rds", "DescribeDBClusters", "{'DBClusterIdentifier':'seoul'}");
    OK("rds", "DeleteDBSubnetGroup", "{'DBSubnetGroupName':'main'}");
    region = "ap-northeast-1";
    OK("rds", "RemoveFromGlobalCluster", "{'GlobalClusterIdentifier':'world','DbClusterIdentifier':'%s'}", tokyo);
    OK("rds", "DeleteGlobalCluster", "{'GlobalClusterIdentifier':'world'}");
    wait_s(40);
    NO("GlobalClusterNotFoundFault", "rds", "DescribeGlobalClusters", "{'GlobalClusterIdentifier':'world'}");
}

static void clusters_are_refused(void **state)
{
    (void)state;
    foundation("0");
    const char *plain = ",'MasterUsername':'dba','MasterUserPassword':'correct-horse','StorageEncrypted':true";
    NO("InvalidParameterValue", "rds", "CreateDBCluster", "%s", cluster_with("bad--name", plain));
    NO("GlobalClusterNotFoundFault", "rds", "CreateDBCluster", "%s", cluster_with("one", login));
    NO("InvalidParameterCombination", "rds", "CreateDBCluster",
       "{'DBClusterIdentifier':'x','Engine':'aurora-postgresql','EngineVersion':'9.6','MasterUsername':'a'}");
    NO("InvalidParameterValue", "rds", "CreateDBCluster", "%s",
       cluster_with("one", ",'MasterUsername':'admin','MasterUserPassword':'correct-horse','StorageEncrypted':true"));
    OK("rds", "CreateDBCluster", "%s", cluster_with("one", plain));
    NO("DBClusterAlreadyExistsFault", "rds", "CreateDBCluster", "%s", cluster_with("ONE", plain));
    NO("InvalidDBClusterStateFault", "rds", "CreateDBInstance",
       "{'DBInstanceIdentifier':'i','DBInstanceClass':'db.r6g.large','Engine':'aurora-postgresql','DBClusterIdentifier'"
       ":'one'}");
    NO("DependencyViolation", "ec2", "DeleteSecurityGroup", "{'GroupId':'%s'}", sg);
    OK("kms", "DisableKey", "{'KeyId':'%s'}", key);
    NO("KMSKeyNotAccessibleFault", "rds", "CreateDBCluster", "%s", cluster_with("two", plain));
}

static void parameter_groups_hold_what_they_are_told(void **state)
{
    (void)state;
    OK("rds", "CreateDBClusterParameterGroup",
       "{'DBClusterParameterGroupName':'Mine','DBParameterGroupFamily':'aurora-postgresql15','Description':'d'}");
    NO("InvalidParameterValue", "rds", "ModifyDBClusterParameterGroup",
       "{'DBClusterParameterGroupName':'mine','Parameters':[{'ParameterName':'colour','ParameterValue':'1','"
       "ApplyMethod':'immediate'}]}");
    NO("InvalidParameterCombination", "rds", "ModifyDBClusterParameterGroup",
       "{'DBClusterParameterGroupName':'mine','Parameters':[{'ParameterName':'shared_preload_libraries','"
       "ParameterValue':'pgaudit','ApplyMethod':'immediate'}]}");
    OK("rds", "ModifyDBClusterParameterGroup",
       "{'DBClusterParameterGroupName':'mine','Parameters':[{'ParameterName':'log_statement','ParameterValue':'ddl','"
       "ApplyMethod':'immediate'}]}");
    const struct value *told =
        OK("rds", "DescribeDBClusterParameters", "{'DBClusterParameterGroupName':'mine','Source':'user'}");
    assert_int_equal(count_at(told, "Parameters"), 1);
    assert_string_equal(text_at(told, "Parameters[0].ParameterValue"), "ddl");
    OK("rds", "ResetDBClusterParameterGroup", "{'DBClusterParameterGroupName':'mine','ResetAllParameters':true}");
    assert_int_equal(
        count_at(OK("rds", "DescribeDBClusterParameters", "{'DBClusterParameterGroupName':'mine','Source':'user'}"),
                 "Parameters"),
        0);
    OK("rds", "DescribeDBClusterParameterGroups", "{'DBClusterParameterGroupName':'default.aurora-postgresql15'}");
    NO("InvalidDBParameterGroupState", "rds", "DeleteDBClusterParameterGroup",
       "{'DBClusterParameterGroupName':'default.aurora-postgresql15'}");
}

static void a_minor_upgrade_goes_through_the_secondaries_first(void **state)
{
    (void)state;
    const char *up = "'EngineVersion':'15.12','ApplyImmediately':true";
    two_regions();
    NO("InvalidParameterValue", "rds", "ModifyGlobalCluster",
       "{'GlobalClusterIdentifier':'world','EngineVersion':'15.12'}");
    NO("InvalidParameterValue", "rds", "ModifyDBCluster", "{'DBClusterIdentifier':'tokyo',%s}", up);
    NO("InvalidParameterCombination", "rds", "ModifyDBCluster",
       "{'DBClusterIdentifier':'tokyo','EngineVersion':'15.4','ApplyImmediately':true}");
    NO("InvalidParameterCombination", "rds", "ModifyDBCluster",
       "{'DBClusterIdentifier':'tokyo','EngineVersion':'16.6','AllowMajorVersionUpgrade':true,'ApplyImmediately':"
       "true}");
    region = "ap-northeast-2";
    OK("rds", "ModifyDBCluster", "{'DBClusterIdentifier':'seoul',%s}", up);
    wait_s(610);
    region = "ap-northeast-1";
    NO("InvalidDBClusterStateFault", "rds", "SwitchoverGlobalCluster",
       "{'GlobalClusterIdentifier':'world','TargetDbClusterIdentifier':'arn:aws:rds:ap-northeast-2:123456789012:"
       "cluster:seoul'}");
    OK("rds", "ModifyDBCluster", "{'DBClusterIdentifier':'tokyo',%s}", up);
    wait_s(610);
    const struct value *told = OK("rds", "DescribeGlobalClusters", "{}");
    assert_string_equal(text_at(told, "GlobalClusters[0].EngineVersion"), "15.12");
    OK("rds", "ModifyDBCluster", "{'DBClusterIdentifier':'tokyo','BackupRetentionPeriod':9}");
    wait_s(40);
    told = OK("rds", "DescribeDBClusters", "{}");
    assert_string_equal(text_at(told, "DBClusters[0].PendingModifiedValues.BackupRetentionPeriod"), "9");
    assert_string_equal(text_at(told, "DBClusters[0].BackupRetentionPeriod"), "1");
}

static void instances_are_refused(void **state)
{
    (void)state;
    two_regions();
    const char *one = "'DBInstanceIdentifier':'i','Engine':'aurora-postgresql','DBClusterIdentifier':'tokyo'";
    NO("InvalidParameterCombination", "rds", "CreateDBInstance", "{%s,'DBInstanceClass':'db.t4g.medium'}", one);
    NO("InvalidParameterCombination", "rds", "CreateDBInstance", "{%s,'DBInstanceClass':'db.r6g.tiny'}", one);
    NO("InvalidParameterCombination", "rds", "CreateDBInstance",
       "{%s,'DBInstanceClass':'db.r6g.large','MasterUserPassword':'correct-horse'}", one);
    NO("InvalidParameterValue", "rds", "CreateDBInstance",
       "{%s,'DBInstanceClass':'db.r6g.large','MonitoringInterval':60,'MonitoringRoleArn':'arn:aws:iam::123456789012:"
       "role/x'}",
       one);
    NO("InvalidParameterValue", "rds", "CreateDBInstance", "{%s,'DBInstanceClass':'db.r6g.large','PromotionTier':16}",
       one);
    NO("DBParameterGroupNotFound", "rds", "CreateDBInstance",
       "{%s,'DBInstanceClass':'db.r6g.large','DBParameterGroupName':'none'}", one);
    NO("DBInstanceAlreadyExists", "rds", "CreateDBInstance",
       "{'DBInstanceIdentifier':'TOKYO-1','Engine':'aurora-postgresql','DBClusterIdentifier':'tokyo','DBInstanceClass':"
       "'db.r6g.large'}");
    instance("tokyo-2", "tokyo");
    const struct value *told =
        OK("rds", "DescribeDBInstances", "{'Filters':[{'Name':'db-cluster-id','Values':['tokyo']}]}");
    assert_int_equal(count_at(told, "DBInstances"), 2);
    assert_string_not_equal(text_at(told, "DBInstances[0].AvailabilityZone"),
                            text_at(told, "DBInstances[1].AvailabilityZone"));
    assert_null(value_path(memory, told, "DBInstances[1].Endpoint"));
    NO("InvalidDBInstanceState", "rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'tokyo-2','PromotionTier':3}");
    OK("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'tokyo-2'}");
    NO("InvalidDBInstanceState", "rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'tokyo-2'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_global_database_spans_two_regions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_switchover_moves_the_writer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_region_in_the_dark_can_be_failed_over_from_and_not_switched, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_global_database_is_taken_down_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minor_upgrade_goes_through_the_secondaries_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(instances_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clusters_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parameter_groups_hold_what_they_are_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
