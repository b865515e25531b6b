#include "provisioner/exec/request.h"

#include "aws/net/digest.h"
#include "provisioner/exec/folder.h"
#include "provisioner/model/json.h"
#include "provisioner/model/properties.h"
#include "provisioner/plan/plan.h"

#include <stdlib.h>
#include <string.h>

enum { TOKEN_LENGTH = 32 /* all that Certificate Manager takes, and the least for Secrets Manager */ };

/* ---- small questions --------------------------------------------------------------------------------------------- */

static bool truthy(const struct value *v)
{
    switch (value_kind(v)) {
    case V_NULL: return false;
    case V_BOOL: return value_bool_of(v);
    case V_INT: return value_int_of(v) != 0;
    case V_STR: return *value_str_of(v) != '\0';
    case V_LIST:
    case V_MAP: return value_len(v) > 0;
    default: return true;
    }
}

static bool beyond_default(struct arena *a, const struct attr *at, const struct value *v)
{
    if (at->dflt)
        return v && !value_equal(v, attr_default(a, at));
    return truthy(v) || value_kind(v) == V_BOOL || value_kind(v) == V_INT;
}

/* Attributes as the step knows them: what is wanted, over what AWS told. */
static const struct value *known(const struct target *t, const char *name)
{
    const struct value *v = value_get(t->want, name);
    if (v && value_kind(v) != V_NULL)
        return v;
    const struct attr *at = rtype_attr(t->type, name);
    v = at && at->flags & A_AMONG ? NULL : value_get(t->have, name);
    return !v && at && at->flags & (A_WRITE_ONLY | A_AMONG) ? value_get(t->applied, name) : v;
}

typedef bool word_test(struct arena *a, const struct target *t, const struct attr *at);

static bool any_word(struct arena *a, const struct target *t, const char *words, word_test *test)
{
    const char *word;
    size_t n;
    while ((n = next_word(&words, &word))) {
        const struct attr *at = rtype_attr(t->type, arena_strndup(a, word, n));
        if (at && test(a, t, at))
            return true;
    }
    return false;
}

static bool wanted_beyond_default(struct arena *a, const struct target *t, const struct attr *at)
{
    return beyond_default(a, at, value_get(t->want, at->name));
}

static bool held(struct arena *a, const struct target *t, const struct attr *at)
{
    (void)a;
    bool silent = at->flags & A_WRITE_ONLY; /* of the rest, what is not told is not there any more */
    const struct value *told = value_get(t->have, at->name);
    return truthy(silent && !told ? value_get(t->applied, at->name) : told);
}

static bool shares_word(const char *words, const char *others)
{
    const char *word;
    size_t n;
    while ((n = next_word(&words, &word))) {
        char name[128];
        if (n < sizeof name) {
            memcpy(name, word, n);
            name[n] = '\0';
            if (has_word(others, name))
                return true;
        }
    }
    return false;
}

static bool moves(const struct target *t, const char *name, bool up)
{
    const struct value *want = value_get(t->want, name), *have = value_get(t->have, name);
    int64_t by = value_int_of(want) - value_int_of(have);
    return value_kind(want) == V_INT && value_kind(have) == V_INT && (up ? by > 0 : by < 0);
}

/* What an update takes away is told by AWS still. */
static bool set_by_then(const struct target *t, const char *name, enum verb verb, const char *changed)
{
    bool changes = verb == VERB_UPDATE && has_word(changed, name);
    return truthy(changes ? value_get(t->want, name) : known(t, name));
}

bool call_applies(struct arena *a, const struct target *t, const struct call *c, enum verb verb, const char *changed)
{
    if (c->if_set && !set_by_then(t, c->if_set, verb, changed))
        return false;
    if (c->if_unset && set_by_then(t, c->if_unset, verb, changed))
        return false;
    if (verb == VERB_UPDATE && c->unless && shares_word(c->unless, changed))
        return false;
    if ((c->grows && !moves(t, c->grows, true)) || (c->shrinks && !moves(t, c->shrinks, false)))
        return false;
    if (!c->when)
        return true;
    switch (verb) {
    case VERB_CREATE: return any_word(a, t, c->when, wanted_beyond_default);
    case VERB_UPDATE: return shares_word(c->when, changed);
    case VERB_DELETE: return any_word(a, t, c->when, held);
    case VERB_READ: return true;
    }
    return false;
}

/* ---- differences of lists and maps ------------------------------------------------------------------------------- */

static bool among(struct arena *a, const struct attr *at, const struct value *list, const struct value *item)
{
    struct attr one = *at;
    one.type = T_MAP;
    one.flags &= ~A_SET;
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *other = value_item(list, i);
        if (other == item || value_equal(other, item)) /* what is not known is the same as itself only */
            return true;
        if (at->flags & A_SUBSET && (attr_equal(a, &one, item, other) || attr_equal(a, &one, other, item)))
            return true;
    }
    return false;
}

static const struct value *list_minus(struct arena *a, const struct attr *at, const struct value *x,
                                      const struct value *y)
{
    struct value *rest = value_list(a);
    for (size_t i = 0; i < value_len(x); i++)
        if (!among(a, at, y, value_item(x, i)))
            value_push(a, rest, value_item(x, i));
    return rest;
}

/* Pairs that are new or differ. */
static const struct value *map_added(struct arena *a, const struct value *want, const struct value *have)
{
    struct value *rest = value_map(a);
    for (size_t i = 0; i < value_len(want); i++) {
        const struct value *w = value_item(want, i), *h = value_get(have, value_key(want, i));
        bool many = value_kind(w) == V_MAP || value_kind(w) == V_LIST;
        if (!h || (many ? !value_equal(w, h) : strcmp(value_text(a, w), value_text(a, h)) != 0))
            value_set(a, rest, value_key(want, i), w);
    }
    return rest;
}

/* Keys that go. Of a shared map, only those that were ours. */
static const struct value *map_removed(struct arena *a, const struct target *t, const struct attr *at)
{
    const struct value *want = value_get(t->want, at->name), *have = value_get(t->have, at->name);
    const struct value *ours = at->flags & A_MINE ? value_get(t->applied, at->name) : have;
    struct value *keys = value_list(a);
    for (size_t i = 0; i < value_len(ours); i++) {
        const char *key = value_key(ours, i);
        if (value_get(have, key) && !value_get(want, key))
            value_push(a, keys, value_str(a, key));
    }
    return keys;
}

static const struct value *difference(struct arena *a, const struct target *t, const struct attr *at, char sign)
{
    const struct value *want = value_get(t->want, at->name), *have = value_get(t->have, at->name);
    if (value_kind(want) == V_UNKNOWN)
        return sign == '+' ? want : NULL;
    if (value_kind(have) == V_UNKNOWN && sign == '-')
        return have;
    if (at->type == T_MAP)
        return sign == '+' ? map_added(a, want, have) : map_removed(a, t, at);
    return sign == '+' ? list_minus(a, at, want, have) : list_minus(a, at, have, want);
}

/* ---- what a bind names ------------------------------------------------------------------------------------------- */

struct source {
    const struct value *v;
    const struct attr *attr; /* it is one of this attribute's values */
    bool difference;         /* of "+" or "-": empty means nothing to do */
    bool keys;               /* of "-" on a map: keys alone */
};

static struct source from_attr(struct arena *a, const struct target *t, const char *from)
{
    size_t cond = strcspn(from, "?");
    const char *path = arena_strndup(a, from + 1, cond - 1);
    const struct attr *at = rtype_attr(t->type, path);
    struct source src = {.attr = at, .difference = from[0] == '+' || from[0] == '-'};
    if (!at || (from[cond] && !truthy(known(t, from + cond + 1))))
        return src;
    const struct value *whole = from[0] == '<'   ? value_get(t->have, at->name)
                                : from[0] == '$' ? known(t, at->name)
                                                 : difference(a, t, at, from[0]);
    src.keys = from[0] == '-' && at->type == T_MAP;
    size_t head = strlen(at->name);
    src.v = path[head] ? value_path(a, whole, path + head + (path[head] == '.')) : whole;
    return src;
}

/* Tokens become public: what is secret has no part in them. */
static const struct value *without_secrets(struct arena *a, const struct target *t)
{
    const struct value *left = t->want;
    for (const struct attr *at = t->type->attrs; at->type != T_END; at++)
        if (at->flags & A_SECRET)
            left = value_without(a, left, at->name);
    return left;
}

/* What is asked for is part of it: AWS remembers a token for a day, and refuses it, or answers with what is deleted by
 * now, when the same address is made anew after its state was lost. */
static const char *token_of(struct arena *a, const struct target *t, const struct call *c)
{
    const char *text = arena_printf(a, "%s|%s|%u|%s|%s", value_get_str(t->account, "Lineage"), t->address,
                                    t->generation, c->op->name, value_canonical(a, without_secrets(a, t)));
    return arena_strndup(a, sha256_hex_of(a, text), TOKEN_LENGTH);
}

static const struct value *owner_filter(struct arena *a, const struct target *t)
{
    struct value *filter = value_map(a), *values = value_list(a), *all = value_list(a);
    value_push(a, values, value_get(t->account, "Lineage"));
    value_set_str(a, filter, "Key", "provisioner:lineage");
    value_set(a, filter, "Values", values);
    value_push(a, all, filter);
    return all;
}

static struct source from_run(struct arena *a, const struct target *t, const struct call *c, const char *name,
                              const struct value *item)
{
    struct source src = {0};
    if (t->ahead && (strcmp(name, "@token") == 0 || strcmp(name, "@version") == 0))
        src.v = value_str(a, "(token)"); /* made of all that is wanted, known or not */
    else if (strcmp(name, "@token") == 0 || strcmp(name, "@version") == 0)
        src.v = value_str(a, token_of(a, t, c));
    else if (strcmp(name, "@region") == 0)
        src.v = value_str(a, t->region);
    else if (strcmp(name, "@account") == 0)
        src.v = value_get(t->account, "AccountId");
    else if (strcmp(name, "@partition") == 0)
        src.v = value_get(t->account, "Partition");
    else if (strcmp(name, "@owner") == 0)
        src.v = owner_filter(a, t);
    else if (strcmp(name, "@key") == 0 || strcmp(name, "@value") == 0)
        src.v = value_get(item, name + 1);
    else if (strcmp(name, "@each") == 0)
        src = (struct source){item, c->each ? rtype_attr(t->type, c->each + 1) : NULL, false,
                              c->each && c->each[0] == '-' && value_kind(item) == V_LIST};
    return src;
}

static const struct value *literal(struct arena *a, const char *text)
{
    const struct value *v = NULL;
    bool json = strchr("[{", *text) || strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
    if (json && *text)
        err_free(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return v ? v : value_str(a, text);
}

static struct source source_of(struct arena *a, const struct target *t, const struct call *c, const char *from,
                               const struct value *item);

/* Half a text names something else. */
static const struct value *composed(struct arena *a, const struct target *t, const struct call *c, const char *text)
{
    struct sbuf out = {.arena = a};
    for (const char *s = text; *s;) {
        size_t n = strcspn(s, "{");
        sbuf_putn(&out, s, n);
        s += n;
        if (!*s)
            break;
        size_t close = strcspn(s, "}");
        const struct value *v = source_of(a, t, c, arena_strndup(a, s + 1, close - 1), NULL).v;
        const char *part = value_text(a, v);
        if (value_has_unknown(v))
            return value_unknown(a);
        if (!*part)
            return NULL;
        sbuf_puts(&out, part);
        s += close + (s[close] == '}');
    }
    return value_str(a, sbuf_str(&out));
}

static const struct value *after_slash(struct arena *a, const char *text)
{
    const char *slash = strrchr(text, '/');
    return *text ? value_str(a, slash ? slash + 1 : text) : NULL;
}

static struct source source_of(struct arena *a, const struct target *t, const struct call *c, const char *from,
                               const struct value *item)
{
    switch (from[0]) {
    case '%': return (struct source){.v = composed(a, t, c, from + 1)};
    case '=': return (struct source){.v = literal(a, from + 1)};
    case '@': return from_run(a, t, c, from, item);
    case '/': return (struct source){.v = after_slash(a, value_text(a, known(t, from + 2)))};
    case '[': {
        const char *inner = arena_strndup(a, from + 1, strcspn(from, "]") - 1);
        struct source one = source_of(a, t, c, inner, item);
        if (one.v) {
            struct value *list = value_list(a);
            value_push(a, list, one.v);
            one.v = list;
        }
        return one;
    }
    default: return from_attr(a, t, from);
    }
}

const char *call_text(struct arena *a, const struct target *t, const struct call *c, const char *from)
{
    return value_text(a, source_of(a, t, c, from, NULL).v);
}

/* ---- into the shape the operation wants -------------------------------------------------------------------------- */

/* "ParameterName ParameterValue ApplyMethod=pending-reboot": the two names and what is fixed. */
static struct value *pair(struct arena *a, const char *spelling, const char *key, const struct value *v)
{
    struct value *p = value_map(a);
    const char *word;
    size_t n, nth = 0;
    for (; (n = next_word(&spelling, &word)); nth++) {
        size_t eq = strcspn(word, "=");
        const char *name = arena_strndup(a, word, eq < n ? eq : n);
        if (nth == 0)
            value_set_str(a, p, name, key);
        else if (eq < n)
            value_set_str(a, p, name, arena_strndup(a, word + eq + 1, n - eq - 1));
        else if (v)
            value_set(a, p, name, value_has_unknown(v) ? v : value_str(a, value_text(a, v)));
    }
    return p;
}

static const struct value *as_pairs(struct arena *a, const char *spelling, const struct value *map)
{
    struct value *list = value_list(a);
    for (size_t i = 0; i < value_len(map); i++)
        value_push(a, list, pair(a, spelling, value_key(map, i), value_item(map, i)));
    return list;
}

static const struct value *keys_as_pairs(struct arena *a, const char *spelling, const struct value *keys)
{
    struct value *list = value_list(a);
    for (size_t i = 0; i < value_len(keys); i++)
        value_push(a, list, pair(a, spelling, value_str_of(value_item(keys, i)), NULL));
    return list;
}

static const struct value *as_text(struct arena *a, const struct value *v)
{
    bool document = value_kind(v) == V_MAP || value_kind(v) == V_LIST;
    return document ? value_str(a, value_canonical(a, v)) : value_str(a, value_text(a, v));
}

static const struct value *as_int(struct arena *a, const struct value *v)
{
    int64_t n;
    return value_kind(v) == V_STR && parse_int(value_str_of(v), &n) ? value_int(a, n) : v;
}

static const struct value *as_decimal(struct arena *a, const struct value *v)
{
    const char *s = value_str_of(v);
    size_t n = strspn(s, "0123456789"), m = s[n] == '.' ? strspn(s + n + 1, "0123456789") : 0;
    return n && m && !s[n + 1 + m] ? value_dec(a, s) : as_int(a, v);
}

static const struct value *list_of(struct arena *a, const struct value *one)
{
    struct value *list = value_list(a);
    value_push(a, list, one);
    return list;
}

static const struct value *fitted(struct arena *a, const struct field *f, const struct source *src)
{
    const struct value *v = src->v;
    const char *pairs = src->attr ? src->attr->pairs : NULL;
    if (value_kind(v) == V_UNKNOWN || (f->kind == K_STR && value_has_unknown(v)))
        return v;
    if (src->attr && src->attr->flags & A_PROPERTIES && value_kind(v) == V_MAP)
        return value_str(a, properties_encode(a, v));
    if (f->kind == K_LIST && f->of == K_STRUCT && pairs && value_kind(v) == V_MAP)
        return as_pairs(a, pairs, v);
    if (f->kind == K_LIST && f->of == K_STRUCT && pairs && src->keys)
        return keys_as_pairs(a, pairs, v);
    if (f->kind == K_LIST && f->of == K_STR && value_kind(v) == V_STR)
        return list_of(a, v);
    if (f->kind == K_STR)
        return as_text(a, v);
    if (f->kind == K_INT)
        return as_int(a, v);
    if (f->kind == K_DEC)
        return as_decimal(a, v);
    if (f->kind == K_BOOL && value_kind(v) == V_STR)
        return value_bool(a, strcmp(value_str_of(v), "true") == 0);
    return v;
}

/* What goes out is what was looked at when the plan was made. */
static struct err *packed_folder(struct arena *a, const struct target *t, const char *name, struct source *ret)
{
    const char *folder = value_text(a, known(t, name)), *zip = NULL, *digest = NULL;
    if (t->ahead) {
        *ret = (struct source){.v = value_fmt(a, "(zip of %s)", folder)};
        return NULL;
    }
    if (!t->root)
        return err_new(ERR_BUG, "nobody says where %s is", folder);
    TRY(folder_pack(a, t->root, folder, &zip, &digest));
    for (const struct attr *at = t->type->attrs; at->type != T_END; at++)
        if (at->flags & A_DIGEST && !str_eq(digest, value_text(a, value_get(t->want, at->name))))
            return err_new(ERR_STALE, "%s has changed since the plan was made; make a new plan", folder);
    *ret = (struct source){.v = value_str(a, zip)};
    return NULL;
}

static struct err *put(struct arena *a, const struct target *t, const struct call *c, struct value *in, const char *to,
                       const struct source *src)
{
    const struct field *f = shape_field(c->op->in, to);
    if (!f)
        return err_new(ERR_BUG, "%s has no member %s", c->op->name, to);
    if (value_has_unknown(src->v) && !t->ahead)
        return err_new(ERR_BUG, "%s: %s is still unknown", c->op->name, to);
    value_set_path(a, in, to, fitted(a, f, src));
    return NULL;
}

/* Whether an attribute goes into this call under its own name. */
static bool sent_by_name(const struct target *t, const struct call *c, enum verb verb, const char *changed,
                         const struct attr *at)
{
    if (str_eq(c->only, "-"))
        return false;
    if (c->only)
        return has_word(c->only, at->name);
    if (has_word(t->type->id, at->name))
        return true;
    if (verb == VERB_UPDATE)
        return c->when && has_word(c->when, at->name) && has_word(changed, at->name);
    return verb == VERB_CREATE;
}

static struct err *put_by_name(struct arena *a, const struct target *t, const struct call *c, enum verb verb,
                               const char *changed, struct value *in)
{
    for (const struct attr *at = t->type->attrs; at->type != T_END; at++) {
        /* an update says what is wanted, and who is meant: what is there besides may contradict it */
        bool names_it = verb != VERB_UPDATE || has_word(t->type->id, at->name);
        const struct value *v = names_it ? known(t, at->name) : value_get(t->want, at->name);
        if (!v || value_kind(v) == V_NULL || !shape_field(c->op->in, at->name))
            continue;
        if (sent_by_name(t, c, verb, changed, at))
            TRY(put(a, t, c, in, at->name, &(struct source){.v = v, .attr = at}));
    }
    return NULL;
}

/* Four digits of the secret's digest: enough to part one text from the next, too few to guess a password by. */
static void mark_version(struct arena *a, const struct call *c, struct value *in)
{
    struct sbuf secret = {.arena = a};
    for (const struct field *f = c->op->in->fields; f->kind != K_END; f++)
        if (f->flags & F_SECRET)
            sbuf_puts(&secret, value_get_str(in, f->name));
    for (const struct bind *b = c->bind; b && b->to; b++)
        if (strcmp(b->from, "@version") == 0)
            value_set_str(a, in, b->to,
                          arena_printf(a, "%s%.4s", value_get_str(in, b->to), sha256_hex_of(a, sbuf_str(&secret))));
}

const char *call_region(struct arena *a, const struct target *t, const struct call *c)
{
    if (c->where && c->where[0] == '=')
        return c->where + 1;
    const char *at = c->where ? value_text(a, known(t, c->where)) : "";
    for (int colons = 0; *at && colons < 3; at++)
        colons += *at == ':';
    size_t n = strcspn(at, ":");
    return n ? arena_strndup(a, at, n) : t->region;
}

/* Of what is not known yet, it may be that it has no shape either. */
static struct err *shaped(struct arena *a, const struct target *t, const struct call *c, struct value *in)
{
    struct err *e = t->type->impl->quirk(a, c->op, in, t->want, t->have);
    if (!t->ahead)
        return e;
    err_free(e);
    return NULL;
}

struct err *request_make(struct arena *a, const struct target *t, const struct call *c, enum verb verb,
                         const char *changed, const struct value *item, const struct value **ret)
{
    struct value *in = value_map(a);
    bool differences = false, any = false;
    TRY(put_by_name(a, t, c, verb, changed, in));
    for (const struct bind *b = c->bind; b && b->to; b++) {
        struct source src = {0};
        if (b->from[0] == '~')
            TRY(packed_folder(a, t, b->from + 1, &src));
        else
            src = source_of(a, t, c, b->from, item);
        differences |= src.difference;
        if (!src.v || (src.difference && !value_len(src.v) && value_kind(src.v) != V_UNKNOWN))
            continue;
        any |= src.difference;
        TRY(put(a, t, c, in, b->to, &src));
    }
    if (t->type->impl->quirk)
        TRY(shaped(a, t, c, in));
    if (!t->ahead)
        mark_version(a, c, in);
    *ret = differences && !any ? NULL : in;
    return NULL;
}

/* ---- one call an element ----------------------------------------------------------------------------------------- */

static const struct value *batches(struct arena *a, const struct value *all, unsigned size)
{
    struct value *out = value_list(a), *batch = NULL;
    bool map = value_kind(all) == V_MAP;
    for (size_t i = 0; i < value_len(all); i++) {
        if (!batch || value_len(batch) == size) {
            batch = map ? value_map(a) : value_list(a);
            value_push(a, out, batch);
        }
        if (map)
            value_set(a, batch, value_key(all, i), value_item(all, i));
        else
            value_push(a, batch, value_item(all, i));
    }
    return out;
}

/* {key, value} of each, for "@key" and "@value". */
static const struct value *pairs_of(struct arena *a, const struct value *map)
{
    struct value *list = value_list(a);
    for (size_t i = 0; i < value_len(map); i++) {
        struct value *one = value_map(a);
        value_set_str(a, one, "key", value_key(map, i));
        value_set(a, one, "value", value_item(map, i));
        value_push(a, list, one);
    }
    return list;
}

const struct value *call_items(struct arena *a, const struct target *t, const struct call *c)
{
    if (!c->each)
        return NULL;
    const struct value *all = from_attr(a, t, c->each).v;
    if (value_kind(all) == V_UNKNOWN)
        return list_of(a, all);
    if (c->batch)
        return batches(a, all, c->batch);
    return value_kind(all) == V_MAP ? pairs_of(a, all) : all ? all : value_list(a);
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

static struct value *with_carried(struct arena *a, const char *carry, const struct value *outer,
                                  const struct value *inner)
{
    struct value *both = value_edit(a, inner);
    const char *word;
    size_t n;
    while ((n = next_word(&carry, &word))) {
        const char *name = arena_strndup(a, word, n);
        value_set(a, both, name, value_get(outer, name));
    }
    return both;
}

/* "RouteTables[].Routes[]": every inner element, with what it carries from the outer one. */
static const struct value *nested_objects(struct arena *a, const struct rtype *rt, const char *result, const char *dot,
                                          const struct value *answer)
{
    const struct value *outer = value_path(a, answer, arena_strndup(a, result, (size_t)(dot - result)));
    struct value *all = value_list(a);
    for (size_t i = 0; i < value_len(outer); i++) {
        const struct value *inner = value_path(a, value_item(outer, i), dot + 1);
        for (size_t k = 0; k < value_len(inner); k++)
            value_push(a, all, with_carried(a, rt->impl->carry, value_item(outer, i), value_item(inner, k)));
    }
    return all;
}

/* "Policy:Statement[]": the text at the first is a document. */
static const struct value *at_result(struct arena *a, const char *result, const struct value *answer)
{
    const char *colon = strchr(result, ':');
    if (!colon)
        return value_path(a, answer, result);
    const char *text = value_text(a, value_path(a, answer, arena_strndup(a, result, (size_t)(colon - result))));
    const struct value *document = NULL;
    err_free(json_parse(a, text, strlen(text), JSON_PLAIN, &document));
    return value_path(a, document, colon + 1);
}

const struct value *answer_objects(struct arena *a, const struct rtype *rt, const struct call *c,
                                   const struct value *answer, const struct value *known_attrs)
{
    if (rt->impl->fold)
        answer = rt->impl->fold(a, c->op, answer, known_attrs);
    if (!answer)
        return value_list(a);
    const char *result = c->result ? c->result : "";
    const char *dot = rt->impl->carry ? strchr(result, '.') : NULL;
    if (dot)
        return nested_objects(a, rt, result, dot, answer);
    const struct value *at = at_result(a, result, answer);
    if (value_kind(at) == V_LIST)
        return at;
    struct value *one = value_list(a);
    value_push(a, one, at);
    return one;
}

const struct value *answer_further(struct arena *a, const struct rtype *rt, const struct call *c,
                                   const struct value *answer, const struct value *known)
{
    return value_path(a, rt->impl->fold ? rt->impl->fold(a, c->op, answer, known) : answer, c->result);
}

const struct value *answer_object(struct arena *a, const struct rtype *rt, const struct call *c,
                                  const struct value *answer, const struct value *known_attrs)
{
    const struct value *objects = answer_objects(a, rt, c, answer, known_attrs);
    const char *id = rtype_physical_id(a, rt, known_attrs);
    if (!str_ends(c->result, "[]"))
        return value_item(objects, 0);
    for (size_t i = 0; i < value_len(objects); i++) {
        const struct value *o = value_item(objects, i);
        const char *other = rtype_physical_id(a, rt, answer_attrs(a, rt, c, o));
        if (object_mine(a, rt, o) && (!id || str_eq(id, other)))
            return o;
    }
    return NULL;
}

static const struct value *from_pairs(struct arena *a, const char *spelling, const struct value *list)
{
    struct value *map = value_map(a);
    const char *key = NULL, *val = NULL;
    size_t k = next_word(&spelling, &key), v = next_word(&spelling, &val);
    const char *key_name = arena_strndup(a, key, k), *value_name = arena_strndup(a, val, v);
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *p = value_item(list, i);
        bool own = value_get(p, key_name); /* the tagging API says Key and Value, whatever the service itself says */
        const struct value *value = value_get(p, own ? value_name : "Value");
        value_set(a, map, value_get_str(p, own ? key_name : "Key"), value ? value : value_str(a, ""));
    }
    return map;
}

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* "b,a" as "a,b". */
static const char *sorted_words(struct arena *a, const char *text)
{
    const char **words = NULL;
    size_t n = 0, cap = 0;
    for (const char *end; *text; text = end + (*end == ',')) {
        end = text + strcspn(text, ",");
        words = arena_grow(a, words, sizeof *words, n, &cap);
        words[n++] = arena_strndup(a, text, (size_t)(end - text));
    }
    if (n)
        qsort(words, n, sizeof *words, by_text);
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < n; i++)
        sbuf_printf(&out, "%s%s", i ? "," : "", words[i]);
    return sbuf_str(&out);
}

/* "#A", "#A-1": how many there are, less one. Of what is not told, nobody knows how many. */
static const struct value *count_told(struct arena *a, const struct value *object, const char *path)
{
    bool less_one = str_ends(path, "-1");
    const struct value *list = value_path(a, object, arena_strndup(a, path, strlen(path) - (less_one ? 2 : 0)));
    return value_kind(list) == V_LIST ? value_int(a, (int64_t)value_len(list) - less_one) : NULL;
}

/* "A[].B" on an answer that has no A says nothing about B, where one with an empty A says that there is none. */
static const struct value *told_at(struct arena *a, const struct value *object, const char *path)
{
    if (*path == '#')
        return count_told(a, object, path + 1);
    size_t head = strcspn(path, "[");
    if (path[head] && !value_path(a, object, arena_strndup(a, path, head)))
        return NULL;
    const struct value *v = value_path(a, object, path);
    return value_kind(v) == V_NULL ? NULL : v;
}

/* What AWS spells in another way than it is wanted. */
static const struct value *respelt(struct arena *a, const struct attr *at, const struct value *v)
{
    const char *text = value_str_of(v), *hyphen;
    if (at->pairs && value_kind(v) == V_LIST)
        return from_pairs(a, at->pairs, v);
    if (value_kind(v) != V_STR)
        return v;
    if (at->flags & A_HOST)
        return value_str(a, host_plain(a, text));
    if (at->flags & A_BARE && at->flags & A_OUTPUT)
        return value_str(a, text_bare(text));
    if (at->flags & A_RESOURCE)
        return value_str(a, strrchr(text, ':') ? strrchr(text, ':') + 1 : text);
    if (at->flags & A_PROPERTIES)
        return properties_decode(a, text);
    if (at->flags & A_UNSORTED)
        return value_str(a, sorted_words(a, text));
    if (at->type == T_BOOL && has_word("enabled enabling disabled disabling", text))
        return value_bool(a, str_starts(text, "enabl"));
    if (at->flags & A_SUFFIX && (hyphen = strchr(text, '-')))
        return value_str(a, hyphen + 1);
    return v;
}

const struct value *answer_attrs(struct arena *a, const struct rtype *rt, const struct call *c,
                                 const struct value *object)
{
    struct value *attrs = value_map(a);
    for (const struct attr *at = rt->attrs; at->type != T_END; at++) {
        const struct value *v = at->flags & A_SECRET ? NULL : told_at(a, object, at->told ? at->told : at->name);
        value_set(a, attrs, at->name, v ? respelt(a, at, v) : NULL);
    }
    for (const struct bind *b = c->gives; b && b->to; b++) {
        const struct value *v = told_at(a, object, b->from);
        value_set(a, attrs, b->to, v ? respelt(a, rtype_attr(rt, b->to), v) : NULL);
    }
    return attrs;
}

bool object_gone(struct arena *a, const struct rtype *rt, const struct value *object)
{
    if (!rt->impl->gone_path)
        return false;
    const struct value *state = value_path(a, object, rt->impl->gone_path);
    const char *text = value_text(a, state);
    return strcmp(rt->impl->gone, "*") == 0 ? truthy(state) : has_word(rt->impl->gone, *text ? text : "-");
}

bool object_leaving(struct arena *a, const struct rtype *rt, const struct value *object)
{
    const struct settled *s = rt->impl->wait.until;
    const char *text = s ? value_text(a, value_path(a, object, s->path)) : "";
    return str_eq_nocase(text, "deleting");
}

bool object_mine(struct arena *a, const struct rtype *rt, const struct value *object)
{
    const char *mine = rt->impl->mine, *eq = mine ? strchr(mine, '=') : NULL;
    if (!eq)
        return true;
    const struct value *v = value_get(object, arena_strndup(a, mine, (size_t)(eq - mine)));
    return strcmp(value_text(a, v), eq + 1) == 0;
}

static enum settle one_settled(struct arena *a, const struct settled *s, const struct value *v, const char **ret_state)
{
    const char *text = value_text(a, v);
    if (!*text && s->optional)
        return SETTLE_READY;
    if (has_word(s->ready, text))
        return SETTLE_READY;
    *ret_state = *text ? text : "not told yet";
    return !*text || has_word(s->busy, text) ? SETTLE_BUSY : SETTLE_FAILED;
}

static enum settle condition_settled(struct arena *a, const struct settled *s, const struct value *object,
                                     const char **ret_state)
{
    const struct value *v = value_path(a, object, s->path);
    enum settle worst = SETTLE_READY;
    if (value_kind(v) != V_LIST)
        return one_settled(a, s, v, ret_state);
    for (size_t i = 0; i < value_len(v); i++) {
        enum settle one = one_settled(a, s, value_item(v, i), ret_state);
        worst = one > worst ? one : worst;
    }
    return worst;
}

enum settle answer_settled(struct arena *a, const struct settled *until, const struct value *answer,
                           const char **ret_state)
{
    enum settle worst = SETTLE_READY;
    for (const struct settled *s = until; s && s->path; s++) {
        enum settle one = condition_settled(a, s, answer, ret_state);
        worst = one > worst ? one : worst;
    }
    return worst;
}

enum settle object_settled(struct arena *a, const struct rtype *rt, const struct value *object, const char **ret_state)
{
    return answer_settled(a, rt->impl->wait.until, object, ret_state);
}

const char *object_failed(struct arena *a, const struct rtype *rt, const struct value *object)
{
    const char *state = NULL;
    return object_settled(a, rt, object, &state) == SETTLE_FAILED ? state : NULL;
}

bool fault_matches(const char *words, const char *code, const char *message)
{
    const char *word;
    size_t n;
    while ((n = next_word(&words, &word))) {
        size_t colon = 0;
        while (colon < n && word[colon] != ':')
            colon++;
        if (strlen(code) != colon || strncmp(word, code, colon) != 0)
            continue;
        CLEANUP(arena_freep) struct arena *a = arena_new();
        if (colon == n || glob_match(arena_strndup(a, word + colon + 1, n - colon - 1), message ? message : ""))
            return true;
    }
    return false;
}
