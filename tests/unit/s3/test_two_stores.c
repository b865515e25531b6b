/*
 * What may go wrong, everywhere it may: each request of a run is lost, cut off, delayed or answered with 500; the
 * network goes away for good before each of them; and of two runs that want the same state one is held up at each of
 * its steps, while the other is held up at each of its own, and what was on the wire arrives late. What was durable
 * must be there at the end, and two never hold the lock at once.
 *
 * Tries a sample of the pairs of steps; TWO_STORES_STRIDE=1 tries all of them.
 */
#include "tests/support/asked.h"
#include "tests/unit/s3/estate.h"

/* ---- one run ----------------------------------------------------------------------------------------------------- */

enum { SYNCS = 4 };

/* What is in the state after so many syncs. */
static const char *const stories[SYNCS + 1] = {"", "tokyo/a=1", "tokyo/a=1 tokyo/b=1", "tokyo/a=2 tokyo/b=1",
                                               "tokyo/a=2 tokyo/b=1 tokyo/c=1"};

static void note_step(struct party *p, int step)
{
    static const char *const what[SYNCS][2] = {{"tokyo/a", "1"}, {"tokyo/b", "1"}, {"tokyo/a", "2"}, {"tokyo/c", "1"}};
    note_entry(p, what[step][0], what[step][1]);
}

/* From the step on that the state has reached; a snapshot after each second. */
static struct err *tell_story(struct party *p, int from, int *ret_durable)
{
    for (int step = from; step < SYNCS; step++) {
        note_step(p, step);
        TRY(store_sync(p->store));
        *ret_durable = step + 1;
        if (step % 2 == 1)
            TRY(store_snapshot(p->store, p->state));
    }
    return NULL;
}

static int step_of(const char *found)
{
    for (int i = 0; i <= SYNCS; i++)
        if (strcmp(stories[i], found) == 0)
            return i;
    return -1;
}

struct trouble {
    size_t at, seen; /* the how-manieth request */
    enum fate fate;
    bool for_good; /* nothing gets through from there on */
};

static enum fate one_request(void *ctx, struct net *n, int who, const struct http_req *req)
{
    struct trouble *x = ctx;
    (void)n, (void)who, (void)req;
    size_t now = ++x->seen;
    if (x->for_good)
        return now >= x->at ? LOST_REQUEST : FINE;
    return now == x->at ? x->fate : FINE;
}

static void expect_at_least(struct estate *t, int durable, const struct trouble *x)
{
    const char *found = seen(t, true);
    if (step_of(found) < durable)
        fail_msg("request %zu %s: %d were durable, and there is: %s", x->at, fate_names[x->fate], durable, found);
}

static void carry_on(struct estate *t, const struct trouble *x)
{
    struct party p = party_in(t, 7, true);
    int durable = 0;
    struct err *e = begin(&p, 75000);
    int from = e ? -1 : step_of(entries(t->a, p.state));
    if (!e && from >= 0)
        e = tell_story(&p, from, &durable);
    if (e || from < 0)
        fail_msg("request %zu %s: the next run: %s", x->at, fate_names[x->fate], e ? err_text(e) : "no such state");
    fine(store_snapshot(p.store, p.state));
    part(&p);
    assert_string_equal(seen(t, true), stories[SYNCS]);
    t->net.dark = HOME;
    assert_string_equal(seen(t, true), stories[SYNCS]); /* so does the mirror */
}

/* True: the run did not even get to that request. */
static bool run_with(struct trouble *x, size_t *figures)
{
    struct estate *t = estate_new();
    struct party p = party_in(t, 1, true);
    int durable = 0;
    t->net.plan = one_request;
    t->net.ctx = x;
    t->net.late_ms = 20000;
    int64_t began = t->net.now;
    struct err *e = begin(&p, 0);
    if (!e)
        e = tell_story(&p, 0, &durable);
    bool untouched = x->seen < x->at;
    if (e && !x->for_good)
        fail_msg("request %zu %s: %s", x->at, fate_names[x->fate], err_text(e));
    if (t->net.now - began > 90000)
        fail_msg("request %zu %s: took %lld s", x->at, fate_names[x->fate], (long long)(t->net.now - began) / 1000);
    err_free(e);
    part(&p);
    x->seen = 0;
    t->net.plan = NULL;
    expect_at_least(t, durable, x);
    time_passes(t, 30000); /* what was late arrives */
    expect_at_least(t, durable, x);
    carry_on(t, x);
    estate_free(t);
    ++*figures;
    return untouched;
}

static void each_request_may_go_wrong_once_and_nothing_is_lost(void **at)
{
    size_t runs = 0;
    (void)at;
    for (enum fate fate = CUT; fate < FATES; fate++)
        for (size_t n = 1;; n++)
            if (run_with(&(struct trouble){.at = n, .fate = fate}, &runs))
                break;
    print_message("figure: requests that went wrong %zu\n", runs);
}

static void the_network_may_go_away_before_each_request(void **at)
{
    size_t runs = 0;
    (void)at;
    for (size_t n = 1;; n++)
        if (run_with(&(struct trouble){.at = n, .fate = LOST_REQUEST, .for_good = true}, &runs))
            break;
    print_message("figure: outages %zu\n", runs);
}

/* ---- two runs ---------------------------------------------------------------------------------------------------- */

enum { TWO = 2, HELD_UP_MS = 70000, SLOWED_MS = 35000, LATE_MS = 85000, PATIENCE_MS = 400000 };

struct runner {
    struct party p;
    const char *address;
    bool durable, sent;
    enum err_class failed;
    struct err *e;
    size_t held_at; /* the wait at which it is held up */
    int64_t held_ms;
};

struct race {
    struct estate *t;
    struct runner runners[TWO];
    enum fate fate; /* of what the first has on the wire when it is held up */
    const char *wrong;
};

static bool holds_lock(const struct runner *r, int64_t now)
{
    const struct s3 *s = r->p.store ? s3_of(r->p.store) : NULL;
    return s && s->st.locked && s->seat && !s->lease.lost && now < s->lease.trusted_until;
}

static void watch_race(struct race *race)
{
    int holders = 0;
    for (int i = 0; i < TWO; i++)
        holders += holds_lock(&race->runners[i], race->t->net.now);
    if (holders > 1)
        race->wrong = "two hold the lock at once";
}

static int64_t hold_up(void *ctx, struct net *n, int who, int64_t wakes)
{
    struct race *race = ctx;
    struct runner *r = who ? &race->runners[who - 1] : NULL;
    (void)n;
    watch_race(race);
    return r && n->wires[who].waits == r->held_at ? wakes + r->held_ms : wakes;
}

static enum fate late_when_held(void *ctx, struct net *n, int who, const struct http_req *req)
{
    struct race *race = ctx;
    (void)req;
    return who == 1 && n->wires[who].waits + 1 == race->runners[0].held_at ? race->fate : FINE;
}

/* What changes something leaves only from who has the lock. */
static void watch_sent(void *ctx, struct net *n, int who, const struct http_req *req)
{
    struct race *race = ctx;
    if (!who || !strstr(req->path, "/sent"))
        return;
    watch_race(race);
    if (!holds_lock(&race->runners[who - 1], n->now))
        race->wrong = "something was sent without the lock";
}

static struct err *do_something(struct runner *r)
{
    struct value *in = value_map(r->p.a);
    value_set_str(r->p.a, in, "Bucket", "home");
    value_set_str(r->p.a, in, "Key", "sent");
    value_set_str(r->p.a, in, "Body", "");
    struct aws_call call = {.arena = r->p.a, .op = &s3_PutObject, .region = HOME, .in = in};
    TRY(store_may_send(r->p.store));
    client_call(r->p.client, &call);
    r->sent = call.end == CALL_OK;
    return NULL;
}

static struct err *race_once(struct runner *r)
{
    TRY(begin(&r->p, PATIENCE_MS));
    note_entry(&r->p, r->address, "1");
    TRY(store_sync(r->p.store));
    r->durable = true;
    TRY(do_something(r));
    return store_snapshot(r->p.store, r->p.state);
}

static void run_in_race(void *ctx)
{
    struct runner *r = ctx;
    r->e = race_once(r);
    struct store *st = r->p.store;
    store_close(st);
    r->p.store = NULL;
}

static const char *judge(struct race *race)
{
    struct estate *t = race->t;
    const char *found = seen(t, false);
    if (race->wrong)
        return race->wrong;
    for (int i = 0; i < TWO; i++) {
        const struct runner *r = &race->runners[i];
        if (r->durable && !strstr(found, r->address))
            return arena_printf(t->a, "what was durable is lost: %s; there is %s", r->address, found);
        if (r->e && err_class_of(r->e) != ERR_LOCKED && err_class_of(r->e) != ERR_STALE &&
            err_class_of(r->e) != ERR_UNREACHABLE)
            return arena_printf(t->a, "%s: %s", r->address, err_text(r->e));
    }
    return NULL;
}

/* Whatever became of the two. */
static struct err *third(struct estate *t)
{
    struct party p = party_in(t, 60, false);
    struct err *e = begin(&p, 75000);
    if (!e) {
        note_entry(&p, "tokyo/third", "1");
        e = store_sync(p.store);
    }
    if (!e)
        e = store_snapshot(p.store, p.state);
    part(&p);
    return e;
}

/* *ret_over: one of them ended before it could be held up. */
static void race(size_t first_at, size_t second_at, enum fate fate, bool begun, bool *ret_over, bool *ret_second_over)
{
    struct race race = {.t = estate_new(), .fate = fate};
    struct net *n = &race.t->net;
    static const char *const addresses[] = {"tokyo/first", "tokyo/second"};
    if (begun) {
        struct party p = party_in(race.t, 50, false);
        fine(begin(&p, 0));
        keep_entry(&p, "tokyo/old", "1");
        part(&p);
    }
    for (int i = 0; i < TWO; i++)
        race.runners[i] = (struct runner){.p = party_over(race.t, wire_new(n), (uint64_t)i + 1, false),
                                          .address = addresses[i],
                                          .held_at = i ? second_at : first_at,
                                          .held_ms = i ? SLOWED_MS : HELD_UP_MS};
    n->wires[0].done = true;
    n->plan = late_when_held;
    n->holds = hold_up;
    n->sent = watch_sent;
    n->ctx = &race;
    n->late_ms = LATE_MS;
    struct turn turns[] = {{&n->wires[1], run_in_race, &race.runners[0]},
                           {&n->wires[2], run_in_race, &race.runners[1]}};
    net_run(n, turns, TWO);
    *ret_over = n->wires[1].waits < first_at;
    *ret_second_over = n->wires[2].waits < second_at;
    n->plan = NULL;
    n->holds = NULL;
    n->sent = NULL;
    time_passes(race.t, LATE_MS);
    const char *wrong = judge(&race);
    struct err *e = wrong ? NULL : third(race.t);
    if (!wrong)
        wrong = e ? err_text(e) : judge(&race);
    if (wrong)
        fail_msg("held up at %zu and %zu, %s%s: %s", first_at, second_at, fate_names[fate], begun ? ", begun" : "",
                 wrong);
    err_free(e);
    for (int i = 0; i < TWO; i++) {
        err_free(race.runners[i].e);
        party_free(&race.runners[i].p);
    }
    estate_free(race.t);
}

static void two_are_held_up_at_each_of_their_steps(void **at)
{
    const size_t stride = asked("TWO_STORES_STRIDE", 9);
    static const enum fate fates[] = {FINE, LATE, LOST_REQUEST};
    size_t races = 0;
    (void)at;
    for (size_t i = 0; i < 2 * COUNT(fates); i++)
        for (size_t k = 1, over = 0; !over; k++)
            for (size_t m = 1 + k % stride, second_over = 0; !second_over; m += stride, races++) {
                bool first_ended, second_ended;
                race(k, m, fates[i / 2], i % 2, &first_ended, &second_ended);
                over = over || first_ended;
                second_over = second_ended;
            }
    print_message("figure: races of two stores %zu, two holders 0, updates lost 0\n", races);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_request_may_go_wrong_once_and_nothing_is_lost),
        cmocka_unit_test(the_network_may_go_away_before_each_request),
        cmocka_unit_test(two_are_held_up_at_each_of_their_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
