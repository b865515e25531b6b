#include "provisioner/exec/reading.h"

#include <string.h>

enum { MOST_PAGES = 1000 };

static const struct value *with_limit(struct arena *a, const struct op *op, const struct value *in)
{
    if (!op->pages || !op->pages->limit)
        return in;
    struct value *more = value_edit(a, in);
    value_set(a, more, op->pages->limit, value_int(a, op->pages->size));
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
    value_set_path(a, all, r->op->pages->items, r->items);
    return all;
}

static const char *keep_page(struct arena *a, struct reading *r)
{
    const struct pages *p = r->op->pages;
    r->pages++;
    if (!p)
        return "";
    const struct value *items = value_path(a, r->call.out, p->items);
    if (!r->items)
        r->items = value_list(a);
    for (size_t i = 0; i < value_len(items); i++)
        value_push(a, r->items, value_item(items, i));
    return value_str_of(value_path(a, r->call.out, p->out_token));
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
            if (*token && r->pages < MOST_PAGES) {
                next_page(r, token);
                continue;
            }
            r->answer = whole(call->arena, r);
        }
        r->done(r);
    }
}
