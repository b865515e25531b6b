#ifndef TESTS_CASES_H
#define TESTS_CASES_H

/*
 * provisioner/preflight/cases, read: what is said of rules there, and of whom a line is. network.yaml says how they are
 * written. Include after what cmocka needs.
 */

#include "provisioner/base/file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER SOURCE_DIR "/provisioner/preflight/"

#define NOW INT64_C(1796040000) /* noon of 2026-11-30 */

enum { LONGEST = 4 << 20, MOST_COMPANIONS = 8, MOST_FILES = 64 };

struct one_case {
    const char *file, *id, *as; /* `as`: the rule of the findings, NULL: id */
    const char *with[MOST_COMPANIONS];
    const char *today;
    bool bad;
    unsigned line; /* of the file */
    const char *text;
    size_t n_head; /* lines before those of the case */
};

struct cases {
    struct arena *arena;
    struct one_case *items;
    size_t n, cap;
    char *elsewhere; /* the file, as words */
};

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static size_t count_lines(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += *s == '\n';
    return n;
}

static void read_title(struct cases *all, struct one_case *c, const char *title)
{
    char *words = arena_strndup(all->arena, title, strcspn(title, ":\n"));
    size_t n = 0, n_with = 0;
    bool as = false, with = false, on = false;
    for (char *save, *w = strtok_r(words, " ", &save); w; w = strtok_r(NULL, " ", &save), n++) {
        if (n == 0 && !str_eq(w, "bad") && !str_eq(w, "good"))
            fail_msg("%s:%u: neither bad nor good", c->file, c->line);
        c->bad = n == 0 ? str_eq(w, "bad") : c->bad;
        c->id = n == 1 ? w : c->id;
        if (as)
            c->as = w;
        else if (on)
            c->today = w;
        else if (with && !has_word("as on", w) && n_with < MOST_COMPANIONS - 1)
            c->with[n_with++] = w;
        as = str_eq(w, "as");
        on = str_eq(w, "on");
        with = with || str_eq(w, "with");
    }
    if (!c->id)
        fail_msg("%s:%u: no id", c->file, c->line);
}

static void read_cases(struct cases *all, const char *file, const char *text)
{
    const char *head = "";
    unsigned line = 1;
    for (const char *at = strstr(text, "\n--- "); at;) {
        const char *title = at + 5, *body = strchr(title, '\n');
        const char *next = body ? strstr(body, "\n--- ") : NULL;
        if (!body)
            fail_msg("%s: it ends with a title", file);
        const char *lines =
            next ? arena_strndup(all->arena, body + 1, next > body ? (size_t)(next - body) : 0) : body + 1;
        line = (unsigned)count_lines(arena_strndup(all->arena, text, (size_t)(title - text))) + 1;
        if (str_starts(title, "head")) {
            head = lines;
        } else {
            struct one_case c = {.file = file, .line = line, .text = arena_printf(all->arena, "%s%s", head, lines)};
            c.n_head = count_lines(head);
            read_title(all, &c, title);
            all->items = arena_grow(all->arena, all->items, sizeof *all->items, all->n, &all->cap);
            all->items[all->n++] = c;
        }
        at = next;
    }
}

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static char *read_text(struct arena *a, const char *path)
{
    const char *text;
    size_t n;
    struct err *e = file_read(a, path, LONGEST, &text, &n);
    if (e)
        fail_msg("%s", err_text(e));
    return arena_strndup(a, text, n);
}

/* For has_word. */
static void as_words(char *s)
{
    while ((s = strpbrk(s, "\t\n")))
        *s = ' ';
}

static void cases_read(struct cases *all)
{
    const char *names[MOST_FILES];
    size_t n = 0;
    DIR *files = opendir(FOLDER "cases");
    for (struct dirent *e; files && (e = readdir(files)) && n < MOST_FILES;)
        if (str_ends(e->d_name, ".yaml"))
            names[n++] = arena_strdup(all->arena, e->d_name);
    closedir(files);
    qsort(names, n, sizeof *names, by_text);
    for (size_t i = 0; i < n; i++)
        read_cases(all, names[i], read_text(all->arena, arena_printf(all->arena, FOLDER "cases/%s", names[i])));
    all->elsewhere = read_text(all->arena, FOLDER "elsewhere.tsv");
    as_words(all->elsewhere);
}

static bool is_marked(const char *text, unsigned line)
{
    for (; line > 1 && *text; line--)
        text += strcspn(text, "\n") + (text[strcspn(text, "\n")] != '\0');
    return memmem(text, strcspn(text, "\n"), "# <-", 4) != NULL;
}

#endif
