#include "provisioner/base/screen.h"

#include <string.h>

/* The length of the UTF-8 sequence at s, 0 if it is none. */
static size_t sequence(const unsigned char *s, uint32_t *ret)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t i = 0; i < COUNT(forms); i++) {
        if ((s[0] & forms[i].mask) != forms[i].lead)
            continue;
        uint32_t c = s[0] & (unsigned char)~forms[i].mask;
        for (size_t k = 1; k <= i; k++) {
            if ((s[k] & 0xc0) != 0x80)
                return 0;
            c = c << 6 | (s[k] & 0x3fu);
        }
        bool surrogate = c >= 0xd800 && c < 0xe000;
        *ret = c;
        return c >= forms[i].least && c <= 0x10ffff && !surrogate ? i + 1 : 0;
    }
    return 0;
}

static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* Nearly everything that is shown is: it costs nothing then. */
static bool is_safe(const char *s)
{
    uint32_t c = 0;
    for (size_t n; *s; s += n) {
        n = sequence((const unsigned char *)s, &c);
        if (!n || is_unsafe(c))
            return false;
    }
    return true;
}

const char *screen_safe(struct arena *a, const char *s)
{
    struct sbuf out = {.arena = a};
    if (is_safe(s))
        return s;
    while (*s) {
        uint32_t c = 0;
        size_t n = sequence((const unsigned char *)s, &c);
        if (!n)
            sbuf_printf(&out, "\\x%02x", (unsigned)(unsigned char)*s);
        else if (is_unsafe(c))
            sbuf_printf(&out, "\\u%04x", (unsigned)c);
        else
            sbuf_putn(&out, s, n);
        s += n ? n : 1;
    }
    return sbuf_str(&out);
}

size_t screen_columns(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

const char *screen_cut(struct arena *a, const char *s, size_t columns)
{
    size_t count = 0, keep = 0, at = 0;
    for (; s[at]; at++) {
        if (((unsigned char)s[at] & 0xc0) == 0x80)
            continue;
        if (count + 3 == columns)
            keep = at;
        if (++count > columns && columns > 3)
            return arena_printf(a, "%.*s...", (int)keep, s);
    }
    return s;
}

void screen_wrap(struct sbuf *out, const char *s, size_t at, size_t indent, size_t width)
{
    bool first = true;
    while (*s) {
        size_t n = strcspn(s, " "), columns = 0;
        for (size_t i = 0; i < n; i++)
            columns += ((unsigned char)s[i] & 0xc0) != 0x80;
        if (!first && width && at + 1 + columns > width) {
            sbuf_printf(out, "\n%*s", (int)indent, "");
            at = indent;
        } else if (!first) {
            sbuf_putc(out, ' ');
            at++;
        }
        sbuf_putn(out, s, n);
        at += columns;
        first = false;
        s += n;
        s += strspn(s, " ");
    }
}
