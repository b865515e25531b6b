#include "provisioner/cost/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const char book_text[] = "@1\tsomebody's price list\n"
                                "AmazonRDS\tr1\tbig\tinstance-hour\t1\t2026-01\tverified\t1\n"
                                "AmazonRDS\tr2\tbig\tinstance-hour\t1\t2026-01\tverified\t1\n"
                                "AmazonRDS\tr1\tbig, reserved 1 year\tinstance-hour\t0.6\t2026-01\tverified\t1\n"
                                "AmazonRDS\tr1\tbig, reserved 3 years\tinstance-hour\t1.5\t2026-01\tverified\t1\n"
                                "AmazonEC2\tr1\tbox\tinstance-hour\t1\t2026-01\tverified\t1\n"
                                "AmazonEC2\tr1\tbox, savings plan\tinstance-hour\t0.7\t2026-01\tverified\t1\n"
                                "AmazonEC2\tr1\tbox, savings plan 3 years\tinstance-hour\t0.5\t2026-01\tverified\t1\n"
                                "AmazonMSK\tr1\tbroker\tbroker-hour\t1\t2026-01\tverified\t1\n"
                                "AmazonRDS\tr1\tdisk\tGB-month\t1\t2026-01\tverified\t1\n"
                                "AmazonVPC\tr1\ttraffic\tGB\t1\t2026-01\tverified\t1\n"
                                "AmazonVPC\tr2\ttraffic\tGB\t2\t2026-01\tverified\t1\n"
                                "AWSDataTransfer\tr1\tInter-region transfer to r2\tGB\t1\t2026-01\tverified\t1\n";

struct given {
    const char *address, *region, *service, *what, *label;
    int quantity;
    bool assumed;
};

/* 730 a month are 24 a day, and a day of 73,000 is 2,400 */
static const struct given lines[] = {
    {"one/db/a", "r1", "AmazonRDS", "big", "big", 730, false},
    {"one/db/disk", "r1", "AmazonRDS", "disk", "disk", 730, true},
    {"one/net/vpc", "r1", "AmazonVPC", "traffic", "traffic", 730, true},
    {"one/net/vpc", "r1", "AWSDataTransfer", "Inter-region transfer to r2", "to r2", 730, true},
    {"one/msk/b", "r1", "AmazonMSK", "broker", "broker", 730, false},
    {"two/db/a", "r2", "AmazonRDS", "big", "big", 730, false},
    {"two/net/vpc", "r2", "AmazonVPC", "traffic", "traffic", 730, true},
    {"one/eks/n", "r1", "AmazonEC2", "box", "box", 730, false},
};

static void fill(struct arena *a, struct price_book *book, struct estimate *e)
{
    assert_null(book_parse(a, "b.tsv", book_text, strlen(book_text), book));
    *e = (struct estimate){.lines = arena_alloc(a, COUNT(lines) * sizeof *e->lines), .n = COUNT(lines)};
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct cost_thing *t = arena_alloc(a, sizeof *t);
        *t = (struct cost_thing){.address = lines[i].address, .region = lines[i].region};
        const struct price *p = book_find(book, lines[i].service, lines[i].region, lines[i].what);
        assert_non_null(p);
        e->lines[i] = (struct cost_line){.thing = t, .label = lines[i].label, .unit = p->unit, .price = p};
        e->lines[i].quantity = decimal_of(lines[i].quantity);
        e->lines[i].amount = decimal_mul(e->lines[i].quantity, p->price);
        e->lines[i].assumed = lines[i].assumed;
    }
}

static const struct {
    const char *name, *usual;
    const char *then[COUNT(lines)]; /* rounded to cents */
    const char *sum;
} cases[] = {
    {"region-down=one", "216.00", {"24.00", "24.00", "0.00", "0.00", "24.00", "24.00", "96.00", "24.00"}, "216.00"},
    {"region-down=two", "216.00", {"24.00", "24.00", "48.00", "0.00", "24.00", "24.00", "0.00", "24.00"}, "168.00"},
    {"reserved-1y",
     "6570.00",
     {"438.00", "730.00", "730.00", "730.00", "730.00", "730.00", "1460.00", "730.00"},
     "6278.00"},
    {"savings-plan",
     "6570.00",
     {"730.00", "730.00", "730.00", "730.00", "730.00", "730.00", "1460.00", "511.00"},
     "6351.00"},
    {"savings-plan-3y",
     "6570.00",
     {"730.00", "730.00", "730.00", "730.00", "730.00", "730.00", "1460.00", "365.00"},
     "6205.00"},
};

static void each_scenario_has_its_sums(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct price_book book;
        struct estimate e;
        struct scenario s;
        fill(a, &book, &e);
        assert_null(scenario_make(a, cases[i].name, &e, &book, &s));
        for (size_t k = 0; k < s.n; k++)
            if (strcmp(decimal_text(a, s.lines[k].then, 2), cases[i].then[k]) != 0)
                fail_msg("%s: %s comes to %s, not %s", cases[i].name, lines[k].label,
                         decimal_text(a, s.lines[k].then, 2), cases[i].then[k]);
        assert_string_equal(decimal_text(a, s.then, 2), cases[i].sum);
        assert_string_equal(decimal_text(a, s.usual, 2), cases[i].usual);
        const struct value *json = scenario_json(a, &s);
        assert_string_equal(value_get_str(json, "period"), strstr(cases[i].name, "down") ? "day" : "month");
    }
}

static const char *rendered(struct arena *a, const char *name)
{
    struct price_book book;
    struct estimate e;
    struct scenario s;
    struct sbuf out = {.arena = a};
    fill(a, &book, &e);
    assert_null(scenario_make(a, name, &e, &book, &s));
    scenario_render(&out, &s, 0);
    return sbuf_str(&out);
}

static void what_is_bought_ahead_says_when_it_pays(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    assert_non_null(strstr(rendered(a, "reserved-1y"), "one/db/a: pays from 60% of the hours on"));
    assert_non_null(strstr(rendered(a, "reserved-1y"), "two/db/a: the price book has no price for it"));
    assert_non_null(strstr(rendered(a, "reserved-3y"), "one/db/a: never pays"));
    assert_null(strstr(rendered(a, "reserved-1y"), "one/msk/b"));
    assert_non_null(strstr(rendered(a, "savings-plan"), "one/eks/n: pays from 70% of the hours on"));
    assert_null(strstr(rendered(a, "savings-plan"), "one/db/a"));
}

static void what_is_no_scenario_is_refused(void **state)
{
    static const char *const names[] = {"", "reserved", "region-down=", "region-down=three", "region-down=global"};
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct price_book book;
        struct estimate e;
        struct scenario s;
        fill(a, &book, &e);
        struct err *err = scenario_make(a, names[i], &e, &book, &s);
        assert_int_equal(err_class_of(err), ERR_USAGE);
        err_free(err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_scenario_has_its_sums),
        cmocka_unit_test(what_is_bought_ahead_says_when_it_pays),
        cmocka_unit_test(what_is_no_scenario_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
