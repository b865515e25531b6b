#include "aws/sandbox/iam.h"

/* Instance profiles: a role each at most. Source of rules: the IAM API reference. */

static void profile_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_instance_profile = {
    .name = "iam-instance-profile", .service = "iam", .id = "InstanceProfileName", .global = true, .hidden = true, .tags_member = "Tags",
    .arn = "arn:aws:iam::{account}:instance-profile{Path}{id}", .arn_member = "Arn", .unique = "InstanceProfileName",
    .filled = (const struct filled[]){{"Path", K_STR, "/"}, {"CreateDate", K_TIME, NULL}, {0}},
    .refs = (const struct ref[]){{"$Role", &kind_role, REF_BLOCKS}, {0}},
    .missing = {"NoSuchEntity", "Instance Profile {id} cannot be found."},
    .exists = {"EntityAlreadyExists", "Instance Profile {id} already exists."},
    .view = profile_view,
};
/* clang-format on */

enum { NAME_MOST = 128 };

static void profile_view(struct call *c, const struct object *o, struct value *view)
{
    struct object *role = object_find(c->w, &kind_role, "", object_str(o, "$Role"));
    struct value *roles = value_list(c->a);
    if (role)
        value_push(c->a, roles, view_of(c, role));
    value_set(c->a, view, "Roles", roles);
}

bool profile_draft(struct call *c)
{
    draft_str(c, "InstanceProfileId", arena_printf(c->a, "AIPA%s", mint_hex(c->w, c->a, 17)));
    return iam_name_fits(c, "InstanceProfileName", NAME_MOST) && iam_path_fits(c);
}

bool profile_add(struct call *c)
{
    struct object *role;
    if (!need(c, &kind_role, "", in_str(c, "RoleName"), &role))
        return false;
    if (*object_str(c->object, "$Role"))
        return refuse(c, "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    c->draft = value_map(c->a);
    draft_str(c, "$Role", role->id);
    return true;
}

bool profile_remove(struct call *c)
{
    c->draft = value_map(c->a);
    if (!str_eq_nocase(object_str(c->object, "$Role"), in_str(c, "RoleName")))
        return refuse(c, "NoSuchEntity", "Role %.64s in Instance Profile %s was not found.", in_str(c, "RoleName"),
                      c->object->id);
    object_unset(c->w, c->object, "$Role");
    return true;
}

bool profile_may_go(struct call *c)
{
    return !*object_str(c->object, "$Role") ||
           refuse(c, "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.");
}

bool profiles_of_role(struct call *c)
{
    struct value *list = value_list(c->a);
    for (const struct edge *e = first_from(c->object, &kind_instance_profile); e;
         e = next_from(e, &kind_instance_profile))
        value_push(c->a, list, view_of(c, e->from));
    value_set(c->a, c->out, "InstanceProfiles", list);
    out_bool(c, "IsTruncated", false);
    return true;
}
