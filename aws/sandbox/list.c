#include "aws/sandbox/call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Lists: by ids, by filters, page by page. A filter by a reference walks along the index, so that asking for the rules
 * of one group costs what that group has, not what the world has.
 */

enum { MAX_FILTERS = 32 };

struct asked {
    const char *path; /* NULL: a tag */
    const char *tag;  /* its key; NULL with path NULL: any key */
    const struct value *values;
};

struct listing {
    struct asked filters[MAX_FILTERS];
    size_t n_filters;
    struct object **some; /* when the request narrows it down */
    size_t n_some, cap, at;
    bool narrowed;
    uint64_t seq;
    size_t limit;
    struct value *items;
    uint64_t next; /* where the next page begins; 0: this was the last */
};

bool pattern_match(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            from = text;
        } else if (*pattern == '?' || *pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star + 1;
            text = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

static bool any_match(const struct value *patterns, const char *text)
{
    for (size_t i = 0; i < value_len(patterns); i++)
        if (pattern_match(value_str_of(value_item(patterns, i)), text))
            return true;
    return false;
}

/* ---- filters ----------------------------------------------------------------------------------------------------- */

static const char *filter_path(const struct sandbox_kind *k, const char *name)
{
    for (const struct filter *f = k->filters; f && f->name; f++)
        if (str_eq(f->name, name))
            return f->path;
    return NULL;
}

static bool read_filter(struct call *c, const struct value *v, struct asked *ret)
{
    const char *name = value_get_str(v, "Name"), *path = filter_path(c->kind, name);
    *ret = (struct asked){.path = path, .values = value_get(v, "Values")};
    if (str_starts(name, "tag:") && c->kind->tag_type)
        ret->tag = name + 4;
    else if (!path && !(str_eq(name, "tag-key") && c->kind->tag_type))
        return refuse(c, "InvalidParameterValue", "The filter '%s' is invalid", name);
    return value_len(ret->values) || refuse(c, "InvalidParameterValue", "The filter '%s' has no values", name);
}

static bool read_filters(struct call *c, struct listing *l)
{
    const struct value *filters = value_get(c->in, has(c, "Filter") ? "Filter" : "Filters");
    if (value_kind(value_item(filters, 0)) == V_STR) /* IAM's are words, for the row's `keep` to follow */
        return true;
    if (value_len(filters) > MAX_FILTERS)
        return refuse(c, c->service->invalid, "at most %d filters are taken", MAX_FILTERS);
    for (size_t i = 0; i < value_len(filters); i++)
        if (!read_filter(c, value_item(filters, i), &l->filters[l->n_filters++]))
            return false;
    return true;
}

static bool tags_pass(const struct asked *f, const struct value *tags)
{
    if (f->tag) {
        const struct value *v = value_get(tags, f->tag);
        return v && any_match(f->values, value_str_of(v));
    }
    for (size_t i = 0; i < value_len(tags); i++)
        if (any_match(f->values, value_key(tags, i)))
            return true;
    return false;
}

static bool passes(struct call *c, const struct asked *f, const struct object *o, const struct value *view)
{
    if (!f->path)
        return tags_pass(f, value_get(o->v, "$Tags"));
    const struct value *v = value_path(c->a, view, f->path);
    if (value_kind(v) != V_LIST)
        return v && any_match(f->values, value_text(c->a, v));
    for (size_t i = 0; i < value_len(v); i++)
        if (any_match(f->values, value_text(c->a, value_item(v, i))))
            return true;
    return false;
}

/* ---- narrowing --------------------------------------------------------------------------------------------------- */

static int by_seq(const void *x, const void *y)
{
    uint64_t a = (*(struct object *const *)x)->seq, b = (*(struct object *const *)y)->seq;
    return (a > b) - (a < b);
}

static void take(struct call *c, struct listing *l, struct object *o)
{
    l->some = arena_grow(c->a, l->some, sizeof *l->some, l->n_some, &l->cap);
    l->some[l->n_some++] = o;
}

static bool take_id(struct call *c, struct listing *l, const char *id)
{
    struct object *o = object_find(c->w, c->kind, c->region, id);
    if (!o || !seen(c, o) || (c->row->keep && !c->row->keep(c, o)))
        return refuse_missing(c, c->kind, id);
    take(c, l, o);
    return true;
}

static bool narrow_by_ids(struct call *c, struct listing *l)
{
    const struct value *ids = c->row->by ? value_get(c->in, c->row->by) : NULL;
    l->narrowed = value_kind(ids) == V_STR || value_len(ids);
    if (value_kind(ids) == V_STR)
        return take_id(c, l, value_str_of(ids));
    for (size_t i = 0; i < value_len(ids); i++)
        if (!take_id(c, l, value_str_of(value_item(ids, i))))
            return false;
    return true;
}

static const struct ref *ref_of_path(const struct sandbox_kind *k, const char *path)
{
    for (const struct ref *r = k->refs; r && r->path; r++)
        if (str_eq(r->path, path))
            return r;
    return NULL;
}

static bool plain(const struct value *values)
{
    const char *s = value_str_of(value_item(values, 0));
    return value_len(values) == 1 && !strpbrk(s, "*?");
}

static void narrow_by_reference(struct call *c, struct listing *l)
{
    for (size_t i = 0; !l->narrowed && i < l->n_filters; i++) {
        const struct asked *f = &l->filters[i];
        const struct ref *r = f->path && plain(f->values) ? ref_of_path(c->kind, f->path) : NULL;
        struct object *to = r ? object_find(c->w, r->kind, c->region, value_str_of(value_item(f->values, 0))) : NULL;
        if (!to)
            continue; /* a member may name more than one kind */
        l->narrowed = true;
        for (struct edge *e = first_from(to, c->kind); e; e = next_from(e, c->kind))
            if (e->ref == r)
                take(c, l, e->from);
    }
    if (l->n_some)
        qsort(l->some, l->n_some, sizeof *l->some, by_seq);
}

static struct object *next_object(struct call *c, struct listing *l)
{
    if (!l->narrowed) {
        struct object *o = object_from(c->w, c->kind, c->region, l->seq);
        l->seq = o ? o->seq + 1 : 0;
        return o;
    }
    while (l->at < l->n_some && l->some[l->at]->seq < l->seq)
        l->at++;
    return l->at < l->n_some ? l->some[l->at++] : NULL;
}

/* ---- pages ------------------------------------------------------------------------------------------------------- */

static bool read_limit(struct call *c, struct listing *l)
{
    const struct pages *p = c->op->pages;
    const struct sandbox_service *s = c->service;
    l->limit = p && s->page ? (size_t)s->page : SIZE_MAX;
    if (!p || !p->limit || !has(c, p->limit))
        return true;
    int64_t n = in_int(c, p->limit, 0);
    if (n < s->page_min)
        return refuse(c, s->invalid,
                      "Value (%" PRId64 ") for parameter %s is invalid. Expecting a value of at least %d.", n, p->limit,
                      s->page_min);
    if (n > s->page_max)
        return refuse(c, s->invalid,
                      "Value (%" PRId64 ") for parameter %s is invalid. Expecting a value of at most %d.", n, p->limit,
                      s->page_max);
    l->limit = (size_t)n;
    return true;
}

static bool read_token(struct call *c, struct listing *l)
{
    const struct pages *p = c->op->pages;
    const char *token = p ? in_str(c, p->in_token) : "";
    char *end = NULL;
    if (!*token)
        return true;
    l->seq = strtoull(token, &end, 16);
    return (end && !*end) || refuse(c, c->service->invalid, "The token '%s' is invalid", token);
}

static void gather(struct call *c, struct listing *l)
{
    struct object *o;
    while ((o = next_object(c, l))) {
        if (!seen(c, o) || (c->row->keep && !c->row->keep(c, o)))
            continue;
        struct value *view = view_of(c, o);
        size_t i = 0;
        while (i < l->n_filters && passes(c, &l->filters[i], o, view))
            i++;
        if (i < l->n_filters)
            continue;
        if (value_len(l->items) == l->limit) {
            l->next = o->seq;
            return;
        }
        value_push(c->a, l->items, view);
    }
}

bool act_list(struct call *c)
{
    struct listing l = {.items = value_list(c->a)};
    if ((c->row->rule && !c->row->rule(c)) || !read_filters(c, &l) || !narrow_by_ids(c, &l) || !read_limit(c, &l) ||
        !read_token(c, &l))
        return false;
    narrow_by_reference(c, &l);
    gather(c, &l);
    value_set(c->a, c->out, c->row->wrap, l.items);
    if (l.next)
        out_str(c, c->op->pages->out_token, arena_printf(c->a, "%016" PRIx64, l.next));
    out_bool(c, "IsTruncated", l.next != 0);
    out_bool(c, "Truncated", l.next != 0);
    return !c->row->after || c->row->after(c);
}
