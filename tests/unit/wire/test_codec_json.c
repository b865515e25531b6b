#include "tests/unit/wire/tables.h"

static void requests_are_written_as_aws_reads_them(void **state)
{
    static const struct {
        const struct op *op;
        const char *in, *body;
    } cases[] = {
        {&json_MakeThing, "{'Name':'a\\nb'}", "{'Name':'a\\nb'}"},
        {&json_MakeThing, "{'Name':'x','Ids':[],'Labels':{},'Count':null}", "{'Name':'x','Ids':[],'Labels':{}}"},
        {&json_MakeThing, "{'Name':'x','Since':'2026-01-31T12:00:00Z'}", "{'Name':'x','Since':1769860800}"},
        {&json_MakeThing, "{'Name':'x','Share':2.50,'Bytes':'AAEC'}", "{'Name':'x','Share':2.50,'Bytes':'AAEC'}"},
        {&json_StageThing, "{'Stages':{'v1':['AWSCURRENT']}}", "{'Stages':{'v1':['AWSCURRENT']}}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_req req = {0};
        assert_null(codec_for(P_JSON)->put_request(*state, cases[i].op, doc(*state, cases[i].in), &req));
        assert_string_equal(http_header(&req.headers, "x-amz-target"),
                            arena_printf(*state, "TrentService.%s", cases[i].op->name));
        assert_string_equal(http_header(&req.headers, "content-type"), "application/x-amz-json-1.1");
        assert_same(*state, doc(*state, req.body), cases[i].body);
    }
}

static struct fault take(struct arena *a, const char *target, const char *body, const struct value **ret_in)
{
    struct http_req req = {.method = "POST", .path = "/", .query = "", .body = body, .body_len = strlen(body)};
    const struct op *op = NULL;
    struct fault fault = {0};
    if (target)
        http_header_add(a, &req.headers, "x-amz-target", target);
    codec_for(P_JSON)->get_request(a, &svc_json, &req, &op, ret_in, &fault);
    assert_true(fault.code || op);
    return fault;
}

static void requests_are_read_back(void **state)
{
    static const char *const cases[][2] = {
        {"{'Name':'x','Since':1769860800.7,'Count':null}", "{'Name':'x','Since':'2026-01-31T12:00:00Z'}"},
        {"{'Name':'x','Since':1.7698608E9,'Count':1.5E3}", "{'Name':'x','Since':'2026-01-31T12:00:00Z','Count':1500}"},
        {"{'Name':'x','Since':-0.5}", "{'Name':'x','Since':'1969-12-31T23:59:59Z'}"},
        {"{'Name':'x','Colors':['red','blue'],'First':{'Key':'k'},'Labels':{'a':'b'}}",
         "{'Name':'x','Colors':['red','blue'],'First':{'Key':'k'},'Labels':{'a':'b'}}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *in = NULL;
        struct sbuf body = {.arena = *state};
        value_print(&body, doc(*state, cases[i][0]), -1);
        struct fault fault = take(*state, "TrentService.MakeThing", sbuf_str(&body), &in);
        assert_null(fault.code);
        assert_same(*state, in, cases[i][1]);
    }
}

static void an_empty_body_is_an_empty_object(void **state)
{
    const struct value *in = NULL;
    assert_null(take(*state, "TrentService.StageThing", "", &in).code);
    assert_int_equal(value_len(in), 0);
}

static void what_aws_refuses_is_refused_in_its_words(void **state)
{
    static const char *const cases[][4] = {
        {"TrentService.MakeThing", "{}", "ValidationException", "'Name'"},
        {"TrentService.MakeThing", "{\"Name\":null}", "ValidationException", "'Name'"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"First\":{}}", "ValidationException", "'First.Key'"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Color\":\"pink\"}", "ValidationException", "red green blue"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Colors\":[\"red\",\"p\"]}", "ValidationException", "Colors[1]"},
        {"TrentService.MakeThing", "{\"Name\":1}", "SerializationException", "Name"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Count\":\"1\"}", "SerializationException", "Count"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Count\":1.5}", "SerializationException", "Count"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Count\":1e300}", "SerializationException", "Count"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Since\":1e300}", "SerializationException", "Since"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Since\":\"noon\"}", "SerializationException", "Since"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Tags\":{}}", "SerializationException", "Tags"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Tags\":[[]]}", "SerializationException", "Tags[0]"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Labels\":[]}", "SerializationException", "Labels"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Labels\":{\"a\":1}}", "SerializationException", "Labels.a"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"Bytes\":\"%\"}", "SerializationException", "Bytes"},
        {"TrentService.MakeThing", "{\"Name\":\"x\",\"name\":\"y\"}", "SerializationException", "name"},
        {"TrentService.StageThing", "{\"Stages\":{\"v\":[1]}}", "SerializationException", "Stages.v[0]"},
        {"TrentService.StageThing", "{\"Stages\":{\"v\":\"x\"}}", "SerializationException", "Stages.v"},
        {"TrentService.MakeThing", "[]", "SerializationException", "object"},
        {"TrentService.MakeThing", "{\"Name\":", "SerializationException", "object"},
        {"TrentService.MakeThing", "{\"Name\":\"\xFF\"}", "SerializationException", "object"},
        {"TrentService.Make", "{}", "UnknownOperationException", ""},
        {"Trent.MakeThing", "{}", "UnknownOperationException", ""},
        {"TrentServiceMakeThing", "{}", "UnknownOperationException", ""},
        {NULL, "{}", "UnknownOperationException", "X-Amz-Target"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *in = NULL;
        struct fault fault = take(*state, cases[i][0], cases[i][1], &in);
        assert_string_equal(fault.code ? fault.code : "accepted", cases[i][2]);
        assert_int_equal(fault.status, 400);
        if (!strstr(fault.message, cases[i][3]))
            fail_msg("\"%s\" does not say \"%s\"", fault.message, cases[i][3]);
        assert_int_equal(value_len(in), 0);
    }
}

static void a_refused_secret_is_not_repeated(void **state)
{
    const struct value *in = NULL;
    struct fault fault = take(*state, "TrentService.MakeThing", "{\"Name\":\"x\",\"Password\":[\"hunter2\"]}", &in);
    assert_string_equal(fault.code, "SerializationException");
    assert_null(strstr(fault.message, "hunter2"));
}

static void nesting_is_bounded(void **state)
{
    const struct value *in = NULL;
    struct sbuf body = {.arena = *state};
    for (int i = 0; i < 100000; i++)
        sbuf_puts(&body, "[");
    struct fault fault = take(*state, "TrentService.MakeThing", sbuf_str(&body), &in);
    assert_string_equal(fault.code, "SerializationException");
}

static struct err *answer(struct arena *a, int status, const char *header, const char *body, const struct value **ret,
                          struct fault *fault)
{
    struct http_res res = {.status = status, .body = body, .body_len = strlen(body)};
    http_header_add(a, &res.headers, "x-amzn-RequestId", "id-1");
    if (header)
        http_header_add(a, &res.headers, "x-amzn-query-error", header);
    return codec_get_response(a, &json_MakeThing, &res, ret, fault);
}

static void answers_of_aws_are_read(void **state)
{
    static const char *const cases[][2] = {
        {"{\"Thing\":{\"Name\":\"a\",\"Since\":1.769860800123E9,\"New\":{\"x\":[1]}},\"More\":1}",
         "{'Thing':{'Name':'a','Since':'2026-01-31T12:00:00Z'}}"},
        {"{\"Thing\":{\"Color\":\"mauve\",\"Count\":null}}", "{'Thing':{'Color':'mauve'}}"},
        {"{}", "{}"},
        {"", "{}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *out = NULL;
        struct fault fault = {0};
        assert_null(answer(*state, 200, NULL, cases[i][0], &out, &fault));
        assert_null(fault.code);
        assert_string_equal(fault.request_id, "id-1");
        assert_same(*state, out, cases[i][1]);
    }
}

static void answers_that_make_no_sense_are_errors(void **state)
{
    static const char *const bodies[] = {"{", "[]", "1", "{\"Thing\":[]}", "{\"Thing\":{\"Count\":\"3\"}}", "<html/>"};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        const struct value *out = NULL;
        struct fault fault = {0};
        CLEANUP(err_freep) struct err *e = answer(*state, 200, NULL, bodies[i], &out, &fault);
        assert_non_null(e);
        assert_int_equal(err_class_of(e), ERR_WIRE);
        assert_int_equal(value_len(out), 0);
    }
}

static void faults_of_aws_are_read(void **state)
{
    static const struct {
        int status;
        const char *header, *body, *code, *message;
    } cases[] = {
        {400, NULL, "{\"__type\":\"NotFoundException\",\"message\":\"no key\"}", "NotFoundException", "no key"},
        {400, NULL, "{\"__type\":\"com.amazonaws.kms#NotFoundException\",\"Message\":\"no key\"}", "NotFoundException",
         "no key"},
        {400, NULL, "{\"__type\":\"A:http://b/\"}", "A", ""},
        {400, "Sender.Code;Sender", "{\"__type\":\"B\",\"message\":\"m\"}", "Sender.Code", "m"},
        {503, NULL, "busy", "503", "the answer has no readable error in it"},
        {500, NULL, "", "500", "the answer has no readable error in it"},
        {500, NULL, "{\"__type\":7}", "500", ""},
        {500, NULL, "[1]", "500", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *out = NULL;
        struct fault fault = {0};
        assert_null(answer(*state, cases[i].status, cases[i].header, cases[i].body, &out, &fault));
        assert_string_equal(fault.code, cases[i].code);
        assert_string_equal(fault.message, cases[i].message);
        assert_int_equal(fault.status, cases[i].status);
        assert_string_equal(fault.request_id, "id-1");
    }
}

static void what_the_sandbox_says_is_what_the_client_hears(void **state)
{
    const char *out = "{'Thing':{'Name':'\\u0001<','Since':'0001-01-01T00:00:00Z','Ids':[''],'Labels':{'':'x'}}}";
    struct fault fault = {.request_id = "id-2"};
    struct http_res res = {0};
    const struct value *back = NULL;
    codec_for(P_JSON)->put_response(*state, &json_MakeThing, doc(*state, out), &fault, &res);
    assert_null(codec_get_response(*state, &json_MakeThing, &res, &back, &fault));
    assert_same(*state, back, out);
    assert_string_equal(fault.request_id, "id-2");
}

static void a_fault_needs_no_operation_to_be_said(void **state)
{
    const struct fault said = {400, "UnknownOperationException", NULL, NULL};
    struct fault heard = {0};
    struct http_res res = {0};
    const struct value *out = NULL;
    codec_for(P_JSON)->put_response(*state, NULL, NULL, &said, &res);
    assert_null(codec_get_response(*state, &json_MakeThing, &res, &out, &heard));
    assert_string_equal(heard.code, "UnknownOperationException");
    assert_string_equal(heard.message, "");
    assert_null(heard.request_id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(requests_are_written_as_aws_reads_them, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(requests_are_read_back, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(an_empty_body_is_an_empty_object, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_aws_refuses_is_refused_in_its_words, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_refused_secret_is_not_repeated, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(nesting_is_bounded, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answers_of_aws_are_read, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answers_that_make_no_sense_are_errors, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(faults_of_aws_are_read, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_the_sandbox_says_is_what_the_client_hears, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_fault_needs_no_operation_to_be_said, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
