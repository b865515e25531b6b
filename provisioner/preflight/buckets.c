#include "provisioner/preflight/look.h"

/* S3 refuses a rule that deletes what it has not moved yet. */
static void order_of_days(const struct look *l, const struct spec_region *r)
{
    const struct value *buckets = section_of(r, "buckets");
    for (size_t i = 0; i < value_len(buckets); i++) {
        int64_t moved, deleted;
        const struct value *bucket = value_item(buckets, i);
        if (int_of(bucket, "transition_days", &moved) && int_of(bucket, "expire_days", &deleted) && deleted <= moved)
            found(l, value_pos(value_get(bucket, "expire_days")),
                  "delete them later than they move, or leave transition_days out",
                  "objects of %s are deleted after %lld days, and would move after %lld", value_key(buckets, i),
                  (long long)deleted, (long long)moved);
    }
}

/* clang-format off */
const struct rule bucket_rules[] = {
    {"S3-901", SEV_ERROR, "objects are deleted before they would move", "PutBucketLifecycleConfiguration refuses it",
     "delete them later than they move, or leave transition_days out", "S3 user guide, lifecycle", .each = order_of_days},
    {0}};
/* clang-format on */
