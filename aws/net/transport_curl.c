#include "aws/net/transport.h"

#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

/*
 * libcurl's multi interface over an epoll descriptor of our own. curl_multi_poll would do, but it hides signals: here
 * poll(2) sees them, and one descriptor of the caller's beside.
 */

enum {
    CONNECT_MS = 5000,
    DEFAULT_TIMEOUT_MS = 60 * 1000,
    KEPT_CONNECTIONS = 128,
    IDLE_SECONDS = 50, /* AWS's front ends close idle connections after about a minute */
    MAX_BODY = 32 * 1024 * 1024,
    LONG_ANSWER_SPEED = 1024, /* bytes a second */
    LONG_ANSWER_PATIENCE = 10,
    MAX_HEADERS = 256,
    MAX_HEADER_BYTES = 256 * 1024,
};

/* One exchange on libcurl's side. */
struct ride {
    struct exchange *x;
    CURL *easy;
    struct curl_slist *headers;
    struct sbuf body;
    size_t header_bytes;
    bool headers_end; /* the empty line behind the last header was there */
    bool late;        /* a connection stood when it was no longer to leave */
    bool sent;        /* a connection stood, and the request began to leave */
    bool too_large;   /* a limit of ours, not a fault of the network */
    char error[CURL_ERROR_SIZE];
    struct ride *next;
};

struct over_curl {
    struct transport base;
    CURLM *multi;
    CURLSH *share; /* TLS sessions, so that fresh connections need no full handshake */
    char *ca_bundle, *user_agent;
    int epoll;
    int64_t timer; /* when libcurl wants to be called; -1: never */
    struct ride *rides;
    struct exchange *done, **done_end;
};

static struct over_curl *of(struct transport *t)
{
    return (struct over_curl *)t; /* base is its first member */
}

/* ---- clock ------------------------------------------------------------------------------------------------------- */

static int64_t ms_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t now_ms(struct transport *t)
{
    (void)t;
    return ms_of(CLOCK_BOOTTIME);
}

static int64_t wall_ms(struct transport *t)
{
    (void)t;
    return ms_of(CLOCK_REALTIME);
}

/* ---- what libcurl tells ------------------------------------------------------------------------------------------ */

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *known)
{
    struct over_curl *t = ctx;
    struct epoll_event e = {.data.fd = fd};
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        (void)epoll_ctl(t->epoll, EPOLL_CTL_DEL, fd, NULL); /* may be closed already */
        curl_multi_assign(t->multi, fd, NULL);
        return 0;
    }
    e.events = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) | (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
    if (epoll_ctl(t->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &e) != 0 && errno == EEXIST)
        (void)epoll_ctl(t->epoll, EPOLL_CTL_MOD, fd, &e);
    curl_multi_assign(t->multi, fd, t);
    return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *ctx)
{
    struct over_curl *t = ctx;
    (void)multi;
    t->timer = timeout_ms < 0 ? -1 : now_ms(&t->base) + timeout_ms;
    return 0;
}

/* The connection stands, tunnel and TLS included, and not one byte of the request has left. */
static int on_ready(void *ctx, char *to, char *from, int to_port, int from_port)
{
    struct ride *r = ctx;
    (void)to, (void)from, (void)to_port, (void)from_port;
    r->late = r->x->sent_by_ms && ms_of(CLOCK_BOOTTIME) >= r->x->sent_by_ms;
    r->sent = !r->late;
    return r->late ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static void header_line(struct ride *r, const char *line, size_t n)
{
    struct http_headers *h = &r->x->res.headers;
    const char *colon = memchr(line, ':', n);
    if (n > 5 && strncasecmp(line, "HTTP/", 5) == 0) {
        h->n = 0; /* of an interim answer, so far */
        return;
    }
    if (!colon)
        return;
    const char *value = colon + 1, *end = line + n;
    while (value < end && strchr(" \t", *value))
        value++;
    while (end > value && strchr(" \t\r\n", end[-1]))
        end--;
    http_header_add(r->x->arena, h, arena_strndup(r->x->arena, line, (size_t)(colon - line)),
                    arena_strndup(r->x->arena, value, (size_t)(end - value)));
}

static size_t on_header(char *line, size_t size, size_t n, void *ctx)
{
    struct ride *r = ctx;
    n *= size;
    r->header_bytes += n;
    r->headers_end = n > 0 && (*line == '\r' || *line == '\n');
    if (r->header_bytes > MAX_HEADER_BYTES || r->x->res.headers.n >= MAX_HEADERS) {
        r->too_large = true;
        return 0;
    }
    header_line(r, line, n);
    return n;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *ctx)
{
    struct ride *r = ctx;
    n *= size;
    if (r->body.len + n > (r->x->long_answer ? OBJECT_LONGEST : MAX_BODY)) {
        r->too_large = true;
        return 0;
    }
    sbuf_putn(&r->body, bytes, n);
    return n;
}

/* ---- requests ---------------------------------------------------------------------------------------------------- */

static bool one_line(const char *s)
{
    return s && s[strcspn(s, "\r\n")] == '\0';
}

/* libcurl writes these itself. */
static bool libcurls_own(const char *name)
{
    return str_eq_nocase(name, "Content-Length") || str_eq_nocase(name, "Transfer-Encoding") ||
           str_eq_nocase(name, "Expect");
}

static void put_line(struct ride *r, const char *line)
{
    r->headers = must_have(curl_slist_append(r->headers, line));
}

static bool put_headers(struct ride *r)
{
    const struct http_headers *h = &r->x->req.headers;
    for (size_t i = 0; i < h->n; i++) {
        const char *name = h->items[i].name, *value = h->items[i].value;
        if (!one_line(name) || !one_line(value) || !*name || strchr(name, ':'))
            return false;
        if (!libcurls_own(name)) /* "Name;" is how libcurl is told of an empty value */
            put_line(r, arena_printf(r->x->arena, *value ? "%s: %s" : "%s;", name, value));
    }
    put_line(r, "Expect:");
    if (!http_header(h, "Content-Type"))
        put_line(r, "Content-Type:");
    if (!http_header(h, "Host"))
        put_line(r, arena_printf(r->x->arena, "Host: %s", r->x->req.host));
    return true;
}

static void put_method(struct ride *r)
{
    const struct http_req *req = &r->x->req;
    bool bodiless = str_eq(req->method, "GET") || str_eq(req->method, "HEAD") || str_eq(req->method, "DELETE");
    if (req->body_len || !bodiless) {
        curl_easy_setopt(r->easy, CURLOPT_POST, 1L);
        curl_easy_setopt(r->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)req->body_len);
        curl_easy_setopt(r->easy, CURLOPT_POSTFIELDS, req->body_len ? req->body : "");
    }
    if (str_eq(req->method, "HEAD"))
        curl_easy_setopt(r->easy, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(r->easy, CURLOPT_CUSTOMREQUEST, req->method);
}

static void put_rules(struct over_curl *t, struct ride *r)
{
    int64_t timeout = r->x->timeout_ms > 0 ? r->x->timeout_ms : DEFAULT_TIMEOUT_MS;
    CURL *e = r->easy;
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    if (r->x->long_answer) { /* as long as something comes */
        curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, (long)LONG_ANSWER_SPEED);
        curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)(timeout / 1000 + 1));
        timeout *= LONG_ANSWER_PATIENCE;
    }
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, timeout < LONG_MAX ? (long)timeout : LONG_MAX);
    curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(e, CURLOPT_MAXAGE_CONN, (long)IDLE_SECONDS);
    curl_easy_setopt(e, CURLOPT_SHARE, t->share);
    if (t->ca_bundle)
        curl_easy_setopt(e, CURLOPT_CAINFO, t->ca_bundle);
    if (t->user_agent)
        curl_easy_setopt(e, CURLOPT_USERAGENT, t->user_agent);
    if (r->x->fresh) {
        curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
    }
}

static void put_callbacks(struct ride *r)
{
    CURL *e = r->easy;
    curl_easy_setopt(e, CURLOPT_PRIVATE, r);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, r->error);
    curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_ready);
    curl_easy_setopt(e, CURLOPT_PREREQDATA, r);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, r);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, r);
}

/* Metadata and container credentials are asked for on the machine itself: a proxy would hand out its own. */
static bool link_local(const char *host)
{
    return str_starts(host, "169.254.") || str_starts(host, "[fe80:") || str_starts(host, "[fd00:ec2:");
}

static const char *put_request(struct over_curl *t, struct ride *r)
{
    struct http_req *req = &r->x->req;
    const char *query = req->query ? req->query : "";
    if (!put_headers(r))
        return "a header of the request holds a line break";
    if (!one_line(req->method) || !one_line(req->path) || !one_line(query))
        return "the address of the request holds a line break";
    put_rules(t, r);
    put_callbacks(r);
    put_method(r);
    if (link_local(req->host))
        curl_easy_setopt(r->easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(r->easy, CURLOPT_HTTPHEADER, r->headers);
    const char *url = arena_printf(r->x->arena, "%s://%s%s%s%s", req->scheme ? req->scheme : "https", req->host,
                                   req->path, *query ? "?" : "", query);
    return curl_easy_setopt(r->easy, CURLOPT_URL, url) == CURLE_OK ? NULL : "the address is too long";
}

/* ---- a ride from start to end ------------------------------------------------------------------------------------ */

static void finish(struct over_curl *t, struct exchange *x, enum exchange_end end, const char *why)
{
    x->end = end;
    x->why = why;
    x->next = NULL;
    *t->done_end = x;
    t->done_end = &x->next;
}

static void ride_free(struct over_curl *t, struct ride *r)
{
    struct ride **at = &t->rides;
    while (*at != r)
        at = &(*at)->next;
    *at = r->next;
    curl_multi_remove_handle(t->multi, r->easy);
    curl_easy_cleanup(r->easy);
    curl_slist_free_all(r->headers);
    free(r);
}

static void start(struct transport *base, struct exchange *x)
{
    struct over_curl *t = of(base);
    struct ride *r = must_have(calloc(1, sizeof *r));
    r->easy = must_have(curl_easy_init());
    x->end = EX_PENDING;
    x->why = NULL;
    x->res = (struct http_res){0};
    r->x = x;
    r->body.arena = x->arena;
    r->next = t->rides;
    t->rides = r;
    const char *wrong = put_request(t, r);
    if (!wrong && curl_multi_add_handle(t->multi, r->easy) == CURLM_OK)
        return;
    ride_free(t, r);
    finish(t, x, EX_NOT_SENT, wrong ? wrong : "the request could not be started");
}

static const char *reason(const struct ride *r, CURLcode code)
{
    const char *text = *r->error ? r->error : curl_easy_strerror(code);
    if (code == CURLE_OK)
        text = "the connection was cut within the headers of the answer";
    if (r->too_large)
        text = "the answer is over the limit of 32 MiB (an object of 256 MiB), or its headers are over 256 KiB";
    if (r->late)
        text = "it was too late to send it when the connection stood";
    return arena_printf(r->x->arena, "%s: %s", r->x->req.host, text);
}

static void answered(struct ride *r)
{
    long status = 0;
    curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &status);
    r->x->res.status = (int)status;
    r->x->res.body = sbuf_str(&r->body);
    r->x->res.body_len = r->body.len;
}

static void reap(struct over_curl *t)
{
    CURLMsg *m;
    int left;
    while ((m = curl_multi_info_read(t->multi, &left))) {
        struct ride *r = NULL;
        CURLcode code = m->data.result;
        if (m->msg != CURLMSG_DONE || curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &r) != CURLE_OK)
            continue;
        struct exchange *x = r->x;
        bool whole = code == CURLE_OK && r->headers_end; /* libcurl takes headers that break off for an answer */
        if (whole)
            answered(r);
        const char *why = whole ? NULL : reason(r, code);
        enum exchange_end no_answer = r->sent ? EX_LOST : EX_NOT_SENT;
        ride_free(t, r);
        finish(t, x, whole ? EX_ANSWERED : no_answer, why);
    }
}

/* ---- waiting ----------------------------------------------------------------------------------------------------- */

static void turn(struct over_curl *t)
{
    struct epoll_event events[64];
    int running, n = epoll_wait(t->epoll, events, (int)COUNT(events), 0);
    for (int i = 0; i < n; i++) {
        uint32_t e = events[i].events;
        int what = (e & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) | (e & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                   (e & EPOLLERR ? CURL_CSELECT_ERR : 0);
        curl_multi_socket_action(t->multi, events[i].data.fd, what, &running);
    }
    if (t->timer >= 0 && now_ms(&t->base) >= t->timer) {
        t->timer = -1;
        curl_multi_socket_action(t->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    reap(t);
}

static int wait_of(struct over_curl *t, int64_t until_ms)
{
    enum { LONGEST = 3600 * 1000 };
    int64_t now = now_ms(&t->base), until = t->timer >= 0 && t->timer < until_ms ? t->timer : until_ms;
    if (until <= now)
        return 0;
    return until - now < LONGEST ? (int)(until - now) : LONGEST;
}

static struct exchange *take(struct over_curl *t)
{
    struct exchange *x = t->done;
    if (!x)
        return NULL;
    t->done = x->next;
    if (!t->done)
        t->done_end = &t->done;
    x->next = NULL;
    return x;
}

static struct exchange *wait_for_one(struct transport *base, int64_t until_ms, int fd)
{
    struct over_curl *t = of(base);
    for (;;) {
        turn(t);
        if (t->done || now_ms(base) >= until_ms)
            return take(t);
        struct pollfd fds[2] = {{.fd = t->epoll, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
        int n = poll(fds, 2, wait_of(t, until_ms));
        if ((n < 0 && errno == EINTR) || (n > 0 && fds[1].revents))
            return NULL;
    }
}

static void cancel(struct transport *base, struct exchange *x)
{
    struct over_curl *t = of(base);
    for (struct ride *r = t->rides; r; r = r->next)
        if (r->x == x) {
            ride_free(t, r);
            return;
        }
    for (struct exchange **at = &t->done; *at; at = &(*at)->next)
        if (*at == x) {
            *at = x->next;
            if (!*at)
                t->done_end = at;
            return;
        }
}

/* ---- the transport ----------------------------------------------------------------------------------------------- */

static void free_transport(struct transport *base)
{
    struct over_curl *t = of(base);
    if (!t)
        return;
    while (t->rides)
        ride_free(t, t->rides);
    curl_multi_cleanup(t->multi);
    curl_share_cleanup(t->share);
    if (t->epoll >= 0)
        close(t->epoll);
    free(t->ca_bundle);
    free(t->user_agent);
    free(t);
    curl_global_cleanup();
}

static void set_up(struct over_curl *t)
{
    curl_share_setopt(t->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    curl_multi_setopt(t->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(t->multi, CURLMOPT_SOCKETDATA, t);
    curl_multi_setopt(t->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(t->multi, CURLMOPT_TIMERDATA, t);
    curl_multi_setopt(t->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
}

static char *must_copy(const char *s)
{
    return must_have(strdup(s));
}

static void *must_zeroed(size_t n, size_t size)
{
    return must_have(calloc(n ? n : 1, size ? size : 1));
}

static char *copy(const char *s)
{
    return s ? must_copy(s) : NULL;
}

struct err *transport_curl(const struct curl_options *o, struct transport **ret)
{
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, must_alloc, free_wiped, must_realloc, must_copy, must_zeroed) !=
        CURLE_OK)
        return err_new(ERR_UNREACHABLE, "libcurl cannot be initialised");
    struct over_curl *t = must_have(calloc(1, sizeof *t));
    t->base = (struct transport){start, wait_for_one, cancel, now_ms, wall_ms, free_transport};
    t->multi = curl_multi_init();
    t->share = curl_share_init();
    t->ca_bundle = copy(o->ca_bundle);
    t->user_agent = copy(o->user_agent);
    t->epoll = epoll_create1(EPOLL_CLOEXEC);
    t->timer = -1;
    t->done_end = &t->done;
    if (!t->multi || !t->share || t->epoll < 0) {
        free_transport(&t->base);
        return err_new(ERR_UNREACHABLE, "no network transport: out of descriptors or memory");
    }
    set_up(t);
    *ret = &t->base;
    return NULL;
}
