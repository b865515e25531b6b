#include "provisioner/route/detect.h"

#include "provisioner/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/errors.h"
#include "tests/unit/route/world.h"

enum { MS = 1000 };

/* "NAME=VALUE" words */
static const char *env_of(void *ctx, const char *name)
{
    static char values[4][512]; /* what was said a moment ago stays */
    static unsigned turn;
    char *value = values[turn++ % COUNT(values)];
    const char *words = ctx, *word;
    for (size_t n; (n = next_word(&words, &word));) {
        size_t l = strlen(name);
        if (n > l && word[l] == '=' && strncmp(word, name, l) == 0) {
            snprintf(value, sizeof values[0], "%.*s", (int)(n - l - 1), word + l + 1);
            return value;
        }
    }
    return NULL;
}

static size_t says_instance(struct peer *p, const char *in, size_t n, char *out, size_t most)
{
    (void)n;
    if (strncmp(in, "PUT ", 4) == 0)
        return (size_t)snprintf(out, most, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nTOKEN");
    if (!strstr(in, "X-aws-ec2-metadata-token: TOKEN\r\n"))
        return (size_t)snprintf(out, most, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
    return (size_t)snprintf(out, most, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(p->word), p->word);
}

static size_t says_task(struct peer *p, const char *in, size_t n, char *out, size_t most)
{
    (void)n;
    if (strncmp(in, "GET /v4/abc/task ", 17) != 0)
        return (size_t)snprintf(out, most, "HTTP/1.0 404 Not Found\r\n\r\n");
    return (size_t)snprintf(out, most, "HTTP/1.0 200 OK\r\n\r\n{\"TaskARN\":\"arn:aws:ecs:%s:1:task/c/1\"}", p->word);
}

enum { INSTANCE, TASK, ELSEWHERE };

struct place {
    struct arena *a;
    struct peer peers[4];
    struct world *world;
    struct resolver resolver;
};

static void begin(struct place *p)
{
    const struct peer peers[] = {
        {"169.254.169.254", 80, SERVES, MS, says_instance, "ap-northeast-1c"},
        {"169.254.170.2", 80, SERVES, 3 * MS, says_task, "ap-northeast-2"},
        {"fd00:ec2::254", 8080, SERVES, MS, says_instance, "eu-west-1a"},
        {""},
    };
    p->a = arena_new();
    memcpy(p->peers, peers, sizeof peers);
    p->world = world_new(p->a, p->peers);
    p->resolver = resolver_read("", NULL);
}

static struct detected detect(struct place *p, char *env)
{
    const struct detect_request q = {env_of, env, &p->world->sockets, &p->resolver, DETECT_BUDGET_US};
    return detect_region(p->a, &q);
}

static void the_first_that_knows_counts(void **state)
{
    (void)state;
    static const struct {
        const char *env, *region, *source;
        enum mood instance, task;
    } cases[] = {
        {"AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-2", "eu-west-1", "AWS_REGION", SERVES, SERVES},
        {"AWS_DEFAULT_REGION=eu-west-2", "eu-west-2", "AWS_DEFAULT_REGION", SERVES, SERVES},
        {"AWS_REGION=nonsense", "ap-northeast-1", "the instance's metadata", SERVES, SERVES},
        {"", "ap-northeast-1", "the instance's metadata", SERVES, SERVES},
        {"ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/abc", "ap-northeast-2", "the task's metadata", DARK,
         SERVES},
        {"ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/abc", "ap-northeast-1", "the instance's metadata",
         SERVES, MUTE},
        {"ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/xyz", "ap-northeast-1", "the instance's metadata",
         SERVES, SERVES},
        {"ECS_CONTAINER_METADATA_URI_V4=https://169.254.170.2/v4/abc", "ap-northeast-1", "the instance's metadata",
         SERVES, SERVES},
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT=http://[fd00:ec2::254]:8080/", "eu-west-1", "the instance's metadata",
         SERVES, SERVES},
        {"AWS_EC2_METADATA_DISABLED=true", NULL, NULL, SERVES, SERVES},
        {"", NULL, NULL, REFUSES, SERVES},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct place p;
        char env[512];
        begin(&p);
        snprintf(env, sizeof env, "%s", cases[i].env);
        p.peers[INSTANCE].mood = cases[i].instance;
        p.peers[TASK].mood = cases[i].task;
        struct detected d = detect(&p, env);
        bool same = d.region ? cases[i].region && strcmp(d.region, cases[i].region) == 0 : !cases[i].region;
        if (!same || !str_eq(d.source, cases[i].source))
            fail_msg("case %zu: %s, says %s", i, d.region ? d.region : "none", d.source ? d.source : "nobody");
        arena_free(p.a);
    }
}

static void nobody_is_waited_for_longer_than_the_budget(void **state)
{
    (void)state;
    static const enum mood moods[] = {DARK, MUTE, REFUSES, HANGS_UP};
    for (size_t i = 0; i < COUNT(moods); i++) {
        for (size_t k = 0; k < COUNT(moods); k++) {
            struct place p;
            char env[] = "ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/abc";
            begin(&p);
            p.peers[INSTANCE].mood = moods[i];
            p.peers[TASK].mood = moods[k];
            struct detected d = detect(&p, env);
            assert_null(d.region);
            assert_in_range(d.took_us, 0, 100 * MS);
            for (size_t n = 0; n < SOCKETS; n++)
                assert_false(p.world->conns[n].used);
            arena_free(p.a);
        }
    }
}

static void a_pods_token_is_read_from_its_file(void **state)
{
    (void)state;
    struct place p;
    char path[] = "/tmp/route-token-XXXXXX", env[600];
    begin(&p);
    static const char claims[] = "{\"iss\":\"https://oidc.eks.us-west-2.amazonaws.com/id/ABC\"}";
    const char *token = arena_printf(p.a, "e30.%s.c2ln", base64_encode(p.a, claims, sizeof claims - 1));
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    fine(fd_write(fd, token, strlen(token)));
    close(fd);
    snprintf(env, sizeof env, "AWS_WEB_IDENTITY_TOKEN_FILE=%s", path);
    struct detected d = detect(&p, env);
    unlink(path);
    assert_string_equal(d.region, "us-west-2");
    assert_string_equal(d.source, "the pod's token");
    assert_int_equal(d.took_us, 0);
    arena_free(p.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_that_knows_counts),
        cmocka_unit_test(nobody_is_waited_for_longer_than_the_budget),
        cmocka_unit_test(a_pods_token_is_read_from_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
