#include "provisioner/spec/schema.h"

#include "provisioner/spec/defaults.h"
#include "provisioner/spec/fields.h"

#include <inttypes.h>
#include <string.h>

/* ---- JSON Schema ------------------------------------------------------------------------------------------------- */

/* Under a region a section only overrides: nothing is required, nothing has a default, what is alike is not there. */
static struct value *schema_of(struct arena *a, const struct spec_field *f, bool overriding);

static struct value *type(struct arena *a, struct value *schema, const char *one, const char *other)
{
    struct value *types = value_list(a);
    value_push(a, types, value_str(a, one));
    value_push(a, types, other ? value_str(a, other) : NULL);
    value_set(a, schema, "type", other ? types : value_str(a, one));
    return schema;
}

static void limits(struct arena *a, struct value *schema, const struct spec_field *f, const char *least,
                   const char *most)
{
    if (f->min)
        value_set(a, schema, least, value_int(a, f->min));
    if (f->max)
        value_set(a, schema, most, value_int(a, f->max));
}

static void one_of(struct arena *a, struct value *schema, const struct spec_field *f)
{
    struct value *all = value_list(a);
    const char *words = f->words, *word;
    for (size_t n; (n = next_word(&words, &word));) {
        int64_t i;
        const char *text = arena_strndup(a, word, n);
        bool number = f->type == SPEC_INTEGER && parse_int(text, &i);
        value_push(a, all, number ? value_int(a, i) : value_str(a, text));
    }
    value_set(a, schema, "enum", all);
}

static void integer(struct arena *a, struct value *schema, const struct spec_field *f)
{
    type(a, schema, "integer", NULL);
    if (f->words)
        one_of(a, schema, f);
    else
        limits(a, schema, f, "minimum", "maximum");
}

/* YAML editors take 15.10 and 123456789012 for numbers, and no for false; we don't, so the schema allows them. */
static void text(struct arena *a, struct value *schema, const struct spec_field *f)
{
    bool number = f->type == SPEC_VERSION || !f->pattern || str_starts(f->pattern, "^[0-9]");
    struct value *types = value_list(a);
    value_push(a, types, value_str(a, "string"));
    value_push(a, types, number ? value_str(a, "number") : NULL);
    value_push(a, types, f->pattern ? NULL : value_str(a, "boolean"));
    value_set(a, schema, "type", number ? types : value_str(a, "string"));
    limits(a, schema, f, "minLength", "maxLength");
    value_set_str(a, schema, "pattern", f->pattern);
}

static void overridable(struct arena *a, struct value *properties)
{
    for (const struct spec_field *f = spec_fields; f->name; f++)
        if (spec_field_regional(f))
            value_set(a, properties, f->name, schema_of(a, f, true));
}

static void section(struct arena *a, struct value *schema, const struct spec_field *table, bool overriding)
{
    struct value *properties = value_map(a), *required = value_list(a);
    type(a, schema, "object", "null");
    for (const struct spec_field *f = table; f->name; f++) {
        if (!(overriding && f->flags & SPEC_ALIKE))
            value_set(a, properties, f->name, schema_of(a, f, overriding));
        if (f->flags & SPEC_REQUIRED && !overriding)
            value_push(a, required, value_str(a, f->name));
    }
    if (table == spec_region_fields)
        overridable(a, properties);
    value_set(a, schema, "properties", properties);
    value_set(a, schema, "required", value_len(required) ? required : NULL);
    value_set(a, schema, "additionalProperties", value_bool(a, false));
}

static void map(struct arena *a, struct value *schema, const struct spec_field *f, bool overriding)
{
    struct value *names = value_map(a);
    value_set_str(a, names, "pattern", f->pattern);
    type(a, schema, "object", "null");
    value_set(a, schema, "propertyNames", f->pattern ? names : NULL);
    value_set(a, schema, "additionalProperties", schema_of(a, f->of, overriding));
    limits(a, schema, f, "minProperties", "maxProperties");
}

static void list(struct arena *a, struct value *schema, const struct spec_field *f, bool overriding)
{
    type(a, schema, "array", NULL);
    value_set(a, schema, "items", schema_of(a, f->of, overriding));
    value_set(a, schema, "uniqueItems", value_bool(a, true));
    limits(a, schema, f, "minItems", "maxItems");
}

static void by_type(struct arena *a, struct value *schema, const struct spec_field *f, bool overriding)
{
    switch (f->type) {
    case SPEC_TEXT:
    case SPEC_VERSION: text(a, schema, f); break;
    case SPEC_INTEGER: integer(a, schema, f); break;
    case SPEC_BOOLEAN: type(a, schema, "boolean", NULL); break;
    case SPEC_ENUM: one_of(a, schema, f); break;
    case SPEC_CIDR:
        type(a, schema, "string", NULL);
        value_set_str(a, schema, "pattern", "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$");
        break;
    case SPEC_LIST: list(a, schema, f, overriding); break;
    case SPEC_MAP: map(a, schema, f, overriding); break;
    case SPEC_SECTION: section(a, schema, f->of, overriding); break;
    case SPEC_ANY: break;
    }
}

static bool is_scalar(const struct spec_field *f)
{
    return f->type <= SPEC_CIDR;
}

/* A scalar may also be taken from the environment. */
static struct value *or_environment(struct arena *a, struct value *schema)
{
    struct value *both = value_list(a), *any = value_map(a), *env = value_map(a);
    value_set_str(a, env, "$ref", "#/definitions/environment");
    value_push(a, both, schema);
    value_push(a, both, env);
    value_set(a, any, "anyOf", both);
    return any;
}

static struct value *schema_of(struct arena *a, const struct spec_field *f, bool overriding)
{
    struct value *schema = value_map(a);
    by_type(a, schema, f, overriding);
    if (is_scalar(f))
        schema = or_environment(a, schema);
    value_set_str(a, schema, "description",
                  f->computed ? arena_printf(a, "%s. When left out: %s", f->help, f->computed) : f->help);
    value_set(a, schema, "default", overriding ? NULL : defaults_of(a, f));
    return schema;
}

const struct value *spec_schema(struct arena *a)
{
    struct value *schema = value_map(a), *env = value_map(a), *definitions = value_map(a);
    value_set_str(a, schema, "$schema", "http://json-schema.org/draft-07/schema#");
    value_set_str(a, schema, "title", "provisioner spec");
    section(a, schema, spec_fields, false);
    value_set_str(a, schema, "type", "object");
    value_set_str(a, env, "type", "string");
    value_set_str(a, env, "pattern", "\\$\\{env:[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}");
    value_set_str(a, env, "description", "taken from the environment: ${env:NAME} or ${env:NAME:-otherwise}");
    value_set(a, definitions, "environment", env);
    value_set(a, schema, "definitions", definitions);
    return schema;
}

/* ---- reference --------------------------------------------------------------------------------------------------- */

static const char *const type_names[] = {
    [SPEC_TEXT] = "text",
    [SPEC_VERSION] = "version",
    [SPEC_INTEGER] = "whole number",
    [SPEC_BOOLEAN] = "true or false",
    [SPEC_ENUM] = "choice",
    [SPEC_CIDR] = "network",
    [SPEC_LIST] = "list",
    [SPEC_MAP] = "mapping",
    [SPEC_SECTION] = "section",
    [SPEC_ANY] = "anything",
};

static void put_words(struct sbuf *out, const char *words)
{
    const char *word, *between = "";
    for (size_t n; (n = next_word(&words, &word)); between = ", ") {
        sbuf_printf(out, "%s`", between);
        sbuf_putn(out, word, n);
        sbuf_putc(out, '`');
    }
}

static void put_range(struct sbuf *out, const struct spec_field *f)
{
    static const char *const of[] = {[SPEC_TEXT] = " characters", [SPEC_VERSION] = " characters",
                                     [SPEC_LIST] = " items",      [SPEC_MAP] = " entries",
                                     [SPEC_SECTION] = "",         [SPEC_ANY] = ""};
    const char *what = f->type == SPEC_CIDR ? " bits of prefix" : f->unit ? "" : of[f->type];
    if (f->words) {
        put_words(out, f->words);
        return;
    }
    bool limited = (f->min || f->max) && f->min != f->max;
    if (limited)
        sbuf_printf(out, "%" PRId64 " to %" PRId64 "%s%s%s", f->min, f->max, f->unit ? " " : "", f->unit ? f->unit : "",
                    what ? what : "");
    if (f->shape)
        sbuf_printf(out, "%s%s", limited ? "; " : "", f->shape);
}

static void put_default(struct sbuf *out, const struct spec_field *f)
{
    if (f->flags & SPEC_REQUIRED)
        sbuf_puts(out, "required");
    else if (f->computed)
        sbuf_puts(out, f->computed);
    else if (f->fallback && *f->fallback)
        put_words(out, f->fallback);
    else if (f->type == SPEC_SECTION)
        sbuf_puts(out, f->flags & SPEC_ALWAYS ? "its defaults" : "the system is left out");
    else
        sbuf_puts(out, f->fallback ? "empty" : "");
}

static void put_row(struct sbuf *out, const struct spec_field *f, const char *path)
{
    sbuf_printf(out, "| `%s%s` | %s | ", path, f->name, type_names[f->type]);
    put_default(out, f);
    sbuf_puts(out, " | ");
    put_range(out, f->type == SPEC_LIST && f->of->words ? f->of : f);
    sbuf_printf(out, " | %s%s%s%s |\n", f->help, f->flags & SPEC_ALIKE ? "; the same in all regions" : "",
                f->source ? " — " : "", f->source ? f->source : "");
}

static void put_table(struct sbuf *out, const struct spec_field *table, const char *path)
{
    for (const struct spec_field *f = table; f->name; f++) {
        put_row(out, f, path);
        if (f->type == SPEC_SECTION && *path)
            put_table(out, f->of, arena_printf(out->arena, "%s%s.", path, f->name));
        if (f->type == SPEC_MAP && f->of->type == SPEC_SECTION)
            put_table(out, f->of->of, arena_printf(out->arena, "%s%s.<%s>.", path, f->name, f->of->name));
    }
}

static void put_heading(struct sbuf *out, const char *title, const char *help)
{
    sbuf_printf(
        out,
        "\n## %s\n\n%s\n\n| key | type | when left out | takes | what it does |\n| --- | --- | --- | --- | --- |\n",
        title, help);
}

void spec_reference(struct sbuf *out)
{
    sbuf_puts(out, "# The spec\n");
    put_heading(out, "top level", "A section has a table of its own below.");
    put_table(out, spec_fields, "");
    for (const struct spec_field *f = spec_fields; f->name; f++) {
        if (f->type != SPEC_SECTION)
            continue;
        put_heading(out, f->name, f->help);
        put_table(out, f->of, arena_printf(out->arena, "%s.", f->name));
    }
}
