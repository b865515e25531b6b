#include "provisioner/graph/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct given {
    const char *edges; /* "ab" says that a needs b */
    size_t n;
    const char *order; /* "!" and a cycle */
};

static void build(struct graph *g, struct arena *a, const char *edges, size_t n)
{
    graph_init(g, a, n);
    const char *word;
    while (next_word(&edges, &word))
        graph_edge(g, (uint32_t)(word[0] - 'a'), (uint32_t)(word[1] - 'a'));
    graph_finish(g);
}

static const char *letters(struct arena *a, const uint32_t *v, size_t n)
{
    struct sbuf s = {.arena = a};
    for (size_t i = 0; i < n; i++)
        sbuf_putc(&s, (char)('a' + v[i]));
    return sbuf_str(&s);
}

static const struct given cases[] = {
    {"", 0, ""},
    {"", 3, "abc"},
    {"ab", 2, "ba"},
    {"ab bc cd", 4, "dcba"},
    {"ab ab ab ac", 3, "bca"},
    {"aa", 1, "a"},
    {"ad bd cd", 4, "dabc"},
    {"da cb", 4, "abcd"},
    {"ab ba", 2, "!ab"},
    {"ab bc cb dd", 4, "!bc"},
    {"da ab bc ca", 5, "!abc"},
    {"cb ba ac", 3, "!acb"},
};

static void needs_come_first_and_ties_go_to_the_smallest(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct graph g;
        uint32_t order[8];
        size_t n = 0;
        build(&g, a, cases[i].edges, cases[i].n);
        bool ok = graph_order(&g, order, &n);
        assert_string_equal(arena_printf(a, "%s%s", ok ? "" : "!", letters(a, order, n)), cases[i].order);
    }
}

static void neighbours_are_sorted_and_single(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct graph g;
    build(&g, a, "dc da db da dc ea ba", 5);
    assert_string_equal(letters(a, g.need + g.first[3], g.first[4] - g.first[3]), "abc");
    assert_string_equal(letters(a, g.back + g.first_back[0], g.first_back[1] - g.first_back[0]), "bde");
    assert_int_equal(g.first[5], 5);
    assert_int_equal(g.first_back[5], 5);
}

static void the_longest_path_is_found(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct graph g;
    double weight[] = {1, 10, 2, 3, 100};
    uint32_t path[5];
    size_t n;
    build(&g, a, "ab ac cd", 4);
    assert_true(graph_critical_path(&g, weight, path, &n) == 11);
    assert_string_equal(letters(a, path, n), "ba");
    build(&g, a, "ab ac cd de", 5);
    assert_true(graph_critical_path(&g, weight, path, &n) == 106);
    assert_string_equal(letters(a, path, n), "edca");
    build(&g, a, "", 0);
    assert_true(graph_critical_path(&g, weight, path, &n) == 0 && n == 0);
}

static void a_long_chain_does_not_overflow(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    enum { N = 300000 };
    struct graph g;
    graph_init(&g, a, N);
    for (uint32_t i = 0; i + 1 < N; i++)
        graph_edge(&g, i, i + 1);
    graph_finish(&g);
    uint32_t *order = arena_alloc(a, N * sizeof *order);
    size_t n;
    assert_true(graph_order(&g, order, &n));
    assert_int_equal(n, N);
    assert_int_equal(order[0], N - 1);
}

static void edges_out_of_range_are_no_edges(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct graph g;
    graph_init(&g, a, 2);
    graph_edge(&g, 0, 7);
    graph_edge(&g, 7, 0);
    graph_finish(&g);
    assert_int_equal(g.first[2], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_come_first_and_ties_go_to_the_smallest),
        cmocka_unit_test(neighbours_are_sorted_and_single),
        cmocka_unit_test(the_longest_path_is_found),
        cmocka_unit_test(a_long_chain_does_not_overflow),
        cmocka_unit_test(edges_out_of_range_are_no_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
