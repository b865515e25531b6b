#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * A KMS key and its alias for every purpose that some system asks for by key_arn. Keys are of one region each: Aurora,
 * Secrets Manager and the rest take any key of their own region, and a multi-Region key ties two regions' deletions
 * together. Where the spec wants one all the same, it is made where writes start and copied to the others.
 */

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

static const struct value *publisher_statement(const struct site *s, const char *id, const char *services,
                                               const struct value *condition)
{
    struct arena *a = s->arena;
    return map_of(a, PAIRS({"Sid", value_str(a, id)}, {"Effect", value_str(a, "Allow")},
                           {"Principal", map_of(a, PAIRS({"Service", list_of_words(a, services)}))},
                           {"Action", list_of_words(a, "kms:Decrypt kms:GenerateDataKey*")},
                           {"Resource", value_str(a, "*")}, {"Condition", condition}));
}

/* Whoever publishes to an encrypted topic does so in its own name. */
static const struct value *alerts_statement(const struct site *s)
{
    return publisher_statement(s, "Alerts", "cloudwatch.amazonaws.com events.rds.amazonaws.com budgets.amazonaws.com",
                               of_this_account(s->arena));
}

/* SNS developer guide, key management: no condition on the account holds for EventBridge. */
static const struct value *events_statement(const struct site *s)
{
    return publisher_statement(s, "Events", "events.amazonaws.com", NULL);
}

/* Services that use a key in their own name and not in their caller's. */
static const struct purpose {
    const char *name;
    const struct value *(*statement)(const struct site *s);
} purposes[] = {
    {"logs", logs_statement},
    {"alerts", alerts_statement},
    {"alerts", events_statement},
};

const struct value *key_arn(struct arena *a, const struct spec_region *r, const char *purpose)
{
    return value_ref(a, arena_printf(a, "%s/keys/%s", r->alias, purpose), "Arn");
}

static const struct value *key_policy(const struct site *s, const char *purpose)
{
    struct value *statements = list_of_one(s->arena, account_statement(s));
    for (size_t i = 0; i < COUNT(purposes); i++)
        if (str_eq(purposes[i].name, purpose))
            value_push(s->arena, statements, purposes[i].statement(s));
    return policy_document(s->arena, statements);
}

static bool in_several(const struct site *s, const char *purpose)
{
    bool regional = !str_eq(s->scope, "global") && s->build->spec->n_regions > 1;
    return regional && list_has(site_field(s, "multi_region"), purpose);
}

static bool is_primary(const struct site *s)
{
    return s->region == &s->build->spec->regions[s->build->spec->primary];
}

static const char *copy_make(const struct site *s, const char *purpose, const struct value *description)
{
    const struct spec *spec = s->build->spec;
    return site_make(s, "AWS::KMS::ReplicaKey", purpose,
                     PAIRS({"PrimaryKeyArn", key_arn(s->arena, &spec->regions[spec->primary], purpose)},
                           {"Description", description}, {"Policy", key_policy(s, purpose)},
                           {"PendingWindowInDays", site_field(s, "deletion_window_days")}));
}

static const char *own_make(const struct site *s, const char *purpose, const struct value *description)
{
    struct arena *a = s->arena;
    const struct value *rotation = site_field(s, "rotation");
    return site_make(s, "AWS::KMS::Key", purpose,
                     PAIRS({"Description", description}, {"KeyUsage", value_str(a, "ENCRYPT_DECRYPT")},
                           {"KeySpec", value_str(a, "SYMMETRIC_DEFAULT")}, {"Policy", key_policy(s, purpose)},
                           {"EnableKeyRotation", rotation},
                           {"RotationPeriodInDays", value_bool_of(rotation) ? site_field(s, "rotation_days") : NULL},
                           {"PendingWindowInDays", site_field(s, "deletion_window_days")},
                           {"MultiRegion", value_bool(a, in_several(s, purpose))}));
}

static void key_make(const struct site *s, const char *purpose)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    const struct value *description =
        value_fmt(a, "%s of %s %s in %s", purpose, spec->project, spec->environment, s->scope);
    bool copied = in_several(s, purpose) && !is_primary(s);
    const char *key = copied ? copy_make(s, purpose, description) : own_make(s, purpose, description);
    site_make_untagged(s, "AWS::KMS::Alias", arena_printf(a, "%s-alias", purpose),
                       PAIRS({"AliasName", value_fmt(a, "alias/%s", name_of(s, purpose))},
                             {"TargetKeyId", value_ref(a, key, "KeyId")}));
}

/* ---- who asks for which ------------------------------------------------------------------------------------------ */

struct asked {
    struct arena *arena;
    struct value *purposes; /* as keys, of the region at hand */
    const char *prefix;     /* "tokyo/keys/" */
};

static void ask(void *ctx, const struct value *ref)
{
    struct asked *asked = ctx;
    const char *address = value_ref_address(ref);
    if (str_starts(address, asked->prefix))
        value_set(asked->arena, asked->purposes, address + strlen(asked->prefix), value_bool(asked->arena, true));
}

/* What is asked for at the site; purposes that have copies are added to `everywhere`. */
static void asked_make(const struct site *s, size_t others, struct value *everywhere, struct value *wanted)
{
    const struct build *b = s->build;
    struct asked asked = {b->arena, wanted, site_address(s, "")};
    for (size_t k = 0; k < others; k++)
        value_each_ref(b->out->items[k].attrs, ask, &asked);
    for (size_t k = 0; k < value_len(asked.purposes); k++) {
        const char *purpose = value_key(asked.purposes, k);
        if (in_several(s, purpose))
            value_set(b->arena, everywhere, purpose, value_bool(b->arena, true));
        key_make(s, purpose);
    }
}

/* Last of all systems: what the others refer to. A copy needs its primary whoever else does. Of the account's own
 * things only those that watch Route 53 ask for a key. */
void keys_make(const struct build *b)
{
    size_t others = b->out->n;
    struct value *everywhere = value_map(b->arena);
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        /* the primary region last, when all copies are known */
        size_t nth = i + 1 == b->spec->n_regions ? b->spec->primary : i < b->spec->primary ? i : i + 1;
        struct site s = site_in(b, &b->spec->regions[nth], "keys");
        asked_make(&s, others, everywhere, is_primary(&s) ? everywhere : value_map(b->arena));
    }
    struct site global = site_global_in(b, "keys", ROUTE53_REGION);
    asked_make(&global, others, everywhere, value_map(b->arena));
}
