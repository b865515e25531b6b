#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/systems.h"

/*
 * A KMS key and its alias for every purpose that some system of the region has. Keys are of one region each: Aurora,
 * Secrets Manager and the rest take any key of their own region, and a multi-Region key ties two regions' deletions
 * together.
 */

static bool logs_in(const struct spec_region *r)
{
    return flow_logs_in(r) || value_len(value_get(value_get(r->config, "aurora"), "log_exports")) > 0;
}

static const struct purpose {
    const char *name;
    bool (*in)(const struct spec_region *r);
    bool for_logs; /* CloudWatch Logs uses a key in its own name, not in its caller's */
} purposes[] = {
    {"aurora", aurora_in, false},
    {"secrets", aurora_in, false},
    {"logs", logs_in, true},
};

const struct value *key_arn(struct arena *a, const struct spec_region *r, const char *purpose)
{
    return value_ref(a, arena_printf(a, "%s/keys/%s", r->alias, purpose), "Arn");
}

/* Without it nobody could ever change the key again: KMS refuses such a policy. */
static const struct value *account_statement(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *root = site_text(s, "arn:${lookup/account.Partition}:iam::${lookup/account.AccountId}:root");
    return map_of(a, PAIRS({"Sid", value_str(a, "Account")}, {"Effect", value_str(a, "Allow")},
                           {"Principal", map_of(a, PAIRS({"AWS", root}))}, {"Action", value_str(a, "kms:*")},
                           {"Resource", value_str(a, "*")}));
}

static const struct value *logs_statement(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *groups = site_text(
        s, "arn:${lookup/account.Partition}:logs:%s:${lookup/account.AccountId}:log-group:*", s->region->name);
    struct value *condition =
        map_of(a, PAIRS({"ArnLike", map_of(a, PAIRS({"kms:EncryptionContext:aws:logs:arn", groups}))}));
    return map_of(
        a, PAIRS({"Sid", value_str(a, "Logs")}, {"Effect", value_str(a, "Allow")},
                 {"Principal", map_of(a, PAIRS({"Service", value_fmt(a, "logs.%s.amazonaws.com", s->region->name)}))},
                 {"Action", list_of_words(a, "kms:Encrypt kms:Decrypt kms:ReEncrypt* kms:GenerateDataKey* "
                                             "kms:DescribeKey")},
                 {"Resource", value_str(a, "*")}, {"Condition", condition}));
}

static const struct value *key_policy(const struct site *s, const struct purpose *p)
{
    struct arena *a = s->arena;
    struct value *statements = list_of_one(a, account_statement(s));
    if (p->for_logs)
        value_push(a, statements, logs_statement(s));
    return map_of(a, PAIRS({"Version", value_str(a, "2012-10-17")}, {"Statement", statements}));
}

static void key_make(const struct site *s, const struct purpose *p)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    const struct value *rotation = site_field(s, "rotation");
    const char *key = site_make(
        s, "AWS::KMS::Key", p->name,
        PAIRS({"Description", value_fmt(a, "%s of %s %s in %s", p->name, spec->project, spec->environment, s->scope)},
              {"KeyUsage", value_str(a, "ENCRYPT_DECRYPT")}, {"KeySpec", value_str(a, "SYMMETRIC_DEFAULT")},
              {"Policy", key_policy(s, p)}, {"EnableKeyRotation", rotation},
              {"RotationPeriodInDays", value_bool_of(rotation) ? site_field(s, "rotation_days") : NULL},
              {"PendingWindowInDays", site_field(s, "deletion_window_days")}, {"MultiRegion", value_bool(a, false)}));
    site_make_untagged(s, "AWS::KMS::Alias", arena_printf(a, "%s-alias", p->name),
                       PAIRS({"AliasName", value_fmt(a, "alias/%s", name_of(s, p->name))},
                             {"TargetKeyId", value_ref(a, key, "KeyId")}));
}

void keys_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "keys");
        for (size_t p = 0; p < COUNT(purposes); p++)
            if (purposes[p].in(s.region))
                key_make(&s, &purposes[p]);
    }
}
