#include "aws/api/ec2.h"
#include "aws/api/eks.h"
#include "aws/api/sts.h"
#include "aws/net/digest.h"
#include "provisioner/exec/exec.h"
#include "provisioner/exec/reading.h"

#include <stdlib.h>
#include <string.h>

const char *exec_lineage(struct arena *a, const char *account, const char *project, const char *environment)
{
    return arena_strndup(a, sha256_hex_of(a, arena_printf(a, "%s/%s/%s", account, project, environment)), 20);
}

/* The second field of "arn:aws-cn:sts::...". */
static const char *arn_partition(struct arena *a, const char *arn)
{
    const char *at = strchr(arn, ':');
    return at ? arena_strndup(a, at + 1, strcspn(at + 1, ":")) : "aws";
}

static struct err *identity(struct client *c, struct arena *a, const char *region, bool *ret_reached,
                            const char **ret_why, const struct value **ret)
{
    struct aws_call call = {.arena = a, .op = &sts_GetCallerIdentity, .region = region, .in = value_map(a)};
    client_call(c, &call);
    *ret_reached = !exec_unreached(&call);
    if (!*ret_reached) {
        struct err *e = call_error(&call);
        *ret_why = arena_strdup(a, err_text(e));
        err_free(e);
        return NULL;
    }
    TRY(call_error(&call));
    *ret = call.out;
    return NULL;
}

static const struct value *account_lookup(struct arena *a, const struct value *who, const char *project,
                                          const char *environment)
{
    struct value *v = value_map(a);
    const char *account = value_get_str(who, "Account");
    value_set_str(a, v, "AccountId", account);
    value_set_str(a, v, "Partition", arn_partition(a, value_get_str(who, "Arn")));
    value_set_str(a, v, "Lineage", exec_lineage(a, account, project, environment));
    return v;
}

static int by_name(const void *x, const void *y)
{
    return strcmp(value_get_str(*(const struct value *const *)x, "ZoneName"),
                  value_get_str(*(const struct value *const *)y, "ZoneName"));
}

static const struct value *zones_lookup(struct arena *a, const struct value *answer)
{
    const struct value *zones = value_get(answer, "AvailabilityZones");
    size_t n = value_len(zones);
    const struct value **sorted = arena_alloc(a, (n + 1) * sizeof *sorted);
    struct value *v = value_map(a), *names = value_list(a), *ids = value_list(a);
    for (size_t i = 0; i < n; i++)
        sorted[i] = value_item(zones, i);
    if (n)
        qsort(sorted, n, sizeof *sorted, by_name);
    for (size_t i = 0; i < n; i++) {
        value_push(a, names, value_get(sorted[i], "ZoneName"));
        value_push(a, ids, value_get(sorted[i], "ZoneId"));
    }
    value_set(a, v, "ZoneNames", names);
    value_set(a, v, "ZoneIds", ids);
    return v;
}

/* Local and wavelength zones are no place for a database. */
static const struct value *zones_request(struct arena *a)
{
    static const char *const filters[][2] = {{"zone-type", "availability-zone"}, {"state", "available"}};
    struct value *list = value_list(a), *in = value_map(a);
    for (size_t i = 0; i < COUNT(filters); i++) {
        struct value *f = value_map(a), *values = value_list(a);
        value_push(a, values, value_str(a, filters[i][1]));
        value_set_str(a, f, "Name", filters[i][0]);
        value_set(a, f, "Values", values);
        value_push(a, list, f);
    }
    value_set(a, in, "Filters", list);
    return in;
}

bool exec_unreached(const struct aws_call *call)
{
    return call->end == CALL_UNREACHABLE || call->end == CALL_LOST ||
           (call->end == CALL_FAULT && fault_is_transient(&call->fault));
}

void exec_skip(struct arena *a, const char ***skipped, const char *alias)
{
    size_t n = 0;
    while (*skipped && (*skipped)[n]) {
        if (strcmp((*skipped)[n], alias) == 0)
            return;
        n++;
    }
    const char **more = arena_alloc(a, (n + 2) * sizeof *more);
    if (n)
        memcpy(more, *skipped, n * sizeof *more);
    more[n] = alias;
    *skipped = more;
}

static void nothing(struct reading *r)
{
    (void)r;
}

static struct err *zones(struct client *c, struct arena *a, const struct region_ref *regions, size_t n,
                         struct value *lookups, const char ***skipped)
{
    struct reading *r = arena_alloc(a, n * sizeof *r);
    for (size_t i = 0; i < n; i++) {
        r[i] = (struct reading){
            .op = &ec2_DescribeAvailabilityZones, .region = regions[i].name, .in = zones_request(a), .done = nothing};
        reading_start(c, a, &r[i]);
    }
    reading_run(c);
    for (size_t i = 0; i < n; i++) {
        if (exec_unreached(&r[i].call)) {
            exec_skip(a, skipped, regions[i].alias);
            continue;
        }
        TRY(call_error(&r[i].call));
        value_set(a, lookups, arena_printf(a, "lookup/%s/zones", regions[i].alias), zones_lookup(a, r[i].answer));
    }
    return NULL;
}

struct err *exec_lookups(struct client *c, struct arena *a, const char *project, const char *environment,
                         const struct region_ref *regions, size_t n, const struct value **ret,
                         const char ***ret_skipped)
{
    const struct value *who = NULL;
    struct value *lookups = value_map(a);
    const char *why = "";
    bool reached = false;
    for (size_t i = 0; i < n && !reached; i++)
        TRY(identity(c, a, regions[i].name, &reached, &why, &who));
    if (!reached)
        return err_new(
            ERR_UNREACHABLE,
            "none of the regions answers (%s); check the network, proxies, certificates and endpoint settings", why);
    value_set(a, lookups, "lookup/account", account_lookup(a, who, project, environment));
    TRY(zones(c, a, regions, n, lookups, ret_skipped));
    *ret = lookups;
    return NULL;
}

/* ---- add-ons ----------------------------------------------------------------------------------------------------- */

struct asking {
    struct reading reading;
    const char *address, *alias, *addon;
};

static const struct value *versions_request(struct arena *a, const struct value *ref)
{
    struct value *in = value_map(a);
    value_set_str(a, in, "kubernetesVersion", strrchr(value_ref_address(ref), '/') + 1);
    value_set_str(a, in, "addonName", value_ref_path(ref));
    return in;
}

/* The one that AWS calls the default; the newest, where it calls none so. */
static const char *default_of(struct arena *a, const struct value *answer)
{
    const struct value *all = value_path(a, answer, "addons[0].addonVersions");
    for (size_t i = 0; i < value_len(all); i++)
        if (value_bool_of(value_path(a, value_item(all, i), "compatibilities[0].defaultVersion")))
            return value_get_str(value_item(all, i), "addonVersion");
    return value_get_str(value_item(all, 0), "addonVersion");
}

static struct err *take_answer(struct arena *a, const struct asking *q, struct value *lookups, const char ***skipped)
{
    if (exec_unreached(&q->reading.call)) {
        exec_skip(a, skipped, q->alias);
        return NULL;
    }
    TRY_CTX(call_error(&q->reading.call), "asking for the versions of the add-on %s", q->addon);
    struct value *of_version = value_edit(a, value_get(lookups, q->address));
    value_set_str(a, of_version, q->addon, default_of(a, q->reading.answer));
    value_set(a, lookups, q->address, of_version);
    return NULL;
}

static bool is_skipped(const char **skipped, const char *alias)
{
    for (; skipped && *skipped; skipped++)
        if (strcmp(*skipped, alias) == 0)
            return true;
    return false;
}

struct err *exec_lookup_addons(struct client *c, struct arena *a, const struct wanted_list *wanted,
                               const struct state *s, const struct value **lookups, const char ***skipped)
{
    static const char attr[] = "addonVersion";
    struct asking *all = arena_alloc(a, (wanted->n + 1) * sizeof *all);
    struct value *more = value_edit(a, *lookups);
    size_t n = 0;
    for (size_t i = 0; i < wanted->n; i++) {
        const struct wanted *w = &wanted->items[i];
        const struct value *ref = value_get(w->attrs, attr);
        const struct entry *e = state_find(s, w->address);
        const char *address = value_ref_address(ref);
        if (!str_starts(address, "lookup/") || !strstr(address, "/addons/") ||
            (e && value_get(e->outputs, attr) && plan_choice_stands(e, ref)) || is_skipped(*skipped, w->alias))
            continue;
        struct asking *q = &all[n++];
        *q = (struct asking){.address = address, .alias = w->alias, .addon = value_ref_path(ref)};
        q->reading = (struct reading){.op = &eks_DescribeAddonVersions, .region = w->region, .done = nothing};
        q->reading.in = versions_request(a, ref);
        reading_start(c, a, &q->reading);
    }
    reading_run(c);
    for (size_t i = 0; i < n; i++)
        TRY(take_answer(a, &all[i], more, skipped));
    *lookups = more;
    return NULL;
}
