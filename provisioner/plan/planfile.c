#include "provisioner/model/json.h"
#include "provisioner/plan/interruption.h"

#include <limits.h>
#include <string.h>

enum { PLANFILE_FORMAT = 1, PLANFILE_LIMIT = 256 * 1024 * 1024 };

static const char *const step_names[] = {[STEP_CREATE] = "create",
                                         [STEP_UPDATE] = "update",
                                         [STEP_DELETE] = "delete",
                                         [STEP_RECORD] = "record",
                                         [STEP_FORGET] = "forget"};

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static const struct value *words_value(struct arena *a, const char *const *words)
{
    struct value *list = value_list(a);
    for (; words && *words; words++)
        value_push(a, list, value_str(a, *words));
    return list;
}

static void set_flag(struct arena *a, struct value *map, const char *key, bool b)
{
    if (b)
        value_set(a, map, key, value_bool(a, true));
}

static const struct value *change_value(struct arena *a, const struct change *c)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "path", c->path);
    value_set(a, v, "before", c->before);
    value_set(a, v, "after", c->after);
    set_flag(a, v, "sensitive", c->sensitive);
    set_flag(a, v, "forces_replacement", c->forces_replacement);
    return v;
}

/* Whatever AWS may tell of a secret stays out of files. */
static const struct value *without_secrets(struct arena *a, const struct rtype *rt, const struct value *live)
{
    for (const struct attr *at = rt->attrs; live && at->type != T_END; at++)
        if ((at->flags & A_SECRET) && value_get(live, at->name))
            live = value_without(a, live, at->name);
    return live;
}

static const struct value *pos_value(struct arena *a, struct pos pos)
{
    struct value *v = value_list(a);
    value_push(a, v, value_int(a, pos.file));
    value_push(a, v, value_int(a, pos.line));
    value_push(a, v, value_int(a, pos.column));
    return v;
}

static const struct value *planned_value(struct arena *a, const struct planned *p)
{
    struct value *v = value_map(a), *changes = value_list(a);
    value_set_str(a, v, "address", p->address);
    value_set_str(a, v, "type", p->type->name);
    value_set_str(a, v, "alias", p->alias);
    value_set_str(a, v, "region", p->region);
    value_set_str(a, v, "action", action_name(p->action));
    value_set_str(a, v, "reason", p->reason);
    value_set_str(a, v, "id", p->id);
    value_set(a, v, "generation", value_int(a, p->generation));
    set_flag(a, v, "refused", p->refused);
    value_set(a, v, "pos", pos_value(a, p->pos));
    value_set(a, v, "after", words_value(a, p->after));
    for (size_t i = 0; i < p->n_changes; i++)
        value_push(a, changes, change_value(a, &p->changes[i]));
    value_set(a, v, "changes", changes);
    value_set(a, v, "wanted", p->wanted);
    value_set(a, v, "live", without_secrets(a, p->type, p->live));
    return v;
}

static const struct value *span_value(struct arena *a, struct span s)
{
    struct value *v = value_list(a);
    value_push(a, v, value_int(a, s.p50));
    value_push(a, v, value_int(a, s.p90));
    return v;
}

static const struct value *step_value(struct arena *a, const struct step *s)
{
    struct value *v = value_map(a), *after = value_list(a);
    value_set_str(a, v, "kind", step_names[s->kind]);
    value_set(a, v, "planned", value_int(a, s->planned));
    for (size_t i = 0; i < s->n_after; i++)
        value_push(a, after, value_int(a, s->after[i]));
    value_set(a, v, "after", after);
    value_set(a, v, "takes", span_value(a, s->takes));
    value_set_str(a, v, "attrs", s->attrs);
    value_set_str(a, v, "rung", s->rung);
    return v;
}

static void put_head(struct arena *a, struct value *v, const struct plan *p)
{
    value_set(a, v, "format", value_int(a, PLANFILE_FORMAT));
    value_set_str(a, v, "lineage", p->lineage);
    value_set(a, v, "serial", value_int(a, (int64_t)p->serial));
    value_set_str(a, v, "spec_digest", p->spec_digest);
    set_flag(a, v, "offline", p->offline);
    set_flag(a, v, "destroy", p->destroy);
    value_set(a, v, "skipped", words_value(a, p->skipped));
    value_set(a, v, "takes", span_value(a, p->takes));
    value_set(a, v, "critical_path", words_value(a, p->critical_path));
    value_set(a, v, "lookups", p->lookups);
}

const char *plan_to_json(struct arena *a, const struct plan *p)
{
    struct sbuf out = {.arena = a};
    struct value *v = value_map(a), *planned = value_list(a), *steps = value_list(a);
    put_head(a, v, p);
    for (size_t i = 0; i < p->n_planned; i++)
        value_push(a, planned, planned_value(a, &p->planned[i]));
    for (size_t i = 0; i < p->n_steps; i++)
        value_push(a, steps, step_value(a, &p->steps[i]));
    value_set(a, v, "planned", planned);
    value_set(a, v, "steps", steps);
    value_print(&out, v, 0);
    sbuf_putc(&out, '\n');
    return sbuf_str(&out);
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

struct reader {
    struct arena *arena;
    rtype_lookup *types;
    struct plan *plan;
};

static struct err *broken(const char *where, const char *what)
{
    return err_new(ERR_INPUT, "plan file: %s: %s; make the plan again", where, what);
}

static struct err *text_of(const struct value *v, const char *key, const char **ret)
{
    const struct value *text = value_get(v, key);
    if (value_kind(text) != V_STR)
        return broken(key, "a text is missing");
    *ret = value_str_of(text);
    return NULL;
}

static struct err *number_of(const struct value *v, const char *what, int64_t below, int64_t *ret)
{
    int64_t n = value_int_of(v);
    if (value_kind(v) != V_INT || n < 0 || n >= below)
        return broken(what, "a number is missing or out of range");
    *ret = n;
    return NULL;
}

/* A plan that does not say takes no time: nothing is done by it. */
static struct err *read_span(const struct value *v, struct span *ret)
{
    enum { LONGEST_S = 100 * 24 * 3600 };
    int64_t p50 = 0, p90 = 0;
    if (!v)
        return NULL;
    TRY(number_of(value_item(v, 0), "takes", LONGEST_S, &p50));
    TRY(number_of(value_item(v, 1), "takes", LONGEST_S, &p90));
    *ret = (struct span){(unsigned)p50, (unsigned)p90};
    return NULL;
}

static struct err *list_of(const struct value *v, const char *key, const struct value **ret)
{
    *ret = value_get(v, key);
    return value_kind(*ret) == V_LIST ? NULL : broken(key, "a list is missing");
}

static struct err *words_of(struct reader *r, const struct value *v, const char *key, const char ***ret)
{
    const struct value *list;
    TRY(list_of(v, key, &list));
    const char **words = arena_alloc(r->arena, (value_len(list) + 1) * sizeof *words);
    for (size_t i = 0; i < value_len(list); i++) {
        if (value_kind(value_item(list, i)) != V_STR)
            return broken(key, "something in the list is no text");
        words[i] = value_str_of(value_item(list, i));
    }
    *ret = words;
    return NULL;
}

static struct err *parse(struct arena *a, const char *text, size_t n, int mode, const struct value **ret)
{
    struct err *e = json_parse(a, text, n, mode, ret);
    if (!e)
        return NULL;
    struct err *input = broken("not in order", err_text(e));
    err_free(e);
    return input;
}

/* The file as a whole is read as it stands, so that what AWS tells cannot pass for a reference; what is wanted, and
 * what comes after, is read again with references in it. */
static struct err *marked(struct reader *r, const struct value *v, const struct value **ret)
{
    struct sbuf text = {.arena = r->arena};
    *ret = v;
    if (!v)
        return NULL;
    value_print(&text, v, -1);
    return parse(r->arena, sbuf_str(&text), text.len, JSON_MARKED, ret);
}

static bool flag_of(const struct value *v, const char *key)
{
    return value_bool_of(value_get(v, key));
}

static struct err *read_change(struct reader *r, const struct rtype *rt, const struct value *v, struct change *ret)
{
    if (value_kind(v) != V_MAP)
        return broken("changes", "an entry is no mapping");
    TRY(text_of(v, "path", &ret->path));
    if (!rtype_attr(rt, ret->path))
        return broken(ret->path, "there is no such attribute");
    ret->before = value_get(v, "before");
    TRY(marked(r, value_get(v, "after"), &ret->after));
    ret->sensitive = flag_of(v, "sensitive");
    ret->forces_replacement = flag_of(v, "forces_replacement");
    return NULL;
}

static struct err *read_changes(struct reader *r, const struct value *v, struct planned *p)
{
    const struct value *list;
    TRY(list_of(v, "changes", &list));
    struct change *all = arena_alloc(r->arena, (value_len(list) + 1) * sizeof *all);
    for (size_t i = 0; i < value_len(list); i++)
        TRY(read_change(r, p->type, value_item(list, i), &all[i]));
    p->changes = all;
    p->n_changes = value_len(list);
    return NULL;
}

static struct err *read_pos(const struct value *v, struct pos *ret)
{
    int64_t file = 0, line = 0, column = 0;
    TRY(number_of(value_item(v, 0), "pos", UINT32_MAX, &file));
    TRY(number_of(value_item(v, 1), "pos", UINT32_MAX, &line));
    TRY(number_of(value_item(v, 2), "pos", UINT32_MAX, &column));
    *ret = (struct pos){(uint32_t)file, (uint32_t)line, (uint32_t)column};
    return NULL;
}

static struct err *read_action(const struct value *v, enum action *ret)
{
    const char *name = NULL;
    TRY(text_of(v, "action", &name));
    for (int i = 0; i < ACT_COUNT; i++)
        if (str_eq(action_name((enum action)i), name)) {
            *ret = (enum action)i;
            return NULL;
        }
    return broken("action", "there is no such action");
}

static struct err *read_names(struct reader *r, const struct value *v, struct planned *p)
{
    const char *type = NULL;
    TRY(text_of(v, "address", &p->address));
    TRY(text_of(v, "type", &type));
    TRY(text_of(v, "alias", &p->alias));
    TRY(text_of(v, "region", &p->region));
    TRY(text_of(v, "reason", &p->reason));
    p->type = r->types(type);
    if (!p->type)
        return broken(p->address, "its type does not exist");
    if (value_get(v, "id"))
        TRY(text_of(v, "id", &p->id));
    return NULL;
}

static bool is_map_or_absent(const struct value *v)
{
    return !v || value_kind(v) == V_MAP;
}

static struct err *read_planned(struct reader *r, const struct value *v, struct planned *p)
{
    int64_t generation = 0;
    const char **after = NULL;
    if (value_kind(v) != V_MAP)
        return broken("planned", "an entry is no mapping");
    TRY(read_names(r, v, p));
    TRY(read_action(v, &p->action));
    TRY(number_of(value_get(v, "generation"), "generation", UINT_MAX, &generation));
    TRY(read_pos(value_get(v, "pos"), &p->pos));
    TRY(words_of(r, v, "after", &after));
    TRY(read_changes(r, v, p));
    TRY(marked(r, value_get(v, "wanted"), &p->wanted));
    p->live = value_get(v, "live");
    p->generation = (unsigned)generation;
    p->after = after;
    p->refused = flag_of(v, "refused");
    if (!is_map_or_absent(p->wanted) || !is_map_or_absent(p->live))
        return broken(p->address, "its attributes are no mapping");
    return NULL;
}

static struct err *read_all_planned(struct reader *r, const struct value *v)
{
    const struct value *list;
    struct plan *p = r->plan;
    TRY(list_of(v, "planned", &list));
    p->planned = arena_alloc(r->arena, (value_len(list) + 1) * sizeof *p->planned);
    for (; p->n_planned < value_len(list); p->n_planned++) {
        struct planned *one = &p->planned[p->n_planned];
        TRY(read_planned(r, value_item(list, p->n_planned), one));
        if (p->n_planned && strcmp(one[-1].address, one->address) >= 0)
            return broken(one->address, "the addresses are not in order");
        p->count[one->action]++;
    }
    return NULL;
}

static struct err *read_after(struct reader *r, const struct value *v, size_t own, struct step *s)
{
    const struct value *list;
    TRY(list_of(v, "after", &list));
    uint32_t *after = arena_alloc(r->arena, (value_len(list) + 1) * sizeof *after);
    for (; s->n_after < value_len(list); s->n_after++) {
        int64_t n = 0;
        TRY(number_of(value_item(list, s->n_after), "after", (int64_t)own, &n));
        after[s->n_after] = (uint32_t)n;
    }
    s->after = after;
    return NULL;
}

static struct err *read_kind(const struct value *v, enum step_kind *ret)
{
    const char *name = NULL;
    TRY(text_of(v, "kind", &name));
    for (size_t i = 0; i < COUNT(step_names); i++)
        if (str_eq(step_names[i], name)) {
            *ret = (enum step_kind)i;
            return NULL;
        }
    return broken("kind", "there is no such step");
}

/* A step on the way is one of an attribute that has such steps. */
static struct err *read_rung(const struct value *v, const struct rtype *rt, struct step *s)
{
    const struct attr *at = rtype_attr(rt, s->attrs);
    if (!value_get(v, "rung"))
        return NULL;
    TRY(text_of(v, "rung", &s->rung));
    return at && at->flags & A_STEPWISE && str_eq(at->name, s->attrs) ? NULL : broken("rung", "it has no such steps");
}

static struct err *check_attrs(const struct rtype *rt, const char *words)
{
    const char *word = NULL;
    size_t n = 0;
    while ((n = next_word(&words, &word))) {
        const struct attr *at = rt->attrs;
        while (at->type != T_END && (strlen(at->name) != n || memcmp(at->name, word, n) != 0))
            at++;
        if (at->type == T_END)
            return broken("attrs", "there is no such attribute");
    }
    return NULL;
}

/* What each action may do, by kind of step. */
static bool kind_fits(enum action act, enum step_kind kind)
{
    static const char *const kinds[ACT_COUNT] = {[ACT_NOOP] = "",
                                                 [ACT_CREATE] = "create",
                                                 [ACT_UPDATE] = "update",
                                                 [ACT_REPLACE] = "delete create forget",
                                                 [ACT_DELETE] = "delete forget",
                                                 [ACT_ADOPT] = "record update",
                                                 [ACT_FORGET] = "forget"};
    return has_word(kinds[act], step_names[kind]);
}

static struct err *read_step(struct reader *r, const struct value *v, size_t own, struct step *s)
{
    int64_t planned = 0;
    if (value_kind(v) != V_MAP)
        return broken("steps", "an entry is no mapping");
    TRY(read_kind(v, &s->kind));
    TRY(number_of(value_get(v, "planned"), "planned", (int64_t)r->plan->n_planned, &planned));
    TRY(read_after(r, v, own, s));
    TRY(read_span(value_get(v, "takes"), &s->takes));
    s->planned = (uint32_t)planned;
    struct planned *p = &r->plan->planned[planned];
    p->takes.p50 += s->takes.p50;
    p->takes.p90 += s->takes.p90;
    if (!kind_fits(p->action, s->kind))
        return broken(p->address, "the step is not what the action says");
    if (!p->wanted && s->kind != STEP_DELETE && s->kind != STEP_FORGET)
        return broken(p->address, "nothing is wanted there");
    if (s->kind != STEP_UPDATE)
        return NULL;
    TRY(text_of(v, "attrs", &s->attrs));
    TRY(check_attrs(p->type, s->attrs));
    return read_rung(v, p->type, s);
}

static struct err *read_steps(struct reader *r, const struct value *v)
{
    const struct value *list;
    TRY(list_of(v, "steps", &list));
    struct plan *p = r->plan;
    p->steps = arena_alloc(r->arena, (value_len(list) + 1) * sizeof *p->steps);
    for (; p->n_steps < value_len(list); p->n_steps++)
        TRY(read_step(r, value_item(list, p->n_steps), p->n_steps, &p->steps[p->n_steps]));
    return NULL;
}

static struct err *read_head(struct reader *r, const struct value *v)
{
    struct plan *p = r->plan;
    int64_t format = 0, serial = 0;
    TRY(number_of(value_get(v, "format"), "format", INT64_MAX, &format));
    if (format != PLANFILE_FORMAT)
        return err_new(ERR_INPUT, "plan file: its format is %lld and this program reads %d; make the plan again",
                       (long long)format, PLANFILE_FORMAT);
    TRY(text_of(v, "lineage", &p->lineage));
    TRY(text_of(v, "spec_digest", &p->spec_digest));
    TRY(number_of(value_get(v, "serial"), "serial", INT64_MAX, &serial));
    TRY(read_span(value_get(v, "takes"), &p->takes));
    TRY(words_of(r, v, "skipped", &p->skipped));
    TRY(words_of(r, v, "critical_path", &p->critical_path));
    p->lookups = value_get(v, "lookups");
    if (value_kind(p->lookups) != V_MAP)
        return broken("lookups", "a mapping is missing");
    p->serial = (uint64_t)serial;
    p->offline = flag_of(v, "offline");
    p->destroy = flag_of(v, "destroy");
    return NULL;
}

struct err *plan_from_json(struct arena *a, const char *text, size_t n, rtype_lookup *types, struct plan **ret)
{
    const struct value *v;
    struct plan *p = arena_alloc(a, sizeof *p);
    struct reader r = {a, types, p};
    p->arena = a;
    if (n > PLANFILE_LIMIT)
        return err_new(ERR_INPUT, "plan file: longer than any plan");
    TRY(parse(a, text, n, JSON_PLAIN, &v));
    TRY(read_head(&r, v));
    TRY(read_all_planned(&r, v));
    TRY(read_steps(&r, v));
    plan_weigh(p);
    *ret = p;
    return NULL;
}
