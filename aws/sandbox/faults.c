#include "aws/sandbox/faults.h"

#include "aws/sandbox/world.h"

#include <stdlib.h>
#include <string.h>

static const double expired_share = 0.02, stale_share = 0.5;

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
    case DICE_STALE: return f->stale_reads ? stale_share : 0;
    case DICE_EXPIRE: return f->expire_credentials ? expired_share : 0;
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

bool faults_echo(const struct sandbox_faults *f, const char *op)
{
    return names(f->echo, op);
}

/* ---- parsing ----------------------------------------------------------------------------------------------------- */

static struct err *bad(const char *item, size_t n, const char *why)
{
    return err_new(ERR_USAGE, "faults: '%.*s': %s", (int)n, item, why);
}

static bool read_share(const char *s, size_t n, double *ret)
{
    char *end = NULL;
    double share = strtod(s, &end);
    if (!n || end != s + n || !(share >= 0 && share <= 1))
        return false;
    *ret = share;
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

static bool read_dark_kind(const char *s, size_t n, struct sandbox_faults *f)
{
    static const char *const kinds[] = {
        [DARK_SILENT] = "silent", [DARK_REFUSED] = "refused", [DARK_UNRESOLVED] = "unresolved"};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strlen(kinds[i]) == n && strncmp(kinds[i], s, n) == 0) {
            f->dark_kind = (enum sandbox_dark)i;
            return true;
        }
    return false;
}

static double *share_named(struct sandbox_faults *f, const char *key)
{
    struct {
        const char *name;
        double *share;
    } all[] = {{"throttle", &f->throttle},   {"5xx", &f->server_error},  {"cut-before", &f->cut_before},
               {"cut-after", &f->cut_after}, {"truncate", &f->truncate}, {"conflict", &f->conflict}};
    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(all[i].name, key))
            return all[i].share;
    return NULL;
}

static struct err *read_item(const char *item, size_t n, struct sandbox_faults *f)
{
    char key[16] = "";
    size_t k = strcspn(item, "=,");
    const char *text = k < n ? item + k + 1 : item + n;
    size_t len = n - (size_t)(text - item);
    int64_t number = 0;
    if (k >= sizeof key)
        return bad(item, n, "no such fault");
    memcpy(key, item, k);
    double *share = share_named(f, key);
    if (share)
        return read_share(text, len, share) ? NULL : bad(item, n, "want a share from 0 to 1");
    if (str_eq(key, "dark"))
        f->dark_regions = text;
    else if (str_eq(key, "echo"))
        f->echo = text;
    else if (str_eq(key, "dark-kind"))
        return read_dark_kind(text, len, f) ? NULL : bad(item, n, "want silent, refused or unresolved");
    else if (str_eq(key, "stale"))
        f->stale_reads = true;
    else if (str_eq(key, "expire"))
        f->expire_credentials = true;
    else if (str_eq(key, "read-only"))
        f->read_only = true;
    else if (!has_word("seed skew lose dark-from dark-until", key))
        return bad(item, n,
                   "no such fault; there are throttle, 5xx, cut-before, cut-after, truncate, dark, dark-kind, "
                   "dark-from, dark-until, echo, stale, expire, read-only, skew, lose and seed");
    else if (!read_number(text, len, &number))
        return bad(item, n, "want a whole number");
    else if (str_eq(key, "skew"))
        f->clock_skew_s = number;
    else if (str_eq(key, "dark-from"))
        f->dark_from_s = number;
    else if (str_eq(key, "dark-until"))
        f->dark_until_s = number;
    else if (str_eq(key, "lose"))
        f->lose_answer = (uint64_t)number;
    else
        f->seed = (uint64_t)number;
    return NULL;
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
