#include "tests/unit/state/world.h"

/* A journal of every kind of record, and what the state was after each of its lines. */
struct tale {
    struct sbuf text;
    const char *after[32]; /* [i]: after i lines */
    size_t lines;
};

static void told(struct tale *t, struct arena *a, const struct state *s)
{
    t->after[++t->lines] = content(a, s);
}

static void tell(struct tale *t, struct arena *a)
{
    struct state *s = state_new("demo", "test");
    struct entry x = an_entry(a, "tokyo/a/x", 1), x2 = an_entry(a, "tokyo/a/x", 2);
    struct intent in = an_intent(a, "tokyo/a/x", "create", 1), in2 = an_intent(a, "tokyo/b/x", "create", 1);
    const struct past_run run = {.command = "provisioner apply x.yaml", .started = 1700000000};
    t->text = (struct sbuf){.arena = a};
    t->after[0] = "none";
    journal_head(&t->text, state_head(s), 0), told(t, a, s);
    state_set_account(s, "123456789012", "l-1");
    journal_account(&t->text, state_head(s)), told(t, a, s);
    state_set_plan(s, "5eed"), journal_plan(&t->text, "5eed"), told(t, a, s);
    state_put_intent(s, &in), journal_intent(&t->text, &in), told(t, a, s);
    state_put(s, &x), journal_entry(&t->text, &x), told(t, a, s);
    state_put_intent(s, &in2), journal_intent(&t->text, &in2), told(t, a, s);
    state_drop_intent(s, "tokyo/b/x"), journal_drop(&t->text, "tokyo/b/x"), told(t, a, s);
    state_remove(s, "tokyo/a/x", true), journal_remove(&t->text, "tokyo/a/x", true), told(t, a, s);
    state_put(s, &x2), journal_entry(&t->text, &x2), told(t, a, s);
    state_remove(s, "tokyo/a/x", false), journal_remove(&t->text, "tokyo/a/x", false), told(t, a, s);
    state_put_run(s, &run), journal_run(&t->text, &run), told(t, a, s);
    state_set_plan(s, ""), journal_plan(&t->text, ""), told(t, a, s);
    state_free(s);
}

static void cut_at_any_byte_it_gives_the_state_after_the_last_whole_line(void **at)
{
    struct world *w = *at;
    struct tale t = {0};
    tell(&t, w->a);
    size_t lines = 0, good = 0;
    for (size_t n = 0; n <= t.text.len; n++) {
        if (n && t.text.s[n - 1] == '\n') {
            lines++;
            good = n;
        }
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct state *s = NULL;
        struct journal_end end;
        fine(journal_replay(t.text.s, n, &s, &end));
        assert_string_equal(content(a, s), t.after[lines]);
        assert_int_equal(end.good, good);
        assert_int_equal(end.records, lines ? lines - 1 : 0);
        assert_int_equal(end.kind, lines ? JOURNAL_EXTENDS : JOURNAL_NONE);
        state_free(s);
    }
    assert_int_equal(lines, t.lines);
}

static void a_last_line_that_ends_but_is_not_whole_is_dropped_too(void **at)
{
    struct world *w = *at;
    static const char *const tails[] = {"{\"do\":\n", "\n", "xxxx\"}\n", "[]\n", "{\"do\":\"entry\",\"addr"};
    for (size_t i = 0; i < COUNT(tails); i++) {
        struct tale t = {0};
        tell(&t, w->a);
        size_t whole = t.text.len;
        sbuf_puts(&t.text, tails[i]);
        struct state *s = NULL;
        struct journal_end end;
        fine(journal_replay(t.text.s, t.text.len, &s, &end));
        assert_int_equal(end.good, whole);
        assert_string_equal(content(w->a, s), t.after[t.lines]);
        state_free(s);
    }
    struct state *s = NULL;
    struct journal_end end;
    fine(journal_replay("\0\0\0\n", 4, &s, &end)); /* a page that was never written */
    assert_int_equal(end.kind, JOURNAL_NONE);
    assert_null(s);
}

static const char *with_line(struct arena *a, const struct tale *t, size_t number, const char *instead)
{
    struct sbuf out = {.arena = a};
    const char *at = t->text.s;
    for (size_t i = 1; *at; i++) {
        size_t n = strcspn(at, "\n") + 1;
        sbuf_putn(&out, i == number ? instead : at, i == number ? strlen(instead) : n);
        at += n;
    }
    return sbuf_str(&out);
}

static void a_broken_line_before_the_last_is_an_error_with_its_number(void **at)
{
    struct world *w = *at;
    static const struct {
        size_t line;
        const char *text, *message;
    } cases[] = {
        {1, "\n", "line 1: "},
        {1, "{}\n", "line 1: this is not the head of a journal"},
        {1, "{\"journal\":2}\n", "line 1: its format 2 is later than this provisioner, version " PROVISIONER_VERSION},
        {1, "{\"journal\":1}\n", "line 1: serial: expected a whole number from 0, found nothing"},
        {2, "{\"do\":\"account\",\n", "line 2: "},
        {3, "garbage\n", "nothing was read and nothing was deleted"},
        {3, "[]\n", "line 3: expected a mapping, found a list"},
        {3, "{}\n", "line 3: it says to \"do\" nothing that this provisioner"},
        {3, "{\"do\":\"dance\",\"address\":\"x\"}\n", "line 3: it says to \"do\" nothing"},
        {4, "{\"do\":\"entry\"}\n", "line 4: address is missing"},
        {4, "{\"do\":\"entry\",\"address\":\"a\"}\n", "line 4: a: expected a mapping, found nothing"},
        {4, "{\"do\":\"entry\",\"address\":\"a\",\"with\":{}}\n", "line 4: a: type is missing"},
        {5, "{\"do\":\"intent\",\"address\":\"a\",\"with\":{\"type\":1}}\n",
         "line 5: a: type: expected a text, found 1"},
        {7, "{\"do\":\"remove\",\"address\":\"a\"}\n", "line 7: a: tombstone is missing"},
        {9, "{\"do\":\"remove\",\"address\":\"a\"}\n", "line 9: a: tombstone is missing"},
    };
    struct tale t = {0};
    tell(&t, w->a);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *text = with_line(w->a, &t, cases[i].line, cases[i].text);
        struct state *s = NULL;
        struct journal_end end;
        refused(journal_replay(text, strlen(text), &s, &end), ERR_INPUT, cases[i].message);
        state_free(s);
    }
}

static void a_journal_is_replayed_ignored_or_refused_by_the_serial_it_extends(void **at)
{
    struct world *w = *at;
    enum { NO_SNAPSHOT = 99 };
    static const struct {
        uint64_t snapshot, head;
        enum journal_kind kind;
        const char *message;
    } cases[] = {
        {NO_SNAPSHOT, 0, JOURNAL_EXTENDS, NULL},
        {NO_SNAPSHOT, 1, 0, "it extends serial 1, but there is no state file"},
        {5, 5, JOURNAL_EXTENDS, NULL},
        {5, 4, JOURNAL_STALE, NULL},
        {5, 0, JOURNAL_STALE, NULL},
        {5, 6, 0, "it extends serial 6, but the state file is of serial 5: put the later state file back"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct state *writer = state_new("demo", "test"), *s = NULL;
        struct sbuf text = {.arena = w->a};
        struct journal_end end;
        struct entry e = an_entry(w->a, "tokyo/a/x", 1);
        journal_head(&text, state_head(writer), cases[i].head);
        journal_entry(&text, &e);
        if (cases[i].snapshot != NO_SNAPSHOT) {
            s = state_new("demo", "test");
            state_set_serial(s, cases[i].snapshot);
        }
        struct err *refusal = journal_replay(text.s, text.len, &s, &end);
        if (cases[i].message) {
            refused(refusal, ERR_INPUT, cases[i].message);
        } else {
            fine(refusal);
            assert_int_equal(end.kind, cases[i].kind);
            assert_int_equal(state_count(s), cases[i].kind == JOURNAL_EXTENDS);
        }
        state_free(s);
        state_free(writer);
    }
}

static void a_journal_of_another_state_is_refused(void **at)
{
    struct world *w = *at;
    static const struct {
        const char *project, *environment, *lineage;
        bool refused;
    } cases[] = {
        {"demo", "test", "l-1", false}, {"demo", "test", "", false}, {"demo", "test", "l-2", true},
        {"other", "test", "l-1", true}, {"demo", "prod", "", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct state *s = state_new("demo", "test");
        struct sbuf text = {.arena = w->a};
        struct journal_end end;
        struct state_head h = {.project = cases[i].project,
                               .environment = cases[i].environment,
                               .lineage = cases[i].lineage,
                               .account = "1"};
        state_set_account(s, "1", "l-1");
        journal_head(&text, &h, 0);
        struct err *e = journal_replay(text.s, text.len, &s, &end);
        if (cases[i].refused)
            refused(e, ERR_INPUT, "it belongs to another state");
        else
            fine(e);
        state_free(s);
    }
}

static void the_account_that_was_not_known_at_first_comes_with_the_head(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test");
    struct sbuf text = {.arena = w->a};
    struct journal_end end;
    struct state_head h = {.project = "demo", .environment = "test", .lineage = "l-1", .account = "123456789012"};
    journal_head(&text, &h, 0);
    fine(journal_replay(text.s, text.len, &s, &end));
    assert_string_equal(state_head(s)->account, "123456789012");
    assert_string_equal(state_head(s)->lineage, "l-1");
    state_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cut_at_any_byte_it_gives_the_state_after_the_last_whole_line, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(a_last_line_that_ends_but_is_not_whole_is_dropped_too, world_up, world_down),
        cmocka_unit_test_setup_teardown(a_broken_line_before_the_last_is_an_error_with_its_number, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(a_journal_is_replayed_ignored_or_refused_by_the_serial_it_extends, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(a_journal_of_another_state_is_refused, world_up, world_down),
        cmocka_unit_test_setup_teardown(the_account_that_was_not_known_at_first_comes_with_the_head, world_up,
                                        world_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
