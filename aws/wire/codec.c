#include "aws/wire/codec.h"

#include "aws/wire/coding.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct codec *codec_for(enum protocol p)
{
    static const struct codec *const codecs[] = {
        [P_QUERY] = &codec_query,         [P_EC2] = &codec_ec2,           [P_JSON] = &codec_json,
        [P_REST_JSON] = &codec_rest_json, [P_REST_XML] = &codec_rest_xml,
    };
    return (size_t)p < COUNT(codecs) ? codecs[p] : NULL;
}

struct err *codec_get_response(struct arena *a, const struct op *op, const struct http_res *res,
                               const struct value **ret_out, struct fault *ret_fault)
{
    const struct codec *codec = codec_for(op->service->protocol);
    *ret_fault = (struct fault){.status = res->status, .request_id = answer_request_id(a, &res->headers)};
    *ret_out = value_map(a);
    if (res->status / 100 == 2)
        return codec->get_result(a, op, res, ret_out, ret_fault);
    codec->get_fault(a, op, res, ret_fault);
    return NULL;
}

/* ---- where in a message ------------------------------------------------------------------------------------------ */

static void put_spot(struct sbuf *out, const struct spot *at)
{
    if (!at)
        return;
    put_spot(out, at->up);
    if (!at->name)
        sbuf_printf(out, "[%zu]", at->index);
    else
        sbuf_printf(out, "%s%s", out->len ? "." : "", text_cut(out->arena, at->name, 200));
}

const char *spot_text(struct arena *a, const struct spot *at)
{
    struct sbuf out = {.arena = a};
    put_spot(&out, at);
    return sbuf_str(&out);
}

/* ---- what the client sends --------------------------------------------------------------------------------------- */

struct check {
    struct arena *arena;
    const struct op *op;
};

bool is_absent(const struct value *v)
{
    return value_kind(v) == V_NULL;
}

static struct err *wrong(const struct check *c, const struct spot *at, const char *what)
{
    return err_new(ERR_BUG, "%s: %s %s", c->op->name, spot_text(c->arena, at), what);
}

static bool fits(enum kind kind, const struct value *v)
{
    enum value_kind k = value_kind(v);
    int64_t seconds;
    switch (kind) {
    case K_STR: return k == V_STR;
    case K_INT: return k == V_INT;
    case K_DEC: return k == V_DEC || k == V_INT;
    case K_BOOL: return k == V_BOOL;
    case K_TIME: return k == V_STR && time_parse(value_str_of(v), &seconds);
    case K_BLOB: return k == V_STR && base64_valid(value_str_of(v));
    case K_LIST: return k == V_LIST;
    case K_STRUCT:
    case K_MAP: return k == V_MAP;
    case K_END: break;
    }
    return false;
}

static struct err *check_struct(const struct check *c, const struct spot *up, const struct shape *s,
                                const struct value *v);

static struct err *check_kind(const struct check *c, const struct spot *at, enum kind kind, const struct shape *sub,
                              const struct value *v)
{
    if (!fits(kind, v))
        return wrong(c, at, arena_printf(c->arena, "must not be %s", value_kind_name(value_kind(v))));
    return kind == K_STRUCT ? check_struct(c, at, sub, v) : NULL;
}

static struct err *check_strings(const struct check *c, const struct spot *at, const struct value *list)
{
    for (size_t i = 0; i < value_len(list); i++)
        TRY(check_kind(c, &(struct spot){at, NULL, i}, K_STR, NULL, value_item(list, i)));
    return NULL;
}

static struct err *check_member(const struct check *c, const struct spot *up, const struct field *f,
                                const struct value *v)
{
    const struct spot at = {up, f->name, 0};
    TRY(check_kind(c, &at, f->kind, f->sub, v));
    if (f->kind != K_LIST && f->kind != K_MAP)
        return NULL;
    for (size_t i = 0; i < value_len(v); i++) {
        const struct spot element = {&at, f->kind == K_MAP ? value_key(v, i) : NULL, i};
        const struct value *one = value_item(v, i);
        TRY(check_kind(c, &element, f->of, f->sub, one));
        if (f->of == K_LIST)
            TRY(check_strings(c, &element, one));
    }
    return NULL;
}

static struct err *check_struct(const struct check *c, const struct spot *up, const struct shape *s,
                                const struct value *v)
{
    for (size_t i = 0; i < value_len(v); i++) {
        const struct spot at = {up, value_key(v, i), 0};
        const struct field *f = s->fields;
        while (f->kind != K_END && strcmp(f->name, at.name) != 0)
            f++;
        if (f->kind == K_END)
            return wrong(c, &at, "is no member of it");
        if (!is_absent(value_item(v, i)))
            TRY(check_member(c, up, f, value_item(v, i)));
    }
    for (const struct field *f = s->fields; f->kind != K_END; f++)
        if (f->flags & F_REQUIRED && is_absent(value_get(v, f->name)))
            return wrong(c, &(struct spot){up, f->name, 0}, "is required");
    return NULL;
}

struct err *input_check(struct arena *a, const struct op *op, const struct value *in)
{
    const struct check c = {a, op};
    if (!is_absent(in) && value_kind(in) != V_MAP)
        return err_new(ERR_BUG, "%s: the input must be a mapping", op->name);
    return check_struct(&c, NULL, op->in, in);
}

/* ---- reading a message ------------------------------------------------------------------------------------------- */

const struct value *complain(struct reader *r, enum complaint what, const struct spot *at, const struct field *f)
{
    if (!r->failed) {
        r->failed = true;
        r->complaint = what;
        r->where = spot_text(r->arena, at);
        r->field = f;
    }
    return NULL;
}

const struct value *read_text(struct reader *r, const struct spot *at, const struct field *f, enum kind kind,
                              const char *text)
{
    const struct value *v = NULL;
    if (!scalar_parse(r->arena, kind, text, &v))
        return complain(r, WRONG_TYPE, at, f);
    if (r->strict && kind == K_STR && !is_word_of(f->values, text))
        return complain(r, BAD_WORD, at, f);
    return v;
}

struct err *reader_error(const struct reader *r, const struct op *op)
{
    return r->failed ? err_new(ERR_WIRE, "answer to %s: %s has a value of the wrong type", op->name, r->where) : NULL;
}

/* ---- scalars ----------------------------------------------------------------------------------------------------- */

const char *scalar_text(struct arena *a, const struct value *v)
{
    return value_text(a, v);
}

static const char *skip_digits(const char *s)
{
    return s + strspn(s, "0123456789");
}

/* -12.5e+3: no spaces, no hexadecimal, no infinity. */
static bool is_decimal(const char *s)
{
    s += *s == '-';
    const char *from = s;
    s = skip_digits(s);
    if (s == from)
        return false;
    if (*s == '.') {
        from = ++s;
        s = skip_digits(s);
        if (s == from)
            return false;
    }
    if (*s == 'e' || *s == 'E') {
        s += 1 + (s[1] == '-' || s[1] == '+');
        from = s;
        s = skip_digits(s);
        if (s == from)
            return false;
    }
    return !*s;
}

static bool parse_bool(struct arena *a, const char *text, const struct value **ret)
{
    bool yes = strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "false") != 0)
        return false;
    *ret = value_bool(a, yes);
    return true;
}

static bool parse_time(struct arena *a, const char *text, const struct value **ret)
{
    int64_t seconds;
    if (!time_parse(text, &seconds))
        return false;
    *ret = value_str(a, time_text(a, seconds));
    return true;
}

bool scalar_parse(struct arena *a, enum kind kind, const char *text, const struct value **ret)
{
    int64_t i;
    switch (kind) {
    case K_BOOL: return parse_bool(a, text, ret);
    case K_TIME: return parse_time(a, text, ret);
    case K_INT:
        if (!parse_int(text, &i))
            return false;
        *ret = value_int(a, i);
        return true;
    case K_DEC:
        if (!is_decimal(text))
            return false;
        *ret = value_dec(a, text);
        return true;
    case K_BLOB:
        if (!base64_valid(text))
            return false;
        *ret = value_str(a, text);
        return true;
    case K_STR: *ret = value_str(a, text); return true;
    case K_STRUCT:
    case K_LIST:
    case K_MAP:
    case K_END: break;
    }
    return false;
}

/* The proleptic Gregorian calendar in whole days since 1970; timegm would take the 30th of February. */
static int64_t days_before(int64_t year, int month, int day)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int64_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 - 719162 + before[month - 1] + (month > 2 && leap) + day - 1;
}

static bool is_date(int year, int month, int day)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
           (month != 2 || day < 29 || leap);
}

/* "Z", "+09:00", "-0500": seconds to take away. */
static bool parse_zone(const char *s, int *ret)
{
    if (strcmp(s, "Z") == 0 || strcmp(s, "z") == 0) {
        *ret = 0;
        return true;
    }
    bool colon = strlen(s) == 6 && s[3] == ':';
    if ((*s != '+' && *s != '-') || !(colon || strlen(s) == 5))
        return false;
    const char d[] = {s[1], s[2], s[colon ? 4 : 3], s[colon ? 5 : 4], '\0'};
    if (*skip_digits(d))
        return false;
    int minutes = ((d[0] - '0') * 10 + d[1] - '0') * 60 + (d[2] - '0') * 10 + d[3] - '0';
    *ret = (*s == '-' ? -60 : 60) * minutes;
    return minutes < 24 * 60;
}

static bool looks_like(const char *s, const char *pattern)
{
    for (; *pattern; s++, pattern++)
        if (*pattern == '0' ? !isdigit((unsigned char)*s) : *s != *pattern)
            return false;
    return true;
}

bool time_parse(const char *text, int64_t *ret)
{
    static const char pattern[] = "0000-00-00T00:00:00";
    int year, month, day, hour, minute, second, zone;
    if (!looks_like(text, pattern) ||
        sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second) != 6)
        return false;
    const char *rest = text + strlen(pattern);
    if (*rest == '.' && isdigit((unsigned char)rest[1]))
        rest = skip_digits(rest + 1);
    if (!is_date(year, month, day) || hour > 23 || minute > 59 || second > 60 || !parse_zone(rest, &zone))
        return false;
    int64_t seconds = days_before(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - zone;
    if (seconds < -62135596800 || seconds > 253402300799)
        return false;
    *ret = seconds;
    return true;
}

const char *time_text(struct arena *a, int64_t seconds)
{
    if (seconds < -62135596800 || seconds > 253402300799)
        return NULL;
    int64_t days = seconds / 86400 - (seconds % 86400 < 0), rest = seconds - days * 86400;
    int64_t year = 1970 + days / 366;
    while (days_before(year, 1, 1) > days)
        year--;
    while (days_before(year + 1, 1, 1) <= days)
        year++;
    int month = 12;
    while (days_before(year, month, 1) > days)
        month--;
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)year, month,
                        (int)(days - days_before(year, month, 1)) + 1, (int)(rest / 3600), (int)(rest / 60 % 60),
                        (int)(rest % 60));
}

/* How many bytes the character takes, 0 for none: overlong forms, surrogates and what lies beyond U+10FFFF are none. */
static size_t utf8_length(const unsigned char *s, size_t n)
{
    static const struct {
        unsigned char first, last, low, high;
        size_t length;
    } forms[] = {
        {0x01, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    size_t i = 0;
    while (i < COUNT(forms) && (s[0] < forms[i].first || s[0] > forms[i].last))
        i++;
    if (i == COUNT(forms) || n < forms[i].length)
        return 0;
    if (forms[i].length > 1 && (s[1] < forms[i].low || s[1] > forms[i].high))
        return 0;
    for (size_t k = 2; k < forms[i].length; k++)
        if ((s[k] & 0xC0) != 0x80)
            return 0;
    return forms[i].length;
}

bool utf8_valid(const char *s, size_t n)
{
    for (size_t i = 0, step; i < n; i += step) {
        step = utf8_length((const unsigned char *)s + i, n - i);
        if (!step)
            return false;
    }
    return true;
}

const char *text_cut(struct arena *a, const char *s, size_t most)
{
    size_t n = strnlen(s, most + 1);
    if (n > most)
        for (n = most; n && (s[n] & 0xC0) == 0x80;)
            n--;
    return arena_strndup(a, s, n);
}

bool base64_valid(const char *s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = strspn(s, digits), pad = strspn(s + n, "=");
    return !s[n + pad] && pad <= 2 && (n + pad) % 4 == 0;
}

bool is_word_of(const char *values, const char *text)
{
    return !values || has_word(values, text);
}

/* ---- refusals ---------------------------------------------------------------------------------------------------- */

void fault_say(struct arena *a, struct fault *f, int status, const char *code, const char *fmt, ...)
{
    struct sbuf text = {.arena = a};
    va_list ap;
    va_start(ap, fmt);
    sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    f->status = status;
    f->code = code;
    f->message = sbuf_str(&text);
}

void fault_of_complaint(const struct reader *r, const struct refusals *codes, struct fault *ret)
{
    switch (r->complaint) {
    case WRONG_TYPE:
        fault_say(r->arena, ret, 400, codes->malformed, "%s has a value of the wrong type", r->where);
        return;
    case UNKNOWN_MEMBER: fault_say(r->arena, ret, 400, codes->malformed, "%s is not a known member", r->where); return;
    case MISSING_MEMBER:
        fault_say(r->arena, ret, 400, codes->invalid,
                  "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be "
                  "null",
                  r->where);
        return;
    case BAD_WORD:
        fault_say(r->arena, ret, 400, codes->invalid,
                  "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must satisfy enum "
                  "value set: [%s]",
                  r->where, r->field->values);
        return;
    }
}

void fault_of_status(struct arena *a, struct fault *f, const struct http_res *res)
{
    f->status = res->status;
    f->code = arena_printf(a, "%d", res->status);
    f->message = "the answer has no readable error in it";
}

const char *answer_request_id(struct arena *a, const struct http_headers *h)
{
    static const char *const names[] = {"x-amzn-requestid", "x-amz-request-id"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *id = http_header(h, names[i]);
        if (id && *id)
            return text_cut(a, id, 200);
    }
    return NULL;
}
