#include "provisioner/preflight/look.h"

#include <string.h>

/* ---- names of places --------------------------------------------------------------------------------------------- */

/* How AWS's own list of regions calls them, and what people make of it. */
static const struct place {
    const char *region, *names;
} places[] = {
    /* clang-format off */
    {"af-south-1",     "capetown africa"},
    {"ap-east-1",      "hongkong"},
    {"ap-east-2",      "taipei taiwan"},
    {"ap-northeast-1", "tokyo japan"},
    {"ap-northeast-2", "seoul korea"},
    {"ap-northeast-3", "osaka japan"},
    {"ap-south-1",     "mumbai india"},
    {"ap-south-2",     "hyderabad india"},
    {"ap-southeast-1", "singapore"},
    {"ap-southeast-2", "sydney australia"},
    {"ap-southeast-3", "jakarta indonesia"},
    {"ap-southeast-4", "melbourne australia"},
    {"ap-southeast-5", "malaysia"},
    {"ap-southeast-6", "auckland newzealand"},
    {"ap-southeast-7", "thailand bangkok"},
    {"ca-central-1",   "montreal canada"},
    {"ca-west-1",      "calgary canada"},
    {"cn-north-1",     "beijing china"},
    {"cn-northwest-1", "ningxia china"},
    {"eu-central-1",   "frankfurt germany"},
    {"eu-central-2",   "zurich switzerland"},
    {"eu-north-1",     "stockholm sweden"},
    {"eu-south-1",     "milan italy"},
    {"eu-south-2",     "spain"},
    {"eu-west-1",      "ireland dublin"},
    {"eu-west-2",      "london"},
    {"eu-west-3",      "paris france"},
    {"il-central-1",   "telaviv israel"},
    {"me-central-1",   "uae dubai"},
    {"me-south-1",     "bahrain"},
    {"mx-central-1",   "mexico"},
    {"sa-east-1",      "saopaulo brazil"},
    {"us-east-1",      "virginia"},
    {"us-east-2",      "ohio"},
    {"us-west-1",      "california"},
    {"us-west-2",      "oregon"},
    /* clang-format on */
};

static void one_primary(const struct look *l)
{
    const struct value *regions = value_get(l->s->raw, "regions");
    const struct value *first = NULL;
    bool others = true;
    for (size_t i = 0; i < value_len(regions); i++) {
        const struct value *role = value_get(value_item(regions, i), "role");
        others = others && str_eq(value_str_of(role), "secondary");
        if (!str_eq(value_str_of(role), "primary"))
            continue;
        if (first)
            found(l, value_pos(role), "make the others secondary", "a second primary region; the first is in line %u",
                  value_pos(first).line);
        first = first ? first : role;
    }
    if (others && value_len(regions))
        found(l, marks_key(l->c->marks, value_pos(regions)), "give one region role: primary", "no region is primary");
}

/* China, GovCloud and what is closed to others have lists of their own. */
static bool of_main_partition(const char *region)
{
    return !str_starts(region, "cn-") && !str_starts(region, "us-gov-") && !strstr(region, "iso");
}

static struct pos name_pos(const struct look *l, const struct spec_region *r)
{
    const struct value *region = value_get(value_get(l->s->raw, "regions"), r->alias);
    const struct value *name = value_get(region, "name");
    return name ? value_pos(name) : r->pos;
}

/* Far enough away to outlive the others, near enough to follow them: all but the number is the same. */
static const char *another_region(const struct look *l)
{
    for (size_t i = 0; i < COUNT(places); i++) {
        const char *name = places[i].region, *first = l->s->regions[0].name;
        bool taken = false;
        for (size_t k = 0; k < l->s->n_regions; k++)
            taken = taken || str_eq(l->s->regions[k].name, name);
        if (!taken && strncmp(name, first, strlen(name) - 1) == 0)
            return arena_printf(l->c->arena, "name another region, such as %s", name);
    }
    return "name another region";
}

static void distinct_names(const struct look *l)
{
    for (size_t i = 0; i < l->s->n_regions; i++)
        for (size_t k = 0; k < i; k++) {
            const struct spec_region *r = &l->s->regions[i], *before = &l->s->regions[k];
            if (*r->name && str_eq(r->name, before->name))
                found(l, name_pos(l, r), another_region(l),
                      "%s and %s are both %s: what takes one down takes the other down with it", before->alias,
                      r->alias, r->name);
        }
}

static void alias_is_free(const struct look *l)
{
    for (size_t i = 0; i < l->s->n_regions; i++)
        if (str_eq(l->s->regions[i].alias, "global"))
            found(l, marks_key(l->c->marks, l->s->regions[i].pos), "choose another alias",
                  "the alias global stands for what is in no region");
}

/* A region may only change what is there: a system in one region alone is none of ours. */
static void something_to_override(const struct look *l)
{
    const struct value *regions = value_get(l->s->raw, "regions");
    for (size_t i = 0; i < value_len(regions); i++)
        for (const struct spec_field *f = spec_fields; f->name; f++) {
            const struct value *own = value_get(value_item(regions, i), f->name);
            if (own && f->type == SPEC_SECTION && spec_field_regional(f) && !value_get(l->s->raw, f->name))
                found(l, key_pos(l, own), arena_printf(l->c->arena, "add %s at the top level", f->name),
                      "regions.%s.%s overrides a section that is not there", value_key(regions, i), f->name);
        }
}

static const char *partition(const char *region)
{
    return str_starts(region, "cn-") ? "aws-cn" : str_starts(region, "us-gov-") ? "aws-us-gov" : "aws";
}

static void one_partition(const struct look *l)
{
    for (size_t i = 1; i < l->s->n_regions; i++) {
        const struct spec_region *r = &l->s->regions[i], *first = &l->s->regions[0];
        if (*r->name && *first->name && !str_eq(partition(r->name), partition(first->name)))
            found(l, name_pos(l, r), NULL, "%s is in partition %s and %s in %s, which share no network and no account",
                  r->name, partition(r->name), first->name, partition(first->name));
    }
}

/* ---- names that lie ---------------------------------------------------------------------------------------------- */

static const char *places_of(const char *region)
{
    for (size_t i = 0; i < COUNT(places); i++)
        if (str_eq(places[i].region, region))
            return places[i].names;
    return NULL;
}

static const char *region_called(const char *place)
{
    for (size_t i = 0; i < COUNT(places); i++)
        if (has_word(places[i].names, place))
            return places[i].region;
    return NULL;
}

/* A budget, an alarm or a runbook that says Taiwan and means Tokyo is wrong for as long as nobody looks. */
static void alias_is_there(const struct look *l, const struct spec_region *r)
{
    const char *here = places_of(r->name), *meant = region_called(r->alias);
    if (!here || !meant || has_word(here, r->alias))
        return;
    const char *place = arena_strndup(l->c->arena, here, strcspn(here, " "));
    found(l, name_pos(l, r), arena_printf(l->c->arena, "call it %s, or write name: %s", place, meant),
          "%s is %s, and %s is %s", r->alias, meant, r->name, place);
}

static void known_name(const struct look *l, const struct spec_region *r)
{
    const char *names[COUNT(places) + 1] = {NULL};
    for (size_t i = 0; i < COUNT(places); i++)
        names[i] = places[i].region;
    if (!*r->name || !of_main_partition(r->name) || places_of(r->name))
        return;
    const char *near = diag_nearest(r->name, names);
    found(l, name_pos(l, r), near ? arena_printf(l->c->arena, "did you mean %s?", near) : NULL, "AWS has no region %s",
          r->name);
}

/* clang-format off */
const struct rule region_rules[] = {
    {"GEN-02",  SEV_ERROR, "a region that AWS does not have", "no name leads there", "see the list in the AWS reference, regions", "AWS reference, regions, 2026", .dated = true, .each = known_name},
    {"GEN-08",  SEV_ERROR, "two regions of the spec are one", "what takes one down takes the other down with it", NULL, "this program", .shape = true, .once = distinct_names},
    {"GEN-901", SEV_ERROR, "no primary region, or two", "writes start in one", NULL, "this program", .shape = true, .once = one_primary},
    {"GEN-902", SEV_ERROR, "regions of two partitions", "an account has one: China and GovCloud have accounts of their own", NULL,
     "AWS reference, partitions", .shape = true, .once = one_partition},
    {"GEN-903", SEV_ERROR, "a region's alias is global", "that stands for what is in no region", "choose another alias", "this program", .shape = true, .once = alias_is_free},
    {"GEN-904", SEV_ERROR, "an alias that names another place than the region", "budgets, alarms and runbooks say the one and mean the other",
     NULL, "AWS reference, regions", .dated = true, .each = alias_is_there},
    {"GEN-905", SEV_ERROR, "a region overrides a section that is not there", "a system in one region alone is none of this program's", NULL,
     "this program", .shape = true, .once = something_to_override},
    {0}};
/* clang-format on */
