/*
 * A region that is lost. One region after the other, and the one that IAM and Route 53 live in, stops to answer before
 * or in the middle of a run, in each of three ways. What does not need it is done in the time that it takes by itself
 * and ten seconds; nothing fails, what was left is told; and the next run, when somebody answers again, finishes it:
 * the world is then that of a run which was never disturbed. All on the virtual clock, for the reference.
 *
 * Tries a few moments of each run; DARK_MOMENTS=n tries n of each.
 */
#include "tests/support/asked.h"
#include "tests/support/copy.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MARGIN_MS = 10 * 1000, MOMENTS = 2, BACK_AFTER_S = 150 };

static const char *const regions[] = {"ap-northeast-1", "ap-northeast-2", "us-east-1"};
static const char *const kinds[] = {"silent", "refused", "unresolved"};
static const char *const names[] = {"state.json", "state.json.journal", "state.json.lock", "state.json.backup",
                                    "world"};
static const char *const one_change[] = {"observability.log_retention_days=60", "aurora.backup.retention_days=21"};

/* What a trial begins with, and what is asked for. */
struct stage {
    const char *name, *from, *to; /* from: where the files of its beginning lie; NULL: nothing is there */
    size_t n_changes;
    bool destroy;
};

static const struct stage make = {"make", NULL, "made", 0, false}, change = {"change", "made", NULL, 2, false},
                          destroy = {"destroy", "made", NULL, 0, true};

struct outcome {
    struct arena *a;
    struct value *done;   /* address -> when it was, in ms since the sandbox was opened */
    struct value *census; /* "kind region" -> how many */
    size_t steps, skipped, regions_skipped;
    int64_t planned_ms, ended_ms;
};

static const char *folder;
static size_t tried, late_most;

/* ---- files ------------------------------------------------------------------------------------------------------- */

static const char *in_folder(struct arena *a, const char *name, const char *suffix)
{
    return arena_printf(a, "%s/%s%s%s", folder, name, suffix ? "." : "", suffix ? suffix : "");
}

/* Copies what lies under one suffix (NULL: none) to another; what is not there is taken away. */
static void copy_all(const char *from, const char *to, bool fresh)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *target = in_folder(a, names[i], to);
        if (fresh)
            unlink(target);
        else
            copy_file(a, in_folder(a, names[i], from), target);
    }
}

/* ---- one run ----------------------------------------------------------------------------------------------------- */

struct hearing {
    struct outcome *out;
    const struct rig *rig;
    int64_t opened_ms;
};

static void hear(void *ctx, const struct event *e)
{
    struct hearing *h = ctx;
    int64_t at = sandbox_now_ms(h->rig->sandbox) - h->opened_ms;
    if (e->kind == EV_STEP_DONE)
        value_set(h->out->a, h->out->done, arena_strdup(h->out->a, e->planned->address), value_int(h->out->a, at));
}

/* Ids differ from run to run, numbers do not. */
static void take_census(const struct rig *r, struct outcome *out)
{
    const struct value *all = sandbox_objects(r->sandbox, r->a);
    out->census = value_map(out->a);
    for (size_t i = 0; i < value_len(all); i++) {
        const char *text = value_str_of(value_item(all, i));
        size_t kind = strcspn(text, " "), region = strcspn(text + kind + 1, " ");
        const char *key = arena_strndup(out->a, text, kind + 1 + region);
        value_set(out->a, out->census, key, value_int(out->a, value_int_of(value_get(out->census, key)) + 1));
    }
}

static void rig_begin(struct rig *r, const struct stage *s, const char *faults)
{
    *r = (struct rig){.a = arena_new()};
    struct sandbox_options o = {.world = in_folder(r->a, "world", NULL)};
    rig_die(r, "faults", sandbox_faults_parse(arena_strdup(r->a, faults), &o.faults));
    rig_spec_set(r, SOURCE_DIR "/specs/active-active.yaml", one_change, s->n_changes);
    rig_state(r, in_folder(r->a, "state.json", NULL));
    rig_sandbox(r, &o);
}

static void must_not_fail(const char *faults, const struct run_result *result)
{
    for (size_t i = 0; i < value_len(result->failures); i++)
        print_error("%s: %s: %s\n", faults, value_get_str(value_item(result->failures, i), "address"),
                    value_get_str(value_item(result->failures, i), "error"));
    assert_int_equal(result->failed + result->blocked + result->not_started, 0);
    assert_int_equal(value_len(result->left), result->skipped);
}

static struct outcome run(struct arena *a, const struct stage *s, const char *faults)
{
    struct rig r;
    struct run_result result;
    struct outcome out = {.a = a, .done = value_map(a)};
    rig_begin(&r, s, faults);
    struct hearing h = {&out, &r, sandbox_now_ms(r.sandbox)};
    r.listener = (struct listener){hear, &h};
    rig_look(&r);
    out.planned_ms = sandbox_now_ms(r.sandbox) - h.opened_ms;
    rig_plan(&r, &(struct plan_request){.destroy = s->destroy});
    rig_run(&r, &result);
    must_not_fail(faults, &result);
    out.ended_ms = sandbox_now_ms(r.sandbox) - h.opened_ms;
    out.steps = r.plan->n_steps;
    out.skipped = result.skipped;
    while (r.skipped[out.regions_skipped])
        out.regions_skipped++;
    take_census(&r, &out);
    rig_die(&r, "snapshot", store_snapshot(r.store, r.state));
    rig_end(&r);
    return out;
}

/* ---- what must be so --------------------------------------------------------------------------------------------- */

/* When the last of what was done was done while nothing disturbed it. */
static int64_t own_time(const struct outcome *got, const struct outcome *peace)
{
    int64_t last = peace->planned_ms;
    for (size_t i = 0; i < value_len(got->done); i++) {
        int64_t at = value_int_of(value_get(peace->done, value_key(got->done, i)));
        last = at > last ? at : last;
    }
    return last;
}

static void must_be_in_time(const char *faults, const struct outcome *got, const struct outcome *peace, int64_t from_ms)
{
    int64_t own = own_time(got, peace), bound = own > from_ms ? own : from_ms;
    int64_t late = got->ended_ms - bound;
    late_most = late > (int64_t)late_most ? (size_t)late : late_most;
    if (late > MARGIN_MS)
        fail_msg("%s: the rest takes %lld ms by itself, and took %lld", faults, (long long)bound,
                 (long long)got->ended_ms);
}

static void must_be_the_same_world(const char *faults, const struct outcome *got, const struct outcome *peace,
                                   bool destroyed)
{
    for (size_t i = 0; i < value_len(got->census); i++) {
        const char *key = value_key(got->census, i);
        int64_t n = value_int_of(value_item(got->census, i)), m = value_int_of(value_get(peace->census, key));
        if (n > m || (n < m && !destroyed)) /* AWS goes on showing some of what was destroyed for a while */
            fail_msg("%s: %lld %s, where there should be %lld", faults, (long long)n, key, (long long)m);
    }
    assert_true(destroyed || value_len(got->census) == value_len(peace->census));
}

static void the_next_run_finishes(struct arena *a, const struct stage *s, const char *faults,
                                  const struct outcome *peace)
{
    struct outcome rest = run(a, s, "");
    assert_int_equal(rest.skipped + rest.regions_skipped, 0);
    must_be_the_same_world(faults, &rest, peace, s->destroy);
    struct outcome nothing = run(a, s, "");
    if (nothing.steps)
        fail_msg("%s: after all of it is done, %zu steps are left", faults, nothing.steps);
}

/* ---- trials ------------------------------------------------------------------------------------------------------ */

static void dark_for_good(const struct stage *s, const char *region, const char *kind, int64_t from_s,
                          const struct outcome *peace)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *faults = arena_printf(a, "dark=%s,dark-kind=%s,dark-from=%lld", region, kind, (long long)from_s);
    copy_all(s->from, NULL, !s->from);
    struct outcome got = run(a, s, faults);
    if (!got.skipped && !got.regions_skipped && from_s * 1000 < peace->planned_ms)
        fail_msg("%s: nothing was skipped", faults);
    must_be_in_time(faults, &got, peace, from_s * 1000);
    the_next_run_finishes(a, s, faults, peace);
    tried++;
}

/* Comes back while others are at work: nothing is left. */
static void dark_for_a_while(const struct stage *s, const char *region, const char *kind, int64_t from_s,
                             const struct outcome *peace)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *faults = arena_printf(a, "dark=%s,dark-kind=%s,dark-from=%lld,dark-until=%lld", region, kind,
                                      (long long)from_s, (long long)from_s + BACK_AFTER_S);
    copy_all(s->from, NULL, !s->from);
    struct outcome got = run(a, s, faults);
    assert_int_equal(got.skipped + got.regions_skipped, 0);
    must_be_the_same_world(faults, &got, peace, s->destroy);
    tried++;
}

static void every_region(const struct stage *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    copy_all(s->from, NULL, !s->from);
    struct outcome peace = run(a, s, "");
    int64_t n = (int64_t)asked("DARK_MOMENTS", MOMENTS), whole_s = peace.ended_ms / 1000;
    if (s->to)
        copy_all(NULL, s->to, false);
    for (size_t i = 0; i < COUNT(regions); i++) {
        dark_for_good(s, regions[i], kinds[i], 0, &peace);
        for (int64_t k = 0; k < n; k++) {
            int64_t at = peace.planned_ms / 1000 + (whole_s * k + whole_s * (int64_t)i / 3) / n;
            dark_for_good(s, regions[i], kinds[(i + (size_t)k + 1) % 3], at, &peace);
        }
    }
}

static void while_all_is_made(void **state)
{
    (void)state;
    every_region(&make);
}

static void while_something_changes(void **state)
{
    (void)state;
    every_region(&change);
}

static void while_all_is_destroyed(void **state)
{
    (void)state;
    every_region(&destroy);
}

static void one_that_comes_back_is_carried_on_with(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    copy_all(NULL, NULL, true);
    struct outcome peace = run(a, &make, "");
    for (size_t i = 0; i < COUNT(regions); i++)
        dark_for_a_while(&make, regions[i], kinds[i], 20 + 400 * (int64_t)i, &peace);
}

int main(void)
{
    static char template[] = "/tmp/provisioner-dark-XXXXXX";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(while_all_is_made),
        cmocka_unit_test(while_something_changes),
        cmocka_unit_test(while_all_is_destroyed),
        cmocka_unit_test(one_that_comes_back_is_carried_on_with),
    };
    folder = mkdtemp(template);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    copy_all(NULL, NULL, true);
    copy_all(NULL, "made", true);
    (void)rmdir(folder);
    printf("figure: regions lost %zu, the rest late by %zu ms at most\n", tried, late_most);
    return failed;
}
