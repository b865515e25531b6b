#include "provisioner/preflight/look.h"

#include <string.h>

/* A file or a bucket; what goes with a bucket says nothing without one. */
static void one_place(const struct look *l)
{
    static const char *const of_bucket[] = {"key", "region", "kms_key", "mirror"};
    const struct value *state = l->s->state, *path = value_get(state, "path"), *bucket = value_get(state, "bucket");
    if (path && bucket)
        found(l, value_pos(path), "take out path, or bucket",
              "the state is kept in a file or in a bucket, not in both");
    for (size_t i = 0; !bucket && i < COUNT(of_bucket); i++)
        if (value_get(state, of_bucket[i]))
            found(l, key_pos(l, value_get(state, of_bucket[i])), "name state.bucket, or take it out",
                  "state.%s is about a bucket, and there is none", of_bucket[i]);
}

/* A spec may be a stranger's, and a plan of it be made by somebody who may read more. */
static void stays_below(const struct look *l)
{
    const struct value *path = value_get(l->s->state, "path");
    const char *text = value_str_of(path);
    bool up = false;
    for (const char *s = text; *s && !up; s += strcspn(s, "/"), s += *s == '/')
        up = strcspn(s, "/") == 2 && strncmp(s, "..", 2) == 0;
    if (*text == '/' || up)
        found(l, value_pos(path), "name a file elsewhere on the command line, with --state",
              "state.path must be a path below the spec's folder");
}

static void regions(const struct look *l)
{
    const struct value *state = l->s->state, *mirror = value_get(state, "mirror");
    const struct value *region = value_get(state, "region"), *other = value_get(mirror, "region");
    const char *home = region ? value_str_of(region) : l->s->regions[l->s->primary].alias;
    if (value_kind(region) == V_STR)
        check_alias(l, value_str_of(region), value_pos(region), false);
    if (value_kind(other) == V_STR)
        check_alias(l, value_str_of(other), value_pos(other), false);
    if (value_get(state, "bucket") && other && str_eq(value_str_of(other), home))
        found(l, value_pos(other), "put the mirror into another region of the spec",
              "state and mirror are both in %s: a copy that is lost with it is none", home);
}

/* S3 keeps these ends and beginnings for itself: "Bucket naming rules" of its user guide. */
static void name(const struct look *l, const struct value *bucket)
{
    static const char *const begins[] = {"xn--", "sthree-", "amzn-s3-demo-"};
    static const char *const ends[] = {"-s3alias", "--ol-s3", "--x-s3", "--table-s3"};
    for (size_t i = 0; i < COUNT(begins); i++)
        if (str_starts(value_str_of(bucket), begins[i]))
            found(l, value_pos(bucket), "choose another name", "S3 keeps names that begin with %s for itself",
                  begins[i]);
    for (size_t i = 0; i < COUNT(ends); i++)
        if (str_ends(value_str_of(bucket), ends[i]))
            found(l, value_pos(bucket), "choose another name", "S3 keeps names that end with %s for itself", ends[i]);
}

static const struct value *mirror_bucket(const struct look *l)
{
    return value_get(value_get(l->s->state, "mirror"), "bucket");
}

static void names(const struct look *l)
{
    name(l, value_get(l->s->state, "bucket"));
    name(l, mirror_bucket(l));
}

static void two_buckets(const struct look *l)
{
    const struct value *bucket = value_get(l->s->state, "bucket"), *copy = mirror_bucket(l);
    if (bucket && copy && str_eq(value_str_of(bucket), value_str_of(copy)))
        found(l, value_pos(copy), NULL, "a bucket's name is one for all regions: state and mirror can't both be %s",
              shown(l, copy));
}

/* A state that is to delete the bucket it lies in. */
static void own_bucket(const struct look *l, const struct wanted *w)
{
    const struct value *name = value_get(w->attrs, "Bucket");
    const char *ours = value_get_str(l->s->state, "bucket");
    const char *copy = value_get_str(value_get(l->s->state, "mirror"), "bucket");
    if (value_kind(name) == V_STR && (str_eq(value_str_of(name), ours) || str_eq(value_str_of(name), copy)))
        fault(l, w, name, NULL, "%s is the bucket that this state lies in", w->address);
}

/* clang-format off */
const struct rule state_rules[] = {
    {"STA-06",  SEV_ERROR, "a bucket's name that S3 keeps for itself", "CreateBucket answers InvalidBucketName", "choose another name",
     "S3 user guide, bucket naming rules", .once = names},
    {"STA-07",  SEV_WARNING, "the state's own bucket among the resources", "what deletes it deletes the memory of everything else", "keep it out of the spec: `init --state-buckets` makes it",
     "this program", .type = "AWS::S3::Bucket", .wanted = own_bucket},
    {"STA-901", SEV_ERROR, "a state in a file and in a bucket", "it is kept in one place", NULL, "this program", .shape = true, .once = one_place},
    {"STA-902", SEV_ERROR, "a state outside of the spec's folder", "a spec may be a stranger's", "name a file elsewhere on the command line, with --state",
     "this program", .once = stays_below},
    {"STA-903", SEV_ERROR, "a state's region that the spec does not have, or its mirror in the same one", "a copy that is lost with the state is none", NULL,
     "this program", .shape = true, .once = regions},
    {"STA-904", SEV_ERROR, "a bucket for state and mirror", "a bucket's name is one for all regions", "choose another name for the mirror",
     "S3 user guide, bucket naming rules", .once = two_buckets},
    {0}};
/* clang-format on */
