#include "provisioner/cli/formats.h"

#include "provisioner/report/findings.h"

#include <string.h>

static void junit(struct sbuf *out, const struct diags *d)
{
    junit_render(out, d, "provisioner");
}

static const struct format {
    const char *name;
    void (*render)(struct sbuf *out, const struct diags *d);
} formats[] = {{"sarif", sarif_render}, {"junit", junit}, {"github", annotations_render}};

struct err *formats_check(struct session *s, const char *known)
{
    struct options *o = &s->cli->opt;
    if (!o->format)
        return NULL;
    if (!has_word(known, o->format))
        return err_new(ERR_USAGE, "--format %s: it is one of %s", o->format, known);
    o->json = o->json || strcmp(o->format, "json") == 0;
    return NULL;
}

bool formats_print(const struct session *s)
{
    const char *asked = s->cli->opt.format ? s->cli->opt.format : "";
    struct sbuf out = {.arena = s->a};
    for (size_t i = 0; i < COUNT(formats); i++) {
        if (strcmp(formats[i].name, asked) != 0)
            continue;
        formats[i].render(&out, &s->diags);
        out_text(sbuf_str(&out));
        return true;
    }
    return false;
}
