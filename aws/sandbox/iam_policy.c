#include "aws/sandbox/iam.h"

#include <string.h>

/* Managed policies of the account and their versions. Source of rules: the IAM API reference, "IAM and STS quotas". */

static void policy_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_policy = {
    .name = "iam-policy", .service = "iam", .id = "PolicyName", .global = true, .hidden = true, .tags_member = "Tags",
    .arn = "arn:aws:iam::{account}:policy{Path}{id}", .arn_member = "Arn", .unique = "PolicyName",
    .filled = (const struct filled[]){
        {"Path", K_STR, "/"}, {"CreateDate", K_TIME, NULL}, {"UpdateDate", K_TIME, NULL}, {"IsAttachable", K_BOOL, "true"}, {0}},
    .renames = (const struct rename[]){{"PolicyDocument", NULL}, {0}},
    .missing = {"NoSuchEntity", "Policy {id} was not found."},
    .exists = {"EntityAlreadyExists", "A policy called {id} already exists. Duplicate names are not allowed."},
    .view = policy_view,
};
/* clang-format on */

enum { NAME_MOST = 128, SIZE_MOST = 6144, VERSIONS_MOST = 5 };

/* Roles refer to it twice over: attached, and as the most they may do. */
static int64_t roles_that(const struct object *o, const char *path)
{
    int64_t n = 0;
    for (const struct edge *e = first_from(o, &kind_role); e; e = next_from(e, &kind_role))
        n += str_eq(e->ref->path, path);
    return n;
}

static void policy_view(struct call *c, const struct object *o, struct value *view)
{
    value_set(c->a, view, "AttachmentCount", value_int(c->a, roles_that(o, "$Attached[]")));
    value_set(c->a, view, "PermissionsBoundaryUsageCount", value_int(c->a, roles_that(o, "$Boundary")));
}

static bool document_fits(struct call *c)
{
    const char *text = in_str(c, "PolicyDocument");
    if (!policy_valid(c->a, text))
        return refuse(c, "MalformedPolicyDocument", "Syntax errors in policy.");
    return policy_size(text) <= SIZE_MOST ||
           refuse(c, "LimitExceeded", "Cannot exceed quota for PolicySize: %d", SIZE_MOST);
}

static struct value *version_of(struct call *c, int64_t number)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "VersionId", arena_printf(c->a, "v%lld", (long long)number));
    value_set_str(c->a, v, "CreateDate", iso_time(c->a, world_now(c->w)));
    value_set_str(c->a, v, "Document", in_str(c, "PolicyDocument"));
    return v;
}

bool policy_draft(struct call *c)
{
    if (!iam_name_fits(c, "PolicyName", NAME_MOST) || !iam_path_fits(c) || !document_fits(c))
        return false;
    struct value *versions = value_list(c->a);
    value_push(c->a, versions, version_of(c, 1));
    value_set(c->a, c->draft, "$Versions", versions);
    draft_int(c, "$Last", 1);
    draft_str(c, "DefaultVersionId", "v1");
    draft_str(c, "PolicyId", arena_printf(c->a, "ANPA%s", mint_hex(c->w, c->a, 17)));
    return true;
}

bool policy_listed(struct call *c, const struct object *o)
{
    return !str_eq(in_str(c, "Scope"), "AWS") &&
           (!has(c, "PathPrefix") || str_starts(object_str(o, "Path"), in_str(c, "PathPrefix")));
}

bool policy_may_go(struct call *c)
{
    if (roles_that(c->object, "$Attached[]") + roles_that(c->object, "$Boundary"))
        return refuse(c, "DeleteConflict", "Cannot delete a policy attached to entities.");
    return value_len(value_get(c->object->v, "$Versions")) == 1 ||
           refuse(c, "DeleteConflict",
                  "This policy has more than one version. Before you delete a policy, you must delete the policy's "
                  "versions. The default version is deleted with the policy.");
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static struct value *version_told(struct call *c, const struct value *version, bool text)
{
    struct value *v = value_edit(c->a, version);
    bool current = str_eq(value_get_str(v, "VersionId"), object_str(c->object, "DefaultVersionId"));
    value_set(c->a, v, "IsDefaultVersion", value_bool(c->a, current));
    const char *document = percent_encoded(c->a, value_get_str(v, "Document"));
    v = value_edit(c->a, value_without(c->a, v, "Document"));
    if (text)
        value_set_str(c->a, v, "Document", document);
    return v;
}

static const struct value *version_asked(struct call *c)
{
    const struct value *all = value_get(c->object->v, "$Versions");
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "VersionId"), in_str(c, "VersionId")))
            return value_item(all, i);
    refuse(c, "NoSuchEntity", "Policy %s version %.20s does not exist or is not attachable.", object_arn(c->object),
           in_str(c, "VersionId"));
    return NULL;
}

bool version_make(struct call *c)
{
    const struct value *was = value_get(c->object->v, "$Versions");
    int64_t number = value_int_of(value_get(c->object->v, "$Last")) + 1;
    if (!document_fits(c))
        return false;
    if (value_len(was) >= VERSIONS_MOST)
        return refuse(
            c, "LimitExceeded",
            "A managed policy can have up to %d versions. Before you create a new version, you must delete an "
            "existing version.",
            VERSIONS_MOST);
    struct value *all = value_edit(c->a, was), *one = version_of(c, number);
    value_push(c->a, all, one);
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$Versions", all);
    draft_int(c, "$Last", number);
    draft_str(c, "UpdateDate", iso_time(c->a, world_now(c->w)));
    if (in_bool(c, "SetAsDefault"))
        draft_str(c, "DefaultVersionId", value_get_str(one, "VersionId"));
    struct value *told = value_edit(c->a, value_without(c->a, one, "Document"));
    value_set(c->a, told, "IsDefaultVersion", value_bool(c->a, in_bool(c, "SetAsDefault")));
    value_set(c->a, c->out, "PolicyVersion", told);
    return true;
}

bool version_show(struct call *c)
{
    const struct value *v = version_asked(c);
    if (v)
        value_set(c->a, c->out, "PolicyVersion", version_told(c, v, true));
    return v;
}

bool version_drop(struct call *c)
{
    const struct value *gone = version_asked(c), *was = value_get(c->object->v, "$Versions");
    struct value *left = value_list(c->a);
    c->draft = value_map(c->a);
    if (!gone)
        return false;
    if (str_eq(value_get_str(gone, "VersionId"), object_str(c->object, "DefaultVersionId")))
        return refuse(c, "DeleteConflict", "Cannot delete the default version of a policy.");
    for (size_t i = 0; i < value_len(was); i++)
        if (value_item(was, i) != gone)
            value_push(c->a, left, value_item(was, i));
    value_set(c->a, c->draft, "$Versions", left);
    return true;
}

bool version_list(struct call *c)
{
    const struct value *all = value_get(c->object->v, "$Versions");
    struct value *list = value_list(c->a);
    for (size_t i = value_len(all); i-- > 0;)
        value_push(c->a, list, version_told(c, value_item(all, i), false));
    value_set(c->a, c->out, "Versions", list);
    out_bool(c, "IsTruncated", false);
    return true;
}
