/* Batches of changes to records, and records told among their neighbours. */
#include "aws/api/route53.h"
#include "aws/types/record_batch.h"
#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CHANGE(action, type, rest)                                                                                     \
    "{'Action':'" action "','ResourceRecordSet':{" rest "'Name':'api.example.com','Type':'" type "'}}"
#define ONE "'TTL':60,'ResourceRecords':[{'Value':'192.0.2.1'}]"
#define TWO "'TTL':30,'ResourceRecords':[{'Value':'192.0.2.2'}]"

static int open_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static const char *doubled(struct arena *a, const char *quoted)
{
    char *text = arena_strdup(a, quoted);
    for (char *p = text; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    return text;
}

static const struct value *json(struct arena *a, const char *quoted)
{
    const char *text = doubled(a, quoted);
    const struct value *v = NULL;
    assert_null(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static const struct value *record(struct arena *a, const char *variants)
{
    return json(a, arena_printf(a, "{'Name':'api.example.com','Type':'A','ResourceRecordSets':[%s]}", variants));
}

static const struct batch {
    const char *name, *have, *want, *changes; /* NULL: there is none */
} batches[] = {
    /* clang-format off */
    {"what is new is put", NULL, "{" ONE "}", CHANGE("UPSERT", "A", ONE ",")},
    {"what is wanted otherwise is put in its place", "{" ONE "}", "{" TWO "}", CHANGE("UPSERT", "A", TWO ",")},
    {"what goes is deleted as it was told", "{" ONE "}", NULL, CHANGE("DELETE", "A", ONE ",")},
    {"a variant that goes leaves the others",
     "{'SetIdentifier':'a','Weight':1," ONE "},{'SetIdentifier':'b','Weight':2," TWO "}", "{'SetIdentifier':'a','Weight':1," ONE "}",
     CHANGE("DELETE", "A", "'SetIdentifier':'b','Weight':2," TWO ",") "," CHANGE("UPSERT", "A", "'SetIdentifier':'a','Weight':1," ONE ",")},
    {"another policy comes when the old one went, in the same batch",
     "{'SetIdentifier':'a','Weight':1," ONE "}", "{'SetIdentifier':'a','Failover':'PRIMARY'," ONE "}",
     CHANGE("DELETE", "A", "'SetIdentifier':'a','Weight':1," ONE ",") "," CHANGE("UPSERT", "A", "'SetIdentifier':'a','Failover':'PRIMARY'," ONE ",")},
    /* clang-format on */
};

static void a_batch_is_what_has_to_change(void **state)
{
    struct arena *a = *state;
    for (size_t i = 0; i < COUNT(batches); i++) {
        const struct batch *b = &batches[i];
        struct value *request = value_map(a);
        struct err *e = record_batch(a, &route53_ChangeResourceRecordSets, request, b->want ? record(a, b->want) : NULL,
                                     b->have ? record(a, b->have) : NULL);
        assert_null(e);
        const char *want = value_canonical(a, json(a, arena_printf(a, "[%s]", b->changes)));
        const char *got = value_canonical(a, value_path(a, request, "ChangeBatch.Changes"));
        if (strcmp(got, want) != 0)
            print_error("%s\n", b->name);
        assert_string_equal(got, want);
    }
}

static void other_requests_are_left_alone(void **state)
{
    struct value *request = value_map(*state);
    assert_null(record_batch(*state, &route53_GetChange, request, record(*state, "{" ONE "}"), NULL));
    assert_int_equal(value_len(request), 0);
}

static const char listed[] =
    "{'ResourceRecordSets':["
    "{'Name':'api.example.com.','Type':'A','SetIdentifier':'a','Weight':1,'AliasTarget':{'HostedZoneId':'Z1',"
    "'DNSName':'LB.example.net.','EvaluateTargetHealth':true}},"
    "{'Name':'api.example.com.','Type':'A','SetIdentifier':'b','Weight':2," TWO "},"
    "{'Name':'api.example.com.','Type':'TXT'," ONE "},"
    "{'Name':'\\\\052.api.example.com.','Type':'A'," ONE "}]}";

static const struct known {
    const char *name, *type, *variants; /* NULL: there is none */
} records[] = {
    {"api.example.com", "A",
     "[{'AliasTarget':{'DNSName':'lb.example.net','EvaluateTargetHealth':true,'HostedZoneId':'Z1'},'SetIdentifier':'a',"
     "'Weight':1},{'ResourceRecords':[{'Value':'192.0.2.2'}],'SetIdentifier':'b','TTL':30,'Weight':2}]"},
    {"API.example.com.", "TXT", "[{'ResourceRecords':[{'Value':'192.0.2.1'}],'TTL':60}]"},
    {"*.api.example.com", "A", "[{'ResourceRecords':[{'Value':'192.0.2.1'}],'TTL':60}]"},
    {"other.example.com", "A", NULL},
    {"api.example.com", "AAAA", NULL},
};

static void a_record_is_found_among_its_neighbours(void **state)
{
    struct arena *a = *state;
    for (size_t i = 0; i < COUNT(records); i++) {
        struct value *known = value_map(a);
        value_set_str(a, known, "HostedZoneId", "Z1");
        value_set_str(a, known, "Name", records[i].name);
        value_set_str(a, known, "Type", records[i].type);
        const struct value *found = record_fold(a, &route53_ListResourceRecordSets, json(a, listed), known);
        assert_int_equal(found != NULL, records[i].variants != NULL);
        if (found)
            assert_string_equal(value_canonical(a, value_get(found, "ResourceRecordSets")),
                                doubled(a, records[i].variants));
    }
}

static void of_a_whole_zone_each_set_is_one_and_the_last_of_half_an_answer_none(void **state)
{
    struct arena *a = *state;
    static const char zone[] =
        "{'IsTruncated':%s,'ResourceRecordSets':[{'Name':'a.example.com.','Type':'A','TTL':60},"
        "{'Name':'a.example.com.','Type':'AAAA','TTL':60},{'Name':'b.example.com.','Type':'A','SetIdentifier':'x'},"
        "{'Name':'b.example.com.','Type':'A','SetIdentifier':'y'}]}";
    static const char two[] = "{'Records':[{'Name':'a.example.com','ResourceRecordSets':[{'TTL':60}],'Type':'A'},"
                              "{'Name':'a.example.com','ResourceRecordSets':[{'TTL':60}],'Type':'AAAA'}%s]}";
    static const char third[] = ",{'Name':'b.example.com','ResourceRecordSets':[{'SetIdentifier':'x'},"
                                "{'SetIdentifier':'y'}],'Type':'A'}";
    for (int cut = 0; cut < 2; cut++) {
        const struct value *answer = json(a, arena_printf(a, zone, cut ? "true" : "false"));
        const struct value *told = record_fold(a, &route53_ListResourceRecordSets, answer, NULL);
        assert_string_equal(value_canonical(a, told), doubled(a, arena_printf(a, two, cut ? "" : third)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_batch_is_what_has_to_change, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(other_requests_are_left_alone, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_record_is_found_among_its_neighbours, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(of_a_whole_zone_each_set_is_one_and_the_last_of_half_an_answer_none, open_arena,
                                        close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
