#include "tests/unit/sandbox/harness.h"

/* Filters as the wire has them: "Field=Value" parted by ;, with another type where "Type " stands before. */
static const char *filters(const char *pairs)
{
    struct sbuf out = {.arena = memory};
    while (*pairs) {
        size_t n = strcspn(pairs, ";"), key = strcspn(pairs, "="), blank = strcspn(pairs, " ");
        bool typed = blank < key;
        sbuf_printf(&out, "%s{'Type':'%.*s','Field':'%.*s','Value':'%.*s'}", out.len ? "," : "",
                    typed ? (int)blank : 10, typed ? pairs : "TERM_MATCH", (int)(key - (typed ? blank + 1 : 0)),
                    pairs + (typed ? blank + 1 : 0), (int)(n - key - 1), pairs + key + 1);
        pairs += n + (pairs[n] == ';');
    }
    return sbuf_str(&out);
}

static const struct value *products(const char *service, const char *pairs)
{
    return value_get(OK("pricing", "GetProducts", "{'ServiceCode':'%s','Filters':[%s]}", service, filters(pairs)),
                     "PriceList");
}

static const struct value *only(const char *service, const char *pairs)
{
    const struct value *all = products(service, pairs), *v = NULL;
    assert_int_equal(value_len(all), 1);
    const char *text = value_str_of(value_item(all, 0));
    assert_null(json_parse(memory, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static const char *at(const struct value *v, const char *path)
{
    return value_str_of(value_path(memory, v, path));
}

static void a_product_is_a_text_with_its_attributes_and_one_term_on_demand(void **state)
{
    (void)state;
    const struct value *v = only("AmazonRDS", "usagetype=APN1-InstanceUsage:db.r6g.large;regionCode=ap-northeast-1");
    assert_string_equal(at(v, "serviceCode"), "AmazonRDS");
    assert_string_equal(at(v, "product.productFamily"), "Database Instance");
    assert_string_equal(at(v, "product.attributes.databaseEngine"), "Aurora PostgreSQL");
    assert_string_equal(at(v, "product.attributes.location"), "Asia Pacific (Tokyo)");
    const char *sku = at(v, "product.sku");
    assert_int_equal(strlen(sku), 16);
    const struct value *on_demand = value_path(memory, v, "terms.OnDemand"), *term = value_item(on_demand, 0);
    assert_int_equal(value_len(on_demand), 1);
    assert_string_equal(value_key(on_demand, 0), arena_printf(memory, "%s.JRTCKXETXF", sku));
    const struct value *price = value_item(value_get(term, "priceDimensions"), 0);
    assert_string_equal(at(price, "pricePerUnit.USD"), "0.3130000000");
    assert_string_equal(at(price, "unit"), "Hrs");
    assert_string_equal(at(price, "endRange"), "Inf");
}

static void what_can_be_bought_ahead_has_an_offer_for_each_way_of_paying(void **state)
{
    (void)state;
    const struct value *v = only("AmazonRDS", "usagetype=APN1-InstanceUsage:db.r6g.large;regionCode=ap-northeast-1");
    const struct value *ways = value_path(memory, v, "terms.Reserved");
    size_t upfront = 0;
    assert_int_equal(value_len(ways), 5); /* RDS sells no three years without paying ahead */
    for (size_t i = 0; i < value_len(ways); i++)
        upfront += value_len(value_get(value_item(ways, i), "priceDimensions")) == 2;
    assert_int_equal(upfront, 4);
    assert_null(value_path(memory, only("AmazonMSK", "usagetype=APN1-Kafka.m5.large"), "terms.Reserved"));
}

static void amounts_have_prices_of_their_own(void **state)
{
    (void)state;
    const struct value *v = only("AmazonS3", "usagetype=APN1-TimedStorage-ByteHrs");
    const struct value *all = value_get(value_item(value_path(memory, v, "terms.OnDemand"), 0), "priceDimensions");
    assert_int_equal(value_len(all), 3);
    assert_string_equal(value_get_str(value_item(all, 1), "beginRange"), "51200");
    assert_string_equal(value_get_str(value_item(all, 1), "endRange"), "512000");
    assert_string_equal(value_get_str(value_item(all, 2), "endRange"), "Inf");
}

static void filters_are_all_to_be_met(void **state)
{
    (void)state;
    static const struct {
        const char *service, *filters;
        size_t n;
    } cases[] = {
        {"AmazonEKS", "", 6},
        {"AmazonEKS", "regionCode=us-east-1", 2},
        {"AmazonEKS", "usagetype=USE1-AmazonEKS-Hours:perCluster", 1},
        {"AmazonEKS", "usagetype=AmazonEKS-Hours:perCluster", 0},
        {"AmazonEKS", "usagetype=USE1-AmazonEKS-Hours:perCluster;regionCode=ap-northeast-1", 0},
        {"AmazonEKS", "CONTAINS usagetype=perCluster", 3},
        {"AmazonEKS", "EQUALS regionCode=us-east-1", 2},
        {"AmazonEKS", "ANY_OF regionCode=us-east-1,ap-northeast-2", 4},
        {"AmazonEKS", "NONE_OF regionCode=us-east-1,ap-northeast-2", 2},
        {"AmazonEKS", "nonsense=1", 0},
        {"AmazonRoute53", "productFamily=DNS Zone", 1},
        {"awskms", "usagetype=us-east-1-KMS-Keys", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (value_len(products(cases[i].service, cases[i].filters)) != cases[i].n)
            fail_msg("%s, %s: not %zu products", cases[i].service, cases[i].filters, cases[i].n);
}

static void pages_hold_every_product_once(void **state)
{
    (void)state;
    size_t whole = value_len(products("AmazonRDS", "")), n = 0, pages = 0;
    const char *token = "";
    do {
        const struct value *page = OK("pricing", "GetProducts", "{'ServiceCode':'AmazonRDS','MaxResults':7%s%s%s}",
                                      *token ? ",'NextToken':'" : "", token, *token ? "'" : "");
        n += value_len(value_get(page, "PriceList"));
        token = value_get_str(page, "NextToken");
        pages++;
    } while (*token);
    assert_int_equal(n, whole);
    assert_int_equal(pages, (whole + 6) / 7);
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    NO("NotFoundException", "pricing", "GetProducts", "{'ServiceCode':'AmazonNonsense'}");
    NO("InvalidParameterException", "pricing", "GetProducts", "{'ServiceCode':'AmazonEKS','FormatVersion':'aws_v2'}");
    NO("InvalidParameterException", "pricing", "GetProducts", "{'ServiceCode':'AmazonEKS','MaxResults':101}");
    NO("InvalidParameterException", "pricing", "GetProducts", "{'ServiceCode':'AmazonEKS','MaxResults':0}");
    NO("InvalidNextTokenException", "pricing", "GetProducts", "{'ServiceCode':'AmazonEKS','NextToken':'x'}");
    NO("ValidationException", "pricing", "GetProducts",
       "{'ServiceCode':'AmazonEKS','Filters':[{'Type':'LIKE','Field':'regionCode','Value':'us-east-1'}]}");
    NO("InvalidParameterException", "pricing", "GetProducts",
       "{'ServiceCode':'AmazonEKS','Filters':[{'Type':'EQUALS','Field':'regionCode','Value':''}]}");
    struct sbuf many = {.arena = memory};
    for (int i = 0; i < 51; i++)
        sbuf_printf(&many, "%sa=b", i ? ";" : "");
    NO("InvalidParameterException", "pricing", "GetProducts", "{'ServiceCode':'AmazonEKS','Filters':[%s]}",
       filters(sbuf_str(&many)));
}

/* ---- savings plans ----------------------------------------------------------------------------------------------- */

#define RATES "savingsplans", "DescribeSavingsPlansOfferingRates"
#define MINE "'filters':[{'name':'region','values':['us-east-1']},{'name':'instanceType','values':['m6g.large']}]"

static void a_rate_tells_its_plan_and_what_it_is_for(void **state)
{
    (void)state;
    const struct value *all = value_get(
        OK(RATES, "{'savingsPlanTypes':['Compute'],'usageTypes':['APN1-BoxUsage:m6g.large']}"), "searchResults");
    assert_int_equal(value_len(all), 6); /* two terms, paid in three ways */
    const struct value *v = value_item(all, 0);
    assert_string_equal(at(v, "rate"), "0.0722700000");
    assert_string_equal(at(v, "unit"), "Hrs");
    assert_string_equal(at(v, "operation"), "RunInstances");
    assert_string_equal(at(v, "savingsPlanOffering.paymentOption"), "No Upfront");
    assert_int_equal(value_int_of(value_path(memory, v, "savingsPlanOffering.durationSeconds")), 31536000);
    assert_string_equal(value_canonical(memory, value_get(v, "properties")),
                        value_canonical(memory, parse("[{'name':'region','value':'ap-northeast-1'},"
                                                      "{'name':'instanceType','value':'m6g.large'},"
                                                      "{'name':'instanceFamily','value':'m6g'},"
                                                      "{'name':'productDescription','value':'Linux/UNIX'},"
                                                      "{'name':'tenancy','value':'shared'}]")));
}

static void rates_are_those_that_all_of_the_request_is_true_of(void **state)
{
    (void)state;
    static const struct {
        const char *request;
        size_t n;
    } cases[] = {
        {"{" MINE "}", 24},
        {"{" MINE ",'savingsPlanTypes':['EC2Instance']}", 12},
        {"{" MINE ",'savingsPlanTypes':['SageMaker']}", 0},
        {"{" MINE ",'savingsPlanTypes':['Compute','EC2Instance'],'products':['EC2'],'serviceCodes':['AmazonEC2']}", 24},
        {"{" MINE ",'products':['Fargate']}", 0},
        {"{" MINE ",'serviceCodes':['AmazonECS']}", 0},
        {"{" MINE ",'operations':['RunInstances:0002']}", 0},
        {"{" MINE ",'usageTypes':['UnusedBox:m6g.large']}", 12},
        {"{'filters':[{'name':'instanceFamily','values':['m6g','c6g']},{'name':'region','values':['ap-northeast-2']}]}",
         72},
        {"{'filters':[{'name':'region','values':['eu-west-1']}]}", 0},
        {"{'filters':[{'name':'tenancy','values':['dedicated']}]}", 0},
        {"{'filters':[{'name':'productDescription','values':['Windows']}]}", 0},
        {"{'filters':[{'name':'productId','values':['x']}]}", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (count_at(OK(RATES, "%s", cases[i].request), "searchResults") != cases[i].n)
            fail_msg("%s: not %zu rates", cases[i].request, cases[i].n);
}

static void pages_hold_every_rate_once(void **state)
{
    (void)state;
    size_t whole = count_at(OK(RATES, "{}"), "searchResults"), n = 0, pages = 0;
    const char *token = "";
    do {
        const struct value *page =
            OK(RATES, "{'maxResults':100%s%s%s}", *token ? ",'nextToken':'" : "", token, *token ? "'" : "");
        n += count_at(page, "searchResults");
        token = value_get_str(page, "nextToken");
        pages++;
    } while (*token);
    assert_int_equal(n, whole);
    assert_int_equal(pages, (whole + 99) / 100);
    assert_true(pages > 2);
}

static void a_request_for_rates_that_makes_no_sense_is_refused(void **state)
{
    static const char *const requests[] = {"{'maxResults':1001}",
                                           "{'maxResults':-1}",
                                           "{'nextToken':'x'}",
                                           "{'nextToken':'0'}",
                                           "{'savingsPlanTypes':['Cheap']}",
                                           "{'filters':[{'name':'colour','values':['blue']}]}"};
    (void)state;
    for (size_t i = 0; i < COUNT(requests); i++)
        NO("ValidationException", RATES, "%s", requests[i]);
    assert_int_equal(count_at(OK(RATES, "{" MINE ",'maxResults':0}"), "searchResults"), 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_product_is_a_text_with_its_attributes_and_one_term_on_demand, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_can_be_bought_ahead_has_an_offer_for_each_way_of_paying, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(amounts_have_prices_of_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(filters_are_all_to_be_met, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_hold_every_product_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_makes_no_sense_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rate_tells_its_plan_and_what_it_is_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rates_are_those_that_all_of_the_request_is_true_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_hold_every_rate_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_request_for_rates_that_makes_no_sense_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
