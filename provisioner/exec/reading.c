#include "provisioner/exec/reading.h"

#include <string.h>

enum { MOST_PAGES = 1000 };

static const struct value *with_limit(struct arena *a, const struct op *op, const struct value *in)
{
    if (!op->pages || !op->pages->limit)
        return in;
    struct value *more = value_edit(a, in);
    bool text = shape_field(op->in, op->pages->limit)->kind == K_STR;
    value_set(a, more, op->pages->limit, text ? value_fmt(a, "%d", op->pages->size) : value_int(a, op->pages->size));
    return more;
}

void reading_start(struct client *c, struct arena *a, struct reading *r)
{
    r->client = c;
    r->call =
        (struct aws_call){.arena = a, .op = r->op, .region = r->region, .in = with_limit(a, r->op, r->in), .owner = r};
    client_start(c, &r->call);
}

/* The pages' items in one list, in the place where the last page has its own. */
static const struct value *whole(struct arena *a, const struct reading *r)
{
    if (r->pages < 2)
        return r->call.out;
    struct value *all = value_edit(a, r->call.out);
    const char *at = r->op->pages->items, *word;
    for (size_t n, i = 0; (n = next_word(&at, &word)); i++)
        value_set_path(a, all, arena_strndup(a, word, n), r->items[i]);
    return all;
}

static void keep_items(struct arena *a, struct value **kept, const struct value *items)
{
    if (!*kept)
        *kept = value_list(a);
    for (size_t i = 0; i < value_len(items); i++)
        value_push(a, *kept, value_item(items, i));
}

static const char *keep_page(struct arena *a, struct reading *r)
{
    const struct pages *p = r->op->pages;
    r->pages++;
    if (!p)
        return "";
    const char *at = p->items, *word;
    for (size_t n, i = 0; (n = next_word(&at, &word)); i++)
        keep_items(a, &r->items[i], value_path(a, r->call.out, arena_strndup(a, word, n)));
    return value_str_of(value_path(a, r->call.out, p->out_token));
}

/* NULL: it may go on. */
static const char *without_end(struct reading *r, const char *token)
{
    struct arena *a = r->call.arena;
    if (r->pages >= MOST_PAGES)
        return "the list has more than 1,000 pages";
    if (!r->tokens)
        r->tokens = value_map(a);
    if (value_get(r->tokens, token))
        return "the list goes round in a circle: a page's token came again";
    value_set(a, r->tokens, token, value_bool(a, true));
    return NULL;
}

static void next_page(struct reading *r, const char *token)
{
    struct arena *a = r->call.arena;
    struct value *in = value_edit(a, r->call.in);
    value_set_str(a, in, r->op->pages->in_token, token);
    r->call = (struct aws_call){.arena = a, .op = r->op, .region = r->region, .in = in, .owner = r};
    client_start(r->client, &r->call);
}

void reading_run(struct client *c)
{
    struct aws_call *call;
    while (client_in_flight(c) && (call = client_next(c, INT64_MAX))) {
        struct reading *r = call->owner;
        if (call->end == CALL_OK) {
            const char *token = keep_page(call->arena, r);
            const char *wrong = *token ? without_end(r, token) : NULL;
            if (*token && !wrong) {
                next_page(r, token);
                continue;
            }
            r->answer = whole(call->arena, r);
            if (wrong) {
                call->end = CALL_BROKEN;
                call->why = wrong;
            }
        }
        r->done(r);
    }
}
