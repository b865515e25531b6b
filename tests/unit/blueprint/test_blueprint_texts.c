#include "provisioner/blueprint/reference.h"
#include "tests/unit/blueprint/world.h"

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
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_longest_names_keep_within_the_limits_of_aws),
        TEST(texts_become_references),
        TEST(resources_are_made_in_the_regions_named),
        TEST(overrides_have_the_last_word),
        TEST(findings_point_at_the_line),
        TEST(overrides_without_end_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
