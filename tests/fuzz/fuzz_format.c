#include "provisioner/spec/format.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const char *format(struct arena *a, const char *text, size_t n)
{
    struct diags d = {.arena = a};
    const char *done = NULL;
    struct err *e = spec_format(a, text, n, &d, &done);
    if (e && d.errors == 0 && !*err_text(e))
        abort();
    err_free(e);
    return done;
}

/* What is laid out stays so. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *once = format(a, arena_strndup(a, (const char *)bytes, n), n);
    const char *twice = once ? format(a, once, strlen(once)) : NULL;
    if (once && (!twice || strcmp(once, twice) != 0))
        abort();
    return 0;
}
