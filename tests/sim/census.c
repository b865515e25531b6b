#include "aws/net/digest.h"
#include "aws/sandbox/world_private.h"
#include "tests/sim/sim.h"

#include <stdlib.h>
#include <string.h>

/* ---- what there is ----------------------------------------------------------------------------------------------- */

/* AWS's own numbers, "0f5703dc594fb14d3" or "d3a4d87a-bdb4-ccff-4e21-d7fd7e8eb118", are others each time. */
static size_t number_at(const char *s)
{
    enum { SHORTEST = 12 };
    size_t n = strspn(s, "0123456789abcdefABCDEF-");
    return n >= SHORTEST && strcspn(s, "0123456789") < n ? n : 0;
}

static const char *without_numbers(struct arena *a, const char *s)
{
    struct sbuf out = {.arena = a};
    for (size_t n; *s; s += n ? n : 1) {
        n = number_at(s);
        sbuf_putc(&out, n ? '#' : *s);
    }
    return sbuf_str(&out);
}

static const char *name_of(struct arena *a, const struct object *o)
{
    const char *address = value_get_str(value_get(o->v, "$Tags"), "provisioner:address");
    return *address ? address : o->kind->mint ? "" : without_numbers(a, o->id);
}

/* What the account was given unasked does not count, nor what a service only goes on showing for a while: a key for
 * weeks. */
static bool counts(const struct object *o)
{
    bool leaving = object_lingers(o) || strcmp(object_status(o), "PendingDeletion") == 0;
    return *o->kind->service && !o->gone && !object_bool(o, "$Given") && !leaving;
}

static void each_object(struct world *w, void (*visit)(void *ctx, const struct object *o), void *ctx)
{
    for (size_t i = 0; i < w->n_buckets; i++)
        for (size_t j = 0; j < w->buckets[i].n; j++)
            if (counts(w->buckets[i].items[j]))
                visit(ctx, w->buckets[i].items[j]);
}

struct lines {
    struct arena *arena;
    const char **items;
    size_t n, cap;
};

static void add_line(void *ctx, const struct object *o)
{
    struct lines *l = ctx;
    l->items = arena_grow(l->arena, l->items, sizeof *l->items, l->n, &l->cap);
    l->items[l->n++] =
        arena_printf(l->arena, "%s %s %s\n", o->kind->name, *o->region ? o->region : "-", name_of(l->arena, o));
}

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

const char *sim_census(struct sim *s, struct arena *a)
{
    struct lines l = {.arena = a};
    struct sbuf text = {.arena = a};
    each_object(sim_world(s), add_line, &l);
    if (l.n)
        qsort(l.items, l.n, sizeof *l.items, by_text);
    for (size_t i = 0; i < l.n; i++)
        sbuf_puts(&text, l.items[i]);
    return sbuf_str(&text);
}

/* ---- who can log in ---------------------------------------------------------------------------------------------- */

struct passwords {
    struct sbuf known; /* digests of what secrets hold */
    struct sbuf asked; /* digests of what databases were made with */
};

static void put_passwords(struct passwords *p, const char *text)
{
    static const char before[] = "\"password\":\"";
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (const char *at = text; (at = strstr(at, before));) {
        at += sizeof before - 1;
        sbuf_printf(&p->known, "%s ", sha256_hex_of(a, arena_strndup(a, at, strcspn(at, "\""))));
    }
}

static void note_texts(struct passwords *p, const struct value *v)
{
    if (value_kind(v) == V_STR)
        put_passwords(p, value_str_of(v));
    for (size_t i = 0; i < value_len(v); i++)
        note_texts(p, value_item(v, i));
}

static void note_passwords(void *ctx, const struct object *o)
{
    struct passwords *p = ctx;
    const char *digest = object_str(o, "$PasswordDigest");
    if (*digest)
        sbuf_printf(&p->asked, "%s ", digest);
    if (strcmp(o->kind->service, "secretsmanager") == 0)
        note_texts(p, o->v);
}

const char *sim_locked_out(struct sim *s, struct arena *a)
{
    struct passwords p = {{.arena = a}, {.arena = a}};
    each_object(sim_world(s), note_passwords, &p);
    const char *asked = sbuf_str(&p.asked), *word;
    for (size_t n; (n = next_word(&asked, &word));)
        if (!strstr(sbuf_str(&p.known), arena_strndup(a, word, n)))
            return "a database has a password that no secret holds";
    return NULL;
}
