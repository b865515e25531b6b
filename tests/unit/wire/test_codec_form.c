#include "tests/unit/wire/tables.h"

#include <stdio.h>

static const char head[] = "Action=MakeThing&Version=2010-05-08";
static const char ec2_head[] = "Action=SetRules&Version=2016-11-15";

/* ---- requests of the client -------------------------------------------------------------------------------------- */

static const char *sent(struct arena *a, const struct op *op, const char *in)
{
    struct http_req req = {0};
    struct err *e = codec_for(op->service->protocol)->put_request(a, op, doc(a, in), &req);
    assert_null(e);
    assert_string_equal(req.method, "POST");
    assert_string_equal(req.path, "/");
    assert_string_equal(http_header(&req.headers, "content-type"), "application/x-www-form-urlencoded; charset=utf-8");
    assert_int_equal(req.body_len, strlen(req.body));
    return req.body;
}

static void requests_are_written_as_aws_reads_them(void **state)
{
    static const struct {
        const struct op *op;
        const char *in, *body;
    } cases[] = {
        {&query_MakeThing, "{'Name':'a b&c=d+e'}", "&Name=a%20b%26c%3Dd%2Be"},
        {&query_MakeThing, "{'Name':'\xC3\xA9/~'}", "&Name=%C3%A9%2F~"},
        {&query_MakeThing, "{'Name':'x','Count':-3,'Share':2.50,'Public':false}",
         "&Name=x&Count=-3&Share=2.50&Public=false"},
        {&query_MakeThing, "{'Name':'x','Since':'2026-01-31T12:00:00Z'}", "&Name=x&Since=2026-01-31T12%3A00%3A00Z"},
        {&query_MakeThing, "{'Name':'x','Tags':[{'Key':'k','Value':'v'},{'Key':'l'}]}",
         "&Name=x&Tags.Tag.1.Key=k&Tags.Tag.1.Value=v&Tags.Tag.2.Key=l"},
        {&query_MakeThing, "{'Name':'x','Ids':['a','b']}", "&Name=x&Ids.member.1=a&Ids.member.2=b"},
        {&query_MakeThing, "{'Name':'x','Ids':[]}", "&Name=x&Ids="},
        {&query_MakeThing, "{'Name':'x','Ids':null}", "&Name=x"},
        {&query_MakeThing, "{'Name':'x','First':{'Key':'k'}}", "&Name=x&First.Key=k"},
        {&query_MakeThing, "{'Name':'x','Labels':{'a':'1'}}", "&Name=x&Labels.entry.1.key=a&Labels.entry.1.value=1"},
        {&query_FlatThing, "{'Parts':['a','b'],'Marks':{'k':'v'}}", "&Part.1=a&Part.2=b&Marks.1.key=k&Marks.1.value=v"},
        {&query_FlatThing, "{'Attributes':{'Delay':'5'}}", "&Attribute.1.Name=Delay&Attribute.1.Value=5"},
        {&ec2_SetRules, "{'VpcId':'vpc-1','GroupIds':['a']}", "&GroupId.1=a&VpcId=vpc-1"},
        {&ec2_SetRules, "{'VpcId':'v','Permissions':[{'FromPort':5,'UserIdGroupPairs':[{'Key':'g'}]}]}",
         "&VpcId=v&IpPermissions.1.FromPort=5&IpPermissions.1.Groups.1.Key=g"},
        {&ec2_SetRules, "{'VpcId':'v','GroupIds':[]}", "&VpcId=v"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *start =
            arena_printf(*state, "Action=%s&Version=%s", cases[i].op->name, cases[i].op->service->version);
        assert_string_equal(sent(*state, cases[i].op, cases[i].in), arena_printf(*state, "%s%s", start, cases[i].body));
    }
}

/* ---- requests at the sandbox ------------------------------------------------------------------------------------- */

static struct fault take(struct arena *a, const struct service *svc, const char *body, const struct value **ret_in)
{
    const struct http_req req = {.method = "POST", .path = "/", .query = "", .body = body, .body_len = strlen(body)};
    const struct op *op = NULL;
    struct fault fault = {0};
    codec_for(svc->protocol)->get_request(a, svc, &req, &op, ret_in, &fault);
    assert_true(fault.code || op);
    return fault;
}

static void requests_are_read_back(void **state)
{
    static const struct {
        const struct service *svc;
        const char *body, *in;
    } cases[] = {
        {&svc_query, "Action=MakeThing&Version=2010-05-08&Name=a+b%26%C3%A9", "{'Name':'a b&\xC3\xA9'}"},
        {&svc_query, "Name=x&Count=7&Public=true&Share=1.5e3&Action=MakeThing&Version=2010-05-08",
         "{'Name':'x','Count':7,'Public':true,'Share':1.5e3}"},
        {&svc_query, "Action=MakeThing&Version=2010-05-08&Name=x&Since=2026-01-31T21:00:00.123%2B09:00",
         "{'Name':'x','Since':'2026-01-31T12:00:00Z'}"},
        /* 10 comes after 2, and order on the wire means nothing */
        {&svc_query, "Ids.member.10=c&Ids.member.2=b&Ids.member.1=a&Action=MakeThing&Version=2010-05-08&Name=x",
         "{'Name':'x','Ids':['a','b','c']}"},
        {&svc_query, "Action=MakeThing&Version=2010-05-08&Name=x&Ids=", "{'Name':'x','Ids':[]}"},
        {&svc_query, "Action=MakeThing&Version=2010-05-08&Name=x&Tags.member.1.Key=a&Tags.Tag.1.Key=b",
         "{'Name':'x','Tags':[{'Key':'b'},{'Key':'a'}]}"},
        {&svc_query, "Action=MakeThing&Version=2010-05-08&Name=", "{'Name':''}"},
        {&svc_query, "Action=FlatThing&Version=2010-05-08&Marks.1.key=a&Marks.1.value=b&Part.1=p",
         "{'Marks':{'a':'b'},'Parts':['p']}"},
        {&svc_query, "Action=MakeThing&Version=2010-05-08&Name=x&Labels.entry.1.key=a&Labels.entry.1.value=b",
         "{'Name':'x','Labels':{'a':'b'}}"},
        {&svc_query, "Action=MakeThing&Version=2010-05-08&Name=x&X-Amz-Date=1&X-Amz-Signature=2", "{'Name':'x'}"},
        {&svc_ec2, "Action=SetRules&Version=2016-11-15&VpcId=v&IpPermissions.1.Groups.1.Key=g&DryRun=false",
         "{'VpcId':'v','Permissions':[{'UserIdGroupPairs':[{'Key':'g'}]}]}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *in = NULL;
        struct fault fault = take(*state, cases[i].svc, cases[i].body, &in);
        assert_null(fault.code);
        assert_same(*state, in, cases[i].in);
    }
}

static void a_query_string_does_as_well_as_a_body(void **state)
{
    const struct http_req req = {.method = "GET", .path = "/", .query = "Action=MakeThing&Version=2010-05-08&Name=x"};
    const struct op *op = NULL;
    const struct value *in = NULL;
    struct fault fault = {0};
    codec_for(P_QUERY)->get_request(*state, &svc_query, &req, &op, &in, &fault);
    assert_null(fault.code);
    assert_ptr_equal(op, &query_MakeThing);
    assert_same(*state, in, "{'Name':'x'}");
}

struct refusal {
    const struct service *svc;
    const char *more; /* behind a good head; a whole body where it begins with '!' */
    const char *code, *says;
};

static void assert_refused(struct arena *a, const struct refusal *r)
{
    const struct value *in = NULL;
    const char *start =
        r->svc->protocol == P_EC2 ? ec2_head : arena_printf(a, "Action=MakeThing&Version=%s", r->svc->version);
    const char *body = *r->more == '!' ? r->more + 1 : arena_printf(a, "%s%s", start, r->more);
    struct fault fault = take(a, r->svc, body, &in);
    assert_string_equal(fault.code ? fault.code : "accepted", r->code);
    if (!strstr(fault.message, r->says))
        fail_msg("\"%s\" does not say \"%s\"", fault.message, r->says);
    assert_int_equal(value_len(in), 0);
}

static void what_aws_refuses_is_refused_in_its_words(void **state)
{
    static const struct refusal cases[] = {
        {&svc_ec2, "&VpcId=v&Vpcid=w", "UnknownParameter", "Vpcid"},
        {&svc_ec2, "&VpcId=v&vpcId=w", "UnknownParameter", "vpcId"},
        {&svc_ec2, "&VpcId=v&GroupId=x", "UnknownParameter", "GroupId"},
        {&svc_ec2, "&VpcId=v&GroupId.one=x", "UnknownParameter", "GroupId.one"},
        {&svc_ec2, "&VpcId=v&GroupId.0=x", "UnknownParameter", "GroupId.0"},
        {&svc_ec2, "&VpcId=v&GroupId.01=x", "UnknownParameter", "GroupId.01"},
        {&svc_ec2, "&VpcId=v&GroupId.member.1=x", "UnknownParameter", "GroupId.member.1"},
        {&svc_ec2, "&VpcId=v&GroupId.1000000=x", "UnknownParameter", "GroupId.1000000"},
        {&svc_ec2, "&VpcId=v&GroupId.99999999999999999999999=x", "UnknownParameter", "GroupId.999"},
        {&svc_ec2, "&VpcId=v&GroupId.1.=x", "UnknownParameter", "GroupId.1."},
        {&svc_ec2, "&VpcId=v&GroupId..1=x", "UnknownParameter", "GroupId..1"},
        {&svc_ec2, "&VpcId.1=v", "UnknownParameter", "VpcId.1"},
        {&svc_ec2, "", "MissingParameter", "VpcId"},
        {&svc_ec2, "&VpcId=v&IpPermissions.1.Groups.1.Value=g", "MissingParameter", "IpPermissions.1.Groups.1.Key"},
        {&svc_ec2, "&VpcId=v&IpPermissions.1.FromPort=ssh", "InvalidParameterValue", "(ssh)"},
        {&svc_ec2, "&VpcId=v&VpcId=w", "InvalidParameterValue", "more than once"},
        {&svc_ec2, "&VpcId=v&DryRun=true", "DryRunOperation", "would have succeeded"},
        {&svc_ec2, "&DryRun=true", "MissingParameter", "VpcId"},
        {&svc_ec2, "!Action=SetRule&Version=2016-11-15", "InvalidAction", "SetRule"},
        {&svc_ec2, "!Version=2016-11-15", "MissingAction", "Action"},
        {&svc_ec2, "!", "MissingAction", "Action"},
        {&svc_ec2, "!Action=SetRules&Version=2015-01-01&VpcId=v", "NoSuchVersion", "2015-01-01"},
        {&svc_ec2, "&VpcId=a%00b", "MalformedQueryString", "NUL"},
        {&svc_ec2, "&VpcId=%FF", "MalformedQueryString", "UTF-8"},
        {&svc_ec2, "&VpcId=%1B[2J", "MalformedQueryString", "character"},
        {&svc_ec2, "&VpcId=%EF%BF%BF", "MalformedQueryString", "character"},
        {&svc_ec2, "&=v", "MalformedQueryString", "without a name"},
        {&svc_rds, "", "MissingParameter", "Name"},
        {&svc_rds, "&Name=x&Color=pink", "InvalidParameterValue", "red green blue"},
        {&svc_rds, "&Name=x&Color=red+green", "InvalidParameterValue", "Color"},
        {&svc_rds, "&Name=x&Color=", "InvalidParameterValue", "Color"},
        {&svc_rds, "&Name=x&Colors.member.2=pink", "InvalidParameterValue", "Colors.member.2"},
        {&svc_rds, "&Name=x&Since=yesterday", "InvalidParameterValue", "Since"},
        {&svc_rds, "&Name=x&Bytes=a", "InvalidParameterValue", "Bytes"},
        {&svc_rds, "&Name=x&Share=0x10", "InvalidParameterValue", "Share"},
        {&svc_rds, "&Name=x&First=y", "InvalidParameterValue", "First"},
        {&svc_rds, "&Name=x&Tags.Tags.1.Key=y", "InvalidParameterValue", "Tags.Tags.1.Key"},
        {&svc_query, "", "ValidationError", "Name"},
        {&svc_query, "&Name=x&Public=yes", "ValidationError", "Public"},
        {&svc_query, "&Name=x&Count=99999999999999999999", "ValidationError", "Count"},
        {&svc_query, "&Name=x&Labels.entry.1.key=y", "ValidationError", "a key and a value"},
        {&svc_query, "&Name=x&Labels.entry.1.keys=y", "ValidationError", "Labels.entry.1.keys"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_refused(*state, &cases[i]);
}

static void a_refused_secret_is_not_repeated(void **state)
{
    const struct value *in = NULL;
    struct fault fault =
        take(*state, &svc_rds, "Action=MakeThing&Version=2014-10-31&Name=x&Password=hunter2&Password=y", &in);
    assert_string_equal(fault.code, "InvalidParameterValue");
    assert_null(strstr(fault.message, "hunter2"));
}

static void hostile_forms_cost_no_more_than_their_size(void **state)
{
    struct arena *a = *state;
    struct sbuf many = {.arena = a}, deep = {.arena = a}, wide = {.arena = a};
    const struct value *in = NULL;
    for (int i = 1; i <= 5000; i++)
        sbuf_printf(&many, "&Ids.member.%d=x", i);
    assert_refused(a, &(struct refusal){&svc_query, sbuf_str(&many), "MalformedQueryString", "too long"});
    for (int i = 0; i < 100; i++)
        sbuf_puts(&deep, ".a");
    assert_refused(
        a, &(struct refusal){&svc_query, arena_printf(a, "&a%s=1", sbuf_str(&deep)), "MalformedQueryString", "deeply"});
    assert_refused(a, &(struct refusal){&svc_query, arena_printf(a, "&%02000d=1", 7), "MalformedQueryString", "long"});
    for (int i = 4000; i > 0; i--)
        sbuf_printf(&wide, "&Ids.member.%d=%d", i, i);
    struct fault fault = take(a, &svc_query, arena_printf(a, "%s&Name=x%s", head, sbuf_str(&wide)), &in);
    assert_null(fault.code);
    assert_int_equal(value_len(value_get(in, "Ids")), 4000);
    assert_string_equal(value_str_of(value_item(value_get(in, "Ids"), 3999)), "4000");
}

static void a_body_over_the_limit_is_refused(void **state)
{
    enum { LONG = 8 * 1024 * 1024 + 1 };
    char *body = arena_alloc(*state, LONG + 1);
    const struct value *in = NULL;
    memset(body, 'a', LONG);
    struct fault fault = take(*state, &svc_query, body, &in);
    assert_string_equal(fault.code, "RequestEntityTooLarge");
    assert_int_equal(fault.status, 413);
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

static struct err *answer(struct arena *a, const struct op *op, int status, const char *body, const struct value **ret,
                          struct fault *fault)
{
    const struct http_res res = {.status = status, .body = body, .body_len = strlen(body)};
    return codec_get_response(a, op, &res, ret, fault);
}

static void answers_of_aws_are_read(void **state)
{
    static const struct {
        const struct op *op;
        const char *body, *out;
    } cases[] = {
        {&query_MakeThing,
         "<?xml version=\"1.0\"?>\n<MakeThingResponse xmlns=\"https://x/\">\n <MakeThingResult>\n  <Thing>\n"
         "   <Name>a &lt;b&gt; "
         "&#233;</Name><Color>mauve</Color><Count>3</Count><Share>0.5</Share><Public>true</Public>\n"
         "   <Since>2016-11-30T21:08:15.000Z</Since><NewThing><Deep>x</Deep></NewThing>\n"
         "   <Tags><Tag><Key>k</Key><Value/></Tag><Tag><Key>l</Key></Tag></Tags><Ids/>\n"
         "   <Labels><entry><key>a</key><value>b</value></entry></Labels><First><Key>f</Key></First>\n"
         "  </Thing></MakeThingResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>"
         "</MakeThingResponse>",
         "{'Thing':{'Name':'a <b> \xC3\xA9','Color':'mauve','Count':3,'Share':0.5,'Public':true,"
         "'Since':'2016-11-30T21:08:15Z','Tags':[{'Key':'k','Value':''},{'Key':'l'}],'Ids':[],'Labels':{'a':'b'},"
         "'First':{'Key':'f'}}}"},
        {&query_MakeThing, "<MakeThingResponse><MakeThingResult/></MakeThingResponse>", "{}"},
        {&query_MakeThing, "<MakeThingResponse/>", "{}"},
        {&query_MakeThing,
         "<n:MakeThingResponse xmlns:n='u'><n:MakeThingResult><n:NextToken>t</n:NextToken></n:MakeThingResult>"
         "</n:MakeThingResponse>",
         "{'NextToken':'t'}"},
        {&query_MakeThing,
         "<MakeThingResponse><MakeThingResult><Thing><Count/><Since></Since><Public/></Thing></MakeThingResult>"
         "</MakeThingResponse>",
         "{'Thing':{}}"},
        {&query_FlatThing,
         "<FlatThingResponse><FlatThingResult><Part>a</Part><Marks><key>k</key><value>v</value></Marks><Part>b</Part>"
         "</FlatThingResult></FlatThingResponse>",
         "{'Parts':['a','b'],'Marks':{'k':'v'}}"},
        {&query_DropThing, "<DropThingResponse><whatever/></DropThingResponse>", "{}"},
        {&ec2_SetRules,
         "<SetRulesResponse xmlns=\"http://ec2/\"><requestId>id-1</requestId><vpcId>v</vpcId><groupIdSet><item>g</item>"
         "<item>h</item></groupIdSet><ipPermissions><item><fromPort>5</fromPort><groups><item><key>k</key></item>"
         "</groups></item></ipPermissions><ownerId>1</ownerId></SetRulesResponse>",
         "{'VpcId':'v','GroupIds':['g','h'],'Permissions':[{'FromPort':5,'UserIdGroupPairs':[{'Key':'k'}]}]}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *out = NULL;
        struct fault fault = {0};
        struct err *e = answer(*state, cases[i].op, 200, cases[i].body, &out, &fault);
        if (e)
            fail_msg("%s", err_text(e));
        assert_null(fault.code);
        assert_same(*state, out, cases[i].out);
        if (strstr(cases[i].body, "id-1"))
            assert_string_equal(fault.request_id, "id-1");
    }
}

static void answers_that_make_no_sense_are_errors(void **state)
{
    static const char *const bodies[] = {
        "",
        "no xml",
        "<MakeThingResponse><MakeThingResult>",
        "<html><body>Sign in</body></html>",
        "<MakeThingResponse><MakeThingResult><Thing><Count>many</Count></Thing></MakeThingResult></MakeThingResponse>",
        "<MakeThingResponse><MakeThingResult><Thing><Since>noon</Since></Thing></MakeThingResult></MakeThingResponse>",
        ("<MakeThingResponse><MakeThingResult><Thing><Labels><entry><key>k</key></entry></Labels></Thing>"
         "</MakeThingResult></MakeThingResponse>"),
        "<!DOCTYPE a [<!ENTITY b \"c\">]><MakeThingResponse/>",
    };
    for (size_t i = 0; i < COUNT(bodies); i++) {
        const struct value *out = NULL;
        struct fault fault = {0};
        CLEANUP(err_freep) struct err *e = answer(*state, &query_MakeThing, 200, bodies[i], &out, &fault);
        assert_non_null(e);
        assert_int_equal(err_class_of(e), ERR_WIRE);
        assert_int_equal(value_len(out), 0);
    }
}

static void faults_of_aws_are_read(void **state)
{
    static const struct {
        const struct op *op;
        int status;
        const char *body, *code, *message, *id;
    } cases[] = {
        {&query_MakeThing, 404,
         "<ErrorResponse xmlns=\"https://iam\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no role a"
         "</Message></Error><RequestId>id-2</RequestId></ErrorResponse>",
         "NoSuchEntity", "no role a", "id-2"},
        {&ec2_SetRules, 400,
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code>"
         "<Message>gone</Message></Error></Errors><RequestID>id-3</RequestID></Response>",
         "InvalidVpcID.NotFound", "gone", "id-3"},
        {&query_MakeThing, 503, "<html>busy</html>", "503", NULL, NULL},
        {&query_MakeThing, 502, "", "502", NULL, NULL},
        {&ec2_SetRules, 500, "<Response><Errors><Err", "500", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *out = NULL;
        struct fault fault = {0};
        assert_null(answer(*state, cases[i].op, cases[i].status, cases[i].body, &out, &fault));
        assert_string_equal(fault.code, cases[i].code);
        assert_int_equal(fault.status, cases[i].status);
        if (cases[i].message)
            assert_string_equal(fault.message, cases[i].message);
        assert_true(str_eq(fault.request_id, cases[i].id));
    }
}

static void what_the_sandbox_says_is_what_the_client_hears(void **state)
{
    static const struct {
        const struct op *op;
        const char *out;
    } cases[] = {
        {&query_MakeThing,
         "{'Thing':{'Name':'<&>\\r\\n\\t\\\\','Share':1.25,'Since':'1969-12-31T23:59:59Z','Ids':['']}}"},
        {&query_MakeThing, "{'Thing':{'Bytes':'AAEC','Labels':{'<k>':'&'},'Tags':[]}}"},
        {&query_FlatThing, "{'Parts':['a'],'Marks':{'x':'y'}}"},
        {&query_FlatThing, "{'Attributes':{'x':'y','z':''}}"},
        {&ec2_SetRules, "{'VpcId':'','Permissions':[{},{'FromPort':0}]}"},
        {&ec2_DropRules, "{}"},
        {&query_DropThing, "{}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct codec *codec = codec_for(cases[i].op->service->protocol);
        const struct value *out = NULL;
        struct fault fault = {.request_id = "id-4"};
        struct http_res res = {0};
        codec->put_response(*state, cases[i].op, doc(*state, cases[i].out), &fault, &res);
        assert_int_equal(res.status, 200);
        assert_null(codec_get_response(*state, cases[i].op, &res, &out, &fault));
        assert_same(*state, out, cases[i].out);
        assert_string_equal(fault.request_id, "id-4");
    }
}

static void a_fault_needs_no_operation_to_be_said(void **state)
{
    const struct fault fault = {400, "InvalidAction", "no \x01 such <thing>", NULL};
    struct http_res res = {0};
    codec_for(P_EC2)->put_response(*state, NULL, NULL, &fault, &res);
    assert_non_null(strstr(res.body, "<Response><Errors><Error><Code>InvalidAction</Code>"));
    assert_non_null(strstr(res.body, "no \xEF\xBF\xBD such &lt;thing&gt;"));
    codec_for(P_QUERY)->put_response(*state, NULL, NULL, &fault, &res);
    assert_non_null(strstr(res.body, "<Type>Sender</Type><Code>InvalidAction</Code>"));
    assert_int_equal(res.status, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(requests_are_written_as_aws_reads_them, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(requests_are_read_back, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_query_string_does_as_well_as_a_body, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_aws_refuses_is_refused_in_its_words, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_refused_secret_is_not_repeated, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(hostile_forms_cost_no_more_than_their_size, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_body_over_the_limit_is_refused, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answers_of_aws_are_read, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answers_that_make_no_sense_are_errors, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(faults_of_aws_are_read, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_the_sandbox_says_is_what_the_client_hears, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_fault_needs_no_operation_to_be_said, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
