#include "provisioner/model/json.h"
#include "provisioner/route/endpoints.h"
#include "provisioner/route/forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/errors.h"

static const struct value *json(struct arena *a, const char *text)
{
    const struct value *v = NULL;
    fine(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static void put(struct arena *a, struct state *s, const char *address, const char *type, const char *region,
                const char *id, const char *outputs)
{
    static const char *none[] = {NULL};
    char *alias = arena_strndup(a, address, strcspn(address, "/"));
    const struct entry e = {.address = address,
                            .type = type,
                            .alias = str_eq(alias, "global") ? "tokyo" : alias,
                            .region = region,
                            .id = id,
                            .inputs = value_map(a),
                            .outputs = json(a, outputs),
                            .after = none,
                            .generation = 1};
    state_put(s, &e);
}

/* "aurora write tokyo postgres a:5432" lines */
static const char *listed(struct arena *a, const struct value *doc)
{
    struct sbuf out = {.arena = a};
    const struct value *list = value_get(doc, "endpoints");
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *e = value_item(list, i), *hosts = value_get(e, "hosts");
        sbuf_printf(&out, "%s %s %s %s", value_get_str(e, "service"), value_get_str(e, "role"),
                    value_get_str(e, "alias"), value_get_str(e, "protocol"));
        for (size_t k = 0; k < value_len(hosts); k++)
            sbuf_printf(&out, "%c%s", k ? ',' : ' ', value_str_of(value_item(hosts, k)));
        sbuf_putc(&out, '\n');
    }
    return sbuf_str(&out);
}

static void a_state_tells_its_endpoints_and_who_wrote(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct state *s = state_new("demo", "test");
    const char *tokyo = "ap-northeast-1", *seoul = "ap-northeast-2";
    put(a, s, "global/aurora/global-cluster", "AWS::RDS::GlobalCluster", tokyo, "g",
        "{\"Endpoint\":\"db.global\",\"Engine\":\"aurora-mysql\",\"GlobalClusterMembers\":["
        "{\"DBClusterArn\":\"arn:aws:rds:ap-northeast-1:1:cluster:t\",\"IsWriter\":false},"
        "{\"DBClusterArn\":\"arn:aws:rds:ap-northeast-2:1:cluster:s\",\"IsWriter\":true}]}");
    put(a, s, "tokyo/aurora/cluster", "AWS::RDS::DBCluster", tokyo, "t",
        "{\"GlobalClusterIdentifier\":\"g\",\"Engine\":\"aurora-mysql\",\"Port\":3307,\"Endpoint\":\"db.t\","
        "\"ReaderEndpoint\":\"ro.t\"}");
    put(a, s, "seoul/aurora/cluster", "AWS::RDS::DBCluster", seoul, "s",
        "{\"GlobalClusterIdentifier\":\"g\",\"Engine\":\"aurora-mysql\",\"Port\":3307,\"Endpoint\":\"db.s\","
        "\"ReaderEndpoint\":\"ro.s\"}");
    put(a, s, "tokyo/aurora/other", "AWS::RDS::DBCluster", tokyo, "o",
        "{\"Engine\":\"aurora-postgresql\",\"Endpoint\":\"o.t\"}");
    put(a, s, "global/cache/global-datastore", "AWS::ElastiCache::GlobalReplicationGroup", tokyo, "d",
        "{\"Members\":[{\"ReplicationGroupRegion\":\"ap-northeast-1\",\"Role\":\"PRIMARY\"},{"
        "\"ReplicationGroupRegion\":\"ap-northeast-2\",\"Role\":\"SECONDARY\"}]}");
    put(a, s, "tokyo/cache/replication-group", "AWS::ElastiCache::ReplicationGroup", tokyo, "c",
        "{\"PrimaryEndpoint\":\"master.t\",\"ReaderEndpoint\":\"replica.t\",\"Port\":6380,\"TransitEncryptionEnabled\":"
        "true}");
    put(a, s, "seoul/cache/replication-group", "AWS::ElastiCache::ReplicationGroup", seoul, "c2",
        "{\"ConfigurationEndpoint\":\"all.s\"}");
    put(a, s, "tokyo/msk/cluster", "AWS::MSK::Cluster", tokyo, "m",
        "{\"BootstrapBrokerStringSaslIam\":\"b1:9098,b2:9098\",\"BootstrapBrokerStringTls\":\"b1:9094,b2:9094\"}");
    put(a, s, "seoul/msk/cluster", "AWS::MSK::Cluster", seoul, "m2", "{\"BootstrapBrokerString\":\"b1.s:9092\"}");
    put(a, s, "tokyo/ingress/load-balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", tokyo, "lb",
        "{\"DNSName\":\"lb.t\"}");
    put(a, s, "tokyo/ingress/a", "AWS::ElasticLoadBalancingV2::Listener", tokyo, "l1",
        "{\"LoadBalancerArn\":\"lb\",\"Protocol\":\"HTTP\",\"Port\":80}");
    put(a, s, "tokyo/ingress/b", "AWS::ElasticLoadBalancingV2::Listener", tokyo, "l2",
        "{\"LoadBalancerArn\":\"lb\",\"Protocol\":\"HTTPS\",\"Port\":8443}");
    put(a, s, "seoul/ingress/load-balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", seoul, "lb2",
        "{\"DNSName\":\"lb.s\"}"); /* it listens to what can't be asked */
    put(a, s, "seoul/ingress/a", "AWS::ElasticLoadBalancingV2::Listener", seoul, "l3",
        "{\"LoadBalancerArn\":\"lb2\",\"Protocol\":\"UDP\",\"Port\":53}");
    const struct value *doc = endpoints_of(a, s);
    assert_string_equal(listed(a, doc), "aurora write global mysql db.global:3307\n"
                                        "aurora write seoul mysql db.s:3307\n"
                                        "aurora read seoul mysql ro.s:3307\n"
                                        "cache write seoul redis all.s:6379\n"
                                        "cache read seoul redis all.s:6379\n"
                                        "msk any seoul kafka b1.s:9092\n"
                                        "aurora write tokyo mysql db.t:3307\n"
                                        "aurora read tokyo mysql ro.t:3307\n"
                                        "aurora-other write tokyo postgres o.t:5432\n"
                                        "cache write tokyo rediss master.t:6380\n"
                                        "cache read tokyo rediss replica.t:6380\n"
                                        "ingress any tokyo https lb.t:8443\n"
                                        "msk any tokyo kafkas b1:9098,b2:9098\n");
    assert_string_equal(value_canonical(a, value_get(doc, "writers")),
                        "[{\"alias\":\"seoul\",\"service\":\"aurora\"},{\"alias\":\"tokyo\",\"service\":\"cache\"}]");
    struct endpoints e;
    fine(endpoints_read(a, json(a, form_json(a, doc)), &e));
    assert_int_equal(e.n, 13);
    assert_int_equal(e.n_places, 14);
    state_free(s);
}

static void a_document_that_is_none_is_refused(void **state)
{
    (void)state;
#define HEAD "{\"endpoints_version\":\"1\",\"project\":\"p\",\"environment\":\"e\",\"endpoints\":["
#define ONE(role, protocol, more)                                                                                      \
    "{\"service\":\"s\",\"role\":\"" role "\",\"alias\":\"a\",\"protocol\":\"" protocol "\"," more "}"
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"[]", "want \"endpoints_version\": \"1\""},
        {"{\"endpoints_version\":\"1\",\"project\":\"a b\",\"environment\":\"e\"}",
         "project and environment are words"},
        {"{\"endpoints_version\":\"1\",\"project\":\"p\",\"environment\":\"e\",\"writers\":[{\"service\":\"s\","
         "\"alias\":\"a\\nLD_PRELOAD=/x\"}]}",
         "writers[0]: alias is a word"},
        {HEAD "{}]}", "endpoints[0]: service, alias and region are words"},
        {HEAD ONE("both", "tcp", "\"hosts\":[\"h:1\"]") "]}", "role: want write, read or any"},
        {HEAD ONE("read", "gopher", "\"hosts\":[\"h:1\"]") "]}", "protocol: there is none called \"gopher\""},
        {HEAD ONE("read", "tcp", "\"hosts\":[]") "]}", "hosts: want 1 to 16 of NAME:PORT"},
        {HEAD ONE("read", "tcp", "\"hosts\":[\"h\"]") "]}", "\"h\" is no NAME:PORT"},
        {HEAD ONE("read", "tcp", "\"hosts\":[\"h:65536\"]") "]}", "\"h:65536\" is no NAME:PORT"},
        {HEAD ONE("read", "tcp", "\"hosts\":[\":1\"]") "]}", "\":1\" is no NAME:PORT"},
        {HEAD ONE("read", "tcp", "\"hosts\":[\"h;x:1\"]") "]}", "\"h;x:1\" is no NAME:PORT"},
        {HEAD ONE("read", "tcp", "\"hosts\":[\"]:1\"]") "]}", "is no NAME:PORT"},
        {HEAD ONE("any", "http", "\"hosts\":[\"h:1\"],\"path\":\"x\"") "]}", "path: want one that begins with /"},
        {HEAD ONE("any", "http", "\"hosts\":[\"h:1\"],\"path\":\"/x\\r\\nHost: y\"") "]}",
         "path: want one that begins with /"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct endpoints e;
        refused(endpoints_read(a, json(a, cases[i].text), &e), ERR_INPUT, cases[i].says);
    }
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf many = {.arena = a};
    sbuf_puts(&many, HEAD);
    for (int i = 0; i <= MOST_ENDPOINTS; i++)
        sbuf_printf(&many, "%s" ONE("read", "tcp", "\"hosts\":[\"h:1\"]"), i ? "," : "");
    sbuf_puts(&many, "]}");
    struct endpoints e;
    refused(endpoints_read(a, json(a, sbuf_str(&many)), &e), ERR_INPUT, "65 endpoints are more than the 64");
}

/* A large cluster tells more brokers than are watched, and who wrote may be in a region of which nothing else is left.
 */
static void what_a_state_tells_too_much_of_can_be_read(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct state *s = state_new("demo", "test");
    struct sbuf brokers = {.arena = a};
    struct endpoints e;
    sbuf_puts(&brokers, "{\"BootstrapBrokerStringTls\":\"");
    for (int i = 0; i < 30; i++)
        sbuf_printf(&brokers, "%sb-%d:9094", i ? "," : "", i);
    sbuf_puts(&brokers, "\"}");
    put(a, s, "tokyo/msk/cluster", "AWS::MSK::Cluster", "ap-northeast-1", "m", sbuf_str(&brokers));
    put(a, s, "global/aurora/global-cluster", "AWS::RDS::GlobalCluster", "ap-northeast-1", "g",
        "{\"GlobalClusterMembers\":[{\"DBClusterArn\":\"arn:aws:rds:eu-west-1:1:cluster:x\",\"IsWriter\":true}]}");
    const struct value *doc = endpoints_of(a, s);
    assert_int_equal(value_len(value_get(doc, "writers")), 0);
    fine(endpoints_read(a, json(a, form_json(a, doc)), &e));
    assert_int_equal(e.n_places, MOST_PLACES);
    assert_string_equal(e.all[0].places[MOST_PLACES - 1].host, "b-15");
    state_free(s);
}

static void what_is_told_has_its_forms(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *report =
        json(a, "{\"project\":\"My_Shop\",\"environment\":\"prod\",\"region\":\"eu-west-1\",\"services\":{"
                "\"my-db\":{\"write\":{\"alias\":\"a\",\"region\":\"eu-west-1\",\"healthy\":true,\"host\":\"h\","
                "\"port\":1,\"hosts\":[\"h:1\"]},"
                "\"writer\":{\"alias\":\"a\",\"by\":\"dns\"}},"
                "\"msk\":{\"any\":{\"alias\":\"b\",\"region\":\"x\",\"healthy\":false,\"host\":\"k\",\"port\":2,"
                "\"hosts\":[\"k:2\",\"l:2\"]}}}}");
    const struct value *measures =
        json(a, "{\"detection_us\":1500,"
                "\"servers\":[{\"service\":\"msk\",\"role\":\"any\",\"alias\":\"b\",\"protocol\":\"kafka\",\"host\":"
                "\"k\",\"port\":2,\"is\":\"slow\",\"latency_us\":1234567,\"checks\":3,\"failed\":1}],"
                "\"choices\":[{\"service\":\"msk\",\"role\":\"any\",\"alias\":\"b\",\"moves\":2}],"
                "\"writers\":[{\"service\":\"my-db\",\"alias\":\"a\",\"by\":\"dns\",\"age_us\":250000},{\"service\":"
                "\"other\"}]}");
    assert_string_equal(form_env(a, report),
                        "ROUTE_REGION=eu-west-1\n"
                        "MY_DB_WRITE_HOST=h\nMY_DB_WRITE_PORT=1\nMY_DB_WRITE_ALIAS=a\nMY_DB_WRITE_REGION=eu-west-1\n"
                        "MY_DB_WRITE_HEALTHY=true\nMY_DB_WRITE_HOSTS=h:1\nMY_DB_WRITER=a\n"
                        "MSK_HOST=k\nMSK_PORT=2\nMSK_ALIAS=b\nMSK_REGION=x\nMSK_HEALTHY=false\nMSK_HOSTS=k:2,l:2\n");
    const char *map = form_configmap(a, report);
    assert_true(str_starts(map, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: my-shop-prod-route\ndata:\n  "
                                "ROUTE_REGION: \"eu-west-1\"\n"));
    assert_non_null(strstr(map, "\n  MSK_HEALTHY: \"false\"\n"));
    static const char *const lines[] = {
        "provisioner_route_info{project=\"My_Shop\",environment=\"prod\",region=\"eu-west-1\"} 1\n",
        "provisioner_route_detection_seconds 0.001500\n",
        "provisioner_route_up{service=\"msk\",role=\"any\",alias=\"b\",protocol=\"kafka\",host=\"k\",port=\"2\"} 1\n",
        "\"} 1.234567\n",
        "provisioner_route_choice{service=\"msk\",role=\"any\",alias=\"b\"} 1\n",
        "provisioner_route_moves_total{service=\"msk\",role=\"any\"} 2\n",
        "# TYPE provisioner_route_moves_total counter\n",
        "provisioner_route_writer{service=\"my-db\",alias=\"a\",by=\"dns\"} 1\n",
        "provisioner_route_writer_seen_seconds{service=\"my-db\"} 0.250000\n",
    };
    const char *text = form_metrics(a, report, measures);
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!strstr(text, lines[i]))
            fail_msg("no %s in %s", lines[i], text);
    assert_null(strstr(text, "service=\"other\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_tells_its_endpoints_and_who_wrote),
        cmocka_unit_test(a_document_that_is_none_is_refused),
        cmocka_unit_test(what_a_state_tells_too_much_of_can_be_read),
        cmocka_unit_test(what_is_told_has_its_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
