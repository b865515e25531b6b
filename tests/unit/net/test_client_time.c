#include "tests/unit/net/stage.h"

/* ---- time -------------------------------------------------------------------------------------------------------- */

static void delays_come_from_the_seed_and_nothing_else(void **state)
{
    struct world *w = *state;
    int64_t took[3];
    for (int i = 0; i < 3; i++) {
        w->options.seed = i == 2 ? 99 : 1;
        renew(w);
        w->stage->rest = (struct reply)UNSENT;
        int64_t began = w->stage->now;
        run(w, &DescribeThing, "{}");
        took[i] = w->stage->now - began;
    }
    assert_int_equal(took[0], took[1]);
    assert_int_not_equal(took[0], took[2]);
    assert_in_range(took[0], 50, 51550); /* 0.5 + 1 + 2 + 4 + 8 + 16 + 20 s at most */
}

static void a_faster_sandbox_shortens_the_delays(void **state)
{
    struct world *w = *state;
    int64_t took[2];
    for (int i = 0; i < 2; i++) {
        w->options.time_scale = i ? 100 : 1;
        renew(w);
        w->stage->rest = (struct reply){EX_NOT_SENT, 0, NULL, 0, 1};
        int64_t began = w->stage->now;
        run(w, &DescribeThing, "{}");
        took[i] = w->stage->now - began - 8;
    }
    assert_in_range(took[1], took[0] / 100, took[0] / 100 + 8);
}

static void a_wrong_clock_is_corrected_once(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *code;
        int64_t skew;
        unsigned attempts;
        enum call_end end;
    } cases[] = {
        {"SignatureDoesNotMatch", 600, 2, CALL_OK},   {"InvalidSignatureException", -7200, 2, CALL_OK},
        {"RequestTimeTooSkewed", 86400, 2, CALL_OK},  {"RequestExpired", 600, 2, CALL_OK},
        {"SignatureDoesNotMatch", 60, 1, CALL_FAULT}, {"AccessDenied", 600, 1, CALL_FAULT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        struct reply script[] = {
            {EX_ANSWERED, 403, arena_printf(w->arena, "{\"__type\": \"%s\"}", cases[i].code), cases[i].skew, 0}, OK};
        w->stage->rest = (struct reply)OK;
        w->stage->script = script;
        w->stage->n_script = COUNT(script);
        int64_t before = client_wall(w->client);
        struct aws_call *call = run(w, &CreateThing, "{}");
        w->stage->n_script = 0;
        assert_int_equal(call->end, cases[i].end);
        assert_int_equal(call->attempts, cases[i].attempts);
        if (call->end == CALL_OK)
            assert_in_range(client_wall(w->client) - before - cases[i].skew + 5, 4, 6);
    }
}

static void the_corrected_clock_signs_the_calls_that_follow(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", 3600, 0}, OK, OK);
    assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 2);
    assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 1);
    assert_string_equal(w->stage->sent[0].date, "20150830T123600Z");
    assert_string_equal(w->stage->sent[1].date, "20150830T133600Z");
    assert_string_equal(w->stage->sent[2].date, "20150830T133600Z");
}

/* Calls that left together come back with the same complaint: each is signed anew, and the user is told once. */
#define SKEWED                                                                                                         \
    {                                                                                                                  \
        EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", -7200, 0                                          \
    }

static void calls_that_are_skewed_together_are_corrected_together(void **state)
{
    struct world *w = *state;
    enum { MANY = 4 };
    w->options.warn = keep_warning;
    renew(w);
    PLAY(w, SKEWED, SKEWED, SKEWED, SKEWED);
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &CreateThing, "{}"));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_int_equal(w->stage->n_sent, 2 * MANY);
    assert_int_equal(w->warnings, 1);
}

static void a_clock_that_stays_wrong_is_an_error(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", 3600, 0},
         {EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", -7200, 0});
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->attempts, 2);
    assert_int_equal(call->end, CALL_FAULT);
}

static void expired_credentials_are_renewed_once(void **state)
{
    struct world *w = *state;
    PLAY(w, SAYS(400, "ExpiredTokenException"), OK);
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, 2);
    renew(w);
    PLAY(w, SAYS(400, "ExpiredTokenException"), SAYS(400, "ExpiredTokenException"));
    call = run(w, &CreateThing, "{}");
    assert_int_equal(call->attempts, 2);
    struct err *e = call_error(call);
    assert_int_equal(err_class_of(e), ERR_REFUSED);
    err_free(e);
}

static void credentials_of_the_environment(struct world *w)
{
    w->options.credentials = credential_source_new(w->arena, w->options.config, &w->stage->base);
    renew(w);
}

static void a_call_without_credentials_is_refused(void **state)
{
    struct world *w = *state;
    w->lone_key = "AKIDALONE"; /* without its secret */
    credentials_of_the_environment(w);
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->end, CALL_REFUSED);
    assert_int_equal(w->stage->n_sent, 0);
    assert_non_null(call->why);
    struct err *e = call_error(call);
    assert_int_equal(err_class_of(e), ERR_REFUSED);
    err_free(e);
}

/* While the second call waits for keys, the answers to others come in: none may be lost, and one renewal is enough. */
static void calls_that_expire_together_renew_together(void **state)
{
    struct world *w = *state;
    enum { MANY = 5 };
    w->keys_url = "http://127.0.0.1/keys";
    credentials_of_the_environment(w);
    PLAY(w, SAYS(400, "ExpiredTokenException"), SAYS(400, "ExpiredTokenException"), SAYS(400, "ExpiredTokenException"),
         SAYS(400, "ExpiredTokenException"), {EX_ANSWERED, 200, "{}", 0, 25});
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &CreateThing, "{}"));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_int_equal(client_in_flight(w->client), 0);
    assert_int_equal(w->stage->keys_given, 2);
    /* keys, answers, keys again, answers: no answer waited for anything else */
    assert_int_equal(w->stage->now - START_MS, 50 + 10 + 50 + 10);
    assert_int_equal(w->stage->n_sent, 2 * MANY - 1);
    assert_non_null(strstr(w->stage->sent[0].authorization, "Credential=AKID1/"));
    assert_non_null(strstr(w->stage->sent[2 * MANY - 2].authorization, "Credential=AKID2/"));
}

/* Each set of keys may be ended by the time it is used; not for ever. */
static void keys_that_end_again_and_again_are_renewed_as_often_within_bounds(void **state)
{
    struct world *w = *state;
    enum { MOST = 12 };
    static const size_t ended[] = {4, MOST, MOST + 1};
    struct reply script[MOST + 1];
    for (size_t i = 0; i < COUNT(script); i++)
        script[i] = (struct reply)SAYS(400, "ExpiredTokenException");
    w->keys_url = "http://127.0.0.1/keys";
    for (size_t i = 0; i < COUNT(ended); i++) {
        credentials_of_the_environment(w);
        w->stage->script = script;
        w->stage->n_script = ended[i];
        struct aws_call *call = run(w, &CreateThing, "{}");
        assert_int_equal(call->end, ended[i] > MOST ? CALL_FAULT : CALL_OK);
        assert_int_equal(call->attempts, ended[i] > MOST ? MOST + 1 : ended[i] + 1);
    }
    w->stage->n_script = 0;
}

static void an_answer_that_comes_while_keys_are_fetched_is_kept(void **state)
{
    struct world *w = *state;
    w->keys_url = "http://127.0.0.1/keys";
    credentials_of_the_environment(w);
    struct aws_call *early = call_of(w, &AssumeThing, "{}"), *late = call_of(w, &DescribeThing, "{}");
    client_start(w->client, early);
    client_start(w->client, late);
    assert_ptr_equal(client_next(w->client, INT64_MAX), early);
    assert_int_equal(w->stage->now - START_MS, 50);
    assert_ptr_equal(client_next(w->client, INT64_MAX), late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(delays_come_from_the_seed_and_nothing_else),
        TEST(a_faster_sandbox_shortens_the_delays),
        TEST(a_wrong_clock_is_corrected_once),
        TEST(the_corrected_clock_signs_the_calls_that_follow),
        TEST(calls_that_are_skewed_together_are_corrected_together),
        TEST(a_clock_that_stays_wrong_is_an_error),
        TEST(expired_credentials_are_renewed_once),
        TEST(a_call_without_credentials_is_refused),
        TEST(calls_that_expire_together_renew_together),
        TEST(keys_that_end_again_and_again_are_renewed_as_often_within_bounds),
        TEST(an_answer_that_comes_while_keys_are_fetched_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
