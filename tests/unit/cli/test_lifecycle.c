/*
 * Every type of resource through its whole life, on the sandbox: made, read back, each attribute changed, each
 * attribute changed behind our back, replaced, gone behind our back, lost from the state and found again, imported,
 * deleted.
 *
 * What is needed for that stands in tests/specimens: <name>.yaml is a spec, <name>.changes.yaml says for each type
 * which address to look at and what to change:
 *
 *   AWS::EC2::VPC:
 *     at: tokyo/network/vpc
 *     change: {EnableDnsSupport: false}     another value of each attribute that can be changed in place
 *     replace: {CidrBlock: 10.9.0.0/16}     of each that cannot; the first one is carried out
 *     keep: {InstanceTenancy: why not}      attributes that stay as they are, with the reason
 *     with: {A: {B: 1}}                     what else has to change where A does
 *
 * Booleans change into the other value and tags another Name, unless the specimen says otherwise. `stays: why` spares
 * it from being deleted behind our back.
 *
 * A type without a specimen, or an attribute that is in none of the three, fails: a new one can't be forgotten.
 * LIFECYCLE=<name> runs one of them.
 */
#include "provisioner/blueprint/reference.h"
#include "provisioner/spec/yaml.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>

static const char *folder;
static unsigned changed, drifted, replaced; /* told at the end */

struct specimen {
    struct rig *rig;
    const struct rtype *type;
    const char *address;
    const struct value *how; /* its entry in the changes */
    const struct wanted_list *original;
};

/* ---- reading specimens ------------------------------------------------------------------------------------------- */

static const struct value *read_yaml(struct arena *a, const char *path)
{
    struct diags d = {.arena = a};
    struct marks marks = {.arena = a};
    const char *text = NULL;
    size_t n = 0;
    assert_null(file_read(a, path, YAML_BYTES, &text, &n));
    const struct value *v = yaml_parse(a, text, n, (struct pos){0, 1, 1}, &marks, &d);
    if (d.errors)
        fail_msg("%s: %s", path, d.items[0].message);
    return v;
}

/* Texts with ${...} in them become references, as in a spec. */
static const struct value *with_references(const struct rig *r, const struct value *v)
{
    const char *problem = NULL;
    if (value_kind(v) == V_STR)
        return reference_parse(r->a, value_str_of(v), r->spec, &r->spec->regions[0], &problem);
    if (value_kind(v) != V_LIST && value_kind(v) != V_MAP)
        return v;
    struct value *all = value_kind(v) == V_LIST ? value_list(r->a) : value_map(r->a);
    for (size_t i = 0; i < value_len(v); i++)
        if (value_kind(v) == V_LIST)
            value_push(r->a, all, with_references(r, value_item(v, i)));
        else
            value_set(r->a, all, value_key(v, i), with_references(r, value_item(v, i)));
    return all;
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static void plan_now(struct rig *r, const struct plan_request *how)
{
    rig_look(r);
    rig_plan(r, how);
}

static void run_now(const struct specimen *s, const char *what)
{
    struct run_result result;
    rig_run(s->rig, &result);
    if (result.failed || result.blocked || result.not_started)
        fail_msg("%s %s: %s\n%s", s->address, what, value_get_str(value_item(result.failures, 0), "error"),
                 rig_plan_text(s->rig));
}

static void must_be_empty(const struct specimen *s, const char *what)
{
    plan_now(s->rig, &(struct plan_request){0});
    if (!plan_is_empty(s->rig->plan))
        fail_msg("%s after %s: the plan is not empty\n%s", s->address, what, rig_plan_text(s->rig));
}

static const struct planned *planned_of(const struct specimen *s)
{
    const struct plan *p = s->rig->plan;
    for (size_t i = 0; i < p->n_planned; i++)
        if (str_eq(p->planned[i].address, s->address))
            return &p->planned[i];
    fail_msg("%s is not in the plan", s->address);
    return NULL;
}

/* What the specimen says of an attribute; NULL: nothing. */
static const struct value *said_of(const struct specimen *s, const char *list, const char *attr)
{
    return value_get(value_get(s->how, list), attr);
}

static bool on_account_of(const struct specimen *s, const char *path, const char *attr)
{
    const char *root = arena_strndup(s->rig->a, path, strcspn(path, ".["));
    return str_eq(root, attr) || value_get(said_of(s, "with", attr), root);
}

/* The plan does `action` to the specimen, on account of `attr` alone. */
static void must_be(const struct specimen *s, enum action action, const char *attr, const char *what)
{
    const struct planned *p = planned_of(s);
    bool right = p->action == action;
    for (size_t i = 0; attr && action == ACT_UPDATE && i < p->n_changes; i++)
        right = right && on_account_of(s, p->changes[i].path, attr);
    if (!right)
        fail_msg("%s %s %s: the plan does not say %s\n%s", s->address, attr ? attr : "", what, action_name(action),
                 rig_plan_text(s->rig));
}

static void as_original(const struct specimen *s)
{
    struct wanted_list *l = &s->rig->wanted;
    for (size_t i = 0; i < l->n; i++)
        l->items[i] = s->original->items[i];
}

static void override_one(const struct specimen *s, const char *attr, const struct value *v)
{
    struct rig *r = s->rig;
    for (size_t i = 0; i < r->wanted.n; i++) {
        struct wanted *w = &r->wanted.items[i];
        if (!str_eq(w->address, s->address))
            continue;
        struct value *attrs = value_edit(r->a, w->attrs);
        const struct value *old = value_get(attrs, attr);
        bool merge = value_kind(old) == V_MAP && (str_eq(attr, "Tags") || str_eq(attr, "tags"));
        value_set(r->a, attrs, attr, merge ? value_overlay(r->a, old, v) : v);
        w->attrs = attrs;
    }
}

static void override(const struct specimen *s, const char *attr, const struct value *v)
{
    const struct value *with = said_of(s, "with", attr);
    override_one(s, attr, with_references(s->rig, v));
    for (size_t i = 0; i < value_len(with); i++)
        override_one(s, value_key(with, i), with_references(s->rig, value_item(with, i)));
}

static struct state *copy_of(struct rig *r)
{
    struct state *copy = NULL;
    rig_die(r, "copy", state_from_value(state_to_value(r->state, r->a), &copy));
    return copy;
}

static void swap_state(struct rig *r, struct state *s)
{
    state_free(r->state);
    r->state = s;
}

/* ---- its life ---------------------------------------------------------------------------------------------------- */

static bool can_drift(const struct specimen *s, const struct attr *attr)
{
    const struct wanted *w = wanted_find(s->original, s->address);
    return !(attr->flags & (A_SECRET | A_WRITE_ONLY)) && (value_get(w->attrs, attr->name) || attr->dflt);
}

/* Changed as the spec asks; then the old spec and the old state see what somebody did behind their back. */
static void change_one(const struct specimen *s, const struct attr *attr, const struct value *v)
{
    struct state *before = copy_of(s->rig);
    override(s, attr->name, v);
    plan_now(s->rig, &(struct plan_request){0});
    must_be(s, ACT_UPDATE, attr->name, "changed");
    run_now(s, attr->name);
    must_be_empty(s, attr->name);
    changed++;
    as_original(s);
    if (can_drift(s, attr)) {
        swap_state(s->rig, before);
        plan_now(s->rig, &(struct plan_request){0});
        must_be(s, ACT_UPDATE, attr->name, "changed by somebody else");
        drifted++;
    } else {
        state_free(before);
        plan_now(s->rig, &(struct plan_request){0});
    }
    run_now(s, "set back");
    must_be_empty(s, "setting it back");
}

static void replace_by(const struct specimen *s, const char *attr, const struct value *v, bool carry_out)
{
    override(s, attr, v);
    plan_now(s->rig, &(struct plan_request){0});
    must_be(s, ACT_REPLACE, attr, "changed");
    if (carry_out) {
        run_now(s, "replaced");
        must_be_empty(s, "a replacement");
        replaced++;
    }
    as_original(s);
    plan_now(s->rig, &(struct plan_request){0});
    run_now(s, "replaced once more");
    must_be_empty(s, "a second replacement");
}

/* Somebody deletes it, and with it what cannot be without it. */
static void gone_behind_our_back(const struct specimen *s)
{
    const char *const targets[] = {s->address, NULL};
    struct state *before = copy_of(s->rig);
    plan_now(s->rig, &(struct plan_request){.destroy = true, .targets = targets});
    run_now(s, "deleted");
    swap_state(s->rig, before);
    plan_now(s->rig, &(struct plan_request){0});
    must_be(s, ACT_CREATE, NULL, "gone behind our back");
    run_now(s, "made again");
    must_be_empty(s, "it was made again");
}

static void found_again(const struct specimen *s)
{
    state_remove(s->rig->state, s->address, false);
    plan_now(s->rig, &(struct plan_request){0});
    must_be(s, ACT_ADOPT, NULL, "lost from the state");
    run_now(s, "adopted");
    must_be_empty(s, "it was adopted");
}

/* By its id alone, as `import` does, where neither state nor tags nor key are asked. */
static void imported(const struct specimen *s)
{
    struct rig *r = s->rig;
    struct entry entry;
    const char *id = arena_strdup(r->a, state_find(r->state, s->address)->id);
    state_remove(r->state, s->address, false);
    struct err *e =
        exec_import(r->client, r->a, wanted_find(s->original, s->address), id, r->lookups, r->state, &entry);
    if (e)
        fail_msg("%s: import %s: %s", s->address, id, err_text(e));
    store_note_entry(r->store, r->state, &entry);
    plan_now(r, &(struct plan_request){0});
    if (planned_of(s)->action != ACT_NOOP)
        must_be(s, ACT_UPDATE, NULL, "imported");
    run_now(s, "imported");
    must_be_empty(s, "it was imported");
}

static const struct value *other_value(const struct specimen *s, const struct attr *attr)
{
    struct arena *a = s->rig->a;
    const struct value *now = value_get(wanted_find(s->original, s->address)->attrs, attr->name);
    if (str_eq(attr->name, "Tags") || str_eq(attr->name, "tags")) {
        struct value *tags = value_map(a);
        value_set_str(a, tags, "Name", "changed");
        return tags;
    }
    if (attr->type != T_BOOL)
        return NULL;
    return value_bool(a, now ? !value_bool_of(now) : !str_eq(attr->dflt, "true"));
}

static void live_it(const struct specimen *s)
{
    const char *carried_out = value_len(value_get(s->how, "replace")) ? value_key(value_get(s->how, "replace"), 0) : "";
    for (const struct attr *attr = s->type->attrs; attr->name; attr++) {
        bool fixed = attr->flags & A_CREATE_ONLY;
        const struct value *change = said_of(s, "change", attr->name), *other = said_of(s, "replace", attr->name);
        if (attr->flags & (A_OUTPUT | A_ROLE) || said_of(s, "keep", attr->name))
            continue;
        if (!change && !other)
            *(fixed ? &other : &change) = other_value(s, attr);
        if (!change && !other)
            fail_msg("%s: what becomes of %s is not tried: tests/specimens needs a value or a reason", s->type->name,
                     attr->name);
        if (change)
            change_one(s, attr, change);
        if (other)
            replace_by(s, attr->name, other, str_eq(attr->name, carried_out));
    }
    if (s->type->flags & RT_VIRTUAL) /* goes and comes with that whose side it is */
        return;
    if (!value_get(s->how, "stays"))
        gone_behind_our_back(s);
    found_again(s);
    imported(s);
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static void fresh_folder(struct arena *a)
{
    static const char *const names[] = {"state.json", "state.json.journal", "state.json.lock", "state.json.backup"};
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(arena_printf(a, "%s/%s", folder, names[i]));
}

static struct wanted_list kept(const struct rig *r)
{
    struct wanted_list l = {.arena = r->a, .n = r->wanted.n, .cap = r->wanted.n};
    l.items = arena_alloc(r->a, (l.n + 1) * sizeof *l.items);
    memcpy(l.items, r->wanted.items, l.n * sizeof *l.items);
    return l;
}

static void must_be_gone(const struct specimen *s)
{
    plan_now(s->rig, &(struct plan_request){.destroy = true});
    run_now(s, "destroyed");
    assert_int_equal(state_count(s->rig->state), 0);
}

static void one_specimen(const char *changes_path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct rig r = {.a = a};
    const struct value *changes = read_yaml(a, changes_path);
    size_t stem = strlen(changes_path) - strlen(".changes.yaml");
    fresh_folder(a);
    rig_spec(&r, arena_printf(a, "%.*s.yaml", (int)stem, changes_path));
    rig_state(&r, arena_printf(a, "%s/state.json", folder));
    rig_sandbox(&r, &(struct sandbox_options){0});
    struct wanted_list original = kept(&r);
    struct specimen s = {.rig = &r, .original = &original, .address = "all of it"};
    plan_now(&r, &(struct plan_request){0});
    run_now(&s, "made");
    must_be_empty(&s, "it was made");
    for (size_t i = 0; i < value_len(changes); i++) {
        s.type = rtype_named(value_key(changes, i));
        s.how = value_item(changes, i);
        s.address = value_get_str(s.how, "at");
        if (!s.type || !wanted_find(&original, s.address))
            fail_msg("%s: no such type, or no such address: %s", value_key(changes, i), s.address);
        live_it(&s);
    }
    must_be_gone(&s);
    store_close(r.store);
    state_free(r.state);
    sandbox_close(r.sandbox);
}

static void each_specimen(void (*fn)(const char *path))
{
    glob_t found;
    const char *only = getenv("LIFECYCLE");
    CLEANUP(arena_freep) struct arena *a = arena_new();
    assert_int_equal(
        glob(arena_printf(a, "%s/tests/specimens/%s.changes.yaml", SOURCE_DIR, only ? only : "*"), 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        fn(found.gl_pathv[i]);
    globfree(&found);
}

static void every_specimen_lives_its_life(void **state)
{
    (void)state;
    each_specimen(one_specimen);
    print_message("%u changes, %u seen as drift, %u replacements\n", changed, drifted, replaced);
}

static struct value *covered; /* type -> true */
static struct arena *covered_in;

static void note_types(const char *path)
{
    const struct value *changes = read_yaml(covered_in, path);
    for (size_t i = 0; i < value_len(changes); i++)
        value_set(covered_in, covered, value_key(changes, i), value_bool(covered_in, true));
}

static void every_type_has_a_specimen(void **state)
{
    (void)state;
    covered_in = arena_new();
    covered = value_map(covered_in);
    struct sbuf missing = {.arena = covered_in};
    if (getenv("LIFECYCLE"))
        skip();
    each_specimen(note_types);
    for (const struct rtype *const *t = rtypes; *t; t++)
        if (!value_get(covered, (*t)->name) && (*t)->impl->create->op->service->protocol != P_PROGRAM)
            sbuf_printf(&missing, " %s", (*t)->name);
    if (missing.len)
        fail_msg("no specimen of%s", sbuf_str(&missing));
    arena_free(covered_in);
}

int main(void)
{
    char template[] = "/tmp/lifecycle.XXXXXX";
    folder = mkdtemp(template);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_specimen_lives_its_life),
        cmocka_unit_test(every_type_has_a_specimen),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    struct arena *a = arena_new();
    fresh_folder(a);
    arena_free(a);
    rmdir(folder);
    return failed;
}
