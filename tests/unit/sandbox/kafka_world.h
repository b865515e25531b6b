#ifndef TESTS_UNIT_SANDBOX_KAFKA_WORLD_H
#define TESTS_UNIT_SANDBOX_KAFKA_WORLD_H

#include "harness.h"

/* A network of three zones in each of two regions, and clusters in it. */

#define ELSEWHERE "ap-northeast-2"
#define IAM "'ClientAuthentication':{'Sasl':{'Iam':{'Enabled':true}}}"

struct site {
    const char *vpc, *subnets, *group; /* subnets as they stand in JSON: "'a','b','c'" */
};

static inline struct site network(void)
{
    struct site s = {.vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId"), .subnets = ""};
    bool seoul = strcmp(region, ELSEWHERE) == 0;
    const char *zones = seoul ? "abc" : "acd";
    for (int i = 0; i < 3; i++)
        s.subnets = arena_printf(
            memory, "%s%s'%s'", s.subnets, i ? "," : "",
            text_at(OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'10.0.%d.0/24','AvailabilityZone':'%s%c'}",
                       s.vpc, i, region, zones[i]),
                    "Subnet.SubnetId"));
    s.group = text_at(OK("ec2", "CreateSecurityGroup", "{'GroupName':'kafka','Description':'d','VpcId':'%s'}", s.vpc),
                      "GroupId");
    return s;
}

static inline const char *cluster_json(const struct site *s, const char *name, const char *more)
{
    return arena_printf(memory,
                        "{'ClusterName':'%s','KafkaVersion':'3.8.x','NumberOfBrokerNodes':3,'BrokerNodeGroupInfo':{"
                        "'InstanceType':'kafka.m5.large','ClientSubnets':[%s],'SecurityGroups':['%s']}%s%s}",
                        name, s->subnets, s->group, *more ? "," : "", more);
}

static inline const char *cluster_begun(const struct site *s, const char *name, const char *more)
{
    return text_at(OK("kafka", "CreateCluster", "%s", cluster_json(s, name, more)), "ClusterArn");
}

static inline const char *cluster_in(const struct site *s, const char *name, const char *more)
{
    const char *arn = cluster_begun(s, name, more);
    wait_s(1600);
    return arn;
}

static inline const struct value *cluster(const char *arn)
{
    return value_path(memory, OK("kafka", "DescribeClusterV2", "{'ClusterArn':'%s'}", arn), "ClusterInfo");
}

static inline const char *version_of(const char *arn)
{
    return text_at(cluster(arn), "CurrentVersion");
}

/* An update with the version as it is now, and the time it takes. */
static inline void updated(const char *arn, const char *op, const char *members)
{
    OK("kafka", op, "{'ClusterArn':'%s','CurrentVersion':'%s',%s}", arn, version_of(arn), members);
    assert_string_equal(text_at(cluster(arn), "State"), "UPDATING");
    wait_s(3 * 3600);
    assert_string_equal(text_at(cluster(arn), "State"), "ACTIVE");
}

static inline const char *role_for(const char *name, const char *service)
{
    return text_at(OK("iam", "CreateRole",
                      "{'RoleName':'%s','AssumeRolePolicyDocument':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{"
                      "\\'Effect\\':\\'Allow\\',\\'Principal\\':{\\'Service\\':\\'%s\\'},\\'Action\\':"
                      "\\'sts:AssumeRole\\'}]}'}",
                      name, service),
                   "Role.Arn");
}

#endif
