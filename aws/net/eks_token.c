#include "aws/net/eks_token.h"

#include "aws/api/sts.h"
#include "provisioner/base/base.h"

#include "provisioner/model/json.h"

#include <string.h>
#include <time.h>

enum { NAME_MOST = 100 /* of a cluster, as CreateCluster takes it */ };

static bool name_fits(const char *name)
{
    size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    return n && n <= NAME_MOST && !name[n];
}

static const char *base64url(struct arena *a, const char *text)
{
    char *out = arena_strdup(a, base64_encode(a, text, strlen(text)));
    out[strcspn(out, "=")] = '\0';
    for (char *c = out; *c; c++)
        *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
    return out;
}

struct err *eks_token(struct arena *a, const struct aws_config *config, const struct credentials *keys,
                      const char *region, const char *cluster, int64_t time, const char **ret)
{
    struct endpoint at = {0};
    struct http_req req = {0};
    if (!region_name_valid(region))
        return err_new(ERR_INPUT, "\"%s\" is no region", region);
    if (!name_fits(cluster))
        return err_new(ERR_INPUT, "\"%s\" is no name of a cluster: letters, digits, - and _", cluster);
    TRY(endpoint_resolve(a, config, NULL, &svc_sts, region, &at));
    TRY(url_parse(a, at.url, &req));
    req.method = "GET";
    req.path = "/";
    req.query = "Action=GetCallerIdentity&Version=2011-06-15";
    http_header_set(a, &req.headers, "x-k8s-aws-id", cluster);
    sigv4_presign(a, &req,
                  &(struct signing){.credentials = keys,
                                    .region = at.signing_region,
                                    .service = svc_sts.id,
                                    .time = time,
                                    .expires = EKS_TOKEN_URL_S});
    const char *url = arena_printf(a, "%s://%s%s?%s", req.scheme, req.host, req.path, req.query);
    *ret = arena_printf(a, "k8s-aws-v1.%s", base64url(a, url));
    return NULL;
}

const char *eks_exec_credential(struct arena *a, const char *token, int64_t time)
{
    struct value *v = value_map(a), *status = value_map(a);
    struct tm tm;
    char text[32] = "";
    time_t ends = (time_t)(time + EKS_TOKEN_HOLDS_S);
    if (gmtime_r(&ends, &tm))
        (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    value_set_str(a, status, "expirationTimestamp", text);
    value_set_str(a, status, "token", token);
    value_set_str(a, v, "kind", "ExecCredential");
    value_set_str(a, v, "apiVersion", "client.authentication.k8s.io/v1beta1");
    value_set(a, v, "spec", value_map(a));
    value_set(a, v, "status", status);
    return value_canonical(a, v);
}

/* ---- kubeconfig -------------------------------------------------------------------------------------------------- */

static struct value *named(struct arena *a, const char *name, const char *key, const struct value *v)
{
    struct value *one = value_map(a);
    value_set_str(a, one, "name", name);
    value_set(a, one, key, v);
    return one;
}

static struct value *texts(struct arena *a, const char *const *list)
{
    struct value *v = value_list(a);
    for (; *list; list++)
        value_push(a, v, value_str(a, *list));
    return v;
}

static struct value *cluster_of(struct arena *a, const struct eks_cluster *c)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "server", c->endpoint);
    value_set_str(a, v, "certificate-authority-data", c->certificate);
    return named(a, c->context, "cluster", v);
}

static struct value *context_of(struct arena *a, const struct eks_cluster *c)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "cluster", c->context);
    value_set_str(a, v, "user", c->context);
    return named(a, c->context, "context", v);
}

static struct value *user_of(struct arena *a, const struct eks_cluster *c, const char *program, const char *profile)
{
    struct value *exec = value_map(a), *v = value_map(a);
    value_set_str(a, exec, "apiVersion", "client.authentication.k8s.io/v1beta1");
    value_set_str(a, exec, "command", program);
    value_set(a, exec, "args",
              texts(a, (const char *const[]){"eks", "token", "--cluster-name", c->name, "--region", c->region,
                                             profile ? "--profile" : NULL, profile, NULL}));
    value_set_str(a, exec, "interactiveMode", "Never");
    value_set(a, exec, "provideClusterInfo", value_bool(a, false));
    value_set(a, v, "exec", exec);
    return named(a, c->context, "user", v);
}

static const struct value *owner_of(struct arena *a, const char *owner)
{
    struct value *extension = value_map(a), *list = value_list(a);
    value_set_str(a, extension, "owner", owner);
    value_push(a, list, named(a, "provisioner", "extension", extension));
    return list;
}

const char *eks_kubeconfig(struct arena *a, const struct eks_cluster *clusters, size_t n, const char *program,
                           const char *profile, const char *owner)
{
    struct value *v = value_map(a), *all = value_list(a), *contexts = value_list(a), *users = value_list(a);
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < n; i++) {
        value_push(a, all, cluster_of(a, &clusters[i]));
        value_push(a, contexts, context_of(a, &clusters[i]));
        value_push(a, users, user_of(a, &clusters[i], program, profile));
    }
    value_set_str(a, v, "apiVersion", "v1");
    value_set_str(a, v, "kind", "Config");
    value_set(a, v, "clusters", all);
    value_set(a, v, "contexts", contexts);
    value_set_str(a, v, "current-context", n ? clusters[0].context : "");
    value_set(a, v, "users", users);
    value_set(a, v, "extensions", owner_of(a, owner));
    value_print(&out, v, 0);
    sbuf_putc(&out, '\n');
    return sbuf_str(&out);
}

const char *eks_kubeconfig_owner(struct arena *a, const char *text, size_t n)
{
    const struct value *v = NULL;
    CLEANUP(err_freep) struct err *e = json_parse(a, text, n, JSON_PLAIN, &v);
    const struct value *extensions = e ? NULL : value_get(v, "extensions");
    for (size_t i = 0; i < value_len(extensions); i++)
        if (str_eq(value_get_str(value_item(extensions, i), "name"), "provisioner"))
            return value_get_str(value_get(value_item(extensions, i), "extension"), "owner");
    return NULL;
}
