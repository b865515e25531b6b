#include "aws/sandbox/iam.h"
#include "aws/sandbox/s3.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What S3 checks of a lifecycle, a replication and a policy. Source: the API reference's elements of each, "Lifecycle
 * configuration elements", "Replication configuration file elements", "Blocking public access" of the user guide. */

enum { RULES_MOST = 1000, ID_MOST = 255, POLICY_MOST = 20 * 1024, IA_DAYS = 30, RTC_MINUTES = 15 };

static bool malformed(struct call *c)
{
    return refuse(c, "MalformedXML",
                  "The XML you provided was not well-formed or did not validate against our published schema");
}

/* ---- lifecycle --------------------------------------------------------------------------------------------------- */

static bool days_fit(struct call *c, const struct value *days, const char *action)
{
    return !days || value_int_of(days) > 0 ||
           refuse(c, "InvalidArgument", "'Days' for %s action must be a positive integer", action);
}

static bool transition_fits(struct call *c, const struct value *t, const char *days_member)
{
    const char *class = value_get_str(t, "StorageClass");
    const struct value *days = value_get(t, days_member);
    if (!days || !*class)
        return malformed(c);
    if (value_int_of(days) < 0)
        return refuse(c, "InvalidArgument", "'%s' in Transition action must be nonnegative", days_member);
    bool infrequent = str_eq(class, "STANDARD_IA") || str_eq(class, "ONEZONE_IA");
    if (infrequent && value_int_of(days) < IA_DAYS)
        return refuse(c, "InvalidArgument",
                      "'%s' in Transition action must be greater than or equal to %d for storageClass '%s'",
                      days_member, IA_DAYS, class);
    return true;
}

static bool transitions_fit(struct call *c, const struct value *rule)
{
    const struct value *now = value_get(rule, "Transitions"), *then = value_get(rule, "NoncurrentVersionTransitions");
    const struct value *end = value_get(value_get(rule, "Expiration"), "Days");
    for (size_t i = 0; i < value_len(now); i++) {
        if (!transition_fits(c, value_item(now, i), "Days"))
            return false;
        if (end && value_int_of(end) <= value_int_of(value_get(value_item(now, i), "Days")))
            return refuse(c, "InvalidArgument",
                          "'Days' in the Expiration action for filter must be greater than 'Days' in the Transition "
                          "action");
    }
    for (size_t i = 0; i < value_len(then); i++)
        if (!transition_fits(c, value_item(then, i), "NoncurrentDays"))
            return false;
    return true;
}

static bool expirations_fit(struct call *c, const struct value *rule)
{
    const struct value *end = value_get(rule, "Expiration"), *old = value_get(rule, "NoncurrentVersionExpiration");
    const struct value *abort = value_get(rule, "AbortIncompleteMultipartUpload");
    if (end && !!value_get(end, "Days") == !!value_get(end, "ExpiredObjectDeleteMarker"))
        return malformed(c);
    if ((old && !value_get(old, "NoncurrentDays")) || (abort && !value_get(abort, "DaysAfterInitiation")))
        return malformed(c);
    return days_fit(c, value_get(end, "Days"), "Expiration") &&
           days_fit(c, value_get(old, "NoncurrentDays"), "NoncurrentVersionExpiration") &&
           days_fit(c, value_get(abort, "DaysAfterInitiation"), "AbortIncompleteMultipartUpload");
}

static bool has_action(const struct value *rule)
{
    static const char *const actions[] = {"Expiration", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload",
                                          "Transitions", "NoncurrentVersionTransitions"};
    for (size_t i = 0; i < COUNT(actions); i++)
        if (value_get(rule, actions[i]))
            return true;
    return false;
}

static bool id_is_new(struct call *c, const struct value *rules, size_t nth)
{
    const char *id = value_get_str(value_item(rules, nth), "ID");
    if (strlen(id) > ID_MOST)
        return refuse(c, "InvalidArgument", "ID length should not exceed allowed limit of %d", ID_MOST);
    for (size_t i = 0; *id && i < nth; i++)
        if (str_eq(value_get_str(value_item(rules, i), "ID"), id))
            return refuse(c, "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule");
    return true;
}

/* S3 names what has no name. */
static const struct value *named(struct call *c, const struct value *rule, size_t nth)
{
    struct value *v = value_edit(c->a, rule);
    if (!*value_get_str(v, "ID"))
        value_set_str(c->a, v, "ID", hash_hex(c->a, arena_printf(c->a, "%s rule %zu", c->object->id, nth), 32));
    return v;
}

bool s3_lifecycle_fits(struct call *c)
{
    const struct value *rules = value_get(value_get(c->in, "LifecycleConfiguration"), "Rules");
    struct value *kept = value_list(c->a), *config = value_map(c->a);
    if (!value_len(rules) || value_len(rules) > RULES_MOST)
        return malformed(c);
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *rule = value_item(rules, i);
        if (!value_get(rule, "Filter"))
            return malformed(c);
        if (!has_action(rule))
            return refuse(c, "InvalidRequest", "At least one action needs to be specified in a rule");
        if (!id_is_new(c, rules, i) || !expirations_fit(c, rule) || !transitions_fit(c, rule))
            return false;
        value_push(c->a, kept, named(c, rule, i));
    }
    value_set(c->a, config, "Rules", kept);
    object_set(c->w, c->object, "LifecycleConfiguration", config);
    return true;
}

/* ---- replication ------------------------------------------------------------------------------------------------- */

static bool is_versioned(const struct object *bucket)
{
    return str_eq(value_get_str(value_get(bucket->v, "VersioningConfiguration"), "Status"), "Enabled");
}

static bool destination_fits(struct call *c, const struct value *rule)
{
    const struct value *to = value_get(rule, "Destination");
    const struct object *bucket = object_by_arn(c->w, value_get_str(to, "Bucket"));
    if (!bucket || bucket->kind != &kind_bucket)
        return refuse(c, "InvalidRequest", "Destination bucket must exist.");
    if (bucket == c->object)
        return refuse(c, "InvalidRequest", "Destination bucket cannot be the same as the source bucket.");
    if (!is_versioned(bucket))
        return refuse(c, "InvalidRequest", "Destination bucket must have versioning enabled.");
    return true;
}

static const char *status_at(struct call *c, const struct value *rule, const char *path)
{
    return value_text(c->a, value_path(c->a, rule, path));
}

static bool keys_fit(struct call *c, const struct value *rule)
{
    bool encrypted = str_eq(status_at(c, rule, "SourceSelectionCriteria.SseKmsEncryptedObjects.Status"), "Enabled");
    bool key = *status_at(c, rule, "Destination.EncryptionConfiguration.ReplicaKmsKeyID");
    if (encrypted && !key)
        return refuse(c, "InvalidRequest",
                      "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.");
    if (key && !value_path(c->a, rule, "SourceSelectionCriteria.SseKmsEncryptedObjects"))
        return refuse(c, "InvalidRequest",
                      "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");
    return true;
}

static bool time_control_fits(struct call *c, const struct value *rule)
{
    const struct value *to = value_get(rule, "Destination"), *time = value_get(to, "ReplicationTime");
    const struct value *minutes[] = {value_path(c->a, time, "Time.Minutes"),
                                     value_path(c->a, to, "Metrics.EventThreshold.Minutes")};
    for (size_t i = 0; i < COUNT(minutes); i++)
        if (minutes[i] && value_int_of(minutes[i]) != RTC_MINUTES)
            return refuse(c, "InvalidArgument", "The only valid value is %d minutes", RTC_MINUTES);
    if (str_eq(value_get_str(time, "Status"), "Enabled") && !value_get(to, "Metrics"))
        return refuse(c, "InvalidRequest", "Metrics must be specified when ReplicationTime is specified");
    return true;
}

/* A filter makes it the second version of the schema, which wants more to be said. */
static bool version_fits(struct call *c, const struct value *rules, size_t nth)
{
    const struct value *rule = value_item(rules, nth), *priority = value_get(rule, "Priority");
    if (!value_get(rule, "Filter"))
        return true;
    if (!priority)
        return refuse(c, "InvalidRequest",
                      "Priority must be specified for this version of Cross Region Replication configuration schema.");
    if (!value_get(rule, "DeleteMarkerReplication"))
        return refuse(c, "InvalidRequest",
                      "DeleteMarkerReplication must be specified for this version of Cross Region Replication "
                      "configuration schema.");
    for (size_t i = 0; i < nth; i++)
        if (value_int_of(value_get(value_item(rules, i), "Priority")) == value_int_of(priority))
            return refuse(c, "InvalidRequest", "Found duplicate priority %" PRId64 " in rules", value_int_of(priority));
    return true;
}

static bool role_fits(struct call *c, const char *arn)
{
    return role_seen(c, arn) || refuse(c, "InvalidArgument", "Invalid role: %.200s", arn);
}

bool s3_replication_fits(struct call *c)
{
    const struct value *config = value_get(c->in, "ReplicationConfiguration"), *rules = value_get(config, "Rules");
    if (!is_versioned(c->object))
        return refuse(c, "InvalidRequest",
                      "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    if (!value_len(rules) || value_len(rules) > RULES_MOST)
        return malformed(c);
    if (!role_fits(c, value_get_str(config, "Role")))
        return false;
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *rule = value_item(rules, i);
        if (!id_is_new(c, rules, i) || !version_fits(c, rules, i) || !destination_fits(c, rule) || !keys_fit(c, rule) ||
            !time_control_fits(c, rule))
            return false;
    }
    return true;
}

/* ---- policies ---------------------------------------------------------------------------------------------------- */

static const struct value *as_list(struct arena *a, const struct value *v)
{
    if (value_kind(v) == V_LIST)
        return v;
    struct value *one = value_list(a);
    value_push(a, one, v);
    return one;
}

static bool names_bucket(struct call *c, const struct value *statement)
{
    const struct value *all = as_list(c->a, value_get(statement, "Resource"));
    const char *arn = object_arn(c->object);
    size_t n = strlen(arn);
    for (size_t i = 0; i < value_len(all); i++) {
        const char *one = value_str_of(value_item(all, i));
        if (strncmp(one, arn, n) != 0 || (one[n] && one[n] != '/'))
            return refuse(c, "MalformedPolicy", "Policy has invalid resource");
    }
    return value_len(all) > 0 || refuse(c, "MalformedPolicy", "Missing required field Resource");
}

static bool actions_fit(struct call *c, const struct value *statement)
{
    const struct value *all = as_list(c->a, value_get(statement, "Action"));
    for (size_t i = 0; i < value_len(all); i++) {
        const char *one = value_str_of(value_item(all, i));
        if (!str_eq(one, "*") && !str_starts(one, "s3:"))
            return refuse(c, "MalformedPolicy", "Policy has invalid action");
    }
    return value_len(all) > 0 || value_get(statement, "NotAction") ||
           refuse(c, "MalformedPolicy", "Missing required field Action");
}

static bool is_public(struct arena *a, const struct value *statement)
{
    const struct value *who = value_get(statement, "Principal");
    const struct value *aws = value_kind(who) == V_MAP ? value_get(who, "AWS") : who;
    return str_eq(value_get_str(statement, "Effect"), "Allow") && is_list_of(as_list(a, aws), "*") &&
           !value_get(statement, "Condition");
}

static bool statement_fits(struct call *c, const struct value *statement)
{
    if (!value_get(statement, "Principal") && !value_get(statement, "NotPrincipal"))
        return refuse(c, "MalformedPolicy", "Missing required field Principal");
    if (!names_bucket(c, statement) || !actions_fit(c, statement))
        return false;
    const struct value *block = value_get(c->object->v, "PublicAccessBlockConfiguration");
    if (is_public(c->a, statement) && value_bool_of(value_get(block, "BlockPublicPolicy")))
        return refuse(c, "AccessDenied",
                      "public policies are blocked by the BlockPublicPolicy block public access setting.");
    return true;
}

bool s3_policy_fits(struct call *c)
{
    const char *text = in_str(c, "Policy");
    if (strlen(text) > POLICY_MOST || !policy_valid(c->a, text))
        return refuse(c, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    const struct value *all = as_list(c->a, value_get(value_of_json(c->a, text), "Statement"));
    for (size_t i = 0; i < value_len(all); i++)
        if (!statement_fits(c, value_item(all, i)))
            return false;
    return true;
}
