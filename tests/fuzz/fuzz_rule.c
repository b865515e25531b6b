#include "aws/sandbox/alarm_rule.h"

#include <stdlib.h>

/* The rule of a composite alarm: it is one, or there is a reason why not; and whatever it is can be judged. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *state_of(void *ctx, const char *name)
{
    static const char *const states[] = {"OK", "ALARM", "INSUFFICIENT_DATA"};
    (void)ctx;
    return states[(unsigned char)*name % COUNT(states)];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *rule = arena_strndup(a, (const char *)data, size), *problem = NULL;
    const struct value *names = alarm_rule_names(a, rule, &problem);
    bool holds = alarm_rule_holds(a, rule, state_of, NULL);
    if (!names ? !problem || holds : value_len(names) > size)
        abort();
    return 0;
}
