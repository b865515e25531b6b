#ifndef AWS_TYPES_BIRTH_RULES_H
#define AWS_TYPES_BIRTH_RULES_H

#include "aws/wire/shape.h"

/*
 * Of the rules of a security group, as DescribeSecurityGroupRules answers, the ids of those that AWS made when it made
 * the group, as RulesByBirth: they let everything out and bear no tags. Other answers are left alone. Pure.
 */
const struct value *birth_rules(struct arena *a, const struct op *op, const struct value *answer,
                                const struct value *known);

#endif
