#include "provisioner/model/value.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDEX_FROM = 12 /* maps with more keys get a hash index */ };

struct member {
    const char *key; /* NULL in lists */
    const struct value *v;
};

struct value {
    enum value_kind kind;
    struct pos pos;
    union {
        bool b;
        int64_t i;
        const char *s;
        struct {
            const char *address, *path;
        } ref;
        struct {
            struct member *m;
            uint32_t *index; /* slots of 1 + position; NULL for small maps */
            uint32_t n, cap, slots;
        } many;
    };
};

static bool has_many(enum value_kind kind)
{
    return kind == V_LIST || kind == V_MAP || kind == V_JOIN;
}

/* Most values are scalars, which have no room for members. */
static size_t size_of(enum value_kind kind)
{
    if (has_many(kind))
        return sizeof(struct value);
    return kind == V_REF ? offsetof(struct value, ref) + sizeof((struct value *)0)->ref
                         : offsetof(struct value, s) + sizeof(const char *);
}

static struct value *make(struct arena *a, enum value_kind kind)
{
    struct value *v = arena_alloc(a, size_of(kind));
    v->kind = kind;
    return v;
}

struct value *value_null(struct arena *a)
{
    return make(a, V_NULL);
}

struct value *value_unknown(struct arena *a)
{
    return make(a, V_UNKNOWN);
}

struct value *value_bool(struct arena *a, bool b)
{
    struct value *v = make(a, V_BOOL);
    v->b = b;
    return v;
}

struct value *value_int(struct arena *a, int64_t i)
{
    struct value *v = make(a, V_INT);
    v->i = i;
    return v;
}

struct value *value_dec(struct arena *a, const char *digits)
{
    struct value *v = make(a, V_DEC);
    v->s = arena_strdup(a, digits);
    return v;
}

struct value *value_strn(struct arena *a, const char *s, size_t n)
{
    struct value *v = make(a, V_STR);
    v->s = arena_strndup(a, s, n);
    return v;
}

struct value *value_str(struct arena *a, const char *s)
{
    return value_strn(a, s, strlen(s));
}

struct value *value_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *text = arena_alloc(a, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    struct value *v = make(a, V_STR);
    v->s = text;
    return v;
}

struct value *value_list(struct arena *a)
{
    return make(a, V_LIST);
}

struct value *value_map(struct arena *a)
{
    return make(a, V_MAP);
}

struct value *value_join(struct arena *a)
{
    return make(a, V_JOIN);
}

struct value *value_ref(struct arena *a, const char *address, const char *path)
{
    struct value *v = make(a, V_REF);
    v->ref.address = arena_strdup(a, address);
    v->ref.path = arena_strdup(a, path);
    return v;
}

/* ---- members ----------------------------------------------------------------------------------------------------- */

static bool is_many(const struct value *v)
{
    return v && has_many(v->kind);
}

static size_t hash(const char *s, size_t n)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 1099511628211u;
    return (size_t)(h ^ h >> 29);
}

static void index_put(struct value *map, size_t at)
{
    const char *key = map->many.m[at].key;
    size_t slot = hash(key, strlen(key)) & (map->many.slots - 1);
    while (map->many.index[slot])
        slot = (slot + 1) & (map->many.slots - 1);
    map->many.index[slot] = (uint32_t)at + 1;
}

static void index_grow(struct arena *a, struct value *map)
{
    map->many.slots = map->many.slots ? map->many.slots * 2 : 64;
    map->many.index = arena_alloc(a, map->many.slots * sizeof *map->many.index);
    for (size_t i = 0; i < map->many.n; i++)
        index_put(map, i);
}

static bool is_key(const char *key, const char *wanted, size_t n)
{
    return strncmp(key, wanted, n) == 0 && !key[n];
}

/* The key is the first n bytes, so that a step of a path needs no copy. */
static struct member *member_of(const struct value *v, const char *key, size_t n)
{
    if (!v || v->kind != V_MAP)
        return NULL;
    if (!v->many.index) {
        for (size_t i = 0; i < v->many.n; i++)
            if (is_key(v->many.m[i].key, key, n))
                return &v->many.m[i];
        return NULL;
    }
    size_t last = v->many.slots - 1;
    for (size_t slot = hash(key, n) & last; v->many.index[slot]; slot = (slot + 1) & last) {
        struct member *m = &v->many.m[v->many.index[slot] - 1];
        if (is_key(m->key, key, n))
            return m;
    }
    return NULL;
}

static void make_room(struct arena *a, struct value *v, size_t n)
{
    struct member *wider = arena_alloc(a, n * sizeof *wider);
    if (v->many.n)
        memcpy(wider, v->many.m, v->many.n * sizeof *wider);
    v->many.m = wider;
    v->many.cap = (uint32_t)n;
}

/* Most lists have one member. */
static void append(struct arena *a, struct value *v, const char *key, const struct value *item)
{
    if (v->many.n == v->many.cap)
        make_room(a, v, v->many.cap ? (size_t)v->many.cap * 2 : 2);
    v->many.m[v->many.n++] = (struct member){key, item};
}

void value_push(struct arena *a, struct value *list, const struct value *item)
{
    if (item && is_many(list))
        append(a, list, NULL, item);
}

static void set(struct arena *a, struct value *map, const char *key, size_t n, const struct value *v)
{
    if (!v || !map || map->kind != V_MAP)
        return;
    struct member *m = member_of(map, key, n);
    if (m) {
        m->v = v;
        return;
    }
    append(a, map, arena_strndup(a, key, n), v);
    if (map->many.index && map->many.n * 2 <= map->many.slots)
        index_put(map, map->many.n - 1);
    else if (map->many.n > INDEX_FROM)
        index_grow(a, map);
}

void value_set(struct arena *a, struct value *map, const char *key, const struct value *v)
{
    set(a, map, key, strlen(key), v);
}

void value_set_str(struct arena *a, struct value *map, const char *key, const char *s)
{
    if (s)
        value_set(a, map, key, value_str(a, s));
}

void value_at_pos(struct value *v, struct pos pos)
{
    v->pos = pos;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

enum value_kind value_kind(const struct value *v)
{
    return v ? v->kind : V_NULL;
}

const char *value_kind_name(enum value_kind k)
{
    static const char *const names[] = {[V_NULL] = "nothing",       [V_UNKNOWN] = "known after apply",
                                        [V_BOOL] = "true or false", [V_INT] = "a whole number",
                                        [V_DEC] = "a number",       [V_STR] = "a text",
                                        [V_LIST] = "a list",        [V_MAP] = "a mapping",
                                        [V_REF] = "a reference",    [V_JOIN] = "a text with references"};
    return names[k];
}

bool value_bool_of(const struct value *v)
{
    return v && v->kind == V_BOOL && v->b;
}

int64_t value_int_of(const struct value *v)
{
    return v && v->kind == V_INT ? v->i : 0;
}

const char *value_str_of(const struct value *v)
{
    return v && (v->kind == V_STR || v->kind == V_DEC) ? v->s : "";
}

size_t value_len(const struct value *v)
{
    return is_many(v) ? v->many.n : 0;
}

const struct value *value_item(const struct value *v, size_t i)
{
    return i < value_len(v) ? v->many.m[i].v : NULL;
}

const char *value_key(const struct value *v, size_t i)
{
    return v && v->kind == V_MAP && i < v->many.n ? v->many.m[i].key : "";
}

const struct value *value_get(const struct value *v, const char *key)
{
    const struct member *m = member_of(v, key, strlen(key));
    return m ? m->v : NULL;
}

const char *value_get_str(const struct value *v, const char *key)
{
    return value_str_of(value_get(v, key));
}

struct pos value_pos(const struct value *v)
{
    return v ? v->pos : (struct pos){0};
}

const char *value_ref_address(const struct value *v)
{
    return v && v->kind == V_REF ? v->ref.address : "";
}

const char *value_ref_path(const struct value *v)
{
    return v && v->kind == V_REF ? v->ref.path : "";
}

/* ---- paths ------------------------------------------------------------------------------------------------------- */

/* One step of a path: a key of n bytes, or the index n; *at moves behind the step. */
struct step {
    const char *key;
    bool each, nth;
    size_t n;
};

static struct step path_step(const char **at)
{
    const char *s = *at;
    struct step st = {0};
    if (*s == '[') {
        size_t len = strcspn(s, "]");
        st.each = len == 1;
        st.nth = !st.each;
        st.n = (size_t)strtoul(s + 1, NULL, 10);
        s += len + (s[len] == ']');
    } else {
        st.key = s;
        st.n = strcspn(s, ".[");
        s += st.n;
    }
    *at = s + (*s == '.');
    return st;
}

static const struct value *one_step(const struct value *v, const struct step *st)
{
    if (st->nth)
        return value_item(v, st->n);
    if (value_kind(v) == V_LIST && st->n && strspn(st->key, "0123456789") == st->n)
        return value_item(v, strtoul(st->key, NULL, 10));
    const struct member *m = member_of(v, st->key, st->n);
    return m ? m->v : NULL;
}

static void gather(struct arena *a, const struct value *v, const char *path, struct value *all)
{
    while (v && *path) {
        struct step st = path_step(&path);
        if (st.each) {
            for (size_t i = 0; i < value_len(v); i++)
                gather(a, value_item(v, i), path, all);
            return;
        }
        v = one_step(v, &st);
    }
    value_push(a, all, v);
}

const struct value *value_path(struct arena *a, const struct value *v, const char *path)
{
    const char *rest = path;
    while (v && *rest) {
        const char *here = rest;
        struct step st = path_step(&rest);
        if (st.each) {
            struct value *all = value_list(a);
            gather(a, v, here, all);
            return all;
        }
        v = one_step(v, &st);
    }
    return v || !strstr(path, "[]") ? v : value_list(a);
}

static struct value *child_for(struct arena *a, struct value *map, const struct step *st, enum value_kind kind)
{
    const struct member *m = member_of(map, st->key, st->n);
    struct value *child = m && m->v->kind == kind ? value_edit(a, m->v) : make(a, kind);
    set(a, map, st->key, st->n, child);
    return child;
}

void value_set_path(struct arena *a, struct value *map, const char *path, const struct value *v)
{
    while (v) {
        struct step st = path_step(&path);
        if (*path == '[') {
            path_step(&path);
            struct value *list = child_for(a, map, &st, V_LIST);
            struct value *one = value_len(list) && *path ? value_edit(a, value_item(list, 0)) : value_map(a);
            if (value_len(list))
                list->many.m[0].v = *path ? one : v;
            else
                value_push(a, list, *path ? one : v);
            if (!*path)
                return;
            map = one;
        } else if (*path) {
            map = child_for(a, map, &st, V_MAP);
        } else {
            set(a, map, st.key, st.n, v);
            return;
        }
    }
}

const char *value_text(struct arena *a, const struct value *v)
{
    switch (value_kind(v)) {
    case V_BOOL: return v->b ? "true" : "false";
    case V_INT: return arena_printf(a, "%" PRId64, v->i);
    default: return value_str_of(v);
    }
}

/* ---- comparing --------------------------------------------------------------------------------------------------- */

static int by_key(const void *x, const void *y)
{
    return strcmp(((const struct member *)x)->key, ((const struct member *)y)->key);
}

static struct member *sorted(const struct value *map)
{
    size_t n = map->many.n;
    struct member *m = must_have(calloc(n ? n : 1, sizeof *m));
    if (n)
        memcpy(m, map->many.m, n * sizeof *m);
    qsort(m, n, sizeof *m, by_key);
    return m;
}

static int compare_numbers(int64_t x, int64_t y)
{
    return (x > y) - (x < y);
}

static int compare_maps(const struct value *x, const struct value *y)
{
    struct member *mx = sorted(x), *my = sorted(y);
    int c = 0;
    for (size_t i = 0; !c && i < x->many.n && i < y->many.n; i++) {
        c = strcmp(mx[i].key, my[i].key);
        if (!c)
            c = value_compare(mx[i].v, my[i].v);
    }
    free(mx);
    free(my);
    return c ? c : compare_numbers((int64_t)x->many.n, (int64_t)y->many.n);
}

static int compare_lists(const struct value *x, const struct value *y)
{
    for (size_t i = 0; i < x->many.n && i < y->many.n; i++) {
        int c = value_compare(x->many.m[i].v, y->many.m[i].v);
        if (c)
            return c;
    }
    return compare_numbers((int64_t)x->many.n, (int64_t)y->many.n);
}

int value_compare(const struct value *x, const struct value *y)
{
    enum value_kind k = value_kind(x);
    if (x == y)
        return 0;
    if (k != value_kind(y))
        return compare_numbers(k, value_kind(y));
    switch (k) {
    case V_NULL:
    case V_UNKNOWN: return 0;
    case V_BOOL: return compare_numbers(x->b, y->b);
    case V_INT: return compare_numbers(x->i, y->i);
    case V_DEC:
    case V_STR: return strcmp(x->s, y->s);
    case V_LIST:
    case V_JOIN: return compare_lists(x, y);
    case V_MAP: return compare_maps(x, y);
    case V_REF: {
        int c = strcmp(x->ref.address, y->ref.address);
        return c ? c : strcmp(x->ref.path, y->ref.path);
    }
    }
    return 0;
}

bool value_equal(const struct value *x, const struct value *y)
{
    if (value_kind(x) != V_MAP || value_kind(y) != V_MAP)
        return value_kind(x) == value_kind(y) && value_compare(x, y) == 0;
    if (x->many.n != y->many.n)
        return false;
    for (size_t i = 0; i < x->many.n; i++)
        if (!value_get(y, x->many.m[i].key) || !value_equal(x->many.m[i].v, value_get(y, x->many.m[i].key)))
            return false;
    return true;
}

bool value_has_unknown(const struct value *v)
{
    enum value_kind k = value_kind(v);
    if (k == V_UNKNOWN || k == V_REF || k == V_JOIN)
        return true;
    for (size_t i = 0; i < value_len(v); i++)
        if (value_has_unknown(value_item(v, i)))
            return true;
    return false;
}

/* ---- making new from old ----------------------------------------------------------------------------------------- */

struct value *value_edit(struct arena *a, const struct value *v)
{
    if (!is_many(v))
        return value_map(a);
    struct value *copy = make(a, v->kind);
    copy->pos = v->pos;
    if (v->many.n)
        make_room(a, copy, v->many.n);
    for (size_t i = 0; i < v->many.n; i++) {
        if (v->kind == V_MAP)
            value_set(a, copy, v->many.m[i].key, v->many.m[i].v);
        else
            value_push(a, copy, v->many.m[i].v);
    }
    return copy;
}

struct value *value_copy(struct arena *a, const struct value *v)
{
    struct value *copy = make(a, value_kind(v));
    copy->pos = value_pos(v);
    if (value_len(v))
        make_room(a, copy, value_len(v));
    switch (value_kind(v)) {
    case V_NULL:
    case V_UNKNOWN: break;
    case V_BOOL: copy->b = v->b; break;
    case V_INT: copy->i = v->i; break;
    case V_DEC:
    case V_STR: copy->s = arena_strdup(a, v->s); break;
    case V_REF:
        copy->ref.address = arena_strdup(a, v->ref.address);
        copy->ref.path = arena_strdup(a, v->ref.path);
        break;
    case V_MAP:
        for (size_t i = 0; i < v->many.n; i++)
            value_set(a, copy, v->many.m[i].key, value_copy(a, v->many.m[i].v));
        break;
    case V_LIST:
    case V_JOIN:
        for (size_t i = 0; i < v->many.n; i++)
            value_push(a, copy, value_copy(a, v->many.m[i].v));
        break;
    }
    return copy;
}

struct value *value_overlay(struct arena *a, const struct value *under, const struct value *over)
{
    struct value *both = value_edit(a, value_kind(under) == V_MAP ? under : NULL);
    for (size_t i = 0; i < value_len(over); i++) {
        const char *key = value_key(over, i);
        const struct value *was = value_get(both, key), *now = value_item(over, i);
        bool deep = value_kind(was) == V_MAP && value_kind(now) == V_MAP;
        value_set(a, both, key, deep ? value_overlay(a, was, now) : now);
    }
    return both;
}

struct value *value_without(struct arena *a, const struct value *map, const char *key)
{
    struct value *rest = value_map(a);
    for (size_t i = 0; i < value_len(map); i++)
        if (strcmp(value_key(map, i), key) != 0)
            value_set(a, rest, value_key(map, i), value_item(map, i));
    return rest;
}

/* ---- references -------------------------------------------------------------------------------------------------- */

static const struct value *resolve_join(struct arena *a, const struct value *v, value_lookup *lookup, void *ctx)
{
    struct sbuf text = {.arena = a};
    for (size_t i = 0; i < v->many.n; i++) {
        const struct value *part = value_resolve(a, v->many.m[i].v, lookup, ctx);
        if (value_has_unknown(part))
            return value_unknown(a);
        sbuf_puts(&text, value_text(a, part));
    }
    return value_str(a, sbuf_str(&text));
}

static const struct value *resolve_many(struct arena *a, const struct value *v, value_lookup *lookup, void *ctx)
{
    struct value *copy = NULL;
    for (size_t i = 0; i < v->many.n; i++) {
        const struct value *was = v->many.m[i].v, *now = value_resolve(a, was, lookup, ctx);
        if (now != was && !copy)
            copy = value_edit(a, v);
        if (now != was)
            copy->many.m[i].v = now;
    }
    return copy ? copy : v;
}

const struct value *value_resolve(struct arena *a, const struct value *v, value_lookup *lookup, void *ctx)
{
    switch (value_kind(v)) {
    case V_REF: {
        const struct value *found = lookup(ctx, a, v->ref.address, v->ref.path);
        return found ? found : value_unknown(a);
    }
    case V_JOIN: return resolve_join(a, v, lookup, ctx);
    case V_LIST:
    case V_MAP: return resolve_many(a, v, lookup, ctx);
    default: return v;
    }
}

void value_each_ref(const struct value *v, void (*fn)(void *, const struct value *), void *ctx)
{
    if (value_kind(v) == V_REF)
        fn(ctx, v);
    for (size_t i = 0; i < value_len(v); i++)
        value_each_ref(value_item(v, i), fn, ctx);
}

/* ---- printing ---------------------------------------------------------------------------------------------------- */

static void new_line(struct sbuf *out, int indent)
{
    if (indent >= 0)
        sbuf_printf(out, "\n%*s", indent, "");
}

static void print(struct sbuf *out, const struct value *v, int indent, bool sort);

static void print_many(struct sbuf *out, const struct value *v, int indent, bool sort)
{
    bool map = v->kind == V_MAP;
    int inner = indent < 0 ? indent : indent + 2;
    struct member *in_order = map && sort ? sorted(v) : NULL;
    sbuf_putc(out, map ? '{' : '[');
    for (size_t i = 0; i < v->many.n; i++) {
        const struct member *m = in_order ? &in_order[i] : &v->many.m[i];
        if (i)
            sbuf_puts(out, ",");
        new_line(out, inner);
        if (map) {
            sbuf_put_json(out, m->key);
            sbuf_puts(out, indent < 0 ? ":" : ": ");
        }
        print(out, m->v, inner, sort);
    }
    if (v->many.n)
        new_line(out, indent);
    sbuf_putc(out, map ? '}' : ']');
    free(in_order);
}

static void print_ref(struct sbuf *out, const struct value *v)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    sbuf_puts(out, "{\"$ref\":");
    sbuf_put_json(out, arena_printf(a, "%s.%s", v->ref.address, v->ref.path));
    sbuf_putc(out, '}');
}

static void print_join(struct sbuf *out, const struct value *v, int indent, bool sort)
{
    sbuf_puts(out, "{\"$join\":[");
    for (size_t i = 0; i < v->many.n; i++) {
        sbuf_puts(out, i ? "," : "");
        print(out, v->many.m[i].v, indent < 0 ? indent : -1, sort);
    }
    sbuf_puts(out, "]}");
}

static void print(struct sbuf *out, const struct value *v, int indent, bool sort)
{
    switch (value_kind(v)) {
    case V_NULL: sbuf_puts(out, "null"); break;
    case V_UNKNOWN: sbuf_puts(out, "{\"$unknown\":true}"); break;
    case V_BOOL: sbuf_puts(out, v->b ? "true" : "false"); break;
    case V_INT: sbuf_printf(out, "%" PRId64, v->i); break;
    case V_DEC: sbuf_puts(out, v->s); break;
    case V_STR: sbuf_put_json(out, v->s); break;
    case V_REF: print_ref(out, v); break;
    case V_JOIN: print_join(out, v, indent, sort); break;
    case V_LIST:
    case V_MAP: print_many(out, v, indent, sort); break;
    }
}

void value_print(struct sbuf *out, const struct value *v, int indent)
{
    print(out, v, indent, false);
}

const char *value_canonical(struct arena *a, const struct value *v)
{
    struct sbuf out = {.arena = a};
    print(&out, v, -1, true);
    return sbuf_str(&out);
}
