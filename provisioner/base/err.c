#include "provisioner/base/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct err {
    enum err_class cls;
    char *text;
};

static char *vformat(const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    char *p = must_alloc((size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    return p;
}

static struct err *make(enum err_class cls, char *text)
{
    struct err *e = must_have(calloc(1, sizeof *e));
    e->cls = cls;
    e->text = text;
    return e;
}

struct err *(err_new)(enum err_class cls, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct err *e = make(cls, vformat(fmt, ap));
    va_end(ap);
    return e;
}

static char *joined(const char *outer, const char *inner)
{
    size_t n = strlen(outer) + strlen(inner) + 3;
    char *both = must_alloc(n);
    snprintf(both, n, "%s: %s", outer, inner);
    return both;
}

struct err *err_errno(enum err_class cls, const char *fmt, ...)
{
    const char *why = strerror(errno);
    va_list ap;
    va_start(ap, fmt);
    char *what = vformat(fmt, ap);
    va_end(ap);
    struct err *e = make(cls, joined(what, why));
    free(what);
    return e;
}

struct err *(err_wrap)(struct err *e, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *outer = vformat(fmt, ap);
    va_end(ap);
    char *both = joined(outer, e->text);
    free(outer);
    free(e->text);
    e->text = both;
    return e;
}

enum err_class err_class_of(const struct err *e)
{
    return e->cls;
}

const char *err_text(const struct err *e)
{
    return e->text;
}

void err_free(struct err *e)
{
    if (!e)
        return;
    free(e->text);
    free(e);
}
