#include "aws/net/transport.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- a server that plays one script ------------------------------------------------------------------------------ */

struct server {
    int listener, port;
    const char *answer; /* NULL: cut the connection before it */
    size_t answer_len;
    size_t repeats; /* send the answer's last `tail` bytes again and again */
    int delay_ms;
    bool hold; /* leave the connection open for further requests */
    pthread_t thread;
    pthread_mutex_t lock;
    unsigned connections, requests;
    char seen[4096]; /* the last request's head */
};

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
}

static void keep(struct server *s, const char *head)
{
    pthread_mutex_lock(&s->lock);
    snprintf(s->seen, sizeof s->seen, "%s", head);
    s->requests++;
    pthread_mutex_unlock(&s->lock);
}

static void skip_body(int fd, size_t left)
{
    char block[65536];
    for (ssize_t got = 1; left && got > 0; left -= (size_t)(got > 0 ? got : 0))
        got = read(fd, block, left < sizeof block ? left : sizeof block);
}

static bool read_request(struct server *s, int fd)
{
    char text[sizeof s->seen] = "";
    size_t n = 0;
    for (ssize_t got; n + 1 < sizeof text && (got = read(fd, text + n, sizeof text - 1 - n)) > 0;) {
        n += (size_t)got;
        text[n] = '\0';
        char *body = strstr(text, "\r\n\r\n"), *length = strstr(text, "Content-Length: ");
        if (!body)
            continue;
        size_t wanted = length ? strtoul(length + 16, NULL, 10) : 0, had = n - (size_t)(body + 4 - text);
        skip_body(fd, wanted > had ? wanted - had : 0);
        keep(s, text);
        return true;
    }
    return false;
}

static void serve_one(struct server *s, int fd)
{
    while (read_request(s, fd)) {
        pause_ms(s->delay_ms);
        if (!s->answer)
            break;
        bool sent = send(fd, s->answer, s->answer_len, MSG_NOSIGNAL) > 0;
        static const char filler[65536];
        for (size_t i = 0; sent && i < s->repeats; i++)
            sent = send(fd, filler, sizeof filler, MSG_NOSIGNAL) > 0;
        if (!s->hold)
            break;
    }
    close(fd);
}

struct visit {
    struct server *server;
    int fd;
    pthread_t thread;
};

static void *serve_visit(void *ctx)
{
    struct visit *v = ctx;
    serve_one(v->server, v->fd);
    return NULL;
}

static void *serve(void *ctx)
{
    struct server *s = ctx;
    struct visit visits[16];
    unsigned n = 0;
    for (int fd; n < COUNT(visits) && (fd = accept(s->listener, NULL, NULL)) >= 0; n++) {
        pthread_mutex_lock(&s->lock);
        s->connections++;
        pthread_mutex_unlock(&s->lock);
        visits[n] = (struct visit){.server = s, .fd = fd};
        pthread_create(&visits[n].thread, NULL, serve_visit, &visits[n]);
    }
    for (unsigned i = 0; i < n; i++)
        pthread_join(visits[i].thread, NULL);
    return NULL;
}

static void server_start(struct server *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->listener, 16), 0);
    assert_int_equal(getsockname(s->listener, (struct sockaddr *)&at, &len), 0);
    s->port = ntohs(at.sin_port);
    if (!s->answer_len && s->answer)
        s->answer_len = strlen(s->answer);
    pthread_mutex_init(&s->lock, NULL);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void server_stop(struct server *s)
{
    shutdown(s->listener, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->listener);
    pthread_mutex_destroy(&s->lock);
}

static unsigned connections_to(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    unsigned n = s->connections;
    pthread_mutex_unlock(&s->lock);
    return n;
}

/* ---- what the tests share ---------------------------------------------------------------------------------------- */

struct world {
    struct arena *arena;
    struct transport *t;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_new();
    if (transport_curl(&(struct curl_options){.user_agent = "test/1"}, &w->t))
        return -1;
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    w->t->free(w->t);
    arena_free(w->arena);
    free(w);
    return 0;
}

static struct exchange *begin(struct world *w, const char *method, int port, const char *body)
{
    struct exchange *x = arena_alloc(w->arena, sizeof *x);
    *x = (struct exchange){.arena = w->arena,
                           .timeout_ms = 3000,
                           .req = {.method = method,
                                   .scheme = "http",
                                   .host = arena_printf(w->arena, "127.0.0.1:%d", port),
                                   .path = "/a/../b%2Fc",
                                   .query = "q=1",
                                   .body = body,
                                   .body_len = body ? strlen(body) : 0}};
    http_header_add(w->arena, &x->req.headers, "Host", x->req.host);
    http_header_add(w->arena, &x->req.headers, "X-Empty", "");
    return x;
}

static struct exchange *run(struct world *w, struct exchange *x)
{
    w->t->start(w->t, x);
    struct exchange *done = w->t->poll(w->t, w->t->now_ms(w->t) + 10000, -1);
    assert_ptr_equal(done, x);
    return x;
}

static const char hello[] = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Two:  b \r\nx-two: c\r\n\r\nhello";

/* ---- tests ------------------------------------------------------------------------------------------------------- */

static void an_answer_comes_back_whole(void **state)
{
    struct world *w = *state;
    struct server s = {.answer = hello};
    server_start(&s);
    struct exchange *x = run(w, begin(w, "POST", s.port, "body"));
    server_stop(&s);
    assert_int_equal(x->end, EX_ANSWERED);
    assert_int_equal(x->res.status, 200);
    assert_string_equal(x->res.body, "hello");
    assert_int_equal(x->res.body_len, 5);
    assert_string_equal(http_header(&x->res.headers, "X-TWO"), "b");
    assert_int_equal(x->res.headers.n, 3);
}

static void a_request_leaves_as_it_was_given(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *method, *body, *has, *lacks;
    } cases[] = {
        {"POST", "abc", "Content-Length: 3\r\n", "Content-Type"},
        {"PUT", NULL, "Content-Length: 0\r\n", "Content-Type"},
        {"GET", NULL, "X-Empty:\r\n", "Content-Length"},
        {"DELETE", NULL, "User-Agent: test/1\r\n", "Content-Length"},
        {"DELETE", "abc", "Content-Length: 3\r\n", "Expect"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct server s = {.answer = hello};
        server_start(&s);
        struct exchange *x = run(w, begin(w, cases[i].method, s.port, cases[i].body));
        server_stop(&s);
        assert_int_equal(x->end, EX_ANSWERED);
        const char *first = arena_printf(w->arena, "%s /a/../b%%2Fc?q=1 HTTP/1.1\r\n", cases[i].method);
        assert_true(str_starts(s.seen, first));
        assert_non_null(strstr(s.seen, cases[i].has));
        assert_null(strstr(s.seen, cases[i].lacks));
    }
}

static void what_may_have_taken_effect_is_lost(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *answer;
        size_t repeats;
        int delay_ms, timeout_ms;
    } cases[] = {
        {NULL, 0, 0, 3000},                                                /* cut before the answer */
        {"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", 0, 0, 3000}, /* cut within */
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", 0, 0, 3000},
        {"HTTP/1.1 200 OK\r\nContent-Le", 0, 0, 3000},
        {"not HTTP at all\r\n\r\n", 0, 0, 3000},
        {hello, 0, 1000, 200},                          /* slower than we wait */
        {"HTTP/1.1 200 OK\r\n\r\n", 33 * 16, 0, 10000}, /* over the limit */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct server s = {.answer = cases[i].answer, .repeats = cases[i].repeats, .delay_ms = cases[i].delay_ms};
        server_start(&s);
        struct exchange *x = begin(w, "POST", s.port, "body");
        x->timeout_ms = cases[i].timeout_ms;
        x->fresh = true;
        run(w, x);
        server_stop(&s);
        assert_int_equal(x->end, EX_LOST);
        assert_non_null(strstr(x->why, x->req.host));
        assert_int_equal(s.requests, 1);
    }
}

static void an_answer_within_the_limit_is_taken(void **state)
{
    struct world *w = *state;
    struct server s = {.answer = "HTTP/1.1 200 OK\r\n\r\n", .repeats = 31 * 16};
    server_start(&s);
    struct exchange *x = begin(w, "GET", s.port, NULL);
    x->timeout_ms = 10000;
    run(w, x);
    server_stop(&s);
    assert_int_equal(x->end, EX_ANSWERED);
    assert_int_equal(x->res.body_len, 31 * 1024 * 1024);
}

static void headers_without_end_are_cut_off(void **state)
{
    struct world *w = *state;
    struct sbuf text = {.arena = w->arena};
    sbuf_puts(&text, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 1000; i++)
        sbuf_printf(&text, "X-Header-%d: value\r\n", i);
    sbuf_puts(&text, "Content-Length: 0\r\n\r\n");
    struct server s = {.answer = text.s};
    server_start(&s);
    struct exchange *x = run(w, begin(w, "GET", s.port, NULL));
    server_stop(&s);
    assert_int_equal(x->end, EX_LOST);
    assert_non_null(strstr(x->why, "limit"));
}

static int unused_port(void)
{
    struct server s = {.answer = hello};
    server_start(&s);
    server_stop(&s);
    return s.port;
}

static void what_did_not_leave_the_machine_is_not_sent(void **state)
{
    struct world *w = *state;
    int port = unused_port();
    struct exchange *refused = begin(w, "POST", port, "body"), *unresolved = begin(w, "POST", port, "body"),
                    *split = begin(w, "POST", port, "body"), *no_tls;
    unresolved->req.host = "nowhere.invalid";
    http_header_add(w->arena, &split->req.headers, "X-Split", "a\r\nHost: elsewhere");
    struct server s = {.answer = hello};
    server_start(&s);
    no_tls = begin(w, "POST", s.port, "body");
    no_tls->req.scheme = "https";
    struct exchange *all[] = {refused, unresolved, split, no_tls};
    for (size_t i = 0; i < COUNT(all); i++) {
        run(w, all[i]);
        assert_int_equal(all[i]->end, EX_NOT_SENT);
        assert_non_null(all[i]->why);
    }
    server_stop(&s);
}

/* The process was stopped in between: what it may no longer do by now, it does not do. */
static void what_stands_too_late_to_leave_does_not_leave(void **state)
{
    struct world *w = *state;
    struct server s = {.answer = hello};
    server_start(&s);
    struct exchange *late = begin(w, "POST", s.port, "body"), *early = begin(w, "POST", s.port, "body");
    late->sent_by_ms = w->t->now_ms(w->t);
    early->sent_by_ms = late->sent_by_ms + 60000;
    run(w, late);
    assert_int_equal(late->end, EX_NOT_SENT);
    assert_non_null(strstr(late->why, "too late"));
    run(w, early);
    assert_int_equal(early->end, EX_ANSWERED);
    server_stop(&s);
    assert_int_equal(s.requests, 1);
}

static void a_proxy_that_opens_no_tunnel_has_not_sent_the_request(void **state)
{
    struct world *w = *state;
    static const char *const answers[] = {"HTTP/1.1 403 No\r\nX-Proxy: 1\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 40",
                                          NULL};
    for (size_t i = 0; i < COUNT(answers); i++) {
        struct server s = {.answer = answers[i]};
        server_start(&s);
        setenv("https_proxy", arena_printf(w->arena, "http://127.0.0.1:%d", s.port), 1);
        struct exchange *x = begin(w, "POST", 443, "body");
        x->req.scheme = "https";
        x->req.host = "nowhere.invalid";
        run(w, x);
        unsetenv("https_proxy");
        server_stop(&s);
        assert_true(str_starts(s.seen, "CONNECT nowhere.invalid:443 "));
        assert_int_equal(x->end, EX_NOT_SENT);
    }
}

static void redirects_are_not_followed(void **state)
{
    struct world *w = *state;
    struct server s = {.answer = "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"};
    server_start(&s);
    struct exchange *x = run(w, begin(w, "POST", s.port, "body"));
    server_stop(&s);
    assert_int_equal(x->end, EX_ANSWERED);
    assert_int_equal(x->res.status, 307);
}

static void interim_answers_are_skipped(void **state)
{
    struct world *w = *state;
    struct server s = {.answer = "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
                                 "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno"};
    server_start(&s);
    struct exchange *x = run(w, begin(w, "POST", s.port, "body"));
    server_stop(&s);
    assert_int_equal(x->res.status, 404);
    assert_string_equal(x->res.body, "no");
    assert_null(http_header(&x->res.headers, "X-Early"));
}

static void connections_are_kept_but_for_fresh_exchanges(void **state)
{
    struct world *w = *state;
    static const struct {
        bool fresh;
        unsigned connections; /* so far */
    } cases[] = {{true, 1}, {false, 2}, {false, 2}, {true, 3}, {false, 3}};
    struct server s = {.answer = hello, .hold = true};
    server_start(&s);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct exchange *x = begin(w, "POST", s.port, "body");
        x->fresh = cases[i].fresh;
        assert_int_equal(run(w, x)->end, EX_ANSWERED);
        assert_int_equal(connections_to(&s), cases[i].connections);
    }
    w->t->free(w->t); /* closes what is kept: the server waits for that */
    server_stop(&s);
    assert_null(transport_curl(&(struct curl_options){0}, &w->t));
}

static void large_bodies_leave_at_once_and_with_their_true_length(void **state)
{
    struct world *w = *state;
    enum { LARGE = 3 * 512 * 1024 };
    struct server s = {.answer = hello};
    server_start(&s);
    struct exchange *x = begin(w, "PUT", s.port, NULL);
    char *body = arena_alloc(w->arena, LARGE + 1);
    memset(body, 'x', LARGE);
    x->req.body = body;
    x->req.body_len = LARGE;
    http_header_add(w->arena, &x->req.headers, "Content-Length", "7");
    run(w, x);
    server_stop(&s);
    assert_int_equal(x->end, EX_ANSWERED);
    assert_null(strstr(s.seen, "Expect"));
    assert_non_null(strstr(s.seen, "Content-Length: 1572864\r\n"));
    assert_null(strstr(s.seen, "Content-Length: 7"));
}

static void cancelled_exchanges_are_never_handed_out(void **state)
{
    struct world *w = *state;
    struct server s = {.answer = hello, .delay_ms = 50};
    server_start(&s);
    struct exchange *one = begin(w, "GET", s.port, NULL), *bad = begin(w, "GET", s.port, NULL);
    http_header_add(w->arena, &bad->req.headers, "X-Split", "\n");
    w->t->start(w->t, one);
    w->t->start(w->t, bad); /* has ended already */
    w->t->cancel(w->t, one);
    w->t->cancel(w->t, bad);
    assert_null(w->t->poll(w->t, w->t->now_ms(w->t) + 200, -1));
    server_stop(&s);
}

static void polling_ends_in_time_or_when_the_descriptor_is_readable(void **state)
{
    struct world *w = *state;
    int64_t began = w->t->now_ms(w->t);
    assert_null(w->t->poll(w->t, began + 100, -1));
    assert_in_range(w->t->now_ms(w->t) - began, 100, 5000);
    assert_null(w->t->poll(w->t, began - 1, -1));
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_null(w->t->poll(w->t, INT64_MAX, ends[0]));
    close(ends[0]);
    close(ends[1]);
}

static void ignore_signal(int number)
{
    (void)number;
}

static void a_signal_ends_polling(void **state)
{
    struct world *w = *state;
    struct sigaction act = {.sa_handler = ignore_signal, .sa_flags = SA_RESTART}, was;
    assert_int_equal(sigaction(SIGALRM, &act, &was), 0);
    struct itimerval soon = {.it_value = {.tv_usec = 100000}, .it_interval = {.tv_usec = 100000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    assert_null(w->t->poll(w->t, INT64_MAX, -1));
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    sigaction(SIGALRM, &was, NULL);
}

static void many_exchanges_run_side_by_side(void **state)
{
    struct world *w = *state;
    enum { MANY = 8, EACH_MS = 500 };
    struct server s[MANY];
    struct exchange *x[MANY];
    int64_t began = w->t->now_ms(w->t);
    for (int i = 0; i < MANY; i++) {
        s[i] = (struct server){.answer = hello, .delay_ms = EACH_MS};
        server_start(&s[i]);
        x[i] = begin(w, "GET", s[i].port, NULL);
        w->t->start(w->t, x[i]);
    }
    for (int i = 0; i < MANY; i++)
        assert_non_null(w->t->poll(w->t, began + 20000, -1));
    int64_t took = w->t->now_ms(w->t) - began;
    for (int i = 0; i < MANY; i++) {
        server_stop(&s[i]);
        assert_int_equal(x[i]->end, EX_ANSWERED);
    }
    assert_true(took < MANY * EACH_MS); /* one after the other would take longer */
}

/* ---- TLS --------------------------------------------------------------------------------------------------------- */

static const char make_certificate[] =
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -days 2 "
    "-addext subjectAltName=DNS:localhost -keyout %s/key -out %s/cert >/dev/null 2>&1";
static const char serve_tls[] =
    "exec openssl s_server -accept 127.0.0.1:0 -cert %s/cert -key %s/key -www %s 2>/dev/null";

struct tls_server {
    FILE *says;
    int port;
    pid_t pid;
};

/* s_server says "ACCEPT 127.0.0.1:PORT" once it listens. */
static void tls_start(struct tls_server *s, struct arena *a, const char *folder, const char *more)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const char *command = arena_printf(a, serve_tls, folder, folder, more);
    s->pid = fork();
    if (s->pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    s->says = fdopen(ends[0], "r");
    char line[256];
    for (s->port = 0; !s->port && fgets(line, sizeof line, s->says);)
        if (str_starts(line, "ACCEPT "))
            s->port = atoi(strrchr(line, ':') + 1);
    assert_int_not_equal(s->port, 0);
}

static void tls_stop(struct tls_server *s)
{
    kill(s->pid, SIGKILL);
    waitpid(s->pid, NULL, 0);
    fclose(s->says);
}

static enum exchange_end over_tls(struct world *w, const char *ca_bundle, const char *host, int port)
{
    w->t->free(w->t);
    assert_null(transport_curl(&(struct curl_options){.ca_bundle = ca_bundle}, &w->t));
    struct exchange *x = begin(w, "GET", port, NULL);
    x->req.scheme = "https";
    x->req.path = "/";
    x->req.host = arena_printf(w->arena, "%s:%d", host, port);
    return run(w, x)->end;
}

static void only_a_trusted_name_over_a_current_tls_gets_the_request(void **state)
{
    struct world *w = *state;
    char folder[] = P_tmpdir "/transport-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *cert = arena_printf(w->arena, "%s/cert", folder), *key = arena_printf(w->arena, "%s/key", folder);
    if (system(arena_printf(w->arena, make_certificate, folder, folder)) != 0) {
        rmdir(folder);
        print_message("the openssl command is not here\n");
        skip();
    }
    static const struct {
        const char *server, *host;
        bool trusted;
        enum exchange_end end;
    } cases[] = {
        {"", "localhost", true, EX_ANSWERED},
        {"-tls1_2", "localhost", true, EX_ANSWERED},
        {"", "localhost", false, EX_NOT_SENT},
        {"", "127.0.0.1", true, EX_NOT_SENT}, /* the certificate is for another name */
        {"-tls1_1 -cipher ALL:@SECLEVEL=0", "localhost", true, EX_NOT_SENT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tls_server s;
        tls_start(&s, w->arena, folder, cases[i].server);
        enum exchange_end end = over_tls(w, cases[i].trusted ? cert : NULL, cases[i].host, s.port);
        tls_stop(&s);
        assert_int_equal(end, cases[i].end);
    }
    unlink(cert);
    unlink(key);
    rmdir(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const char *const proxies[] = {"http_proxy",  "HTTP_PROXY", "https_proxy",
                                          "HTTPS_PROXY", "all_proxy",  "ALL_PROXY"};
    for (size_t i = 0; i < COUNT(proxies); i++)
        unsetenv(proxies[i]);
    const struct CMUnitTest tests[] = {
        TEST(an_answer_comes_back_whole),
        TEST(a_request_leaves_as_it_was_given),
        TEST(what_may_have_taken_effect_is_lost),
        TEST(an_answer_within_the_limit_is_taken),
        TEST(headers_without_end_are_cut_off),
        TEST(what_did_not_leave_the_machine_is_not_sent),
        TEST(what_stands_too_late_to_leave_does_not_leave),
        TEST(a_proxy_that_opens_no_tunnel_has_not_sent_the_request),
        TEST(redirects_are_not_followed),
        TEST(interim_answers_are_skipped),
        TEST(connections_are_kept_but_for_fresh_exchanges),
        TEST(large_bodies_leave_at_once_and_with_their_true_length),
        TEST(cancelled_exchanges_are_never_handed_out),
        TEST(polling_ends_in_time_or_when_the_descriptor_is_readable),
        TEST(a_signal_ends_polling),
        TEST(many_exchanges_run_side_by_side),
        TEST(only_a_trusted_name_over_a_current_tls_gets_the_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
