#include "aws/sandbox/call.h"

#include <string.h>

/*
 * Regions and the zones an account sees in them. Names of regions and opt-in: the partitions file of the SDKs. Which
 * zone id a letter stands for differs from account to account; this account's letters count upwards where nothing
 * better is known. Letters: EC2's DescribeAvailabilityZones for a common account (Tokyo has no b).
 */
struct region {
    const char *name, *zone_id, *letters;
    bool opt_in;
};

/* clang-format off */
static const struct region regions[] = {
    {"af-south-1",     "afs1",  "abc",    true},
    {"ap-east-1",      "ape1",  "abc",    true},
    {"ap-east-2",      "ape2",  "abc",    true},
    {"ap-northeast-1", "apne1", "acd",    false},
    {"ap-northeast-2", "apne2", "abcd",   false},
    {"ap-northeast-3", "apne3", "abc",    false},
    {"ap-south-1",     "aps1",  "abc",    false},
    {"ap-south-2",     "aps2",  "abc",    true},
    {"ap-southeast-1", "apse1", "abc",    false},
    {"ap-southeast-2", "apse2", "abc",    false},
    {"ap-southeast-3", "apse3", "abc",    true},
    {"ap-southeast-4", "apse4", "abc",    true},
    {"ap-southeast-5", "apse5", "abc",    true},
    {"ap-southeast-6", "apse6", "abc",    true},
    {"ap-southeast-7", "apse7", "abc",    true},
    {"ca-central-1",   "cac1",  "abd",    false},
    {"ca-west-1",      "caw1",  "abc",    true},
    {"eu-central-1",   "euc1",  "abc",    false},
    {"eu-central-2",   "euc2",  "abc",    true},
    {"eu-north-1",     "eun1",  "abc",    false},
    {"eu-south-1",     "eus1",  "abc",    true},
    {"eu-south-2",     "eus2",  "abc",    true},
    {"eu-west-1",      "euw1",  "abc",    false},
    {"eu-west-2",      "euw2",  "abc",    false},
    {"eu-west-3",      "euw3",  "abc",    false},
    {"il-central-1",   "ilc1",  "abc",    true},
    {"me-central-1",   "mec1",  "abc",    true},
    {"me-south-1",     "mes1",  "abc",    true},
    {"mx-central-1",   "mxc1",  "abc",    true},
    {"sa-east-1",      "sae1",  "abc",    false},
    {"us-east-1",      "use1",  "abcdef", false},
    {"us-east-2",      "use2",  "abc",    false},
    {"us-west-1",      "usw1",  "ac",     false},
    {"us-west-2",      "usw2",  "abcd",   false},
};
/* clang-format on */

static const struct region *region_of(const char *name)
{
    for (size_t i = 0; i < COUNT(regions); i++)
        if (str_eq(regions[i].name, name))
            return &regions[i];
    return NULL;
}

bool region_known(const char *region)
{
    return region_of(region);
}

const char *sandbox_region_named(const char *name)
{
    const struct region *r = region_of(name);
    return r ? r->name : NULL;
}

size_t zones_of(struct arena *a, const char *region, struct sandbox_zone *ret, size_t max)
{
    const struct region *r = region_of(region);
    size_t n = r ? strlen(r->letters) : 0;
    for (size_t i = 0; i < n && i < max; i++)
        ret[i] = (struct sandbox_zone){arena_printf(a, "%s%c", region, r->letters[i]),
                                       arena_printf(a, "%s-az%zu", r->zone_id, i + 1)};
    return n < max ? n : max;
}

const struct value *regions_all(struct arena *a)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < COUNT(regions); i++) {
        struct value *one = value_map(a);
        value_set_str(a, one, "RegionName", regions[i].name);
        value_set(a, one, "Endpoint", value_fmt(a, "ec2.%s.amazonaws.com", regions[i].name));
        value_set_str(a, one, "OptInStatus", regions[i].opt_in ? "opted-in" : "opt-in-not-required");
        value_push(a, all, one);
    }
    return all;
}
