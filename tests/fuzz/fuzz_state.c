#include "provisioner/model/json.h"
#include "state/inside.h"
#include "state/store.h"

#include <stdlib.h>
#include <string.h>

/*
 * Any bytes as a state file: no crash; record by record and as a whole document they are read alike; and what was read
 * is written, and read again, to the same bytes.
 */

static void agree(bool ok)
{
    if (!ok)
        abort();
}

static struct state *as_document(struct arena *a, const char *text, size_t n)
{
    struct state *s = NULL;
    const struct value *v = NULL;
    struct err *e = json_parse(a, text, n, JSON_PLAIN, &v);
    if (!e)
        e = state_from_value(v, &s);
    err_free(e);
    return s;
}

static struct state *as_text(const char *text, size_t n)
{
    struct state *s = NULL;
    struct err *e = state_from_text(text, n, &s);
    err_free(e);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, n);
    struct state *s = as_text(text, n), *other = as_document(a, text, n);
    agree(!s == !other);
    if (s) {
        const char *written = store_text(a, s);
        struct state *again = as_text(written, strlen(written));
        agree(again && strcmp(written, store_text(a, again)) == 0);
        agree(strcmp(written, store_text(a, other)) == 0);
        state_free(again);
    }
    state_free(s);
    state_free(other);
    return 0;
}
