/*
 * A user's error is reported at once. Each call that makes a spec real is refused once, in the words of each class of
 * errors that no patience mends; the step that sends it must fail with those words, and may repeat it for two minutes
 * at most, where it could also be that AWS does not know everywhere yet what was made a moment ago.
 *
 * A sample of a small spec's calls and of the reference's; REFUSAL_STRIDE=1 tries every call and class.
 */
#include "aws/api/services.h"
#include "aws/net/digest.h"
#include "tests/support/asked.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/wait.h>

enum { OPS = 256, REQUESTS = 256, PATIENCE_MS = 130 * 1000 };

/* clang-format off */
static const struct class {
    const char *name, *query, *ec2, *json; /* codes; query NULL: what the service calls a value that is wrong */
    const char *message;
} classes[] = {
    {"denied",   "AccessDenied", "UnauthorizedOperation", "AccessDeniedException",
     "User: arn:aws:iam::123456789012:user/me is not authorized to perform this action because no identity-based policy allows it"},
    {"passrole", "AccessDenied", "UnauthorizedOperation", "AccessDeniedException",
     "User: arn:aws:iam::123456789012:user/me is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/x"},
    {"invalid",  NULL, NULL, NULL, "1 validation error detected: the value 'x' at 'y' failed to satisfy constraint"},
    {"quota",    "LimitExceeded", "VpcLimitExceeded", "ServiceQuotaExceededException", "you have reached the quota of this account"},
};
/* clang-format on */

struct estate {
    const char *spec;
    size_t stride;
};

/* The sandbox's transport, in front of which one operation is refused. */
struct gate {
    struct transport transport; /* first: the two are one */
    struct transport *inner;
    struct arena *arena;
    const struct op *ops[OPS]; /* that change something, in the order in which they came */
    size_t n_ops;
    const struct op *refused; /* NULL: none */
    const struct class *class;
    struct exchange *answered;
    struct request {
        struct sha256 digest;
        int64_t first_ms, last_ms;
    } requests[REQUESTS];
    size_t n_requests;
};

static struct gate *gate_of(struct transport *t)
{
    return (struct gate *)t;
}

static const struct op *op_of(struct gate *g, const struct exchange *x)
{
    const char *auth = http_header(&x->req.headers, "Authorization");
    const char *end = auth ? strstr(auth, "/aws4_request") : NULL, *at = end;
    while (at && at > auth && at[-1] != '/')
        at--;
    const struct service *svc = at ? aws_service(arena_strndup(g->arena, at, (size_t)(end - at))) : NULL;
    const struct op *op = NULL;
    const struct value *in = NULL;
    struct fault fault = {0};
    if (svc)
        codec_for(svc->protocol)->get_request(g->arena, svc, &x->req, &op, &in, &fault);
    return op;
}

static void remember_op(struct gate *g, const struct op *op)
{
    for (size_t i = 0; i < g->n_ops; i++)
        if (g->ops[i] == op)
            return;
    if (g->n_ops < OPS)
        g->ops[g->n_ops++] = op;
}

static void remember_request(struct gate *g, const struct exchange *x)
{
    const char *all = arena_printf(g->arena, "%s?%s %.*s", x->req.path, x->req.query ? x->req.query : "",
                                   (int)x->req.body_len, x->req.body_len ? x->req.body : "");
    struct sha256 d = sha256_of(all, strlen(all));
    int64_t now = g->inner->now_ms(g->inner);
    for (size_t i = 0; i < g->n_requests; i++)
        if (memcmp(&g->requests[i].digest, &d, sizeof d) == 0) {
            g->requests[i].last_ms = now;
            return;
        }
    if (g->n_requests < REQUESTS)
        g->requests[g->n_requests++] = (struct request){d, now, now};
}

/* What a value that is wrong is called by services that do not say ValidationException, or InvalidParameterValue. */
/* clang-format off */
static const struct { const char *service, *code; } invalid[] = {
    {"eks",    "InvalidParameterException"},      {"kafka",          "BadRequestException"},
    {"lambda", "InvalidParameterValueException"}, {"secretsmanager", "InvalidParameterException"},
    {"logs",   "InvalidParameterException"},      {"sns",            "InvalidParameter"},
    {"iam",    "ValidationError"},                {"s3",             "InvalidArgument"},
    {"route53", "InvalidInput"},                  {"elasticloadbalancing", "ValidationError"},
};
/* clang-format on */

static const char *code_for(const struct service *svc, const struct class *c)
{
    bool json = svc->protocol == P_JSON || svc->protocol == P_REST_JSON;
    for (size_t i = 0; !c->query && i < COUNT(invalid); i++)
        if (str_eq(invalid[i].service, svc->id))
            return invalid[i].code;
    if (!c->query)
        return json ? "ValidationException" : "InvalidParameterValue";
    return svc->protocol == P_EC2 ? c->ec2 : json ? c->json : c->query;
}

static void refuse_it(struct gate *g, struct exchange *x, const struct op *op)
{
    struct fault fault = {.status = 400, .code = code_for(op->service, g->class), .message = g->class->message};
    fault.request_id = "00000000-0000-4000-8000-000000000000";
    remember_request(g, x);
    codec_for(op->service->protocol)->put_response(x->arena, op, NULL, &fault, &x->res);
    x->end = EX_ANSWERED;
    x->next = g->answered;
    g->answered = x;
}

static void gate_start(struct transport *t, struct exchange *x)
{
    struct gate *g = gate_of(t);
    const struct op *op = op_of(g, x);
    if (op && !(op->flags & OP_READ))
        remember_op(g, op);
    if (op && op == g->refused)
        refuse_it(g, x, op);
    else
        g->inner->start(g->inner, x);
}

static struct exchange *gate_poll(struct transport *t, int64_t until_ms, int fd)
{
    struct gate *g = gate_of(t);
    struct exchange *x = g->answered;
    if (!x)
        return g->inner->poll(g->inner, until_ms, fd);
    g->answered = x->next;
    return x;
}

static void gate_cancel(struct transport *t, struct exchange *x)
{
    gate_of(t)->inner->cancel(gate_of(t)->inner, x);
}

static int64_t gate_now(struct transport *t)
{
    return gate_of(t)->inner->now_ms(gate_of(t)->inner);
}

/* ---- one refusal, in a child ------------------------------------------------------------------------------------- */

static const char *folder;

static struct gate *gate_before(struct rig *r)
{
    struct gate *g = arena_alloc(r->a, sizeof *g);
    rig_die(r, "sandbox", sandbox_open(r->a, &(struct sandbox_options){0}, &r->sandbox));
    *g = (struct gate){.transport = {gate_start, gate_poll, gate_cancel, gate_now, gate_now, NULL},
                       .inner = sandbox_transport(r->sandbox),
                       .arena = r->a};
    return g;
}

static void apply(struct rig *r, struct gate *g, struct run_result *ret)
{
    r->diags = (struct diags){.arena = r->a};
    rig_state(r, arena_printf(r->a, "%s/state.json", folder));
    rig_client(r, &g->transport, 1);
    rig_look(r);
    rig_plan(r, &(struct plan_request){0});
    rig_run(r, ret);
}

static const char *judge(struct gate *g, const struct run_result *result)
{
    int64_t longest = 0;
    for (size_t i = 0; i < g->n_requests; i++) {
        int64_t took = g->requests[i].last_ms - g->requests[i].first_ms;
        longest = took > longest ? took : longest;
    }
    if (longest > PATIENCE_MS)
        return arena_printf(g->arena, "it was repeated for %lld s", (long long)longest / 1000);
    for (size_t i = 0; i < value_len(result->failures); i++)
        if (strstr(value_get_str(value_item(result->failures, i), "error"), code_for(g->refused->service, g->class)))
            return NULL;
    return result->failed ? "it failed, and does not say why" : "it was refused, and nothing failed";
}

static int refusal(const struct rig *base, const struct op *op, const struct class *class)
{
    struct rig r = *base;
    struct run_result result;
    r.a = arena_new();
    struct gate *g = gate_before(&r);
    g->refused = op;
    g->class = class;
    apply(&r, g, &result);
    const char *wrong = judge(g, &result);
    if (wrong)
        fprintf(stderr, "%s refused as %s: %s\n", op->name, class->name, wrong);
    return wrong != NULL;
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static int in_child(const struct rig *base, const struct op *op, const struct class *class)
{
    int status;
    rig_clear(folder);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(refusal(base, op, class));
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void what_no_patience_mends_is_told_at_once(void **state)
{
    const struct estate *e = *state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t step = asked("REFUSAL_STRIDE", e->stride), tried = 0;
    struct rig base = {.a = a};
    struct run_result calm;
    int failed = 0;
    rig_spec(&base, e->spec);
    struct rig r = base;
    struct gate *g = gate_before(&r);
    rig_clear(folder);
    apply(&r, g, &calm);
    assert_int_equal(calm.failed + calm.not_started, 0);
    for (size_t i = 0; i < g->n_ops * COUNT(classes); i += step, tried++)
        failed += in_child(&base, g->ops[i / COUNT(classes)], &classes[i % COUNT(classes)]) != 0;
    client_free(r.client);
    store_close(r.store);
    state_free(r.state);
    sandbox_close(r.sandbox);
    print_message("figure: refusals %zu of %zu calls in %zu classes, told at once %zu\n", tried, g->n_ops,
                  COUNT(classes), tried - (size_t)failed);
    assert_int_equal(failed, 0);
}

int main(void)
{
    static struct estate minimal = {SOURCE_DIR "/specs/minimal.yaml", 3};
    static struct estate reference = {SOURCE_DIR "/specs/active-active.yaml", 41};
    static const struct CMUnitTest tests[] = {
        {"what_no_patience_mends_is_told_at_once_by_the_minimal_spec", what_no_patience_mends_is_told_at_once, NULL,
         NULL, &minimal},
        {"what_no_patience_mends_is_told_at_once_by_the_reference", what_no_patience_mends_is_told_at_once, NULL, NULL,
         &reference},
    };
    char in_memory[] = "/dev/shm/refusals.XXXXXX", on_disk[] = "/tmp/refusals.XXXXXX";
    folder = mkdtemp(in_memory);
    folder = folder ? folder : mkdtemp(on_disk);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rig_clear(folder);
    rmdir(folder);
    return failed;
}
