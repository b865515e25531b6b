#include "harness.h"

#include "aws/sandbox/call.h"
#include "provisioner/base/file.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void every_operation_of_every_service_is_played(void **state)
{
    (void)state;
    for (const struct service *const *svc = aws_services; *svc; svc++) {
        for (const struct op *const *op = (*svc)->ops; *op; op++) {
            const struct sandbox_service *s = NULL;
            if (sandbox_service_of((*svc)->id) && !sandbox_row((*svc)->id, (*op)->name, &s))
                fail_msg("the sandbox does not play %s %s", (*svc)->id, (*op)->name);
        }
    }
}

static void every_row_names_an_operation(void **state)
{
    (void)state;
    for (const struct sandbox_service *const *s = sandbox_services; *s; s++) {
        const struct service *svc = aws_service((*s)->id);
        assert_non_null(svc);
        for (const struct sandbox_op *row = (*s)->ops; row->name; row++)
            if (!service_op(svc, row->name))
                fail_msg("%s has no operation %s", svc->id, row->name);
    }
}

static void every_code_of_a_kind_is_in_the_table(void **state)
{
    (void)state;
    for (const struct sandbox_kind *const *k = sandbox_kinds; *k; k++) {
        const char *codes[] = {(*k)->missing.code, (*k)->exists.code, (*k)->busy.code, (*k)->blocked.code,
                               (*k)->locked.code};
        for (size_t i = 0; i < COUNT(codes); i++)
            if (codes[i] && !code_status((*k)->service, codes[i]))
                fail_msg("%s: %s has no source", (*k)->name, codes[i]);
    }
}

/* The list only grows on purpose: look at it, then write it anew with UPDATE_GOLDEN=1. */
static void the_guesses_are_listed(void **state)
{
    (void)state;
    const char *now = sandbox_guesses(memory), *path = TEST_DIR "/golden/guesses.txt", *was = "";
    size_t n;
    if (getenv("UPDATE_GOLDEN"))
        assert_null(file_write(path, now, strlen(now), 0644));
    struct err *e = file_read(memory, path, 1 << 20, &was, &n);
    if (e)
        fail_msg("%s", err_text(e));
    assert_string_equal(now, was);
}

/* ---- who asks ---------------------------------------------------------------------------------------------------- */

static void a_wrong_signature_is_refused_in_each_protocols_words(void **state)
{
    (void)state;
    secret_key = "wrong";
    NO("SignatureDoesNotMatch", "ec2", "DescribeVpcs", "{}");
    NO("SignatureDoesNotMatch", "rds", "DescribeDBClusters", "{}");
    NO("InvalidSignatureException", "kms", "ListKeys", "{}");
    access_key = "AKIANOBODY";
    NO("AuthFailure", "ec2", "DescribeVpcs", "{}");
    NO("InvalidClientTokenId", "sts", "GetCallerIdentity", "{}");
    NO("UnrecognizedClientException", "logs", "DescribeLogGroups", "{}");
}

static void a_request_for_another_region_is_refused(void **state)
{
    (void)state;
    struct http_req req;
    struct http_res res;
    const struct op *op = service_op(aws_service("ec2"), "DescribeVpcs");
    build(op, value_map(memory), &req);
    req.host = "ec2.us-west-2.amazonaws.com";
    sandbox_answer(sandbox, memory, &req, &res);
    assert_int_equal(res.status, 403);
}

/* ---- the world is kept ------------------------------------------------------------------------------------------- */

static const char *world_path(void)
{
    char *folder = arena_strdup(memory, "sandbox-world-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return arena_printf(memory, "%s/world", folder);
}

static void remove_world(const char *path)
{
    unlink(path);
    rmdir(arena_strndup(memory, path, strlen(path) - strlen("/world")));
}

static int leave_world(void **state)
{
    (void)state;
    sandbox_close(sandbox);
    if (options.world)
        remove_world(options.world);
    arena_free(memory);
    return 0;
}

static void open_world(void)
{
    if (!options.world) {
        sandbox_close(sandbox);
        options.world = world_path();
        assert_null(sandbox_open(memory, &options, &sandbox));
        return;
    }
    reopen();
}

static void a_world_outlives_its_process(void **state)
{
    (void)state;
    open_world();
    const char *id = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    const char *net =
        text_at(OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'10.0.0.0/24'}", id), "Subnet.SubnetId");
    int64_t then = sandbox_now_ms(sandbox);
    const char *before = value_canonical(memory, sandbox_objects(sandbox, memory));
    open_world();
    assert_string_equal(value_canonical(memory, sandbox_objects(sandbox, memory)), before);
    assert_true(sandbox_now_ms(sandbox) >= then);
    assert_string_equal(text_at(OK("ec2", "DescribeSubnets", "{}"), "Subnets[0].State"), "pending");
    wait_s(3);
    assert_string_equal(text_at(OK("ec2", "DescribeSubnets", "{'SubnetIds':['%s']}", net), "Subnets[0].State"),
                        "available");
    NO("DependencyViolation", "ec2", "DeleteVpc", "{'VpcId':'%s'}", id);
    OK("ec2", "DeleteSubnet", "{'SubnetId':'%s'}", net);
    OK("ec2", "DeleteVpc", "{'VpcId':'%s'}", id);
    open_world();
    assert_int_equal(value_len(sandbox_objects(sandbox, memory)), 0);
    struct stat st;
    assert_int_equal(stat(options.world, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_torn_line_loses_only_what_was_never_answered(void **state)
{
    (void)state;
    const char *bytes;
    size_t n;
    open_world();
    OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}");
    sandbox_close(sandbox);
    assert_null(file_read(memory, options.world, 1 << 24, &bytes, &n));
    const char *torn = arena_printf(memory, "%s{\"clock\":1,\"objects\":[{\"kind\":\"vpc\",\"id", bytes);
    assert_null(file_write(options.world, torn, strlen(torn), 0600));
    assert_null(sandbox_open(memory, &options, &sandbox));
    assert_int_equal(count_at(OK("ec2", "DescribeVpcs", "{}"), "Vpcs"), 1);
    OK("ec2", "CreateVpc", "{'CidrBlock':'10.1.0.0/16'}");
    reopen();
    assert_int_equal(count_at(OK("ec2", "DescribeVpcs", "{}"), "Vpcs"), 2);
}

static void a_world_has_one_user(void **state)
{
    (void)state;
    struct sandbox *other;
    open_world();
    struct err *e = sandbox_open(memory, &options, &other);
    assert_non_null(e);
    assert_int_equal(err_class_of(e), ERR_LOCKED);
    err_free(e);
}

static void a_file_that_is_no_world_is_left_alone(void **state)
{
    (void)state;
    struct sandbox *other;
    struct sandbox_options o = {.world = world_path()};
    const char *bytes;
    size_t n;
    assert_null(file_write(o.world, "dear diary\n", 11, 0600));
    struct err *e = sandbox_open(memory, &o, &other);
    assert_non_null(e);
    err_free(e);
    assert_null(file_read(memory, o.world, 100, &bytes, &n));
    assert_string_equal(bytes, "dear diary\n");
    remove_world(o.world);
}

/* A world's file that somebody else wrote, or a broken disk: any bytes are an error or a world, and never a crash. */
static void a_damaged_world_does_no_harm(void **state)
{
    (void)state;
    const char *bytes;
    size_t n;
    uint64_t dice = 1;
    open_world();
    const char *id = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'10.0.0.0/24'}", id);
    OK("kms", "CreateKey", "{}");
    sandbox_close(sandbox);
    assert_null(file_read(memory, options.world, 1 << 24, &bytes, &n));
    for (int round = 0; round < 300; round++) {
        char *bad = arena_strndup(memory, bytes, n);
        for (int flips = 0; flips < 3; flips++) {
            dice = dice * 6364136223846793005u + 1442695040888963407u;
            bad[(dice >> 33) % n] = "0{}[],\":-9az\n"[(dice >> 20) % 13];
        }
        assert_null(file_write(options.world, bad, n, 0600));
        struct err *e = sandbox_open(memory, &options, &sandbox);
        if (e) {
            err_free(e);
            continue;
        }
        ask("ec2", "DescribeRouteTables", "{}");
        ask("ec2", "DescribeSecurityGroups", "{}");
        ask("ec2", "DeleteVpc", "{'VpcId':'%s'}", id);
        wait_s(3600);
        ask("kms", "ListKeys", "{}");
        sandbox_close(sandbox);
    }
    assert_null(file_write(options.world, bytes, n, 0600));
    assert_null(sandbox_open(memory, &options, &sandbox));
    assert_int_equal(count_at(OK("ec2", "DescribeVpcs", "{}"), "Vpcs"), 1);
}

static void the_same_seed_gives_the_same_world(void **state)
{
    (void)state;
    const char *first = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    reopen();
    assert_string_equal(text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId"), first);
    options.faults.seed = 2;
    reopen();
    assert_string_not_equal(text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId"), first);
}

/* ---- in process -------------------------------------------------------------------------------------------------- */

static struct exchange *begin(const char *service, const char *op, const char *in)
{
    struct transport *t = sandbox_transport(sandbox);
    struct exchange *x = arena_alloc(memory, sizeof *x);
    x->arena = memory;
    x->timeout_ms = 60000;
    build(service_op(aws_service(service), op), parse(in), &x->req);
    t->start(t, x);
    return x;
}

static void exchanges_end_on_the_virtual_clock(void **state)
{
    (void)state;
    struct transport *t = sandbox_transport(sandbox);
    int64_t from = t->now_ms(t);
    struct exchange *a = begin("ec2", "DescribeVpcs", "{}"), *b = begin("ec2", "DescribeSubnets", "{}"),
                    *c = begin("rds", "DescribeDBClusters", "{}");
    t->cancel(t, b);
    struct exchange *first = t->poll(t, from + 1000, -1), *second = t->poll(t, from + 1000, -1);
    assert_true((first == a && second == c) || (first == c && second == a));
    assert_int_equal(a->end, EX_ANSWERED);
    assert_int_equal(a->res.status, 200);
    assert_true(t->now_ms(t) >= from + 30 && t->now_ms(t) <= from + 150);
    assert_null(t->poll(t, from + 1000, -1));
    assert_int_equal(t->now_ms(t), from + 1000);
    assert_int_equal(sandbox_calls(sandbox, "DescribeVpcs"), 1);
    assert_int_equal(sandbox_calls(sandbox, NULL), 2);
}

static void a_dark_region_does_not_answer(void **state)
{
    (void)state;
    assert_null(sandbox_faults_parse("dark=us-east-1+ap-northeast-2,seed=3", &options.faults));
    reopen();
    struct transport *t = sandbox_transport(sandbox);
    int64_t from = t->now_ms(t);
    OK("ec2", "DescribeVpcs", "{}");
    region = "ap-northeast-2";
    struct exchange *x = begin("ec2", "DescribeVpcs", "{}");
    assert_null(t->poll(t, from + 1000, -1));
    assert_ptr_equal(t->poll(t, from + 100000, -1), x);
    assert_int_equal(x->end, EX_LOST);
    assert_int_equal(t->now_ms(t), from + 60000);
}

static void the_nth_answer_is_lost_after_it_took_effect(void **state)
{
    (void)state;
    assert_null(sandbox_faults_parse("lose=2", &options.faults));
    reopen();
    struct transport *t = sandbox_transport(sandbox);
    enum exchange_end ends[3];
    for (int i = 0; i < 3; i++) {
        struct exchange *x = begin("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}");
        t->poll(t, t->now_ms(t) + 1000, -1);
        ends[i] = x->end;
    }
    assert_int_equal(ends[0], EX_ANSWERED);
    assert_int_equal(ends[1], EX_LOST);
    assert_int_equal(ends[2], EX_ANSWERED);
    assert_int_equal(count_at(OK("ec2", "DescribeVpcs", "{}"), "Vpcs"), 3);
}

static void faults_come_in_their_share(void **state)
{
    (void)state;
    assert_null(sandbox_faults_parse("throttle=0.3,5xx=0.1,seed=7", &options.faults));
    reopen();
    int throttled = 0, broken = 0;
    for (int i = 0; i < 1000; i++) {
        ask("ec2", "DescribeVpcs", "{}");
        throttled += str_eq(last_fault.code, "RequestLimitExceeded");
        broken += has_word("InternalError Unavailable", last_fault.code ? last_fault.code : "-");
    }
    assert_in_range(throttled, 240, 360);
    assert_in_range(broken, 30, 120);
    const char *bad[] = {"throttle=2", "throttle=x", "colour=1", "seed=a", "5xx="};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err *e = sandbox_faults_parse(bad[i], &options.faults);
        assert_non_null(e);
        assert_int_equal(err_class_of(e), ERR_USAGE);
        err_free(e);
    }
}

static void stale_reads_lag_and_catch_up(void **state)
{
    (void)state;
    assert_null(sandbox_faults_parse("stale,seed=1", &options.faults));
    reopen();
    int hidden = 0;
    for (int i = 0; i < 20; i++) {
        const char *id = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
        ask("ec2", "DescribeVpcs", "{'VpcIds':['%s']}", id);
        hidden += str_eq(last_fault.code, "InvalidVpcID.NotFound");
        wait_s(10);
        OK("ec2", "DescribeVpcs", "{'VpcIds':['%s']}", id);
    }
    assert_in_range(hidden, 2, 18);
}

static void nonsense_does_no_harm(void **state)
{
    (void)state;
    const char *bodies[] = {"",  "Action",   "Action=CreateVpc&Version=2016-11-15&Colour=red",
                            "{", "\xff\xfe", "Action=CreateVpc&TagSpecification.99999999999.Tag=1"};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct http_req req = {.method = "POST",
                               .scheme = "http",
                               .host = "127.0.0.1",
                               .path = "/",
                               .query = "",
                               .body = bodies[i],
                               .body_len = strlen(bodies[i])};
        struct http_res res;
        sandbox_answer(sandbox, memory, &req, &res);
        assert_in_range(res.status, 400, 499);
        struct credentials keys = {.access_key = access_key, .secret_key = secret_key};
        struct signing s = {
            .credentials = &keys, .region = region, .service = "ec2", .time = sandbox_now_ms(sandbox) / 1000};
        sigv4_sign(memory, &req, &s);
        sandbox_answer(sandbox, memory, &req, &res);
        assert_in_range(res.status, 400, 499);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_operation_of_every_service_is_played, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_row_names_an_operation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_code_of_a_kind_is_in_the_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_guesses_are_listed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_wrong_signature_is_refused_in_each_protocols_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_request_for_another_region_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_world_outlives_its_process, set_up, leave_world),
        cmocka_unit_test_setup_teardown(a_torn_line_loses_only_what_was_never_answered, set_up, leave_world),
        cmocka_unit_test_setup_teardown(a_world_has_one_user, set_up, leave_world),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_world_is_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_world_does_no_harm, set_up, leave_world),
        cmocka_unit_test_setup_teardown(the_same_seed_gives_the_same_world, set_up, tear_down),
        cmocka_unit_test_setup_teardown(exchanges_end_on_the_virtual_clock, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dark_region_does_not_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_nth_answer_is_lost_after_it_took_effect, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faults_come_in_their_share, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stale_reads_lag_and_catch_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nonsense_does_no_harm, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
