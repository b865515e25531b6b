#include "aws/types/impl.h"
#include "provisioner/plan/plan.h"

#include <stdlib.h>
#include <string.h>

/* Any bytes as a saved plan: no crash; what is accepted can be shown, and is written and read again to the same bytes.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct plan *p = NULL, *again = NULL;
    struct err *e = plan_from_json(a, (const char *)data, n, rtype_named, &p);
    if (!e) {
        struct sbuf out = {.arena = a};
        plan_render(&out, p, &(struct plan_style){.width = 80, .verbose = true});
        const char *text = plan_to_json(a, p);
        err_free(plan_from_json(a, text, strlen(text), rtype_named, &again));
        if (!again || strcmp(text, plan_to_json(a, again)) != 0)
            abort();
    }
    err_free(e);
    return 0;
}
