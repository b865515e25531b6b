#include "provisioner/spec/yaml.h"

#include <ctype.h>
#include <string.h>
#include <yaml.h>

/* A value with what it weighs: an alias weighs as much as what it stands for. */
struct built {
    const struct value *v;
    size_t nodes;
    unsigned height;
};

struct reader {
    struct arena *arena;
    struct diags *diags;
    struct marks *marks;
    const char *text;
    size_t n_text;
    struct pos start;
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event, stopped;
    size_t nodes;
    struct value *anchor_index; /* name -> number in anchors */
    struct built *anchors;
    size_t n_anchors, anchors_cap;
};

static void reader_done(struct reader *r)
{
    if (r->has_event)
        yaml_event_delete(&r->event);
    yaml_parser_delete(&r->parser);
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

static size_t sequence_length(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

static bool decode(const unsigned char *s, size_t left, size_t *ret_n, uint32_t *ret_c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = sequence_length(*s);
    if (!n || n > left)
        return false;
    uint32_t c = n == 1 ? *s : *s & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return false;
        c = c << 6 | (s[i] & 0x3f);
    }
    *ret_n = n;
    *ret_c = c;
    return c >= least[n] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

static bool printable(uint32_t c)
{
    bool control = c < 0x20 ? c != '\t' && c != '\n' && c != '\r' : c >= 0x7f && c < 0xa0 && c != 0x85;
    return !control && c != 0xfffe && c != 0xffff;
}

const char *yaml_text_fault(const char *text, size_t n, size_t *ret_at)
{
    const unsigned char *s = (const unsigned char *)text;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t c;
        *ret_at = at;
        if (!decode(s + at, n - at, &len, &c))
            return "a byte that is no UTF-8";
        if (!printable(c))
            return "a control character";
    }
    return NULL;
}

/* ---- positions and findings -------------------------------------------------------------------------------------- */

static struct pos position(const struct reader *r, size_t line, size_t column)
{
    uint32_t first = line ? 1 : r->start.column;
    return (struct pos){r->start.file, r->start.line + (uint32_t)line, first + (uint32_t)column};
}

static struct pos of_mark(const struct reader *r, yaml_mark_t m)
{
    return position(r, m.line, m.column);
}

static struct pos of_byte(const struct reader *r, size_t at)
{
    size_t line = 0, column = 0;
    for (size_t i = 0; i < at; i++) {
        bool inside = (r->text[i] & 0xc0) == 0x80;
        column = r->text[i] == '\n' ? 0 : column + !inside;
        line += r->text[i] == '\n';
    }
    return position(r, line, column);
}

static bool stop(struct reader *r)
{
    r->stopped = true;
    return false;
}

static bool limit(struct reader *r, const char *what, const char *remedy)
{
    diag_add(r->diags, SEV_ERROR, "yaml/limit", of_mark(r, r->event.start_mark), remedy, "%s", what);
    return stop(r);
}

/* Whether the line holds a tab before its first word: what libyaml calls a token that can't start. */
static bool tab_indents(const struct reader *r, size_t line)
{
    const char *s = r->text, *end = r->text + r->n_text;
    for (; line && s < end; line--) {
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        s = newline ? newline + 1 : end;
    }
    while (s < end && *s == ' ')
        s++;
    return s < end && *s == '\t';
}

static size_t lines(const struct reader *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_text; i++)
        n += r->text[i] == '\n';
    return n;
}

/* libyaml counts the end of a last line without a newline as one more line. */
static struct pos of_problem(const struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_READER_ERROR)
        return of_byte(r, p->problem_offset < r->n_text ? p->problem_offset : r->n_text);
    return p->problem_mark.line > lines(r) ? of_byte(r, r->n_text) : of_mark(r, p->problem_mark);
}

static void syntax_finding(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    struct pos at = of_problem(r);
    const char *problem = p->problem ? p->problem : "the text can't be read";
    if (p->error != YAML_READER_ERROR && tab_indents(r, p->problem_mark.line))
        diag_add(r->diags, SEV_ERROR, "yaml/tab", at, "write spaces", "a tab where YAML wants indentation");
    else if (p->context && p->context_mark.line != p->problem_mark.line)
        diag_add(r->diags, SEV_ERROR, "yaml/syntax", at, "check the indentation, the colons and the quotes",
                 "not valid YAML: %s %s that starts in line %u", problem, p->context, of_mark(r, p->context_mark).line);
    else
        diag_add(r->diags, SEV_ERROR, "yaml/syntax", at, "check the indentation, the colons and the quotes",
                 "not valid YAML: %s%s%s", problem, p->context ? " " : "", p->context ? p->context : "");
}

static bool next(struct reader *r)
{
    if (r->has_event)
        yaml_event_delete(&r->event);
    r->has_event = false;
    if (r->stopped)
        return false;
    if (!yaml_parser_parse(&r->parser, &r->event)) {
        syntax_finding(r);
        return stop(r);
    }
    r->has_event = true;
    return true;
}

/* ---- scalars ----------------------------------------------------------------------------------------------------- */

static const char *skip_digits(const char *s)
{
    while (isdigit((unsigned char)*s))
        s++;
    return s;
}

/* A number as JSON writes it. */
static bool is_number(const char *s, bool *ret_whole)
{
    const char *first = s + (*s == '-'), *at = skip_digits(first);
    if (at == first || (*first == '0' && at != first + 1))
        return false;
    *ret_whole = !*at;
    if (*at == '.') {
        const char *fraction = at + 1;
        at = skip_digits(fraction);
        if (at == fraction)
            return false;
    }
    if (*at == 'e' || *at == 'E') {
        const char *exponent = at + 1 + (at[1] == '-' || at[1] == '+');
        at = skip_digits(exponent);
        if (at == exponent)
            return false;
    }
    return !*at;
}

static struct value *plain_value(struct arena *a, const char *s)
{
    bool whole;
    int64_t n;
    if (has_word("~ null Null NULL", s) || !*s)
        return value_null(a);
    if (str_eq(s, "true") || str_eq(s, "false"))
        return value_bool(a, *s == 't');
    if (!is_number(s, &whole))
        return value_str(a, s);
    if (!whole)
        return value_dec(a, s);
    return parse_int(s, &n) && !str_eq(s, "-0") ? value_int(a, n) : value_str(a, s);
}

/* A tag that asks for a type YAML has is the table's business; others mean something only to another program. */
static void check_tag(struct reader *r, const yaml_char_t *tag)
{
    const char *t = (const char *)tag;
    if (t && !str_eq(t, "!") && !str_starts(t, "tag:yaml.org,2002:"))
        diag_add(r->diags, SEV_ERROR, "yaml/tag", of_mark(r, r->event.start_mark), "remove it",
                 "the tag %s has no meaning here", marks_quote(r->arena, t));
}

static bool scalar(struct reader *r, struct built *ret)
{
    const char *s = (const char *)r->event.data.scalar.value;
    size_t n = r->event.data.scalar.length;
    bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    check_tag(r, r->event.data.scalar.tag);
    struct pos at = of_mark(r, r->event.start_mark);
    if (memchr(s, '\0', n))
        diag_add(r->diags, SEV_ERROR, "yaml/encoding", at, NULL, "a NUL character in a text");
    plain = plain && !str_eq((const char *)r->event.data.scalar.tag, "tag:yaml.org,2002:str");
    struct value *v = plain ? plain_value(r->arena, s) : value_str(r->arena, s);
    value_at_pos(v, at);
    *ret = (struct built){v, 1, 0};
    return true;
}

/* ---- aliases ----------------------------------------------------------------------------------------------------- */

static void remember(struct reader *r, const char *name, struct built b)
{
    r->anchors = arena_grow(r->arena, r->anchors, sizeof *r->anchors, r->n_anchors, &r->anchors_cap);
    r->anchors[r->n_anchors] = b;
    value_set(r->arena, r->anchor_index, name, value_int(r->arena, (int64_t)r->n_anchors++));
}

static struct value *again(struct arena *a, const struct value *v)
{
    bool many = value_kind(v) == V_MAP || value_kind(v) == V_LIST;
    return many ? value_edit(a, v) : value_copy(a, v);
}

static bool alias(struct reader *r, unsigned depth, struct built *ret)
{
    const char *name = (const char *)r->event.data.alias.anchor;
    const struct value *number = value_get(r->anchor_index, name);
    struct pos at = of_mark(r, r->event.start_mark);
    struct built b = {value_unknown(r->arena), 1, 0};
    if (number)
        b = r->anchors[value_int_of(number)];
    else
        diag_add(r->diags, SEV_ERROR, "yaml/alias", at, NULL, "the alias %s names no anchor that is complete above it",
                 marks_quote(r->arena, name));
    r->nodes += b.nodes - 1;
    if (r->nodes > YAML_NODES)
        return limit(r, "the aliases expand to more than 200000 values", "write less of it as aliases of aliases");
    if (depth + b.height > YAML_DEPTH)
        return limit(r, "more than 64 levels once this alias is expanded", "nest less");
    struct value *v = again(r->arena, b.v);
    value_at_pos(v, at);
    *ret = (struct built){v, b.nodes, b.height};
    return true;
}

/* ---- lists and mappings ------------------------------------------------------------------------------------------ */

static bool node(struct reader *r, unsigned depth, struct built *ret);

static void add_weight(struct built *all, const struct built *part)
{
    all->nodes += part->nodes;
    if (all->height <= part->height)
        all->height = part->height + 1;
}

static bool list(struct reader *r, unsigned depth, struct built *ret)
{
    struct value *items = value_list(r->arena);
    *ret = (struct built){items, 1, 0};
    check_tag(r, r->event.data.sequence_start.tag);
    value_at_pos(items, of_mark(r, r->event.start_mark));
    while (next(r) && r->event.type != YAML_SEQUENCE_END_EVENT) {
        struct built item;
        if (!node(r, depth + 1, &item))
            return false;
        value_push(r->arena, items, item.v);
        add_weight(ret, &item);
    }
    return !r->stopped;
}

/* A mapping while it is read: its own keys, and what `<<` brings in. */
struct mapping {
    struct value *own;
    const struct value *merged;
    struct pos merged_at;
};

/* The text of the key at hand, or NULL and a finding. */
static const char *key_of(struct reader *r)
{
    bool is_scalar = r->event.type == YAML_SCALAR_EVENT;
    const char *s = is_scalar ? (const char *)r->event.data.scalar.value : "";
    bool fine = is_scalar && *s && !memchr(s, '\0', r->event.data.scalar.length);
    if (fine)
        return arena_strndup(r->arena, s, r->event.data.scalar.length);
    diag_add(r->diags, SEV_ERROR, "yaml/key", of_mark(r, r->event.start_mark), "write a text before the colon",
             is_scalar ? "a key is empty" : "a key must be a text");
    return NULL;
}

static void duplicate(struct reader *r, const char *key, struct pos at, struct pos before)
{
    diag_add(r->diags, SEV_ERROR, "yaml/duplicate-key", at, "keep one of them", "the key %s is already in line %u",
             marks_quote(r->arena, key), before.line);
}

static void keep(struct reader *r, struct mapping *m, const char *key, bool merges, struct pos at,
                 const struct built *value)
{
    const struct value *before = merges ? m->merged : value_get(m->own, key);
    if (before) {
        duplicate(r, key, at, merges ? m->merged_at : marks_key(r->marks, value_pos(before)));
        return;
    }
    marks_put_key(r->marks, value_pos(value->v), at);
    if (merges) {
        m->merged = value->v;
        m->merged_at = at;
        return;
    }
    value_set(r->arena, m->own, key, value->v);
}

static void add_missing(struct reader *r, struct value *map, const struct value *from)
{
    if (value_kind(from) != V_MAP && value_kind(from) != V_UNKNOWN)
        diag_add(r->diags, SEV_ERROR, "yaml/alias", value_pos(from),
                 "give it the alias of a mapping, or a list of such", "<< merges mappings, and this is %s",
                 value_kind_name(value_kind(from)));
    for (size_t i = 0; i < value_len(from) && value_kind(from) == V_MAP; i++)
        if (!value_get(map, value_key(from, i)))
            value_set(r->arena, map, value_key(from, i), value_item(from, i));
}

static void merge_in(struct reader *r, struct mapping *m)
{
    if (value_kind(m->merged) != V_LIST) {
        add_missing(r, m->own, m->merged);
        return;
    }
    for (size_t i = 0; i < value_len(m->merged); i++)
        add_missing(r, m->own, value_item(m->merged, i));
}

static bool entry(struct reader *r, unsigned depth, struct mapping *m, struct built *all)
{
    struct pos at = of_mark(r, r->event.start_mark);
    bool plain = r->event.type == YAML_SCALAR_EVENT && r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const char *key = key_of(r);
    struct built skipped, value;
    if (!key && !node(r, depth + 1, &skipped))
        return false;
    if (!next(r) || !node(r, depth + 1, &value))
        return false;
    add_weight(all, &value);
    if (key)
        keep(r, m, key, plain && str_eq(key, "<<"), at, &value);
    return true;
}

static bool mapping(struct reader *r, unsigned depth, struct built *ret)
{
    struct mapping m = {.own = value_map(r->arena)};
    *ret = (struct built){m.own, 1, 0};
    check_tag(r, r->event.data.mapping_start.tag);
    value_at_pos(m.own, of_mark(r, r->event.start_mark));
    while (next(r) && r->event.type != YAML_MAPPING_END_EVENT)
        if (!entry(r, depth, &m, ret))
            return false;
    if (m.merged)
        merge_in(r, &m);
    return !r->stopped;
}

static const char *anchor_of(const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT: return (const char *)e->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT: return (const char *)e->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT: return (const char *)e->data.mapping_start.anchor;
    default: return NULL;
    }
}

/* The value that starts with the event at hand. */
static bool node(struct reader *r, unsigned depth, struct built *ret)
{
    if (depth > YAML_DEPTH)
        return limit(r, "more than 64 levels of nesting", "nest less");
    if (r->diags->errors >= YAML_FINDINGS)
        return limit(r, "too many mistakes to go on", "correct those above first");
    if (++r->nodes > YAML_NODES)
        return limit(r, "more than 200000 values", "split the spec");
    if (r->event.type == YAML_ALIAS_EVENT)
        return alias(r, depth, ret);
    const char *anchor = anchor_of(&r->event);
    const char *name = anchor ? arena_strdup(r->arena, anchor) : NULL;
    bool ok = r->event.type == YAML_SCALAR_EVENT           ? scalar(r, ret)
              : r->event.type == YAML_SEQUENCE_START_EVENT ? list(r, depth, ret)
                                                           : mapping(r, depth, ret);
    if (ok && name)
        remember(r, name, *ret);
    return ok;
}

/* ---- the document ------------------------------------------------------------------------------------------------ */

static bool readable(struct reader *r)
{
    size_t at;
    if (r->n_text > YAML_BYTES) {
        diag_add(r->diags, SEV_ERROR, "yaml/limit", r->start, "split it, or take out what is not configuration",
                 "the text is larger than 4 MiB");
        return false;
    }
    if (r->n_text >= 2 && (memcmp(r->text, "\xff\xfe", 2) == 0 || memcmp(r->text, "\xfe\xff", 2) == 0)) {
        diag_add(r->diags, SEV_ERROR, "yaml/encoding", r->start, "save the file as UTF-8", "the text is UTF-16");
        return false;
    }
    const char *fault = yaml_text_fault(r->text, r->n_text, &at);
    if (fault)
        diag_add(r->diags, SEV_ERROR, "yaml/encoding", of_byte(r, at), "save the file as UTF-8 text", "%s (0x%02x)",
                 fault, (unsigned char)r->text[at]);
    return !fault;
}

static const struct value *document(struct reader *r)
{
    struct built b = {0};
    next(r); /* the start of the stream */
    if (!next(r))
        return NULL;
    if (r->event.type == YAML_STREAM_END_EVENT) {
        diag_add(r->diags, SEV_ERROR, "yaml/empty", r->start, NULL, "there is nothing in it");
        return NULL;
    }
    if (!next(r) || !node(r, 1, &b))
        return NULL;
    next(r); /* the end of the document */
    if (next(r) && r->event.type == YAML_DOCUMENT_START_EVENT)
        diag_add(r->diags, SEV_ERROR, "yaml/documents", of_mark(r, r->event.start_mark),
                 "put it into a file of its own and merge it with --overlay", "a second document");
    return b.v;
}

const struct value *yaml_parse(struct arena *a, const char *text, size_t n, struct pos start, struct marks *marks,
                               struct diags *d)
{
    size_t mark = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    CLEANUP(reader_done)
    struct reader r = {.arena = a, .diags = d, .marks = marks, .text = text + mark, .start = start};
    r.n_text = n - mark;
    r.anchor_index = value_map(a);
    if (!yaml_parser_initialize(&r.parser) || !readable(&r))
        return NULL;
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)r.text, r.n_text);
    return document(&r);
}

/* ---- layout ------------------------------------------------------------------------------------------------------ */

struct layout {
    struct arena *arena;
    const char *text;
    size_t n_text;
    const char *line; /* where the line `number` begins */
    size_t number;
    struct yaml_piece *pieces;
    size_t n, cap, inner; /* inner: the innermost block that is open */
    size_t *open;         /* pieces and YAML_NO_PIECE's for flows */
    size_t depth, depth_cap;
    bool first;        /* of the innermost block the first key or item is yet to come */
    unsigned in_flows; /* how many are open: nothing in them is a block */
};

/* libyaml counts characters. Marks come in order, but for ends, which may lie a little behind. */
static size_t byte_column(struct layout *l, yaml_mark_t m)
{
    const char *end = l->text + l->n_text;
    if (m.line < l->number) {
        l->line = l->text;
        l->number = 0;
    }
    for (const char *newline; l->number < m.line && (newline = memchr(l->line, '\n', (size_t)(end - l->line)));
         l->number++)
        l->line = newline + 1;
    const char *at = l->line;
    for (size_t i = 0; i < m.column && at < end; i++)
        at += sequence_length((unsigned char)*at);
    return (size_t)(at - l->line);
}

static struct yaml_piece *piece(struct layout *l, int kind, const yaml_event_t *e)
{
    l->pieces = arena_grow(l->arena, l->pieces, sizeof *l->pieces, l->n, &l->cap);
    struct yaml_piece *p = &l->pieces[l->n++];
    *p = (struct yaml_piece){.kind = (unsigned)kind,
                             .line = e->start_mark.line,
                             .column = byte_column(l, e->start_mark),
                             .end_line = e->end_mark.line,
                             .end_column = byte_column(l, e->end_mark),
                             .parent = l->inner};
    return p;
}

/* A block begins with its anchor or tag, as far as libyaml is concerned; here, with its first key or dash. */
static void first_word_of_block(struct layout *l, const yaml_event_t *e)
{
    struct yaml_piece *p = l->inner == YAML_NO_PIECE ? NULL : &l->pieces[l->inner];
    if (!l->first || !p)
        return;
    l->first = false;
    if (p->kind == YAML_BLOCK_MAP) {
        p->line = e->start_mark.line;
        p->column = byte_column(l, e->start_mark);
    }
}

static void open_block(struct layout *l, int kind, bool flow, const yaml_event_t *e)
{
    bool is_block = !flow && !l->in_flows;
    first_word_of_block(l, e);
    l->open = arena_grow(l->arena, l->open, sizeof *l->open, l->depth, &l->depth_cap);
    l->open[l->depth++] = l->n;
    piece(l, is_block ? kind : YAML_FLOW, e);
    l->in_flows += !is_block;
    if (is_block) {
        l->inner = l->n - 1;
        l->first = true;
    }
}

static void close_block(struct layout *l, const yaml_event_t *e)
{
    if (!l->depth)
        return;
    struct yaml_piece *p = &l->pieces[l->open[--l->depth]];
    bool is_block = p->kind != YAML_FLOW;
    yaml_mark_t end = is_block ? e->start_mark : e->end_mark;
    p->end_line = end.line;
    p->end_column = byte_column(l, end);
    l->in_flows -= !is_block;
    l->first = false;
    if (is_block)
        l->inner = p->parent;
}

static void word(struct layout *l, const yaml_event_t *e)
{
    static const int kinds[] = {[YAML_SINGLE_QUOTED_SCALAR_STYLE] = YAML_SINGLE,
                                [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = YAML_QUOTED,
                                [YAML_LITERAL_SCALAR_STYLE] = YAML_LITERAL,
                                [YAML_FOLDED_SCALAR_STYLE] = YAML_LITERAL};
    size_t style = e->type == YAML_SCALAR_EVENT ? (size_t)e->data.scalar.style : 0;
    bool known = style < COUNT(kinds) && kinds[style];
    first_word_of_block(l, e);
    piece(l, known ? kinds[style] : YAML_PLAIN, e);
}

static void place(struct layout *l, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_MAPPING_START_EVENT:
        open_block(l, YAML_BLOCK_MAP, e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, e);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_block(l, YAML_BLOCK_LIST, e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE, e);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: close_block(l, e); break;
    case YAML_SCALAR_EVENT:
    case YAML_ALIAS_EVENT: word(l, e); break;
    default: break;
    }
}

bool yaml_layout(struct arena *a, const char *text, size_t n, struct yaml_piece **ret, size_t *ret_n)
{
    struct layout l = {.arena = a, .text = text, .n_text = n, .line = text, .inner = YAML_NO_PIECE};
    yaml_parser_t parser;
    yaml_event_t e;
    bool ok = yaml_parser_initialize(&parser), over = false;
    if (!ok)
        return false;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
    while (ok && !over && (ok = yaml_parser_parse(&parser, &e))) {
        over = e.type == YAML_STREAM_END_EVENT;
        place(&l, &e);
        yaml_event_delete(&e);
    }
    yaml_parser_delete(&parser);
    *ret = l.pieces;
    *ret_n = l.n;
    return ok;
}
