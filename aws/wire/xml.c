#include "aws/wire/xml.h"

#include <expat.h>
#include <string.h>

struct level {
    struct xml *x;
    const struct xml **tail; /* where its next kid goes */
};

struct reading {
    struct arena *arena;
    XML_Parser parser;
    struct level levels[XML_DEEPEST];
    int depth;
    size_t elements;
    struct sbuf text; /* of the innermost element, as far as read */
    const struct xml *root;
    const char *refusal;
};

static void refuse(struct reading *r, const char *why)
{
    r->refusal = why;
    XML_StopParser(r->parser, XML_FALSE);
}

static const char *without_prefix(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = ctx;
    (void)attributes;
    if (r->refusal)
        return;
    if (r->depth == XML_DEEPEST) {
        refuse(r, "nested too deeply");
        return;
    }
    if (r->elements++ == XML_MOST) {
        refuse(r, "too many elements");
        return;
    }
    struct xml *x = arena_alloc(r->arena, sizeof *x);
    x->name = arena_strdup(r->arena, without_prefix(name));
    x->text = "";
    if (r->depth == 0) {
        r->root = x;
    } else {
        struct level *up = &r->levels[r->depth - 1];
        *up->tail = x;
        up->tail = &x->next;
    }
    r->levels[r->depth++] = (struct level){x, &x->kids};
    r->text.len = 0;
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    struct reading *r = ctx;
    (void)name;
    if (r->refusal || r->depth == 0)
        return;
    struct xml *x = r->levels[--r->depth].x;
    if (!x->kids && r->text.len)
        x->text = arena_strndup(r->arena, r->text.s, r->text.len);
    r->text.len = 0;
}

static void XMLCALL on_text(void *ctx, const XML_Char *s, int n)
{
    struct reading *r = ctx;
    if (!r->refusal && n > 0)
        sbuf_putn(&r->text, s, (size_t)n);
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                               int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    refuse(ctx, "a document type is refused");
}

static void parser_freep(XML_Parser *p)
{
    XML_ParserFree(*p);
}

struct err *xml_parse(struct arena *a, const char *s, size_t n, const struct xml **ret_root)
{
    struct reading r = {.arena = a, .text = {.arena = a}};
    if (n > XML_LONGEST)
        return err_new(ERR_WIRE, "XML: longer than %d bytes", XML_LONGEST);

    static const XML_Memory_Handling_Suite never_null = {must_alloc, must_realloc, free_wiped};
    CLEANUP(parser_freep) XML_Parser parser = XML_ParserCreate_MM(NULL, &never_null, NULL);
    r.parser = parser;
    XML_SetUserData(parser, &r);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);

    enum XML_Status status = XML_Parse(parser, s, (int)n, XML_TRUE);
    if (r.refusal)
        return err_new(ERR_WIRE, "XML: %s", r.refusal);
    if (status != XML_STATUS_OK)
        return err_new(ERR_WIRE, "XML: %s at line %lu, column %lu", XML_ErrorString(XML_GetErrorCode(parser)),
                       XML_GetCurrentLineNumber(parser), XML_GetCurrentColumnNumber(parser) + 1);
    *ret_root = r.root;
    return NULL;
}

const struct xml *xml_kid(const struct xml *x, const char *name)
{
    for (const struct xml *k = x ? x->kids : NULL; k; k = k->next)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

const char *xml_kid_text(const struct xml *x, const char *name)
{
    const struct xml *k = xml_kid(x, name);
    return k ? k->text : "";
}

/* U+FFFE and U+FFFF, which XML leaves out. */
static bool is_noncharacter(const char *s)
{
    return strncmp(s, "\xEF\xBF\xBE", 3) == 0 || strncmp(s, "\xEF\xBF\xBF", 3) == 0;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

bool xml_can_hold(const char *s)
{
    for (; *s; s++)
        if (is_control(*s) || is_noncharacter(s))
            return false;
    return true;
}

/* What stands for the character at s, or NULL where it stands for itself. */
static const char *reference(const char *s)
{
    switch (*s) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    case '"': return "&quot;";
    case '\r': return "&#13;"; /* a bare one would come back as a line feed */
    default: return is_control(*s) || is_noncharacter(s) ? "\xEF\xBF\xBD" : NULL;
    }
}

void xml_put_text(struct sbuf *out, const char *s)
{
    const char *run = s;
    while (*s) {
        const char *ref = reference(s), *at = s;
        s += ref && is_noncharacter(s) ? 3 : 1;
        if (!ref)
            continue;
        sbuf_putn(out, run, (size_t)(at - run));
        sbuf_puts(out, ref);
        run = s;
    }
    sbuf_putn(out, run, (size_t)(s - run));
}
