#include "provisioner/preflight/wanted.h"

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

/* By reference; ARNs are seen to by forms. */
static void key_at_home(const struct look *l, const struct wanted *w)
{
    static const char *const names[] = {"KmsKeyId", "PerformanceInsightsKMSKeyId", "kmsKeyId", "KmsMasterKeyId",
                                        "KMSKeyArn"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct value *v = attr(l, w, names[i]);
        const struct wanted *key = referred(l, v);
        if (key && !str_eq(key->region, w->region))
            fault(l, w, v, NULL, "%s: %s is %s, which is in %s", w->address, names[i], key->address, key->region);
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
    {"SEC-001", SEV_ERROR, "a key that waits for its deletion, or for its renewal, longer or shorter than KMS lets it", "KMS refuses it", NULL, "KMS API, ScheduleKeyDeletion, EnableKeyRotation",
     .type = KEY " " REPLICA, .forms = FORMS(A_RANGE("PendingWindowInDays", 7, 30), A_RANGE("RotationPeriodInDays", 90, 2560))},
    {"SEC-002", SEV_ERROR, "an alias that KMS doesn't take", "CreateAlias answers InvalidAliasNameException", NULL, "KMS API, CreateAlias",
     .type = "AWS::KMS::Alias", .forms = FORMS(A_TEXT("AliasName", 7, 256, "^alias/[a-zA-Z0-9:/_-]+$", "alias/ and letters, digits and :/_-"),
                     NOT_A("AliasName", "^alias/aws/", "one of AWS's own"))},
    {"SEC-003", SEV_ERROR, "a copy of a key in the same region, or of a key that has none", "ReplicateKey refuses it", NULL, "KMS API, ReplicateKey", .type = REPLICA, .wanted = copy_of_key},
    {"SEC-006", SEV_ERROR, "a key policy that nobody could change any more", "CreateKey answers MalformedPolicyDocumentException", "let arn:${lookup/account.Partition}:iam::${lookup/account.AccountId}:root do kms:*",
     "KMS API, PutKeyPolicy", .all = policies_of_keys},
    {"SEC-007", SEV_ERROR, "a key of another region", "services use keys of their own region alone", "name the key of the resource's own region", "KMS developer guide, keys in AWS services",
     .type = "AWS::RDS::DBCluster AWS::RDS::DBInstance AWS::ElastiCache::ReplicationGroup AWS::Logs::LogGroup AWS::SNS::Topic AWS::SQS::Queue AWS::Lambda::Function AWS::SecretsManager::Secret",
     .wanted = key_at_home, .forms = FORMS(OF_REGION("KmsKeyId"),
                     OF_REGION("PerformanceInsightsKMSKeyId"),
                     OF_REGION("kmsKeyId"),
                     OF_REGION("KmsMasterKeyId"),
                     OF_REGION("KMSKeyArn"))},
    {"SEC-009", SEV_ERROR, "a secret's name that Secrets Manager doesn't take", "CreateSecret refuses it", NULL, "Secrets Manager API, CreateSecret",
     .type = SECRET, .forms = FORMS(A_TEXT("Name", 1, 512, "^[A-Za-z0-9/_+=.@-]*$", "letters, digits and /_+=.@- alone"))},
    {"SEC-010", SEV_ERROR, "a secret copied into its own region, twice into one, or with a key of another", "CreateSecret refuses it", NULL, "Secrets Manager API, CreateSecret", .type = SECRET, .wanted = copies_of_secret},
    {"SEC-011", SEV_ERROR, "a recovery window below 7 days or above 30", "DeleteSecret refuses it", NULL, "Secrets Manager API, DeleteSecret",
     .type = SECRET, .forms = FORMS(A_RANGE("RecoveryWindowInDays", 7, 30))},
    {"SEC-012", SEV_ERROR, "a rotation more often than every 4 hours or less than every 1000 days", "RotateSecret refuses it", NULL, "Secrets Manager API, RotateSecret", .all = schedules,
     .type = ROTATION, .forms = FORMS(A_RANGE("RotationRules.AutomaticallyAfterDays", 1, 1000), A_TEXT("RotationRules.Duration", 2, 3, "^[0-9]{1,2}h$", "hours such as 3h"))},
    {"SEC-901", SEV_WARNING, "a secret's name that ends like an ARN", "a search for the name finds another secret, or none", "end it otherwise", "Secrets Manager API, CreateSecret",
     .type = SECRET, .forms = FORMS(NOT_A("Name", "-[A-Za-z0-9]{6}$", "as ARNs of secrets end"))},
    {"SEC-902", SEV_ERROR, "a password of less than 8 or more than 128 characters", "this program makes none", "write PasswordLength: 40", "this program",
     .type = SECRET, .forms = FORMS(A_RANGE("GenerateSecretString.PasswordLength", 8, 128))},
    {0}};
/* clang-format on */
