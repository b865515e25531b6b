#include "provisioner/route/talk.h"

#include "provisioner/model/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ------------------------------------------------------------------------------------------------------- */

static enum heard no(struct talk *t, const char *why)
{
    t->why = why;
    return HEARD_NO;
}

static enum heard more(struct talk *t, bool end)
{
    return end ? no(t, "it hung up before it had answered") : HEARD_MORE;
}

static uint32_t get32(const char *in)
{
    const unsigned char *b = (const unsigned char *)in;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void put32(struct sbuf *out, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        sbuf_putc(out, (char)(v >> shift));
}

static void put16(struct sbuf *out, unsigned v)
{
    sbuf_putc(out, (char)(v >> 8));
    sbuf_putc(out, (char)v);
}

/* ---- PostgreSQL -------------------------------------------------------------------------------------------------- */

/* Numbers of the frontend/backend protocol, version 3. */
enum { PG_SSL = 80877103, PG_VERSION = 196608, PG_LONGEST_ERROR = 30000 };

static void postgres_asks_tls(const struct talk *t, struct sbuf *out)
{
    (void)t;
    put32(out, 8);
    put32(out, PG_SSL);
}

/* More than the one byte could only be somebody in between who wants it to be taken for what came over TLS. */
static enum heard postgres_tls(struct talk *t, const char *in, size_t n, bool end)
{
    if (!n)
        return more(t, end);
    if (*in == 'S')
        return n == 1 ? HEARD_SECURE : no(t, "it said more than it was asked before TLS");
    if (*in == 'N')
        return HEARD_NEXT;
    return *in == 'E' ? HEARD_YES : no(t, "it does not speak PostgreSQL");
}

static void postgres_starts(const struct talk *t, struct sbuf *out)
{
    static const char words[] = "user\0provisioner\0database\0postgres\0application_name\0provisioner route\0";
    (void)t;
    put32(out, (uint32_t)(sizeof words + 8));
    put32(out, PG_VERSION);
    sbuf_putn(out, words, sizeof words);
}

/* The SQLSTATE of an ErrorResponse: fields are a letter and a text each. */
static const char *postgres_state(const char *in, size_t n)
{
    for (size_t at = 5; at < n && in[at]; at += strlen(in + at) + 1)
        if (in[at] == 'C')
            return in + at + 1;
    return "";
}

/* As pg_isready has it: any other error shows that somebody decides about connections. */
static enum heard postgres_error(struct talk *t, const char *in, size_t n)
{
    const char *state = postgres_state(in, n);
    if (str_starts(state, "57P"))
        return no(t, "it is starting up, shutting down or recovering");
    return str_eq(state, "53300") ? no(t, "it has no connection left to give") : HEARD_YES;
}

static enum heard postgres_answers(struct talk *t, const char *in, size_t n, bool end)
{
    if (n < 5)
        return more(t, end);
    uint32_t length = get32(in + 1);
    if ((*in != 'R' && *in != 'E') || length < 4 || length > PG_LONGEST_ERROR)
        return no(t, "it does not speak PostgreSQL");
    if (*in == 'R')
        return HEARD_YES;
    if (n < length + 1 && n < TALK_LONGEST - 1)
        return more(t, end);
    return postgres_error(t, in, n < length + 1 ? n : length + 1);
}

/* ---- MySQL ------------------------------------------------------------------------------------------------------- */

enum { MYSQL_GREETING = 10, MYSQL_SWITCH = 0xfe, MYSQL_ERROR = 0xff, MYSQL_HEADER = 4 };
enum { ER_CON_COUNT_ERROR = 1040, ER_SERVER_SHUTDOWN = 1053 };

static enum heard mysql_error(struct talk *t, const unsigned char *packet)
{
    unsigned code = packet[5] | (unsigned)packet[6] << 8;
    if (code == ER_CON_COUNT_ERROR)
        return no(t, "it has no connection left to give");
    return code == ER_SERVER_SHUTDOWN ? no(t, "it is shutting down") : HEARD_YES;
}

static enum heard mysql_greets(struct talk *t, const char *in, size_t n, bool end)
{
    const unsigned char *b = (const unsigned char *)in;
    if (n < MYSQL_HEADER + 3)
        return more(t, end);
    size_t length = (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16;
    if (b[3] == 0 && length >= 3 && b[4] == MYSQL_ERROR)
        return mysql_error(t, b);
    if (b[3] != 0 || length < 3 || b[4] != MYSQL_GREETING)
        return no(t, "it does not speak MySQL");
    return n >= length + MYSQL_HEADER || n >= TALK_LONGEST - 1 ? HEARD_NEXT : more(t, end);
}

/* Whoever hangs up at the greeting is counted, and is shut out in the end (max_connect_errors); whoever is refused is
 * not. So it asks to be refused. */
static void mysql_asks(const struct talk *t, struct sbuf *out)
{
    /* protocol 4.1, authentication by a plug-in; packets of 16 MiB; utf8; 23 zeros; user; no answer; plug-in */
    static const char packet[] = "\x00\x82\x08\x00\x00\x00\x00\x01\x21"
                                 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                 "provisioner\0"
                                 "\0"
                                 "mysql_native_password";
    const char header[MYSQL_HEADER] = {sizeof packet, 0, 0, 1};
    (void)t;
    sbuf_putn(out, header, sizeof header);
    sbuf_putn(out, packet, sizeof packet);
}

static enum heard mysql_refuses(struct talk *t, const char *in, size_t n, bool end)
{
    const unsigned char *b = (const unsigned char *)in;
    if (n < MYSQL_HEADER + 3)
        return more(t, end);
    if (b[4] == MYSQL_SWITCH)
        return HEARD_NEXT;
    return b[4] == MYSQL_ERROR ? mysql_error(t, b) : HEARD_YES;
}

/* To "then by another plug-in": nothing, which no plug-in takes for a password. */
static void mysql_gives_up(const struct talk *t, struct sbuf *out)
{
    static const char nothing[MYSQL_HEADER] = {0, 0, 0, 3};
    (void)t;
    sbuf_putn(out, nothing, sizeof nothing);
}

static enum heard mysql_ends(struct talk *t, const char *in, size_t n, bool end)
{
    (void)t;
    (void)in;
    return n || end ? HEARD_YES : HEARD_MORE;
}

/* ---- Redis ------------------------------------------------------------------------------------------------------- */

static void redis_pings(const struct talk *t, struct sbuf *out)
{
    (void)t;
    sbuf_puts(out, "*1\r\n$4\r\nPING\r\n");
}

static enum heard redis_pong(struct talk *t, const char *in, size_t n, bool end)
{
    if (!n || (*in != '+' && *in != '-'))
        return n ? no(t, "it does not speak Redis") : more(t, end);
    if (!strstr(in, "\r\n"))
        return n < 1024 ? more(t, end) : no(t, "it does not speak Redis");
    if (*in == '+')
        return str_starts(in, "+PONG\r\n") ? HEARD_NEXT : no(t, "it does not speak Redis");
    if (str_starts(in, "-LOADING"))
        return no(t, "it is loading its data");
    if (str_starts(in, "-MASTERDOWN") || str_starts(in, "-CLUSTERDOWN"))
        return no(t, "it has lost the one it copies, or its cluster");
    return str_starts(in, "-ERR max number of clients") ? no(t, "it has no connection left to give") : HEARD_YES;
}

static void redis_asks_role(const struct talk *t, struct sbuf *out)
{
    (void)t;
    sbuf_puts(out, "*2\r\n$4\r\nINFO\r\n$11\r\nreplication\r\n");
}

/* That it answered is known by now: what it says of its role is what it volunteers. */
static enum heard redis_role(struct talk *t, const char *in, size_t n, bool end)
{
    const char *role = strstr(in, "\nrole:"), *line = role ? strchr(role + 1, '\r') : NULL;
    (void)n;
    if (line) {
        const char *word = role + strlen("\nrole:");
        if (str_starts(word, "master\r"))
            memcpy(t->told, "primary", sizeof "primary");
        else if (str_starts(word, "slave\r"))
            memcpy(t->told, "replica", sizeof "replica");
        return HEARD_YES;
    }
    return end || *in == '-' || n > 4096 ? HEARD_YES : HEARD_MORE;
}

/* ---- Kafka ------------------------------------------------------------------------------------------------------- */

/* ApiVersions, version 0: the one request that brokers answer before anybody has said who they are. */
enum { KAFKA_API_VERSIONS = 18, KAFKA_CORRELATION = 0x70726f76, KAFKA_LONGEST = 1 << 20, KAFKA_UNSUPPORTED = 35 };

static void kafka_asks(const struct talk *t, struct sbuf *out)
{
    static const char client[] = "provisioner";
    (void)t;
    put32(out, 2 + 2 + 4 + 2 + sizeof client - 1);
    put16(out, KAFKA_API_VERSIONS);
    put16(out, 0);
    put32(out, KAFKA_CORRELATION);
    put16(out, sizeof client - 1);
    sbuf_puts(out, client);
}

static enum heard kafka_answers(struct talk *t, const char *in, size_t n, bool end)
{
    if (n < 10)
        return more(t, end);
    uint32_t length = get32(in);
    unsigned error = (unsigned)(unsigned char)in[8] << 8 | (unsigned char)in[9];
    if (length < 6 || length > KAFKA_LONGEST || get32(in + 4) != KAFKA_CORRELATION)
        return no(t, "it does not speak Kafka");
    return !error || error == KAFKA_UNSUPPORTED ? HEARD_YES : no(t, "the broker answers with an error");
}

/* ---- HTTP -------------------------------------------------------------------------------------------------------- */

/* An address of IPv6 stands in brackets (RFC 3986). */
static const char *host_of(const struct talk *t, const struct sbuf *out)
{
    return strchr(t->host, ':') ? arena_printf(out->arena, "[%s]", t->host) : t->host;
}

static void put_request(const struct talk *t, struct sbuf *out, const char *method, const char *path,
                        const char *headers)
{
    sbuf_printf(out,
                "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: provisioner\r\nAccept: */*\r\nConnection: close\r\n%s\r\n",
                method, path, host_of(t, out), headers);
}

/* -1: not there yet; 0: that is no HTTP. */
static int status_of(const char *in, size_t n)
{
    static const char begins[] = "HTTP/1.";
    size_t same = 0;
    while (same < n && same < sizeof begins - 1 && in[same] == begins[same])
        same++;
    if (same < sizeof begins - 1)
        return same == n ? -1 : 0;
    if (n < 12)
        return -1;
    for (size_t i = 9; i < 12; i++)
        if (in[i] < '0' || in[i] > '9')
            return 0;
    return in[8] == ' ' ? (in[9] - '0') * 100 + (in[10] - '0') * 10 + (in[11] - '0') : 0;
}

static void http_asks(const struct talk *t, struct sbuf *out)
{
    put_request(t, out, "GET", t->path ? t->path : "/", "");
}

static enum heard http_answers(struct talk *t, const char *in, size_t n, bool end)
{
    int status = status_of(in, n);
    if (status < 0)
        return more(t, end);
    if (status < 100)
        return no(t, "it does not speak HTTP");
    return status < 500 ? HEARD_YES : no(t, "it answers with a status of 500 or more");
}

/* The body, once it is all there; NULL: not yet, or never with *ret_heard != HEARD_MORE. */
static const char *body_of(struct talk *t, const char *in, size_t n, bool end, enum heard *ret_heard)
{
    int status = status_of(in, n);
    const char *body = strstr(in, "\r\n\r\n"), *length = strcasestr(in, "\r\ncontent-length:");
    *ret_heard = HEARD_MORE;
    if (status > 0 && status != 200)
        *ret_heard = no(t, "it has no answer to that");
    else if (status == 0)
        *ret_heard = no(t, "it does not speak HTTP");
    else if (!body || status < 0)
        *ret_heard = more(t, end);
    if (*ret_heard != HEARD_MORE || !body || status < 0)
        return NULL;
    body += 4;
    bool whole =
        end || (length && length < body && strlen(body) >= strtoul(length + strlen("\r\ncontent-length:"), NULL, 10));
    return whole ? body : NULL;
}

/* ---- where this runs --------------------------------------------------------------------------------------------- */

bool region_of_zone(const char *zone, char ret[64])
{
    size_t letters = 0, parts = 0, n = 0;
    for (; n < 40 && zone[n]; n++) {
        if (zone[n] >= 'a' && zone[n] <= 'z') {
            letters++;
            continue;
        }
        if (zone[n] == '-' && letters) {
            letters = 0;
            parts++;
            continue;
        }
        break;
    }
    size_t digits = strspn(zone + n, "0123456789"),
           rest = strspn(zone + n + digits, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (letters || parts < 2 || !digits || digits > 2 || zone[n + digits + rest] || rest > 20)
        return false;
    memcpy(ret, zone, n + digits);
    ret[n + digits] = '\0';
    return true;
}

static void instance_asks_token(const struct talk *t, struct sbuf *out)
{
    put_request(t, out, "PUT", "/latest/api/token",
                "X-aws-ec2-metadata-token-ttl-seconds: 60\r\nContent-Length: 0\r\n");
}

static enum heard instance_token(struct talk *t, const char *in, size_t n, bool end)
{
    enum heard heard;
    const char *body = body_of(t, in, n, end, &heard);
    if (!body)
        return heard;
    size_t length = strlen(body);
    for (size_t i = 0; i < length; i++)
        if (body[i] < '!' || body[i] > '~')
            return no(t, "its token is none");
    if (!length || length >= TALK_KEPT)
        return no(t, "its token is none");
    memcpy(t->kept, body, length + 1);
    return HEARD_NEXT;
}

/* The zone is what every instance has; the region's own path came later. */
static void instance_asks_zone(const struct talk *t, struct sbuf *out)
{
    struct sbuf header = {.arena = out->arena};
    sbuf_printf(&header, "X-aws-ec2-metadata-token: %s\r\n", t->kept);
    put_request(t, out, "GET", "/latest/meta-data/placement/availability-zone", sbuf_str(&header));
}

static enum heard instance_zone(struct talk *t, const char *in, size_t n, bool end)
{
    enum heard heard;
    const char *body = body_of(t, in, n, end, &heard);
    if (!body)
        return heard;
    return region_of_zone(body, t->told) ? HEARD_YES : no(t, "its zone is none");
}

/* HTTP/1.0: the whole answer as it is, not in chunks. */
static void task_asks(const struct talk *t, struct sbuf *out)
{
    sbuf_printf(out, "GET %s/task HTTP/1.0\r\nHost: %s\r\nUser-Agent: provisioner\r\n\r\n", t->path, host_of(t, out));
}

/* "TaskARN":"arn:aws:ecs:REGION:..." stands before anything that a user writes. */
static enum heard task_answers(struct talk *t, const char *in, size_t n, bool end)
{
    int status = status_of(in, n);
    const char *arn = status == 200 ? strstr(in, "\"TaskARN\":\"arn:") : NULL, *field = arn ? arn + 15 : NULL;
    if (status == 0 || (status > 0 && status != 200))
        return no(t, "it has no answer to that");
    for (int i = 0; i < 2 && field; i++) {
        field = strchr(field, ':');
        field = field ? field + 1 : NULL;
    }
    size_t length = field ? strcspn(field, ":\"") : 0;
    if (!field || !field[length])
        return more(t, end);
    char zone[64] = {0};
    memcpy(zone, field, length < sizeof zone ? length : sizeof zone - 1);
    return region_of_zone(zone, t->told) ? HEARD_YES : no(t, "its region is none");
}

/* base64 of URLs as the other one. */
static const char *token_part(struct arena *a, const char *token)
{
    const char *begin = strchr(token, '.'), *end = begin ? strchr(begin + 1, '.') : NULL;
    if (!end || end - begin < 2 || end - begin > TALK_LONGEST)
        return NULL;
    char *text = arena_strndup(a, begin + 1, (size_t)(end - begin - 1));
    for (char *c = text; *c; c++)
        *c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
    return text;
}

const char *region_of_token(struct arena *a, const char *token)
{
    static const char issuer[] = "https://oidc.eks.";
    const struct value *claims = NULL;
    const char *part = token_part(a, token);
    size_t n = 0;
    if (!part)
        return NULL;
    const char *text = base64_decode(a, part, &n);
    CLEANUP(err_freep) struct err *e = json_parse(a, text, n, JSON_PLAIN, &claims);
    const char *said = e ? NULL : value_get_str(claims, "iss");
    char region[64];
    if (!said || !str_starts(said, issuer))
        return NULL;
    said += sizeof issuer - 1;
    return region_of_zone(arena_strndup(a, said, strcspn(said, "./")), region) ? arena_strdup(a, region) : NULL;
}

/* ---- protocols --------------------------------------------------------------------------------------------------- */

/* clang-format off */
#define REDIS {{redis_pings, redis_pong}, {redis_asks_role, redis_role}}, 2
static const struct greeting greetings[] = {
    {"tcp",      false},
    {"tls",      true},
    {"http",     false, {{http_asks, http_answers}}, 1},
    {"https",    true,  {{http_asks, http_answers}}, 1},
    {"postgres", false, {{postgres_asks_tls, postgres_tls}, {postgres_starts, postgres_answers}}, 2},
    {"mysql",    false, {{NULL, mysql_greets}, {mysql_asks, mysql_refuses}, {mysql_gives_up, mysql_ends}}, 3},
    {"redis",    false, REDIS},
    {"rediss",   true,  REDIS},
    {"kafka",    false, {{kafka_asks, kafka_answers}}, 1},
    {"kafkas",   true,  {{kafka_asks, kafka_answers}}, 1},
};
const struct greeting greeting_instance =
    {"instance", false, {{instance_asks_token, instance_token}, {instance_asks_zone, instance_zone}}, 2};
const struct greeting greeting_task =
    {"task",     false, {{task_asks, task_answers}}, 1};
/* clang-format on */

const struct greeting *greeting_named(const char *name)
{
    for (size_t i = 0; i < COUNT(greetings); i++)
        if (str_eq(greetings[i].name, name))
            return &greetings[i];
    return NULL;
}
