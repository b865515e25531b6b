#include "provisioner/report/topology.h"

#include "provisioner/base/screen.h"
#include "provisioner/report/markup.h"

#include <string.h>

/* ---- SVG --------------------------------------------------------------------------------------------------------- */

/* In pixels. A line of a card holds about as many letters of a proportional face as fit into WIDE. */
enum {
    WIDE = 250,
    APART = 70,
    MARGIN = 20,
    HEAD = 58,
    TITLE = 26,
    LINE = 16,
    PADDING = 10,
    BETWEEN = 26,
    LETTERS = 36,
    TYPES_SHOWN = 5
};

static const char style[] = "<style>"
                            ".t{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#1c2430}"
                            ".h{font-weight:600;font-size:15px}.s{font-weight:600;font-size:13px}.m{fill:#5b6878}"
                            ".p{fill:#f3f5f8;stroke:#d5dbe3}.c{fill:#fff;stroke:#b9c3cf}"
                            ".l{fill:none;stroke:#7688a0;stroke-width:1.5}.f{opacity:.35;stroke-width:1}"
                            ".create{fill:#1a7f37}.update,.adopt{fill:#8a5a00}.replace,.delete{fill:#c01c28}"
                            ".forget{fill:#5b6878}"
                            "@media(prefers-color-scheme:dark){.t{fill:#e4e9f0}.m{fill:#9ba8b8}"
                            ".p{fill:#141a22;stroke:#2d3846}.c{fill:#1d2530;stroke:#445163}.l{stroke:#8796ab}"
                            ".create{fill:#4ac26b}.update,.adopt{fill:#d8a32b}.replace,.delete{fill:#ff7b72}"
                            ".forget{fill:#9ba8b8}}"
                            "</style>\n";

/* clang-format off */
static const struct mark {
    enum action action;
    const char *sign;
} marks[] = {{ACT_CREATE, "+"}, {ACT_UPDATE, "~"}, {ACT_REPLACE, "-/+"}, {ACT_DELETE, "-"}, {ACT_ADOPT, "adopt "}, {ACT_FORGET, "forget "}};
/* clang-format on */

struct drawing {
    const struct topology *t;
    size_t *top, *height; /* of each row */
    size_t wide, high;
};

static bool is_changed(const struct topology_box *box)
{
    return box->n > box->count[ACT_NOOP];
}

static size_t lines_of(const struct topology_box *box)
{
    return (box->n_types > TYPES_SHOWN ? TYPES_SHOWN + 1 : box->n_types) + is_changed(box);
}

static size_t height_of(const struct topology_box *box)
{
    return TITLE + lines_of(box) * LINE + PADDING;
}

static void measure(struct arena *a, struct drawing *d)
{
    const struct topology *t = d->t;
    d->top = arena_alloc(a, (t->n_rows + 1) * sizeof *d->top);
    d->height = arena_alloc(a, (t->n_rows + 1) * sizeof *d->height);
    for (size_t i = 0; i < t->n_boxes; i++)
        if (height_of(&t->boxes[i]) > d->height[t->boxes[i].row])
            d->height[t->boxes[i].row] = height_of(&t->boxes[i]);
    size_t y = MARGIN + HEAD;
    for (size_t i = 0; i < t->n_rows; i++) {
        d->top[i] = y;
        y += d->height[i] + BETWEEN;
    }
    d->high = y + MARGIN;
    d->wide = 2 * MARGIN + t->n_columns * (WIDE + 2 * PADDING) + (t->n_columns ? t->n_columns - 1 : 0) * APART;
}

static size_t left_of(size_t column)
{
    return MARGIN + PADDING + column * (WIDE + 2 * PADDING + APART);
}

static bool stands_between(const struct topology *t, const struct topology_box *a, const struct topology_box *b)
{
    for (size_t i = 0; i < t->n_boxes; i++)
        if (t->boxes[i].row == a->row && t->boxes[i].column > a->column && t->boxes[i].column < b->column)
            return true;
    return false;
}

/* From side to side; where a box stands between two of one row, below it. */
static void put_link(struct sbuf *out, const struct drawing *d, const struct topology_link *l)
{
    const struct topology_box *a = &d->t->boxes[l->a], *b = &d->t->boxes[l->b];
    size_t ya = d->top[a->row] + TITLE / 2, yb = d->top[b->row] + TITLE / 2;
    size_t xa = left_of(a->column) + WIDE, xb = left_of(b->column);
    if (a->row == b->row && stands_between(d->t, a, b)) {
        size_t bottom_a = d->top[a->row] + height_of(a), bottom_b = d->top[b->row] + height_of(b);
        size_t low = d->top[a->row] + d->height[a->row] + BETWEEN / 2;
        sbuf_printf(out, "<path class=\"l\" d=\"M%zu %zuV%zuH%zuV%zu\"/>\n", xa - WIDE / 2, bottom_a, low,
                    xb + WIDE / 2, bottom_b);
        return;
    }
    size_t bend = APART / 2 + PADDING;
    sbuf_printf(out, "<path class=\"l%s\" d=\"M%zu %zuC%zu %zu %zu %zu %zu %zu\"/>\n", a->row == b->row ? "" : " f", xa,
                ya, xa + bend, ya, xb - bend, yb, xb, yb);
}

static void put_place(struct sbuf *out, const struct drawing *d, size_t column)
{
    const struct topology_place *p = &d->t->columns[column];
    bool global = str_eq(p->alias, "global");
    sbuf_printf(out, "<rect class=\"p\" x=\"%zu\" y=\"%d\" width=\"%d\" height=\"%zu\" rx=\"12\"/>\n",
                left_of(column) - PADDING, MARGIN, WIDE + 2 * PADDING, d->high - 2 * MARGIN);
    sbuf_printf(out, "<text class=\"t h\" x=\"%zu\" y=\"%d\">", left_of(column), MARGIN + 26);
    markup_put(out, screen_cut(out->arena, screen_safe(out->arena, p->alias), LETTERS));
    sbuf_printf(out, "</text><text class=\"t m\" x=\"%zu\" y=\"%d\">", left_of(column), MARGIN + 44);
    markup_put(out, global ? "in no region, or in all" : p->region ? p->region : "");
    sbuf_puts(out, "</text>\n");
}

static const char *short_type(const char *type)
{
    return str_starts(type, "AWS::") ? type + 5 : type;
}

static void put_line(struct sbuf *out, size_t x, size_t y, const char *text)
{
    sbuf_printf(out, "<text class=\"t m\" x=\"%zu\" y=\"%zu\">", x, y);
    markup_put(out, screen_cut(out->arena, screen_safe(out->arena, text), LETTERS));
    sbuf_puts(out, "</text>\n");
}

static void put_marks(struct sbuf *out, const struct topology_box *box, size_t x, size_t y)
{
    sbuf_printf(out, "<text class=\"t\" x=\"%zu\" y=\"%zu\">", x, y);
    for (size_t i = 0; i < COUNT(marks); i++)
        if (box->count[marks[i].action])
            sbuf_printf(out, "<tspan class=\"%s\">%s%zu</tspan>  ", action_name(marks[i].action), marks[i].sign,
                        box->count[marks[i].action]);
    sbuf_puts(out, "</text>\n");
}

static void put_box(struct sbuf *out, const struct drawing *d, const struct topology_box *box)
{
    struct arena *a = out->arena;
    size_t x = left_of(box->column), y = d->top[box->row], shown = 0;
    sbuf_printf(out, "<rect class=\"c\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%zu\" rx=\"8\"/>\n", x, y, WIDE,
                height_of(box));
    sbuf_printf(out, "<text class=\"t s\" x=\"%zu\" y=\"%zu\">", x + PADDING, y + 18);
    markup_put(out, screen_cut(a, screen_safe(a, d->t->rows[box->row]), LETTERS - 6));
    sbuf_printf(out, "</text><text class=\"t m\" x=\"%zu\" y=\"%zu\" text-anchor=\"end\">%zu</text>\n",
                x + WIDE - PADDING, y + 18, box->n);
    y += TITLE + LINE - 4;
    for (; shown < box->n_types && shown < TYPES_SHOWN; shown++, y += LINE)
        put_line(out, x + PADDING, y,
                 arena_printf(a, "%zu %s", box->types[shown].n, short_type(box->types[shown].name)));
    if (shown < box->n_types) {
        put_line(out, x + PADDING, y, arena_printf(a, "and %zu more types", box->n_types - shown));
        y += LINE;
    }
    if (is_changed(box))
        put_marks(out, box, x + PADDING, y);
}

void topology_svg(struct sbuf *out, const struct topology *t, const char *title)
{
    struct drawing d = {.t = t};
    measure(out->arena, &d);
    sbuf_printf(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" height=\"%zu\" "
                "role=\"img\">\n<title>",
                d.wide, d.high, d.wide, d.high);
    markup_put(out, screen_safe(out->arena, title));
    sbuf_puts(out, "</title>\n");
    sbuf_puts(out, style);
    for (size_t i = 0; i < t->n_columns; i++)
        put_place(out, &d, i);
    for (size_t i = 0; i < t->n_links; i++)
        put_link(out, &d, &t->links[i]);
    for (size_t i = 0; i < t->n_boxes; i++)
        put_box(out, &d, &t->boxes[i]);
    sbuf_puts(out, "</svg>\n");
}

/* ---- Mermaid ----------------------------------------------------------------------------------------------------- */

/* Inside of quotes Mermaid takes everything but quotes and its own entities' marks. */
static void put_label(struct sbuf *out, const char *text)
{
    for (const char *s = screen_safe(out->arena, text); *s; s++)
        if (strchr("\"#;<>&", *s))
            sbuf_printf(out, "#%d;", *s);
        else
            sbuf_putc(out, *s);
}

static void put_subgraph(struct sbuf *out, const struct topology *t, size_t column)
{
    const struct topology_place *p = &t->columns[column];
    sbuf_printf(out, "  subgraph place%zu[\"", column);
    put_label(out, p->region ? arena_printf(out->arena, "%s, %s", p->alias, p->region) : p->alias);
    sbuf_puts(out, "\"]\n");
    for (size_t i = 0; i < t->n_boxes; i++) {
        const struct topology_box *box = &t->boxes[i];
        if (box->column != column)
            continue;
        sbuf_printf(out, "    box%zu[\"", i);
        put_label(out, t->rows[box->row]);
        sbuf_printf(out, "<br/>%zu resource%s\"]\n", box->n, box->n == 1 ? "" : "s");
    }
    sbuf_puts(out, "  end\n");
}

void topology_mermaid(struct sbuf *out, const struct topology *t)
{
    sbuf_puts(out, "flowchart LR\n");
    for (size_t i = 0; i < t->n_columns; i++)
        put_subgraph(out, t, i);
    for (size_t i = 0; i < t->n_links; i++)
        sbuf_printf(out, "  box%zu --- box%zu\n", t->links[i].a, t->links[i].b);
}
