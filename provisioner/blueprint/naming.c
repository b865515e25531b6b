#include "provisioner/blueprint/naming.h"

#include <ctype.h>
#include <string.h>

/* EC2 CreateTags: 50 a resource. Name is a courtesy and gives way to the spec's own. */
enum { OURS = 5, MOST = 50 };

static bool is_global(const struct site *s)
{
    return str_eq(s->scope, "global");
}

const char *name_of(const struct site *s, const char *purpose)
{
    const struct spec *spec = s->build->spec;
    if (is_global(s))
        return arena_printf(s->arena, "%s-%s-%s", spec->project, spec->environment, purpose);
    return arena_printf(s->arena, "%s-%s-%s-%s", spec->project, spec->environment, s->scope, purpose);
}

const char *name_within(const struct site *s, const char *purpose, size_t most)
{
    const char *name = name_of(s, purpose);
    if (strlen(name) > most)
        site_finding(s, "naming/too-long", NULL, "shorten project, environment or alias",
                     arena_printf(s->arena, "%s has %zu characters, and AWS takes %zu", name, strlen(name), most));
    return name;
}

const char *name_clean(struct arena *a, const char *text)
{
    char *clean = arena_strdup(a, text);
    for (char *c = clean; *c; c++)
        if (!isalnum((unsigned char)*c))
            *c = '-';
    return clean;
}

const struct value *ownership_tags(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    struct value *tags = value_map(a);
    const struct value *given = is_global(s) ? spec->tags : value_get(s->region->config, "tags");
    if (value_len(given) + OURS < MOST)
        value_set_str(a, tags, "Name", name_of(s, arena_printf(a, "%s-%s", s->system, name)));
    for (size_t i = 0; i < value_len(given); i++)
        value_set(a, tags, value_key(given, i), value_item(given, i));
    value_set_str(a, tags, "provisioner:project", spec->project);
    value_set_str(a, tags, "provisioner:environment", spec->environment);
    value_set_str(a, tags, "provisioner:address", site_address(s, name));
    value_set(a, tags, "provisioner:lineage", value_ref(a, "lookup/account", "Lineage"));
    value_set(a, tags, "provisioner:generation", value_ref(a, "self", "Generation"));
    return tags;
}
