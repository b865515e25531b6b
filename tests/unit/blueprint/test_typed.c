#include "tests/unit/blueprint/world.h"

/* A few types of our own: what is tested is how findings are made of a table, and not the table. */

/* clang-format off */
static const struct rtype box = {
    .name = "Test::Store::Box", .id = "BoxId", .key = "Name",
    .attrs = (const struct attr[]){
        {"Name", T_STR, A_REQUIRED}, {"Size", T_INT}, {"Open", T_BOOL}, {"Parts", T_LIST}, {"Tags", T_MAP},
        {"Lock", T_STR, A_SECRET | A_WRITE_ONLY}, {"BoxId", T_STR, A_OUTPUT}, {"Key", T_STR, A_OUTPUT | A_SECRET},
        {0}}};
static const struct rtype shelf = {
    .name = "Test::Store::Shelf", .id = "ShelfId", .flags = RT_GLOBAL, .key = "Name",
    .attrs = (const struct attr[]){{"Name", T_STR, A_REQUIRED}, {"ShelfId", T_STR, A_OUTPUT}, {0}}};
/* clang-format on */

static const struct rtype *types(const char *name)
{
    return str_eq(name, box.name) ? &box : str_eq(name, shelf.name) ? &shelf : NULL;
}

/* `resources` stand in the lines from 7 on. */
static void check(struct world *w, const char *resources)
{
    make_clean(w, arena_printf(w->arena, ONE_REGION "resources:\n%s", resources));
    w->err = blueprint_check(w->arena, w->spec, types, &w->diags, &w->list);
}

static const struct finding_case {
    const char *resources, *rule, *says;
    unsigned line;
} cases[] = {
    /* clang-format off */
    {"  a: {type: Test::Store::Bax}\n", "types/unknown", "Test::Store::Bax", 7},
    {"  a:\n    type: Test::Store::Box\n    properties:\n      Name: a\n      Sise: 3\n", "types/attribute", "\"Sise\"", 11},
    {"  a:\n    type: Test::Store::Box\n    properties:\n      Name: a\n      BoxId: x\n", "types/output", "BoxId", 11},
    {"  a:\n    type: Test::Store::Box\n    properties:\n      Name: a\n      Size: large\n", "types/kind", "a whole number", 11},
    {"  a:\n    type: Test::Store::Box\n    properties:\n      Name: a\n      Parts: {b: 1}\n", "types/kind", "a list", 11},
    {"  a: {type: Test::Store::Box, properties: {Size: 3}}\n", "types/required", "Name", 7},
    {"  a: {type: Test::Store::Box}\n", "types/required", "Name", 7},
    {"  a: {type: Test::Store::Box, properties: {Name: a}}\n"
     "  b: {type: Test::Store::Box, properties: {Name: '${./resources/a.BoxIt}'}}\n", "types/reference", "a.BoxIt", 8},
    {"  a: {type: Test::Store::Box, properties: {Name: a}}\n"
     "  b: {type: Test::Store::Box, properties: {Name: 'x${./resources/a.Key}'}}\n", "types/secret", "a.Key", 8},
    {"  a: {type: Test::Store::Box, properties: {Name: a}}\n"
     "  b: {type: Test::Store::Box, properties: {Name: a}}\n", "types/same-thing", "tokyo/resources/a", 8},
    /* clang-format on */
};

static void findings_name_the_line_and_the_attribute(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        check(w, cases[i].resources);
        if (!w->err)
            fail_msg("case %zu: nothing found", i);
        const struct diag *g = &w->diags.items[0];
        assert_string_equal(g->rule, cases[i].rule);
        assert_non_null(strstr(g->message, cases[i].says));
        assert_int_equal(g->pos.line, cases[i].line);
        assert_int_equal(w->diags.n, 1);
    }
}

static void what_fits_is_left_alone(void **state)
{
    struct world *w = *state;
    check(w, "  a: {type: Test::Store::Box, properties: {Name: 'a-${alias}', Size: 3, Open: true, Parts: []}}\n"
             "  b: {type: Test::Store::Box, properties: {Name: '${./resources/a.BoxId}', Size: '${./resources/a.Size}',"
             " Lock: '${./resources/a.Key}'}}\n"
             "  c: {type: Test::Store::Shelf, properties: {Name: a}}\n");
    assert_null(w->err);
    assert_int_equal(w->diags.n, 0);
}

static void a_mistake_of_an_override_is_told_once(void **state)
{
    struct world *w = *state;
    check(w, "  a: {type: Test::Store::Box, properties: {Name: a}}\n"
             "  b: {type: Test::Store::Box, properties: {Name: b}}\n"
             "overrides:\n  '*/resources/*': {Sise: 3}\n");
    assert_non_null(w->err);
    assert_int_equal(w->diags.n, 1);
    assert_int_equal(w->diags.items[0].pos.line, 10);
    assert_string_equal(w->diags.items[0].remedy, "did you mean Size?");
}

static void resources_get_ownership_tags_where_their_type_takes_tags(void **state)
{
    struct world *w = *state;
    check(w, "  a: {type: Test::Store::Box, properties: {Name: a, Tags: {Team: x, 'provisioner:address': y}}}\n"
             "  c: {type: Test::Store::Shelf, properties: {Name: a}}\n");
    assert_null(w->err);
    const struct value *tags = value_get(wanted_find(&w->list, "tokyo/resources/a")->attrs, "Tags");
    assert_string_equal(value_get_str(tags, "Team"), "x");
    assert_string_equal(value_get_str(tags, "provisioner:address"), "tokyo/resources/a");
    assert_string_equal(value_ref_path(value_get(tags, "provisioner:lineage")), "Lineage");
    assert_null(value_get(wanted_find(&w->list, "tokyo/resources/c")->attrs, "Tags"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(findings_name_the_line_and_the_attribute),
        TEST(what_fits_is_left_alone),
        TEST(a_mistake_of_an_override_is_told_once),
        cmocka_unit_test_setup_teardown(resources_get_ownership_tags_where_their_type_takes_tags, world_open,
                                        world_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
