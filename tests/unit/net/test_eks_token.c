/* Tokens for clusters, and the files that say where to get them. conform/eks_token_vs_botocore compares the bytes. */
#include "aws/net/eks_token.h"

#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct credentials keys = {.access_key = "AKIAIOSFODNN7EXAMPLE",
                                        .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

static const char *nothing(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return NULL;
}

static struct err *token(struct arena *a, const char *region, const char *cluster, const char **ret)
{
    struct aws_config *config = NULL;
    assert_null(aws_config_load(a, nothing, NULL, NULL, &config));
    return eks_token(a, config, &keys, region, cluster, 1735689599, ret);
}

static void a_token_is_a_presigned_question(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = NULL;
    assert_null(token(a, "ap-northeast-1", "demo", &text));
    assert_true(str_starts(text, "k8s-aws-v1.aHR0cHM6Ly9zdHMuYXAtbm9ydGhlYXN0LTEuYW1hem9uYXdzLmNvbS8_"));
    assert_null(strpbrk(text, "=+/"));
    assert_null(strstr(text, keys.secret_key));
    const struct value *v = NULL;
    const char *said = eks_exec_credential(a, text, 1735689599);
    assert_null(json_parse(a, said, strlen(said), JSON_PLAIN, &v));
    assert_string_equal(value_text(a, value_path(a, v, "status.expirationTimestamp")), "2025-01-01T00:13:59Z");
    assert_string_equal(value_text(a, value_path(a, v, "status.token")), text);
}

static void what_is_no_cluster_gets_no_token(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"nowhere", "demo"}, {"ap-northeast-1", ""}, {"ap-northeast-1", "a b"}, {"ap-northeast-1", "x\r\nHost: y"}};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const char *text = NULL;
        CLEANUP(err_freep) struct err *e = token(a, wrong[i][0], wrong[i][1], &text);
        if (!e || err_class_of(e) != ERR_INPUT)
            fail_msg("%s in %s: %s", wrong[i][1], wrong[i][0], text);
    }
}

static const char *at(struct arena *a, const char *text, const char *path)
{
    const struct value *v = NULL;
    assert_null(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return value_text(a, value_path(a, v, path));
}

static void a_kubeconfig_has_a_context_a_region(void **state)
{
    (void)state;
    static const struct eks_cluster clusters[] = {
        {"tokyo", "demo-tokyo", "ap-northeast-1", "https://a.example.com", "Q0E="},
        {"seoul", "demo-seoul", "ap-northeast-2", "https://b.example.com\n- evil: \"", "Q0E="}};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = eks_kubeconfig(a, clusters, COUNT(clusters), "/usr/bin/provisioner", "ops", "demo/test");
    assert_string_equal(at(a, text, "current-context"), "tokyo");
    assert_string_equal(at(a, text, "contexts[1].context.cluster"), "seoul");
    assert_string_equal(at(a, text, "clusters[1].cluster.server"), clusters[1].endpoint);
    assert_string_equal(at(a, text, "users[1].user.exec.command"), "/usr/bin/provisioner");
    assert_string_equal(at(a, text, "users[1].user.exec.args[3]"), "demo-seoul");
    assert_string_equal(at(a, text, "users[1].user.exec.args[7]"), "ops");
    assert_string_equal(eks_kubeconfig_owner(a, text, strlen(text)), "demo/test");
    assert_null(eks_kubeconfig_owner(a, "{}", 2));
    assert_null(eks_kubeconfig_owner(a, "apiVersion: v1", 14));
    text = eks_kubeconfig(a, clusters, 1, "p", NULL, "x");
    assert_string_equal(at(a, text, "users[0].user.exec.args[6]"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_a_presigned_question),
        cmocka_unit_test(what_is_no_cluster_gets_no_token),
        cmocka_unit_test(a_kubeconfig_has_a_context_a_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
