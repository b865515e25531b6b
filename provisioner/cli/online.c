#include "aws/api/services.h"
#include "aws/types/impl.h"
#include "provisioner/cli/session.h"
#include "provisioner/exec/reading.h"

#include <string.h>

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static const struct op *op_named(struct arena *a, const char *what)
{
    size_t n = strcspn(what, ":");
    const struct service *svc = aws_service(arena_strndup(a, what, n));
    const struct op *op = svc && what[n] ? service_op(svc, what + n + 1) : NULL;
    return op && op_only_looks(op) ? op : NULL;
}

struct asking {
    struct session *session;
    const char *refused; /* no credentials: the reason, once for all questions; NULL */
};

static void take(struct asking *asking, struct question *q, const struct reading *r)
{
    struct arena *a = asking->session->a;
    const struct aws_call *call = &r->call;
    if (call->end == CALL_OK)
        q->answer = r->answer;
    else if (call->end == CALL_REFUSED)
        asking->refused = arena_strdup(a, call->why);
    else if (!exec_unreached(call))
        q->why = call->end == CALL_FAULT ? arena_strdup(a, call->fault.code) : "no answer that makes sense";
}

static void nothing(struct reading *r)
{
    (void)r;
}

static void ask_all(void *ctx, struct question *const *all, size_t n)
{
    struct asking *asking = ctx;
    struct session *s = asking->session;
    struct reading *r = arena_alloc(s->a, n * sizeof *r);
    for (size_t i = 0; i < n; i++) {
        r[i] = (struct reading){
            .op = op_named(s->a, all[i]->what), .region = all[i]->region, .in = all[i]->in, .done = nothing};
        if (r[i].op)
            reading_start(s->client, s->a, &r[i]);
    }
    reading_run(s->client);
    for (size_t i = 0; i < n; i++)
        if (r[i].op)
            take(asking, all[i], &r[i]);
        else
            all[i]->why = "";
}

/* ---- what is about to be done ------------------------------------------------------------------------------------ */

/* What a run that was cut off had made is there, whether its state knows or not. */
static bool is_made(void *ctx, const char *address)
{
    const struct session *s = ctx;
    return (s->state && state_find(s->state, address)) ||
           (s->live && exec_live_of(s->live, address).status == LIVE_PRESENT);
}

/* IAM has names of its own for some. Source: the Service Authorization Reference. */
static const char *action_of(struct arena *a, const struct op *op)
{
    static const struct {
        const char *service, *prefix;
    } prefixes[] = {{"monitoring", "cloudwatch"}, {"tagging", "tag"}};
    const char *prefix = op->service->id;
    if (str_eq(op->name, "CreateBudget"))
        return "budgets:ModifyBudget";
    for (size_t i = 0; i < COUNT(prefixes); i++)
        prefix = str_eq(prefixes[i].service, prefix) ? prefixes[i].prefix : prefix;
    return arena_printf(a, "%s:%s", prefix, op->name);
}

/* What makes each thing that is not there yet. */
static const char *actions(struct session *s)
{
    struct sbuf all = {.arena = s->a};
    for (size_t i = 0; i < s->wanted.n; i++) {
        const struct wanted *w = &s->wanted.items[i];
        const struct rtype *rt = rtype_named(w->type);
        const struct op *op = rt && rt->impl->create ? rt->impl->create->op : NULL;
        if (!op || op->service->protocol == P_PROGRAM || op->flags & OP_READ || is_made(s, w->address))
            continue;
        const char *action = action_of(s->a, op);
        if (!has_word(sbuf_str(&all), action))
            sbuf_printf(&all, "%s%s", all.len ? " " : "", action);
    }
    return sbuf_str(&all);
}

struct err *session_online(struct session *s)
{
    size_t before = s->diags.n;
    s->preflight.exists = is_made;
    s->preflight.exists_ctx = s;
    s->preflight.actions = actions(s);
    s->preflight.plan = s->plan;
    struct asking asking = {.session = s};
    struct err *e = preflight_online(&s->preflight, &s->wanted, s->client ? ask_all : NULL, &asking);
    session_print_fresh(s, before);
    return e || !asking.refused ? e : err_new(ERR_INPUT, "%s", asking.refused);
}
