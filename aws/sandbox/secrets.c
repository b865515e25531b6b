#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * Secrets Manager. A replica is an object of its own in its region, which takes what it tells from the primary. Source
 * of rules: the Secrets Manager API reference and user guide.
 */

static void secret_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_secret = {
    .name = "secret", .service = "secretsmanager", .id = "Name", .tags_member = "Tags",
    .arn = "arn:aws:secretsmanager:{region}:{account}:secret:{id}-{$Suffix}", .arn_member = "ARN",
    .status = "$State",
    .lives = (const struct life[]){
        {"make",      DOC,   {{"Active", 0}}},
        {"replicate", GUESS, {{"InProgress", 20}, {"Active", 0}}},
        {"schedule",  DOC,   {{"Scheduled", 30 * 24 * 3600}, {NULL, 0}}},
        {"force",     GUESS, {{"Forced", 10}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"CreatedDate", K_TIME, NULL}, {"LastChangedDate", K_TIME, NULL}, {0}},
    .missing = {"ResourceNotFoundException", "Secrets Manager can't find the specified secret."},
    .view = secret_view,
};
/* clang-format on */

enum {
    TOKEN_LEAST = 32,
    TOKEN_MOST = 64,
    VALUE_MOST = 65536,
    NAME_MOST = 512,
    WINDOW_LEAST = 7,
    WINDOW_MOST = 30,
    ROTATION_MOST = 1000,
    DAY_S = 24 * 3600
};

static const char no_token[] = "You must provide a ClientRequestToken value. We recommend a UUID-type value.";

/* ---- primary and replica ----------------------------------------------------------------------------------------- */

static bool is_replica(const struct object *o)
{
    return object_bool(o, "$Replica");
}

static const struct object *primary_of(struct call *c, const struct object *o)
{
    const struct object *primary =
        is_replica(o) ? object_find(c->w, &kind_secret, object_str(o, "PrimaryRegion"), o->id) : o;
    return primary ? primary : o;
}

static const struct value *replication(struct call *c, const struct object *o)
{
    const struct value *regions = value_get(o->v, "$Regions");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(regions); i++) {
        const struct value *asked = value_item(regions, i);
        const struct object *replica = object_find(c->w, &kind_secret, value_get_str(asked, "Region"), o->id);
        struct value *one = value_edit(c->a, asked);
        bool ours = replica && is_replica(replica) && str_eq(object_str(replica, "PrimaryRegion"), o->region);
        value_set_str(c->a, one, "Status",
                      !ours                                      ? "Failed"
                      : str_eq(object_status(replica), "Active") ? "InSync"
                                                                 : "InProgress");
        if (!ours)
            value_set_str(c->a, one, "StatusMessage",
                          "Replication failed: a secret of this name already exists in the region");
        value_push(c->a, list, one);
    }
    return list;
}

static const struct value *stages_of_versions(struct arena *a, const struct value *versions)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < value_len(versions); i++)
        if (value_len(value_get(value_item(versions, i), "Stages")))
            value_set(a, map, value_get_str(value_item(versions, i), "VersionId"),
                      value_get(value_item(versions, i), "Stages"));
    return map;
}

static void secret_view(struct call *c, const struct object *o, struct value *view)
{
    const struct object *primary = primary_of(c, o);
    const struct value *stages = stages_of_versions(c->a, value_get(primary->v, "$Versions"));
    if (value_len(stages)) {
        value_set(c->a, view, "VersionIdsToStages", stages);
        value_set(c->a, view, "SecretVersionsToStages", stages);
    }
    if (primary != o) {
        value_set(c->a, view, "Description", value_get(primary->v, "Description"));
        value_set(c->a, view, "Tags", tags_told(c, c->service, value_get(primary->v, "$Tags")));
    } else if (value_len(value_get(o->v, "$Regions"))) {
        value_set_str(c->a, view, "PrimaryRegion", o->region);
        value_set(c->a, view, "ReplicationStatus", replication(c, o));
    }
}

/* ---- finding ----------------------------------------------------------------------------------------------------- */

/* By name or ARN. A replica that is still being copied is not there yet. */
static bool find(struct call *c)
{
    const char *id = in_str(c, "SecretId");
    struct object *o = object_find(c->w, &kind_secret, c->region, id);
    c->object = o;
    if (!o || has_word("InProgress Forced", object_status(o)))
        return refuse_missing(c, &kind_secret, id);
    return true;
}

static bool find_active(struct call *c)
{
    if (!find(c))
        return false;
    return str_eq(object_status(c->object), "Active") ||
           refuse(c, "InvalidRequestException",
                  "You can't perform this operation on the secret because it was marked for deletion.");
}

static bool find_writable(struct call *c)
{
    if (!find_active(c))
        return false;
    return !is_replica(c->object) ||
           refuse(c, "InvalidRequestException",
                  "Operation not permitted on a replica secret. Call must be made in primary secret's region.");
}

static void tell(struct call *c, const struct object *o)
{
    out_str(c, "ARN", object_arn(o));
    out_str(c, "Name", o->id);
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static const struct value *content(struct call *c)
{
    struct value *v = value_map(c->a);
    value_set(c->a, v, "SecretString", value_get(c->in, "SecretString"));
    value_set(c->a, v, "SecretBinary", value_get(c->in, "SecretBinary"));
    return v;
}

static bool brings_value(const struct call *c)
{
    return has(c, "SecretString") || has(c, "SecretBinary");
}

static bool value_fits(struct call *c)
{
    size_t n = strlen(in_str(c, "ClientRequestToken"));
    if (has(c, "SecretString") && has(c, "SecretBinary"))
        return refuse(c, "InvalidParameterException", "You can't specify both SecretString and SecretBinary.");
    if (!brings_value(c))
        return true;
    if (!n)
        return refuse(c, "InvalidRequestException", "%s", no_token);
    if (n < TOKEN_LEAST || n > TOKEN_MOST)
        return refuse(c, "InvalidParameterException", "ClientRequestToken must be %d-%d characters long.", TOKEN_LEAST,
                      TOKEN_MOST);
    if (!*in_str(c, "SecretString") && !*in_str(c, "SecretBinary"))
        return refuse(c, "InvalidParameterException", "You must provide either SecretString or SecretBinary.");
    return strlen(in_str(c, "SecretString")) <= VALUE_MOST ||
           refuse(c, "InvalidParameterException", "The secret value is longer than %d bytes", VALUE_MOST);
}

static const struct value *version_named(const struct value *versions, const char *id)
{
    for (size_t i = 0; i < value_len(versions); i++)
        if (str_eq(value_get_str(value_item(versions, i), "VersionId"), id))
            return value_item(versions, i);
    return NULL;
}

static const struct value *staged(struct arena *a, const char *stage)
{
    struct value *list = value_list(a);
    if (stage)
        value_push(a, list, value_str(a, stage));
    return list;
}

/* The new version is current, the one that was is previous, and what was previous has no stage left. */
static const struct value *with_version(struct call *c, const struct value *versions)
{
    struct value *list = value_list(c->a), *fresh = value_edit(c->a, content(c));
    for (size_t i = 0; i < value_len(versions); i++) {
        struct value *one = value_edit(c->a, value_item(versions, i));
        bool current = is_list_of(value_get(one, "Stages"), "AWSCURRENT");
        value_set(c->a, one, "Stages", staged(c->a, current ? "AWSPREVIOUS" : NULL));
        if (current)
            value_push(c->a, list, one);
    }
    value_set_str(c->a, fresh, "VersionId", in_str(c, "ClientRequestToken"));
    value_set_str(c->a, fresh, "CreatedDate", iso_time(c->a, world_now(c->w)));
    value_set(c->a, fresh, "Stages", staged(c->a, "AWSCURRENT"));
    value_push(c->a, list, fresh);
    return list;
}

static bool same_content(struct call *c, const struct value *version)
{
    const struct value *now = content(c);
    return value_equal(value_get(now, "SecretString"), value_get(version, "SecretString")) &&
           value_equal(value_get(now, "SecretBinary"), value_get(version, "SecretBinary"));
}

static bool store_version(struct call *c, struct object *o)
{
    const struct value *versions = value_get(o->v, "$Versions");
    const struct value *spent = version_named(versions, in_str(c, "ClientRequestToken"));
    if (spent && !same_content(c, spent))
        return refuse(
            c, "ResourceExistsException",
            "You can't use ClientRequestToken %.64s because that value is already in use for a version of secret %s.",
            in_str(c, "ClientRequestToken"), object_arn(o));
    if (!spent)
        object_set(c->w, o, "$Versions", with_version(c, versions));
    object_set_str(c->w, o, "LastChangedDate", iso_time(c->a, world_now(c->w)));
    out_str(c, "VersionId", in_str(c, "ClientRequestToken"));
    value_set(c->a, c->out, "VersionStages", staged(c->a, "AWSCURRENT"));
    return true;
}

/* ---- replicas ---------------------------------------------------------------------------------------------------- */

static bool regions_fit(struct call *c)
{
    const struct value *list = value_get(c->in, "AddReplicaRegions");
    struct object *key;
    for (size_t i = 0; i < value_len(list); i++) {
        const char *region = value_get_str(value_item(list, i), "Region"),
                   *id = value_get_str(value_item(list, i), "KmsKeyId");
        if (!region_known(region))
            return refuse(c, "InvalidParameterException", "Invalid replica region: %.40s", region);
        if (str_eq(region, c->region))
            return refuse(c, "InvalidParameterException", "Invalid replica region: the primary's own region %s",
                          region);
        for (size_t j = 0; j < i; j++)
            if (str_eq(value_get_str(value_item(list, j), "Region"), region))
                return refuse(c, "InvalidParameterException", "Duplicate replica region %s", region);
        if (*id && !key_usable(c, region, id, "InvalidParameterException", &key))
            return false;
    }
    return true;
}

static void make_replica(struct call *c, const struct object *o, const struct value *asked)
{
    const char *region = value_get_str(asked, "Region");
    struct object *there = object_find(c->w, &kind_secret, region, o->id);
    if (there && !in_bool(c, "ForceOverwriteReplicaSecret"))
        return;
    if (there)
        object_remove(c->w, there);
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "Name", o->id);
    value_set_str(c->a, v, "ARN", expand(c->w, c->a, kind_secret.arn, o->v, o->id, region));
    value_set_str(c->a, v, "PrimaryRegion", o->region);
    value_set(c->a, v, "KmsKeyId", value_get(asked, "KmsKeyId"));
    value_set(c->a, v, "$Replica", value_bool(c->a, true));
    value_set(c->a, v, "$Tags", value_map(c->a));
    value_set(c->a, v, "CreatedDate", value_get(o->v, "CreatedDate"));
    object_new(c->w, &kind_secret, region, o->id, v, "replicate");
}

static void add_regions(struct call *c, struct object *o)
{
    const struct value *list = value_get(c->in, "AddReplicaRegions");
    struct value *all = value_list(c->a);
    const struct value *was = value_get(o->v, "$Regions");
    for (size_t i = 0; i < value_len(was); i++) {
        bool again = false;
        for (size_t j = 0; j < value_len(list); j++)
            again = again ||
                    str_eq(value_get_str(value_item(list, j), "Region"), value_get_str(value_item(was, i), "Region"));
        if (!again)
            value_push(c->a, all, value_item(was, i));
    }
    for (size_t i = 0; i < value_len(list); i++) {
        value_push(c->a, all, value_item(list, i));
        make_replica(c, o, value_item(list, i));
    }
    object_set(c->w, o, "$Regions", all);
}

static bool replicate(struct call *c)
{
    if (!find_writable(c) || !regions_fit(c))
        return false;
    add_regions(c, c->object);
    out_str(c, "ARN", object_arn(c->object));
    value_set(c->a, c->out, "ReplicationStatus", replication(c, c->object));
    return true;
}

static bool unreplicate(struct call *c)
{
    const struct value *drop = value_get(c->in, "RemoveReplicaRegions");
    if (!find_writable(c))
        return false;
    const struct value *was = value_get(c->object->v, "$Regions");
    struct value *left = value_list(c->a);
    for (size_t i = 0; i < value_len(was); i++) {
        const char *region = value_get_str(value_item(was, i), "Region");
        struct object *replica = object_find(c->w, &kind_secret, region, c->object->id);
        if (!is_list_of(drop, region))
            value_push(c->a, left, value_item(was, i));
        else if (replica && is_replica(replica))
            object_remove(c->w, replica);
    }
    object_set(c->w, c->object, "$Regions", left);
    out_str(c, "ARN", object_arn(c->object));
    value_set(c->a, c->out, "ReplicationStatus", replication(c, c->object));
    return true;
}

/* ---- creating and changing --------------------------------------------------------------------------------------- */

static bool name_fits(struct call *c)
{
    const char *name = in_str(c, "Name");
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_+=.@-");
    if (!*name || name[n] || strlen(name) > NAME_MOST)
        return refuse(
            c, "InvalidParameterException",
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
    return true;
}

/* True: there is a secret of that name, and the call is answered or refused. */
static bool name_taken(struct call *c)
{
    struct object *o = object_find(c->w, &kind_secret, c->region, in_str(c, "Name"));
    if (!o)
        return false;
    const struct value *version = version_named(value_get(o->v, "$Versions"), in_str(c, "ClientRequestToken"));
    if (has_word("Scheduled Forced", object_status(o)))
        refuse(c, "InvalidRequestException",
               "You can't create this secret because a secret with this name is already scheduled for deletion.");
    else if (!version || !same_content(c, version))
        refuse(c, "ResourceExistsException", "The operation failed because the secret %s already exists.", o->id);
    tell(c, o);
    out_str(c, "VersionId", in_str(c, "ClientRequestToken"));
    return true;
}

static bool secret_key_fits(struct call *c)
{
    struct object *key;
    return !has(c, "KmsKeyId") || key_usable(c, c->region, in_str(c, "KmsKeyId"), "InvalidParameterException", &key);
}

static bool create(struct call *c)
{
    struct value *v = value_map(c->a), *tags;
    if (!name_fits(c) || !value_fits(c) || !regions_fit(c))
        return false;
    if (name_taken(c))
        return !c->fault.code;
    if (!secret_key_fits(c) || !tags_of_request(c, &kind_secret, &tags))
        return false;
    value_set_str(c->a, v, "Name", in_str(c, "Name"));
    value_set(c->a, v, "Description", value_get(c->in, "Description"));
    value_set(c->a, v, "KmsKeyId", value_get(c->in, "KmsKeyId"));
    value_set_str(c->a, v, "$Suffix", mint_hex(c->w, c->a, 6));
    value_set(c->a, v, "$Tags", tags);
    value_set(c->a, v, "$Versions", value_list(c->a));
    c->object = make_along(c, &kind_secret, c->region, v);
    tell(c, c->object);
    if (brings_value(c) && !store_version(c, c->object))
        return false;
    if (!has(c, "AddReplicaRegions"))
        return true;
    add_regions(c, c->object);
    value_set(c->a, c->out, "ReplicationStatus", replication(c, c->object));
    return true;
}

static bool update(struct call *c)
{
    if (!find_writable(c) || !value_fits(c) || !secret_key_fits(c))
        return false;
    if (brings_value(c) && !store_version(c, c->object))
        return false;
    object_set(c->w, c->object, "Description", value_get(c->in, "Description"));
    object_set(c->w, c->object, "KmsKeyId", value_get(c->in, "KmsKeyId"));
    object_set_str(c->w, c->object, "LastChangedDate", iso_time(c->a, world_now(c->w)));
    tell(c, c->object);
    return true;
}

static bool put_value(struct call *c)
{
    if (!find_writable(c) || !value_fits(c))
        return false;
    if (!brings_value(c))
        return refuse(c, "InvalidParameterException", "You must provide either SecretString or SecretBinary.");
    tell(c, c->object);
    return store_version(c, c->object);
}

static const struct value *version_asked(struct call *c, const struct value *versions)
{
    const char *id = in_str(c, "VersionId"), *stage = has(c, "VersionStage") ? in_str(c, "VersionStage") : "AWSCURRENT";
    for (size_t i = 0; i < value_len(versions); i++) {
        const struct value *v = value_item(versions, i);
        bool named = !*id || str_eq(value_get_str(v, "VersionId"), id);
        bool at_stage = (*id && !has(c, "VersionStage")) || is_list_of(value_get(v, "Stages"), stage);
        if (named && at_stage)
            return v;
    }
    return NULL;
}

static bool get_value(struct call *c)
{
    if (!find_active(c))
        return false;
    const struct value *v = version_asked(c, value_get(primary_of(c, c->object)->v, "$Versions"));
    if (!v)
        return refuse(c, "ResourceNotFoundException",
                      "Secrets Manager can't find the specified secret value for staging label: %s",
                      has(c, "VersionStage") ? in_str(c, "VersionStage") : "AWSCURRENT");
    tell(c, c->object);
    value_set(c->a, c->out, "VersionStages", value_get(v, "Stages"));
    for (size_t i = 0; i < value_len(v); i++)
        value_set(c->a, c->out, value_key(v, i), value_item(v, i));
    return true;
}

static bool describe(struct call *c)
{
    if (!find(c))
        return false;
    c->out = view_of(c, c->object);
    return true;
}

/* ---- deleting ---------------------------------------------------------------------------------------------------- */

static bool window_fits(struct call *c)
{
    int64_t days = in_int(c, "RecoveryWindowInDays", WINDOW_MOST);
    if (has(c, "RecoveryWindowInDays") && in_bool(c, "ForceDeleteWithoutRecovery"))
        return refuse(c, "InvalidParameterException",
                      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    return (days >= WINDOW_LEAST && days <= WINDOW_MOST) ||
           refuse(c, "InvalidParameterException",
                  "The RecoveryWindowInDays value must be between %d and %d days (inclusive).", WINDOW_LEAST,
                  WINDOW_MOST);
}

static bool delete (struct call *c)
{
    int64_t days = in_bool(c, "ForceDeleteWithoutRecovery") ? 0 : in_int(c, "RecoveryWindowInDays", WINDOW_MOST);
    if (!window_fits(c) || !find_writable(c))
        return false;
    if (value_len(value_get(c->object->v, "$Regions")))
        return refuse(c, "InvalidRequestException", "You can't delete secret %s that still has replica regions.",
                      c->object->id);
    object_live(c->w, c->object, days ? "schedule" : "force");
    if (days)
        object_lasts(c->w, c->object, days * DAY_S);
    const char *date = iso_time(c->a, world_now(c->w) + days * DAY);
    object_set_str(c->w, c->object, "DeletedDate", date);
    tell(c, c->object);
    out_str(c, "DeletionDate", date);
    return true;
}

static bool restore(struct call *c)
{
    if (!find(c))
        return false;
    object_unset(c->w, c->object, "DeletedDate");
    object_live(c->w, c->object, "make");
    tell(c, c->object);
    return true;
}

/* ---- lists and tags ---------------------------------------------------------------------------------------------- */

static bool any_tag(const struct value *tags, const char *key, const char *text)
{
    for (size_t i = 0; i < value_len(tags); i++) {
        bool hit = str_eq(key, "tag-value") ? str_starts(value_str_of(value_item(tags, i)), text)
                                            : str_starts(value_key(tags, i), text);
        if (hit)
            return true;
    }
    return false;
}

/* Values are prefixes; one that begins with '!' must not match. */
static bool filter_passes(struct call *c, const struct object *o, const struct value *filter)
{
    const char *key = value_get_str(filter, "Key");
    const struct value *values = value_get(filter, "Values");
    const struct object *primary = primary_of(c, o);
    for (size_t i = 0; i < value_len(values); i++) {
        const char *text = value_str_of(value_item(values, i));
        bool no = *text == '!';
        text += no;
        bool hit = str_starts(key, "tag-")         ? any_tag(value_get(primary->v, "$Tags"), key, text)
                   : str_eq(key, "description")    ? str_starts(object_str(primary, "Description"), text)
                   : str_eq(key, "primary-region") ? str_starts(object_str(o, "PrimaryRegion"), text)
                                                   : str_starts(o->id, text);
        if (hit != no)
            return true;
    }
    return false;
}

static bool listed(struct call *c, const struct object *o)
{
    const struct value *filters = value_get(c->in, "Filters");
    if (has_word("InProgress Forced", object_status(o)))
        return false;
    if (str_eq(object_status(o), "Scheduled") && !in_bool(c, "IncludePlannedDeletion"))
        return false;
    for (size_t i = 0; i < value_len(filters); i++)
        if (!filter_passes(c, o, value_item(filters, i)))
            return false;
    return true;
}

/* Its filters are read here; the list must not take them for those of EC2. */
static bool list(struct call *c)
{
    struct value *all = value_list(c->a);
    int64_t limit = in_int(c, "MaxResults", 100), seq = 0;
    const char *token = in_str(c, "NextToken");
    if (limit < 1 || limit > 100)
        return refuse(c, "InvalidParameterException", "MaxResults must be between 1 and 100");
    if (*token && (!parse_int(token, &seq) || seq < 0))
        return refuse(c, "InvalidNextTokenException", "The NextToken value is invalid.");
    struct object *o = object_from(c->w, &kind_secret, c->region, (uint64_t)seq);
    for (; o; o = object_from(c->w, &kind_secret, c->region, o->seq + 1)) {
        if (!listed(c, o))
            continue;
        if ((int64_t)value_len(all) == limit)
            break;
        value_push(c->a, all, view_of(c, o));
    }
    if (o)
        out_str(c, "NextToken", arena_printf(c->a, "%llu", (unsigned long long)o->seq));
    value_set(c->a, c->out, "SecretList", all);
    return true;
}

/* ---- rotation and policy ----------------------------------------------------------------------------------------- */

static bool rules_fit(struct call *c, const struct value *rules)
{
    const char *schedule = value_get_str(rules, "ScheduleExpression");
    const struct value *days = value_get(rules, "AutomaticallyAfterDays");
    if (*schedule && days)
        return refuse(c, "InvalidParameterException",
                      "You can't specify both AutomaticallyAfterDays and ScheduleExpression.");
    if (*schedule && !str_starts(schedule, "rate(") && !str_starts(schedule, "cron("))
        return refuse(c, "InvalidParameterException", "ScheduleExpression is neither a rate nor a cron expression");
    return !days || (value_int_of(days) >= 1 && value_int_of(days) <= ROTATION_MOST) ||
           refuse(c, "InvalidParameterException", "AutomaticallyAfterDays must be between 1 and %d", ROTATION_MOST);
}

/* When its days are over; a schedule's next time is not worked out. */
static void plan_rotation(struct call *c, struct object *o)
{
    const struct value *days = value_path(c->a, o->v, "RotationRules.AutomaticallyAfterDays");
    int64_t now = world_now(c->w);
    if (!has(c, "RotateImmediately") || in_bool(c, "RotateImmediately"))
        object_set_str(c->w, o, "LastRotatedDate", iso_time(c->a, now));
    if (days)
        object_set_str(c->w, o, "NextRotationDate", iso_time(c->a, now + value_int_of(days) * DAY));
}

/* The function's work is not played: the value stays as it is. */
static bool rotate(struct call *c)
{
    const struct value *rules = value_get(c->in, "RotationRules");
    size_t n = strlen(in_str(c, "ClientRequestToken"));
    if (!find_writable(c) || !rules_fit(c, rules))
        return false;
    if (n < TOKEN_LEAST || n > TOKEN_MOST)
        return refuse(c, "InvalidParameterException", "%s", no_token);
    if (!has(c, "RotationLambdaARN") && !*object_str(c->object, "RotationLambdaARN"))
        return refuse(c, "InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.");
    if (!rules && !value_get(c->object->v, "RotationRules"))
        return refuse(c, "InvalidParameterException", "You must specify RotationRules");
    if (has(c, "RotationLambdaARN"))
        object_set(c->w, c->object, "RotationLambdaARN", value_get(c->in, "RotationLambdaARN"));
    if (rules)
        object_set(c->w, c->object, "RotationRules", rules);
    object_set(c->w, c->object, "RotationEnabled", value_bool(c->a, true));
    plan_rotation(c, c->object);
    tell(c, c->object);
    out_str(c, "VersionId", in_str(c, "ClientRequestToken"));
    return true;
}

static bool rotate_no_more(struct call *c)
{
    if (!find_writable(c))
        return false;
    object_set(c->w, c->object, "RotationEnabled", value_bool(c->a, false));
    object_unset(c->w, c->object, "NextRotationDate");
    tell(c, c->object);
    return true;
}

static bool lets_everybody_in(struct arena *a, const struct value *policy)
{
    const struct value *statements = value_get(policy, "Statement");
    for (size_t i = 0; i < value_len(statements); i++) {
        const struct value *s = value_item(statements, i);
        bool anybody =
            str_eq(value_get_str(s, "Principal"), "*") || str_eq(value_text(a, value_path(a, s, "Principal.AWS")), "*");
        if (str_eq(value_get_str(s, "Effect"), "Allow") && anybody && !value_get(s, "Condition"))
            return true;
    }
    return false;
}

static bool policy_put(struct call *c)
{
    const char *text = in_str(c, "ResourcePolicy");
    if (!find_writable(c))
        return false;
    if (!policy_valid(c->a, text))
        return refuse(c, "MalformedPolicyDocumentException", "This resource policy contains invalid Json.");
    if (in_bool(c, "BlockPublicPolicy") && lets_everybody_in(c->a, value_of_json(c->a, text)))
        return refuse(c, "PublicPolicyException", "The resource policy grants broad access to the secret.");
    object_set_str(c->w, c->object, "$Policy", text);
    tell(c, c->object);
    return true;
}

static bool policy_show(struct call *c)
{
    if (!find_active(c))
        return false;
    tell(c, c->object);
    if (*object_str(c->object, "$Policy"))
        out_str(c, "ResourcePolicy", object_str(c->object, "$Policy"));
    return true;
}

static bool policy_drop(struct call *c)
{
    if (!find_writable(c))
        return false;
    object_unset(c->w, c->object, "$Policy");
    tell(c, c->object);
    return true;
}

static bool tag(struct call *c)
{
    return find_writable(c);
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateSecret",                 ACT_RULE,  .rule = create},
    {"DescribeSecret",               ACT_RULE,  .rule = describe},
    {"ListSecrets",                  ACT_RULE,  .rule = list},
    {"UpdateSecret",                 ACT_RULE,  .rule = update},
    {"DeleteSecret",                 ACT_RULE,  .rule = delete},
    {"RestoreSecret",                ACT_RULE,  .rule = restore},
    {"RotateSecret",                 ACT_RULE,  .rule = rotate},
    {"CancelRotateSecret",           ACT_RULE,  .rule = rotate_no_more},
    {"PutResourcePolicy",            ACT_RULE,  .rule = policy_put},
    {"GetResourcePolicy",            ACT_RULE,  .rule = policy_show},
    {"DeleteResourcePolicy",         ACT_RULE,  .rule = policy_drop},
    {"GetSecretValue",               ACT_RULE,  .rule = get_value},
    {"PutSecretValue",               ACT_RULE,  .rule = put_value},
    {"ReplicateSecretToRegions",     ACT_RULE,  .rule = replicate},
    {"RemoveRegionsFromReplication", ACT_RULE,  .rule = unreplicate},
    {"TagResource",                  ACT_TAG,   &kind_secret, .by = "SecretId", .rule = tag},
    {"UntagResource",                ACT_UNTAG, &kind_secret, .by = "SecretId"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_secretsmanager = {.id = "secretsmanager",
                                                       .ops = ops,
                                                       .invalid = "InvalidParameterException",
                                                       .tag_key = "Key",
                                                       .tag_value = "Value",
                                                       .page_min = 1,
                                                       .page_max = 100,
                                                       .page = 100};
