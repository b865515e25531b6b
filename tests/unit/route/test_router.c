#include "provisioner/model/json.h"
#include "provisioner/route/forms.h"
#include "provisioner/route/router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/support/errors.h"
#include "tests/unit/route/world.h"

enum { SECOND = 1000000, MS = 1000 };

/* ---- two regions ------------------------------------------------------------------------------------------------- */

static const char document[] =
    "{\"endpoints_version\":\"1\",\"project\":\"demo\",\"environment\":\"test\",\"writers\":[],\"endpoints\":["
    "{\"service\":\"aurora\",\"role\":\"write\",\"alias\":\"global\",\"protocol\":\"postgres\",\"hosts\":[\"db.global:"
    "5432\"]},"
    "{\"service\":\"aurora\",\"role\":\"write\",\"alias\":\"tokyo\",\"region\":\"ap-northeast-1\",\"protocol\":"
    "\"postgres\",\"hosts\":[\"db.tokyo:5432\"]},"
    "{\"service\":\"aurora\",\"role\":\"write\",\"alias\":\"seoul\",\"region\":\"ap-northeast-2\",\"protocol\":"
    "\"postgres\",\"hosts\":[\"db.seoul:5432\"]},"
    "{\"service\":\"aurora\",\"role\":\"read\",\"alias\":\"tokyo\",\"region\":\"ap-northeast-1\",\"protocol\":"
    "\"postgres\",\"hosts\":[\"ro.tokyo:5432\"]},"
    "{\"service\":\"aurora\",\"role\":\"read\",\"alias\":\"seoul\",\"region\":\"ap-northeast-2\",\"protocol\":"
    "\"postgres\",\"hosts\":[\"ro.seoul:5432\"]},"
    "{\"service\":\"cache\",\"role\":\"write\",\"alias\":\"tokyo\",\"region\":\"ap-northeast-1\",\"protocol\":"
    "\"redis\",\"hosts\":[\"10.1.0.3:6379\"]},"
    "{\"service\":\"cache\",\"role\":\"write\",\"alias\":\"seoul\",\"region\":\"ap-northeast-2\",\"protocol\":"
    "\"redis\",\"hosts\":[\"10.2.0.3:6379\"]},"
    "{\"service\":\"msk\",\"role\":\"any\",\"alias\":\"tokyo\",\"region\":\"ap-northeast-1\",\"protocol\":\"tcp\","
    "\"hosts\":[\"10.1.0.4:9098\",\"10.1.0.5:9098\"]},"
    "{\"service\":\"msk\",\"role\":\"any\",\"alias\":\"seoul\",\"region\":\"ap-northeast-2\",\"protocol\":\"tcp\","
    "\"hosts\":[\"10.2.0.4:9098\"]}]}";

enum { DNS, DB_TOKYO, DB_SEOUL, RO_TOKYO, RO_SEOUL, CACHE_TOKYO, CACHE_SEOUL, MSK_1, MSK_2, MSK_SEOUL, PEERS };

static const char leads_to_tokyo[] =
    "db.global>db.tokyo db.tokyo=10.1.0.1 db.seoul=10.2.0.1 ro.tokyo=10.1.0.2 ro.seoul=10.2.0.2";
static const char leads_to_seoul[] =
    "db.global>db.seoul db.tokyo=10.1.0.1 db.seoul=10.2.0.1 ro.tokyo=10.1.0.2 ro.seoul=10.2.0.2";

struct life {
    struct arena *a;
    struct peer peers[PEERS + 1];
    struct world *world;
    struct resolver resolver;
    struct endpoints endpoints;
    struct router *router;
};

static struct life *begin(const char *region)
{
    struct arena *a = arena_new();
    struct life *l = arena_alloc(a, sizeof *l);
    const struct value *doc = NULL;
    const struct peer peers[] = {
        [DNS] = {"10.0.0.2", 53, SERVES, MS, says_dns, leads_to_tokyo},
        [DB_TOKYO] = {"10.1.0.1", 5432, SERVES, 2 * MS, says_postgres},
        [DB_SEOUL] = {"10.2.0.1", 5432, SERVES, 35 * MS, says_postgres},
        [RO_TOKYO] = {"10.1.0.2", 5432, SERVES, 2 * MS, says_postgres},
        [RO_SEOUL] = {"10.2.0.2", 5432, SERVES, 35 * MS, says_postgres},
        [CACHE_TOKYO] = {"10.1.0.3", 6379, SERVES, 2 * MS, says_redis, "master"},
        [CACHE_SEOUL] = {"10.2.0.3", 6379, SERVES, 35 * MS, says_redis, "slave"},
        [MSK_1] = {"10.1.0.4", 9098, SERVES, 2 * MS},
        [MSK_2] = {"10.1.0.5", 9098, SERVES, 2 * MS},
        [MSK_SEOUL] = {"10.2.0.4", 9098, SERVES, 35 * MS},
        [PEERS] = {""},
    };
    l->a = a;
    memcpy(l->peers, peers, sizeof peers);
    l->world = world_new(a, l->peers);
    l->resolver = resolver_read("nameserver 10.0.0.2\n", NULL);
    fine(json_parse(a, document, sizeof document - 1, JSON_PLAIN, &doc));
    fine(endpoints_read(a, doc, &l->endpoints));
    const struct router_request q = {&l->endpoints, &l->world->sockets, &l->resolver, route_rules(5 * SECOND), region};
    l->router = router_new(&q);
    return l;
}

static void end(struct life *l)
{
    router_free(l->router);
    for (size_t i = 0; i < SOCKETS; i++)
        assert_false(l->world->conns[i].used);
    arena_free(l->a);
}

/* "tokyo", or "-" */
static const char *uses(const struct life *l, const char *service, const char *role)
{
    const struct value *s = value_get(value_get(router_report(l->a, l->router), "services"), service);
    const char *alias = value_get_str(value_get(s, role), "alias");
    return *alias ? alias : "-";
}

static bool healthy(const struct life *l, const char *service, const char *role)
{
    const struct value *s = value_get(value_get(router_report(l->a, l->router), "services"), service);
    return value_bool_of(value_get(value_get(s, role), "healthy"));
}

/* How often it was told that something is another; *ret_us: when first, from now on. */
static int live(struct life *l, int64_t us, int64_t *ret_us)
{
    int64_t began = l->world->now_us, until = began + us;
    int news = 0;
    while (l->world->now_us < until) {
        if (!router_run(l->router, until))
            continue;
        if (!news && ret_us)
            *ret_us = l->world->now_us - began;
        news++;
    }
    return news;
}

/* ---- tests ------------------------------------------------------------------------------------------------------- */

static void the_first_answer_comes_once_every_server_is_known(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    int64_t took = 0;
    assert_int_equal(live(l, 60 * SECOND, &took), 1);
    assert_in_range(took, 1, 300 * MS);
    assert_string_equal(uses(l, "aurora", "read"), "tokyo");
    assert_string_equal(uses(l, "aurora", "write"), "tokyo");
    assert_string_equal(uses(l, "cache", "write"), "tokyo");
    assert_string_equal(uses(l, "msk", "any"), "tokyo");
    end(l);
    l = begin("ap-northeast-2");
    l->peers[RO_TOKYO].mood = l->peers[CACHE_TOKYO].mood = DARK;
    assert_int_equal(live(l, 20 * SECOND, &took), 1);
    assert_in_range(took, 1, 2500 * MS); /* two time-outs */
    assert_string_equal(uses(l, "aurora", "read"), "seoul");
    assert_string_equal(uses(l, "aurora", "write"), "tokyo"); /* wherever this is */
    assert_string_equal(uses(l, "cache", "write"), "-");      /* nobody has seen it, and nobody guesses */
    end(l);
    l = begin(NULL); /* where is this? the nearest */
    live(l, SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "read"), "tokyo");
    end(l);
}

static void whatever_a_server_dies_of_it_is_left_within_five_seconds(void **state)
{
    (void)state;
    static const enum mood deaths[] = {REFUSES, MUTE, DARK, HANGS_UP};
    int64_t longest = 0;
    for (size_t i = 0; i < COUNT(deaths); i++) {
        for (int64_t when = 0; when < 6 * SECOND; when += 97 * MS) {
            struct life *l = begin("ap-northeast-1");
            int64_t took = 0;
            live(l, 10 * SECOND + when, NULL);
            l->peers[RO_TOKYO].mood = deaths[i];
            assert_int_equal(live(l, 20 * SECOND, &took), 1);
            assert_string_equal(uses(l, "aurora", "read"), "seoul");
            longest = took > longest ? took : longest;
            end(l);
        }
    }
    print_message("figure: route failover_ms %lld on the virtual clock\n", (long long)(longest / 1000));
    assert_in_range(longest, SECOND, 5 * SECOND);
}

static void it_comes_back_after_a_quiet_while(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    int64_t took = 0;
    live(l, 10 * SECOND, NULL);
    l->peers[RO_TOKYO].mood = DARK;
    live(l, 60 * SECOND, NULL);
    l->peers[RO_TOKYO].mood = SERVES;
    assert_int_equal(live(l, 120 * SECOND, &took), 1);
    assert_in_range(took, 24 * SECOND, 36 * SECOND);
    assert_string_equal(uses(l, "aurora", "read"), "tokyo");
    end(l);
}

static void a_region_that_goes_dark_takes_nothing_with_it(void **state)
{
    (void)state;
    static const int of_tokyo[] = {DB_TOKYO, RO_TOKYO, CACHE_TOKYO, MSK_1, MSK_2};
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    for (size_t i = 0; i < COUNT(of_tokyo); i++)
        l->peers[of_tokyo[i]].mood = DARK;
    live(l, 5 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "read"), "seoul");
    assert_string_equal(uses(l, "msk", "any"), "seoul");
    assert_string_equal(uses(l, "aurora", "write"), "tokyo"); /* it is the writer, until another is */
    assert_string_equal(uses(l, "cache", "write"), "tokyo");
    assert_false(healthy(l, "aurora", "write"));
    assert_false(healthy(l, "cache", "write"));
    l->peers[DNS].word = leads_to_seoul; /* somebody fails over */
    l->peers[CACHE_SEOUL].word = "master";
    live(l, 6 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "write"), "seoul");
    assert_string_equal(uses(l, "cache", "write"), "seoul");
    assert_true(healthy(l, "aurora", "write"));
    l->peers[CACHE_TOKYO].mood = SERVES; /* it is back, and does not know yet */
    live(l, 60 * SECOND, NULL);
    assert_string_equal(uses(l, "cache", "write"), "seoul");
    end(l);
}

static void when_all_is_dark_what_was_used_is_kept(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    l->peers[RO_TOKYO].mood = DARK;
    live(l, 10 * SECOND, NULL);
    for (int i = DB_TOKYO; i < PEERS; i++)
        l->peers[i].mood = DARK;
    live(l, 10 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "read"), "seoul");
    assert_false(healthy(l, "aurora", "read"));
    assert_int_equal(live(l, 300 * SECOND, NULL), 0);
    l->peers[RO_SEOUL].mood = SERVES;
    live(l, 60 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "read"), "seoul");
    assert_true(healthy(l, "aurora", "read"));
    end(l);
}

/* Names are asked for each time. A resolver that is gone makes nothing reachable, and moves nobody. */
static void without_dns_nobody_is_moved(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    l->peers[DNS].mood = DARK;
    live(l, 30 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "read"), "tokyo");
    assert_string_equal(uses(l, "aurora", "write"), "tokyo");
    assert_string_equal(uses(l, "msk", "any"), "tokyo"); /* by address */
    assert_true(healthy(l, "msk", "any"));
    end(l);
}

static void a_slow_death_is_seen_before_it_is_complete(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    int64_t away = 2 * MS;
    for (int i = 0; i < 60 && str_eq(uses(l, "aurora", "read"), "tokyo"); i++) {
        away += 10 * MS; /* a third of a check, which goes there and back three times */
        l->peers[RO_TOKYO].away_us = away;
        live(l, 5 * SECOND, NULL);
    }
    assert_string_equal(uses(l, "aurora", "read"), "seoul");
    assert_in_range(away, 150 * MS, 320 * MS); /* it still answered */
    end(l);
}

/* Near is what is near, not what the map says: but only a great deal counts, and not twice in a row. */
static void where_no_region_is_local_the_faster_one_wins_in_the_end(void **state)
{
    (void)state;
    struct life *l = begin("eu-west-1");
    l->peers[RO_TOKYO].away_us = 60 * MS;
    l->peers[RO_SEOUL].away_us = 70 * MS;
    live(l, 10 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "read"), "tokyo");
    l->peers[RO_TOKYO].away_us = 75 * MS;
    assert_int_equal(live(l, 600 * SECOND, NULL), 0);
    l->peers[RO_TOKYO].away_us = 120 * MS;
    assert_int_equal(live(l, 600 * SECOND, NULL), 1);
    assert_string_equal(uses(l, "aurora", "read"), "seoul");
    for (int i = 0; i < 20; i++) { /* they take turns at being fast: each average stays where it is */
        l->peers[i % 2 ? RO_TOKYO : RO_SEOUL].away_us = 40 * MS;
        l->peers[i % 2 ? RO_SEOUL : RO_TOKYO].away_us = 80 * MS;
        live(l, 5 * SECOND, NULL);
    }
    assert_string_equal(uses(l, "aurora", "read"), "seoul");
    end(l);
}

static void of_several_brokers_those_are_named_that_serve(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    l->peers[MSK_1].mood = REFUSES;
    assert_int_equal(live(l, 10 * SECOND, NULL), 1);
    assert_string_equal(uses(l, "msk", "any"), "tokyo");
    assert_non_null(strstr(form_env(l->a, router_report(l->a, l->router)), "MSK_HOSTS=10.1.0.5:9098\n"));
    l->peers[MSK_2].mood = REFUSES;
    live(l, 10 * SECOND, NULL);
    assert_string_equal(uses(l, "msk", "any"), "seoul");
    end(l);
}

/* A writer that is seen once elsewhere is a rumour: resolvers do not all change at once. */
static void a_writer_is_another_when_it_was_seen_twice(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    int64_t took = 0;
    l->peers[DNS].word = leads_to_seoul;
    assert_true(live(l, 10 * SECOND, &took) >= 1);
    assert_string_equal(uses(l, "aurora", "write"), "seoul");
    assert_in_range(took, 1, 5 * SECOND);
    const char *text = form_text(l->a, router_report(l->a, l->router), router_measures(l->a, l->router), 0);
    assert_non_null(strstr(text, "aurora write     seoul      db.seoul:5432\n"));
    text = form_text(l->a, router_report(l->a, l->router), router_measures(l->a, l->router), 30);
    assert_non_null(strstr(text, "aurora write     seoul      \n      db.seoul:5432\n"));
    l->peers[DNS].word = "db.global=10.1.0.1 db.tokyo=10.1.0.1 db.seoul=10.2.0.1"; /* without an alias: by address */
    live(l, 10 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "write"), "tokyo");
    l->peers[CACHE_SEOUL].word = "master"; /* both say so: nobody knows, and what was known stays */
    live(l, 30 * SECOND, NULL);
    assert_string_equal(uses(l, "cache", "write"), "tokyo");
    end(l);
}

/* Whatever else is checked meanwhile: one answer of DNS is one, however often it is looked at. */
static void what_was_seen_once_moves_nobody(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    l->peers[DNS].word = leads_to_seoul;
    const struct value *servers = NULL;
    int64_t checks = 0, before = 0;
    for (int i = 0; i < 400 && checks == before; i++) { /* until the name that follows the writer was looked up once */
        servers = value_get(router_measures(l->a, l->router), "servers");
        checks = value_int_of(value_get(value_item(servers, 0), "checks"));
        before = i ? before : checks;
        if (checks == before)
            live(l, 10 * MS, NULL);
    }
    assert_int_equal(checks, before + 1);
    l->peers[DNS].word = leads_to_tokyo;
    assert_int_equal(live(l, 30 * SECOND, NULL), 0);
    assert_string_equal(uses(l, "aurora", "write"), "tokyo");
    end(l);
}

/* The time since a writer was seen is that since somebody said so, and not since the last check of anything. */
static void a_writer_of_whom_nobody_speaks_grows_old(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    live(l, 10 * SECOND, NULL);
    l->peers[DNS].mood = DARK;
    live(l, 60 * SECOND, NULL);
    const struct value *writers = value_get(router_measures(l->a, l->router), "writers");
    assert_string_equal(value_get_str(value_item(writers, 0), "service"), "aurora");
    assert_true(value_int_of(value_get(value_item(writers, 0), "age_us")) > 50 * SECOND);
    assert_string_equal(uses(l, "aurora", "write"), "tokyo");
    end(l);
}

/* A day with a flap a minute: what is read changes twice, there and, once it is over, back. */
static void a_day_of_flaps_is_two_moves(void **state)
{
    (void)state;
    struct life *l = begin("ap-northeast-1");
    int moves = 0;
    live(l, 10 * SECOND, NULL);
    for (int minute = 0; minute < 24 * 60; minute++) {
        const char *before = uses(l, "aurora", "read");
        l->peers[RO_TOKYO].mood = DARK;
        live(l, 32 * SECOND, NULL);
        l->peers[RO_TOKYO].mood = SERVES;
        live(l, 28 * SECOND, NULL);
        moves += !str_eq(before, uses(l, "aurora", "read"));
    }
    assert_int_equal(moves, 1);
    live(l, 60 * SECOND, NULL);
    assert_string_equal(uses(l, "aurora", "read"), "tokyo");
    end(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_answer_comes_once_every_server_is_known),
        cmocka_unit_test(whatever_a_server_dies_of_it_is_left_within_five_seconds),
        cmocka_unit_test(it_comes_back_after_a_quiet_while),
        cmocka_unit_test(a_region_that_goes_dark_takes_nothing_with_it),
        cmocka_unit_test(when_all_is_dark_what_was_used_is_kept),
        cmocka_unit_test(without_dns_nobody_is_moved),
        cmocka_unit_test(a_slow_death_is_seen_before_it_is_complete),
        cmocka_unit_test(where_no_region_is_local_the_faster_one_wins_in_the_end),
        cmocka_unit_test(of_several_brokers_those_are_named_that_serve),
        cmocka_unit_test(a_writer_is_another_when_it_was_seen_twice),
        cmocka_unit_test(what_was_seen_once_moves_nobody),
        cmocka_unit_test(a_writer_of_whom_nobody_speaks_grows_old),
        cmocka_unit_test(a_day_of_flaps_is_two_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
