#include "aws/net/ini.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST_NAME = 512 };

struct line {
    const char *s; /* without blanks at either end */
    size_t n, indent;
};

/* A value on its way: its text is known once the next key, section or the end has come. */
struct parser {
    struct arena *a;
    const char *name;
    unsigned number;
    struct value *all, *section;
    const char *section_name, *key; /* key NULL: none is open */
    struct sbuf text;
    unsigned key_line;
    size_t indent;
};

static struct err *wrong(const struct parser *p, const char *why)
{
    return err_new(ERR_INPUT, "%s:%u: %s", p->name, p->number, why);
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static struct line trimmed(const char *s, size_t n)
{
    struct line l = {s, n, 0};
    while (l.n && blank(l.s[0]))
        l.s++, l.n--, l.indent++;
    while (l.n && blank(l.s[l.n - 1]))
        l.n--;
    return l;
}

static bool has_control(const struct line *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (((unsigned char)l->s[i] < ' ' && l->s[i] != '\t') || l->s[i] == 0x7f)
            return true;
    return false;
}

static struct value *placed(struct value *v, unsigned line)
{
    value_at_pos(v, (struct pos){.line = line, .column = 1});
    return v;
}

static const char *lower(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_strndup(a, s, n);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy;
}

/* ---- the block under an empty value ------------------------------------------------------------------------------ */

static struct err *nested_line(const struct parser *p, struct value *map, const char *s, size_t n, unsigned line)
{
    const struct line l = trimmed(s, n);
    const char *equals = memchr(l.s, '=', l.n);
    if (!l.n)
        return NULL;
    if (!equals || equals == l.s)
        return err_new(ERR_INPUT, "%s:%u: a line of an indented block reads \"key = value\"", p->name, line);
    const struct line key = trimmed(l.s, (size_t)(equals - l.s));
    const struct line text = trimmed(equals + 1, l.n - (size_t)(equals + 1 - l.s));
    value_set(p->a, map, lower(p->a, key.s, key.n), placed(value_strn(p->a, text.s, text.n), line));
    return NULL;
}

static struct err *nested(const struct parser *p, const char *text, struct value **ret)
{
    struct value *map = value_map(p->a);
    unsigned line = p->key_line;
    while (*text) {
        size_t n = strcspn(text, "\n");
        TRY(nested_line(p, map, text, n, line++));
        text += n + (text[n] == '\n');
    }
    *ret = map;
    return NULL;
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

static struct err *close_value(struct parser *p)
{
    if (!p->key)
        return NULL;
    while (p->text.len && p->text.s[p->text.len - 1] == '\n')
        p->text.s[--p->text.len] = '\0';
    const char *text = sbuf_str(&p->text);
    struct value *v = NULL;
    if (*text == '\n')
        TRY(nested(p, text, &v));
    else
        v = value_str(p->a, text);
    value_set(p->a, p->section, p->key, placed(v, p->key_line));
    p->key = NULL;
    return NULL;
}

static struct err *open_section(struct parser *p, const struct line *l)
{
    const char *end = memchr(l->s, ']', l->n);
    if (!end || end == l->s + 1 || end - l->s > LONGEST_NAME)
        return wrong(p, "a section reads \"[name]\"");
    const struct line rest = trimmed(end + 1, l->n - (size_t)(end + 1 - l->s));
    if (rest.n && *rest.s != '#' && *rest.s != ';')
        return wrong(p, "there is text behind the section's name");
    const char *name = arena_strndup(p->a, l->s + 1, (size_t)(end - l->s - 1));
    const struct value *first = value_get(p->all, name);
    if (first)
        return err_new(ERR_INPUT, "%s:%u: section [%s] stands twice, first on line %u: make one of the two", p->name,
                       p->number, name, value_pos(first).line);
    p->section = placed(value_map(p->a), p->number);
    p->section_name = name;
    value_set(p->a, p->all, name, p->section);
    return NULL;
}

static struct err *open_key(struct parser *p, const struct line *l)
{
    size_t at = 0;
    while (at < l->n && l->s[at] != '=' && l->s[at] != ':')
        at++;
    const struct line key = trimmed(l->s, at);
    if (at == l->n || !key.n || key.n > LONGEST_NAME)
        return wrong(p, "expected \"key = value\"");
    if (!p->section)
        return wrong(p, "there is a key before the first [section]");
    const struct line text = trimmed(l->s + at + 1, l->n - at - 1);
    p->key = lower(p->a, key.s, key.n);
    p->key_line = p->number;
    p->text = (struct sbuf){.arena = p->a};
    sbuf_putn(&p->text, text.s, text.n);
    if (value_get(p->section, p->key))
        return err_new(ERR_INPUT, "%s:%u: key \"%s\" of [%s] stands twice: make one of the two", p->name, p->number,
                       p->key, p->section_name);
    return NULL;
}

static struct err *one_line(struct parser *p, const char *s, size_t n)
{
    const struct line l = trimmed(s, n);
    bool comment = l.n && (*l.s == '#' || *l.s == ';');
    if (!l.n || comment) {
        /* in a block a comment counts as an empty line, so that the lines behind it keep their numbers */
        bool block = p->text.len == 0 || p->text.s[0] == '\n';
        if (p->key && (!comment || block))
            sbuf_putc(&p->text, '\n');
        return NULL;
    }
    if (has_control(&l))
        return wrong(p, "there is a control character");
    if (p->key && l.indent > p->indent) {
        sbuf_putc(&p->text, '\n');
        sbuf_putn(&p->text, l.s, l.n);
        return NULL;
    }
    TRY(close_value(p));
    p->indent = l.indent;
    return *l.s == '[' ? open_section(p, &l) : open_key(p, &l);
}

struct err *ini_parse(struct arena *a, const char *name, const char *text, size_t n, const struct value **ret)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    struct parser p = {.a = a, .name = name, .all = value_map(a)};
    const char *at = text, *end = text + n;
    if (memchr(text, '\0', n))
        return err_new(ERR_INPUT, "%s: holds a NUL byte, so it is no text file", name);
    if (str_starts(text, byte_order_mark))
        at += sizeof byte_order_mark - 1;
    while (at < end) {
        size_t len = strcspn(at, "\n");
        p.number++;
        TRY(one_line(&p, at, len));
        at += len + 1;
    }
    TRY(close_value(&p));
    *ret = p.all;
    return NULL;
}
