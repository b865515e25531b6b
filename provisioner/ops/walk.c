#include "provisioner/exec/request.h"
#include "provisioner/ops/metric.h"
#include "provisioner/ops/sequence.h"

#include <string.h>

enum {
    SEEN_S = 120, /* how long AWS may take to show what it has taken */
    SENDS = 5,    /* times a call is sent whose effect never shows */
};

/* Where one step is. */
struct pace {
    struct item *item;
    enum { PACE_NEW, PACE_WAITING, PACE_OVER, PACE_FAILED } at;
    int64_t began_ms, due_ms, deadline_ms, sent_ms;
    unsigned sends;
    const char *told;
};

struct walking {
    struct arena *a;
    struct situation *s;
    const struct walker *w;
    struct walked *ret;
    struct pace *paces;
    int64_t began_ms;
};

static int64_t now(const struct walking *k)
{
    return client_now_ms(k->s->q->client);
}

static int64_t scaled(const struct walking *k, unsigned seconds)
{
    return (int64_t)(seconds * 1000.0 / (k->w->time_scale > 0 ? k->w->time_scale : 1));
}

static void tell(struct walking *k, enum walk_event kind, const struct item *it, const char *text)
{
    if (k->w->event)
        k->w->event(k->w->ctx, kind, it, text, now(k) - k->began_ms);
}

/* ---- the journal ------------------------------------------------------------------------------------------------- */

/* Until its effect is seen, the intent stands in the journal. */
static void note_intent(struct walking *k, const struct item *it)
{
    const struct entry *e = state_find(k->w->state, it->address);
    const struct intent in = {.address = e->address,
                              .type = e->type,
                              .alias = e->alias,
                              .region = e->region,
                              .verb = "update",
                              .op = it->row->op->name,
                              .inputs = e->inputs,
                              .after = e->after,
                              .generation = e->generation};
    store_note_intent(k->w->store, k->w->state, &in);
}

/* The roles as they are now: what the state says of who writes is what AWS said last. */
static void note_result(struct walking *k, const struct item *it)
{
    const struct entry *e = *it->address ? state_find(k->w->state, it->address) : NULL;
    const struct value *object = e && it->row->refresh ? fact_at(k->a, it->facts, it->row->refresh) : NULL;
    const struct rtype *rt = object ? rtype_named(e->type) : NULL;
    if (rt) {
        struct entry now_so = *e;
        now_so.outputs = value_overlay(k->a, e->outputs, answer_attrs(k->a, rt, &rt->impl->read[0], object));
        now_so.updated = client_wall(k->s->q->client);
        store_note_entry(k->w->store, k->w->state, &now_so);
    } else if (e && state_intent_of(k->w->state, it->address)) {
        store_note_drop_intent(k->w->store, k->w->state, it->address);
    }
}

/* ---- one step ---------------------------------------------------------------------------------------------------- */

static void over(struct walking *k, struct pace *p)
{
    p->at = PACE_OVER;
    note_result(k, p->item);
    k->ret->done++;
    tell(k, WALK_DONE, p->item, item_text(k->a, p->item, p->item->row->hint));
}

static void failed(struct walking *k, struct pace *p, const char *why)
{
    p->at = PACE_FAILED;
    k->ret->failed++;
    if (!k->ret->error) {
        k->ret->error = arena_strdup(k->a, why);
        k->ret->failed_id = p->item->row->id;
    }
    if (*p->item->address && !p->sent_ms && state_intent_of(k->w->state, p->item->address))
        store_note_drop_intent(k->w->store, k->w->state, p->item->address); /* what was sent, the next run looks for */
    tell(k, WALK_FAILED, p->item, why);
}

static void wait(struct walking *k, struct pace *p, enum walk_event kind, const char *text)
{
    if (now(k) >= p->deadline_ms) {
        failed(k, p, arena_printf(k->a, "not done in %u s; last seen: %s", p->item->row->limit_s, text));
        return;
    }
    if (!str_eq(text, p->told) || kind == WALK_RETRY)
        tell(k, kind, p->item, text);
    p->told = arena_strdup(k->a, text);
    p->at = PACE_WAITING;
    p->due_ms = now(k) + scaled(k, p->item->row->every_s);
}

/* What the other region had not copied, as far as it was measured, is known now or never. */
static void note_loss(struct walking *k, const struct item *it)
{
    const struct value *lag = value_get(it->facts, "lag");
    struct value *v = value_map(k->a);
    value_set_str(k->a, v, "address", it->address);
    value_set(k->a, v, "lag_ms", value_copy(k->a, value_get(lag, "ms")));
    value_set(k->a, v, "measured_at", value_copy(k->a, value_get(lag, "at")));
    value_set_str(k->a, v, "given_up_at", time_utc(k->a, client_wall(k->s->q->client), TIME_ISO));
    value_push(k->a, k->ret->loss, v);
}

static struct err *send(struct walking *k, struct pace *p)
{
    const struct op_step *row = p->item->row;
    struct aws_call call = {
        .arena = k->a, .op = row->op, .region = item_region(k->a, p->item), .in = item_request(k->a, p->item)};
    note_intent(k, p->item);
    TRY(store_sync(k->w->store));
    TRY(store_may_send(k->w->store));
    tell(k, WALK_CALL, p->item, row->op->name);
    client_call(k->s->q->client, &call);
    p->sends++;
    p->sent_ms = now(k);
    if (row->no_return && call.end != CALL_FAULT) {
        k->ret->past_return = true;
        note_loss(k, p->item);
    }
    struct err *e = call_error(&call);
    const char *why = e ? arena_strdup(k->a, err_text(e)) : "";
    bool later = call.end != CALL_FAULT || fault_is_throttle(&call.fault) || fault_is_transient(&call.fault) ||
                 fault_matches(row->not_yet, call.fault.code, call.fault.message);
    err_free(e);
    if (call.end == CALL_OK)
        wait(k, p, WALK_WAIT, item_text(k->a, p->item, row->state));
    else if (!later || call.end == CALL_REFUSED)
        failed(k, p, why);
    else
        wait(k, p, WALK_RETRY, why);
    if (call.end != CALL_OK && call.end != CALL_LOST && call.end != CALL_BROKEN)
        p->sent_ms = 0; /* it took no effect: there is nothing to be seen yet */
    return NULL;
}

/* What was taken may not show yet; what still does not show later was not taken. */
static struct err *send_or_wait(struct walking *k, struct pace *p)
{
    const struct op_step *row = p->item->row;
    const char *state = item_text(k->a, p->item, row->state);
    bool unseen = p->sent_ms && now(k) < p->sent_ms + scaled(k, SEEN_S);
    if (!row->op || unseen)
        wait(k, p, WALK_WAIT, state);
    else if (p->sends >= SENDS)
        failed(k, p, arena_printf(k->a, "AWS took %s and nothing came of it; last seen: %s", row->op->name, state));
    else
        return send(k, p);
    return NULL;
}

static struct err *advance(struct walking *k, struct pace *p)
{
    if (p->at == PACE_NEW) {
        p->began_ms = now(k);
        p->deadline_ms = p->began_ms + scaled(k, p->item->row->limit_s);
        tell(k, WALK_START, p->item, item_text(k->a, p->item, p->item->row->what));
    }
    situation_look(k->s, p->item);
    switch (p->item->standing) {
    case STANDS_DONE: over(k, p); break;
    case STANDS_BUSY: wait(k, p, WALK_WAIT, item_text(k->a, p->item, p->item->row->state)); break;
    case STANDS_READY: return send_or_wait(k, p);
    case STANDS_UNREAD:
        if (p->item->locked_out)
            failed(k, p, p->item->why);
        else
            wait(k, p, WALK_RETRY, p->item->why);
        break;
    case STANDS_BLOCKED:
        if (p->sent_ms)
            wait(k, p, WALK_WAIT, item_text(k->a, p->item, p->item->row->state));
        else
            failed(k, p, p->item->why);
    }
    return NULL;
}

/* A run that was cut off had begun it, and it has come to its end meanwhile. */
static void settle(struct walking *k, const struct item *it)
{
    if (it->was_done && *it->address && state_intent_of(k->w->state, it->address))
        note_result(k, it);
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static bool is_stopped(const struct walking *k, const struct pace *p)
{
    for (size_t i = 0; i < k->s->n; i++) {
        bool mine = str_eq(k->paces[i].item->row->system, p->item->row->system);
        if (k->paces[i].at == PACE_FAILED && (mine || !k->s->sequence->gives_up))
            return true;
    }
    return false;
}

/* Also where that step is done already: what comes after it is not. */
static bool pauses(struct walking *k, const struct pace *p)
{
    bool here = p->at != PACE_WAITING && p->at != PACE_FAILED && !p->sends;
    if (!here || !str_eq(k->w->pause_before, p->item->row->id))
        return false;
    k->ret->paused = true;
    return true;
}

static int64_t earliest(const struct walking *k)
{
    int64_t due = INT64_MAX;
    for (size_t i = 0; i < k->s->n; i++)
        if (k->paces[i].at == PACE_WAITING && k->paces[i].due_ms < due)
            due = k->paces[i].due_ms;
    return due;
}

/* In their order: what is not apart is over before the next one begins. */
static struct err *round_of(struct walking *k)
{
    for (size_t i = 0; i < k->s->n; i++) {
        struct pace *p = &k->paces[i];
        bool due = p->at == PACE_NEW || (p->at == PACE_WAITING && p->due_ms <= now(k));
        if (p->at == PACE_NEW && (is_stopped(k, p) || *k->w->interrupted)) {
            if (k->s->sequence->gives_up)
                continue;
            break;
        }
        if (pauses(k, p))
            break;
        if (due)
            TRY(advance(k, p));
        if (p->at == PACE_WAITING && !p->item->row->apart)
            break;
    }
    return NULL;
}

static bool out_of_time(struct walking *k)
{
    if (!k->w->timeout_ms || now(k) - k->began_ms < k->w->timeout_ms)
        return false;
    k->ret->error = k->ret->error ? k->ret->error : "the time given to it by --timeout is over";
    return true;
}

static struct err *walk_all(struct walking *k)
{
    do {
        TRY(store_may_send(k->w->store));
        TRY(round_of(k));
        if (earliest(k) != INT64_MAX)
            client_wait(k->s->q->client, earliest(k));
    } while (earliest(k) != INT64_MAX && !*k->w->interrupted && !out_of_time(k));
    return store_dirty(k->w->store) ? store_sync(k->w->store) : NULL;
}

struct err *walk(struct arena *a, struct situation *s, const struct walker *w, struct walked *ret)
{
    struct walking k = {.a = a, .s = s, .w = w, .ret = ret, .began_ms = client_now_ms(s->q->client)};
    *ret = (struct walked){.loss = value_list(a)};
    k.paces = arena_alloc(a, (s->n + 1) * sizeof *k.paces);
    for (size_t i = 0; i < s->n; i++) {
        k.paces[i] = (struct pace){.item = &s->items[i], .at = s->items[i].was_done ? PACE_OVER : PACE_NEW};
        settle(&k, &s->items[i]);
    }
    struct err *e = walk_all(&k);
    for (size_t i = 0; i < s->n; i++)
        ret->left += k.paces[i].at != PACE_OVER;
    ret->interrupted = *w->interrupted > 0;
    ret->took_ms = now(&k) - k.began_ms;
    return e;
}
