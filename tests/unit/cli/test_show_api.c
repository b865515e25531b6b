/*
 * What `plan --show-api` shows is what an apply sends: each call of the sandbox's transcript that may change something
 * is one that was shown, and the other way round, after the calls that its step waits for. Reads and repeats aside.
 */
#include "aws/api/services.h"
#include "provisioner/cli/show_api.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ARGUMENT_MOST = 200 /* of the transcript */ };

static const char *folder;

/* ---- what was sent ----------------------------------------------------------------------------------------------- */

struct sent {
    const char *text; /* "CreateVpc(CidrBlock=\"10.0.0.0/16\"" */
    const char *region, *op;
    size_t first, last; /* the same again is a repetition, or meant for another of whom AWS tells nothing else */
    size_t times, shown;
};

struct log {
    struct arena *a;
    struct sent *items;
    size_t n, cap, lines;
};

static const struct op *op_called(const char *name)
{
    const struct op *op = NULL;
    for (const struct service *const *svc = aws_services; *svc && !op; svc++)
        op = service_op(*svc, name);
    return op;
}

/* "t+30 ap-northeast-1 CreateVpc(...) -> ok" */
static void heard(void *ctx, const char *line)
{
    struct log *l = ctx;
    const char *region = strchr(line, ' ') + 1, *call = strchr(region, ' ') + 1;
    const char *name = arena_strndup(l->a, call, strcspn(call, "("));
    const struct op *op = op_called(name);
    const char *end = call;
    for (const char *arrow = call; (arrow = strstr(arrow, ") -> ")); arrow++)
        end = arrow;
    if (!op || op->flags & OP_READ)
        return;
    struct sent s = {.text = arena_strndup(l->a, call, (size_t)(end - call)), .op = name, .first = l->lines++};
    s.region = arena_strndup(l->a, region, (size_t)(call - region) - 1);
    s.last = s.first;
    s.times = 1;
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->items[i].text, s.text) == 0 && strcmp(l->items[i].region, s.region) == 0) {
            l->items[i].last = s.first;
            l->items[i].times++;
            return;
        }
    l->items = arena_grow(l->a, l->items, sizeof *l->items, l->n, &l->cap);
    l->items[l->n++] = s;
}

/* ---- what was shown ---------------------------------------------------------------------------------------------- */

/* How many of its parameters are known and in the text; -1: one is another. */
static int agreement(struct arena *a, const struct call_ahead *c, const struct sent *s)
{
    int n = 0;
    for (size_t i = 0; i < value_len(c->in); i++) {
        const struct value *v = value_item(c->in, i);
        struct sbuf text = {.arena = a};
        if (c->op->service->bare_id && str_starts(value_str_of(v), "/")) /* that is how it travels */
            v = value_str(a, strrchr(value_str_of(v), '/') + 1);
        if (value_has_unknown(v) || value_kind(v) == V_MAP || value_kind(v) == V_LIST)
            continue;
        value_print(&text, v, -1);
        const char *shown = arena_printf(a, "%s=%.*s", value_key(c->in, i), ARGUMENT_MOST, sbuf_str(&text));
        if (str_starts(value_str_of(v), "(token") || str_starts(value_str_of(v), "(zip of"))
            continue;
        if (!strstr(s->text, shown))
            return -1;
        n++;
    }
    return n;
}

static bool goes_there(const struct call_ahead *c, const struct sent *s)
{
    return strcmp(c->op->name, s->op) == 0 && (c->op->service->global || strcmp(c->place, s->region) == 0);
}

static struct sent *partner(struct arena *a, struct log *l, const struct call_ahead *c, size_t from)
{
    struct sent *best = NULL;
    int most = -1;
    for (size_t i = 0; i < l->n; i++) {
        struct sent *s = &l->items[i];
        int n = s->shown == s->times || (s->shown ? s->last : s->first) < from || !goes_there(c, s)
                    ? -1
                    : agreement(a, c, s);
        if (n > most) {
            most = n;
            best = s;
        }
    }
    return best;
}

/* When the last call of each step was answered for good; a step that sends nothing is over when what it waits for is.
 */
static size_t after_those(const struct plan *p, const size_t *over, uint32_t step)
{
    size_t from = 0;
    for (size_t k = 0; k < p->steps[step].n_after; k++)
        if (over[p->steps[step].after[k]] > from)
            from = over[p->steps[step].after[k]];
    return from;
}

static void shown_is_sent(struct rig *r, struct log *l, const struct call_list *calls)
{
    size_t *over = arena_alloc(r->a, (r->plan->n_steps + 1) * sizeof *over), next = 0;
    for (uint32_t step = 0; step < r->plan->n_steps; step++) {
        over[step] = after_those(r->plan, over, step);
        for (; next < calls->n && calls->items[next].step == step; next++) {
            const struct call_ahead *c = &calls->items[next];
            struct sent *s = c->op->service->protocol == P_PROGRAM ? NULL : partner(r->a, l, c, over[step]);
            if (c->op->service->protocol == P_PROGRAM)
                continue;
            if (!s)
                fail_msg("%s: %s in %s was shown, and not sent after what it waits for",
                         r->plan->planned[r->plan->steps[step].planned].address, c->op->name, c->place);
            s->shown++;
            over[step] = s->last + 1 > over[step] ? s->last + 1 : over[step];
        }
    }
    assert_int_equal(next, calls->n);
    for (size_t i = 0; i < l->n; i++)
        if (!l->items[i].shown)
            fail_msg("%s in %s was sent, and not shown", l->items[i].text, l->items[i].region);
}

/* ---- whole lives ------------------------------------------------------------------------------------------------- */

static size_t live_once(const char *spec, const char *const *sets, size_t n_sets, bool destroy)
{
    struct rig r = {.a = arena_new()};
    struct log l = {.a = r.a};
    struct call_list calls;
    struct run_result result;
    rig_spec_set(&r, spec, sets, n_sets);
    rig_state(&r, arena_printf(r.a, "%s/state.json", folder));
    rig_sandbox(
        &r, &(struct sandbox_options){.world = arena_printf(r.a, "%s/world", folder), .told = heard, .told_ctx = &l});
    rig_look(&r);
    rig_plan(&r, &(struct plan_request){.destroy = destroy});
    rig_die(&r, "calls", exec_calls(r.a, r.plan, r.state, &calls));
    l.n = l.lines = 0;
    rig_run(&r, &result);
    assert_int_equal(result.failed + result.blocked + result.not_started, 0);
    shown_is_sent(&r, &l, &calls);
    rig_die(&r, "snapshot", store_snapshot(r.store, r.state));
    size_t n = calls.n;
    rig_end(&r);
    return n;
}

static void begin(void)
{
    static char name[] = "/tmp/show-api-XXXXXX";
    memcpy(name + strlen(name) - 6, "XXXXXX", 6);
    folder = mkdtemp(name);
    assert_non_null(folder);
}

static void end(void)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

#define SPECS TEST_DIR "/../specs/"

static void the_calls_of_the_small_spec_are_those_shown(void **state)
{
    static const char *const more[] = {"aurora.instances=2", "aurora.class=db.r6g.xlarge", "tags.Team=data"};
    (void)state;
    begin();
    assert_true(live_once(SPECS "minimal.yaml", NULL, 0, false) > 150);
    assert_int_equal(live_once(SPECS "minimal.yaml", NULL, 0, false), 0);
    assert_true(live_once(SPECS "minimal.yaml", more, COUNT(more), false) > 50);
    assert_true(live_once(SPECS "minimal.yaml", more, COUNT(more), true) > 100);
    end();
}

static void the_calls_of_the_reference_are_those_shown(void **state)
{
    (void)state;
    begin();
    assert_true(live_once(SPECS "active-active.yaml", NULL, 0, false) > 500);
    assert_true(live_once(SPECS "active-active.yaml", NULL, 0, true) > 400);
    end();
}

/* ---- how it looks ------------------------------------------------------------------------------------------------ */

static void against_golden(struct arena *a, const char *got)
{
    const char *path = TEST_DIR "/golden/plan/show-api.txt", *want = NULL;
    size_t n = 0;
    if (getenv("UPDATE_GOLDEN")) {
        assert_null(file_write(path, got, strlen(got), 0644));
        return;
    }
    assert_null(file_read(a, path, 1 << 20, &want, &n));
    if (strcmp(got, want) != 0)
        fail_msg("%s differs; got:\n%s", path, got);
}

static void calls_stand_by_place_with_what_tells_them_apart(void **state)
{
    (void)state;
    struct rig r = {.a = arena_new()};
    struct call_list calls;
    struct sbuf out = {.arena = r.a};
    rig_spec(&r, SPECS "minimal.yaml");
    r.state = state_new(r.spec->project, r.spec->environment);
    const struct plan_request q = {.wanted = &r.wanted, .state = r.state, .types = rtype_named, .spec_digest = ""};
    rig_die(&r, "plan", plan_make(r.a, &q, &r.diags, &r.plan));
    rig_die(&r, "calls", exec_calls(r.a, r.plan, r.state, &calls));
    show_api(&out, &calls, 0);
    against_golden(r.a, sbuf_str(&out));
    const struct value *json = show_api_json(r.a, &calls);
    assert_int_equal(value_len(json), calls.n);
    for (size_t i = 0; i < value_len(json); i++)
        assert_int_equal(value_kind(value_get(value_item(json, i), "parameters")), V_MAP);
    state_free(r.state);
    arena_free(r.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_calls_of_the_small_spec_are_those_shown),
        cmocka_unit_test(the_calls_of_the_reference_are_those_shown),
        cmocka_unit_test(calls_stand_by_place_with_what_tells_them_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
