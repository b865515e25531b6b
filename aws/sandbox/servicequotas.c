#include "aws/sandbox/call.h"
#include "aws/sandbox/kinds.h"

/*
 * Service Quotas as the sandbox plays it: an account that never asked for more than AWS gives. Names, codes and values:
 * the endpoints and quotas pages of the AWS General Reference, and of MSK's developer guide, which tells no code.
 */

/* clang-format off */
static const struct quota {
    const char *service, *called, *code, *name;
    int64_t value;
} quotas[] = {
    {"vpc",         "Amazon Virtual Private Cloud (Amazon VPC)", "L-F678F1CE", "VPCs per Region",                     5},
    {"vpc",         "Amazon Virtual Private Cloud (Amazon VPC)", "L-A4707A72", "Internet gateways per Region",        5},
    {"vpc",         "Amazon Virtual Private Cloud (Amazon VPC)", "L-FE5A380F", "NAT gateways per Availability Zone",  5},
    {"ec2",         "Amazon Elastic Compute Cloud (Amazon EC2)", "L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 256},
    {"eks",         "Amazon Elastic Kubernetes Service (Amazon EKS)", "L-1194D53C", "Clusters",                     100},
    {"eks",         "Amazon Elastic Kubernetes Service (Amazon EKS)", "L-6D54EA21", "Managed node groups per cluster", 30},
    {"elasticache", "Amazon ElastiCache",                        "L-DFE45DF3", "Nodes per Region",                  300},
    {"kafka",       "Amazon Managed Streaming for Kafka (MSK)",  NULL,         "Number of brokers per account",      90},
    {"rds",         "Amazon Relational Database Service (Amazon RDS)", "L-952B80B8", "DB clusters",                  40},
    {"rds",         "Amazon Relational Database Service (Amazon RDS)", "L-7B6409FD", "DB instances",                 40},
};
/* clang-format on */

static const struct value *told(struct call *c, const struct quota *q)
{
    struct value *one = value_map(c->a);
    value_set_str(c->a, one, "ServiceCode", q->service);
    value_set_str(c->a, one, "ServiceName", q->called);
    value_set_str(c->a, one, "QuotaCode", q->code);
    value_set_str(c->a, one, "QuotaName", q->name);
    value_set(c->a, one, "Value", value_int(c->a, q->value));
    value_set_str(c->a, one, "Unit", "None");
    value_set(c->a, one, "Adjustable", value_bool(c->a, true));
    value_set(c->a, one, "GlobalQuota", value_bool(c->a, false));
    return one;
}

static bool list(struct call *c)
{
    struct value *all = value_list(c->a);
    for (size_t i = 0; i < COUNT(quotas); i++)
        if (str_eq(quotas[i].service, in_str(c, "ServiceCode")))
            value_push(c->a, all, told(c, &quotas[i]));
    if (!value_len(all))
        return refuse(c, "NoSuchResourceException", "The request failed because the service code is not valid.");
    value_set(c->a, c->out, "Quotas", all);
    return true;
}

static bool get(struct call *c)
{
    for (size_t i = 0; i < COUNT(quotas); i++)
        if (str_eq(quotas[i].service, in_str(c, "ServiceCode")) && quotas[i].code &&
            str_eq(quotas[i].code, in_str(c, "QuotaCode"))) {
            value_set(c->a, c->out, "Quota", told(c, &quotas[i]));
            return true;
        }
    return refuse(c, "NoSuchResourceException", "The request failed because the specified quota does not exist.");
}

static const struct sandbox_op ops[] = {
    {"ListServiceQuotas", ACT_RULE, .rule = list}, {"GetServiceQuota", ACT_RULE, .rule = get}, {0}};

const struct sandbox_service sandbox_servicequotas = {
    .id = "servicequotas", .ops = ops, .invalid = "IllegalArgumentException"};
