#ifndef AWS_SANDBOX_ALARM_RULE_H
#define AWS_SANDBOX_ALARM_RULE_H

#include "aws/sandbox/call.h"

/*
 * The rule of a composite alarm: ALARM("a") OR (OK(b) AND NOT INSUFFICIENT_DATA("c")), TRUE, FALSE, and
 * AT_LEAST(2, ALARM, (a, b, c)) or AT_LEAST(50%, ...). Source: PutCompositeAlarm, AlarmRule.
 */

/* The state of an alarm by name or ARN: "OK", "ALARM", "INSUFFICIENT_DATA". */
typedef const char *alarm_state(void *ctx, const char *name);

/* The names it speaks of, each once, in order; NULL: it is no rule, *ret_problem says why. */
struct value *alarm_rule_names(struct arena *a, const char *rule, const char **ret_problem);
/* Whether it holds; false for what is no rule. */
bool alarm_rule_holds(struct arena *a, const char *rule, alarm_state *state, void *ctx);

#endif
