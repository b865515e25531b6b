#ifndef TESTS_UNIT_BLUEPRINT_WORLD_H
#define TESTS_UNIT_BLUEPRINT_WORLD_H

/* What tests of blueprints share: a spec as text, what became of it, and questions about that. */

#include "provisioner/base/base.h"
#include "provisioner/blueprint/blueprint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ONE_REGION                                                                                                     \
    "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"                                                     \
    "  tokyo: {name: ap-northeast-1, role: primary}\n"
#define TWO_REGIONS ONE_REGION "  seoul: {name: ap-northeast-2, role: secondary}\n"
#define THREE_REGIONS TWO_REGIONS "  virginia: {name: us-east-1, role: secondary}\n"
#define NETWORK_AURORA "network: {}\naurora: {version: '15.10'}\n"
#define OSAKA_TOO TWO_REGIONS "  osaka: {name: ap-northeast-3, role: secondary}\n" NETWORK_AURORA

struct world {
    struct arena *arena;
    struct diags diags;
    struct spec *spec;
    struct wanted_list list;
    struct err *err;
};

static inline int world_open(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_new();
    w->diags.arena = w->arena;
    *state = w;
    return 0;
}

static inline int world_close(void **state)
{
    struct world *w = *state;
    err_free(w->err);
    arena_free(w->arena);
    free(w);
    return 0;
}

static inline void make_from(struct world *w, const struct spec_sources *src)
{
    err_free(w->err);
    w->err = NULL;
    w->diags = (struct diags){.arena = w->arena};
    w->list = (struct wanted_list){0};
    struct err *e = spec_load(w->arena, src, &w->diags, &w->spec);
    if (e) {
        struct sbuf out = {.arena = w->arena};
        diag_print(&w->diags, &out);
        print_error("%s\n%s", err_text(e), sbuf_str(&out));
    }
    assert_null(e);
    w->err = blueprint_make(w->arena, w->spec, &w->diags, &w->list);
}

static inline void make_text(struct world *w, const char *text)
{
    make_from(w, &(struct spec_sources){.path = "test.yaml", .text = text, .n_text = strlen(text)});
}

static inline void make_clean(struct world *w, const char *text)
{
    make_text(w, text);
    if (w->err)
        print_error("%s: %s\n", err_text(w->err), w->diags.n ? w->diags.items[0].message : "");
    assert_null(w->err);
}

static inline const struct value *attrs_of(const struct world *w, const char *address)
{
    const struct wanted *x = wanted_find(&w->list, address);
    if (!x)
        print_error("no %s\n", address);
    assert_non_null(x);
    return x->attrs;
}

static inline const char *attr_text(const struct world *w, const char *address, const char *path)
{
    const struct value *v = value_path(w->arena, attrs_of(w, address), path);
    return v ? value_canonical(w->arena, v) : "none";
}

static inline size_t count(const struct world *w, const char *pattern)
{
    size_t n = 0;
    for (size_t i = 0; i < w->list.n; i++)
        n += glob_match(pattern, w->list.items[i].address);
    return n;
}

static inline bool waits_for(const struct world *w, const char *address, const char *other)
{
    const struct wanted *x = wanted_find(&w->list, address);
    for (const char **after = x ? x->after : NULL; after && *after; after++)
        if (strcmp(*after, other) == 0)
            return true;
    return false;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

#endif
