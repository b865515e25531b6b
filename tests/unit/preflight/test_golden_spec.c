#include "provisioner/base/file.h"
#include "provisioner/preflight/preflight.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * tests/golden/spec/<case>.yaml with its <case>.txt: the findings, and the effective spec when there is one. Comments
 * at the head of a case are its command line: "#: set path=value", "#: overlay file", "#: env NAME=value". A golden
 * that does not exist is written, and the case fails once; UPDATE_GOLDEN=1 writes them all anew.
 */

enum { CASES = 200, OPTIONS = 16 };

struct options {
    const char *sets[OPTIONS], *overlays[OPTIONS], *env[OPTIONS];
    size_t n_sets, n_overlays, n_env;
};

static const char *from_case(void *ctx, const char *name)
{
    const struct options *o = ctx;
    size_t n = strlen(name);
    for (size_t i = 0; i < o->n_env; i++)
        if (str_starts(o->env[i], name) && o->env[i][n] == '=')
            return o->env[i] + n + 1;
    return NULL;
}

static void one_option(struct options *o, const char *line)
{
    if (str_starts(line, "set "))
        o->sets[o->n_sets++] = line + 4;
    else if (str_starts(line, "overlay "))
        o->overlays[o->n_overlays++] = line + 8;
    else if (str_starts(line, "env "))
        o->env[o->n_env++] = line + 4;
    else
        fail_msg("unknown option: %s", line);
}

static struct options options_of(struct arena *a, const char *text)
{
    struct options o = {0};
    while (str_starts(text, "#: ")) {
        size_t n = strcspn(text, "\n");
        one_option(&o, arena_strndup(a, text + 3, n - 3));
        text += n + (text[n] == '\n');
    }
    return o;
}

static void put_shared(struct sbuf *out, const struct spec *s)
{
    sbuf_printf(out, "%s %s account %s\nresources ", s->project, s->environment, s->account ? s->account : "any");
    value_print(out, s->resources, 0);
    sbuf_puts(out, "\noverrides ");
    value_print(out, s->overrides, 0);
    sbuf_putc(out, '\n');
}

/* Every document has these, and few are about them. */
static const struct value *without_defaults_of_usage(struct arena *a, const struct spec *s, const struct value *config)
{
    return value_get(s->raw, "usage") ? config : value_without(a, config, "usage");
}

static const char *outcome(struct arena *a, const char *file, const char *text, size_t n)
{
    struct options o = options_of(a, text);
    struct spec_sources src = {.path = file,
                               .text = text,
                               .n_text = n,
                               .overlays = o.overlays,
                               .n_overlays = o.n_overlays,
                               .sets = o.sets,
                               .n_sets = o.n_sets,
                               .env = from_case,
                               .env_ctx = &o};
    struct diags d = {.arena = a};
    struct sbuf out = {.arena = a};
    struct preflight p = {.arena = a, .diags = &d, .now = 1796040000};
    struct err *e = preflight_load(&p, &src);
    if (!e && d.errors)
        e = spec_verdict(&src, &d);
    const struct spec *s = p.spec;
    diag_print(&d, &out);
    if (e) {
        sbuf_printf(&out, "%s\n", err_text(e));
        err_free(e);
        return sbuf_str(&out);
    }
    put_shared(&out, s);
    for (size_t i = 0; i < s->n_regions; i++) {
        sbuf_printf(&out, "%s %s %s\n", s->regions[i].alias, s->regions[i].name,
                    s->regions[i].primary ? "primary" : "secondary");
        value_print(&out, without_defaults_of_usage(a, s, s->regions[i].config), 0);
        sbuf_putc(&out, '\n');
    }
    return sbuf_str(&out);
}

static void as_recorded(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *file = *state, *text, *wanted = NULL,
               *golden = arena_printf(a, "%.*s.txt", (int)strlen(file) - 5, file);
    size_t n, n_wanted;
    assert_null(file_read(a, file, 8 << 20, &text, &n));
    const char *got = outcome(a, file, text, n);
    struct err *missing = file_read(a, golden, 8 << 20, &wanted, &n_wanted);
    if (missing || getenv("UPDATE_GOLDEN")) {
        assert_null(file_write(golden, got, strlen(got), 0644));
        if (missing)
            print_error("%s is new: read it\n", golden);
    }
    bool is_new = missing != NULL;
    err_free(missing);
    assert_false(is_new);
    if (!getenv("UPDATE_GOLDEN"))
        assert_string_equal(got, wanted);
}

static int by_name(const void *x, const void *y)
{
    return strcmp(((const struct CMUnitTest *)x)->name, ((const struct CMUnitTest *)y)->name);
}

int main(void)
{
    static struct CMUnitTest tests[CASES];
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t n = 0;
    DIR *folder = chdir(TEST_DIR "/golden/spec") == 0 ? opendir(".") : NULL;
    for (struct dirent *e; folder && (e = readdir(folder)) && n < CASES;)
        if (str_ends(e->d_name, ".yaml")) {
            char *name = arena_strdup(a, e->d_name);
            tests[n++] = (struct CMUnitTest){name, as_recorded, NULL, NULL, name};
        }
    if (folder)
        closedir(folder);
    if (!n)
        return 1;
    qsort(tests, n, sizeof *tests, by_name);
    return _cmocka_run_group_tests("golden/spec", tests, n, NULL, NULL);
}
