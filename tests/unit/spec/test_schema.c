#include "provisioner/spec/schema.h"

#include "provisioner/base/file.h"
#include "provisioner/model/json.h"
#include "provisioner/spec/fields.h"

#include <regex.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The schema as a reader gets it: printed and parsed again. */
static const struct value *schema_read_back(struct arena *a)
{
    const struct value *v = NULL;
    struct sbuf text = {.arena = a};
    value_print(&text, spec_schema(a), 0);
    assert_null(json_parse(a, text.s, text.len, JSON_PLAIN, &v));
    return v;
}

static void each_field_of(struct arena *a, const struct spec_field *table, const struct value *schema)
{
    const struct value *properties = value_get(schema, "properties");
    for (const struct spec_field *f = table; f->name; f++) {
        const struct value *one = value_get(properties, f->name);
        if (!one)
            fail_msg("the schema lacks %s", f->name);
        assert_true(*value_get_str(one, "description"));
        if (f->type == SPEC_SECTION)
            each_field_of(a, f->of, one);
        if (f->type == SPEC_MAP && f->of->type == SPEC_SECTION)
            each_field_of(a, f->of->of, value_get(one, "additionalProperties"));
    }
}

static void the_schema_holds_every_field(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *schema = schema_read_back(a);
    (void)state;
    assert_string_equal(value_get_str(schema, "$schema"), "http://json-schema.org/draft-07/schema#");
    each_field_of(a, spec_fields, schema);
}

static void a_region_may_override_but_not_what_is_alike(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *region =
        value_path(a, schema_read_back(a), "properties.regions.additionalProperties.properties");
    (void)state;
    assert_non_null(value_path(a, region, "aurora.properties.class"));
    assert_null(value_path(a, region, "aurora.properties.version"));
    assert_null(value_path(a, region, "aurora.required"));
    assert_null(value_path(a, region, "aurora.properties.class.default"));
    assert_non_null(value_path(a, region, "network.properties.cidr"));
    assert_null(value_get(region, "keys"));
}

static void limits_and_defaults_come_from_the_table(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *aurora = value_path(a, schema_read_back(a), "properties.aurora.properties");
    (void)state;
    assert_int_equal(value_int_of(value_path(a, aurora, "port.anyOf[0].minimum")), 1150);
    assert_int_equal(value_int_of(value_path(a, aurora, "instances.default")), 2);
    assert_true(value_bool_of(value_path(a, aurora, "write_forwarding.default")));
    assert_string_equal(value_str_of(value_path(a, aurora, "engine.anyOf[0].enum[1]")), "aurora-mysql");
    assert_int_equal(value_len(value_path(a, aurora, "monitoring_interval.anyOf[0].enum")), 7);
}

static bool compiles(const char *pattern)
{
    regex_t re;
    if (!pattern)
        return true;
    bool fine = regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB) == 0;
    if (fine)
        regfree(&re);
    return fine;
}

static void every_row_says_what_it_is(const struct spec_field *table)
{
    for (const struct spec_field *f = table; f->name; f++) {
        assert_non_null(f->help);
        assert_true((f->pattern != NULL) == (f->shape != NULL) || f->type == SPEC_CIDR);
        assert_false(f->fallback && f->computed);
        assert_false(f->fallback && f->flags & SPEC_REQUIRED);
        assert_true(compiles(f->pattern));
        if (f->type == SPEC_ENUM)
            assert_non_null(f->words);
        if (f->type == SPEC_SECTION || f->type == SPEC_LIST || f->type == SPEC_MAP)
            every_row_says_what_it_is(f->of);
    }
}

static void the_table_is_whole(void **state)
{
    (void)state;
    every_row_says_what_it_is(spec_fields);
    every_row_says_what_it_is(spec_region_fields);
}

static void fields_are_found_by_path(void **state)
{
    static const struct {
        const char *path, *name;
    } cases[] = {{"network.flow_logs.retention_days", "retention_days"},
                 {"aurora", "aurora"},
                 {"aurora.log_exports", "log_exports"},
                 {"resources.type", "type"},
                 {"aurora.nothing", NULL},
                 {"nothing.here", NULL},
                 {"aurora.version.deeper", NULL},
                 {"", NULL}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct spec_field *f = spec_field_path(cases[i].path);
        if (cases[i].name)
            assert_string_equal(f->name, cases[i].name);
        else
            assert_null(f);
    }
}

static void the_reference_names_every_field(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    (void)state;
    spec_reference(&out);
    for (const char *const *path =
             (const char *const[]){"`provisioner`", "`regions.<region>.role`", "`network.tiers.data.prefix`",
                                   "`aurora.backup.window`", "`resources.<resource>.type`", "`state.path`",
                                   "`keys.rotation_days`", "`eks.nodes.type`", NULL};
         *path; path++)
        if (!strstr(out.s, *path))
            fail_msg("the reference lacks %s", *path);
    assert_null(strstr(out.s, "(null)"));
}

static void the_reference_is_as_reviewed(void **state)
{
    static const char golden[] = TEST_DIR "/golden/spec/reference.md";
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    const char *wanted;
    size_t n;
    (void)state;
    spec_reference(&out);
    if (getenv("UPDATE_GOLDEN"))
        assert_null(file_write(golden, out.s, out.len, 0644));
    assert_null(file_read(a, golden, 1 << 20, &wanted, &n));
    assert_string_equal(out.s, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_holds_every_field),
        cmocka_unit_test(a_region_may_override_but_not_what_is_alike),
        cmocka_unit_test(limits_and_defaults_come_from_the_table),
        cmocka_unit_test(the_table_is_whole),
        cmocka_unit_test(fields_are_found_by_path),
        cmocka_unit_test(the_reference_names_every_field),
        cmocka_unit_test(the_reference_is_as_reviewed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
