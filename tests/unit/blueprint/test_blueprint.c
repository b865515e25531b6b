#include "aws/types/impl.h"
#include "provisioner/base/file.h"
#include "provisioner/blueprint/reference.h"
#include "provisioner/spec/cidr.h"
#include "tests/unit/blueprint/world.h"

#include <stdio.h>

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
    {"one region", ONE_REGION NETWORK_AURORA},
    {"three regions", OSAKA_TOO},
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
    {"kafka of one region", ONE_REGION "network: {zones: 2}\nmsk: {version: 3.9.x}\n"},
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
    make_clean(w, ONE_REGION "buckets: {logs: {}}\n");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(attributes_are_those_of_the_type),
        TEST(references_lead_somewhere),
        TEST(addresses_are_unique),
        TEST(nothing_waits_for_itself),
        TEST(resources_know_their_region_and_their_line),
        TEST(one_region_two_or_three_have_every_system),
        TEST(every_system_may_be_left_out),
        TEST(every_system_may_differ_by_region),
        TEST(subnets_never_overlap),
        TEST(a_secondary_may_go_without_aurora_and_the_primary_may_not),
        TEST(specs_that_we_ship_are_listed_as_before),
        TEST(buckets_copy_to_each_other),
        TEST(a_bucket_of_one_region_is_copied_nowhere),
        TEST(tags_are_listed_as_before),
        TEST(tags_leave_room_for_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
