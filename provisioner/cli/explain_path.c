#include "aws/types/impl.h"
#include "provisioner/blueprint/blueprint.h"
#include "provisioner/cli/explain.h"
#include "provisioner/cost/estimate.h"
#include "provisioner/preflight/preflight.h"
#include "provisioner/spec/fields.h"

#include <string.h>

/* Tried on the reference spec, as it stands at the time of building. */
__asm__(".pushsection .rodata\n"
        ".global reference_text\nreference_text:\n.incbin \"" REFERENCE_SPEC "\"\n"
        ".global reference_end\nreference_end:\n.byte 0\n"
        ".popsection\n");
extern const char reference_text[], reference_end[];

enum { RIGHT = 14, MOST_CANDIDATES = 16 };

/* ---- the field itself -------------------------------------------------------------------------------------------- */

static const char *type_of(struct arena *a, const struct spec_field *f)
{
    static const char *const names[] = {[SPEC_TEXT] = "text",
                                        [SPEC_VERSION] = "version",
                                        [SPEC_INTEGER] = "whole number",
                                        [SPEC_BOOLEAN] = "true or false",
                                        [SPEC_ENUM] = "one of",
                                        [SPEC_CIDR] = "network",
                                        [SPEC_LIST] = "list",
                                        [SPEC_MAP] = "mapping",
                                        [SPEC_SECTION] = "section",
                                        [SPEC_ANY] = "anything"};
    struct sbuf out = {.arena = a};
    sbuf_puts(&out, names[f->type]);
    if (f->words)
        sbuf_printf(&out, "%s %s", f->type == SPEC_ENUM ? "" : ",", f->words);
    if (f->shape)
        sbuf_printf(&out, ", %s", f->shape);
    if (f->max)
        sbuf_printf(&out, ", %lld to %lld%s%s", (long long)f->min, (long long)f->max,
                    f->unit                                           ? " "
                    : f->type == SPEC_TEXT || f->type == SPEC_VERSION ? " characters"
                                                                      : "",
                    f->unit ? f->unit : "");
    return sbuf_str(&out);
}

static const char *default_of(struct arena *a, const struct spec_field *f)
{
    if (f->flags & SPEC_REQUIRED)
        return "none: it is required";
    if (f->computed)
        return arena_printf(a, "left out, %s", f->computed);
    return f->fallback ? (*f->fallback ? f->fallback : "empty") : "none";
}

static void put_field(struct sbuf *out, const char *path, const struct spec_field *f, unsigned width)
{
    explain_row(out, path, RIGHT, f->help, width);
    explain_row(out, "  takes", RIGHT, type_of(out->arena, f), width);
    explain_row(out, "  default", RIGHT, default_of(out->arena, f), width);
    if (f->refused)
        explain_row(out, "  else", RIGHT, f->refused, width);
    if (f->flags & SPEC_ALIKE)
        explain_row(out, "  regions", RIGHT,
                    f->alike ? arena_printf(out->arena, "the same in all: %s", f->alike) : "the same in all", width);
    if (f->source)
        explain_row(out, "  source", RIGHT, f->source, width);
    for (const struct spec_field *of = f->type == SPEC_SECTION ? f->of : NULL; of && of->name; of++)
        explain_row(out, arena_printf(out->arena, "  .%s", of->name), 30, of->help, width);
}

/* ---- what a change comes to -------------------------------------------------------------------------------------- */

struct trial {
    struct arena *arena;
    const char *today;
    struct spec *spec;
    struct wanted_list wanted;
};

static bool try_spec(struct arena *a, const char *set, int64_t moment, struct trial *ret)
{
    const struct spec_sources src = {.path = "reference",
                                     .text = reference_text,
                                     .n_text = (size_t)(reference_end - reference_text),
                                     .sets = &set,
                                     .n_sets = set != NULL};
    struct diags d = {.arena = a};
    *ret = (struct trial){.arena = a, .wanted = {.arena = a}};
    struct preflight p = {.arena = a, .diags = &d, .now = moment};
    struct err *e = preflight_load(&p, &src);
    ret->spec = p.spec;
    ret->today = p.today;
    if (!e)
        e = blueprint_make(a, ret->spec, &d, &ret->wanted);
    if (!e)
        e = blueprint_check(a, ret->spec, rtype_named, &d, &ret->wanted);
    bool fine = !e && !d.errors;
    err_free(e);
    return fine;
}

static const struct value *value_at(const struct trial *t, const char *path)
{
    const struct spec_region *primary = &t->spec->regions[t->spec->primary];
    return value_path(t->arena, primary->config, path);
}

/* Other values that the field may take, nearest first. */
static size_t candidates(struct arena *a, const struct spec_field *f, const struct value *is, const char **ret)
{
    static const char *const texts[][2] = {{"large", "xlarge"}, {"xlarge", "large"}, {".2xlarge", ".4xlarge"}};
    const char *text = value_str_of(is), *at = f->words, *word;
    const long long number = value_int_of(is), others[] = {number + 1, number * 2, number - 1};
    size_t n = 0;
    if (value_kind(is) == V_BOOL)
        ret[n++] = value_bool_of(is) ? "false" : "true";
    if (value_kind(is) == V_INT)
        for (size_t i = 0; i < COUNT(others); i++)
            ret[n++] = arena_printf(a, "%lld", others[i]);
    for (size_t len; n < MOST_CANDIDATES / 2 && (len = next_word(&at, &word));)
        if (strlen(text) != len || strncmp(word, text, len) != 0)
            ret[n++] = arena_strndup(a, word, len);
    for (size_t i = 0; i < COUNT(texts) && !f->words; i++) {
        const char *in = strstr(text, texts[i][0]);
        if (in && in > text && in[-1] == '.')
            ret[n++] = arena_printf(a, "%.*s%s", (int)(in - text), text, texts[i][1]);
    }
    size_t digits = strlen(text);
    while (digits && text[digits - 1] >= '0' && text[digits - 1] <= '9')
        digits--;
    int64_t last;
    if (value_kind(is) == V_STR && !f->words && parse_int(text + digits, &last))
        ret[n++] = arena_printf(a, "%.*s%lld", (int)digits, text, (long long)last + 1);
    if (f->type == SPEC_TEXT && !f->words && value_kind(is) == V_STR)
        ret[n++] = arena_printf(a, "%s2", text);
    return n;
}

static const char *meaning(const struct rtype *rt, const char *attr)
{
    static const struct {
        uint64_t flag;
        const char *text;
    } rows[] = {
        {A_CREATE_ONLY, "replaces it"},
        {A_DOWNTIME, "changed in place, with downtime"},
        {A_FAILOVER, "changed in place, by way of a failover"},
        {A_BRIEF, "changed in place, with a brief interruption"},
        {A_REVERSE, "changed in place, secondaries first"},
    };
    const struct attr *at = rtype_attr(rt, attr);
    for (size_t i = 0; at && i < COUNT(rows); i++)
        if (at->flags & rows[i].flag)
            return i == 0 && rt->flags & RT_STATEFUL ? "replaces it, with the data in it (--allow-destroy)"
                                                     : rows[i].text;
    return "changed in place";
}

/* Says each type and attribute once. */
static void note_once(struct arena *a, struct value *said, const char *key, const char *text)
{
    if (!value_get(said, key))
        value_set_str(a, said, key, text);
}

static void compare(struct arena *a, const struct wanted *was, const struct wanted *is, struct value *said)
{
    const struct rtype *rt = rtype_named(is->type);
    for (size_t i = 0; i < value_len(is->attrs); i++) {
        const char *attr = value_key(is->attrs, i);
        if (!value_equal(value_get(was->attrs, attr), value_item(is->attrs, i)))
            note_once(a, said, arena_printf(a, "%s.%s", is->type, attr), rt ? meaning(rt, attr) : "changed in place");
    }
}

static const struct value *changes(struct arena *a, const struct trial *was, const struct trial *is)
{
    struct value *said = value_map(a);
    for (size_t i = 0; i < is->wanted.n; i++) {
        const struct wanted *now = &is->wanted.items[i], *then = wanted_find(&was->wanted, now->address);
        if (then)
            compare(a, then, now, said);
        else
            note_once(a, said, arena_printf(a, "%s", now->type), "more or fewer of them, or others");
    }
    for (size_t i = 0; i < was->wanted.n; i++)
        if (!wanted_find(&is->wanted, was->wanted.items[i].address))
            note_once(a, said, was->wanted.items[i].type, "more or fewer of them, or others");
    return said;
}

static const struct value *usage_of(void *ctx, const char *alias)
{
    const struct trial *t = ctx;
    const struct spec_region *r = spec_region(t->spec, alias);
    return value_get(r ? r->config : t->spec->regions[t->spec->primary].config, "usage");
}

static struct decimal monthly(struct trial *t, const struct price_book *book)
{
    const struct cost_basis basis = {.book = book, .usage = usage_of, .usage_ctx = t, .today = t->today};
    const struct cost_things things = cost_things_wanted(t->arena, &t->wanted);
    struct estimate e = {0};
    cost_estimate(t->arena, &things, &basis, &e);
    return e.total;
}

static const char *cost_of(struct arena *a, struct trial *was, struct trial *is)
{
    struct price_book book;
    struct err *e = book_builtin(a, &book);
    if (e) {
        err_free(e);
        return NULL;
    }
    struct decimal more = decimal_sub(monthly(is, &book), monthly(was, &book)), none = decimal_of(0);
    int sign = decimal_compare(more, none);
    return !sign ? "none" : arena_printf(a, "%s$%s a month", sign > 0 ? "+" : "", decimal_text(a, more, 2));
}

static void put_changes(struct sbuf *out, struct trial *was, struct trial *is, const char *from, const char *to,
                        unsigned width)
{
    struct arena *a = out->arena;
    const struct value *all = changes(a, was, is);
    sbuf_printf(out, "  in the reference spec, from %s to %s:\n", from, to);
    for (size_t i = 0; i < value_len(all); i++)
        explain_row(out, arena_printf(a, "    %s", value_key(all, i)), 60, value_str_of(value_item(all, i)), width);
    if (!value_len(all))
        sbuf_puts(out, "    no resource changes\n");
    explain_row(out, "    cost", RIGHT, cost_of(a, was, is), width);
}

static void put_trial(struct sbuf *out, const char *path, const struct spec_field *f, int64_t moment, unsigned width)
{
    struct arena *a = out->arena;
    struct trial was, is;
    const char *others[MOST_CANDIDATES];
    if (!try_spec(a, NULL, moment, &was) || !value_at(&was, path))
        return;
    const struct value *now = value_at(&was, path);
    size_t n = candidates(a, f, now, others);
    for (size_t i = 0; i < n; i++)
        if (try_spec(a, arena_printf(a, "%s=%s", path, others[i]), moment, &is)) {
            put_changes(out, &was, &is, value_text(a, now), others[i], width);
            return;
        }
}

bool explain_path(struct sbuf *out, const char *path, int64_t moment, unsigned width)
{
    const struct spec_field *f = spec_field_path(path);
    if (!f)
        return false;
    put_field(out, path, f, width);
    if (f->type != SPEC_SECTION && f->type != SPEC_MAP && f->type != SPEC_LIST)
        put_trial(out, path, f, moment, width);
    return true;
}
