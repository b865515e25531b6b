#include "provisioner/model/json.h"

#include <cjson/cJSON.h>
#include <string.h>

enum { DEEPEST = 64 };

static void cjson_freep(cJSON **c)
{
    cJSON_Delete(*c);
}

/* cJSON tells nobody whether it was the text or the memory: a journal's last line would be taken for a torn one. */
static cJSON *parse(const char *text, size_t n, const char **ret_end)
{
    cJSON_Hooks never_null = {must_alloc, free_wiped};
    cJSON_InitHooks(&never_null);
    return cJSON_ParseWithLengthOpts(text, n, ret_end, true);
}

/*
 * cJSON turns numbers into doubles and keeps no digits, so the text is walked beside the tree: the n-th number node is
 * the n-th number in the text.
 */
struct walk {
    struct arena *a;
    const char *at, *end;
    int mode;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Past the quote that ends it. */
static void skip_string(struct walk *w)
{
    while (w->at < w->end && *w->at != '"')
        w->at += *w->at == '\\' ? 2 : 1;
    w->at++;
}

/* Moves to the next number outside strings, and past it. */
static size_t next_number(struct walk *w, const char **ret)
{
    while (w->at < w->end && *w->at != '-' && !is_digit(*w->at)) {
        if (*w->at++ == '"')
            skip_string(w);
    }
    *ret = w->at;
    size_t n = 0;
    while (w->at + n < w->end && strchr("-+.eE0123456789", w->at[n]) && w->at[n])
        n++;
    w->at += n;
    return n;
}

static struct err *number(struct walk *w, const struct value **ret)
{
    const char *s;
    size_t n = next_number(w, &s);
    const char *digits = arena_strndup(w->a, s, n);
    int64_t i;
    if (strpbrk(digits, ".eE"))
        *ret = value_dec(w->a, digits);
    else if (parse_int(digits, &i))
        *ret = value_int(w->a, i);
    else
        return err_new(ERR_WIRE, "JSON: %s does not fit 64 bits", digits);
    return NULL;
}

static struct err *convert(struct walk *w, const cJSON *c, int depth, const struct value **ret);

static struct err *many(struct walk *w, const cJSON *c, int depth, const struct value **ret)
{
    bool map = cJSON_IsObject(c);
    struct value *v = map ? value_map(w->a) : value_list(w->a);
    if (depth >= DEEPEST)
        return err_new(ERR_WIRE, "JSON: nested deeper than %d", DEEPEST);
    for (const cJSON *k = c->child; k; k = k->next) {
        const struct value *one = NULL;
        if (map && value_get(v, k->string))
            return err_new(ERR_WIRE, "JSON: key \"%s\" stands twice", k->string);
        TRY(convert(w, k, depth + 1, &one));
        if (map)
            value_set(w->a, v, k->string, one);
        else
            value_push(w->a, v, one);
    }
    *ret = v;
    return NULL;
}

static const struct value *marked_ref(struct arena *a, const char *text)
{
    const char *slash = strrchr(text, '/');
    const char *dot = strchr(slash ? slash : text, '.');
    return dot ? value_ref(a, arena_strndup(a, text, (size_t)(dot - text)), dot + 1) : value_ref(a, text, "");
}

/* {"$ref": "..."} and its like; anything else stays the map it is. */
static const struct value *unmark(struct arena *a, const struct value *v)
{
    const char *key = value_len(v) == 1 ? value_key(v, 0) : "";
    const struct value *m = value_item(v, 0);
    if (strcmp(key, "$unknown") == 0 && value_bool_of(m))
        return value_unknown(a);
    if (strcmp(key, "$ref") == 0 && value_kind(m) == V_STR)
        return marked_ref(a, value_str_of(m));
    if (strcmp(key, "$join") != 0 || value_kind(m) != V_LIST)
        return v;
    struct value *join = value_join(a);
    for (size_t i = 0; i < value_len(m); i++)
        value_push(a, join, value_item(m, i));
    return join;
}

static struct err *convert(struct walk *w, const cJSON *c, int depth, const struct value **ret)
{
    if (cJSON_IsNumber(c))
        return number(w, ret);
    if (cJSON_IsObject(c) || cJSON_IsArray(c)) {
        TRY(many(w, c, depth, ret));
        if (w->mode == JSON_MARKED && cJSON_IsObject(c))
            *ret = unmark(w->a, *ret);
    } else if (cJSON_IsString(c)) {
        *ret = value_str(w->a, c->valuestring);
    } else if (cJSON_IsBool(c)) {
        *ret = value_bool(w->a, cJSON_IsTrue(c));
    } else {
        *ret = value_null(w->a);
    }
    return NULL;
}

static struct err *where_it_broke(const char *text, const char *at)
{
    unsigned line = 1, column = 1;
    for (; text < at; text++) {
        column = *text == '\n' ? 1 : column + 1;
        line += *text == '\n';
    }
    return err_new(ERR_WIRE, "line %u, column %u: not JSON", line, column);
}

struct err *json_parse(struct arena *a, const char *text, size_t n, int mode, const struct value **ret)
{
    const char *end = NULL;
    if (memchr(text, '\0', n))
        return err_new(ERR_WIRE, "JSON: has a NUL byte");
    const char *own = arena_strndup(a, text, n); /* cJSON wants the terminator */
    CLEANUP(cjson_freep) cJSON *c = parse(own, n + 1, &end);
    if (!c)
        return where_it_broke(own, end && end >= own && end <= own + n ? end : own);
    struct walk w = {a, own, own + n, mode};
    return convert(&w, c, 0, ret);
}
