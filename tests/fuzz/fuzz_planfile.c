#include "aws/net/digest.h"
#include "aws/types/impl.h"
#include "provisioner/cli/planfile.h"
#include "provisioner/model/json.h"

#include <stdlib.h>
#include <string.h>

/*
 * Any bytes as a saved plan: no crash; what is accepted can be shown, and is written and read again to the same bytes.
 * They are the plan itself, or with "provisioner_plan" in them the file around it, whose digest is then made right: a
 * stranger can do so too.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *with_right_digest(struct arena *a, const char *text, size_t n)
{
    const struct value *v = NULL;
    struct sbuf out = {.arena = a};
    CLEANUP(err_freep) struct err *e = json_parse(a, text, n, JSON_PLAIN, &v);
    if (e || value_kind(v) != V_MAP)
        return text;
    struct value *right = value_edit(a, value_without(a, v, "digest"));
    value_set_str(a, right, "digest", sha256_hex_of(a, value_canonical(a, right)));
    value_print(&out, right, -1);
    return sbuf_str(&out);
}

static void whole(const struct texts *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (!t->items[i])
            abort();
    if (t->items[t->n])
        abort();
}

static struct err *read_file(struct arena *a, const char *text, size_t n, struct plan **ret)
{
    struct planfile file = {0};
    const char *right = with_right_digest(a, text, n);
    TRY(planfile_parse(a, "plan", right, right == text ? n : strlen(right), &file));
    whole(&file.sets);
    whole(&file.overlays);
    if (!file.spec || !file.state || !file.digest)
        abort();
    *ret = file.plan;
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct plan *p = NULL, *again = NULL;
    const char *bytes = arena_strndup(a, (const char *)data, n);
    struct err *e = strstr(bytes, "\"provisioner_plan\"") ? read_file(a, bytes, n, &p)
                                                          : plan_from_json(a, bytes, n, rtype_named, &p);
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
