#include "provisioner/ops/sequence.h"

#include "provisioner/ops/metric.h"

#include <string.h>

enum { LOOK_BACK_S = 15 * 60 };

/* ---- which steps there are --------------------------------------------------------------------------------------- */

static const struct value *place(struct arena *a, const struct region_ref *r)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "alias", r->alias);
    value_set_str(a, v, "region", r->name);
    return v;
}

static const struct value *limits(struct arena *a, const struct sequence_request *q)
{
    struct value *v = value_map(a);
    if (q->lag_ms)
        value_set(a, v, "lag_ms", value_int(a, q->lag_ms));
    if (q->rpo_ms)
        value_set(a, v, "rpo_ms", value_int(a, q->rpo_ms));
    return v;
}

const struct value *sequence_self(struct arena *a, const struct entry *e)
{
    struct value *v = value_edit(a, value_overlay(a, e->inputs, e->outputs));
    value_set_str(a, v, "address", e->address);
    value_set_str(a, v, "alias", e->alias);
    value_set_str(a, v, "region", e->region);
    return v;
}

/* What stands at the same place in the other region: "seoul/eks/nodes" for "tokyo/eks/nodes". */
static const struct entry *peer_of(struct arena *a, const struct sequence_request *q, const struct entry *e)
{
    const char *slash = strchr(e->address, '/'), *other = str_eq(e->alias, q->to.alias) ? q->from.alias : q->to.alias;
    return slash ? state_find(q->state, arena_printf(a, "%s%s", other, slash)) : NULL;
}

static const struct value *base_facts(struct arena *a, const struct sequence_request *q, const struct entry *e)
{
    const struct entry *peer = e ? peer_of(a, q, e) : NULL;
    struct value *v = value_map(a);
    value_set(a, v, "to", place(a, &q->to));
    value_set(a, v, "from", place(a, &q->from));
    value_set(a, v, "limit", limits(a, q));
    value_set_str(a, v, "spec", q->spec_path);
    value_set_str(a, v, "names",
                  arena_printf(a, "%s-%s", state_head(q->state)->project, state_head(q->state)->environment));
    if (e)
        value_set(a, v, "self", sequence_self(a, e));
    if (peer)
        value_set(a, v, "peer", sequence_self(a, peer));
    return v;
}

static bool is_about(const struct op_step *row, const struct sequence_request *q, const struct entry *e)
{
    const char *alias = row->side == SIDE_TO ? q->to.alias : row->side == SIDE_FROM ? q->from.alias : e->alias;
    return e->status == ENTRY_READY && str_eq(e->type, row->about) && str_eq(e->alias, alias);
}

static void add_item(struct arena *a, struct situation *s, const struct op_step *row, const struct entry *e)
{
    const struct value *base = base_facts(a, s->q, e);
    if (must_first(a, base, row->only_if))
        return;
    s->items[s->n++] = (struct item){.row = row,
                                     .address = e ? arena_strdup(a, e->address) : "",
                                     .type = e ? arena_strdup(a, e->type) : "",
                                     .base = value_copy(a, base)};
}

static void add_row(struct arena *a, struct situation *s, const struct op_step *row)
{
    if (s->q->only && !str_eq(s->q->only, row->system))
        return;
    if (!row->about)
        add_item(a, s, row, NULL);
    for (size_t i = 0; row->about && i < state_count(s->q->state); i++)
        if (is_about(row, s->q, state_entry(s->q->state, i)))
            add_item(a, s, row, state_entry(s->q->state, i));
}

/* ---- looking ----------------------------------------------------------------------------------------------------- */

static const struct value *fitted(struct arena *a, const struct field *f, const char *text)
{
    int64_t n;
    struct value *list;
    switch (f->kind) {
    case K_BOOL: return value_bool(a, str_eq(text, "true"));
    case K_INT: return parse_int(text, &n) ? value_int(a, n) : NULL;
    case K_LIST:
        list = value_list(a);
        value_push(a, list, value_str(a, text));
        return list;
    default: return value_str(a, text);
    }
}

const struct value *sequence_filled(struct arena *a, const struct op *op, const struct fill *in,
                                    const struct value *facts)
{
    struct value *request = value_map(a);
    for (const struct fill *f = in; f && f->to; f++) {
        const struct field *field = shape_field(op->in, f->to);
        const char *text = fact_text(a, facts, f->from);
        if (field && *text)
            value_set_path(a, request, f->to, fitted(a, field, text));
    }
    return request;
}

static const char *after_last(const char *text, char c)
{
    const char *at = strrchr(text, c);
    return at ? at + 1 : text;
}

/* "arn:aws:rds:ap-northeast-1:..." */
static const char *region_of_arn(struct arena *a, const char *arn)
{
    for (int i = 0; i < 3 && strchr(arn, ':'); i++)
        arn = strchr(arn, ':') + 1;
    return arena_strndup(a, arn, strcspn(arn, ":"));
}

static const struct value *sensed(struct arena *a, const struct value *v, enum sense sense)
{
    if (!v)
        return NULL;
    switch (sense) {
    case REGION_OF_ARN: return value_str(a, region_of_arn(a, value_str_of(v)));
    case NAME_OF_ARN: return value_str(a, after_last(value_str_of(v), ':'));
    case MILLISECONDS: return value_int(a, metric_ms(v, 1));
    case SECONDS_IN_MS: return value_int(a, metric_ms(v, 1000));
    default: return v;
    }
}

/* false: nobody told; the item says why. */
static bool ask(const struct situation *s, struct item *it, const struct look *l, const struct value *facts,
                const struct value **ret)
{
    struct arena *a = it->arena;
    const char *region = fact_text(a, facts, l->region);
    struct aws_call call = {.arena = a,
                            .op = l->op,
                            .region = *region ? region : s->q->to.name,
                            .in = sequence_filled(a, l->op, l->in, facts)};
    client_call(s->q->client, &call);
    *ret = call.end == CALL_OK ? call.out : NULL;
    struct err *e = call_error(&call);
    bool told = !e || err_class_of(e) == ERR_MISSING;
    if (!told) {
        it->standing = STANDS_UNREAD;
        it->locked_out = call.end == CALL_FAULT && fault_is_expired_credentials(&call.fault);
        it->why = exec_unreached(&call) ? arena_printf(a, "nobody answers in %s", client_place(l->op, call.region))
                                        : arena_strdup(a, err_text(e));
    }
    err_free(e);
    return told;
}

static bool see(const struct situation *s, struct item *it, struct value *facts)
{
    struct arena *a = it->arena;
    for (const struct look *l = it->row->looks; l && l->name; l++) {
        const struct value *from = facts;
        if (l->needs && !fact_at(a, facts, l->needs))
            continue;
        if (l->op && !ask(s, it, l, facts, &from))
            return false;
        const struct value *v = sensed(a, *l->path ? fact_at(a, from, fact_text(a, facts, l->path)) : from, l->sense);
        value_set_path(a, facts, l->name, v);
    }
    if (it->row->derive)
        it->row->derive(a, facts);
    return true;
}

/* ---- judging ----------------------------------------------------------------------------------------------------- */

static const char *warnings_of(struct arena *a, const struct value *facts, const struct must *all)
{
    struct sbuf out = {.arena = a};
    for (const struct must *m = all; m && m->path; m++)
        if (m->warns && !must_holds(a, facts, m))
            sbuf_printf(&out, "%s%s", out.len ? "\n" : "", fact_text(a, facts, m->says));
    return sbuf_str(&out);
}

static enum standing judged(struct item *it)
{
    const struct op_step *row = it->row;
    if (row->until && !must_first(it->arena, it->facts, row->until))
        return STANDS_DONE;
    if (must_first(it->arena, it->facts, row->idle))
        return STANDS_BUSY;
    const struct must *wrong = must_first(it->arena, it->facts, row->before);
    it->why = wrong ? fact_text(it->arena, it->facts, wrong->says) : NULL;
    it->warnings = warnings_of(it->arena, it->facts, row->before);
    return wrong ? STANDS_BLOCKED : row->until ? STANDS_READY : STANDS_DONE;
}

static const struct value *times(struct arena *a, const struct situation *s)
{
    struct value *v = value_map(a);
    int64_t now = client_wall(s->q->client);
    value_set_str(a, v, "now", time_utc(a, now, TIME_ISO));
    value_set_str(a, v, "ago", time_utc(a, now - LOOK_BACK_S, TIME_ISO));
    return v;
}

void situation_look(const struct situation *s, struct item *it)
{
    struct arena *last = it->arena;
    it->arena = arena_new();
    struct value *facts = value_edit(it->arena, it->base);
    value_set(it->arena, facts, "time", times(it->arena, s));
    it->why = NULL;
    it->warnings = "";
    bool seen = see(s, it, facts);
    it->facts = facts;
    if (seen)
        it->standing = judged(it);
    arena_free(last);
}

void situation_see(struct arena *a, const struct op_sequence *sequence, const struct sequence_request *q,
                   struct situation *ret)
{
    size_t rows = 1;
    *ret = (struct situation){.sequence = sequence, .q = q};
    for (const struct op_step *row = sequence->steps; row->id; row++)
        rows += state_count(q->state) + 1;
    ret->items = arena_alloc(a, rows * sizeof *ret->items);
    for (const struct op_step *row = sequence->steps; row->id; row++)
        add_row(a, ret, row);
    for (size_t i = 0; i < ret->n; i++) {
        situation_look(ret, &ret->items[i]);
        ret->items[i].was_done = ret->items[i].standing == STANDS_DONE;
    }
}

void situation_free(struct situation *s)
{
    for (size_t i = 0; i < s->n; i++)
        arena_free(s->items[i].arena);
    s->n = 0;
}

/* ---- what it would send ------------------------------------------------------------------------------------------ */

const struct value *item_request(struct arena *a, const struct item *it)
{
    if (!it->row->op)
        return NULL;
    return it->row->make ? it->row->make(a, it->facts) : sequence_filled(a, it->row->op, it->row->in, it->facts);
}

const char *item_text(struct arena *a, const struct item *it, const char *text)
{
    return text ? fact_text(a, it->facts, text) : "";
}

const char *item_region(struct arena *a, const struct item *it)
{
    return item_text(a, it, it->row->region);
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const char *const standings[] = {[STANDS_DONE] = "done",
                                        [STANDS_BUSY] = "under way",
                                        [STANDS_READY] = "to do",
                                        [STANDS_BLOCKED] = "blocked",
                                        [STANDS_UNREAD] = "unread"};

static const struct value *call_json(struct arena *a, const struct op *op, const char *region, const struct value *in)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "service", op->service->id);
    value_set_str(a, v, "operation", op->name);
    value_set_str(a, v, "region", client_place(op, region));
    value_set(a, v, "input", in);
    return v;
}

const struct value *item_questions(struct arena *a, const struct item *it)
{
    struct value *all = value_list(a);
    for (const struct look *l = it->row->looks; l && l->name; l++)
        if (l->op && (!l->needs || fact_at(a, it->facts, l->needs)))
            value_push(a, all,
                       call_json(a, l->op, item_text(a, it, l->region), sequence_filled(a, l->op, l->in, it->facts)));
    return all;
}

static void put_endpoint(struct arena *a, struct value *all, const struct op *op, const char *region)
{
    const char *text = op->service->global ? op->service->id : arena_printf(a, "%s in %s", op->service->id, region);
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_str_of(value_item(all, i)), text))
            return;
    value_push(a, all, value_str(a, text));
}

static const struct value *endpoints(struct arena *a, const struct item *it)
{
    struct value *all = value_list(a);
    for (const struct look *l = it->row->looks; l && l->name; l++)
        if (l->op)
            put_endpoint(a, all, l->op, item_text(a, it, l->region));
    if (it->row->op)
        put_endpoint(a, all, it->row->op, item_region(a, it));
    return all;
}

static const char *waits_for(struct arena *a, const struct item *it)
{
    struct sbuf out = {.arena = a};
    for (const struct must *m = it->row->until; m && m->path; m++)
        sbuf_printf(&out, "%s%s", out.len ? ", " : "", item_text(a, it, m->says));
    return sbuf_str(&out);
}

static const struct value *warnings_json(struct arena *a, const char *lines)
{
    struct value *all = value_list(a);
    for (size_t n; *lines; lines += n + (lines[n] == '\n')) {
        n = strcspn(lines, "\n");
        value_push(a, all, value_strn(a, lines, n));
    }
    return all;
}

static const struct value *step_json(struct arena *a, const struct item *it)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "id", it->row->id);
    value_set_str(a, v, "system", it->row->system);
    value_set_str(a, v, "address", it->address);
    value_set_str(a, v, "what", item_text(a, it, it->row->what));
    value_set_str(a, v, "state", standings[it->standing]);
    value_set_str(a, v, "why", it->why);
    value_set(a, v, "warnings", warnings_json(a, it->warnings));
    value_set_str(a, v, "waits_for", waits_for(a, it));
    if (it->row->op && it->standing != STANDS_UNREAD)
        value_set(a, v, "call", call_json(a, it->row->op, item_region(a, it), item_request(a, it)));
    value_set(a, v, "endpoints", endpoints(a, it));
    value_set(a, v, "p50_s", value_int(a, it->row->p50_s));
    value_set(a, v, "p90_s", value_int(a, it->row->p90_s));
    value_set(a, v, "limit_s", value_int(a, it->row->limit_s));
    value_set_str(a, v, "undo", item_text(a, it, it->row->undo));
    value_set_str(a, v, "hint", item_text(a, it, it->row->hint));
    value_set_str(a, v, "otherwise", item_text(a, it, it->row->otherwise));
    value_set(a, v, "point_of_no_return", value_bool(a, it->row->no_return));
    return v;
}

/* Those that nobody waits for count only where they are the longest of their kind. */
static const struct value *expected(struct arena *a, const struct situation *s)
{
    struct value *v = value_map(a);
    int64_t p50 = 0, p90 = 0, apart50 = 0, apart90 = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct op_step *row = s->items[i].row;
        if (s->items[i].standing == STANDS_DONE)
            continue;
        if (!row->apart) {
            p50 += row->p50_s;
            p90 += row->p90_s;
        }
        apart50 = row->apart && row->p50_s > apart50 ? row->p50_s : apart50;
        apart90 = row->apart && row->p90_s > apart90 ? row->p90_s : apart90;
    }
    value_set(a, v, "p50_s", value_int(a, p50 > apart50 ? p50 : apart50));
    value_set(a, v, "p90_s", value_int(a, p90 > apart90 ? p90 : apart90));
    return v;
}

static const struct value *losses(struct arena *a, const struct situation *s)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < s->n; i++) {
        const struct item *it = &s->items[i];
        const struct value *lag = value_get(it->facts, "lag");
        struct value *v = value_map(a);
        if (!it->row->no_return || it->standing == STANDS_DONE)
            continue;
        value_set_str(a, v, "address", it->address);
        value_set(a, v, "lag_ms", value_get(lag, "ms"));
        value_set(a, v, "measured_at", value_get(lag, "at"));
        value_push(a, all, v);
    }
    return all;
}

const struct value *situation_json(struct arena *a, const struct situation *s)
{
    struct value *v = value_map(a), *steps = value_list(a);
    for (size_t i = 0; i < s->n; i++)
        value_push(a, steps, step_json(a, &s->items[i]));
    value_set_str(a, v, "format_version", "1");
    value_set_str(a, v, "operation", s->sequence->name);
    value_set_str(a, v, "to", s->q->to.alias);
    value_set_str(a, v, "from", s->q->from.alias);
    value_set(a, v, "steps", steps);
    value_set(a, v, "expected", expected(a, s));
    value_set(a, v, "loss", losses(a, s));
    return v;
}
