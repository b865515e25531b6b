#include "provisioner/exec/task.h"

#include <string.h>

/*
 * The ready queue: whatever has its predecessors is in flight, up to `parallelism`. Before anything is sent, the
 * journal is synced once for all calls that became ready together.
 */

enum { MOST_PLACES = 16 };

struct queue {
    struct run run;
    const struct plan *plan;
    size_t *missing;      /* per step: predecessors that have not succeeded */
    uint32_t **followers; /* per step, ends with UINT32_MAX */
    bool *over;           /* per step: done, failed or blocked */
    uint32_t *ready;      /* a ring is not needed: each step becomes ready once */
    size_t ready_at, n_ready;
    struct task *waiting; /* tasks with a timer */
    struct task *parked;  /* tasks that go on once somebody answers */
    uint32_t *held;       /* steps that are not begun before somebody answers */
    size_t n_held;
    int64_t alone_ms; /* since when there is nothing else to do, and nobody answers anywhere; 0: not so */
    const char *places[MOST_PLACES]; /* that are dark */
    size_t n_places;
    struct task *to_send; /* tasks with a call */
    struct task *sent;    /* tasks whose call is on its way */
    size_t running;
    struct value *failures, *left;
    bool told_interrupted;
};

/* ---- events ------------------------------------------------------------------------------------------------------ */

void run_event(struct run *r, enum event_kind kind, const struct task *t, const char *text)
{
    const struct run_options *o = r->o;
    int64_t now = client_now_ms(o->client);
    struct event e = {
        .kind = kind,
        .at_ms = now - r->began_ms,
        .step = t ? t->step : NULL,
        .planned = t ? t->planned : NULL,
        .text = text,
        .id = t && kind == EV_STEP_DONE ? rtype_physical_id(t->arena, t->type, t->target.have) : NULL,
        .took_ms = t ? now - t->began_ms : 0,
        .done = r->done,
        .failed = r->failed,
        .blocked = r->blocked,
        .skipped = r->skipped,
        .running = r->running,
        .total = o->plan->n_steps,
    };
    if (o->listener.event)
        o->listener.event(o->listener.ctx, &e);
}

/* ---- who waits for whom ------------------------------------------------------------------------------------------ */

static void wire_up(struct queue *q, struct arena *a)
{
    const struct plan *p = q->plan;
    size_t *count = arena_alloc(a, (p->n_steps + 1) * sizeof *count);
    for (size_t i = 0; i < p->n_steps; i++)
        for (size_t k = 0; k < p->steps[i].n_after; k++)
            count[p->steps[i].after[k]]++;
    for (size_t i = 0; i < p->n_steps; i++) {
        q->followers[i] = arena_alloc(a, (count[i] + 1) * sizeof(uint32_t));
        q->followers[i][count[i]] = UINT32_MAX;
        q->missing[i] = p->steps[i].n_after;
        if (!q->missing[i])
            q->ready[q->n_ready++] = (uint32_t)i;
    }
    for (size_t i = p->n_steps; i-- > 0;)
        for (size_t k = 0; k < p->steps[i].n_after; k++)
            q->followers[p->steps[i].after[k]][--count[p->steps[i].after[k]]] = (uint32_t)i;
}

static void release_followers(struct queue *q, uint32_t step)
{
    for (const uint32_t *f = q->followers[step]; *f != UINT32_MAX; f++)
        if (--q->missing[*f] == 0 && !q->over[*f])
            q->ready[q->n_ready++] = *f;
}

static const struct value *outcome(struct arena *a, const char *address, const char *error)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "address", address);
    value_set_str(a, v, "error", error);
    return v;
}

/* A step that was never begun is over. */
static void drop(struct queue *q, uint32_t step, enum event_kind why, const char *text)
{
    const struct step *s = &q->plan->steps[step];
    struct task told = {
        .step = s, .planned = &q->plan->planned[s->planned], .began_ms = client_now_ms(q->run.o->client)};
    q->over[step] = true;
    if (why == EV_STEP_SKIPPED)
        value_push(q->run.arena, q->left, outcome(q->run.arena, told.planned->address, text));
    run_event(&q->run, why, &told, text);
}

static void drop_followers(struct queue *q, uint32_t step, enum event_kind why, size_t *tally)
{
    const char *culprit = q->plan->planned[q->plan->steps[step].planned].address;
    uint32_t *stack = arena_alloc(q->run.arena, (q->plan->n_steps + 1) * sizeof *stack);
    size_t n = 0;
    stack[n++] = step;
    while (n) {
        uint32_t at = stack[--n];
        for (const uint32_t *f = q->followers[at]; *f != UINT32_MAX; f++) {
            if (q->over[*f])
                continue;
            ++*tally;
            drop(q, *f, why, culprit);
            stack[n++] = *f;
        }
    }
}

/* ---- one task ---------------------------------------------------------------------------------------------------- */

struct scope {
    const struct run *run;
    unsigned generation;
};

static const struct value *resolve(void *ctx, struct arena *a, const char *address, const char *path)
{
    const struct scope *s = ctx;
    if (strcmp(address, "self") == 0)
        return wanted_self(a, s->generation, path);
    const struct entry *e = state_find(s->run->o->state, address);
    const struct rtype *rt = e ? rtype_named(e->type) : NULL;
    const struct attr *at = rt ? rtype_attr(rt, path) : NULL;
    if (at && at->flags & A_SECRET)
        return value_ref(a, address, path); /* read when the call needs it */
    return exec_resolve_ref(s->run->o->state, s->run->o->plan->lookups, a, address, path);
}

/* On the way nothing else is changed: the rest is as it was applied last. */
static const struct value *wanted_on_rung(const struct task *t)
{
    const struct entry *e = state_find(t->run->o->state, t->planned->address);
    struct value *want = value_edit(t->arena, e ? e->inputs : NULL);
    value_set_str(t->arena, want, t->step->attrs, t->step->rung);
    return want;
}

static const struct value *wanted_now(const struct task *t)
{
    struct scope scope = {t->run, t->generation};
    if (t->step->rung)
        return wanted_on_rung(t);
    bool goes = t->step->kind == STEP_DELETE || t->step->kind == STEP_FORGET;
    return t->planned->wanted && !goes ? value_resolve(t->arena, t->planned->wanted, resolve, &scope) : NULL;
}

void run_next_generation(struct task *t)
{
    t->target.generation = ++t->generation;
    t->target.want = wanted_now(t);
}

static struct task *task_new(struct queue *q, uint32_t step)
{
    const struct step *st = &q->plan->steps[step];
    const struct planned *p = &q->plan->planned[st->planned];
    const struct entry *e = state_find(q->run.o->state, p->address);
    struct task *t = arena_alloc(q->run.arena, sizeof *t);
    t->run = &q->run;
    t->arena = arena_new();
    arena_wipe_on_free(t->arena);
    t->step = st;
    t->planned = p;
    t->type = p->type;
    t->generation = p->generation;
    t->began_ms = client_now_ms(q->run.o->client);
    bool known = st->kind != STEP_CREATE;
    t->target = (struct target){
        .type = p->type,
        .address = p->address,
        .root = q->run.o->root,
        .region = p->region,
        .generation = p->generation,
        .account = value_get(q->plan->lookups, "lookup/account"),
        .want = wanted_now(t),
        .have = !known    ? NULL
                : p->live ? p->live
                : e       ? value_overlay(t->arena, e->inputs, e->outputs)
                          : NULL,
        .applied = e ? e->inputs : NULL,
    };
    return t;
}

/* The entry, ready or half made, is what the next run starts from; only a creation without one needs its intent. */
static void settle_intent(struct queue *q, const struct task *t)
{
    if (t->mutating && (t->verb != VERB_CREATE || t->made))
        store_note_drop_intent(q->run.o->store, q->run.o->state, t->planned->address);
}

static void task_failed(struct queue *q, struct task *t, uint32_t step)
{
    const char *why = arena_strdup(q->run.arena, err_text(t->error));
    bool cut = err_class_of(t->error) == ERR_INTERRUPTED;
    settle_intent(q, t);
    if (!cut) {
        q->run.failed++;
        value_push(q->run.arena, q->failures, outcome(q->run.arena, t->planned->address, why));
    }
    run_event(&q->run, EV_STEP_FAILED, t, why);
    err_free(t->error);
    if (!cut)
        drop_followers(q, step, EV_STEP_BLOCKED, &q->run.blocked);
}

static void task_over(struct queue *q, struct task *t, enum task_wants end)
{
    uint32_t step = (uint32_t)(t->step - q->plan->steps);
    q->over[step] = true;
    q->running--;
    q->run.running = q->running;
    if (end == TASK_DONE) {
        q->run.done++;
        run_event(&q->run, EV_STEP_DONE, t, NULL);
        release_followers(q, step);
    } else {
        task_failed(q, t, step);
    }
    arena_free(t->arena);
}

static void park(struct queue *q, struct task *t);

static void task_moved(struct queue *q, struct task *t, enum task_wants wants)
{
    switch (wants) {
    case TASK_CALL:
        t->next = q->to_send;
        q->to_send = t;
        break;
    case TASK_WAIT:
        t->next = q->waiting;
        q->waiting = t;
        break;
    case TASK_DARK: park(q, t); break;
    case TASK_DONE:
    case TASK_FAILED: task_over(q, t, wants); break;
    }
}

/* ---- the dark ---------------------------------------------------------------------------------------------------- */

enum { ALONE_MS = 2 * 60 * 1000, LOOK_MS = 1000 };

static const char *nobody_answers(struct queue *q, const char *place)
{
    return arena_printf(q->run.arena, "nobody answers in %s", place);
}

static const char *place_of_task(const struct task *t)
{
    return client_place(t->call.op, t->call.region);
}

/* Where a step's first call goes, all but a few times: those few notice when they send it. */
static const char *place_of_step(const struct queue *q, uint32_t step)
{
    const struct planned *p = &q->plan->planned[q->plan->steps[step].planned];
    const struct rtype_impl *impl = p->type->impl;
    return client_place(impl->create ? impl->create->op : impl->read->op, p->region);
}

static void tell_dark(struct queue *q, const char *place)
{
    for (size_t i = 0; i < q->n_places; i++)
        if (str_eq(q->places[i], place))
            return;
    if (q->n_places == MOST_PLACES)
        return;
    q->places[q->n_places++] = arena_strdup(q->run.arena, place);
    run_event(&q->run, EV_DARK, NULL, place);
}

/* It holds no place among those that are in flight: the other region's steps need it. */
static void park(struct queue *q, struct task *t)
{
    t->next = q->parked;
    q->parked = t;
    q->running--;
    q->run.running = q->running;
    tell_dark(q, place_of_task(t));
    run_event(&q->run, EV_STEP_WAIT, t, nobody_answers(q, place_of_task(t)));
}

static bool is_in_the_dark(const struct queue *q, const struct task *t)
{
    return t->call.op && client_is_dark(q->run.o->client, place_of_task(t));
}

static bool hold(struct queue *q, uint32_t step)
{
    const char *place = place_of_step(q, step);
    if (!client_is_dark(q->run.o->client, place))
        return false;
    q->held[q->n_held++] = step;
    tell_dark(q, place);
    return true;
}

static void begin_held(struct queue *q)
{
    size_t n = q->n_held;
    q->n_held = 0;
    for (size_t i = 0; i < n; i++)
        if (!hold(q, q->held[i]))
            q->ready[--q->ready_at] = q->held[i];
}

static void wake_parked(struct queue *q)
{
    struct task *all = q->parked;
    q->parked = NULL;
    for (struct task *t = all; t; t = all) {
        all = t->next;
        if (is_in_the_dark(q, t) && !run_stops(&q->run)) {
            t->next = q->parked;
            q->parked = t;
            continue;
        }
        q->running++;
        q->run.running = q->running;
        task_moved(q, t, task_lit(t));
    }
}

/* True when somebody answers again where nobody did. */
static bool tell_light(struct queue *q)
{
    size_t still = 0, n = q->n_places;
    for (size_t i = 0; i < n; i++)
        if (client_is_dark(q->run.o->client, q->places[i]))
            q->places[still++] = q->places[i];
        else
            run_event(&q->run, EV_LIGHT, NULL, q->places[i]);
    q->n_places = still;
    return still < n;
}

static void look_for_light(struct queue *q)
{
    if (tell_light(q) || run_stops(&q->run)) {
        wake_parked(q);
        begin_held(q);
    }
}

/* Whether there is nothing to do but what lies in the dark, and no hope of more light. */
static bool gives_up(struct queue *q)
{
    int64_t now = client_now_ms(q->run.o->client);
    if (!client_is_cut_off(q->run.o->client) || run_stops(&q->run))
        return true;
    q->alone_ms = q->alone_ms ? q->alone_ms : now;
    return now - q->alone_ms >= ALONE_MS;
}

static void skip_step(struct queue *q, uint32_t step, const char *why)
{
    q->run.skipped++;
    drop(q, step, EV_STEP_SKIPPED, why);
    drop_followers(q, step, EV_STEP_SKIPPED, &q->run.skipped);
}

static void leave_the_dark(struct queue *q)
{
    for (struct task *t = q->parked, *next; t; t = next) {
        next = t->next;
        settle_intent(q, t);
        skip_step(q, (uint32_t)(t->step - q->plan->steps), nobody_answers(q, place_of_task(t)));
        arena_free(t->arena);
    }
    q->parked = NULL;
    for (size_t i = 0; i < q->n_held; i++)
        skip_step(q, q->held[i], nobody_answers(q, place_of_step(q, q->held[i])));
}

/* ---- the loop ---------------------------------------------------------------------------------------------------- */

static void start_ready(struct queue *q)
{
    while (q->ready_at < q->n_ready && q->running < q->run.o->parallelism && !run_stops(&q->run)) {
        uint32_t step = q->ready[q->ready_at++];
        if (hold(q, step))
            continue;
        struct task *t = task_new(q, step);
        q->running++;
        q->run.running = q->running;
        run_event(&q->run, EV_STEP_START, t, NULL);
        task_moved(q, t, task_begin(t));
    }
}

/* Intents first, then what they are about. */
static struct err *send_all(struct queue *q)
{
    if (store_dirty(q->run.o->store))
        TRY(store_sync(q->run.o->store));
    struct task *in_order = NULL;
    for (struct task *t = q->to_send, *next; t; t = next) {
        next = t->next;
        t->next = in_order;
        in_order = t;
    }
    q->to_send = NULL;
    for (struct task *t = in_order, *next; t; t = next) {
        next = t->next;
        t->next = q->sent;
        q->sent = t;
        client_start(q->run.o->client, &t->call);
    }
    return NULL;
}

static int64_t earliest(const struct queue *q)
{
    int64_t due = INT64_MAX;
    for (const struct task *t = q->waiting; t; t = t->next)
        due = t->due_ms < due ? t->due_ms : due;
    return due;
}

static void wake(struct queue *q)
{
    int64_t now = client_now_ms(q->run.o->client);
    struct task *all = q->waiting;
    q->waiting = NULL;
    for (struct task *next; all; all = next) {
        next = all->next;
        if (!run_stops(&q->run) && is_in_the_dark(q, all)) {
            park(q, all);
        } else if (run_stops(&q->run) || all->due_ms <= now) {
            task_moved(q, all, task_due(all));
        } else {
            all->next = q->waiting;
            q->waiting = all;
        }
    }
}

enum { TICK_MS = 200 };

static void came_back(struct queue *q, const struct task *t)
{
    struct task **at = &q->sent;
    while (*at != t)
        at = &(*at)->next;
    *at = t->next;
}

static void next_answer(struct queue *q)
{
    int64_t now = client_now_ms(q->run.o->client), due = earliest(q);
    bool ticking = q->run.o->listener.event != NULL;
    int64_t until = ticking && due > now + TICK_MS ? now + TICK_MS : due;
    if (q->n_places && until > now + LOOK_MS)
        until = now + LOOK_MS;
    struct aws_call *call = client_next(q->run.o->client, until);
    if (call) {
        struct task *t = call->owner;
        came_back(q, t);
        task_moved(q, t, task_answered(t));
    } else if (ticking) {
        run_event(&q->run, EV_TICK, NULL, NULL);
    }
}

static void hear_interrupt(struct queue *q)
{
    if (!run_stops(&q->run) || q->told_interrupted)
        return;
    q->told_interrupted = true;
    client_stop_retrying(q->run.o->client);
    run_event(&q->run, EV_INTERRUPTED, NULL, q->run.locked_out);
}

static bool is_over(struct queue *q)
{
    if (q->running)
        q->alone_ms = 0;
    else if ((!q->parked && !q->n_held) || gives_up(q))
        return true;
    return *q->run.o->interrupted > 1;
}

static struct err *loop(struct queue *q)
{
    for (;;) {
        TRY(store_may_send(
            q->run.o->store)); /* the client holds back what changes something; nothing is begun either */
        hear_interrupt(q);
        look_for_light(q);
        start_ready(q);
        if (q->to_send) {
            TRY(send_all(q));
            continue;
        }
        if (is_over(q))
            break;
        wake(q);
        if (!q->to_send)
            next_answer(q);
    }
    leave_the_dark(q);
    return store_dirty(q->run.o->store) ? store_sync(q->run.o->store) : NULL;
}

static void abandon(struct task *t)
{
    for (struct task *next; t; t = next) {
        next = t->next;
        arena_free(t->arena);
    }
}

struct err *exec_run(struct arena *a, const struct run_options *o, struct run_result *ret)
{
    size_t n = o->plan->n_steps + 1;
    struct queue q = {
        .run = {.arena = a, .o = o, .began_ms = client_now_ms(o->client)},
        .plan = o->plan,
        .missing = arena_alloc(a, n * sizeof(size_t)),
        .followers = arena_alloc(a, n * sizeof(uint32_t *)),
        .over = arena_alloc(a, n * sizeof(bool)),
        .ready = arena_alloc(a, n * sizeof(uint32_t)),
        .failures = value_list(a),
        .left = value_list(a),
        .held = arena_alloc(a, n * sizeof(uint32_t)),
    };
    wire_up(&q, a);
    run_event(&q.run, EV_RUN_START, NULL, NULL);
    struct err *e = loop(&q);
    abandon(q.waiting);
    abandon(q.parked);
    abandon(q.to_send);
    for (struct task *t = q.sent; t; t = t->next)
        client_drop(o->client, &t->call);
    abandon(q.sent);
    run_event(&q.run, EV_RUN_END, NULL, NULL);
    *ret = (struct run_result){
        .done = q.run.done,
        .failed = q.run.failed,
        .blocked = q.run.blocked,
        .skipped = q.run.skipped,
        .not_started = o->plan->n_steps - q.run.done - q.run.failed - q.run.blocked - q.run.skipped,
        .interrupted = *o->interrupted > 0,
        .locked_out = q.run.locked_out,
        .failures = q.failures,
        .left = q.left,
        .took_ms = client_now_ms(o->client) - q.run.began_ms,
    };
    return e;
}
