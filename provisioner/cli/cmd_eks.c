#include "aws/net/eks_token.h"
#include "provisioner/base/file.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/session.h"

#include <limits.h>
#include <string.h>

enum { KUBECONFIG_BYTES = 1 << 20 };

/* ---- eks token --------------------------------------------------------------------------------------------------- */

static struct err *print_token(struct session *s)
{
    const struct options *o = &s->cli->opt;
    const struct credentials *keys = NULL;
    const char *token = NULL;
    if (!o->cluster_name)
        return err_new(ERR_USAGE, "eks token needs --cluster-name");
    TRY(session_connect(s));
    const char *region = o->region ? o->region : aws_setting(s->config, "AWS_REGION", "region");
    if (!region)
        return err_new(ERR_USAGE, "eks token needs --region");
    TRY(credentials_get(s->credentials, &keys));
    int64_t now = s->transport->wall_ms(s->transport) / 1000;
    TRY(eks_token(s->a, s->config, keys, region, o->cluster_name, now, &token));
    out_text(eks_exec_credential(s->a, token, now));
    out_text("\n");
    return NULL;
}

/* ---- eks kubeconfig ---------------------------------------------------------------------------------------------- */

static bool cluster_in(const struct session *s, const struct spec_region *r, struct eks_cluster *ret)
{
    const struct entry *e = state_find(s->state, arena_printf(s->a, "%s/eks/cluster", r->alias));
    const struct value *told = e ? e->outputs : NULL;
    *ret = (struct eks_cluster){.context = r->alias,
                                .name = value_get_str(told, "name"),
                                .region = r->name,
                                .endpoint = value_get_str(told, "endpoint"),
                                .certificate = value_get_str(told, "certificateAuthorityData")};
    return *ret->name && *ret->endpoint && *ret->certificate;
}

static struct err *may_overwrite(const struct session *s, const char *path, const char *owner)
{
    const char *text = NULL;
    size_t n = 0;
    struct err *e = s->cli->opt.force ? NULL : file_read(s->a, path, KUBECONFIG_BYTES, &text, &n);
    if (e && err_class_of(e) == ERR_MISSING) {
        err_free(e);
        return NULL;
    }
    if (e || s->cli->opt.force || str_eq(eks_kubeconfig_owner(s->a, text, n), owner))
        return e;
    return err_new(ERR_INPUT,
                   "%s was not written by this command for %s, and would be lost; name another file, or use "
                   "--force",
                   path, owner);
}

static struct err *write_kubeconfig(struct session *s)
{
    const char *path = s->cli->opt.out, *spec = s->cli->opt.words.items[1];
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n < 0)
        return err_errno(ERR_FILE, "/proc/self/exe");
    program[n] = '\0';
    TRY(session_spec(s, spec));
    TRY(session_state(s, false));
    struct eks_cluster *clusters = arena_alloc(s->a, (s->spec->n_regions + 1) * sizeof *clusters);
    size_t found = 0;
    for (size_t i = 0; i < s->spec->n_regions; i++)
        found += cluster_in(s, &s->spec->regions[i], &clusters[found]);
    if (!found)
        return err_new(ERR_MISSING, "there is no cluster yet, by what %s says; run apply first", s->state_path);
    const char *owner = arena_printf(s->a, "%s/%s", s->spec->project, s->spec->environment);
    const char *text = eks_kubeconfig(s->a, clusters, found, program, s->cli->opt.profile, owner);
    if (!path) {
        out_text(text);
        return NULL;
    }
    TRY(may_overwrite(s, path, owner));
    TRY_CTX(file_write(path, text, strlen(text), 0600), "saving the kubeconfig");
    note("%s: a context for each region; kubectl --kubeconfig %s --context %s get nodes", path, path,
         clusters[0].context);
    return NULL;
}

static struct err *run_eks(struct session *s)
{
    const struct texts *w = &s->cli->opt.words;
    bool token = str_eq(w->items[0], "token"), kubeconfig = str_eq(w->items[0], "kubeconfig");
    if ((!token && !kubeconfig) || w->n != 1 + (size_t)kubeconfig)
        return err_new(ERR_USAGE, "eks takes `token`, or `kubeconfig SPEC`");
    return token ? print_token(s) : write_kubeconfig(s);
}

struct err *cmd_eks(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = run_eks(&s);
    session_end(&s);
    return e;
}
