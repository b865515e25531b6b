#include "provisioner/preflight/form.h"

#include "provisioner/preflight/look.h"

#include <string.h>

/* ---- values ------------------------------------------------------------------------------------------------------ */

const struct value *settled(const struct look *l, const struct value *v)
{
    const struct wanted *w = value_kind(v) == V_REF ? referred(l, v) : NULL;
    const struct value *there = w ? attr(l, w, value_ref_path(v)) : NULL;
    bool told = there && value_kind(there) != V_REF && value_kind(there) != V_JOIN;
    return told ? there : v;
}

static bool is_known(const struct value *v)
{
    return v && value_kind(v) != V_UNKNOWN && value_kind(v) != V_REF && value_kind(v) != V_JOIN;
}

static bool is_given(const struct value *v)
{
    enum value_kind k = value_kind(v);
    bool many = k == V_LIST || k == V_MAP;
    return v && k != V_NULL && !(k == V_STR && !*value_str_of(v)) && !(many && !value_len(v));
}

static void gather(const struct look *l, const struct value *from, const char *path, struct value *all)
{
    struct arena *a = l->c->arena;
    const char *star = strstr(path, "*");
    const char *before = star ? arena_strndup(a, path, (size_t)(star - path) - (star > path)) : path;
    const struct value *there = *before ? value_path(a, from, before) : from;
    bool list = strstr(before, "[]") != NULL;
    const char *rest = star ? star + 1 + (star[1] == '.') : "";
    if (!star && !list)
        value_push(a, all, there);
    for (size_t i = 0; (star || list) && i < value_len(there); i++)
        if (star && *rest)
            gather(l, value_item(there, i), rest, all);
        else
            value_push(a, all, value_item(there, i));
}

const struct value *values_at(const struct look *l, const struct value *from, const char *path)
{
    struct value *all = value_list(l->c->arena);
    gather(l, from, path, all);
    return all;
}

/* ---- conditions -------------------------------------------------------------------------------------------------- */

/* One of the words parted by |. */
static bool is_among(const char *words, const char *text)
{
    size_t n = strlen(text);
    for (const char *at = words; *at; at += strcspn(at, "|") + (at[strcspn(at, "|")] == '|'))
        if (strcspn(at, "|") == n && memcmp(at, text, n) == 0)
            return true;
    return false;
}

static bool one_holds(const struct look *l, const struct value *from, const char *condition)
{
    struct arena *a = l->c->arena;
    bool not_there = *condition == '!';
    condition += not_there;
    size_t n = strcspn(condition, "=~!");
    const char *sign = condition + n;
    const struct value *v = settled(l, value_path(a, from, arena_strndup(a, condition, n)));
    if (!*sign)
        return is_given(v) != not_there;
    if (*sign == '!')
        return is_known(v) && !is_among(sign + 2, value_text(a, v));
    if (!is_known(v))
        return false;
    return *sign == '=' ? is_among(sign + 1, value_text(a, v))
                        : patterns_match(l->c->patterns, sign + 1, value_text(a, v));
}

bool holds(const struct look *l, const struct wanted *w, const struct value *at, const char *when)
{
    const char *words = when ? when : "", *word;
    for (size_t n; (n = next_word(&words, &word));) {
        bool whole = *word == '/';
        const char *condition = arena_strndup(l->c->arena, word + whole, n - whole);
        if (!one_holds(l, whole ? w->attrs : at, condition))
            return false;
    }
    return true;
}

/* "Type being "TCP"", "beside launchTemplate": under which conditions something is wrong. */
static const char *circumstances(const struct look *l, const struct wanted *w, const struct value *at,
                                 const struct form *f)
{
    struct arena *a = l->c->arena;
    struct sbuf out = {.arena = a};
    const char *words = f->when ? f->when : "", *word;
    for (size_t n; (n = next_word(&words, &word));) {
        bool whole = *word == '/', absent = word[whole] == '!';
        const char *name = word + whole + absent;
        size_t length = n - whole - absent;
        for (size_t i = 0; i < length; i++)
            length = strchr("=~!", name[i]) ? i : length;
        bool told = length < n - whole - absent;
        const char *path = arena_strndup(a, name, length);
        const struct value *v = settled(l, value_path(a, whole ? w->attrs : at, path));
        if (told)
            sbuf_printf(&out, ", %s being %s", path, shown(l, v));
        else
            sbuf_printf(&out, " %s %s", absent ? "without" : "beside", path);
    }
    return sbuf_str(&out);
}

/* ---- forms ------------------------------------------------------------------------------------------------------- */

/* What a form looks at. */
struct sight {
    const struct look *l;
    const struct wanted *w;
    const struct form *f;
    const struct value *at; /* where its path begins */
};

static const char *path_of(const struct sight *s)
{
    return s->f->each ? arena_printf(s->l->c->arena, "%s.%s", s->f->each, s->f->path) : s->f->path;
}

static void say(const struct sight *s, const struct value *v, const char *remedy, const char *message)
{
    const struct look *l = s->l;
    const struct pos pos = value_pos(v);
    const char *own = pos.line ? "" : arena_printf(l->c->arena, "%s: ", s->w->address);
    const char *text = arena_printf(l->c->arena, "%s%s: %s", own, message, l->rule->why);
    fault(l, s->w, v, remedy, "%s", text);
}

static void given(const struct sight *s)
{
    const struct look *l = s->l;
    const struct value *v = value_path(l->c->arena, s->at, s->f->path);
    if (!is_given(v))
        say(s, v ? v : s->at, NULL,
            arena_printf(l->c->arena, "%s is missing%s", path_of(s), circumstances(l, s->w, s->at, s->f)));
}

static void absent(const struct sight *s, const struct value *v)
{
    const struct look *l = s->l;
    if (is_given(v))
        say(s, v, NULL,
            arena_printf(l->c->arena, "%s may not be there%s", path_of(s), circumstances(l, s->w, s->at, s->f)));
}

static const char *limits(const struct sight *s)
{
    struct arena *a = s->l->c->arena;
    const struct form *f = s->f;
    const char *span = f->max == INT64_MAX ? arena_printf(a, "%lld or more", (long long)f->min)
                                           : arena_printf(a, "%lld to %lld", (long long)f->min, (long long)f->max);
    if (f->min == f->max)
        span = arena_printf(a, "%lld", (long long)f->min);
    return arena_printf(a, "%s%s%s%s", span, f->step ? arena_printf(a, " in steps of %lld", (long long)f->step) : "",
                        f->words && *f->words ? ", or one of " : "", f->words ? f->words : "");
}

static void range(const struct sight *s, const struct value *v)
{
    struct arena *a = s->l->c->arena;
    int64_t n = value_int_of(v);
    bool within = n >= s->f->min && n <= s->f->max && (!s->f->step || n % s->f->step == 0);
    if (value_kind(v) == V_INT && !within && !(s->f->words && has_word(s->f->words, value_text(a, v))))
        say(s, v, NULL,
            arena_printf(a, "%s is %s, and takes %s%s", path_of(s), shown(s->l, v), limits(s),
                         circumstances(s->l, s->w, s->at, s->f)));
}

static void words(const struct sight *s, const struct value *v)
{
    struct arena *a = s->l->c->arena;
    const char *names[64] = {0}, *at = s->f->words, *word;
    if (!is_known(v) || value_kind(v) == V_NULL || has_word(s->f->words, value_text(a, v)))
        return;
    for (size_t n, i = 0; i + 1 < COUNT(names) && (n = next_word(&at, &word)); i++)
        names[i] = arena_strndup(a, word, n);
    const char *near = diag_nearest(value_text(a, v), names);
    say(s, v, near ? arena_printf(a, "did you mean %s?", near) : NULL,
        arena_printf(a, "%s is %s, and takes %s%s", path_of(s), shown(s->l, v), s->f->words,
                     circumstances(s->l, s->w, s->at, s->f)));
}

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n;
}

static void one_text(const struct sight *s, const struct value *v, const char *text)
{
    struct arena *a = s->l->c->arena;
    size_t n = characters(text);
    if ((int64_t)n < s->f->min || (int64_t)n > s->f->max)
        say(s, v, NULL,
            arena_printf(a, "%s %s has %zu characters, and takes %s", path_of(s), marks_quote(a, text), n, limits(s)));
    else if (!patterns_match(s->l->c->patterns, s->f->pattern, text))
        say(s, v, NULL,
            arena_printf(a, "%s %s is not %s%s", path_of(s), marks_quote(a, text), s->f->shape,
                         circumstances(s->l, s->w, s->at, s->f)));
}

static void text(const struct sight *s, const struct value *v)
{
    if (value_kind(v) == V_STR)
        one_text(s, v, value_str_of(v));
}

static void keys(const struct sight *s, const struct value *v)
{
    for (size_t i = 0; value_kind(v) == V_MAP && i < value_len(v); i++)
        one_text(s, value_item(v, i), value_key(v, i));
}

static void one_unlike(const struct sight *s, const struct value *v, const char *text)
{
    if (patterns_match(s->l->c->patterns, s->f->pattern, text))
        say(s, v, NULL,
            arena_printf(s->l->c->arena, "%s %s is %s%s", path_of(s), marks_quote(s->l->c->arena, text), s->f->shape,
                         circumstances(s->l, s->w, s->at, s->f)));
}

static void unlike(const struct sight *s, const struct value *v)
{
    if (value_kind(v) == V_STR)
        one_unlike(s, v, value_str_of(v));
}

static void unlike_keys(const struct sight *s, const struct value *v)
{
    for (size_t i = 0; value_kind(v) == V_MAP && i < value_len(v); i++)
        one_unlike(s, value_item(v, i), value_key(v, i));
}

static void count(const struct sight *s, const struct value *v)
{
    struct arena *a = s->l->c->arena;
    bool many = value_kind(v) == V_LIST || value_kind(v) == V_MAP;
    if (many && ((int64_t)value_len(v) < s->f->min || (int64_t)value_len(v) > s->f->max))
        say(s, v, NULL,
            arena_printf(a, "%s has %zu, and takes %s%s", path_of(s), value_len(v), limits(s),
                         circumstances(s->l, s->w, s->at, s->f)));
}

static void most(const struct sight *s, const struct value *v)
{
    struct arena *a = s->l->c->arena;
    const struct value *other = settled(s->l, value_path(a, s->at, s->f->words));
    if (value_kind(v) == V_INT && value_kind(other) == V_INT && value_int_of(v) > value_int_of(other))
        say(s, v, NULL,
            arena_printf(a, "%s is %s, more than %s of %s", path_of(s), shown(s->l, v), s->f->words,
                         shown(s->l, other)));
}

static void region(const struct sight *s, const struct value *v)
{
    struct arena *a = s->l->c->arena;
    const char *arn = value_str_of(v), *at = arn;
    for (unsigned i = 0; i < 3 && at; i++)
        at = strchr(at, ':') ? strchr(at, ':') + 1 : NULL;
    if (!str_starts(arn, "arn:") || !at)
        return;
    const char *there = arena_strndup(a, at, strcspn(at, ":"));
    if (*there && !str_eq(there, s->w->region))
        say(s, v, arena_printf(a, "name one of %s", s->w->region),
            arena_printf(a, "%s %s is of %s", path_of(s), shown(s->l, v), there));
}

static void unique(const struct sight *s)
{
    struct arena *a = s->l->c->arena;
    const struct value *all = values_at(s->l, s->at, s->f->path);
    for (size_t i = 0; i < value_len(all); i++)
        for (size_t k = 0; k < i; k++)
            if (is_given(value_item(all, i)) && value_equal(value_item(all, i), value_item(all, k))) {
                say(s, value_item(all, i), NULL,
                    arena_printf(a, "%s %s is there twice", path_of(s), shown(s->l, value_item(all, i))));
                break;
            }
}

static void one_value(const struct sight *s, const struct value *v)
{
    static void (*const kinds[])(const struct sight *, const struct value *) = {
        [FORM_ABSENT] = absent, [FORM_RANGE] = range,         [FORM_WORDS] = words, [FORM_TEXT] = text,
        [FORM_NOT] = unlike,    [FORM_COUNT] = count,         [FORM_KEYS] = keys,   [FORM_MOST] = most,
        [FORM_REGION] = region, [FORM_NOT_KEYS] = unlike_keys};
    kinds[s->f->kind](s, v);
}

/* A finding stands at what the resource says, not at what another one says that it refers to; where nobody wrote the
 * reference down, it stands there alone. */
static const struct value *placed(const struct look *l, const struct value *v)
{
    const struct value *there = settled(l, v);
    if (there == v || !value_pos(v).line)
        return v;
    struct value *copy = value_copy(l->c->arena, there);
    value_at_pos(copy, value_pos(v));
    return copy;
}

static void form_check(const struct sight *s)
{
    if (!holds(s->l, s->w, s->at, s->f->when))
        return;
    if (s->f->kind == FORM_GIVEN) {
        given(s);
        return;
    }
    if (s->f->kind == FORM_UNIQUE) {
        unique(s);
        return;
    }
    const struct value *all = values_at(s->l, s->at, s->f->path);
    for (size_t i = 0; i < value_len(all); i++)
        one_value(s, s->f->kind == FORM_ABSENT ? value_item(all, i) : placed(s->l, value_item(all, i)));
}

void forms_check(const struct look *l, const struct wanted *w)
{
    for (const struct form *f = l->rule->forms; f && f->path; f++) {
        const struct value *each = f->each ? values_at(l, w->attrs, f->each) : NULL;
        for (size_t i = 0; i < value_len(each); i++)
            form_check(&(struct sight){l, w, f, value_item(each, i)});
        if (!f->each)
            form_check(&(struct sight){l, w, f, w->attrs});
    }
}
