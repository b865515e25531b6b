#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/session.h"
#include "provisioner/ops/parity.h"

#include <stdio.h>

enum { LONGEST_VALUE = 48 };

static const char *place_of(struct arena *a, const struct value *difference)
{
    int64_t line = value_int_of(value_get(difference, "line"));
    return line ? arena_printf(a, "  %s:%lld", value_get_str(difference, "file"), (long long)line) : "";
}

static const char *shown_value(struct arena *a, const struct value *v)
{
    struct sbuf out = {.arena = a};
    value_print(&out, v, -1);
    return screen_cut(a, screen_safe(a, sbuf_str(&out)), LONGEST_VALUE);
}

static void put_difference(const struct session *s, struct sbuf *out, const struct value *d)
{
    const struct value *values = value_get(d, "values");
    const char *path = value_get_str(d, "path");
    sbuf_printf(out, "  %s%s%s", screen_safe(s->a, value_get_str(d, "address")), *path ? "  " : "", path);
    if (!*path)
        sbuf_printf(out, "  only in %s", value_key(values, 0));
    for (size_t i = 0; *path && i < value_len(values); i++)
        sbuf_printf(out, "\n      %s: %s", value_key(values, i), shown_value(s->a, value_item(values, i)));
    sbuf_printf(out, "%s\n", screen_safe(s->a, place_of(s->a, d)));
}

/* What the spec's own words do not stand behind follows from what they do: a subnet's range from the network's. */
static bool is_consequence(const struct value *d)
{
    return value_bool_of(value_get(d, "said")) && *value_get_str(d, "path") && !value_get(d, "line");
}

static size_t put_kind(const struct session *s, struct sbuf *out, const struct value *all, bool said, const char *title)
{
    size_t n = 0, more = 0;
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *d = value_item(all, i);
        if (value_bool_of(value_get(d, "said")) != said)
            continue;
        sbuf_puts(out, n + more ? "" : title);
        more += is_consequence(d);
        n += !is_consequence(d);
        if (!is_consequence(d))
            put_difference(s, out, d);
    }
    if (more)
        sbuf_printf(out, "  and %zu that follow from the spec; --json names them\n", more);
    sbuf_puts(out, n + more ? "\n" : "");
    return n + more;
}

static struct err *parity(struct session *s, int *ret_exit)
{
    TRY(session_make_plan(s, s->cli->opt.words.items[0], false, false));
    struct sbuf out = {.arena = s->a}, json = {.arena = s->a};
    struct value *v = value_map(s->a);
    value_set_str(s->a, v, "format_version", "1");
    const struct value *found = value_overlay(s->a, v, parity_of(s->a, s->plan, session_aliases(s), &s->diags));
    const struct value *all = value_get(found, "differences");
    size_t unsaid = put_kind(s, &out, all, false, "Differs, and the spec does not say so:\n");
    size_t said = put_kind(s, &out, all, true, "Differs as the spec says:\n");
    sbuf_printf(&out, "%lld places compared: %zu differ as the spec says, %zu differ and it does not say so\n",
                (long long)value_int_of(value_get(found, "compared")), said, unsaid);
    value_print(&json, found, 0);
    sbuf_putc(&json, '\n');
    out_text(sbuf_str(s->cli->opt.json ? &json : &out));
    *ret_exit = *s->skipped ? EXIT_SKIPPED : unsaid ? EXIT_CHANGES : EXIT_DONE;
    return NULL;
}

struct err *cmd_parity(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = parity(&s, ret_exit);
    session_end(&s);
    return e;
}
