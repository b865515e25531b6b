#include "provisioner/route/names.h"

#include <stdio.h>
#include <string.h>

enum { HEADER = 12, CLASS_IN = 1, DNS_CNAME = 5, RECURSE = 0x0100, IS_ANSWER = 0x8000, CODE = 0x000f, NX = 3 };
enum { PORT = 53, LONGEST_LABEL = 63, MOST_JUMPS = 32, LINE = 512 };

/* ---- files ------------------------------------------------------------------------------------------------------- */

/* The next line without its comment, cut at LINE; false at the end. */
static bool next_line(const char **at, char line[LINE])
{
    size_t n = strcspn(*at, "\n");
    if (!**at)
        return false;
    snprintf(line, LINE, "%.*s", (int)(n < LINE ? n : LINE - 1), *at);
    line[strcspn(line, "#;")] = '\0';
    *at += n + ((*at)[n] == '\n');
    return true;
}

static char *next_field(char **at)
{
    char *field;
    do
        field = strsep(at, " \t\r");
    while (field && !*field);
    return field;
}

struct resolver resolver_read(const char *resolv_conf, const char *hosts)
{
    struct resolver r = {.hosts = hosts};
    char line[LINE], *rest;
    while (resolv_conf && r.n < MOST_SERVERS && next_line(&resolv_conf, line)) {
        rest = line;
        const char *word = next_field(&rest), *server = word ? next_field(&rest) : NULL;
        if (server && str_eq(word, "nameserver"))
            r.n += address_read(server, PORT, &r.servers[r.n]);
    }
    if (!r.n)
        r.n = address_read("127.0.0.1", PORT, &r.servers[0]);
    return r;
}

bool hosts_find(const char *hosts, const char *name, struct address *ret)
{
    char line[LINE], *rest;
    while (hosts && next_line(&hosts, line)) {
        rest = line;
        const char *address = next_field(&rest);
        for (const char *word; address && (word = next_field(&rest));)
            if (str_eq_nocase(word, name) && address_read(address, 0, ret))
                return true;
    }
    return false;
}

/* ---- a question -------------------------------------------------------------------------------------------------- */

static size_t put16(uint8_t *out, unsigned v)
{
    out[0] = (uint8_t)(v >> 8);
    out[1] = (uint8_t)v;
    return 2;
}

static size_t put_name(uint8_t *out, const char *name)
{
    size_t at = 0;
    while (*name) {
        size_t n = strcspn(name, ".");
        if (!n || n > LONGEST_LABEL || at + n + 2 > LONGEST_NAME)
            return 0;
        out[at++] = (uint8_t)n;
        memcpy(out + at, name, n);
        at += n;
        name += n + (name[n] == '.');
    }
    out[at] = 0;
    return at ? at + 1 : 0;
}

size_t dns_ask(uint8_t out[DNS_LONGEST], uint16_t id, const char *name, enum dns_type type)
{
    memset(out, 0, HEADER);
    put16(out, id);
    put16(out + 2, RECURSE);
    put16(out + 4, 1);
    size_t n = put_name(out + HEADER, name);
    if (!n)
        return 0;
    n += HEADER;
    n += put16(out + n, type);
    return n + put16(out + n, CLASS_IN);
}

/* ---- an answer --------------------------------------------------------------------------------------------------- */

struct reading {
    const uint8_t *bytes;
    size_t n, at;
    bool bad;
};

static unsigned get8(struct reading *r)
{
    if (r->at >= r->n) {
        r->bad = true;
        return 0;
    }
    return r->bytes[r->at++];
}

static unsigned get16(struct reading *r)
{
    unsigned high = get8(r);
    return high << 8 | get8(r);
}

/* With dots, without one at the end. Labels may go on elsewhere in the message. */
static void get_name(struct reading *r, char ret[LONGEST_NAME + 1])
{
    size_t len = 0, back = 0;
    unsigned jumps = 0;
    for (unsigned n; (n = get8(r)) && !r->bad;) {
        if (n >= 0xc0) {
            size_t to = (n & 0x3f) << 8 | get8(r);
            back = jumps ? back : r->at;
            r->at = to;
            r->bad = r->bad || ++jumps > MOST_JUMPS;
            continue;
        }
        r->bad = r->bad || n > LONGEST_LABEL || len + n + 1 > LONGEST_NAME || r->at + n > r->n;
        if (r->bad)
            break;
        len += (size_t)snprintf(ret + len, LONGEST_NAME + 1 - len, "%s%.*s", len ? "." : "", (int)n,
                                (const char *)r->bytes + r->at);
        r->at += n;
    }
    ret[r->bad ? 0 : len] = '\0';
    r->at = jumps ? back : r->at;
}

static void keep_address(struct dns_answer *a, const uint8_t *ip, bool six)
{
    if (a->n == MOST_ADDRESSES)
        return;
    a->at[a->n] = (struct address){.six = six};
    memcpy(a->at[a->n++].ip, ip, six ? 16 : 4);
}

static void get_record(struct reading *r, enum dns_type type, struct dns_answer *a)
{
    char name[LONGEST_NAME + 1];
    get_name(r, name);
    unsigned got = get16(r), class = get16(r);
    r->at += 4; /* how long it may be kept: it is asked for each time */
    size_t n = get16(r), end = r->at + n;
    r->bad = r->bad || end > r->n;
    if (!r->bad && class == CLASS_IN && got == type && n == (type == DNS_A ? 4 : 16))
        keep_address(a, r->bytes + r->at, type == DNS_AAAA);
    if (!r->bad && class == CLASS_IN && got == DNS_CNAME && a->n_aliases < MOST_ALIASES)
        get_name(r, a->aliases[a->n_aliases++]);
    r->at = end;
}

static bool is_ours(struct reading *r, uint16_t id, const char *name, enum dns_type type, unsigned *ret_flags,
                    unsigned *ret_records)
{
    char asked[LONGEST_NAME + 1];
    size_t len = strlen(name);
    unsigned got = get16(r);
    *ret_flags = get16(r);
    bool one = get16(r) == 1;
    *ret_records = get16(r);
    r->at += 4;
    get_name(r, asked);
    len -= len && name[len - 1] == '.';
    bool same = strlen(asked) == len && strncasecmp(asked, name, len) == 0;
    return got == id && *ret_flags & IS_ANSWER && one && same && get16(r) == type && get16(r) == CLASS_IN && !r->bad;
}

enum dns_heard dns_hear(const uint8_t *bytes, size_t n, uint16_t id, const char *name, enum dns_type type,
                        struct dns_answer *ret)
{
    struct reading r = {.bytes = bytes, .n = n};
    unsigned flags = 0, records = 0;
    if (!is_ours(&r, id, name, type, &flags, &records))
        return DNS_NOT_OURS;
    if (flags & CODE)
        return (flags & CODE) == NX ? DNS_NO_NAME : DNS_FAILED;
    struct dns_answer a = {0};
    for (unsigned i = 0; i < records && !r.bad; i++)
        get_record(&r, type, &a);
    if (r.bad && !a.n)
        return DNS_FAILED;
    *ret = a;
    return a.n ? DNS_FOUND : DNS_NOTHING;
}
