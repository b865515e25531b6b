#include "aws/types/impl.h"
#include "provisioner/base/file.h"
#include "provisioner/blueprint/blueprint.h"
#include "provisioner/blueprint/reference.h"
#include "provisioner/spec/cidr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a world: a spec and what became of it ----------------------------------------------------------------------- */

#define TWO_REGIONS                                                                                                    \
    "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"                                                     \
    "  tokyo: {name: ap-northeast-1, role: primary}\n"                                                                 \
    "  seoul: {name: ap-northeast-2, role: secondary}\n"
#define THREE_REGIONS TWO_REGIONS "  virginia: {name: us-east-1, role: secondary}\n"
#define NETWORK_AURORA "network: {}\naurora: {version: '15.10'}\n"

struct world {
    struct arena *arena;
    struct diags diags;
    struct spec *spec;
    struct wanted_list list;
    struct err *err;
};

static int world_open(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_new();
    w->diags.arena = w->arena;
    *state = w;
    return 0;
}

static int world_close(void **state)
{
    struct world *w = *state;
    err_free(w->err);
    arena_free(w->arena);
    free(w);
    return 0;
}

static void make_from(struct world *w, const struct spec_sources *src)
{
    err_free(w->err);
    w->err = NULL;
    w->diags = (struct diags){.arena = w->arena};
    w->list = (struct wanted_list){0};
    struct err *e = spec_load(w->arena, src, &w->diags, &w->spec);
    if (e) {
        struct sbuf out = {.arena = w->arena};
        diag_print(&w->diags, &out);
        print_error("%s\n%s", err_text(e), sbuf_str(&out));
    }
    assert_null(e);
    w->err = blueprint_make(w->arena, w->spec, &w->diags, &w->list);
}

static void make_text(struct world *w, const char *text)
{
    make_from(w, &(struct spec_sources){.path = "test.yaml", .text = text, .n_text = strlen(text)});
}

static void make_clean(struct world *w, const char *text)
{
    make_text(w, text);
    if (w->err)
        print_error("%s: %s\n", err_text(w->err), w->diags.n ? w->diags.items[0].message : "");
    assert_null(w->err);
}

static const struct value *attrs_of(const struct world *w, const char *address)
{
    const struct wanted *x = wanted_find(&w->list, address);
    if (!x)
        print_error("no %s\n", address);
    assert_non_null(x);
    return x->attrs;
}

static const char *attr_text(const struct world *w, const char *address, const char *path)
{
    const struct value *v = value_path(w->arena, attrs_of(w, address), path);
    return v ? value_canonical(w->arena, v) : "none";
}

static size_t count(const struct world *w, const char *pattern)
{
    size_t n = 0;
    for (size_t i = 0; i < w->list.n; i++)
        n += glob_match(pattern, w->list.items[i].address);
    return n;
}

static bool waits_for(const struct world *w, const char *address, const char *other)
{
    const struct wanted *x = wanted_find(&w->list, address);
    for (const char **after = x ? x->after : NULL; after && *after; after++)
        if (strcmp(*after, other) == 0)
            return true;
    return false;
}

/* ---- every system ------------------------------------------------------------------------------------------------ */

/* What a system is in the spec, and what a region may have otherwise: there that attribute differs, and nowhere else.
 */
static const struct system {
    const char *section, *text, *other, *address, *attr;
} systems[] = {
    /* clang-format off */
    {"network",       "{}", "{cidr: 10.9.0.0/16}", "network/vpc", "CidrBlock"},
    {"aurora",        "{version: '15.10'}", "{class: db.r6g.4xlarge}", "aurora/instance-1", "DBInstanceClass"},
    {"cache",         "{notifications: warning}", "{nodes: 3}", "cache/replication-group", "ReplicasPerNodeGroup"},
    {"eks",           "{version: '1.34'}", "{nodes: {max: 9}}", "eks/nodes-main", "maxSize"},
    {"msk",           "{version: 3.9.x}", "{brokers: 6}", "msk/cluster", "NumberOfBrokerNodes"},
    {"functions",     "{f: {folder: f, vpc: true, schedule: rate(1 hour)}}", "{f: {memory_mb: 512}}", "functions/f", "MemorySize"},
    {"observability", "{alerts: {warning: ['email:a@example.com']}, budget: {monthly_usd: 10}}", "{alarms: {aurora-cpu: {threshold: 5}}}",
     "observability/alarm-aurora-cpu", "Threshold"},
    {"buckets",       "{logs: {}}", "{logs: {old_versions_days: 3}}", "buckets/logs", "LifecycleRules"},
    {"drills",        "{}", "{nodes_percent: 50}", "drills/region-loss", "actions"},
    /* clang-format on */
};

static const char *const aliases[] = {"tokyo", "seoul", "virginia"};
enum { NONE = COUNT(systems) };

/* Of all systems but one, in the first so many regions, the last of which has another `other`. */
static const char *whole(struct arena *a, size_t n_regions, size_t but, size_t other)
{
    static const char *const regions[] = {"{name: ap-northeast-1, role: primary",
                                          "{name: ap-northeast-2, role: secondary",
                                          "{name: us-east-1, role: secondary"};
    struct sbuf text = {.arena = a};
    sbuf_puts(&text, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n");
    for (size_t i = 0; i < n_regions; i++) {
        sbuf_printf(&text, "  %s: %s", aliases[i], regions[i]);
        if (other != NONE && i + 1 == n_regions)
            sbuf_printf(&text, ", %s: %s", systems[other].section, systems[other].other);
        sbuf_puts(&text, "}\n");
    }
    for (size_t i = 0; i < COUNT(systems); i++)
        if (i != but)
            sbuf_printf(&text, "%s: %s\n", systems[i].section,
                        str_eq(systems[i].section, "cache") && but != NONE ? "{}" : systems[i].text);
    return sbuf_str(&text);
}

/* ---- variants: what holds for every spec ------------------------------------------------------------------------- */

static const struct variant {
    const char *name, *text;
} variants[] = {
    {"two regions", TWO_REGIONS NETWORK_AURORA},
    {"network alone", TWO_REGIONS "network: {}\n"},
    {"nothing", TWO_REGIONS},
    {"mysql", TWO_REGIONS "network: {}\naurora: {engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2}\n"},
    {"one region", "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                   "  tokyo: {name: ap-northeast-1, role: primary}\n" NETWORK_AURORA},
    {"three regions", "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                      "  tokyo: {name: ap-northeast-1, role: primary}\n"
                      "  seoul: {name: ap-northeast-2, role: secondary}\n"
                      "  osaka: {name: ap-northeast-3, role: secondary}\n" NETWORK_AURORA},
    {"without nat", TWO_REGIONS "network: {nat: none}\n"},
    {"one nat", TWO_REGIONS "network: {nat: single, zones: 4}\n"},
    {"keys of both regions and rotation",
     TWO_REGIONS "network: {}\naurora: {version: '15.10'}\nkeys: {multi_region: [secrets, aurora]}\n"
                 "secrets: {rotation_function: 'arn:aws:lambda:us-east-1:123456789012:function:rotate'}\n"},
    {"without peering", TWO_REGIONS "network: {peering: {enabled: false}}\naurora: {version: '15.10'}\n"},
    {"peering everywhere", TWO_REGIONS "network: {peering: {dns: false, tiers: [public, private, data]}}\n"},
    {"flow logs", TWO_REGIONS "network: {flow_logs: {enabled: true}}\n"},
    {"interface endpoints", TWO_REGIONS "network: {endpoints: {gateway: [], interface: [kms, ecr.api]}}\n"},
    {"data tier alone", TWO_REGIONS
     "network: {nat: none, peering: {tiers: [data]}, tiers: {public: {enabled: false}, private: {enabled: false}}}\n"
     "aurora: {version: '15.10'}\n"},
    {"bare aurora", TWO_REGIONS "network: {}\naurora: {version: '15.10', log_exports: [], monitoring_interval: 0,"
                                " performance_insights: {enabled: false}}\n"},
    {"buckets", TWO_REGIONS "buckets:\n  logs: {transition_days: 30, expire_days: 90}\n  own: {replicate: false}\n"},
    {"kafka", TWO_REGIONS "network: {}\nmsk: {version: 3.9.x}\n"},
    {"kafka of one region",
     "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
     "  tokyo: {name: ap-northeast-1, role: primary}\nnetwork: {zones: 2}\nmsk: {version: 3.9.x}\n"},
    {"kafka one way",
     TWO_REGIONS "network: {}\nmsk: {version: 3.9.x, auth: [iam, scram], replication: {bidirectional: false}}\n"},
    {"kafka mirrored", TWO_REGIONS
     "network: {}\nmsk: {version: 3.9.x, replication: {mode: mirrormaker, plugin: {bucket: mm2, key: mm2.zip}}}\n"},
    {"bare kafka", TWO_REGIONS
     "network: {}\nmsk: {version: 3.9.x, auth: [scram], logs: {enabled: false}, monitoring: {prometheus: false},"
     " storage: {autoscaling: {max_gb: 0}}, replication: {mode: none}}\n"},
    {"names and ways in", TWO_REGIONS
     "network: {}\ningress: {redirect: true}\ndns:\n  zone: example.com\n  private_zone: a.internal\n  "
     "service_discovery: b.internal\n"
     "  records:\n    api: {policy: failover}\n    www: {policy: latency}\n    map: {policy: geolocation, locations: "
     "{continent-AS: seoul, US-CA: tokyo, '*': tokyo}}\n"
     "    some: {policy: weighted, weights: {tokyo: 1, seoul: 2}}\n    text: {type: TXT, name: '@', values: [v=1]}\n"
     "  health_checks: {search: up, alarm: errors}\n"},
    {"ways in of one's own", TWO_REGIONS "ingress: {host: lb.example.net}\ndns:\n  zone: example.com\n  zone_id: Z1\n  "
                                         "records: {api: {policy: failover, type: CNAME}}\n"
                                         "  health_checks: {type: alarm, alarm: errors}\n"},
    {"a network balancer without a certificate",
     TWO_REGIONS "network: {}\ningress: {type: nlb, certificate: false}\ndns: {zone: example.com, records: {api: "
                 "{policy: latency, type: CNAME}}, health_checks: {type: tcp}}\n"},
    {"headless", TWO_REGIONS "network: {}\naurora: {version: '15.10', monitoring_interval: 0}\n"},
};

static void each_variant(struct world *w, void (*check)(struct world *w))
{
    for (size_t i = 0; i < COUNT(variants); i++) {
        make_text(w, variants[i].text);
        if (w->err)
            print_error("%s: %s: %s\n", variants[i].name, err_text(w->err), w->diags.items[0].message);
        assert_null(w->err);
        check(w);
    }
}

/* By the types' own tables, which know what a create call takes. */
static void check_known_attributes(struct world *w)
{
    for (size_t i = 0; i < w->list.n; i++) {
        const struct wanted *x = &w->list.items[i];
        const struct rtype *rt = rtype_named(x->type);
        if (!rt)
            fail_msg("%s: no type %s", x->address, x->type);
        for (size_t j = 0; j < value_len(x->attrs); j++) {
            const struct attr *attr = rtype_attr(rt, value_key(x->attrs, j));
            if (!attr || (attr->flags & A_OUTPUT))
                fail_msg("%s: %s takes no attribute %s", x->address, x->type, value_key(x->attrs, j));
        }
        for (const struct attr *attr = rt->attrs; attr->type != T_END; attr++)
            if ((attr->flags & A_REQUIRED) && !value_get(x->attrs, attr->name))
                fail_msg("%s: %s is missing", x->address, attr->name);
    }
}

static void attributes_are_those_of_the_type(void **state)
{
    each_variant(*state, check_known_attributes);
}

struct refs {
    struct world *w;
    const char *from;
};

static bool is_lookup(const char *address, const char *path)
{
    if (str_eq(address, "self"))
        return has_word("Suffix Generation", path);
    if (str_eq(address, "lookup/account"))
        return has_word("AccountId Partition Lineage", path);
    return (glob_match("lookup/*/zones", address) && glob_match("ZoneNames[*]", path)) ||
           glob_match("lookup/*/addons/*", address);
}

static void check_reference(void *ctx, const struct value *ref)
{
    const struct refs *r = ctx;
    const char *address = value_ref_address(ref), *path = value_ref_path(ref);
    if (is_lookup(address, path))
        return;
    const struct wanted *x = wanted_find(&r->w->list, address);
    if (!x)
        fail_msg("%s refers to %s, which is not there", r->from, address);
    const struct attr *attr = rtype_attr(rtype_named(x->type), path);
    bool given = attr && (attr->flags & (A_OUTPUT | A_SECRET));
    if (!given && !(attr && value_get(x->attrs, attr->name)))
        fail_msg("%s refers to %s.%s, which nothing gives", r->from, address, path);
}

static void check_references(struct world *w)
{
    for (size_t i = 0; i < w->list.n; i++) {
        struct refs r = {w, w->list.items[i].address};
        value_each_ref(w->list.items[i].attrs, check_reference, &r);
        for (const char **after = w->list.items[i].after; after && *after; after++)
            if (!wanted_find(&w->list, *after))
                fail_msg("%s waits for %s, which is not there", r.from, *after);
    }
}

static void references_lead_somewhere(void **state)
{
    each_variant(*state, check_references);
}

static void check_unique(struct world *w)
{
    struct value *seen = value_map(w->arena);
    for (size_t i = 0; i < w->list.n; i++) {
        assert_null(value_get(seen, w->list.items[i].address));
        value_set(w->arena, seen, w->list.items[i].address, value_bool(w->arena, true));
    }
}

static void addresses_are_unique(void **state)
{
    each_variant(*state, check_unique);
}

struct visit {
    struct world *w;
    struct value *index; /* address -> number */
    char *mark;          /* 1: being visited, 2: done */
};

static void visit(struct visit *v, const char *address);

static void visit_reference(void *ctx, const struct value *ref)
{
    visit(ctx, value_ref_address(ref));
}

static void visit(struct visit *v, const char *address)
{
    const struct value *at = value_get(v->index, address);
    if (!at)
        return;
    size_t i = (size_t)value_int_of(at);
    if (v->mark[i] == 1)
        fail_msg("%s waits for itself", address);
    if (v->mark[i])
        return;
    v->mark[i] = 1;
    value_each_ref(v->w->list.items[i].attrs, visit_reference, v);
    for (const char **after = v->w->list.items[i].after; after && *after; after++)
        visit(v, *after);
    v->mark[i] = 2;
}

static void check_order(struct world *w)
{
    struct visit v = {w, value_map(w->arena), arena_alloc(w->arena, w->list.n + 1)};
    for (size_t i = 0; i < w->list.n; i++)
        value_set(w->arena, v.index, w->list.items[i].address, value_int(w->arena, (int64_t)i));
    for (size_t i = 0; i < w->list.n; i++)
        visit(&v, w->list.items[i].address);
}

static void nothing_waits_for_itself(void **state)
{
    each_variant(*state, check_order);
}

static void check_regions(struct world *w)
{
    for (size_t i = 0; i < w->list.n; i++) {
        const struct wanted *x = &w->list.items[i];
        const struct spec_region *r = spec_region(w->spec, x->alias);
        assert_non_null(r);
        assert_string_equal(r->name, x->region);
        const char *scope = address_alias(w->arena, x->address);
        assert_true(str_eq(scope, x->alias) || (str_eq(scope, "global") && r->primary));
        assert_true(x->pos.line > 0);
    }
}

static void resources_know_their_region_and_their_line(void **state)
{
    each_variant(*state, check_regions);
}

static void check_all(struct world *w)
{
    check_known_attributes(w);
    check_references(w);
    check_unique(w);
    check_order(w);
}

static void one_region_two_or_three_have_every_system(void **state)
{
    struct world *w = *state;
    for (size_t n = 1; n <= COUNT(aliases); n++) {
        make_clean(w, whole(w->arena, n, NONE, NONE));
        check_all(w);
        for (size_t i = 0; i < COUNT(systems); i++)
            for (size_t k = 0; k < n; k++)
                assert_int_equal(count(w, arena_printf(w->arena, "%s/%s", aliases[k], systems[i].address)), 1);
    }
}

static void every_system_may_be_left_out(void **state)
{
    struct world *w = *state;
    for (size_t i = 1; i < COUNT(systems); i++) { /* the others stand in the network */
        make_clean(w, whole(w->arena, 2, i, NONE));
        check_all(w);
        assert_int_equal(count(w, arena_printf(w->arena, "*/%s/*", systems[i].section)), 0);
    }
}

static void every_system_may_differ_by_region(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(systems); i++) {
        const struct system *x = &systems[i];
        const char *last = arena_printf(w->arena, "virginia/%s", x->address);
        const char *first = arena_printf(w->arena, "tokyo/%s", x->address);
        make_clean(w, whole(w->arena, COUNT(aliases), NONE, NONE));
        const char *before = attr_text(w, last, x->attr), *at_first = attr_text(w, first, x->attr);
        make_clean(w, whole(w->arena, COUNT(aliases), NONE, i));
        check_all(w);
        assert_string_not_equal(attr_text(w, last, x->attr), before);
        assert_string_equal(attr_text(w, first, x->attr), at_first);
    }
}

/* ---- goldens ----------------------------------------------------------------------------------------------------- */

static const char *listing(struct world *w)
{
    struct sbuf out = {.arena = w->arena};
    for (size_t i = 0; i < w->list.n; i++) {
        const struct wanted *x = &w->list.items[i];
        sbuf_printf(&out, "%s %s %s ", x->address, x->type, x->region);
        value_print(&out, value_without(w->arena, value_edit(w->arena, x->attrs), "Tags"), -1);
        for (const char **after = x->after; after && *after; after++)
            sbuf_printf(&out, "%s%s", after == x->after ? " after " : ", ", *after);
        sbuf_putc(&out, '\n');
    }
    sbuf_printf(&out, "%zu resources\n", w->list.n);
    return sbuf_str(&out);
}

static void golden_put(const char *path, const char *text)
{
    struct err *e = file_write(path, text, strlen(text), 0644);
    assert_null(e);
}

/* True when it is as before. One that isn't there yet is written, to be read by somebody. */
static bool golden_is(struct arena *a, const char *name, const char *got)
{
    const char *path = arena_printf(a, "%s/golden/blueprint/%s", TEST_DIR, name), *want = "";
    size_t n = 0;
    if (getenv("UPDATE_GOLDEN")) {
        golden_put(path, got);
        return true;
    }
    struct err *e = file_read(a, path, 1 << 22, &want, &n);
    bool missing = e != NULL, same = !missing && strlen(got) == n && memcmp(got, want, n) == 0;
    err_free(e);
    if (missing) {
        golden_put(path, got);
        print_error("%s was written: read it, and run again\n", path);
    } else if (!same) {
        golden_put(arena_printf(a, "%s.got", path), got);
        print_error("%s differs: see %s.got; UPDATE_GOLDEN=1 accepts it\n", path, path);
    }
    return same;
}

static const struct golden {
    const char *spec, *overlay, *name;
} goldens[] = {
    {"active-active.yaml", NULL, "active-active.txt"},
    {"active-active.yaml", "overlays/staging.yaml", "staging.txt"},
    {"minimal.yaml", NULL, "minimal.txt"},
    {"../tests/golden/blueprint/cache.yaml", NULL, "cache.txt"},
};

static void specs_that_we_ship_are_listed_as_before(void **state)
{
    struct world *w = *state;
    bool same = true;
    for (size_t i = 0; i < COUNT(goldens); i++) {
        const char *overlay =
            goldens[i].overlay ? arena_printf(w->arena, "%s/specs/%s", SOURCE_DIR, goldens[i].overlay) : NULL;
        make_from(w, &(struct spec_sources){.path = arena_printf(w->arena, "%s/specs/%s", SOURCE_DIR, goldens[i].spec),
                                            .overlays = &overlay,
                                            .n_overlays = overlay != NULL});
        assert_null(w->err);
        check_known_attributes(w);
        check_references(w);
        check_order(w);
        same = golden_is(w->arena, goldens[i].name, listing(w)) && same;
    }
    assert_true(same);
}

static void buckets_copy_to_each_other(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "buckets:\n  logs: {transition_days: 30, expire_days: 90}\n  own: {replicate: false}\n");
    check_known_attributes(w);
    check_references(w);
    check_order(w);
    assert_true(golden_is(w->arena, "buckets.txt", listing(w)));
}

static void a_bucket_of_one_region_is_copied_nowhere(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "buckets: {logs: {}}\n");
    assert_non_null(attrs_of(w, "tokyo/buckets/logs-replication"));
    make_clean(w, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                  "  tokyo: {name: ap-northeast-1, role: primary}\nbuckets: {logs: {}}\n");
    for (size_t i = 0; i < w->list.n; i++)
        assert_false(str_ends(w->list.items[i].address, "-replication") || str_ends(w->list.items[i].address, "-role"));
}

static void tags_are_listed_as_before(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "tags: {Team: data}\nnetwork: {}\n");
    struct sbuf out = {.arena = w->arena};
    value_print(&out, value_get(attrs_of(w, "tokyo/network/vpc"), "Tags"), -1);
    assert_string_equal(sbuf_str(&out),
                        "{\"Name\":\"demo-test-tokyo-network-vpc\",\"Team\":\"data\",\"provisioner:project\":\"demo\","
                        "\"provisioner:environment\":\"test\",\"provisioner:address\":\"tokyo/network/vpc\","
                        "\"provisioner:lineage\":{\"$ref\":\"lookup/account.Lineage\"},"
                        "\"provisioner:generation\":{\"$ref\":\"self.Generation\"}}");
}

static void tags_leave_room_for_ours(void **state)
{
    struct world *w = *state;
    struct sbuf text = {.arena = w->arena};
    sbuf_puts(&text, TWO_REGIONS "network: {}\ntags:\n");
    for (unsigned i = 0; i < 45; i++)
        sbuf_printf(&text, "  T%u: x\n", i);
    make_clean(w, sbuf_str(&text));
    const struct value *tags = value_get(attrs_of(w, "tokyo/network/vpc"), "Tags");
    assert_int_equal(value_len(tags), 50);
    assert_null(value_get(tags, "Name"));
    assert_non_null(value_get(tags, "provisioner:lineage"));
}

/* ---- network ----------------------------------------------------------------------------------------------------- */

static const struct subnet_case {
    const char *network, *subnet, *cidr;
} subnet_cases[] = {
    {"{cidr: 10.0.0.0/16, zones: 2}", "private-1", "\"10.0.0.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 2}", "private-2", "\"10.0.16.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 2}", "public-1", "\"10.0.128.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 2}", "data-2", "\"10.0.200.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 3}", "private-2", "\"10.0.16.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 3}", "data-2", "\"10.0.200.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 6}", "data-2", "\"10.0.200.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 6}", "private-6", "\"10.0.80.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 6}", "data-6", "\"10.0.232.0/21\""},
    {"{cidr: 172.16.0.0/20}", "private-3", "\"172.16.2.0/24\""},
    {"{cidr: 172.16.0.0/20}", "public-1", "\"172.16.8.0/25\""},
};

static void subnets_lie_where_their_tier_and_zone_say(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(subnet_cases); i++) {
        const struct subnet_case *c = &subnet_cases[i];
        make_clean(w, arena_printf(w->arena,
                                   "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                                   "  tokyo: {name: ap-northeast-1, role: primary}\nnetwork: %s\n",
                                   c->network));
        const char *address = arena_printf(w->arena, "tokyo/network/subnet-%s", c->subnet);
        assert_string_equal(attr_text(w, address, "CidrBlock"), c->cidr);
    }
}

static void check_no_overlap(struct world *w)
{
    struct cidr subnets[64], network;
    for (size_t r = 0; r < w->spec->n_regions; r++) {
        size_t n = 0;
        const char *alias = w->spec->regions[r].alias;
        for (size_t i = 0; i < w->list.n; i++)
            if (str_eq(w->list.items[i].type, "AWS::EC2::Subnet") && str_eq(w->list.items[i].alias, alias))
                assert_true(cidr_parse(value_get_str(w->list.items[i].attrs, "CidrBlock"), &subnets[n++]));
        if (!n)
            continue;
        assert_true(cidr_parse(value_get_str(attrs_of(w, arena_printf(w->arena, "%s/network/vpc", alias)), "CidrBlock"),
                               &network));
        for (size_t i = 0; i < n; i++) {
            assert_true(cidr_contains(network, subnets[i]));
            for (size_t j = 0; j < i; j++)
                assert_false(cidr_overlaps(subnets[i], subnets[j]));
        }
    }
}

static void subnets_never_overlap(void **state)
{
    each_variant(*state, check_no_overlap);
}

static const struct nat_case {
    const char *nat;
    size_t gateways, addresses, routes;
    const char *third;
} nat_cases[] = {
    {"none", 0, 0, 0, NULL},
    {"single", 1, 1, 3, "{\"$ref\":\"tokyo/network/nat-1.NatGatewayId\"}"},
    {"per_zone", 3, 3, 3, "{\"$ref\":\"tokyo/network/nat-3.NatGatewayId\"}"},
};

static void nat_is_none_or_one_or_one_a_zone(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(nat_cases); i++) {
        const struct nat_case *c = &nat_cases[i];
        make_clean(w, arena_printf(w->arena, TWO_REGIONS "network: {nat: %s}\n", c->nat));
        assert_int_equal(count(w, "tokyo/network/nat-*") - count(w, "tokyo/network/nat-address-*"), c->gateways);
        assert_int_equal(count(w, "tokyo/network/nat-address-*"), c->addresses);
        assert_int_equal(count(w, "tokyo/network/route-private-*-nat"), c->routes);
        assert_int_equal(count(w, "tokyo/network/route-table-private-*"), 3);
        if (c->third)
            assert_string_equal(attr_text(w, "tokyo/network/route-private-3-nat", "NatGatewayId"), c->third);
    }
}

static void ways_out_wait_for_the_attachment(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {}\n");
    assert_true(waits_for(w, "tokyo/network/nat-1", "tokyo/network/internet-gateway-attachment"));
    assert_true(waits_for(w, "tokyo/network/route-public-1-internet", "tokyo/network/internet-gateway-attachment"));
}

static void zones_are_looked_up_unless_named(void **state)
{
    struct world *w = *state;
    make_clean(w, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                  "  tokyo: {name: ap-northeast-1, role: primary, network: {zone_names: [ap-northeast-1c, "
                  "ap-northeast-1a]}}\n"
                  "  seoul: {name: ap-northeast-2, role: secondary}\nnetwork: {zones: 2}\n");
    assert_string_equal(attr_text(w, "tokyo/network/subnet-data-1", "AvailabilityZone"), "\"ap-northeast-1c\"");
    assert_string_equal(attr_text(w, "seoul/network/subnet-data-2", "AvailabilityZone"),
                        "{\"$ref\":\"lookup/seoul/zones.ZoneNames[1]\"}");
}

static void flow_logs_share_one_role_and_have_a_key(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {flow_logs: {enabled: true}}\n");
    assert_int_equal(count(w, "*flow-log-role"), 1);
    assert_int_equal(count(w, "*/network/flow-log"), 2);
    assert_string_equal(attr_text(w, "seoul/keys/logs", "Policy.Statement[1].Principal.Service"),
                        "\"logs.ap-northeast-2.amazonaws.com\"");
    make_clean(w, TWO_REGIONS "network: {}\n");
    assert_int_equal(count(w, "*flow-log*") + count(w, "*/keys/*"), 0);
}

/* ---- peering ----------------------------------------------------------------------------------------------------- */

static void both_sides_of_a_peering_know_the_way(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {}\n");
    assert_int_equal(count(w, "tokyo/peering/seoul-route-*"), 6);
    assert_int_equal(count(w, "seoul/peering/tokyo-route-*"), 6);
    assert_string_equal(attr_text(w, "tokyo/peering/seoul-route-data-1", "DestinationCidrBlock"), "\"10.1.0.0/16\"");
    assert_string_equal(attr_text(w, "seoul/peering/tokyo-route-private-3", "DestinationCidrBlock"), "\"10.0.0.0/16\"");
    assert_true(waits_for(w, "seoul/peering/tokyo-route-data-1", "tokyo/peering/seoul"));
    assert_true(waits_for(w, "seoul/peering/tokyo-options", "tokyo/peering/seoul"));
    assert_true(waits_for(w, "tokyo/peering/seoul-options", "tokyo/peering/seoul"));
}

static void three_regions_peer_in_pairs(void **state)
{
    struct world *w = *state;
    make_clean(w, variants[5].text);
    size_t connections = 0, accepters = 0;
    for (size_t i = 0; i < w->list.n; i++) {
        connections += str_eq(w->list.items[i].type, "AWS::EC2::VPCPeeringConnection");
        accepters += str_eq(w->list.items[i].type, "AWS::EC2::VPCPeeringConnectionAccepter");
    }
    assert_int_equal(connections, 3);
    assert_int_equal(accepters, 3);
    assert_int_equal(count(w, "osaka/aurora/ingress-*"), 3);
    assert_int_equal(value_len(value_get(attrs_of(w, "tokyo/secrets/aurora"), "AddReplicaRegions")), 2);
    assert_int_equal(count(w, "*/aurora/cluster"), 3);
}

static void one_region_is_enough(void **state)
{
    struct world *w = *state;
    make_clean(w, variants[4].text);
    assert_int_equal(count(w, "*/peering/*"), 0);
    assert_int_equal(count(w, "global/aurora/global-cluster"), 1);
    assert_string_equal(attr_text(w, "tokyo/secrets/aurora", "AddReplicaRegions"), "none");
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "EnableGlobalWriteForwarding"), "none");
}

/* Addresses, sorted, of all that doesn't live where writes start. */
static const char *addresses(struct world *w)
{
    struct value *all = value_map(w->arena);
    for (size_t i = 0; i < w->list.n; i++)
        if (!glob_match("*/secrets/*", w->list.items[i].address))
            value_set_str(w->arena, all, w->list.items[i].address, w->list.items[i].type);
    return value_canonical(w->arena, all);
}

static void roles_and_order_of_regions_change_no_address(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS NETWORK_AURORA);
    const char *before = addresses(w);
    make_clean(w, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                  "  seoul: {name: ap-northeast-2, role: primary}\n"
                  "  tokyo: {name: ap-northeast-1, role: secondary}\n" NETWORK_AURORA);
    assert_string_equal(addresses(w), before);
}

/* ---- aurora ------------------------------------------------------------------------------------------------------ */

static void only_the_first_cluster_has_a_master_user(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS NETWORK_AURORA);
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "MasterUsername"), "\"dbadmin\"");
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "MasterUserPassword"),
                        "{\"$ref\":\"tokyo/secrets/aurora.SecretString.password\"}");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "MasterUsername"), "none");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "MasterUserPassword"), "none");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "DatabaseName"), "none");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "KmsKeyId"), "{\"$ref\":\"seoul/keys/aurora.Arn\"}");
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "EnableGlobalWriteForwarding"), "true");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "EnableGlobalWriteForwarding"), "true");
}

static void the_first_writer_comes_before_all_other_members(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {}\naurora: {version: '15.10', instances: 3}\n");
    assert_true(waits_for(w, "seoul/aurora/cluster", "tokyo/aurora/instance-1"));
    assert_true(waits_for(w, "tokyo/aurora/instance-2", "tokyo/aurora/instance-1"));
    assert_true(waits_for(w, "tokyo/aurora/instance-3", "tokyo/aurora/instance-1"));
    assert_false(waits_for(w, "tokyo/aurora/instance-1", "tokyo/aurora/instance-1"));
    assert_false(waits_for(w, "seoul/aurora/instance-2", "seoul/aurora/instance-1"));
}

static const struct engine_case {
    const char *aurora, *address, *path, *want;
} engine_cases[] = {
    /* clang-format off */
    {"version: '15.10'", "tokyo/aurora/cluster-parameters-aurora-postgresql15", "DBParameterGroupFamily", "\"aurora-postgresql15\""},
    {"version: '15.10'", "tokyo/aurora/cluster-parameters-aurora-postgresql15", "Parameters", "{\"rds.force_ssl\":\"1\"}"},
    {"version: '15.10', parameters: {rds.force_ssl: '0', work_mem: '64'}", "tokyo/aurora/cluster-parameters-aurora-postgresql15",
     "Parameters", "{\"rds.force_ssl\":\"0\",\"work_mem\":\"64\"}"},
    {"version: '15.10'", "tokyo/aurora/cluster", "Port", "5432"},
    {"version: '15.10'", "tokyo/aurora/cluster", "EnableCloudwatchLogsExports", "[\"postgresql\"]"},
    {"version: '15.10'", "global/aurora/global-cluster", "DatabaseName", "none"},
    {"version: '15.10', database: app", "global/aurora/global-cluster", "DatabaseName", "\"app\""},
    {"version: '15.10'", "tokyo/aurora/ingress-tokyo", "CidrIpv4", "\"10.0.0.0/17\""},
    {"version: '15.10'", "tokyo/aurora/ingress-seoul", "CidrIpv4", "\"10.1.0.0/16\""},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2", "tokyo/aurora/cluster-parameters-aurora-mysql8-0",
     "DBParameterGroupFamily", "\"aurora-mysql8.0\""},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2, log_exports: [slowquery]", "seoul/aurora/cluster-parameters-aurora-mysql8-0",
     "Parameters", "{\"require_secure_transport\":\"ON\",\"slow_query_log\":\"1\"}"},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2", "tokyo/aurora/ingress-tokyo", "FromPort", "3306"},
    {"engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2", "seoul/aurora/log-group-audit", "logGroupName",
     "\"/aws/rds/cluster/demo-test-seoul-aurora/audit\""},
    {"version: '15.10', monitoring_interval: 0", "tokyo/aurora/instance-1", "MonitoringRoleArn", "none"},
    {"version: '15.10', performance_insights: {enabled: false}", "tokyo/aurora/instance-1", "PerformanceInsightsKMSKeyId", "none"},
    {"version: '15.10'", "tokyo/aurora/instance-2", "AvailabilityZone", "{\"$ref\":\"lookup/tokyo/zones.ZoneNames[1]\"}"},
    {"version: '15.10'", "tokyo/aurora/instance-2", "PromotionTier", "1"},
    /* clang-format on */
};

static void engines_differ_by_a_table(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(engine_cases); i++) {
        const struct engine_case *c = &engine_cases[i];
        make_clean(w, arena_printf(w->arena, TWO_REGIONS "network: {}\naurora: {%s}\n", c->aurora));
        assert_string_equal(attr_text(w, c->address, c->path), c->want);
    }
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static const struct limit {
    const char *type, *attr;
    size_t most;
} limits[] = {
    {"AWS::RDS::GlobalCluster", "GlobalClusterIdentifier", 63},
    {"AWS::RDS::DBCluster", "DBClusterIdentifier", 63},
    {"AWS::RDS::DBInstance", "DBInstanceIdentifier", 63},
    {"AWS::RDS::DBSubnetGroup", "DBSubnetGroupName", 255},
    {"AWS::RDS::DBParameterGroup", "DBParameterGroupName", 255},
    {"AWS::RDS::DBClusterParameterGroup", "DBClusterParameterGroupName", 255},
    {"AWS::IAM::Role", "RoleName", 64},
    {"AWS::EC2::SecurityGroup", "GroupName", 255},
    {"AWS::KMS::Alias", "AliasName", 256},
    {"AWS::Logs::LogGroup", "logGroupName", 512},
};

static void check_name(const struct wanted *x)
{
    for (size_t i = 0; i < COUNT(limits); i++) {
        if (!str_eq(limits[i].type, x->type))
            continue;
        const char *name = value_get_str(x->attrs, limits[i].attr);
        assert_in_range(strlen(name), 1, limits[i].most);
        assert_null(strstr(name, "--"));
        assert_false(str_ends(name, "-"));
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-/"), strlen(name));
    }
}

static void the_longest_names_keep_within_the_limits_of_aws(void **state)
{
    struct world *w = *state;
    make_clean(w, "provisioner: 1\nproject: abcdefghijklmnopqrst\nenvironment: abcdefghijklmnop\nregions:\n"
                  "  abcdefghijkl: {name: ap-northeast-1, role: primary}\n"
                  "  abcdefghijkm: {name: ap-northeast-2, role: secondary}\n"
                  "network: {zones: 6, flow_logs: {enabled: true}, endpoints: {interface: [ecr.api]}}\n"
                  "aurora: {engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2, instances: 14}\n");
    for (size_t i = 0; i < w->list.n; i++) {
        const struct wanted *x = &w->list.items[i];
        check_name(x);
        const struct value *tags = value_get(x->attrs, "Tags");
        assert_true(value_len(tags) <= 50);
        for (size_t t = 0; t < value_len(tags); t++)
            assert_true(strlen(value_str_of(value_item(tags, t))) <= 256);
    }
}

/* ---- references in the user's texts ------------------------------------------------------------------------------ */

static const struct reference_case {
    const char *text, *want; /* canonical, or the problem's beginning after "! " */
} reference_cases[] = {
    {"/${project}/${environment}/x", "\"/demo/test/x\""},
    {"plain", "\"plain\""},
    {"", "\"\""},
    {"${tokyo/network/vpc.VpcId}", "{\"$ref\":\"tokyo/network/vpc.VpcId\"}"},
    {"${./network/vpc.VpcId}", "{\"$ref\":\"tokyo/network/vpc.VpcId\"}"},
    {"${region}/${alias}", "\"ap-northeast-1/tokyo\""},
    {"a-${./network/vpc.VpcId}-b", "{\"$join\":[\"a-\",{\"$ref\":\"tokyo/network/vpc.VpcId\"},\"-b\"]}"},
    {"${lookup/account.AccountId}${self.Suffix}",
     "{\"$join\":[{\"$ref\":\"lookup/account.AccountId\"},{\"$ref\":\"self.Suffix\"}]}"},
    {"$${not.one} $ {", "\"${not.one} $ {\""},
    {"${lookup/tokyo/zones.ZoneNames[0]}", "{\"$ref\":\"lookup/tokyo/zones.ZoneNames[0]\"}"},
    {"${tokyo/network/vpc", "! \"${tokyo/network/vpc\" has no closing brace"},
    {"${tokyo/network/vpc}", "! \"${tokyo/network/vpc}\" names no attribute"},
    {"${tokyo/network/.VpcId}", "! \"${tokyo/network/.VpcId}\" names no attribute"},
    {"${tokyo/network/vpc.}", "! \"${tokyo/network/vpc.}\" names no attribute"},
    {"${}", "! \"${}\" names no attribute"},
};

static void texts_become_references(void **state)
{
    struct world *w = *state;
    const struct spec spec = {.project = "demo", .environment = "test"};
    const struct spec_region tokyo = {.alias = "tokyo", .name = "ap-northeast-1"};
    for (size_t i = 0; i < COUNT(reference_cases); i++) {
        const char *problem = NULL;
        const struct value *v = reference_parse(w->arena, reference_cases[i].text, &spec, &tokyo, &problem);
        assert_true((v == NULL) == (problem != NULL));
        assert_string_equal(v ? value_canonical(w->arena, v) : arena_printf(w->arena, "! %s", problem),
                            reference_cases[i].want);
    }
}

/* ---- resources and overrides ------------------------------------------------------------------------------------- */

static void resources_are_made_in_the_regions_named(void **state)
{
    struct world *w = *state;
    make_clean(w,
               TWO_REGIONS "network: {}\nresources:\n"
                           "  queue:\n    type: AWS::SQS::Queue\n    properties:\n"
                           "      QueueName: jobs-${alias}\n      Tags: [{Key: Vpc, Value: '${./network/vpc.VpcId}'}]\n"
                           "  one:\n    type: AWS::SNS::Topic\n    regions: [seoul]\n");
    assert_string_equal(attr_text(w, "seoul/resources/queue", "QueueName"), "\"jobs-seoul\"");
    assert_string_equal(attr_text(w, "tokyo/resources/queue", "Tags[0].Value"),
                        "{\"$ref\":\"tokyo/network/vpc.VpcId\"}");
    assert_int_equal(count(w, "*/resources/one"), 1);
    assert_string_equal(wanted_find(&w->list, "seoul/resources/one")->region, "ap-northeast-2");
}

static void overrides_have_the_last_word(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS NETWORK_AURORA "overrides:\n"
                                             "  tokyo/aurora/cluster: {BackupRetentionPeriod: 35}\n"
                                             "  '*/aurora/instance-*': {PromotionTier: 2, AvailabilityZone: null}\n"
                                             "  '*/network/vpc': {Tags: {Peer: '${seoul/network/vpc.VpcId}'}}\n");
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "BackupRetentionPeriod"), "35");
    assert_string_equal(attr_text(w, "seoul/aurora/cluster", "BackupRetentionPeriod"), "7");
    assert_string_equal(attr_text(w, "seoul/aurora/instance-2", "PromotionTier"), "2");
    assert_string_equal(attr_text(w, "seoul/aurora/instance-2", "AvailabilityZone"), "none");
    assert_string_equal(attr_text(w, "tokyo/network/vpc", "Tags.Peer"), "{\"$ref\":\"seoul/network/vpc.VpcId\"}");
    assert_string_equal(attr_text(w, "tokyo/network/vpc", "Tags.provisioner:project"), "\"demo\"");
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static const struct finding_case {
    const char *text, *rule, *says;
} finding_cases[] = {
    /* clang-format off */
    {TWO_REGIONS "network: {}\noverrides: {tokyo/network/vcp: {CidrBlock: 10.9.0.0/16}}\n",
     "overrides/no-match", "tokyo/network/vcp"},
    {TWO_REGIONS "network: {}\noverrides: {'*/nowhere/*': {CidrBlock: 10.9.0.0/16}}\n", "overrides/no-match", "*/nowhere/*"},
    {TWO_REGIONS "network: {}\noverrides: {tokyo/network/vpc: {Tags: null}}\n", "overrides/ownership", "tokyo/network/vpc"},
    {TWO_REGIONS "network: {}\noverrides: {'*': {Tags: {'provisioner:address': x}}}\n", "overrides/ownership", "tags"},
    {TWO_REGIONS "network: {}\noverrides: {tokyo/network/vpc: {CidrBlock: '${tokyo/nowhere/vpc.X}'}}\n",
     "reference/unknown", "${tokyo/nowhere/vpc.X}"},
    {TWO_REGIONS "network: {}\noverrides: {tokyo/network/vpc: {CidrBlock: '${tokyo'}}\n", "reference/malformed", "closing brace"},
    {TWO_REGIONS "resources: {queue: {type: AWS::SQS::Queue, properties: {QueueName: '${./network/vpc.VpcId}'}}}\n",
     "reference/unknown", "tokyo/network/vpc"},
    {TWO_REGIONS "resources: {queue: {type: AWS::SQS::Queue, properties: {QueueName: '${lookup/account.Name}'}}}\n",
     "reference/unknown", "lookup/account.Name"},
    {TWO_REGIONS "network: {endpoints: {interface: [ecr.api, ecr-api]}}\n", "blueprint/twice", "tokyo/network/endpoint-ecr-api"},
    {TWO_REGIONS "network: {nat: none, peering: {enabled: false}, endpoints: {interface: [kms]},"
                 " tiers: {private: {enabled: false}, data: {enabled: false}}}\n", "network/endpoint-tier", "interface endpoint"},
    /* clang-format on */
};

static void findings_point_at_the_line(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(finding_cases); i++) {
        make_text(w, finding_cases[i].text);
        if (!w->err)
            fail_msg("case %zu: nothing found", i);
        assert_int_equal(err_class_of(w->err), ERR_INPUT);
        bool found = false;
        for (size_t d = 0; d < w->diags.n; d++) {
            const struct diag *g = &w->diags.items[d];
            found |=
                str_eq(g->rule, finding_cases[i].rule) && strstr(g->message, finding_cases[i].says) && g->pos.line >= 7;
        }
        if (!found)
            fail_msg("case %zu: no %s; first is %s: %s", i, finding_cases[i].rule, w->diags.items[0].rule,
                     w->diags.items[0].message);
    }
}

static void overrides_without_end_are_refused(void **state)
{
    struct world *w = *state;
    struct sbuf text = {.arena = w->arena};
    sbuf_puts(&text, TWO_REGIONS "network: {}\noverrides:\n");
    for (unsigned pattern = 0; pattern < 150; pattern++) {
        sbuf_printf(&text, "  '*%.*s': {A: [", (int)pattern,
                    "******************************************************************************************"
                    "************************************************************");
        for (unsigned i = 0; i < 200; i++)
            sbuf_puts(&text, "1,");
        sbuf_puts(&text, "1]}\n");
    }
    make_text(w, sbuf_str(&text));
    assert_non_null(w->err);
    assert_string_equal(w->diags.items[0].rule, "overrides/too-much");
}

/* Whatever way a region came to have no aurora. */
static void make_without_aurora(struct world *w, size_t region)
{
    make_clean(w, TWO_REGIONS NETWORK_AURORA);
    struct spec_region *r = &w->spec->regions[region];
    r->config = value_without(w->arena, value_edit(w->arena, r->config), "aurora");
    w->err = blueprint_make(w->arena, w->spec, &w->diags, &w->list);
}

static void a_secondary_may_go_without_aurora_and_the_primary_may_not(void **state)
{
    struct world *w = *state;
    make_without_aurora(w, 1);
    assert_null(w->err);
    assert_int_equal(count(w, "seoul/aurora/*") + count(w, "seoul/keys/*"), 0);
    assert_int_equal(count(w, "tokyo/aurora/cluster"), 1);
    check_references(w);
    make_without_aurora(w, 0);
    assert_non_null(w->err);
    assert_string_equal(w->diags.items[0].rule, "aurora/no-primary");
    assert_int_equal(w->diags.items[0].pos.line, 8);
}

/* ---- kafka ------------------------------------------------------------------------------------------------------- */

#define KAFKA TWO_REGIONS "network: {}\nmsk: {version: 3.9.x, "

static void replicators_stand_where_the_copies_go(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "replication: {naming: prefixed}}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "SourceKafkaClusterArn.Address"), "none");
    assert_string_equal(
        value_ref_address(value_get(attrs_of(w, "seoul/msk/replicator-tokyo"), "SourceKafkaClusterArn")),
        "tokyo/msk/cluster");
    assert_true(waits_for(w, "seoul/msk/replicator-tokyo", "tokyo/msk/cluster-policy"));
    assert_true(waits_for(w, "seoul/msk/replicator-tokyo", "seoul/msk/mirror-role-policy"));
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "ConsumerGroupOffsetSyncMode"), "\"ENHANCED\"");
    assert_int_equal(count(w, "*/msk/replicator-*"), 2);
    assert_int_equal(count(w, "*/msk/cluster-policy"), 2);
}

static void copies_are_never_copied_back(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "replication: {exclude: [tmp.*]}}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "TopicsToExclude"),
                        "[\"__.*\",\"demo-test-seoul-msk[^.]*\\\\..*\",\"tmp.*\"]");
    make_clean(w, KAFKA "replication: {naming: identical}}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "TopicsToExclude"), "[\"__.*\"]");
    /* nor on to a third region, whence they would come back under a name that is longer each time */
    make_clean(w, THREE_REGIONS "network: {}\nmsk: {version: 3.9.x}\n");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "TopicsToExclude"),
                        "[\"__.*\",\"demo-test-seoul-msk[^.]*\\\\..*\",\"demo-test-virginia-msk[^.]*\\\\..*\"]");
}

static void one_way_leaves_the_other_closed(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "replication: {bidirectional: false}}\n");
    assert_int_equal(count(w, "*/msk/replicator-*"), 1);
    assert_int_equal(count(w, "seoul/msk/replicator-tokyo"), 1);
    assert_int_equal(count(w, "seoul/msk/cluster-policy"), 0);
    assert_string_equal(attr_text(w, "tokyo/msk/cluster", "VpcIam"), "true");
    assert_string_equal(attr_text(w, "seoul/msk/cluster", "VpcIam"), "false");
    assert_string_equal(attr_text(w, "seoul/msk/replicator-tokyo", "ConsumerGroupOffsetSyncMode"), "\"LEGACY\"");
}

static void mirrors_are_three_connectors_a_direction(void **state)
{
    struct world *w = *state;
    make_clean(w, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                  "  tokyo: {name: ap-northeast-1, role: primary}\n  seoul: {name: ap-northeast-2, role: secondary}\n"
                  "  osaka: {name: ap-northeast-3, role: secondary}\nnetwork: {}\n"
                  "msk: {version: 3.9.x, replication: {mode: mirrormaker, plugin: {bucket: b-1, key: k}}}\n");
    assert_int_equal(
        count(w, "*/msk/mirror-tokyo") + count(w, "*/msk/checkpoint-tokyo") + count(w, "*/msk/heartbeat-tokyo"), 6);
    assert_int_equal(count(w, "*/msk/plugin"), 3);
    const struct value *settings = value_get(attrs_of(w, "seoul/msk/mirror-tokyo"), "connectorConfiguration");
    assert_string_equal(value_get_str(settings, "source.cluster.alias"), "tokyo");
    assert_string_equal(value_get_str(settings, "topics.exclude"),
                        "__.*,.*[.-]internal,heartbeats,seoul\\..*,osaka\\..*");
    assert_string_equal(value_ref_address(value_get(settings, "target.cluster.bootstrap.servers")),
                        "seoul/msk/cluster");
}

static void settings_keep_every_record_through_a_restart(void **state)
{
    struct world *w = *state;
    make_clean(w, KAFKA "configuration: {log.retention.hours: 24}}\n");
    const struct value *all = value_get(attrs_of(w, "tokyo/msk/configuration"), "ServerProperties");
    assert_string_equal(value_get_str(all, "default.replication.factor"), "3");
    assert_string_equal(value_get_str(all, "min.insync.replicas"), "2");
    assert_string_equal(value_get_str(all, "unclean.leader.election.enable"), "false");
    assert_string_equal(value_get_str(all, "log.retention.hours"), "24");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(attributes_are_those_of_the_type, world_open, world_close),
        cmocka_unit_test_setup_teardown(references_lead_somewhere, world_open, world_close),
        cmocka_unit_test_setup_teardown(addresses_are_unique, world_open, world_close),
        cmocka_unit_test_setup_teardown(nothing_waits_for_itself, world_open, world_close),
        cmocka_unit_test_setup_teardown(resources_know_their_region_and_their_line, world_open, world_close),
        cmocka_unit_test_setup_teardown(one_region_two_or_three_have_every_system, world_open, world_close),
        cmocka_unit_test_setup_teardown(every_system_may_be_left_out, world_open, world_close),
        cmocka_unit_test_setup_teardown(every_system_may_differ_by_region, world_open, world_close),
        cmocka_unit_test_setup_teardown(specs_that_we_ship_are_listed_as_before, world_open, world_close),
        cmocka_unit_test_setup_teardown(buckets_copy_to_each_other, world_open, world_close),
        cmocka_unit_test_setup_teardown(a_bucket_of_one_region_is_copied_nowhere, world_open, world_close),
        cmocka_unit_test_setup_teardown(tags_are_listed_as_before, world_open, world_close),
        cmocka_unit_test_setup_teardown(tags_leave_room_for_ours, world_open, world_close),
        cmocka_unit_test_setup_teardown(subnets_lie_where_their_tier_and_zone_say, world_open, world_close),
        cmocka_unit_test_setup_teardown(subnets_never_overlap, world_open, world_close),
        cmocka_unit_test_setup_teardown(nat_is_none_or_one_or_one_a_zone, world_open, world_close),
        cmocka_unit_test_setup_teardown(ways_out_wait_for_the_attachment, world_open, world_close),
        cmocka_unit_test_setup_teardown(zones_are_looked_up_unless_named, world_open, world_close),
        cmocka_unit_test_setup_teardown(flow_logs_share_one_role_and_have_a_key, world_open, world_close),
        cmocka_unit_test_setup_teardown(both_sides_of_a_peering_know_the_way, world_open, world_close),
        cmocka_unit_test_setup_teardown(three_regions_peer_in_pairs, world_open, world_close),
        cmocka_unit_test_setup_teardown(one_region_is_enough, world_open, world_close),
        cmocka_unit_test_setup_teardown(roles_and_order_of_regions_change_no_address, world_open, world_close),
        cmocka_unit_test_setup_teardown(only_the_first_cluster_has_a_master_user, world_open, world_close),
        cmocka_unit_test_setup_teardown(the_first_writer_comes_before_all_other_members, world_open, world_close),
        cmocka_unit_test_setup_teardown(engines_differ_by_a_table, world_open, world_close),
        cmocka_unit_test_setup_teardown(the_longest_names_keep_within_the_limits_of_aws, world_open, world_close),
        cmocka_unit_test_setup_teardown(texts_become_references, world_open, world_close),
        cmocka_unit_test_setup_teardown(resources_are_made_in_the_regions_named, world_open, world_close),
        cmocka_unit_test_setup_teardown(overrides_have_the_last_word, world_open, world_close),
        cmocka_unit_test_setup_teardown(findings_point_at_the_line, world_open, world_close),
        cmocka_unit_test_setup_teardown(overrides_without_end_are_refused, world_open, world_close),
        cmocka_unit_test_setup_teardown(a_secondary_may_go_without_aurora_and_the_primary_may_not, world_open,
                                        world_close),
        cmocka_unit_test_setup_teardown(replicators_stand_where_the_copies_go, world_open, world_close),
        cmocka_unit_test_setup_teardown(copies_are_never_copied_back, world_open, world_close),
        cmocka_unit_test_setup_teardown(one_way_leaves_the_other_closed, world_open, world_close),
        cmocka_unit_test_setup_teardown(mirrors_are_three_connectors_a_direction, world_open, world_close),
        cmocka_unit_test_setup_teardown(settings_keep_every_record_through_a_restart, world_open, world_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
