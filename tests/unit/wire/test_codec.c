#include "tests/unit/wire/tables.h"

#include "aws/wire/coding.h"

static void what_the_client_must_not_send_is_a_bug(void **state)
{
    static const char *const cases[][2] = {
        {"{}", "MakeThing: Name is required"},
        {"{'Name':null}", "MakeThing: Name is required"},
        {"{'Name':'x','Nmae':'y'}", "MakeThing: Nmae is no member of it"},
        {"{'Name':'x','Tags':[{'Key':'a'},{'Value':'b'}]}", "MakeThing: Tags[1].Key is required"},
        {"{'Name':'x','Tags':[{'Key':'a','key':'b'}]}", "MakeThing: Tags[0].key is no member of it"},
        {"{'Name':1}", "MakeThing: Name must not be a whole number"},
        {"{'Name':'x','Count':'1'}", "MakeThing: Count must not be a text"},
        {"{'Name':'x','Public':'true'}", "MakeThing: Public must not be a text"},
        {"{'Name':'x','Since':'2026-02-30T00:00:00Z'}", "MakeThing: Since must not be a text"},
        {"{'Name':'x','Bytes':'abc'}", "MakeThing: Bytes must not be a text"},
        {"{'Name':'x','Ids':'a'}", "MakeThing: Ids must not be a text"},
        {"{'Name':'x','Ids':['a',null]}", "MakeThing: Ids[1] must not be nothing"},
        {"{'Name':'x','Labels':{'k':[]}}", "MakeThing: Labels.k must not be a list"},
        {"{'Name':'x','First':[]}", "MakeThing: First must not be a list"},
        {"[]", "MakeThing: the input must be a mapping"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(err_freep) struct err *e = input_check(*state, &json_MakeThing, doc(*state, cases[i][0]));
        assert_non_null(e);
        assert_int_equal(err_class_of(e), ERR_BUG);
        assert_string_equal(err_text(e), cases[i][1]);
    }
}

static void what_is_not_known_yet_is_not_sent(void **state)
{
    struct value *in = value_map(*state);
    value_set(*state, in, "Name", value_unknown(*state));
    CLEANUP(err_freep) struct err *e = input_check(*state, &json_MakeThing, in);
    assert_string_equal(err_text(e), "MakeThing: Name must not be known after apply");
}

static void a_secret_is_in_no_error(void **state)
{
    CLEANUP(err_freep)
    struct err *e = input_check(*state, &json_MakeThing, doc(*state, "{'Name':'x','Password':['hunter2']}"));
    assert_non_null(e);
    assert_null(strstr(err_text(e), "hunter2"));
}

static void no_input_is_an_empty_one(void **state)
{
    assert_null(input_check(*state, &json_StageThing, NULL));
}

static void times_are_read_in_every_form_aws_writes(void **state)
{
    static const struct {
        const char *text, *same;
    } cases[] = {
        {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
        {"2016-11-30T21:08:15.000Z", "2016-11-30T21:08:15Z"},
        {"2016-11-30T21:08:15.123456789Z", "2016-11-30T21:08:15Z"},
        {"2024-02-29T23:59:59+00:00", "2024-02-29T23:59:59Z"},
        {"2024-03-01T08:59:59+09:00", "2024-02-29T23:59:59Z"},
        {"2024-02-29T18:29:59-0530", "2024-02-29T23:59:59Z"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
        {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
        {"1900-03-01T00:00:00Z", "1900-03-01T00:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t seconds = 0;
        assert_true(time_parse(cases[i].text, &seconds));
        assert_string_equal(time_text(*state, seconds), cases[i].same);
    }
}

static void every_day_has_its_number(void **state)
{
    struct arena *a = *state;
    for (int64_t day = -719162; day < 2932896; day += 97) {
        int64_t back = 0;
        assert_true(time_parse(time_text(a, day * 86400 + 3661), &back));
        assert_int_equal(back, day * 86400 + 3661);
    }
}

static void what_is_no_time_is_refused(void **state)
{
    static const char *const texts[] = {"",
                                        "now",
                                        "2026",
                                        "2026-01-31",
                                        "2026-01-31T12:00:00",
                                        "2026-01-31 12:00:00Z",
                                        "2026-1-31T12:00:00Z",
                                        "2026-02-29T00:00:00Z",
                                        "1900-02-29T00:00:00Z",
                                        "2026-00-01T00:00:00Z",
                                        "2026-13-01T00:00:00Z",
                                        "2026-01-00T00:00:00Z",
                                        "2026-04-31T00:00:00Z",
                                        "2026-01-01T24:00:00Z",
                                        "2026-01-01T00:60:00Z",
                                        "2026-01-01T00:00:61Z",
                                        "2026-01-01T00:00:00.Z",
                                        "2026-01-01T00:00:00ZZ",
                                        "2026-01-01T00:00:00+9",
                                        "2026-01-01T00:00:00+24:00",
                                        "2026-01-01T00:00:00+0a:00",
                                        "0000-01-01T00:00:00Z",
                                        "0001-01-01T00:00:00+01:00",
                                        "9999-12-31T23:59:59-01:00",
                                        "+026-01-31T12:00:00Z",
                                        "1769860800"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        int64_t seconds = 0;
        if (time_parse(texts[i], &seconds))
            fail_msg("\"%s\" passes for a time", texts[i]);
    }
    assert_null(time_text(*state, INT64_MAX));
    assert_null(time_text(*state, INT64_MIN));
}

static void texts_are_told_from_bytes(void **state)
{
    static const struct {
        const char *bytes;
        bool ok;
    } cases[] = {
        {"", true},
        {"a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", true},
        {"\x80", false},
        {"\xC0\x80", false},
        {"\xC3", false},
        {"\xE0\x80\x80", false},
        {"\xED\xA0\x80", false},
        {"\xF4\x90\x80\x80", false},
        {"\xF5\x80\x80\x80", false},
        {"\xE2\x82", false},
        {"\xF0\x9F\x98"
         "a",
         false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(utf8_valid(cases[i].bytes, strlen(cases[i].bytes)), cases[i].ok);
    assert_false(utf8_valid("a\0b", 3));
}

static void base64_is_whole_or_refused(void **state)
{
    static const struct {
        const char *text;
        bool ok;
    } cases[] = {{"", true},      {"AA==", true},   {"AAE=", true},  {"AAEC", true},
                 {"A", false},    {"AA=", false},   {"A===", false}, {"AA==A", false},
                 {"A A=", false}, {"AA\n=", false}, {"====", false}, {"-_==", false}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(base64_valid(cases[i].text), cases[i].ok);
}

static void no_character_is_cut_in_two(void **state)
{
    assert_string_equal(text_cut(*state, "abc", 3), "abc");
    assert_string_equal(text_cut(*state, "abcd", 3), "abc");
    assert_string_equal(text_cut(*state, "a\xE2\x82\xAC", 3), "a");
    assert_string_equal(text_cut(*state, "a\xE2\x82\xAC", 4), "a\xE2\x82\xAC");
    assert_string_equal(text_cut(*state, "\xE2\x82\xAC", 2), "");
}

static void every_protocol_we_speak_has_a_codec(void **state)
{
    (void)state;
    assert_ptr_equal(codec_for(P_QUERY), &codec_query);
    assert_ptr_equal(codec_for(P_EC2), &codec_ec2);
    assert_ptr_equal(codec_for(P_JSON), &codec_json);
    assert_null(codec_for((enum protocol)99));
}

static void members_are_found_by_path(void **state)
{
    (void)state;
    assert_string_equal(shape_field(&Thing, "Tags[].Key")->name, "Key");
    assert_string_equal(shape_field(&Thing, "First.Value")->name, "Value");
    assert_null(shape_field(&Thing, "First.Valu"));
    assert_null(shape_field(&Thing, "Name.Value"));
    assert_int_equal(shape_field(&Thing, "Labels.Any")->kind, K_STR);
    assert_ptr_equal(service_op(&svc_json, "MakeThing"), &json_MakeThing);
    assert_null(service_op(&svc_json, "MakeThings"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_the_client_must_not_send_is_a_bug, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_known_yet_is_not_sent, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_secret_is_in_no_error, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(no_input_is_an_empty_one, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(times_are_read_in_every_form_aws_writes, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(every_day_has_its_number, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_time_is_refused, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(texts_are_told_from_bytes, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(base64_is_whole_or_refused, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(no_character_is_cut_in_two, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(every_protocol_we_speak_has_a_codec, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(members_are_found_by_path, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
