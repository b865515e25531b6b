#include "provisioner/cli/outputs.h"

#include "provisioner/model/wanted.h"

#include <string.h>

static const struct {
    const char *type, *attr, *name;
    bool by_name; /* more than one in a system: the address's last part is in the name */
} rows[] = {
    {"AWS::RDS::GlobalCluster", "Endpoint", "writer-endpoint", false},
    {"AWS::RDS::DBCluster", "Endpoint", "cluster-endpoint", false},
    {"AWS::RDS::DBCluster", "ReaderEndpoint", "reader-endpoint", false},
    {"AWS::RDS::DBCluster", "Port", "port", false},
    {"AWS::MSK::Cluster", "ClusterArn", "cluster-arn", false},
    {"AWS::MSK::Cluster", "BootstrapBrokerStringSaslIam", "brokers-iam", false},
    {"AWS::MSK::Cluster", "BootstrapBrokerStringSaslScram", "brokers-scram", false},
    {"AWS::Route53::HostedZone", "NameServers", "name-servers", true},
    {"AWS::Route53::HealthCheck", "HealthCheckId", "id", true},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName", "host", false},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupArn", "target-group-arn", false},
    {"AWS::EC2::VPC", "VpcId", "vpc-id", false},
    {"AWS::EC2::VPCPeeringConnection", "VpcPeeringConnectionId", "peering-id", true},
    {"AWS::KMS::Key", "Arn", "key-arn", true},
    {"AWS::SecretsManager::Secret", "ARN", "secret-arn", true},
};

static void add(struct arena *a, struct value *all, const struct entry *e)
{
    const char *last = strrchr(e->address, '/');
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (strcmp(rows[i].type, e->type) != 0)
            continue;
        const struct value *v = value_get(e->outputs, rows[i].attr);
        const char *text = value_text(a, v ? v : value_get(e->inputs, rows[i].attr));
        const char *name = arena_printf(a, "%s.%s.%s%s%s", address_alias(a, e->address), address_system(a, e->address),
                                        rows[i].by_name ? last + 1 : "", rows[i].by_name ? "." : "", rows[i].name);
        if (*text)
            value_set_str(a, all, name, text);
    }
}

const struct value *outputs_of(struct arena *a, const struct state *s)
{
    struct value *all = value_map(a);
    for (size_t i = 0; i < state_count(s); i++)
        add(a, all, state_entry(s, i));
    return all;
}
