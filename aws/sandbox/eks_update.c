#include "aws/sandbox/eks.h"

#include <string.h>

/*
 * Updates of clusters and their parts: one at a time each, told of by an id of their own. What changes shows when the
 * update is through. Source: the EKS API reference.
 */

static void update_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_eks_update = {
    .name = "update", .service = "eks", .id = "id", .hidden = true,
    .filled = (const struct filled[]){{"createdAt", K_TIME, NULL}, {"errors", K_LIST, NULL}, {"params", K_LIST, NULL}, {0}},
    .refs = (const struct ref[]){{"$Cluster", &kind_eks_cluster, REF_OWNED}, {0}},
    .missing = {"ResourceNotFoundException", "No update found for ID: {id}"},
    .view = update_view,
};
/* clang-format on */

static const char *uuid(struct call *c)
{
    const char *hex = mint_hex(c->w, c->a, 32);
    return arena_printf(c->a, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

/* It is at work as long as its object says so. */
static void update_view(struct call *c, const struct object *o, struct value *view)
{
    const struct sandbox_kind *k = kind_by_name(object_str(o, "$Kind"));
    const struct object *of = object_find(c->w, k, o->region, object_str(o, "$Of"));
    bool at_work = of && str_eq(object_str(of, "$Update"), o->id);
    value_set_str(c->a, view, "status", at_work ? "InProgress" : "Successful");
}

static const char *cluster_of(const struct object *o)
{
    return o->kind == &kind_eks_cluster ? o->id : object_str(o, "clusterName");
}

static struct object *update_new(struct call *c, const struct object *o, const char *type)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "id", uuid(c));
    value_set_str(c->a, v, "type", type);
    value_set_str(c->a, v, "$Kind", o->kind->name);
    value_set_str(c->a, v, "$Of", o->id);
    value_set_str(c->a, v, "$Cluster", cluster_of(o));
    value_set_str(c->a, v, "$nodegroupName", object_str(o, "nodegroupName"));
    value_set_str(c->a, v, "$addonName", object_str(o, "addonName"));
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    return make_along(c, &kind_eks_update, c->region, v);
}

bool eks_update_begin(struct call *c, struct object *o, const char *type, const char *life, const struct value *pending)
{
    if (!has_word(o->kind->ready, object_status(o)))
        return refuse_busy(c, o);
    struct object *u = update_new(c, o, type);
    object_set_str(c->w, o, "$Update", u->id);
    object_set(c->w, o, "$Pending", pending);
    object_live(c->w, o, life);
    value_set(c->a, c->out, "update", view_of(c, u));
    return true;
}

void eks_update_ends(struct world *w, struct object *o, const char *state)
{
    const struct value *pending = value_get(o->v, "$Pending");
    if (!str_eq(state, "ACTIVE") || !pending)
        return;
    for (size_t i = 0; i < value_len(pending); i++)
        object_set(w, o, value_key(pending, i), value_item(pending, i));
    object_unset(w, o, "$Pending");
    object_unset(w, o, "$Update");
}

/* A node group's or an add-on's is told only to who names that. */
bool eks_update_listed(struct call *c, const struct object *o)
{
    return str_eq(object_str(o, "$Cluster"), in_str(c, "name")) &&
           str_eq(object_str(o, "$nodegroupName"), in_str(c, "nodegroupName")) &&
           str_eq(object_str(o, "$addonName"), in_str(c, "addonName"));
}

bool eks_update_show(struct call *c)
{
    return eks_update_listed(c, c->object) || refuse_missing(c, c->kind, c->object->id);
}

bool eks_updates_asked(struct call *c)
{
    return need(c, &kind_eks_cluster, c->region, in_str(c, "name"), NULL);
}
