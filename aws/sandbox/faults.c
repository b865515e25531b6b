#include "aws/sandbox/faults.h"

#include "aws/sandbox/world.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { STALE_S = 3, SLOW_LEAST_MS = 2000, SLOW_MOST_MS = 6000, LATE_MS = 10 * 60 * 1000 };

static const double stale_share = 0.5;

static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

double faults_dice(const struct sandbox_faults *f, uint64_t request, enum misfortune what)
{
    uint64_t x = mix(f->seed ^ mix(request ^ mix((uint64_t)what + 1)));
    return (double)(x >> 11) / (double)((uint64_t)1 << 53);
}

static double share_of(const struct sandbox_faults *f, enum misfortune what)
{
    switch (what) {
    case DICE_THROTTLE: return f->throttle;
    case DICE_SERVER: return f->server_error;
    case DICE_CUT_BEFORE: return f->cut_before;
    case DICE_CUT_AFTER: return f->cut_after;
    case DICE_TRUNCATE: return f->truncate;
    case DICE_STALE: return f->stale_s ? stale_share : 0;
    case DICE_REVOKE: return f->revoke;
    case DICE_SLOW: return f->slow;
    case DICE_LATE: return f->late;
    case DICE_LATENCY: return 0;
    case DICE_CONFLICT: return f->conflict;
    }
    return 0;
}

bool faults_happens(const struct sandbox_faults *f, uint64_t request, enum misfortune what)
{
    double share = share_of(f, what);
    return share > 0 && faults_dice(f, request, what) < share;
}

int64_t faults_delay_ms(const struct sandbox_faults *f, uint64_t request)
{
    if (faults_happens(f, request, DICE_LATE))
        return LATE_MS;
    if (!faults_happens(f, request, DICE_SLOW))
        return 0;
    double share = faults_dice(f, request, DICE_SLOW) / f->slow; /* it is below: dice that fell this way fall evenly */
    return SLOW_LEAST_MS + (int64_t)(share * (SLOW_MOST_MS - SLOW_LEAST_MS));
}

/* The list may still sit inside the text it was parsed from: it ends at a comma. */
static bool names(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *s = words; s && *s && *s != ',';) {
        size_t n = strcspn(s, " +,");
        if (n && n == len && strncmp(s, word, n) == 0)
            return true;
        s += n;
        s += strspn(s, " +");
    }
    return false;
}

bool faults_dark(const struct sandbox_faults *f, const char *region, int64_t since_ms)
{
    if (since_ms < f->dark_from_s * SECOND || (f->dark_until_s && since_ms >= f->dark_until_s * SECOND))
        return false;
    return names(f->dark_regions, region);
}

bool faults_denied(const struct sandbox_faults *f, const char *op)
{
    return names(f->deny, op);
}

bool faults_opted_out(const struct sandbox_faults *f, const char *region)
{
    return names(f->opted_out, region);
}

bool faults_maintenance(const struct sandbox_faults *f, const char *region)
{
    return names(f->maintenance, region);
}

bool faults_echo(const struct sandbox_faults *f, const char *op)
{
    return names(f->echo, op);
}

/* ---- parsing ----------------------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct word {
    const char *name;
    enum { SHARE, RATE, SECONDS, COUNTED, SET, LIST, DARKNESS } what;
    size_t at;
    int64_t otherwise; /* of SECONDS: when there is no number; 0: there must be one */
} words[] = {
    {"throttle",   SHARE,   offsetof(struct sandbox_faults, throttle),     0},
    {"rate",       RATE,    offsetof(struct sandbox_faults, rate),         0},
    {"5xx",        SHARE,   offsetof(struct sandbox_faults, server_error), 0},
    {"cut-before", SHARE,   offsetof(struct sandbox_faults, cut_before),   0},
    {"cut-after",  SHARE,   offsetof(struct sandbox_faults, cut_after),    0},
    {"truncate",   SHARE,   offsetof(struct sandbox_faults, truncate),     0},
    {"slow",       SHARE,   offsetof(struct sandbox_faults, slow),         0},
    {"late",       SHARE,   offsetof(struct sandbox_faults, late),         0},
    {"conflict",   SHARE,   offsetof(struct sandbox_faults, conflict),     0},
    {"dark",       LIST,    offsetof(struct sandbox_faults, dark_regions), 0},
    {"dark-kind",  DARKNESS, offsetof(struct sandbox_faults, dark_kind),   0},
    {"dark-from",  SECONDS, offsetof(struct sandbox_faults, dark_from_s),  0},
    {"dark-until", SECONDS, offsetof(struct sandbox_faults, dark_until_s), 0},
    {"stale",      SECONDS, offsetof(struct sandbox_faults, stale_s),      STALE_S},
    {"iam",        SECONDS, offsetof(struct sandbox_faults, iam_s),        0},
    {"revoke",     SHARE,   offsetof(struct sandbox_faults, revoke),       0},
    {"expire",     SECONDS, offsetof(struct sandbox_faults, session_s),    0},
    {"skew",       SECONDS, offsetof(struct sandbox_faults, clock_skew_s), 0},
    {"read-only",  SET,     offsetof(struct sandbox_faults, read_only),    0},
    {"deny",       LIST,    offsetof(struct sandbox_faults, deny),         0},
    {"opted-out",  LIST,    offsetof(struct sandbox_faults, opted_out),    0},
    {"maintenance", LIST,   offsetof(struct sandbox_faults, maintenance),  0},
    {"echo",       LIST,    offsetof(struct sandbox_faults, echo),         0},
    {"lose",       COUNTED, offsetof(struct sandbox_faults, lose_answer),  0},
    {"seed",       COUNTED, offsetof(struct sandbox_faults, seed),         0},
};
/* clang-format on */

static bool read_real(const char *s, size_t n, double most, double *ret)
{
    char *end = NULL;
    double d = strtod(s, &end);
    if (!n || end != s + n || !(d >= 0 && d <= most))
        return false;
    *ret = d;
    return true;
}

static bool read_number(const char *s, size_t n, int64_t *ret)
{
    char text[24];
    if (!n || n >= sizeof text)
        return false;
    memcpy(text, s, n);
    text[n] = '\0';
    return parse_int(text, ret);
}

/* NULL: it is one of them. */
static const char *read_dark_kind(const char *s, size_t n, enum sandbox_dark *ret)
{
    static const char *const kinds[] = {
        [DARK_SILENT] = "silent", [DARK_REFUSED] = "refused", [DARK_UNRESOLVED] = "unresolved"};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strlen(kinds[i]) == n && strncmp(kinds[i], s, n) == 0) {
            *ret = (enum sandbox_dark)i;
            return NULL;
        }
    return "want silent, refused or unresolved";
}

static const char *read_word(const struct word *w, const char *text, size_t n, struct sandbox_faults *f)
{
    enum { FASTEST = 1000000 };
    void *at = (char *)f + w->at;
    int64_t number = w->otherwise;
    switch (w->what) {
    case SHARE: return read_real(text, n, 1, at) ? NULL : "want a share from 0 to 1";
    case RATE: return read_real(text, n, FASTEST, at) ? NULL : "want a number of requests a second";
    case SET: *(bool *)at = true; return n ? "it takes no value" : NULL;
    case DARKNESS: return read_dark_kind(text, n, at);
    case LIST: *(const char **)at = text; return n ? NULL : "want words, parted by +";
    case SECONDS:
    case COUNTED: break;
    }
    if (!(number && !n) && !read_number(text, n, &number))
        return "want a whole number";
    if (w->what == COUNTED)
        *(uint64_t *)at = (uint64_t)number;
    else
        *(int64_t *)at = number;
    return NULL;
}

static struct err *no_such_fault(const char *item, size_t n)
{
    struct err *e = err_new(ERR_USAGE, "faults: '%.*s': no such fault; there are", (int)n, item);
    for (size_t i = 0; i < COUNT(words); i++) {
        struct err *more = err_new(ERR_USAGE, "%s %s", err_text(e), words[i].name);
        err_free(e);
        e = more;
    }
    return e;
}

static struct err *read_item(const char *item, size_t n, struct sandbox_faults *f)
{
    size_t k = strcspn(item, "=,");
    const char *text = k < n ? item + k + 1 : item + n;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strlen(words[i].name) != k || strncmp(words[i].name, item, k) != 0)
            continue;
        const char *why = read_word(&words[i], text, n - (size_t)(text - item), f);
        return why ? err_new(ERR_USAGE, "faults: '%.*s': %s", (int)n, item, why) : NULL;
    }
    return no_such_fault(item, n);
}

struct err *sandbox_faults_parse(const char *text, struct sandbox_faults *ret)
{
    struct sandbox_faults f = *ret;
    for (const char *s = text; *s;) {
        size_t n = strcspn(s, ",");
        if (n)
            TRY(read_item(s, n, &f));
        s += n + (s[n] == ',');
    }
    *ret = f;
    return NULL;
}
