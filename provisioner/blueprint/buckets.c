#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/*
 * A bucket a region and name: versioned, encrypted with the region's key, closed to the public and to connections
 * without TLS. Those of one name copy to each other, in every direction; S3 does not copy what is a copy, so that
 * nothing goes round.
 *
 * What no reference says: both ends are versioned before either copies, which the references to their ARNs see to, and
 * the role may do what it is for.
 */

/* Of the 63 characters that S3 takes, a hyphen and the account's 12 digits stand at the end: names are one space for
 * all accounts. */
enum { NAME_MOST = 50, ABANDONED_UPLOAD_DAYS = 7 };

static const struct value *bucket_arn(const struct site *s, const char *name)
{
    return value_ref(s->arena, site_address(s, name), "Arn");
}

static const struct value *objects_in(const struct site *s, const char *name)
{
    return site_text(s, "${%s.Arn}/*", site_address(s, name));
}

/* ---- one bucket -------------------------------------------------------------------------------------------------- */

static const struct value *encryption(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *how = map_of(
        a, PAIRS({"SSEAlgorithm", value_str(a, "aws:kms")}, {"KMSMasterKeyID", key_arn(a, s->region, "buckets")}));
    struct value *rule =
        map_of(a, PAIRS({"ApplyServerSideEncryptionByDefault", how}, {"BucketKeyEnabled", value_bool(a, true)}));
    return map_of(a, PAIRS({"Rules", list_of_one(a, rule)}));
}

static const struct value *closed(struct arena *a)
{
    const struct value *yes = value_bool(a, true);
    return map_of(a, PAIRS({"BlockPublicAcls", yes}, {"IgnorePublicAcls", yes}, {"BlockPublicPolicy", yes},
                           {"RestrictPublicBuckets", yes}));
}

static const struct value *days(struct arena *a, const char *member, const struct value *n)
{
    return n ? map_of(a, PAIRS({member, n})) : NULL;
}

static const struct value *lifecycle(const struct site *s, const struct value *bucket)
{
    struct arena *a = s->arena;
    const struct value *move = value_get(bucket, "transition_days");
    const struct value *transition =
        map_of(a, PAIRS({"Days", move}, {"StorageClass", value_get(bucket, "transition_class")}));
    /* clang-format off */
    return list_of_one(a, map_of(a, PAIRS(
        {"ID",                             value_str(a, "age")},
        {"Status",                         value_str(a, "Enabled")},
        {"Filter",                         map_of(a, PAIRS({"Prefix", value_str(a, "")}))},
        {"Expiration",                     days(a, "Days", value_get(bucket, "expire_days"))},
        {"Transitions",                    move ? list_of_one(a, transition) : NULL},
        {"NoncurrentVersionExpiration",    days(a, "NoncurrentDays", value_get(bucket, "old_versions_days"))},
        {"AbortIncompleteMultipartUpload", days(a, "DaysAfterInitiation", value_int(a, ABANDONED_UPLOAD_DAYS))})));
    /* clang-format on */
}

static const struct value *tls_only(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    struct value *both = list_of_one(a, bucket_arn(s, name));
    value_push(a, both, objects_in(s, name));
    const struct value *plain =
        map_of(a, PAIRS({"Bool", map_of(a, PAIRS({"aws:SecureTransport", value_str(a, "false")}))}));
    const struct value *statement = map_of(a, PAIRS({"Sid", value_str(a, "TlsOnly")}, {"Effect", value_str(a, "Deny")},
                                                    {"Principal", value_str(a, "*")}, {"Action", value_str(a, "s3:*")},
                                                    {"Resource", both}, {"Condition", plain}));
    return policy_document(a, list_of_one(a, statement));
}

static void bucket_make(const struct site *s, const char *name, const struct value *bucket)
{
    struct arena *a = s->arena;
    const char *address =
        site_make(s, "AWS::S3::Bucket", name,
                  PAIRS({"Bucket", site_text(s, "%s-${lookup/account.AccountId}", name_within(s, name, NAME_MOST))},
                        {"Versioning", value_str(a, "Enabled")}, {"ServerSideEncryptionConfiguration", encryption(s)},
                        {"PublicAccessBlockConfiguration", closed(a)}, {"LifecycleRules", lifecycle(s, bucket)}));
    site_make_untagged(s, "AWS::S3::BucketPolicy", arena_printf(a, "%s-policy", name),
                       PAIRS({"Bucket", value_ref(a, address, "Bucket")}, {"Policy", tls_only(s, name)}));
}

/* ---- copies ------------------------------------------------------------------------------------------------------ */

static bool replicates(const struct site *s, const char *name)
{
    return value_bool_of(value_get(value_get(s->config, name), "replicate"));
}

static const struct value *copy_rule(const struct site *to, const char *name, unsigned priority)
{
    struct arena *a = to->arena;
    const struct value *on = map_of(a, PAIRS({"Status", value_str(a, "Enabled")}));
    const struct value *destination = map_of(
        a,
        PAIRS({"Bucket", bucket_arn(to, name)},
              {"EncryptionConfiguration", map_of(a, PAIRS({"ReplicaKmsKeyID", key_arn(a, to->region, "buckets")}))}));
    /* clang-format off */
    return map_of(a, PAIRS(
        {"ID",                      value_str(a, to->scope)},
        {"Priority",                value_int(a, priority)},
        {"Status",                  value_str(a, "Enabled")},
        {"Filter",                  map_of(a, PAIRS({"Prefix", value_str(a, "")}))},
        {"SourceSelectionCriteria", map_of(a, PAIRS({"SseKmsEncryptedObjects", on}, {"ReplicaModifications", on}))},
        {"DeleteMarkerReplication", on},
        {"Destination",             destination}));
    /* clang-format on */
}

/* To every other region where the bucket is copied, too. */
static struct value *copy_rules(const struct site *s, const char *name)
{
    const struct spec *spec = s->build->spec;
    struct value *rules = value_list(s->arena);
    for (size_t i = 0; replicates(s, name) && i < spec->n_regions; i++) {
        struct site to = site_in(s->build, &spec->regions[i], s->system);
        if (to.region != s->region && replicates(&to, name))
            value_push(s->arena, rules, copy_rule(&to, name, (unsigned)i + 1));
    }
    return rules;
}

static bool copies_make(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    const struct site global = site_global(s->build, s->system);
    const struct value *rules = copy_rules(s, name);
    if (!value_len(rules))
        return false;
    site_make_untagged(s, "AWS::S3::BucketReplication", arena_printf(a, "%s-replication", name),
                       PAIRS({"Bucket", value_ref(a, site_address(s, name), "Bucket")},
                             {"Role", role_arn(&global, "replication")}, {"Rules", rules}));
    role_ready(&global, "replication");
    return true;
}

/* Every bucket is an end and a beginning, so that one list does for both. */
struct reach {
    struct value *buckets, *objects, *keys, *services;
};

static void reach_add(const struct site *s, const char *name, struct reach *all)
{
    value_push(s->arena, all->buckets, bucket_arn(s, name));
    value_push(s->arena, all->objects, objects_in(s, name));
}

static void role_for(const struct site *global, const struct reach *all)
{
    struct arena *a = global->arena;
    const struct value *through_s3 =
        map_of(a, PAIRS({"StringLike", map_of(a, PAIRS({"kms:ViaService", all->services}))}));
    struct value *may = list_of_one(a, allow(a, "s3:GetReplicationConfiguration s3:ListBucket", all->buckets, NULL));
    value_push(a, may,
               allow(a,
                     "s3:GetObjectVersionForReplication s3:GetObjectVersionAcl s3:GetObjectVersionTagging "
                     "s3:ReplicateObject s3:ReplicateDelete s3:ReplicateTags",
                     all->objects, NULL));
    value_push(a, may, allow(a, "kms:Decrypt kms:Encrypt", all->keys, through_s3));
    /* in whose name S3 copies it does not say, so that the trust can't ask for the account */
    role_make(global, &(struct role){.name = "replication",
                                     .description = "Lets S3 copy objects between the regions' buckets",
                                     .trust = trust_service(global, "s3.amazonaws.com", false),
                                     .statements = may});
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* True when something of the region is copied. */
static bool region_make(const struct build *b, const struct spec_region *r, struct reach *all)
{
    struct site s = site_in(b, r, "buckets");
    bool copies = false;
    for (size_t i = 0; i < value_len(s.config); i++) {
        const char *name = value_key(s.config, i);
        bucket_make(&s, name, value_item(s.config, i));
        if (!copies_make(&s, name))
            continue;
        reach_add(&s, name, all);
        copies = true;
    }
    return copies;
}

void buckets_make(const struct build *b)
{
    struct arena *a = b->arena;
    struct reach all = {value_list(a), value_list(a), value_list(a), value_list(a)};
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        const struct spec_region *r = &b->spec->regions[i];
        if (!region_make(b, r, &all))
            continue;
        value_push(a, all.keys, key_arn(a, r, "buckets"));
        value_push(a, all.services, value_fmt(a, "s3.%s.amazonaws.com", r->name));
    }
    struct site global = site_global(b, "buckets");
    if (value_len(all.keys))
        role_for(&global, &all);
}
