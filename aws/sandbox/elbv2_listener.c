#include "aws/sandbox/elbv2.h"

#include <string.h>

/* Listeners. Source of rules: the Elastic Load Balancing API reference; a certificate must be issued: the user guide.
 */

/* clang-format off */
const struct sandbox_kind kind_listener = {
    .name = "listener", .service = "elasticloadbalancing", .id = "$Id", .arn_member = "ListenerArn",
    .arn = "arn:aws:elasticloadbalancing:{region}:{account}:listener/{$Path}/{id}",
    .unique = "LoadBalancerArn Port",
    .refs = (const struct ref[]){
        {"LoadBalancerArn", &kind_load_balancer, REF_OWNED}, {"DefaultActions[].TargetGroupArn", &kind_target_group, REF_BLOCKS},
        {"Certificates[].CertificateArn", &kind_certificate, REF_BLOCKS, "CertificateNotFound"}, {0}},
    .missing = {"ListenerNotFound", "One or more listeners not found"},
    .exists = {"DuplicateListener", "A listener already exists on this port for this load balancer '{LoadBalancerArn}'"},
};

static const char policies[] = "ELBSecurityPolicy-2016-08 ELBSecurityPolicy-TLS13-1-2-2021-06 ELBSecurityPolicy-TLS13-1-3-2021-06 "
                               "ELBSecurityPolicy-TLS13-1-2-Res-2021-06 ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06 ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06 "
                               "ELBSecurityPolicy-TLS-1-2-2017-01 ELBSecurityPolicy-TLS-1-2-Ext-2018-06 ELBSecurityPolicy-FS-1-2-Res-2020-10 "
                               "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04 ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 ELBSecurityPolicy-TLS13-1-2-PQ-2025-09";
/* clang-format on */

/* ---- listing ----------------------------------------------------------------------------------------------------- */

bool listeners_asked(struct call *c)
{
    const char *balancer = in_str(c, "LoadBalancerArn");
    if (!*balancer && !value_len(value_get(c->in, "ListenerArns")))
        return refuse(c, "ValidationError", "You must specify either listener ARNs or a load balancer ARN");
    return !*balancer || need(c, &kind_load_balancer, c->region, balancer, NULL);
}

bool listener_listed(struct call *c, const struct object *o)
{
    const char *balancer = in_str(c, "LoadBalancerArn");
    return !*balancer || str_eq(balancer, object_str(o, "LoadBalancerArn"));
}

bool listener_made(struct call *c)
{
    struct value *list = value_list(c->a);
    value_push(c->a, list, view_of(c, c->object));
    value_set(c->a, c->out, "Listeners", list);
    return true;
}

/* ---- what a listener may be -------------------------------------------------------------------------------------- */

static const struct value *member_then(const struct call *c, const char *member)
{
    const struct value *v = value_get(c->draft, member);
    return v || !c->object ? v : value_get(c->object->v, member);
}

static bool protocol_fits(struct call *c, const struct object *balancer, const char *protocol)
{
    bool network = str_eq(object_str(balancer, "Type"), "network");
    if (!has_word(network ? "TCP TLS UDP TCP_UDP" : "HTTP HTTPS", protocol))
        return refuse(c, "UnsupportedProtocol", "Protocol '%s' is not supported by load balancers of type %s", protocol,
                      object_str(balancer, "Type"));
    return true;
}

static bool certificate_fits(struct call *c, const char *protocol)
{
    const struct value *certificates = member_then(c, "Certificates");
    const char *arn = value_get_str(value_item(certificates, 0), "CertificateArn");
    if (!has_word("HTTPS TLS", protocol))
        return (!has(c, "Certificates") && !has(c, "SslPolicy")) ||
               refuse(c, "InvalidConfigurationRequest", "Certificates and policies are not supported for protocol '%s'",
                      protocol);
    if (value_len(certificates) != 1)
        return refuse(c, value_len(certificates) ? "TooManyCertificates" : "CertificateNotFound",
                      "A certificate must be specified for %s listeners, and one only", protocol);
    const struct object *o = object_find(c->w, &kind_certificate, c->region, arn);
    if (!o)
        return refuse(c, "CertificateNotFound", "Certificate '%.200s' not found", arn);
    return str_eq(object_status(o), "ISSUED") || refuse(c, "UnsupportedCertificate",
                                                        "The certificate '%s' must have a fully-qualified domain name, "
                                                        "a supported signature, and a supported key size.",
                                                        arn);
}

static bool policy_fits(struct call *c, const char *protocol)
{
    const char *policy = in_str(c, "SslPolicy");
    if (*policy && !has_word(policies, policy))
        return refuse(c, "SSLPolicyNotFound", "SSL policy '%.80s' not found", policy);
    if (has_word("HTTPS TLS", protocol) && !value_str_of(member_then(c, "SslPolicy"))[0])
        draft_str(c, "SslPolicy", "ELBSecurityPolicy-2016-08");
    return true;
}

static bool forward_fits(struct call *c, const struct object *balancer, const struct value *action)
{
    struct object *group;
    bool network = str_eq(object_str(balancer, "Type"), "network");
    if (!need(c, &kind_target_group, c->region, value_get_str(action, "TargetGroupArn"), &group))
        return false;
    if (!str_eq(object_str(group, "VpcId"), object_str(balancer, "VpcId")))
        return refuse(c, "InvalidConfigurationRequest",
                      "The target group '%s' is of another VPC than the load balancer", object_arn(group));
    if (str_starts(object_str(group, "Protocol"), "HTTP") == network)
        return refuse(c, "IncompatibleProtocols", "The target group protocol '%s' does not fit the load balancer",
                      object_str(group, "Protocol"));
    for (struct edge *e = first_from(group, &kind_listener); e; e = next_from(e, &kind_listener))
        if (!str_eq(object_str(e->from, "LoadBalancerArn"), object_arn(balancer)))
            return refuse(c, "TargetGroupAssociationLimit",
                          "The target group '%s' is associated with another load balancer", object_arn(group));
    return true;
}

static bool action_fits(struct call *c, const struct object *balancer, const struct value *action)
{
    const char *type = value_get_str(action, "Type");
    bool network = str_eq(object_str(balancer, "Type"), "network");
    if (str_eq(type, "forward"))
        return forward_fits(c, balancer, action);
    if (network || !has_word("redirect fixed-response", type))
        return refuse(c, "InvalidLoadBalancerAction", "Action type '%s' is not supported here", type);
    const char *needed = str_eq(type, "redirect") ? "RedirectConfig" : "FixedResponseConfig";
    return value_get(action, needed) || refuse(c, "ValidationError", "An action of type '%s' needs %s", type, needed);
}

static bool actions_fit(struct call *c, const struct object *balancer)
{
    const struct value *actions = member_then(c, "DefaultActions");
    if (value_len(actions) != 1)
        return refuse(c, "InvalidLoadBalancerAction",
                      "A listener needs exactly one default action that ends a request");
    return action_fits(c, balancer, value_item(actions, 0));
}

/* AWS tells a forward twice: by its one target group, and as a list with weights. */
static void tell_forward(struct call *c)
{
    const struct value *actions = value_get(c->draft, "DefaultActions"), *action = value_item(actions, 0);
    const char *group = value_get_str(action, "TargetGroupArn");
    if (!*group)
        return;
    struct value *told = value_edit(c->a, action), *config = value_map(c->a), *groups = value_list(c->a);
    struct value *one = value_map(c->a), *sticky = value_map(c->a), *list = value_list(c->a);
    value_set_str(c->a, one, "TargetGroupArn", group);
    value_set(c->a, one, "Weight", value_int(c->a, 1));
    value_push(c->a, groups, one);
    value_set(c->a, sticky, "Enabled", value_bool(c->a, false));
    value_set(c->a, config, "TargetGroups", groups);
    value_set(c->a, config, "TargetGroupStickinessConfig", sticky);
    value_set(c->a, told, "ForwardConfig", config);
    value_push(c->a, list, told);
    value_set(c->a, c->draft, "DefaultActions", list);
}

static bool port_is_free(struct call *c, const struct object *balancer)
{
    int64_t port = value_int_of(member_then(c, "Port"));
    if (port < 1 || port > 65535)
        return refuse(c, "ValidationError", "Port '%d' must be between '1' and '65535' inclusive", (int)port);
    for (struct edge *e = first_from(balancer, &kind_listener); e; e = next_from(e, &kind_listener))
        if (e->from != c->object && value_int_of(value_get(e->from->v, "Port")) == port)
            return refuse(c, "DuplicateListener", "A listener already exists on this port for this load balancer '%s'",
                          object_arn(balancer));
    return true;
}

static bool fits(struct call *c, const struct object *balancer)
{
    const char *protocol = value_str_of(member_then(c, "Protocol"));
    if (!port_is_free(c, balancer) || !protocol_fits(c, balancer, protocol) || !certificate_fits(c, protocol) ||
        !policy_fits(c, protocol) || !actions_fit(c, balancer))
        return false;
    tell_forward(c);
    return true;
}

bool listener_draft(struct call *c)
{
    struct object *balancer;
    if (!need(c, &kind_load_balancer, c->region, in_str(c, "LoadBalancerArn"), &balancer) || !fits(c, balancer))
        return false;
    const char *arn = object_arn(balancer), *path = strstr(arn, ":loadbalancer/");
    draft_str(c, "$Id", mint_hex(c->w, c->a, 16));
    draft_str(c, "$Path", path ? path + strlen(":loadbalancer/") : "");
    return true;
}

bool listener_change(struct call *c)
{
    struct object *balancer;
    return need(c, &kind_load_balancer, c->region, object_str(c->object, "LoadBalancerArn"), &balancer) &&
           fits(c, balancer);
}
