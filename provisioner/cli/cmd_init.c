#include "aws/api/s3.h"
#include "aws/api/sts.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/template.h"
#include "provisioner/model/json.h"

#include <string.h>

/*
 * The buckets that a state is kept in, by the names that the spec gives them. Everything is said again in each run, so
 * that one that was cut off is finished by the next. Source: "Bucket naming rules", "Conditional writes" and "Setting
 * the lifecycle of a bucket" of the S3 user guide.
 */

enum { OLD_DAYS = 30, OLD_KEPT = 20, UPLOAD_DAYS = 7, AGAIN_MS = 2000, TRIES = 15 };

struct bucket {
    const char *name, *region, *kms_key;
    bool there;
};

struct setup {
    struct session *s;
    struct arena *a;
    const char *account;
    struct bucket buckets[2];
    size_t n;
};

/* ---- calls ------------------------------------------------------------------------------------------------------- */

static const struct value *json(struct arena *a, const char *text)
{
    const struct value *v = NULL;
    err_free(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static struct value *about(const struct setup *u, const struct bucket *b)
{
    struct value *in = value_map(u->a);
    value_set_str(u->a, in, "Bucket", b->name);
    value_set_str(u->a, in, "ExpectedBucketOwner", u->account);
    return in;
}

static struct aws_call ask_s3(const struct setup *u, const struct bucket *b, const struct op *op,
                              const struct value *in)
{
    struct aws_call call = {.arena = u->a, .op = op, .region = b->region, .in = in};
    client_call(u->s->client, &call);
    return call;
}

static bool is_code(const struct aws_call *call, const char *words)
{
    return call->end == CALL_FAULT && has_word(words, call->fault.code);
}

/* What was made a moment ago, or is being changed by another call, is asked again. */
static struct err *tell_s3(const struct setup *u, const struct bucket *b, const struct op *op, const struct value *in)
{
    struct aws_call call = ask_s3(u, b, op, in);
    for (int i = 0; i < TRIES && is_code(&call, "OperationAborted NoSuchBucket"); i++) {
        client_wait(u->s->client, client_now_ms(u->s->client) + AGAIN_MS);
        call = ask_s3(u, b, op, in);
    }
    return call.end == CALL_OK ? NULL : call_error(&call);
}

/* ---- what there is ----------------------------------------------------------------------------------------------- */

static struct err *whose(struct setup *u)
{
    const char *wanted = u->s->spec->account;
    struct aws_call call = {
        .arena = u->a, .op = &sts_GetCallerIdentity, .region = u->buckets[0].region, .in = value_map(u->a)};
    client_call(u->s->client, &call);
    if (call.end != CALL_OK)
        return call_error(&call);
    u->account = value_get_str(call.out, "Account");
    if (wanted && !str_eq(wanted, u->account))
        return err_new(ERR_REFUSED, "these credentials are of account %s, and the spec says %s", u->account, wanted);
    return NULL;
}

static struct err *look(const struct setup *u, struct bucket *b)
{
    struct aws_call call = ask_s3(u, b, &s3_HeadBucket, about(u, b));
    b->there = call.end == CALL_OK;
    if (b->there || is_code(&call, "NotFound"))
        return NULL;
    if (is_code(&call, "AccessDenied"))
        return err_new(
            ERR_REFUSED,
            "the bucket %s is another account's, or these credentials may not look at it: names are one space "
            "for all of AWS; choose another in the spec",
            b->name);
    if (is_code(&call, "PermanentRedirect BadRequest"))
        return err_new(ERR_REFUSED, "the bucket %s is not in %s: %s", b->name, b->region, call.fault.message);
    return call_error(&call);
}

static void show(const struct setup *u)
{
    for (size_t i = 0; i < u->n; i++) {
        const struct bucket *b = &u->buckets[i];
        note("%s  s3://%s in %s, account %s, %s\n     versions kept (%d newest, or %d days), encrypted by %s, closed "
             "to the "
             "public, TLS only",
             b->there ? "  ~" : "  +", b->name, b->region, u->account,
             b->there ? "is there: brought to this" : "to be made", OLD_KEPT, OLD_DAYS,
             b->kms_key ? b->kms_key : "S3's key");
    }
}

/* ---- making it --------------------------------------------------------------------------------------------------- */

static struct err *make(const struct setup *u, const struct bucket *b)
{
    struct value *in = value_map(u->a), *place = value_map(u->a);
    if (b->there)
        return NULL;
    value_set_str(u->a, in, "Bucket", b->name);
    value_set_str(u->a, place, "LocationConstraint", b->region);
    if (!str_eq(b->region, "us-east-1"))
        value_set(u->a, in, "CreateBucketConfiguration", place);
    struct aws_call call = ask_s3(u, b, &s3_CreateBucket, in);
    if (is_code(&call, "BucketAlreadyExists"))
        return err_new(ERR_REFUSED, "the name %s is another account's; choose another in the spec", b->name);
    return call.end == CALL_OK || is_code(&call, "BucketAlreadyOwnedByYou") ? NULL : call_error(&call);
}

static const char *encryption(const struct setup *u, const struct bucket *b)
{
    return !b->kms_key
               ? "{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}]}"
               : arena_printf(u->a,
                              "{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\","
                              "\"KMSMasterKeyID\":\"%s\"},\"BucketKeyEnabled\":true}]}",
                              b->kms_key);
}

static const char *tls_only(const struct setup *u, const struct bucket *b)
{
    const char *partition = str_starts(b->region, "cn-")       ? "aws-cn"
                            : str_starts(b->region, "us-gov-") ? "aws-us-gov"
                                                               : "aws";
    return arena_printf(
        u->a,
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"TlsOnly\",\"Effect\":\"Deny\",\"Principal\":"
        "\"*\",\"Action\":\"s3:*\",\"Resource\":[\"arn:%s:s3:::%s\",\"arn:%s:s3:::%s/*\"],\"Condition\":"
        "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}",
        partition, b->name, partition, b->name);
}

/* What is overwritten stays for a while; what remains of deleted objects goes. */
static const char *lifecycle(const struct setup *u)
{
    return arena_printf(u->a,
                        "{\"Rules\":[{\"ID\":\"history\",\"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"\"},"
                        "\"NoncurrentVersionExpiration\":{\"NoncurrentDays\":%d,\"NewerNoncurrentVersions\":%d},"
                        "\"Expiration\":{\"ExpiredObjectDeleteMarker\":true},"
                        "\"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":%d}}]}",
                        OLD_DAYS, OLD_KEPT, UPLOAD_DAYS);
}

static struct err *set_up(const struct setup *u, const struct bucket *b)
{
    struct arena *a = u->a;
    const struct {
        const struct op *op;
        const char *member;
        const struct value *v;
    } all[] = {
        {&s3_PutBucketVersioning, "VersioningConfiguration", json(a, "{\"Status\":\"Enabled\"}")},
        {&s3_PutBucketEncryption, "ServerSideEncryptionConfiguration", json(a, encryption(u, b))},
        {&s3_PutPublicAccessBlock, "PublicAccessBlockConfiguration",
         json(a, "{\"BlockPublicAcls\":true,\"IgnorePublicAcls\":true,\"BlockPublicPolicy\":true,"
                 "\"RestrictPublicBuckets\":true}")},
        {&s3_PutBucketPolicy, "Policy", value_str(a, tls_only(u, b))},
        {&s3_PutBucketLifecycleConfiguration, "LifecycleConfiguration", json(a, lifecycle(u))},
    };
    TRY(make(u, b));
    for (size_t i = 0; i < COUNT(all); i++) {
        struct value *in = about(u, b);
        value_set(a, in, all[i].member, all[i].v);
        TRY(tell_s3(u, b, all[i].op, in));
    }
    return NULL;
}

/* ---- whether it does what is needed ------------------------------------------------------------------------------ */

/* Some that speak S3's language take a condition and do not look at it: a lock would be everybody's. One that a run
 * left behind when it was cut off is as good as one that is made now. */
static struct err *honours_conditions(const struct setup *u, const struct bucket *b)
{
    struct value *in = about(u, b), *write;
    value_set_str(u->a, in, "Key", "provisioner.probe");
    write = value_edit(u->a, in);
    value_set_str(u->a, write, "IfNoneMatch", "*");
    struct aws_call first = ask_s3(u, b, &s3_PutObject, write), second = first;
    if (first.end == CALL_OK)
        second = ask_s3(u, b, &s3_PutObject, write);
    bool honest = is_code(&second, "PreconditionFailed");
    if (!honest && second.end != CALL_OK)
        return call_error(&second);
    struct aws_call made = ask_s3(u, b, &s3_HeadObject, in);
    if (made.end == CALL_OK)
        value_set(u->a, in, "VersionId", value_get(made.out, "VersionId"));
    TRY(tell_s3(u, b, &s3_DeleteObject, in));
    return honest ? NULL
                  : err_new(ERR_REFUSED,
                            "s3://%s takes a conditional write and does not look at its condition: no lock can be kept "
                            "there; use S3 itself, or something that knows If-None-Match",
                            b->name);
}

static void add(struct setup *u, const struct value *section)
{
    const char *alias = value_get_str(section, "region"), *key = value_get_str(section, "kms_key");
    const struct spec *spec = u->s->spec;
    const struct spec_region *r = *alias ? spec_region(spec, alias) : &spec->regions[spec->primary];
    u->buckets[u->n++] =
        (struct bucket){.name = value_get_str(section, "bucket"), .region = r->name, .kms_key = *key ? key : NULL};
}

static struct err *init(struct session *s)
{
    struct setup u = {.s = s, .a = s->a};
    if (s->cli->opt.template && s->cli->opt.state_buckets)
        return err_new(ERR_USAGE,
                       "first the spec (--template), then, once state.bucket is named in it, --state-buckets");
    if (s->cli->opt.template)
        return template_write(s, s->cli->opt.words.items[0]);
    if (!s->cli->opt.state_buckets)
        return err_new(ERR_USAGE, "init writes a spec to start from: say --template minimal; or it makes the buckets "
                                  "that a state is kept in: say --state-buckets");
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    if (!*value_get_str(s->spec->state, "bucket"))
        return err_new(ERR_USAGE, "%s keeps its state in a file, which needs nothing; name state.bucket for S3",
                       s->spec_path);
    add(&u, s->spec->state);
    if (value_get(s->spec->state, "mirror"))
        add(&u, value_get(s->spec->state, "mirror"));
    s->changes = true;
    s->state_path = arena_printf(s->a, "s3://%s", u.buckets[0].name);
    TRY(session_connect(s));
    TRY(whose(&u));
    for (size_t i = 0; i < u.n; i++)
        TRY(look(&u, &u.buckets[i]));
    show(&u);
    TRY(apply_ask(s, "Make these?"));
    for (size_t i = 0; i < u.n; i++) {
        TRY(set_up(&u, &u.buckets[i]));
        TRY(honours_conditions(&u, &u.buckets[i]));
        note("s3://%s is ready: of two writers under a condition, one wins", u.buckets[i].name);
    }
    return NULL;
}

struct err *cmd_init(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = init(&s);
    session_end(&s);
    return e;
}
