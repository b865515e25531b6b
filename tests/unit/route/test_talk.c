#include "provisioner/route/talk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* What a stage of a protocol makes of an answer. */
static enum heard hear(struct talk *t, const char *protocol, size_t stage, const char *in, size_t n, bool end)
{
    char bytes[TALK_LONGEST];
    const struct greeting *g = greeting_named(protocol);
    if (!g)
        g = str_eq(protocol, "instance") ? &greeting_instance : &greeting_task;
    *t = (struct talk){.protocol = g, .host = "h", .path = "/v4/x", .stage = stage};
    memcpy(bytes, in, n);
    bytes[n] = '\0';
    return g->stages[stage].hear(t, bytes, n, end);
}

#define BYTES(text) text, sizeof text - 1

static void answers_mean_what_their_protocols_say(void **state)
{
    (void)state;
    static const struct {
        const char *protocol;
        size_t stage;
        const char *in;
        size_t n;
        enum heard heard;
        const char *why; /* or what it told */
    } cases[] = {
        {"postgres", 0, BYTES("S"), HEARD_SECURE, ""},
        {"postgres", 0, BYTES("N"), HEARD_NEXT, ""},
        {"postgres", 0, BYTES("SR"), HEARD_NO, "it said more than it was asked before TLS"},
        {"postgres", 0, BYTES("EFATAL"), HEARD_YES, ""},
        {"postgres", 0, BYTES("HTTP/1.1 400"), HEARD_NO, "it does not speak PostgreSQL"},
        {"postgres", 0, BYTES(""), HEARD_MORE, ""},
        {"postgres", 1, BYTES("R\0\0\0\x08\0\0\0\x03"), HEARD_YES, ""},
        {"postgres", 1, BYTES("E\0\0\0\x20SFATAL\0C28P01\0\0"), HEARD_MORE, ""},
        {"postgres", 1, BYTES("E\0\0\0\x13SFATAL\0C28P01\0\0"), HEARD_YES, ""},
        {"postgres", 1, BYTES("E\0\0\0\x13SFATAL\0C57P03\0\0"), HEARD_NO,
         "it is starting up, shutting down or recovering"},
        {"postgres", 1, BYTES("E\0\0\0\x13SFATAL\0C53300\0\0"), HEARD_NO, "it has no connection left to give"},
        {"postgres", 1, BYTES("E\xff\xff\xff\xff"), HEARD_NO, "it does not speak PostgreSQL"},
        {"mysql", 0,
         BYTES("\x06\0\0\0\x0a"
               "8.0.1"),
         HEARD_NEXT, ""},
        {"mysql", 0,
         BYTES("\x4a\0\0\0\x0a"
               "8.0"),
         HEARD_MORE, ""},
        {"mysql", 0, BYTES("\x17\0\0\0\xff\x10\x04Too many connections"), HEARD_NO,
         "it has no connection left to give"},
        {"mysql", 0, BYTES("\x17\0\0\0\xff\x69\x04Host is blocked"), HEARD_YES, ""},
        {"mysql", 0, BYTES("\x17\0\0\0\xff\x1d\x04Shutdown"), HEARD_NO, "it is shutting down"},
        {"mysql", 0, BYTES("-ERR unknown"), HEARD_NO, "it does not speak MySQL"},
        {"mysql", 1,
         BYTES("\x17\0\0\x02\xff\x15\x04"
               "denied"),
         HEARD_YES, ""},
        {"mysql", 1,
         BYTES("\x17\0\0\x02\xfe"
               "caching_sha2"),
         HEARD_NEXT, ""},
        {"mysql", 2, BYTES("\x17"), HEARD_YES, ""},
        {"redis", 0, BYTES("+PONG\r\n"), HEARD_NEXT, ""},
        {"redis", 0, BYTES("+PON"), HEARD_MORE, ""},
        {"redis", 0, BYTES("-NOAUTH Authentication required.\r\n"), HEARD_YES, ""},
        {"redis", 0, BYTES("-LOADING Redis is loading the dataset in memory\r\n"), HEARD_NO, "it is loading its data"},
        {"redis", 0, BYTES("-MASTERDOWN Link with MASTER is down\r\n"), HEARD_NO,
         "it has lost the one it copies, or its cluster"},
        {"redis", 0, BYTES("-ERR max number of clients reached\r\n"), HEARD_NO, "it has no connection left to give"},
        {"redis", 0, BYTES("HTTP/1.1 400 Bad Request\r\n"), HEARD_NO, "it does not speak Redis"},
        {"redis", 1, BYTES("$30\r\n# Replication\r\nrole:master\r\n"), HEARD_YES, "primary"},
        {"redis", 1, BYTES("$30\r\n# Replication\r\nrole:slave\r\n"), HEARD_YES, "replica"},
        {"redis", 1, BYTES("$30\r\n# Replication\r\nrole:sla"), HEARD_MORE, ""},
        {"redis", 1, BYTES("-NOPERM no\r\n"), HEARD_YES, ""},
        {"kafka", 0, BYTES("\0\0\0\x0aprov\0\0\0\0\0\0"), HEARD_YES, ""},
        {"kafka", 0, BYTES("\0\0\0\x0aprov\0\x23"), HEARD_YES, ""},
        {"kafka", 0, BYTES("\0\0\0\x0aprov\0\x3a"), HEARD_NO, "the broker answers with an error"},
        {"kafka", 0, BYTES("\0\0\0\x0axxxx\0\0"), HEARD_NO, "it does not speak Kafka"},
        {"http", 0, BYTES("HTTP/1.1 200 OK\r\n"), HEARD_YES, ""},
        {"http", 0, BYTES("HTTP/1.0 404"), HEARD_YES, ""},
        {"http", 0, BYTES("HTTP/1.1 503 "), HEARD_NO, "it answers with a status of 500 or more"},
        {"http", 0, BYTES("HTTP/1.1"), HEARD_MORE, ""},
        {"http", 0, BYTES("SSH-2.0-OpenSSH"), HEARD_NO, "it does not speak HTTP"},
        {"instance", 0, BYTES("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntoken"), HEARD_NEXT, ""},
        {"instance", 0, BYTES("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntok"), HEARD_MORE, ""},
        {"instance", 0, BYTES("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nto\r\nX"), HEARD_NO, "its token is none"},
        {"instance", 0, BYTES("HTTP/1.1 403 Forbidden\r\n\r\n"), HEARD_NO, "it has no answer to that"},
        {"instance", 1, BYTES("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\nap-northeast-1a"), HEARD_YES,
         "ap-northeast-1"},
        {"instance", 1, BYTES("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nnowhere"), HEARD_NO, "its zone is none"},
        {"task", 0,
         BYTES("HTTP/1.0 200 OK\r\n\r\n{\"Cluster\":\"c\",\"TaskARN\":\"arn:aws:ecs:us-west-2:1:task/c/1\"}"),
         HEARD_YES, "us-west-2"},
        {"task", 0, BYTES("HTTP/1.0 200 OK\r\n\r\n{\"Cluster\":\"c\",\"TaskARN\":\"arn:aws:ecs:us-we"), HEARD_MORE, ""},
        {"task", 0, BYTES("HTTP/1.0 404 Not Found\r\n"), HEARD_NO, "it has no answer to that"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct talk t;
        enum heard heard = hear(&t, cases[i].protocol, cases[i].stage, cases[i].in, cases[i].n, false);
        const char *said = heard == HEARD_NO ? t.why : t.told;
        if (heard != cases[i].heard || strcmp(said, cases[i].why) != 0)
            fail_msg("case %zu: %d \"%s\"", i, heard, said);
        if (heard == HEARD_MORE) /* and whoever hangs up then has not answered, or had already */
            assert_int_not_equal(hear(&t, cases[i].protocol, cases[i].stage, cases[i].in, cases[i].n, true),
                                 HEARD_MORE);
    }
}

static const char *said(struct arena *a, const char *protocol, size_t stage, size_t *ret_n)
{
    struct sbuf out = {.arena = a};
    const struct greeting *g = greeting_named(protocol);
    const struct talk t = {.protocol = g ? g : &greeting_instance, .host = "h", .path = "/p", .kept = "TOKEN"};
    t.protocol->stages[stage].say(&t, &out);
    *ret_n = out.len;
    return sbuf_str(&out);
}

static void what_is_said_is_what_servers_expect(void **state)
{
    (void)state;
    static const struct {
        const char *protocol;
        size_t stage;
        const char *begins;
        size_t n;
    } cases[] = {
        {"postgres", 0, BYTES("\0\0\0\x08\x04\xd2\x16\x2f")},
        {"postgres", 1, BYTES("\0\0\0\x4f\0\x03\0\0user\0provisioner\0database\0postgres\0")},
        {"redis", 0, BYTES("*1\r\n$4\r\nPING\r\n")},
        {"kafka", 0, BYTES("\0\0\0\x15\0\x12\0\0prov\0\x0bprovisioner")},
        {"http", 0, BYTES("GET /p HTTP/1.1\r\nHost: h\r\n")},
        {"instance", 0, BYTES("PUT /latest/api/token HTTP/1.1\r\n")},
        {"instance", 1, BYTES("GET /latest/meta-data/placement/availability-zone HTTP/1.1\r\n")},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t n = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *text = said(a, cases[i].protocol, cases[i].stage, &n);
        if (n < cases[i].n || memcmp(text, cases[i].begins, cases[i].n) != 0)
            fail_msg("case %zu: %s", i, text);
    }
    struct sbuf six = {.arena = a};
    const struct talk t = {.protocol = greeting_named("http"), .host = "2001:db8::1"};
    t.protocol->stages[0].say(&t, &six);
    assert_non_null(strstr(sbuf_str(&six), "\r\nHost: [2001:db8::1]\r\n"));
    const char *words = said(a, "postgres", 1, &n);
    assert_int_equal(n, (unsigned char)words[3]); /* it says itself how long it is */
    assert_non_null(strstr(said(a, "instance", 1, &n), "\r\nX-aws-ec2-metadata-token: TOKEN\r\n"));
    const char *mysql = said(a, "mysql", 1, &n);
    assert_int_equal(n - 4, (unsigned char)mysql[0]);
    assert_int_equal(mysql[3], 1);
    assert_memory_equal(mysql + 4 + 32, "provisioner\0\0mysql_native_password", 35);
}

static void zones_belong_to_regions(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *region; /* NULL: it is none */
    } cases[] = {
        {"ap-northeast-1a", "ap-northeast-1"},
        {"ap-northeast-1", "ap-northeast-1"},
        {"us-gov-west-1b", "us-gov-west-1"},
        {"us-west-2-lax-1a", "us-west-2"},
        {"us-east-1-wl1-bos-wlz-1", "us-east-1"},
        {"", NULL},
        {"apne1-az1", NULL},
        {"us--1", NULL},
        {"US-EAST-1", NULL},
        {"us-east-1\n", NULL},
        {"us-east-100a", NULL},
        {"localhost", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char region[64] = "";
        bool is = region_of_zone(cases[i].zone, region);
        if (is != (cases[i].region != NULL) || (is && strcmp(region, cases[i].region) != 0))
            fail_msg("%s: %s", cases[i].zone, is ? region : "none");
    }
}

static void a_pods_token_tells_its_clusters_region(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const struct {
        const char *claims, *region;
    } cases[] = {
        {"{\"iss\":\"https://oidc.eks.ap-northeast-2.amazonaws.com/id/ABC\",\"sub\":\"x\"}", "ap-northeast-2"},
        {"{\"iss\":\"https://oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC\"}", "cn-north-1"},
        {"{\"iss\":\"https://kubernetes.default.svc\"}", NULL},
        {"{\"iss\":\"https://oidc.eks.nowhere/id/ABC\"}", NULL},
        {"[]", NULL},
        {"{", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *token = arena_printf(a, "e30.%s.c2ln", base64_encode(a, cases[i].claims, strlen(cases[i].claims)));
        const char *region = region_of_token(a, token);
        if (!region != !cases[i].region || (region && strcmp(region, cases[i].region) != 0))
            fail_msg("%s: %s", cases[i].claims, region ? region : "none");
    }
    assert_null(region_of_token(a, ""));
    assert_null(region_of_token(a, "e30.e30"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_mean_what_their_protocols_say),
        cmocka_unit_test(what_is_said_is_what_servers_expect),
        cmocka_unit_test(zones_belong_to_regions),
        cmocka_unit_test(a_pods_token_tells_its_clusters_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
