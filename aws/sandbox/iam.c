#include "aws/sandbox/iam.h"
#include "aws/sandbox/engine.h"
#include "aws/wire/http.h"

#include <string.h>

/* IAM's roles. Source of rules: the IAM API reference, "IAM and STS quotas". One world for all regions. */

static void role_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_role = {
    .name = "iam-role", .service = "iam", .id = "RoleName", .global = true, .hidden = true, .tags_member = "Tags",
    .arn = "arn:aws:iam::{account}:role{Path}{id}", .arn_member = "Arn",
    .unique = "RoleName",
    .filled = (const struct filled[]){
        {"Path", K_STR, "/"}, {"CreateDate", K_TIME, NULL}, {"MaxSessionDuration", K_INT, "3600"}, {"$Attached", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){{"AssumeRolePolicyDocument", "$Trust"}, {"PolicyDocument", "$Trust"}, {"PermissionsBoundary", "$Boundary"}, {0}},
    .refs = (const struct ref[]){{"$Attached[]", &kind_policy, REF_LOOSE}, {"$Boundary", &kind_policy, REF_LOOSE}, {0}},
    .blocked = {"DeleteConflict", "Cannot delete entity, must remove roles from instance profile first."},
    .missing = {"NoSuchEntity", "The role with name {id} cannot be found."},
    .exists = {"EntityAlreadyExists", "Role with name {id} already exists."},
    .view = role_view,
};

/* AWS managed policies that can be attached. Source: AWS managed policy reference guide. */
static const char *const managed[] = {
    "AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "AmazonEKSClusterPolicy", "AmazonEKSServicePolicy",
    "AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy", "AmazonEKS_CNI_Policy", "AmazonEKSVPCResourceController",
    "AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy", "AmazonEKSFargatePodExecutionRolePolicy",
    "AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore",
    "CloudWatchAgentServerPolicy", "CloudWatchLogsFullAccess", "CloudWatchReadOnlyAccess", "AmazonRDSFullAccess", "AmazonRDSReadOnlyAccess",
    "AmazonS3FullAccess", "AmazonS3ReadOnlyAccess", "AmazonMSKFullAccess", "AmazonMSKReadOnlyAccess", "AmazonElastiCacheFullAccess",
    "SecretsManagerReadWrite", "AWSXRayDaemonWriteAccess", "AWSKeyManagementServicePowerUser", "AmazonRoute53FullAccess",
    "service-role/AmazonRDSEnhancedMonitoringRole", "service-role/AmazonEBSCSIDriverPolicy", "service-role/AmazonEFSCSIDriverPolicy",
    "service-role/AWSLambdaBasicExecutionRole", "service-role/AWSLambdaVPCAccessExecutionRole", "service-role/CloudWatchSyntheticsFullAccess",
    "service-role/AWSFaultInjectionSimulatorRDSAccess", "service-role/AWSFaultInjectionSimulatorNetworkAccess",
    "service-role/AWSFaultInjectionSimulatorEKSAccess", "service-role/AWSBackupServiceRolePolicyForBackup",
};

static const char *const linked[][2] = {
    {"rds.amazonaws.com", "AWSServiceRoleForRDS"}, {"elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"},
    {"rds.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_RDSCluster"},
    {"mrk.kms.amazonaws.com", "AWSServiceRoleForKeyManagementServiceMultiRegionKeys"}, {"kafka.amazonaws.com", "AWSServiceRoleForKafka"},
    {"eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"}, {"eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"},
    {"autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling"}, {"elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"},
};
/* clang-format on */

enum {
    TRUST_MOST = 2048,
    INLINE_MOST = 10240,
    ATTACHED_MOST = 10,
    SESSION_LEAST = 3600,
    SESSION_MOST = 43200,
    NAME_MOST = 64
};

const char *percent_encoded(struct arena *a, const char *text)
{
    struct sbuf out = {.arena = a};
    uri_escape(&out, text, strlen(text), false);
    return sbuf_str(&out);
}

static void role_view(struct call *c, const struct object *o, struct value *view)
{
    value_set_str(c->a, view, "AssumeRolePolicyDocument", percent_encoded(c->a, object_str(o, "$Trust")));
    value_set(c->a, view, "RoleLastUsed", value_map(c->a));
    if (!value_get(o->v, "$Boundary"))
        return;
    struct value *boundary = value_map(c->a);
    value_set_str(c->a, boundary, "PermissionsBoundaryType", "Policy");
    value_set(c->a, boundary, "PermissionsBoundaryArn", value_get(o->v, "$Boundary"));
    value_set(c->a, view, "PermissionsBoundary", boundary);
}

/* ---- roles ------------------------------------------------------------------------------------------------------- */

bool iam_name_fits(struct call *c, const char *member, size_t most)
{
    const char *name = in_str(c, member);
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@_-");
    if (!*name || name[n] || strlen(name) > most)
        return refuse(c, "ValidationError",
                      "The specified value for %s is invalid. It must contain only alphanumeric characters and/or the "
                      "following: +=,.@_-",
                      member);
    return true;
}

static bool has_principals(const struct value *statements)
{
    if (value_kind(statements) == V_MAP)
        return value_get(statements, "Principal") || value_get(statements, "NotPrincipal");
    for (size_t i = 0; i < value_len(statements); i++)
        if (!value_get(value_item(statements, i), "Principal") && !value_get(value_item(statements, i), "NotPrincipal"))
            return false;
    return true;
}

static bool trust_fits(struct call *c, const char *text)
{
    if (!policy_valid(c->a, text))
        return refuse(c, "MalformedPolicyDocument", "This policy contains invalid Json");
    if (strlen(text) > TRUST_MOST)
        return refuse(c, "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: %d", TRUST_MOST);
    return has_principals(value_get(value_of_json(c->a, text), "Statement")) ||
           refuse(c, "MalformedPolicyDocument", "Missing required field Principal");
}

static bool session_fits(struct call *c)
{
    int64_t seconds = in_int(c, "MaxSessionDuration", SESSION_LEAST);
    return (seconds >= SESSION_LEAST && seconds <= SESSION_MOST) ||
           refuse(c, "ValidationError", "MaxSessionDuration must be between %d and %d", SESSION_LEAST, SESSION_MOST);
}

bool iam_path_fits(struct call *c)
{
    const char *path = in_str(c, "Path");
    return !has(c, "Path") || (str_starts(path, "/") && str_ends(path, "/")) ||
           refuse(c, "ValidationError", "The specified value for path is invalid. It must begin and end with /");
}

static bool boundary_fits(struct call *c)
{
    const char *arn = in_str(c, "PermissionsBoundary");
    return !has(c, "PermissionsBoundary") || policy_attachable(c, arn) ||
           refuse(c, "NoSuchEntity", "Scope ARN: %.200s does not exist or is not attachable.", arn);
}

static bool boundary_drop(struct call *c)
{
    if (!*object_str(c->object, "$Boundary"))
        return refuse(c, "NoSuchEntity", "The role %s has no permissions boundary", c->object->id);
    object_unset(c->w, c->object, "$Boundary");
    return true;
}

static bool role_draft(struct call *c)
{
    if (!iam_name_fits(c, "RoleName", NAME_MOST) || !trust_fits(c, in_str(c, "AssumeRolePolicyDocument")) ||
        !session_fits(c) || !iam_path_fits(c) || !boundary_fits(c))
        return false;
    draft_str(c, "RoleId", arena_printf(c->a, "AROA%s", mint_hex(c->w, c->a, 17)));
    value_set(c->a, c->draft, "$Inline", value_map(c->a));
    return true;
}

static bool trust_change(struct call *c)
{
    return trust_fits(c, in_str(c, "PolicyDocument"));
}

static bool role_may_go(struct call *c)
{
    if (str_starts(object_str(c->object, "Path"), "/aws-service-role/"))
        return refuse(c, "UnmodifiableEntity", "Cannot perform the operation on the protected role '%s'",
                      c->object->id);
    if (value_len(value_get(c->object->v, "$Attached")))
        return refuse(c, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
    if (value_len(value_get(c->object->v, "$Inline")))
        return refuse(c, "DeleteConflict", "Cannot delete entity, must delete policies first.");
    return true;
}

static bool role_listed(struct call *c, const struct object *o)
{
    return !has(c, "PathPrefix") || str_starts(object_str(o, "Path"), in_str(c, "PathPrefix"));
}

static bool linked_role(struct call *c)
{
    const char *service = in_str(c, "AWSServiceName"), *name = NULL, *suffix = in_str(c, "CustomSuffix");
    struct value *v = value_map(c->a);
    for (size_t i = 0; i < COUNT(linked); i++)
        name = str_eq(linked[i][0], service) ? linked[i][1] : name;
    if (!name)
        return refuse(c, "InvalidInput", "Service %.100s cannot have a service-linked role", service);
    name = *suffix ? arena_printf(c->a, "%s_%s", name, suffix) : name;
    if (object_find(c->w, &kind_role, "", name))
        return refuse(c, "InvalidInput",
                      "Service role name %s has been taken in this account, please try a different suffix.", name);
    value_set_str(c->a, v, "RoleName", name);
    value_set_str(c->a, v, "Path", arena_printf(c->a, "/aws-service-role/%s/", service));
    value_set_str(c->a, v, "RoleId", arena_printf(c->a, "AROA%s", mint_hex(c->w, c->a, 17)));
    value_set(c->a, v, "$Inline", value_map(c->a));
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    value_set_str(c->a, v, "$Trust",
                  arena_printf(c->a,
                               "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{"
                               "\"Service\":\"%s\"},\"Action\":\"sts:AssumeRole\"}]}",
                               service));
    value_set(c->a, c->out, "Role", view_of(c, make_along(c, &kind_role, "", v)));
    return true;
}

/* ---- policies ---------------------------------------------------------------------------------------------------- */

static bool managed_known(const char *arn)
{
    const char *prefix = "arn:aws:iam::aws:policy/";
    for (size_t i = 0; str_starts(arn, prefix) && i < COUNT(managed); i++)
        if (str_eq(arn + strlen(prefix), managed[i]))
            return true;
    return false;
}

bool policy_attachable(struct call *c, const char *arn)
{
    const struct object *o = object_by_arn(c->w, arn);
    return managed_known(arn) || (o && o->kind == &kind_policy);
}

static bool policy_attach(struct call *c)
{
    const char *arn = in_str(c, "PolicyArn");
    const struct value *was = value_get(c->object->v, "$Attached");
    c->draft = value_map(c->a);
    if (!policy_attachable(c, arn))
        return refuse(c, "NoSuchEntity", "Policy %.200s does not exist or is not attachable.", arn);
    if (is_list_of(was, arn))
        return true;
    if (value_len(was) >= ATTACHED_MOST)
        return refuse(c, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", ATTACHED_MOST);
    struct value *now = value_edit(c->a, was);
    value_push(c->a, now, value_str(c->a, arn));
    value_set(c->a, c->draft, "$Attached", now);
    return true;
}

static bool policy_detach(struct call *c)
{
    const char *arn = in_str(c, "PolicyArn");
    const struct value *was = value_get(c->object->v, "$Attached");
    struct value *now = value_list(c->a);
    c->draft = value_map(c->a);
    if (!is_list_of(was, arn))
        return refuse(c, "NoSuchEntity", "Policy %.200s was not found.", arn);
    for (size_t i = 0; i < value_len(was); i++)
        if (!str_eq(value_str_of(value_item(was, i)), arn))
            value_push(c->a, now, value_item(was, i));
    value_set(c->a, c->draft, "$Attached", now);
    return true;
}

static const struct value *attached_to(struct call *c, const struct object *role)
{
    const struct value *arns = value_get(role->v, "$Attached");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(arns); i++) {
        struct value *one = value_map(c->a);
        const char *arn = value_str_of(value_item(arns, i)), *slash = strrchr(arn, '/');
        value_set_str(c->a, one, "PolicyName", slash ? slash + 1 : arn);
        value_set_str(c->a, one, "PolicyArn", arn);
        value_push(c->a, list, one);
    }
    return list;
}

static bool attached_list(struct call *c)
{
    value_set(c->a, c->out, "AttachedPolicies", attached_to(c, c->object));
    out_bool(c, "IsTruncated", false);
    return true;
}

size_t policy_size(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += !strchr(" \t\r\n", *text);
    return n;
}

static bool inline_put(struct call *c)
{
    const char *text = in_str(c, "PolicyDocument");
    c->draft = value_map(c->a);
    if (!iam_name_fits(c, "PolicyName", 128))
        return false;
    if (!policy_valid(c->a, text))
        return refuse(c, "MalformedPolicyDocument", "Syntax errors in policy.");
    struct value *all = value_edit(c->a, value_get(c->object->v, "$Inline"));
    value_set_str(c->a, all, in_str(c, "PolicyName"), text);
    size_t size = 0;
    for (size_t i = 0; i < value_len(all); i++)
        size += policy_size(value_str_of(value_item(all, i)));
    if (size > INLINE_MOST)
        return refuse(c, "LimitExceeded", "Maximum policy size of %d bytes exceeded for role %s", INLINE_MOST,
                      c->object->id);
    value_set(c->a, c->draft, "$Inline", all);
    return true;
}

static bool inline_there(struct call *c)
{
    return value_get(value_get(c->object->v, "$Inline"), in_str(c, "PolicyName")) ||
           refuse(c, "NoSuchEntity", "The role policy with name %.128s cannot be found.", in_str(c, "PolicyName"));
}

static bool inline_show(struct call *c)
{
    if (!inline_there(c))
        return false;
    const char *name = in_str(c, "PolicyName");
    out_str(c, "RoleName", c->object->id);
    out_str(c, "PolicyName", name);
    out_str(c, "PolicyDocument", percent_encoded(c->a, value_get_str(value_get(c->object->v, "$Inline"), name)));
    return true;
}

static bool inline_drop(struct call *c)
{
    if (!inline_there(c))
        return false;
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$Inline",
              value_without(c->a, value_get(c->object->v, "$Inline"), in_str(c, "PolicyName")));
    return true;
}

static bool inline_list(struct call *c)
{
    const struct value *all = value_get(c->object->v, "$Inline");
    struct value *names = value_list(c->a);
    for (size_t i = 0; i < value_len(all); i++)
        value_push(c->a, names, value_str(c->a, value_key(all, i)));
    value_set(c->a, c->out, "PolicyNames", names);
    out_bool(c, "IsTruncated", false);
    return true;
}

/* ---- all roles at once ------------------------------------------------------------------------------------------- */

static bool details_keep(struct call *c, const struct object *o)
{
    (void)o;
    const struct value *kinds = value_get(c->in, "Filter");
    return !value_len(kinds) || is_list_of(kinds, "Role");
}

static const struct value *inline_of(struct call *c, const struct object *role)
{
    const struct value *all = value_get(role->v, "$Inline");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(all); i++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "PolicyName", value_key(all, i));
        value_set_str(c->a, one, "PolicyDocument", percent_encoded(c->a, value_str_of(value_item(all, i))));
        value_push(c->a, list, one);
    }
    return list;
}

static bool details_tell(struct call *c)
{
    const struct value *roles = value_get(c->out, "RoleDetailList");
    struct value *told = value_list(c->a);
    for (size_t i = 0; i < value_len(roles); i++) {
        const struct object *role = object_find(c->w, &kind_role, "", value_get_str(value_item(roles, i), "RoleName"));
        struct value *one = value_edit(c->a, value_item(roles, i));
        value_set(c->a, one, "RolePolicyList", inline_of(c, role));
        value_set(c->a, one, "AttachedManagedPolicies", attached_to(c, role));
        value_push(c->a, told, one);
    }
    value_set(c->a, c->out, "RoleDetailList", told);
    return true;
}

/* ---- seen from elsewhere ----------------------------------------------------------------------------------------- */

const struct object *role_seen(const struct call *c, const char *arn)
{
    const struct object *o = object_find(c->w, &kind_role, "", arn);
    return o && world_now(c->w) - o->born >= c->iam_ms / 2 ? o : NULL;
}

bool role_trusts(const struct call *c, const struct object *role, const char *who)
{
    return strstr(object_str(role, "$Trust"), who) && world_now(c->w) - role->changed >= c->iam_ms;
}

/* ---- simulation -------------------------------------------------------------------------------------------------- */

/* Whoever asks may do everything but what a fault takes away; policies are not weighed. */
static bool is_allowed(const struct call *c, const char *action)
{
    const char *name = strchr(action, ':');
    const struct sandbox_faults *f = &c->s->options.faults;
    return !(name && faults_denied(f, name + 1)) && !f->read_only;
}

static bool simulate(struct call *c)
{
    const char *arn = in_str(c, "PolicySourceArn");
    const struct value *actions = value_get(c->in, "ActionNames");
    const struct object *role = object_by_arn(c->w, arn);
    struct value *list = value_list(c->a);
    if (!str_ends(arn, ":user/sandbox") && !(role && role->kind == &kind_role))
        return refuse(c, "NoSuchEntity", "The entity %.200s cannot be found.", arn);
    for (size_t i = 0; i < value_len(actions); i++) {
        const char *action = value_str_of(value_item(actions, i));
        struct value *one = value_map(c->a);
        if (!strchr(action, ':'))
            return refuse(c, "InvalidInput", "Invalid action name: %.100s", action);
        value_set_str(c->a, one, "EvalActionName", action);
        value_set_str(c->a, one, "EvalResourceName", "*");
        value_set_str(c->a, one, "EvalDecision", is_allowed(c, action) ? "allowed" : "implicitDeny");
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "EvaluationResults", list);
    out_bool(c, "IsTruncated", false);
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateRole",                  ACT_MAKE,   &kind_role, "Role", .rule = role_draft},
    {"GetRole",                     ACT_SHOW,   &kind_role, "Role"},
    {"ListRoles",                   ACT_LIST,   &kind_role, "Roles", .keep = role_listed},
    {"GetAccountAuthorizationDetails", ACT_LIST, &kind_role, "RoleDetailList", .after = details_tell, .keep = details_keep},
    {"UpdateRole",                  ACT_CHANGE, &kind_role, .rule = session_fits},
    {"UpdateAssumeRolePolicy",      ACT_CHANGE, &kind_role, .rule = trust_change},
    {"DeleteRole",                  ACT_DROP,   &kind_role, .rule = role_may_go},
    {"CreateServiceLinkedRole",     ACT_RULE,   .rule = linked_role},
    {"TagRole",                     ACT_TAG,    &kind_role, .by = "RoleName"},
    {"UntagRole",                   ACT_UNTAG,  &kind_role, .by = "RoleName"},
    {"ListRoleTags",                ACT_TAGS,   &kind_role, "Tags", "RoleName"},
    {"AttachRolePolicy",            ACT_CHANGE, &kind_role, .rule = policy_attach},
    {"DetachRolePolicy",            ACT_CHANGE, &kind_role, .rule = policy_detach},
    {"ListAttachedRolePolicies",    ACT_SHOW,   &kind_role, .rule = attached_list},
    {"PutRolePolicy",               ACT_CHANGE, &kind_role, .rule = inline_put},
    {"GetRolePolicy",               ACT_SHOW,   &kind_role, .rule = inline_show},
    {"DeleteRolePolicy",            ACT_CHANGE, &kind_role, .rule = inline_drop},
    {"ListRolePolicies",            ACT_SHOW,   &kind_role, .rule = inline_list},
    {"PutRolePermissionsBoundary",  ACT_CHANGE, &kind_role, .rule = boundary_fits},
    {"DeleteRolePermissionsBoundary", ACT_CHANGE, &kind_role, .rule = boundary_drop},
    {"ListInstanceProfilesForRole", ACT_SHOW,   &kind_role, .rule = profiles_of_role},

    {"CreatePolicy",                ACT_MAKE,   &kind_policy, "Policy", .rule = policy_draft},
    {"GetPolicy",                   ACT_SHOW,   &kind_policy, "Policy", "PolicyArn"},
    {"ListPolicies",                ACT_LIST,   &kind_policy, "Policies", .keep = policy_listed},
    {"DeletePolicy",                ACT_DROP,   &kind_policy, .by = "PolicyArn", .rule = policy_may_go},
    {"CreatePolicyVersion",         ACT_CHANGE, &kind_policy, .by = "PolicyArn", .rule = version_make},
    {"GetPolicyVersion",            ACT_SHOW,   &kind_policy, .by = "PolicyArn", .rule = version_show},
    {"DeletePolicyVersion",         ACT_CHANGE, &kind_policy, .by = "PolicyArn", .rule = version_drop},
    {"ListPolicyVersions",          ACT_SHOW,   &kind_policy, .by = "PolicyArn", .rule = version_list},
    {"TagPolicy",                   ACT_TAG,    &kind_policy, .by = "PolicyArn"},
    {"UntagPolicy",                 ACT_UNTAG,  &kind_policy, .by = "PolicyArn"},

    {"CreateInstanceProfile",         ACT_MAKE,   &kind_instance_profile, "InstanceProfile", .rule = profile_draft},
    {"GetInstanceProfile",            ACT_SHOW,   &kind_instance_profile, "InstanceProfile"},
    {"AddRoleToInstanceProfile",      ACT_CHANGE, &kind_instance_profile, .rule = profile_add},
    {"RemoveRoleFromInstanceProfile", ACT_CHANGE, &kind_instance_profile, .rule = profile_remove},
    {"DeleteInstanceProfile",         ACT_DROP,   &kind_instance_profile, .rule = profile_may_go},
    {"TagInstanceProfile",            ACT_TAG,    &kind_instance_profile, .by = "InstanceProfileName"},
    {"UntagInstanceProfile",          ACT_UNTAG,  &kind_instance_profile, .by = "InstanceProfileName"},

    {"SimulatePrincipalPolicy",       ACT_RULE,   .rule = simulate},
    {"CreateOpenIDConnectProvider",   ACT_MAKE,   &kind_oidc_provider, .rule = oidc_draft},
    {"GetOpenIDConnectProvider",      ACT_SHOW,   &kind_oidc_provider, .by = "OpenIDConnectProviderArn"},
    {"ListOpenIDConnectProviders",    ACT_RULE,   .rule = oidc_list},
    {"DeleteOpenIDConnectProvider",   ACT_DROP,   &kind_oidc_provider, .by = "OpenIDConnectProviderArn"},
    {"AddClientIDToOpenIDConnectProvider", ACT_CHANGE, &kind_oidc_provider, .by = "OpenIDConnectProviderArn", .rule = oidc_client_add},
    {"RemoveClientIDFromOpenIDConnectProvider", ACT_CHANGE, &kind_oidc_provider, .by = "OpenIDConnectProviderArn", .rule = oidc_client_remove},
    {"UpdateOpenIDConnectProviderThumbprint", ACT_CHANGE, &kind_oidc_provider, .by = "OpenIDConnectProviderArn", .rule = oidc_thumbprints},
    {"TagOpenIDConnectProvider",      ACT_TAG,    &kind_oidc_provider, .by = "OpenIDConnectProviderArn"},
    {"UntagOpenIDConnectProvider",    ACT_UNTAG,  &kind_oidc_provider, .by = "OpenIDConnectProviderArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_iam = {.id = "iam",
                                            .ops = ops,
                                            .invalid = "InvalidInput",
                                            .tag_key = "Key",
                                            .tag_value = "Value",
                                            .page_min = 1,
                                            .page_max = 1000,
                                            .page = 100};
