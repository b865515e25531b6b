#include "aws/net/helm.h"

#include "aws/net/credentials_source.h"
#include "aws/net/eks_token.h"
#include "provisioner/model/json.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_WORDS = 32, LARGEST_OUTPUT = 256 << 10, LARGEST_COMPLAINT = 16 << 10, SHOWN_COMPLAINT = 600 };

const char helm_absent[] = "helm is not on PATH, and what the spec wants in the clusters is installed by it";
const char helm_remedy[] = "install helm 3 (https://helm.sh/docs/intro/install), or leave the section helm out";

/* ---- the command line -------------------------------------------------------------------------------------------- */

struct line {
    const char *words[MOST_WORDS + 1];
    size_t n;
};

static void word(struct line *l, const char *text)
{
    if (l->n < MOST_WORDS)
        l->words[l->n++] = text;
}

/* "--version=1.2.3": never two words, so that no value is taken for an option. */
static void option(struct line *l, const struct aws_call *call, const char *name, const char *member)
{
    const char *text = value_get_str(call->in, member);
    if (*text)
        word(l, arena_printf(call->arena, "--%s=%s", name, text));
}

static void upgrade(struct line *l, const struct aws_call *call)
{
    static const char *const flags[] = {"upgrade",       "--install",          "--atomic",  "--wait",
                                        "--timeout=15m", "--create-namespace", "--values=-"};
    for (size_t i = 0; i < COUNT(flags); i++)
        word(l, flags[i]);
    option(l, call, "repo", "Repo");
    option(l, call, "version", "Version");
    option(l, call, "namespace", "Namespace");
    word(l, "--");
    word(l, value_get_str(call->in, "ReleaseName"));
    word(l, value_get_str(call->in, "Chart"));
}

static void list(struct line *l, const struct aws_call *call)
{
    word(l, "list");
    word(l, "--all");
    word(l, "--output=json");
    word(l, arena_printf(call->arena, "--filter=^%s$", value_get_str(call->in, "ReleaseName")));
    option(l, call, "namespace", "Namespace");
}

static void uninstall(struct line *l, const struct aws_call *call)
{
    word(l, "uninstall");
    word(l, "--wait");
    word(l, "--timeout=15m");
    option(l, call, "namespace", "Namespace");
    word(l, "--");
    word(l, value_get_str(call->in, "ReleaseName"));
}

static const struct {
    const char *op;
    void (*words)(struct line *l, const struct aws_call *call);
    bool values;
} lines[] = {
    {"UpgradeRelease", upgrade, true},
    {"ListReleases", list, false},
    {"UninstallRelease", uninstall, false},
};

struct err *helm_start(const struct aws_call *call, const char *program, const char *profile, struct process *ret)
{
    const struct eks_cluster cluster = {.context = "cluster",
                                        .name = value_get_str(call->in, "ClusterName"),
                                        .region = call->region,
                                        .endpoint = value_get_str(call->in, "ClusterEndpoint"),
                                        .certificate = value_get_str(call->in, "ClusterCertificate")};
    const char *values = value_get_str(call->in, "Values");
    struct process_options o = {.own_group = true, .most_output = LARGEST_OUTPUT, .most_complaint = LARGEST_COMPLAINT};
    struct line l = {.words = {"helm"}, .n = 1};
    word(&l, "--kubeconfig=" PROCESS_FILE);
    for (size_t i = 0; i < COUNT(lines); i++) {
        if (!str_eq(lines[i].op, call->op->name))
            continue;
        lines[i].words(&l, call);
        o.input = !lines[i].values ? NULL : *values ? values : "{}";
    }
    o.words = (char *const *)l.words;
    o.file = eks_kubeconfig(call->arena, &cluster, 1, program, profile, "helm");
    return process_start(call->arena, &o, ret);
}

/* ---- what it said ------------------------------------------------------------------------------------------------ */

static void refused(struct aws_call *call, const struct process *p)
{
    struct arena *a = call->arena;
    size_t skipped = p->complaints.n > SHOWN_COMPLAINT ? p->complaints.n - SHOWN_COMPLAINT : 0; /* the end tells */
    const char *said = quotable(a, p->complaints.bytes + skipped, p->complaints.n - skipped, SHOWN_COMPLAINT);
    if (looks_secret(said))
        said = "its error output is not shown: it may hold a secret";
    call->end = CALL_FAULT;
    call->fault = (struct fault){.code = "Failed", .message = *said ? said : "helm gave no reason"};
    if (p->pid == 0 && strstr(said, "release: not found"))
        call->fault.code = "NotFound";
}

static void released(struct aws_call *call, const struct process *p)
{
    const struct value *all = NULL;
    struct value *out = value_map(call->arena);
    CLEANUP(err_freep) struct err *e = json_parse(call->arena, p->out.bytes, p->out.n, JSON_PLAIN, &all);
    if (e || p->out.over || value_kind(all) != V_LIST) {
        call->end = CALL_BROKEN;
        call->why = "helm list did not print a list of releases as JSON";
        return;
    }
    value_set(call->arena, out, "Releases", all);
    call->out = out;
    call->end = CALL_OK;
}

void helm_answered(struct aws_call *call, const struct process *p)
{
    if (!process_went_well(p))
        refused(call, p);
    else if (call->op->out)
        released(call, p);
    else
        call->end = CALL_OK;
}

void helm_rehearsed(struct aws_call *call)
{
    struct value *out = value_map(call->arena), *all = value_list(call->arena), *one = value_map(call->arena);
    value_set(call->arena, one, "name", value_get(call->in, "ReleaseName"));
    value_set(call->arena, one, "namespace", value_get(call->in, "Namespace"));
    value_set_str(call->arena, one, "revision", "0");
    value_set_str(call->arena, one, "status", "deployed");
    value_push(call->arena, all, one);
    value_set(call->arena, out, "Releases", all);
    call->out = call->op->out ? out : NULL;
    call->end = CALL_OK;
}

bool helm_there(const char *search_path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct stat st;
    for (const char *at = search_path ? search_path : ""; *at; at += strcspn(at, ":"), at += *at == ':') {
        const char *path = arena_printf(a, "%.*s/helm", (int)strcspn(at, ":"), at);
        if (access(path, X_OK) == 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode))
            return true;
    }
    return false;
}
