#include "aws/wire/xml_shape.h"

#include "aws/wire/coding.h"

#include <string.h>

static void put_one(const struct naming *nm, struct sbuf *out, const char *tag, enum kind kind, const struct shape *sub,
                    const struct value *v)
{
    sbuf_printf(out, "<%s>", tag);
    if (kind == K_STRUCT)
        xml_put_struct(nm, out, sub, v);
    else
        xml_put_text(out, scalar_text(nm->arena, v));
    sbuf_printf(out, "</%s>", tag);
}

static void put_entry(const struct naming *nm, struct sbuf *out, const char *tag, const struct field *f,
                      const char *key, const struct value *v)
{
    sbuf_printf(out, "<%s><key>", tag);
    xml_put_text(out, key);
    sbuf_puts(out, "</key>");
    put_one(nm, out, "value", f->of, f->sub, v);
    sbuf_printf(out, "</%s>", tag);
}

static void put_many(const struct naming *nm, struct sbuf *out, const struct field *f, const struct value *v)
{
    const char *tag = name_in_answer(nm, f);
    bool flat = f->flags & F_FLAT, map = f->kind == K_MAP;
    const char *element = flat ? tag : map ? "entry" : name_of_item(nm, f);
    if (!flat)
        sbuf_printf(out, "<%s>", tag);
    for (size_t i = 0; i < value_len(v); i++) {
        if (map)
            put_entry(nm, out, element, f, value_key(v, i), value_item(v, i));
        else
            put_one(nm, out, element, f->of, f->sub, value_item(v, i));
    }
    if (!flat)
        sbuf_printf(out, "</%s>", tag);
}

void xml_put_struct(const struct naming *nm, struct sbuf *out, const struct shape *s, const struct value *v)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct value *m = value_get(v, f->name);
        if (is_absent(m))
            continue;
        if (f->kind == K_LIST || f->kind == K_MAP)
            put_many(nm, out, f, m);
        else
            put_one(nm, out, name_in_answer(nm, f), f->kind, f->sub, m);
    }
}

/* ---- back
 * ------------------------------------------------------------------------------------------------------------ */

/* Nothing where a number or a time would stand is how some services say that there is none. */
static struct err *get_one(const struct naming *nm, const struct xml *x, enum kind kind, const struct shape *sub,
                           const struct value **ret)
{
    if (kind == K_STRUCT)
        return xml_get_struct(nm, x, sub, ret);
    if (!*x->text && kind != K_STR && kind != K_BLOB)
        return NULL;
    if (!scalar_parse(nm->arena, kind, x->text, ret))
        return err_new(ERR_WIRE, "<%s> holds a value of the wrong type", x->name);
    return NULL;
}

static struct err *get_entry(const struct naming *nm, const struct xml *x, const struct field *f, struct value *map)
{
    const struct xml *key = xml_kid(x, "key"), *v = xml_kid(x, "value");
    const struct value *one = NULL;
    if (!key || !v)
        return err_new(ERR_WIRE, "<%s> has an entry without key or value", f->name);
    TRY(get_one(nm, v, f->of, f->sub, &one));
    value_set(nm->arena, map, key->text, one);
    return NULL;
}

static struct err *get_many(const struct naming *nm, const struct xml *first, const char *tag, const struct field *f,
                            const struct value **ret)
{
    struct value *all = f->kind == K_MAP ? value_map(nm->arena) : value_list(nm->arena);
    for (const struct xml *e = first; e; e = e->next) {
        const struct value *one = NULL;
        if (strcmp(e->name, tag) != 0)
            continue;
        if (f->kind == K_MAP)
            TRY(get_entry(nm, e, f, all));
        else
            TRY(get_one(nm, e, f->of, f->sub, &one));
        value_push(nm->arena, all, one);
    }
    *ret = all;
    return NULL;
}

static struct err *get_member(const struct naming *nm, const struct xml *parent, const struct xml *x,
                              const struct field *f, const struct value **ret)
{
    if (f->kind != K_LIST && f->kind != K_MAP)
        return get_one(nm, x, f->kind, f->sub, ret);
    if (f->flags & F_FLAT)
        return get_many(nm, parent->kids, x->name, f, ret);
    return get_many(nm, x->kids, f->kind == K_MAP ? "entry" : name_of_item(nm, f), f, ret);
}

static const struct xml *kid_for(const struct naming *nm, const struct xml *x, const struct field *f)
{
    for (const struct xml *k = x->kids; k; k = k->next)
        if (name_is_answer(nm, f, k->name))
            return k;
    return NULL;
}

struct err *xml_get_struct(const struct naming *nm, const struct xml *x, const struct shape *s,
                           const struct value **ret)
{
    struct value *v = value_map(nm->arena);
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct xml *kid = kid_for(nm, x, f);
        const struct value *m = NULL;
        if (kid)
            TRY(get_member(nm, x, kid, f, &m));
        value_set(nm->arena, v, f->name, m);
    }
    *ret = v;
    return NULL;
}
