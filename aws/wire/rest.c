#include "aws/wire/rest.h"

#include "aws/wire/xml.h"

#include <string.h>
#include <strings.h>

/* The models' error shapes and what the services' API references say about validation; others speak as JSON does. */
static const struct {
    const char *services;
    struct refusals codes;
} codes_of[] = {
    {"s3", {"MalformedXML", "InvalidRequest"}},
    {"route53", {"MalformedInput", "InvalidInput"}},
    {"kafka kafkaconnect", {"BadRequestException", "BadRequestException"}},
    {"eks", {"InvalidParameterException", "InvalidParameterException"}},
    {"lambda", {"InvalidRequestContentException", "ValidationException"}},
    {"backup", {"InvalidParameterValueException", "InvalidParameterValueException"}},
};

const struct refusals *rest_refusals(const struct service *svc)
{
    static const struct refusals others = {"SerializationException", "ValidationException"};
    for (size_t i = 0; i < COUNT(codes_of); i++)
        if (has_word(codes_of[i].services, svc->id))
            return &codes_of[i].codes;
    return &others;
}

const struct field *rest_payload(const struct shape *s)
{
    for (const struct field *f = s ? s->fields : NULL; f && f->kind != K_END; f++)
        if (f->flags & F_PAYLOAD)
            return f;
    return NULL;
}

bool rest_has_body(const struct shape *s)
{
    for (const struct field *f = s ? s->fields : NULL; f && f->kind != K_END; f++)
        if (!(f->flags & F_OUTSIDE) || f->flags & F_PAYLOAD)
            return true;
    return false;
}

static const char *told(const struct field *f)
{
    return f->at ? f->at : f->name;
}

/* ---- templates --------------------------------------------------------------------------------------------------- */

/* One segment of "/{Bucket}/{Key+}?versioning" behind its slash. */
struct segment {
    const char *s;
    size_t n;
    bool label, greedy;
};

/* *at moves behind it; false at the end of the path. */
static bool next_segment(const char **at, struct segment *ret)
{
    if (**at != '/')
        return false;
    const char *s = *at + 1;
    size_t n = strcspn(s, "/?");
    *at = s + n;
    *ret = (struct segment){s, n, n > 2 && s[0] == '{' && s[n - 1] == '}', false};
    if (!ret->label)
        return true;
    ret->s++;
    ret->n -= 2;
    ret->greedy = ret->s[ret->n - 1] == '+';
    ret->n -= ret->greedy;
    return true;
}

static const char *literals_of(const struct op *op)
{
    const char *mark = strchr(op->path, '?');
    return mark ? mark + 1 : "";
}

/* ---- client: request --------------------------------------------------------------------------------------------- */

static const struct field *label_field(const struct op *op, const struct segment *seg)
{
    for (const struct field *f = op->in->fields; f->kind != K_END; f++)
        if (f->flags & F_PATH && strlen(told(f)) == seg->n && memcmp(told(f), seg->s, seg->n) == 0)
            return f;
    return NULL;
}

/* An empty one would name the collection, and dots what stands above it. */
static bool is_name(const char *label)
{
    return *label && strcmp(label, ".") != 0 && strcmp(label, "..") != 0;
}

static struct err *put_label(struct sbuf *path, const struct op *op, const struct segment *seg, const struct value *in)
{
    const struct field *f = label_field(op, seg);
    if (!f)
        return err_new(ERR_BUG, "%s: no member stands for {%.*s} of its path", op->name, (int)seg->n, seg->s);
    const char *text = scalar_text(path->arena, value_get(in, f->name)), *slash = strrchr(text, '/');
    if (op->service->bare_id && slash && !seg->greedy)
        text = slash + 1;
    if (!is_name(text))
        return err_new(ERR_BUG, "%s: %s must name something", op->name, f->name);
    uri_escape(path, text, strlen(text), seg->greedy);
    return NULL;
}

static struct err *put_path(struct sbuf *path, const struct op *op, const struct value *in)
{
    struct segment seg;
    for (const char *at = op->path; next_segment(&at, &seg);) {
        sbuf_putc(path, '/');
        if (seg.label)
            TRY(put_label(path, op, &seg, in));
        else
            sbuf_putn(path, seg.s, seg.n);
    }
    return NULL;
}

static void put_parameter(struct sbuf *query, const char *key, const struct value *v)
{
    const char *text = scalar_text(query->arena, v);
    sbuf_puts(query, query->len ? "&" : "");
    uri_escape(query, key, strlen(key), false);
    sbuf_putc(query, '=');
    uri_escape(query, text, strlen(text), false);
}

static void put_query(struct sbuf *query, const struct op *op, const struct value *in)
{
    sbuf_puts(query, literals_of(op));
    for (const struct field *f = op->in->fields; f->kind != K_END; f++) {
        const struct value *v = f->flags & F_QUERY ? value_get(in, f->name) : NULL;
        if (is_absent(v))
            continue;
        for (size_t i = 0; f->kind == K_LIST && i < value_len(v); i++)
            put_parameter(query, told(f), value_item(v, i));
        if (f->kind != K_LIST)
            put_parameter(query, told(f), v);
    }
}

static bool header_can_hold(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

/* The token of RFC 9110. */
static bool header_can_be_named(const char *name)
{
    static const char letters[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *name && !name[strspn(name, letters)];
}

static const char *header_text(struct arena *a, const struct field *f, const struct value *v)
{
    int64_t seconds;
    if (f->kind == K_TIME && time_parse(value_str_of(v), &seconds))
        return http_date_text(a, seconds);
    return scalar_text(a, v);
}

static struct err *put_header(struct arena *a, const struct op *op, const struct field *f, const char *name,
                              const struct value *v, struct http_headers *ret)
{
    const char *text = header_text(a, f, v);
    if (!header_can_be_named(name))
        return err_new(ERR_BUG, "%s: %s names what no header can be called", op->name, f->name);
    if (!header_can_hold(text))
        return err_new(ERR_BUG, "%s: %s must not hold control characters", op->name, f->name);
    http_header_set(a, ret, name, text);
    return NULL;
}

/* One header a member, one an entry of a map. */
static struct err *put_headers(struct arena *a, const struct op *op, const struct shape *s, const struct value *v,
                               struct http_headers *ret)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct value *one = f->flags & F_HEADER ? value_get(v, f->name) : NULL;
        for (size_t i = 0; f->kind == K_MAP && i < value_len(one); i++)
            TRY(put_header(a, op, f, arena_printf(a, "%s%s", told(f), value_key(one, i)), value_item(one, i), ret));
        if (f->kind != K_MAP && !is_absent(one))
            TRY(put_header(a, op, f, told(f), one, ret));
    }
    return NULL;
}

struct err *rest_put(struct arena *a, const struct op *op, const struct value *in, struct http_req *ret)
{
    struct sbuf path = {.arena = a}, query = {.arena = a};
    TRY(put_path(&path, op, in));
    put_query(&query, op, in);
    TRY(put_headers(a, op, op->in, in, &ret->headers));
    ret->method = op->method;
    ret->path = sbuf_str(&path);
    ret->query = sbuf_str(&query);
    return NULL;
}

/* ---- sandbox: request -------------------------------------------------------------------------------------------- */

struct parameter {
    const char *key, *text;
    bool used;
};

struct route {
    struct reader *r;
    const char *path;
    struct parameter *parameters;
    size_t n;
    struct fault *fault;
};

static bool malformed(const struct route *t, const char *what)
{
    fault_say(t->r->arena, t->fault, 400, rest_refusals(t->r->service)->malformed, "The %s", what);
    return false;
}

/* Bytes to text; false: a NUL, no UTF-8, or what no answer could hold. */
static bool plain(struct arena *a, const char *s, size_t n, const char **ret)
{
    for (size_t i = 0; i + 2 < n; i++)
        if (memcmp(s + i, "%00", 3) == 0)
            return false;
    *ret = uri_unescape(a, s, n, false);
    return utf8_valid(*ret, strlen(*ret)) && xml_can_hold(*ret);
}

static bool read_parameter(struct route *t, const char *s, size_t n)
{
    const char *equals = memchr(s, '=', n);
    size_t key = equals ? (size_t)(equals - s) : n;
    struct parameter *p = &t->parameters[t->n];
    *p = (struct parameter){.text = ""};
    if (!plain(t->r->arena, s, key, &p->key) || (equals && !plain(t->r->arena, equals + 1, n - key - 1, &p->text)))
        return malformed(t, "query string holds a character that cannot stand there");
    t->n++;
    return true;
}

static bool read_query(struct route *t, const char *query)
{
    size_t most = 1;
    for (const char *c = query; *c; c++)
        most += *c == '&';
    if (most > REQUEST_PARAMETERS)
        return malformed(t, "query string is too long");
    t->parameters = arena_alloc(t->r->arena, most * sizeof *t->parameters);
    for (const char *s = query; *s;) {
        size_t n = strcspn(s, "&");
        if (n && !read_parameter(t, s, n))
            return false;
        s += n + (s[n] == '&');
    }
    return true;
}

static struct parameter *parameter_named(const struct route *t, const char *key, size_t n, size_t from)
{
    for (size_t i = from; i < t->n; i++)
        if (strlen(t->parameters[i].key) == n && memcmp(t->parameters[i].key, key, n) == 0)
            return &t->parameters[i];
    return NULL;
}

/* One "key" or "key=value" of a template's query; x-id only tells the operation's name, and clients may leave it out.
 */
static bool has_literal(const struct route *t, const char *s, size_t n)
{
    const char *equals = memchr(s, '=', n);
    size_t key = equals ? (size_t)(equals - s) : n;
    const struct parameter *p = parameter_named(t, s, key, 0);
    return p && (!equals || (strlen(p->text) == n - key - 1 && memcmp(p->text, equals + 1, n - key - 1) == 0));
}

static bool match_query(const struct route *t, const struct op *op, size_t *weight)
{
    size_t n;
    for (const char *s = literals_of(op); *s; s += n + (s[n] == '&')) {
        n = strcspn(s, "&");
        if (!has_literal(t, s, n))
            return false;
        ++*weight;
    }
    return true;
}

/* How many segments are told to the letter; false: another path. A slash at the end means nothing. */
static bool match_path(const struct route *t, const struct op *op, size_t *weight)
{
    struct segment want, got;
    const char *path = t->path, *at = op->path;
    while (next_segment(&at, &want)) {
        if (!want.label && want.n == 0)
            break;
        if (!next_segment(&path, &got) || got.n == 0)
            return false;
        if (want.greedy)
            return true;
        const char *text;
        if (!want.label &&
            (!plain(t->r->arena, got.s, got.n, &text) || strlen(text) != want.n || memcmp(text, want.s, want.n) != 0))
            return false;
        *weight += !want.label;
    }
    return !*path || strcmp(path, "/") == 0;
}

/* The one that says most: "GET /{Bucket}?versioning" before "GET /{Bucket}". */
static const struct op *find_op(const struct route *t, const char *method)
{
    const struct op *best = NULL;
    size_t most = 0;
    for (const struct op *const *op = t->r->service->ops; *op; op++) {
        size_t weight = 1;
        if (strcmp((*op)->method, method) != 0 || !match_path(t, *op, &weight) || !match_query(t, *op, &weight))
            continue;
        if (weight > most)
            best = *op;
        most = weight > most ? weight : most;
    }
    return best;
}

static bool get_labels(const struct route *t, const struct op *op, struct value *in)
{
    struct segment want, got;
    const char *path = t->path, *at = op->path, *text;
    while (next_segment(&at, &want) && next_segment(&path, &got)) {
        const struct field *f = want.label ? label_field(op, &want) : NULL;
        if (!f)
            continue;
        if (!plain(t->r->arena, got.s, want.greedy ? strlen(got.s) : got.n, &text))
            return malformed(t, "path holds a character that cannot stand there");
        if (!is_name(text) || (op->service->bare_id && !want.greedy && strchr(text, '/')))
            return malformed(t, "path names nothing that could be there");
        value_set(t->r->arena, in, f->name, read_text(t->r, &(struct spot){NULL, f->name, 0}, f, f->kind, text));
    }
    return true;
}

static const struct value *get_parameters(const struct route *t, const struct field *f, const struct spot *at,
                                          struct parameter *p)
{
    struct value *list = value_list(t->r->arena);
    for (; p; p = parameter_named(t, told(f), strlen(told(f)), (size_t)(p - t->parameters) + 1)) {
        p->used = true;
        value_push(t->r->arena, list, read_text(t->r, at, f, f->kind == K_LIST ? f->of : f->kind, p->text));
    }
    if (f->kind == K_LIST)
        return list;
    return value_len(list) == 1 ? value_item(list, 0) : complain(t->r, WRONG_TYPE, at, f);
}

static const struct value *get_header(struct reader *r, const struct field *f, const struct spot *at, enum kind kind,
                                      const char *text)
{
    int64_t seconds;
    if (kind == K_TIME && http_date_parse(text, &seconds))
        text = time_text(r->arena, seconds);
    return text && utf8_valid(text, strlen(text)) && header_can_hold(text) ? read_text(r, at, f, kind, text)
                                                                           : complain(r, WRONG_TYPE, at, f);
}

/* Names of headers have no case; as keys they are told in small letters, as S3 tells them. */
static const char *small(struct arena *a, const char *name)
{
    char *copy = arena_strdup(a, name);
    for (char *c = copy; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    return copy;
}

/* NULL: no header begins like that; what no header can be called is none. */
static const struct value *get_header_map(struct reader *r, const struct field *f, const struct spot *at,
                                          const struct http_headers *h)
{
    struct value *map = value_map(r->arena);
    size_t n = strlen(told(f));
    for (size_t i = 0; i < h->n && !r->failed; i++) {
        const char *key = h->items[i].name;
        if (strncasecmp(key, told(f), n) == 0 && key[n] && header_can_be_named(key))
            value_set(r->arena, map, small(r->arena, key + n), get_header(r, f, at, f->of, h->items[i].value));
    }
    return value_len(map) ? map : NULL;
}

static const struct value *get_headers(struct reader *r, const struct field *f, const struct http_headers *h)
{
    const struct spot at = {NULL, f->name, 0};
    if (!(f->flags & F_HEADER))
        return NULL;
    if (f->kind == K_MAP)
        return get_header_map(r, f, &at, h);
    const char *text = http_header(h, told(f));
    return text ? get_header(r, f, &at, f->kind, text) : NULL;
}

static void get_outside(const struct route *t, const struct op *op, const struct http_req *req, struct value *in)
{
    for (const struct field *f = op->in->fields; f->kind != K_END && !t->r->failed; f++) {
        const struct spot at = {NULL, f->name, 0};
        struct parameter *p = f->flags & F_QUERY ? parameter_named(t, told(f), strlen(told(f)), 0) : NULL;
        const struct value *v = p ? get_parameters(t, f, &at, p) : get_headers(t->r, f, &req->headers);
        if (v)
            value_set(t->r->arena, in, f->name, v);
        else if (f->flags & (F_QUERY | F_HEADER) && f->flags & F_REQUIRED)
            complain(t->r, MISSING_MEMBER, &at, f);
    }
}

static bool is_literal(const struct op *op, const char *key)
{
    size_t n;
    for (const char *s = literals_of(op); *s; s += n + (s[n] == '&')) {
        n = strcspn(s, "&");
        if (strcspn(s, "=&") == strlen(key) && memcmp(s, key, strlen(key)) == 0)
            return true;
    }
    return false;
}

/* x-id is the operation's name, which some clients add. */
static void check_parameters(const struct route *t, const struct op *op)
{
    for (size_t i = 0; i < t->n; i++) {
        const char *key = t->parameters[i].key;
        if (!t->parameters[i].used && !is_literal(op, key) && strcmp(key, "x-id") != 0 &&
            strncmp(key, "X-Amz-", 6) != 0)
            complain(t->r, UNKNOWN_MEMBER, &(struct spot){NULL, key, 0}, NULL);
    }
}

static void unknown_op(const struct route *t)
{
    if (t->r->service->protocol == P_REST_XML)
        fault_say(t->r->arena, t->fault, 405, "MethodNotAllowed",
                  "The specified method is not allowed against this resource.");
    else
        fault_say(t->r->arena, t->fault, 404, "UnknownOperationException", "no operation of this method for %s",
                  text_cut(t->r->arena, t->path, 200));
}

/* "bucket.s3.region.amazonaws.com": what stands before the service is the first segment of the path. */
static const char *whole_path(struct arena *a, const struct service *svc, const struct http_req *req)
{
    const char *mark = req->host ? strstr(req->host, arena_printf(a, ".%s.", svc->id)) : NULL;
    if (!mark || strcmp(svc->id, "s3") != 0)
        return req->path;
    return arena_printf(a, "/%.*s%s", (int)(mark - req->host), req->host, req->path);
}

const struct op *rest_get(struct reader *r, const struct http_req *req, struct value **ret_in, struct fault *fault)
{
    struct route t = {.r = r, .path = whole_path(r->arena, r->service, req), .fault = fault};
    *ret_in = value_map(r->arena);
    if (!utf8_valid(t.path, strlen(t.path))) {
        malformed(&t, "path is not UTF-8");
        return NULL;
    }
    if (!read_query(&t, req->query ? req->query : ""))
        return NULL;
    const struct op *op = find_op(&t, req->method);
    if (!op) {
        unknown_op(&t);
        return NULL;
    }
    if (!get_labels(&t, op, *ret_in))
        return op;
    get_outside(&t, op, req, *ret_in);
    check_parameters(&t, op);
    return op;
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

void rest_put_headers(struct arena *a, const struct op *op, const struct value *out, const struct fault *fault,
                      struct http_res *ret)
{
    const struct shape *s = op && !(fault && fault->code) ? op->out : NULL;
    if (s)
        err_free(put_headers(a, op, s, out, &ret->headers)); /* what can't stand there came from no request */
    if (fault && fault->request_id)
        http_header_set(a, &ret->headers,
                        op && strcmp(op->service->id, "s3") == 0 ? "x-amz-request-id" : "x-amzn-RequestId",
                        fault->request_id);
}

void rest_get_headers(struct reader *r, const struct op *op, const struct http_res *res, struct value *out)
{
    for (const struct field *f = op->out ? op->out->fields : NULL; f && f->kind != K_END; f++)
        value_set(r->arena, out, f->name, get_headers(r, f, &res->headers));
}
