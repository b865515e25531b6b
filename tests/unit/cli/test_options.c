#include "provisioner/cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define TAKES "log-level set sandbox speed lock-timeout parallelism json target out"

static struct err *parse(struct arena *a, const char *line, struct options *ret)
{
    char *argv[32], *rest = NULL;
    int argc = 0;
    for (char *w = strtok_r(arena_strdup(a, line), " ", &rest); w; w = strtok_r(NULL, " ", &rest))
        argv[argc++] = w;
    return options_parse(a, argc, argv, TAKES, ret);
}

static void options_take_one_dash_or_two_and_either_way_of_a_value(void **state)
{
    (void)state;
    static const char *const lines[] = {"x.yaml --set a=b --sandbox --lock-timeout 5m",
                                        "-set=a=b -sandbox -lock-timeout=300s x.yaml",
                                        "--set=a=b --lock-timeout 300 --sandbox -- x.yaml"};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct options o;
        assert_null(parse(a, lines[i], &o));
        assert_true(o.sandbox && !o.json);
        assert_int_equal(o.lock_timeout_ms, 300000);
        assert_int_equal(o.words.n, 1);
        assert_string_equal(o.words.items[0], "x.yaml");
        assert_string_equal(o.sets.items[0], "a=b");
        assert_null(o.sets.items[1]);
    }
}

static void what_is_wrong_is_said_with_the_nearest_right(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"--sandbax", "did you mean --sandbox?"},
        {"--targt=x", "did you mean --target?"},
        {"--frobnicate", "--help lists"},
        {"--offline", "unknown option --offline"}, /* known, but not to this command */
        {"--set", "--set needs a value: --set PATH=VALUE"},
        {"-f my.yaml", "a spec is named without an option"},
        {"--sandbox=yes", "--sandbox takes no value"},
        {"--speed fast", "\"fast\" is no number above 0"},
        {"--speed -1", "no number above 0"},
        {"--speed nan", "no number above 0"},
        {"--parallelism 0", "no number from 1 to 10000"},
        {"--log-level loud", "\"loud\" is none of error, debug"},
        {"--lock-timeout 5x", "no duration; write 30s or 5m"},
        {"--lock-timeout 99999999999999999999", "no duration"},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct options o;
        CLEANUP(err_freep) struct err *e = parse(a, cases[i].line, &o);
        assert_non_null(e);
        if (!strstr(err_text(e), cases[i].says))
            fail_msg("%s: %s", cases[i].line, err_text(e));
    }
}

static void a_command_is_said_again_as_a_shell_takes_it(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct options o;
    assert_null(parse(a, "my.yaml --target */network/* --set tags.A=it's --json --sandbox --speed 3 --target b", &o));
    assert_string_equal(
        options_typed(a, "apply", &o, "set sandbox target"),
        "provisioner apply my.yaml --set 'tags.A=it'\\''s' --sandbox --target '*/network/*' --target b");
    assert_string_equal(options_typed(a, "plan", &o, ""), "provisioner plan my.yaml");
    struct sbuf empty = {.arena = a};
    put_word(&empty, "");
    put_word(&empty, "$(reboot)");
    assert_string_equal(sbuf_str(&empty), "'' '$(reboot)'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_take_one_dash_or_two_and_either_way_of_a_value),
        cmocka_unit_test(what_is_wrong_is_said_with_the_nearest_right),
        cmocka_unit_test(a_command_is_said_again_as_a_shell_takes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
