/* What is watched, held against resources that some system has made. */
#include "provisioner/blueprint/alarms.h"
#include "provisioner/blueprint/systems.h"
#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena *a;
static struct spec spec;
static struct spec_region regions[2];
static struct wanted_list made;
static struct diags diags;
static struct build build;

static const struct value *json(const char *quoted)
{
    char *text = arena_strdup(a, quoted);
    const struct value *v = NULL;
    for (char *p = text; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    assert_null(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static int setup(void **state)
{
    (void)state;
    a = arena_new();
    made = (struct wanted_list){.arena = a};
    diags = (struct diags){.arena = a};
    regions[0] = (struct spec_region){.alias = "tokyo", .name = "ap-northeast-1", .primary = true};
    regions[1] = (struct spec_region){.alias = "seoul", .name = "ap-northeast-2"};
    for (size_t i = 0; i < COUNT(regions); i++)
        regions[i].config = json("{'observability': {}}");
    spec = (struct spec){.project = "p", .environment = "e", .regions = regions, .n_regions = 2};
    build = (struct build){.arena = a, .spec = &spec, .diags = &diags, .out = &made};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static void there_is(const char *type, const char *alias, const char *address)
{
    wanted_add(&made, type, alias, alias, address, value_map(a));
}

static const struct value *alarm(const char *address)
{
    for (size_t i = 0; i < made.n; i++)
        if (str_eq(made.items[i].address, address))
            return made.items[i].attrs;
    return NULL;
}

static const struct value *made_alarm(const char *address)
{
    const struct value *attrs = alarm(address);
    if (!attrs)
        fail_msg("no %s", address);
    return attrs;
}

static void alarms_in(size_t region)
{
    struct site s = site_in(&build, &regions[region], "observability");
    watched_each(&s, alarm_make, NULL);
}

static const char *text(const struct value *v, const char *path)
{
    return value_canonical(a, value_path(a, v, path));
}

static void one_series_is_an_alarm_on_its_metric(void **state)
{
    (void)state;
    there_is("AWS::RDS::DBCluster", "tokyo", "tokyo/aurora/cluster");
    alarms_in(0);
    const struct value *v = made_alarm("tokyo/observability/alarm-aurora-cpu");
    assert_string_equal(value_get_str(v, "AlarmName"), "p-e-tokyo-aurora-cpu");
    assert_string_equal(value_get_str(v, "MetricName"), "CPUUtilization");
    assert_string_equal(value_ref_address(value_path(a, v, "Dimensions.DBClusterIdentifier")), "tokyo/aurora/cluster");
    assert_string_equal(value_ref_address(value_path(a, v, "AlarmActions[0]")), "tokyo/observability/topic-warning");
    assert_null(value_get(v, "Metrics"));
}

/* There is nothing to lag behind, and no data either. */
static void lag_is_watched_where_there_are_two(void **state)
{
    (void)state;
    there_is("AWS::RDS::DBCluster", "tokyo", "tokyo/aurora/cluster");
    alarms_in(0);
    assert_null(alarm("tokyo/observability/alarm-aurora-rpo-lag"));
    made.n = 1;
    there_is("AWS::RDS::DBCluster", "seoul", "seoul/aurora/cluster");
    alarms_in(0);
    alarms_in(1);
    for (size_t i = 0; i < COUNT(regions); i++)
        assert_string_equal(
            value_get_str(made_alarm(arena_printf(a, "%s/observability/alarm-aurora-rpo-lag", regions[i].alias)),
                          "TreatMissingData"),
            "notBreaching");
}

static void of_several_nodes_the_worst_is_watched(void **state)
{
    (void)state;
    regions[0].config = json("{'observability': {}, 'cache': {'nodes': 2}, 'msk': {'brokers': 3}}");
    there_is("AWS::ElastiCache::ReplicationGroup", "tokyo", "tokyo/cache/replication-group");
    there_is("AWS::MSK::Cluster", "tokyo", "tokyo/msk/cluster");
    alarms_in(0);
    const struct value *v = made_alarm("tokyo/observability/alarm-cache-memory");
    assert_int_equal(value_len(value_get(v, "Metrics")), 3);
    assert_null(value_get(v, "MetricName"));
    assert_null(value_get(v, "Period"));
    assert_string_equal(text(v, "Metrics[1].MetricStat.Metric.Dimensions[0].Name"), "\"CacheClusterId\"");
    const struct value *node = value_path(a, v, "Metrics[1].MetricStat.Metric.Dimensions[0].Value");
    assert_string_equal(value_ref_path(value_item(node, 0)), "ReplicationGroupId");
    assert_string_equal(value_str_of(value_item(node, 1)), "-002");
    assert_string_equal(text(v, "Metrics[2].Expression"), "\"MAX([m1,m2])\"");
    v = made_alarm("tokyo/observability/alarm-msk-cpu");
    assert_string_equal(text(v, "Metrics[6].Expression"), "\"MAX([m1+m2,m3+m4,m5+m6])\"");
    assert_string_equal(text(v, "Metrics[5].MetricStat.Metric.MetricName"), "\"CpuSystem\"");
    assert_string_equal(text(v, "Metrics[5].MetricStat.Metric.Dimensions[1]"),
                        "{\"Name\":\"Broker ID\",\"Value\":\"3\"}");
    regions[0].config = json("{'observability': {}, 'msk': {'brokers': 30}}");
    made.n = 2;
    alarms_in(0);
    assert_int_equal(value_len(value_get(made_alarm("tokyo/observability/alarm-msk-disk"), "Metrics")), 11);
}

static void what_there_may_be_several_of_bears_their_names(void **state)
{
    (void)state;
    there_is("AWS::EC2::NatGateway", "tokyo", "tokyo/network/nat-1");
    there_is("AWS::EC2::NatGateway", "seoul", "seoul/network/nat-1");
    alarms_in(0);
    made_alarm("tokyo/observability/alarm-nat-ports-nat-1");
    assert_null(alarm("seoul/observability/alarm-nat-ports-nat-1"));
}

/* Their metrics are in one region alone, and so are the alarms, the topics and their key. */
static void health_checks_are_watched_where_route_53_publishes(void **state)
{
    (void)state;
    there_is("AWS::Route53::HealthCheck", "tokyo", "global/dns/health-tokyo");
    there_is("AWS::Route53::HealthCheck", "tokyo", "global/dns/health-seoul");
    observability_make(&build);
    keys_make(&build);
    size_t n = 0;
    for (size_t i = 0; i < made.n; i++) {
        const struct wanted *w = &made.items[i];
        bool global = str_starts(w->address, "global/observability/") && !str_ends(w->address, "/dashboard");
        if (!global && !str_starts(w->address, "global/keys/"))
            continue;
        assert_string_equal(w->region, "us-east-1");
        n++;
    }
    assert_int_equal(n, 2 + 3 + 2);
    const struct value *v = made_alarm("global/observability/alarm-health-tokyo");
    assert_string_equal(value_ref_address(value_path(a, v, "AlarmActions[0]")), "global/observability/topic-emergency");
    assert_non_null(alarm("global/observability/topic-emergency"));
    assert_non_null(alarm("global/keys/alerts"));
    assert_null(alarm("global/keys/logs"));
}

/* CloudWatch knows a target group's targets only beside the load balancer's name. */
static void a_balancer_is_watched_by_what_it_is(void **state)
{
    static const char *const kinds[][3] = {{"application", "HTTP", "unwell"}, {"network", "TCP", "tcp-unwell"}};
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        made.n = 0;
        there_is("AWS::ElasticLoadBalancingV2::LoadBalancer", "tokyo", "tokyo/ingress/load-balancer");
        made.items[0].attrs = json(arena_printf(a, "{'Type':'%s'}", kinds[i][0]));
        there_is("AWS::ElasticLoadBalancingV2::TargetGroup", "tokyo", "tokyo/ingress/target-group-8080");
        made.items[1].attrs = json(arena_printf(a, "{'Protocol':'%s'}", kinds[i][1]));
        alarms_in(0);
        assert_int_equal(made.n, i == 0 ? 2 + 3 : 2 + 1);
        const struct value *v = made_alarm(arena_printf(a, "tokyo/observability/alarm-ingress-%s", kinds[i][2])),
                           *d = value_get(v, "Dimensions");
        assert_string_equal(value_ref_path(value_get(d, "TargetGroup")), "TargetGroupFullName");
        assert_string_equal(value_ref_address(value_get(d, "LoadBalancer")), "tokyo/ingress/load-balancer");
    }
}

static void the_spec_may_want_it_otherwise(void **state)
{
    (void)state;
    regions[0].config =
        json("{'observability': {'alarms': {'aurora-cpu': {'enabled': true, 'threshold': 70, 'periods': 2,"
             "'level': 'critical'}, 'aurora-memory': {'enabled': false}, 'aurora-cqu': {}}}}");
    there_is("AWS::RDS::DBCluster", "tokyo", "tokyo/aurora/cluster");
    alarms_in(0);
    const struct value *v = made_alarm("tokyo/observability/alarm-aurora-cpu");
    assert_string_equal(text(v, "Threshold"), "70");
    assert_string_equal(text(v, "EvaluationPeriods"), "2");
    assert_string_equal(text(v, "DatapointsToAlarm"), "2");
    assert_string_equal(value_ref_address(value_path(a, v, "AlarmActions[0]")), "tokyo/observability/topic-critical");
    assert_null(alarm("tokyo/observability/alarm-aurora-memory"));
    struct site s = site_in(&build, &regions[0], "observability");
    alarms_check(&s);
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.items[0].remedy, "did you mean aurora-cpu?");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(one_series_is_an_alarm_on_its_metric),
        T(lag_is_watched_where_there_are_two),
        T(of_several_nodes_the_worst_is_watched),
        T(what_there_may_be_several_of_bears_their_names),
        T(health_checks_are_watched_where_route_53_publishes),
        T(a_balancer_is_watched_by_what_it_is),
        T(the_spec_may_want_it_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
