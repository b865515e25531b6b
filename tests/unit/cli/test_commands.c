/*
 * The tables behind help, completion and manual: whatever they say of a command holds. Each example is parsed as the
 * command itself parses it.
 */
#include "provisioner/cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The list of commands has 80 columns. */
static void every_command_says_what_it_does_in_a_line(void **state)
{
    (void)state;
    for (const struct command *c = commands; c->name; c++) {
        assert_non_null(c->summary);
        if (strlen(c->summary) > 67 || strchr(c->summary, '\n') || c->summary[strlen(c->summary) - 1] == '.')
            fail_msg("%s: \"%s\" is no summary", c->name, c->summary);
        assert_true(c->least <= c->most);
        assert_non_null(c->run);
    }
}

static void every_option_that_a_command_takes_exists(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (const struct command *c = commands; c->name; c++) {
        const char *at = c->takes, *word;
        for (size_t n; (n = next_word(&at, &word));)
            if (!option_named(arena_strndup(a, word, n)))
                fail_msg("%s takes --%.*s, which does not exist", c->name, (int)n, word);
    }
}

/* A shell's words, as far as the examples have them: quotes around a whole word, a comment, a pipe. */
static int split(char *line, char **argv, int most)
{
    int n = 0;
    for (char *at = line; *at && n < most;) {
        at += strspn(at, " ");
        char quote = *at == '\'' || *at == '"' ? *at++ : ' ';
        char *end = strchr(at, quote);
        if (!*at || (quote == ' ' && strchr("#|>&<(", *at)))
            break;
        argv[n++] = at;
        at = end ? end + 1 : at + strlen(at);
        if (end)
            *end = '\0';
    }
    return n;
}

static void parses(struct arena *a, const struct command *c, const char *line, size_t n)
{
    char *argv[64];
    struct options o;
    int argc = split(arena_strndup(a, line, n), argv, 64);
    struct err *e = options_parse(a, argc, argv, c->takes, &o);
    if (e || o.words.n < c->least || o.words.n > c->most)
        fail_msg("%s: %s in: %.*s", c->name, e ? err_text(e) : "not so many arguments", (int)n, line);
}

static size_t examples_of(struct arena *a, const struct command *c)
{
    size_t own = 0;
    const char *start = arena_printf(a, "  provisioner %s", c->name);
    for (const char *line = c->example; *line;) {
        size_t n = strcspn(line, "\n"), at = strlen(start);
        if (strncmp(line, start, at) == 0 && ++own)
            parses(a, c, line + at, n - at);
        if (strncmp(line, "  ", 2) != 0 || n > 100)
            fail_msg("%s: an example that is not indented, or too long: %.*s", c->name, (int)n, line);
        line += n + (line[n] == '\n');
    }
    return own;
}

static void every_command_has_examples_that_it_understands(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (const struct command *c = commands; c->name; c++)
        if (!strstr(c->example, arena_printf(a, "provisioner %s", c->name)) ||
            (!examples_of(a, c) && strcmp(c->name, "completion") != 0))
            fail_msg("%s has no example", c->name);
}

static void commands_and_exit_codes_are_told_once(void **state)
{
    (void)state;
    for (const struct command *c = commands; c->name; c++)
        for (const struct command *d = c + 1; d->name; d++)
            assert_string_not_equal(c->name, d->name);
    for (const struct exit_words *w = exit_words; w[0].text && w[1].text; w++)
        assert_true(w[0].code < w[1].code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_says_what_it_does_in_a_line),
        cmocka_unit_test(every_option_that_a_command_takes_exists),
        cmocka_unit_test(every_command_has_examples_that_it_understands),
        cmocka_unit_test(commands_and_exit_codes_are_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
