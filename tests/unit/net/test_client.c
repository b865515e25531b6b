#include "aws/net/retry.h"
#include "tests/unit/net/stage.h"

/* ---- single calls ------------------------------------------------------------------------------------------------ */

static void a_call_is_encoded_signed_sent_and_decoded(void **state)
{
    struct world *w = *state;
    PLAY(w, OK);
    struct aws_call *call = run(w, &DescribeThing, "{\"Name\": \"x\"}");
    const struct sent *s = &w->stage->sent[0];
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, 1);
    assert_string_equal(value_get_str(value_get(call->out, "Thing"), "Name"), "n");
    assert_string_equal(call->fault.request_id, "id-1");
    assert_string_equal(s->url, "https://toys.ap-northeast-1.amazonaws.com/");
    assert_string_equal(s->date, "20150830T123600Z");
    assert_string_equal(s->attempt, "attempt=1; max=8");
    assert_int_equal(strlen(s->invocation), 36);
    assert_non_null(strstr(s->authorization, "AKIDEXAMPLE/20150830/ap-northeast-1/toys/aws4_request"));
    assert_null(strstr(s->authorization, "user-agent"));
    assert_null(call_error(call));
}

static void a_custom_endpoint_keeps_its_base_path(void **state)
{
    struct world *w = *state;
    w->options.endpoint_url = "http://localhost:4566/base/";
    renew(w);
    assert_int_equal(run(w, &DescribeThing, "{}")->end, CALL_OK);
    assert_string_equal(w->stage->sent[0].url, "http://localhost:4566/base/");
    assert_non_null(strstr(w->stage->sent[0].authorization, "/ap-northeast-1/toys/"));
}

static void unsigned_calls_need_no_credentials(void **state)
{
    struct world *w = *state;
    w->options.credentials = NULL;
    renew(w);
    assert_int_equal(run(w, &AssumeThing, "{}")->end, CALL_OK);
    assert_null(w->stage->sent[0].authorization);
}

static void who_only_looks_sends_nothing_else(void **state)
{
    static const struct {
        const struct op *op;
        enum call_end end;
    } cases[] = {{&DescribeThing, CALL_OK},
                 {&ListThings, CALL_OK},
                 {&CreateThing, CALL_REFUSED},
                 {&DeleteThing, CALL_REFUSED},
                 {&RevealThing, CALL_REFUSED}};
    struct world *w = *state;
    w->options.only_looks = true;
    renew(w);
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t before = w->stage->n_sent;
        assert_int_equal(run(w, cases[i].op, "{}")->end, cases[i].end);
        assert_int_equal(w->stage->n_sent - before, cases[i].end == CALL_OK);
    }
    assert_int_equal(client_in_flight(w->client), 0);
}

static void an_input_that_no_table_knows_is_broken_and_not_sent(void **state)
{
    struct world *w = *state;
    struct aws_call *call = run(w, &CreateThing, "{\"Nmae\": \"x\"}");
    assert_int_equal(call->end, CALL_BROKEN);
    assert_int_equal(w->stage->n_sent, 0);
    assert_non_null(call->why);
}

static void s3_bodies_carry_a_checksum_and_their_hash(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 200, "{}", 0, 0});
    assert_int_equal(run(w, &PutThing, "{}")->end, CALL_OK);
    assert_string_equal(w->stage->sent[0].body, "{}");
    /* base64 of SHA-256 of "{}" */
    assert_string_equal(w->stage->sent[0].checksum, "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=");
    assert_non_null(strstr(w->stage->sent[0].authorization, "x-amz-content-sha256"));
}

static void a_bucket_stands_in_the_host_where_it_can(void **state)
{
    static const char *const cases[][3] = {
        {"{\"Bucket\": \"logs-1\"}", NULL, "https://logs-1.s3.ap-northeast-1.amazonaws.com/"},
        {"{\"Bucket\": \"logs.com\"}", NULL, "https://s3.ap-northeast-1.amazonaws.com/logs.com"},
        {"{\"Bucket\": \"Old_Name\"}", NULL, "https://s3.ap-northeast-1.amazonaws.com/Old_Name"},
        {"{\"Bucket\": \"logs-1\"}", "http://localhost:4566/base", "http://localhost:4566/base/logs-1"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        w->options.endpoint_url = cases[i][1];
        renew(w);
        assert_int_equal(run(w, &GetBucket, cases[i][0])->end, CALL_OK);
        assert_string_equal(w->stage->sent[w->stage->n_sent - 1].url, cases[i][2]);
    }
}

/* ---- how calls end ----------------------------------------------------------------------------------------------- */

static void each_answer_is_repeated_or_not_as_its_call_allows(void **state)
{
    struct world *w = *state;
    enum { MANY = 0 };
    static const char plain[] = "{\"Name\": \"n\"}", token[] = "{\"ClientToken\": \"t-1\"}";
    static const struct {
        const struct op *op;
        const char *in;
        struct reply reply;
        unsigned attempts; /* when every attempt is answered so; MANY: for ten minutes */
        enum call_end end;
    } cases[] = {
        {&CreateThing, plain, SAYS(400, "ThrottlingException"), MANY, CALL_FAULT},
        {&CreateThing, plain, SAYS(503, "RequestLimitExceeded"), MANY, CALL_FAULT},
        {&CreateThing, plain, SAYS(400, "LimitExceededException"), 3, CALL_FAULT},
        {&CreateThing, plain, SAYS(400, "ValidationException"), 1, CALL_FAULT},
        {&CreateThing, plain, SAYS(500, "InternalFailure"), 1, CALL_LOST},
        {&CreateThing, plain, {EX_ANSWERED, 503, "<html>busy</html>", 0, 0}, 1, CALL_LOST},
        {&CreateThing, plain, CUT, 1, CALL_LOST},
        {&CreateThing, plain, UNSENT, 8, CALL_UNREACHABLE},
        {&CreateThing, plain, {EX_ANSWERED, 200, "{\"Thing\"", 0, 0}, 1, CALL_BROKEN},
        {&CreateThing, token, SAYS(500, "InternalFailure"), 8, CALL_LOST},
        {&CreateThing, token, CUT, 8, CALL_LOST},
        {&CreateThing, "{\"ClientToken\": \"\"}", CUT, 1, CALL_LOST},
        {&DeleteThing, plain, SAYS(502, "BadGateway"), 8, CALL_LOST},
        {&DeleteThing, plain, CUT, 8, CALL_LOST},
        {&DescribeThing, plain, SAYS(500, "InternalFailure"), 16, CALL_FAULT},
        {&DescribeThing, plain, {EX_ANSWERED, 504, "", 0, 0}, 16, CALL_FAULT},
        {&DescribeThing, plain, CUT, 8, CALL_UNREACHABLE},
        {&DescribeThing, plain, UNSENT, 8, CALL_UNREACHABLE},
        {&DescribeThing, plain, SAYS(403, "SignatureDoesNotMatch"), 1, CALL_FAULT},
        {&DescribeThing, plain, {EX_ANSWERED, 429, "slow down", 0, 0}, MANY, CALL_FAULT},
        {&DescribeThing, plain, {EX_ANSWERED, 413, "<html>no</html>", 0, 0}, 1, CALL_FAULT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        w->stage->rest = cases[i].reply;
        int64_t began = w->stage->now;
        struct aws_call *call = run(w, cases[i].op, cases[i].in);
        assert_int_equal(call->end, cases[i].end);
        if (cases[i].attempts == MANY)
            assert_in_range(w->stage->now - began, 600 * 1000, 630 * 1000);
        else
            assert_int_equal(call->attempts, cases[i].attempts);
        assert_int_equal(w->stage->n_sent, call->attempts);
        assert_true(call->end == CALL_FAULT || call->why);
        struct err *e = call_error(call);
        assert_non_null(e);
        err_free(e);
    }
}

static void only_calls_that_must_not_repeat_travel_alone(void **state)
{
    struct world *w = *state;
    static const struct {
        const struct op *op;
        const char *in;
        bool fresh;
    } cases[] = {
        {&CreateThing, "{}", true},
        {&CreateThing, "{\"ClientToken\": \"t\"}", false},
        {&DeleteThing, "{}", false},
        {&DescribeThing, "{}", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        run(w, cases[i].op, cases[i].in);
        assert_int_equal(w->stage->sent[0].fresh, cases[i].fresh);
    }
}

static void a_repeated_call_is_one_invocation_signed_anew(void **state)
{
    struct world *w = *state;
    PLAY(w, UNSENT, {EX_LOST, 0, NULL, 0, 30000}, SAYS(500, "InternalFailure"), OK);
    struct aws_call *call = run(w, &DescribeThing, "{}");
    const struct sent *s = w->stage->sent;
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, 4);
    assert_string_equal(s[0].invocation, s[3].invocation);
    assert_string_equal(s[3].attempt, "attempt=4; max=8");
    assert_string_not_equal(s[2].date, s[0].date);
    assert_string_not_equal(s[2].authorization, s[0].authorization);
    assert_null(call->why);
    assert_null(call->fault.code);
}

/* Once an attempt may have taken effect, no later end may claim that none has. */
static void an_early_loss_is_not_forgotten(void **state)
{
    struct world *w = *state;
    PLAY(w, CUT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT);
    assert_int_equal(run(w, &DeleteThing, "{}")->end, CALL_LOST);
    renew(w);
    PLAY(w, CUT, SAYS(404, "ResourceNotFoundException"));
    struct aws_call *call = run(w, &DeleteThing, "{}");
    assert_int_equal(call->end, CALL_FAULT);
    assert_true(call->ambiguous);
}

static void aws_max_attempts_bounds_them_all(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *set;
        unsigned attempts;
    } cases[] = {{"2", 2}, {"1", 1}, {"12", 12}, {NULL, 8}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        w->max_attempts = cases[i].set;
        assert_null(aws_attempts(w->options.config, &w->options.max_attempts));
        renew(w);
        w->stage->rest = (struct reply)UNSENT;
        assert_int_equal(run(w, &DescribeThing, "{}")->attempts, cases[i].attempts);
    }
}

static void aws_max_attempts_that_is_no_number_is_an_error(void **state)
{
    struct world *w = *state;
    static const char *const wrong[] = {"0", "many", "-3", "1001", "3 times"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t n;
        w->max_attempts = wrong[i];
        struct err *e = aws_attempts(w->options.config, &n);
        assert_int_equal(err_class_of(e), ERR_INPUT);
        assert_non_null(strstr(err_text(e), "AWS_MAX_ATTEMPTS"));
        err_free(e);
    }
}

/* Being throttled often costs none of the tries that other faults have. */
static void throttling_is_counted_apart(void **state)
{
    struct world *w = *state;
    enum { TIMES = 12 };
    struct reply script[TIMES + 2] = {[TIMES] = SAYS(500, "InternalFailure"), [TIMES + 1] = OK};
    for (size_t i = 0; i < TIMES; i++)
        script[i] = (struct reply)SAYS(400, "ThrottlingException");
    w->stage->script = script;
    w->stage->n_script = COUNT(script);
    struct aws_call *call = run(w, &DescribeThing, "{}");
    w->stage->n_script = 0;
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, TIMES + 2);
}

static void a_poll_is_left_to_its_caller(void **state)
{
    static const struct {
        struct reply reply;
        enum call_end end;
    } cases[] = {
        {SAYS(400, "ThrottlingException"), CALL_FAULT},
        {SAYS(500, "InternalFailure"), CALL_FAULT},
        {CUT, CALL_UNREACHABLE},
    };
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        w->stage->rest = cases[i].reply;
        struct aws_call *call = call_of(w, &DescribeThing, "{}");
        call->poll = true;
        client_call(w->client, call);
        assert_int_equal(call->end, cases[i].end);
        assert_int_equal(call->attempts, 1);
    }
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

static void codes_belong_to_classes(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *code;
        enum err_class cls;
    } cases[] = {
        {"InvalidVpcID.NotFound", ERR_MISSING},
        {"DBClusterNotFoundFault", ERR_MISSING},
        {"NoSuchEntity", ERR_MISSING},
        {"ResourceNotFoundException", ERR_MISSING},
        {"DBClusterAlreadyExistsFault", ERR_CONFLICT},
        {"InvalidDBClusterStateFault", ERR_CONFLICT},
        {"DependencyViolation", ERR_CONFLICT},
        {"InvalidPermission.Duplicate", ERR_CONFLICT},
        {"ResourceInUseException", ERR_CONFLICT},
        {"KMSInvalidStateException", ERR_CONFLICT},
        {"Throttling", ERR_THROTTLED},
        {"UnauthorizedOperation", ERR_REFUSED},
        {"InvalidClientTokenId", ERR_REFUSED},
        {"ExpiredToken", ERR_REFUSED},
        {"SignatureDoesNotMatch", ERR_REFUSED},
        {"ValidationError", ERR_REMOTE},
        {"LimitExceeded", ERR_REMOTE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct aws_call call = {.arena = w->arena,
                                .op = &CreateThing,
                                .region = "ap-northeast-1",
                                .end = CALL_FAULT,
                                .fault = {.status = 400, .code = cases[i].code, .message = "m"}};
        struct err *e = call_error(&call);
        assert_int_equal(err_class_of(e), cases[i].cls);
        err_free(e);
    }
}

static void secrets_reach_no_text(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 400,
             "{\"__type\": \"ValidationException\", \"message\": \"hunter22 and\\nopen-sesame are \\u001b[31mbad\"}", 0,
             0});
    struct aws_call *call = run(w, &CreateThing, "{\"Key\": \"open-sesame\", \"Login\": {\"Password\": \"hunter22\"}}");
    assert_non_null(strstr(w->stage->sent[0].body, "hunter22"));
    assert_string_equal(call->fault.message, "(secret) and (secret) are  [31mbad");
    const char *traced = sbuf_str(&w->traced);
    static const char *const secrets[] = {"hunter22", "open-sesame", "a-secret-key", "Signature="};
    for (size_t i = 0; i < COUNT(secrets); i++)
        assert_null(strstr(traced, secrets[i]));
    assert_non_null(strstr(traced, "toys.CreateThing in ap-northeast-1, attempt 1: to toys.ap-northeast-1."));
    assert_non_null(strstr(traced, "400 ValidationException in 10 ms, request id id-1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_call_is_encoded_signed_sent_and_decoded),
        TEST(a_custom_endpoint_keeps_its_base_path),
        TEST(unsigned_calls_need_no_credentials),
        TEST(who_only_looks_sends_nothing_else),
        TEST(an_input_that_no_table_knows_is_broken_and_not_sent),
        TEST(s3_bodies_carry_a_checksum_and_their_hash),
        TEST(a_bucket_stands_in_the_host_where_it_can),
        TEST(each_answer_is_repeated_or_not_as_its_call_allows),
        TEST(only_calls_that_must_not_repeat_travel_alone),
        TEST(a_repeated_call_is_one_invocation_signed_anew),
        TEST(an_early_loss_is_not_forgotten),
        TEST(aws_max_attempts_bounds_them_all),
        TEST(aws_max_attempts_that_is_no_number_is_an_error),
        TEST(throttling_is_counted_apart),
        TEST(a_poll_is_left_to_its_caller),
        TEST(codes_belong_to_classes),
        TEST(secrets_reach_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
