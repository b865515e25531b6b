#include "provisioner/model/json.h"
#include "provisioner/report/html.h"
#include "provisioner/report/topology.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const char *const aliases[] = {"west", "east", NULL};

static void add(struct wanted_list *l, const char *address, const char *type, const char *refers_to)
{
    struct value *attrs = value_map(l->arena);
    if (refers_to)
        value_set(l->arena, attrs, "Other", value_ref(l->arena, refers_to, "Id"));
    wanted_add(l, type, address_alias(l->arena, address), "us-west-2", address, attrs);
}

static void two_regions(struct arena *a, struct topology *ret)
{
    struct wanted_list l = {.arena = a};
    add(&l, "east/cache/group", "AWS::ElastiCache::ReplicationGroup", "global/cache/store");
    add(&l, "west/cache/group", "AWS::ElastiCache::ReplicationGroup", "west/network/vpc");
    add(&l, "west/cache/other", "AWS::ElastiCache::ReplicationGroup", "global/cache/store");
    add(&l, "west/network/vpc", "AWS::EC2::VPC", "lookup/account");
    add(&l, "global/cache/store", "AWS::ElastiCache::GlobalReplicationGroup", "west/cache/group");
    add(&l, "east/own/\"<x>\"", "My::Own::Type", "west/network/vpc");
    topology_of_wanted(a, &l, aliases, ret);
}

static void regions_stand_in_the_specs_order_with_what_is_global_between_them(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct topology t;
    (void)state;
    two_regions(a, &t);
    assert_int_equal(t.n_columns, 3);
    assert_string_equal(t.columns[0].alias, "west");
    assert_string_equal(t.columns[1].alias, "global");
    assert_string_equal(t.columns[2].alias, "east");
    assert_null(t.columns[1].region);
    assert_string_equal(t.columns[2].region, "us-west-2");
}

static void systems_are_rows_from_the_network_up_and_unknown_ones_follow(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct topology t;
    (void)state;
    two_regions(a, &t);
    assert_int_equal(t.n_rows, 3);
    assert_string_equal(t.rows[0], "network");
    assert_string_equal(t.rows[1], "cache");
    assert_string_equal(t.rows[2], "own");
}

static void what_refers_across_places_is_linked_once_and_within_one_not_at_all(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct topology t;
    (void)state;
    two_regions(a, &t);
    assert_int_equal(t.n_links, 3);
    for (size_t i = 0; i < t.n_links; i++)
        assert_true(t.boxes[t.links[i].a].column < t.boxes[t.links[i].b].column);
}

static void a_box_counts_its_resources_by_type(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct topology t;
    (void)state;
    two_regions(a, &t);
    for (size_t i = 0; i < t.n_boxes; i++) {
        if (t.boxes[i].column != 0 || t.boxes[i].row != 1)
            continue;
        assert_int_equal(t.boxes[i].n, 2);
        assert_int_equal(t.boxes[i].n_types, 1);
        assert_int_equal(t.boxes[i].types[0].n, 2);
        return;
    }
    fail_msg("west has no cache");
}

static void no_name_ends_a_tag_or_a_label(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf svg = {.arena = a}, mermaid = {.arena = a};
    struct wanted_list l = {.arena = a};
    struct topology t;
    (void)state;
    add(&l, "west/\"<i>#;/one", "\"<b>\x1b&", NULL);
    topology_of_wanted(a, &l, aliases, &t);
    topology_svg(&svg, &t, "<title>");
    topology_mermaid(&mermaid, &t);
    assert_null(strstr(sbuf_str(&svg), "<b>"));
    assert_null(strstr(sbuf_str(&svg), "<i>"));
    assert_null(strchr(sbuf_str(&svg), '\x1b'));
    assert_non_null(strstr(sbuf_str(&svg), "&lt;title&gt;"));
    assert_non_null(strstr(sbuf_str(&mermaid), "[\"#34;#60;i#62;#35;#59;<br/>1 resource\"]"));
}

static void no_region_and_no_resource_is_a_drawing_too(void **state)
{
    static const char *const none[] = {NULL};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf svg = {.arena = a};
    struct wanted_list l = {.arena = a};
    struct topology t;
    (void)state;
    topology_of_wanted(a, &l, none, &t);
    topology_svg(&svg, &t, "nothing");
    assert_non_null(strstr(sbuf_str(&svg), "</svg>"));
}

static void a_page_hides_secrets_and_escapes_what_others_wrote(void **state)
{
    static const char plan[] = "{\"summary\":{\"update\":1},\"changes\":[{\"address\":\"west/a/<b>\",\"type\":\"T\","
                               "\"action\":\"update\",\"attributes\":[{\"path\":\"P\",\"before\":\"old\",\"after\":"
                               "\"canary\",\"sensitive\":true}]}],\"diagnostics\":[{\"severity\":\"warning\","
                               "\"message\":\"</td><script>\",\"rule\":\"R\",\"line\":3,\"file\":\"f\"}]}";
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    struct topology t;
    const struct value *v;
    (void)state;
    two_regions(a, &t);
    assert_null(json_parse(a, plan, strlen(plan), 0, &v));
    html_render(&out, &(struct html_plan){"p/e", "now", v, value_map(a), &t});
    assert_null(strstr(sbuf_str(&out), "canary"));
    assert_non_null(strstr(sbuf_str(&out), "(secret)"));
    assert_null(strstr(sbuf_str(&out), "<script"));
    assert_non_null(strstr(sbuf_str(&out), "west/a/&lt;b&gt;"));
    assert_non_null(strstr(sbuf_str(&out), "f:3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_stand_in_the_specs_order_with_what_is_global_between_them),
        cmocka_unit_test(systems_are_rows_from_the_network_up_and_unknown_ones_follow),
        cmocka_unit_test(what_refers_across_places_is_linked_once_and_within_one_not_at_all),
        cmocka_unit_test(a_box_counts_its_resources_by_type),
        cmocka_unit_test(no_name_ends_a_tag_or_a_label),
        cmocka_unit_test(no_region_and_no_resource_is_a_drawing_too),
        cmocka_unit_test(a_page_hides_secrets_and_escapes_what_others_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
