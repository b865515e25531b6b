#include "aws/api/helm.h"
#include "aws/net/helm.h"

#include <stdlib.h>
#include <string.h>

/* What `helm` prints, after a first byte: an even one, and it went well. A call ends one way or another, and tells. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    char *said = arena_strndup(a, size ? (const char *)data + 1 : "", size ? size - 1 : 0);
    bool well = size && data[0] % 2 == 0;
    struct stream all = {.fd = -1, .bytes = said, .n = strlen(said)}, nothing = {.fd = -1, .bytes = said};
    struct process p = {.status = well ? 0 : 1 << 8, .watch = -1, .out = well ? all : nothing};
    struct aws_call call = {.arena = a, .op = &helm_ListReleases};
    p.complaints = well ? nothing : all;
    helm_answered(&call, &p);
    if (call.end == CALL_OK ? value_kind(value_get(call.out, "Releases")) != V_LIST
        : well              ? call.end != CALL_BROKEN || !call.why
                            : call.end != CALL_FAULT || !call.fault.code || !call.fault.message)
        abort();
    return 0;
}
