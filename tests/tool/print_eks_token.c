/* Reads keys, region, cluster and time as JSON, one a line; writes the token of each. */

#include "aws/net/eks_token.h"
#include "provisioner/model/json.h"

#include <stdio.h>
#include <stdlib.h>

static const char *nothing(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return NULL;
}

static struct err *print(struct arena *a, const char *line, size_t n)
{
    const struct value *v = NULL;
    const char *token = NULL;
    struct aws_config *config = NULL;
    TRY(json_parse(a, line, n, JSON_PLAIN, &v));
    TRY(aws_config_load(a, nothing, NULL, NULL, &config));
    const char *session = value_get_str(v, "token");
    const struct credentials keys = {.access_key = value_get_str(v, "access_key"),
                                     .secret_key = value_get_str(v, "secret_key"),
                                     .session_token = *session ? session : NULL};
    TRY(eks_token(a, config, &keys, value_get_str(v, "region"), value_get_str(v, "cluster"),
                  value_int_of(value_get(v, "time")), &token));
    puts(token);
    return NULL;
}

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, stdin)) > 0) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        CLEANUP(err_freep) struct err *e = print(a, line, (size_t)n - (line[n - 1] == '\n'));
        if (e) {
            fprintf(stderr, "print_eks_token: %s\n", err_text(e));
            return 1;
        }
    }
    free(line);
    return 0;
}
