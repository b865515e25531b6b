#include "aws/sandbox/s3.h"

#include <stdlib.h>
#include <string.h>

/*
 * S3: buckets. Names are one space for all regions and accounts; a bucket is configured in its own region only. Source
 * of rules: the S3 API reference with its list of error responses, "Bucket naming rules" and "Replication" of the user
 * guide.
 */

/* clang-format off */
const struct sandbox_kind kind_bucket = {
    .name = "s3-bucket", .service = "s3", .id = "Name",
    .arn = "arn:aws:s3:::{id}", .arn_member = "BucketArn",
    .filled = (const struct filled[]){{"CreationDate", K_TIME, NULL}, {"BucketRegion", K_STR, "{region}"}, {0}},
    .missing = {"NoSuchBucket", "The specified bucket does not exist"},
};

/* What is set on a bucket, and what is said where it is not. `bare`: the answer is the configuration itself. */
static const struct aspect {
    const char *member, *code, *text;
    bool bare;
} aspects[] = {
    {"VersioningConfiguration",           NULL, NULL, true},
    {"ServerSideEncryptionConfiguration", "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found", false},
    {"PublicAccessBlockConfiguration",    "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", false},
    {"OwnershipControls",                 "OwnershipControlsNotFoundError", "The bucket ownership controls were not found", false},
    {"LifecycleConfiguration",            "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", true},
    {"ReplicationConfiguration",          "ReplicationConfigurationNotFoundError", "The replication configuration was not found", false},
    {"Policy",                            "NoSuchBucketPolicy", "The bucket policy does not exist", false},
};

/* Names that somebody was quicker to take; whose they are, nobody knows. */
static const char *const taken[] = {"test", "logs", "backup", "my-bucket", "test-bucket", "example-bucket", "bucket-name"};
/* clang-format on */

enum { NAME_LEAST = 3, NAME_MOST = 63, BUCKETS_MOST = 10000 };

/* ---- finding it -------------------------------------------------------------------------------------------------- */

static struct object *bucket_named(struct call *c, const char *name)
{
    return object_by_arn(c->w, arena_printf(c->a, "arn:aws:s3:::%s", name));
}

static bool is_taken(const char *name)
{
    for (size_t i = 0; i < COUNT(taken); i++)
        if (str_eq(taken[i], name))
            return true;
    return false;
}

bool s3_find_bucket(struct call *c)
{
    const char *name = in_str(c, "Bucket");
    struct object *o = bucket_named(c, name);
    c->place = o ? o->region : NULL;
    if (is_taken(name))
        return refuse(c, "AccessDenied", "Access Denied");
    if (!o)
        return refuse_missing(c, &kind_bucket, name);
    if (!str_eq(o->region, c->region))
        return refuse(c, "PermanentRedirect",
                      "The bucket you are attempting to access must be addressed using the specified endpoint. Please "
                      "send all future requests to this endpoint.");
    if (has(c, "ExpectedBucketOwner") && !str_eq(in_str(c, "ExpectedBucketOwner"), world_account(c->w)))
        return refuse(c, "AccessDenied", "Access Denied");
    c->object = o;
    return seen(c, o) || refuse_missing(c, &kind_bucket, name);
}

/* ---- making it --------------------------------------------------------------------------------------------------- */

static bool is_address(const char *name)
{
    return strspn(name, "0123456789.") == strlen(name) && strchr(name, '.');
}

static bool name_fits(struct call *c, const char *name)
{
    static const char ends[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t n = strlen(name);
    bool fits = n >= NAME_LEAST && n <= NAME_MOST && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == n &&
                strchr(ends, name[0]) && strchr(ends, name[n - 1]) && !strstr(name, "..") && !is_address(name) &&
                !str_starts(name, "xn--") && !str_starts(name, "sthree-") && !str_starts(name, "amzn-s3-demo-") &&
                !str_ends(name, "-s3alias") && !str_ends(name, "--ol-s3") && !str_ends(name, "--x-s3");
    return fits || refuse(c, "InvalidBucketName", "The specified bucket is not valid.");
}

/* A region's endpoint makes buckets of its own, and wants to be told so; us-east-1 wants to be told nothing. */
static bool place_fits(struct call *c, const char *place)
{
    bool first = str_eq(c->region, "us-east-1");
    if (first ? !*place : str_eq(place, c->region))
        return true;
    return refuse(c, "IllegalLocationConstraintException",
                  "The %s location constraint is incompatible for the region specific endpoint this request was sent "
                  "to.",
                  *place ? place : "unspecified");
}

static bool name_is_free(struct call *c, const char *name)
{
    if (is_taken(name))
        return refuse(c, "BucketAlreadyExists",
                      "The requested bucket name is not available. The bucket namespace is shared by all users of the "
                      "system. Please select a different name and try again.");
    return !bucket_named(c, name) || refuse(c, "BucketAlreadyOwnedByYou",
                                            "Your previous request to create the named bucket succeeded and you "
                                            "already own it.");
}

/* What a bucket has had since 2023 without being asked: encryption, no ACLs, no public access. */
static struct value *fresh_bucket(struct call *c, const char *name)
{
    struct value *v = value_map(c->a);
    const char *owner = has(c, "ObjectOwnership") ? in_str(c, "ObjectOwnership") : "BucketOwnerEnforced";
    value_set_str(c->a, v, "Name", name);
    value_set(c->a, v, "OwnershipControls",
              value_of_json(c->a, arena_printf(c->a, "{\"Rules\":[{\"ObjectOwnership\":\"%s\"}]}", owner)));
    value_set(c->a, v, "ServerSideEncryptionConfiguration",
              value_of_json(c->a, "{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"},"
                                  "\"BucketKeyEnabled\":false}]}"));
    value_set(c->a, v, "PublicAccessBlockConfiguration",
              value_of_json(c->a, "{\"BlockPublicAcls\":true,\"IgnorePublicAcls\":true,\"BlockPublicPolicy\":true,"
                                  "\"RestrictPublicBuckets\":true}"));
    return v;
}

/* The tags stand in the body beside the region: as if they stood where other services have them. */
static bool tags_in(struct call *c, const struct value *body, const char *member, struct value **ret)
{
    struct value *in = value_edit(c->a, c->in);
    value_set(c->a, in, "Tags", value_get(body, member));
    c->in = in;
    return tags_of_request(c, &kind_bucket, ret);
}

static bool create(struct call *c)
{
    const char *name = in_str(c, "Bucket");
    const struct value *config = value_get(c->in, "CreateBucketConfiguration");
    struct object *own = bucket_named(c, name);
    struct value *tags;
    if (!name_fits(c, name) || !place_fits(c, value_get_str(config, "LocationConstraint")))
        return false;
    /* the oldest region answers as it did before there were others */
    bool again = own && str_eq(own->region, "us-east-1") && str_eq(c->region, "us-east-1");
    if (!again && (!name_is_free(c, name) || !tags_in(c, config, "Tags", &tags)))
        return false;
    if (!again) {
        struct value *v = fresh_bucket(c, name);
        value_set(c->a, v, "$Tags", tags);
        make_along(c, &kind_bucket, c->region, v);
    }
    out_str(c, "Location",
            arena_printf(c->a, str_eq(c->region, "us-east-1") ? "/%s" : "http://%s.s3.amazonaws.com/", name));
    out_str(c, "BucketArn", arena_printf(c->a, "arn:aws:s3:::%s", name));
    return true;
}

static bool head(struct call *c)
{
    if (!s3_find_bucket(c))
        return false;
    out_str(c, "BucketRegion", c->object->region);
    out_str(c, "BucketArn", object_arn(c->object));
    return true;
}

static bool delete (struct call *c)
{
    if (!s3_find_bucket(c))
        return false;
    if (!s3_holds_nothing(c->object))
        return refuse(c, "BucketNotEmpty", "The bucket you tried to delete is not empty%s",
                      *value_get_str(value_get(c->object->v, "VersioningConfiguration"), "Status")
                          ? ". You must delete all versions in the bucket."
                          : "");
    remove_with_owned(c->w, c->object);
    return true;
}

/* ---- listing ----------------------------------------------------------------------------------------------------- */

static int by_id(const void *x, const void *y)
{
    return strcmp((*(struct object *const *)x)->id, (*(struct object *const *)y)->id);
}

static bool is_asked_for(struct call *c, const struct object *o)
{
    return seen(c, o) && (!has(c, "BucketRegion") || str_eq(in_str(c, "BucketRegion"), o->region)) &&
           str_starts(o->id, in_str(c, "Prefix")) && strcmp(o->id, in_str(c, "ContinuationToken")) >= 0;
}

/* Of every region, by name. */
static struct object **buckets_asked_for(struct call *c, size_t *ret_n)
{
    const struct value *regions = regions_all(c->a);
    struct object **all = NULL;
    size_t cap = 0;
    *ret_n = 0;
    for (size_t i = 0; i < value_len(regions); i++) {
        const char *region = value_get_str(value_item(regions, i), "RegionName");
        struct object *o = object_from(c->w, &kind_bucket, region, 0);
        for (; o; o = object_from(c->w, &kind_bucket, region, o->seq + 1)) {
            if (!is_asked_for(c, o))
                continue;
            all = arena_grow(c->a, all, sizeof(struct object *), *ret_n, &cap);
            all[(*ret_n)++] = o;
        }
    }
    if (*ret_n)
        qsort(all, *ret_n, sizeof(struct object *), by_id);
    return all;
}

static bool list(struct call *c)
{
    size_t n;
    struct value *told = value_list(c->a);
    int64_t most = in_int(c, "MaxBuckets", BUCKETS_MOST);
    bool in_detail = value_len(c->in) > 0;
    if (most < 1 || most > BUCKETS_MOST)
        return refuse(c, "InvalidArgument", "Argument max-buckets must be an integer between 1 and %d", BUCKETS_MOST);
    struct object **all = buckets_asked_for(c, &n);
    for (size_t i = 0; i < n && i < (size_t)most; i++) {
        const struct value *v = view_of(c, all[i]);
        value_push(c->a, told, in_detail ? v : value_without(c->a, v, "BucketRegion"));
    }
    if (n > (size_t)most)
        out_str(c, "ContinuationToken", all[most]->id);
    if (has(c, "Prefix"))
        out_str(c, "Prefix", in_str(c, "Prefix"));
    value_set(c->a, c->out, "Buckets", told);
    return true;
}

/* ---- configuration ----------------------------------------------------------------------------------------------- */

static const struct aspect *aspect_of(const struct call *c)
{
    size_t i = 0;
    while (i + 1 < COUNT(aspects) && !str_eq(aspects[i].member, c->row->wrap))
        i++;
    return &aspects[i];
}

static bool config_keep(struct call *c)
{
    object_set(c->w, c->object, c->row->wrap, value_get(c->in, c->row->wrap));
    return true;
}

static bool config_get(struct call *c)
{
    const struct aspect *as = aspect_of(c);
    if (!s3_find_bucket(c))
        return false;
    const struct value *v = value_get(seen(c, c->object), as->member);
    if (!v && as->code)
        return refuse(c, as->code, "%s", as->text);
    if (!as->bare)
        value_set(c->a, c->out, as->member, v);
    else if (v)
        c->out = value_edit(c->a, v);
    return true;
}

static bool config_drop(struct call *c)
{
    if (!s3_find_bucket(c))
        return false;
    object_unset(c->w, c->object, c->row->wrap);
    return true;
}

static bool config_put(struct call *c)
{
    return s3_find_bucket(c) && config_keep(c);
}

static bool versioning_put(struct call *c)
{
    if (!s3_find_bucket(c))
        return false;
    const char *status = value_get_str(value_get(c->in, "VersioningConfiguration"), "Status");
    if (!*status)
        return refuse(c, "IllegalVersioningConfigurationException", "The Versioning element must be specified");
    if (!str_eq(status, "Enabled") && value_get(c->object->v, "ReplicationConfiguration"))
        return refuse(c, "InvalidBucketState",
                      "A replication configuration is present on this bucket, so the versioning state cannot be "
                      "changed");
    return config_keep(c);
}

/* The key is not looked at: S3 takes any, and the first object fails. */
static bool encryption_put(struct call *c)
{
    const struct value *rules = value_get(value_get(c->in, "ServerSideEncryptionConfiguration"), "Rules");
    const struct value *how = value_get(value_item(rules, 0), "ApplyServerSideEncryptionByDefault");
    if (!s3_find_bucket(c))
        return false;
    if (value_len(rules) != 1 || !how)
        return refuse(c, "MalformedXML",
                      "The XML you provided was not well-formed or did not validate against our "
                      "published schema");
    if (str_eq(value_get_str(how, "SSEAlgorithm"), "AES256") && value_get(how, "KMSMasterKeyID"))
        return refuse(c, "InvalidArgument",
                      "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms");
    return config_keep(c);
}

static bool ownership_put(struct call *c)
{
    const struct value *rules = value_get(value_get(c->in, "OwnershipControls"), "Rules");
    if (!s3_find_bucket(c))
        return false;
    if (value_len(rules) != 1)
        return refuse(c, "MalformedXML",
                      "The XML you provided was not well-formed or did not validate against our "
                      "published schema");
    return config_keep(c);
}

static bool lifecycle_put(struct call *c)
{
    return s3_find_bucket(c) && s3_lifecycle_fits(c);
}

static bool replication_put(struct call *c)
{
    return s3_find_bucket(c) && s3_replication_fits(c) && config_keep(c);
}

static bool policy_put(struct call *c)
{
    return s3_find_bucket(c) && s3_policy_fits(c) && config_keep(c);
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

static bool tags_put(struct call *c)
{
    struct value *tags;
    if (!s3_find_bucket(c) || !tags_in(c, value_get(c->in, "Tagging"), "TagSet", &tags))
        return false;
    object_set(c->w, c->object, "$Tags", tags);
    return true;
}

static bool tags_get(struct call *c)
{
    if (!s3_find_bucket(c))
        return false;
    const struct value *tags = value_get(seen(c, c->object), "$Tags");
    if (!value_len(tags))
        return refuse(c, "NoSuchTagSet", "The TagSet does not exist");
    value_set(c->a, c->out, "TagSet", tags_told(c, c->service, tags));
    return true;
}

static bool tags_drop(struct call *c)
{
    if (!s3_find_bucket(c))
        return false;
    object_set(c->w, c->object, "$Tags", value_map(c->a));
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateBucket",                    ACT_RULE, .rule = create},
    {"ListBuckets",                     ACT_RULE, .rule = list},
    {"DeleteBucket",                    ACT_RULE, .rule = delete},
    {"HeadBucket",                      ACT_RULE, .rule = head},
    {"PutObject",                       ACT_RULE, .rule = s3_object_put},
    {"GetObject",                       ACT_RULE, .rule = s3_object_get},
    {"HeadObject",                      ACT_RULE, .rule = s3_object_head},
    {"DeleteObject",                    ACT_RULE, .rule = s3_object_delete},
    {"ListObjectsV2",                   ACT_RULE, .rule = s3_object_list},
    {"ListObjectVersions",              ACT_RULE, .rule = s3_versions_list},
    {"PutBucketTagging",                ACT_RULE, .rule = tags_put},
    {"GetBucketTagging",                ACT_RULE, .rule = tags_get},
    {"DeleteBucketTagging",             ACT_RULE, .rule = tags_drop},
    {"PutBucketVersioning",             ACT_RULE, NULL, "VersioningConfiguration", .rule = versioning_put},
    {"GetBucketVersioning",             ACT_RULE, NULL, "VersioningConfiguration", .rule = config_get},
    {"PutBucketEncryption",             ACT_RULE, NULL, "ServerSideEncryptionConfiguration", .rule = encryption_put},
    {"GetBucketEncryption",             ACT_RULE, NULL, "ServerSideEncryptionConfiguration", .rule = config_get},
    {"PutPublicAccessBlock",            ACT_RULE, NULL, "PublicAccessBlockConfiguration", .rule = config_put},
    {"GetPublicAccessBlock",            ACT_RULE, NULL, "PublicAccessBlockConfiguration", .rule = config_get},
    {"PutBucketOwnershipControls",      ACT_RULE, NULL, "OwnershipControls", .rule = ownership_put},
    {"GetBucketOwnershipControls",      ACT_RULE, NULL, "OwnershipControls", .rule = config_get},
    {"PutBucketLifecycleConfiguration", ACT_RULE, NULL, "LifecycleConfiguration", .rule = lifecycle_put},
    {"GetBucketLifecycleConfiguration", ACT_RULE, NULL, "LifecycleConfiguration", .rule = config_get},
    {"DeleteBucketLifecycle",           ACT_RULE, NULL, "LifecycleConfiguration", .rule = config_drop},
    {"PutBucketReplication",            ACT_RULE, NULL, "ReplicationConfiguration", .rule = replication_put},
    {"GetBucketReplication",            ACT_RULE, NULL, "ReplicationConfiguration", .rule = config_get},
    {"DeleteBucketReplication",         ACT_RULE, NULL, "ReplicationConfiguration", .rule = config_drop},
    {"PutBucketPolicy",                 ACT_RULE, NULL, "Policy", .rule = policy_put},
    {"GetBucketPolicy",                 ACT_RULE, NULL, "Policy", .rule = config_get},
    {"DeleteBucketPolicy",              ACT_RULE, NULL, "Policy", .rule = config_drop},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_s3 = {
    .id = "s3", .ops = ops, .invalid = "InvalidTag", .tag_key = "Key", .tag_value = "Value"};
