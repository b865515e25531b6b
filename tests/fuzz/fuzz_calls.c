#include "tests/fuzz/calls.h"

/* A new sandbox, and calls of it line by line; "wait 600" lets time pass. What it answers, a client can read. */

enum { MOST_LINES = 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *at = arena_strndup(a, (const char *)data, size);
    struct sandbox *s = NULL;
    must(!sandbox_open(a, &(struct sandbox_options){0}, &s), "no sandbox");
    for (unsigned lines = 0; *at && lines < MOST_LINES; lines++) {
        size_t n = strcspn(at, "\n");
        if (str_starts(at, "wait "))
            let_pass(s, strtoll(at + strlen("wait "), NULL, 10));
        else
            make_call(s, at, n, false);
        at += n + (at[n] == '\n');
    }
    sandbox_close(s);
    return 0;
}
