#include "provisioner/plan/equal.h"
#include "provisioner/model/json.h"
#include "provisioner/plan/plan.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is there at all ---------------------------------------------------------------------------------------- */

bool value_is_empty(const struct value *v)
{
    switch (value_kind(v)) {
    case V_NULL: return true;
    case V_STR: return !*value_str_of(v);
    case V_LIST:
    case V_MAP: return value_len(v) == 0;
    default: return false;
    }
}

bool value_holds(const struct value *v, enum value_kind kind)
{
    if (value_kind(v) == kind)
        return true;
    for (size_t i = 0; i < value_len(v); i++)
        if (value_holds(value_item(v, i), kind))
            return true;
    return false;
}

bool value_is_opaque(const struct value *v)
{
    return value_holds(v, V_REF) || value_holds(v, V_JOIN);
}

static bool is_scalar(const struct value *v)
{
    enum value_kind k = value_kind(v);
    return k == V_BOOL || k == V_INT || k == V_DEC || k == V_STR;
}

/* ---- scalars ----------------------------------------------------------------------------------------------------- */

/* "10", "10.0" and "+10" are one number; anything else is none. Writes it without what means nothing. */
static bool plain_number(const char *s, char *buf, size_t room)
{
    size_t n = 0;
    bool minus = *s == '-', point = false;
    s += *s == '-' || *s == '+';
    if (!isdigit((unsigned char)*s) || strlen(s) + 2 > room)
        return false;
    while (*s == '0' && isdigit((unsigned char)s[1]))
        s++;
    if (minus)
        buf[n++] = '-';
    for (; isdigit((unsigned char)*s) || (*s == '.' && !point); s++) {
        point = point || *s == '.';
        buf[n++] = *s;
    }
    while (point && (buf[n - 1] == '0' || buf[n - 1] == '.'))
        point = buf[--n] != '.';
    buf[n] = '\0';
    return *s == '\0';
}

static bool same_number(const char *x, const char *y)
{
    char nx[64], ny[64];
    return plain_number(x, nx, sizeof nx) && plain_number(y, ny, sizeof ny) && strcmp(nx, ny) == 0;
}

struct block {
    int family;
    unsigned char bytes[16];
    int64_t bits;
};

static bool parse_cidr(const char *s, struct block *ret)
{
    char host[64];
    const char *slash = strchr(s, '/');
    if (!slash || (size_t)(slash - s) >= sizeof host || !parse_int(slash + 1, &ret->bits))
        return false;
    memcpy(host, s, (size_t)(slash - s));
    host[slash - s] = '\0';
    memset(ret->bytes, 0, sizeof ret->bytes);
    ret->family = strchr(host, ':') ? AF_INET6 : AF_INET;
    int64_t most = ret->family == AF_INET6 ? 128 : 32;
    if (inet_pton(ret->family, host, ret->bytes) != 1 || ret->bits < 0 || ret->bits > most)
        return false;
    for (int64_t bit = ret->bits; bit < most; bit++)
        ret->bytes[bit / 8] &= (unsigned char)~(0x80u >> (bit % 8));
    return true;
}

static bool same_cidr(const char *x, const char *y)
{
    struct block bx, by;
    return parse_cidr(x, &bx) && parse_cidr(y, &by) && bx.family == by.family && bx.bits == by.bits &&
           memcmp(bx.bytes, by.bytes, sizeof bx.bytes) == 0;
}

/* 15 is told as 15.10, but 15.1 is not. */
static bool is_longer_form(const char *wanted, const char *live)
{
    size_t n = strlen(wanted);
    return n && strncmp(wanted, live, n) == 0 && live[n] && !isalnum((unsigned char)live[n]);
}

static bool words_within(const char *words, const char *others)
{
    const char *word;
    for (size_t n; (n = next_word(&words, &word));) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        if (!has_word(others, arena_strndup(a, word, n)))
            return false;
    }
    return true;
}

static bool same_host(const char *x, const char *y)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    return strcmp(host_plain(a, x), host_plain(a, y)) == 0;
}

static bool same_text(uint64_t flags, const char *wanted, const char *live)
{
    if (strcmp(wanted, live) == 0)
        return true;
    if ((flags & A_NOCASE) && str_eq_nocase(wanted, live))
        return true;
    if ((flags & A_HOST) && same_host(wanted, live))
        return true;
    if ((flags & A_CIDR) && same_cidr(wanted, live))
        return true;
    if ((flags & A_NUMBER) && same_number(wanted, live))
        return true;
    if ((flags & A_BARE) && strcmp(text_bare(wanted), text_bare(live)) == 0)
        return true;
    if ((flags & A_WORDS) && words_within(wanted, live) && words_within(live, wanted))
        return true;
    return (flags & A_PREFIX) && is_longer_form(wanted, live);
}

static bool same_scalar(uint64_t flags, const struct value *wanted, const struct value *live)
{
    CLEANUP(arena_freep) struct arena *a = NULL;
    if (value_kind(wanted) == V_STR && value_kind(live) == V_STR)
        return same_text(flags, value_str_of(wanted), value_str_of(live));
    a = arena_new();
    const char *x = value_text(a, wanted), *y = value_text(a, live);
    if (value_kind(wanted) == V_BOOL || value_kind(live) == V_BOOL)
        return str_eq_nocase(x, y);
    /* 15.10 may be a version that lost its quotes: against a text it is no number */
    bool version = (value_kind(wanted) == V_STR && value_kind(live) == V_DEC) ||
                   (value_kind(wanted) == V_DEC && value_kind(live) == V_STR);
    return same_text(flags, x, y) || (!version && same_number(x, y));
}

/* ---- lists and maps ---------------------------------------------------------------------------------------------- */

static bool same_list(uint64_t flags, const struct value *wanted, const struct value *live)
{
    if (value_len(wanted) != value_len(live))
        return false;
    for (size_t i = 0; i < value_len(wanted); i++)
        if (!values_alike(flags, value_item(wanted, i), value_item(live, i)))
            return false;
    return true;
}

static bool wanted_is_among(uint64_t flags, const struct value *one, const struct value *live)
{
    for (size_t i = 0; i < value_len(live); i++)
        if (values_alike(flags, one, value_item(live, i)))
            return true;
    return false;
}

static bool live_is_among(uint64_t flags, const struct value *wanted, const struct value *one)
{
    for (size_t i = 0; i < value_len(wanted); i++)
        if (values_alike(flags, value_item(wanted, i), one))
            return true;
    return false;
}

static int by_value(const void *x, const void *y)
{
    return value_compare(*(const struct value *const *)x, *(const struct value *const *)y);
}

static bool sorted_lists_match(const struct value *x, const struct value *y)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t n = value_len(x);
    const struct value **sx = arena_alloc(a, n * sizeof(void *)), **sy = arena_alloc(a, n * sizeof(void *));
    for (size_t i = 0; i < n; i++) {
        sx[i] = value_item(x, i);
        sy[i] = value_item(y, i);
    }
    qsort(sx, n, sizeof *sx, by_value);
    qsort(sy, n, sizeof *sy, by_value);
    for (size_t i = 0; i < n; i++)
        if (!value_equal(sx[i], sy[i]))
            return false;
    return true;
}

/* Long lists are mostly equal but for their order, so that is tried first: it is not quadratic. */
static bool same_set(uint64_t flags, const struct value *wanted, const struct value *live)
{
    if (value_len(wanted) == value_len(live) && value_len(live) > 16 && sorted_lists_match(wanted, live))
        return true;
    for (size_t i = 0; i < value_len(wanted); i++)
        if (!wanted_is_among(flags, value_item(wanted, i), live))
            return false;
    for (size_t i = 0; i < value_len(live); i++)
        if (!live_is_among(flags, wanted, value_item(live, i)))
            return false;
    return true;
}

/* What every service of AWS calls so is a host name. */
static uint64_t flags_of_member(uint64_t flags, const char *name)
{
    return strcmp(name, "DNSName") == 0 ? flags | A_HOST : flags;
}

/* Whether an element leads is the writer's to say; that there is one to lead is not. */
static bool is_led(uint64_t flags, const char *name, const struct value *live)
{
    return flags & A_LED && strcmp(name, "Failover") == 0 && !value_is_empty(value_get(live, name));
}

static bool same_map(uint64_t flags, const struct value *wanted, const struct value *live)
{
    for (size_t i = 0; i < value_len(wanted); i++) {
        const char *name = value_key(wanted, i);
        if (!is_led(flags, name, live) &&
            !values_alike(flags_of_member(flags, name), value_item(wanted, i), value_get(live, name)))
            return false;
    }
    if (flags & (A_SUBSET | A_MINE))
        return true;
    for (size_t i = 0; i < value_len(live); i++)
        if (!value_get(wanted, value_key(live, i)) && !value_is_empty(value_item(live, i)))
            return false;
    return true;
}

bool values_alike(uint64_t flags, const struct value *wanted, const struct value *live)
{
    enum value_kind w = value_kind(wanted), l = value_kind(live);
    if (w == V_REF || w == V_JOIN || wanted == live)
        return true;
    if (w == V_UNKNOWN || l == V_UNKNOWN)
        return false;
    if (value_is_empty(wanted) || value_is_empty(live))
        return value_is_empty(wanted) && value_is_empty(live);
    if (is_scalar(wanted) && is_scalar(live))
        return same_scalar(flags, wanted, live);
    if (flags & A_AMONG && l == V_LIST)
        return wanted_is_among(flags, wanted, live);
    if (w == V_LIST && l == V_LIST)
        return flags & A_SET ? same_set(flags, wanted, live) : same_list(flags, wanted, live);
    return w == V_MAP && l == V_MAP && same_map(flags, wanted, live);
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

/* IAM answers with documents percent-encoded (RFC 3986). */
static const char *percent_decode(struct arena *a, const char *s)
{
    struct sbuf out = {.arena = a};
    while (*s) {
        bool coded = s[0] == '%' && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2]);
        char hex[3] = {s[1], coded ? s[2] : '\0', '\0'};
        sbuf_putc(&out, coded ? (char)strtol(hex, NULL, 16) : s[0]);
        s += coded ? 3 : 1;
    }
    return sbuf_str(&out);
}

static const struct value *parse_document(struct arena *a, const struct value *v)
{
    const struct value *parsed = NULL;
    const char *s = value_str_of(v);
    if (value_kind(v) != V_STR)
        return v;
    if (*s == '%')
        s = percent_decode(a, s);
    struct err *e = json_parse(a, s, strlen(s), JSON_PLAIN, &parsed);
    err_free(e);
    return e ? v : parsed;
}

/* arn:aws:iam::123456789012:root, however IAM was told, is the account. */
static const struct value *principal_of(struct arena *a, const struct value *v)
{
    const char *s = value_str_of(v), *account = strstr(s, ":iam::");
    if (!str_starts(s, "arn:") || !account)
        return v;
    account += strlen(":iam::");
    bool root = strspn(account, "0123456789") == 12 && strcmp(account + 12, ":root") == 0;
    return root ? value_strn(a, account, 12) : v;
}

static const struct value *policy_spelling(struct arena *a, const struct value *v);

static const struct value *policy_list(struct arena *a, const struct value *v)
{
    struct value *list = value_list(a);
    if (value_kind(v) != V_LIST)
        value_push(a, list, policy_spelling(a, v));
    for (size_t i = 0; value_kind(v) == V_LIST && i < value_len(v); i++)
        value_push(a, list, policy_spelling(a, value_item(v, i)));
    return list;
}

static const struct value *policy_map(struct arena *a, const struct value *v)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *item = value_item(v, i);
        bool anybody = str_ends(value_key(v, i), "Principal") && str_eq(value_str_of(item), "*");
        struct value *aws = value_map(a);
        value_set(a, aws, "AWS", item);
        item = anybody ? aws : item;
        bool one = value_kind(item) == V_MAP && !str_eq(value_key(v, i), "Statement");
        value_set(a, map, value_key(v, i), one ? policy_map(a, item) : policy_list(a, item));
    }
    return map;
}

/* "x" and ["x"] mean the same in a policy, so everything that is no mapping becomes a list. */
static const struct value *policy_spelling(struct arena *a, const struct value *v)
{
    switch (value_kind(v)) {
    case V_MAP: return policy_map(a, v);
    case V_LIST: return policy_list(a, v);
    case V_STR: return principal_of(a, v);
    default: return v;
    }
}

static bool is_policy(const struct value *v)
{
    return value_get(v, "Statement") != NULL;
}

const struct value *document_of(struct arena *a, const struct value *v)
{
    return parse_document(a, v);
}

static bool same_document(const struct value *wanted, const struct value *live)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *w = parse_document(a, wanted), *l = parse_document(a, live);
    if (!is_policy(w) || !is_policy(l))
        return values_alike(0, w, l);
    return values_alike(A_SET, policy_spelling(a, w), policy_spelling(a, l));
}

bool attr_equal(struct arena *a, const struct attr *at, const struct value *wanted, const struct value *live)
{
    (void)a;
    if (at->flags & A_GROWS && value_kind(wanted) == V_INT && value_kind(live) == V_INT)
        return value_int_of(wanted) <= value_int_of(live);
    return at->flags & A_JSON ? same_document(wanted, live) : values_alike(at->flags, wanted, live);
}

/* ---- versions that go up step by step ---------------------------------------------------------------------------- */

static size_t before_minor(const char *version)
{
    const char *dot = strrchr(version, '.');
    return dot ? (size_t)(dot + 1 - version) : 0;
}

bool version_span(const struct value *have, const struct value *want, int64_t *ret_have, int64_t *ret_want)
{
    const char *x = value_str_of(have), *y = value_str_of(want);
    size_t n = before_minor(x);
    return n && n == before_minor(y) && strncmp(x, y, n) == 0 && parse_int(x + n, ret_have) &&
           parse_int(y + n, ret_want) && *ret_have >= 0 && *ret_want >= 0;
}

bool version_went_on(const struct attr *at, const struct value *wanted, const struct value *have,
                     const struct value *applied)
{
    return (at->flags & A_PREFIX) && value_kind(wanted) == V_STR && value_kind(have) == V_STR &&
           value_equal(wanted, applied) && version_compare(value_str_of(have), value_str_of(wanted)) > 0;
}

const char *version_at(struct arena *a, const struct value *have, int64_t minor)
{
    const char *x = value_str_of(have);
    return arena_printf(a, "%.*s%" PRId64, (int)before_minor(x), x, minor);
}
