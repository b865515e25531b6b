#include "provisioner/spec/overlay.h"

#include "provisioner/spec/yaml.h"

#include <ctype.h>
#include <string.h>

enum { PARTS = 32 };

/* ---- merging ----------------------------------------------------------------------------------------------------- */

const struct value *overlay_merge(struct arena *a, const struct value *under, const struct value *over)
{
    if (!over)
        return under;
    if (value_kind(under) != V_MAP || value_kind(over) != V_MAP)
        return over;
    struct value *both = value_map(a);
    value_at_pos(both, value_pos(under));
    for (size_t i = 0; i < value_len(under); i++) {
        const struct value *was = value_item(under, i), *now = value_get(over, value_key(under, i));
        if (!now || value_kind(now) != V_NULL)
            value_set(a, both, value_key(under, i), overlay_merge(a, was, now));
    }
    for (size_t i = 0; i < value_len(over); i++)
        if (!value_get(under, value_key(over, i)))
            value_set(a, both, value_key(over, i), value_item(over, i));
    return both;
}

/* ---- one value --------------------------------------------------------------------------------------------------- */

struct assignment {
    struct arena *arena;
    struct diags *diags;
    struct marks *marks;
    struct pos at;
    const char *part[PARTS];
    bool index[PARTS]; /* written as [n] */
    size_t n;
    const struct value *value;
};

static bool bad_path(const struct assignment *s, const char *why)
{
    diag_add(s->diags, SEV_ERROR, "spec/set", s->at, "write path=value, as in network.zones=2", "%s", why);
    return false;
}

static bool put_part(struct assignment *s, const char *text, size_t n, bool index)
{
    size_t at;
    if (s->n == PARTS)
        return bad_path(s, "the path has more than 32 parts");
    if (!n)
        return bad_path(s, "the path has an empty part");
    if (yaml_text_fault(text, n, &at))
        return bad_path(s, "the path holds a control character or a byte that is no UTF-8");
    s->index[s->n] = index;
    s->part[s->n++] = arena_strndup(s->arena, text, n);
    return true;
}

/* The part that starts at *path: plain up to . [ or =, quoted, or [n]. */
static bool take_part(struct assignment *s, const char **path)
{
    const char *p = *path;
    char closing = *p == '"' ? '"' : *p == '[' ? ']' : 0;
    size_t n = closing ? 0 : strcspn(p, ".[=");
    const char *end = closing ? strchr(p + 1, closing) : p + n;
    if (!end)
        return bad_path(s, closing == '"' ? "a quote in the path has no end" : "a [ in the path has no ]");
    if (closing && !put_part(s, p + 1, (size_t)(end - p - 1), closing == ']'))
        return false;
    if (!closing && !put_part(s, p, n, false))
        return false;
    *path = end + (closing != 0);
    return true;
}

static bool take_path(struct assignment *s, const char **text)
{
    for (;;) {
        if (!take_part(s, text))
            return false;
        while (**text == '[')
            if (!take_part(s, text))
                return false;
        if (**text == '=')
            return true;
        if (**text != '.')
            return bad_path(s,
                            **text ? "something follows a quote or a ] in the path" : "there is no = behind the path");
        ++*text;
    }
}

static const struct value *put(const struct assignment *s, const struct value *under, size_t i);

static const struct value *put_member(const struct assignment *s, const struct value *map, size_t i)
{
    struct value *changed = value_edit(s->arena, map);
    if (value_kind(map) != V_MAP)
        value_at_pos(changed, s->at);
    const struct value *v = put(s, value_get(map, s->part[i]), i + 1);
    if (v && value_kind(v) == V_NULL && value_get(map, s->part[i])) {
        struct value *rest = value_without(s->arena, changed, s->part[i]);
        value_at_pos(rest, value_pos(map));
        return rest;
    }
    value_set(s->arena, changed, s->part[i], v);
    return v ? changed : NULL;
}

static const struct value *put_item(const struct assignment *s, const struct value *list, size_t i)
{
    int64_t nth;
    size_t n = value_len(list);
    if (!parse_int(s->part[i], &nth) || nth < 0 || (size_t)nth > n) {
        diag_add(s->diags, SEV_ERROR, "spec/set", s->at, NULL, "%s is no place in a list of %zu, which counts from 0",
                 marks_quote(s->arena, s->part[i]), n);
        return NULL;
    }
    struct value *changed = value_list(s->arena);
    value_at_pos(changed, value_pos(list));
    for (size_t k = 0; k < n + ((size_t)nth == n); k++) {
        const struct value *v = k == (size_t)nth ? put(s, value_item(list, k), i + 1) : value_item(list, k);
        if (!v)
            return NULL;
        value_push(s->arena, changed, v);
    }
    return changed;
}

/* `under` with the value at the path from part i on; NULL after a finding. */
static const struct value *put(const struct assignment *s, const struct value *under, size_t i)
{
    if (i == s->n)
        return s->value;
    if (value_kind(under) == V_LIST)
        return put_item(s, under, i);
    bool open = value_kind(under) == V_MAP || value_kind(under) == V_NULL;
    if (open && !s->index[i])
        return put_member(s, under, i);
    diag_add(s->diags, SEV_ERROR, "spec/set", s->at, NULL, "%s can't be set within %s",
             marks_quote(s->arena, s->part[i]), under ? value_kind_name(value_kind(under)) : "what is not there");
    return NULL;
}

const struct value *overlay_set(struct arena *a, const struct value *doc, const char *assignment, struct pos at,
                                struct marks *marks, struct diags *d)
{
    struct assignment s = {.arena = a, .diags = d, .marks = marks, .at = at};
    const char *text = assignment;
    if (!take_path(&s, &text))
        return doc;
    struct pos value_at = {at.file, at.line, at.column + (uint32_t)(++text - assignment)};
    struct value *nothing = value_str(a, "");
    value_at_pos(nothing, value_at);
    s.value = *text ? yaml_parse(a, text, strlen(text), value_at, marks, d) : nothing;
    if (!s.value)
        return doc;
    marks_put_key(marks, value_pos(s.value), at);
    const struct value *changed = put(&s, doc, 0);
    return changed ? changed : doc;
}

/* ---- environment ------------------------------------------------------------------------------------------------- */

/* One ${env:...}: where it starts and ends, its name, and what stands in for it. */
struct variable {
    const char *start, *end, *name, *otherwise;
};

static bool is_name(const char *s)
{
    const char *at = s;
    while (isalnum((unsigned char)*at) || *at == '_')
        at++;
    return at > s && !*at && !isdigit((unsigned char)*s);
}

static bool find_variable(struct arena *a, const char *s, struct variable *ret)
{
    ret->start = strstr(s, "${env:");
    if (!ret->start)
        return false;
    const char *body = ret->start + strlen("${env:"), *close = strchr(body, '}');
    size_t n = close ? (size_t)(close - body) : strlen(body);
    ret->end = body + n + (close != NULL);
    ret->name = arena_strndup(a, body, n);
    char *mark = strstr(ret->name, ":-");
    ret->otherwise = mark ? mark + 2 : NULL;
    if (mark)
        *mark = '\0';
    if (!close)
        ret->name = "";
    return true;
}

static bool bad_variable(struct overlay_env *env, struct pos at, const char *remedy, const char *what)
{
    diag_add(env->diags, SEV_ERROR, "spec/env", at, remedy, "%s", what);
    return false;
}

/* A variable that is called so is somebody's secret, and what is in a spec is shown in plans and kept in the state. A
 * plan may be asked for by a stranger, and be made where such variables are set. */
static bool names_a_secret(const char *name)
{
    static const char words[] = "SECRET SECRETS TOKEN TOKENS PASSWORD PASSWORDS PASSWD PASS PASSPHRASE CREDENTIAL "
                                "CREDENTIALS PRIVATE AUTH COOKIE SESSION APIKEY";
    char word[40];
    for (const char *s = name, *last = s; *s; s += *s == '_') {
        size_t n = strcspn(s, "_");
        bool ends = !s[n] || (str_starts(last, "ACCESS") && str_starts(s, "KEY")), fits = n && n < sizeof word;
        for (size_t i = 0; i < n && fits; i++)
            word[i] = (char)toupper((unsigned char)s[i]);
        word[fits ? n : 0] = '\0';
        if (fits && (has_word(words, word) || (ends && str_eq(word, "KEY"))))
            return true;
        last = s;
        s += n;
    }
    return false;
}

static bool look_up(struct arena *a, struct overlay_env *env, struct pos at, const struct variable *v, const char **ret)
{
    size_t fault;
    if (!is_name(v->name))
        return bad_variable(env, at, "write ${env:NAME} or ${env:NAME:-otherwise}",
                            "a ${env: without a variable's name or without its closing brace");
    if (names_a_secret(v->name))
        return bad_variable(
            env, at, "take it from a secret of its own, under resources or by reference",
            arena_printf(a, "the environment variable %.60s is called like a secret, and is not read", v->name));
    const char *s = env->lookup ? env->lookup(env->ctx, v->name) : NULL;
    if (v->otherwise && (!s || !*s))
        s = v->otherwise;
    if (!s)
        return bad_variable(env, at,
                            arena_printf(a, "export it, or give it a default: ${env:%.60s:-otherwise}", v->name),
                            arena_printf(a, "the environment variable %.60s is not set", v->name));
    env->bytes += strlen(s);
    if (yaml_text_fault(s, strlen(s), &fault))
        return bad_variable(
            env, at, NULL,
            arena_printf(a, "the environment variable %.60s holds a control character or no UTF-8", v->name));
    if (env->bytes > YAML_BYTES)
        return bad_variable(env, at, NULL, "more than 4 MiB of text come from the environment");
    *ret = s;
    return true;
}

static const struct value *substituted(struct arena *a, const struct value *v, struct overlay_env *env)
{
    struct sbuf out = {.arena = a};
    struct variable var;
    bool ours = false;
    const char *rest = value_str_of(v);
    for (; find_variable(a, rest, &var); rest = var.end) {
        const char *text;
        bool escaped = var.start > rest && var.start[-1] == '$';
        sbuf_putn(&out, rest, (size_t)(var.start - rest) - escaped);
        if (escaped) {
            sbuf_putn(&out, var.start, (size_t)(var.end - var.start));
            continue;
        }
        if (!look_up(a, env, value_pos(v), &var, &text))
            return value_unknown(a);
        sbuf_puts(&out, text);
        ours = true;
    }
    sbuf_puts(&out, rest);
    if (ours)
        marks_put_shown(env->marks, value_pos(v), value_str_of(v));
    return value_str(a, sbuf_str(&out));
}

static const struct value *in_scalar(struct arena *a, const struct value *v, struct overlay_env *env)
{
    if (value_kind(v) != V_STR || !strstr(value_str_of(v), "${env:"))
        return v;
    struct value *done = value_copy(a, substituted(a, v, env));
    value_at_pos(done, value_pos(v));
    return done;
}

const struct value *overlay_env(struct arena *a, const struct value *doc, struct overlay_env *env)
{
    bool map = value_kind(doc) == V_MAP;
    if (!map && value_kind(doc) != V_LIST)
        return in_scalar(a, doc, env);
    struct value *changed = NULL;
    for (size_t i = 0; i < value_len(doc) && env->diags->errors < YAML_FINDINGS; i++) {
        const struct value *was = value_item(doc, i), *now = overlay_env(a, was, env);
        if (map && now != was) {
            changed = changed ? changed : value_edit(a, doc);
            value_set(a, changed, value_key(doc, i), now);
        } else if (!map) {
            changed = changed ? changed : value_list(a);
            value_push(a, changed, now);
        }
    }
    if (changed)
        value_at_pos(changed, value_pos(doc));
    return changed ? changed : doc;
}
