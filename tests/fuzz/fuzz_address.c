#include "aws/net/endpoint.h"
#include "state/s3/store_s3.h"

#include <stdlib.h>
#include <string.h>

/* Where a state in S3 is: what is taken is the whole text, and holds nothing that leads elsewhere than into a bucket.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
    if (!promise)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size);
    struct s3_address at;
    if (!s3_address_parse(a, text, &at))
        return 0;
    must(!at.bucket[strspn(at.bucket, "abcdefghijklmnopqrstuvwxyz0123456789.-")] && *at.bucket != '.' && *at.key);
    must(!strpbrk(at.key, "? \n\x7f") && (!at.region || region_name_valid(at.region)));
    must(str_eq(text, arena_printf(a, "s3://%s/%s%s%s", at.bucket, at.key, at.region ? "?region=" : "",
                                   at.region ? at.region : "")));
    return 0;
}
