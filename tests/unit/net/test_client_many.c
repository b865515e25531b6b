#include "aws/net/retry.h"
#include "tests/unit/net/stage.h"

#include <stdlib.h>

/* ---- many calls -------------------------------------------------------------------------------------------------- */

static void many_calls_share_a_budget_of_retries(void **state)
{
    struct world *w = *state;
    w->stage->rest = (struct reply)UNSENT;
    enum { MANY = 60 };
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    assert_int_equal(client_in_flight(w->client), MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_UNREACHABLE);
    assert_int_equal(w->stage->n_sent, MANY + 100); /* 500 tokens, 5 a retry */
    assert_int_equal(client_in_flight(w->client), 0);
    struct aws_call *other = call_of(w, &DescribeThing, "{}");
    other->region = "ap-northeast-2"; /* has a budget of its own */
    client_call(w->client, other);
    assert_int_equal(other->attempts, 8);
}

static void retries_that_help_cost_nothing_in_the_end(void **state)
{
    struct world *w = *state;
    static struct reply halting[400];
    for (size_t i = 0; i < COUNT(halting); i += 2) {
        halting[i] = (struct reply)UNSENT;
        halting[i + 1] = (struct reply)OK;
    }
    w->stage->script = halting;
    w->stage->n_script = COUNT(halting);
    for (size_t i = 0; i < COUNT(halting) / 2; i++)
        assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 2);
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void calls_that_wait_go_when_they_are_due(void **state)
{
    struct world *w = *state;
    enum { MANY = 40 };
    w->options.max_attempts = 2;
    renew(w);
    w->stage->rest = (struct reply)UNSENT;
    struct jitter j = {w->options.seed};
    int64_t due[MANY];
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    for (int i = 0; i < 2 * MANY; i++)
        (void)jitter_next(&j); /* the invocation ids */
    for (int i = 0; i < MANY; i++)
        due[i] = w->stage->now + 10 + retry_delay_ms(&j, 1);
    qsort(due, MANY, sizeof *due, by_time);
    for (int i = 0; i < MANY; i++)
        assert_non_null(client_next(w->client, INT64_MAX));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(w->stage->sent[MANY + i].at, due[i]);
}

static void calls_held_back_go_in_the_order_of_their_start(void **state)
{
    struct world *w = *state;
    enum { MANY = 12 };
    PLAY(w, SAYS(400, "ThrottlingException"));
    run(w, &DescribeThing, "{}");
    size_t before = w->stage->n_sent;
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, arena_printf(w->arena, "{\"Name\": \"%02d\"}", i)));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    for (int i = 0; i < MANY; i++)
        assert_non_null(strstr(w->stage->sent[before + (size_t)i].body, arena_printf(w->arena, "\"%02d\"", i)));
}

static void throttling_slows_down_its_region_only(void **state)
{
    struct world *w = *state;
    PLAY(w, SAYS(400, "ThrottlingException"));
    assert_int_equal(run(w, &DescribeThing, "{}")->end, CALL_OK);
    enum { MANY = 40 };
    int64_t began = w->stage->now;
    for (int i = 0; i < MANY; i++) {
        struct aws_call *call = call_of(w, &DescribeThing, "{}");
        call->region = "ap-northeast-2";
        client_start(w->client, call);
    }
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_in_range(w->stage->now - began, 10, 10);
    began = w->stage->now;
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_in_range(w->stage->now - began, 1000, 120000);
}

static void waiting_for_calls_ends_in_time(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 200, "{}", 0, 5000});
    struct aws_call *call = call_of(w, &DescribeThing, "{}");
    client_start(w->client, call);
    assert_null(client_next(w->client, w->stage->now + 1000));
    assert_int_equal(w->stage->now, START_MS + 1000);
    assert_null(client_next(w->client, w->stage->now - 1));
    assert_ptr_equal(client_next(w->client, w->stage->now + 10000), call);
    assert_null(client_next(w->client, w->stage->now + 10));
}

static void one_call_in_a_hurry_leaves_the_others_for_later(void **state)
{
    struct world *w = *state;
    struct aws_call *first = call_of(w, &DescribeThing, "{}"), *second = call_of(w, &DescribeThing, "{}");
    client_start(w->client, first);
    client_start(w->client, second);
    struct aws_call *hurry = call_of(w, &DeleteThing, "{}");
    client_call(w->client, hurry);
    assert_int_equal(hurry->end, CALL_OK);
    assert_int_equal(client_in_flight(w->client), 2);
    assert_ptr_equal(client_next(w->client, INT64_MAX), first);
    assert_ptr_equal(client_next(w->client, INT64_MAX), second);
}

static void stopping_ends_retries_as_they_stand(void **state)
{
    struct world *w = *state;
    PLAY(w, SAYS(400, "ThrottlingException"), UNSENT, CUT, {EX_ANSWERED, 200, "{}", 0, 60000});
    static const struct op *const ops[] = {&CreateThing, &CreateThing, &DeleteThing, &CreateThing};
    struct aws_call *calls[COUNT(ops)];
    for (size_t i = 0; i < COUNT(ops); i++)
        client_start(w->client, calls[i] = call_of(w, ops[i], "{}"));
    assert_null(client_next(w->client, w->stage->now + 11));
    client_stop_retrying(w->client);
    for (size_t i = 0; i < COUNT(ops); i++)
        assert_non_null(client_next(w->client, INT64_MAX));
    assert_int_equal(calls[0]->end, CALL_FAULT);
    assert_int_equal(calls[1]->end, CALL_UNREACHABLE);
    assert_int_equal(calls[2]->end, CALL_LOST);
    assert_int_equal(calls[3]->end, CALL_OK);
    w->stage->rest = (struct reply)UNSENT;
    assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 1);
}

static void a_freed_client_cancels_what_is_on_the_wire(void **state)
{
    struct world *w = *state;
    PLAY(w, OK, UNSENT);
    for (int i = 0; i < 3; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    client_free(w->client);
    assert_int_equal(w->stage->cancelled, 3);
    w->client = client_new(w->arena, &w->options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(many_calls_share_a_budget_of_retries),
        TEST(retries_that_help_cost_nothing_in_the_end),
        TEST(calls_that_wait_go_when_they_are_due),
        TEST(calls_held_back_go_in_the_order_of_their_start),
        TEST(throttling_slows_down_its_region_only),
        TEST(waiting_for_calls_ends_in_time),
        TEST(one_call_in_a_hurry_leaves_the_others_for_later),
        TEST(stopping_ends_retries_as_they_stand),
        TEST(a_freed_client_cancels_what_is_on_the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
