#include "provisioner/spec/tables.h"

/* clang-format off */
const struct spec_field ingress_fields[] = {
    {"type", SPEC_ENUM, .fallback = "alb", .words = "alb nlb",
     .help = "alb speaks HTTP with its targets, nlb passes TCP on", .source = "elasticloadbalancing CreateLoadBalancer Type"},
    {"scheme", SPEC_ENUM, .fallback = "internet-facing", .words = "internet-facing internal",
     .help = "whether it has public addresses; an internal one stands in the private tier", .source = "elasticloadbalancing CreateLoadBalancer Scheme"},
    {"port", SPEC_INTEGER, .fallback = "8080", .min = 1, .max = 65535,
     .help = "port of the targets, which are registered by address: pods, by a TargetGroupBinding", .source = "elasticloadbalancing CreateTargetGroup Port"},
    {"health_path", SPEC_TEXT, .fallback = "/", .min = 1, .max = 1024, .pattern = "^/[!-~]*$", .shape = "a path that begins with /",
     .help = "what the balancer asks each target for, over HTTP; 200 is well", .source = "elasticloadbalancing CreateTargetGroup HealthCheckPath"},
    {"certificate", SPEC_BOOLEAN, .fallback = "true",
     .help = "a certificate for dns.zone and the names right below it, proved in that zone: the domain's parent must delegate to it by then; "
             "without one, port 80 is served in place of 443", .source = "acm RequestCertificate"},
    {"certificate_arn", SPEC_TEXT, .min = 20, .max = 2048, .pattern = "^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$",
     .shape = "the ARN of a certificate", .computed = "one is made", .help = "a certificate of your own, of the same region"},
    {"tls_policy", SPEC_TEXT, .fallback = "ELBSecurityPolicy-TLS13-1-2-2021-06", .min = 17, .max = 80, .pattern = "^ELBSecurityPolicy-[A-Za-z0-9-]+$",
     .shape = "a policy such as ELBSecurityPolicy-TLS13-1-2-2021-06", .help = "which versions of TLS, which ciphers", .source = "elasticloadbalancing CreateListener SslPolicy"},
    {"redirect", SPEC_BOOLEAN, .fallback = "false", .help = "with alb: port 80 answers that the same is found at 443"},
    {"clients", SPEC_LIST, .min = 1, .max = 25, .fallback = "0.0.0.0/0",
     .of = ITEM("cidr", SPEC_CIDR, .min = 0, .max = 32, .help = "a network"), .help = "who may connect"},
    {"idle_timeout", SPEC_INTEGER, .fallback = "60", .min = 1, .max = 4000, .unit = "seconds",
     .help = "with alb: how long a connection may be silent", .source = "elasticloadbalancing ModifyLoadBalancerAttributes idle_timeout.timeout_seconds"},
    {"deletion_protection", SPEC_BOOLEAN, .fallback = "true", .help = "keep the balancer from being deleted by anyone else"},
    {"host", SPEC_TEXT, .min = 3, .max = 253, .pattern = HOST, .shape = HOST_SHAPE, .computed = "a balancer is made",
     .help = "a way in of your own, such as a balancer that a controller in the cluster makes: then none is made here"},
    {0}};
/* clang-format on */
