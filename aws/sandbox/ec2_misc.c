#include "aws/sandbox/ec2.h"
#include "aws/sandbox/engine.h"
#include "aws/sandbox/iam.h"

#include <string.h>

/* Flow logs, tags, zones, regions. Source of rules: the EC2 API reference. */

/* clang-format off */
const struct sandbox_kind kind_flow_log = {
    .name = "vpc-flow-log", .service = "ec2", .id = "FlowLogId", .mint = "fl-", .tag_type = "vpc-flow-log", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:vpc-flow-log/{id}",
    .unique = "ResourceId TrafficType LogDestinationType LogGroupName LogDestination",
    .filled = (const struct filled[]){
        {"CreationTime", K_TIME, NULL}, {"FlowLogStatus", K_STR, "ACTIVE"}, {"DeliverLogsStatus", K_STR, "SUCCESS"},
        {"LogDestinationType", K_STR, "cloud-watch-logs"}, {"MaxAggregationInterval", K_INT, "600"},
        {0}},
    .refs = (const struct ref[]){{"ResourceId", &kind_vpc, REF_LOOSE}, {"ResourceId", &kind_subnet, REF_LOOSE}, {0}},
    .missing = {"InvalidFlowLogId.NotFound", "The flow log ID '{id}' does not exist"},
    .exists = {"FlowLogAlreadyExists", "There is an existing Flow Log with the same configuration and log destination."},
    .filters = (const struct filter[]){
        {"flow-log-id", "FlowLogId"}, {"resource-id", "ResourceId"}, {"log-group-name", "LogGroupName"}, {"traffic-type", "TrafficType"},
        {"deliver-log-status", "DeliverLogsStatus"}, {"log-destination-type", "LogDestinationType"}, {0}},
};
/* clang-format on */

static const char standard_format[] = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} "
                                      "${dstport} ${protocol} ${packets} ${bytes} "
                                      "${start} ${end} ${action} ${log-status}";

/* ---- flow logs --------------------------------------------------------------------------------------------------- */

static bool destination_fits(struct call *c)
{
    const char *type = has(c, "LogDestinationType") ? in_str(c, "LogDestinationType") : "cloud-watch-logs";
    if (!str_eq(type, "cloud-watch-logs"))
        return has(c, "LogDestination") || refuse(c, "MissingParameter", "LogDestination is required for %s", type);
    if (!has(c, "LogGroupName") && !has(c, "LogDestination"))
        return refuse(c, "InvalidParameter", "LogDestination or LogGroupName is required for cloud-watch-logs");
    if (!has(c, "DeliverLogsPermissionArn"))
        return refuse(c, "InvalidParameter",
                      "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.");
    const struct object *role = role_seen(c, in_str(c, "DeliverLogsPermissionArn"));
    if (!role || !role_trusts(c, role, "vpc-flow-logs.amazonaws.com"))
        return refuse(c, "InvalidParameter", "Unable to assume given IAM role");
    return true;
}

static bool flow_logs_fit(struct call *c)
{
    int64_t interval = in_int(c, "MaxAggregationInterval", 600);
    if (interval != 60 && interval != 600)
        return refuse(c, "InvalidParameter", "MaxAggregationInterval must be 60 or 600");
    if (!has_word("VPC Subnet", in_str(c, "ResourceType")))
        return refuse(c, "UnsupportedOperation", "the sandbox plays flow logs of VPCs and subnets only");
    if (!has(c, "TrafficType"))
        return refuse(c, "InvalidParameter", "TrafficType is required for %s", in_str(c, "ResourceType"));
    return destination_fits(c);
}

static void unsuccessful(struct call *c, struct value *list, const char *id, const char *code, const char *text)
{
    struct value *one = value_map(c->a), *error = value_map(c->a);
    value_set_str(c->a, error, "Code", code);
    value_set_str(c->a, error, "Message", text);
    value_set_str(c->a, one, "ResourceId", id);
    value_set(c->a, one, "Error", error);
    value_push(c->a, list, one);
}

static struct value *flow_log_of(struct call *c, const char *resource, const struct value *tags)
{
    struct value *v = value_map(c->a);
    for (size_t i = 0; i < value_len(c->in); i++)
        if (!has_word("ResourceIds ResourceType TagSpecifications ClientToken", value_key(c->in, i)))
            value_set(c->a, v, value_key(c->in, i), value_item(c->in, i));
    value_set_str(c->a, v, "ResourceId", resource);
    value_set(c->a, v, "$Tags", tags);
    if (!value_get(v, "LogFormat"))
        value_set_str(c->a, v, "LogFormat", standard_format);
    if (!value_get(v, "LogDestinationType"))
        value_set_str(c->a, v, "LogDestinationType", "cloud-watch-logs");
    return v;
}

/* One that is the same already: the answer to a repeated token, and a refusal otherwise. */
static bool flow_logs_are_new(struct call *c, const struct value *ids)
{
    const char *token = in_str(c, "ClientToken");
    for (size_t i = 0; i < value_len(ids); i++) {
        const struct value *v = flow_log_of(c, value_str_of(value_item(ids, i)), NULL);
        const struct object *same = object_by_unique(c->w, &kind_flow_log, c->region, v);
        if (same && (!*token || !str_eq(object_str(same, "$Token"), token)))
            return refuse(c, kind_flow_log.exists.code, "%s", kind_flow_log.exists.text);
    }
    return true;
}

static const char *flow_log_made(struct call *c, const char *resource, const struct value *tags)
{
    struct value *v = flow_log_of(c, resource, tags);
    const struct object *same = object_by_unique(c->w, &kind_flow_log, c->region, v);
    if (same)
        return same->id;
    value_set_str(c->a, v, "$Token", in_str(c, "ClientToken"));
    return make_along(c, &kind_flow_log, c->region, v)->id;
}

/* Several resources in one call, of which some may not be there: so the token is the flow log's own. */
bool flow_logs_create(struct call *c)
{
    const struct value *ids = value_get(c->in, "ResourceIds");
    const struct sandbox_kind *k = str_eq(in_str(c, "ResourceType"), "VPC") ? &kind_vpc : &kind_subnet;
    struct value *made = value_list(c->a), *bad = value_list(c->a), *tags;
    if (!flow_logs_fit(c) || !tags_of_request(c, &kind_flow_log, &tags) || !flow_logs_are_new(c, ids))
        return false;
    for (size_t i = 0; i < value_len(ids); i++) {
        const char *id = value_str_of(value_item(ids, i));
        if (object_find(c->w, k, c->region, id))
            value_push(c->a, made, value_str(c->a, flow_log_made(c, id, tags)));
        else
            unsuccessful(c, bad, id, k->missing.code, expand(c->w, c->a, k->missing.text, NULL, id, c->region));
    }
    value_set(c->a, c->out, "FlowLogIds", made);
    value_set(c->a, c->out, "Unsuccessful", bad);
    return true;
}

bool flow_logs_delete(struct call *c)
{
    const struct value *ids = value_get(c->in, "FlowLogIds");
    struct value *bad = value_list(c->a);
    for (size_t i = 0; i < value_len(ids); i++) {
        const char *id = value_str_of(value_item(ids, i));
        struct object *o = object_find(c->w, &kind_flow_log, c->region, id);
        if (o)
            object_remove(c->w, o);
        else
            unsuccessful(c, bad, id, kind_flow_log.missing.code,
                         expand(c->w, c->a, kind_flow_log.missing.text, NULL, id, c->region));
    }
    value_set(c->a, c->out, "Unsuccessful", bad);
    return true;
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

static const struct sandbox_kind *kind_of_id(const char *id)
{
    for (const struct sandbox_kind *const *k = sandbox_kinds; *k; k++)
        if (str_eq((*k)->service, "ec2") && (*k)->tag_type && str_starts(id, (*k)->mint))
            return *k;
    return NULL;
}

struct object *ec2_object(struct call *c, const char *id)
{
    const struct sandbox_kind *k = kind_of_id(id);
    if (!k) {
        refuse(c, "InvalidID", "The ID '%.60s' is not valid", id);
        return NULL;
    }
    struct object *o = object_find(c->w, k, c->region, id);
    if (!o)
        refuse_missing(c, k, id);
    return o;
}

static bool all_there(struct call *c, const struct value *ids)
{
    for (size_t i = 0; i < value_len(ids); i++)
        if (!ec2_object(c, value_str_of(value_item(ids, i))))
            return false;
    return true;
}

bool tags_create(struct call *c)
{
    const struct value *ids = value_get(c->in, "Resources");
    struct value *fresh;
    if (!all_there(c, ids) || !tags_of_request(c, &kind_vpc, &fresh))
        return false;
    for (int set = 0; set < 2; set++) {
        for (size_t i = 0; i < value_len(ids); i++) {
            struct object *o = ec2_object(c, value_str_of(value_item(ids, i)));
            const struct value *all = value_overlay(c->a, value_get(o->v, "$Tags"), fresh);
            if (!tags_check(c, all))
                return false;
            if (set)
                object_set(c->w, o, "$Tags", all);
        }
    }
    return true;
}

/* A tag with a value goes only when it has that value; no list of tags at all takes every one. */
static const struct value *tags_left(struct call *c, const struct value *tags)
{
    const struct value *drop = value_get(c->in, "Tags");
    struct value *left = value_map(c->a);
    for (size_t i = 0; drop && i < value_len(tags); i++) {
        bool goes = false;
        for (size_t d = 0; d < value_len(drop); d++) {
            const struct value *one = value_item(drop, d), *text = value_get(one, "Value");
            goes = goes || (str_eq(value_get_str(one, "Key"), value_key(tags, i)) &&
                            (!text || value_equal(text, value_item(tags, i))));
        }
        if (!goes)
            value_set(c->a, left, value_key(tags, i), value_item(tags, i));
    }
    return left;
}

bool tags_delete(struct call *c)
{
    const struct value *ids = value_get(c->in, "Resources");
    if (!all_there(c, ids))
        return false;
    for (size_t i = 0; i < value_len(ids); i++) {
        struct object *o = ec2_object(c, value_str_of(value_item(ids, i)));
        object_set(c->w, o, "$Tags", tags_left(c, value_get(o->v, "$Tags")));
    }
    return true;
}

static bool tag_passes(const struct value *filters, const struct value *tag)
{
    static const char *const names[][2] = {
        {"resource-id", "ResourceId"}, {"resource-type", "ResourceType"}, {"key", "Key"}, {"value", "Value"}};
    for (size_t i = 0; i < value_len(filters); i++) {
        const struct value *values = value_get(value_item(filters, i), "Values");
        const char *name = value_get_str(value_item(filters, i), "Name"), *text = "";
        bool any = false;
        for (size_t n = 0; n < COUNT(names); n++)
            text = str_eq(names[n][0], name) ? value_get_str(tag, names[n][1]) : text;
        for (size_t v = 0; v < value_len(values); v++)
            any = any || pattern_match(value_str_of(value_item(values, v)), text);
        if (!any)
            return false;
    }
    return true;
}

static void tell_tags(struct call *c, const struct object *o, struct value *list)
{
    const struct value *tags = value_get(o->v, "$Tags");
    for (size_t i = 0; i < value_len(tags); i++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "Key", value_key(tags, i));
        value_set(c->a, one, "Value", value_item(tags, i));
        value_set_str(c->a, one, "ResourceId", o->id);
        value_set_str(c->a, one, "ResourceType", o->kind->tag_type);
        if (tag_passes(value_get(c->in, "Filters"), one))
            value_push(c->a, list, one);
    }
}

bool tags_describe(struct call *c)
{
    struct value *list = value_list(c->a);
    for (const struct sandbox_kind *const *k = sandbox_kinds; *k; k++) {
        if (!str_eq((*k)->service, "ec2") || !(*k)->tag_type)
            continue;
        for (struct object *o = object_from(c->w, *k, c->region, 0); o;
             o = object_from(c->w, *k, c->region, o->seq + 1))
            tell_tags(c, o, list);
    }
    value_set(c->a, c->out, "Tags", list);
    return true;
}

/* ---- places ------------------------------------------------------------------------------------------------------ */

static bool zone_passes(const struct value *filters, const struct value *zone)
{
    static const char *const names[][2] = {{"zone-name", "ZoneName"},     {"zone-id", "ZoneId"},
                                           {"zone-type", "ZoneType"},     {"state", "State"},
                                           {"region-name", "RegionName"}, {"opt-in-status", "OptInStatus"},
                                           {"group-name", "GroupName"}};
    for (size_t i = 0; i < value_len(filters); i++)
        for (size_t n = 0; n < COUNT(names); n++)
            if (str_eq(names[n][0], value_get_str(value_item(filters, i), "Name")) &&
                !is_list_of(value_get(value_item(filters, i), "Values"), value_get_str(zone, names[n][1])))
                return false;
    return true;
}

bool zones_describe(struct call *c)
{
    struct sandbox_zone zones[8];
    size_t n = zones_of(c->a, c->region, zones, COUNT(zones));
    const struct value *names = value_get(c->in, "ZoneNames"), *ids = value_get(c->in, "ZoneIds");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < n; i++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "ZoneName", zones[i].name);
        value_set_str(c->a, one, "ZoneId", zones[i].id);
        value_set_str(c->a, one, "ZoneType", "availability-zone");
        value_set_str(c->a, one, "State", "available");
        value_set_str(c->a, one, "RegionName", c->region);
        value_set_str(c->a, one, "GroupName", arena_printf(c->a, "%s-zg-1", c->region));
        value_set_str(c->a, one, "NetworkBorderGroup", c->region);
        value_set_str(c->a, one, "OptInStatus", "opt-in-not-required");
        bool asked = (!names || is_list_of(names, zones[i].name)) && (!ids || is_list_of(ids, zones[i].id));
        if (asked && zone_passes(value_get(c->in, "Filters"), one))
            value_push(c->a, list, one);
    }
    if ((names || ids) && !value_len(list))
        return refuse(c, "InvalidParameterValue", "Invalid availability zone");
    value_set(c->a, c->out, "AvailabilityZones", list);
    return true;
}

static const struct value *region_told(struct call *c, const struct value *one)
{
    struct value *v = value_edit(c->a, one);
    if (faults_opted_out(&c->s->options.faults, value_get_str(one, "RegionName")))
        value_set_str(c->a, v, "OptInStatus", "not-opted-in");
    return v;
}

bool regions_describe(struct call *c)
{
    const struct value *all = regions_all(c->a), *names = value_get(c->in, "RegionNames");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(names); i++)
        if (!region_known(value_str_of(value_item(names, i))))
            return refuse(c, "InvalidParameterValue", "Invalid region name: %.40s", value_str_of(value_item(names, i)));
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = region_told(c, value_item(all, i));
        if ((!names || is_list_of(names, value_get_str(one, "RegionName"))) &&
            zone_passes(value_get(c->in, "Filters"), one) &&
            (in_bool(c, "AllRegions") || !str_eq(value_get_str(one, "OptInStatus"), "not-opted-in")))
            value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "Regions", list);
    return true;
}

bool account_describe(struct call *c)
{
    static const char *const attributes[][2] = {
        {"supported-platforms", "VPC"}, {"default-vpc", "none"},      {"max-instances", "20"},
        {"max-elastic-ips", "5"},       {"vpc-max-elastic-ips", "5"}, {"vpc-max-security-groups-per-interface", "5"}};
    const struct value *names = value_get(c->in, "AttributeNames");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < COUNT(attributes); i++) {
        if (names && !is_list_of(names, attributes[i][0]))
            continue;
        struct value *one = value_map(c->a), *values = value_list(c->a), *v = value_map(c->a);
        value_set_str(c->a, v, "AttributeValue", attributes[i][1]);
        value_push(c->a, values, v);
        value_set_str(c->a, one, "AttributeName", attributes[i][0]);
        value_set(c->a, one, "AttributeValues", values);
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "AccountAttributes", list);
    return true;
}
