#include "aws/wire/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void text_survives(struct arena *a, const char *text)
{
    const struct xml *back = NULL;
    struct sbuf out = {.arena = a};
    sbuf_puts(&out, "<a>");
    xml_put_text(&out, text);
    sbuf_puts(&out, "</a>");
    must(!xml_parse(a, out.s, out.len, &back), "a text that cannot be read");
    must(strcmp(back->text, text) == 0, "a text changes on the way");
}

static void walk(struct arena *a, const struct xml *x, int depth)
{
    must(depth <= XML_DEEPEST, "deeper than allowed");
    must(x->name && x->text && (!x->kids || !*x->text), "an element in disorder");
    text_survives(a, x->text);
    for (const struct xml *k = x->kids; k; k = k->next)
        walk(a, k, depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const struct xml *root = NULL;
    struct err *e = xml_parse(a, (const char *)data, size, &root);
    must(!e == !!root, "neither a tree nor an error");
    if (root)
        walk(a, root, 1);
    err_free(e);
    arena_free(a);
    return 0;
}
