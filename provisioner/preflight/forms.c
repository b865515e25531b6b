#include "provisioner/preflight/forms.h"

#include <string.h>

/* clang-format off */
static const struct form *const tables[] = {
    network_forms,
    aurora_forms,
    cache_forms,
    security_forms,
};
/* clang-format on */

/* ---- what functions share with them ------------------------------------------------------------------------------ */

bool is_set(const struct value *v)
{
    switch (value_kind(v)) {
    case V_NULL: return false;
    case V_BOOL: return value_bool_of(v);
    case V_INT: return value_int_of(v) != 0;
    case V_STR: return *value_str_of(v);
    case V_LIST:
    case V_MAP: return value_len(v) > 0;
    default: return true;
    }
}

bool network_of_attr(const struct look *l, const struct wanted *w, const char *path, struct cidr *ret)
{
    if (!cidr_parse(value_str_of(attr(l, w, path)), ret))
        return false;
    *ret = cidr_network(*ret);
    return true;
}

const char *seen_before(const struct look *l, struct value *seen, const char *key, const struct wanted *w)
{
    const struct value *before = value_get(seen, key);
    if (before)
        return value_str_of(before);
    value_set_str(l->c->arena, seen, key, w->address);
    return NULL;
}

int64_t count_of(const struct look *l, struct value *counts, const char *key)
{
    int64_t n = value_int_of(value_get(counts, key)) + 1;
    value_set(l->c->arena, counts, key, value_int(l->c->arena, n));
    return n;
}

const char *same_key(const struct look *l, const struct wanted *w, const struct value *v)
{
    const struct wanted *target = referred(l, v);
    if (target && value_kind(v) == V_REF)
        return target->address;
    return arena_printf(l->c->arena, "%s %s", w->region, value_canonical(l->c->arena, v));
}

bool has_character(const struct value *v, char c)
{
    for (size_t i = 0; value_kind(v) == V_JOIN && i < value_len(v); i++)
        if (has_character(value_item(v, i), c))
            return true;
    return strchr(value_str_of(v), c);
}

const char *region_of_arn(struct arena *a, const char *arn)
{
    if (!str_starts(arn, "arn:"))
        return "";
    for (unsigned colons = 0; *arn && colons < 3; arn++)
        colons += *arn == ':';
    return arena_strndup(a, arn, strcspn(arn, ":"));
}

/* ---- one value --------------------------------------------------------------------------------------------------- */

static bool is_number(const struct value *v, int64_t *ret)
{
    *ret = value_int_of(v);
    return value_kind(v) == V_INT || (value_kind(v) == V_STR && parse_int(value_str_of(v), ret));
}

static bool has_upper(const char *s)
{
    for (; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            return true;
    return false;
}

static int64_t length_of(const struct value *v)
{
    int64_t n = 0;
    if (value_kind(v) != V_STR)
        return (int64_t)value_len(v);
    for (const char *s = value_str_of(v); *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n;
}

static bool within(const struct form *f, int64_t n)
{
    return n >= f->min && n <= f->max;
}

static bool of_region(const struct look *l, const struct wanted *w, const struct value *v)
{
    const struct wanted *target = referred(l, v);
    const char *named = region_of_arn(l->c->arena, value_str_of(v));
    return target ? str_eq(target->region, w->region) : !*named || str_eq(named, w->region);
}

static bool fits_text(const struct look *l, const struct form *f, const struct value *v)
{
    const char *s = value_str_of(v);
    struct cidr net;
    switch (f->kind) {
    case FORM_WORDS: return has_word(f->text, s);
    case FORM_PATTERN: return patterns_match(l->c->patterns, f->text, s);
    case FORM_NEVER: return !patterns_match(l->c->patterns, f->text, s);
    case FORM_LOWER: return !has_upper(s);
    case FORM_PREFIX: return !cidr_parse(s, &net) || within(f, net.prefix);
    case FORM_NETWORK: return !cidr_parse(s, &net) || !cidr_has_host_bits(net);
    default: return true;
    }
}

static bool fits(const struct look *l, const struct form *f, const struct wanted *w, const struct value *v)
{
    enum value_kind kind = value_kind(v);
    int64_t n;
    if (f->kind == FORM_OF_REGION)
        return of_region(l, w, v);
    if (f->kind == FORM_BETWEEN)
        return !is_number(v, &n) || within(f, n);
    if (f->kind == FORM_LENGTH)
        return (kind != V_STR && kind != V_LIST && kind != V_MAP) || within(f, length_of(v));
    if (f->kind == FORM_WORDS && kind == V_INT)
        return has_word(f->text, value_text(l->c->arena, v));
    return kind != V_STR || fits_text(l, f, v);
}

static void one_value(const struct look *l, const struct form *f, const struct wanted *w, const struct value *v)
{
    if (v && !fits(l, f, w, v))
        fault(l, w, v, NULL, "%s: %s is %s, and AWS takes %s", w->address, f->path, shown(l, v), f->takes);
}

/* ---- several ----------------------------------------------------------------------------------------------------- */

static void company(const struct look *l, const struct form *f, const struct wanted *w, const struct value *v)
{
    const char *words = f->text, *word;
    for (size_t n; is_set(v) && (n = next_word(&words, &word));) {
        const struct value *other = value_get(w->attrs, arena_strndup(l->c->arena, word, n));
        if (f->kind == FORM_WITH && !is_set(other))
            fault(l, w, other ? other : v, NULL, "%s: %s goes with %.*s, which is %s: %s", w->address, f->path, (int)n,
                  word, other ? "off" : "not there", f->takes);
        if (f->kind == FORM_WITHOUT && other)
            fault(l, w, other, NULL, "%s: %.*s does not go with %s: %s", w->address, (int)n, word, f->path, f->takes);
    }
}

static void one_row(const struct look *l, const struct form *f, const struct wanted *w)
{
    const struct value *v = attr(l, w, f->path);
    if (f->unless && is_set(value_get(w->attrs, f->unless)))
        return;
    if (f->kind == FORM_WITH || f->kind == FORM_WITHOUT)
        company(l, f, w, v);
    else if (!strstr(f->path, "[]"))
        one_value(l, f, w, v);
    else
        for (size_t i = 0; i < value_len(v); i++)
            one_value(l, f, w, value_item(v, i));
}

void forms_check(const struct look *l)
{
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(tables); i++)
        for (const struct form *f = tables[i]; f->kind; f++)
            if (str_eq(f->rule, l->rule->id))
                for (struct each e = each_of(l, f->type, NULL); (w = next_of(&e));)
                    one_row(l, f, w);
}
