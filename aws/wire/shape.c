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
