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
    const struct entry_names names = entry_names(nm, f);
    sbuf_printf(out, "<%s><%s>", tag, names.key);
    xml_put_text(out, key);
    sbuf_printf(out, "</%s>", names.key);
    put_one(nm, out, names.value, f->of, f->sub, v);
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
        if (f->flags & F_OUTSIDE || is_absent(m))
            continue;
        if (f->kind == K_LIST || f->kind == K_MAP)
            put_many(nm, out, f, m);
        else
            put_one(nm, out, name_in_answer(nm, f), f->kind, f->sub, m);
    }
}

/* ---- back -------------------------------------------------------------------------------------------------------- */

struct xml_reader {
    struct reader *r;
    const struct naming *naming;
};

static const struct value *get_struct(const struct xml_reader *xr, const struct spot *up, const struct xml *x,
                                      const struct shape *s);

/* Nothing where a number or a time would stand is how some services say that there is none. */
static const struct value *get_one(const struct xml_reader *xr, const struct spot *at, const struct xml *x,
                                   const struct field *f, enum kind kind)
{
    if (kind == K_STRUCT)
        return get_struct(xr, at, x, f->sub);
    if (!*x->text && !xr->r->strict && kind != K_STR && kind != K_BLOB)
        return NULL;
    return x->kids ? complain(xr->r, WRONG_TYPE, at, f) : read_text(xr->r, at, f, kind, x->text);
}

static void get_entry(const struct xml_reader *xr, const struct spot *at, const struct xml *x, const struct field *f,
                      struct value *map)
{
    const struct entry_names names = entry_names(xr->naming, f);
    const struct xml *key = xml_kid(x, names.key), *v = xml_kid(x, names.value);
    if (key && v)
        value_set(xr->r->arena, map, key->text, get_one(xr, at, v, f, f->of));
    else
        complain(xr->r, WRONG_TYPE, at, f);
}

static const struct value *get_many(const struct xml_reader *xr, const struct spot *up, const struct xml *first,
                                    const char *tag, const struct field *f)
{
    struct arena *a = xr->r->arena;
    struct value *all = f->kind == K_MAP ? value_map(a) : value_list(a);
    size_t i = 0;
    for (const struct xml *e = first; e && !xr->r->failed; e = e->next) {
        const struct spot at = {up, NULL, i};
        if (strcmp(e->name, tag) != 0) {
            if (xr->r->strict && !(f->flags & F_FLAT))
                complain(xr->r, UNKNOWN_MEMBER, &(struct spot){up, e->name, 0}, NULL);
            continue;
        }
        i++;
        if (f->kind == K_MAP)
            get_entry(xr, &at, e, f, all);
        else
            value_push(a, all, get_one(xr, &at, e, f, f->of));
    }
    return all;
}

static const struct value *get_member(const struct xml_reader *xr, const struct spot *at, const struct xml *parent,
                                      const struct xml *x, const struct field *f)
{
    if (f->kind != K_LIST && f->kind != K_MAP)
        return get_one(xr, at, x, f, f->kind);
    if (f->flags & F_FLAT)
        return get_many(xr, at, parent->kids, x->name, f);
    return get_many(xr, at, x->kids, f->kind == K_MAP ? "entry" : name_of_item(xr->naming, f), f);
}

static const struct xml *kid_for(const struct naming *nm, const struct xml *x, const struct field *f)
{
    for (const struct xml *k = x && !(f->flags & F_OUTSIDE) ? x->kids : NULL; k; k = k->next)
        if (name_is_answer(nm, f, k->name))
            return k;
    return NULL;
}

static const struct field *field_for(const struct naming *nm, const struct shape *s, const struct xml *x)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++)
        if (!(f->flags & F_OUTSIDE) && name_is_answer(nm, f, x->name))
            return f;
    return NULL;
}

/* No kid but those of the shape, and none twice. */
static void check_kids(const struct xml_reader *xr, const struct spot *up, const struct xml *x, const struct shape *s)
{
    for (const struct xml *k = x ? x->kids : NULL; k && !xr->r->failed; k = k->next) {
        const struct spot at = {up, k->name, 0};
        const struct field *f = field_for(xr->naming, s, k);
        if (!f)
            complain(xr->r, UNKNOWN_MEMBER, &at, NULL);
        else if (!(f->flags & F_FLAT) && kid_for(xr->naming, x, f) != k)
            complain(xr->r, WRONG_TYPE, &at, f);
    }
}

static const struct value *get_struct(const struct xml_reader *xr, const struct spot *up, const struct xml *x,
                                      const struct shape *s)
{
    struct value *v = value_map(xr->r->arena);
    if (xr->r->strict)
        check_kids(xr, up, x, s);
    for (const struct field *f = s->fields; f->kind != K_END && !xr->r->failed; f++) {
        const struct spot at = {up, f->name, 0};
        const struct xml *kid = kid_for(xr->naming, x, f);
        if (kid)
            value_set(xr->r->arena, v, f->name, get_member(xr, &at, x, kid, f));
        else if (xr->r->strict && f->flags & F_REQUIRED && !(f->flags & F_OUTSIDE))
            complain(xr->r, MISSING_MEMBER, &at, f);
    }
    return v;
}

const struct value *xml_get_struct(struct reader *r, const struct naming *nm, const struct xml *x,
                                   const struct shape *s)
{
    return get_struct(&(struct xml_reader){r, nm}, NULL, x, s);
}

/* ---- faults ------------------------------------------------------------------------------------------------------ */

bool xml_read_fault(struct arena *a, const struct http_res *res, struct fault *ret)
{
    const struct xml *root = NULL;
    CLEANUP(err_freep) struct err *e = xml_parse(a, res->body, res->body_len, &root);
    if (e)
        return false;
    const struct xml *errors = xml_kid(root, "Errors"), *error = xml_kid(errors ? errors : root, "Error");
    if (strcmp(root->name, "Error") == 0)
        error = root;
    const char *code = xml_kid_text(error, "Code");
    if (!*code)
        return false;
    ret->status = res->status;
    ret->code = code;
    ret->message = xml_kid_text(error, "Message");
    const char *id = xml_kid_text(root, xml_kid(root, "RequestID") ? "RequestID" : "RequestId");
    if (*id)
        ret->request_id = id;
    return true;
}
