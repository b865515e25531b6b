#include "aws/net/endpoint.h"

#include "aws/wire/http.h"

#include <ctype.h>
#include <string.h>

/*
 * Where a service's host is not {prefix}[-fips].{region}.{suffix}. The first row that fits decides. Sources: the
 * endpoint rule sets and endpoints.json of botocore; tests/conform/endpoints_vs_botocore.py holds this table against
 * them. {suffix} is the plain DNS suffix, {dual} the dual-stack one, {signing} the region that is signed for.
 */
enum { ANY = -1 };

struct exception {
    const char *prefixes;  /* of the services, as words */
    const char *partition; /* NULL: any */
    int fips, dual;
    const char *host;    /* NULL: there is no such endpoint */
    const char *signing; /* NULL: the region asked for, or the partition's own for global services */
};

/* GovCloud's ordinary hosts are the FIPS ones for these. */
#define GOV_FIPS                                                                                                       \
    "ec2 rds sts logs elasticache eks kafka monitoring sns events ssm acm elasticloadbalancing cloudformation "        \
    "autoscaling application-autoscaling portal.sso oidc"

/* clang-format off */
static const struct exception exceptions[] = {
    {"eks",               "aws",        1,   0,   "fips.eks.{region}.{suffix}",        NULL},
    {"api.ecr",           NULL,         1,   0,   "ecr-fips.{region}.{suffix}",        NULL},
    {"api.ecr",           NULL,         0,   1,   "ecr.{region}.{dual}",               NULL},
    {"api.ecr",           NULL,         1,   1,   "ecr-fips.{region}.{dual}",          NULL},
    {"s3",                "aws-cn",     1,   ANY, NULL,                                NULL},
    {"s3",                NULL,         0,   1,   "s3.dualstack.{region}.{suffix}",    NULL},
    {"s3",                NULL,         1,   1,   "s3-fips.dualstack.{region}.{suffix}", NULL},
    {GOV_FIPS,            "aws-us-gov", 1,   0,   "{prefix}.{region}.{suffix}",        NULL},
    {"iam route53",       "aws",        0,   0,   "{prefix}.{suffix}",                 NULL},
    {"iam route53",       "aws",        1,   0,   "{prefix}-fips.{suffix}",            NULL},
    {"iam route53",       "aws",        0,   1,   "{prefix}.global.{dual}",            NULL},
    {"iam route53",       "aws",        1,   1,   "{prefix}-fips.global.{dual}",       NULL},
    {"iam route53",       "aws-us-gov", ANY, 0,   "{prefix}.us-gov.{suffix}",          NULL},
    {"iam route53",       "aws-us-gov", ANY, 1,   "{prefix}.us-gov.{dual}",            NULL},
    {"iam route53",       "aws-cn",     1,   ANY, NULL,                                NULL},
    {"iam",               "aws-cn",     0,   0,   "iam.cn-north-1.{suffix}",           "cn-north-1"},
    {"iam",               "aws-cn",     0,   1,   "iam.global.{dual}",                 "cn-north-1"},
    {"route53",           "aws-cn",     0,   1,   "route53.global.{dual}",             NULL},
    {"route53 budgets",   NULL,         0,   0,   "{prefix}.{suffix}",                 NULL},
    {"savingsplans",      "aws",        0,   0,   "{prefix}.{suffix}",                 "us-east-1"},
    {"savingsplans",      "aws",        1,   0,   "{prefix}-fips.{region}.{suffix}",   "us-east-1"},
    {"savingsplans",      "aws",        0,   1,   "{prefix}.{region}.{dual}",          "us-east-1"},
    {"savingsplans",      "aws",        1,   1,   "{prefix}-fips.{region}.{dual}",     "us-east-1"},
    {"globalaccelerator", "aws",        0,   0,   "{prefix}.us-west-2.{suffix}",       "us-west-2"},
    {"arc-region-switch", NULL,         0,   ANY, "{prefix}.{region}.{dual}",          NULL},
};
/* clang-format on */

/* Regions whose STS calls went to the one global host before 2022; the only ones that "legacy" moves back there. */
static const char sts_legacy_regions[] =
    "ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 "
    "eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2";

struct question {
    const struct aws_config *config;
    const struct service *svc;
    const char *prefix, *region;
    const struct partition *partition;
    bool fips, dual;
};

static const struct exception *exception_for(const struct question *q)
{
    for (size_t i = 0; i < COUNT(exceptions); i++) {
        const struct exception *e = &exceptions[i];
        if (has_word(e->prefixes, q->prefix) && (!e->partition || str_eq(e->partition, q->partition->id)) &&
            (e->fips == ANY || e->fips == q->fips) && (e->dual == ANY || e->dual == q->dual))
            return e;
    }
    return NULL;
}

static const char *placeholder(const struct question *q, const char *signing, const char *name, size_t n)
{
    const struct {
        const char *name, *text;
    } known[] = {{"prefix", q->prefix},
                 {"region", q->region},
                 {"signing", signing},
                 {"suffix", q->partition->dns_suffix},
                 {"dual", q->partition->dual_stack_suffix}};
    for (size_t i = 0; i < COUNT(known); i++)
        if (strlen(known[i].name) == n && memcmp(known[i].name, name, n) == 0)
            return known[i].text;
    return "";
}

static const char *fill_in(struct arena *a, const struct question *q, const char *signing, const char *pattern)
{
    struct sbuf host = {.arena = a};
    while (*pattern) {
        size_t plain = strcspn(pattern, "{");
        sbuf_putn(&host, pattern, plain);
        pattern += plain;
        size_t n = strcspn(pattern, "}");
        if (*pattern == '{') {
            sbuf_puts(&host, placeholder(q, signing, pattern + 1, n - 1));
            pattern += n + 1;
        }
    }
    return sbuf_str(&host);
}

static const char *default_pattern(const struct question *q)
{
    static const char *const regional[2][2] = {{"{prefix}.{region}.{suffix}", "{prefix}.{region}.{dual}"},
                                               {"{prefix}-fips.{region}.{suffix}", "{prefix}-fips.{region}.{dual}"}};
    static const char *const global[2][2] = {{"{prefix}.{signing}.{suffix}", "{prefix}.{signing}.{dual}"},
                                             {"{prefix}-fips.{signing}.{suffix}", "{prefix}-fips.{signing}.{dual}"}};
    return q->svc->global ? global[q->fips][q->dual] : regional[q->fips][q->dual];
}

static bool sts_is_legacy(const struct question *q)
{
    const char *mode = aws_setting(q->config, "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints");
    return str_eq(q->prefix, "sts") && !q->fips && !q->dual && str_eq_nocase(mode, "legacy") &&
           has_word(sts_legacy_regions, q->region);
}

static struct err *derive(struct arena *a, const struct question *q, struct endpoint *ret)
{
    const struct exception *e = exception_for(q);
    if (e && !e->host)
        return err_new(ERR_INPUT,
                       "%s has no FIPS endpoint in partition %s: unset AWS_USE_FIPS_ENDPOINT (use_fips_endpoint)",
                       q->svc->id, q->partition->id);
    const char *signing = q->svc->global ? q->partition->global_region : q->region;
    if (e && e->signing)
        signing = e->signing;
    const char *pattern = e ? e->host : default_pattern(q);
    if (sts_is_legacy(q)) {
        signing = "us-east-1";
        pattern = "sts.{suffix}";
    }
    *ret = (struct endpoint){.url = arena_printf(a, "https://%s", fill_in(a, q, signing, pattern)),
                             .signing_region = arena_strdup(a, signing)};
    return NULL;
}

/* "Secrets Manager": "SECRETS_MANAGER" in the environment's names, "secrets_manager" in a services section. */
static const char *folded_id(struct arena *a, const char *service_id, bool upper)
{
    char *id = arena_strdup(a, service_id ? service_id : "");
    for (char *c = id; *c; c++) {
        if (*c == ' ' || *c == '-')
            *c = '_';
        *c = (char)(upper ? toupper((unsigned char)*c) : tolower((unsigned char)*c));
    }
    return id;
}

static const char *of_services_section(struct arena *a, const struct aws_config *c, const struct service *svc)
{
    const char *section = c ? aws_profile_key(c, c->profile, "services") : NULL;
    if (!section)
        return NULL;
    const struct value *services = value_get(c->config, arena_printf(a, "services %s", section));
    const char *url = value_get_str(value_get(services, folded_id(a, svc->service_id, false)), "endpoint_url");
    return *url ? url : NULL;
}

/* Who gave a URL, and which. */
struct given {
    const char *url, *by;
};

static struct given configured_url(struct arena *a, const struct aws_config *c, const char *override_url,
                                   const struct service *svc)
{
    if (override_url && *override_url)
        return (struct given){override_url, "--endpoint-url"};
    if (!c || aws_flag(c, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"))
        return (struct given){NULL, NULL};
    const char *name = arena_printf(a, "AWS_ENDPOINT_URL_%s", folded_id(a, svc->service_id, true));
    const struct given in_order[] = {
        {aws_env(c, name), name},
        {aws_env(c, "AWS_ENDPOINT_URL"), "AWS_ENDPOINT_URL"},
        {of_services_section(a, c, svc), "endpoint_url of the profile's services section"},
        {aws_profile_key(c, c->profile, "endpoint_url"), "endpoint_url of the profile"},
    };
    for (size_t i = 0; i < COUNT(in_order); i++)
        if (in_order[i].url)
            return in_order[i];
    return (struct given){NULL, NULL};
}

static struct err *check_custom(struct arena *a, const struct question *q, const struct given *g)
{
    struct http_req parts = {0};
    TRY_CTX(url_parse(a, g->url, &parts), "%s", g->by);
    for (const char *c = g->url; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f)
            return err_new(ERR_INPUT, "%s: a URL holds no blanks or control characters", g->by);
    if (strpbrk(g->url, "?#"))
        return err_new(ERR_INPUT, "%s: the URL has a query or fragment; give scheme, host and path only", g->by);
    if (q->fips)
        return err_new(ERR_INPUT, "%s and AWS_USE_FIPS_ENDPOINT exclude each other: unset one", g->by);
    return NULL;
}

static struct err *use_custom(struct arena *a, const struct question *q, const struct given *g, struct endpoint *ret)
{
    TRY(check_custom(a, q, g));
    size_t n = strlen(g->url);
    while (n && g->url[n - 1] == '/')
        n--;
    struct question plain = *q;
    struct endpoint derived;
    plain.dual = false;
    TRY(derive(a, &plain, &derived));
    *ret = (struct endpoint){arena_strndup(a, g->url, n), derived.signing_region, true};
    return NULL;
}

/* What is no region is quoted with its odd bytes masked: it may come from anywhere. */
static struct err *no_region(struct arena *a, const char *region)
{
    enum { SHOWN = 40 };
    char *shown = arena_strndup(a, region, strnlen(region, SHOWN));
    for (char *c = shown; *c; c++)
        if (!isprint((unsigned char)*c))
            *c = '?';
    return err_new(ERR_INPUT, "\"%s\" is not the name of a region; regions look like ap-northeast-1", shown);
}

struct err *endpoint_resolve(struct arena *a, const struct aws_config *c, const char *override_url,
                             const struct service *svc, const char *region, struct endpoint *ret)
{
    if (!region && svc->global)
        region = "us-east-1";
    if (!region || !*region)
        return err_new(ERR_INPUT, "no region is given for %s: name it in the spec, or set AWS_REGION", svc->id);
    if (!region_name_valid(region))
        return no_region(a, region);
    const struct question q = {.config = c,
                               .svc = svc,
                               .prefix = svc->endpoint ? svc->endpoint : svc->id,
                               .region = region,
                               .partition = partition_of(region),
                               .fips = aws_flag(c, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
                               .dual = aws_flag(c, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")};
    const struct given g = configured_url(a, c, override_url, svc);
    return g.url ? use_custom(a, &q, &g, ret) : derive(a, &q, ret);
}
