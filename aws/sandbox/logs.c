#include "aws/sandbox/kinds.h"

#include <string.h>

/* CloudWatch Logs: groups. Source of rules: the CloudWatch Logs API reference. */

/* clang-format off */
const struct sandbox_kind kind_log_group = {
    .name = "log-group", .service = "logs", .id = "logGroupName",
    .arn = "arn:aws:logs:{region}:{account}:log-group:{id}", .arn_member = "logGroupArn",
    .filled = (const struct filled[]){
        {"arn", K_STR, "arn:aws:logs:{region}:{account}:log-group:{id}:*"}, {"storedBytes", K_INT, "0"},
        {"logGroupClass", K_STR, "STANDARD"}, {"deletionProtectionEnabled", K_BOOL, "false"}, {0}},
    .refs = (const struct ref[]){{"kmsKeyId", &kind_key, REF_LOOSE}, {0}},
    .missing = {"ResourceNotFoundException", "The specified log group does not exist."},
    .exists = {"ResourceAlreadyExistsException", "The specified log group already exists"},
    .lock = "deletionProtectionEnabled",
    .locked = {"ValidationException", "The log group {id} has deletion protection enabled"},
};

static const int64_t retentions[] = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
/* clang-format on */

/* A log group takes the ARN of a key, and of no other region. */
static bool key_fits(struct call *c)
{
    struct object *key;
    const char *id = in_str(c, "kmsKeyId");
    if (!has(c, "kmsKeyId"))
        return true;
    if (!str_starts(id, "arn:"))
        return refuse(c, "InvalidParameterException", "The specified KMS key is not an ARN");
    return key_usable(c, c->region, id, "InvalidParameterException", &key);
}

static bool group_draft(struct call *c)
{
    const char *name = in_str(c, "logGroupName");
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./#-");
    if (!*name || name[n] || strlen(name) > 512)
        return refuse(c, "InvalidParameterException",
                      "1 validation error detected: Value '%.60s' at 'logGroupName' failed to satisfy constraint: "
                      "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
                      name);
    if (!key_fits(c))
        return false;
    draft_int(c, "creationTime", world_now(c->w));
    return true;
}

static bool retention_fits(struct call *c)
{
    int64_t days = in_int(c, "retentionInDays", 0);
    for (size_t i = 0; i < COUNT(retentions); i++)
        if (retentions[i] == days)
            return true;
    return refuse(c, "InvalidParameterException",
                  "The retention of log events must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, "
                  "545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653 days");
}

static bool retention_drop(struct call *c)
{
    object_unset(c->w, c->object, "retentionInDays");
    return true;
}

static bool key_drop(struct call *c)
{
    object_unset(c->w, c->object, "kmsKeyId");
    return true;
}

static bool group_listed(struct call *c, const struct object *o)
{
    const struct value *names = value_get(c->in, "logGroupIdentifiers");
    if (value_len(names) && !is_list_of(names, o->id) && !is_list_of(names, object_str(o, "logGroupArn")))
        return false;
    if (has(c, "logGroupNamePrefix") && !str_starts(o->id, in_str(c, "logGroupNamePrefix")))
        return false;
    if (has(c, "logGroupNamePattern") && !strstr(o->id, in_str(c, "logGroupNamePattern")))
        return false;
    return !has(c, "logGroupClass") || str_eq(in_str(c, "logGroupClass"), object_str(o, "logGroupClass"));
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateLogGroup",        ACT_MAKE,   &kind_log_group, .rule = group_draft},
    {"DescribeLogGroups",     ACT_LIST,   &kind_log_group, "logGroups", .keep = group_listed},
    {"DeleteLogGroup",        ACT_DROP,   &kind_log_group},
    {"PutRetentionPolicy",    ACT_CHANGE, &kind_log_group, .rule = retention_fits},
    {"DeleteRetentionPolicy", ACT_CHANGE, &kind_log_group, .rule = retention_drop},
    {"AssociateKmsKey",       ACT_CHANGE, &kind_log_group, .rule = key_fits},
    {"DisassociateKmsKey",    ACT_CHANGE, &kind_log_group, .rule = key_drop},
    {"TagResource",           ACT_TAG,    &kind_log_group, .by = "resourceArn"},
    {"UntagResource",         ACT_UNTAG,  &kind_log_group, .by = "resourceArn"},
    {"ListTagsForResource",   ACT_TAGS,   &kind_log_group, "tags", "resourceArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_logs = {
    .id = "logs", .ops = ops, .invalid = "InvalidParameterException", .page_min = 1, .page_max = 50, .page = 50};
