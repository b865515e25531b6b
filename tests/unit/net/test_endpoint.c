#include "aws/net/endpoint.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct service ec2 = {.id = "ec2", .service_id = "EC2"};
static const struct service iam = {.id = "iam", .service_id = "IAM", .global = true};
static const struct service sts = {.id = "sts", .service_id = "STS"};
static const struct service s3 = {.id = "s3", .service_id = "S3"};
static const struct service eks = {.id = "eks", .service_id = "EKS"};
static const struct service elb = {
    .id = "elasticloadbalancing", .service_id = "Elastic Load Balancing v2", .endpoint = "elasticloadbalancing"};
static const struct service r53 = {.id = "route53", .service_id = "Route 53", .global = true};
static const struct service budgets = {.id = "budgets", .service_id = "Budgets", .global = true};
static const struct service ce = {.id = "ce", .service_id = "Cost Explorer", .global = true};

/* The environment as lines NAME=value. */
static const char *lines_env(void *ctx, const char *name)
{
    static char kept[8][256]; /* as many as anybody holds at once */
    static size_t next;
    char *found = kept[next++ % COUNT(kept)];
    size_t n = strlen(name);
    for (const char *line = ctx; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (strncmp(line, name, n) != 0 || line[n] != '=')
            continue;
        snprintf(found, sizeof kept[0], "%.*s", (int)strcspn(line + n + 1, "\n"), line + n + 1);
        return found;
    }
    return NULL;
}

/* A profile "default" with these keys, and a section [services v]. */
static struct aws_config config_of(struct arena *a, const char *env, const struct value *profile,
                                   const char *services_url)
{
    struct value *all = value_map(a), *services = value_map(a), *eks_map = value_map(a);
    value_set(a, all, "profile default", profile);
    value_set_str(a, eks_map, "endpoint_url", services_url);
    value_set(a, services, "elastic_load_balancing_v2", eks_map);
    value_set(a, all, "services v", services);
    return (struct aws_config){.arena = a,
                               .env = lines_env,
                               .env_ctx = (void *)(uintptr_t)env,
                               .profile = "default",
                               .config = all,
                               .credentials = value_map(a)};
}

#define FIPS "AWS_USE_FIPS_ENDPOINT=true\n"
#define DUAL "AWS_USE_DUALSTACK_ENDPOINT=true\n"
#define LEGACY "AWS_STS_REGIONAL_ENDPOINTS=legacy\n"

/* clang-format off */
static const struct {
    const struct service *svc;
    const char *region, *env, *url, *signing;
} derived[] = {
    {&ec2, "ap-northeast-1", "",        "https://ec2.ap-northeast-1.amazonaws.com",          "ap-northeast-1"},
    {&ec2, "ap-northeast-1", FIPS,      "https://ec2-fips.ap-northeast-1.amazonaws.com",     "ap-northeast-1"},
    {&ec2, "ap-northeast-1", DUAL,      "https://ec2.ap-northeast-1.api.aws",                "ap-northeast-1"},
    {&ec2, "ap-northeast-1", FIPS DUAL, "https://ec2-fips.ap-northeast-1.api.aws",           "ap-northeast-1"},
    {&ec2, "cn-north-1",     "",        "https://ec2.cn-north-1.amazonaws.com.cn",           "cn-north-1"},
    {&ec2, "us-gov-west-1",  FIPS,      "https://ec2.us-gov-west-1.amazonaws.com",           "us-gov-west-1"},
    {&ec2, "us-isob-east-1", "",        "https://ec2.us-isob-east-1.sc2s.sgov.gov",          "us-isob-east-1"},
    {&ec2, "eusc-de-east-1", "",        "https://ec2.eusc-de-east-1.amazonaws.eu",           "eusc-de-east-1"},
    {&ec2, "xx-new-7",       "",        "https://ec2.xx-new-7.amazonaws.com",                "xx-new-7"},
    {&eks, "us-east-1",      FIPS,      "https://fips.eks.us-east-1.amazonaws.com",          "us-east-1"},
    {&eks, "us-gov-east-1",  FIPS,      "https://eks.us-gov-east-1.amazonaws.com",           "us-gov-east-1"},
    {&s3,  "ap-northeast-2", "",        "https://s3.ap-northeast-2.amazonaws.com",           "ap-northeast-2"},
    {&s3,  "ap-northeast-2", DUAL,      "https://s3.dualstack.ap-northeast-2.amazonaws.com", "ap-northeast-2"},
    {&s3,  "us-east-1",      FIPS DUAL, "https://s3-fips.dualstack.us-east-1.amazonaws.com", "us-east-1"},
    {&iam, "ap-northeast-1", "",        "https://iam.amazonaws.com",                         "us-east-1"},
    {&iam, NULL,             "",        "https://iam.amazonaws.com",                         "us-east-1"},
    {&iam, "eu-west-1",      FIPS,      "https://iam-fips.amazonaws.com",                    "us-east-1"},
    {&iam, "eu-west-1",      DUAL,      "https://iam.global.api.aws",                        "us-east-1"},
    {&iam, "cn-northwest-1", "",        "https://iam.cn-north-1.amazonaws.com.cn",           "cn-north-1"},
    {&iam, "us-gov-east-1",  "",        "https://iam.us-gov.amazonaws.com",                  "us-gov-west-1"},
    {&iam, "us-gov-east-1",  FIPS,      "https://iam.us-gov.amazonaws.com",                  "us-gov-west-1"},
    {&iam, "us-iso-west-1",  "",        "https://iam.us-iso-east-1.c2s.ic.gov",              "us-iso-east-1"},
    {&r53, "ap-northeast-2", "",        "https://route53.amazonaws.com",                     "us-east-1"},
    {&r53, "cn-north-1",     "",        "https://route53.amazonaws.com.cn",                  "cn-northwest-1"},
    {&r53, "us-gov-west-1",  "",        "https://route53.us-gov.amazonaws.com",              "us-gov-west-1"},
    {&budgets, "eu-west-1",  "",        "https://budgets.amazonaws.com",                     "us-east-1"},
    {&ce,  "eu-west-1",      "",        "https://ce.us-east-1.amazonaws.com",                "us-east-1"},
    {&sts, "ap-northeast-1", "",        "https://sts.ap-northeast-1.amazonaws.com",          "ap-northeast-1"},
    {&sts, "ap-northeast-1", LEGACY,    "https://sts.amazonaws.com",                         "us-east-1"},
    {&sts, "ap-east-1",      LEGACY,    "https://sts.ap-east-1.amazonaws.com",               "ap-east-1"},
    {&sts, "us-west-2",      LEGACY DUAL, "https://sts.us-west-2.api.aws",                   "us-west-2"},
};
/* clang-format on */

static void derive_hosts_from_the_partition(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(derived); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const struct aws_config c = config_of(a, derived[i].env, value_map(a), "");
        struct endpoint e = {0};
        struct err *why = endpoint_resolve(a, &c, NULL, derived[i].svc, derived[i].region, &e);
        if (why)
            fail_msg("row %zu: %s", i, err_text(why));
        assert_string_equal(e.url, derived[i].url);
        assert_string_equal(e.signing_region, derived[i].signing);
        assert_false(e.custom);
    }
}

#define OF_SERVICE "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2=http://env-service:1/base/\n"
#define OF_ALL "AWS_ENDPOINT_URL=http://env-all:2\n"
#define IGNORE "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true\n"
#define DERIVED "https://elasticloadbalancing.eu-west-1.amazonaws.com"

static const struct {
    const char *argument, *env, *services, *profile, *url;
} given[] = {
    {"https://arg:9//", OF_SERVICE OF_ALL, "http://svc:3", "http://profile:4", "https://arg:9"},
    {NULL, OF_SERVICE OF_ALL, "http://svc:3", "http://profile:4", "http://env-service:1/base"},
    {NULL, OF_ALL, "http://svc:3", "http://profile:4", "http://env-all:2"},
    {NULL, "", "http://svc:3", "http://profile:4", "http://svc:3"},
    {NULL, "", "", "http://profile:4", "http://profile:4"},
    {NULL, "", "", "", DERIVED},
    {NULL, IGNORE OF_SERVICE OF_ALL, "http://svc:3", "http://profile:4", DERIVED},
    {"http://arg:9", IGNORE, "", "", "http://arg:9"},
    {NULL, "AWS_ENDPOINT_URL_EC2=http://other\n", "", "", DERIVED},
    {NULL, DUAL OF_ALL, "", "", "http://env-all:2"},
};

static const struct value *profile_of(struct arena *a, const char *url)
{
    struct value *profile = value_map(a);
    value_set_str(a, profile, "endpoint_url", url);
    value_set_str(a, profile, "services", "v");
    return profile;
}

static void a_given_url_wins_in_this_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(given); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const struct aws_config c = config_of(a, given[i].env, profile_of(a, given[i].profile), given[i].services);
        struct endpoint e = {0};
        assert_null(endpoint_resolve(a, &c, given[i].argument, &elb, "eu-west-1", &e));
        assert_string_equal(e.url, given[i].url);
        assert_string_equal(e.signing_region, "eu-west-1");
        assert_int_equal(e.custom, !str_eq(given[i].url, DERIVED));
    }
}

static void a_given_url_keeps_the_signing_region_of_global_services(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct aws_config c = config_of(a, OF_ALL, value_map(a), "");
    struct endpoint e = {0};
    assert_null(endpoint_resolve(a, &c, NULL, &iam, "cn-northwest-1", &e));
    assert_string_equal(e.signing_region, "cn-north-1");
}

static const char *const no_regions[] = {
    "",
    "us-east",
    "us-1",
    "us-east-",
    "-us-east-1",
    "us--east-1",
    "US-EAST-1",
    "us-east-1.evil.example",
    "us-east-1/",
    "us-east-1@evil.example",
    "evil.example#-1-1",
    "us east-1",
    "us-east-1\n",
    "us-east-1\r\nHost: evil",
    "1-us-east-1",
    "us-east-1-",
    "aws-global",
    "a-very-long-name-that-goes-on-and-on-and-on-and-on-1",
    "us-\xc3\xa9st-1",
    "us-east-1%2f",
};

static void what_is_no_region_never_reaches_a_host(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(no_regions); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const struct aws_config c = config_of(a, "", value_map(a), "");
        const struct service *const services[] = {&ec2, &iam};
        assert_false(region_name_valid(no_regions[i]));
        for (size_t s = 0; s < COUNT(services); s++) {
            struct endpoint e = {0};
            CLEANUP(err_freep) struct err *why = endpoint_resolve(a, &c, NULL, services[s], no_regions[i], &e);
            assert_non_null(why);
            assert_null(strpbrk(err_text(why), "\r\n"));
        }
    }
}

static const struct {
    const char *url, *env, *why;
} bad_urls[] = {
    {"ftp://x", "", "--endpoint-url: \"ftp://x\" is no http or https URL"},
    {"localhost:4566", "", "--endpoint-url: \"localhost:4566\" is no http or https URL"},
    {"http://x/?a=b", "", "query or fragment"},
    {"http://x/#a", "", "query or fragment"},
    {"http://x/a b", "", "--endpoint-url: a URL holds no blanks or control characters"},
    {"http://x/a\r\nb", "", "--endpoint-url: a URL holds no blanks or control characters"},
    {"http://user@x/", "", "names no host"},
    {"http://x", FIPS, "--endpoint-url and AWS_USE_FIPS_ENDPOINT exclude each other"},
};

static void refuse_urls_that_make_no_sense(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad_urls); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const struct aws_config c = config_of(a, bad_urls[i].env, value_map(a), "");
        struct endpoint e = {0};
        CLEANUP(err_freep) struct err *why = endpoint_resolve(a, &c, bad_urls[i].url, &ec2, "eu-west-1", &e);
        assert_non_null(why);
        if (!strstr(err_text(why), bad_urls[i].why))
            fail_msg("%s", err_text(why));
    }
}

static void there_is_no_fips_where_there_is_none(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct aws_config c = config_of(a, FIPS, value_map(a), "");
    struct endpoint e = {0};
    CLEANUP(err_freep) struct err *why = endpoint_resolve(a, &c, NULL, &s3, "cn-north-1", &e);
    assert_non_null(why);
    assert_non_null(strstr(err_text(why), "no FIPS endpoint in partition aws-cn"));
}

static void partitions_are_known_by_region_and_by_name(void **state)
{
    (void)state;
    assert_string_equal(partition_of("us-gov-east-1")->id, "aws-us-gov");
    assert_string_equal(partition_of("us-east-1")->id, "aws");
    assert_string_equal(partition_of("eu-isoe-west-1")->id, "aws-iso-e");
    assert_string_equal(partition_of(NULL)->id, "aws");
    assert_string_equal(partition_named("aws-cn")->dns_suffix, "amazonaws.com.cn");
    assert_null(partition_named("aws-moon"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derive_hosts_from_the_partition),
        cmocka_unit_test(a_given_url_wins_in_this_order),
        cmocka_unit_test(a_given_url_keeps_the_signing_region_of_global_services),
        cmocka_unit_test(what_is_no_region_never_reaches_a_host),
        cmocka_unit_test(refuse_urls_that_make_no_sense),
        cmocka_unit_test(there_is_no_fips_where_there_is_none),
        cmocka_unit_test(partitions_are_known_by_region_and_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
