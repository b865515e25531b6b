/*
 * `provisioner validate`, as it is typed, on broken specs: each bad case of provisioner/preflight/cases that AWS is not
 * asked about is a spec of its own, written into a file and named on the command line. Every line that is marked must
 * be in the answer by the rule's id, and no other line by that rule. Nothing is found in the reference spec, and in the
 * original configuration what is known to be wrong with it.
 */
#include "provisioner/cli/cli.h"
#include "provisioner/model/json.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/cases.h"

enum { LEAST_SPECS = 60, LONGEST_ANSWER = 4 << 20 };

static char folder[] = "/tmp/test_validate.XXXXXX";

/* ---- as it is typed ---------------------------------------------------------------------------------------------- */

static int64_t that_noon(void)
{
    return NOW;
}

static const char *no_environment(void *ctx, const char *name)
{
    (void)ctx, (void)name;
    return NULL;
}

/* stdout goes into the answer, stderr nowhere. */
static int typed(struct arena *a, const char *spec, const char *answer)
{
    static const volatile int never;
    struct sys disk = sys_real;
    disk.now = that_noon;
    const struct host host = {.env = no_environment, .sys = &disk, .interrupted = &never};
    char *argv[] = {arena_strdup(a, "provisioner"), arena_strdup(a, "validate"), arena_strdup(a, spec),
                    arena_strdup(a, "--json"), NULL};
    int kept[2], to[2] = {open(answer, O_WRONLY | O_CREAT | O_TRUNC, 0600), open("/dev/null", O_WRONLY)};
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        kept[i] = dup(i + 1);
        dup2(to[i], i + 1);
    }
    int code = cli_run(&host, 4, argv);
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        dup2(kept[i], i + 1);
        close(kept[i]);
        close(to[i]);
    }
    return code;
}

/* Its findings; ret_code: what the program ends with. */
static const struct value *findings_of(struct arena *a, const char *spec, int *ret_code)
{
    const char *path = arena_printf(a, "%s/answer.json", folder);
    const struct value *v = NULL;
    *ret_code = typed(a, spec, path);
    const char *text = read_text(a, path);
    err_free(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return value_get(v, "diagnostics");
}

static const char *written(struct arena *a, const char *text)
{
    const char *path = arena_printf(a, "%s/spec.yaml", folder);
    struct err *e = file_write(path, text, strlen(text), 0600);
    if (e)
        fail_msg("%s", err_text(e));
    return path;
}

/* ---- broken specs ------------------------------------------------------------------------------------------------ */

static bool is_told(const struct value *all, const char *rule, int64_t line)
{
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "rule"), rule) &&
            value_int_of(value_get(value_item(all, i), "line")) == line)
            return true;
    return false;
}

static const char *wrong_line(struct arena *a, const struct one_case *c, const struct value *all)
{
    const char *rule = c->as ? c->as : c->id;
    for (unsigned line = 1; line <= count_lines(c->text) + 1; line++)
        if (is_marked(c->text, line) != is_told(all, rule, line))
            return arena_printf(a, "%s in line %u is %s", rule, line,
                                is_marked(c->text, line) ? "not found" : "found where nothing is marked");
    return NULL;
}

/* AWS's answers, what it holds, and another day are no part of a file. */
static bool is_a_spec(const struct one_case *c)
{
    bool marked = false;
    for (unsigned line = 1; line <= count_lines(c->text) + 1; line++)
        marked = marked || is_marked(c->text, line);
    return c->bad && marked && !c->today && !strstr(c->text, "\n#? ") && !strstr(c->text, "\n#= ");
}

static bool is_right(const struct one_case *c)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    int code;
    const struct value *all = findings_of(a, written(a, c->text), &code);
    const char *why = wrong_line(a, c, all);
    bool errors = false;
    for (size_t i = 0; i < value_len(all); i++)
        errors = errors || str_eq(value_get_str(value_item(all, i), "severity"), "error");
    if (!why && code != (errors ? EXIT_ERROR : EXIT_DONE))
        why = arena_printf(a, "it ends with %d", code);
    if (why)
        print_error("%s:%u: bad %s: %s\n", c->file, c->line, c->id, why);
    return !why;
}

static void what_is_wrong_is_found_in_its_line(void **state)
{
    struct cases all = {.arena = *state};
    struct value *rules = value_map(*state);
    size_t specs = 0, wrong = 0;
    cases_read(&all);
    for (size_t i = 0; i < all.n; i++)
        if (is_a_spec(&all.items[i])) {
            specs++;
            wrong += !is_right(&all.items[i]);
            value_set_str(*state, rules, all.items[i].id, "");
        }
    print_message("figure: broken specs %zu rules %zu not found %zu\n", specs, value_len(rules), wrong);
    assert_int_equal(wrong, 0);
    assert_true(specs >= LEAST_SPECS);
}

/* ---- specs that are there ---------------------------------------------------------------------------------------- */

static void nothing_is_found_in_the_reference(void **state)
{
    static const char *const names[] = {"active-active.yaml", "minimal.yaml"};
    for (size_t i = 0; i < COUNT(names); i++) {
        int code;
        const struct value *all = findings_of(*state, arena_printf(*state, SOURCE_DIR "/specs/%s", names[i]), &code);
        assert_int_equal(code, EXIT_DONE);
        assert_int_equal(value_len(all), 0);
    }
}

static void the_original_configuration_is_refused_line_by_line(void **state)
{
    /* clang-format off */
    static const struct { unsigned line; const char *rule; } known[] = {
        {13, "GEN-904"}, {16, "GEN-08"}, {19, "spec/alike"}, {25, "AUR-906"}, {26, "AUR-059"}, {37, "AUR-062"}, {38, "AUR-062"},
        {42, "EC-003"}, {44, "EC-041"}, {47, "EKS-15"}, {52, "MSK-11"}, {54, "REP-05"}, {63, "spec/range"}, {73, "NET-025"},
    };
    /* clang-format on */
    int code;
    const struct value *all = findings_of(*state, SOURCE_DIR "/specs/seed-as-written.yaml", &code);
    assert_int_equal(code, EXIT_ERROR);
    for (size_t i = 0; i < COUNT(known); i++)
        if (!is_told(all, known[i].rule, known[i].line))
            fail_msg("%s is not found in line %u", known[i].rule, known[i].line);
}

static int begin(void **state)
{
    *state = arena_new();
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state)
{
    static const char *const names[] = {"spec.yaml", "answer.json"};
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(arena_printf(*state, "%s/%s", folder, names[i]));
    arena_free(*state);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_found_in_its_line),
        cmocka_unit_test(nothing_is_found_in_the_reference),
        cmocka_unit_test(the_original_configuration_is_refused_line_by_line),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
