#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/history.h"

#include <stdio.h>
#include <string.h>

/*
 * What others have changed: what AWS holds against what was applied last, unless it is what the spec says by now. The
 * plan that would lead back to the state is the answer: what it would create was deleted, what it would change was
 * changed. Who leads a group of regions is no attribute that is compared, so a failover is no drift.
 */

static const char *const everything[] = {"*", NULL};

/* ---- finding it -------------------------------------------------------------------------------------------------- */

/* What is half made or half gone is not finished by somebody else: the next apply is what carries on with it. */
static void applied(const struct state *state, struct wanted_list *ret)
{
    for (size_t i = 0; i < state_count(state); i++) {
        const struct entry *e = state_entry(state, i);
        if (e->status == ENTRY_READY)
            (void)wanted_add(ret, e->type, e->alias, e->region, e->address, value_edit(ret->arena, e->inputs));
    }
}

/* What AWS holds, against what ought to be there: that is the caller's to say. */
static struct plan_request compared_with(const struct session *s, const struct wanted_list *wanted)
{
    const struct options *o = &s->cli->opt;
    return (struct plan_request){.wanted = wanted,
                                 .state = s->state,
                                 .types = rtype_named,
                                 .live = exec_live_of,
                                 .live_ctx = s->live,
                                 .lookups = s->lookups,
                                 .spec_digest = "",
                                 .targets = o->targets.n ? o->targets.items : NULL,
                                 .allow_destroy = everything,
                                 .region = o->region,
                                 .skipped = s->skipped};
}

static struct err *find(struct session *s, struct plan **ret)
{
    struct diags unsaid = {.arena = s->a}; /* nothing is going to be done: what would stand in its way is no matter */
    struct wanted_list was = {.arena = s->a};
    applied(s->state, &was);
    struct plan_request r = compared_with(s, &was);
    r.as_applied = true;
    struct err *e = plan_make(s->a, &r, &unsaid, ret);
    if (e)
        s->diags = unsaid;
    return e;
}

/* What differs from what was applied, and is what the spec says: a run that was killed had come so far, or somebody
 * else was faster. There is nothing to change back. */
static struct err *leave_out_what_agrees(struct session *s, struct plan *found)
{
    struct diags unsaid = {.arena = s->a};
    struct plan *now = NULL;
    const struct plan_request r = compared_with(s, &s->wanted);
    struct err *e = plan_make(s->a, &r, &unsaid, &now);
    for (size_t i = 0, k = 0; !e && i < found->n_planned; i++) {
        struct planned *p = &found->planned[i];
        while (k < now->n_planned && strcmp(now->planned[k].address, p->address) < 0)
            k++;
        bool agrees = k < now->n_planned && strcmp(now->planned[k].address, p->address) == 0 &&
                      now->planned[k].action == ACT_NOOP && now->planned[k].n_changes == 0;
        if (p->action == ACT_UPDATE && agrees)
            p->action = ACT_NOOP;
    }
    if (e)
        s->diags = unsaid;
    return e;
}

static bool is_deleted(const struct planned *p)
{
    return p->action == ACT_CREATE;
}

static bool is_drift(const struct planned *p)
{
    return p->action == ACT_CREATE || p->action == ACT_UPDATE || p->action == ACT_REPLACE;
}

struct tally {
    size_t changed, deleted, alike;
};

static struct tally count(const struct plan *found)
{
    struct tally t = {0};
    for (size_t i = 0; i < found->n_planned; i++) {
        const struct planned *p = &found->planned[i];
        size_t *at = !is_drift(p) ? &t.alike : is_deleted(p) ? &t.deleted : &t.changed;
        ++*at;
    }
    return t;
}

/* ---- telling it -------------------------------------------------------------------------------------------------- */

static const struct value *attributes(struct arena *a, const struct planned *p)
{
    struct value *all = value_list(a);
    for (size_t i = 0; !is_deleted(p) && i < p->n_changes; i++) {
        const struct change *c = &p->changes[i];
        struct value *v = value_map(a);
        value_set_str(a, v, "path", c->path);
        value_set(a, v, "applied", c->after && !c->sensitive ? c->after : value_null(a));
        value_set(a, v, "held", c->before && !c->sensitive ? c->before : value_null(a));
        value_set(a, v, "sensitive", value_bool(a, c->sensitive));
        value_push(a, all, v);
    }
    return all;
}

static const struct value *as_json(const struct session *s, const struct plan *found)
{
    struct arena *a = s->a;
    struct value *v = value_map(a), *summary = value_map(a), *drift = value_list(a), *skipped = value_list(a);
    struct tally t = count(found);
    value_set(a, summary, "changed", value_int(a, (int64_t)t.changed));
    value_set(a, summary, "deleted", value_int(a, (int64_t)t.deleted));
    value_set(a, summary, "unchanged", value_int(a, (int64_t)t.alike));
    for (size_t i = 0; i < found->n_planned; i++) {
        const struct planned *p = &found->planned[i];
        struct value *one = value_map(a);
        if (!is_drift(p))
            continue;
        value_set_str(a, one, "address", p->address);
        value_set_str(a, one, "type", p->type->name);
        value_set_str(a, one, "region", p->region);
        value_set_str(a, one, "id", p->id);
        value_set_str(a, one, "kind", is_deleted(p) ? "deleted" : "changed");
        value_set(a, one, "attributes", attributes(a, p));
        value_push(a, drift, one);
    }
    for (const char **alias = s->skipped; *alias; alias++)
        value_push(a, skipped, value_str(a, *alias));
    value_set_str(a, v, "format_version", "1");
    value_set(a, v, "summary", summary);
    value_set(a, v, "drift", drift);
    value_set(a, v, "skipped", skipped);
    return v;
}

static const char *shown(struct arena *a, const struct change *c, const struct value *v)
{
    struct sbuf text = {.arena = a};
    if (c->sensitive)
        return "(secret)";
    if (!v)
        return "(nothing)";
    value_print(&text, v, -1);
    return screen_safe(a, sbuf_str(&text));
}

static void put_change(const struct session *s, struct sbuf *out, const struct change *c)
{
    const char *line = arena_printf(s->a, "%s: %s -> %s", screen_safe(s->a, c->path), shown(s->a, c, c->after),
                                    shown(s->a, c, c->before));
    sbuf_puts(out, "      ");
    screen_wrap(out, line, 6, 8, s->cli->width);
    sbuf_putc(out, '\n');
}

static void put_drift(const struct session *s, struct sbuf *out, const struct planned *p)
{
    const char *color = !s->cli->color_out ? "" : is_deleted(p) ? "\033[31m" : "\033[33m";
    sbuf_printf(out, "  %s%s %s%s  %s%s%s%s\n", color, is_deleted(p) ? "-" : "~", screen_safe(s->a, p->address),
                s->cli->color_out ? "\033[0m" : "", p->type->name, p->id ? "  " : "",
                p->id ? screen_safe(s->a, p->id) : "", is_deleted(p) ? ", deleted" : "");
    for (size_t i = 0; !is_deleted(p) && i < p->n_changes; i++)
        put_change(s, out, &p->changes[i]);
}

static void put_skipped(const struct session *s, struct sbuf *out)
{
    for (const char **alias = s->skipped; *alias; alias++)
        sbuf_printf(out, "Left out: %s did not answer\n",
                    str_eq(*alias, "global") ? "what belongs to no region (IAM, Route 53)" : screen_safe(s->a, *alias));
}

static void put_sum(const struct session *s, struct sbuf *out, const struct tally *t)
{
    size_t all = t->changed + t->deleted + t->alike;
    put_skipped(s, out);
    if (t->changed + t->deleted)
        sbuf_printf(out, "%zu of %zu resources drifted: %zu changed, %zu deleted outside of provisioner.\n",
                    t->changed + t->deleted, all, t->changed, t->deleted);
    else
        sbuf_printf(out, "No drift: all %zu resources%s are as they were applied.\n", all,
                    *s->skipped ? " that could be read" : "");
}

static void say_what_to_do(const struct session *s)
{
    static const char keep[] = "overlay set state sandbox world endpoint-url profile target region";
    note("\nTo change it back: %s --revert\nTo take it for granted: %s --accept",
         options_typed(s->a, "drift", &s->cli->opt, keep), options_typed(s->a, "drift", &s->cli->opt, keep));
}

static void tell_stream(const struct session *s, const struct plan *found)
{
    for (size_t i = 0; i < found->n_planned; i++)
        if (is_drift(&found->planned[i]))
            stream_drift(s->stream, &found->planned[i], is_deleted(&found->planned[i]) ? "delete" : "update");
}

static void tell(const struct session *s, const struct plan *found)
{
    struct sbuf out = {.arena = s->a};
    const struct options *o = &s->cli->opt;
    struct tally t = count(found);
    if (o->json) {
        value_print(&out, as_json(s, found), 0);
        sbuf_putc(&out, '\n');
    } else {
        if (t.changed + t.deleted)
            sbuf_puts(&out, "What was applied -> what AWS holds\n");
        for (size_t i = 0; i < found->n_planned; i++)
            if (is_drift(&found->planned[i]))
                put_drift(s, &out, &found->planned[i]);
        put_sum(s, &out, &t);
    }
    out_text(sbuf_str(&out));
    fflush(stdout);
    if (t.changed + t.deleted && !o->json && !o->accept && !o->revert)
        say_what_to_do(s);
}

/* ---- taking it for granted --------------------------------------------------------------------------------------- */

/* Of tags, only ours are looked at: those of others stay theirs. */
static const struct value *held_of_ours(struct arena *a, const struct value *ours, const struct value *held)
{
    struct value *v = value_map(a);
    for (size_t i = 0; i < value_len(ours); i++)
        value_set(a, v, value_key(ours, i), value_get(held, value_key(ours, i)));
    return v;
}

/* The inputs as somebody would have applied them to get what AWS holds. */
static const struct value *accepted(struct arena *a, const struct entry *e, const struct planned *p)
{
    struct value *inputs = value_map(a);
    for (const struct attr *at = p->type->attrs; at->type != T_END; at++) {
        const struct value *was = value_get(e->inputs, at->name), *held = value_get(p->live, at->name);
        bool differs = false;
        for (size_t i = 0; i < p->n_changes; i++)
            differs |= rtype_attr(p->type, p->changes[i].path) == at;
        if (differs && at->flags & A_MINE && value_kind(was) == V_MAP)
            held = held_of_ours(a, was, held);
        value_set(a, inputs, at->name, differs ? held : was);
    }
    return inputs;
}

static const struct value *told(struct arena *a, const struct planned *p)
{
    struct value *v = value_map(a);
    for (const struct attr *at = p->type->attrs; at->type != T_END; at++)
        if (!(at->flags & A_SECRET))
            value_set(a, v, at->name, value_get(p->live, at->name));
    return v;
}

static void accept_one(const struct session *s, const struct planned *p)
{
    struct entry e = *state_find(s->state, p->address);
    if (is_deleted(p)) {
        store_note_remove(s->store, s->state, p->address, !(p->type->flags & (RT_PART | RT_VIRTUAL)));
        return;
    }
    e.inputs = accepted(s->a, &e, p);
    e.outputs = told(s->a, p);
    e.updated = client_wall(s->client);
    store_note_entry(s->store, s->state, &e);
}

/* An attribute that differs, once, however many of its parts do. */
static bool is_first_of(const struct planned *p, size_t change)
{
    const struct attr *at = rtype_attr(p->type, p->changes[change].path);
    for (size_t i = 0; i < change; i++)
        if (rtype_attr(p->type, p->changes[i].path) == at)
            return false;
    return at && !p->changes[change].sensitive;
}

static void put_override(const struct session *s, struct sbuf *out, const struct planned *p)
{
    const struct value *inputs = state_find(s->state, p->address)->inputs;
    size_t n = 0;
    sbuf_printf(out, "    %s: {", screen_safe(s->a, p->address));
    for (size_t i = 0; i < p->n_changes; i++) {
        const char *name = is_first_of(p, i) ? rtype_attr(p->type, p->changes[i].path)->name : NULL;
        const struct value *held = name ? value_get(inputs, name) : NULL;
        if (!name)
            continue;
        sbuf_printf(out, "%s%s: %s", n++ ? ", " : "", name,
                    screen_safe(s->a, value_canonical(s->a, held ? held : value_null(s->a))));
    }
    sbuf_puts(out, "}\n");
}

/* The state agrees with AWS now; the spec does not, and the next apply goes by the spec. */
static void say_what_to_write(const struct session *s, const struct plan *found)
{
    struct sbuf changed = {.arena = s->a}, gone = {.arena = s->a};
    for (size_t i = 0; i < found->n_planned; i++) {
        const struct planned *p = &found->planned[i];
        if (!is_drift(p) || !wanted_find(&s->wanted, p->address))
            continue;
        if (is_deleted(p))
            sbuf_printf(&gone, "%s%s", gone.len ? ", " : "", screen_safe(s->a, p->address));
        else
            put_override(s, &changed, p);
    }
    if (changed.len)
        note("The spec still says otherwise, and the next apply goes by it. To keep it so, change the field, or "
             "write:\n\n"
             "  overrides:\n%s",
             sbuf_str(&changed));
    if (gone.len)
        note("The spec still asks for what is gone, and the next apply makes it anew: %s", sbuf_str(&gone));
}

static struct err *accept(const struct session *s, const struct plan *found)
{
    size_t n = 0;
    for (size_t i = 0; i < found->n_planned; i++)
        if (is_drift(&found->planned[i]) && ++n)
            accept_one(s, &found->planned[i]);
    if (!n)
        return NULL;
    history_note(s, &(struct run_tally){.adopted = n});
    TRY(store_sync(s->store));
    TRY(store_snapshot(s->store, s->state));
    note("\nAccepted: %s tells %zu %s as AWS holds %s; nothing in AWS was changed", s->state_path, n,
         n == 1 ? "resource" : "resources", n == 1 ? "it" : "them");
    say_what_to_write(s, found);
    return NULL;
}

/* ---- changing it back -------------------------------------------------------------------------------------------- */

/* What the spec no longer has is not brought back; nor is it taken away by this. */
static const char *const *still_wanted(const struct session *s, const struct plan *found)
{
    const char **all = arena_alloc(s->a, (found->n_planned + 1) * sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < found->n_planned; i++) {
        const struct planned *p = &found->planned[i];
        if (is_drift(p) && wanted_find(&s->wanted, p->address))
            all[n++] = p->address;
        else if (is_drift(p))
            note("%s is left as it is: it is not in the spec any more", screen_safe(s->a, p->address));
    }
    return all;
}

static struct err *revert(struct session *s, const struct plan *found, int *ret_exit)
{
    s->only = still_wanted(s, found);
    TRY(session_plan(s, false));
    return apply_plan(s, ret_exit);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

/* Drift that is known is more urgent than a region that is not. */
static int exit_of(const struct session *s, const struct plan *found)
{
    struct tally t = count(found);
    if (t.changed + t.deleted && !s->cli->opt.accept)
        return EXIT_CHANGES;
    return *s->skipped ? EXIT_SKIPPED : EXIT_DONE;
}

static struct err *drift(struct session *s, int *ret_exit)
{
    const struct options *o = &s->cli->opt;
    struct plan *found = NULL;
    if (o->accept && o->revert)
        return err_new(ERR_USAGE, "--accept and --revert are opposites: give one of them");
    TRY(session_spec(s, o->words.items[0]));
    TRY(session_state(s, o->accept || o->revert));
    TRY(session_connect(s));
    TRY(session_read_aws(s));
    struct err *e = find(s, &found);
    if (!e && !plan_is_empty(found))
        e = leave_out_what_agrees(s, found);
    if (e) {
        session_print_findings(s);
        return e;
    }
    struct tally t = count(found);
    bool any = t.changed + t.deleted;
    *ret_exit = exit_of(s, found);
    if (s->stream)
        tell_stream(s, found);
    else
        tell(s, found);
    if (o->accept)
        return accept(s, found);
    return o->revert && any ? revert(s, found, ret_exit) : NULL;
}

struct err *cmd_drift(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    s.changes = c->opt.revert;
    s.stream = c->opt.revert && c->opt.json ? stream_new(&s) : NULL;
    struct err *e = drift(&s, ret_exit);
    if (s.stream)
        apply_stream_end(&s, e, *ret_exit);
    session_end(&s);
    return e;
}
