#include "provisioner/spec/marks.h"

struct mark {
    struct pos value, key;
    const char *shown;
};

static bool same(struct pos x, struct pos y)
{
    return x.file == y.file && x.line == y.line && x.column == y.column;
}

static size_t hash(struct pos p)
{
    uint64_t h = ((uint64_t)p.file << 52 ^ (uint64_t)p.line << 24 ^ p.column) * 0x9e3779b97f4a7c15u;
    return (size_t)(h >> 24);
}

/* The slot of a position, or the free one where it belongs: line 0 is nowhere, and so marks a free slot. */
static struct mark *slot(const struct marks *m, struct pos value)
{
    size_t at = hash(value) & (m->cap - 1);
    while (m->slots[at].value.line && !same(m->slots[at].value, value))
        at = (at + 1) & (m->cap - 1);
    return &m->slots[at];
}

static void make_room(struct marks *m)
{
    struct marks old = *m;
    if (m->n * 2 < m->cap)
        return;
    m->cap = m->cap ? m->cap * 2 : 256;
    m->slots = arena_alloc(m->arena, m->cap * sizeof *m->slots);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].value.line)
            *slot(m, old.slots[i].value) = old.slots[i];
}

static struct mark *entry(struct marks *m, struct pos value)
{
    make_room(m);
    struct mark *s = slot(m, value);
    m->n += !s->value.line;
    s->value = value;
    return s;
}

void marks_put_key(struct marks *m, struct pos value, struct pos key)
{
    struct mark *s = entry(m, value);
    if (!s->key.line)
        s->key = key;
}

void marks_put_shown(struct marks *m, struct pos value, const char *shown)
{
    entry(m, value)->shown = arena_strdup(m->arena, shown);
}

struct pos marks_key(const struct marks *m, struct pos value)
{
    struct pos key = m->cap ? slot(m, value)->key : (struct pos){0};
    return key.line ? key : value;
}

const char *marks_shown(const struct marks *m, struct pos value)
{
    return m->cap ? slot(m, value)->shown : NULL;
}

const char *marks_quote(struct arena *a, const char *s)
{
    enum { LONGEST = 60 };
    struct sbuf out = {.arena = a};
    size_t characters = 0;
    sbuf_putc(&out, '"');
    for (; *s && characters <= LONGEST; s++) {
        bool inside = (*s & 0xc0) == 0x80;
        characters += !inside;
        if (characters <= LONGEST)
            sbuf_putc(&out, (unsigned char)*s < 0x20 || *s == 0x7f ? '?' : *s);
    }
    sbuf_puts(&out, characters > LONGEST ? "...\"" : "\"");
    return sbuf_str(&out);
}
