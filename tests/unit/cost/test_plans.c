#include "provisioner/cost/plans.h"
#include "provisioner/model/json.h"
#include "tests/unit/cost/refreshing.h"

/* Answers of AWS Savings Plans, in single quotes, and what becomes of a book by them. */

static const char book_text[] = "@1\tsomebody\n"
                                "AmazonEC2\tr1\tm1.big\tinstance-hour\t1\t2025-01\tverified\t1\n"
                                "AmazonEC2\tr1\tm1.big, savings plan\tinstance-hour\t0.7\t2025-01\tverified\t1\n"
                                "AmazonEC2\tr1\tm1.small\tinstance-hour\t0.1\t2025-01\tverified\t1\n"
                                "AmazonEC2\tr1\tm1.small, savings plan\tinstance-hour\t0.07\t2025-01\tverified\t1\n"
                                "AmazonEC2\tr2\tm1.big, savings plan\tinstance-hour\t0.8\t2025-01\tverified\t1\n"
                                "AmazonRDS\tr1\tbig, savings plan\tinstance-hour\t0.8\t2025-01\tverified\t1\n";

/* As if the price list had told that r1 has m1.big, at the old price. */
static int set_up(void **state)
{
    (void)state;
    begin_with(book_text);
    struct refreshed box = {.price = old.prices[0], .source = "the price list"};
    refresh_add(&refresh, 0, &box, "Hrs");
    box.price.what = "m1.big, reserved 1 year";
    refresh_add(&refresh, 0, &box, "Hrs");
    return 0;
}

static const struct value *parsed(const char *text)
{
    const struct value *v = NULL;
    const char *s = quoted(text);
    assert_null(json_parse(memory, s, strlen(s), JSON_PLAIN, &v));
    return v;
}

struct told {
    const char *plan, *option, *seconds, *currency, *rate, *unit, *usage, *operation, *region, *type, *system, *tenancy;
};

/* What is not said is what is asked for. */
#define SAID(member, otherwise) (t->member ? t->member : (otherwise))
static const char *rate_of(const struct told *t)
{
    return arena_printf(
        memory,
        "{'savingsPlanOffering':{'planType':'%s','paymentOption':'%s','durationSeconds':%s,'currency':'%s'},"
        "'rate':'%s','unit':'%s','productType':'EC2','serviceCode':'AmazonEC2','usageType':'%s','operation':'%s',"
        "'properties':[{'name':'region','value':'%s'},{'name':'instanceType','value':'%s'},"
        "{'name':'productDescription','value':'%s'},{'name':'tenancy','value':'%s'}]}",
        SAID(plan, "Compute"), SAID(option, "No Upfront"), SAID(seconds, "31536000"), SAID(currency, "USD"),
        SAID(rate, "0.6500000000"), SAID(unit, "Hrs"), SAID(usage, "APN1-BoxUsage:m1.big"),
        SAID(operation, "RunInstances"), SAID(region, "r1"), SAID(type, "m1.big"), SAID(system, "Linux/UNIX"),
        SAID(tenancy, "shared"));
}

static struct err *take(const struct told *first, const struct told *second)
{
    return plans_take(
        &refresh, memory, "r1",
        parsed(arena_printf(memory, "[%s%s%s]", rate_of(first), second ? "," : "", second ? rate_of(second) : "")));
}

static const struct price *after(const char *region, const char *what)
{
    static const char *const regions[] = {"r1", NULL};
    refresh_finish(&refresh, regions, &book);
    return book_find(&book, "AmazonEC2", region, what);
}

static const char *why_of(const char *region, const char *what)
{
    for (size_t i = 0; i < refresh.n; i++)
        if (str_eq(refresh.items[i].price.what, what) && str_eq(refresh.items[i].price.region, region))
            return refresh.items[i].why ? refresh.items[i].why : "";
    return "no such price";
}

static void the_types_that_were_found_in_a_region_are_asked_about(void **state)
{
    (void)state;
    assert_string_equal(
        value_canonical(memory, plans_request(memory, &refresh, "r1")),
        value_canonical(memory, parsed("{'filters':[{'name':'region','values':['r1']},"
                                       "{'name':'productDescription','values':['Linux/UNIX']},"
                                       "{'name':'tenancy','values':['shared']},"
                                       "{'name':'instanceType','values':['m1.big']}],'operations':['RunInstances'],"
                                       "'products':['EC2'],'savingsPlanTypes':['Compute'],"
                                       "'serviceCodes':['AmazonEC2']}")));
    assert_null(plans_request(memory, &refresh, "r2"));
}

static void a_rate_of_one_year_and_one_of_three_are_prices_of_today(void **state)
{
    (void)state;
    assert_null(take(&(struct told){0}, &(struct told){.seconds = "94608000", .rate = "0.5"}));
    const struct price *p = after("r1", "m1.big, savings plan");
    assert_string_equal(decimal_text(memory, p->price, -1), "0.65");
    assert_string_equal(p->as_of, "2026-11-22");
    assert_string_equal(p->unit, "instance-hour");
    assert_string_equal(p->confidence, "single-source");
    assert_string_equal(book.sources[p->source - 1], "AWS Savings Plans API: Compute, r1, No Upfront");
    p = after("r1", "m1.big, savings plan 3 years");
    assert_string_equal(decimal_text(memory, p->price, -1), "0.5");
    assert_string_equal(after("r1", "m1.small, savings plan")->as_of, "2025-01");
    assert_string_equal(why_of("r1", "m1.small, savings plan"), "AWS has none");
    assert_string_equal(why_of("r1", "big, savings plan"), "how to ask for it is not known");
    assert_string_equal(why_of("r2", "m1.big, savings plan"), refresh_not_asked);
}

static void a_rate_of_anything_else_is_passed_over(void **state)
{
    static const struct told cases[] = {
        {.plan = "EC2Instance"},
        {.option = "All Upfront"},
        {.option = "Partial Upfront"},
        {.seconds = "31536001"},
        {.seconds = "-1"},
        {.currency = "CNY"},
        {.usage = "APN1-UnusedBox:m1.big"},
        {.usage = "APN1-HostBoxUsage:m1.big"},
        {.usage = "APN1-BoxUsage:m1.bigger"},
        {.usage = "BoxUsage"},
        {.operation = "RunInstances:0002"},
        {.region = "r2"},
        {.type = "m1.small", .usage = "BoxUsage:m1.small"}, /* which was not asked for */
        {.type = "m1.big, reserved 1 year", .usage = "BoxUsage:m1.big, reserved 1 year"},
        {.type = "", .usage = "BoxUsage:"},
        {.system = "Windows"},
        {.tenancy = "dedicated"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t before = refresh.n;
        assert_null(take(&cases[i], NULL));
        if (refresh.n != before)
            fail_msg("taken: %s", rate_of(&cases[i]));
    }
    static const char *const shapeless[] = {"[]", "{}", "[{}]", "[1,null,'x']", "[{'properties':[{}],'rate':'1'}]"};
    for (size_t i = 0; i < COUNT(shapeless); i++)
        assert_null(plans_take(&refresh, memory, "r1", parsed(shapeless[i])));
    (void)state;
    assert_int_equal(refresh.n, 2);
}

static void a_rate_that_cannot_be_right_leaves_the_old_one(void **state)
{
    static const struct {
        struct told first, second;
        const char *why;
    } cases[] = {
        {{.rate = "1.06"}, {.rate = "1.06"}, "AWS says 1.06 now, instead of 0.7"},
        {{.rate = "0.0000000000"}, {.rate = "0"}, "AWS says 0 now"},
        {{.unit = "Request"}, {.unit = "Request"}, "AWS tells it by \"Request\", and the book by instance-hour"},
        {{.rate = "0.65"}, {.rate = "0.66"}, "AWS's list has several prices for it"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_null(take(&cases[i].first, &cases[i].second));
        const struct price *p = after("r1", "m1.big, savings plan");
        assert_string_equal(decimal_text(memory, p->price, -1), "0.7");
        assert_string_equal(p->as_of, "2025-01");
        if (!str_starts(why_of("r1", "m1.big, savings plan"), cases[i].why))
            fail_msg("instead of \"%s\": %s", cases[i].why, why_of("r1", "m1.big, savings plan"));
        tear_down(state);
        set_up(state);
    }
}

static void nothing_of_an_answer_that_makes_no_sense_is_taken(void **state)
{
    static const struct {
        const char *rate, *says;
    } cases[] = {
        {"", "the savings plans' rate of m1.big: \"\" is no price"},
        {"1e5", "\"1e5\" is no price"},
        {"-0.3", "a price of -0.3 is below zero"},
        {"10000001", "beyond all reason"},
        {"99999999999999999999999999999999999999999", "is no price"},
        {"0.1234567890123", "is no price"},
        {"NaN", "is no price"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err *e = take(&(struct told){.seconds = "94608000"}, &(struct told){.rate = cases[i].rate});
        if (!e || err_class_of(e) != ERR_WIRE || !strstr(err_text(e), cases[i].says))
            fail_msg("%s: not \"%s\" but \"%s\"", cases[i].rate, cases[i].says, e ? err_text(e) : "taken");
        err_free(e);
        assert_int_equal(refresh.n, 2);
    }
    refresh.no_plans = true;
    assert_string_equal(decimal_text(memory, after("r1", "m1.big, savings plan")->price, -1), "0.7");
    assert_string_equal(why_of("r1", "m1.big, savings plan"), refresh_no_plans);
    assert_null(after("r1", "m1.big, savings plan 3 years"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_types_that_were_found_in_a_region_are_asked_about),
        TEST(a_rate_of_one_year_and_one_of_three_are_prices_of_today),
        TEST(a_rate_of_anything_else_is_passed_over),
        TEST(a_rate_that_cannot_be_right_leaves_the_old_one),
        TEST(nothing_of_an_answer_that_makes_no_sense_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
