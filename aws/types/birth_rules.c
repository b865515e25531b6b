#include "aws/types/birth_rules.h"

#include "aws/api/ec2.h"

static bool lets_everything_out(const struct value *rule)
{
    const char *four = value_get_str(rule, "CidrIpv4"), *six = value_get_str(rule, "CidrIpv6");
    return value_bool_of(value_get(rule, "IsEgress")) && str_eq(value_get_str(rule, "IpProtocol"), "-1") &&
           (str_eq(four, "0.0.0.0/0") || str_eq(six, "::/0"));
}

/* AWS tells its own rule from one like it that was asked for in nothing but the tags, which no path can ask for. */
const struct value *birth_rules(struct arena *a, const struct op *op, const struct value *answer,
                                const struct value *known)
{
    (void)known;
    if (op != &ec2_DescribeSecurityGroupRules)
        return answer;
    const struct value *rules = value_get(answer, "SecurityGroupRules");
    struct value *found = value_list(a), *told = value_map(a);
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *rule = value_item(rules, i);
        if (lets_everything_out(rule) && !value_len(value_get(rule, "Tags")))
            value_push(a, found, value_get(rule, "SecurityGroupRuleId"));
    }
    value_set(a, told, "RulesByBirth", found);
    return told;
}
