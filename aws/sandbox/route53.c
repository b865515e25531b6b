#include "aws/sandbox/route53.h"

#include <ctype.h>
#include <string.h>

/* Route 53 as the sandbox plays it. Source of rules: the Route 53 API reference and developer guide. */

enum { NAME_MOST = 255, LABEL_MOST = 63, ID_LENGTH = 20, PAGE_MOST = 100 };

/* ---- what the files share ---------------------------------------------------------------------------------------- */

static bool label_fits(const char *label, size_t n, bool first)
{
    if (first && n == 4 && strncmp(label, "\\052", n) == 0)
        return true;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)label[i]) && !strchr("-_", label[i]))
            return false;
    return n > 0 && n <= LABEL_MOST;
}

const char *dns_name(struct arena *a, const char *text)
{
    bool any = *text == '*' && (text[1] == '.' || !text[1]), dotted = str_ends(text, ".");
    char *name = arena_printf(a, "%s%s%s", any ? "\\052" : "", text + any, dotted ? "" : ".");
    for (char *p = name; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    for (const char *at = name; *at;) {
        size_t n = strcspn(at, ".");
        if (!label_fits(at, n, at == name))
            return NULL;
        at += n + 1;
    }
    return strlen(name) <= NAME_MOST ? name : NULL;
}

const char *route53_id(struct call *c, const char *prefix)
{
    char *id = arena_printf(c->a, "%s%s", prefix, mint_hex(c->w, c->a, ID_LENGTH));
    for (char *p = id; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return id;
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

static bool find_tagged(struct call *c)
{
    bool zone = str_eq(in_str(c, "ResourceType"), "hostedzone");
    return need(c, zone ? &kind_hosted_zone : &kind_health_check, c->region, in_str(c, "ResourceId"), &c->object);
}

bool route53_tags_change(struct call *c)
{
    const struct value *add = value_get(c->in, "AddTags"), *keys = value_get(c->in, "RemoveTagKeys");
    if (!find_tagged(c))
        return false;
    const struct value *tags = value_get(c->object->v, "$Tags");
    for (size_t i = 0; i < value_len(keys); i++)
        tags = value_without(c->a, tags, value_str_of(value_item(keys, i)));
    struct value *all = value_edit(c->a, tags);
    for (size_t i = 0; i < value_len(add); i++)
        value_set_str(c->a, all, value_get_str(value_item(add, i), "Key"), value_get_str(value_item(add, i), "Value"));
    if (!tags_check(c, all))
        return false;
    object_set(c->w, c->object, "$Tags", all);
    return true;
}

bool route53_tags_list(struct call *c)
{
    if (!find_tagged(c))
        return false;
    struct value *set = value_map(c->a);
    value_set_str(c->a, set, "ResourceType", in_str(c, "ResourceType"));
    value_set_str(c->a, set, "ResourceId", c->object->id);
    value_set(c->a, set, "Tags", tags_told(c, c->service, value_get(c->object->v, "$Tags")));
    value_set(c->a, c->out, "ResourceTagSet", set);
    return true;
}

/* ---- the service ------------------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateHostedZone",              ACT_MAKE,   &kind_hosted_zone, "HostedZone", .rule = zone_draft, .after = zone_made},
    {"GetHostedZone",                 ACT_SHOW,   &kind_hosted_zone, "HostedZone", "Id", .after = zone_told},
    {"ListHostedZones",               ACT_LIST,   &kind_hosted_zone, "HostedZones", .after = page_told},
    {"UpdateHostedZoneComment",       ACT_CHANGE, &kind_hosted_zone, "HostedZone", "Id", .rule = zone_comment},
    {"AssociateVPCWithHostedZone",    ACT_RULE,   &kind_hosted_zone, .rule = zone_associate},
    {"DisassociateVPCFromHostedZone", ACT_RULE,   &kind_hosted_zone, .rule = zone_disassociate},
    {"DeleteHostedZone",              ACT_DROP,   &kind_hosted_zone, .by = "Id", .rule = zone_may_go},
    {"ChangeResourceRecordSets",      ACT_RULE,   &kind_record_set, .rule = records_change},
    {"ListResourceRecordSets",        ACT_RULE,   &kind_record_set, .rule = records_list},
    {"GetChange",                     ACT_SHOW,   &kind_dns_change, "ChangeInfo", "Id"},
    {"CreateHealthCheck",             ACT_RULE,   &kind_health_check, .rule = health_make},
    {"GetHealthCheck",                ACT_SHOW,   &kind_health_check, "HealthCheck", "HealthCheckId"},
    {"ListHealthChecks",              ACT_LIST,   &kind_health_check, "HealthChecks", .after = page_told},
    {"UpdateHealthCheck",             ACT_RULE,   &kind_health_check, .rule = health_change},
    {"DeleteHealthCheck",             ACT_DROP,   &kind_health_check, .by = "HealthCheckId"},
    {"ChangeTagsForResource",         ACT_RULE,   .rule = route53_tags_change},
    {"ListTagsForResource",           ACT_RULE,   .rule = route53_tags_list},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_route53 = {.id = "route53",
                                                .ops = ops,
                                                .invalid = "InvalidInput",
                                                .tag_key = "Key",
                                                .tag_value = "Value",
                                                .page_min = 1,
                                                .page_max = PAGE_MOST,
                                                .page = PAGE_MOST};
