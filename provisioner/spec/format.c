#include "provisioner/spec/format.h"

#include "provisioner/spec/yaml.h"

#include <string.h>

enum { STEP = 2 };

struct line {
    const char *s;
    size_t n;       /* without the newline */
    size_t indent;  /* spaces it begins with */
    size_t becomes; /* and shall begin with */
    bool blank;
    bool whole;     /* within a literal: its bytes stay */
    bool continues; /* begins within a text or braces of an earlier line */
};

struct sheet {
    struct arena *arena;
    struct line *lines;
    size_t n;
    struct yaml_piece *pieces;
    size_t n_pieces;
    const struct yaml_piece **words; /* those that are texts */
    size_t n_words;
    size_t *columns; /* of each block: the column it gets */
    struct sbuf out;
};

/* ---- lines ------------------------------------------------------------------------------------------------------- */

static void cut_lines(struct sheet *f, const char *text, size_t n)
{
    size_t cap = 0;
    for (const char *at = text, *end = text + n; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        struct line l = {.s = at, .n = newline ? (size_t)(newline - at) : (size_t)(end - at)};
        while (l.indent < l.n && at[l.indent] == ' ')
            l.indent++;
        l.blank = l.indent == l.n;
        l.becomes = l.indent;
        f->lines = arena_grow(f->arena, f->lines, sizeof *f->lines, f->n, &cap);
        f->lines[f->n++] = l;
        at += l.n + 1;
    }
}

static bool is_comment(const struct line *l)
{
    return !l->blank && l->s[l->indent] == '#';
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static bool is_block(const struct yaml_piece *p)
{
    return p->kind == YAML_BLOCK_MAP || p->kind == YAML_BLOCK_LIST;
}

static size_t column_of(const struct sheet *f, size_t block)
{
    return block == YAML_NO_PIECE ? 0 : f->columns[block];
}

/* What a word, or braces, on a line of their own below a key begin with. */
static size_t below(const struct sheet *f, size_t block)
{
    return block == YAML_NO_PIECE ? 0 : f->columns[block] + STEP;
}

/* An anchor before a list hides where its first dash is. */
static void find_dash(const struct sheet *f, struct yaml_piece *p)
{
    const struct line *l = &f->lines[p->line];
    if (p->kind != YAML_BLOCK_LIST || (p->column < l->n && l->s[p->column] == '-'))
        return;
    for (size_t i = p->line + 1; i < f->n; i++) {
        l = &f->lines[i];
        if (l->blank || is_comment(l))
            continue;
        p->line = i;
        p->column = l->indent;
        return;
    }
}

static void choose_columns(struct sheet *f)
{
    f->columns = arena_alloc(f->arena, (f->n_pieces + 1) * sizeof *f->columns);
    for (size_t i = 0; i < f->n_pieces; i++) {
        struct yaml_piece *p = &f->pieces[i];
        if (!is_block(p))
            continue;
        find_dash(f, p);
        f->columns[i] = below(f, p->parent);
    }
}

/* ---- what a line begins with ------------------------------------------------------------------------------------- */

static void move_literal(struct sheet *f, const struct yaml_piece *p)
{
    const struct line *head = &f->lines[p->line];
    const char *mark = head->s + p->column, *end = head->s + head->n;
    bool fixed = false;
    size_t least = SIZE_MAX, to = below(f, p->parent);
    for (const char *c = mark; c < end && *c != ' '; c++)
        fixed |= *c >= '1' && *c <= '9';
    for (size_t i = p->line + 1; i < p->end_line && i < f->n; i++)
        if (!f->lines[i].blank && f->lines[i].indent < least)
            least = f->lines[i].indent;
    if (fixed) { /* the number counts from the block around it */
        least = p->parent == YAML_NO_PIECE ? 0 : f->pieces[p->parent].column;
        to = column_of(f, p->parent);
    }
    for (size_t i = p->line + 1; i < p->end_line && i < f->n; i++) {
        struct line *l = &f->lines[i];
        l->whole = true;
        l->becomes = least == SIZE_MAX || l->indent < least ? 0 : l->indent - least + to;
    }
}

/* The lines that a text, or braces, go on over keep their distance from its first one. */
static void mark_continued(struct sheet *f, const struct yaml_piece *p)
{
    for (size_t i = p->line + 1; i <= p->end_line && i < f->n; i++)
        f->lines[i].continues = true;
}

static void mark_pieces(struct sheet *f)
{
    for (size_t i = 0; i < f->n_pieces; i++) {
        const struct yaml_piece *p = &f->pieces[i];
        if (p->kind == YAML_LITERAL)
            move_literal(f, p);
        else if (!is_block(p))
            mark_continued(f, p);
    }
}

static bool is_of_block(const struct line *l, const struct yaml_piece *p)
{
    return l->indent == p->column && !l->whole && !l->continues &&
           (is_comment(l) || p->kind == YAML_BLOCK_MAP || l->s[p->column] == '-');
}

/* The first dash or key of a line says which block it belongs to; where there is none, a value stands alone. */
static void move_blocks(struct sheet *f)
{
    for (size_t i = 0; i < f->n_pieces; i++) {
        const struct yaml_piece *p = &f->pieces[i];
        struct line *l = &f->lines[p->line];
        if (!is_block(p) && p->line < f->n && l->indent == p->column && !l->continues && !l->whole)
            l->becomes = below(f, p->parent);
    }
    for (size_t i = 0; i < f->n_pieces; i++)
        for (size_t k = f->pieces[i].line; is_block(&f->pieces[i]) && k < f->n && k < f->pieces[i].end_line; k++)
            if (!f->lines[k].blank && is_of_block(&f->lines[k], &f->pieces[i]))
                f->lines[k].becomes = f->columns[i];
}

/* A comment before the first line of a deeper block, or at no block's column, goes with what follows. */
static void move_comments(struct sheet *f)
{
    const struct line *next = NULL;
    for (size_t i = f->n; i-- > 0;) {
        struct line *l = &f->lines[i];
        if (l->blank || l->whole || l->continues)
            continue;
        if (is_comment(l) && next && next->indent == l->indent)
            l->becomes = next->becomes;
        else if (is_comment(l) && next && l->becomes == l->indent && l->indent > next->indent)
            l->becomes = l->indent + next->becomes - next->indent;
        next = l;
    }
}

static void move_continued(struct sheet *f)
{
    for (size_t i = 1; i < f->n; i++) {
        struct line *l = &f->lines[i];
        const struct line *before = &f->lines[i - 1];
        if (!l->continues || l->whole)
            continue;
        size_t at = i - 1;
        while (at && before->blank && before->continues)
            before = &f->lines[--at];
        l->becomes = l->indent + before->becomes > before->indent ? l->indent + before->becomes - before->indent : 0;
    }
}

/* ---- within a line ----------------------------------------------------------------------------------------------- */

static void collect_words(struct sheet *f)
{
    f->words = arena_alloc(f->arena, (f->n_pieces + 1) * sizeof *f->words);
    for (size_t i = 0; i < f->n_pieces; i++)
        if (!is_block(&f->pieces[i]) && f->pieces[i].kind != YAML_FLOW)
            f->words[f->n_words++] = &f->pieces[i];
}

/* The text at this place of the line, or NULL: its bytes are somebody's words. They come in order, and so do places. */
static const struct yaml_piece *word_at(const struct sheet *f, size_t *from, size_t line, size_t column)
{
    const struct yaml_piece *p = NULL;
    for (; *from < f->n_words; ++*from) {
        p = f->words[*from];
        if (p->end_line > line || (p->end_line == line && p->end_column > column))
            break;
    }
    bool begun = *from < f->n_words && (p->line < line || (p->line == line && p->column <= column));
    return begun ? p : NULL;
}

static void put_word(struct sheet *f, const struct yaml_piece *p, const struct line *l, size_t line, size_t at,
                     size_t end)
{
    const char *s = l->s + at;
    size_t n = end - at;
    bool plain = p->kind == YAML_SINGLE && p->line == line && p->end_line == line && n >= 2 && *s == '\'' &&
                 s[n - 1] == '\'' && !memchr(s, '"', n) && !memchr(s, '\\', n);
    if (!plain) {
        sbuf_putn(&f->out, s, n);
        return;
    }
    sbuf_putc(&f->out, '"');
    for (size_t i = 1; i + 1 < n; i++) {
        sbuf_putc(&f->out, s[i]);
        i += s[i] == '\''; /* two of them stand for one */
    }
    sbuf_putc(&f->out, '"');
}

/* One space where there were some, none inside of braces; before a comment as many as there are. */
static void put_space(struct sheet *f, const struct line *l, size_t at, size_t end)
{
    char before = f->out.len ? f->out.s[f->out.len - 1] : '\n', after = end < l->n ? l->s[end] : '\0';
    if (!after || before == '{' || before == '[' || after == '}' || after == ']' || after == ',')
        return;
    if (after == '#')
        sbuf_putn(&f->out, l->s + at, end - at);
    else
        sbuf_putc(&f->out, ' ');
}

static bool wants_space(const struct line *l, size_t at)
{
    char c = l->s[at], after = at + 1 < l->n ? l->s[at + 1] : ' ';
    bool key = c == ':' && at && strchr("\"'}]", l->s[at - 1]);
    return (c == ',' || key) && after != ' ' && after != '\t';
}

static void put_rest(struct sheet *f, size_t *from, size_t number)
{
    const struct line *l = &f->lines[number];
    for (size_t at = l->indent; at < l->n;) {
        const struct yaml_piece *p = word_at(f, from, number, at);
        if (p) {
            size_t end = p->end_line == number ? p->end_column : l->n;
            put_word(f, p, l, number, at, end < l->n ? end : l->n);
            at = end < l->n ? end : l->n;
            continue;
        }
        size_t end = at;
        while (end < l->n && (l->s[end] == ' ' || l->s[end] == '\t'))
            end++;
        if (end > at) {
            put_space(f, l, at, end);
            at = end;
            continue;
        }
        if (l->s[at] == '#' && (at == l->indent || l->s[at - 1] == ' ' || l->s[at - 1] == '\t')) {
            sbuf_putn(&f->out, l->s + at, l->n - at);
            break;
        }
        sbuf_putc(&f->out, l->s[at]);
        if (wants_space(l, at))
            sbuf_putc(&f->out, ' ');
        at++;
    }
}

static void trim(struct sheet *f)
{
    while (f->out.len && (f->out.s[f->out.len - 1] == ' ' || f->out.s[f->out.len - 1] == '\t'))
        f->out.s[--f->out.len] = '\0';
}

static bool ends_within_a_text(const struct sheet *f, size_t from, size_t number)
{
    const struct yaml_piece *p = word_at(f, &from, number, f->lines[number].n);
    return p && p->end_line > number;
}

static void put_line(struct sheet *f, size_t *from, size_t number)
{
    const struct line *l = &f->lines[number];
    bool within = l->continues || l->whole;
    if (l->blank && !l->whole && !within) {
        size_t n = f->out.len;
        if (n && !(n > 1 && f->out.s[n - 1] == '\n' && f->out.s[n - 2] == '\n'))
            sbuf_putc(&f->out, '\n');
        return;
    }
    sbuf_printf(&f->out, "%*s", (int)l->becomes, "");
    if (l->whole)
        sbuf_putn(&f->out, l->s + l->indent, l->n - l->indent);
    else
        put_rest(f, from, number);
    if (!l->whole && !ends_within_a_text(f, *from, number))
        trim(f);
    sbuf_putc(&f->out, '\n');
}

static const char *lay_out(struct sheet *f)
{
    size_t from = 0;
    collect_words(f);
    choose_columns(f);
    mark_pieces(f);
    move_blocks(f);
    move_comments(f);
    move_continued(f);
    for (size_t i = 0; i < f->n; i++)
        put_line(f, &from, i);
    while (f->out.len > 1 && f->out.s[f->out.len - 1] == '\n' && f->out.s[f->out.len - 2] == '\n')
        f->out.s[--f->out.len] = '\0';
    return sbuf_str(&f->out);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/* Lines end in a newline alone, the last one too; no byte order mark. */
static const char *unix_lines(struct arena *a, const char *text, size_t n, size_t *ret_n)
{
    struct sbuf out = {.arena = a};
    for (size_t i = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; i < n; i++)
        if (!(text[i] == '\r' && i + 1 < n && text[i + 1] == '\n'))
            sbuf_putc(&out, text[i]);
    if (out.len && out.s[out.len - 1] != '\n')
        sbuf_putc(&out, '\n');
    *ret_n = out.len;
    return sbuf_str(&out);
}

static bool has_odd_breaks(const char *text)
{
    return strchr(text, '\r') || strstr(text, "\xc2\x85") || strstr(text, "\xe2\x80\xa8") ||
           strstr(text, "\xe2\x80\xa9");
}

static const struct value *read_again(struct arena *a, const char *text, size_t n, struct diags *d)
{
    struct marks marks = {.arena = a};
    return yaml_parse(a, text, n, (struct pos){0, 1, 1}, &marks, d);
}

static struct err *laid_out(struct arena *a, const char *text, size_t n, struct diags *d, const char **ret)
{
    struct sheet f = {.arena = a, .out = {.arena = a}};
    struct diags again = {.arena = a};
    size_t n_lines;
    const struct value *was = read_again(a, text, n, d);
    if (!was || d->errors)
        return err_new(ERR_INPUT, "it is no YAML that could be laid out");
    const char *clean = unix_lines(a, text, n, &n_lines);
    if (*clean && strstr(clean + 1, "\xef\xbb\xbf"))
        return err_new(ERR_INPUT, "a byte order mark stands inside of it: it stays as it is");
    if (has_odd_breaks(clean) || !yaml_layout(a, clean, n_lines, &f.pieces, &f.n_pieces))
        return err_new(ERR_INPUT, "lines end in something else than a newline: it stays as it is");
    cut_lines(&f, clean, n_lines);
    const char *done = lay_out(&f);
    const struct value *is = read_again(a, done, strlen(done), &again);
    if (again.n || !value_equal(was, is) || strcmp(value_canonical(a, was), value_canonical(a, is)) != 0)
        return err_new(ERR_INPUT, "laid out anew it would say something else: it stays as it is");
    *ret = done;
    return NULL;
}

/* Texts that go on over blank lines and comments may look otherwise once they are laid out: until nothing changes. */
struct err *spec_format(struct arena *a, const char *text, size_t n, struct diags *d, const char **ret)
{
    enum { MOST_ROUNDS = 8 };
    const char *was, *is;
    TRY(laid_out(a, text, n, d, &was));
    for (int round = 0; round < MOST_ROUNDS; round++, was = is) {
        TRY(laid_out(a, was, strlen(was), d, &is));
        if (strcmp(was, is) == 0) {
            *ret = is;
            return NULL;
        }
    }
    return err_new(ERR_INPUT, "it has no layout that lasts: it stays as it is");
}
