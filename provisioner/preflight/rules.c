#include "provisioner/preflight/look.h"

/* clang-format off */
const struct rule *const rule_tables[] = {
    region_rules,
    objective_rules,
    network_rules,
    network_wanted_rules,
    security_group_rules,
    aurora_rules,
    aurora_wanted_rules,
    cache_rules,
    cache_wanted_rules,
    key_rules,
    role_rules,
    eks_rules,
    eks_wanted_rules,
    msk_rules,
    msk_wanted_rules,
    function_rules,
    ingress_rules,
    dns_rules,
    dns_wanted_rules,
    drill_rules,
    drill_wanted_rules,
    monitoring_rules,
    monitoring_wanted_rules,
    bucket_rules,
    state_rules,
    general_rules,
    arn_rules,
    online_rules,
    offer_rules,
    quota_rules,
    change_rules,
    ignore_rules, /* last: what ignores nothing is known when all others have looked */
    NULL,
};
/* clang-format on */

const struct rule *rule_at(size_t i)
{
    for (size_t t = 0; rule_tables[t]; t++)
        for (const struct rule *rule = rule_tables[t]; rule->id; rule++)
            if (i-- == 0)
                return rule;
    return NULL;
}

const struct rule *rule_named(const char *id)
{
    for (size_t t = 0; rule_tables[t]; t++)
        for (const struct rule *rule = rule_tables[t]; rule->id; rule++)
            if (str_eq_nocase(rule->id, id))
                return rule;
    return NULL;
}
