#include "tests/unit/sandbox/harness.h"

/* What AWS tells of what it offers, and of how much of it. */

static void the_quotas_of_a_service_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *service, *path, *is;
    } cases[] = {
        {"vpc", "Quotas[0].QuotaName", "VPCs per Region"},
        {"vpc", "Quotas[0].QuotaCode", "L-F678F1CE"},
        {"vpc", "Quotas[0].Value", "5"},
        {"eks", "Quotas[0].ServiceCode", "eks"},
        {"kafka", "Quotas[0].Value", "90"},
        {"elasticache", "Quotas[0].Adjustable", "true"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(
            text_at(OK("servicequotas", "ListServiceQuotas", "{'ServiceCode':'%s'}", cases[i].service), cases[i].path),
            cases[i].is);
    NO("NoSuchResourceException", "servicequotas", "ListServiceQuotas", "{'ServiceCode':'moon'}");
}

static void the_node_types_of_a_cache_are_offered(void **state)
{
    (void)state;
    static const char op[] = "DescribeReservedCacheNodesOfferings";
    const struct value *v = OK("elasticache", op, "{'CacheNodeType':'cache.r7g.large'}");
    assert_string_equal(text_at(v, "ReservedCacheNodesOfferings[0].CacheNodeType"), "cache.r7g.large");
    assert_int_equal(
        count_at(OK("elasticache", op, "{'CacheNodeType':'cache.r7g.tiny'}"), "ReservedCacheNodesOfferings"), 0);
    NO("InvalidParameterValue", "elasticache", op, "{}");
}

static void the_faults_to_inject_are_listed(void **state)
{
    (void)state;
    const struct value *v = OK("fis", "ListActions", "{}");
    assert_string_equal(text_at(v, "actions[0].id"), "aws:rds:failover-db-cluster");
    assert_true(count_at(v, "actions") > 5);
}

static void the_settings_of_an_addon_have_a_schema(void **state)
{
    (void)state;
    static const char op[] = "DescribeAddonConfiguration";
    const struct value *v = OK("eks", op, "{'addonName':'coredns','addonVersion':'v1.12.1-eksbuild.1'}");
    assert_non_null(strstr(text_at(v, "configurationSchema"), "\"replicaCount\":{\"type\":\"integer\"}"));
    assert_non_null(strstr(text_at(v, "configurationSchema"), "\"additionalProperties\":false"));
    v = OK("eks", op, "{'addonName':'metrics-server','addonVersion':'v0.8.1-eksbuild.1'}");
    assert_non_null(strstr(text_at(v, "configurationSchema"), "\"additionalProperties\":true"));
    NO("ResourceNotFoundException", "eks", op, "{'addonName':'coredns','addonVersion':'v0'}");
    NO("ResourceNotFoundException", "eks", op, "{'addonName':'moon','addonVersion':'v1'}");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_quotas_of_a_service_are_told),
        T(the_node_types_of_a_cache_are_offered),
        T(the_faults_to_inject_are_listed),
        T(the_settings_of_an_addon_have_a_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
