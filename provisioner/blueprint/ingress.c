#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * A load balancer in every region, one target group that it sends to, and a listener. Where the cluster's nodes are the
 * targets, their security group lets it in. The certificate is proved in the zone of dns: the record is the same in
 * every region of an account, so dns makes it once, and listeners wait for it.
 */

#define BALANCER "load-balancer"

bool ingress_in(const struct spec_region *r)
{
    return section_in(r, "ingress");
}

bool ingress_is_made(const struct spec_region *r)
{
    return ingress_in(r) && !value_get(value_get(r->config, "ingress"), "host");
}

static const char *address_in(struct arena *a, const struct spec_region *r, const char *name)
{
    return arena_printf(a, "%s/ingress/%s", r->alias, name);
}

const struct value *ingress_balancer(struct arena *a, const struct spec_region *r, const char *attr)
{
    return value_ref(a, address_in(a, r, BALANCER), attr);
}

const char *ingress_certificate(struct arena *a, const struct spec_region *r)
{
    const struct value *ingress = value_get(r->config, "ingress");
    bool made = ingress_is_made(r) && value_bool_of(value_get(ingress, "certificate"));
    return made && !value_get(ingress, "certificate_arn") ? address_in(a, r, "certificate") : NULL;
}

static bool is_network(const struct site *s)
{
    return str_eq(value_get_str(s->config, "type"), "nlb");
}

static bool is_internal(const struct site *s)
{
    return str_eq(value_get_str(s->config, "scheme"), "internal");
}

/* ---- certificate ------------------------------------------------------------------------------------------------- */

/* NULL: TLS is not for the balancer. */
static const struct value *certificate_of(const struct site *s)
{
    const char *made = ingress_certificate(s->arena, s->region);
    return made ? value_ref(s->arena, made, "CertificateArn") : site_field(s, "certificate_arn");
}

/* The domain and what is below it are proved by the same record. */
static void certificate_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *zone = dns_zone(s->build->spec), *below = arena_printf(a, "*.%s", zone);
    site_make(s, "AWS::CertificateManager::Certificate", "certificate",
              PAIRS({"DomainName", value_str(a, zone)},
                    {"SubjectAlternativeNames", list_of_words(a, arena_printf(a, "%s %s", zone, below))},
                    {"ValidationMethod", value_str(a, "DNS")}));
}

/* ---- security group ---------------------------------------------------------------------------------------------- */

static void open_port(const struct site *s, const char *group, int64_t port)
{
    struct arena *a = s->arena;
    const struct value *clients = site_field(s, "clients"), *at = value_int(a, port);
    for (size_t i = 0; i < value_len(clients); i++) {
        const struct value *cidr = value_item(clients, i);
        const char *name = arena_printf(a, "ingress-%u-%s", (unsigned)port, name_clean(a, value_str_of(cidr)));
        group_open(s, name, group, &(struct port){.from = at, .to = at}, cidr, "Clients");
    }
}

static bool redirects(const struct site *s)
{
    return certificate_of(s) && !is_network(s) && value_bool_of(site_field(s, "redirect"));
}

/* EKS's own group of the cluster is that of its nodes, and of pods. */
static void open_cluster(const struct site *s, const char *group)
{
    struct arena *a = s->arena;
    const char *cluster = arena_printf(a, "%s/eks/cluster", s->scope);
    if (eks_in(s->region))
        site_make(s, "AWS::EC2::SecurityGroupIngress", "targets",
                  PAIRS({"GroupId", value_ref(a, cluster, "clusterSecurityGroupId")},
                        {"IpProtocol", value_str(a, "tcp")}, {"FromPort", site_field(s, "port")},
                        {"ToPort", site_field(s, "port")}, {"ReferencedGroupId", value_ref(a, group, "GroupId")},
                        {"Description", value_str(a, "Load balancer")}));
}

static const char *security_group_make(const struct site *s)
{
    const char *group = group_make(s, "security-group", "ingress", "Load balancer: its clients");
    open_port(s, group, certificate_of(s) ? 443 : 80);
    if (redirects(s))
        open_port(s, group, 80);
    open_cluster(s, group);
    return group;
}

/* ---- load balancer ----------------------------------------------------------------------------------------------- */

static const struct value *balancer_attributes(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *protected = site_field(s, "deletion_protection"), *idle = site_field(s, "idle_timeout");
    bool network = is_network(s);
    /* clang-format off */
    return map_of(a, PAIRS(
        {"deletion_protection.enabled",       value_str(a, value_bool_of(protected) ? "true" : "false")},
        {"load_balancing.cross_zone.enabled", network ? value_str(a, "true") : NULL},
        {"idle_timeout.timeout_seconds",      network ? NULL : value_str(a, value_text(a, idle))},
        {"routing.http.drop_invalid_header_fields.enabled", network ? NULL : value_str(a, "true")}));
    /* clang-format on */
}

static void balancer_make(const struct site *s, const char *group)
{
    struct arena *a = s->arena;
    site_make(s, "AWS::ElasticLoadBalancingV2::LoadBalancer", BALANCER,
              PAIRS({"Name", value_str(a, name_within(s, "lb", 32))},
                    {"Type", value_str(a, is_network(s) ? "network" : "application")},
                    {"Scheme", site_field(s, "scheme")},
                    {"Subnets", network_subnets(a, s->region, is_internal(s) ? "private" : "public")},
                    {"SecurityGroups", list_of_one(a, value_ref(a, group, "GroupId"))},
                    {"LoadBalancerAttributes", balancer_attributes(s)}));
    if (!is_internal(s)) /* AWS makes none that faces a network without a way out */
        site_after(s, arena_printf(a, "%s/network/internet-gateway-attachment", s->scope));
}

/* A port can't be changed in a group that a listener sends to: it is part of the name, and the listener moves. */
static const char *targets_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *port = value_text(a, site_field(s, "port"));
    return site_make(s, "AWS::ElasticLoadBalancingV2::TargetGroup", arena_printf(a, "target-group-%s", port),
                     PAIRS({"Name", value_str(a, name_within(s, port, 32))},
                           {"Protocol", value_str(a, is_network(s) ? "TCP" : "HTTP")}, {"Port", site_field(s, "port")},
                           {"VpcId", network_vpc(a, s->region, "VpcId")}, {"TargetType", value_str(a, "ip")},
                           {"HealthCheckProtocol", value_str(a, "HTTP")},
                           {"HealthCheckPath", site_field(s, "health_path")}));
}

/* ---- listeners --------------------------------------------------------------------------------------------------- */

static void listener_make(const struct site *s, const char *targets)
{
    struct arena *a = s->arena;
    const struct value *certificate = certificate_of(s);
    const char *plain = is_network(s) ? "TCP" : "HTTP", *secure = is_network(s) ? "TLS" : "HTTPS";
    const struct value *forward = map_of(
        a, PAIRS({"Type", value_str(a, "forward")}, {"TargetGroupArn", value_ref(a, targets, "TargetGroupArn")}));
    const struct value *shown = certificate ? map_of(a, PAIRS({"CertificateArn", certificate})) : NULL;
    site_make(s, "AWS::ElasticLoadBalancingV2::Listener", "listener",
              PAIRS({"LoadBalancerArn", ingress_balancer(a, s->region, "LoadBalancerArn")},
                    {"Port", value_int(a, certificate ? 443 : 80)},
                    {"Protocol", value_str(a, certificate ? secure : plain)},
                    {"SslPolicy", certificate ? site_field(s, "tls_policy") : NULL},
                    {"Certificates", certificate ? list_of_one(a, shown) : NULL},
                    {"DefaultActions", list_of_one(a, forward)}));
    if (ingress_certificate(a, s->region))
        site_after(s, DNS_PROOF);
}

static void redirect_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *there = map_of(a, PAIRS({"Protocol", value_str(a, "HTTPS")}, {"Port", value_str(a, "443")},
                                                {"StatusCode", value_str(a, "HTTP_301")}));
    const struct value *action = map_of(a, PAIRS({"Type", value_str(a, "redirect")}, {"RedirectConfig", there}));
    site_make(s, "AWS::ElasticLoadBalancingV2::Listener", "redirect",
              PAIRS({"LoadBalancerArn", ingress_balancer(a, s->region, "LoadBalancerArn")}, {"Port", value_int(a, 80)},
                    {"Protocol", value_str(a, "HTTP")}, {"DefaultActions", list_of_one(a, action)}));
}

void ingress_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        const struct spec_region *r = &b->spec->regions[i];
        struct site s = site_in(b, r, "ingress");
        if (!ingress_is_made(r))
            continue;
        if (ingress_certificate(b->arena, r))
            certificate_make(&s);
        balancer_make(&s, security_group_make(&s));
        listener_make(&s, targets_make(&s));
        if (redirects(&s))
            redirect_make(&s);
    }
}
