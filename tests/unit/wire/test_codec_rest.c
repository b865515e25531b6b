#include "tests/unit/wire/tables.h"

extern const struct service svc_eks, svc_kafka, svc_s3, svc_route53;

/* clang-format off */
SHAPE(Named,
    PATH_STR(name, "name"));

SHAPE(AccessEntry,
    PATH_STR(clusterName, "name"),
    PATH_STR(principalArn, "principalArn"),
    STR_OF(type, "STANDARD EC2_LINUX"),
    STR_MAP(tags),
    TIME(createdAt));

SHAPE(Listing,
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"),
    QUERY_STRS(include, "include"),
    {.name = "all", .at = "all", .kind = K_BOOL, .flags = F_QUERY | F_REQUIRED});

SHAPE(Listed,
    STRS(clusters, NULL),
    STR(nextToken));

SHAPE(Broker,
    STR_REQUIRED(ClusterName),
    STR_AT(EBSInfo, "ebsInfo"),
    TIME(CreationTime));

SHAPE(Blank, PATH_STR(Bucket, "Bucket"));

SHAPE(Versioning,
    {.name = "MFADelete", .at = "MfaDelete", .kind = K_STR, .values = "Enabled Disabled"},
    STR_OF(Status, "Enabled Suspended"));

SHAPE(Rule2,
    STR_REQUIRED(ID),
    INT(Days));

SHAPE(Lifecycle,
    {.name = "Rules", .at = "Rule", .kind = K_LIST, .of = K_STRUCT, .sub = &Rule2, .flags = F_FLAT | F_REQUIRED});

SHAPE(PutVersioning,
    PATH_STR(Bucket, "Bucket"),
    HEADER_STR(ExpectedBucketOwner, "x-amz-expected-bucket-owner"),
    {.name = "VersioningConfiguration", .at = "VersioningConfiguration", .kind = K_STRUCT, .sub = &Versioning, .flags = F_PAYLOAD | F_REQUIRED});

SHAPE(PutLifecycle,
    PATH_STR(Bucket, "Bucket"),
    {.name = "Lifecycle", .at = "LifecycleConfiguration", .kind = K_STRUCT, .sub = &Lifecycle, .flags = F_PAYLOAD});

SHAPE(PutPolicy,
    PATH_STR(Bucket, "Bucket"),
    PAYLOAD_STR(Policy));

SHAPE(Policy, PAYLOAD_STR(Policy));

SHAPE(Object,
    PATH_STR(Bucket, "Bucket"),
    PATH_STR(Key, "Key"));

SHAPE(ObjectHead,
    HEADER_STR(ETag, "ETag"),
    {.name = "ContentLength", .at = "Content-Length", .kind = K_INT, .flags = F_HEADER});

SHAPE(CreateHostedZoneRequest,
    STR_REQUIRED(Name),
    LIST(VPCs, Rule2, "VPC"));

SHAPE(ZoneId, PATH_STR(Id, "Id"));

SHAPE(Zone,
    STR(Id),
    HEADER_STR(Location, "Location"));

REST(eks, DescribeCluster, "GET", "/clusters/{name}", Named, &Listed, OP_READ, NULL);
REST(eks, DeleteCluster, "DELETE", "/clusters/{name}", Named, NULL, OP_IDEMPOTENT, NULL);
REST(eks, PutAccessEntry, "POST", "/clusters/{name}/access-entries/{principalArn}", AccessEntry, &AccessEntry, 0, NULL);
REST(eks, ListClusters, "GET", "/clusters", Listing, &Listed, OP_READ, NULL);
REST(eks, ListVersions, "GET", "/clusters/versions", Listing, &Listed, OP_READ, NULL);
REST(kafka, CreateBroker, "POST", "/v1/brokers", Broker, &Broker, 0, NULL);
SHAPE_EMPTY(Nothing);
REST(s3, ListBuckets, "GET", "/", Nothing, NULL, OP_READ, NULL);
REST(s3, DeleteBucket, "DELETE", "/{Bucket}", Blank, NULL, OP_IDEMPOTENT, NULL);
REST(s3, GetBucketVersioning, "GET", "/{Bucket}?versioning", Blank, &Versioning, OP_READ, NULL);
REST(s3, PutBucketVersioning, "PUT", "/{Bucket}?versioning", PutVersioning, NULL, OP_IDEMPOTENT, NULL);
REST(s3, PutBucketLifecycle, "PUT", "/{Bucket}?lifecycle", PutLifecycle, NULL, OP_IDEMPOTENT, NULL);
REST(s3, PutBucketPolicy, "PUT", "/{Bucket}?policy", PutPolicy, NULL, OP_IDEMPOTENT, NULL);
REST(s3, GetBucketPolicy, "GET", "/{Bucket}?policy", Blank, &Policy, OP_READ, NULL);
REST(s3, GetObject, "GET", "/{Bucket}/{Key+}", Object, &ObjectHead, OP_READ, NULL);
REST(route53, CreateHostedZone, "POST", "/2013-04-01/hostedzone", CreateHostedZoneRequest, &Zone, 0, NULL);
REST(route53, ChangeRecords, "POST", "/2013-04-01/hostedzone/{Id}/rrset/", ZoneId, NULL, 0, NULL);

const struct service svc_eks = {.id = "eks", .service_id = "EKS", .protocol = P_REST_JSON,
    .ops = (const struct op *const[]){&eks_DescribeCluster, &eks_DeleteCluster, &eks_PutAccessEntry, &eks_ListClusters, &eks_ListVersions, NULL}};
const struct service svc_kafka = {.id = "kafka", .service_id = "Kafka", .protocol = P_REST_JSON, .lower = true, .iso_time = true,
    .ops = (const struct op *const[]){&kafka_CreateBroker, NULL}};
const struct service svc_s3 = {.id = "s3", .service_id = "S3", .protocol = P_REST_XML, .xmlns = "http://s3.amazonaws.com/doc/2006-03-01/",
    .ops = (const struct op *const[]){&s3_ListBuckets, &s3_DeleteBucket, &s3_GetBucketVersioning, &s3_PutBucketVersioning, &s3_PutBucketLifecycle,
                                      &s3_PutBucketPolicy, &s3_GetBucketPolicy, &s3_GetObject, NULL}};
const struct service svc_route53 = {.id = "route53", .service_id = "Route 53", .protocol = P_REST_XML, .bare_id = true,
    .xmlns = "https://route53.amazonaws.com/doc/2013-04-01/",
    .ops = (const struct op *const[]){&route53_CreateHostedZone, &route53_ChangeRecords, NULL}};
/* clang-format on */

static const struct codec *codec_of(const struct op *op)
{
    return codec_for(op->service->protocol);
}

static void requests_are_written_as_aws_reads_them(void **state)
{
    static const char xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    static const struct {
        const struct op *op;
        const char *in, *line, *body;
    } cases[] = {
        {&eks_DescribeCluster, "{'name':'a b'}", "GET /clusters/a%20b?", ""},
        {&eks_DeleteCluster, "{'name':'a'}", "DELETE /clusters/a?", ""},
        {&eks_PutAccessEntry,
         "{'clusterName':'a','principalArn':'arn:aws:iam::1:role/x','createdAt':'2026-01-31T12:00:00Z'}",
         "POST /clusters/a/access-entries/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx?", "{\"createdAt\":1769860800}"},
        {&eks_ListClusters, "{'all':true,'maxResults':5,'include':['x','y&z']}",
         "GET /clusters?maxResults=5&include=x&include=y%26z&all=true", ""},
        {&kafka_CreateBroker, "{'ClusterName':'c','EBSInfo':'e','CreationTime':'2026-01-31T12:00:00Z'}",
         "POST /v1/brokers?", "{\"clusterName\":\"c\",\"ebsInfo\":\"e\",\"creationTime\":\"2026-01-31T12:00:00Z\"}"},
        {&s3_ListBuckets, "{}", "GET /?", ""},
        {&s3_GetBucketVersioning, "{'Bucket':'b'}", "GET /b?versioning", ""},
        {&s3_PutBucketVersioning, "{'Bucket':'b','VersioningConfiguration':{'Status':'Enabled'}}", "PUT /b?versioning",
         "<VersioningConfiguration "
         "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>Enabled</Status></VersioningConfiguration>"},
        {&s3_PutBucketLifecycle, "{'Bucket':'b','Lifecycle':{'Rules':[{'ID':'1'},{'ID':'2','Days':3}]}}",
         "PUT /b?lifecycle",
         "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule><ID>1</ID></Rule>"
         "<Rule><ID>2</ID><Days>3</Days></Rule></LifecycleConfiguration>"},
        {&s3_PutBucketPolicy, "{'Bucket':'b','Policy':'{<&}'}", "PUT /b?policy", "{<&}"},
        {&s3_GetObject, "{'Bucket':'b','Key':'a/b c'}", "GET /b/a/b%20c?", ""},
        {&route53_ChangeRecords, "{'Id':'/hostedzone/Z1'}", "POST /2013-04-01/hostedzone/Z1/rrset/?", ""},
        {&route53_CreateHostedZone, "{'Name':'x.','VPCs':[{'ID':'v'}]}", "POST /2013-04-01/hostedzone?",
         "<CreateHostedZoneRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Name>x.</Name>"
         "<VPCs><VPC><ID>v</ID></VPC></VPCs></CreateHostedZoneRequest>"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_req req = {0};
        assert_null(codec_of(cases[i].op)->put_request(*state, cases[i].op, doc(*state, cases[i].in), &req));
        assert_string_equal(arena_printf(*state, "%s %s?%s", req.method, req.path, req.query), cases[i].line);
        const char *body = req.body_len ? req.body : "";
        assert_string_equal(strncmp(body, "<?", 2) == 0 ? body + strlen(xml) : body, cases[i].body);
    }
}

static void what_cannot_travel_is_refused_before_it_is_sent(void **state)
{
    static const struct {
        const struct op *op;
        const char *in, *says;
    } cases[] = {
        {&eks_DescribeCluster, "{'name':''}", "name must name something"},
        {&eks_DescribeCluster, "{'name':'..'}", "name must name something"},
        {&s3_DeleteBucket, "{'Bucket':'.'}", "Bucket must name something"},
        {&route53_ChangeRecords, "{'Id':'/hostedzone/'}", "Id must name something"},
        {&eks_DescribeCluster, "{}", "name is required"},
        {&s3_PutBucketVersioning, "{'Bucket':'b','ExpectedBucketOwner':'1\\r\\nx: y','VersioningConfiguration':{}}",
         "ExpectedBucketOwner must not hold control characters"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_req req = {0};
        CLEANUP(err_freep)
        struct err *e = codec_of(cases[i].op)->put_request(*state, cases[i].op, doc(*state, cases[i].in), &req);
        assert_non_null(e);
        assert_non_null(strstr(err_text(e), cases[i].says));
    }
}

struct asked {
    const struct op *op;
    const struct value *in;
    struct fault fault;
};

/* "GET /path?query" */
static struct asked ask(struct arena *a, const struct service *svc, const char *line, const char *body)
{
    struct asked ret = {0};
    size_t verb = strcspn(line, " "), path = strcspn(line + verb + 1, "?");
    const char *rest = line + verb + 1 + path;
    const struct http_req req = {.method = arena_strndup(a, line, verb),
                                 .host = "localhost:4566",
                                 .path = arena_strndup(a, line + verb + 1, path),
                                 .query = *rest ? rest + 1 : "",
                                 .body = body,
                                 .body_len = strlen(body)};
    codec_for(svc->protocol)->get_request(a, svc, &req, &ret.op, &ret.in, &ret.fault);
    return ret;
}

static void a_method_and_a_path_name_an_operation(void **state)
{
    static const struct {
        const struct service *svc;
        const char *line, *body;
        const struct op *op;
        const char *in;
    } cases[] = {
        {&svc_eks, "GET /clusters/a%20b", "", &eks_DescribeCluster, "{'name':'a b'}"},
        {&svc_eks, "GET /clusters/a/", "", &eks_DescribeCluster, "{'name':'a'}"},
        {&svc_eks, "GET /clusters/versions?all=true", "", &eks_ListVersions, "{'all':true}"},
        {&svc_eks, "GET /clusters?all=false&include=x&include=y", "", &eks_ListClusters,
         "{'all':false,'include':['x','y']}"},
        {&svc_eks, "POST /clusters/a/access-entries/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx", "{\"type\":\"STANDARD\"}",
         &eks_PutAccessEntry, "{'clusterName':'a','principalArn':'arn:aws:iam::1:role/x','type':'STANDARD'}"},
        {&svc_eks, "POST /clusters/a+b/access-entries/x", "", &eks_PutAccessEntry,
         "{'clusterName':'a+b','principalArn':'x'}"},
        {&svc_kafka, "POST /v1/brokers", "{\"clusterName\":\"c\",\"creationTime\":\"2026-01-31T12:00:00.123Z\"}",
         &kafka_CreateBroker, "{'ClusterName':'c','CreationTime':'2026-01-31T12:00:00Z'}"},
        {&svc_s3, "GET /", "", &s3_ListBuckets, "{}"},
        {&svc_s3, "GET /?x-id=ListBuckets", "", &s3_ListBuckets, "{}"},
        {&svc_s3, "GET /b?versioning", "", &s3_GetBucketVersioning, "{'Bucket':'b'}"},
        {&svc_s3, "GET /b?versioning=", "", &s3_GetBucketVersioning, "{'Bucket':'b'}"},
        {&svc_s3, "GET /b/a/b%20c", "", &s3_GetObject, "{'Bucket':'b','Key':'a/b c'}"},
        {&svc_s3, "DELETE /b", "", &s3_DeleteBucket, "{'Bucket':'b'}"},
        {&svc_s3, "PUT /b?policy", "{<&}", &s3_PutBucketPolicy, "{'Bucket':'b','Policy':'{<&}'}"},
        {&svc_s3, "PUT /b?lifecycle",
         "<LifecycleConfiguration xmlns='x'><Rule><ID>1</ID></Rule></LifecycleConfiguration>", &s3_PutBucketLifecycle,
         "{'Bucket':'b','Lifecycle':{'Rules':[{'ID':'1'}]}}"},
        {&svc_route53, "POST /2013-04-01/hostedzone/Z1/rrset", "", &route53_ChangeRecords, "{'Id':'Z1'}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct asked got = ask(*state, cases[i].svc, cases[i].line, cases[i].body);
        if (got.fault.code)
            fail_msg("%s: %s: %s", cases[i].line, got.fault.code, got.fault.message);
        assert_ptr_equal(got.op, cases[i].op);
        assert_same(*state, got.in, cases[i].in);
    }
}

static void a_bucket_may_stand_in_the_host(void **state)
{
    const struct http_req req = {
        .method = "GET", .host = "logs.s3.eu-west-1.amazonaws.com", .path = "/", .query = "versioning"};
    const struct value *in = NULL;
    const struct op *op = NULL;
    struct fault fault;
    codec_for(P_REST_XML)->get_request(*state, &svc_s3, &req, &op, &in, &fault);
    assert_null(fault.code);
    assert_ptr_equal(op, &s3_GetBucketVersioning);
    assert_same(*state, in, "{'Bucket':'logs'}");
}

static void what_aws_refuses_is_refused_in_its_words(void **state)
{
    static const struct {
        const struct service *svc;
        const char *line, *body, *code, *says;
    } cases[] = {
        {&svc_eks, "PATCH /clusters/a", "", "UnknownOperationException", "/clusters/a"},
        {&svc_eks, "GET /clusters/a/b", "", "UnknownOperationException", "/clusters/a/b"},
        {&svc_eks, "GET /clusters", "", "InvalidParameterException", "'all'"},
        {&svc_eks, "GET /clusters?all=yes", "", "InvalidParameterException", "all has a value of the wrong type"},
        {&svc_eks, "GET /clusters?all=true&all=true", "", "InvalidParameterException", "all has a value"},
        {&svc_eks, "GET /clusters?all=true&color=red", "", "InvalidParameterException", "color is not a known member"},
        {&svc_eks, "GET /clusters?all=true&nextToken=%00", "", "InvalidParameterException", "query string"},
        {&svc_eks, "GET /clusters/%FF", "", "InvalidParameterException", "path"},
        {&svc_eks, "GET /clusters/..", "", "InvalidParameterException", "path"},
        {&svc_route53, "POST /2013-04-01/hostedzone/a%2Fb/rrset", "", "MalformedInput", "path"},
        {&svc_eks, "POST /clusters/a/access-entries/b", "{\"type\":\"X\"}", "InvalidParameterException",
         "[STANDARD EC2_LINUX]"},
        {&svc_eks, "POST /clusters/a/access-entries/b", "{\"kind\":1}", "InvalidParameterException",
         "kind is not a known member"},
        {&svc_eks, "POST /clusters/a/access-entries/b", "{\"clusterName\":\"c\"}", "InvalidParameterException",
         "clusterName is not"},
        {&svc_eks, "POST /clusters/a/access-entries/b", "[]", "SerializationException", "no JSON object"},
        {&svc_kafka, "POST /v1/brokers", "", "BadRequestException", "'ClusterName'"},
        {&svc_kafka, "POST /v1/brokers", "{\"ClusterName\":\"c\"}", "BadRequestException",
         "ClusterName is not a known member"},
        {&svc_kafka, "POST /v1/brokers", "{\"clusterName\":\"c\",\"creationTime\":1}", "BadRequestException",
         "CreationTime"},
        {&svc_s3, "PUT /b", "", "MethodNotAllowed", "not allowed"},
        {&svc_s3, "DELETE /b?lifecycle", "", "MalformedXML", "lifecycle is not a known member"},
        {&svc_s3, "PUT /b?versioning", "", "InvalidRequest", "'VersioningConfiguration'"},
        {&svc_s3, "PUT /b?versioning", "<Versioning/>", "MalformedXML", "published schema"},
        {&svc_s3, "PUT /b?versioning", "<VersioningConfiguration>", "MalformedXML", "published schema"},
        {&svc_s3, "PUT /b?versioning", "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>",
         "InvalidRequest", "[Enabled Suspended]"},
        {&svc_s3, "PUT /b?versioning", "<VersioningConfiguration><State>On</State></VersioningConfiguration>",
         "MalformedXML", "State is not a known member"},
        {&svc_s3, "PUT /b?versioning",
         "<VersioningConfiguration><Status>Enabled</Status><Status>Enabled</Status></VersioningConfiguration>",
         "MalformedXML", "Status"},
        {&svc_s3, "PUT /b?lifecycle", "<LifecycleConfiguration/>", "InvalidRequest", "'Rules'"},
        {&svc_s3, "PUT /b?lifecycle",
         "<LifecycleConfiguration><Rule><ID/><Days>x</Days></Rule></LifecycleConfiguration>", "MalformedXML",
         "Rules[0].Days"},
        {&svc_s3, "PUT /b?lifecycle", "<LifecycleConfiguration><Rule><ID><b/></ID></Rule></LifecycleConfiguration>",
         "MalformedXML", "Rules[0].ID"},
        {&svc_route53, "POST /2013-04-01/hostedzone", "", "InvalidInput", "'Name'"},
        {&svc_route53, "POST /2013-04-01/hostedzone",
         "<CreateHostedZoneRequest><Name>x</Name><VPCs><Vpc/></VPCs></CreateHostedZoneRequest>", "MalformedInput",
         "VPCs.Vpc"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct asked got = ask(*state, cases[i].svc, cases[i].line, cases[i].body);
        if (!str_eq(got.fault.code, cases[i].code) || !strstr(got.fault.message, cases[i].says))
            fail_msg("%s %s: %s: %s", cases[i].line, cases[i].body, got.fault.code ? got.fault.code : "taken",
                     got.fault.message ? got.fault.message : "");
        assert_true(got.fault.status >= 400 && got.fault.status < 500);
    }
}

static void answers_arrive(void **state)
{
    static const struct {
        const struct op *op;
        const char *out;
    } cases[] = {
        {&eks_ListClusters, "{'clusters':['a','b']}"},
        {&eks_DeleteCluster, "{}"},
        {&kafka_CreateBroker, "{'ClusterName':'c','CreationTime':'2026-01-31T12:00:00Z'}"},
        {&s3_GetBucketPolicy, "{'Policy':'{<&}'}"},
        {&s3_GetBucketVersioning, "{'Status':'Enabled'}"},
        {&s3_GetObject, "{'ETag':'e','ContentLength':3}"},
        {&route53_CreateHostedZone, "{'Id':'/hostedzone/Z1','Location':'https://x/y'}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct fault none = {.request_id = "r-1"};
        const struct value *back = NULL;
        struct fault fault = {0};
        struct http_res res = {0};
        codec_of(cases[i].op)->put_response(*state, cases[i].op, doc(*state, cases[i].out), &none, &res);
        assert_null(codec_get_response(*state, cases[i].op, &res, &back, &fault));
        assert_null(fault.code);
        assert_string_equal(fault.request_id, "r-1");
        assert_same(*state, back, cases[i].out);
    }
}

static void an_answer_without_a_body_says_nothing(void **state)
{
    const struct op *const ops[] = {&eks_ListClusters, &s3_GetBucketVersioning, &s3_GetBucketPolicy};
    for (size_t i = 0; i < COUNT(ops); i++)
        for (int status = 200; status <= 204; status++) {
            const struct http_res res = {.status = status, .body = ""};
            const struct value *out = NULL;
            struct fault fault = {0};
            assert_null(codec_get_response(*state, ops[i], &res, &out, &fault));
            assert_null(fault.code);
            assert_int_equal(value_len(out), 0);
        }
}

static void a_no_is_understood_however_it_is_said(void **state)
{
    static const struct {
        const struct op *op;
        int status;
        const char *header, *value, *body, *code, *message;
    } cases[] = {
        {&eks_ListClusters, 404, "x-amzn-ErrorType", "ResourceNotFoundException:http://x/", "{\"message\":\"none\"}",
         "ResourceNotFoundException", "none"},
        {&eks_ListClusters, 400, "x-amzn-ErrorType", "a.b#Bad", "{\"Message\":\"why\"}", "Bad", "why"},
        {&eks_ListClusters, 400, NULL, NULL, "{\"code\":\"Bad\",\"message\":\"why\"}", "Bad", "why"},
        {&eks_ListClusters, 503, NULL, NULL, "<html>", "503", "the answer has no readable error in it"},
        {&s3_DeleteBucket, 409, NULL, NULL,
         "<Error><Code>BucketNotEmpty</Code><Message>full</Message><RequestId>r</RequestId></Error>", "BucketNotEmpty",
         "full"},
        {&s3_DeleteBucket, 404, NULL, NULL, "", "404", "the answer has no readable error in it"},
        {&s3_DeleteBucket, 301, "x-amz-bucket-region", "eu-west-1",
         "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>", "PermanentRedirect",
         "elsewhere (the bucket is in eu-west-1)"},
        {&route53_ChangeRecords, 400, NULL, NULL,
         "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>bad</Message></Error></"
         "ErrorResponse>",
         "InvalidInput", "bad"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_res res = {.status = cases[i].status, .body = cases[i].body, .body_len = strlen(cases[i].body)};
        const struct value *out = NULL;
        struct fault fault = {0};
        if (cases[i].header)
            http_header_add(*state, &res.headers, cases[i].header, cases[i].value);
        assert_null(codec_get_response(*state, cases[i].op, &res, &out, &fault));
        assert_int_equal(fault.status, cases[i].status);
        assert_string_equal(fault.code, cases[i].code);
        assert_string_equal(fault.message, cases[i].message);
    }
}

static void a_fault_is_said_in_the_services_own_form(void **state)
{
    static const struct {
        const struct op *op;
        const char *holds;
    } cases[] = {
        {&eks_ListClusters, "{\"message\":\"a <b>\"}"},
        {&s3_DeleteBucket, "<Error><Code>Bad</Code><Message>a &lt;b&gt;</Message><RequestId>r-1</RequestId></Error>"},
        {&route53_ChangeRecords,
         "<Type>Sender</Type><Code>Bad</Code><Message>a &lt;b&gt;</Message></Error><RequestId>r-1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct fault said = {400, "Bad", "a <b>", "r-1"};
        struct fault heard = {0};
        const struct value *out = NULL;
        struct http_res res = {0};
        codec_of(cases[i].op)->put_response(*state, cases[i].op, NULL, &said, &res);
        assert_int_equal(res.status, 400);
        assert_non_null(strstr(res.body, cases[i].holds));
        assert_null(codec_get_response(*state, cases[i].op, &res, &out, &heard));
        assert_string_equal(heard.code, "Bad");
        assert_string_equal(heard.message, "a <b>");
        assert_string_equal(heard.request_id, "r-1");
    }
}

static void a_fault_needs_no_operation_to_be_said(void **state)
{
    const enum protocol protocols[] = {P_REST_JSON, P_REST_XML};
    for (size_t i = 0; i < COUNT(protocols); i++) {
        const struct fault said = {403, "SignatureDoesNotMatch", "no", NULL};
        struct http_res res = {0};
        codec_for(protocols[i])->put_response(*state, NULL, NULL, &said, &res);
        assert_int_equal(res.status, 403);
        assert_true(res.body_len > 0);
    }
}

static void an_answer_of_the_wrong_kind_is_an_error(void **state)
{
    static const struct {
        const struct op *op;
        const char *body, *says;
    } cases[] = {
        {&eks_ListClusters, "[]", "no JSON object"},
        {&eks_ListClusters, "{\"clusters\":[1]}", "clusters[0] has a value of the wrong type"},
        {&s3_GetBucketVersioning, "<a", "answer to GetBucketVersioning"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct http_res res = {.status = 200, .body = cases[i].body, .body_len = strlen(cases[i].body)};
        const struct value *out = NULL;
        struct fault fault = {0};
        CLEANUP(err_freep)
        struct err *e = codec_get_response(*state, cases[i].op, &res, &out, &fault);
        assert_int_equal(err_class_of(e), ERR_WIRE);
        assert_non_null(strstr(err_text(e), cases[i].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(requests_are_written_as_aws_reads_them, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_travel_is_refused_before_it_is_sent, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_method_and_a_path_name_an_operation, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_bucket_may_stand_in_the_host, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_aws_refuses_is_refused_in_its_words, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answers_arrive, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(an_answer_without_a_body_says_nothing, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_no_is_understood_however_it_is_said, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_fault_is_said_in_the_services_own_form, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_fault_needs_no_operation_to_be_said, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(an_answer_of_the_wrong_kind_is_an_error, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
