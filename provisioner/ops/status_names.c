#include "provisioner/ops/gathering.h"

#include "aws/api/route53.h"
#include "aws/types/record_batch.h"

#include <string.h>

/*
 * Where names point: what Route 53 holds of each record, and which of it a resolver is given now. Source: the Route 53
 * developer guide, "How Amazon Route 53 chooses records when health checking is configured": of a failover pair the
 * primary as long as it is well, else the secondary as long as that is; of others those that are well; where none is,
 * all of them, of a pair the primary. What has no check counts as well, and so does what nobody measured.
 */

static const struct entry *check_with(const struct gathering *g, const char *id)
{
    for (size_t i = 0; i < state_count(g->q->state); i++) {
        const struct entry *e = state_entry(g->q->state, i);
        if (*id && str_eq(e->type, "AWS::Route53::HealthCheck") && str_eq(e->id, id))
            return e;
    }
    return NULL;
}

static const char *target_of(struct arena *a, const struct value *told)
{
    const struct value *records = value_get(told, "ResourceRecords");
    struct sbuf out = {.arena = a};
    if (value_get(told, "AliasTarget"))
        return value_get_str(value_get(told, "AliasTarget"), "DNSName");
    for (size_t i = 0; i < value_len(records); i++)
        sbuf_printf(&out, "%s%s", i ? ", " : "", value_get_str(value_item(records, i), "Value"));
    return sbuf_str(&out);
}

/* "PRIMARY", "weight 10", "ap-northeast-1". */
static const char *role_of(struct arena *a, const struct value *told)
{
    if (value_get(told, "Weight"))
        return arena_printf(a, "weight %s", value_text(a, value_get(told, "Weight")));
    return value_get(told, "Failover") ? value_get_str(told, "Failover") : value_get_str(told, "Region");
}

static const struct region_ref *region_called(const struct gathering *g, const char *alias)
{
    for (size_t i = 0; i < g->q->n_regions; i++)
        if (str_eq(g->q->regions[i].alias, alias))
            return &g->q->regions[i];
    return NULL;
}

static bool is_well(const struct value *answer)
{
    const struct value *healthy = value_get(answer, "healthy");
    return !healthy || value_bool_of(healthy);
}

static struct value *answer_of(const struct gathering *g, const struct value *told)
{
    struct arena *a = g->a;
    struct value *v = value_map(a);
    const char *set = value_get_str(told, "SetIdentifier"), *role = role_of(a, told);
    const char *health = gathered_health(g, value_get_str(told, "HealthCheckId"));
    const struct entry *check = check_with(g, value_get_str(told, "HealthCheckId"));
    value_set_str(a, v, "target", target_of(a, told));
    if (*set)
        value_set_str(a, v, "set", set);
    if (region_called(g, set))
        value_set_str(a, v, "alias", set);
    if (*role)
        value_set_str(a, v, "role", role);
    if (check)
        value_set_str(a, v, "health_check", check->address);
    if (*health)
        value_set(a, v, "healthy", value_bool(a, str_eq(health, "true")));
    return v;
}

static const struct value *first_with(const struct value *answers, const char *role, bool well)
{
    for (size_t i = 0; i < value_len(answers); i++)
        if (str_eq(value_get_str(value_item(answers, i), "role"), role) && (!well || is_well(value_item(answers, i))))
            return value_item(answers, i);
    return NULL;
}

/* Of a failover pair; NULL: it is none. */
static const struct value *chosen_of_pair(const struct value *answers)
{
    const struct value *primary = first_with(answers, "PRIMARY", true);
    const struct value *secondary = first_with(answers, "SECONDARY", true);
    return primary ? primary : secondary ? secondary : first_with(answers, "PRIMARY", false);
}

static bool counts(const struct value *answer)
{
    return is_well(answer) && !str_eq(value_get_str(answer, "role"), "weight 0");
}

/* Marks those that a resolver may be given. */
static const struct value *chosen(struct arena *a, const struct value *answers)
{
    struct value *all = value_list(a);
    const struct value *one = chosen_of_pair(answers);
    size_t well = 0;
    for (size_t i = 0; i < value_len(answers); i++)
        well += counts(value_item(answers, i));
    for (size_t i = 0; i < value_len(answers); i++) {
        struct value *v = value_edit(a, value_item(answers, i));
        bool given = one ? value_item(answers, i) == one : !well || counts(v);
        value_set(a, v, "answers", value_bool(a, given));
        value_push(a, all, v);
    }
    return all;
}

/* What the listing of its zone says of one record; NULL: it is not there, or nobody said. */
static const struct value *told_of(const struct gathering *g, const struct entry *e)
{
    const struct value *known = value_overlay(g->a, e->inputs, e->outputs);
    for (size_t i = 0; i < g->n; i++) {
        const struct ask *x = &g->asks[i];
        bool zone = x->what == ASK_NAMES &&
                    str_eq(value_get_str(x->reading.in, "HostedZoneId"), value_get_str(known, "HostedZoneId"));
        if (zone && x->reading.call.end == CALL_OK)
            return record_fold(g->a, &route53_ListResourceRecordSets, x->reading.answer, known);
    }
    return NULL;
}

const struct value *status_names(const struct gathering *g)
{
    struct arena *a = g->a;
    struct value *all = value_list(a);
    for (size_t i = 0; i < state_count(g->q->state); i++) {
        const struct entry *e = state_entry(g->q->state, i);
        const struct value *record = str_eq(e->type, "AWS::Route53::RecordSet") ? told_of(g, e) : NULL;
        const struct value *sets = value_get(record, "ResourceRecordSets");
        struct value *v = value_map(a), *answers = value_list(a);
        if (!record)
            continue;
        for (size_t k = 0; k < value_len(sets); k++)
            value_push(a, answers, answer_of(g, value_item(sets, k)));
        value_set_str(a, v, "address", e->address);
        value_set(a, v, "name", value_get(record, "Name"));
        value_set(a, v, "type", value_get(record, "Type"));
        value_set(a, v, "answers", chosen(a, answers));
        value_push(a, all, v);
    }
    return all;
}
