#include "aws/sandbox/kafka.h"

#include <string.h>

/* A cluster's resource policy and the secrets of its users. Source of rules: the MSK developer guide, "Sign-in
 * credentials authentication" and its limitations, "Multi-VPC private connectivity". */

enum { SECRETS_A_CALL = 10 };

static bool find(struct call *c)
{
    return need(c, &kind_kafka_cluster, c->region, in_str(c, "ClusterArn"), &c->object);
}

/* ---- policy ------------------------------------------------------------------------------------------------------ */

bool kafka_policy_put(struct call *c)
{
    if (!find(c))
        return false;
    if (!policy_valid(c->a, in_str(c, "Policy")))
        return refuse(c, "BadRequestException", "The policy is not a valid policy document.");
    object_set_str(c->w, c->object, "$Policy", in_str(c, "Policy"));
    object_set_str(c->w, c->object, "$PolicyVersion", kafka_version(c->w, c->a));
    out_str(c, "CurrentVersion", object_str(c->object, "$PolicyVersion"));
    return true;
}

static bool find_policy(struct call *c)
{
    return find(c) && (*object_str(c->object, "$Policy") ||
                       refuse(c, "NotFoundException", "The cluster doesn't have an associated policy."));
}

bool kafka_policy_get(struct call *c)
{
    if (!find_policy(c))
        return false;
    out_str(c, "Policy", object_str(c->object, "$Policy"));
    out_str(c, "CurrentVersion", object_str(c->object, "$PolicyVersion"));
    return true;
}

bool kafka_policy_delete(struct call *c)
{
    if (!find_policy(c))
        return false;
    object_unset(c->w, c->object, "$Policy");
    return true;
}

/* ---- secrets ----------------------------------------------------------------------------------------------------- */

static bool find_for_scram(struct call *c)
{
    if (!find(c))
        return false;
    if (!has_word(kind_kafka_cluster.ready, object_status(c->object)))
        return refuse_busy(c, c->object);
    if (!kafka_cluster_is(c->a, c->object, "ClientAuthentication.Sasl.Scram.Enabled"))
        return refuse(c, "BadRequestException", "SASL/SCRAM authentication isn't enabled for the cluster.");
    return value_len(value_get(c->in, "SecretArnList")) <= SECRETS_A_CALL ||
           refuse(c, "BadRequestException", "At most %d secrets are taken at once.", SECRETS_A_CALL);
}

/* NULL: it can be used. */
static const char *problem_of(struct call *c, const char *arn)
{
    const struct object *secret = object_find(c->w, &kind_secret, c->region, arn);
    if (!secret)
        return "The provided secret ARN is invalid.";
    if (!str_starts(secret->id, "AmazonMSK_"))
        return "The secret's name must begin with AmazonMSK_.";
    if (!*object_str(secret, "KmsKeyId"))
        return "The secret must be encrypted with a customer managed key, not with the default one.";
    return NULL;
}

static const struct value *unprocessed(struct call *c, const char *arn, const char *why)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "SecretArn", arn);
    value_set_str(c->a, v, "ErrorCode", "InvalidSecretArn");
    value_set_str(c->a, v, "ErrorMessage", why);
    return v;
}

static struct value *copy_without(struct call *c, const struct value *list, const struct value *without)
{
    struct value *rest = value_list(c->a);
    for (size_t i = 0; i < value_len(list); i++)
        if (!is_list_of(without, value_str_of(value_item(list, i))))
            value_push(c->a, rest, value_item(list, i));
    return rest;
}

bool kafka_scram_associate(struct call *c)
{
    if (!find_for_scram(c))
        return false;
    struct value *refused = value_list(c->a), *all = copy_without(c, value_get(c->object->v, "$Secrets"), NULL);
    const struct value *asked = value_get(c->in, "SecretArnList");
    for (size_t i = 0; i < value_len(asked); i++) {
        const char *arn = value_str_of(value_item(asked, i)), *why = problem_of(c, arn);
        if (why)
            value_push(c->a, refused, unprocessed(c, arn, why));
        else if (!is_list_of(all, arn))
            value_push(c->a, all, value_item(asked, i));
    }
    object_set(c->w, c->object, "$Secrets", all);
    value_set(c->a, c->out, "UnprocessedScramSecrets", refused);
    return true;
}

bool kafka_scram_disassociate(struct call *c)
{
    if (!find_for_scram(c))
        return false;
    object_set(c->w, c->object, "$Secrets",
               copy_without(c, value_get(c->object->v, "$Secrets"), value_get(c->in, "SecretArnList")));
    value_set(c->a, c->out, "UnprocessedScramSecrets", value_list(c->a));
    return true;
}

bool kafka_scram_list(struct call *c)
{
    if (!find(c))
        return false;
    value_set(c->a, c->out, "SecretArnList", copy_without(c, value_get(c->object->v, "$Secrets"), NULL));
    return true;
}
