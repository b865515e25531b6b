#include "aws/types/record_batch.h"

#include "aws/api/route53.h"
#include "provisioner/model/rtype.h"

#include <string.h>

static const char *const policies[] = {"Weight", "Region", "Failover", "GeoLocation", "MultiValueAnswer"};

/* Variants of one identity, under one policy, replace each other; all else has to go before the other can come. */
static bool same_place(const struct value *x, const struct value *y)
{
    for (size_t i = 0; i < COUNT(policies); i++)
        if (!value_get(x, policies[i]) != !value_get(y, policies[i]))
            return false;
    return str_eq(value_get_str(x, "SetIdentifier"), value_get_str(y, "SetIdentifier"));
}

static bool has_place(const struct value *list, const struct value *one)
{
    for (size_t i = 0; i < value_len(list); i++)
        if (same_place(value_item(list, i), one))
            return true;
    return false;
}

static const struct value *change(struct arena *a, const char *action, const struct value *of,
                                  const struct value *variant)
{
    struct value *change = value_map(a), *set = value_edit(a, variant);
    value_set(a, set, "Name", value_get(of, "Name"));
    value_set(a, set, "Type", value_get(of, "Type"));
    value_set_str(a, change, "Action", action);
    value_set(a, change, "ResourceRecordSet", set);
    return change;
}

/* What goes is deleted by what AWS told of it, to the letter. */
void record_deal(struct arena *a, const struct value *want, const struct value *have, struct value *request)
{
    struct value *changes = value_list(a), *batch = value_map(a);
    const struct value *now = value_get(have, "ResourceRecordSets"), *then = value_get(want, "ResourceRecordSets");
    for (size_t i = 0; i < value_len(now); i++)
        if (!has_place(then, value_item(now, i)))
            value_push(a, changes, change(a, "DELETE", have, value_item(now, i)));
    for (size_t i = 0; i < value_len(then); i++)
        value_push(a, changes, change(a, "UPSERT", want, value_item(then, i)));
    value_set(a, batch, "Changes", changes);
    value_set(a, request, "ChangeBatch", batch);
}

static const char *leader_of(const struct value *variants)
{
    for (size_t i = 0; i < value_len(variants); i++)
        if (str_eq(value_get_str(value_item(variants, i), "Failover"), "PRIMARY"))
            return value_get_str(value_item(variants, i), "SetIdentifier");
    return "";
}

static bool has_identifier(const struct value *variants, const char *identifier)
{
    for (size_t i = 0; i < value_len(variants); i++)
        if (str_eq(value_get_str(value_item(variants, i), "SetIdentifier"), identifier))
            return true;
    return false;
}

/* Who answers first is moved by a switch between regions, and by nothing else. */
static const struct value *led_as_now(struct arena *a, const struct value *want, const struct value *have)
{
    const struct value *then = value_get(want, "ResourceRecordSets");
    const char *leader = leader_of(value_get(have, "ResourceRecordSets"));
    struct value *all = value_list(a), *led = value_edit(a, want);
    if (!*leader || str_eq(leader, leader_of(then)) || !has_identifier(then, leader))
        return want;
    for (size_t i = 0; i < value_len(then); i++) {
        struct value *one = value_edit(a, value_item(then, i));
        bool leads = str_eq(value_get_str(one, "SetIdentifier"), leader);
        if (value_get(one, "Failover"))
            value_set_str(a, one, "Failover", leads ? "PRIMARY" : "SECONDARY");
        value_push(a, all, one);
    }
    value_set(a, led, "ResourceRecordSets", all);
    return led;
}

struct err *record_batch(struct arena *a, const struct op *op, struct value *request, const struct value *want,
                         const struct value *have)
{
    if (op == &route53_ChangeResourceRecordSets)
        record_deal(a, led_as_now(a, want, have), have, request);
    return NULL;
}

static const struct value *plain_variant(struct arena *a, const struct value *told)
{
    const struct value *variant = value_without(a, value_without(a, told, "Name"), "Type");
    const struct value *alias = value_get(told, "AliasTarget");
    if (!alias)
        return variant;
    struct value *target = value_edit(a, alias), *with = value_edit(a, variant);
    value_set_str(a, target, "DNSName", host_plain(a, value_get_str(alias, "DNSName")));
    value_set(a, with, "AliasTarget", target);
    return with;
}

static struct value *record_of(struct arena *a, const struct value *told, struct value *variants)
{
    struct value *record = value_map(a);
    value_set_str(a, record, "Name", host_plain(a, value_get_str(told, "Name")));
    value_set(a, record, "Type", value_get(told, "Type"));
    value_set(a, record, "ResourceRecordSets", variants);
    return record;
}

static bool of_one_set(const struct value *x, const struct value *y)
{
    return value_equal(value_get(x, "Name"), value_get(y, "Name")) &&
           value_equal(value_get(x, "Type"), value_get(y, "Type"));
}

/* What belongs together stands together. Of an answer that is cut short, the last may go on. */
static const struct value *all_records(struct arena *a, const struct value *answer)
{
    const struct value *all = value_get(answer, "ResourceRecordSets");
    struct value *records = value_list(a), *variants = NULL, *told = value_map(a);
    size_t n = value_len(all);
    while (n && value_bool_of(value_get(answer, "IsTruncated")) &&
           of_one_set(value_item(all, n - 1), value_item(all, value_len(all) - 1)))
        n--;
    for (size_t i = 0; i < n; i++) {
        if (!i || !of_one_set(value_item(all, i - 1), value_item(all, i))) {
            variants = value_list(a);
            value_push(a, records, record_of(a, value_item(all, i), variants));
        }
        value_push(a, variants, plain_variant(a, value_item(all, i)));
    }
    value_set(a, told, "Records", records);
    return told;
}

/* The list begins where the name and type would stand, and goes on with what follows them. */
const struct value *record_fold(struct arena *a, const struct op *op, const struct value *answer,
                                const struct value *known)
{
    struct value *variants = value_list(a), *record = value_map(a);
    const struct value *all = value_get(answer, "ResourceRecordSets");
    const char *name = host_plain(a, value_get_str(known, "Name")), *type = value_get_str(known, "Type");
    if (op != &route53_ListResourceRecordSets)
        return answer;
    if (!known)
        return all_records(a, answer);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *told = value_item(all, i);
        if (str_eq(host_plain(a, value_get_str(told, "Name")), name) && str_eq(value_get_str(told, "Type"), type))
            value_push(a, variants, plain_variant(a, told));
    }
    value_set(a, record, "HostedZoneId", value_get(known, "HostedZoneId"));
    value_set_str(a, record, "Name", name);
    value_set_str(a, record, "Type", type);
    value_set(a, record, "ResourceRecordSets", variants);
    return value_len(variants) ? record : NULL;
}
