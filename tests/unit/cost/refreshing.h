#ifndef TESTS_UNIT_COST_REFRESHING_H
#define TESTS_UNIT_COST_REFRESHING_H

/* A book that is being refreshed, and answers of AWS in single quotes, for the suites of who answers. */

#include "provisioner/cost/refresh.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena *memory;
static struct price_book old, book;
static struct refresh refresh;

static inline void begin_with(const char *book_text)
{
    memory = arena_new();
    assert_null(book_parse(memory, "b.tsv", book_text, strlen(book_text), &old));
    refresh = (struct refresh){.a = memory, .old = &old, .today = "2026-11-22", .most_percent = 50};
    refresh_begin(&refresh);
}

static inline int tear_down(void **state)
{
    (void)state;
    arena_free(memory);
    return 0;
}

static inline const char *quoted(const char *text)
{
    char *s = arena_strdup(memory, text);
    for (char *p = s; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    return s;
}

#endif
