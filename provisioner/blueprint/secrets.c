#include "provisioner/blueprint/systems.h"

/*
 * Passwords are made at apply and live in Secrets Manager only, in the region where writes start, with a replica in
 * every other region that needs them. RDS can't manage the password of a cluster in a global database (Aurora user
 * guide, global database limitations), so we do. Where the database is stands beside the password: the endpoint of
 * the global database, which follows the writer.
 */

enum { PASSWORD_LENGTH = 40 /* RDS takes up to 41, ElastiCache 16 to 128 */ };

static void attachment_make(const struct site *s, const char *secret, const struct value *aurora);

static const struct secret {
    const char *purpose; /* which is the system's section */
    bool (*in)(const struct spec_region *r);
    const char *what, *username; /* NULL: the section says it */
    const char *excluded;
    void (*attach)(const struct site *s, const char *secret, const struct value *section); /* NULL: to nothing */
} secrets[] = {
    /* RDS takes no slash, quotation mark, at sign or space; the others end a quoted text too early. */
    {"aurora", aurora_in, "Master user of Aurora", NULL, " \"'/@\\", attachment_make},
    /* Of what is no letter and no digit, ElastiCache takes ! & # $ ^ < > and the hyphen in an AUTH token. */
    {"cache", cache_has_secret, "Password of the cache", "default", " \"'/@\\_.~*+", NULL},
};

static const char *address_of(struct arena *a, const struct spec *spec, const char *purpose)
{
    return arena_printf(a, "%s/secrets/%s", spec->regions[spec->primary].alias, purpose);
}

const struct value *secret_password(struct arena *a, const struct spec *spec, const char *purpose)
{
    return value_ref(a, address_of(a, spec, purpose), "SecretString.password");
}

static const struct value *replicas(const struct site *s, const struct secret *secret)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    struct value *all = value_list(a);
    for (size_t i = 0; i < spec->n_regions; i++)
        if (i != spec->primary && secret->in(&spec->regions[i]))
            value_push(a, all,
                       map_of(a, PAIRS({"Region", value_str(a, spec->regions[i].name)},
                                       {"KmsKeyId", key_arn(a, &spec->regions[i], "secrets")})));
    return value_len(all) ? all : NULL;
}

const struct value *secret_generated(struct arena *a, const struct value *username, const char *excluded)
{
    const struct value *template = map_of(a, PAIRS({"username", username}));
    return map_of(a, PAIRS({"SecretStringTemplate", value_str(a, value_canonical(a, template))},
                           {"GenerateStringKey", value_str(a, "password")},
                           {"PasswordLength", value_int(a, PASSWORD_LENGTH)},
                           {"ExcludeCharacters", value_str(a, excluded)}));
}

static const struct value *generated(const struct site *s, const struct secret *secret)
{
    struct arena *a = s->arena;
    const struct value *section = value_get(s->region->config, secret->purpose);
    const struct value *name = secret->username ? value_str(a, secret->username) : value_get(section, "username");
    return secret_generated(a, name, secret->excluded);
}

static const struct value *connection(const struct site *s, const struct value *aurora)
{
    struct arena *a = s->arena;
    bool mysql = str_eq(value_get_str(aurora, "engine"), "aurora-mysql");
    return map_of(a, PAIRS({"engine", value_str(a, mysql ? "mysql" : "postgres")},
                           {"host", value_ref(a, "global/aurora/global-cluster", "Endpoint")},
                           {"port", value_get(aurora, "port")}, {"dbname", value_get(aurora, "database")},
                           {"dbClusterIdentifier", value_ref(a, arena_printf(a, "%s/aurora/cluster", s->region->alias),
                                                             "DBClusterIdentifier")}));
}

static void attachment_make(const struct site *s, const char *secret, const struct value *aurora)
{
    struct arena *a = s->arena;
    const struct value *function = site_field(s, "rotation_function");
    const char *attached = site_make_untagged(s, "AWS::SecretsManager::SecretTargetAttachment", "aurora-target",
                                              PAIRS({"SecretId", value_ref(a, secret, "ARN")},
                                                    {"SecretString", value_ref(a, secret, "SecretString")},
                                                    {"Connection", connection(s, aurora)}));
    if (!function)
        return;
    site_make_untagged(
        s, "AWS::SecretsManager::RotationSchedule", "aurora-rotation",
        PAIRS({"SecretId", value_ref(a, secret, "ARN")}, {"RotationLambdaARN", function},
              {"RotationRules", map_of(a, PAIRS({"AutomaticallyAfterDays", site_field(s, "rotation_days")}))}));
    site_after(s, attached);
}

/* A deleted secret's name stays taken for its recovery window: the next generation bears another. */
static void secret_make(const struct site *s, const struct secret *secret)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    const char *purpose = secret->purpose;
    const char *made =
        site_make(s, "AWS::SecretsManager::Secret", purpose,
                  PAIRS({"Name", site_text(s, "%s/%s/%s${self.Suffix}", spec->project, spec->environment, purpose)},
                        {"Description", value_fmt(a, "%s of %s %s", secret->what, spec->project, spec->environment)},
                        {"KmsKeyId", key_arn(a, s->region, "secrets")}, {"GenerateSecretString", generated(s, secret)},
                        {"AddReplicaRegions", replicas(s, secret)},
                        {"RecoveryWindowInDays", site_field(s, "recovery_window_days")}));
    if (secret->attach)
        secret->attach(s, made, value_get(s->region->config, purpose));
}

void secrets_make(const struct build *b)
{
    const struct spec *spec = b->spec;
    struct site s = site_in(b, &spec->regions[spec->primary], "secrets");
    for (size_t i = 0; i < COUNT(secrets); i++)
        if (secrets[i].in(s.region))
            secret_make(&s, &secrets[i]);
}
