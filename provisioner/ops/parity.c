#include "provisioner/ops/parity.h"

#include <string.h>

enum { MOST_REGIONS = 16 };

/* Those of one place, by region; NULL where a region has none. */
struct row {
    const struct planned *of[MOST_REGIONS];
    size_t n;
};

struct finding {
    const char *path;
    const struct value *values[MOST_REGIONS];
    bool said;
    struct pos pos; /* of what says so */
};

/* ---- a region's own name taken out ------------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whole words become "~", a zone's letter with them. */
static const char *without(struct arena *a, const char *text, const char *name, bool zones)
{
    size_t n = strlen(name);
    struct sbuf out = {.arena = a};
    for (const char *s = text; *s;) {
        bool found = (s == text || !is_name_char(s[-1])) && strncmp(s, name, n) == 0;
        bool zone = found && zones && is_name_char(s[n]) && !is_name_char(s[n + 1]);
        if (found && (zone || !is_name_char(s[n]))) {
            sbuf_putc(&out, '~');
            s += n + zone;
        } else {
            sbuf_putc(&out, *s++);
        }
    }
    return sbuf_str(&out);
}

static const char *common_text(struct arena *a, const struct row *r, const struct value *v)
{
    const char *text = v ? value_canonical(a, v) : "";
    for (size_t i = 0; i < r->n; i++)
        text = without(a, without(a, text, r->of[i]->region, true), r->of[i]->alias, false);
    return text;
}

/* ---- two regions, one resource ----------------------------------------------------------------------------------- */

static void count_ref(void *ctx, const struct value *ref)
{
    (void)ref;
    ++*(size_t *)ctx;
}

static bool refers(const struct value *v)
{
    size_t n = 0;
    if (v)
        value_each_ref(v, count_ref, &n);
    return n > 0;
}

/* A region's own by nature: what others are called, where it was made, when. */
static bool is_own(const char *text)
{
    return strstr(text, "arn:") || strstr(text, ".amazonaws.com") || strchr(text, '{');
}

static bool is_compared(const struct rtype *t, const struct attr *at)
{
    return !(at->flags & (A_OUTPUT | A_SECRET | A_ROLE | A_WRITE_ONLY)) && !(t->id && has_word(t->id, at->name)) &&
           !(t->key && has_word(t->key, at->name));
}

static bool differ(struct arena *a, const struct row *r, const struct attr *at, bool live)
{
    const char *first = NULL;
    for (size_t i = 0; i < r->n; i++) {
        const struct value *of = live ? r->of[i]->live : r->of[i]->wanted;
        const char *text = common_text(a, r, value_get(of, at->name));
        if (live && is_own(text))
            return false;
        if (first && !str_eq(first, text))
            return true;
        first = text;
    }
    return false;
}

/* What only one region is told belongs to the group that both are in, and reaches the others through it. */
static bool is_said_to_all(const struct row *r, const struct attr *at)
{
    for (size_t i = 0; i < r->n; i++)
        if (!value_get(r->of[i]->wanted, at->name))
            return false;
    return true;
}

static bool is_said(const struct row *r, const struct attr *at)
{
    for (size_t i = 0; i < r->n; i++)
        if (value_get(r->of[i]->wanted, at->name))
            return true;
    return false;
}

/* AWS was asked in each of them, and tells it. Of what nobody said, lists and maps are AWS's own affair. */
static bool is_told(const struct row *r, const struct attr *at)
{
    if (!is_said(r, at) && (at->type == T_LIST || at->type == T_MAP))
        return false;
    for (size_t i = 0; i < r->n; i++)
        if (!r->of[i]->live || !value_get(r->of[i]->live, at->name) || refers(value_get(r->of[i]->wanted, at->name)))
            return false;
    return true;
}

static bool finds(struct arena *a, const struct row *r, const struct attr *at, struct finding *ret)
{
    *ret = (struct finding){.path = at->name, .said = is_said_to_all(r, at) && differ(a, r, at, false)};
    bool unsaid = !ret->said && is_told(r, at) && differ(a, r, at, true);
    for (size_t i = 0; i < r->n; i++) {
        const struct value *said = value_get(r->of[i]->wanted, at->name);
        ret->values[i] = ret->said ? said : value_get(r->of[i]->live, at->name);
        if (value_pos(said).line && ret->said)
            ret->pos = value_pos(said);
    }
    return ret->said || unsaid;
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const struct value *unknown(void *ctx, struct arena *a, const char *address, const char *path)
{
    (void)ctx;
    return value_str(a, arena_printf(a, "(%s %s)", address, path));
}

static void tell(struct arena *a, struct value *all, const struct row *r, const char *rest, const struct finding *f,
                 const struct diags *d)
{
    struct value *v = value_map(a), *values = value_map(a);
    for (size_t i = 0; i < r->n; i++)
        value_set(a, values, r->of[i]->alias,
                  f->values[i] ? value_resolve(a, f->values[i], unknown, NULL) : value_null(a));
    value_set_str(a, v, "address", rest);
    value_set_str(a, v, "type", r->of[0]->type->name);
    value_set_str(a, v, "path", f->path);
    value_set(a, v, "values", values);
    value_set(a, v, "said", value_bool(a, f->said));
    value_set_str(a, v, "file", f->pos.line ? diag_file_name(d, f->pos.file) : NULL);
    value_set(a, v, "line", f->pos.line ? value_int(a, f->pos.line) : NULL);
    value_push(a, all, v);
}

static void compare(struct arena *a, struct value *all, const struct row *r, const char *rest, const struct diags *d)
{
    struct finding f;
    for (const struct attr *at = r->of[0]->type->attrs; at->name; at++)
        if (is_compared(r->of[0]->type, at) && finds(a, r, at, &f))
            tell(a, all, r, rest, &f, d);
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

/* "network/vpc" of "tokyo/network/vpc". A name may hold another region's: "peering/seoul-route-data-1". */
static const char *rest_of(struct arena *a, const char *address, const char *const *aliases)
{
    const char *rest = strchr(address, '/') ? strchr(address, '/') + 1 : address;
    for (; *aliases; aliases++)
        rest = without(a, rest, *aliases, false);
    return rest;
}

static bool stays(const struct planned *p)
{
    return p->wanted && p->action != ACT_DELETE && p->action != ACT_FORGET;
}

static struct value *rows_of(struct arena *a, const struct plan *p, const char *const *aliases)
{
    struct value *rows = value_map(a);
    for (size_t i = 0; i < p->n_planned; i++) {
        const struct planned *r = &p->planned[i];
        if (!stays(r) || str_starts(r->address, "global/"))
            continue;
        const char *rest = rest_of(a, r->address, aliases);
        struct value *row = value_edit(a, value_get(rows, rest));
        value_set(a, row, r->alias, value_int(a, (int64_t)i));
        value_set(a, rows, rest, row);
    }
    return rows;
}

const struct value *parity_of(struct arena *a, const struct plan *p, const char *const *aliases, const struct diags *d)
{
    struct value *ret = value_map(a), *all = value_list(a), *rows = rows_of(a, p, aliases);
    size_t regions = 0;
    while (regions < MOST_REGIONS && aliases[regions])
        regions++;
    for (size_t i = 0; i < value_len(rows); i++) {
        const struct value *row = value_item(rows, i);
        struct row r = {.n = 0};
        for (size_t k = 0; k < regions; k++)
            if (value_get(row, aliases[k]))
                r.of[r.n++] = &p->planned[value_int_of(value_get(row, aliases[k]))];
        if (r.n && r.n < regions)
            tell(a, all, &r, value_key(rows, i), &(struct finding){.said = true, .pos = r.of[0]->pos}, d);
        else if (r.n)
            compare(a, all, &r, value_key(rows, i), d);
    }
    value_set(a, ret, "differences", all);
    value_set(a, ret, "compared", value_int(a, (int64_t)value_len(rows)));
    return ret;
}
