#include "aws/types/impl.h"
#include "provisioner/blueprint/blueprint.h"
#include "provisioner/plan/plan.h"
#include "provisioner/preflight/preflight.h"

#include <stdlib.h>

/* A stranger's spec, all the way to what `plan --offline` prints: refused with findings, or a plan that can be shown.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static struct err *plan_of(struct arena *a, const char *text, size_t n, struct diags *d, struct plan **ret)
{
    const struct spec_sources src = {.path = "spec", .text = text, .n_text = n};
    struct preflight look = {.arena = a, .diags = d, .now = 1796040000};
    struct wanted_list wanted = {.arena = a};
    TRY(preflight_load(&look, &src));
    const struct spec *s = look.spec;
    TRY(blueprint_make(a, s, d, &wanted));
    TRY(blueprint_check(a, s, rtype_named, d, &wanted));
    TRY(preflight_wanted(&look, &wanted));
    struct state *state = state_new(s->project, s->environment);
    const struct plan_request r = {.wanted = &wanted, .state = state, .types = rtype_named, .spec_digest = ""};
    struct err *e = plan_make(a, &r, d, ret);
    state_free(state);
    return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct diags d = {.arena = a};
    struct sbuf out = {.arena = a};
    struct plan *p = NULL;
    CLEANUP(err_freep) struct err *e = plan_of(a, arena_strndup(a, (const char *)bytes, n), n, &d, &p);
    if (!e != (d.errors == 0))
        abort();
    diag_print(&d, &out);
    if (!e) {
        plan_render(&out, p, &(struct plan_style){.width = 80, .verbose = true});
        (void)plan_json(a, p, &d);
    }
    return 0;
}
