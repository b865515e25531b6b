#include "aws/wire/coding.h"
#include "provisioner/model/json.h"
#include "state/backend.h"
#include "state/lock.h"

#include <stdlib.h>
#include <string.h>

/*
 * What a lock holds, a file beside the state or an object in S3, which others may have written. Whatever it is, the
 * sentence made of it is one short line that a terminal can show; what a lock of ours says is told as it is.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 4000 };

static void must(bool promise)
{
    if (!promise)
        abort();
}

static void told(struct arena *a, const struct store_holder *h, int64_t now)
{
    const char *text = lock_holder_text(a, h, now);
    must(*text && strlen(text) < LONGEST && utf8_valid(text, strlen(text)));
    for (const char *c = text; *c; c++)
        must((unsigned char)*c >= ' ' && *c != 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t moments[] = {0, 1795348800, INT64_MAX};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size);
    struct store_holder h = lock_holder(a, text, size);
    for (size_t i = 0; i < COUNT(moments); i++)
        told(a, &h, moments[i]);
    struct sbuf own = {.arena = a};
    value_print(&own, lock_own(a, text, 1795348800), -1);
    h = lock_holder(a, sbuf_str(&own), own.len);
    must(h.since == 1795348800);
    told(a, &h, moments[1]);
    return 0;
}
