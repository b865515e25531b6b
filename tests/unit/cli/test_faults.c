/*
 * What AWS does on a bad day must cost time and calls, and nothing else. For each seed a whole life - apply, a plan
 * that must be empty, destroy - runs on the sandbox's virtual clock under one of the profiles below; it must end well
 * each time, with the world of a day without faults, and leave nothing behind.
 *
 * A few seeds of the reference and some of a small spec; FAULT_SEEDS=1000 for that many of each, FAULT_FIRST=n begins
 * there, FAULT_ONLY is a pattern of tests ("*reference*"). What failed is run again by its seed alone:
 * FAULT_FIRST=<seed> FAULT_SEEDS=1 FAULT_ONLY="*<spec>*".
 */
#include "aws/net/retry.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <sys/wait.h>

/* `most`: calls, as a share of those of a day without faults; 0: not counted. */
static const struct profile {
    const char *faults;
    double most;
} profiles[] = {
    /* clang-format off */
    {"throttle=0.3,5xx=0.05",                                             1.6},
    {"throttle=0.3",                                                      1.6},
    {"5xx=0.05",                                                          1.6},
    {"cut-before=0.05",                                                   0},
    {"cut-after=0.05",                                                    0},
    {"truncate=0.05",                                                     0},
    {"stale",                                                             0},
    {"throttle=0.3,5xx=0.05,cut-before=0.01,cut-after=0.01,truncate=0.01,stale", 0},
    /* clang-format on */
};

struct estate {
    const char *spec;
    uint64_t seeds; /* where nobody says otherwise */
};

enum stage { APPLY, PLAN, DESTROY, STAGES };
static const char *const stages[] = {"apply", "plan", "destroy"};

/* What a child tells; without pointers. */
struct life {
    uint64_t calls[STAGES], took_s;
    bool ended[STAGES];
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
    if (result.blocked || result.not_started)
        wrong("%zu blocked, %zu not begun; ", result.blocked, result.not_started);
    rig_die(r, "snapshot", store_snapshot(r->store, r->state));
}

static void live_stage(const struct rig *base, uint64_t seed)
{
    struct rig r = *base;
    uint64_t before = sandbox_requests(r.sandbox);
    r.a = arena_new();
    r.diags = (struct diags){.arena = r.a};
    rig_state(&r, arena_printf(r.a, "%s/state.json", folder));
    rig_client(&r, NULL, seed);
    rig_look(&r);
    if (*r.skipped)
        wrong("%s counts as unreachable; ", *r.skipped);
    rig_plan(&r, &(struct plan_request){.destroy = stage == DESTROY});
    if (stage != PLAN)
        run_plan(&r);
    else if (!plan_is_empty(r.plan))
        wrong("the plan after it is not empty: %.300s; ", rig_plan_text(&r));
    client_free(r.client);
    store_close(r.store);
    state_free(r.state);
    told->calls[stage] = sandbox_requests(r.sandbox) - before;
    told->ended[stage] = !*told->wrong;
}

static void live(struct rig *r, const char *faults, uint64_t seed)
{
    struct sandbox_options o = {0};
    rig_die(r, "faults", sandbox_faults_parse(faults, &o.faults));
    o.faults.seed = seed;
    rig_die(r, "sandbox", sandbox_open(r->a, &o, &r->sandbox));
    int64_t began = sandbox_now_ms(r->sandbox);
    for (stage = APPLY; stage < STAGES && !*told->wrong; stage++)
        live_stage(r, seed);
    told->took_s = (uint64_t)(sandbox_now_ms(r->sandbox) - began) / 1000;
}

/* ---- many lives -------------------------------------------------------------------------------------------------- */

static uint64_t asked(const char *name, uint64_t otherwise)
{
    const char *s = getenv(name);
    return s && atoll(s) > 0 ? (uint64_t)atoll(s) : otherwise;
}

static void clean(void)
{
    static const char *const names[] = {"state.json", "state.json.journal", "state.json.lock", "state.json.backup"};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(arena_printf(a, "%s/%s", folder, names[i]));
}

static const struct life *life_of(struct rig *r, const char *faults, uint64_t seed)
{
    int status;
    clean();
    *told = (struct life){0};
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        live(r, faults, seed);
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

static const char *judge(struct arena *a, const struct life *l, const struct profile *p, uint64_t calm)
{
    double share = (double)calls_of(l) / (double)calm;
    if (*l->wrong)
        return l->wrong;
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

static void a_bad_day_costs_calls_and_nothing_else(void **state)
{
    const struct estate *e = *state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct rig r = {.a = a};
    struct tally tally = {0};
    rig_spec(&r, e->spec);
    const struct life calm = *life_of(&r, "", 0);
    assert_string_equal(calm.wrong, "");
    uint64_t first = asked("FAULT_FIRST", 1), end = first + asked("FAULT_SEEDS", e->seeds);
    for (uint64_t seed = first; seed < end; seed++) {
        size_t at = seed % COUNT(profiles);
        const struct life *l = life_of(&r, profiles[at].faults, seed);
        const char *why = judge(a, l, &profiles[at], calls_of(&calm));
        count(&tally, l, at, (double)calls_of(l) / (double)calls_of(&calm));
        tally.failed += why != NULL;
        if (why)
            print_error("%s, --faults %s,seed=%" PRIu64 ", %s: %s\n", strrchr(e->spec, '/') + 1, profiles[at].faults,
                        seed, stage_reached(l), why);
    }
    print_figures(&tally, &calm);
    assert_int_equal(tally.failed, 0);
}

int main(void)
{
    static struct estate minimal = {SOURCE_DIR "/specs/minimal.yaml", 80};
    static struct estate reference = {SOURCE_DIR "/specs/active-active.yaml", 8};
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
