#include "provisioner/blueprint/reference.h"

#include <string.h>

/* The address is all up to the first dot after the last slash; neither part may be empty. */
static const struct value *one_reference(struct arena *a, const char *inner, const struct spec *spec,
                                         const struct spec_region *here, const char **ret_problem)
{
    const char *const words[][2] = {
        {"project", spec->project}, {"environment", spec->environment}, {"region", here->name}, {"alias", here->alias}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq(inner, words[i][0]))
            return value_str(a, words[i][1]);
    const char *name = strrchr(inner, '/');
    name = name ? name + 1 : inner;
    const char *dot = strchr(name, '.');
    if (!dot || dot == name || !dot[1]) {
        *ret_problem = arena_printf(a, "\"${%s}\" names no attribute", inner);
        return NULL;
    }
    const char *address = arena_strndup(a, inner, (size_t)(dot - inner));
    if (str_starts(address, "./"))
        address = arena_printf(a, "%s%s", here->alias, address + 1);
    return value_ref(a, address, dot + 1);
}

bool reference_within(const char *text)
{
    return strstr(text, "${") != NULL;
}

/* What has been read: parts, and text that is not a part yet, since text next to text is one. */
struct reading {
    struct arena *arena;
    const struct spec *spec;
    const struct spec_region *here;
    struct value *parts;
    struct sbuf text;
};

static void end_text(struct reading *r)
{
    if (r->text.len)
        value_push(r->arena, r->parts, value_str(r->arena, sbuf_str(&r->text)));
    r->text.len = 0;
}

/* At "${": gives back what follows it, NULL with a problem. */
static const char *read_reference(struct reading *r, const char *at, const char **ret_problem)
{
    const char *end = strchr(at, '}');
    if (!end) {
        *ret_problem = arena_printf(r->arena, "\"%s\" has no closing brace", at);
        return NULL;
    }
    const char *inner = arena_strndup(r->arena, at + 2, (size_t)(end - at - 2));
    const struct value *v = one_reference(r->arena, inner, r->spec, r->here, ret_problem);
    if (!v)
        return NULL;
    if (value_kind(v) == V_REF) {
        end_text(r);
        value_push(r->arena, r->parts, v);
    } else {
        sbuf_puts(&r->text, value_str_of(v));
    }
    return end + 1;
}

static const struct value *as_one(struct reading *r)
{
    end_text(r);
    if (value_len(r->parts) == 0)
        return value_str(r->arena, "");
    return value_len(r->parts) == 1 ? value_item(r->parts, 0) : r->parts;
}

const struct value *reference_parse(struct arena *a, const char *text, const struct spec *spec,
                                    const struct spec_region *here, const char **ret_problem)
{
    struct reading r = {a, spec, here, value_join(a), {.arena = a}};
    while (text && *text) {
        if (str_starts(text, "$${")) {
            sbuf_puts(&r.text, "${");
            text += 3;
        } else if (str_starts(text, "${")) {
            text = read_reference(&r, text, ret_problem);
        } else {
            sbuf_putc(&r.text, *text++);
        }
    }
    return text ? as_one(&r) : NULL;
}
