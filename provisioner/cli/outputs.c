#include "provisioner/cli/outputs.h"

#include "provisioner/model/wanted.h"

#include <string.h>

enum {
    BY_NAME = 1, /* more than one in a system: the address's last part is in the name */
    RARELY = 2,  /* asked for */
};

/* clang-format off */
static const struct {
    const char *type, *attr, *name;
    unsigned flags;
} rows[] = {
    {"AWS::RDS::GlobalCluster",                   "Endpoint",                       "writer-endpoint",        0},
    {"AWS::RDS::DBCluster",                       "Endpoint",                       "cluster-endpoint",       0},
    {"AWS::RDS::DBCluster",                       "ReaderEndpoint",                 "reader-endpoint",        0},
    {"AWS::RDS::DBCluster",                       "Port",                           "port",                   0},
    {"AWS::ElastiCache::ReplicationGroup",        "PrimaryEndpoint",                "primary-endpoint",       0},
    {"AWS::ElastiCache::ReplicationGroup",        "ReaderEndpoint",                 "reader-endpoint",        0},
    {"AWS::ElastiCache::ReplicationGroup",        "ConfigurationEndpoint",          "configuration-endpoint", 0},
    {"AWS::ElastiCache::ReplicationGroup",        "Port",                           "port",                   0},
    {"AWS::EKS::Cluster",                         "name",                           "cluster-name",           0},
    {"AWS::EKS::Cluster",                         "endpoint",                       "endpoint",               0},
    {"AWS::EKS::Cluster",                         "issuer",                         "issuer",                 RARELY},
    {"AWS::MSK::Cluster",                         "ClusterArn",                     "cluster-arn",            RARELY},
    {"AWS::MSK::Cluster",                         "BootstrapBrokerStringSaslIam",   "brokers-iam",            0},
    {"AWS::MSK::Cluster",                         "BootstrapBrokerStringSaslScram", "brokers-scram",          0},
    {"AWS::MSK::Cluster",                         "BootstrapBrokerStringTls",       "brokers-tls",            0},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName",                        "host",                   0},
    {"AWS::ElasticLoadBalancingV2::TargetGroup",  "TargetGroupArn",                 "target-group-arn",       0},
    {"AWS::Route53::HostedZone",                  "NameServers",                    "name-servers",           BY_NAME},
    {"AWS::Route53::HealthCheck",                 "HealthCheckId",                  "id",                     BY_NAME | RARELY},
    {"AWS::EC2::VPC",                             "VpcId",                          "vpc-id",                 0},
    {"AWS::EC2::VPCPeeringConnection",            "VpcPeeringConnectionId",         "peering-id",             BY_NAME | RARELY},
    {"AWS::KMS::Key",                             "Arn",                            "key-arn",                BY_NAME | RARELY},
    {"AWS::S3::Bucket",                           "Bucket",                         "bucket",                 BY_NAME | RARELY},
    {"AWS::SNS::Topic",                           "TopicArn",                       "topic-arn",              BY_NAME | RARELY},
    {"AWS::SQS::Queue",                           "QueueUrl",                       "queue-url",              BY_NAME | RARELY},
    {"AWS::SecretsManager::Secret",               "ARN",                            "secret-arn",             BY_NAME},
};
/* clang-format on */

/* "ns-1.example ns-2.example" of a list */
static const char *shown(struct arena *a, const struct value *v)
{
    struct sbuf out = {.arena = a};
    if (value_kind(v) != V_LIST)
        return value_text(a, v);
    for (size_t i = 0; i < value_len(v); i++)
        sbuf_printf(&out, "%s%s", i ? " " : "", value_text(a, value_item(v, i)));
    return sbuf_str(&out);
}

static void add(struct arena *a, struct value *all, const struct entry *e, bool whole)
{
    const char *last = strrchr(e->address, '/');
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (strcmp(rows[i].type, e->type) != 0 || (rows[i].flags & RARELY && !whole))
            continue;
        bool by_name = rows[i].flags & BY_NAME;
        const struct value *v = value_get(e->outputs, rows[i].attr);
        const char *text = shown(a, v ? v : value_get(e->inputs, rows[i].attr));
        const char *name = arena_printf(a, "%s.%s.%s%s%s", address_alias(a, e->address), address_system(a, e->address),
                                        by_name ? last + 1 : "", by_name ? "." : "", rows[i].name);
        if (*text)
            value_set_str(a, all, name, text);
    }
}

const struct value *outputs_of(struct arena *a, const struct state *s, bool whole)
{
    struct value *all = value_map(a);
    for (size_t i = 0; i < state_count(s); i++)
        add(a, all, state_entry(s, i), whole);
    return all;
}
