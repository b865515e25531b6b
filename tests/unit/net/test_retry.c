#include "aws/net/client.h"
#include "aws/net/retry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void codes_and_statuses_have_the_kinds_of_the_sdks(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *code;
        enum fault_kind kind;
    } cases[] = {
        {400, "Throttling", FAULT_THROTTLE},
        {503, "RequestLimitExceeded", FAULT_THROTTLE},
        {503, "SlowDown", FAULT_THROTTLE},
        {400, "PriorRequestNotComplete", FAULT_THROTTLE},
        {429, "429", FAULT_THROTTLE},
        {509, "509", FAULT_THROTTLE},
        {400, "LimitExceededException", FAULT_QUOTA},
        {409, "LimitExceeded", FAULT_FINAL},
        {402, "ServiceQuotaExceededException", FAULT_FINAL},
        {500, "InternalFailure", FAULT_BROKEN},
        {503, "ServiceUnavailable", FAULT_BROKEN},
        {502, "502", FAULT_BROKEN},
        {400, "RequestTimeout", FAULT_BROKEN},
        {400, "ExpiredToken", FAULT_EXPIRED},
        {400, "RequestExpired", FAULT_EXPIRED},
        {403, "SignatureDoesNotMatch", FAULT_CLOCK},
        {403, "RequestTimeTooSkewed", FAULT_CLOCK},
        {403, "AccessDenied", FAULT_FINAL},
        {400, "ValidationError", FAULT_FINAL},
        {404, NULL, FAULT_FINAL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct fault f = {.status = cases[i].status, .code = cases[i].code};
        assert_int_equal(fault_kind_of(&f), cases[i].kind);
        assert_int_equal(fault_is_throttle(&f), cases[i].kind == FAULT_THROTTLE);
        assert_int_equal(fault_is_transient(&f), cases[i].kind == FAULT_BROKEN);
        assert_int_equal(fault_is_expired_credentials(&f), cases[i].kind == FAULT_EXPIRED);
    }
    assert_true(fault_is_denied(&(struct fault){.code = "UnauthorizedOperation"}));
    assert_false(fault_is_denied(&(struct fault){.code = "Throttling"}));
}

static void delays_double_up_to_twenty_seconds_and_use_all_of_it(void **state)
{
    (void)state;
    static const int64_t most[] = {500, 1000, 2000, 4000, 8000, 16000, 20000, 20000};
    for (unsigned attempts = 1; attempts <= COUNT(most); attempts++) {
        struct jitter j = {42};
        int64_t low = INT64_MAX, high = 0;
        for (int i = 0; i < 2000; i++) {
            int64_t delay = retry_delay_ms(&j, attempts);
            low = delay < low ? delay : low;
            high = delay > high ? delay : high;
        }
        assert_in_range(high, most[attempts - 1] * 98 / 100, most[attempts - 1]);
        assert_in_range(low, 0, most[attempts - 1] / 50);
    }
    struct jitter one = {7}, two = {7}, other = {8};
    assert_int_equal(retry_delay_ms(&one, 9), retry_delay_ms(&two, 9));
    assert_true(jitter_next(&one) != jitter_next(&other));
    struct jitter far = {1};
    assert_in_range(retry_delay_ms(&far, 4000000000u), 0, 20000);
}

static void a_hundred_retries_empty_the_budget_and_success_fills_it(void **state)
{
    (void)state;
    struct retry_budget b = {0};
    for (int i = 0; i < 100; i++)
        assert_true(retry_budget_take(&b));
    assert_false(retry_budget_take(&b));
    retry_budget_succeeded(&b, 0);
    assert_false(retry_budget_take(&b));
    retry_budget_succeeded(&b, 2);
    assert_true(retry_budget_take(&b));
    assert_true(retry_budget_take(&b));
    assert_false(retry_budget_take(&b));
    retry_budget_succeeded(&b, 1000);
    assert_int_equal(b.spent, 0);
}

/* Sends as fast as the limiter lets it, from `from` to `to`; every call above `limit` a second is throttled. */
static unsigned drive(struct limiter *l, double from, double to, double limit)
{
    unsigned sent = 0, in_window = 0;
    double window = from;
    for (double now = from; now < to; now += 0.01) {
        if (now - window >= 1) {
            window = now;
            in_window = 0;
        }
        if (limiter_ask(l, now) > 0)
            continue;
        sent++;
        limiter_answered(l, now, ++in_window > limit);
    }
    return sent;
}

static void nothing_is_held_back_before_the_first_throttle(void **state)
{
    (void)state;
    struct limiter l = {0};
    for (int i = 0; i < 1000; i++) {
        assert_true(limiter_ask(&l, 5) <= 0);
        limiter_answered(&l, 5, false);
    }
}

static void a_throttle_slows_down_and_time_speeds_up_again(void **state)
{
    (void)state;
    struct limiter l = {0};
    assert_in_range(drive(&l, 0, 10, 1000), 999, 1001); /* 100 a second, none refused */
    limiter_answered(&l, 10, true);
    assert_in_range((int)l.rate, 60, 75); /* 0.7 of them */
    double slow = l.rate;
    for (double now = 10; now < 10.4; now += 0.01)
        limiter_answered(&l, now, true); /* the same burst */
    assert_true(l.rate >= slow && l.rate <= slow);
    drive(&l, 10.5, 40, 1000);
    assert_true(l.rate > 95);
}

static void the_rate_settles_near_what_the_service_takes(void **state)
{
    (void)state;
    struct limiter l = {0};
    drive(&l, 0, 30, 20);
    unsigned sent = drive(&l, 30, 90, 20);
    assert_in_range(sent, 60 * 8, 60 * 40);
}

static void a_long_rest_earns_one_second_of_calls_and_no_more(void **state)
{
    (void)state;
    struct limiter l = {0};
    drive(&l, 0, 10, 1000);
    limiter_answered(&l, 10, true);
    unsigned burst = 0;
    while (limiter_ask(&l, 1000) <= 0)
        burst++;
    assert_in_range(burst, 60, 75);
}

static void few_calls_earn_no_high_rate(void **state)
{
    (void)state;
    struct limiter l = {0};
    drive(&l, 0, 10, 1000);
    limiter_answered(&l, 10, true);
    for (double now = 11; now < 60; now += 1) {
        (void)limiter_ask(&l, now);
        limiter_answered(&l, now + 0.9, false);
    }
    assert_true(l.rate < 5);
}

static void a_wait_is_as_long_as_it_says(void **state)
{
    (void)state;
    struct limiter l = {0};
    assert_true(limiter_ask(&l, 100) <= 0);
    limiter_answered(&l, 100, true);
    double wait = limiter_ask(&l, 100);
    assert_true(wait > 0 && wait <= 2);
    assert_true(limiter_ask(&l, 100 + wait + 0.001) <= 0);
}

static void dates_of_answers_are_read_strictly(void **state)
{
    (void)state;
    int64_t t = 0;
    assert_true(http_date_parse("Sun, 06 Nov 1994 08:49:37 GMT", &t));
    assert_int_equal(t, 784111777);
    static const char *const wrong[] = {"", "Sun, 06 Nov 1994 08:49:37", "1994-11-06T08:49:37Z",
                                        "Sun, 06 Nov 1994 08:49:37 GMT!", "Sun, 06 Nov 1994 08:49:37 CET"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(http_date_parse(wrong[i], &t));
    assert_false(http_date_parse(NULL, &t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_statuses_have_the_kinds_of_the_sdks),
        cmocka_unit_test(delays_double_up_to_twenty_seconds_and_use_all_of_it),
        cmocka_unit_test(a_hundred_retries_empty_the_budget_and_success_fills_it),
        cmocka_unit_test(nothing_is_held_back_before_the_first_throttle),
        cmocka_unit_test(a_throttle_slows_down_and_time_speeds_up_again),
        cmocka_unit_test(the_rate_settles_near_what_the_service_takes),
        cmocka_unit_test(a_long_rest_earns_one_second_of_calls_and_no_more),
        cmocka_unit_test(few_calls_earn_no_high_rate),
        cmocka_unit_test(a_wait_is_as_long_as_it_says),
        cmocka_unit_test(dates_of_answers_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
