#include "aws/net/scrub.h"

#include "provisioner/model/json.h"

#include <string.h>

enum { SHORTEST = 4, PIECE = 8, DEEPEST = 16, LARGEST_IN_PIECES = 64 * 1024 /* Secrets Manager's own limit */ };

struct scrub {
    struct arena *arena;
    const char *text;
    size_t n;
    bool *hidden; /* per character */
};

static void hide_all(struct scrub *s, const char *piece, size_t n)
{
    const char *end = s->text + s->n, *at = s->text;
    while ((at = memmem(at, (size_t)(end - at), piece, n))) {
        memset(s->hidden + (at - s->text), true, n);
        at++;
    }
}

/* An answer may be cut off, and what is escaped in it is parted by its escapes. */
static void hide_pieces(struct scrub *s, const char *secret, size_t n)
{
    for (size_t i = 0; i + PIECE <= s->n; i++)
        if (memmem(secret, n, s->text + i, PIECE))
            memset(s->hidden + i, true, PIECE);
}

static void hide(struct scrub *s, const struct value *secret, int depth);

static bool hide_inside(struct scrub *s, const char *secret, size_t n, int depth)
{
    const struct value *inside = NULL;
    if (*secret != '{' && *secret != '[')
        return false;
    struct err *e = json_parse(s->arena, secret, n, JSON_PLAIN, &inside);
    err_free(e);
    if (!e)
        hide(s, inside, depth + 1);
    return !e;
}

/* "arn:partition:service:region:account:resource" */
static bool is_arn(const char *text, size_t n)
{
    enum { COLONS = 5 };
    size_t colons = 0;
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)text[i] <= ' ')
            return false;
        colons += text[i] == ':';
    }
    return str_starts(text, "arn:aws") && colons >= COLONS;
}

static void hide_text(struct scrub *s, const char *secret, int depth)
{
    size_t n = strlen(secret);
    if (n < SHORTEST || is_arn(secret, n))
        return;
    hide_all(s, secret, n);
    bool has_names = hide_inside(s, secret, n, depth); /* its names are words that an error may need */
    if (!has_names && n > PIECE && n <= LARGEST_IN_PIECES)
        hide_pieces(s, secret, n);
}

static void hide(struct scrub *s, const struct value *secret, int depth)
{
    if (depth > DEEPEST)
        return;
    if (value_kind(secret) == V_STR)
        hide_text(s, value_str_of(secret), depth);
    for (size_t i = 0; i < value_len(secret); i++)
        hide(s, value_item(secret, i), depth + 1);
}

const char *scrubbed(struct arena *a, const char *text, const struct value *secrets)
{
    struct sbuf out = {.arena = a};
    struct scrub s = {.arena = a, .text = text, .n = strlen(text)};
    if (value_kind(secrets) == V_NULL)
        return text;
    s.hidden = arena_alloc(a, s.n + 1);
    hide(&s, secrets, 0);
    for (size_t i = 0; i < s.n; i++)
        if (!s.hidden[i])
            sbuf_putc(&out, text[i]);
        else if (!i || !s.hidden[i - 1])
            sbuf_puts(&out, "(secret)");
    return sbuf_str(&out);
}

struct collected {
    struct arena *arena;
    struct value *all;
};

static bool collect(void *ctx, const struct field *f, const struct value *v)
{
    struct collected *c = ctx;
    if (f->flags & F_SECRET)
        value_push(c->arena, c->all, v);
    return false;
}

const struct value *secrets_sent(struct arena *a, const struct op *op, const struct value *in, const char *token)
{
    struct collected c = {a, value_list(a)};
    if (token)
        value_push(a, c.all, value_str(a, token));
    (void)shape_any_member(op->in, in, collect, &c);
    return c.all;
}
