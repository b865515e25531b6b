#include "tests/unit/plan/world.h"

/* Cluster attributes; "" for an absent value. Expected: the paths that differ, "!" forces replacement. */
struct diff_case {
    const char *wanted, *live, *applied, *paths;
};

/* clang-format off */
static const struct diff_case cases[] = {
    /* nothing there */
    {"{}", "{}", "{}", ""},
    {"{'Group': ''}", "{}", "{}", ""},
    {"{'Group': null}", "{'Group': 'x'}", "{}", ""},
    {"{'Ports': []}", "{}", "{}", ""},
    {"{'Ports': [1]}", "{}", "{}", "Ports"},
    {"{'Ports': []}", "{'Ports': [1]}", "{}", "Ports"},
    {"{'Group': ''}", "{'Group': 'x'}", "{}", "Group"},
    {"{'Unheard': 1}", "{}", "{}", ""},
    /* AWS does not tell: what was applied counts */
    {"{'Group': 'x'}", "{}", "{'Group': 'x'}", ""},
    {"{'Group': 'y'}", "{}", "{'Group': 'x'}", "Group"},
    {"{'Group': 'x'}", "", "{'Group': 'x'}", ""},
    {"{'Group': 'x'}", "", "{}", "Group"},
    {"{'Group': 'x'}", "{'Group': 'y'}", "{'Group': 'x'}", "Group"},
    /* defaults */
    {"{}", "{'Backup': 1}", "{}", ""},
    {"{}", "{'Backup': 7}", "{}", "Backup"},
    {"{}", "{}", "{'Backup': 7}", "Backup"},
    {"{}", "{}", "{}", ""},
    {"{'Backup': 7}", "{'Backup': 7}", "{}", ""},
    {"{}", "{'Engine': 'x'}", "{}", ""},
    /* kinds */
    {"{'Backup': 7}", "{'Backup': '7'}", "{}", ""},
    {"{'Backup': 7}", "{'Backup': 7.0}", "{}", ""},
    {"{'Backup': 70}", "{'Backup': 7}", "{}", "Backup"},
    {"{'Version': 15.10}", "{'Version': '15.1'}", "{}", "Version"},
    {"{'Version': 15.10}", "{'Version': '15.10'}", "{}", ""},
    /* spelling */
    {"{'ClusterName': 'Demo'}", "{'ClusterName': 'demo'}", "{}", ""},
    {"{'ClusterName': 'Demo'}", "{'ClusterName': 'other'}", "{}", "!ClusterName"},
    {"{'Version': '15'}", "{'Version': '15.10'}", "{}", ""},
    {"{'Version': '15.1'}", "{'Version': '15.10'}", "{}", "Version"},
    {"{'Version': '15.10'}", "{'Version': '15'}", "{}", "Version"},
    /* lists */
    {"{'Ports': [1, 2]}", "{'Ports': [2, 1]}", "{}", "Ports"},
    {"{'Rules': [{'A': 1}, {'A': 2}]}", "{'Rules': [{'A': 2, 'Id': 'x'}, {'A': 1, 'Id': 'y'}]}", "{}", ""},
    {"{'Rules': [{'A': 1}, {'A': 2}]}", "{'Rules': [{'A': 2}, {'A': 3}]}", "{}", "Rules"},
    {"{'Rules': [{'A': 1}]}", "{'Rules': [{'A': 1}, {'A': 3}]}", "{}", "Rules"},
    /* maps */
    {"{'Scaling': {'Min': 1}}", "{'Scaling': {'Min': 1, 'Pause': 300}}", "{}", ""},
    {"{'Scaling': {'Min': 2}}", "{'Scaling': {'Min': 1, 'Pause': 300}}", "{}", "Scaling.Min"},
    {"{'Settings': {'a': '1', 'b': '2'}}", "{'Settings': {'a': '1', 'c': '3'}}", "{}", "Settings.b Settings.c"},
    {"{'Settings': {'a': {'x': 1, 'y': 2}}}", "{'Settings': {'a': {'x': 1, 'y': 3}}}", "{}", "Settings.a.y"},
    {"{'Settings': {'a.b/c': '1'}}", "{'Settings': {'a.b/c': '2'}}", "{}", "Settings[\"a.b/c\"]"},
    {"{'Settings': {'a': {'$unknown': true}}}", "{'Settings': {'a': '2'}}", "{}", "Settings.a"},
    /* what is not ours to see or to say */
    {"{'Password': {'$ref': 'tokyo/x/y.Value'}}", "{}", "{}", ""},
    {"{'Password': {'$unknown': true}}", "{}", "{}", "Password"},
    {"{'Writer': true}", "{'Writer': false}", "{}", ""},
    {"{'Snapshot': 'a'}", "{'Snapshot': 'zzz'}", "{'Snapshot': 'a'}", ""},
    {"{'Snapshot': 'b'}", "{'Snapshot': 'b'}", "{'Snapshot': 'a'}", "Snapshot"},
    {"{'Group': {'$ref': 'lookup/account.X'}}", "{'Group': 'x'}", "{}", ""},
    {"{'Group': {'$unknown': true}}", "{'Group': 'x'}", "{}", "Group"},
    {"{'Engine': {'$unknown': true}}", "{'Engine': 'x'}", "{}", "!Engine"},
    /* versions that went on: only the spec can take them further, or ask for less */
    {"{'Version': '15.8'}", "{'Version': '15.10'}", "{'Version': '15.8'}", ""},
    {"{'Version': '15.8'}", "{'Version': '15.10'}", "{'Version': '15.10'}", "Version"},
    {"{'Version': '15.8'}", "{'Version': '15.10'}", "{}", "Version"},
    {"{'Version': '15.10'}", "{'Version': '15.8'}", "{'Version': '15.10'}", "Version"},
    {"{'Version': '16'}", "{'Version': '15.8'}", "{'Version': '16'}", "Version"},
    /* documents */
    {"{'Policy': {'a': 1}}", "{'Policy': '{\\u0022a\\u0022: 1}'}", "{}", ""},
    {"{'Policy': {'a': 1}}", "{'Policy': '%7B%22a%22%3A1%7D'}", "{}", ""},
    {"{'Policy': {'a': 1}}", "{'Policy': '%7B%22a%22%3A2%7D'}", "{}", "Policy"},
    {"{'Policy': {'a': 1}}", "{'Policy': 'not json'}", "{}", "Policy"},
    {"{'Policy': {'a': 1}}", "{'Policy': '%7'}", "{}", "Policy"},
    {"{'Policy': {'Statement': [{'Action': 's3:*', 'Resource': ['a', 'b']}]}}",
     "{'Policy': {'Statement': {'Action': ['s3:*'], 'Resource': ['b', 'a']}}}", "{}", ""},
    {"{'Policy': {'Statement': [{'Action': ['x', 'y']}]}}", "{'Policy': {'Statement': [{'Action': ['x']}]}}", "{}", "Policy"},
    {"{'Policy': {'Statement': [{'Principal': {'AWS': '123456789012'}}]}}",
     "{'Policy': {'Statement': [{'Principal': {'AWS': ['arn:aws:iam::123456789012:root']}}]}}", "{}", ""},
    {"{'Policy': {'Statement': [{'Principal': {'AWS': '123456789012'}}]}}",
     "{'Policy': {'Statement': [{'Principal': {'AWS': 'arn:aws:iam::123456789013:root'}}]}}", "{}", "Policy"},
    {"{'Policy': {'Statement': [{'Principal': '*'}]}}", "{'Policy': {'Statement': [{'Principal': {'AWS': '*'}}]}}", "{}", ""},
    {"{'Policy': {'Statement': [{'Effect': 'Allow'}]}}", "{'Policy': {'Statement': [{'Effect': 'Deny'}]}}", "{}", "Policy"},
    {"{'Policy': {'Statement': [{'Resource': {'$ref': 'lookup/account.X'}}]}}",
     "{'Policy': {'Statement': [{'Resource': 'arn:x'}]}}", "{}", ""},
    {"{'Policy': {'Statement': [{'Condition': {'Bool': {'a': true}}}]}}",
     "{'Policy': {'Statement': [{'Condition': {'Bool': {'a': 'true'}}}]}}", "{}", ""},
    {"{'Policy': {'pattern': ['b', 'a']}}", "{'Policy': {'pattern': ['a', 'b']}}", "{}", "Policy"},
};

/* Vpc */
static const struct diff_case vpc_cases[] = {
    {"{'CidrBlock': '10.0.0.7/16'}", "{'CidrBlock': '10.0.0.0/16'}", "{}", ""},
    {"{'CidrBlock': '10.1.0.0/16'}", "{'CidrBlock': '10.0.0.0/16'}", "{}", "!CidrBlock"},
    {"{'CidrBlock': '10.0.0.0/16'}", "{'CidrBlock': '10.0.0.0/17'}", "{}", "!CidrBlock"},
    {"{'CidrBlock': '2600:1F14:0::/35'}", "{'CidrBlock': '2600:1f14::/35'}", "{}", ""},
    {"{'CidrBlock': '10.0.0.0/99'}", "{'CidrBlock': '10.0.0.0/16'}", "{}", "!CidrBlock"},
    {"{}", "{'EnableDns': false}", "{}", "EnableDns"},
    {"{'EnableDns': true}", "{'EnableDns': 'true'}", "{}", ""},
    {"{'Tags': {'a': '1'}}", "{'Tags': {'a': '1', 'b': '2', 'aws:x': 'y'}}", "{'Tags': {'a': '1'}}", ""},
    {"{'Tags': {'a': '1'}}", "{'Tags': {'a': '1', 'b': '2'}}", "{'Tags': {'a': '1', 'b': '2'}}", "Tags.b"},
    {"{'Tags': {'a': '1'}}", "{'Tags': {'a': '1'}}", "{'Tags': {'a': '1', 'b': '2'}}", ""},
    {"{}", "{'Tags': {'a': '1', 'c': '3'}}", "{'Tags': {'a': '1'}}", "Tags.a"},
    {"{'Tags': {'a': '2', 'd': '4'}}", "{'Tags': {'a': '1'}}", "{}", "Tags.a Tags.d"},
};
/* clang-format on */

static const struct value *parse_or_none(struct arena *a, const char *text, int mode)
{
    return *text ? parse_quoted(a, text, mode) : NULL;
}

static void run(const struct rtype *rt, const struct diff_case *c)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf paths = {.arena = a};
    const struct change *changes;
    size_t n = plan_diff(a, rt, parse_quoted(a, c->wanted, JSON_MARKED), parse_or_none(a, c->live, JSON_PLAIN),
                         parse_or_none(a, c->applied, JSON_PLAIN), &changes);
    for (size_t i = 0; i < n; i++)
        sbuf_printf(&paths, "%s%s%s", i ? " " : "", changes[i].forces_replacement ? "!" : "", changes[i].path);
    if (strcmp(sbuf_str(&paths), c->paths) != 0)
        fail_msg("%s against %s, applied %s: \"%s\", not \"%s\"", c->wanted, c->live, c->applied, sbuf_str(&paths),
                 c->paths);
}

static void attributes_differ_by_what_they_mean(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        run(test_type("Cluster"), &cases[i]);
}

static void addresses_and_tags_differ_by_what_they_mean(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vpc_cases); i++)
        run(test_type("Vpc"), &vpc_cases[i]);
}

static void numbers_that_travel_as_text_are_numbers(void **state)
{
    (void)state;
    static const struct diff_case numbers[] = {
        {"{'Amount': '5000'}", "{'Amount': '5000.0'}", "{}", ""},
        {"{'Amount': '5000.10'}", "{'Amount': '5000.1'}", "{}", ""},
        {"{'Amount': '5000'}", "{'Amount': '500.0'}", "{}", "Amount"},
        {"{'Amount': 'USD'}", "{'Amount': 'EUR'}", "{}", "Amount"},
    };
    for (size_t i = 0; i < COUNT(numbers); i++)
        run(test_type("Side"), &numbers[i]);
}

static void words_and_one_of_several_are_the_same_in_any_order(void **state)
{
    (void)state;
    static const struct diff_case texts[] = {
        {"{'Rights': 'on ~* +@read'}", "{'Rights': 'on +@read ~*'}", "{}", ""},
        {"{'Rights': 'on ~* +@read'}", "{'Rights': 'on ~* +@read +@write'}", "{}", "Rights"},
        {"{'Rights': 'on ~* +@read'}", "{'Rights': 'on ~*'}", "{}", "Rights"},
        {"{'First': 'a'}", "{'First': ['b', 'a']}", "{}", ""},
        {"{'First': 'a'}", "{'First': ['b', 'c']}", "{}", "First"},
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        run(test_type("Side"), &texts[i]);
}

static void what_its_group_decides_is_no_members_to_change(void **state)
{
    (void)state;
    static const struct diff_case members[] = {
        {"{'Size': 'large'}", "{'Size': 'small'}", "{}", "Size"},
        {"{'Size': 'large'}", "{'Size': 'small', 'Joined': 'g'}", "{}", ""},
        {"{'Size': 'large', 'Joined': 'g'}", "{'Size': 'small', 'Joined': 'g'}", "{}", ""},
        {"{'Joined': 'g'}", "{'Size': 'large', 'Joined': 'g'}", "{}", ""},
        {"{}", "{'Size': 'large', 'Joined': ''}", "{}", "Size"},
    };
    for (size_t i = 0; i < COUNT(members); i++)
        run(test_type("Side"), &members[i]);
}

static void a_url_is_told_without_what_stands_before_it(void **state)
{
    (void)state;
    static const struct diff_case urls[] = {
        {"{'Url': 'https://a.example.com/id/1'}", "{'Url': 'a.example.com/id/1'}", "{}", ""},
        {"{'Url': 'https://a.example.com/id/1'}", "{'Url': 'arn:aws:iam::1:oidc-provider/a.example.com/id/1'}", "{}",
         ""},
        {"{'Url': 'https://a.example.com/id/1'}", "{'Url': 'a.example.com/id/2'}", "{}", "Url"},
        {"{'Url': 'https://a.example.com/id/1'}", "{'Url': 'id/1'}", "{}", "Url"},
    };
    for (size_t i = 0; i < COUNT(urls); i++)
        run(test_type("Side"), &urls[i]);
}

static void what_is_found_is_not_held_against_what_aws_never_tells(void **state)
{
    (void)state;
    run(test_type("Cluster"), &(struct diff_case){"{'Snapshot': 'a', 'Engine': 'x'}", "{}", "", ""});
    run(test_type("Cluster"), &(struct diff_case){"{'Group': 'a'}", "{}", "", "Group"});
}

static void a_secret_shows_nothing(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct change *changes;
    size_t n = plan_diff(a, test_type("Cluster"), parse_quoted(a, "{'Password': {'$unknown': true}}", JSON_MARKED),
                         parse_quoted(a, "{'Password': 'hunter2'}", JSON_PLAIN), NULL, &changes);
    assert_int_equal(n, 1);
    assert_true(changes[0].sensitive);
    assert_null(changes[0].before);
    assert_int_equal(value_kind(changes[0].after), V_UNKNOWN);
}

static void long_sets_in_another_order_are_equal(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    enum { N = 20000 };
    struct value *x = value_list(a), *y = value_list(a);
    for (int i = 0; i < N; i++) {
        value_push(a, x, value_fmt(a, "subnet-%d", i));
        value_push(a, y, value_fmt(a, "subnet-%d", N - 1 - i));
    }
    assert_true(attr_equal(a, rtype_attr(test_type("Group"), "SubnetIds"), x, y));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_differ_by_what_they_mean),
        cmocka_unit_test(addresses_and_tags_differ_by_what_they_mean),
        cmocka_unit_test(numbers_that_travel_as_text_are_numbers),
        cmocka_unit_test(words_and_one_of_several_are_the_same_in_any_order),
        cmocka_unit_test(what_its_group_decides_is_no_members_to_change),
        cmocka_unit_test(a_url_is_told_without_what_stands_before_it),
        cmocka_unit_test(what_is_found_is_not_held_against_what_aws_never_tells),
        cmocka_unit_test(a_secret_shows_nothing),
        cmocka_unit_test(long_sets_in_another_order_are_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
