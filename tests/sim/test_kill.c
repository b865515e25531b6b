/*
 * Kill anywhere. A run is stopped dead at every change of its disk, before and after it, whenever a request leaves it,
 * and whenever an answer that took effect has not been seen: by SIGKILL, where the kernel keeps what was written, and
 * by a power cut, where what was not synced is gone or torn; with what was on its way to AWS lost, and with all of it
 * arriving. The next run must finish, the plan after it be empty, and the world hold what it holds after a run that
 * nobody disturbed: nothing twice, nothing orphaned, no password lost.
 *
 * The run that is killed is this process: at each point it forks, and the child is the next run. Two children at once.
 *
 * Points at which the next run would find the same bytes on its disk, the same objects in the same states, and (where
 * they arrive) the same requests on their way, are tried once. That is sound, since a run knows of the past only what
 * disk and AWS tell: it differs between two such points in the clock alone, and all that the clock decides is how many
 * times a state is asked for before it is over.
 *
 * A state in a bucket lies in the world and not on the disk, and its lock outlives the run: the next one waits for the
 * lease to run out, by the clock of the simulation, 75 s at most.
 *
 * A sample is tried. SIM_ALL=1 tries everything, SIM_ONLY is a pattern of tests ("*reference*made*"), SIM_SHARD=0/2
 * takes every other point, SIM_SEED another seed. A failure prints the line that replays it: SIM_POINT=<point>:<way>.
 */
#include "tests/sim/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_ONCE = 2 };

/* clang-format off */
static const struct way {
    const char *name;
    struct sim_end end;
    bool recovered; /* a state that is lost is brought back first */
} ways[] = {
    {"killed",              {CRASH_KILLED, false}},
    {"killed-arriving",     {CRASH_KILLED, true}},
    {"power-cut",           {CRASH_POWER,  false}},
    {"power-cut-arriving",  {CRASH_POWER,  true}},
    {"torn",                {CRASH_TORN,   false}},
    {"torn-arriving",       {CRASH_TORN,   true}},
    {"lost",                {CRASH_LOST,   false}},
    {"lost-arriving",       {CRASH_LOST,   true}},
    {"recovered",           {CRASH_LOST,   false}, true},
    {"recovered-arriving",  {CRASH_LOST,   true}, true},
};

/* What somebody else does, just before the run that is killed. */
struct foreign {
    const char *service, *op, *region, *input;
};

/* `before` may be several, parted by "; ". `again`: the run after the crash, NULL: the same command; `check` ends with 0 when all is as it should be. */
struct stage {
    const char *name;
    unsigned stride; /* of the sample */
    const char *before, *command, *again, *check;
    const struct foreign *foreign;
    bool lost; /* the state is, too */
};

#define MINIMAL "specs/minimal.yaml"
#define REFERENCE "specs/active-active.yaml"
/* The region that follows is the smaller one, until it leads. */
#define SMALLER REFERENCE " --set regions.seoul.eks.nodes.min=1 --set regions.seoul.eks.nodes.desired=1"
#define APPROVED " --auto-approve"
#define EMPTY " --detailed-exitcode"
#define ANYTHING " --auto-approve --allow-destroy *"
#define IN_S3 " --set state.bucket=sim-state-tokyo"
#define MIRRORED IN_S3 " --set state.mirror.bucket=sim-state-seoul --set state.mirror.region=seoul"
#define PATIENTLY APPROVED " --lock-timeout 75s"
#define INIT(where) "init " MINIMAL APPROVED " --state-buckets" where
#define INIT_AND_APPLY(where) INIT(where) "; apply " MINIMAL APPROVED where
#define MINIMAL_CHANGES " --set aurora.instances=1 --set aurora.backup.retention_days=9 --set network.nat=single"
#define REFERENCE_CHANGES                                                                                              \
    " --set aurora.instances=2 --set aurora.parameters.log_min_duration_statement=2000"                                \
    " --set network.flow_logs.enabled=true --set network.nat=single --set cache.node_type=cache.r7g.xlarge"            \
    " --set cache.snapshots.retention_days=9 --set eks.nodes.max=9 --set eks.version=1.36 --set msk.storage.gb=600"    \
    " --set msk.broker_type=kafka.m5.xlarge --set observability.alarms.aurora-cpu.threshold=60"                        \
    " --set observability.budget.monthly_usd=30000 --set buckets.logs.expire_days=400 --set drills.duration_minutes=15"
#define MINIMAL_REPLACED                                                                                               \
    " --allow-destroy * --replace tokyo/aurora/instance-1 --replace seoul/aurora/instance-2"                           \
    " --replace tokyo/network/nat-1 --replace tokyo/keys/logs"                   \
    " --replace tokyo/aurora/log-group-postgresql"
#define REFERENCE_REPLACED                                                                                             \
    MINIMAL_REPLACED " --set eks.nodes.type=m6g.xlarge"                             \
    " --replace seoul/ingress/load-balancer --replace global/buckets/replication-role"   \
    " --replace seoul/observability/topic-warning --replace tokyo/eks/addon-coredns --replace tokyo/dns/namespace"

static const struct foreign minimal_switchover[] = {
    {"rds", "SwitchoverGlobalCluster", "ap-northeast-1",
     "{\"GlobalClusterIdentifier\": \"demo-production-aurora\", \"TargetDbClusterIdentifier\": "
     "\"arn:aws:rds:ap-northeast-2:123456789012:cluster:demo-production-seoul-aurora\"}"},
    {0}};
static const struct foreign reference_failover[] = {
    {"rds", "FailoverGlobalCluster", "ap-northeast-2",
     "{\"GlobalClusterIdentifier\": \"genai-demo-production-aurora\", \"AllowDataLoss\": true, "
     "\"TargetDbClusterIdentifier\": "
     "\"arn:aws:rds:ap-northeast-2:123456789012:cluster:genai-demo-production-seoul-aurora\"}"},
    {"elasticache", "FailoverGlobalReplicationGroup", "ap-northeast-2",
     "{\"GlobalReplicationGroupId\": \"degji-genai-demo-production-cache\", \"PrimaryRegion\": \"ap-northeast-2\", "
     "\"PrimaryReplicationGroupId\": \"genai-demo-production-seoul-cache\"}"},
    {0}};

static const struct stage stages[] = {
    {"minimal_is_made",          90, NULL,                       "apply " MINIMAL APPROVED,                        NULL, "plan " MINIMAL EMPTY},
    {"minimal_is_changed",       20, "apply " MINIMAL APPROVED,  "apply " MINIMAL APPROVED MINIMAL_CHANGES,        NULL, "plan " MINIMAL EMPTY MINIMAL_CHANGES},
    {"minimal_is_replaced",      20, "apply " MINIMAL APPROVED,  "apply " MINIMAL APPROVED MINIMAL_REPLACED,       NULL, "plan " MINIMAL EMPTY},
    {"minimal_is_half_replaced", 20, "apply " MINIMAL APPROVED,  "apply " MINIMAL APPROVED MINIMAL_REPLACED,       "apply " MINIMAL ANYTHING, "plan " MINIMAL EMPTY},
    {"minimal_is_switched_over", 20, "apply " MINIMAL APPROVED,  "apply " MINIMAL APPROVED MINIMAL_CHANGES,        NULL, "plan " MINIMAL EMPTY MINIMAL_CHANGES, minimal_switchover},
    {"minimal_is_moved",          6, "apply " MINIMAL APPROVED,  "switchover " MINIMAL " --to seoul" APPROVED,     NULL, "plan " MINIMAL EMPTY},
    {"minimal_is_moved_and_back", 6, "apply " MINIMAL APPROVED,  "switchover " MINIMAL " --to seoul" APPROVED,     "switchover " MINIMAL " --to tokyo" APPROVED, "plan " MINIMAL EMPTY},
    {"minimal_moves_by_itself",   6, "apply " MINIMAL APPROVED,  "failover " MINIMAL " --to seoul --allow-data-loss" APPROVED, NULL, "plan " MINIMAL EMPTY},
    {"minimal_is_destroyed",     90, "apply " MINIMAL APPROVED,  "destroy " MINIMAL ANYTHING,                      NULL, "destroy " MINIMAL ANYTHING},
    {"reference_is_made",       400, NULL,                       "apply " REFERENCE APPROVED,                      NULL, "plan " REFERENCE EMPTY},
    {"reference_is_changed",    120, "apply " REFERENCE APPROVED, "apply " REFERENCE APPROVED REFERENCE_CHANGES,   NULL, "plan " REFERENCE EMPTY REFERENCE_CHANGES},
    {"reference_is_replaced",   120, "apply " REFERENCE APPROVED, "apply " REFERENCE APPROVED REFERENCE_REPLACED,  NULL, "plan " REFERENCE EMPTY " --set eks.nodes.type=m6g.xlarge"},
    {"reference_is_failed_over",120, "apply " REFERENCE APPROVED, "apply " REFERENCE APPROVED REFERENCE_CHANGES,   NULL, "plan " REFERENCE EMPTY REFERENCE_CHANGES, reference_failover},
    {"minimal_is_made_and_lost",       60, NULL,                      "apply " MINIMAL APPROVED,                    NULL, "plan " MINIMAL EMPTY, NULL, true},
    {"reference_is_made_and_lost",    200, NULL,                      "apply " REFERENCE APPROVED,                  NULL, "plan " REFERENCE EMPTY, NULL, true},
    {"minimal_is_changed_and_lost",    12, "apply " MINIMAL APPROVED, "apply " MINIMAL APPROVED MINIMAL_CHANGES,   NULL, "plan " MINIMAL EMPTY MINIMAL_CHANGES, NULL, true},
    {"reference_is_changed_and_lost",  90, "apply " REFERENCE APPROVED, "apply " REFERENCE APPROVED REFERENCE_CHANGES, NULL, "plan " REFERENCE EMPTY REFERENCE_CHANGES, NULL, true},
    {"minimal_is_made_in_s3",         200, INIT(IN_S3),              "apply " MINIMAL PATIENTLY IN_S3,             NULL, "plan " MINIMAL EMPTY IN_S3},
    {"minimal_is_changed_in_s3",       30, INIT_AND_APPLY(IN_S3),    "apply " MINIMAL PATIENTLY IN_S3 MINIMAL_CHANGES, NULL, "plan " MINIMAL EMPTY IN_S3 MINIMAL_CHANGES},
    {"minimal_is_changed_in_two_buckets", 40, INIT_AND_APPLY(MIRRORED), "apply " MINIMAL PATIENTLY MIRRORED MINIMAL_CHANGES, NULL, "plan " MINIMAL EMPTY MIRRORED MINIMAL_CHANGES},
    {"minimal_is_promoted_in_two_buckets", 2, INIT_AND_APPLY(MIRRORED), "state promote " MINIMAL PATIENTLY MIRRORED, "apply " MINIMAL PATIENTLY MIRRORED, "plan " MINIMAL EMPTY MIRRORED},
    {"minimal_is_destroyed_in_s3",    200, INIT_AND_APPLY(IN_S3),    "destroy " MINIMAL ANYTHING " --lock-timeout 75s" IN_S3, NULL, "destroy " MINIMAL ANYTHING IN_S3},
    {"reference_is_moved",          10, "apply " SMALLER APPROVED, "switchover " SMALLER " --to seoul" APPROVED,   NULL, "plan " SMALLER EMPTY},
    {"reference_is_moved_and_back", 10, "apply " SMALLER APPROVED, "switchover " SMALLER " --to seoul" APPROVED,   "switchover " SMALLER " --to tokyo" APPROVED, "plan " SMALLER EMPTY},
    {"reference_moves_by_itself",   10, "apply " SMALLER APPROVED, "failover " SMALLER " --to seoul --allow-data-loss" APPROVED, NULL, "plan " SMALLER EMPTY},
    {"reference_is_destroyed",  400, "apply " REFERENCE APPROVED, "destroy " REFERENCE ANYTHING,                   NULL, "destroy " REFERENCE ANYTHING},
};
/* clang-format on */

/* ---- what came of it --------------------------------------------------------------------------------------------- */

/* Of one child, in memory that both see; of all of them, added up. */
struct verdict {
    unsigned orphans, duplicates, missing, manual_steps, changes_left, locked_out;
    char text[300];
};

static bool is_bad(const struct verdict *v)
{
    return v->orphans || v->duplicates || v->missing || v->manual_steps || v->changes_left || v->locked_out;
}

static void add(struct verdict *sum, const struct verdict *v)
{
    sum->orphans += v->orphans;
    sum->duplicates += v->duplicates;
    sum->missing += v->missing;
    sum->manual_steps += v->manual_steps;
    sum->changes_left += v->changes_left;
    sum->locked_out += v->locked_out;
}

static void say(struct verdict *v, const char *fmt, ...) PRINTF(2, 3);
static void say(struct verdict *v, const char *fmt, ...)
{
    size_t n = strlen(v->text);
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(v->text + n, sizeof v->text - n, fmt, ap);
    va_end(ap);
}

/* Both are sorted lines. What is too many and was there once is a duplicate. */
static void compare(struct verdict *v, const char *expected, const char *got)
{
    const char *last = "";
    while (*expected || *got) {
        size_t n = strcspn(expected, "\n") + 1, m = strcspn(got, "\n") + 1;
        int order = !*got ? -1 : !*expected ? 1 : strncmp(expected, got, n > m ? n : m);
        if (order < 0) {
            v->missing++;
            say(v, "missing: %.*s; ", (int)n - 1, expected);
        } else if (order > 0) {
            bool twice = strncmp(last, got, m) == 0;
            v->duplicates += twice;
            v->orphans += !twice;
            say(v, "%s: %.*s; ", twice ? "twice" : "orphaned", (int)m - 1, got);
        }
        if (order <= 0) {
            last = expected;
            expected += n;
        }
        if (order >= 0)
            got += m;
    }
}

/* ---- the run that is killed -------------------------------------------------------------------------------------- */

struct child {
    pid_t pid; /* 0: none */
    int output;
    uint64_t point;
    const struct way *way;
    struct verdict *verdict; /* shared */
};

struct killer {
    struct arena *arena;
    const struct stage *stage;
    struct sim *sim;
    const char *expected;
    uint64_t seed, stride, shard, shards;
    int out, err; /* this process's own, while commands print elsewhere */
    uint64_t only_point;
    const char *only_way;
    uint64_t points, distinct, tried, failed;
    uint64_t *seen; /* digests, a hash table */
    size_t n_slots;
    struct child children[AT_ONCE];
    struct verdict sum;
};

static bool first_time(struct killer *k, uint64_t digest)
{
    size_t at = (size_t)(digest % k->n_slots);
    while (k->seen[at] && k->seen[at] != digest)
        at = (at + 1) % k->n_slots;
    bool fresh = !k->seen[at];
    k->seen[at] = digest;
    if (k->distinct * 2 > k->n_slots)
        abort();
    return fresh;
}

/* Nothing is brought back where nothing was made yet, which is said as an error. */
static void bring_back(struct killer *k)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *settings = strchr(k->stage->before ? k->stage->before : k->stage->command, ' ');
    sim_run(k->sim, arena_printf(a, "recover%s", settings));
}

/* In the child. */
static void be_the_next_run(struct killer *k, struct child *c)
{
    struct verdict *v = c->verdict;
    dup2(c->output, STDOUT_FILENO);
    dup2(c->output, STDERR_FILENO);
    sim_crash(k->sim, &c->way->end);
    if (c->way->recovered)
        bring_back(k);
    int code = sim_run(k->sim, k->stage->again ? k->stage->again : k->stage->command);
    if (code != 0) {
        v->manual_steps++;
        say(v, "the next run ended with %d; ", code);
        _exit(0);
    }
    code = sim_run(k->sim, k->stage->check);
    v->changes_left = code != 0;
    if (code)
        say(v, "the check after it ended with %d; ", code);
    compare(v, k->expected, sim_census(k->sim, k->arena));
    const char *locked_out = sim_locked_out(k->sim, k->arena);
    v->locked_out = locked_out != NULL;
    if (locked_out)
        say(v, "%s; ", locked_out);
    _exit(0);
}

static const char *text_in(struct arena *a, int fd)
{
    off_t n = lseek(fd, 0, SEEK_END);
    char *text = arena_alloc(a, (size_t)n + 1);
    assert_int_equal(pread(fd, text, (size_t)n, 0), n);
    return text;
}

static void print_output(const struct killer *k, const struct child *c)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    dprintf(k->err, "%s\n", text_in(a, c->output));
}

static void bury(struct killer *k, struct child *c, int status)
{
    struct verdict *v = c->verdict;
    if (!WIFEXITED(status) || WEXITSTATUS(status)) {
        v->manual_steps++;
        say(v, "the next run died (%d)", status);
    }
    if (is_bad(v)) {
        k->failed++;
        dprintf(k->err, "%s: point %" PRIu64 " %s: %s\n", k->stage->name, c->point, c->way->name, v->text);
        dprintf(k->err, "  again: SIM_ONLY='*%s*' SIM_SEED=%" PRIu64 " SIM_POINT=%" PRIu64 ":%s test_kill\n",
                k->stage->name, k->seed, c->point, c->way->name);
        if (k->only_way)
            print_output(k, c);
    }
    add(&k->sum, v);
    close(c->output);
    c->pid = 0;
}

static void wait_for_one(struct killer *k)
{
    int status;
    pid_t pid = waitpid(-1, &status, 0);
    assert_true(pid > 0);
    for (size_t i = 0; i < AT_ONCE; i++)
        if (k->children[i].pid == pid)
            bury(k, &k->children[i], status);
}

static struct child *free_child(struct killer *k)
{
    for (;;) {
        for (size_t i = 0; i < AT_ONCE; i++)
            if (!k->children[i].pid)
                return &k->children[i];
        wait_for_one(k);
    }
}

static void try_it(struct killer *k, const struct way *w)
{
    struct child *c = free_child(k);
    c->point = k->points;
    c->way = w;
    c->output = memfd_create("output", MFD_CLOEXEC);
    memset(c->verdict, 0, sizeof *c->verdict);
    fflush(NULL);
    k->tried++;
    c->pid = fork();
    assert_true(c->pid >= 0 && c->output >= 0);
    if (c->pid == 0)
        be_the_next_run(k, c);
}

static bool asked_for(const struct killer *k, const struct way *w, uint64_t digest)
{
    if (k->only_way)
        return k->points == k->only_point && strcmp(k->only_way, w->name) == 0;
    return digest && k->distinct % k->stride == k->shard % k->stride && k->distinct / k->stride % k->shards == k->shard;
}

/* A state that knew more than the spec is worth bringing back: what the spec says no more is known to nobody else. */
static bool has_way(const struct stage *s, const struct way *w)
{
    return s->lost == (w->end.disk == CRASH_LOST) && !(s->lost && s->before && !w->recovered);
}

static void at_a_point(void *ctx, enum sim_moment m, const char *what)
{
    struct killer *k = ctx;
    (void)m;
    (void)what;
    for (size_t i = 0; i < COUNT(ways); i++) {
        if (!has_way(k->stage, &ways[i]))
            continue;
        k->points++;
        bool fresh = first_time(k, sim_digest(k->sim, &ways[i].end) + ways[i].recovered);
        k->distinct += fresh;
        if (k->only_way ? asked_for(k, &ways[i], 0) : fresh && asked_for(k, &ways[i], 1))
            try_it(k, &ways[i]);
    }
}

/* ---- the run that is not ----------------------------------------------------------------------------------------- */

static void quietly(struct killer *k)
{
    k->out = dup(STDOUT_FILENO);
    k->err = dup(STDERR_FILENO);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    fflush(NULL);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    close(null);
}

static void aloud(struct killer *k)
{
    fflush(NULL);
    dup2(k->out, STDOUT_FILENO);
    dup2(k->err, STDERR_FILENO);
    close(k->out);
    close(k->err);
}

/* Before there is anything to kill. */
static void must(struct killer *k, bool holds, const char *what)
{
    if (holds)
        return;
    dprintf(k->err, "%s: undisturbed: %s\n", k->stage->name, what);
    aloud(k);
    fail();
}

static void begin(struct killer *k)
{
    k->sim = sim_new(k->arena, &(struct sim_options){.seed = k->seed});
    for (const char *at = k->stage->before; at && *at; at += *at ? 2 : 0) {
        const char *end = strstr(at, "; "),
                   *command = arena_strndup(k->arena, at, end ? (size_t)(end - at) : strlen(at));
        must(k, sim_run(k->sim, command) == 0, command);
        at += strlen(command);
    }
    for (const struct foreign *f = k->stage->foreign; f && f->op; f++)
        sim_call(k->sim, k->arena, f->service, f->op, f->region, f->input);
}

static const char *undisturbed(struct killer *k)
{
    int status, fd = memfd_create("census", MFD_CLOEXEC);
    pid_t pid = fork();
    if (pid == 0) {
        int code = sim_run(k->sim, k->stage->command);
        if (!code)
            code = 16 * sim_run(k->sim, k->stage->check);
        const char *text = sim_census(k->sim, k->arena);
        bool told = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
        _exit(code || !told ? code : sim_locked_out(k->sim, k->arena) ? 15 : 0);
    }
    must(k, waitpid(pid, &status, 0) == pid, "no end");
    must(k, status == 0, arena_printf(k->arena, "wait status %x", (unsigned)status));
    const char *text = text_in(k->arena, fd);
    close(fd);
    return text;
}

/* ---- the tests --------------------------------------------------------------------------------------------------- */

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *s = getenv(name);
    return s ? strtoull(s, NULL, 10) : otherwise;
}

static void read_wishes(struct killer *k)
{
    const char *shard = getenv("SIM_SHARD"), *point = getenv("SIM_POINT");
    k->seed = number("SIM_SEED", 1);
    k->stride = getenv("SIM_ALL") ? 1 : k->stage->stride;
    k->shards = 1;
    if (shard && sscanf(shard, "%" SCNu64 "/%" SCNu64, &k->shard, &k->shards) != 2)
        fail_msg("SIM_SHARD=0/2");
    k->only_point = number("SIM_POINT", 0);
    k->only_way = point && strchr(point, ':') ? strchr(point, ':') + 1 : NULL;
}

static void tell_figures(const struct killer *k)
{
    print_message("figure: kill anywhere, %s: points %" PRIu64 " distinct %" PRIu64 " tried %" PRIu64
                  " orphans %u duplicates %u missing %u manual steps %u\n",
                  k->stage->name, k->points, k->distinct, k->tried, k->sum.orphans, k->sum.duplicates, k->sum.missing,
                  k->sum.manual_steps);
}

static void the_next_run_finishes(void **state)
{
    struct killer k = {.stage = *state, .arena = arena_new(), .n_slots = 1 << 20};
    struct verdict *shared =
        mmap(NULL, AT_ONCE * sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    for (size_t i = 0; i < AT_ONCE; i++)
        k.children[i].verdict = &shared[i];
    k.seen = arena_alloc(k.arena, k.n_slots * sizeof *k.seen);
    read_wishes(&k);
    quietly(&k);
    begin(&k);
    k.expected = undisturbed(&k);
    sim_watch(k.sim, at_a_point, &k);
    int code = sim_run(k.sim, k.stage->command);
    while (k.children[0].pid || k.children[1].pid)
        wait_for_one(&k);
    aloud(&k);
    tell_figures(&k);
    munmap(shared, AT_ONCE * sizeof *shared);
    sandbox_close(sim_sandbox(k.sim));
    arena_free(k.arena);
    assert_int_equal(code, 0);
    assert_true(k.tried > 0);
    assert_int_equal(k.failed, 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(stages)];
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(stages); i++)
        tests[i] = (struct CMUnitTest){arena_printf(a, "%s_and_killed_anywhere_the_next_run_finishes", stages[i].name),
                                       the_next_run_finishes, NULL, NULL, (void *)(uintptr_t)&stages[i]};
    if (getenv("SIM_ONLY"))
        cmocka_set_test_filter(getenv("SIM_ONLY"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
