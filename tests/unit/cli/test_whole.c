/*
 * The reference architecture as a whole, on the sandbox: made, changed section by section, alone and together, and
 * taken away again. What is in AWS then is what the state knows, and what AWS's own calls bring along: nothing helps.
 */
#include "provisioner/spec/fields.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *folder;

static void begin(struct rig *r, const char *spec, const char *const *sets, size_t n_sets)
{
    *r = (struct rig){.a = arena_new()};
    rig_clear(folder);
    rig_spec_set(r, spec, sets, n_sets);
    rig_state(r, arena_printf(r->a, "%s/state.json", folder));
    rig_sandbox(r, &(struct sandbox_options){0});
}

static void apply(struct rig *r, bool destroy, const char *what)
{
    struct run_result result;
    rig_look(r);
    rig_plan(r, &(struct plan_request){.destroy = destroy});
    rig_run(r, &result);
    if (result.failed || result.blocked || result.not_started)
        fail_msg("%s: %s: %s", what, value_get_str(value_item(result.failures, 0), "address"),
                 value_get_str(value_item(result.failures, 0), "error"));
}

static void must_be_empty(struct rig *r, const char *what)
{
    rig_look(r);
    rig_plan(r, &(struct plan_request){0});
    if (!plan_is_empty(r->plan))
        fail_msg("after %s the plan is not empty\n%s", what, rig_plan_text(r));
}

/* ---- what is in the world ---------------------------------------------------------------------------------------- */

/* Everything that the state knows, as one text: an object is known by its id. */
static const char *all_known(struct rig *r)
{
    return value_canonical(r->a, state_to_value(r->state, r->a));
}

static bool is_known(struct rig *r, const char *known, const char *object)
{
    const char *id = strchr(strchr(object, ' ') + 1, ' ') + 1; /* "kind region id" */
    const char *quoted = value_canonical(r->a, value_str(r->a, id));
    return strstr(known, arena_strndup(r->a, quoted + 1, strlen(quoted) - 2)) != NULL;
}

/* "kind": how many that nobody asked for. */
static const struct value *strangers(struct rig *r)
{
    const char *known = all_known(r);
    const struct value *all = sandbox_objects(r->sandbox, r->a);
    struct value *counts = value_map(r->a);
    for (size_t i = 0; i < value_len(all); i++) {
        const char *object = value_str_of(value_item(all, i));
        const char *kind = arena_strndup(r->a, object, strcspn(object, " "));
        if (!is_known(r, known, object))
            value_set(r->a, counts, kind, value_int(r->a, value_int_of(value_get(counts, kind)) + 1));
    }
    return counts;
}

/* AWS keeps the id of a subscription that nobody has confirmed to itself; scaling policies and records have none: of
 * these, there are as many as the state has. */
static bool accounted(const struct rig *r, const char *kind, int64_t n)
{
    static const char *const unnamed[][2] = {{"subscription", "AWS::SNS::Subscription"},
                                             {"scaling-policy", "AWS::ApplicationAutoScaling::ScalingPolicy"},
                                             {"record-set", "AWS::Route53::RecordSet"}};
    for (size_t i = 0; i < COUNT(unnamed); i++) {
        int64_t entries = 0;
        for (size_t k = 0; k < state_count(r->state); k++)
            entries += str_eq(state_entry(r->state, k)->type, unnamed[i][1]);
        if (str_eq(unnamed[i][0], kind) && entries == n)
            return true;
    }
    return false;
}

static void golden(const char *name, const char *text)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *path = arena_printf(a, "%s/golden/%s", TEST_DIR, name), *want = "";
    size_t n = 0;
    if (getenv("UPDATE_GOLDEN"))
        assert_null(file_write(path, text, strlen(text), 0644));
    assert_null(file_read(a, path, 1 << 20, &want, &n));
    assert_string_equal(text, want);
}

/* "kind": how many there are of each. */
static const struct value *census(struct rig *r)
{
    const struct value *all = sandbox_objects(r->sandbox, r->a);
    struct value *counts = value_map(r->a);
    for (size_t i = 0; i < value_len(all); i++) {
        const char *object = value_str_of(value_item(all, i));
        const char *kind = arena_strndup(r->a, object, strcspn(object, " "));
        value_set(r->a, counts, kind, value_int(r->a, value_int_of(value_get(counts, kind)) + 1));
    }
    return counts;
}

static void put_counts(struct sbuf *out, const struct rig *r, const struct value *counts, const char *what)
{
    sbuf_printf(out, "%s\n", what);
    for (size_t i = 0; i < value_len(counts); i++)
        if (!accounted(r, value_key(counts, i), value_int_of(value_item(counts, i))))
            sbuf_printf(out, "  %s %lld\n", value_key(counts, i), (long long)value_int_of(value_item(counts, i)));
}

static void live_whole(const char *spec, struct sbuf *told)
{
    struct rig r;
    begin(&r, arena_printf(told->arena, "%s/specs/%s", SOURCE_DIR, spec), NULL, 0);
    apply(&r, false, spec);
    assert_int_equal(state_count(r.state), r.wanted.n);
    put_counts(told, &r, strangers(&r), arena_printf(told->arena, "%s: there, and asked for by nobody", spec));
    must_be_empty(&r, spec);
    apply(&r, true, spec);
    assert_int_equal(state_count(r.state), 0);
    put_counts(told, &r, census(&r), arena_printf(told->arena, "%s: still told of when all is deleted", spec));
    rig_end(&r);
}

static void aws_holds_what_the_plan_says_and_what_aws_itself_adds(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf told = {.arena = a};
    live_whole("minimal.yaml", &told);
    live_whole("active-active.yaml", &told);
    golden("aws-own.txt", sbuf_str(&told));
}

/* ---- section by section ------------------------------------------------------------------------------------------ */

/* What a section can't be without, beside the network. */
static const char *needed_by(const char *section)
{
    static const char *const needs[][2] = {
        {"dns", "ingress"}, {"ingress", "dns"}, {"drills", "aurora observability"}, {"cache", "observability"}};
    for (size_t i = 0; i < COUNT(needs); i++)
        if (str_eq(needs[i][0], section))
            return needs[i][1];
    return "";
}

static bool stays(const char *section, const char *other)
{
    return str_eq(section, other) || has_word("network objectives keys secrets tags state", other) ||
           has_word(needed_by(section), other);
}

/* --set other=null for every section but this one and what it needs. */
static size_t without_others(struct arena *a, const struct spec *spec, const char *section, const char **sets)
{
    size_t n = 0;
    sets[n++] = "resources=null";
    sets[n++] = "overrides=null";
    for (const struct spec_field *f = spec_fields; f->name; f++) {
        if (f->type != SPEC_SECTION || stays(section, f->name) || !value_get(spec->raw, f->name))
            continue;
        sets[n++] = arena_printf(a, "%s=null", f->name);
    }
    return n;
}

static void live_alone(const char *path, const char *section, const struct spec *whole)
{
    struct rig r;
    const char *sets[128];
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t n = without_others(a, whole, section, sets);
    begin(&r, path, sets, n);
    apply(&r, false, section);
    assert_int_equal(state_count(r.state), r.wanted.n);
    must_be_empty(&r, section);
    apply(&r, true, section);
    assert_int_equal(state_count(r.state), 0);
    rig_end(&r);
}

static void each_section_lives_alone(void **state)
{
    (void)state;
    static const char path[] = SOURCE_DIR "/specs/active-active.yaml";
    struct rig whole = {.a = arena_new()};
    unsigned sections = 0;
    rig_spec(&whole, path);
    for (const struct spec_field *f = spec_fields; f->name; f++) {
        if (f->type != SPEC_SECTION || !value_get(whole.spec->raw, f->name))
            continue;
        live_alone(path, f->name, whole.spec);
        sections++;
    }
    assert_true(sections > 3);
    arena_free(whole.a);
}

/* One change after the other: the plan changes something, and after it nothing is left to do. */
static void a_change_in_each_section_is_made_and_no_more(void **state)
{
    (void)state;
    static const char path[] = SOURCE_DIR "/specs/active-active.yaml";
    static const char *const changes[] = {
        "tags.CostCenter=other",
        "network.nat=single",
        "network.endpoints.interface=[kms]",
        "network.peering.dns=false",
        "aurora.backup.retention_days=21",
        "aurora.class=db.r6g.xlarge",
        "cache.snapshots.retention_days=9",
        "cache.node_type=cache.r7g.xlarge",
        "cache.parameters.timeout=\"300\"",
        "eks.nodes.max=8",
        "eks.addons.metrics-server.enabled=false",
        "eks.logs=[audit]",
        "msk.storage.gb=600",
        "msk.configuration.\"num.partitions\"=6",
        "msk.replication.exclude=[internal.*]",
        "ingress.health_path=/ready",
        "ingress.idle_timeout=90",
        "dns.health_checks.threshold=2",
        "dns.records.api.policy=latency",
        "observability.alarms.aurora-cpu.threshold=60",
        "observability.alerts.warning=[email:others@example.com]",
        "observability.budget.monthly_usd=25000",
        "buckets.logs.expire_days=400",
        "drills.duration_minutes=20",
        "keys.rotation_days=180",
        "secrets.recovery_window_days=7",
    };
    struct rig r, next;
    begin(&r, path, NULL, 0);
    apply(&r, false, "the reference spec");
    for (size_t i = 0; i < COUNT(changes); i++) {
        next = (struct rig){.a = r.a};
        rig_spec_set(&next, path, changes, i + 1);
        r.spec = next.spec;
        r.wanted = next.wanted;
        rig_look(&r);
        rig_plan(&r, &(struct plan_request){0});
        if (plan_is_empty(r.plan) || r.plan->count[ACT_DELETE] > 20 || r.plan->count[ACT_CREATE] > 20)
            fail_msg("%s: the plan is not what was expected\n%s", changes[i], rig_plan_text(&r));
        apply(&r, false, changes[i]);
        must_be_empty(&r, changes[i]);
    }
    rig_end(&r);
}

int main(void)
{
    char template[] = "/tmp/whole.XXXXXX";
    folder = mkdtemp(template);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aws_holds_what_the_plan_says_and_what_aws_itself_adds),
        cmocka_unit_test(each_section_lives_alone),
        cmocka_unit_test(a_change_in_each_section_is_made_and_no_more),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rig_clear(folder);
    rmdir(folder);
    return failed;
}
