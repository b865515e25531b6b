#include "provisioner/exec/task.h"

#include <string.h>

/*
 * The ready queue: whatever has its predecessors is in flight, up to `parallelism`. Before anything is sent, the
 * journal is synced once for all calls that became ready together.
 */

struct queue {
    struct run run;
    const struct plan *plan;
    size_t *missing;      /* per step: predecessors that have not succeeded */
    uint32_t **followers; /* per step, ends with UINT32_MAX */
    bool *over;           /* per step: done, failed or blocked */
    uint32_t *ready;      /* a ring is not needed: each step becomes ready once */
    size_t ready_at, n_ready;
    struct task *waiting; /* tasks with a timer */
    struct task *to_send; /* tasks with a call */
    size_t running;
    struct value *failures;
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

static void block_followers(struct queue *q, uint32_t step, const char *culprit)
{
    uint32_t *stack = arena_alloc(q->run.arena, (q->plan->n_steps + 1) * sizeof *stack);
    size_t n = 0;
    stack[n++] = step;
    while (n) {
        uint32_t at = stack[--n];
        for (const uint32_t *f = q->followers[at]; *f != UINT32_MAX; f++) {
            if (q->over[*f])
                continue;
            q->over[*f] = true;
            q->run.blocked++;
            struct task told = {.step = &q->plan->steps[*f],
                                .planned = &q->plan->planned[q->plan->steps[*f].planned],
                                .began_ms = client_now_ms(q->run.o->client)};
            run_event(&q->run, EV_STEP_BLOCKED, &told, culprit);
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
        struct arena *a = q->run.arena;
        /* the entry, ready or half made, is what the next run starts from; only a creation without one needs its intent
         */
        if (t->mutating && (t->verb != VERB_CREATE || t->made))
            store_note_drop_intent(q->run.o->store, q->run.o->state, t->planned->address);
        const char *why = arena_strdup(a, err_text(t->error));
        bool cut = err_class_of(t->error) == ERR_INTERRUPTED;
        struct value *f = value_map(a);
        value_set_str(a, f, "address", t->planned->address);
        value_set_str(a, f, "error", why);
        if (!cut) {
            q->run.failed++;
            value_push(a, q->failures, f);
        }
        run_event(&q->run, EV_STEP_FAILED, t, why);
        err_free(t->error);
        if (!cut)
            block_followers(q, step, t->planned->address);
    }
    arena_free(t->arena);
}

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
    case TASK_DONE:
    case TASK_FAILED: task_over(q, t, wants); break;
    }
}

/* ---- the loop ---------------------------------------------------------------------------------------------------- */

static void start_ready(struct queue *q)
{
    while (q->ready_at < q->n_ready && q->running < q->run.o->parallelism && !*q->run.o->interrupted) {
        struct task *t = task_new(q, q->ready[q->ready_at++]);
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
        if (all->due_ms <= now || *q->run.o->interrupted) {
            task_moved(q, all, task_due(all));
        } else {
            all->next = q->waiting;
            q->waiting = all;
        }
    }
}

enum { TICK_MS = 200 };

static void next_answer(struct queue *q)
{
    int64_t now = client_now_ms(q->run.o->client), due = earliest(q);
    bool ticking = q->run.o->listener.event != NULL;
    int64_t until = ticking && due > now + TICK_MS ? now + TICK_MS : due;
    struct aws_call *call = client_next(q->run.o->client, until);
    if (call) {
        struct task *t = call->owner;
        task_moved(q, t, task_answered(t));
    } else if (ticking) {
        run_event(&q->run, EV_TICK, NULL, NULL);
    }
}

static void hear_interrupt(struct queue *q)
{
    if (!*q->run.o->interrupted || q->told_interrupted)
        return;
    q->told_interrupted = true;
    client_stop_retrying(q->run.o->client);
    run_event(&q->run, EV_INTERRUPTED, NULL, NULL);
}

static struct err *loop(struct queue *q)
{
    for (;;) {
        TRY(store_may_send(
            q->run.o->store)); /* the client holds back what changes something; nothing is begun either */
        hear_interrupt(q);
        start_ready(q);
        if (q->to_send) {
            TRY(send_all(q));
            continue;
        }
        if (!q->running || *q->run.o->interrupted > 1)
            break;
        wake(q);
        if (!q->to_send && q->running)
            next_answer(q);
    }
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
    };
    wire_up(&q, a);
    run_event(&q.run, EV_RUN_START, NULL, NULL);
    struct err *e = loop(&q);
    abandon(q.waiting);
    abandon(q.to_send);
    run_event(&q.run, EV_RUN_END, NULL, NULL);
    *ret = (struct run_result){
        .done = q.run.done,
        .failed = q.run.failed,
        .blocked = q.run.blocked,
        .not_started = o->plan->n_steps - q.run.done - q.run.failed - q.run.blocked,
        .interrupted = *o->interrupted > 0,
        .failures = q.failures,
        .took_ms = client_now_ms(o->client) - q.run.began_ms,
    };
    return e;
}
