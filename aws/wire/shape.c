#include "aws/wire/shape.h"

#include <string.h>

static const struct field *one(const struct shape *s, const char *name, size_t n)
{
    for (const struct field *f = s ? s->fields : NULL; f && f->kind != K_END; f++)
        if (strncmp(f->name, name, n) == 0 && f->name[n] == '\0')
            return f;
    return NULL;
}

/* What a map of texts holds under any key. */
static const struct field text_in_map = {.name = "", .kind = K_STR};

const struct field *shape_field(const struct shape *s, const char *path)
{
    const struct field *f = NULL;
    while (*path) {
        size_t n = strcspn(path, ".[");
        f = one(s, path, n);
        if (!f)
            return NULL;
        path += n;
        path += strspn(path, "[].0123456789");
        if (*path && f->kind == K_MAP && f->of == K_STR)
            return &text_in_map;
        s = f->sub;
    }
    return f;
}

const struct op *service_op(const struct service *svc, const char *name)
{
    for (const struct op *const *op = svc->ops; *op; op++)
        if (strcmp((*op)->name, name) == 0)
            return *op;
    return NULL;
}

bool op_only_looks(const struct op *op)
{
    return op->flags & OP_READ && !(op->flags & OP_REVEALS) && op->service->protocol != P_PROGRAM;
}

enum { DEEPEST = 16 };

static bool any_member(const struct shape *s, const struct value *in, int depth, member_visit *visit, void *ctx)
{
    for (const struct field *f = s && depth < DEEPEST ? s->fields : NULL; f && f->kind != K_END; f++) {
        const struct value *v = value_get(in, f->name);
        if (!v)
            continue;
        if (visit(ctx, f, v))
            return true;
        if (f->kind == K_STRUCT && any_member(f->sub, v, depth + 1, visit, ctx))
            return true;
        for (size_t i = 0; f->kind != K_STRUCT && f->sub && i < value_len(v); i++)
            if (any_member(f->sub, value_item(v, i), depth + 1, visit, ctx))
                return true;
    }
    return false;
}

bool shape_any_member(const struct shape *s, const struct value *in, member_visit *visit, void *ctx)
{
    return any_member(s, in, 0, visit, ctx);
}
