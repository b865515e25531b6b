#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/* Flow logs of the networks, to CloudWatch Logs. */

static bool flow_logs_in(const struct spec_region *r)
{
    return value_bool_of(value_get(value_get(value_get(r->config, "network"), "flow_logs"), "enabled"));
}

static const char *flow_log_group_name(const struct site *s, const char *alias)
{
    const struct spec *spec = s->build->spec;
    return arena_printf(s->arena, "/%s/%s/%s/flow-logs", spec->project, spec->environment, alias);
}

/* One role for every region: IAM is global. */
static void flow_log_role_make(const struct build *b)
{
    struct site s = site_global(b, "network");
    struct arena *a = b->arena;
    const struct value *groups =
        site_text(&s, "arn:${lookup/account.Partition}:logs:*:${lookup/account.AccountId}:log-group:%s:*",
                  flow_log_group_name(&s, "*"));
    struct value *statements =
        list_of_one(a, allow(a, "logs:CreateLogStream logs:PutLogEvents logs:DescribeLogStreams", groups, NULL));
    value_push(a, statements, allow(a, "logs:DescribeLogGroups", value_str(a, "*"), NULL));
    role_make(&s, &(struct role){.name = "flow-log",
                                 .description = "Writes VPC flow logs to CloudWatch Logs",
                                 .trust = trust_service(&s, "vpc-flow-logs.amazonaws.com", true),
                                 .statements = statements});
}

static void region_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *group = log_group_make(s, "flow-log-group", value_str(a, flow_log_group_name(s, s->scope)),
                                       site_field(s, "flow_logs.retention_days"));
    site_make(s, "AWS::EC2::FlowLog", "flow-log",
              PAIRS({"ResourceId", network_vpc(a, s->region, "VpcId")}, {"ResourceType", value_str(a, "VPC")},
                    {"TrafficType", site_field(s, "flow_logs.traffic")},
                    {"LogDestinationType", value_str(a, "cloud-watch-logs")},
                    {"LogGroupName", value_ref(a, group, "logGroupName")},
                    {"DeliverLogsPermissionArn", value_ref(a, "global/network/flow-log-role", "Arn")},
                    {"MaxAggregationInterval", value_int(a, 600)}));
    site_after(s, "global/network/flow-log-role-policy");
}

void flow_logs_make(const struct build *b)
{
    bool any = false;
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "network");
        if (!flow_logs_in(s.region))
            continue;
        region_make(&s);
        any = true;
    }
    if (any)
        flow_log_role_make(b);
}
