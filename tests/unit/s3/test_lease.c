#include "aws/net/sigv4.h"
#include "tests/unit/s3/estate.h"

#include <strings.h>

/* ---- who has it -------------------------------------------------------------------------------------------------- */

static void the_second_is_told_who_the_first_is(void **at)
{
    struct estate *t = *at;
    struct party first = party_in(t, 1, false), second = party_in(t, 2, false);
    fine(store_lock(first.store, "provisioner apply demo.yaml", 0));
    fine(store_lock(first.store, "again", 0)); /* has it already */
    refused(store_lock(second.store, "x", 0), ERR_LOCKED, ": provisioner apply demo.yaml: wait until");
    const char *who = store_in_use(second.store, t->a);
    assert_non_null(strstr(who, " holds it since "));
    assert_null(store_in_use(first.store, t->a));
    part(&first);
    assert_null(store_in_use(second.store, t->a));
    fine(store_lock(second.store, "x", 0));
    part(&second);
    assert_false(object_is_there(t, HOME, "home", KEY ".lock"));
}

static void a_killed_holder_delays_the_next_one_by_75_seconds_at_most(void **at)
{
    static const int64_t ages[] = {0, 14000, 16000, 40000};
    struct estate *t = *at;
    for (size_t i = 0; i < COUNT(ages); i++) {
        struct party first = writer_in(t, 10 + i, false), second = party_in(t, 20 + i, false);
        client_wait(first.client, t->net.now + ages[i]);
        kill_party(&first);
        int64_t killed = t->net.now;
        refused(store_lock(second.store, "x", 55000), ERR_LOCKED, "locked");
        part(&second);
        second = party_in(t, 30 + i, false);
        fine(store_lock(second.store, "x", 75000));
        assert_true(t->net.now - killed < (55 + 75) * 1000);
        part(&second);
        first = writer_in(t, 40 + i, false);
        kill_party(&first);
        killed = t->net.now;
        second = party_in(t, 50 + i, false);
        fine(store_lock(second.store, "x", 75000));
        assert_true(t->net.now - killed <= 75000);
        assert_int_equal(s3_of(second.store)->lease.fence, 2);
        part(&second);
    }
}

struct waiter {
    struct party p;
    struct err *e;
    int64_t asked, ended;
};

static void wait_for_lock(void *ctx)
{
    struct waiter *w = ctx;
    w->asked = w->p.of->net.now;
    w->e = store_lock(w->p.store, "waiter", 600000);
    w->ended = w->p.of->net.now;
}

static void hold_for_five_minutes(void *ctx)
{
    struct waiter *w = ctx;
    w->e = begin(&w->p, 0);
    client_wait(w->p.client, w->p.of->net.now + 300000);
    if (!w->e)
        w->e = store_may_send(w->p.store);
    store_close(w->p.store);
    w->ended = w->p.of->net.now;
}

/* The first party of `turns` begins alone. */
static int64_t second_later(void *ctx, struct net *n, int who, int64_t wakes)
{
    int64_t *start = ctx;
    return who == n->n_wires - 1 && wakes < *start ? *start : wakes;
}

static void a_living_holder_keeps_it_as_long_as_it_lives(void **at)
{
    struct estate *t = *at;
    struct waiter first = {0}, second = {0};
    t->net.wires[0].done = true; /* the test's own waits for the others */
    first.p = party_over(t, wire_new(&t->net), 1, false);
    second.p = party_over(t, wire_new(&t->net), 2, false);
    int64_t start = t->net.now + 1000;
    t->net.holds = second_later;
    t->net.ctx = &start;
    struct turn turns[] = {{&t->net.wires[1], hold_for_five_minutes, &first},
                           {&t->net.wires[2], wait_for_lock, &second}};
    net_run(&t->net, turns, 2);
    fine(first.e);
    fine(second.e);
    assert_true(second.ended >= first.ended - 1000);
    assert_true(second.ended - first.ended < 5000);
    party_free(&first.p);
    part(&second.p);
}

/* ---- losing it --------------------------------------------------------------------------------------------------- */

static bool may_change_something(struct party *p)
{
    struct aws_call call = {.arena = p->a, .op = &s3_PutObject, .region = HOME, .in = value_map(p->a)};
    struct value *in = value_map(p->a);
    value_set_str(p->a, in, "Bucket", "home");
    value_set_str(p->a, in, "Key", "something");
    value_set_str(p->a, in, "Body", "");
    call.in = in;
    client_call(p->client, &call);
    if (call.end == CALL_UNREACHABLE)
        assert_non_null(strstr(call.why, "the lock was lost"));
    return call.end == CALL_OK;
}

static void who_was_held_up_past_the_lease_sends_and_writes_nothing(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    assert_true(may_change_something(&p));
    sync_entry(&p, "tokyo/a", "1");
    time_passes(t, 46000); /* as after SIGSTOP: nothing was done meanwhile */
    uint64_t before = sandbox_changes(t->net.sandbox);
    assert_false(may_change_something(&p));
    note_entry(&p, "tokyo/b", "1");
    refused(store_sync(p.store), ERR_LOCKED, "it was not renewed in time");
    struct err *e = store_snapshot(p.store, p.state);
    const char *kept = arena_printf(t->a, "%s/errored.1.state.json", t->folder), *text = NULL;
    assert_non_null(strstr(err_text(e), arena_printf(t->a, "what this run knew is kept in %s", kept)));
    refused(e, ERR_LOCKED, "it was not renewed in time");
    fine(file_read(t->a, kept, 100000, &text, &(size_t){0}));
    assert_non_null(strstr(text, "tokyo/a"));
    assert_non_null(strstr(text, "tokyo/b"));
    refused(store_may_send(p.store), ERR_LOCKED, THERE ": the lock was lost");
    client_wait(p.client, t->net.now + 60000);
    assert_false(may_change_something(&p)); /* for good */
    assert_int_equal(sandbox_changes(t->net.sandbox), before);
    part(&p);
    assert_string_equal(seen(t, false), "tokyo/a=1");
}

static void who_was_followed_meanwhile_learns_by_whom(void **at)
{
    struct estate *t = *at;
    struct party first = party_in(t, 1, false), second = party_in(t, 2, false);
    const char *robbed = NULL;
    fine(begin(&first, 0));
    int64_t asked = t->net.now;
    fine(store_unlock(second.store, t->a, &robbed));
    assert_non_null(strstr(robbed, "provisioner apply demo.yaml"));
    assert_true(t->net.now - asked >= TRUST_MS); /* the robbed one can send nothing any more */
    refused(store_may_send(first.store), ERR_LOCKED, "the lock was lost");
    assert_false(may_change_something(&first));
    part(&second);
    second = party_in(t, 3, false);
    fine(store_lock(second.store, "x", 0)); /* at once */
    client_wait(first.client, t->net.now + 1000);
    part(&first); /* takes nothing away */
    fine(store_may_send(second.store));
    first = party_in(t, 4, false);
    refused(store_lock(first.store, "x", 0), ERR_LOCKED, "locked");
    part(&first);
    part(&second);
    second = party_in(t, 5, false);
    fine(store_unlock(second.store, t->a, &robbed));
    assert_null(robbed);
    part(&second);
}

static void a_lock_that_was_deleted_by_hand_is_lost_with_the_next_renewal(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    struct aws_call gone = s3_call(t, &s3_DeleteObject, HOME, "home", KEY ".lock", NULL, NULL);
    fine(call_error(&gone));
    client_wait(p.client, t->net.now + 16000);
    refused(store_may_send(p.store), ERR_LOCKED, "taken it away by hand");
    part(&p);
}

static void a_silence_shorter_than_the_trust_is_outlived(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    for (int i = 0; i < 3; i++) {
        client_wait(p.client, t->net.now + 14000);
        t->net.dark = "amazonaws";
        client_wait(p.client, t->net.now + 20000);
        t->net.dark = NULL;
        client_wait(p.client, t->net.now + 20000);
        fine(store_may_send(p.store));
    }
    t->net.dark = "amazonaws";
    client_wait(p.client, t->net.now + 46000);
    refused(store_may_send(p.store), ERR_LOCKED, "could not reach S3");
    t->net.dark = NULL;
    part(&p);
}

/* ---- an S3 that minds no conditions ------------------------------------------------------------------------------ */

/* Like the sandbox's, but it has never heard of conditions. */
static struct transport *careless;

static void careless_start(struct transport *t, struct exchange *x)
{
    static const struct credentials keys = {.access_key = SANDBOX_ACCESS_KEY, .secret_key = SANDBOX_SECRET_KEY};
    struct http_headers kept = {0};
    for (size_t i = 0; i < x->req.headers.n; i++) {
        const struct http_header *h = &x->req.headers.items[i];
        if (strncasecmp(h->name, "if-", 3) != 0 && strcasecmp(h->name, "authorization") != 0)
            http_header_add(x->arena, &kept, h->name, h->value);
    }
    x->req.headers = kept;
    sigv4_sign(x->arena, &x->req,
               &(struct signing){.credentials = &keys,
                                 .region = HOME,
                                 .service = "s3",
                                 .time = wire_wall(careless) / 1000,
                                 .single_encode = true,
                                 .add_content_sha256 = true});
    (void)t;
    wire_start(careless, x);
}

static struct exchange *careless_poll(struct transport *t, int64_t until, int fd)
{
    (void)t;
    return wire_poll(careless, until, fd);
}

static int64_t careless_now(struct transport *t)
{
    (void)t;
    return wire_now(careless);
}

static int64_t careless_wall(struct transport *t)
{
    (void)t;
    return wire_wall(careless);
}

static void a_store_that_minds_no_conditions_is_refused(void **at)
{
    struct estate *t = *at;
    struct transport deaf = {careless_start, careless_poll, wire_cancel, careless_now, careless_wall, NULL};
    careless = t->own;
    struct party p = party_over(t, &deaf, 1, false);
    refused(store_lock(p.store, "x", 0), ERR_REFUSED, "does not mind them");
    part(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_second_is_told_who_the_first_is),
        TEST(a_killed_holder_delays_the_next_one_by_75_seconds_at_most),
        TEST(a_living_holder_keeps_it_as_long_as_it_lives),
        TEST(who_was_held_up_past_the_lease_sends_and_writes_nothing),
        TEST(who_was_followed_meanwhile_learns_by_whom),
        TEST(a_lock_that_was_deleted_by_hand_is_lost_with_the_next_renewal),
        TEST(a_silence_shorter_than_the_trust_is_outlived),
        TEST(a_store_that_minds_no_conditions_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
