#include "provisioner/blueprint/parts.h"

#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/systems.h"
#include "provisioner/spec/cidr.h"

#include <string.h>

/* ---- IAM --------------------------------------------------------------------------------------------------------- */

const struct value *allow(struct arena *a, const char *actions, const struct value *resources,
                          const struct value *condition)
{
    return map_of(a, PAIRS({"Effect", value_str(a, "Allow")}, {"Action", list_of_words(a, actions)},
                           {"Resource", resources}, {"Condition", condition}));
}

const struct value *policy_document(struct arena *a, const struct value *statements)
{
    return map_of(a, PAIRS({"Version", value_str(a, "2012-10-17")}, {"Statement", statements}));
}

void condition_add(struct arena *a, struct value *conditions, const char *test, const char *key, const struct value *v)
{
    struct value *keys = value_edit(a, value_get(conditions, test));
    value_set(a, keys, key, v);
    value_set(a, conditions, test, keys);
}

struct value *of_this_account(struct arena *a)
{
    struct value *conditions = value_map(a);
    condition_add(a, conditions, "StringEquals", "aws:SourceAccount", value_ref(a, "lookup/account", "AccountId"));
    return conditions;
}

const struct value *arns_of(const struct site *s, const char *words)
{
    struct value *arns = value_list(s->arena);
    const char *word;
    size_t n;
    if (str_eq(words, "*"))
        return value_str(s->arena, "*");
    while ((n = next_word(&words, &word)))
        value_push(s->arena, arns, site_text(s, "arn:${lookup/account.Partition}:%.*s", (int)n, word));
    return arns;
}

const struct value *permit(const struct site *s, const struct permission *p)
{
    struct arena *a = s->arena;
    struct value *conditions = p->equals ? value_map(a) : NULL;
    const char *words = p->equals, *word;
    for (size_t n; words && (n = next_word(&words, &word));) {
        const char *sign = memchr(word, '=', n);
        const struct value *v = site_text(s, "%.*s", (int)(word + n - sign - 1), sign + 1);
        condition_add(a, conditions, "StringEquals", arena_strndup(a, word, (size_t)(sign - word)), v);
    }
    return allow(a, p->actions, arns_of(s, p->resources), conditions);
}

const struct value *trust_service(const struct site *s, const char *service, bool in_account)
{
    struct arena *a = s->arena;
    const struct value *statement = map_of(
        a, PAIRS({"Effect", value_str(a, "Allow")}, {"Principal", map_of(a, PAIRS({"Service", value_str(a, service)}))},
                 {"Action", value_str(a, "sts:AssumeRole")}, {"Condition", in_account ? of_this_account(a) : NULL}));
    return policy_document(a, list_of_one(a, statement));
}

static const char *role_address(const struct site *s, const char *name)
{
    return site_address(s, arena_printf(s->arena, "%s-role", name));
}

/* "eks-cluster"; a role that is the system's only one may bear the system's name alone. */
static const char *role_name(const struct site *s, const char *name)
{
    const char *purpose = str_eq(name, s->system) ? name : arena_printf(s->arena, "%s-%s", s->system, name);
    return name_within(s, purpose, 64);
}

static const struct value *managed_arns(const struct site *s, const char *words)
{
    struct value *arns = value_list(s->arena);
    const char *word;
    size_t n;
    while (words && (n = next_word(&words, &word)))
        value_push(s->arena, arns, site_text(s, "arn:${lookup/account.Partition}:iam::aws:policy/%.*s", (int)n, word));
    return value_len(arns) ? arns : NULL;
}

const char *role_make(const struct site *s, const struct role *r)
{
    struct arena *a = s->arena;
    const char *address = site_make(
        s, "AWS::IAM::Role", arena_printf(a, "%s-role", r->name),
        PAIRS({"RoleName", value_str(a, role_name(s, r->name))}, {"Description", value_str(a, r->description)},
              {"AssumeRolePolicyDocument", r->trust}, {"ManagedPolicyArns", managed_arns(s, r->managed)}));
    if (r->statements)
        site_make_untagged(s, "AWS::IAM::Policy", arena_printf(a, "%s-role-policy", r->name),
                           PAIRS({"RoleName", value_ref(a, address, "RoleName")}, {"PolicyName", value_str(a, r->name)},
                                 {"PolicyDocument", policy_document(a, r->statements)}));
    return address;
}

const struct value *role_arn(const struct site *s, const char *name)
{
    return value_ref(s->arena, role_address(s, name), "Arn");
}

void role_ready(const struct site *s, const char *name)
{
    site_after(s, arena_printf(s->arena, "%s-policy", role_address(s, name)));
}

/* ---- security groups --------------------------------------------------------------------------------------------- */

const char *group_make(const struct site *s, const char *name, const char *purpose, const char *description)
{
    struct arena *a = s->arena;
    return site_make(s, "AWS::EC2::SecurityGroup", name,
                     PAIRS({"GroupName", value_str(a, name_of(s, purpose))}, {"Description", value_str(a, description)},
                           {"VpcId", network_vpc(a, s->region, "VpcId")}));
}

void group_open(const struct site *s, const char *name, const char *group, const struct port *port,
                const struct value *cidr, const char *description)
{
    struct arena *a = s->arena;
    site_make(s, "AWS::EC2::SecurityGroupIngress", name,
              PAIRS({"GroupId", value_ref(a, group, "GroupId")}, {"IpProtocol", value_str(a, "tcp")},
                    {"FromPort", port->from}, {"ToPort", port->to}, {"CidrIpv4", cidr},
                    {"Description", value_str(a, description)}));
}

/* All of the private tier, zones yet to come included; the whole network where there is no such tier. */
static const char *local_clients(const struct site *s)
{
    struct cidr network, tier;
    const char *text = network_cidr(s->region);
    if (network_has_tier(s->region, "private") && cidr_parse(text, &network) && cidr_tier(network, "private", &tier))
        return cidr_text(s->arena, tier);
    return text;
}

static void open_to(const struct site *s, const char *group, const struct port *ports, const char *from,
                    const char *cidr)
{
    struct arena *a = s->arena;
    const char *description = arena_printf(a, "Clients in %s", from);
    for (; ports->from; ports++) {
        const char *which = ports->name ? arena_printf(a, "%s-", ports->name) : "";
        group_open(s, arena_printf(a, "ingress-%s%s", which, from), group, ports, value_str(a, cidr), description);
    }
}

const char *clients_group_make(const struct site *s, const char *what, const struct port *ports)
{
    const struct spec *spec = s->build->spec;
    const char *description = arena_printf(s->arena, "%s: clients in the private tier and in peered networks", what);
    const char *group = group_make(s, "security-group", s->system, description);
    open_to(s, group, ports, s->scope, local_clients(s));
    for (size_t i = 0; i < spec->n_regions; i++)
        if (peering_between(s->region, &spec->regions[i]))
            open_to(s, group, ports, spec->regions[i].alias, network_cidr(&spec->regions[i]));
    return group;
}

/* ---- logs -------------------------------------------------------------------------------------------------------- */

enum { LOG_RETENTION_DAYS = 30 };

static const struct value *usual_retention(const struct site *s)
{
    const struct value *days = value_path(s->arena, s->region->config, "observability.log_retention_days");
    return days ? days : value_int(s->arena, LOG_RETENTION_DAYS);
}

const char *log_group_make(const struct site *s, const char *name, const struct value *group_name,
                           const struct value *days)
{
    return site_make(s, "AWS::Logs::LogGroup", name,
                     PAIRS({"logGroupName", group_name}, {"kmsKeyId", key_arn(s->arena, s->region, "logs")},
                           {"retentionInDays", days ? days : usual_retention(s)}));
}
