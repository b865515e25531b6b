#include "provisioner/preflight/look.h"

#include <string.h>

int64_t milliseconds(const struct value *v)
{
    return value_kind(v) == V_STR ? time_span_parse(value_str_of(v)) : -1;
}

static const struct value *stated(const struct look *l, const char *name)
{
    return value_get(section_of(&l->s->regions[l->s->primary], "objectives"), name);
}

static bool has_database(const struct look *l)
{
    return value_kind(section_of(&l->s->regions[l->s->primary], "aurora")) == V_MAP;
}

/* What a loss of a region takes, at the fastest, by AWS's own words. */
enum { FASTEST_REGION_S = 300, USUAL_LAG_MS = 1000 };

static void recovery_time(const struct look *l)
{
    const struct value *v = stated(l, "rto");
    int64_t ms = milliseconds(v);
    if (ms < 0 || ms >= FASTEST_REGION_S * 1000 || !has_database(l))
        return;
    found(l, value_pos(v), "write rto: 5m or more, and rehearse it",
          "%s is less than AWS promises: the unplanned failover of a global database takes minutes, and nobody "
          "fails over before an outage was seen; within a region, a reader takes over in about 30 s",
          shown(l, v));
}

static void recovery_point(const struct look *l)
{
    const struct value *v = stated(l, "rpo");
    int64_t ms = milliseconds(v);
    if (ms < 0 || ms >= USUAL_LAG_MS || !has_database(l))
        return;
    found(l, value_pos(v), "write rpo: 1s or more; a planned switchover loses nothing",
          "%s can't be promised: replication between regions is asynchronous, and the lag is typically just under a "
          "second",
          shown(l, v));
}

/* clang-format off */
const struct rule objective_rules[] = {
    {"AUR-059", SEV_ERROR, "a recovery point that replication between regions can't keep", "it is asynchronous: the lag is typically just under a second, and no promise",
     "write rpo: 1s or more; a planned switchover loses nothing", "Aurora user guide, global databases", .dated = true, .once = recovery_point},
    {"AUR-906", SEV_ERROR, "a recovery time that AWS does not promise", "the unplanned failover of a global database takes minutes, after the outage was seen",
     "write rto: 5m or more, and rehearse it", "Aurora user guide, disaster recovery of global databases", .dated = true, .once = recovery_time},
    {0}};
/* clang-format on */
