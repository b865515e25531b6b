#include "aws/sandbox/call.h"
#include "provisioner/model/json.h"

#include <stdio.h>
#include <string.h>

/* ---- refusing ---------------------------------------------------------------------------------------------------- */

bool(refuse)(struct call *c, const char *code, const char *fmt, ...)
{
    va_list ap;
    char text[1024];
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    int status = code_status(c->service->id, code);
    c->fault.status = status ? status : 500;
    c->fault.code = status ? code : "InternalFailure";
    c->fault.message = status ? arena_strdup(c->a, text) : arena_printf(c->a, "%s is in no table", code);
    return false;
}

static bool refuse_with(struct call *c, const struct no *no, const char *id, const struct value *members)
{
    return refuse(c, no->code, "%s", expand(c->w, c->a, no->text, members, id, c->region));
}

bool(refuse_missing)(struct call *c, const struct sandbox_kind *k, const char *id)
{
    return refuse_with(c, &k->missing, id, NULL);
}

bool(refuse_busy)(struct call *c, const struct object *o)
{
    return refuse_with(c, &o->kind->busy, o->id, o->v);
}

/* ---- reading the request, writing the answer --------------------------------------------------------------------- */

bool has(const struct call *c, const char *member)
{
    return value_get(c->in, member);
}

const char *in_str(const struct call *c, const char *member)
{
    return value_get_str(c->in, member);
}

bool in_bool(const struct call *c, const char *member)
{
    return value_bool_of(value_get(c->in, member));
}

int64_t in_int(const struct call *c, const char *member, int64_t otherwise)
{
    const struct value *v = value_get(c->in, member);
    int64_t n = 0;
    if (value_kind(v) == V_STR) /* Route 53: the size of a page is a text */
        return parse_int(value_str_of(v), &n) ? n : 0;
    return v ? value_int_of(v) : otherwise;
}

void draft_str(struct call *c, const char *member, const char *s)
{
    value_set_str(c->a, c->draft, member, s);
}

void draft_bool(struct call *c, const char *member, bool b)
{
    value_set(c->a, c->draft, member, value_bool(c->a, b));
}

void draft_int(struct call *c, const char *member, int64_t i)
{
    value_set(c->a, c->draft, member, value_int(c->a, i));
}

void out_str(struct call *c, const char *member, const char *s)
{
    value_set_str(c->a, c->out, member, s);
}

void out_bool(struct call *c, const char *member, bool b)
{
    value_set(c->a, c->out, member, value_bool(c->a, b));
}

const struct value *value_of_json(struct arena *a, const char *text)
{
    const struct value *v = NULL;
    struct err *e = json_parse(a, text, strlen(text), JSON_PLAIN, &v);
    err_free(e);
    return e ? NULL : v;
}

bool is_list_of(const struct value *list, const char *text)
{
    for (size_t i = 0; i < value_len(list); i++)
        if (str_eq(value_str_of(value_item(list, i)), text))
            return true;
    return false;
}

/* ---- texts with holes -------------------------------------------------------------------------------------------- */

static void put_hole(struct sbuf *out, struct world *w, const char *hole, const struct value *members, const char *id,
                     const char *region)
{
    if (str_eq(hole, "id"))
        sbuf_puts(out, id);
    else if (str_eq(hole, "region"))
        sbuf_puts(out, region);
    else if (str_eq(hole, "account"))
        sbuf_puts(out, world_account(w));
    else if (str_eq(hole, "hash"))
        sbuf_puts(out, hash_hex(out->arena, arena_printf(out->arena, "%s %s", region, id), 12));
    else if (str_eq(hole, "now"))
        sbuf_puts(out, iso_time(out->arena, world_now(w)));
    else
        sbuf_puts(out, value_text(out->arena, value_path(out->arena, members, hole)));
}

const char *expand(struct world *w, struct arena *a, const char *text, const struct value *members, const char *id,
                   const char *region)
{
    struct sbuf out = {.arena = a};
    for (const char *s = text ? text : ""; *s;) {
        size_t n = strcspn(s, "{"), close = strcspn(s + n, "}");
        sbuf_putn(&out, s, n);
        s += n;
        if (!*s)
            break;
        put_hole(&out, w, arena_strndup(a, s + 1, close - 1), members, id, region);
        s += close + (s[close] == '}');
    }
    return sbuf_str(&out);
}

/* ---- references -------------------------------------------------------------------------------------------------- */

bool need(struct call *c, const struct sandbox_kind *k, const char *region, const char *id, struct object **ret)
{
    struct object *o = object_find(c->w, k, region, id);
    if (!o || object_lingers(o))
        return refuse_missing(c, k, id);
    if (ret)
        *ret = o;
    return true;
}

static bool ref_exists(struct call *c, const struct ref *r, const char *id)
{
    struct object *o = object_find(c->w, r->kind, c->region, id);
    if (o && !object_lingers(o))
        return true;
    struct no no = {r->missing ? r->missing : r->kind->missing.code, r->kind->missing.text};
    return refuse_with(c, &no, id, NULL);
}

bool refs_exist(struct call *c, const struct sandbox_kind *k, const struct value *members)
{
    for (const struct ref *r = k->refs; r && r->path; r++) {
        const struct value *v = value_path(c->a, members, r->path);
        if (value_kind(v) == V_STR && r->meaning != REF_LOOSE && !ref_exists(c, r, value_str_of(v)))
            return false;
        for (size_t i = 0; value_kind(v) == V_LIST && r->meaning != REF_LOOSE && i < value_len(v); i++)
            if (!ref_exists(c, r, value_str_of(value_item(v, i))))
                return false;
    }
    return true;
}

/* ---- drafts ------------------------------------------------------------------------------------------------------ */

static const struct rename *rename_of(const struct sandbox_kind *k, const char *member)
{
    for (const struct rename *r = k->renames; r && r->from; r++)
        if (str_eq(r->from, member))
            return r;
    return NULL;
}

static const struct value *element(struct arena *a, const struct rename *r, const struct value *v)
{
    struct value *map = value_map(a);
    value_set(a, map, r->item, v);
    size_t n = strcspn(r->also ? r->also : "", "=");
    if (n)
        value_set_str(a, map, arena_strndup(a, r->also, n), r->also + n + 1);
    return map;
}

static void put_renamed(struct call *c, const struct rename *r, const struct value *v)
{
    if (!r->to)
        return;
    if (!r->item) {
        value_set(c->a, c->draft, r->to, v);
        return;
    }
    struct value *list = value_list(c->a);
    if (value_kind(v) != V_LIST)
        value_push(c->a, list, element(c->a, r, v));
    for (size_t i = 0; i < value_len(v); i++)
        value_push(c->a, list, element(c->a, r, value_item(v, i)));
    value_set(c->a, c->draft, r->to, list);
}

static void make_draft(struct call *c)
{
    c->draft = value_map(c->a);
    for (size_t i = 0; i < value_len(c->in); i++) {
        const char *key = value_key(c->in, i);
        const struct field *f = shape_field(c->op->in, key);
        const struct rename *r = rename_of(c->kind, key);
        if (has_word("TagSpecifications Tags tags ResourceTags DryRun ApplyImmediately", key) ||
            (f && f->flags & (F_SECRET | F_TOKEN)))
            continue;
        if (r)
            put_renamed(c, r, value_item(c->in, i));
        else
            value_set(c->a, c->draft, key, value_item(c->in, i));
    }
}

static const struct value *filled_value(struct world *w, struct arena *a, const struct filled *f,
                                        const struct value *members, const char *id, const char *region)
{
    const char *text = expand(w, a, f->text, members, id, region);
    int64_t n = 0;
    switch (f->kind) {
    case K_BOOL: return value_bool(a, str_eq(text, "true"));
    case K_INT: return value_int(a, parse_int(text, &n) ? n : 0);
    case K_TIME: return value_str(a, iso_time(a, world_now(w)));
    case K_LIST: return value_list(a);
    default: return value_str(a, text);
    }
}

static void fill(struct call *c, const struct sandbox_kind *k, const char *region, const char *id,
                 struct value *members)
{
    for (const struct filled *f = k->filled; f && f->member; f++)
        if (!value_get(members, f->member))
            value_set(c->a, members, f->member, filled_value(c->w, c->a, f, members, id, region));
    if (k->arn)
        value_set_str(c->a, members, k->arn_member ? k->arn_member : "$Arn",
                      expand(c->w, c->a, k->arn, members, id, region));
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

const char *mint_id(struct call *c, const struct sandbox_kind *k)
{
    return arena_printf(c->a, "%s0%s", k->mint, mint_hex(c->w, c->a, 16));
}

static const char *lower(struct arena *a, const char *s)
{
    char *low = arena_strdup(a, s);
    for (char *p = low; *p; p++)
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    return low;
}

static const char *id_of_draft(struct call *c)
{
    const char *given = value_get_str(c->draft, c->kind->id);
    if (*given || !c->kind->mint)
        return c->kind->lower ? lower(c->a, given) : given;
    return mint_id(c, c->kind);
}

static const char *first_life(const struct sandbox_kind *k, const char *name)
{
    for (const struct life *l = k->lives; l && l->name; l++)
        if (str_eq(l->name, name))
            return l->name;
    return NULL;
}

static struct object *put_object(struct call *c, const struct sandbox_kind *k, const char *region, const char *id,
                                 struct value *members, const char *life)
{
    value_set_str(c->a, members, k->id, id);
    fill(c, k, k->global ? "" : region, id, members);
    if (!value_get(members, "$Tags"))
        value_set(c->a, members, "$Tags", value_map(c->a));
    return object_new(c->w, k, k->global ? "" : region, id, members, life ? life : first_life(k, "make"));
}

struct object *make_along(struct call *c, const struct sandbox_kind *k, const char *region, struct value *members)
{
    const char *id = value_get_str(members, k->id);
    return put_object(c, k, region, *id ? id : mint_id(c, k), members, NULL);
}

static bool name_is_free(struct call *c, const char *id)
{
    if (object_find(c->w, c->kind, c->region, id) || object_by_unique(c->w, c->kind, c->region, c->draft))
        return refuse_with(c, &c->kind->exists, id, c->draft);
    return true;
}

static bool make(struct call *c)
{
    struct value *tags = NULL;
    make_draft(c);
    if (!tags_of_request(c, c->kind, &tags) || (c->row->rule && !c->row->rule(c)))
        return false;
    if (!refs_exist(c, c->kind, c->draft))
        return false;
    const char *id = id_of_draft(c);
    if (!name_is_free(c, id))
        return false;
    value_set(c->a, c->draft, "$Tags", tags);
    c->object = put_object(c, c->kind, c->region, id, c->draft, c->life);
    return !c->row->after || c->row->after(c);
}

/* What the request could have said and does not say is as it is when nobody says anything. */
static void replace(struct call *c)
{
    struct object *o = c->object;
    struct value *told = value_edit(c->a, o->v);
    for (const struct field *f = c->op->in->fields; f->kind != K_END; f++)
        if (value_get(o->v, f->name) && !value_get(c->draft, f->name))
            object_unset(c->w, o, f->name);
    for (size_t i = 0; i < value_len(told); i++)
        if (!shape_field(c->op->in, value_key(told, i)) && !value_get(c->draft, value_key(told, i)))
            value_set(c->a, c->draft, value_key(told, i), value_item(told, i));
    fill(c, c->kind, o->region, o->id, c->draft);
    for (size_t i = 0; i < value_len(c->draft); i++)
        object_set(c->w, o, value_key(c->draft, i), value_item(c->draft, i));
}

/* Tags are for new ones. */
static bool put(struct call *c)
{
    struct value *tags = NULL;
    make_draft(c);
    c->object = object_find(c->w, c->kind, c->region, id_of_draft(c));
    if (!tags_of_request(c, c->kind, &tags) || (c->row->rule && !c->row->rule(c)) || !refs_exist(c, c->kind, c->draft))
        return false;
    value_set(c->a, c->draft, "$Tags", c->object ? value_get(c->object->v, "$Tags") : tags);
    if (c->object)
        replace(c);
    else
        c->object = put_object(c, c->kind, c->region, id_of_draft(c), c->draft, c->life);
    return !c->row->after || c->row->after(c);
}

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

/* A spent idempotency token: what was asked with it and what was answered. */
const struct sandbox_kind kind_token = {.name = "token", .service = "", .id = "Token", .hidden = true};

static const struct field *token_field(const struct op *op)
{
    for (const struct field *f = op->in ? op->in->fields : NULL; f && f->kind != K_END; f++)
        if (f->flags & F_TOKEN)
            return f;
    return NULL;
}

static const char *token_id(struct call *c, const struct field *f)
{
    return arena_printf(c->a, "%s %s", c->op->name, in_str(c, f->name));
}

/* True: the call was made before, and is answered or refused. */
static bool token_spent(struct call *c, const struct field *f)
{
    struct object *t = object_find(c->w, &kind_token, c->region, token_id(c, f));
    if (!t)
        return false;
    if (!str_eq(object_str(t, "$Asked"), value_canonical(c->a, c->in))) {
        refuse(c, "IdempotentParameterMismatch", "the parameters differ from those of an earlier call with this token");
        return true;
    }
    c->object = object_find(c->w, c->kind, c->region, object_str(t, "$Made"));
    c->out = value_edit(c->a, value_get(t->v, "$Answered"));
    return true;
}

static void token_spend(struct call *c, const struct field *f)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "$Asked", value_canonical(c->a, c->in));
    value_set_str(c->a, v, "$Made", c->object ? c->object->id : "");
    value_set(c->a, v, "$Answered", c->out);
    object_new(c->w, &kind_token, c->region, token_id(c, f), v, NULL);
}

/* ---- showing ----------------------------------------------------------------------------------------------------- */

const struct value *seen(const struct call *c, const struct object *o)
{
    int64_t now = world_now(c->w), lag = c->stale_ms;
    if (!lag || now - o->changed > lag)
        return o->v;
    if (now - o->born <= lag)
        return NULL;
    return o->before ? o->before : o->v;
}

struct value *view_of(struct call *c, const struct object *o)
{
    const struct value *v = seen(c, o);
    struct value *view = value_edit(c->a, v ? v : o->v);
    if (o->kind->tags_member)
        value_set(c->a, view, o->kind->tags_member,
                  tags_told(c, sandbox_service_of(o->kind->service), value_get(o->v, "$Tags")));
    if (o->kind->view)
        o->kind->view(c, o, view);
    return view;
}

static void answer_object(struct call *c)
{
    if (!c->object)
        return;
    struct value *view = view_of(c, c->object);
    if (c->row->wrap) {
        value_set(c->a, c->out, c->row->wrap, view);
        return;
    }
    for (size_t i = 0; i < value_len(view); i++)
        if (!value_get(c->out, value_key(view, i)))
            value_set(c->a, c->out, value_key(view, i), value_item(view, i));
}

static const char *by_of(const struct call *c)
{
    return c->row->by ? c->row->by : c->kind->id;
}

/* Of several members, the last is what it is called. */
static const char *named(struct call *c)
{
    const char *by = by_of(c), *space = strrchr(by, ' ');
    return in_str(c, space ? space + 1 : by);
}

static bool find(struct call *c)
{
    if (!strchr(by_of(c), ' ')) {
        if (!need(c, c->kind, c->region, named(c), &c->object))
            return false;
    } else {
        c->object = object_by_unique(c->w, c->kind, c->region, c->in);
        if (!c->object || object_lingers(c->object))
            return refuse_missing(c, c->kind, named(c));
    }
    return seen(c, c->object) || refuse_missing(c, c->kind, named(c));
}

/* What says which one is meant is no change of it. */
static void drop_names(struct call *c)
{
    const char *by = by_of(c), *word;
    size_t n;
    while ((n = next_word(&by, &word)))
        c->draft = value_without(c->a, c->draft, arena_strndup(c->a, word, n));
}

/* ---- changing and dropping --------------------------------------------------------------------------------------- */

static bool change(struct call *c)
{
    if (!find(c))
        return false;
    if (c->kind->ready && !has_word(c->kind->ready, object_status(c->object)))
        return refuse_busy(c, c->object);
    make_draft(c);
    drop_names(c);
    if ((c->row->rule && !c->row->rule(c)) || !refs_exist(c, c->kind, c->draft))
        return false;
    for (size_t i = 0; i < value_len(c->draft); i++)
        object_set(c->w, c->object, value_key(c->draft, i), value_item(c->draft, i));
    if (c->life || c->row->life)
        object_live(c->w, c->object, c->life ? c->life : c->row->life);
    return !c->row->after || c->row->after(c);
}

bool may_drop(struct call *c, struct object *o)
{
    if (o->kind->lock && object_bool(o, o->kind->lock))
        return refuse_with(c, &o->kind->locked, o->id, o->v);
    for (const struct edge *e = o->referrers; e; e = e->next_to)
        if (e->ref->meaning == REF_BLOCKS && !goes_along(e) && !object_lingers(e->from))
            return refuse_with(c, &o->kind->blocked, o->id, o->v);
    return true;
}

static bool drop(struct call *c)
{
    if (!find(c))
        return false;
    if (c->row->rule && !c->row->rule(c))
        return false;
    if (!may_drop(c, c->object))
        return false;
    const char *life = c->life ? c->life : c->row->life ? c->row->life : first_life(c->kind, "drop");
    if (life && *life)
        object_live(c->w, c->object, life);
    if (c->row->after && !c->row->after(c))
        return false;
    answer_object(c);
    if (!life)
        remove_with_owned(c->w, c->object);
    return true;
}

/* ---- a call ------------------------------------------------------------------------------------------------------ */

static bool run_make(struct call *c)
{
    const struct field *f = token_field(c->op);
    bool token = f && *in_str(c, f->name);
    if (token && token_spent(c, f)) {
        if (!c->fault.code)
            answer_object(c);
        return !c->fault.code;
    }
    if (!make(c))
        return false;
    answer_object(c);
    if (token) {
        out_str(c, f->name, in_str(c, f->name));
        token_spend(c, f);
    }
    return true;
}

static bool run_change(struct call *c)
{
    if (!change(c))
        return false;
    answer_object(c);
    return true;
}

static bool run_put(struct call *c)
{
    if (!put(c))
        return false;
    answer_object(c);
    return true;
}

static bool run_show(struct call *c)
{
    if (!find(c) || (c->row->rule && !c->row->rule(c)))
        return false;
    answer_object(c);
    return !c->row->after || c->row->after(c);
}

static bool run_rule(struct call *c)
{
    return c->row->rule(c);
}

static sandbox_rule *const acts[] = {
    [ACT_RULE] = run_rule,   [ACT_MAKE] = run_make,     [ACT_PUT] = run_put, [ACT_LIST] = act_list,
    [ACT_SHOW] = run_show,   [ACT_CHANGE] = run_change, [ACT_DROP] = drop,   [ACT_TAG] = act_tag,
    [ACT_UNTAG] = act_untag, [ACT_TAGS] = act_tags,
};

/* Only what the answer's shape knows leaves the sandbox. */
static const struct value *prune(struct arena *a, const struct shape *s, const struct value *v);

static const struct value *prune_field(struct arena *a, const struct field *f, const struct value *v)
{
    if (!f->sub || (f->kind != K_LIST && f->kind != K_MAP))
        return f->sub ? prune(a, f->sub, v) : v;
    if (f->of != K_STRUCT)
        return v;
    struct value *many = f->kind == K_LIST ? value_list(a) : value_map(a);
    for (size_t i = 0; i < value_len(v); i++) {
        if (f->kind == K_LIST)
            value_push(a, many, prune(a, f->sub, value_item(v, i)));
        else
            value_set(a, many, value_key(v, i), prune(a, f->sub, value_item(v, i)));
    }
    return many;
}

static const struct value *prune(struct arena *a, const struct shape *s, const struct value *v)
{
    struct value *kept = value_map(a);
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct value *member = value_get(v, f->name);
        if (value_kind(member) != V_NULL)
            value_set(a, kept, f->name, prune_field(a, f, member));
    }
    return kept;
}

void call_run(struct call *c)
{
    c->out = value_map(c->a);
    c->kind = c->row->kind;
    if (!acts[c->row->act](c) || !c->op->out)
        return;
    if (shape_field(c->op->out, "Return") && !value_get(c->out, "Return"))
        out_bool(c, "Return", true);
    c->out = value_edit(c->a, prune(c->a, c->op->out, c->out));
}
