#include "aws/sandbox/eks.h"

#include <string.h>

/*
 * Add-ons and the versions they come in. Source of rules: the EKS API reference, "add-ons" of the EKS user guide, and
 * what clients wait for: some run on nodes only, and are DEGRADED until there are any.
 */

static void addon_entered(struct world *w, struct object *o, const char *state);

/* clang-format off */
const struct sandbox_kind kind_eks_addon = {
    .name = "addon", .service = "eks", .id = "$Id", .mint = "a", .unique = "clusterName addonName",
    .arn = "arn:aws:eks:{region}:{account}:addon/{clusterName}/{addonName}/{id}", .arn_member = "addonArn", .tags_member = "tags",
    .status = "status", .ready = "ACTIVE DEGRADED CREATE_FAILED UPDATE_FAILED",
    .lives = (const struct life[]){
        {"make",    GUESS, {{"CREATING", 45}, {"ACTIVE", 0}}},
        {"fail",    GUESS, {{"CREATING", 45}, {"CREATE_FAILED", 0}}},
        {"starve",  DOC,   {{"DEGRADED", 0}}},
        {"recover", GUESS, {{"DEGRADED", 20}, {"ACTIVE", 0}}},
        {"update",  GUESS, {{"UPDATING", 45}, {"ACTIVE", 0}}},
        {"drop",    GUESS, {{"DELETING", 30}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"createdAt", K_TIME, NULL}, {"modifiedAt", K_TIME, NULL}, {"owner", K_STR, "aws"}, {"publisher", K_STR, "eks"}, {0}},
    .refs = (const struct ref[]){{"clusterName", &kind_eks_cluster, REF_OWNED}, {0}},
    .missing = {"ResourceNotFoundException", "No addon: {id} found in cluster"},
    .exists = {"ResourceInUseException", "Addon already exists: {addonName}"},
    .busy = {"ResourceInUseException", "Addon {addonName} is {status}, another operation is in progress"},
    .entered = addon_entered,
};

/* "v<major>.<minor of Kubernetes - base>.1-eksbuild.<build>": the first build is the default. */
static const struct addon {
    const char *name;
    int major, base;
    bool on_nodes; /* it needs some to run on */
    bool bundled;  /* a cluster has one of its own, unless it was told not to */
    const char *settings; /* words: "name:kind"; NULL: any */
} addons[] = {
    {"vpc-cni",                         1, 13, false, true},
    {"kube-proxy",                      1, 0,  false, true},
    {"coredns",                         1, 22, true,  true,
     "affinity:object autoScaling:object computeType:string corefile:string nodeSelector:object podAnnotations:object "
     "podDisruptionBudget:object podLabels:object replicaCount:integer resources:object tolerations:array "
     "topologySpreadConstraints:array"},
    {"eks-pod-identity-agent",          1, 30, false, false},
    {"aws-ebs-csi-driver",              1, -12, true, false},
    {"aws-efs-csi-driver",              2, 25, true,  false},
    {"snapshot-controller",             8, 30, true,  false},
    {"metrics-server",                  0, 26, true,  false},
    {"amazon-cloudwatch-observability", 4, 30, true,  false},
    {"eks-node-monitoring-agent",       1, 30, false, false},
    {"adot",                            0, -80, true, false},
};
/* clang-format on */

static const struct addon *addon_known(const char *name)
{
    for (size_t i = 0; i < COUNT(addons); i++)
        if (str_eq(addons[i].name, name))
            return &addons[i];
    return NULL;
}

static const char *version_of(struct arena *a, const struct addon *d, int minor, int build)
{
    return arena_printf(a, "v%d.%d.1-eksbuild.%d", d->major, minor - d->base, build);
}

/* An add-on of one minor also runs on the next to it; kube-proxy does not. */
static bool compatible(struct call *c, const struct addon *d, const char *version, int minor)
{
    int reach = str_eq(d->name, "kube-proxy") ? 0 : 1;
    for (int m = minor - reach; m <= minor + reach; m++)
        for (int build = 1; build <= 2; build++)
            if (str_eq(version_of(c->a, d, m, build), version))
                return true;
    return false;
}

/* ---- their health ------------------------------------------------------------------------------------------------ */

static void set_health(struct world *w, struct object *o, const char *code, const char *message)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *health = value_map(a);
    value_set(a, health, "issues", value_list(a));
    if (code) {
        value_set_path(a, health, "issues[].code", value_str(a, code));
        value_set_path(a, health, "issues[].message", value_str(a, message));
    }
    object_set(w, o, "health", health);
}

static void addon_entered(struct world *w, struct object *o, const char *state)
{
    const struct object *cluster = object_find(w, &kind_eks_cluster, o->region, object_str(o, "clusterName"));
    const struct addon *d = addon_known(object_str(o, "addonName"));
    if (o->gone || !str_eq(state, "ACTIVE"))
        return;
    eks_update_ends(w, o, state);
    set_health(w, o, NULL, NULL);
    if (!d || !d->on_nodes || !cluster || eks_has_nodes(cluster))
        return;
    set_health(w, o, "InsufficientNumberOfReplicas",
               "The add-on is unhealthy because it doesn't have the desired "
               "number of replicas.");
    object_live(w, o, "starve");
}

void eks_addons_follow(struct world *w, struct object *cluster)
{
    bool nodes = eks_has_nodes(cluster);
    for (struct edge *e = first_from(cluster, &kind_eks_addon); e; e = next_from(e, &kind_eks_addon)) {
        struct object *o = e->from;
        bool starves = str_eq(object_status(o), "DEGRADED");
        if (nodes && starves)
            object_live(w, o, "recover");
        else if (!nodes && str_eq(object_status(o), "ACTIVE"))
            addon_entered(w, o, "ACTIVE");
    }
}

/* ---- making, changing, deleting ---------------------------------------------------------------------------------- */

static bool is_setting(const struct addon *d, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = d->settings, *word; at && next_word(&at, &word);)
        if (strncmp(word, name, n) == 0 && word[n] == ':')
            return true;
    return !d->settings;
}

static bool settings_known(struct call *c, const struct addon *d, const struct value *values)
{
    for (size_t i = 0; i < value_len(values); i++)
        if (!is_setting(d, value_key(values, i)))
            return refuse(c, "InvalidParameterException",
                          "ConfigurationValue provided in request is not supported: Json schema validation failed with "
                          "error: [$.%.60s: is not defined in the schema and the schema does not allow additional "
                          "properties]",
                          value_key(values, i));
    return true;
}

static bool settings_fit(struct call *c, const struct addon *d, int minor)
{
    const char *version = in_str(c, "addonVersion"), *values = in_str(c, "configurationValues");
    if (*version && !compatible(c, d, version, minor))
        return refuse(c, "InvalidParameterException", "Addon version specified is not supported: %.60s", version);
    if (*values && value_kind(value_of_json(c->a, values)) != V_MAP)
        return refuse(c, "InvalidParameterException",
                      "ConfigurationValue provided in request is not supported: Json "
                      "schema validation failed");
    if (*values && !settings_known(c, d, value_of_json(c->a, values)))
        return false;
    return !has(c, "serviceAccountRoleArn") ||
           eks_role_fits(c, in_str(c, "serviceAccountRoleArn"), "sts:AssumeRoleWithWebIdentity", "service account");
}

bool eks_addon_draft(struct call *c)
{
    struct object *cluster;
    const struct addon *d = addon_known(in_str(c, "addonName"));
    if (!eks_cluster_ready(c, &cluster))
        return false;
    if (!d)
        return refuse(c, "InvalidParameterException", "Addon %.60s specified is not supported", in_str(c, "addonName"));
    int minor = eks_minor(object_str(cluster, "version"));
    if (!settings_fit(c, d, minor))
        return false;
    if (!has(c, "addonVersion"))
        draft_str(c, "addonVersion", version_of(c->a, d, minor, 1));
    const struct value *bundles = value_get(cluster->v, "bootstrapSelfManagedAddons");
    bool own = d->bundled && (!bundles || value_bool_of(bundles));
    c->draft = value_edit(c->a, value_without(c->a, c->draft, "resolveConflicts"));
    if (own && !str_eq(in_str(c, "resolveConflicts"), "OVERWRITE")) {
        value_set_path(c->a, c->draft, "health.issues[].code", value_str(c->a, "ConfigurationConflict"));
        value_set_path(c->a, c->draft, "health.issues[].message",
                       value_str(c->a, "Conflicts found when trying to apply. Will not continue due to resolve "
                                       "conflicts mode."));
        c->life = "fail";
    }
    return true;
}

bool eks_addon_change(struct call *c)
{
    static const char *const members[] = {"addonVersion", "serviceAccountRoleArn", "configurationValues"};
    const struct addon *d = addon_known(object_str(c->object, "addonName"));
    struct value *pending = value_map(c->a);
    struct object *cluster;
    if (!eks_cluster_ready(c, &cluster) || !settings_fit(c, d, eks_minor(object_str(cluster, "version"))))
        return false;
    for (size_t i = 0; i < COUNT(members); i++)
        value_set(c->a, pending, members[i], value_get(c->in, members[i]));
    return eks_update_begin(c, c->object, "AddonUpdate", "update", pending);
}

bool eks_addon_may_go(struct call *c)
{
    return !has_word("UPDATING DELETING", object_status(c->object)) || refuse_busy(c, c->object);
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static void put_version(struct call *c, struct value *versions, const struct addon *d, int minor, int of, int build)
{
    struct value *v = value_map(c->a), *fits = value_list(c->a), *one = value_map(c->a);
    value_set_str(c->a, v, "addonVersion", version_of(c->a, d, of, build));
    value_set_str(c->a, one, "clusterVersion", arena_printf(c->a, "1.%d", minor));
    value_set(c->a, one, "defaultVersion", value_bool(c->a, of == minor && build == 1));
    value_push(c->a, fits, one);
    value_set(c->a, v, "compatibilities", fits);
    value_push(c->a, versions, v);
}

static const struct value *addon_told(struct call *c, const struct addon *d, int from, int to)
{
    struct value *v = value_map(c->a), *versions = value_list(c->a);
    for (int minor = to; minor >= from; minor--)
        for (int of = minor + 1; of >= minor - 1; of--)
            for (int build = 2; build >= 1; build--)
                if (compatible(c, d, version_of(c->a, d, of, build), minor))
                    put_version(c, versions, d, minor, of, build);
    value_set_str(c->a, v, "addonName", d->name);
    value_set_str(c->a, v, "owner", "aws");
    value_set_str(c->a, v, "publisher", "eks");
    value_set(c->a, v, "addonVersions", versions);
    return v;
}

bool eks_addon_versions(struct call *c)
{
    struct value *all = value_list(c->a);
    const char *name = in_str(c, "addonName");
    int minor = has(c, "kubernetesVersion") ? eks_minor(in_str(c, "kubernetesVersion")) : 0;
    if (minor < 0)
        return refuse(c, "InvalidParameterException", "Unsupported Kubernetes version %.20s",
                      in_str(c, "kubernetesVersion"));
    for (size_t i = 0; i < COUNT(addons); i++)
        if (!*name || str_eq(addons[i].name, name))
            value_push(c->a, all,
                       addon_told(c, &addons[i], minor ? minor : EKS_MINOR_LEAST, minor ? minor : EKS_MINOR_MOST));
    if (!value_len(all))
        return refuse(c, "ResourceNotFoundException", "Addon %.60s is not supported", name);
    value_set(c->a, c->out, "addons", all);
    return true;
}

static const struct value *schema_of(struct call *c, const struct addon *d)
{
    struct value *schema = value_map(c->a), *properties = value_map(c->a);
    value_set_str(c->a, schema, "$schema", "http://json-schema.org/draft-06/schema#");
    value_set_str(c->a, schema, "type", "object");
    const char *at = d->settings, *word;
    for (size_t n; at && (n = next_word(&at, &word));) {
        size_t name = strcspn(word, ":");
        struct value *one = value_map(c->a);
        value_set(c->a, one, "type", value_strn(c->a, word + name + 1, n - name - 1));
        value_set(c->a, properties, arena_strndup(c->a, word, name), one);
    }
    value_set(c->a, schema, "properties", properties);
    value_set(c->a, schema, "additionalProperties", value_bool(c->a, !d->settings));
    return schema;
}

bool eks_addon_configuration(struct call *c)
{
    const char *name = in_str(c, "addonName"), *version = in_str(c, "addonVersion");
    const struct addon *d = addon_known(name);
    bool there = false;
    for (int minor = EKS_MINOR_LEAST; d && minor <= EKS_MINOR_MOST; minor++)
        there = there || compatible(c, d, version, minor);
    if (!there)
        return refuse(c, "ResourceNotFoundException", "Addon %.60s of version %.60s is not supported", name, version);
    struct sbuf text = {.arena = c->a};
    value_print(&text, schema_of(c, d), -1);
    out_str(c, "addonName", name);
    out_str(c, "addonVersion", version);
    out_str(c, "configurationSchema", sbuf_str(&text));
    return true;
}
