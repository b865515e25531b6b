#include "aws/wire/json_shape.h"

#include "aws/wire/naming.h"
#include "provisioner/model/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- values to JSON, either way ---------------------------------------------------------------------------------- */

static const struct value *one_out(struct arena *a, const struct service *svc, enum kind kind, const struct shape *sub,
                                   const struct value *v)
{
    int64_t seconds;
    if (kind == K_STRUCT)
        return json_put_struct(a, svc, sub, v);
    if (kind == K_TIME && !svc->iso_time && time_parse(value_str_of(v), &seconds))
        return value_int(a, seconds);
    return v;
}

static const struct value *member_out(struct arena *a, const struct service *svc, const struct field *f,
                                      const struct value *v)
{
    if (f->kind != K_LIST && f->kind != K_MAP)
        return one_out(a, svc, f->kind, f->sub, v);
    struct value *all = f->kind == K_MAP ? value_map(a) : value_list(a);
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *one = one_out(a, svc, f->of, f->sub, value_item(v, i));
        if (f->kind == K_MAP)
            value_set(a, all, value_key(v, i), one);
        else
            value_push(a, all, one);
    }
    return all;
}

const struct value *json_put_struct(struct arena *a, const struct service *svc, const struct shape *s,
                                    const struct value *v)
{
    struct value *out = value_map(a);
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct value *m = f->flags & F_OUTSIDE ? NULL : value_get(v, f->name);
        if (!is_absent(m))
            value_set(a, out, name_in_json(a, svc, f), member_out(a, svc, f, m));
    }
    return out;
}

/* ---- JSON to values, either way ---------------------------------------------------------------------------------- */

static const struct value *time_in(const struct reader *r, const struct value *v)
{
    int64_t seconds = value_int_of(v);
    const struct value *told = NULL;
    if (r->service->iso_time)
        return value_kind(v) == V_STR && scalar_parse(r->arena, K_TIME, value_str_of(v), &told) ? told : NULL;
    if (value_kind(v) == V_DEC) {
        double d = strtod(value_str_of(v), NULL);
        if (!(d > -1e11 && d < 1e12))
            return NULL;
        seconds = (int64_t)d - (d < 0);
    } else if (value_kind(v) != V_INT) {
        return NULL;
    }
    const char *text = time_text(r->arena, seconds);
    return text ? value_str(r->arena, text) : NULL;
}

/* Large counts may arrive as 1.5E9; what a double cannot tell apart is refused. */
static const struct value *int_in(struct arena *a, const struct value *v)
{
    if (value_kind(v) != V_DEC)
        return value_kind(v) == V_INT ? v : NULL;
    double d = strtod(value_str_of(v), NULL);
    if (!(d > -9e15 && d < 9e15) || (double)(int64_t)d < d || (double)(int64_t)d > d)
        return NULL;
    return value_int(a, (int64_t)d);
}

static const struct value *scalar_in(const struct reader *r, enum kind kind, const struct value *v)
{
    enum value_kind k = value_kind(v);
    switch (kind) {
    case K_STR: return k == V_STR ? v : NULL;
    case K_INT: return int_in(r->arena, v);
    case K_DEC: return k == V_DEC || k == V_INT ? v : NULL;
    case K_BOOL: return k == V_BOOL ? v : NULL;
    case K_TIME: return time_in(r, v);
    case K_BLOB: return k == V_STR && base64_valid(value_str_of(v)) ? v : NULL;
    case K_LIST:
    case K_MAP:
    case K_STRUCT:
    case K_END: break;
    }
    return NULL;
}

static const struct value *struct_in(struct reader *r, const struct spot *up, const struct shape *s,
                                     const struct value *v);

/* A list of strings is the only list there is within a map. */
static const struct value *strings_in(struct reader *r, const struct spot *at, const struct field *f,
                                      const struct value *v)
{
    if (value_kind(v) != V_LIST)
        return complain(r, WRONG_TYPE, at, f);
    for (size_t i = 0; i < value_len(v); i++)
        if (value_kind(value_item(v, i)) != V_STR)
            return complain(r, WRONG_TYPE, &(struct spot){at, NULL, i}, f);
    return v;
}

static const struct value *one_in(struct reader *r, const struct spot *at, const struct field *f, enum kind kind,
                                  const struct value *v)
{
    if (kind == K_LIST)
        return strings_in(r, at, f, v);
    if (kind == K_STRUCT)
        return value_kind(v) == V_MAP ? struct_in(r, at, f->sub, v) : complain(r, WRONG_TYPE, at, f);
    const struct value *scalar = scalar_in(r, kind, v);
    if (!scalar)
        return complain(r, WRONG_TYPE, at, f);
    if (r->strict && kind == K_STR && !is_word_of(f->values, value_str_of(v)))
        return complain(r, BAD_WORD, at, f);
    return scalar;
}

static const struct value *list_in(struct reader *r, const struct spot *at, const struct field *f,
                                   const struct value *v)
{
    struct value *list = value_list(r->arena);
    if (value_kind(v) != V_LIST)
        return complain(r, WRONG_TYPE, at, f);
    for (size_t i = 0; i < value_len(v) && !r->failed; i++)
        value_push(r->arena, list, one_in(r, &(struct spot){at, NULL, i}, f, f->of, value_item(v, i)));
    return list;
}

static const struct value *map_in(struct reader *r, const struct spot *at, const struct field *f, const struct value *v)
{
    struct value *map = value_map(r->arena);
    if (value_kind(v) != V_MAP)
        return complain(r, WRONG_TYPE, at, f);
    for (size_t i = 0; i < value_len(v) && !r->failed; i++) {
        const char *key = value_key(v, i);
        value_set(r->arena, map, key, one_in(r, &(struct spot){at, key, i}, f, f->of, value_item(v, i)));
    }
    return map;
}

static const struct value *member_in(struct reader *r, const struct spot *at, const struct field *f,
                                     const struct value *v)
{
    if (f->kind == K_LIST)
        return list_in(r, at, f, v);
    return f->kind == K_MAP ? map_in(r, at, f, v) : one_in(r, at, f, f->kind, v);
}

static bool has_field(const struct reader *r, const struct shape *s, const char *name)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++)
        if (!(f->flags & F_OUTSIDE) && strcmp(name_in_json(r->arena, r->service, f), name) == 0)
            return true;
    return false;
}

static const struct value *struct_in(struct reader *r, const struct spot *up, const struct shape *s,
                                     const struct value *v)
{
    struct value *in = value_map(r->arena);
    for (size_t i = 0; r->strict && i < value_len(v); i++)
        if (!has_field(r, s, value_key(v, i)))
            return complain(r, UNKNOWN_MEMBER, &(struct spot){up, value_key(v, i), 0}, NULL);
    for (const struct field *f = s->fields; f->kind != K_END && !r->failed; f++) {
        if (f->flags & F_OUTSIDE)
            continue;
        const struct value *m = value_get(v, name_in_json(r->arena, r->service, f));
        const struct spot at = {up, f->name, 0};
        if (!is_absent(m))
            value_set(r->arena, in, f->name, member_in(r, &at, f, m));
        else if (r->strict && f->flags & F_REQUIRED)
            complain(r, MISSING_MEMBER, &at, f);
    }
    return in;
}

const struct value *json_get_struct(struct reader *r, const struct shape *s, const struct value *v)
{
    return struct_in(r, NULL, s, v);
}

/* ---- messages ---------------------------------------------------------------------------------------------------- */

const struct value *json_read_request(struct arena *a, const struct http_req *req, struct fault *fault)
{
    const struct value *doc = value_map(a);
    if (req->body_len == 0)
        return doc;
    if (req->body_len > REQUEST_LONGEST) {
        fault_say(a, fault, 413, "RequestEntityTooLargeException", "the request is too long");
        return doc;
    }
    CLEANUP(err_freep)
    struct err *e = utf8_valid(req->body, req->body_len) ? json_parse(a, req->body, req->body_len, JSON_PLAIN, &doc)
                                                         : err_new(ERR_WIRE, "not UTF-8");
    if (e || value_kind(doc) != V_MAP)
        fault_say(a, fault, 400, "SerializationException", "the body is no JSON object");
    return doc;
}

struct err *json_read_answer(struct arena *a, const struct op *op, const struct http_res *res, const struct value **ret)
{
    const struct value *doc = NULL;
    *ret = NULL;
    if (res->body_len == 0)
        return NULL;
    TRY_CTX(json_parse(a, res->body, res->body_len, JSON_PLAIN, &doc), "answer to %s", op->name);
    if (value_kind(doc) != V_MAP)
        return err_new(ERR_WIRE, "answer to %s: no JSON object", op->name);
    *ret = doc;
    return NULL;
}

/* ---- faults ------------------------------------------------------------------------------------------------------ */

/* "com.amazonaws.kms#NotFoundException:http://..." is NotFoundException. */
static const char *bare_code(struct arena *a, const char *s)
{
    const char *hash = strchr(s, '#');
    s = hash ? hash + 1 : s;
    return arena_strndup(a, s, strcspn(s, ":;"));
}

static const char *first_of(const struct value *doc, const char *const *names)
{
    for (; *names; names++)
        if (*value_get_str(doc, *names))
            return value_get_str(doc, *names);
    return "";
}

/* Services that once spoke query keep their old code in a header, and their clients act upon that one. */
void json_read_fault(struct arena *a, const struct op *op, const struct http_res *res, struct fault *ret)
{
    (void)op;
    static const char *const codes[] = {"__type", "code", "Code", NULL};
    static const char *const messages[] = {"message", "Message", "errorMessage", NULL};
    const struct value *doc = NULL;
    err_free(json_parse(a, res->body, res->body_len, JSON_PLAIN, &doc)); /* none: the status has to say it */
    const char *header = http_header(&res->headers, "x-amzn-query-error");
    if (!header)
        header = http_header(&res->headers, "x-amzn-errortype");
    const char *code = bare_code(a, header && *header ? header : first_of(doc, codes));
    fault_of_status(a, ret, res);
    if (*code)
        ret->code = code;
    if (*code || doc)
        ret->message = first_of(doc, messages);
}
