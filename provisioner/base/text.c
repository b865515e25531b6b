#include "provisioner/base/base.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* ---- growing text ------------------------------------------------------------------------------------------------ */

static void make_room(struct sbuf *b, size_t n)
{
    if (b->len + n + 1 <= b->cap)
        return;
    size_t cap = b->cap ? b->cap * 2 : 64;
    while (cap < b->len + n + 1)
        cap *= 2;
    char *grown = arena_alloc(b->arena, cap);
    if (b->len)
        memcpy(grown, b->s, b->len);
    b->s = grown;
    b->cap = cap;
}

void sbuf_putn(struct sbuf *b, const char *s, size_t n)
{
    make_room(b, n);
    if (n)
        memcpy(b->s + b->len, s, n);
    b->len += n;
    b->s[b->len] = '\0';
}

void sbuf_puts(struct sbuf *b, const char *s)
{
    sbuf_putn(b, s, strlen(s));
}

void sbuf_putc(struct sbuf *b, char c)
{
    sbuf_putn(b, &c, 1);
}

void sbuf_vprintf(struct sbuf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    make_room(b, (size_t)n);
    vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
    b->len += (size_t)n;
}

void sbuf_printf(struct sbuf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    sbuf_vprintf(b, fmt, ap);
    va_end(ap);
}

static const char *json_escape(unsigned char c, char *six)
{
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
    }
    if (c >= 0x20 && c != 0x7f)
        return NULL;
    snprintf(six, 7, "\\u%04x", c);
    return six;
}

void sbuf_put_json(struct sbuf *b, const char *s)
{
    sbuf_putc(b, '"');
    const char *run = s;
    for (; *s; s++) {
        char six[8];
        if ((unsigned char)*s > '\\' && *s != 0x7f)
            continue; /* most of it: small letters, and what lies beyond ASCII */
        const char *escaped = json_escape((unsigned char)*s, six);
        if (!escaped)
            continue;
        sbuf_putn(b, run, (size_t)(s - run));
        sbuf_puts(b, escaped);
        run = s + 1;
    }
    sbuf_putn(b, run, (size_t)(s - run));
    sbuf_putc(b, '"');
}

const char *sbuf_str(const struct sbuf *b)
{
    return b->s ? b->s : "";
}

/* ---- words and text ---------------------------------------------------------------------------------------------- */

size_t next_word(const char **at, const char **ret_word)
{
    const char *s = *at ? *at : "";
    s += strspn(s, " ");
    size_t n = strcspn(s, " ");
    *ret_word = s;
    *at = s + n;
    return n;
}

bool has_word(const char *words, const char *w)
{
    const char *word;
    size_t n, len = w ? strlen(w) : 0;
    while ((n = next_word(&words, &word)))
        if (n == len && memcmp(word, w, n) == 0)
            return true;
    return false;
}

bool str_eq(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool str_eq_nocase(const char *a, const char *b)
{
    return a == b || (a && b && strcasecmp(a, b) == 0);
}

bool str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool glob_match(const char *pattern, const char *s)
{
    const char *star = NULL, *resume = NULL;
    while (*s) {
        if (*pattern == '*') {
            star = pattern++;
            resume = s;
        } else if (*pattern == *s) {
            pattern++, s++;
        } else if (star) {
            pattern = star + 1;
            s = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned m = a < b ? a : b;
    return m < c ? m : c;
}

unsigned edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    size_t n = strlen(a), m = strlen(b);
    unsigned row[LONGEST + 1];
    if (n > LONGEST || m > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= m; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned above = row[j];
            row[j] = min3(above + 1, row[j - 1] + 1, corner + (a[i - 1] != b[j - 1]));
            corner = above;
        }
    }
    return row[m];
}

bool parse_int(const char *s, int64_t *ret)
{
    char *end;
    if (!isdigit((unsigned char)s[s[0] == '-' || s[0] == '+']))
        return false;
    errno = 0;
    intmax_t n = strtoimax(s, &end, 10);
    if (*end || errno)
        return false;
    *ret = n;
    return true;
}

/* False: there is none any more. */
static bool take_number(const char **at, int64_t *ret)
{
    *at += strcspn(*at, "0123456789");
    size_t n = strspn(*at, "0123456789");
    *ret = 0;
    for (size_t i = 0; i < n && i < 18; i++)
        *ret = *ret * 10 + ((*at)[i] - '0');
    *at += n;
    return n;
}

int version_compare(const char *x, const char *y)
{
    int64_t a, b;
    while (take_number(&x, &a) && take_number(&y, &b))
        if (a != b)
            return a < b ? -1 : 1;
    return 0;
}

const char *time_utc(struct arena *a, int64_t seconds, const char *format)
{
    char text[64];
    time_t t = (time_t)seconds;
    struct tm tm;
    return gmtime_r(&t, &tm) && strftime(text, sizeof text, format, &tm) ? arena_strdup(a, text) : "";
}

int64_t time_span_parse(const char *text)
{
    enum { MOST = 1000000 };
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
    size_t digits = strspn(text, "0123456789");
    int64_t n = 0;
    for (size_t i = 0; i < digits && n <= MOST; i++)
        n = n * 10 + (text[i] - '0');
    for (size_t i = 0; digits && n <= MOST && i < COUNT(units); i++)
        if (str_eq(text + digits, units[i].unit))
            return n * units[i].ms;
    return -1;
}

int64_t time_between(int64_t from_s, int64_t to_s)
{
    int64_t s, ms;
    if (to_s <= from_s)
        return 0;
    bool beyond = __builtin_sub_overflow(to_s, from_s, &s) || __builtin_mul_overflow(s, 1000, &ms);
    return beyond ? INT64_MAX : ms;
}

const char *time_span(struct arena *a, int64_t ms)
{
    enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
    static const struct {
        int64_t large, small;
        const char *name, *small_name;
    } pairs[] = {{DAY, HOUR, "d", "h"}, {HOUR, MINUTE, "h", "min"}, {MINUTE, SECOND, "min", "s"}};
    for (size_t i = 0; i < COUNT(pairs); i++) {
        int64_t large = ms / pairs[i].large, small = ms % pairs[i].large / pairs[i].small;
        if (large > 0)
            return small ? arena_printf(a, "%" PRId64 " %s %" PRId64 " %s", large, pairs[i].name, small,
                                        pairs[i].small_name)
                         : arena_printf(a, "%" PRId64 " %s", large, pairs[i].name);
    }
    if (ms > 0 && ms < SECOND)
        return arena_printf(a, "%" PRId64 " ms", ms);
    bool tenths = ms > 0 && ms < 10 * SECOND && ms % SECOND >= 100;
    return tenths ? arena_printf(a, "%" PRId64 ".%" PRId64 " s", ms / SECOND, ms % SECOND / 100)
                  : arena_printf(a, "%" PRId64 " s", ms > 0 ? ms / SECOND : 0);
}
