#include "provisioner/exec/folder.h"

#include "aws/net/digest.h"
#include "aws/types/impl.h"
#include "provisioner/base/zip.h"

struct err *folder_pack(struct arena *a, const char *root, const char *folder, const char **ret_zip,
                        const char **ret_digest)
{
    const char *bytes = NULL;
    size_t n = 0;
    TRY(zip_folder(a, root, folder, &bytes, &n));
    struct sha256 d = sha256_of(bytes, n);
    *ret_zip = base64_encode(a, bytes, n);
    *ret_digest = base64_encode(a, d.bytes, sizeof d.bytes);
    return NULL;
}

static const struct attr *attr_flagged(const struct rtype *rt, uint32_t flag)
{
    for (const struct attr *at = rt ? rt->attrs : NULL; at && at->type != T_END; at++)
        if (at->flags & flag)
            return at;
    return NULL;
}

/* NULL and a finding where it can't be read. */
static const char *digest_of(struct arena *a, const char *root, struct diags *d, const struct wanted *w,
                             const char *folder)
{
    CLEANUP(arena_freep) struct arena *scratch = arena_new();
    const char *zip = NULL, *digest = NULL;
    CLEANUP(err_freep) struct err *e = folder_pack(scratch, root, folder, &zip, &digest);
    if (!e)
        return arena_strdup(a, digest);
    diag_add(d, SEV_ERROR, "folder/unusable", w->pos, NULL, "%s: %s", w->address, err_text(e));
    d->items[d->n - 1].address = arena_strdup(d->arena, w->address);
    return NULL;
}

struct err *folders_measure(struct arena *a, const char *root, struct diags *d, struct wanted_list *wanted)
{
    struct value *seen = value_map(a);
    size_t errors = d->errors;
    for (size_t i = 0; i < wanted->n; i++) {
        struct wanted *w = &wanted->items[i];
        const struct rtype *rt = rtype_named(w->type);
        const struct attr *from = attr_flagged(rt, A_FOLDER), *to = attr_flagged(rt, A_DIGEST);
        if (!from || !to)
            continue;
        const char *folder = value_get_str(w->attrs, from->name);
        const char *digest = value_get(seen, folder) ? value_get_str(seen, folder) : digest_of(a, root, d, w, folder);
        struct value *attrs = value_edit(a, w->attrs);
        value_set_str(a, seen, folder, digest ? digest : "");
        value_set_str(a, attrs, to->name, digest ? digest : "");
        w->attrs = attrs;
    }
    return d->errors > errors ? err_new(ERR_INPUT, "%zu findings", d->errors - errors) : NULL;
}
