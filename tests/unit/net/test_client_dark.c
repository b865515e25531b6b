#include "aws/api/budgets.h"
#include "aws/api/iam.h"
#include "aws/api/route53.h"
#include "tests/unit/net/stage.h"

/* ---- the dark ---------------------------------------------------------------------------------------------------- */

enum { FOR_EVER = 60 * 1000 };

static const struct reply never = {EX_LOST, 0, NULL, 0, FOR_EVER}, unsent = {EX_NOT_SENT, 0, NULL, 0, 0};

static int64_t took(const struct world *w, int64_t since)
{
    return w->stage->now - since;
}

static void a_region_that_is_silent_is_given_up_in_seven_seconds(void **state)
{
    struct world *w = *state;
    static const struct reply *const silences[] = {&never, &unsent};
    for (size_t i = 0; i < COUNT(silences); i++) {
        renew(w);
        w->stage->rest = w->stage->there = *silences[i];
        int64_t began = w->stage->now;
        struct aws_call *call = run(w, &DescribeThing, "{}");
        while (!call->dark && took(w, began) < FOR_EVER)
            call = run(w, &DescribeThing, "{}");
        assert_int_equal(call->end, CALL_UNREACHABLE);
        assert_non_null(strstr(call->why, "nobody answers in ap-northeast-1"));
        assert_true(took(w, began) >= 7000 && took(w, began) < 7500);
        assert_true(client_is_dark(w->client, "ap-northeast-1"));
        assert_false(client_is_dark(w->client, "ap-northeast-2"));
        assert_true(client_is_cut_off(w->client));
        size_t sent = w->stage->n_sent;
        assert_true(run(w, &CreateThing, "{}")->dark);
        assert_int_equal(w->stage->n_sent, sent);
        w->stage->there = (struct reply){.end = EX_ANSWERED, .status = 403};
        assert_null(client_next(w->client, w->stage->now + 11000));
        assert_false(client_is_dark(w->client, "ap-northeast-1"));
    }
}

static void what_was_sent_to_a_region_that_went_silent_may_have_taken_effect(void **state)
{
    struct world *w = *state;
    w->stage->rest = w->stage->there = never;
    struct aws_call *calls[] = {call_of(w, &CreateThing, "{}"), call_of(w, &DescribeThing, "{}"),
                                call_of(w, &DeleteThing, "{}")};
    static const enum call_end ends[] = {CALL_LOST, CALL_UNREACHABLE, CALL_LOST};
    for (size_t i = 0; i < COUNT(calls); i++)
        client_start(w->client, calls[i]);
    while (client_in_flight(w->client))
        assert_non_null(client_next(w->client, w->stage->now + FOR_EVER));
    for (size_t i = 0; i < COUNT(calls); i++) {
        assert_int_equal(calls[i]->end, ends[i]);
        assert_true(calls[i]->dark);
    }
    assert_int_equal(w->stage->now - START_MS, 7000);
}

/* Slow by itself, cut again and again, throttled, or down with errors: somebody is there all the same. */
static void nothing_but_silence_makes_a_region_dark(void **state)
{
    struct world *w = *state;
    static const struct reply answers[] = {{EX_ANSWERED, 200, "{}", 0, 50 * 1000},
                                           {EX_ANSWERED, 503, "{\"__type\": \"ServiceUnavailable\"}", 0, 4000},
                                           {EX_ANSWERED, 400, "{\"__type\": \"ThrottlingException\"}", 0, 4000},
                                           CUT,
                                           UNSENT};
    for (size_t i = 0; i < COUNT(answers); i++) {
        renew(w);
        w->stage->rest = answers[i];
        assert_false(run(w, &DescribeThing, "{}")->dark);
        assert_false(client_is_dark(w->client, "ap-northeast-1"));
    }
    assert_true(w->stage->n_asked > 0);
}

/* Of a service that is a place of its own nobody else can be asked, and each must have something to ask. */
static void each_service_that_belongs_to_no_region_is_asked_whether_it_is_there(void **state)
{
    struct world *w = *state;
    static const struct {
        const struct op *op;
        const char *in;
    } calls[] = {
        {&budgets_DescribeBudget, "{\"AccountId\": \"123456789012\", \"BudgetName\": \"b\"}"},
        {&iam_GetRole, "{\"RoleName\": \"r\"}"},
        {&route53_GetHostedZone, "{\"Id\": \"Z1\"}"},
    };
    for (size_t i = 0; i < COUNT(calls); i++) {
        renew(w);
        PLAY(w, {EX_LOST, 0, NULL, 0, FOR_EVER}, {EX_ANSWERED, 400, "{}", 0, 0});
        w->stage->rest = never;
        struct aws_call *call = call_of(w, calls[i].op, calls[i].in);
        client_start(w->client, call);
        assert_null(client_next(w->client, w->stage->now + 4000));
        assert_int_equal(w->stage->n_sent, 2);
        assert_null(client_next(w->client, w->stage->now + 4000));
        assert_false(client_is_dark(w->client, calls[i].op->service->id));
    }
}

/* As after SIGSTOP, or the sleep of a laptop: the answer lies there, and was not fetched. */
static void who_was_asleep_has_heard_nothing_for_that_reason(void **state)
{
    struct world *w = *state;
    struct aws_call *call = call_of(w, &DescribeThing, "{}");
    w->stage->rest = w->stage->there = never;
    client_start(w->client, call);
    assert_null(client_next(w->client, w->stage->now + 4000));
    w->stage->now += 50 * 1000;
    w->stage->there = (struct reply){.end = EX_ANSWERED, .status = 200};
    assert_ptr_equal(client_next(w->client, w->stage->now + 9000), NULL);
    assert_false(client_is_dark(w->client, "ap-northeast-1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_region_that_is_silent_is_given_up_in_seven_seconds),
        TEST(what_was_sent_to_a_region_that_went_silent_may_have_taken_effect),
        TEST(nothing_but_silence_makes_a_region_dark),
        TEST(each_service_that_belongs_to_no_region_is_asked_whether_it_is_there),
        TEST(who_was_asleep_has_heard_nothing_for_that_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
