#include "provisioner/route/prober.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "tests/unit/route/world.h"

enum { SECOND = 1000000 };

/* ---- on the system's sockets: a resolver and a cache in a process of their own ----------------------------------- */

static int bound(int type, uint16_t *ret_port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0 && bind(fd, (struct sockaddr *)&at, n) == 0);
    assert_true(type != SOCK_STREAM || listen(fd, 8) == 0); /* before anybody connects, whoever runs first */
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
    *ret_port = ntohs(at.sin_port);
    return fd;
}

/* A process of its own, which ends with this one. */
static pid_t child(void (*serve)(int fd), int fd)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid)
        return pid;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0)
        serve(fd);
    _exit(0);
}

static void answer_names(int fd)
{
    struct peer p = {.word = "cache.global>cache.tokyo cache.tokyo=127.0.0.1 gone=127.0.0.1"};
    char in[512], out[1024];
    struct sockaddr_storage from;
    for (;;) {
        socklen_t n_from = sizeof from;
        ssize_t n = recvfrom(fd, in, sizeof in, 0, (struct sockaddr *)&from, &n_from);
        size_t m = n > 0 ? says_dns(&p, in, (size_t)n, out, sizeof out) : 0;
        if (m)
            (void)!sendto(fd, out, m, 0, (struct sockaddr *)&from, n_from);
    }
}

static void answer_pings(int fd)
{
    struct peer p = {.word = "master"};
    char in[512], out[512];
    for (int client; (client = accept(fd, NULL, NULL)) >= 0; close(client)) {
        for (ssize_t n; (n = recv(client, in, sizeof in - 1, 0)) > 0;) {
            in[n] = '\0';
            (void)!send(client, out, says_redis(&p, in, (size_t)n, out, sizeof out), MSG_NOSIGNAL);
        }
    }
}

static void names_are_found_and_servers_asked_over_real_sockets(void **state)
{
    (void)state;
    uint16_t dns_port, port;
    int dns = bound(SOCK_DGRAM, &dns_port), cache = bound(SOCK_STREAM, &port);
    pid_t children[] = {child(answer_names, dns), child(answer_pings, cache)};
    struct sockets sockets = sockets_real();
    struct resolver resolver = {.n = 1};
    struct prober p;
    assert_true(address_read("127.0.0.1", dns_port, &resolver.servers[0]));
    prober_init(&p, &sockets, &resolver);
    static struct check checks[4];
    static const char *const hosts[] = {"cache.global", "127.0.0.1", "nowhere", "gone"};
    for (size_t i = 0; i < COUNT(checks); i++) {
        checks[i] = (struct check){
            .protocol = greeting_named("redis"), .host = hosts[i], .port = port, .timeout_us = 20 * SECOND};
        checks[i].port = i == 3 ? 1 : port;
        prober_start(&p, &checks[i]);
    }
    for (size_t i = 0; i < COUNT(checks); i++)
        assert_non_null(prober_poll(&p, sockets.now_us(&sockets) + 30 * SECOND));
    assert_true(checks[0].ok && checks[1].ok);
    assert_string_equal(checks[0].talk.told, "primary");
    assert_int_equal(checks[0].names.n_aliases, 1);
    assert_string_equal(checks[0].names.aliases[0], "cache.tokyo");
    assert_false(checks[2].ok);
    assert_string_equal(checks[2].why, "its name leads nowhere");
    assert_false(checks[3].ok);
    assert_string_equal(checks[3].why, "it takes no connection");
    assert_int_equal(checks[3].errnum, ECONNREFUSED);
    prober_end(&p);
    for (size_t i = 0; i < COUNT(children); i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    close(dns);
    close(cache);
}

/* ---- on a clock of its own --------------------------------------------------------------------------------------- */

static size_t says_nothing_found(struct peer *p, const char *in, size_t n, char *out, size_t most)
{
    (void)p;
    memcpy(out, in, n < most ? n : most);
    out[2] = (char)0x81;
    out[3] = (char)0x82; /* SERVFAIL */
    return n;
}

static size_t says_too_much(struct peer *p, const char *in, size_t n, char *out, size_t most)
{
    (void)p;
    (void)in;
    (void)n;
    memset(out, 'x', most);
    return most;
}

static void a_check_ends_in_its_time_and_says_why(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct peer peers[] = {
        {"10.0.0.1", 53, SERVES, 1000, says_nothing_found},
        {"10.0.0.2", 53, SERVES, 1000, says_dns,
         "db=10.1.0.1 gone=10.1.0.9 mute=10.1.0.2 odd=10.1.0.3 up=10.1.0.4 two=10.1.0.9 two=10.1.0.1"},
        {"10.0.0.3", 53, DARK, 1000, says_dns},
        {"10.1.0.1", 5432, SERVES, 1000, says_postgres},
        {"10.1.0.2", 5432, MUTE, 1000, says_postgres},
        {"10.1.0.3", 5432, SERVES, 1000, says_too_much},
        {"10.1.0.4", 5432, HANGS_UP, 1000, says_postgres},
        {""},
    };
    static const struct {
        const char *resolv, *host, *why;
        int64_t least_us, most_us;
    } cases[] = {
        {"nameserver 10.0.0.2", "db", "", 1000, 20000},
        {"nameserver 10.0.0.1\nnameserver 10.0.0.2", "db", "", 250000, 300000}, /* the next server is asked */
        {"nameserver 10.0.0.3\nnameserver 10.0.0.2", "db", "", 250000, 300000},
        {"nameserver 10.0.0.3", "db", "no answer about its name in time", SECOND, SECOND},
        {"nameserver 10.0.0.2", "gone", "no connection in time", SECOND, SECOND},
        {"nameserver 10.0.0.2", "two", "", SECOND / 2, SECOND / 2 + 20000}, /* a zone is silent, and another is not */
        {"nameserver 10.0.0.2", "mute", "no answer in time", SECOND, SECOND},
        {"nameserver 10.0.0.2", "odd", "it does not speak PostgreSQL", 1000, 20000},
        {"nameserver 10.0.0.2", "up", "it hung up before it had answered", 1000, 20000},
        {"nameserver 10.0.0.2", "none", "its name leads nowhere", 1000, 20000},
        {"nameserver 10.0.0.2", "a..b", "that is no name", 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct world *w = world_new(a, peers);
        struct resolver r = resolver_read(cases[i].resolv, NULL);
        struct prober p;
        struct check *c = arena_alloc(a, sizeof *c);
        *c = (struct check){
            .protocol = greeting_named("postgres"), .host = cases[i].host, .port = 5432, .timeout_us = SECOND};
        prober_init(&p, &w->sockets, &r);
        prober_start(&p, c);
        assert_ptr_equal(prober_poll(&p, w->now_us + 10 * SECOND), c);
        if (strcmp(c->why, cases[i].why) != 0 || c->ok != !*cases[i].why)
            fail_msg("case %zu: %s", i, c->why);
        assert_in_range(c->took_us, cases[i].least_us, cases[i].most_us);
        prober_end(&p);
    }
}

static void what_is_cancelled_leaves_nothing_open(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct peer peers[] = {{"10.1.0.1", 443, MUTE, 1000, NULL}, {""}};
    struct world *w = world_new(a, peers);
    struct resolver r = resolver_read(NULL, "10.1.0.1 web\n");
    struct prober p;
    static struct check c;
    c = (struct check){.protocol = greeting_named("https"), .host = "web", .port = 443, .timeout_us = SECOND};
    prober_init(&p, &w->sockets, &r);
    prober_start(&p, &c);
    assert_null(prober_poll(&p, w->now_us + SECOND / 2)); /* in the middle of its handshake */
    assert_true(w->conns[0].used);
    prober_end(&p);
    assert_false(w->conns[0].used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_and_servers_asked_over_real_sockets),
        cmocka_unit_test(a_check_ends_in_its_time_and_says_why),
        cmocka_unit_test(what_is_cancelled_leaves_nothing_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
