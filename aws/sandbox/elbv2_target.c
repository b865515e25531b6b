#include "aws/sandbox/elbv2.h"

#include <string.h>

/* Target groups. Source of rules: the Elastic Load Balancing API reference. */

static void target_group_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_target_group = {
    .name = "target-group", .service = "elasticloadbalancing", .id = "TargetGroupName", .arn_member = "TargetGroupArn",
    .arn = "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{id}/{$Hash}",
    .filled = (const struct filled[]){
        {"TargetType", K_STR, "instance"}, {"IpAddressType", K_STR, "ipv4"}, {"HealthCheckPort", K_STR, "traffic-port"},
        {"HealthCheckEnabled", K_BOOL, "true"}, {"HealthCheckIntervalSeconds", K_INT, "30"}, {"HealthyThresholdCount", K_INT, "5"},
        {"UnhealthyThresholdCount", K_INT, "2"}, {0}},
    .renames = (const struct rename[]){{"Name", "TargetGroupName"}, {0}},
    .refs = (const struct ref[]){{"VpcId", &kind_vpc, REF_LOOSE}, {0}},
    .missing = {"TargetGroupNotFound", "Target groups '{id}' not found"},
    .exists = {"DuplicateTargetGroupName", "A target group with the same name '{TargetGroupName}' exists, but with different settings"},
    .blocked = {"ResourceInUse", "Target group '{TargetGroupArn}' is currently in use by a listener or a rule"},
    .view = target_group_view,
};

static const struct setting settings[] = {
    {"deregistration_delay.timeout_seconds", "300", NULL, NULL},
    {"stickiness.enabled", "false", NULL, "true false"},
    {"stickiness.type", "lb_cookie", "application", "lb_cookie app_cookie"}, {"stickiness.type", "source_ip", "network", "source_ip"},
    {"stickiness.lb_cookie.duration_seconds", "86400", "application", NULL},
    {"load_balancing.cross_zone.enabled", "use_load_balancer_configuration", NULL, "true false use_load_balancer_configuration"},
    {"load_balancing.algorithm.type", "round_robin", "application", "round_robin least_outstanding_requests weighted_random"},
    {"slow_start.duration_seconds", "0", "application", NULL},
    {"deregistration_delay.connection_termination.enabled", "false", "network", "true false"},
    {"preserve_client_ip.enabled", "false", "network", "true false"},
    {"proxy_protocol_v2.enabled", "false", "network", "true false"},
    {"target_group_health.dns_failover.minimum_healthy_targets.count", "1", NULL, NULL},
    {"target_group_health.dns_failover.minimum_healthy_targets.percentage", "off", NULL, NULL},
    {"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1", NULL, NULL},
    {"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off", NULL, NULL},
    {0},
};

static const struct bounds {
    const char *member;
    int64_t least, most;
} bounds[] = {
    {"Port", 1, 65535}, {"HealthCheckIntervalSeconds", 5, 300}, {"HealthCheckTimeoutSeconds", 2, 120}, {"HealthyThresholdCount", 2, 10},
    {"UnhealthyThresholdCount", 2, 10},
};
/* clang-format on */

static const char *type_by_protocol(const char *protocol)
{
    return str_starts(protocol, "HTTP") ? "application" : "network";
}

static const char *type_of(const struct object *o)
{
    return type_by_protocol(object_str(o, "Protocol"));
}

/* ---- as answered ------------------------------------------------------------------------------------------------- */

/* Those whose listeners send to it. */
static void target_group_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *arns = value_list(c->a);
    for (struct edge *e = first_from(o, &kind_listener); e; e = next_from(e, &kind_listener)) {
        const char *arn = object_str(e->from, "LoadBalancerArn");
        if (!is_list_of(arns, arn))
            value_push(c->a, arns, value_str(c->a, arn));
    }
    value_set(c->a, view, "LoadBalancerArns", arns);
}

bool target_groups_asked(struct call *c)
{
    const struct value *names = value_get(c->in, "Names");
    const char *balancer = in_str(c, "LoadBalancerArn");
    for (size_t i = 0; i < value_len(names); i++)
        if (!need(c, &kind_target_group, c->region, value_str_of(value_item(names, i)), NULL))
            return false;
    return !*balancer || need(c, &kind_load_balancer, c->region, balancer, NULL);
}

bool target_group_listed(struct call *c, const struct object *o)
{
    const struct value *names = value_get(c->in, "Names");
    const char *balancer = in_str(c, "LoadBalancerArn");
    struct value *view = value_map(c->a);
    target_group_view(c, o, view);
    return (!value_len(names) || is_list_of(names, o->id)) &&
           (!*balancer || is_list_of(value_get(view, "LoadBalancerArns"), balancer));
}

bool target_group_made(struct call *c)
{
    struct value *list = value_list(c->a);
    value_push(c->a, list, view_of(c, c->object));
    value_set(c->a, c->out, "TargetGroups", list);
    return true;
}

/* ---- making and changing ----------------------------------------------------------------------------------------- */

static bool numbers_fit(struct call *c)
{
    for (size_t i = 0; i < COUNT(bounds); i++) {
        int64_t n = in_int(c, bounds[i].member, bounds[i].least);
        if (n < bounds[i].least || n > bounds[i].most)
            return refuse(c, "ValidationError", "%s '%d' must be between '%d' and '%d' inclusive", bounds[i].member,
                          (int)n, (int)bounds[i].least, (int)bounds[i].most);
    }
    return true;
}

static const struct value *member_then(const struct call *c, const char *member)
{
    const struct value *v = value_get(c->draft, member);
    return v || !c->object ? v : value_get(c->object->v, member);
}

static bool check_fits(struct call *c)
{
    const char *protocol = value_str_of(member_then(c, "HealthCheckProtocol"));
    bool http = str_starts(protocol, "HTTP");
    int64_t timeout = value_int_of(member_then(c, "HealthCheckTimeoutSeconds"));
    const struct value *interval = member_then(c, "HealthCheckIntervalSeconds");
    if (!has_word("HTTP HTTPS TCP", protocol))
        return refuse(c, "InvalidConfigurationRequest", "Health check protocol '%s' is not supported", protocol);
    if (!http && (has(c, "HealthCheckPath") || has(c, "Matcher")))
        return refuse(c, "InvalidConfigurationRequest",
                      "You cannot specify a health check path or matcher for health check protocol '%s'", protocol);
    if (timeout >= (interval ? value_int_of(interval) : 30))
        return refuse(c, "ValidationError", "Health check timeout '%d' must be smaller than the interval",
                      (int)timeout);
    return !has(c, "HealthCheckPath") || *in_str(c, "HealthCheckPath") == '/' ||
           refuse(c, "ValidationError", "Health check path '%.80s' must begin with a '/' character",
                  in_str(c, "HealthCheckPath"));
}

static void fill_in(struct call *c, const char *member, const struct value *v)
{
    if (!value_get(c->draft, member))
        value_set(c->a, c->draft, member, v);
}

static void fill_check(struct call *c, bool application)
{
    struct value *matcher = value_map(c->a);
    fill_in(c, "HealthCheckProtocol", value_str(c->a, application ? "HTTP" : "TCP"));
    const char *protocol = value_get_str(c->draft, "HealthCheckProtocol");
    bool http = str_starts(protocol, "HTTP");
    fill_in(c, "HealthCheckTimeoutSeconds", value_int(c->a, application ? 5 : http ? 6 : 10));
    if (http) {
        value_set_str(c->a, matcher, "HttpCode", application ? "200" : "200-399");
        fill_in(c, "HealthCheckPath", value_str(c->a, "/"));
        fill_in(c, "Matcher", matcher);
    }
}

bool target_group_draft(struct call *c)
{
    const char *protocol = in_str(c, "Protocol");
    bool application = str_eq(type_by_protocol(protocol), "application");
    if (!balancer_name_fits(c) || !numbers_fit(c))
        return false;
    if (str_eq(in_str(c, "TargetType"), "lambda"))
        return refuse(c, "InvalidConfigurationRequest", "Target groups of functions are not played here");
    if (!*protocol || !has(c, "Port") || !has(c, "VpcId"))
        return refuse(c, "ValidationError", "A protocol, a port and a VPC must be specified");
    if (!object_find(c->w, &kind_vpc, c->region, in_str(c, "VpcId")))
        return refuse(c, "ValidationError", "The VPC ID '%.60s' is not found", in_str(c, "VpcId"));
    if (!application && has(c, "ProtocolVersion"))
        return refuse(c, "InvalidConfigurationRequest", "Protocol version is not supported for protocol '%s'",
                      protocol);
    draft_str(c, "$Hash", mint_hex(c->w, c->a, 16));
    fill_check(c, application);
    if (application)
        fill_in(c, "ProtocolVersion", value_str(c->a, "HTTP1"));
    return check_fits(c);
}

bool target_group_change(struct call *c)
{
    return numbers_fit(c) && check_fits(c);
}

static bool find(struct call *c, struct object **ret)
{
    return need(c, &kind_target_group, c->region, in_str(c, "TargetGroupArn"), ret);
}

bool target_group_settings_told(struct call *c)
{
    struct object *o;
    return find(c, &o) && settings_tell(c, o, settings, type_of(o));
}

bool target_group_settings(struct call *c)
{
    struct object *o;
    return find(c, &o) && settings_change(c, o, settings, type_of(o));
}

/* One that is not there is as good as deleted. */
bool target_group_delete(struct call *c)
{
    struct object *o = object_find(c->w, &kind_target_group, c->region, in_str(c, "TargetGroupArn"));
    if (!o)
        return true;
    if (!may_drop(c, o))
        return false;
    object_remove(c->w, o);
    return true;
}
