#include "aws/sandbox/iam.h"
#include "aws/sandbox/kinds.h"

#include <string.h>

/* KMS. Source of rules: the KMS API reference, "Key states" and "Deleting keys" of the developer guide. */

static void key_view(struct call *c, const struct object *o, struct value *view);
static void key_entered(struct world *w, struct object *o, const char *state);

/* clang-format off */
const struct sandbox_kind kind_key = {
    .name = "kms-key", .service = "kms", .id = "KeyId",
    .arn = "arn:aws:kms:{region}:{account}:key/{id}", .arn_member = "Arn",
    .status = "KeyState", .ready = "Enabled Disabled",
    .lives = (const struct life[]){
        {"make",    DOC, {{"Enabled", 0}}},
        {"disable", DOC, {{"Disabled", 0}}},
        {"copy",    GUESS, {{"Creating", 5}, {"Enabled", 0}}},
        {"await",   DOC, {{"PendingReplicaDeletion", 0}}},
        {"delete",  DOC, {{"PendingDeletion", 30 * 24 * 3600}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"AWSAccountId", K_STR, "{account}"}, {"CreationDate", K_TIME, NULL}, {"Description", K_STR, ""},
        {"KeyUsage", K_STR, "ENCRYPT_DECRYPT"}, {"KeySpec", K_STR, "SYMMETRIC_DEFAULT"}, {"Origin", K_STR, "AWS_KMS"},
        {"KeyManager", K_STR, "CUSTOMER"}, {"MultiRegion", K_BOOL, "false"}, {"$Rotates", K_BOOL, "false"}, {0}},
    .renames = (const struct rename[]){{"Policy", "$Policy"}, {"BypassPolicyLockoutSafetyCheck", NULL}, {0}},
    .missing = {"NotFoundException", "Key 'arn:aws:kms:{region}:{account}:key/{id}' does not exist"},
    .busy = {"KMSInvalidStateException", "{Arn} is {KeyState}."},
    .view = key_view,
    .entered = key_entered,
};

const struct sandbox_kind kind_alias = {
    .name = "kms-alias", .service = "kms", .id = "AliasName", .hidden = true,
    .arn = "arn:aws:kms:{region}:{account}:{id}", .arn_member = "AliasArn",
    .filled = (const struct filled[]){{"CreationDate", K_TIME, NULL}, {"LastUpdatedDate", K_TIME, NULL}, {0}},
    .refs = (const struct ref[]){{"TargetKeyId", &kind_key, REF_OWNED}, {0}},
    .missing = {"NotFoundException", "Alias arn:aws:kms:{region}:{account}:{id} is not found."},
    .exists = {"AlreadyExistsException", "An alias with the name arn:aws:kms:{region}:{account}:{id} already exists"},
};
/* clang-format on */

enum {
    ROTATION_LEAST = 90,
    ROTATION_MOST = 2560,
    ROTATION = 365,
    WINDOW_LEAST = 7,
    WINDOW_MOST = 30,
    POLICY_MOST = 32768,
    DAY_S = 24 * 3600
};

static const char *default_policy(struct call *c)
{
    return arena_printf(
        c->a,
        "{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {\n    \"Sid\" : "
        "\"Enable IAM User Permissions\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {\n      \"AWS\" : "
        "\"arn:aws:iam::%s:root\"\n    },\n    \"Action\" : \"kms:*\",\n    \"Resource\" : \"*\"\n  } ]\n}",
        world_account(c->w));
}

/* ---- one key in several regions ---------------------------------------------------------------------------------- */

/* The key itself where it is no replica. */
static struct object *primary_of(struct world *w, const struct object *o)
{
    const char *region = object_str(o, "$Primary");
    struct object *primary = object_find(w, &kind_key, *region ? region : o->region, o->id);
    return primary ? primary : object_find(w, &kind_key, o->region, o->id);
}

static const struct value *key_in(struct call *c, const char *region, const char *id)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "Region", region);
    value_set_str(c->a, v, "Arn", arena_printf(c->a, "arn:aws:kms:%s:%s:key/%s", region, world_account(c->w), id));
    return v;
}

static const struct value *regions_without(struct arena *a, const struct value *regions, const char *region)
{
    struct value *left = value_list(a);
    for (size_t i = 0; i < value_len(regions); i++)
        if (!str_eq(value_str_of(value_item(regions, i)), region))
            value_push(a, left, value_item(regions, i));
    return left;
}

/* The primary of a replica that is gone: when it was the last, the primary's own waiting period begins. */
static void key_entered(struct world *w, struct object *o, const char *state)
{
    struct object *primary = *state || !*object_str(o, "$Primary") ? NULL : primary_of(w, o);
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (!primary || primary == o)
        return;
    const struct value *left = regions_without(a, value_get(primary->v, "$Replicas"), o->region);
    object_set(w, primary, "$Replicas", left);
    if (value_len(left) || !str_eq(object_status(primary), "PendingReplicaDeletion"))
        return;
    int64_t seconds = value_int_of(value_get(primary->v, "$Window")) * 24 * 3600;
    object_live(w, primary, "delete");
    object_lasts(w, primary, seconds);
    object_set_str(w, primary, "DeletionDate", iso_time(a, world_now(w) + seconds * SECOND));
}

static void key_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *algorithms = value_list(c->a);
    value_push(c->a, algorithms, value_str(c->a, "SYMMETRIC_DEFAULT"));
    value_set(c->a, view, "Enabled", value_bool(c->a, str_eq(object_status(o), "Enabled")));
    if (str_eq(object_str(o, "KeySpec"), "SYMMETRIC_DEFAULT"))
        value_set(c->a, view, "EncryptionAlgorithms", algorithms);
    value_set_str(c->a, view, "KeyArn", object_arn(o));
    if (!object_bool(o, "MultiRegion"))
        return;
    struct value *config = value_map(c->a), *replicas = value_list(c->a);
    const struct object *primary = primary_of(c->w, o);
    const struct value *regions = value_get(primary->v, "$Replicas");
    for (size_t i = 0; i < value_len(regions); i++)
        value_push(c->a, replicas, key_in(c, value_str_of(value_item(regions, i)), o->id));
    value_set_str(c->a, config, "MultiRegionKeyType", primary == o ? "PRIMARY" : "REPLICA");
    value_set(c->a, config, "PrimaryKey", key_in(c, primary->region, o->id));
    value_set(c->a, config, "ReplicaKeys", replicas);
    value_set(c->a, view, "MultiRegionConfiguration", config);
}

/* ---- finding keys ------------------------------------------------------------------------------------------------ */

static const char *uuid(struct call *c)
{
    const char *h = mint_hex(c->w, c->a, 32);
    return arena_printf(c->a, "%.8s-%.4s-4%.3s-a%.3s-%.12s", h, h + 8, h + 12, h + 15, h + 18);
}

static struct object *managed_key(struct call *c, const char *region, const char *alias)
{
    struct value *key = value_map(c->a), *name = value_map(c->a);
    value_set_str(c->a, key, "KeyId", uuid(c));
    value_set_str(c->a, key, "KeyManager", "AWS");
    value_set_str(c->a, key, "Description", "Default key that protects my data when no other key is defined");
    value_set_str(c->a, key, "$Policy", default_policy(c));
    value_set(c->a, key, "$Given", value_bool(c->a, true));
    value_set(c->a, name, "$Given", value_bool(c->a, true));
    struct object *o = make_along(c, &kind_key, region, key);
    value_set_str(c->a, name, "AliasName", alias);
    value_set_str(c->a, name, "TargetKeyId", o->id);
    make_along(c, &kind_alias, region, name);
    return o;
}

struct object *key_find(struct call *c, const char *region, const char *id)
{
    struct object *o = object_find(c->w, &kind_key, region, id);
    if (o)
        return o;
    struct object *alias = object_find(c->w, &kind_alias, region, id);
    return alias ? object_find(c->w, &kind_key, region, object_str(alias, "TargetKeyId")) : NULL;
}

bool key_usable(struct call *c, const char *region, const char *id, const char *code, struct object **ret)
{
    struct object *o = key_find(c, region, id);
    if (!o && has_word("alias/aws/rds alias/aws/secretsmanager alias/aws/logs alias/aws/kafka", id))
        o = managed_key(c, region, id);
    if (!o)
        return refuse(c, code,
                      "The specified KMS key [%.200s] does not exist, is not enabled or you do not have permissions to "
                      "access it.",
                      id);
    if (!str_eq(object_status(o), "Enabled"))
        return refuse(c, code,
                      "The specified KMS key [%.200s] does not exist, is not enabled or you do not have permissions to "
                      "access it: it is %s.",
                      id, object_status(o));
    *ret = o;
    return true;
}

/* ---- policies ---------------------------------------------------------------------------------------------------- */

bool policy_valid(struct arena *a, const char *text)
{
    const struct value *v = value_of_json(a, text);
    return value_kind(v) == V_MAP && (value_len(value_get(v, "Statement")) > 0);
}

static const struct value *as_list(struct arena *a, const struct value *v)
{
    if (value_kind(v) == V_LIST)
        return v;
    struct value *list = value_list(a);
    value_push(a, list, v);
    return list;
}

/* Roles of this account must exist before a policy can name them. */
static bool principals_exist(struct call *c, const struct value *statement)
{
    const struct value *who = as_list(c->a, value_path(c->a, statement, "Principal.AWS"));
    const char *ours = arena_printf(c->a, "arn:aws:iam::%s:role/", world_account(c->w));
    for (size_t i = 0; i < value_len(who); i++) {
        const char *arn = value_str_of(value_item(who, i));
        if (str_starts(arn, ours) && !role_seen(c, arn))
            return refuse(c, "MalformedPolicyDocumentException",
                          "Policy contains a statement with one or more invalid principals.");
    }
    return true;
}

static bool lets_put_policy(struct call *c, const struct value *statement)
{
    const struct value *actions = as_list(c->a, value_get(statement, "Action"));
    return str_eq(value_get_str(statement, "Effect"), "Allow") &&
           (is_list_of(actions, "kms:*") || is_list_of(actions, "*") || is_list_of(actions, "kms:PutKeyPolicy") ||
            is_list_of(actions, "kms:Put*"));
}

static bool policy_fits(struct call *c, const char *text)
{
    if (strlen(text) > POLICY_MOST)
        return refuse(c, "LimitExceededException", "The key policy is longer than %d bytes", POLICY_MOST);
    if (!policy_valid(c->a, text))
        return refuse(c, "MalformedPolicyDocumentException", "The policy is no JSON document with statements");
    const struct value *statements = as_list(c->a, value_get(value_of_json(c->a, text), "Statement"));
    bool open = in_bool(c, "BypassPolicyLockoutSafetyCheck");
    for (size_t i = 0; i < value_len(statements); i++) {
        open = open || lets_put_policy(c, value_item(statements, i));
        if (!principals_exist(c, value_item(statements, i)))
            return false;
    }
    return open || refuse(c, "MalformedPolicyDocumentException",
                          "The new key policy will not allow you to update the key policy in the future.");
}

/* ---- operations -------------------------------------------------------------------------------------------------- */

static bool key_draft(struct call *c)
{
    const char *policy = in_str(c, "Policy");
    if (*policy && !policy_fits(c, policy))
        return false;
    if (!*policy)
        draft_str(c, "$Policy", default_policy(c));
    draft_str(c, "KeyId", in_bool(c, "MultiRegion") ? arena_printf(c->a, "mrk-%s", mint_hex(c->w, c->a, 32)) : uuid(c));
    return true;
}

static bool key_describe(struct call *c)
{
    const char *id = in_str(c, "KeyId");
    struct object *o = key_find(c, c->region, id);
    if (!o)
        return refuse_missing(c, strstr(id, "alias/") ? &kind_alias : &kind_key, id);
    value_set(c->a, c->out, "KeyMetadata", view_of(c, o));
    return true;
}

static bool policy_named(struct call *c)
{
    return !has(c, "PolicyName") || str_eq(in_str(c, "PolicyName"), "default") ||
           refuse(c, "NotFoundException", "No such policy exists");
}

static bool policy_show(struct call *c)
{
    if (!policy_named(c))
        return false;
    out_str(c, "Policy", object_str(c->object, "$Policy"));
    out_str(c, "PolicyName", "default");
    return true;
}

static bool policy_put(struct call *c)
{
    if (!policy_named(c) || !policy_fits(c, in_str(c, "Policy")))
        return false;
    c->draft = value_without(c->a, c->draft, "PolicyName");
    return true;
}

static bool is_ours(struct call *c)
{
    return str_eq(object_str(c->object, "KeyManager"), "CUSTOMER") ||
           refuse(c, "AccessDeniedException", "%s is managed by AWS", object_arn(c->object));
}

static bool replicate_fits(struct call *c, const struct object *o)
{
    const char *region = in_str(c, "ReplicaRegion");
    if (!object_bool(o, "MultiRegion") || *object_str(o, "$Primary"))
        return refuse(c, "UnsupportedOperationException", "%s is not a multi-Region primary key.", object_arn(o));
    if (str_eq(object_status(o), "Disabled"))
        return refuse(c, "DisabledException", "%s is disabled.", object_arn(o));
    if (!str_eq(object_status(o), "Enabled"))
        return refuse_busy(c, o);
    if (!region_known(region) || str_eq(region, o->region))
        return refuse(c, "ValidationException", "%.40s is not a region that a replica can be made in", region);
    return !object_find(c->w, &kind_key, region, o->id) ||
           refuse(c, "AlreadyExistsException", "A key %s already exists in %s.", o->id, region);
}

static bool replicate(struct call *c)
{
    static const char *const shared[] = {"KeyId", "KeyUsage", "KeySpec", "Origin", "MultiRegion"};
    const char *region = in_str(c, "ReplicaRegion"), *policy = in_str(c, "Policy");
    struct value *v = value_map(c->a), *tags;
    struct object *o;
    if (!need(c, &kind_key, c->region, in_str(c, "KeyId"), &o) || !replicate_fits(c, o) ||
        !tags_of_request(c, &kind_key, &tags) || (*policy && !policy_fits(c, policy)))
        return false;
    for (size_t i = 0; i < COUNT(shared); i++)
        value_set(c->a, v, shared[i], value_get(o->v, shared[i]));
    value_set_str(c->a, v, "$Primary", o->region);
    value_set_str(c->a, v, "$Policy", *policy ? policy : default_policy(c));
    value_set(c->a, v, "Description", value_get(c->in, "Description"));
    value_set(c->a, v, "$Tags", tags);
    struct object *copy = make_along(c, &kind_key, region, v);
    object_live(c->w, copy, "copy");
    struct value *regions = value_edit(c->a, regions_without(c->a, value_get(o->v, "$Replicas"), region));
    value_push(c->a, regions, value_str(c->a, region));
    object_set(c->w, o, "$Replicas", regions);
    value_set(c->a, c->out, "ReplicaKeyMetadata", view_of(c, copy));
    out_str(c, "ReplicaPolicy", object_str(copy, "$Policy"));
    value_set(c->a, c->out, "ReplicaTags", tags_told(c, c->service, tags));
    return true;
}

/* Rotation belongs to the material, and that to the primary. */
static bool is_primary(struct call *c)
{
    return !*object_str(c->object, "$Primary") ||
           refuse(c, "UnsupportedOperationException", "%s is a replica: its primary key is rotated.",
                  object_arn(c->object));
}

static bool must_be_enabled(struct call *c)
{
    return str_eq(object_status(c->object), "Enabled") ||
           refuse(c, "DisabledException", "%s is disabled.", object_arn(c->object));
}

static bool rotation_on(struct call *c)
{
    int64_t days = in_int(c, "RotationPeriodInDays", ROTATION);
    if (days < ROTATION_LEAST || days > ROTATION_MOST)
        return refuse(c, "ValidationException", "RotationPeriodInDays must be between %d and %d", ROTATION_LEAST,
                      ROTATION_MOST);
    if (!is_ours(c) || !must_be_enabled(c) || !is_primary(c))
        return false;
    if (!str_eq(object_str(c->object, "KeySpec"), "SYMMETRIC_DEFAULT"))
        return refuse(c, "UnsupportedOperationException", "%s is not a symmetric encryption key",
                      object_arn(c->object));
    c->draft = value_map(c->a);
    draft_bool(c, "$Rotates", true);
    draft_int(c, "$Period", days);
    draft_str(c, "$NextRotation", iso_time(c->a, world_now(c->w) + days * DAY));
    return true;
}

static bool rotation_off(struct call *c)
{
    draft_bool(c, "$Rotates", false);
    return is_ours(c) && must_be_enabled(c) && is_primary(c);
}

static bool rotation_show(struct call *c)
{
    const struct object *o = primary_of(c->w, c->object);
    out_str(c, "KeyId", o->id);
    out_bool(c, "KeyRotationEnabled", object_bool(o, "$Rotates"));
    if (!object_bool(o, "$Rotates"))
        return true;
    value_set(c->a, c->out, "RotationPeriodInDays", value_get(o->v, "$Period"));
    out_str(c, "NextRotationDate", object_str(o, "$NextRotation"));
    return true;
}

/* A primary stays while it has replicas, and its waiting period begins after the last of them is gone. */
static void schedule(struct call *c, struct object *o, int64_t days)
{
    object_set(c->w, o, "$Window", value_int(c->a, days));
    if (value_len(value_get(o->v, "$Replicas"))) {
        object_live(c->w, o, "await");
        return;
    }
    object_live(c->w, o, "delete");
    object_lasts(c->w, o, days * DAY_S);
    object_set_str(c->w, o, "DeletionDate", iso_time(c->a, world_now(c->w) + days * DAY));
}

static bool deletion_schedule(struct call *c)
{
    int64_t days = in_int(c, "PendingWindowInDays", WINDOW_MOST);
    struct object *o;
    if (!need(c, &kind_key, c->region, in_str(c, "KeyId"), &o))
        return false;
    c->object = o;
    if (days < WINDOW_LEAST || days > WINDOW_MOST)
        return refuse(c, "ValidationException", "PendingWindowInDays must be between %d and %d", WINDOW_LEAST,
                      WINDOW_MOST);
    if (!is_ours(c))
        return false;
    if (has_word("PendingDeletion PendingReplicaDeletion", object_status(o)))
        return refuse_busy(c, o);
    schedule(c, o, days);
    out_str(c, "KeyId", object_arn(o));
    if (*object_str(o, "DeletionDate"))
        out_str(c, "DeletionDate", object_str(o, "DeletionDate"));
    out_str(c, "KeyState", object_status(o));
    value_set(c->a, c->out, "PendingWindowInDays", value_int(c->a, days));
    return true;
}

static bool deletion_cancel(struct call *c)
{
    struct object *o;
    if (!need(c, &kind_key, c->region, in_str(c, "KeyId"), &o))
        return false;
    if (!has_word("PendingDeletion PendingReplicaDeletion", object_status(o)))
        return refuse(c, "KMSInvalidStateException", "%s is not pending deletion.", object_arn(o));
    object_unset(c->w, o, "DeletionDate");
    object_live(c->w, o, "disable");
    out_str(c, "KeyId", object_arn(o));
    return true;
}

/* ---- aliases ----------------------------------------------------------------------------------------------------- */

static bool target_fits(struct call *c)
{
    struct object *key;
    if (!need(c, &kind_key, c->region, in_str(c, "TargetKeyId"), &key))
        return false;
    if (has_word("PendingDeletion PendingReplicaDeletion", object_status(key)))
        return refuse_busy(c, key);
    draft_str(c, "TargetKeyId", key->id);
    return true;
}

static bool alias_named(struct call *c)
{
    const char *name = in_str(c, "AliasName"), *s = name;
    if (!str_starts(name, "alias/") || strlen(name) > 256)
        return refuse(c, "ValidationException", "Alias must start with the prefix \"alias/\"");
    for (; *s; s++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/_-", *s))
            return refuse(c, "InvalidAliasNameException", "Alias %.100s holds a character that is not allowed", name);
    if (str_starts(name, "alias/aws/"))
        return refuse(c, "NotAuthorizedException", "Alias names that begin with alias/aws/ are reserved");
    return true;
}

static bool alias_draft(struct call *c)
{
    return alias_named(c) && target_fits(c);
}

static bool alias_change(struct call *c)
{
    draft_str(c, "LastUpdatedDate", iso_time(c->a, world_now(c->w)));
    return target_fits(c);
}

static bool alias_listed(struct call *c, const struct object *o)
{
    const struct object *key = has(c, "KeyId") ? object_find(c->w, &kind_key, c->region, in_str(c, "KeyId")) : NULL;
    return !has(c, "KeyId") || (key && str_eq(object_str(o, "TargetKeyId"), key->id));
}

static bool key_is_there(struct call *c)
{
    return !has(c, "KeyId") || need(c, &kind_key, c->region, in_str(c, "KeyId"), NULL);
}

static bool taggable(struct call *c)
{
    return !has_word("PendingDeletion PendingReplicaDeletion", object_status(c->object)) || refuse_busy(c, c->object);
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateKey",            ACT_MAKE,   &kind_key, "KeyMetadata", .rule = key_draft},
    {"ReplicateKey",         ACT_RULE,   .rule = replicate},
    {"DescribeKey",          ACT_RULE,   .rule = key_describe},
    {"ListKeys",             ACT_LIST,   &kind_key, "Keys"},
    {"UpdateKeyDescription", ACT_CHANGE, &kind_key, .rule = is_ours},
    {"GetKeyPolicy",         ACT_SHOW,   &kind_key, .rule = policy_show},
    {"PutKeyPolicy",         ACT_CHANGE, &kind_key, .rule = policy_put},
    {"EnableKeyRotation",    ACT_CHANGE, &kind_key, .rule = rotation_on},
    {"DisableKeyRotation",   ACT_CHANGE, &kind_key, .rule = rotation_off},
    {"GetKeyRotationStatus", ACT_SHOW,   &kind_key, .rule = rotation_show},
    {"EnableKey",            ACT_CHANGE, &kind_key, .rule = is_ours, .life = "make"},
    {"DisableKey",           ACT_CHANGE, &kind_key, .rule = is_ours, .life = "disable"},
    {"ScheduleKeyDeletion",  ACT_RULE,   .rule = deletion_schedule},
    {"CancelKeyDeletion",    ACT_RULE,   .rule = deletion_cancel},
    {"TagResource",          ACT_TAG,    &kind_key, .by = "KeyId", .rule = taggable},
    {"UntagResource",        ACT_UNTAG,  &kind_key, .by = "KeyId"},
    {"ListResourceTags",     ACT_TAGS,   &kind_key, "Tags", "KeyId"},
    {"CreateAlias",          ACT_MAKE,   &kind_alias, .rule = alias_draft},
    {"UpdateAlias",          ACT_CHANGE, &kind_alias, .rule = alias_change},
    {"DeleteAlias",          ACT_DROP,   &kind_alias},
    {"ListAliases",          ACT_LIST,   &kind_alias, "Aliases", .rule = key_is_there, .keep = alias_listed},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_kms = {.id = "kms",
                                            .ops = ops,
                                            .invalid = "ValidationException",
                                            .tag_key = "TagKey",
                                            .tag_value = "TagValue",
                                            .page_min = 1,
                                            .page_max = 1000,
                                            .page = 100};
