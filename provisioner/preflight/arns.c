#include "provisioner/preflight/look.h"

#include <string.h>

/* ---- ARNs in attributes ------------------------------------------------------------------------------------------ */

/* The nth field of an ARN, from 0: "arn", partition, service, region. */
static const char *field_of(struct arena *a, const char *arn, unsigned n)
{
    while (n-- && *arn) {
        arn += strcspn(arn, ":");
        arn += *arn == ':';
    }
    return arena_strndup(a, arn, strcspn(arn, ":"));
}

/* Calls `fn` for each text within that is an ARN as a whole. */
static void each_arn(const struct look *l, const struct wanted *w, const struct value *v,
                     void (*fn)(const struct look *, const struct wanted *, const struct value *))
{
    if (value_kind(v) == V_STR && str_starts(value_str_of(v), "arn:"))
        fn(l, w, v);
    for (size_t i = 0; (value_kind(v) == V_MAP || value_kind(v) == V_LIST) && i < value_len(v); i++)
        each_arn(l, w, value_item(v, i), fn);
}

static const char *partition_of(const char *region)
{
    return str_starts(region, "cn-") ? "aws-cn" : str_starts(region, "us-gov-") ? "aws-us-gov" : "aws";
}

static void same_partition(const struct look *l, const struct wanted *w, const struct value *arn)
{
    const char *said = field_of(l->c->arena, value_str_of(arn), 1);
    if (*said && !strpbrk(said, "*?") && !str_eq(said, partition_of(w->region)))
        fault(l, w, arn, NULL, "%s: %s is of the partition %s, and %s of %s", w->address, shown(l, arn), said,
              w->region, partition_of(w->region));
}

/* Services that take the ARNs of their own region alone, wherever an attribute names one. Topics and functions are
 * reached from other regions by some; keys are SEC-007's. */
static void same_region(const struct look *l, const struct wanted *w, const struct value *arn)
{
    static const char bound[] = "acm logs secretsmanager ec2";
    struct arena *a = l->c->arena;
    const char *service = field_of(a, value_str_of(arn), 2), *region = field_of(a, value_str_of(arn), 3);
    if (has_word(bound, service) && *region && !strpbrk(region, "*?") && !str_eq(region, w->region))
        fault(l, w, arn, NULL, "%s is in %s, and %s in %s", w->address, w->region, shown(l, arn), region);
}

/* What speaks of objects in other regions, or of whatever may be: policies, copies, and rules about both. */
static bool is_bound(const struct wanted *w, const char *attr)
{
    static const char roaming[] =
        "AWS::KMS::ReplicaKey AWS::IAM::Policy AWS::IAM::ManagedPolicy AWS::IAM::Role "
        "AWS::S3::Bucket AWS::S3::BucketPolicy AWS::MSK::Replicator AWS::CloudWatch::Dashboard "
        "AWS::Route53::HealthCheck AWS::FIS::ExperimentTemplate AWS::SSM::Document";
    return !has_word(roaming, w->type) && !strstr(attr, "Policy") && !strstr(attr, "policy") && !str_eq(attr, "Tags");
}

static void partitions(const struct look *l)
{
    for (size_t i = 0; i < everything(l)->n; i++)
        each_arn(l, &everything(l)->items[i], everything(l)->items[i].attrs, same_partition);
}

static void regions(const struct look *l)
{
    for (size_t i = 0; i < everything(l)->n; i++) {
        const struct wanted *w = &everything(l)->items[i];
        for (size_t k = 0; k < value_len(w->attrs); k++)
            if (is_bound(w, value_key(w->attrs, k)))
                each_arn(l, w, value_item(w->attrs, k), same_region);
    }
}

/* ---- roles of services ------------------------------------------------------------------------------------------- */

/* Those of functions and drills have rules of their own, which look at what the role may do as well. */
static const struct {
    const char *type, *attr, *principal;
} assumed[] = {
    {"AWS::EKS::Cluster", "roleArn", "eks.amazonaws.com"},
    {"AWS::EKS::Nodegroup", "nodeRole", "ec2.amazonaws.com"},
    {"AWS::EKS::FargateProfile", "podExecutionRoleArn", "eks-fargate-pods.amazonaws.com"},
    {"AWS::EKS::PodIdentityAssociation", "roleArn", "pods.eks.amazonaws.com"},
    {"AWS::MSK::Replicator", "ServiceExecutionRoleArn", "kafka.amazonaws.com"},
    {"AWS::KafkaConnect::Connector", "serviceExecutionRoleArn", "kafkaconnect.amazonaws.com"},
    {"AWS::EC2::FlowLog", "DeliverLogsPermissionArn", "vpc-flow-logs.amazonaws.com"},
    {"AWS::RDS::DBInstance", "MonitoringRoleArn", "monitoring.rds.amazonaws.com"},
};

static bool says(const struct value *v, const char *text)
{
    if (value_kind(v) == V_STR)
        return strstr(value_str_of(v), text) != NULL;
    for (size_t i = 0; i < value_len(v); i++)
        if (says(value_item(v, i), text))
            return true;
    return false;
}

static void one_role(const struct look *l, const struct wanted *w, const char *attr, const char *principal)
{
    const struct value *v = value_get(w->attrs, attr);
    const struct wanted *role = referred(l, v);
    const struct value *trust = role ? value_get(role->attrs, "AssumeRolePolicyDocument") : NULL;
    if (role && str_eq(role->type, "AWS::IAM::Role") && trust && !says(trust, principal))
        fault(l, w, value_get(w->attrs, attr), NULL, "%s does not trust %s, which takes it for %s", role->address,
              principal, w->address);
}

static void trusted(const struct look *l)
{
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(assumed); i++)
        for (struct each e = each_of(l, assumed[i].type, NULL); (w = next_of(&e));)
            one_role(l, w, assumed[i].attr, assumed[i].principal);
}

/* clang-format off */
const struct rule arn_rules[] = {
    {"GEN-04", SEV_ERROR, "an ARN of another region, where the service takes its own region's only", "the call is refused: there is no such certificate, group or secret there",
     "name the one of that region", "API references of ACM, CloudWatch Logs, Secrets Manager and EC2", .all = regions},
    {"GEN-05", SEV_ERROR, "an ARN of another partition than the region's", "no service of this partition knows it", "write arn:aws-cn: in China, arn:aws-us-gov: in GovCloud, arn:aws: elsewhere",
     "AWS reference, partitions", .all = partitions},
    {"GEN-09", SEV_ERROR, "a role for a service that it does not trust", "the service can't assume it, and the call is refused", "add the service to Principal in AssumeRolePolicyDocument",
     "IAM user guide, roles for services", .all = trusted},
    {0}};
/* clang-format on */
