#include "provisioner/preflight/preflight.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const char *same_name(void *ctx, const char *name)
{
    (void)ctx;
    return *name == 'U' ? NULL : name;
}

/* A spec, and after a 0xff byte the argument of a --set. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const uint8_t *cut = n ? memchr(bytes, 0xff, n) : NULL;
    size_t n_text = cut ? (size_t)(cut - bytes) : n;
    const char *text = arena_strndup(a, (const char *)bytes, n_text);
    const char *set = cut ? arena_strndup(a, (const char *)cut + 1, n - n_text - 1) : NULL;
    struct spec_sources src = {
        .path = "spec", .text = text, .n_text = n_text, .sets = &set, .n_sets = set != NULL, .env = same_name};
    struct diags d = {.arena = a};
    struct sbuf out = {.arena = a};
    struct preflight p = {.arena = a, .diags = &d, .now = 1796040000};
    struct err *e = preflight_load(&p, &src);
    diag_print(&d, &out);
    if (e && !d.errors)
        __builtin_trap();
    err_free(e);
    return 0;
}
