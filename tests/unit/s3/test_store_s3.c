#include "tests/unit/s3/estate.h"

/* ---- there and back ---------------------------------------------------------------------------------------------- */

static void what_is_noted_is_there_for_the_next_one(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    sync_entry(&p, "tokyo/a", "1");
    assert_string_equal(seen(t, false), "tokyo/a=1");
    sync_entry(&p, "tokyo/b", "2");
    sync_entry(&p, "tokyo/a", "3");
    assert_string_equal(seen(t, false), "tokyo/a=3 tokyo/b=2");
    fine(store_snapshot(p.store, p.state));
    assert_string_equal(names_in(t, HOME, "home", ""), KEY "\n" KEY ".lock\n");
    assert_string_equal(seen(t, false), "tokyo/a=3 tokyo/b=2");
    note_entry(&p, "tokyo/c", "4");
    part(&p); /* syncs */
    assert_string_equal(seen(t, false), "tokyo/a=3 tokyo/b=2 tokyo/c=4");
    assert_string_equal(names_in(t, HOME, "home", ""),
                        KEY "\n" KEY ".journal/0000000000000000001.0000000000000000001.0000000001\n");
}

static void a_reader_needs_no_lock_and_writes_nothing(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, true);
    sync_entry(&p, "tokyo/a", "1");
    uint64_t before = sandbox_changes(t->net.sandbox);
    int64_t began = t->net.now;
    assert_string_equal(seen(t, true), "tokyo/a=1");
    assert_true(t->net.now - began < 1000);
    assert_int_equal(sandbox_changes(t->net.sandbox), before);
    part(&p);
}

static void no_state_is_told_from_no_bucket(void **at)
{
    struct estate *t = *at;
    struct party p = party_in(t, 1, false);
    struct state *s = NULL;
    refused(store_load(p.store, &s, NULL), ERR_MISSING, THERE ": there is no state");
    part(&p);
    struct aws_call gone = s3_call(t, &s3_DeleteBucket, HOME, "home", NULL, NULL, NULL);
    fine(call_error(&gone));
    p = party_in(t, 1, false);
    refused(store_load(p.store, &s, NULL), ERR_REFUSED, "there is no such bucket in " HOME);
    refused(store_lock(p.store, "x", 0), ERR_REFUSED, "there is no such bucket in " HOME);
    part(&p);
}

/* ---- compare and swap -------------------------------------------------------------------------------------------- */

static struct err *overwrite(struct estate *t, const char *region, const char *bucket, const char *key)
{
    struct aws_call call = s3_call(t, &s3_PutObject, region, bucket, key, "Body", "e30K");
    return call_error(&call);
}

static void a_snapshot_that_somebody_else_has_written_is_not_written_over(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    keep_entry(&p, "tokyo/a", "1");
    fine(overwrite(t, HOME, "home", KEY));
    note_entry(&p, "tokyo/b", "2");
    struct err *e = store_snapshot(p.store, p.state);
    const char *kept = arena_printf(t->a, "%s/errored.2.state.json", t->folder), *text = NULL;
    size_t n;
    assert_non_null(e);
    assert_non_null(strstr(err_text(e), kept));
    refused(e, ERR_STALE, "somebody else has written it");
    fine(file_read(t->a, kept, 100000, &text, &n));
    assert_non_null(strstr(text, "tokyo/b"));
    struct stat st;
    assert_int_equal(stat(kept, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    part(&p);
}

static void what_was_loaded_before_the_lock_must_still_be_so(void **at)
{
    struct estate *t = *at;
    struct party early = party_in(t, 1, false), other = party_in(t, 2, false);
    fine(load_or_new(&early));
    fine(begin(&other, 0));
    note_entry(&other, "tokyo/a", "1");
    part(&other); /* a batch, and no snapshot */
    fine(store_lock(early.store, "x", 0));
    note_entry(&early, "tokyo/b", "2");
    refused(store_sync(early.store), ERR_STALE, "another run has written it since");
    part(&early);

    early = party_in(t, 1, false);
    fine(load_or_new(&early));
    other = writer_in(t, 2, false);
    note_entry(&other, "tokyo/c", "1");
    part(&other);
    fine(store_lock(early.store, "x", 0));
    note_entry(&early, "tokyo/b", "2");
    refused(store_sync(early.store), ERR_STALE, "another run has written it since");
    part(&early);

    early = party_in(t, 1, false);
    fine(load_or_new(&early));
    fine(store_lock(early.store, "x", 0));
    sync_entry(&early, "tokyo/b", "2");
    part(&early);
    assert_string_equal(seen(t, false), "tokyo/a=1 tokyo/b=2 tokyo/c=1");
}

static void a_snapshot_of_other_bytes_than_were_written_is_refused(void **at)
{
    struct estate *t = *at;
    struct party p = party_in(t, 1, false);
    struct state *s = NULL;
    fine(overwrite(t, HOME, "home", KEY));
    refused(store_load(p.store, &s, NULL), ERR_INPUT, THERE);
    part(&p);
}

static void what_cannot_be_read_can_be_replaced_on_purpose(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    keep_entry(&p, "tokyo/a", "1");
    fine(store_snapshot(p.store, p.state));
    note_entry(&p, "tokyo/b", "2");
    part(&p); /* leaves a batch of serial 2 */
    fine(overwrite(t, HOME, "home", KEY));
    p = party_in(t, 2, false);
    fine(store_lock(p.store, "x", 0));
    p.state = state_new("demo", "test");
    fine(store_snapshot(p.store, p.state));
    assert_int_equal(state_head(p.state)->serial, 3);
    part(&p);
    assert_string_equal(seen(t, false), "");
}

/* ---- the journal's order ----------------------------------------------------------------------------------------- */

static void batches_are_replayed_in_the_order_in_which_they_were_written(void **at)
{
    struct estate *t = *at;
    for (int round = 0; round < 3; round++) {
        struct party p = writer_in(t, (uint64_t)round + 1, false);
        for (int i = 0; i < 11; i++) {
            sync_entry(&p, "tokyo/a", arena_printf(t->a, "%d-%d", round, i));
        }
        part(&p);
        assert_string_equal(seen(t, false), arena_printf(t->a, "tokyo/a=%d-10", round));
    }
    struct party p = party_in(t, 9, false);
    size_t replayed = 0;
    fine(store_load(p.store, &p.state, &replayed));
    assert_int_equal(replayed, 33);
    part(&p);
}

static void batches_that_could_not_be_deleted_are_known_to_be_stale(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    sync_entry(&p, "tokyo/a", "1");
    const char *batch = names_in(t, HOME, "home", KEY ".journal/");
    struct aws_call got =
        s3_call(t, &s3_GetObject, HOME, "home", arena_strndup(t->a, batch, strlen(batch) - 1), NULL, NULL);
    keep_entry(&p, "tokyo/a", "2");
    part(&p);
    struct aws_call back = s3_call(t, &s3_PutObject, HOME, "home", arena_strndup(t->a, batch, strlen(batch) - 1),
                                   "Body", value_get_str(got.out, "Body"));
    fine(call_error(&back));
    assert_string_equal(seen(t, false), "tokyo/a=2");
    p = writer_in(t, 2, false);
    fine(store_snapshot(p.store, p.state));
    assert_string_equal(names_in(t, HOME, "home", KEY ".journal/"), "");
    part(&p);
}

static void what_else_lies_beside_the_journal_is_nobodys_business(void **at)
{
    static const char *const names[] = {"readme",
                                        "1.2",
                                        "99999999999999999999.99999999999999999999.1",
                                        "1.1.1.1",
                                        "-1.1.1",
                                        "0000000000000000001.9999999999999999999.0000000001",
                                        "9999999999999999999.0000000000000000001.0000000001"};
    struct estate *t = *at;
    struct party p = writer_in(t, 1, false);
    sync_entry(&p, "tokyo/a", "1");
    part(&p);
    for (size_t i = 0; i < COUNT(names); i++)
        fine(overwrite(t, HOME, "home", arena_printf(t->a, KEY ".journal/%s", names[i])));
    assert_string_equal(seen(t, false), "tokyo/a=1");
    p = writer_in(t, 2, false);
    sync_entry(&p, "tokyo/b", "1");
    part(&p);
    assert_string_equal(seen(t, false), "tokyo/a=1 tokyo/b=1");
}

/* ---- the mirror -------------------------------------------------------------------------------------------------- */

static void the_mirror_holds_what_the_primary_holds(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, true);
    sync_entry(&p, "tokyo/a", "1");
    assert_string_equal(names_in(t, HOME, "home", KEY ".journal/"), names_in(t, AWAY, "away", ""));
    fine(store_snapshot(p.store, p.state));
    sync_entry(&p, "tokyo/b", "2");
    assert_string_equal(meta_of(t, AWAY, "away", "sha256"), meta_of(t, HOME, "home", "sha256"));
    assert_string_equal(meta_of(t, HOME, "home", "role"), "primary");
    assert_string_equal(meta_of(t, AWAY, "away", "role"), "mirror");
    assert_false(object_is_there(t, AWAY, "away", KEY ".lock"));
    part(&p);
    assert_string_equal(warnings(t), "");
    t->net.dark = HOME;
    assert_string_equal(seen(t, true), "tokyo/a=1 tokyo/b=2");
    assert_non_null(strstr(warnings(t), HOME " does not answer"));
}

static void a_silent_mirror_costs_seconds_and_is_told_of_once(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, true);
    keep_entry(&p, "tokyo/a", "1");
    t->net.dark = AWAY;
    int64_t began = t->net.now;
    for (int i = 0; i < 5; i++) {
        sync_entry(&p, "tokyo/b", "2");
    }
    assert_true(t->net.now - began < 15000);
    fine(store_snapshot(p.store, p.state));
    assert_true(t->net.now - began < 25000);
    const char *told = strstr(warnings(t), "its mirror in " AWAY " could not be written");
    assert_non_null(told);
    assert_null(strstr(told + 1, "its mirror in"));
    t->net.dark = NULL;
    client_wait(p.client, t->net.now + 60000); /* until the client has found out */
    sync_entry(&p, "tokyo/c", "3");
    fine(store_snapshot(p.store, p.state)); /* reaches it again */
    assert_string_equal(meta_of(t, AWAY, "away", "sha256"), meta_of(t, HOME, "home", "sha256"));
    part(&p);
}

static void a_mirror_that_lacks_something_gets_nothing_that_leaves_a_gap(void **at)
{
    struct estate *t = *at;
    struct party p = writer_in(t, 1, true);
    keep_entry(&p, "tokyo/a", "1");
    t->net.dark = AWAY;
    sync_entry(&p, "tokyo/b", "2");
    part(&p);
    t->net.dark = NULL;
    p = writer_in(t, 2, true);
    sync_entry(&p, "tokyo/c", "3");
    assert_string_equal(names_in(t, AWAY, "away", KEY ".journal/"), "");
    fine(store_snapshot(p.store, p.state));
    sync_entry(&p, "tokyo/d", "4");
    part(&p);
    t->net.dark = HOME;
    assert_string_equal(seen(t, true), "tokyo/a=1 tokyo/b=2 tokyo/c=3 tokyo/d=4");
}

static void a_mirror_that_comes_back_is_seeded_by_who_takes_the_lock(void **at)
{
    struct estate *t = *at;
    struct party p = party_in(t, 1, false); /* there was no mirror yet */
    fine(begin(&p, 0));
    keep_entry(&p, "tokyo/a", "1");
    part(&p);
    assert_false(object_is_there(t, AWAY, "away", KEY));
    assert_string_equal(seen(t, true), "tokyo/a=1"); /* readers write nothing */
    assert_false(object_is_there(t, AWAY, "away", KEY));
    p = writer_in(t, 2, true);
    part(&p);
    assert_string_equal(meta_of(t, AWAY, "away", "sha256"), meta_of(t, HOME, "home", "sha256"));
    t->net.dark = HOME;
    assert_string_equal(seen(t, true), "tokyo/a=1");
}

/* ---- a lost region, and promotion -------------------------------------------------------------------------------- */

static void write_once(struct estate *t, uint64_t who, const char *address)
{
    struct party p = writer_in(t, who, true);
    sync_entry(&p, address, "1");
    fine(store_snapshot(p.store, p.state));
    part(&p);
}

static void promote(struct estate *t, uint64_t who)
{
    struct party p = party_in(t, who, true);
    fine(store_promote(p.store, "provisioner state promote", 0));
    part(&p);
}

static void with_the_primary_silent_the_mirror_is_read_and_not_written(void **at)
{
    struct estate *t = *at;
    write_once(t, 1, "tokyo/a");
    t->net.dark = HOME;
    int64_t began = t->net.now;
    struct party p = party_in(t, 2, true);
    refused(store_lock(p.store, "x", 600000), ERR_UNREACHABLE, "provisioner state promote");
    fine(load_or_new(&p));
    assert_string_equal(entries(t->a, p.state), "tokyo/a=1");
    assert_true(t->net.now - began < 20000);
    part(&p);
}

static void a_promoted_mirror_is_the_primary_whichever_is_named_first(void **at)
{
    struct estate *t = *at;
    write_once(t, 1, "tokyo/a");
    t->net.dark = HOME;
    promote(t, 2);
    write_once(t, 3, "seoul/b");
    assert_string_equal(meta_of(t, AWAY, "away", "epoch"), "2");
    assert_string_equal(meta_of(t, AWAY, "away", "role"), "primary");
    t->net.dark = NULL; /* home is back, with epoch 1 and as it says the primary */
    assert_string_equal(meta_of(t, HOME, "home", "role"), "primary");
    assert_string_equal(seen(t, true), "seoul/b=1 tokyo/a=1");
    write_once(t, 4, "tokyo/c"); /* seeds home again */
    assert_string_equal(meta_of(t, HOME, "home", "role"), "mirror");
    assert_string_equal(meta_of(t, HOME, "home", "epoch"), "2");
    assert_string_equal(meta_of(t, HOME, "home", "sha256"), meta_of(t, AWAY, "away", "sha256"));
    t->net.dark = HOME;
    write_once(t, 5, "seoul/d"); /* away is the one to write, also alone */
    t->net.dark = AWAY;
    struct party p = party_in(t, 6, true);
    refused(store_lock(p.store, "x", 0), ERR_UNREACHABLE, "the copy in " HOME " is for reading");
    part(&p);
    assert_string_equal(seen(t, true), "seoul/b=1 tokyo/a=1 tokyo/c=1");
}

static void a_holder_whose_mirror_was_promoted_is_told_by_the_next_snapshot(void **at)
{
    struct estate *t = *at;
    write_once(t, 1, "tokyo/a");
    struct party p = writer_in(t, 2, true);
    t->net.dark = HOME;
    promote(t, 3); /* by somebody who does not see home */
    t->net.dark = NULL;
    note_entry(&p, "tokyo/b", "2");
    refused(store_snapshot(p.store, p.state), ERR_STALE, "its mirror in " AWAY " has been promoted meanwhile");
    part(&p);
    assert_string_equal(seen(t, true), "tokyo/a=1");
}

static void a_holder_whose_mirror_was_promoted_is_told_by_its_next_note(void **at)
{
    struct estate *t = *at;
    write_once(t, 1, "tokyo/a");
    struct party p = party_in(t, 2, true);
    fine(begin(&p, 0));
    note_entry(&p, "tokyo/b", "2");
    fine(store_sync(p.store));
    t->net.dark = HOME;
    promote(t, 3); /* what home holds of tokyo/b is in the mirror's journal, too */
    t->net.dark = NULL;
    const char *before = names_in(t, HOME, "home", "");
    note_entry(&p, "tokyo/c", "3");
    refused(store_sync(p.store), ERR_STALE, "its mirror in " AWAY " has been promoted meanwhile");
    assert_string_equal(names_in(t, HOME, "home", ""), before);
    refused(store_sync(p.store), ERR_STALE, "its mirror in " AWAY " has been promoted meanwhile");
    part(&p);
    assert_string_equal(seen(t, true), "tokyo/a=1 tokyo/b=2");
}

static void both_may_change_places_while_both_answer(void **at)
{
    struct estate *t = *at;
    write_once(t, 1, "tokyo/a");
    promote(t, 2);
    assert_string_equal(meta_of(t, AWAY, "away", "role"), "primary");
    assert_string_equal(meta_of(t, HOME, "home", "role"), "mirror");
    assert_false(object_is_there(t, HOME, "home", KEY ".lock"));
    write_once(t, 3, "tokyo/b");
    promote(t, 4);
    assert_string_equal(meta_of(t, HOME, "home", "role"), "primary");
    assert_string_equal(meta_of(t, HOME, "home", "epoch"), "3");
    assert_string_equal(seen(t, true), "tokyo/a=1 tokyo/b=1");
}

static void what_cannot_be_promoted_says_why(void **at)
{
    struct estate *t = *at;
    struct party p = party_in(t, 1, false);
    refused(store_promote(p.store, "x", 0), ERR_USAGE, "has no mirror");
    part(&p);
    write_once(t, 1, "tokyo/a");
    t->net.dark = AWAY;
    p = party_in(t, 2, true);
    refused(store_promote(p.store, "x", 0), ERR_UNREACHABLE, "its mirror in " AWAY " does not answer");
    part(&p);
    write_once(t, 3, "tokyo/b");
    t->net.dark = NULL;
    p = party_in(t, 4, true);
    refused(store_promote(p.store, "x", 0), ERR_CONFLICT, "lacks what came last");
    part(&p);
}

static void nobody_guesses_what_a_silent_region_holds(void **at)
{
    struct estate *t = *at;
    struct party p = party_in(t, 1, true);
    struct state *s = NULL;
    t->net.dark = AWAY;
    refused(store_load(p.store, &s, NULL), ERR_UNREACHABLE, "nobody can tell what the state is");
    t->net.dark = "amazonaws";
    int64_t began = t->net.now;
    refused(store_load(p.store, &s, NULL), ERR_UNREACHABLE, "nobody can tell what the state is");
    assert_true(t->net.now - began < 10000);
    part(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_noted_is_there_for_the_next_one),
        TEST(a_reader_needs_no_lock_and_writes_nothing),
        TEST(no_state_is_told_from_no_bucket),
        TEST(a_snapshot_that_somebody_else_has_written_is_not_written_over),
        TEST(what_was_loaded_before_the_lock_must_still_be_so),
        TEST(a_snapshot_of_other_bytes_than_were_written_is_refused),
        TEST(what_cannot_be_read_can_be_replaced_on_purpose),
        TEST(batches_are_replayed_in_the_order_in_which_they_were_written),
        TEST(batches_that_could_not_be_deleted_are_known_to_be_stale),
        TEST(what_else_lies_beside_the_journal_is_nobodys_business),
        TEST(the_mirror_holds_what_the_primary_holds),
        TEST(a_silent_mirror_costs_seconds_and_is_told_of_once),
        TEST(a_mirror_that_lacks_something_gets_nothing_that_leaves_a_gap),
        TEST(a_mirror_that_comes_back_is_seeded_by_who_takes_the_lock),
        TEST(with_the_primary_silent_the_mirror_is_read_and_not_written),
        TEST(a_promoted_mirror_is_the_primary_whichever_is_named_first),
        TEST(a_holder_whose_mirror_was_promoted_is_told_by_its_next_note),
        TEST(a_holder_whose_mirror_was_promoted_is_told_by_the_next_snapshot),
        TEST(both_may_change_places_while_both_answer),
        TEST(what_cannot_be_promoted_says_why),
        TEST(nobody_guesses_what_a_silent_region_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
