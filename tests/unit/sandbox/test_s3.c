#include "harness.h"

#define POLICY(effect, who, action, resource)                                                                          \
    "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"" effect "\\\",\\\"Principal\\\":" who \
    ",\\\"Action\\\":\\\"" action "\\\",\\\"Resource\\\":\\\"" resource "\\\"}]}"

static void bucket(const char *where, const char *name)
{
    const char *was = region;
    region = where;
    if (str_eq(where, "us-east-1"))
        OK("s3", "CreateBucket", "{'Bucket':'%s'}", name);
    else
        OK("s3", "CreateBucket", "{'Bucket':'%s','CreateBucketConfiguration':{'LocationConstraint':'%s'}}", name,
           where);
    region = was;
}

static void versioned(const char *where, const char *name)
{
    const char *was = region;
    bucket(where, name);
    region = where;
    OK("s3", "PutBucketVersioning", "{'Bucket':'%s','VersioningConfiguration':{'Status':'Enabled'}}", name);
    region = was;
}

static void role(void)
{
    OK("iam", "CreateRole",
       "{'RoleName':'copies','AssumeRolePolicyDocument':'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\","
       "\\\"Principal\\\":"
       "{\\\"Service\\\":\\\"s3.amazonaws.com\\\"},\\\"Action\\\":\\\"sts:AssumeRole\\\"}]}'}");
}

/* ---- buckets ----------------------------------------------------------------------------------------------------- */

static void a_bucket_is_born_closed(void **state)
{
    (void)state;
    const struct value *made = OK("s3", "CreateBucket",
                                  "{'Bucket':'one-123','CreateBucketConfiguration':{'LocationConstraint':"
                                  "'ap-northeast-1','Tags':[{'Key':'a','Value':'b'}]}}");
    assert_string_equal(text_at(made, "BucketArn"), "arn:aws:s3:::one-123");
    assert_string_equal(text_at(made, "Location"), "http://one-123.s3.amazonaws.com/");
    const struct value *block = OK("s3", "GetPublicAccessBlock", "{'Bucket':'one-123'}");
    assert_string_equal(text_at(block, "PublicAccessBlockConfiguration.BlockPublicPolicy"), "true");
    const struct value *how = OK("s3", "GetBucketEncryption", "{'Bucket':'one-123'}");
    assert_string_equal(
        text_at(how, "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm"),
        "AES256");
    const struct value *own = OK("s3", "GetBucketOwnershipControls", "{'Bucket':'one-123'}");
    assert_string_equal(text_at(own, "OwnershipControls.Rules[0].ObjectOwnership"), "BucketOwnerEnforced");
    assert_int_equal(value_len(OK("s3", "GetBucketVersioning", "{'Bucket':'one-123'}")), 0);
    assert_string_equal(text_at(OK("s3", "GetBucketTagging", "{'Bucket':'one-123'}"), "TagSet[0].Value"), "b");
    OK("s3", "DeleteBucket", "{'Bucket':'one-123'}");
    NO("NoSuchBucket", "s3", "GetBucketTagging", "{'Bucket':'one-123'}");
    assert_int_equal(last_fault.status, 404);
    NO("NoSuchBucket", "s3", "DeleteBucket", "{'Bucket':'one-123'}");
}

static void what_was_never_set_is_not_found(void **state)
{
    static const char *const cases[][2] = {
        {"GetBucketTagging", "NoSuchTagSet"},
        {"GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration"},
        {"GetBucketReplication", "ReplicationConfigurationNotFoundError"},
        {"GetBucketPolicy", "NoSuchBucketPolicy"},
    };
    (void)state;
    bucket("ap-northeast-1", "one");
    for (size_t i = 0; i < COUNT(cases); i++) {
        NO(cases[i][1], "s3", cases[i][0], "{'Bucket':'one'}");
        assert_int_equal(last_fault.status, 404);
    }
}

static void names_are_one_space_for_all_regions(void **state)
{
    (void)state;
    bucket("ap-northeast-1", "one");
    NO("BucketAlreadyOwnedByYou", "s3", "CreateBucket",
       "{'Bucket':'one','CreateBucketConfiguration':{'LocationConstraint':'ap-northeast-1'}}");
    NO("BucketAlreadyExists", "s3", "CreateBucket",
       "{'Bucket':'my-bucket','CreateBucketConfiguration':{'LocationConstraint':'ap-northeast-1'}}");
    region = "eu-west-1";
    NO("BucketAlreadyOwnedByYou", "s3", "CreateBucket",
       "{'Bucket':'one','CreateBucketConfiguration':{'LocationConstraint':'eu-west-1'}}");
    NO("PermanentRedirect", "s3", "GetBucketVersioning", "{'Bucket':'one'}");
    assert_int_equal(last_fault.status, 301);
    NO("NoSuchBucket", "s3", "GetBucketVersioning", "{'Bucket':'two'}");
}

static void the_oldest_region_wants_no_place_and_forgives(void **state)
{
    (void)state;
    region = "us-east-1";
    NO("IllegalLocationConstraintException", "s3", "CreateBucket",
       "{'Bucket':'one','CreateBucketConfiguration':{'LocationConstraint':'eu-west-1'}}");
    OK("s3", "CreateBucket", "{'Bucket':'one'}");
    assert_string_equal(text_at(OK("s3", "CreateBucket", "{'Bucket':'one'}"), "Location"), "/one");
    region = "eu-west-1";
    NO("IllegalLocationConstraintException", "s3", "CreateBucket", "{'Bucket':'two'}");
    NO("IllegalLocationConstraintException", "s3", "CreateBucket",
       "{'Bucket':'two','CreateBucketConfiguration':{'LocationConstraint':'eu-west-2'}}");
}

static void names_follow_the_rules(void **state)
{
    static const char *const bad[] = {
        "ab",       "Upper",     "under_score", "-lead",
        "trail-",   "a..b",      "192.168.0.1", "xn--a",
        "sthree-x", "x-s3alias", "x--ol-s3",    "a234567890b234567890c234567890d234567890e234567890f234567890abcd"};
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        NO("InvalidBucketName", "s3", "CreateBucket",
           "{'Bucket':'%s','CreateBucketConfiguration':{'LocationConstraint':'ap-northeast-1'}}", bad[i]);
}

static void whose_bucket_it_is_can_be_asked(void **state)
{
    (void)state;
    bucket("ap-northeast-1", "one");
    OK("s3", "GetBucketVersioning", "{'Bucket':'one','ExpectedBucketOwner':'123456789012'}");
    NO("AccessDenied", "s3", "GetBucketVersioning", "{'Bucket':'one','ExpectedBucketOwner':'999999999999'}");
}

static void buckets_of_all_regions_are_listed_by_name(void **state)
{
    (void)state;
    bucket("ap-northeast-2", "b-two");
    bucket("ap-northeast-1", "a-one");
    bucket("ap-northeast-1", "b-one");
    const struct value *all = OK("s3", "ListBuckets", "{}");
    assert_int_equal(count_at(all, "Buckets"), 3);
    assert_string_equal(text_at(all, "Buckets[0].Name"), "a-one");
    assert_null(value_path(memory, all, "Buckets[0].BucketRegion"));
    assert_int_equal(count_at(OK("s3", "ListBuckets", "{'BucketRegion':'ap-northeast-1'}"), "Buckets"), 2);
    all = OK("s3", "ListBuckets", "{'Prefix':'b-'}");
    assert_string_equal(text_at(all, "Buckets[0].Name"), "b-one");
    assert_string_equal(text_at(all, "Buckets[1].BucketRegion"), "ap-northeast-2");
    all = OK("s3", "ListBuckets", "{'MaxBuckets':2}");
    assert_int_equal(count_at(all, "Buckets"), 2);
    all = OK("s3", "ListBuckets", "{'MaxBuckets':2,'ContinuationToken':'%s'}", text_at(all, "ContinuationToken"));
    assert_int_equal(count_at(all, "Buckets"), 1);
    assert_string_equal(text_at(all, "ContinuationToken"), "");
    NO("InvalidArgument", "s3", "ListBuckets", "{'MaxBuckets':0}");
}

static void tags_are_replaced_as_a_whole_or_one_by_one(void **state)
{
    static const char arn[] = "arn:aws:s3:::one";
    (void)state;
    bucket("ap-northeast-1", "one");
    OK("s3", "PutBucketTagging",
       "{'Bucket':'one','Tagging':{'TagSet':[{'Key':'a','Value':'1'},{'Key':'b','Value':'2'}]}}");
    OK("s3", "PutBucketTagging", "{'Bucket':'one','Tagging':{'TagSet':[{'Key':'c','Value':'3'}]}}");
    assert_int_equal(count_at(OK("s3", "GetBucketTagging", "{'Bucket':'one'}"), "TagSet"), 1);
    NO("InvalidTag", "s3", "PutBucketTagging",
       "{'Bucket':'one','Tagging':{'TagSet':[{'Key':'a','Value':'1'},{'Key':'a','Value':'2'}]}}");
    OK("tagging", "TagResources", "{'ResourceARNList':['%s'],'Tags':{'d':'4'}}", arn);
    assert_int_equal(count_at(OK("s3", "GetBucketTagging", "{'Bucket':'one'}"), "TagSet"), 2);
    OK("tagging", "UntagResources", "{'ResourceARNList':['%s'],'TagKeys':['c','none']}", arn);
    const struct value *left = OK("s3", "GetBucketTagging", "{'Bucket':'one'}");
    assert_string_equal(text_at(left, "TagSet[0].Key"), "d");
    assert_int_equal(count_at(left, "TagSet"), 1);
    OK("s3", "DeleteBucketTagging", "{'Bucket':'one'}");
    NO("NoSuchTagSet", "s3", "GetBucketTagging", "{'Bucket':'one'}");
}

/* ---- configuration ----------------------------------------------------------------------------------------------- */

static void configuration_is_told_as_it_was_set(void **state)
{
    static const char *const cases[][4] = {
        {"BucketVersioning", "VersioningConfiguration", "{'Status':'Suspended'}", ""},
        {"BucketEncryption", "ServerSideEncryptionConfiguration",
         "{'Rules':[{'ApplyServerSideEncryptionByDefault':{'SSEAlgorithm':'aws:kms','KMSMasterKeyID':'any'},"
         "'BucketKeyEnabled':true}]}",
         "ServerSideEncryptionConfiguration"},
        {"PublicAccessBlock", "PublicAccessBlockConfiguration", "{'BlockPublicAcls':false}",
         "PublicAccessBlockConfiguration"},
        {"BucketOwnershipControls", "OwnershipControls", "{'Rules':[{'ObjectOwnership':'ObjectWriter'}]}",
         "OwnershipControls"},
        {"BucketLifecycleConfiguration", "LifecycleConfiguration",
         "{'Rules':[{'Expiration':{'Days':90},'ID':'x','Filter':{'Prefix':''},'Status':'Enabled','Transitions':[{'Days'"
         ":30,"
         "'StorageClass':'STANDARD_IA'}],'NoncurrentVersionExpiration':{'NoncurrentDays':7}}]}",
         ""},
    };
    (void)state;
    bucket("ap-northeast-1", "one");
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK("s3", arena_printf(memory, "Put%s", cases[i][0]), "{'Bucket':'one','%s':%s}", cases[i][1], cases[i][2]);
        const struct value *told = OK("s3", arena_printf(memory, "Get%s", cases[i][0]), "{'Bucket':'one'}");
        assert_string_equal(value_canonical(memory, value_path(memory, told, cases[i][3])),
                            value_canonical(memory, parse(cases[i][2])));
    }
    OK("s3", "DeleteBucketLifecycle", "{'Bucket':'one'}");
    NO("NoSuchLifecycleConfiguration", "s3", "GetBucketLifecycleConfiguration", "{'Bucket':'one'}");
}

static void configuration_is_refused(void **state)
{
    static const char *const cases[][4] = {
        {"BucketVersioning", "IllegalVersioningConfigurationException", "VersioningConfiguration", "{}"},
        {"BucketEncryption", "MalformedXML", "ServerSideEncryptionConfiguration",
         "{'Rules':[{'BucketKeyEnabled':true}]}"},
        {"BucketEncryption", "InvalidArgument", "ServerSideEncryptionConfiguration",
         "{'Rules':[{'ApplyServerSideEncryptionByDefault':{'SSEAlgorithm':'AES256','KMSMasterKeyID':'k'}}]}"},
        {"BucketOwnershipControls", "MalformedXML", "OwnershipControls",
         "{'Rules':[{'ObjectOwnership':'ObjectWriter'},{'ObjectOwnership':'ObjectWriter'}]}"},
    };
    static const char *const rules[][2] = {
        {"InvalidRequest", "{'Filter':{},'Status':'Enabled'}"},
        {"MalformedXML", "{'Expiration':{'Days':1},'Status':'Enabled'}"},
        {"MalformedXML", "{'Filter':{},'Status':'Enabled','Expiration':{}}"},
        {"MalformedXML", "{'Filter':{},'Status':'Enabled','Expiration':{'Days':1,'ExpiredObjectDeleteMarker':true}}"},
        {"MalformedXML", "{'Filter':{},'Status':'Enabled','Transitions':[{'StorageClass':'GLACIER'}]}"},
        {"MalformedXML", "{'Filter':{},'Status':'Enabled','NoncurrentVersionExpiration':{}}"},
        {"InvalidArgument", "{'Filter':{},'Status':'Enabled','Expiration':{'Days':0}}"},
        {"InvalidArgument",
         "{'Filter':{},'Status':'Enabled','AbortIncompleteMultipartUpload':{'DaysAfterInitiation':0}}"},
        {"InvalidArgument",
         "{'Filter':{},'Status':'Enabled','Transitions':[{'Days':29,'StorageClass':'STANDARD_IA'}]}"},
        {"InvalidArgument", "{'Filter':{},'Status':'Enabled','Transitions':[{'Days':-1,'StorageClass':'GLACIER'}]}"},
        {"InvalidArgument", "{'Filter':{},'Status':'Enabled','NoncurrentVersionTransitions':[{'NoncurrentDays':1,"
                            "'StorageClass':'ONEZONE_IA'}]}"},
        {"InvalidArgument", "{'Filter':{},'Status':'Enabled','Expiration':{'Days':30},'Transitions':[{'Days':30,"
                            "'StorageClass':'GLACIER'}]}"},
        {"InvalidArgument", "{'ID':'x','Filter':{},'Status':'Enabled','Expiration':{'Days':1}},{'ID':'x','Filter':{},"
                            "'Status':'Enabled','Expiration':{'Days':1}}"},
    };
    (void)state;
    bucket("ap-northeast-1", "one");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i][1], "s3", arena_printf(memory, "Put%s", cases[i][0]), "{'Bucket':'one','%s':%s}", cases[i][2],
           cases[i][3]);
    for (size_t i = 0; i < COUNT(rules); i++)
        NO(rules[i][0], "s3", "PutBucketLifecycleConfiguration",
           "{'Bucket':'one','LifecycleConfiguration':{'Rules':[%s]}}", rules[i][1]);
}

static void a_rule_without_a_name_is_given_one(void **state)
{
    (void)state;
    bucket("ap-northeast-1", "one");
    OK("s3", "PutBucketLifecycleConfiguration",
       "{'Bucket':'one','LifecycleConfiguration':{'Rules':[{'Filter':{},'Status':'Enabled','Expiration':{'Days':1}}]}"
       "}");
    const struct value *told = OK("s3", "GetBucketLifecycleConfiguration", "{'Bucket':'one'}");
    assert_int_equal(strlen(text_at(told, "Rules[0].ID")), 32);
}

/* ---- replication ------------------------------------------------------------------------------------------------- */

#define ROLE "arn:aws:iam::123456789012:role/copies"

static const struct value *replicate(const char *arn, const char *rules)
{
    return ask("s3", "PutBucketReplication", "{'Bucket':'from','ReplicationConfiguration':{'Role':'%s','Rules':[%s]}}",
               arn, rules);
}

static void a_bucket_is_copied_to_one_in_another_region(void **state)
{
    static const char rule[] = "{'ID':'all','Priority':1,'Filter':{'Prefix':''},'Status':'Enabled','Destination':{'"
                               "Bucket':'arn:aws:s3:::copy'},"
                               "'DeleteMarkerReplication':{'Status':'Enabled'}}";
    (void)state;
    versioned("ap-northeast-1", "from");
    versioned("ap-northeast-2", "copy");
    role();
    replicate(ROLE, rule);
    assert_null(last_fault.code);
    const struct value *told = OK("s3", "GetBucketReplication", "{'Bucket':'from'}");
    assert_string_equal(value_canonical(memory, value_path(memory, told, "ReplicationConfiguration.Rules[0]")),
                        value_canonical(memory, parse(rule)));
    NO("InvalidBucketState", "s3", "PutBucketVersioning",
       "{'Bucket':'from','VersioningConfiguration':{'Status':'Suspended'}}");
    assert_int_equal(last_fault.status, 409);
    OK("s3", "DeleteBucketReplication", "{'Bucket':'from'}");
    OK("s3", "PutBucketVersioning", "{'Bucket':'from','VersioningConfiguration':{'Status':'Suspended'}}");
    replicate(ROLE, rule);
    assert_string_equal(last_fault.code, "InvalidRequest");
}

static void copying_is_refused(void **state)
{
#define RULE(more, bucket, inner)                                                                                      \
    "{'Status':'Enabled','Destination':{'Bucket':'arn:aws:s3:::" bucket "'" inner "}" more "}"
#define V2 ",'Filter':{},'DeleteMarkerReplication':{'Status':'Disabled'}"
    static const struct {
        const char *code, *role, *rules;
    } cases[] = {
        {"InvalidArgument", "arn:aws:iam::123456789012:role/none", RULE("", "copy", "")},
        {"InvalidRequest", ROLE, RULE("", "none", "")},
        {"InvalidRequest", ROLE, RULE("", "from", "")},
        {"InvalidRequest", ROLE, RULE("", "plain", "")},
        {"InvalidRequest", ROLE, RULE(V2, "copy", "")},
        {"InvalidRequest", ROLE, RULE(",'Priority':1,'Filter':{}", "copy", "")},
        {"InvalidRequest", ROLE, RULE(V2 ",'Priority':1", "copy", "") "," RULE(V2 ",'Priority':1", "copy", "")},
        {"InvalidArgument", ROLE, RULE(",'ID':'x'", "copy", "") "," RULE(",'ID':'x'", "copy", "")},
        {"InvalidRequest", ROLE,
         RULE(",'SourceSelectionCriteria':{'SseKmsEncryptedObjects':{'Status':'Enabled'}}", "copy", "")},
        {"InvalidRequest", ROLE, RULE("", "copy", ",'EncryptionConfiguration':{'ReplicaKmsKeyID':'k'}")},
        {"InvalidRequest", ROLE, RULE("", "copy", ",'ReplicationTime':{'Status':'Enabled','Time':{'Minutes':15}}")},
        {"InvalidArgument", ROLE, RULE("", "copy", ",'ReplicationTime':{'Status':'Enabled','Time':{'Minutes':5}}")},
    };
    (void)state;
    versioned("ap-northeast-1", "from");
    versioned("ap-northeast-2", "copy");
    bucket("ap-northeast-2", "plain");
    role();
    for (size_t i = 0; i < COUNT(cases); i++) {
        replicate(cases[i].role, cases[i].rules);
        if (!str_eq(last_fault.code, cases[i].code))
            fail_msg("%s: %s", cases[i].rules, last_fault.code ? last_fault.code : "taken");
    }
}

/* ---- policies ---------------------------------------------------------------------------------------------------- */

static void policies_speak_of_their_bucket_and_of_nobody_at_large(void **state)
{
    static const char *const cases[][2] = {
        {"MalformedPolicy", "nothing"},
        {"MalformedPolicy", POLICY("Deny", "\\\"*\\\"", "s3:*", "arn:aws:s3:::two/*")},
        {"MalformedPolicy", POLICY("Deny", "\\\"*\\\"", "s3:*", "arn:aws:s3:::one-more")},
        {"MalformedPolicy", POLICY("Deny", "\\\"*\\\"", "ec2:*", "arn:aws:s3:::one")},
        {"MalformedPolicy",
         "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\",\\\"Action\\\":\\\"s3:*\\\",\\\"Resource\\\":"
         "\\\"arn:aws:s3:::one\\\"}]}"},
        {"AccessDenied", POLICY("Allow", "\\\"*\\\"", "s3:GetObject", "arn:aws:s3:::one/*")},
        {"AccessDenied", POLICY("Allow", "{\\\"AWS\\\":[\\\"*\\\"]}", "s3:GetObject", "arn:aws:s3:::one/*")},
    };
    static const char good[] = POLICY("Deny", "\\\"*\\\"", "s3:*", "arn:aws:s3:::one/*");
    (void)state;
    bucket("ap-northeast-1", "one");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i][0], "s3", "PutBucketPolicy", "{'Bucket':'one','Policy':'%s'}", cases[i][1]);
    OK("s3", "PutBucketPolicy", "{'Bucket':'one','Policy':'%s'}", good);
    assert_non_null(strstr(text_at(OK("s3", "GetBucketPolicy", "{'Bucket':'one'}"), "Policy"), "arn:aws:s3:::one/*"));
    OK("s3", "DeleteBucketPolicy", "{'Bucket':'one'}");
    NO("NoSuchBucketPolicy", "s3", "GetBucketPolicy", "{'Bucket':'one'}");
}

static void a_body_travels_with_its_checksum(void **state)
{
    (void)state;
    struct http_req req;
    struct http_res res = {0};
    const struct op *op = service_op(aws_service("s3"), "PutBucketPolicy");
    struct op without = *op;
    without.flags = OP_IDEMPOTENT;
    bucket("ap-northeast-1", "one");
    build(&without, parse("{'Bucket':'one','Policy':'{}'}"), &req);
    sandbox_answer(sandbox, memory, &req, &res);
    assert_int_equal(res.status, 400);
    assert_non_null(strstr(res.body, "<Error><Code>InvalidRequest</Code>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_bucket_is_born_closed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_never_set_is_not_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_are_one_space_for_all_regions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_oldest_region_wants_no_place_and_forgives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_follow_the_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whose_bucket_it_is_can_be_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(buckets_of_all_regions_are_listed_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tags_are_replaced_as_a_whole_or_one_by_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(configuration_is_told_as_it_was_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(configuration_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rule_without_a_name_is_given_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_bucket_is_copied_to_one_in_another_region, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copying_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(policies_speak_of_their_bucket_and_of_nobody_at_large, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_body_travels_with_its_checksum, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
