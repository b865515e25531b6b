#include "tests/unit/net/stage.h"

/* ---- guards ------------------------------------------------------------------------------------------------------ */

/* A lease of so long a life, renewed every now and then. */
struct lease {
    struct world *w;
    int64_t ends, due;
    size_t ticks;
    struct aws_call *renewal; /* NULL: none under way */
    size_t renewed;
};

static const char *lease_refuses(void *ctx)
{
    const struct lease *l = ctx;
    return l->w->stage->now < l->ends ? NULL : "the lease ran out";
}

static int64_t lease_until(void *ctx)
{
    return ((const struct lease *)ctx)->ends;
}

static int64_t lease_due(void *ctx)
{
    return ((struct lease *)ctx)->due;
}

static void lease_renewed(struct aws_call *call)
{
    struct lease *l = call->owner;
    assert_int_equal(call->end, CALL_OK);
    l->renewal = NULL;
    l->renewed++;
}

static void lease_tick(void *ctx)
{
    struct lease *l = ctx;
    l->ticks++;
    l->due += 1000;
    l->renewal = call_of(l->w, &CreateThing, "{}");
    l->renewal->owner = l;
    l->renewal->done = lease_renewed;
    client_start(l->w->client, l->renewal);
}

static struct lease *guard(struct world *w, int64_t lasts, int64_t due)
{
    struct lease *l = arena_alloc(w->arena, sizeof *l);
    *l = (struct lease){.w = w, .ends = w->stage->now + lasts, .due = due == INT64_MAX ? due : w->stage->now + due};
    client_set_guard(w->client, &(struct client_guard){l, lease_refuses, lease_until, lease_due, lease_tick});
    return l;
}

static void what_may_change_something_is_held_back_without_a_lease(void **state)
{
    struct world *w = *state;
    guard(w, 0, INT64_MAX);
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->end, CALL_UNREACHABLE);
    assert_string_equal(call->why, "the lease ran out");
    assert_int_equal(call->attempts, 0);
    assert_int_equal(run(w, &DeleteThing, "{}")->end, CALL_UNREACHABLE);
    assert_int_equal(w->stage->n_sent, 0);
    assert_int_equal(run(w, &DescribeThing, "{}")->end, CALL_OK);
    client_set_guard(w->client, NULL);
    assert_int_equal(run(w, &CreateThing, "{}")->end, CALL_OK);
}

/* It may be held up on its way from the check to the wire. */
static void what_may_change_something_is_handed_over_with_the_end_of_the_lease(void **state)
{
    struct world *w = *state;
    const struct lease *l = guard(w, 500, 100);
    assert_int_equal(run(w, &CreateThing, "{}")->end, CALL_OK);
    assert_int_equal(w->stage->sent[0].sent_by, l->ends);
    assert_int_equal(run(w, &DescribeThing, "{}")->end, CALL_OK);
    assert_int_equal(w->stage->sent[1].sent_by, 0);
    w->stage->now += 200;
    (void)client_step(w->client, w->stage->now);
    assert_int_equal(w->stage->sent[2].sent_by, l->ends); /* the guard's own */
    client_set_guard(w->client, NULL);
    assert_int_equal(run(w, &CreateThing, "{}")->end, CALL_OK);
    assert_int_equal(w->stage->sent[3].sent_by, 0);
}

static void a_repetition_needs_the_lease_as_the_first_attempt_did(void **state)
{
    struct world *w = *state;
    PLAY(w, UNSENT, OK);
    guard(w, 5, INT64_MAX);
    assert_int_equal(run(w, &CreateThing, "{}")->end, CALL_UNREACHABLE);
    assert_int_equal(w->stage->n_sent, 1);
    renew(w);
    PLAY(w, CUT, OK);
    guard(w, 5, INT64_MAX);
    assert_int_equal(run(w, &DeleteThing, "{}")->end, CALL_LOST); /* the first may have taken effect */
    assert_int_equal(w->stage->n_sent, 1);
}

static void a_guard_is_called_when_it_is_due_and_its_own_calls_pass(void **state)
{
    struct world *w = *state;
    struct lease *l = guard(w, 0, 500);
    client_wait(w->client, w->stage->now + 3400);
    assert_int_equal(l->ticks, 3);
    assert_int_equal(l->renewed, 3);
    assert_int_equal(w->stage->sent[1].at - w->stage->sent[0].at, 1000);
    assert_int_equal(client_in_flight(w->client), 0);
    assert_null(client_next(w->client, w->stage->now + 2000));
    assert_int_equal(l->renewed, 5);
}

static void each_call_may_have_a_patience_of_its_own(void **state)
{
    struct world *w = *state;
    struct aws_call *call = call_of(w, &DescribeThing, "{}");
    client_start(w->client, call);
    assert_int_equal(w->stage->flying[0]->timeout_ms, 60000);
    call = call_of(w, &DescribeThing, "{}");
    call->timeout_ms = 3000;
    client_start(w->client, call);
    assert_int_equal(w->stage->flying[1]->timeout_ms, 3000);
}

/* On the wire, waiting to be repeated, finished and not fetched: whoever asked is gone with what it asked in. */
static void of_a_call_that_was_dropped_nothing_more_comes(void **state)
{
    struct world *w = *state;
    static const struct reply script[] = {{EX_ANSWERED, 500, .took_ms = 5}, {EX_ANSWERED, 200, .took_ms = 1}};
    w->stage->script = script;
    w->stage->n_script = COUNT(script);
    struct aws_call *calls[3];
    for (size_t i = 0; i < COUNT(calls); i++) {
        calls[i] = call_of(w, &DescribeThing, "{}");
        calls[i]->arena = arena_new();
        client_start(w->client, calls[i]);
    }
    struct aws_call *other = call_of(w, &DescribeThing, "{}");
    while (calls[1]->end == CALL_PENDING || w->stage->n_flying > 1)
        assert_true(client_step(w->client, w->stage->now + 6));
    client_start(w->client, other);
    for (size_t i = 0; i < COUNT(calls); i++) {
        client_drop(w->client, calls[i]);
        arena_free(calls[i]->arena);
    }
    assert_int_equal(client_in_flight(w->client), 1);
    assert_ptr_equal(client_next(w->client, w->stage->now + 100000), other);
    assert_null(client_next(w->client, w->stage->now + 100000));
    assert_int_equal(w->stage->n_sent, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_may_change_something_is_held_back_without_a_lease),
        TEST(what_may_change_something_is_handed_over_with_the_end_of_the_lease),
        TEST(a_repetition_needs_the_lease_as_the_first_attempt_did),
        TEST(a_guard_is_called_when_it_is_due_and_its_own_calls_pass),
        TEST(each_call_may_have_a_patience_of_its_own),
        TEST(of_a_call_that_was_dropped_nothing_more_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
