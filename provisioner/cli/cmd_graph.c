#include "provisioner/cli/commands.h"
#include "provisioner/cli/formats.h"
#include "provisioner/cli/session.h"

#include "provisioner/report/topology.h"

#include <string.h>

struct edges {
    struct sbuf *out;
    const char *from;
    struct value *seen;
    struct arena *a;
};

static void edge(struct edges *e, const char *to)
{
    if (str_starts(to, "lookup/") || strcmp(to, "self") == 0 || value_get(e->seen, to))
        return;
    value_set(e->a, e->seen, to, value_bool(e->a, true));
    sbuf_puts(e->out, "  ");
    sbuf_put_json(e->out, e->from);
    sbuf_puts(e->out, " -> ");
    sbuf_put_json(e->out, to);
    sbuf_puts(e->out, ";\n");
}

static void edge_of_ref(void *ctx, const struct value *ref)
{
    edge(ctx, value_ref_address(ref));
}

static void node(struct sbuf *out, const struct wanted *w)
{
    sbuf_puts(out, "  ");
    sbuf_put_json(out, w->address);
    sbuf_printf(out, " [label=\"%s\\n%s\"];\n", w->address, w->type);
}

static void dot(struct sbuf *out, const struct session *s)
{
    sbuf_puts(out, "digraph provisioner {\n  rankdir=RL;\n  node [shape=box, fontsize=10];\n");
    for (size_t i = 0; i < s->wanted.n; i++)
        node(out, &s->wanted.items[i]);
    for (size_t i = 0; i < s->wanted.n; i++) {
        const struct wanted *w = &s->wanted.items[i];
        struct edges e = {out, w->address, value_map(s->a), s->a};
        value_each_ref(w->attrs, edge_of_ref, &e);
        for (const char **after = w->after; after && *after; after++)
            edge(&e, *after);
    }
    sbuf_puts(out, "}\n");
}

static void svg(struct sbuf *out, const struct session *s)
{
    struct topology t;
    topology_of_wanted(s->a, &s->wanted, session_aliases(s), &t);
    topology_svg(out, &t, arena_printf(s->a, "%s, %s", s->spec->project, s->spec->environment));
}

static void mermaid(struct sbuf *out, const struct session *s)
{
    struct topology t;
    topology_of_wanted(s->a, &s->wanted, session_aliases(s), &t);
    topology_mermaid(out, &t);
}

static const struct drawing {
    const char *name;
    void (*draw)(struct sbuf *out, const struct session *s);
} drawings[] = {{"dot", dot}, {"svg", svg}, {"mermaid", mermaid}};

static struct err *graph(struct session *s)
{
    const char *asked = s->cli->opt.format ? s->cli->opt.format : "dot";
    struct sbuf out = {.arena = s->a};
    TRY(formats_check(s, "dot svg mermaid"));
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    for (size_t i = 0; i < COUNT(drawings); i++)
        if (str_eq(drawings[i].name, asked))
            drawings[i].draw(&out, s);
    out_text(sbuf_str(&out));
    return NULL;
}

struct err *cmd_graph(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = graph(&s);
    session_end(&s);
    return e;
}
