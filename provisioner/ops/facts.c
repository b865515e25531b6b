#include "provisioner/ops/facts.h"

#include <string.h>

const char *fact_text(struct arena *a, const struct value *facts, const char *text)
{
    struct sbuf out = {.arena = a};
    while (text && *text) {
        size_t n = strcspn(text, "{"), close = strcspn(text + n, "}");
        sbuf_putn(&out, text, n);
        text += n;
        if (!*text)
            break;
        sbuf_puts(&out, value_text(a, fact_at(a, facts, arena_strndup(a, text + 1, close - 1))));
        text += close + (text[close] == '}');
    }
    return sbuf_str(&out);
}

/* "[Role=PRIMARY]": where it begins, and where its words lie. */
struct pick {
    const char *open, *test, *close;
};

static bool next_pick(const char *path, struct pick *ret)
{
    for (const char *open = strchr(path, '['); open; open = strchr(open + 1, '[')) {
        *ret = (struct pick){open, open + strcspn(open, "=~]"), open + strcspn(open, "]")};
        if (*ret->close && ret->test < ret->close)
            return true;
    }
    return false;
}

static const struct value *picked(struct arena *a, const struct value *list, const struct pick *p)
{
    const char *member = arena_strndup(a, p->open + 1, (size_t)(p->test - p->open) - 1);
    const char *words = arena_strndup(a, p->test + 1, (size_t)(p->close - p->test) - 1);
    for (size_t i = 0; i < value_len(list); i++) {
        const char *text = value_text(a, value_get(value_item(list, i), member));
        if (*p->test == '=' ? str_eq(text, words) : strstr(text, words) != NULL)
            return value_item(list, i);
    }
    return NULL;
}

const struct value *fact_at(struct arena *a, const struct value *facts, const char *path)
{
    const char *rest = strchr(path, '{') ? fact_text(a, facts, path) : path;
    const struct value *v = facts;
    for (struct pick p; v && next_pick(rest, &p);) {
        v = picked(a, value_path(a, v, arena_strndup(a, rest, (size_t)(p.open - rest))), &p);
        rest = p.close + 1 + (p.close[1] == '.');
    }
    return v ? value_path(a, v, rest) : NULL;
}

static bool exceeds(const char *text, const char *than)
{
    int64_t x, y;
    return parse_int(text, &x) && parse_int(than, &y) && x > y;
}

static bool reaches(const char *text, const char *than)
{
    int64_t x, y;
    return parse_int(text, &x) && parse_int(than, &y) && x >= y;
}

bool must_holds(struct arena *a, const struct value *facts, const struct must *m)
{
    const struct value *v = fact_at(a, facts, m->path);
    const char *text = value_text(a, v), *than = fact_text(a, facts, m->than);
    switch (m->test) {
    case '=': return str_eq(text, than);
    case '!': return !str_eq(text, than);
    case '&': return has_word(than, text);
    case '<': return !exceeds(text, than);
    case '>': return reaches(text, than);
    case '^': return !*than || *text;
    case '?': return v && value_kind(v) != V_NULL;
    default: return !v || value_kind(v) == V_NULL;
    }
}

const struct must *must_first(struct arena *a, const struct value *facts, const struct must *all)
{
    for (const struct must *m = all; m && m->path; m++)
        if (!m->warns && !must_holds(a, facts, m))
            return m;
    return NULL;
}
