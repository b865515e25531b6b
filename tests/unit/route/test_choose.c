#include "provisioner/route/choose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { SECOND = 1000000, MS = 1000 };

static struct route_rules usual(void)
{
    return route_rules(5 * SECOND);
}

/* '.' an answer after 10 ms, 'x' none, 's' a slow one; one each five seconds. What it is after each: u up, s slow, d
 * down, ? nobody knows. */
static void a_server_is_what_its_last_checks_say(void **state)
{
    (void)state;
    static const struct {
        const char *checks, *is;
    } cases[] = {
        {"....", "uuuu"},
        {"xx", "?d"},
        {"x.", "?u"},
        {".x.", "uuu"},                                 /* once is no pattern */
        {".xx", "uud"},                                 /* twice is */
        {".xx......", "uudddddduu"},                    /* back after six quiet intervals, not after three answers */
        {".x.x.x.x.x", "uuuuuuuddd"},                   /* every other one: it is left, and stays left */
        {".x..x..x..x..x..x..", "uuuuuuuuuuuuuuuuuuu"}, /* two of three are enough */
        {"ssssss", "ssssss"},
        {".sssss", "uuuuss"},             /* not for one slow answer */
        {"sss.........", "ssssssssuuuu"}, /* and it takes more to be quick again than it took to be slow */
    };
    struct route_rules r = usual();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct server s = {0};
        int64_t now = 0;
        for (size_t k = 0; cases[i].checks[k]; k++, now += r.interval_us) {
            char c = cases[i].checks[k];
            server_note(&s, &r, c != 'x', c == 's' ? 900 * MS : 10 * MS, now);
            if ("?usd"[s.is] != cases[i].is[k])
                fail_msg("case %zu, check %zu: it is %c, not %c", i, k, "?usd"[s.is], cases[i].is[k]);
        }
    }
}

static void checks_are_more_frequent_where_they_matter(void **state)
{
    (void)state;
    struct route_rules r = usual();
    struct server up = {.is = SERVER_UP}, down = {.is = SERVER_DOWN};
    assert_int_equal(server_next_check(&up, &r, false, true, 0, 10), 5 * SECOND);
    assert_int_equal(server_next_check(&up, &r, true, true, 0, 10), 2500 * MS);
    assert_int_equal(server_next_check(&up, &r, true, false, 0, SECOND), SECOND + 200 * MS);
    assert_int_equal(server_next_check(&down, &r, false, false, 0, SECOND), 5 * SECOND);
    assert_int_equal(server_next_check(&up, &r, false, true, 0, 9 * SECOND), 9 * SECOND);
}

/* The sum of the head comment of route_rules, for intervals that somebody may ask for. */
static void a_death_is_found_within_an_interval(void **state)
{
    (void)state;
    for (int64_t interval = 100 * MS; interval <= 20 * SECOND; interval += 100 * MS) {
        struct route_rules r = route_rules(interval);
        int64_t longest = interval / 2 + r.fail_after * r.timeout_us + (r.fail_after - 1) * r.recheck_us;
        if (longest > interval)
            fail_msg("with %lld it takes %lld", (long long)interval, (long long)longest);
    }
}

#define UP(ms)                                                                                                         \
    {                                                                                                                  \
        SERVER_UP, false, (ms)*MS                                                                                      \
    }
#define HERE(ms)                                                                                                       \
    {                                                                                                                  \
        SERVER_UP, true, (ms)*MS                                                                                       \
    }
#define SLOW(ms)                                                                                                       \
    {                                                                                                                  \
        SERVER_SLOW, false, (ms)*MS                                                                                    \
    }
#define DOWN                                                                                                           \
    {                                                                                                                  \
        SERVER_DOWN, false, 0                                                                                          \
    }
#define HERE_DOWN                                                                                                      \
    {                                                                                                                  \
        SERVER_DOWN, true, 0                                                                                           \
    }
#define UNKNOWN                                                                                                        \
    {                                                                                                                  \
        SERVER_UNKNOWN, false, 0                                                                                       \
    }

static void the_local_one_counts_first_then_health_then_nearness(void **state)
{
    (void)state;
    static const struct {
        struct candidate all[3];
        int n, before;
        int64_t since; /* the last move */
        int choice;
    } cases[] = {
        {{{0}}, 0, NO_CHOICE, 0, NO_CHOICE},
        {{UP(30), HERE(50)}, 2, NO_CHOICE, 0, 1},
        {{UP(30), UP(20)}, 2, NO_CHOICE, 0, 1},
        {{SLOW(20), UP(90)}, 2, NO_CHOICE, 0, 1},
        {{DOWN, UNKNOWN}, 2, NO_CHOICE, 0, 1},
        {{DOWN, HERE_DOWN}, 2, NO_CHOICE, 0, 1}, /* nobody is there: the local one, should it come */
        {{HERE(50), UP(1)}, 2, 0, INT64_MAX, 0}, /* however near the other is */
        {{HERE_DOWN, UP(90)}, 2, 0, 0, 1},       /* at once */
        {{HERE(50), UP(1)}, 2, 1, 0, 0},         /* it was down, and has been quiet: at once, too */
        {{HERE_DOWN, DOWN}, 2, 1, INT64_MAX, 1}, /* both dark: nothing is gained by moving */
        {{{SERVER_SLOW, true, 600 * MS}, UP(40)}, 2, 0, 0, 1},
        {{{SERVER_SLOW, true, 600 * MS}, SLOW(550)}, 2, 1, 0, 0},
        {{UP(40), UP(35)}, 2, 0, INT64_MAX, 0}, /* a bit faster is not worth it */
        {{UP(40), UP(20)}, 2, 0, INT64_MAX, 1}, /* half the time is */
        {{UP(40), UP(20)}, 2, 0, SECOND, 0},    /* but not a moment after the last move */
        {{DOWN, UP(80), UP(20)}, 3, 0, 0, 2},
        {{UP(10), UP(80), DOWN}, 3, 2, 0, 0},
    };
    struct route_rules r = usual();
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t now = INT64_MAX / 2, moved = cases[i].since > now ? 0 : now - cases[i].since;
        int choice = choose(cases[i].all, cases[i].n, cases[i].before, moved, &r, now);
        if (choice != cases[i].choice)
            fail_msg("case %zu: %d instead of %d", i, choice, cases[i].choice);
    }
}

/* An hour in which the local server answers by the toss of a coin: what is read changes a few times, not a hundred. */
static void a_storm_of_flaps_moves_nobody_about(void **state)
{
    (void)state;
    struct route_rules r = usual();
    for (uint32_t seed = 1; seed <= 200; seed++) {
        struct server here = {0}, there = {0};
        uint32_t chance = seed;
        int choice = NO_CHOICE, moves = 0;
        int64_t moved = 0;
        for (int64_t now = 0; now < 3600 * (int64_t)SECOND; now += r.interval_us) {
            chance = chance * 1664525 + 1013904223;
            server_note(&here, &r, chance >> 31, 5 * MS, now);
            server_note(&there, &r, true, 40 * MS, now);
            const struct candidate all[] = {{here.is, true, here.latency_us}, {there.is, false, there.latency_us}};
            int next = choose(all, 2, choice, moved, &r, now);
            moves += next != choice && choice != NO_CHOICE;
            moved = next != choice ? now : moved;
            choice = next;
        }
        if (moves > 12)
            fail_msg("seed %u: %d moves in an hour", seed, moves);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_is_what_its_last_checks_say),
        cmocka_unit_test(checks_are_more_frequent_where_they_matter),
        cmocka_unit_test(a_death_is_found_within_an_interval),
        cmocka_unit_test(the_local_one_counts_first_then_health_then_nearness),
        cmocka_unit_test(a_storm_of_flaps_moves_nobody_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
