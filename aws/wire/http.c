#include "aws/wire/http.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static struct http_header *find(const struct http_headers *h, const char *name)
{
    for (size_t i = 0; i < h->n; i++)
        if (strcasecmp(h->items[i].name, name) == 0)
            return &h->items[i];
    return NULL;
}

void http_header_add(struct arena *a, struct http_headers *h, const char *name, const char *value)
{
    h->items = arena_grow(a, h->items, sizeof *h->items, h->n, &h->cap);
    h->items[h->n++] = (struct http_header){arena_strdup(a, name), arena_strdup(a, value)};
}

void http_header_set(struct arena *a, struct http_headers *h, const char *name, const char *value)
{
    struct http_header *was = find(h, name);
    if (was)
        was->value = arena_strdup(a, value);
    else
        http_header_add(a, h, name, value);
}

const char *http_header(const struct http_headers *h, const char *name)
{
    const struct http_header *found = find(h, name);
    return found ? found->value : NULL;
}

static bool unreserved(unsigned char c)
{
    return (c < 0x80 && isalnum(c)) || (c && strchr("-_.~", c));
}

void uri_escape(struct sbuf *out, const char *s, size_t n, bool keep_slash)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (unreserved(c) || (keep_slash && c == '/')) {
            sbuf_putc(out, (char)c);
        } else {
            const char escaped[3] = {'%', digits[c >> 4], digits[c & 15]};
            sbuf_putn(out, escaped, sizeof escaped);
        }
    }
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *uri_unescape(struct arena *a, const char *s, size_t n, bool plus)
{
    char *out = arena_alloc(a, n + 1), *w = out;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '%' && i + 2 < n && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0) {
            *w++ = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
            i += 2;
        } else {
            *w++ = plus && s[i] == '+' ? ' ' : s[i];
        }
    }
    return out;
}

/* Without user and password. */
static const char *url_shown(struct arena *a, const char *url)
{
    const char *at = strrchr(url, '@');
    return at ? arena_printf(a, "...%s", at) : url;
}

/* The length of a name, or of an address in brackets: what every reader of URLs takes for the same. 0: neither. */
static size_t host_name(const char *s)
{
    if (*s != '[')
        return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");
    size_t n = 1 + strspn(s + 1, "0123456789abcdefABCDEF:.");
    return n > 1 && s[n] == ']' ? n + 1 : 0;
}

static bool is_address(int family, const char *s, size_t n)
{
    char text[INET6_ADDRSTRLEN] = "";
    struct in6_addr address;
    if (n < sizeof text)
        memcpy(text, s, n);
    return inet_pton(family, text, &address) == 1;
}

/* "127.1", "0x7f.1" and "2130706433" are an address to some readers and a name to others. */
static bool odd_address(const char *name, size_t n)
{
    if (*name == '[')
        return !is_address(AF_INET6, name + 1, n - 2);
    n -= name[n - 1] == '.';
    size_t last = n;
    while (last && name[last - 1] != '.')
        last--;
    bool hex = n - last > 1 && name[last] == '0' && (name[last + 1] | 0x20) == 'x';
    if (strspn(name + last, "0123456789") < n - last && !hex)
        return false;
    return !is_address(AF_INET, name, n);
}

static bool host_valid(const char *host, size_t n)
{
    size_t name = host_name(host);
    if (!name || odd_address(host, name))
        return false;
    if (name == n)
        return true;
    size_t digits = host[name] == ':' ? strspn(host + name + 1, "0123456789") : 0;
    return digits && digits <= 5 && name + 1 + digits == n && strtol(host + name + 1, NULL, 10) <= 65535;
}

struct err *url_parse(struct arena *a, const char *url, struct http_req *ret)
{
    size_t scheme = strcspn(url, ":");
    bool ok = (scheme == 4 && strncasecmp(url, "http", 4) == 0) || (scheme == 5 && strncasecmp(url, "https", 5) == 0);
    if (!ok || strncmp(url + scheme, "://", 3) != 0)
        return err_new(ERR_INPUT, "\"%s\" is no http or https URL", url_shown(a, url));
    const char *host = url + scheme + 3;
    size_t n = strcspn(host, "/?#");
    if (!host_valid(host, n))
        return err_new(ERR_INPUT, "\"%s\" names no host, or a user before it", url_shown(a, url));
    const char *path = host + n;
    size_t p = strcspn(path, "?#");
    const char *query = path[p] == '?' ? path + p + 1 : "";
    ret->scheme = scheme == 5 ? "https" : "http";
    ret->host = arena_strndup(a, host, n);
    ret->path = p ? arena_strndup(a, path, p) : "/";
    ret->query = arena_strndup(a, query, strcspn(query, "#"));
    return NULL;
}

/* ---- dates ------------------------------------------------------------------------------------------------------- */

static const char date_format[] = "%a, %d %b %Y %H:%M:%S GMT";

bool http_date_parse(const char *text, int64_t *ret)
{
    struct tm tm = {0};
    const char *end = text ? strptime(text, date_format, &tm) : NULL;
    if (!end || *end)
        return false;
    *ret = timegm(&tm);
    return true;
}

const char *http_date_text(struct arena *a, int64_t seconds)
{
    char text[40] = "";
    time_t t = (time_t)seconds;
    struct tm tm;
    if (gmtime_r(&t, &tm) && tm.tm_year < 8100)
        strftime(text, sizeof text, date_format, &tm);
    return arena_strdup(a, text);
}
