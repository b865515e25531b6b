#include "aws/sandbox/engine.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>

/*
 * The sandbox over HTTP: the only file that knows libmicrohttpd. One thread; libmicrohttpd's own loop is stepped from
 * here, so that the world needs no lock. Paths and queries are taken as they were on the wire, since they are signed.
 */

enum { BODY_MOST = 8 * 1024 * 1024, STEP_MS = 100, IDLE_S = 120, CONNECTIONS = 256 };

struct front {
    struct sandbox *sandbox;
    struct MHD_Daemon *daemon;
};

/* One request while it comes in. */
struct coming {
    struct arena *arena;
    const char *uri;
    struct sbuf body;
    bool begun, too_long;
};

/* The raw URI is told before anything else is. */
static void *uri_seen(void *ctx, const char *uri, struct MHD_Connection *connection)
{
    (void)ctx;
    (void)connection;
    struct arena *a = arena_new();
    struct coming *in = arena_alloc(a, sizeof *in);
    in->arena = a;
    in->uri = arena_strdup(a, uri);
    in->body.arena = a;
    return in;
}

static void done(void *ctx, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    (void)ctx;
    (void)connection;
    (void)code;
    struct coming *in = *state;
    if (in)
        arena_free(in->arena);
    *state = NULL;
}

/* ---- request ----------------------------------------------------------------------------------------------------- */

struct headers_to {
    struct arena *arena;
    struct http_req *req;
};

static enum MHD_Result take_header(void *ctx, enum MHD_ValueKind kind, const char *key, const char *text)
{
    (void)kind;
    struct headers_to *to = ctx;
    if (str_eq_nocase(key, "Host"))
        to->req->host = text ? text : "";
    else
        http_header_add(to->arena, &to->req->headers, key, text ? text : "");
    return MHD_YES;
}

static void read_request(struct MHD_Connection *connection, const char *method, struct coming *in, struct http_req *ret)
{
    size_t n = strcspn(in->uri, "?");
    *ret = (struct http_req){.method = method, .scheme = "http", .host = ""};
    struct headers_to to = {in->arena, ret};
    ret->path = arena_strndup(in->arena, in->uri, n);
    ret->query = in->uri[n] ? in->uri + n + 1 : "";
    ret->body = in->body.len ? in->body.s : NULL;
    ret->body_len = in->body.len;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, &to);
}

/* ---- answer ------------------------------------------------------------------------------------------------------ */

struct half {
    const char *bytes;
    size_t n;
};

/* A truncated answer promises more than it brings. */
static ssize_t read_half(void *cls, uint64_t at, char *to, size_t max)
{
    const struct half *h = cls;
    if (!h || at >= h->n)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t n = h->n - at < max ? h->n - at : max;
    memcpy(to, h->bytes + at, n);
    return (ssize_t)n;
}

/* What HEAD tells of an object is its length, and no byte of it is asked for. */
static struct MHD_Response *response_of_length(const char *text)
{
    int64_t n = 0;
    if (!parse_int(text, &n) || n < 0)
        return NULL;
    return MHD_create_response_from_callback((uint64_t)n, 4096, read_half, NULL, NULL);
}

static struct MHD_Response *response_of(struct arena *a, const struct http_res *res, bool truncated)
{
    const char *length = http_header(&res->headers, "Content-Length");
    if (length && !res->body_len)
        return response_of_length(length);
    if (!truncated) {
        union {
            const char *in;
            char *out;
        } body = {res->body ? res->body : ""};
        return MHD_create_response_from_buffer(res->body_len, body.out, MHD_RESPMEM_MUST_COPY);
    }
    struct half *h = arena_alloc(a, sizeof *h);
    *h = (struct half){res->body, res->body_len / 2};
    return MHD_create_response_from_callback(res->body_len, 4096, read_half, h, NULL);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct arena *a, const struct http_res *res,
                                   bool truncated)
{
    struct MHD_Response *r = response_of(a, res, truncated);
    if (!r)
        return MHD_NO;
    for (size_t i = 0; i < res->headers.n; i++)
        if (!str_eq_nocase(res->headers.items[i].name, "Content-Length"))
            MHD_add_response_header(r, res->headers.items[i].name, res->headers.items[i].value);
    enum MHD_Result done_well = MHD_queue_response(connection, (unsigned)res->status, r);
    MHD_destroy_response(r);
    return done_well;
}

static enum MHD_Result send_plain(struct MHD_Connection *connection, struct arena *a, int status, const char *text)
{
    struct http_res res = {.status = status, .body = text, .body_len = strlen(text)};
    return send_answer(connection, a, &res, false);
}

static enum MHD_Result answer(struct front *f, struct MHD_Connection *connection, const char *method, struct coming *in)
{
    struct http_req req;
    struct http_res res = {0};
    if (in->too_long)
        return send_plain(connection, in->arena, 413, "the request is too long\n");
    read_request(connection, method, in, &req);
    sandbox_catch_up(f->sandbox);
    if (sandbox_is_dark(f->sandbox, in->arena, &req))
        return MHD_NO;
    struct outcome out = sandbox_exchange(f->sandbox, in->arena, &req, &res);
    if (out.end != EX_ANSWERED)
        return MHD_NO; /* closes the connection without a word */
    return send_answer(connection, in->arena, &res, out.truncated);
}

static enum MHD_Result handle(void *ctx, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **state)
{
    (void)url;
    (void)version;
    struct coming *in = *state;
    if (!in)
        return MHD_NO;
    if (!in->begun) {
        in->begun = true;
        return MHD_YES;
    }
    size_t most = str_eq(method, "PUT") ? OBJECT_LONGEST : BODY_MOST;
    if (*size) {
        in->too_long = in->too_long || *size > most - in->body.len;
        if (!in->too_long)
            sbuf_putn(&in->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return answer(ctx, connection, method, in);
}

/* ---- serving ----------------------------------------------------------------------------------------------------- */

static struct err *address_of(const char *address, unsigned port, struct sockaddr_in *ret)
{
    *ret = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    if (port > 65535 || inet_pton(AF_INET, str_eq(address, "localhost") ? "127.0.0.1" : address, &ret->sin_addr) != 1)
        return err_new(ERR_USAGE, "'%s:%u' is no IPv4 address and port to listen on; try 127.0.0.1:4566", address,
                       port);
    return NULL;
}

static struct err *listen_on(struct front *f, const char *address, unsigned port)
{
    struct sockaddr_in at;
    TRY(address_of(address && *address ? address : "127.0.0.1", port, &at));
    f->daemon =
        MHD_start_daemon(MHD_NO_FLAG, (uint16_t)port, NULL, NULL, handle, f, MHD_OPTION_SOCK_ADDR,
                         (struct sockaddr *)&at, MHD_OPTION_URI_LOG_CALLBACK, uri_seen, NULL,
                         MHD_OPTION_NOTIFY_COMPLETED, done, NULL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_END);
    if (!f->daemon)
        return err_errno(ERR_FILE, "cannot listen on %s:%u", address, port);
    return NULL;
}

struct err *sandbox_serve(struct sandbox *s, const char *address, unsigned port, void (*ready)(void *, unsigned port),
                          void *ctx, const volatile int *stop)
{
    struct front f = {.sandbox = s};
    TRY(listen_on(&f, address, port));
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(f.daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (ready)
        ready(ctx, info ? info->port : port);
    while (!*stop)
        MHD_run_wait(f.daemon, STEP_MS);
    MHD_stop_daemon(f.daemon);
    return NULL;
}
