#include "aws/net/credentials_source.h"

#include "provisioner/base/file.h"
#include "provisioner/model/json.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LARGEST_ANSWER = 64 << 10, LONGEST_KEY = 256, LONGEST_TOKEN = 32 << 10, LARGEST_TOKEN_FILE = 20000 };

/* ---- text -------------------------------------------------------------------------------------------------------- */

bool fits_header(const char *text)
{
    for (const char *c = text; *c; c++)
        if (*c <= ' ' || *c >= 0x7f)
            return false;
    return true;
}

const char *quotable(struct arena *a, const char *text, size_t n, size_t limit)
{
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < n && out.len < limit; i++) {
        char c = text[i];
        bool plain = c > ' ' && c < 0x7f;
        if (plain)
            sbuf_putc(&out, c);
        else if (out.len && out.s[out.len - 1] != ' ')
            sbuf_putc(&out, ' ');
    }
    while (out.len && out.s[out.len - 1] == ' ')
        out.s[--out.len] = '\0';
    return sbuf_str(&out);
}

/* A long run of letters mixed with digits, as keys and tokens are and words are not. */
static bool has_key_like_run(const char *text)
{
    enum { RUN = 16 };
    size_t run = 0, digits = 0, letters = 0;
    for (const char *c = text;; c++) {
        bool part = isalnum((unsigned char)*c) || *c == '+' || *c == '=' || *c == '_';
        if (part) {
            run++;
            digits += isdigit((unsigned char)*c) != 0;
            letters += isalpha((unsigned char)*c) != 0;
            continue;
        }
        if (run >= RUN && digits && letters)
            return true;
        if (!*c)
            return false;
        run = digits = letters = 0;
    }
}

bool looks_secret(const char *text)
{
    static const char *const words[] = {"secretaccesskey", "secret_access_key", "sessiontoken", "session_token",
                                        "password=",       "password:",         "token=",       "bearer "};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcasestr(text, words[i]))
            return true;
    return has_key_like_run(text);
}

struct err *token_file_read(struct search *s, const char *path, const char *who, const char **ret)
{
    const char *text;
    size_t n;
    TRY_CTX(file_read(s->arena, aws_path(s->arena, s->config, path), LARGEST_TOKEN_FILE, &text, &n), "%s", who);
    while (n && (text[n - 1] == '\n' || text[n - 1] == '\r'))
        n--;
    const char *token = arena_strndup(s->arena, text, n);
    if (!n || strlen(token) != n || !fits_header(token))
        return err_new(ERR_REFUSED, "%s: %s holds no token: it has to be one line of printable characters", who, path);
    *ret = token;
    return NULL;
}

/* ---- time -------------------------------------------------------------------------------------------------------- */

static bool digits_at(const char **at, size_t n, int *ret)
{
    int number = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isdigit((unsigned char)(*at)[i]))
            return false;
        number = number * 10 + ((*at)[i] - '0');
    }
    *at += n;
    *ret = number;
    return true;
}

static bool literal(const char **at, const char *any_of)
{
    bool there = **at && strchr(any_of, **at);
    *at += there;
    return there;
}

static bool zone_read(const char *at, int *ret_seconds)
{
    int hours, minutes;
    *ret_seconds = 0;
    if (!*at || str_eq(at, "Z") || str_eq(at, "z") || str_eq(at, "UTC"))
        return true;
    int sign = *at == '-' ? -1 : 1;
    if (!literal(&at, "+-") || !digits_at(&at, 2, &hours))
        return false;
    literal(&at, ":");
    if (!digits_at(&at, 2, &minutes) || *at || hours > 23 || minutes > 59)
        return false;
    *ret_seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool timestamp_read(const char *text, int64_t *ret)
{
    struct tm t = {0};
    int zone;
    const char *at = text;
    if (!digits_at(&at, 4, &t.tm_year) || !literal(&at, "-") || !digits_at(&at, 2, &t.tm_mon) || !literal(&at, "-") ||
        !digits_at(&at, 2, &t.tm_mday) || !literal(&at, "Tt ") || !digits_at(&at, 2, &t.tm_hour) ||
        !literal(&at, ":") || !digits_at(&at, 2, &t.tm_min) || !literal(&at, ":") || !digits_at(&at, 2, &t.tm_sec))
        return false;
    if (literal(&at, "."))
        at += strspn(at, "0123456789");
    if (t.tm_mon < 1 || t.tm_mon > 12 || t.tm_mday < 1 || t.tm_mday > 31 || t.tm_hour > 23 || t.tm_min > 59 ||
        t.tm_sec > 60 || t.tm_year < 1970 || !zone_read(at, &zone))
        return false;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    *ret = (int64_t)timegm(&t) - zone;
    return true;
}

const char *timestamp_text(struct arena *a, int64_t at)
{
    struct tm t;
    time_t seconds = (time_t)at;
    char text[32];
    if (!gmtime_r(&seconds, &t) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &t))
        return "an impossible time";
    return arena_strdup(a, text);
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

struct err *json_read(struct search *s, const char *text, size_t n, const char *who, const struct value **ret)
{
    struct err *e = NULL;
    const struct value *doc = NULL;
    if (n > LARGEST_ANSWER)
        return err_new(ERR_REFUSED, "%s: the answer is larger than %d KiB", who, LARGEST_ANSWER >> 10);
    e = json_parse(s->arena, text, n, JSON_PLAIN, &doc);
    bool bad = e || value_kind(doc) != V_MAP;
    err_free(e);
    if (bad)
        return err_new(ERR_REFUSED, "%s: the answer is not a JSON object", who);
    *ret = doc;
    return NULL;
}

static const char *member(const struct value *map, const char *name)
{
    const char *text = name ? value_get_str(map, name) : "";
    return *text ? text : NULL;
}

struct err *credentials_check(const struct credentials *c, const char *who)
{
    const struct {
        const char *text, *what;
        size_t limit;
    } parts[] = {{c->access_key, "access key", LONGEST_KEY},
                 {c->secret_key, "secret key", LONGEST_KEY},
                 {c->session_token, "session token", LONGEST_TOKEN}};
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i].text && strlen(parts[i].text) > parts[i].limit)
            return err_new(ERR_REFUSED, "%s: the %s is longer than %zu characters", who, parts[i].what, parts[i].limit);
        if (parts[i].text && !fits_header(parts[i].text))
            return err_new(ERR_REFUSED, "%s: the %s holds blanks, line ends or other characters that no key has", who,
                           parts[i].what);
    }
    return NULL;
}

struct err *credentials_read(struct search *s, const struct value *map, const struct credential_names *names,
                             const char *who, struct credentials *ret)
{
    struct credentials c = {.access_key = member(map, names->access_key),
                            .secret_key = member(map, names->secret_key),
                            .session_token = member(map, names->token),
                            .account = member(map, names->account),
                            .source = arena_strdup(s->arena, who)};
    const char *expires = member(map, names->expires);
    if (!c.access_key || !c.secret_key)
        return err_new(ERR_REFUSED, "%s: the answer lacks %s", who,
                       c.access_key ? names->secret_key : names->access_key);
    if (names->must_expire && (!expires || !c.session_token))
        return err_new(ERR_REFUSED, "%s: the answer lacks %s", who, expires ? names->token : names->expires);
    if (expires && !timestamp_read(expires, &c.expires))
        return err_new(ERR_REFUSED, "%s: %s is not a time", who, names->expires);
    TRY(credentials_check(&c, who));
    *ret = c;
    return NULL;
}
