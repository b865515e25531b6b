#include "provisioner/blueprint/systems.h"

/*
 * Releases of charts, the same in every region that has a cluster. A chart's pods need nodes, so its release waits for
 * all that the region's cluster has.
 */

static bool of_cluster(const struct wanted *w, const char *prefix)
{
    return str_starts(w->address, prefix) && str_starts(w->type, "AWS::EKS::");
}

static const struct value *of(const struct site *s, const char *attr)
{
    return value_ref(s->arena, arena_printf(s->arena, "%s/eks/cluster", s->scope), attr);
}

static void release_make(const struct site *s, const char *name, const struct value *r, size_t others)
{
    struct arena *a = s->arena;
    const struct wanted_list *out = s->build->out;
    const char *prefix = arena_printf(a, "%s/eks/", s->scope);
    site_make_untagged(s, "Helm::Release", name,
                       PAIRS({"ReleaseName", value_str(a, name)}, {"Namespace", value_get(r, "namespace")},
                             {"ClusterName", of(s, "name")}, {"ClusterEndpoint", of(s, "endpoint")},
                             {"ClusterCertificate", of(s, "certificateAuthorityData")},
                             {"Chart", value_get(r, "chart")}, {"Repo", value_get(r, "repo")},
                             {"Version", value_get(r, "version")}, {"Values", value_get(r, "values")}));
    for (size_t i = 0; i < others; i++)
        if (of_cluster(&out->items[i], prefix))
            site_after(s, out->items[i].address);
}

static bool has_cluster(const struct site *s)
{
    const char *address = arena_printf(s->arena, "%s/eks/cluster", s->scope);
    for (size_t i = 0; i < s->build->out->n; i++)
        if (str_eq(s->build->out->items[i].address, address))
            return true;
    return false;
}

/* After the clusters. */
void helm_make(const struct build *b)
{
    size_t others = b->out->n;
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "helm");
        const struct value *releases = site_field(&s, "releases");
        if (!value_len(releases))
            continue;
        if (!has_cluster(&s)) {
            site_finding(&s, "helm/cluster", "releases", "add the section eks, or leave this one out",
                         "charts are installed in a cluster, and this region has none");
            continue;
        }
        for (size_t k = 0; k < value_len(releases); k++)
            release_make(&s, value_key(releases, k), value_item(releases, k), others);
    }
}
