#include "provisioner/preflight/forms.h"

#include <stdlib.h>
#include <string.h>

/* Keys and secrets: of the wanted resources. */

#define KEY "AWS::KMS::Key"
#define REPLICA "AWS::KMS::ReplicaKey"
#define SECRET "AWS::SecretsManager::Secret"
#define ROTATION "AWS::SecretsManager::RotationSchedule"
#define ROLE "AWS::IAM::Role"
#define MANAGED_POLICY "AWS::IAM::ManagedPolicy"
#define PROFILE "AWS::IAM::InstanceProfile"
#define ISSUER "AWS::IAM::OIDCProvider"

/* clang-format off */
#define NAME_TEXT(longest) FORM_PATTERN, "^[A-Za-z0-9_+=,.@-]{1," longest "}$", .takes = "1 to " longest " letters, digits and _+=,.@-"
#define PATH_TEXT FORM_PATTERN, "^/([!-~]{1,510}/)?$", .takes = "/, or a path that begins and ends with one"
#define WITHIN_REGION FORM_OF_REGION, .takes = "keys of the resource's own region"
const struct form security_forms[] = {
    {"SEC-001", KEY,     "PendingWindowInDays",  FORM_BETWEEN, .min = 7, .max = 30, .takes = "7 to 30 days"},
    {"SEC-001", REPLICA, "PendingWindowInDays",  FORM_BETWEEN, .min = 7, .max = 30, .takes = "7 to 30 days"},
    {"SEC-001", KEY,     "RotationPeriodInDays", FORM_BETWEEN, .min = 90, .max = 2560, .takes = "90 to 2560 days"},
    {"SEC-002", "AWS::KMS::Alias", "AliasName",  FORM_PATTERN, "^alias/[a-zA-Z0-9:/_-]+$", .takes = "alias/ and letters, digits and :/_-"},
    {"SEC-002", "AWS::KMS::Alias", "AliasName",  FORM_NEVER, "^alias/aws/", .takes = "none of these: they are its own"},
    {"SEC-002", "AWS::KMS::Alias", "AliasName",  FORM_LENGTH, .min = 7, .max = 256, .takes = "256 characters at most"},
    {"SEC-007", "AWS::RDS::DBCluster",  "KmsKeyId",                          WITHIN_REGION},
    {"SEC-007", "AWS::RDS::DBInstance", "PerformanceInsightsKMSKeyId",       WITHIN_REGION},
    {"SEC-007", "AWS::ElastiCache::ReplicationGroup", "KmsKeyId",            WITHIN_REGION},
    {"SEC-007", "AWS::Logs::LogGroup",  "kmsKeyId",                          WITHIN_REGION},
    {"SEC-007", "AWS::SNS::Topic",      "KmsMasterKeyId",                    WITHIN_REGION},
    {"SEC-007", "AWS::SQS::Queue",      "KmsMasterKeyId",                    WITHIN_REGION},
    {"SEC-007", "AWS::Lambda::Function","KMSKeyArn",                         WITHIN_REGION},
    {"SEC-007", SECRET,                 "KmsKeyId",                          WITHIN_REGION},
    {"SEC-009", SECRET,  "Name",                 FORM_PATTERN, "^[A-Za-z0-9/_+=.@-]+$", .takes = "letters, digits and /_+=.@-"},
    {"SEC-009", SECRET,  "Name",                 FORM_LENGTH, .min = 1, .max = 512, .takes = "1 to 512 characters"},
    {"SEC-901", SECRET,  "Name",                 FORM_NEVER, "-[A-Za-z0-9]{6}$", .takes = "the end for that of the secret's ARN"},
    {"SEC-902", SECRET,  "GenerateSecretString.PasswordLength", FORM_BETWEEN, .min = 8, .max = 128, .takes = "passwords of 8 to 128 characters"},
    {"SEC-011", SECRET,  "RecoveryWindowInDays", FORM_BETWEEN, .min = 7, .max = 30, .takes = "7 to 30 days"},
    {"SEC-012", ROTATION, "RotationRules.AutomaticallyAfterDays", FORM_BETWEEN, .min = 1, .max = 1000, .takes = "1 to 1000 days"},
    {"SEC-012", ROTATION, "RotationRules.Duration", FORM_PATTERN, "^[0-9]{1,2}h$", .takes = "hours such as 3h"},
    {"SEC-014", ROLE,           "RoleName",            NAME_TEXT("64")},
    {"SEC-014", "AWS::IAM::Policy", "PolicyName",      NAME_TEXT("128")},
    {"SEC-014", MANAGED_POLICY, "PolicyName",          NAME_TEXT("128")},
    {"SEC-014", PROFILE,        "InstanceProfileName", NAME_TEXT("128")},
    {"SEC-014", ROLE,           "Path",                PATH_TEXT},
    {"SEC-014", MANAGED_POLICY, "Path",                PATH_TEXT},
    {"SEC-014", PROFILE,        "Path",                PATH_TEXT},
    {"SEC-014", ROLE,           "Description",         FORM_LENGTH, .min = 0, .max = 1000, .takes = "1000 characters at most"},
    {"SEC-014", MANAGED_POLICY, "Description",         FORM_LENGTH, .min = 0, .max = 1000, .takes = "1000 characters at most"},
    {"SEC-014", ROLE,           "MaxSessionDuration",  FORM_BETWEEN, .min = 3600, .max = 43200, .takes = "3600 to 43200 seconds"},
    {"SEC-017", ROLE,           "ManagedPolicyArns",   FORM_LENGTH, .min = 0, .max = 10, .takes = "10 policies at most"},
    {"SEC-019", ISSUER,         "Url",                 FORM_PATTERN, "^https://[^:/?#]+(/[^?#]*)?$", .takes = "a URL with https, and without port and query"},
    {"SEC-019", ISSUER,         "Url",                 FORM_LENGTH, .min = 1, .max = 255, .takes = "255 characters at most"},
    {"SEC-019", ISSUER,         "ClientIDList",        FORM_LENGTH, .min = 0, .max = 100, .takes = "100 audiences at most"},
    {"SEC-019", ISSUER,         "ThumbprintList",      FORM_LENGTH, .min = 0, .max = 5, .takes = "5 thumbprints at most"},
    {0}};
/* clang-format on */

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static void copy_of_key(const struct look *l, const struct wanted *copy)
{
    const struct value *of = attr(l, copy, "PrimaryKeyArn");
    const struct wanted *primary = referred(l, of);
    const char *region = primary ? primary->region : region_of_arn(l->c->arena, value_str_of(of));
    if (str_eq(region, copy->region))
        fault(l, copy, of, "make it in another region", "%s: the key that it copies is in %s, too", copy->address,
              region);
    if (primary && str_eq(primary->type, KEY) && !is_set(attr(l, primary, "MultiRegion")))
        fault(l, copy, of, "write MultiRegion: true of the key", "%s: %s is a key of its region alone", copy->address,
              primary->address);
}

static bool lists(const struct value *v, const char *const *words)
{
    for (size_t i = 0; i < value_len(v); i++)
        if (lists(value_item(v, i), words))
            return true;
    for (; *words && value_kind(v) == V_STR; words++)
        if (str_eq_nocase(value_str_of(v), *words))
            return true;
    return false;
}

/* KMS refuses a policy after which nobody could change the policy. */
static bool can_be_changed(const struct value *policy)
{
    static const char *const actions[] = {"*", "kms:*", "kms:Put*", "kms:PutKeyPolicy", NULL};
    const struct value *statements = value_get(policy, "Statement");
    bool one = value_kind(statements) == V_MAP;
    for (size_t i = 0; i < (one ? 1 : value_len(statements)); i++) {
        const struct value *s = one ? statements : value_item(statements, i), *whom = value_get(s, "Principal");
        bool someone = str_eq(value_str_of(whom), "*") || value_get(whom, "AWS");
        if (str_eq(value_get_str(s, "Effect"), "Allow") && someone &&
            (lists(value_get(s, "Action"), actions) || value_get(s, "NotAction")))
            return true;
    }
    return false;
}

static void policies_of_keys(const struct look *l)
{
    static const char *const types[] = {KEY, REPLICA};
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(types); i++)
        for (struct each e = each_of(l, types[i], NULL); (w = next_of(&e));) {
            const struct value *policy = attr(l, w, "Policy");
            if (value_kind(policy) == V_MAP && !can_be_changed(policy))
                fault(l, w, policy, NULL,
                      "%s: no statement of its policy lets anyone of the account do kms:PutKeyPolicy", w->address);
        }
}

/* ---- secrets ----------------------------------------------------------------------------------------------------- */

static void copies_of_secret(const struct look *l, const struct wanted *secret)
{
    const struct value *all = attr(l, secret, "AddReplicaRegions");
    struct value *seen = value_map(l->c->arena);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *copy = value_item(all, i), *region = value_get(copy, "Region"),
                           *key = value_get(copy, "KmsKeyId");
        const struct wanted *of = referred(l, key);
        if (str_eq(value_str_of(region), secret->region))
            fault(l, secret, region, "take it out", "%s is in %s itself", secret->address, secret->region);
        else if (value_kind(region) == V_STR && seen_before(l, seen, value_str_of(region), secret))
            fault(l, secret, region, "take one of them out", "%s: %s is named twice", secret->address,
                  shown(l, region));
        else if (of && value_kind(region) == V_STR && !str_eq(of->region, value_str_of(region)))
            fault(l, secret, key, "name a key of that region", "%s: the key of the copy in %s is in %s",
                  secret->address, shown(l, region), of->region);
    }
}

enum { SHORTEST_HOURS = 4 };

static void schedules(const struct look *l)
{
    const struct wanted *w;
    forms_check(l);
    for (struct each e = each_of(l, ROTATION, NULL); (w = next_of(&e));) {
        const struct value *when = attr(l, w, "RotationRules.ScheduleExpression");
        const char *s = value_str_of(when);
        unsigned long n[1];
        version_numbers(str_starts(s, "rate(") ? s + strlen("rate(") : "", n, 1);
        if (value_kind(when) == V_STR && !str_starts(s, "rate(") && !str_starts(s, "cron("))
            fault(l, w, when, "write rate(12 hours) or cron(...)", "%s: %s is no schedule", w->address, shown(l, when));
        if (n[0] && strstr(s, "hour") && n[0] < SHORTEST_HOURS)
            fault(l, w, when, "write rate(4 hours) or more", "%s: %s is more often than every 4 hours", w->address,
                  shown(l, when));
        if (when && attr(l, w, "RotationRules.AutomaticallyAfterDays"))
            fault(l, w, when, "take one of them out", "%s has both days and a schedule", w->address);
    }
}

/* ---- passwords that services take -------------------------------------------------------------------------------- */

/* Of the characters that passwords are made of here (aws/types/secret_value.c), those that may not be in them, and how
 * long they are: of the attribute that they are read for. */
static const struct {
    const char *rule, *type, *attr, *never;
    int64_t min, max;
} passwords[] = {
    {"AUR-017", "AWS::RDS::DBCluster", "MasterUserPassword", "", 8, 41},
    {"EC-023", "AWS::ElastiCache::ReplicationGroup", "AuthToken", "_.~*+", 16, 128},
    {"EC-038", "AWS::ElastiCache::User", "Passwords", "", 16, 128},
};

static void one_password(const struct look *l, size_t which, const struct wanted *w, const struct value *v)
{
    const struct wanted *secret = referred(l, v);
    const struct value *how = secret ? attr(l, secret, "GenerateSecretString") : NULL;
    const struct value *length = value_get(how, "PasswordLength");
    const char *excluded = value_get_str(how, "ExcludeCharacters"), *c = passwords[which].never;
    int64_t n = length ? value_int_of(length) : 32;
    if (!how || !str_eq(secret->type, SECRET))
        return;
    if (n < passwords[which].min || n > passwords[which].max)
        fault(l, secret, length, NULL, "%s has %d characters, and %s takes %d to %d", secret->address, (int)n,
              w->address, (int)passwords[which].min, (int)passwords[which].max);
    while (*c && strchr(excluded, *c))
        c++;
    if (*c)
        fault(l, secret, value_get(how, "ExcludeCharacters"), "add it to ExcludeCharacters",
              "%s may hold a %c, which %s does not take", secret->address, *c, w->address);
}

void passwords_check(const struct look *l)
{
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(passwords); i++)
        for (struct each e = each_of(l, passwords[i].type, NULL);
             str_eq(passwords[i].rule, l->rule->id) && (w = next_of(&e));) {
            const struct value *v = attr(l, w, passwords[i].attr);
            for (size_t k = 0; k < value_len(v) && value_kind(v) == V_LIST; k++)
                one_password(l, i, w, value_item(v, k));
            if (value_kind(v) != V_LIST)
                one_password(l, i, w, v);
        }
}

/* clang-format off */
const struct rule key_rules[] = {
    {"SEC-001", SEV_ERROR, "a key that waits for its deletion, or for its renewal, longer or shorter than KMS lets it", "KMS refuses it", NULL, "KMS API, ScheduleKeyDeletion, EnableKeyRotation", .all = forms_check},
    {"SEC-002", SEV_ERROR, "an alias that KMS doesn't take", "CreateAlias answers InvalidAliasNameException", NULL, "KMS API, CreateAlias", .all = forms_check},
    {"SEC-003", SEV_ERROR, "a copy of a key in the same region, or of a key that has none", "ReplicateKey refuses it", NULL, "KMS API, ReplicateKey", .type = REPLICA, .wanted = copy_of_key},
    {"SEC-006", SEV_ERROR, "a key policy that nobody could change any more", "CreateKey answers MalformedPolicyDocumentException", "let arn:${lookup/account.Partition}:iam::${lookup/account.AccountId}:root do kms:*",
     "KMS API, PutKeyPolicy", .all = policies_of_keys},
    {"SEC-007", SEV_ERROR, "a key of another region", "services use keys of their own region alone", "name the key of the resource's own region", "KMS developer guide, keys in AWS services", .all = forms_check},
    {"SEC-009", SEV_ERROR, "a secret's name that Secrets Manager doesn't take", "CreateSecret refuses it", NULL, "Secrets Manager API, CreateSecret", .all = forms_check},
    {"SEC-010", SEV_ERROR, "a secret copied into its own region, twice into one, or with a key of another", "CreateSecret refuses it", NULL, "Secrets Manager API, CreateSecret", .type = SECRET, .wanted = copies_of_secret},
    {"SEC-011", SEV_ERROR, "a recovery window below 7 days or above 30", "DeleteSecret refuses it", NULL, "Secrets Manager API, DeleteSecret", .all = forms_check},
    {"SEC-012", SEV_ERROR, "a rotation more often than every 4 hours or less than every 1000 days", "RotateSecret refuses it", NULL, "Secrets Manager API, RotateSecret", .all = schedules},
    {"SEC-901", SEV_WARNING, "a secret's name that ends like an ARN", "a search for the name finds another secret, or none", "end it otherwise", "Secrets Manager API, CreateSecret", .all = forms_check},
    {"SEC-902", SEV_ERROR, "a password of less than 8 or more than 128 characters", "this program makes none", "write PasswordLength: 40", "this program", .all = forms_check},
    {0}};
/* clang-format on */
