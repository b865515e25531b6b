#include "aws/types/impl.h"
#include "provisioner/cost/estimate.h"
#include "provisioner/cost/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* ---- decimals ---------------------------------------------------------------------------------------------------- */

static struct decimal dec(const char *text)
{
    struct decimal d;
    assert_true(decimal_parse(text, &d));
    return d;
}

static void decimals_are_exact(void **state)
{
    static const struct {
        const char *x, *y, *sum, *product;
    } rows[] = {
        {"0.1", "0.2", "0.3", "0.02"},
        {"730", "0.313", "730.313", "228.49"},
        {"1000000000", "0.0000166667", "1000000000.0000166667", "16666.7"},
        {"-1.5", "0.5", "-1", "-0.75"},
        {"0", "7", "7", "0"},
        {"0.000000000001", "0.1", "0.100000000001", "0"},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_string_equal(decimal_text(a, decimal_add(dec(rows[i].x), dec(rows[i].y)), -1), rows[i].sum);
        assert_string_equal(decimal_text(a, decimal_mul(dec(rows[i].x), dec(rows[i].y)), -1), rows[i].product);
    }
}

static void the_last_digit_is_rounded_half_away_from_zero(void **state)
{
    static const char *const rows[][2] = {{"0.005", "0.01"},  {"0.0049", "0.00"}, {"-0.005", "-0.01"},
                                          {"-0.001", "0.00"}, {"1.995", "2.00"},  {"12", "12.00"}};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(decimal_text(a, dec(rows[i][0]), 2), rows[i][1]);
}

static void what_is_no_decimal_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "-", ".5", "5.", "1e3", "1,5", "1.2.3", "0.0000000000001", " 1", "9999999999999999999999999"};
    struct decimal d;
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(decimal_parse(bad[i], &d));
}

static void what_is_too_large_stays_so(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct decimal d = decimal_of(INT64_MAX);
    (void)state;
    d = decimal_add(decimal_mul(d, d), decimal_of(1));
    assert_true(d.nan);
    assert_string_equal(decimal_text(a, d, 2), "too large");
}

/* ---- the book ---------------------------------------------------------------------------------------------------- */

static void a_broken_book_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"S\tr\tw\tGB\t1\t2026-01\tverified\n", "b.tsv:1: want eight columns"},
        {"# x\n@2\tx\n", "b.tsv:2: sources are numbered"},
        {"@1\tx\nS\tr\tw\tGB\t1e3\t2026-01\tverified\t1\n", "b.tsv:2: the fifth column"},
        {"@1\tx\nS\tr\tw\tGB\t-1\t2026-01\tverified\t1\n", "b.tsv:2: the fifth column"},
        {"@1\tx\nS\tr\tw\tGB\t1\t2026-01\tsure\t1\n", "b.tsv:2: the seventh column"},
        {"@1\tx\nS\tr\tw\tGB\t1\t2026-01\tverified\t2\n", "b.tsv:2: the last column"},
        {"@1\tx\nS\tr\tw\tGB\t1\tx\tverified\t1\nS\tr\tw\tGB\t2\tx\tverified\t1\n",
         "b.tsv: S, r, w stands there twice"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct price_book b;
        struct err *e = book_parse(a, "b.tsv", rows[i].text, strlen(rows[i].text), &b);
        assert_non_null(e);
        assert_non_null(strstr(err_text(e), rows[i].says));
        err_free(e);
    }
}

static void every_price_has_a_day_and_a_source(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct price_book b;
    (void)state;
    assert_null(book_builtin(a, &b));
    assert_true(b.n > 2000);
    for (size_t i = 0; i < b.n; i++) {
        assert_true(strlen(b.prices[i].as_of) >= 7);
        assert_true(strlen(b.sources[b.prices[i].source - 1]) > 8);
    }
}

static void a_price_is_old_after_a_year_and_where_its_day_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *as_of;
        bool old;
    } cases[] = {
        {"2025-11-22", false}, {"2025-11-21", true}, {"2025-11", false}, {"2025-10", true}, {"2025", false},
        {"2024", true},        {"unknown", true},    {"", true},         {"soon", true},    {"2", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (price_is_old(&(struct price){.as_of = cases[i].as_of}, "2026-11-22") != cases[i].old)
            fail_msg("\"%s\" is %sold", cases[i].as_of, cases[i].old ? "not " : "");
}

/* ---- the table ----------------------------------------------------------------------------------------------------
 */

static const struct price *any_region(const struct price_book *b, const char *service, const char *what)
{
    for (size_t i = 0; i < b->n; i++)
        if (str_eq(b->prices[i].service, service) && str_eq(b->prices[i].what, what))
            return &b->prices[i];
    return NULL;
}

/* A typo in a row would be an amount that is missing, and nobody would know why. */
static void what_a_row_names_is_in_the_book_under_the_same_unit(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct price_book b;
    (void)state;
    assert_null(book_builtin(a, &b));
    for (const struct cost_row *r = cost_rows; r->type; r++) {
        assert_non_null(r->label);
        if (!r->service || strchr(r->what, '{'))
            continue;
        const struct price *p = any_region(&b, r->service, r->what);
        if (!p)
            fail_msg("%s: %s is nowhere in the book", r->service, r->what);
        assert_string_equal(p->unit, r->unit);
    }
    for (const struct cost_tier *t = cost_tiers; t->service; t++) {
        assert_non_null(any_region(&b, t->service, t->first));
        assert_non_null(any_region(&b, t->service, t->what));
    }
}

static void a_row_is_about_a_type_that_there_is(void **state)
{
    (void)state;
    for (const struct cost_row *r = cost_rows; r->type; r++)
        if (!rtype_named(r->type))
            fail_msg("%s", r->type);
    for (const struct cost_free *f = cost_free; f->type; f++)
        if (!rtype_named(f->type))
            fail_msg("%s", f->type);
}

/* ---- estimates --------------------------------------------------------------------------------------------------- */

static const struct value *no_usage(void *ctx, const char *alias)
{
    (void)alias;
    return ctx;
}

static struct estimate estimate_of(struct arena *a, const char *type, struct value *attrs, const char *region,
                                   const char *today, const struct value *usage)
{
    struct cost_thing *t = arena_alloc(a, sizeof *t);
    const struct cost_things things = {t, 1};
    struct price_book *b = arena_alloc(a, sizeof *b);
    struct estimate e;
    assert_null(book_builtin(a, b));
    *t = (struct cost_thing){"tokyo/x/one", "tokyo", region, type, attrs};
    const struct cost_basis basis = {
        .book = b, .usage = no_usage, .usage_ctx = (void *)(uintptr_t)usage, .today = today};
    cost_estimate(a, &things, &basis, &e);
    return e;
}

static void a_version_costs_more_once_its_standard_support_is_over(void **state)
{
    static const struct {
        const char *today, *total;
    } rows[] = {{"2026-03-23", "73.00"}, {"2026-03-24", "438.00"}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct value *attrs = value_map(a), *usage = value_map(a);
        value_set_str(a, attrs, "version", "1.32");
        value_set_path(a, usage, "eks.volumes_gb", value_int(a, 0));
        struct estimate e = estimate_of(a, "AWS::EKS::Cluster", attrs, "ap-northeast-1", rows[i].today, usage);
        assert_string_equal(decimal_text(a, e.total, 2), rows[i].total);
    }
}

/* 10,240 GB at 0.126, 40,960 at 0.122, 102,400 at 0.117, and 1,000 at 0.108. */
static void a_price_falls_from_tier_to_tier(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *usage = value_map(a);
    (void)state;
    value_set_path(a, usage, "network.internet_gb", value_int(a, 154600));
    value_set_path(a, usage, "network.between_zones_gb", value_int(a, 0));
    struct estimate e = estimate_of(a, "AWS::EC2::VPC", value_map(a), "ap-northeast-2", "2026-01-01", usage);
    assert_string_equal(decimal_text(a, e.total, 2), "18376.16");
    assert_int_equal(e.unpriced, 0);
}

static void what_has_no_price_is_listed_and_never_counts_as_nothing(void **state)
{
    static const struct {
        const char *type, *region;
    } rows[] = {{"AWS::ElasticLoadBalancingV2::LoadBalancer", "ap-northeast-1"},
                {"AWS::EC2::EIP", "eu-north-1"},
                {"AWS::RDS::DBInstance", "ap-northeast-1"},
                {"AWS::KMS::Nothing", "ap-northeast-1"}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct estimate e = estimate_of(a, rows[i].type, value_map(a), rows[i].region, "2026-01-01", value_map(a));
        assert_int_equal(e.unpriced, 1);
        assert_int_equal(e.n, 1);
        assert_null(e.lines[0].price);
        assert_true(strlen(e.lines[0].why) > 0);
    }
}

static void extended_support_has_its_days(void **state)
{
    static const struct {
        const char *product, *version, *day;
        enum support_phase phase;
    } rows[] = {
        {"eks", "1.33", "2026-07-29", SUPPORT_STANDARD},
        {"eks", "1.33", "2026-07-30", SUPPORT_EXTENDED},
        {"eks", "1.3", "2030-01-01", SUPPORT_STANDARD},
        {"eks", "1.99", "2030-01-01", SUPPORT_STANDARD},
        {"aurora-postgresql", "13.9", "2026-02-28", SUPPORT_STANDARD},
        {"aurora-postgresql", "13.9", "2026-03-01", SUPPORT_EXTENDED},
        {"aurora-postgresql", "13", "2028-02-29", SUPPORT_EXTENDED},
        {"aurora-postgresql", "13.9", "2028-03-01", SUPPORT_LATE},
        {"aurora-postgresql", "11.21", "2024-03-31", SUPPORT_STANDARD}, /* nobody pays in the first month */
        {"aurora-postgresql", "", "2030-01-01", SUPPORT_STANDARD},
        {"aurora-mysql", "13", "2030-01-01", SUPPORT_STANDARD},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (cost_support_phase(rows[i].product, rows[i].version, rows[i].day) != rows[i].phase)
            fail_msg("%s %s on %s", rows[i].product, rows[i].version, rows[i].day);
}

static void a_class_has_its_processors(void **state)
{
    static const struct {
        const char *class;
        int64_t cores;
    } rows[] = {
        {"db.t4g.medium", 2},   {"db.r6g.large", 2},  {"db.r6g.xlarge", 4}, {"db.r6g.2xlarge", 8},
        {"db.r5.24xlarge", 96}, {"db.serverless", 0}, {"db.r5.metal", 0},   {"", 0},
        {"db.r5.xxlarge", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(cost_cores(rows[i].class), rows[i].cores);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(the_last_digit_is_rounded_half_away_from_zero),
        cmocka_unit_test(what_is_no_decimal_is_refused),
        cmocka_unit_test(what_is_too_large_stays_so),
        cmocka_unit_test(a_broken_book_is_refused_with_its_line),
        cmocka_unit_test(every_price_has_a_day_and_a_source),
        cmocka_unit_test(a_price_is_old_after_a_year_and_where_its_day_is_none),
        cmocka_unit_test(what_a_row_names_is_in_the_book_under_the_same_unit),
        cmocka_unit_test(a_row_is_about_a_type_that_there_is),
        cmocka_unit_test(a_version_costs_more_once_its_standard_support_is_over),
        cmocka_unit_test(extended_support_has_its_days),
        cmocka_unit_test(a_class_has_its_processors),
        cmocka_unit_test(a_price_falls_from_tier_to_tier),
        cmocka_unit_test(what_has_no_price_is_listed_and_never_counts_as_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
