/*
 * Moving between regions, as the program does it: which calls are sent, one a line (tests/golden/ops; UPDATE_GOLDEN=1
 * accepts); where they go when a region is lost; that every plan afterwards is empty, names who leads, and takes no
 * cluster away, whatever else is the matter; that one can go back from every step; and what is refused.
 *
 * What is applied once is the beginning of many trials: each is a child of this process.
 */
#include "provisioner/base/file.h"
#include "tests/sim/trial.h"

#define MINIMAL "specs/minimal.yaml"
#define REFERENCE "specs/active-active.yaml"
/* The region that follows is the smaller one, until it leads. */
#define SMALLER REFERENCE " --set regions.seoul.eks.nodes.min=1 --set regions.seoul.eks.nodes.desired=1"
#define SWITCH(spec, to) "switchover " spec " --to " to " --auto-approve"
#define FAIL(spec, to) "failover " spec " --to " to " --allow-data-loss --auto-approve"
#define PLAN(spec) "plan " spec " --detailed-exitcode"
#define TOKYO "ap-northeast-1"
#define SEOUL "ap-northeast-2"

/* ---- which calls ------------------------------------------------------------------------------------------------- */

static bool only_reads(const char *call)
{
    return str_starts(call, "Describe") || str_starts(call, "List") || str_starts(call, "Get");
}

/* A zone's id is of AWS's making, and another one whenever something else was asked before. */
static void put_line(struct sbuf *out, const char *line, size_t n)
{
    static const char zone[] = "HostedZoneId=\"";
    const char *at = strstr(line, zone), *end = line + n;
    const char *id = at && at < end ? at + strlen(zone) : end;
    sbuf_putn(out, line, (size_t)(id - line));
    id += id < end ? strcspn(id, "\"\n") : 0;
    sbuf_putn(out, id, (size_t)(end - id));
    sbuf_putc(out, '\n');
}

/* "t+30 region Call(...) -> state": calls that change something, without their times. */
static const char *changes_in(struct arena *a, const char *calls)
{
    struct sbuf out = {.arena = a};
    for (size_t n; *calls; calls += n + 1) {
        n = strcspn(calls, "\n");
        const char *region = strchr(calls, ' ') + 1, *call = strchr(region, ' ') + 1;
        if (!only_reads(call))
            put_line(&out, region, n - (size_t)(region - calls));
    }
    return sbuf_str(&out);
}

struct golden {
    const char *name;
    const char *commands[4]; /* the last one's calls count */
    const char *dark;        /* during that */
};

static void same_as_golden(const struct trial *t, const char *name, const char *got)
{
    const char *path = arena_printf(t->a, SOURCE_DIR "/tests/golden/ops/%s.txt", name), *want = "";
    size_t n;
    if (getenv("UPDATE_GOLDEN")) {
        err_free(file_write(path, got, strlen(got), 0644));
        return;
    }
    err_free(file_read(t->a, path, 1 << 20, &want, &n));
    if (strcmp(want, got) != 0) {
        dprintf(2, "%s: want\n%sgot\n%s", name, want, got);
        _exit(1);
    }
}

static void sends_what_the_facts_say(struct trial *t, const void *what)
{
    const struct golden *g = what;
    size_t last = 0;
    while (last + 1 < COUNT(g->commands) && g->commands[last + 1])
        CHECK(t, run(t, g->commands[last++]) == 0);
    if (g->dark)
        darken(t, g->dark);
    CHECK(t, run(t, g->commands[last]) == 0);
    same_as_golden(t, g->name, changes_in(t->a, t->calls));
}

/* clang-format off */
static const struct golden minimal_goldens[] = {
    {"minimal_switchover", {SWITCH(MINIMAL, "seoul")}, NULL},
    {"minimal_switched_back", {SWITCH(MINIMAL, "seoul"), SWITCH(MINIMAL, "tokyo")}, NULL},
    {"minimal_failover", {FAIL(MINIMAL, "seoul")}, TOKYO "+us-east-1"},
};
static const struct golden reference_goldens[] = {
    {"reference_switchover", {SWITCH(SMALLER, "seoul")}, NULL},
    {"reference_switched_back", {SWITCH(SMALLER, "seoul"), SWITCH(SMALLER, "tokyo")}, NULL},
    {"reference_failover", {FAIL(SMALLER, "seoul")}, TOKYO "+us-east-1"},
    {"reference_failed_back", {FAIL(SMALLER, "seoul"), "failback " SMALLER " --to tokyo --auto-approve"}, NULL},
    {"reference_names_stay", {FAIL(SMALLER, "seoul"), SWITCH(SMALLER, "seoul")}, NULL},
    {"reference_cache_alone", {SWITCH(SMALLER, "seoul --only cache")}, NULL},
};
/* clang-format on */

/* ---- where they go ----------------------------------------------------------------------------------------------- */

static void asks_only(const struct trial *t, const char *region)
{
    uint64_t answered = 0;
    for (const char *line = t->calls; *line; line = strchr(line, '\n') + 1, answered++)
        CHECK(t, str_starts(strchr(line, ' ') + 1, arena_printf(t->a, "%s ", region)));
    CHECK(t, answered > 0 && answered == t->requests);
}

static void asks_nobody_elsewhere(struct trial *t, const void *what)
{
    const char *spec = what;
    CHECK(t, run(t, arena_printf(t->a, FAIL("%s", "seoul") " --dry-run", spec)) == 0);
    asks_only(t, SEOUL);
    darken(t, TOKYO "+us-east-1");
    CHECK(t, run(t, arena_printf(t->a, FAIL("%s", "seoul"), spec)) == 0);
    asks_only(t, SEOUL);
    CHECK(t, says(t, "seoul leads") && says(t, "ms behind"));
    CHECK(t, run(t, arena_printf(t->a, PLAN("%s"), spec)) == EXIT_SKIPPED);
    CHECK(t, says(t, "No changes in what could be read"));
    darken(t, NULL);
    CHECK(t, run(t, arena_printf(t->a, PLAN("%s"), spec)) == 0);
    CHECK(t, says(t, "is led by seoul/aurora/cluster now"));
}

/* ---- and what a plan says then ----------------------------------------------------------------------------------- */

struct matter {
    const char *name, *service, *op, *region, *input, *dark;
};

/* clang-format off */
static const struct matter matters[] = {
    {.name = "nothing"},
    {"an instance of tokyo is gone", "rds", "DeleteDBInstance", TOKYO, "{\"DBInstanceIdentifier\": \"demo-production-tokyo-aurora-2\", \"SkipFinalSnapshot\": true}", NULL},
    {"an instance of seoul is gone", "rds", "DeleteDBInstance", SEOUL, "{\"DBInstanceIdentifier\": \"demo-production-seoul-aurora-2\", \"SkipFinalSnapshot\": true}", NULL},
    {"tokyo is changing", "rds", "ModifyDBCluster", TOKYO, "{\"DBClusterIdentifier\": \"demo-production-tokyo-aurora\", \"BackupRetentionPeriod\": 9, \"ApplyImmediately\": true}", NULL},
    {"seoul is changing", "rds", "ModifyDBCluster", SEOUL, "{\"DBClusterIdentifier\": \"demo-production-seoul-aurora\", \"BackupRetentionPeriod\": 9, \"ApplyImmediately\": true}", NULL},
    {"tokyo is upgrading", "rds", "ModifyDBCluster", TOKYO, "{\"DBClusterIdentifier\": \"demo-production-tokyo-aurora\", \"EngineVersion\": \"15.10\", \"ApplyImmediately\": true}", NULL},
    {"seoul is upgrading", "rds", "ModifyDBCluster", SEOUL, "{\"DBClusterIdentifier\": \"demo-production-seoul-aurora\", \"EngineVersion\": \"15.10\", \"ApplyImmediately\": true}", NULL},
    {.name = "tokyo is dark", .dark = TOKYO},
    {.name = "seoul is dark", .dark = SEOUL},
};
#define OLDER MINIMAL " --set aurora.version=15.8"

/* From either side, by either way, and back. */
static const struct move {
    const char *commands[2];
    const char *leads; /* then */
} moves[] = {
    {{NULL}, TOKYO},
    {{SWITCH(OLDER, "seoul")}, SEOUL},
    {{FAIL(OLDER, "seoul")}, SEOUL},
    {{SWITCH(OLDER, "seoul"), SWITCH(OLDER, "tokyo")}, TOKYO},
    {{SWITCH(OLDER, "seoul"), FAIL(OLDER, "tokyo")}, TOKYO},
    {{FAIL(OLDER, "seoul"), "failback " OLDER " --to tokyo --auto-approve"}, TOKYO},
};
/* clang-format on */

static void moved(struct trial *t, const struct move *m)
{
    for (size_t i = 0; i < COUNT(m->commands) && m->commands[i]; i++)
        CHECK(t, run(t, m->commands[i]) == 0);
    pass_time(t, 3600);
}

static const char *name_of(struct arena *a, const struct move *m)
{
    return arena_printf(a, "%s; %s", m->commands[0] ? m->commands[0] : "not moved",
                        m->commands[1] ? m->commands[1] : "and no more");
}

struct permutation {
    const struct move *move;
    const struct matter *matter;
};

static bool is_upgrade(const struct matter *m)
{
    return m->input && strstr(m->input, "EngineVersion");
}

/* Who leads can't be upgraded before who follows. */
static bool is_possible(const struct permutation *p)
{
    return !is_upgrade(p->matter) || strcmp(p->move->leads, p->matter->region) != 0;
}

/* Lines of a plan that begin with "-" or "-/+". */
static bool takes_a_cluster_away(const struct trial *t)
{
    static const char *const types[] = {"AWS::RDS::DBCluster ", "AWS::RDS::GlobalCluster "};
    for (const char *line = t->said; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        for (size_t i = 0; *line == '-' && i < COUNT(types); i++) {
            const char *type = strstr(line, types[i]);
            if (type && type < line + strcspn(line, "\n"))
                return true;
        }
    return false;
}

/* No plan leads back from a newer version that AWS, or somebody, took a cluster to. */
static int expected_of(const struct matter *m)
{
    if (m->dark)
        return EXIT_SKIPPED;
    return m->op && !is_upgrade(m) ? EXIT_CHANGES : EXIT_DONE;
}

static void plan_takes_no_cluster_away(struct trial *t, const void *what)
{
    const struct permutation *p = what;
    const struct matter *m = p->matter;
    bool elsewhere = str_eq(p->move->leads, SEOUL);
    moved(t, p->move);
    if (m->op)
        sim_call(t->sim, t->a, m->service, m->op, m->region, m->input);
    darken(t, m->dark);
    int code = run(t, "plan " OLDER " --detailed-exitcode");
    CHECK(t, code == expected_of(m));
    CHECK(t, !is_upgrade(m) || says(t, "EngineVersion is 15.10 by now, and the spec says 15.8"));
    CHECK(t, m->dark || says(t, "is led by seoul/aurora/cluster now") == elsewhere);
    CHECK(t, !takes_a_cluster_away(t));
    if (!m->dark)
        return;
    CHECK(t, says(t, "No changes in what could be read"));
    darken(t, NULL);
    CHECK(t, run(t, "plan " OLDER " --detailed-exitcode") == EXIT_DONE);
    CHECK(t, says(t, "is led by seoul/aurora/cluster now") == elsewhere);
}

/* ---- going back -------------------------------------------------------------------------------------------------- */

/* A move that is stopped before one of its steps, and the way back to where it began. */
struct stop {
    const char *first, *move, *dark, *step, *back;
};

static void goes_back_from(struct trial *t, const void *what)
{
    const struct stop *s = what;
    CHECK(t, !s->first || run(t, s->first) == 0);
    darken(t, s->dark);
    int code = run(t, arena_printf(t->a, "%s --pause-before %s", s->move, s->step));
    CHECK(t, code == EXIT_PART && says(t, "Paused"));
    darken(t, NULL);
    CHECK(t, run(t, s->back) == 0);
    CHECK(t, run(t, PLAN(SMALLER)) == 0);
    CHECK(t, says(t, "is led by") == (s->first != NULL));
}

static void carries_on_from(struct trial *t, const void *what)
{
    const char *step = what;
    CHECK(t, run(t, arena_printf(t->a, SWITCH(SMALLER, "seoul") " --pause-before %s", step)) == EXIT_PART);
    CHECK(t, run(t, SWITCH(SMALLER, "seoul")) == 0);
    CHECK(t, run(t, PLAN(SMALLER)) == 0);
    CHECK(t, says(t, "is led by seoul/aurora/cluster now") && says(t, "is led by seoul/cache/replication-group now"));
    CHECK(t, run(t, SWITCH(SMALLER, "seoul")) == 0);
    CHECK(t, says(t, "seoul leads already") && !*changes_in(t->a, t->calls));
}

/* ---- what is refused --------------------------------------------------------------------------------------------- */

struct refusal {
    const char *name;
    struct matter matter;
    int64_t dark_s; /* so long, before the command */
    const char *command;
    int code;
    const char *says;
};

/* clang-format off */
static const struct refusal refusals[] = {
    {"nowhere", {0}, 0, "switchover " MINIMAL " --auto-approve", EXIT_ERROR, "--to is missing"},
    {"nobody says that data may be lost", {0}, 0, "failover " MINIMAL " --to seoul --auto-approve", EXIT_ERROR, "--allow-data-loss"},
    {"no such step", {0}, 0, SWITCH(MINIMAL, "seoul --pause-before aurora-swich"), EXIT_ERROR, "did you mean aurora-switch"},
    {"no such system there", {0}, 0, SWITCH(MINIMAL, "seoul --only cache"), EXIT_ERROR, "cache"},
    {"the region that leads is dark", {.dark = TOKYO}, 0, SWITCH(MINIMAL, "seoul"), EXIT_ERROR, "nobody answers in ap-northeast-1"},
    {"the region that should lead is dark", {.dark = SEOUL}, 0, FAIL(MINIMAL, "seoul"), EXIT_ERROR, "nobody answers in ap-northeast-2"},
    {"more would be lost than is allowed", {.dark = TOKYO}, 60, FAIL(MINIMAL, "seoul --max-rpo 30s"), EXIT_ERROR, "allows 30000 ms to be lost"},
    {"less would be lost than is allowed", {.dark = TOKYO}, 60, FAIL(MINIMAL, "seoul --max-rpo 5m"), EXIT_DONE, "seoul leads"},
    {"too far behind", {0}, 0, SWITCH(MINIMAL " --set objectives.lag=1ms", "seoul"), EXIT_ERROR, "the objective is 1 ms"},
    {"no time", {0}, 0, SWITCH(MINIMAL, "seoul --timeout 5s"), EXIT_PART, "--timeout"},
    {"another version", {"", "rds", "ModifyDBCluster", SEOUL, "{\"DBClusterIdentifier\": \"demo-production-seoul-aurora\", \"EngineVersion\": \"15.10\", \"ApplyImmediately\": true}", NULL},
     -1, SWITCH(OLDER, "seoul"), EXIT_ERROR, "AWS takes no switch between versions"},
};
/* clang-format on */

static void is_refused(struct trial *t, const void *what)
{
    const struct refusal *r = what;
    const struct matter *m = &r->matter;
    if (m->op)
        sim_call(t->sim, t->a, m->service, m->op, m->region, m->input);
    if (r->dark_s < 0)
        pass_time(t, 3600);
    darken(t, m->dark);
    if (r->dark_s > 0)
        pass_time(t, r->dark_s);
    CHECK(t, run(t, r->command) == r->code && says(t, r->says));
    CHECK(t, r->code != EXIT_ERROR || !*changes_in(t->a, t->calls));
}

/* ---- how it is --------------------------------------------------------------------------------------------------- */

/* A whole region is silent: the other is told within seconds, and how far behind its copies are by now. */
static void is_told_beside_a_silent_region(struct trial *t, const void *what)
{
    (void)what;
    darken(t, TOKYO);
    pass_time(t, 60);
    int64_t before = sandbox_now_ms(sim_sandbox(t->sim));
    CHECK(t, run(t, "status " SMALLER) == EXIT_SKIPPED);
    CHECK(t, sandbox_now_ms(sim_sandbox(t->sim)) - before <= 10 * SECOND);
    CHECK(t, says(t, "tokyo does not answer") && says(t, "aurora writes in tokyo"));
    CHECK(t, says(t, "1 min behind (over rpo)") && says(t, "api.demo.example.com A -> seoul: "));
}

static void is_not_ready_where_the_account_may_have_no_more(struct trial *t, const void *what)
{
    (void)what;
    CHECK(t, run(t, "ready " SMALLER " --to seoul --set regions.seoul.eks.nodes.max=300") == EXIT_DONE);
    CHECK(t, says(t, "6 vCPUs of 256") && says(t, "seoul has 3 brokers, and tokyo 3"));
    sim_call(t->sim, t->a, "eks", "UpdateNodegroupConfig", TOKYO,
             "{\"clusterName\": \"genai-demo-production-tokyo-eks\", \"nodegroupName\": \"main\", \"scalingConfig\": "
             "{\"minSize\": 2, \"maxSize\": 200, \"desiredSize\": 200}}");
    pass_time(t, 3600);
    CHECK(t, run(t, "ready " SMALLER " --to seoul") == EXIT_CHANGES);
    CHECK(t, says(t, "200 nodes have 400 vCPUs, and the quota of ap-northeast-2 is 256"));
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

struct ending {
    const struct move *move;
    const char *destroy;
};

static void leaves_nothing(struct trial *t, const void *what)
{
    const struct ending *e = what;
    moved(t, e->move);
    CHECK(t, run(t, e->destroy) == 0);
    CHECK(t, !strstr(sim_census(t->sim, t->a), "db-cluster"));
    CHECK(t, !strstr(sim_census(t->sim, t->a), "replication-group"));
    CHECK(t, !strstr(t->calls, "InvalidDBClusterStateFault"));
}

/* ---- the tests --------------------------------------------------------------------------------------------------- */

static struct trial minimal, older, reference;

static void a_region_that_takes_over_is_asked_what_the_facts_say_and_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(minimal_goldens); i++)
        try_it(&minimal, sends_what_the_facts_say, &minimal_goldens[i], minimal_goldens[i].name);
    try_it(&minimal, asks_nobody_elsewhere, MINIMAL, "where it asks");
}

static void after_a_move_no_plan_takes_a_cluster_away(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t i = 0; i < COUNT(moves); i++)
        for (size_t k = 0; k < COUNT(matters); k++) {
            const struct permutation p = {&moves[i], &matters[k]};
            if (!is_possible(&p))
                continue;
            try_it(&older, plan_takes_no_cluster_away, &p,
                   arena_printf(older.a, "%s, and %s", name_of(older.a, &moves[i]), matters[k].name));
            tried++;
        }
    printf("figure: plans after a move, permutations %zu, with a delete or replace of a cluster 0\n", tried);
}

static void whoever_writes_all_of_it_can_be_destroyed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(moves); i++) {
        const struct ending e = {&moves[i], "destroy " OLDER " --auto-approve --allow-destroy *"};
        try_it(&older, leaves_nothing, &e, name_of(older.a, &moves[i]));
    }
}

static void what_can_not_go_well_is_refused_before_anything_is_changed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++)
        try_it(&older, is_refused, &refusals[i], refusals[i].name);
}

static void a_whole_architecture_is_moved_as_the_facts_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(reference_goldens); i++)
        try_it(&reference, sends_what_the_facts_say, &reference_goldens[i], reference_goldens[i].name);
    static const struct move failed_over = {{FAIL(SMALLER, "seoul")}, SEOUL};
    const struct ending e = {&failed_over, "destroy " SMALLER " --auto-approve --allow-destroy *"};
    try_it(&reference, asks_nobody_elsewhere, SMALLER, "where it asks");
    try_it(&reference, leaves_nothing, &e, "destroyed after a failover");
}

static void how_it_is_is_told(void **state)
{
    (void)state;
    try_it(&reference, is_told_beside_a_silent_region, NULL, "status beside a silent region");
    try_it(&reference, is_not_ready_where_the_account_may_have_no_more, NULL, "a quota");
}

static size_t goes_back_from_all(struct stop s, const char *const *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        s.step = steps[i];
        try_it(&reference, goes_back_from, &s, arena_printf(reference.a, "%s, back from %s", s.move, s.step));
    }
    return n;
}

static void from_every_step_one_can_go_back_and_on(void **state)
{
    static const char *const switched[] = {"health",     "alarms",   "eks-scale",   "aurora-switch", "cache-switch",
                                           "msk-copies", "msk-back", "dns-records", "aurora-follow", "cache-follow"};
    static const char *const released[] = {"eks-release"}; /* of the larger region, by who goes home */
    static const char *const failed_over[] = {"aurora-failover", "cache-failover", "eks-scale"};
    const struct stop there = {.move = SWITCH(SMALLER, "seoul"), .back = SWITCH(SMALLER, "tokyo")},
                      home = {.first = there.move, .move = there.back, .back = there.move},
                      lost = {.move = FAIL(SMALLER, "seoul"), .dark = TOKYO, .back = there.back};
    (void)state;
    size_t back = goes_back_from_all(there, switched, COUNT(switched));
    back += goes_back_from_all(home, released, COUNT(released));
    back += goes_back_from_all(lost, failed_over, COUNT(failed_over));
    for (size_t i = 0; i < COUNT(switched); i++)
        try_it(&reference, carries_on_from, switched[i], switched[i]);
    printf("figure: steps gone back from %zu, carried on from %zu\n", back, COUNT(switched));
}

static int apply_minimal(void **state)
{
    (void)state;
    applied(&minimal, MINIMAL);
    return 0;
}

static int apply_older(void **state)
{
    (void)state;
    applied(&older, OLDER);
    return 0;
}

static int apply_reference(void **state)
{
    (void)state;
    applied(&reference, SMALLER);
    return 0;
}

static int take_minimal(void **state)
{
    (void)state;
    over(&minimal);
    return 0;
}

static int take_older(void **state)
{
    (void)state;
    over(&older);
    return 0;
}

static int take_reference(void **state)
{
    (void)state;
    over(&reference);
    return 0;
}

int main(void)
{
    const struct CMUnitTest of_minimal[] = {
        cmocka_unit_test(a_region_that_takes_over_is_asked_what_the_facts_say_and_nothing_else)};
    const struct CMUnitTest of_older[] = {cmocka_unit_test(after_a_move_no_plan_takes_a_cluster_away),
                                          cmocka_unit_test(whoever_writes_all_of_it_can_be_destroyed),
                                          cmocka_unit_test(what_can_not_go_well_is_refused_before_anything_is_changed)};
    const struct CMUnitTest of_reference[] = {cmocka_unit_test(a_whole_architecture_is_moved_as_the_facts_say),
                                              cmocka_unit_test(how_it_is_is_told),
                                              cmocka_unit_test(from_every_step_one_can_go_back_and_on)};
    return cmocka_run_group_tests(of_minimal, apply_minimal, take_minimal) +
           cmocka_run_group_tests(of_older, apply_older, take_older) +
           cmocka_run_group_tests(of_reference, apply_reference, take_reference);
}
