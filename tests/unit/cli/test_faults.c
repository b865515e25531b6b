/*
 * What AWS does on a bad day must cost time and calls, and nothing else. For each seed a whole life - apply, a plan
 * that must be empty, destroy - runs on the sandbox's virtual clock under one of the profiles below; it must end well
 * each time, with the world of a day without faults, and leave nothing behind.
 *
 * A few seeds of the reference, those that failed once, and some of a small spec; FAULT_SEEDS=1000 for that many of
 * each, FAULT_FIRST=n begins there, FAULT_ONLY is a pattern of tests ("*reference*"). What failed is run again by its
 * seed alone: FAULT_FIRST=<seed> FAULT_SEEDS=1 FAULT_ONLY="*<spec>*".
 */
#include "aws/api/iam.h"
#include "aws/net/digest.h"
#include "aws/net/retry.h"
#include "tests/support/asked.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <sys/wait.h>

/* `most`: calls, as a share of those of a day without faults; 0: not counted. `role`: with the keys of a role, which
 * can be had again. */
static const struct profile {
    const char *faults;
    double most;
    bool role;
} profiles[] = {
    /* clang-format off */
    {"throttle=0.3,5xx=0.05",        1.6,  false},
    {"throttle=0.3",                 1.6,  false},
    {"rate=5",                       1.6,  false},
    {"throttle=0.3,5xx=0.05,rate=5", 1.6,  false},
    {"5xx=0.05",                     1.6,  false},
    {"cut-before=0.05",              0,    false},
    {"cut-after=0.05",               0,    false},
    {"truncate=0.05",                0,    false},
    {"slow=0.2",                     0,    false},
    {"late=0.001",                   0,    false},
    {"stale",                        0,    false},
    {"iam=30",                       0,    false},
    {"skew=7200",                    1.05, false},
    {"skew=-7200",                   1.05, false},
    {"revoke=0.005",                 0,    true},
    {"throttle=0.3,5xx=0.05,cut-before=0.01,cut-after=0.01,truncate=0.01,stale",                         0, false},
    {"throttle=0.1,5xx=0.05,cut-after=0.01,slow=0.05,late=0.0005,stale,iam=30,skew=7200,revoke=0.002",     0, true},
    /* clang-format on */
};

struct estate {
    const char *spec;
    uint64_t seeds;         /* where nobody says otherwise */
    const uint64_t *failed; /* and those that did once; 0 ends them */
};

enum { SHA256_HEX = 65 };
enum stage { APPLY, PLAN, DESTROY, STAGES };
static const char *const stages[] = {"apply", "plan", "destroy"};

/* What a child tells; without pointers. */
struct life {
    uint64_t calls[STAGES], took_s;
    bool ended[STAGES];
    size_t left; /* after destroy */
    char world[SHA256_HEX];
    char wrong[600];
};

static const char *folder;

/* ---- one life, in a child ---------------------------------------------------------------------------------------- */

static struct life *told; /* shared with the parent */
static enum stage stage;

static void wrong(const char *fmt, ...) PRINTF(1, 2);

static void wrong(const char *fmt, ...)
{
    va_list ap;
    size_t n = strlen(told->wrong);
    va_start(ap, fmt);
    (void)vsnprintf(told->wrong + n, sizeof told->wrong - n, fmt, ap);
    va_end(ap);
}

static void run_plan(struct rig *r)
{
    struct run_result result;
    rig_run(r, &result);
    for (size_t i = 0; i < value_len(result.failures); i++)
        wrong("%s: %s; ", value_get_str(value_item(result.failures, i), "address"),
              value_get_str(value_item(result.failures, i), "error"));
    if (result.blocked || result.not_started || result.skipped)
        wrong("%zu blocked, %zu not begun, %zu skipped; ", result.blocked, result.not_started, result.skipped);
    rig_die(r, "snapshot", store_snapshot(r->store, r->state));
}

/* ---- who sends while its bucket is empty ------------------------------------------------------------------------- */

enum { LANES = 128 };

/* The sandbox's transport, watched: the same limiter as the client's, fed with nothing but what passes here. */
struct watch {
    struct transport transport; /* first: the two are one */
    struct transport *inner;
    struct lane {
        const char *scope; /* "ap-northeast-1/ec2/" */
        struct limiter limiter;
    } lanes[LANES];
    struct arena *arena;
    uint64_t sent_too_early, unanswered;
};

static struct watch *watch_of(struct transport *t)
{
    return (struct watch *)t;
}

static struct lane *lane_of(struct watch *w, const struct exchange *x)
{
    const char *auth = http_header(&x->req.headers, "Authorization"), *at = auth ? strchr(auth, '/') : NULL;
    at = at ? strchr(at + 1, '/') : NULL;
    if (!at)
        return NULL;
    const char *scope = arena_strndup(w->arena, at, (size_t)(strstr(at, "/aws4_request") - at));
    for (size_t i = 0; i < LANES; i++) {
        if (!w->lanes[i].scope)
            w->lanes[i].scope = scope;
        if (str_eq(w->lanes[i].scope, scope))
            return &w->lanes[i];
    }
    return NULL;
}

static double seconds(struct transport *t)
{
    return (double)t->now_ms(t) / 1000;
}

static void watch_start(struct transport *t, struct exchange *x)
{
    struct watch *w = watch_of(t);
    struct lane *l = lane_of(w, x);
    w->sent_too_early += l && limiter_ask(&l->limiter, seconds(w->inner)) > 0;
    w->inner->start(w->inner, x);
}

static bool says(const struct http_res *res, const char *word)
{
    return res->body_len && memmem(res->body, res->body_len, word, strlen(word));
}

static struct exchange *watch_poll(struct transport *t, int64_t until_ms, int fd)
{
    struct watch *w = watch_of(t);
    struct exchange *x = w->inner->poll(w->inner, until_ms, fd);
    struct lane *l = x && x->end == EX_ANSWERED ? lane_of(w, x) : NULL;
    w->unanswered += x && x->end != EX_ANSWERED;
    if (l)
        limiter_answered(&l->limiter, seconds(w->inner), says(&x->res, "Rate exceeded"));
    return x;
}

static void watch_cancel(struct transport *t, struct exchange *x)
{
    watch_of(t)->inner->cancel(watch_of(t)->inner, x);
}

static int64_t watch_now(struct transport *t)
{
    return watch_of(t)->inner->now_ms(watch_of(t)->inner);
}

static struct transport *watched(struct arena *a, struct transport *inner)
{
    struct watch *w = arena_alloc(a, sizeof *w);
    w->transport = (struct transport){watch_start, watch_poll, watch_cancel, watch_now, watch_now, NULL};
    w->inner = inner;
    w->arena = a;
    return &w->transport;
}

/* ---- keys of a role ---------------------------------------------------------------------------------------------- */

static const char *config_path;

static const char *env_of_role(void *ctx, const char *name)
{
    (void)ctx;
    return str_eq(name, "AWS_CONFIG_FILE") ? config_path : NULL;
}

static void make_role(struct rig *r)
{
    static const char config[] =
        "[default]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = keys\n"
        "[profile keys]\naws_access_key_id = " SANDBOX_ACCESS_KEY "\naws_secret_access_key = " SANDBOX_SECRET_KEY
        "\nregion = ap-northeast-1\n";
    struct value *in = value_map(r->a);
    value_set_str(r->a, in, "RoleName", "deployer");
    value_set_str(r->a, in, "AssumeRolePolicyDocument",
                  "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
                  "\"Action\":\"sts:AssumeRole\"}]}");
    rig_client(r, NULL, 1);
    struct aws_call call = {.arena = r->a, .op = &iam_CreateRole, .region = "us-east-1", .in = in};
    do
        client_call(r->client, &call);
    while (call.end != CALL_OK && !(call.end == CALL_FAULT && str_eq(call.fault.code, "EntityAlreadyExists")));
    client_free(r->client);
    config_path = arena_printf(r->a, "%s/config", folder);
    rig_die(r, "config", file_write(config_path, config, strlen(config), 0600));
}

static void connect_as_role(struct rig *r, uint64_t seed)
{
    struct aws_config *config;
    struct transport *t = sandbox_transport(r->sandbox);
    rig_die(r, "config", aws_config_load(r->a, env_of_role, NULL, NULL, &config));
    const struct client_options o = {.transport = t,
                                     .credentials = credential_source_new(r->a, config, t),
                                     .config = config,
                                     .seed = seed,
                                     .time_scale = 1};
    r->client = client_new(r->a, &o);
}

/* ---- a life ------------------------------------------------------------------------------------------------------ */

/* How many objects of each kind each region has. Ids differ from run to run. */
static void take_census(const struct rig *r, bool role)
{
    const struct value *all = sandbox_objects(r->sandbox, r->a);
    struct sbuf text = {.arena = r->a};
    for (size_t i = 0; i < value_len(all); i++) {
        const char *line = value_str_of(value_item(all, i));
        bool ours = role && strstr(line, " deployer");
        if (!ours && !str_starts(line, "session "))
            sbuf_printf(&text, "%.*s\n", (int)(strcspn(line, " ") + 1 + strcspn(strchr(line, ' ') + 1, " ")), line);
    }
    told->left = value_len(all) - role;
    snprintf(told->world, sizeof told->world, "%s", sha256_hex_of(r->a, sbuf_str(&text)));
    if (getenv("FAULT_CENSUS"))
        fputs(sbuf_str(&text), stderr);
}

static void live_stage(const struct rig *base, const struct profile *p, uint64_t seed)
{
    struct rig r = *base;
    uint64_t before = sandbox_requests(r.sandbox);
    r.a = arena_new();
    r.diags = (struct diags){.arena = r.a};
    rig_state(&r, arena_printf(r.a, "%s/state.json", folder));
    struct transport *t = watched(r.a, sandbox_transport(r.sandbox));
    if (p->role)
        connect_as_role(&r, seed);
    else
        rig_client(&r, t, seed);
    rig_look(&r);
    if (*r.skipped)
        wrong("%s counts as unreachable; ", *r.skipped);
    rig_plan(&r, &(struct plan_request){.destroy = stage == DESTROY});
    if (stage != PLAN)
        run_plan(&r);
    else if (!plan_is_empty(r.plan))
        wrong("the plan after it is not empty: %.300s; ", rig_plan_text(&r));
    /* whether anybody is there is asked at once, but only where a request was not answered */
    if (watch_of(t)->sent_too_early > watch_of(t)->unanswered)
        wrong("%" PRIu64 " requests were sent while their bucket was empty; ", watch_of(t)->sent_too_early);
    client_free(r.client);
    store_close(r.store);
    state_free(r.state);
    told->calls[stage] = sandbox_requests(r.sandbox) - before;
    told->ended[stage] = !*told->wrong;
    if (stage == APPLY)
        take_census(&r, p->role);
}

static void live(struct rig *r, const struct profile *p, uint64_t seed)
{
    struct sandbox_options o = {0};
    rig_die(r, "faults", sandbox_faults_parse(p->faults, &o.faults));
    o.faults.seed = seed;
    rig_die(r, "sandbox", sandbox_open(r->a, &o, &r->sandbox));
    int64_t began = sandbox_now_ms(r->sandbox);
    if (p->role)
        make_role(r);
    for (stage = APPLY; stage < STAGES && !*told->wrong; stage++)
        live_stage(r, p, seed);
    told->left = value_len(sandbox_objects(r->sandbox, r->a)) - p->role;
    told->took_s = (uint64_t)(sandbox_now_ms(r->sandbox) - began) / 1000;
}

/* ---- many lives -------------------------------------------------------------------------------------------------- */

static void clean(void)
{
    static const char *const names[] = {"state.json", "state.json.journal", "state.json.lock", "state.json.backup",
                                        "config"};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(arena_printf(a, "%s/%s", folder, names[i]));
}

static const struct life *life_of(struct rig *r, const struct profile *p, uint64_t seed)
{
    int status;
    clean();
    *told = (struct life){0};
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        live(r, p, seed);
        _exit(0);
    }
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (status && !*told->wrong)
        snprintf(told->wrong, sizeof told->wrong, "it died");
    return told;
}

static uint64_t calls_of(const struct life *l)
{
    return l->calls[APPLY] + l->calls[PLAN] + l->calls[DESTROY];
}

/* AWS goes on showing some of what was destroyed for a while: less of that is no loss. */
static const char *judge(struct arena *a, const struct life *l, const struct profile *p, const struct life *calm)
{
    double share = (double)calls_of(l) / (double)calls_of(calm);
    if (*l->wrong)
        return l->wrong;
    if (!str_eq(l->world, calm->world))
        return "another world than without faults";
    if (l->left > calm->left)
        return arena_printf(a, "%zu objects are left instead of %zu", l->left, calm->left);
    if (p->most > 0 && share > p->most)
        return arena_printf(a, "it took %.2f times the calls", share);
    return NULL;
}

/* What the lives under one profile came to at most. */
struct worst {
    double share;
    uint64_t took_s;
};

struct tally {
    uint64_t seeds, well[STAGES], failed;
    struct worst worst[COUNT(profiles)];
};

static void count(struct tally *t, const struct life *l, size_t profile, double share)
{
    struct worst *w = &t->worst[profile];
    t->seeds++;
    for (size_t i = 0; i < STAGES; i++)
        t->well[i] += l->ended[i];
    w->share = share > w->share ? share : w->share;
    w->took_s = l->took_s > w->took_s ? l->took_s : w->took_s;
}

static const char *stage_reached(const struct life *l)
{
    size_t i = 0;
    while (i < DESTROY && l->ended[i])
        i++;
    return stages[i];
}

static void print_figures(const struct tally *t, const struct life *calm)
{
    double bounded = 0;
    for (size_t i = 0; i < COUNT(profiles); i++) {
        const struct worst *w = &t->worst[i];
        print_message("figure: --faults %s: at most %.2f times the calls, %.2f times the time\n", profiles[i].faults,
                      w->share, (double)w->took_s / (double)calm->took_s);
        bounded = profiles[i].most > 0 && w->share > bounded ? w->share : bounded;
    }
    print_message("figure: seeds %" PRIu64 ", apply ok %" PRIu64 ", plan ok %" PRIu64 ", destroy ok %" PRIu64
                  ", throttled and 5xx at most %.2f times the %" PRIu64 " calls\n",
                  t->seeds, t->well[APPLY], t->well[PLAN], t->well[DESTROY], bounded, calls_of(calm));
}

/* Whether that life went well. */
static bool live_again(struct rig *r, const struct estate *e, const struct life *calm, uint64_t seed, struct tally *t)
{
    size_t at = seed % COUNT(profiles);
    const struct profile *p = &profiles[at];
    const struct life *l = life_of(r, p, seed);
    const char *why = judge(r->a, l, p, calm);
    count(t, l, at, (double)calls_of(l) / (double)calls_of(calm));
    if (why)
        print_error("%s, --faults %s,seed=%" PRIu64 ", %s: %s\n", strrchr(e->spec, '/') + 1, p->faults, seed,
                    stage_reached(l), why);
    return !why;
}

static void a_bad_day_costs_calls_and_nothing_else(void **state)
{
    const struct estate *e = *state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct rig r = {.a = a};
    struct tally tally = {0};
    rig_spec(&r, e->spec);
    const struct life calm = *life_of(&r, &(struct profile){.faults = ""}, 0);
    assert_string_equal(calm.wrong, "");
    uint64_t first = asked("FAULT_FIRST", 1), end = first + asked("FAULT_SEEDS", e->seeds);
    for (uint64_t seed = first; seed < end; seed++)
        tally.failed += !live_again(&r, e, &calm, seed, &tally);
    for (const uint64_t *seed = e->failed; *seed && !getenv("FAULT_FIRST"); seed++)
        tally.failed += !live_again(&r, e, &calm, *seed, &tally);
    print_figures(&tally, &calm);
    assert_int_equal(tally.failed, 0);
}

int main(void)
{
    static const uint64_t none[] = {0}, once_failed[] = {50, 101, 167, 179, 237, 389, 0};
    static struct estate minimal = {SOURCE_DIR "/specs/minimal.yaml", 68, none};
    static struct estate reference = {SOURCE_DIR "/specs/active-active.yaml", 6, once_failed};
    static const struct CMUnitTest tests[] = {
        {"a_bad_day_costs_the_minimal_spec_calls_and_nothing_else", a_bad_day_costs_calls_and_nothing_else, NULL, NULL,
         &minimal},
        {"a_bad_day_costs_the_reference_calls_and_nothing_else", a_bad_day_costs_calls_and_nothing_else, NULL, NULL,
         &reference},
    };
    char in_memory[] = "/dev/shm/faults.XXXXXX", on_disk[] = "/tmp/faults.XXXXXX";
    folder = mkdtemp(in_memory);
    folder = folder ? folder : mkdtemp(on_disk);
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (getenv("FAULT_ONLY"))
        cmocka_set_test_filter(getenv("FAULT_ONLY"));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    clean();
    rmdir(folder);
    return failed;
}
