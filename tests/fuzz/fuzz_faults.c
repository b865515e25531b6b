#include "aws/sandbox/faults.h"

#include <stdlib.h>

/* The argument of --faults: shares are shares, and what is taken can be asked. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sandbox_faults f = {0};
    CLEANUP(err_freep) struct err *e = sandbox_faults_parse(arena_strndup(a, (const char *)data, size), &f);
    if (e) {
        if (err_class_of(e) != ERR_USAGE || !*err_text(e))
            abort();
        return 0;
    }
    const double shares[] = {f.throttle, f.server_error, f.cut_before, f.cut_after, f.truncate};
    for (size_t i = 0; i < COUNT(shares); i++)
        if (!(shares[i] >= 0 && shares[i] <= 1))
            abort();
    for (uint64_t n = 0; n < 4; n++)
        (void)faults_happens(&f, n, DICE_THROTTLE);
    (void)faults_dark(&f, "ap-northeast-1", 1000);
    return 0;
}
