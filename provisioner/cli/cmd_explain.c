#include "aws/types/impl.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/explain.h"
#include "provisioner/cli/session.h"
#include "provisioner/model/diag.h"
#include "provisioner/spec/fields.h"

#include <string.h>

static const struct {
    uint64_t flag;
    const char *text;
} meanings[] = {
    {A_OUTPUT, "told by AWS"},
    {A_REQUIRED, "required"},
    {A_SECRET, "secret: shown and kept nowhere"},
    {A_CREATE_ONLY, "a change replaces the resource"},
    {A_BRIEF, "a change interrupts service briefly"},
    {A_FAILOVER, "a change brings a failover about"},
    {A_DOWNTIME, "a change brings downtime about"},
    {A_LESS, "but only where there is to be less of it"},
    {A_FOREVER, "AWS does not take a change back"},
    {A_REVERSE, "changed in secondaries first"},
    {A_ROLE, "follows who writes; never drift"},
    {A_OF_GROUP, "its group's to say while it is a member of one"},
    {A_INHERITED, "taken over from a member at creation"},
    {A_WRITE_ONLY, "not told back"},
};

void explain_row(struct sbuf *out, const char *left, size_t at, const char *right, unsigned width)
{
    size_t begin = out->len;
    sbuf_printf(out, "%-*s ", (int)at - 1, left);
    screen_wrap(out, right, out->len - begin, at, width);
    sbuf_putc(out, '\n');
}

static void put_attribute(struct sbuf *out, const struct attr *at, unsigned width)
{
    static const char *const types[] = {
        [T_END] = "",         [T_STR] = "text",  [T_INT] = "integer", [T_DEC] = "number",
        [T_BOOL] = "boolean", [T_LIST] = "list", [T_MAP] = "map"};
    struct sbuf text = {.arena = out->arena};
    sbuf_printf(&text, "%s; %s", types[at->type], at->doc ? at->doc : "");
    if (at->dflt)
        sbuf_printf(&text, "; default %s", at->dflt);
    for (size_t i = 0; i < COUNT(meanings); i++)
        if (at->flags & meanings[i].flag)
            sbuf_printf(&text, "; %s", meanings[i].text);
    explain_row(out, arena_printf(out->arena, "  %s", at->name), 34, sbuf_str(&text), width);
}

/* "AWS::EC2" of "AWS::EC2::VPC": its length. */
static size_t service_len(const char *type)
{
    const char *noun = strstr(type, "::");
    for (const char *next = noun; next; next = strstr(next + 2, "::"))
        noun = next;
    return noun ? (size_t)(noun - type) : strlen(type);
}

static bool same_service(const char *x, const char *y)
{
    return service_len(x) == service_len(y) && strncmp(x, y, service_len(x)) == 0;
}

/* The types of one service, as wide as the longest name. Returns where the next begins. */
static const struct rtype *const *list_service(struct sbuf *out, const struct rtype *const *first, unsigned width)
{
    const struct rtype *const *end = first;
    size_t widest = 0;
    for (; *end && same_service((*end)->name, (*first)->name); end++)
        widest = strlen((*end)->name) > widest ? strlen((*end)->name) : widest;
    for (const struct rtype *const *rt = first; rt < end; rt++)
        explain_row(out, (*rt)->name, widest + 2, (*rt)->doc, width);
    return end;
}

static void list_types(struct sbuf *out, unsigned width)
{
    for (const struct rtype *const *rt = rtypes; *rt;) {
        sbuf_puts(out, rt == rtypes ? "" : "\n");
        rt = list_service(out, rt, width);
    }
}

/* "EC2" or "AWS::EC2"; false: there is no such service. */
static bool list_types_of(struct sbuf *out, const char *service, unsigned width)
{
    for (const struct rtype *const *rt = rtypes; *rt; rt++) {
        size_t n = service_len((*rt)->name);
        const char *named = arena_strndup(out->arena, (*rt)->name, n);
        if (str_eq(named, service) || str_eq(named + (str_starts(named, "AWS::") ? 5 : 0), service)) {
            list_service(out, rt, width);
            return true;
        }
    }
    return false;
}

/* By its whole name or, where only one service has one of that name, by its last part. */
static const struct rtype *type_meant(const char *name)
{
    const struct rtype *found = rtype_named(name);
    for (const struct rtype *const *rt = rtypes; *rt && !strstr(name, "::"); rt++) {
        if (strcmp((*rt)->name + service_len((*rt)->name) + 2, name) != 0)
            continue;
        if (found)
            return NULL;
        found = *rt;
    }
    return found;
}

static const char *words_listed(struct arena *a, const char *words)
{
    struct sbuf out = {.arena = a};
    const char *word;
    size_t n;
    while (words && (n = next_word(&words, &word)))
        sbuf_printf(&out, "%s%.*s", out.len ? ", " : "", (int)n, word);
    return sbuf_str(&out);
}

static const char *how_found(struct arena *a, const struct rtype *rt, const struct call *c, bool first)
{
    const char *key = words_listed(a, rt->key);
    switch (c->found) {
    case FOUND_BY_TOKEN:
        return *key ? arena_printf(a, "an idempotency token, and %s", key) : "an idempotency token, and ownership tags";
    case FOUND_BY_NAME: return arena_printf(a, "the name it is given: %s", key);
    case FOUND_BY_TAG: return "the ownership tags it is made with";
    case FOUND_BY_KEY:
        return first ? arena_printf(a, "what no two can share: %s", key)
                     : arena_printf(a, "what it changes: %s", words_listed(a, c->when));
    }
    return NULL;
}

/* What a lost answer, or a crash, leaves nobody guessing about. */
static void explain_recovery(struct sbuf *out, const struct rtype *rt, const struct call *calls, bool creates,
                             unsigned width)
{
    for (const struct call *c = calls; c && c->op; c++) {
        const char *how = how_found(out->arena, rt, c, creates && c == calls);
        if (!how)
            continue;
        screen_wrap(out,
                    arena_printf(out->arena, "after a lost answer, what %s makes is found by %s", c->op->name, how), 0,
                    2, width);
        sbuf_putc(out, '\n');
    }
}

static void explain_type(struct sbuf *out, const struct rtype *rt, unsigned width)
{
    sbuf_printf(out, "%s: %s\n", rt->name, rt->doc);
    if (rt->flags & RT_STATEFUL)
        sbuf_puts(out, "holds data: deleting or replacing it needs --allow-destroy\n");
    for (const struct attr *at = rt->attrs; at->type != T_END; at++)
        put_attribute(out, at, width);
    explain_recovery(out, rt, rt->impl->create, true, width);
    explain_recovery(out, rt, rt->impl->update, false, width);
}

static struct err *no_such_type(struct arena *a, const char *name)
{
    const char **names = arena_alloc(a, 256 * sizeof *names);
    for (size_t i = 0; i < 255 && rtypes[i]; i++)
        names[i] = rtypes[i]->name;
    const char *near = diag_nearest(name, names);
    return err_new(ERR_USAGE, "there is no type \"%s\"; %s%s", name,
                   near ? "did you mean " : "`provisioner explain` lists them",
                   near ? arena_printf(a, "%s?", near) : "");
}

static struct err *no_such_field(struct arena *a, const char *path)
{
    const char *last = strrchr(path, '.');
    const char *section = last ? arena_strndup(a, path, (size_t)(last - path)) : "";
    const struct spec_field *f = last ? spec_field_path(section) : NULL;
    const char *near = diag_nearest(last ? last + 1 : path, spec_field_names(a, f ? f->of : spec_fields));
    if (near && f)
        return err_new(ERR_USAGE, "the spec has no field \"%s\"; did you mean %s.%s?", path, section, near);
    return err_new(ERR_USAGE, "the spec has no field \"%s\"; %s%s", path,
                   near ? "did you mean " : "`provisioner man spec` lists them",
                   near ? arena_printf(a, "%s?", near) : "");
}

/* What was asked for is told by its look: "NET-005", "AWS::RDS::DBCluster", "aurora.class". */
static struct err *no_such(struct arena *a, const char *what, const char *type)
{
    if (*what < 'A' || *what > 'Z')
        return no_such_field(a, what);
    return strchr(what, '-') ? err_new(ERR_USAGE, "there is no rule \"%s\"; rules are called as NET-005 is", what)
                             : no_such_type(a, type);
}

struct err *cmd_explain(struct cli *c, int *ret_exit)
{
    struct sbuf out = {.arena = c->arena};
    (void)ret_exit;
    const char *what = c->opt.words.n ? c->opt.words.items[0] : NULL;
    struct session s;
    session_init(&s, c);
    if (what && (explain_rule(&out, what, c->width) || explain_path(&out, what, c->host->sys->now(), c->width))) {
        out_text(sbuf_str(&out));
        return NULL;
    }
    const char *dot = what ? strchr(what, '.') : NULL;
    const char *name = dot ? arena_strndup(c->arena, what, (size_t)(dot - what)) : what;
    const struct rtype *rt = name ? type_meant(name) : NULL;
    if (name && !rt && (dot || !list_types_of(&out, name, c->width)))
        return no_such(c->arena, what, name);
    if (dot && !rtype_attr(rt, dot + 1))
        return err_new(ERR_USAGE, "%s has no attribute \"%s\"; `provisioner explain %s` lists them", name, dot + 1,
                       name);
    if (!name)
        list_types(&out, c->width);
    else if (rt && dot)
        put_attribute(&out, rtype_attr(rt, dot + 1), c->width);
    else if (rt)
        explain_type(&out, rt, c->width);
    out_text(sbuf_str(&out));
    return NULL;
}
