#include "provisioner/spec/tables.h"

#include <string.h>

/* clang-format off */

static const struct spec_field keys_fields[] = {
    {"rotation", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "let KMS renew the key material"},
    {"rotation_days", SPEC_INTEGER, SPEC_ALIKE, .fallback = "365", .min = 90, .max = 2560, .unit = "days",
     .help = "how often", .source = "kms EnableKeyRotation RotationPeriodInDays"},
    {"deletion_window_days", SPEC_INTEGER, SPEC_ALIKE, .fallback = "30", .min = 7, .max = 30, .unit = "days",
     .help = "how long a deleted key can still be brought back", .source = "kms ScheduleKeyDeletion PendingWindowInDays"},
    {"multi_region", SPEC_LIST, SPEC_ALIKE, .max = 32, .fallback = "",
     .of = ITEM("purpose", SPEC_TEXT, .min = 1, .max = 32, .pattern = NAME, .shape = NAME_SHAPE, .help = "what a key is for: secrets, aurora, logs"),
     .help = "purposes whose keys are one key with a copy in each region, so that what is encrypted here can be read there; "
             "every other key is its region's own: AWS's services take any key of their region, and copies are deleted only together",
     .source = "kms ReplicateKey"},
    {0}};

static const struct spec_field secrets_fields[] = {
    {"recovery_window_days", SPEC_INTEGER, SPEC_ALIKE, .fallback = "30", .min = 7, .max = 30, .unit = "days",
     .help = "how long a deleted secret can still be brought back", .source = "secretsmanager DeleteSecret RecoveryWindowInDays"},
    {"rotation_function", SPEC_TEXT, SPEC_ALIKE, .min = 20, .max = 2048, .pattern = "^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:.+$",
     .shape = "the ARN of a Lambda function", .computed = "passwords are not rotated",
     .help = "Lambda function that rotates the database's password; it has to write to whatever region writes then",
     .source = "secretsmanager RotateSecret RotationLambdaARN"},
    {"rotation_days", SPEC_INTEGER, SPEC_ALIKE, .fallback = "30", .min = 1, .max = 1000, .unit = "days",
     .help = "how often, where there is a function", .source = "secretsmanager RotateSecret RotationRules"},
    {0}};

static const struct spec_field resource_fields[] = {
    {"type", SPEC_TEXT, SPEC_REQUIRED, .min = 8, .max = 196, .pattern = "^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$",
     .shape = "a CloudFormation type such as AWS::SQS::Queue", .help = "CloudFormation resource type",
     .source = "cloudcontrol CreateResource TypeName"},
    {"regions", SPEC_LIST, .min = 1, .max = 16, .computed = "every region",
     .of = ITEM("alias", SPEC_TEXT, .min = 1, .max = 12, .help = "an alias of regions"),
     .help = "in which regions, by alias"},
    {"properties", SPEC_ANY, .help = "its properties, by CloudFormation's names"},
    {0}};

#define STATE_BUCKET \
    SPEC_TEXT, .min = 3, .max = 63, .pattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", \
    .shape = "3 to 63 lower-case letters, digits and hyphens, ending with neither", .source = "s3 CreateBucket"
#define STATE_KEY \
    SPEC_TEXT, .min = 1, .max = 2048, .shape = "the ARN, id or alias of a KMS key", \
    .pattern = "^(arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]+|alias/[A-Za-z0-9/_-]+|[a-z0-9-]{36})$", \
    .computed = "S3's own key", .source = "s3 PutBucketEncryption KMSMasterKeyID"

static const struct spec_field mirror_fields[] = {
    {"bucket", STATE_BUCKET, .flags = SPEC_REQUIRED, .help = "bucket that holds the copy"},
    {"region", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 12, .help = "alias of the region it is in, another than the state's"},
    {"kms_key", STATE_KEY, .help = "key of that region which encrypts it"},
    {0}};

static const struct spec_field state_fields[] = {
    {"path", SPEC_TEXT, .min = 1, .max = 4096, .computed = "<project>-<environment>.state.json beside the spec",
     .help = "file that remembers what was made, below the spec's folder; one elsewhere is named by --state"},
    {"bucket", STATE_BUCKET, .computed = "the state is a file",
     .help = "S3 bucket that remembers it instead; `init --state-buckets` makes it"},
    {"key", SPEC_TEXT, .min = 1, .max = 900, .pattern = "^[A-Za-z0-9][A-Za-z0-9/_.=-]*$",
     .shape = "letters, digits and / _ . = -, starting with a letter or digit",
     .computed = "<project>/<environment>.state.json", .help = "name of the state in that bucket"},
    {"region", SPEC_TEXT, .min = 1, .max = 12, .computed = "the primary region", .help = "alias of the region the bucket is in"},
    {"kms_key", STATE_KEY, .help = "key of that region which encrypts it"},
    {"mirror", SPEC_SECTION, .of = mirror_fields, .help = "a copy in another region, for the day when that one is lost"},
    {0}};

#define TAG_MAP \
    .max = 45, .pattern = "^[^\t\r\n]+$", .shape = "one line of 1 to 128 characters", \
    .of = ITEM("value", SPEC_TEXT, .max = 256, .help = "up to 256 characters"), .fallback = ""

const struct spec_field spec_region_fields[] = {
    {"name", SPEC_TEXT, SPEC_REQUIRED, .min = 8, .max = 24, .pattern = "^[a-z]{2,3}(-[a-z]+)+-[0-9]+$",
     .shape = "an AWS region such as ap-northeast-1", .help = "AWS region"},
    {"role", SPEC_ENUM, SPEC_REQUIRED, .words = "primary secondary", .help = "primary is where writes start; exactly one is"},
    {0}};

const struct spec_field spec_fields[] = {
    {"provisioner", SPEC_INTEGER, SPEC_REQUIRED, .words = "1", .help = "format of this file"},
    {"project", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 20, .pattern = NAME, .shape = NAME_SHAPE,
     .help = "what is built; a part of every name"},
    {"environment", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 16, .pattern = NAME, .shape = NAME_SHAPE,
     .help = "which copy of it: production, staging; a part of every name"},
    {"account", SPEC_TEXT, .min = 12, .max = 12, .pattern = "^[0-9]{12}$", .shape = "an account number of 12 digits",
     .computed = "any account is accepted", .help = "the only AWS account this may be applied to"},
    {"regions", SPEC_MAP, SPEC_REQUIRED, .min = 1, .max = 8, .pattern = "^[a-z][a-z0-9]{0,11}$",
     .shape = "an alias of at most 12 lower-case letters and digits, starting with a letter",
     .of = ITEM("region", SPEC_SECTION, .of = spec_region_fields, .help = "one region, and whatever is different there"),
     .help = "the regions by alias; a section under regions.<alias> overrides the same section there"},
    {"tags", SPEC_MAP, SPEC_SYSTEM, TAG_MAP, .help = "tags on every resource that takes tags", .source = "ec2 CreateTags: 50 a resource, of which 5 are ours"},
    {"objectives", SPEC_SECTION, SPEC_SYSTEM | SPEC_ALIKE, .of = objectives_fields, .help = "what a lost region may cost at most"},
    {"network", SPEC_SECTION, SPEC_SYSTEM, .of = network_fields, .compute = network_compute, .help = "one VPC a region, peered"},
    {"aurora", SPEC_SECTION, SPEC_SYSTEM, .of = aurora_fields, .compute = aurora_compute, .help = "an Aurora global database: one writer, a readable copy in each other region"},
    {"cache", SPEC_SECTION, SPEC_SYSTEM, .of = cache_fields, .compute = cache_compute, .help = "a cache in each region; one global datastore: one region writes, the others read"},
    {"functions", SPEC_MAP, SPEC_SYSTEM, .max = 50, .pattern = NAME, .shape = NAME_SHAPE,
     .of = ITEM("function", SPEC_SECTION, .of = function_fields, .help = "one function, in every region"),
     .help = "Lambda functions from folders beside the spec"},
    {"ingress", SPEC_SECTION, SPEC_SYSTEM, .of = ingress_fields, .help = "a load balancer in each region"},
    {"dns", SPEC_SECTION, SPEC_SYSTEM, .of = dns_fields, .compute = dns_compute, .help = "names that lead to a region that is well"},
    {"drills", SPEC_SECTION, SPEC_SYSTEM, .of = drills_fields, .help = "experiments for a region's loss, and runbooks"},
    {"observability", SPEC_SECTION, SPEC_SYSTEM, .of = observability_fields, .help = "alarms on all of the above, who is told, dashboards, a budget"},
    {"eks", SPEC_SECTION, SPEC_SYSTEM, .of = eks_fields, .compute = eks_compute, .help = "a Kubernetes cluster in each region, with nodes, add-ons and roles"},
    {"buckets", SPEC_MAP, SPEC_SYSTEM, .max = 100, .pattern = NAME, .shape = NAME_SHAPE,
     .of = ITEM("bucket", SPEC_SECTION, .of = bucket_fields, .help = "one bucket in each region"),
     .computed = "none", .help = "S3 buckets by name, one in each region, that copy to each other", .source = "s3 CreateBucket"},
    {"msk", SPEC_SECTION, SPEC_SYSTEM, .of = msk_fields, .compute = msk_compute, .help = "a Kafka cluster in each region, copied to one another"},
    {"helm", SPEC_SECTION, SPEC_SYSTEM, .of = helm_fields, .help = "what helm installs in the clusters"},
    {"keys", SPEC_SECTION, SPEC_SYSTEM | SPEC_ALIKE | SPEC_ALWAYS, .of = keys_fields, .help = "KMS keys of the other systems"},
    {"secrets", SPEC_SECTION, SPEC_SYSTEM | SPEC_ALIKE | SPEC_ALWAYS, .of = secrets_fields, .help = "Secrets Manager secrets of the other systems"},
    {"usage", SPEC_SECTION, SPEC_SYSTEM | SPEC_ALWAYS, .of = usage_fields, .help = "what is used of all this, for estimates of its cost; nothing is made of it"},
    {"resources", SPEC_MAP, .max = 100000, .pattern = NAME, .shape = NAME_SHAPE,
     .of = ITEM("resource", SPEC_SECTION, .of = resource_fields, .help = "one resource"), .fallback = "",
     .help = "any other AWS resource, by its CloudFormation type"},
    {"overrides", SPEC_MAP, .max = 200, .pattern = "^[A-Za-z0-9*][A-Za-z0-9*/_.-]*$", .shape = "an address such as tokyo/aurora/cluster, * for any part",
     .of = ITEM("attributes", SPEC_ANY, .help = "attributes by the API's names"), .fallback = "",
     .help = "a last word on attributes of generated resources, by address pattern"},
    {"preflight", SPEC_SECTION, .of = preflight_fields, .help = "what is found before any call is sent"},
    {"state", SPEC_SECTION, SPEC_ALWAYS, .of = state_fields, .help = "where the state is kept"},
    {0}};
/* clang-format on */

const struct spec_field *spec_field_find(const struct spec_field *table, const char *name)
{
    for (; table && table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

const struct spec_field *spec_field_path(const char *path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct spec_field *table = spec_fields, *found = NULL;
    while (table && *path) {
        size_t n = strcspn(path, ".");
        found = spec_field_find(table, arena_strndup(a, path, n));
        bool holds_sections = found && found->of && (found->type == SPEC_MAP || found->type == SPEC_LIST);
        table = !found ? NULL : holds_sections ? found->of->of : found->of;
        path += n + (path[n] == '.');
    }
    return *path ? NULL : found;
}

bool spec_field_regional(const struct spec_field *field)
{
    return field && field->flags & SPEC_SYSTEM && !(field->flags & SPEC_ALIKE);
}

const char *const *spec_field_names(struct arena *a, const struct spec_field *table)
{
    size_t n = 0;
    while (table && table[n].name)
        n++;
    const char **names = arena_alloc(a, (n + 1) * sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = table[i].name;
    return names;
}
