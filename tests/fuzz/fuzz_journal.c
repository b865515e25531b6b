#include "state/inside.h"
#include "state/store.h"

#include <stdlib.h>
#include <string.h>

/*
 * Any bytes as a journal: no crash; and what was taken of it as good is, alone, the same journal. The first byte says
 * what it is replayed upon.
 */

static struct state *snapshot(uint8_t kind)
{
    if (kind % 3 == 0)
        return NULL;
    struct state *s = state_new("demo", "test");
    state_set_serial(s, kind % 3);
    state_put(s, &(struct entry){.address = "tokyo/a/x", .type = "T", .generation = 2});
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data + 1, n - 1);
    struct state *s = snapshot(data[0]), *again = snapshot(data[0]);
    struct journal_end end, good = {0};
    struct err *e = journal_replay(text, n - 1, &s, &end);
    if (!e && end.kind == JOURNAL_EXTENDS) {
        struct err *second = journal_replay(text, end.good, &again, &good);
        if (second || good.good != end.good || good.records != end.records)
            abort();
        if (strcmp(store_text(a, s), store_text(a, again)) != 0)
            abort();
        err_free(second);
    }
    err_free(e);
    state_free(s);
    state_free(again);
    return 0;
}
