/*
 * A request is read from its keys alone: sorted, the keys of one member stand side by side, so that what a key costs
 * does not grow with the number of keys, and an index is a name and nothing that memory is laid out by.
 */
#include "aws/wire/form.h"

#include "aws/wire/coding.h"
#include "aws/wire/naming.h"
#include "aws/wire/xml.h"

#include <stdlib.h>
#include <string.h>

/* ---- client ------------------------------------------------------------------------------------------------------ */

static void put_struct(const struct naming *nm, struct sbuf *out, const char *prefix, const struct shape *s,
                       const struct value *v);

static void put_pair(struct sbuf *out, const char *key, const char *text)
{
    sbuf_putc(out, '&');
    uri_escape(out, key, strlen(key), false);
    sbuf_putc(out, '=');
    uri_escape(out, text, strlen(text), false);
}

static void put_one(const struct naming *nm, struct sbuf *out, const char *key, enum kind kind, const struct shape *sub,
                    const struct value *v)
{
    if (kind == K_STRUCT)
        put_struct(nm, out, arena_printf(nm->arena, "%s.", key), sub, v);
    else
        put_pair(out, key, scalar_text(nm->arena, v));
}

static void put_list(const struct naming *nm, struct sbuf *out, const char *key, const struct field *f,
                     const struct value *v)
{
    /* "VpcSecurityGroupIds=" is how query says none; ec2 has no word for it */
    if (value_len(v) == 0 && !nm->ec2)
        put_pair(out, key, "");
    if (!nm->ec2 && !(f->flags & F_FLAT))
        key = arena_printf(nm->arena, "%s.%s", key, name_of_item(nm, f));
    for (size_t i = 0; i < value_len(v); i++)
        put_one(nm, out, arena_printf(nm->arena, "%s.%zu", key, i + 1), f->of, f->sub, value_item(v, i));
}

static void put_map(const struct naming *nm, struct sbuf *out, const char *key, const struct field *f,
                    const struct value *v)
{
    const char *entry = f->flags & F_FLAT ? key : arena_printf(nm->arena, "%s.entry", key);
    const struct entry_names names = entry_names(nm, f);
    for (size_t i = 0; i < value_len(v); i++) {
        put_pair(out, arena_printf(nm->arena, "%s.%zu.%s", entry, i + 1, names.key), value_key(v, i));
        put_one(nm, out, arena_printf(nm->arena, "%s.%zu.%s", entry, i + 1, names.value), f->of, f->sub,
                value_item(v, i));
    }
}

static void put_struct(const struct naming *nm, struct sbuf *out, const char *prefix, const struct shape *s,
                       const struct value *v)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct value *m = value_get(v, f->name);
        if (is_absent(m))
            continue;
        const char *key = arena_printf(nm->arena, "%s%s", prefix, name_in_request(nm, f));
        if (f->kind == K_LIST)
            put_list(nm, out, key, f, m);
        else if (f->kind == K_MAP)
            put_map(nm, out, key, f, m);
        else
            put_one(nm, out, key, f->kind, f->sub, m);
    }
}

const char *form_put(struct arena *a, const struct op *op, const struct value *in, size_t *ret_n)
{
    const struct naming nm = {a, op->service->protocol == P_EC2};
    struct sbuf body = {.arena = a};
    sbuf_printf(&body, "Action=%s&Version=%s", op->name, op->service->version);
    put_struct(&nm, &body, "", op->in, in);
    *ret_n = body.len;
    return sbuf_str(&body);
}

/* ---- sandbox: how the two say no --------------------------------------------------------------------------------- */

struct form_codes {
    const char *services; /* words; NULL: all others */
    const char *unknown, *missing, *invalid;
};

/*
 * EC2's codes are in the "Error codes" page of its API reference. Of the query services RDS and its relatives keep
 * EC2's; the others answer with the ValidationError that every query service lists among its common errors.
 */
static const struct form_codes how_they_refuse[] = {
    {"ec2", "UnknownParameter", "MissingParameter", "InvalidParameterValue"},
    {"rds elasticache sqs", "InvalidParameterValue", "MissingParameter", "InvalidParameterValue"},
    {NULL, "ValidationError", "ValidationError", "ValidationError"},
};

static const struct form_codes *refusals_of(const struct service *svc)
{
    const struct form_codes *r = how_they_refuse;
    while (r->services && !has_word(r->services, svc->id))
        r++;
    return r;
}

/* ---- sandbox: parameters, sorted --------------------------------------------------------------------------------- */

enum { KEY_LONGEST = 1024 };

struct pair {
    const char *key, *text;
};

struct form_reader {
    struct naming naming;
    const struct form_codes *codes;
    struct pair *pairs;
    size_t n;
    struct fault *fault; /* code is set once something is refused */
};

/* The pairs from lo up to hi, which agree in their first `at` bytes: everything below one name. */
struct range {
    size_t lo, hi, at;
};

static bool refused(const struct form_reader *r)
{
    return r->fault->code;
}

static size_t segment(const char *key)
{
    return strcspn(key, ".");
}

static bool is_index(const char *s, size_t n)
{
    return n && *s != '0' && strspn(s, "0123456789") >= n;
}

/* Numbers before names, and by size: 2 before 10. */
static int compare_segments(const char *a, size_t an, const char *b, size_t bn)
{
    bool number = is_index(a, an);
    if (number != is_index(b, bn))
        return number ? -1 : 1;
    if (number && an != bn)
        return an < bn ? -1 : 1;
    int order = memcmp(a, b, an < bn ? an : bn);
    return order ? order : an < bn ? -1 : an > bn;
}

static int compare_pairs(const void *x, const void *y)
{
    const char *a = ((const struct pair *)x)->key, *b = ((const struct pair *)y)->key;
    for (;;) {
        size_t an = segment(a), bn = segment(b);
        int order = compare_segments(a, an, b, bn);
        if (order)
            return order;
        a += an;
        b += bn;
        if (!*a || !*b)
            return !*b - !*a;
        a++;
        b++;
    }
}

static size_t count_segments(const char *key)
{
    size_t n = 1;
    for (; *key; key++)
        n += *key == '.';
    return n;
}

static void malformed(struct form_reader *r, const char *why)
{
    fault_say(r->naming.arena, r->fault, 400, "MalformedQueryString", "The query string %s", why);
}

static void add_pair(struct form_reader *r, const char *s, size_t n)
{
    struct arena *a = r->naming.arena;
    const char *equals = memchr(s, '=', n);
    size_t key = equals ? (size_t)(equals - s) : n;
    if (key == 0 || key > KEY_LONGEST || r->n == REQUEST_PARAMETERS) {
        malformed(r, key ? "is too long" : "has a parameter without a name");
        return;
    }
    struct pair p = {uri_unescape(a, s, key, true), equals ? uri_unescape(a, equals + 1, n - key - 1, true) : ""};
    if (!utf8_valid(p.key, strlen(p.key)) || !utf8_valid(p.text, strlen(p.text)))
        malformed(r, "is not UTF-8");
    else if (!xml_can_hold(p.key) || !xml_can_hold(p.text))
        malformed(r, "holds a character that no answer could hold"); /* it would not come back as it was sent */
    else if (count_segments(p.key) > REQUEST_DEEPEST)
        malformed(r, "is nested too deeply");
    else
        r->pairs[r->n++] = p;
}

/* A NUL would end every text early, and hide what stands behind it. */
static bool has_nul(const char *s, size_t n)
{
    if (memchr(s, '\0', n))
        return true;
    for (size_t i = 0; i + 2 < n; i++)
        if (memcmp(s + i, "%00", 3) == 0)
            return true;
    return false;
}

static size_t most_pairs(const char *s, size_t n)
{
    size_t most = 1;
    for (size_t i = 0; i < n && most < REQUEST_PARAMETERS; i++)
        most += s[i] == '&';
    return most;
}

static void read_pairs(struct form_reader *r, const char *s, size_t n)
{
    if (n > REQUEST_LONGEST) {
        fault_say(r->naming.arena, r->fault, 413, "RequestEntityTooLarge", "The request is too long");
        return;
    }
    if (has_nul(s, n)) {
        malformed(r, "holds a NUL");
        return;
    }
    r->pairs = arena_alloc(r->naming.arena, most_pairs(s, n) * sizeof *r->pairs);
    for (const char *end = s + n; s < end && !refused(r);) {
        const char *amp = memchr(s, '&', (size_t)(end - s));
        size_t here = (size_t)((amp ? amp : end) - s);
        if (here)
            add_pair(r, s, here);
        s += here + 1;
    }
    qsort(r->pairs, r->n, sizeof *r->pairs, compare_pairs);
}

static const char *text_of(const struct form_reader *r, const char *key)
{
    const struct pair wanted = {key, NULL};
    const struct pair *p = r->n ? bsearch(&wanted, r->pairs, r->n, sizeof *p, compare_pairs) : NULL;
    return p ? p->text : NULL;
}

/* ---- sandbox: parameters into members ---------------------------------------------------------------------------- */

static const char *shown_key(const struct form_reader *r, size_t i)
{
    return text_cut(r->naming.arena, r->pairs[i].key, 200);
}

static void unknown(const struct form_reader *r, size_t i)
{
    fault_say(r->naming.arena, r->fault, 400, r->codes->unknown, "The parameter %s is not recognized", shown_key(r, i));
}

static void invalid(const struct form_reader *r, size_t i, const struct field *f, const char *why)
{
    struct arena *a = r->naming.arena;
    bool secret = f->flags & F_SECRET;
    const char *quoted = secret ? "" : arena_printf(a, "(%s) ", text_cut(a, r->pairs[i].text, 100));
    fault_say(a, r->fault, 400, r->codes->invalid, "Value %sfor parameter %s is invalid. %s", quoted, shown_key(r, i),
              why);
}

/* The pairs of `all` that begin with the segment of the pair at `from`; `at` is behind it. */
static struct range same_segment(const struct form_reader *r, struct range all, size_t from)
{
    const char *name = r->pairs[from].key + all.at;
    size_t n = segment(name), hi = from + 1;
    while (hi < all.hi && segment(r->pairs[hi].key + all.at) == n && memcmp(r->pairs[hi].key + all.at, name, n) == 0)
        hi++;
    return (struct range){from, hi, all.at + n};
}

static bool is_leaf(const struct form_reader *r, struct range g)
{
    return r->pairs[g.lo].key[g.at] == '\0';
}

/* One step down: over the dot. All pairs of the range must go on. */
static bool descend(const struct form_reader *r, struct range *g)
{
    if (is_leaf(r, *g)) {
        unknown(r, g->lo);
        return false;
    }
    g->at++;
    return true;
}

static struct value *get_struct(const struct form_reader *r, struct range g, const struct shape *s);

static const struct value *get_scalar(const struct form_reader *r, struct range g, const struct field *f,
                                      enum kind kind)
{
    const struct value *v = NULL;
    const char *text = r->pairs[g.lo].text;
    if (!is_leaf(r, g) || r->pairs[g.hi - 1].key[g.at])
        unknown(r, g.hi - 1);
    else if (g.hi - g.lo > 1)
        invalid(r, g.lo, f, "It stands more than once");
    else if (!scalar_parse(r->naming.arena, kind, text, &v))
        invalid(r, g.lo, f, "It is of the wrong type");
    else if (kind == K_STR && !is_word_of(f->values, text))
        invalid(r, g.lo, f, arena_printf(r->naming.arena, "Valid values are: %s", f->values));
    return refused(r) ? NULL : v;
}

static const struct value *get_one(const struct form_reader *r, struct range g, const struct field *f, enum kind kind)
{
    if (kind != K_STRUCT)
        return get_scalar(r, g, f, kind);
    return descend(r, &g) ? get_struct(r, g, f->sub) : NULL;
}

/* "1", "2", ...: in their order, gaps allowed. No list can be longer than there are parameters. */
static bool numbered(const struct form_reader *r, struct range g)
{
    size_t n = segment(r->pairs[g.lo].key + g.at);
    if (is_index(r->pairs[g.lo].key + g.at, n) && strtoul(r->pairs[g.lo].key + g.at, NULL, 10) <= REQUEST_PARAMETERS)
        return true;
    unknown(r, g.lo);
    return false;
}

static void get_elements(const struct form_reader *r, struct range g, const struct field *f, struct value *list)
{
    for (size_t i = g.lo; i < g.hi && !refused(r);) {
        struct range one = {i, g.hi, g.at};
        if (!numbered(r, one))
            return;
        one = same_segment(r, g, i);
        value_push(r->naming.arena, list, get_one(r, one, f, f->of));
        i = one.hi;
    }
}

/* query puts the element's name in front of the number. RDS takes its own and "member" alike. */
static void get_wrapped(const struct form_reader *r, struct range g, const struct field *f, const char *wrap,
                        void (*get)(const struct form_reader *, struct range, const struct field *, struct value *),
                        struct value *ret)
{
    for (size_t i = g.lo; i < g.hi && !refused(r);) {
        struct range under = same_segment(r, g, i);
        const char *name = arena_strndup(r->naming.arena, r->pairs[i].key + g.at, under.at - g.at);
        if (strcmp(name, wrap) != 0 && strcmp(name, "member") != 0)
            unknown(r, i);
        else if (descend(r, &under))
            get(r, under, f, ret);
        i = under.hi;
    }
}

static const struct value *get_list(const struct form_reader *r, struct range g, const struct field *f)
{
    struct value *list = value_list(r->naming.arena);
    bool none = is_leaf(r, g) && g.hi - g.lo == 1 && !*r->pairs[g.lo].text;
    if (none && !r->naming.ec2)
        return list;
    if (!descend(r, &g))
        return NULL;
    if (r->naming.ec2 || f->flags & F_FLAT)
        get_elements(r, g, f, list);
    else
        get_wrapped(r, g, f, name_of_item(&r->naming, f), get_elements, list);
    return list;
}

static void get_entry(const struct form_reader *r, struct range g, const struct field *f, struct value *map)
{
    static const struct field key = {.name = "key", .kind = K_STR};
    const struct entry_names names = entry_names(&r->naming, f);
    const struct value *name = NULL, *v = NULL;
    for (size_t i = g.lo; i < g.hi && !refused(r);) {
        struct range part = same_segment(r, g, i);
        const char *which = arena_strndup(r->naming.arena, r->pairs[i].key + g.at, part.at - g.at);
        if (strcmp(which, names.key) == 0)
            name = get_scalar(r, part, &key, K_STR);
        else if (strcmp(which, names.value) == 0)
            v = get_one(r, part, f, f->of);
        else
            unknown(r, i);
        i = part.hi;
    }
    if (!refused(r) && (!name || !v))
        invalid(r, g.lo, f, "An entry takes a key and a value");
    else if (!refused(r))
        value_set(r->naming.arena, map, value_str_of(name), v);
}

static void get_entries(const struct form_reader *r, struct range g, const struct field *f, struct value *map)
{
    for (size_t i = g.lo; i < g.hi && !refused(r);) {
        struct range one = {i, g.hi, g.at};
        if (!numbered(r, one))
            return;
        one = same_segment(r, g, i);
        i = one.hi;
        if (descend(r, &one))
            get_entry(r, one, f, map);
    }
}

static const struct value *get_map(const struct form_reader *r, struct range g, const struct field *f)
{
    struct value *map = value_map(r->naming.arena);
    if (!descend(r, &g))
        return NULL;
    if (f->flags & F_FLAT)
        get_entries(r, g, f, map);
    else
        get_wrapped(r, g, f, "entry", get_entries, map);
    return map;
}

static const struct value *get_member(const struct form_reader *r, struct range g, const struct field *f)
{
    if (f->kind == K_LIST)
        return get_list(r, g, f);
    return f->kind == K_MAP ? get_map(r, g, f) : get_one(r, g, f, f->kind);
}

static const struct field *field_named(const struct naming *nm, const struct shape *s, const char *name, size_t n)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++)
        if (name_is_request(nm, f, name, n))
            return f;
    return NULL;
}

/* Of the operation itself, not of its input. */
static bool is_envelope(const struct form_reader *r, struct range g, const struct range *member)
{
    static const char common[] = "Action Version AWSAccessKeyId Signature SignatureMethod SignatureVersion Timestamp "
                                 "Expires SecurityToken X-Amz-Algorithm X-Amz-Credential X-Amz-Date X-Amz-Expires "
                                 "X-Amz-SignedHeaders X-Amz-Signature X-Amz-Security-Token";
    const char *key = r->pairs[member->lo].key;
    return g.at == 0 && (has_word(common, key) || (r->naming.ec2 && strcmp(key, "DryRun") == 0));
}

static void find_missing(const struct form_reader *r, struct range g, const struct shape *s, const struct value *v)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        if (!(f->flags & F_REQUIRED) || value_get(v, f->name))
            continue;
        const char *prefix = g.at ? arena_strndup(r->naming.arena, r->pairs[g.lo].key, g.at) : "";
        fault_say(r->naming.arena, r->fault, 400, r->codes->missing, "The request must contain the parameter %s%s",
                  text_cut(r->naming.arena, prefix, 200), name_in_request(&r->naming, f));
        return;
    }
}

static struct value *get_struct(const struct form_reader *r, struct range g, const struct shape *s)
{
    struct value *v = value_map(r->naming.arena);
    for (size_t i = g.lo; i < g.hi && !refused(r);) {
        struct range member = same_segment(r, g, i);
        i = member.hi;
        if (is_envelope(r, g, &member))
            continue;
        const char *name = r->pairs[member.lo].key + g.at;
        const struct field *f = field_named(&r->naming, s, name, member.at - g.at);
        if (!f)
            unknown(r, member.lo);
        else
            value_set(r->naming.arena, v, f->name, get_member(r, member, f));
    }
    if (!refused(r))
        find_missing(r, g, s, v);
    return v;
}

/* ---- sandbox: request -------------------------------------------------------------------------------------------- */

static const struct op *find_op(const struct form_reader *r, const struct service *svc)
{
    const char *action = text_of(r, "Action"), *version = text_of(r, "Version");
    if (!action || !*action) {
        fault_say(r->naming.arena, r->fault, 400, "MissingAction", "The request must contain the parameter Action");
        return NULL;
    }
    const struct op *op = service_op(svc, action);
    if (!op)
        fault_say(r->naming.arena, r->fault, 400, "InvalidAction", "Could not find operation %s for version %s",
                  text_cut(r->naming.arena, action, 100), svc->version);
    else if (!str_eq(version, svc->version))
        fault_say(r->naming.arena, r->fault, 400, "NoSuchVersion",
                  "The requested version (%s) of service %s does not exist",
                  text_cut(r->naming.arena, version ? version : "", 20), svc->service_id);
    return op;
}

static void dry_run(const struct form_reader *r)
{
    if (r->naming.ec2 && str_eq(text_of(r, "DryRun"), "true"))
        fault_say(r->naming.arena, r->fault, 412, "DryRunOperation",
                  "Request would have succeeded, but DryRun flag is set.");
}

void form_get(struct arena *a, const struct service *svc, const struct http_req *req, const struct op **ret_op,
              const struct value **ret_in, struct fault *ret_fault)
{
    struct form_reader r = {.naming = {a, svc->protocol == P_EC2}, .codes = refusals_of(svc), .fault = ret_fault};
    *ret_fault = (struct fault){0};
    *ret_op = NULL;
    *ret_in = value_map(a);
    if (req->body_len)
        read_pairs(&r, req->body, req->body_len);
    else
        read_pairs(&r, req->query ? req->query : "", req->query ? strlen(req->query) : 0);
    if (!refused(&r))
        *ret_op = find_op(&r, svc);
    if (refused(&r))
        return;
    const struct value *in = get_struct(&r, (struct range){0, r.n, 0}, (*ret_op)->in);
    if (!refused(&r))
        dry_run(&r);
    if (!refused(&r))
        *ret_in = in;
}
