#include "provisioner/base/file.h"
#include "provisioner/preflight/preflight.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD                                                                                                           \
    "provisioner: 1\nproject: demo\nenvironment: test\n"                                                               \
    "regions:\n  tokyo: {name: ap-northeast-1, role: primary}\n  seoul: {name: ap-northeast-2, role: secondary}\n"

struct world {
    struct arena *arena;
    struct diags diags;
    struct spec *spec;
    struct err *err;
};

static struct world load(const struct spec_sources *src)
{
    struct world w = {.arena = arena_new()};
    w.diags = (struct diags){.arena = w.arena};
    struct preflight p = {.arena = w.arena, .diags = &w.diags, .now = 1796040000};
    w.err = preflight_load(&p, src);
    w.spec = p.spec;
    return w;
}

static struct world load_text(const char *text)
{
    return load(&(struct spec_sources){.path = "t.yaml", .text = text, .n_text = strlen(text)});
}

static void done(struct world *w)
{
    err_free(w->err);
    arena_free(w->arena);
}

static bool has_rule(const struct world *w, const char *rule)
{
    for (size_t i = 0; i < w->diags.n; i++)
        if (str_eq(w->diags.items[i].rule, rule))
            return true;
    return false;
}

static void a_spec_is_what_was_written_and_the_defaults(void **state)
{
    CLEANUP(done) struct world w = load_text(HEAD "network: {}\naurora: {version: 15.10}\ntags: {A: b}\n");
    const struct spec *s = w.spec;
    (void)state;
    assert_null(w.err);
    assert_string_equal(s->project, "demo");
    assert_null(s->account);
    assert_null(s->state_path);
    assert_int_equal(s->n_regions, 2);
    assert_int_equal(s->primary, 0);
    assert_ptr_equal(spec_region(s, "seoul"), &s->regions[1]);
    assert_null(spec_region(s, "osaka"));
    assert_string_equal(value_get_str(value_get(s->regions[1].config, "network"), "cidr"), "10.1.0.0/16");
    assert_string_equal(value_get_str(value_get(s->regions[0].config, "aurora"), "version"), "15.10");
}

static void a_file_that_is_not_there_is_missing(void **state)
{
    CLEANUP(done) struct world w = load(&(struct spec_sources){.path = "no/such/spec.yaml"});
    (void)state;
    assert_int_equal(err_class_of(w.err), ERR_MISSING);
    assert_non_null(strstr(err_text(w.err), "no/such/spec.yaml"));
}

static void no_name_at_all_is_a_usage_error(void **state)
{
    CLEANUP(done) struct world w = load(&(struct spec_sources){0});
    (void)state;
    assert_int_equal(err_class_of(w.err), ERR_USAGE);
}

static void a_folder_is_no_spec(void **state)
{
    CLEANUP(done) struct world w = load(&(struct spec_sources){.path = TEST_DIR});
    (void)state;
    assert_int_equal(err_class_of(w.err), ERR_INPUT);
}

static void ten_megabytes_are_refused(void **state)
{
    char path[] = "ten-megabytes-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    for (int i = 0; i < 10; i++) {
        static char block[1 << 20];
        for (size_t k = 0; k < sizeof block; k++)
            block[k] = k % 8 ? '-' : '\n';
        assert_null(fd_write(fd, block, sizeof block));
    }
    close(fd);
    CLEANUP(done) struct world w = load(&(struct spec_sources){.path = path});
    unlink(path);
    (void)state;
    assert_int_equal(err_class_of(w.err), ERR_INPUT);
    assert_non_null(strstr(err_text(w.err), "larger than the limit"));
}

static void a_flood_of_mistakes_is_cut_off(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const char *const lines[] = {"unknown%d: 1\n", "project: x%d\n", "k%d: ${env:X}\n"};
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct sbuf text = {.arena = a};
        for (int k = 0; k < 50000; k++) {
            const char *mark = strchr(lines[i], '%');
            sbuf_printf(&text, "%.*s%d%s", (int)(mark - lines[i]), lines[i], k, mark + 2);
        }
        CLEANUP(done) struct world w = load_text(sbuf_str(&text));
        assert_non_null(w.err);
        assert_true(w.diags.n < 600);
    }
}

static void the_digest_text_follows_meaning_not_spelling(void **state)
{
    static const char *const same[] = {
        HEAD "network: {zones: 3, nat: per_zone}\ntags: {A: '1'}\n",
        HEAD "# a comment\ntags: {\"A\": 1}\nnetwork:\n  nat: 'per_zone'\n",
        HEAD "network: {cidr: 10.0.0.0/16}\ntags:\n  A: 1\n",
    };
    static const char other[] = HEAD "network: {zones: 2, nat: per_zone}\ntags: {A: 1}\n";
    CLEANUP(done) struct world first = load_text(same[0]);
    CLEANUP(done) struct world different = load_text(other);
    (void)state;
    assert_null(first.err);
    for (size_t i = 1; i < COUNT(same); i++) {
        CLEANUP(done) struct world w = load_text(same[i]);
        assert_null(w.err);
        assert_string_equal(w.spec->canonical, first.spec->canonical);
    }
    assert_string_not_equal(different.spec->canonical, first.spec->canonical);
}

static void findings_are_in_the_order_of_the_file(void **state)
{
    CLEANUP(done) struct world w = load_text(HEAD "zzz: 1\nnetwork: {zones: 9, nat: x}\nproject: twice\naaa: 2\n");
    (void)state;
    assert_int_equal(w.diags.errors, 5);
    for (size_t i = 1; i < w.diags.n; i++)
        assert_true(w.diags.items[i - 1].pos.line <= w.diags.items[i].pos.line);
    assert_int_equal(err_class_of(w.err), ERR_INPUT);
    assert_null(w.spec);
}

static const char *secret_env(void *ctx, const char *name)
{
    (void)ctx;
    return str_eq(name, "SECRET") ? "hunter2-hunter2" : NULL;
}

static void what_came_from_the_environment_is_not_quoted(void **state)
{
    static const char *const places[] = {
        "network: {zones: \"${env:SECRET}\"}",
        "network: {cidr: \"${env:SECRET}\"}",
        "network: {nat: \"${env:SECRET}\"}",
        "network: {zone_names: [\"${env:SECRET}\"]}",
        "network: \"${env:SECRET}\"",
        "network:\naurora: {version: \"${env:SECRET}\"}",
        "network:\naurora: {version: 15.10, parameters: {a: \"${env:SECRET}MB\"}}",
        "network:\naurora: {version: 15.10, parameters: {rds.global_db_rpo: \"${env:SECRET}\"}}",
        "network:\naurora: {version: 15.10, class: \"db.t3.${env:SECRET}\"}",
        "resources: {q: {type: \"${env:SECRET}\", regions: [\"${env:SECRET}\"]}}",
        "resources: {q: {type: A12::B34::C56, properties: {X: \"${${env:SECRET}/a/b.C}\"}}}",
        "account: \"${env:SECRET}\"",
        "tags: {A: \"${env:SECRET}!\"}"};
    (void)state;
    for (size_t i = 0; i < COUNT(places); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct sbuf out = {.arena = a};
        const char *text = arena_printf(a, HEAD "%s\n", places[i]);
        CLEANUP(done)
        struct world w =
            load(&(struct spec_sources){.path = "t", .text = text, .n_text = strlen(text), .env = secret_env});
        diag_print(&w.diags, &out);
        if (strstr(sbuf_str(&out), "hunter2"))
            fail_msg("%s gives away: %s", places[i], out.s);
    }
}

static void references_to_aliases_are_checked(void **state)
{
    CLEANUP(done)
    struct world good =
        load_text(HEAD "resources: {q: {type: AWS::SQS::Queue, properties: {A: '${tokyo/keys/data.Arn}', B: "
                       "'x${global/aurora/g.Arn}y', C: '${HOME/x}', D: '${'}}}\n");
    CLEANUP(done)
    struct world bad =
        load_text(HEAD "resources: {q: {type: AWS::SQS::Queue, properties: {A: [{B: 'x ${tokio/keys/data.Arn}'}]}}}\n");
    (void)state;
    assert_null(good.err);
    assert_true(has_rule(&bad, "GEN-906"));
}

static void openings_without_end_take_no_time(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    (void)state;
    sbuf_puts(&text, HEAD "resources: {q: {type: AWS::SQS::Queue, properties: {A: '");
    while (text.len < 1000000)
        sbuf_puts(&text, "${${${${${${${${");
    sbuf_puts(&text, "'}}}\n");
    CLEANUP(done) struct world w = load_text(text.s);
    assert_null(w.err);
}

static void version_rules_follow_the_engine(void **state)
{
    static const struct {
        const char *aurora, *rule; /* NULL: fine */
    } cases[] = {
        {"{version: 15.10}", NULL},
        {"{version: 15.4}", NULL},
        {"{version: 15.3}", "AUR-030"},
        {"{version: 14.8}", "AUR-030"},
        {"{version: 14.9}", NULL},
        {"{version: 16.0}", NULL},
        {"{version: 13.99}", "AUR-030"},
        {"{version: 13.9, write_forwarding: false}", NULL},
        {"{version: 15}", "spec/format"},
        {"{version: '15.10.1'}", "AUR-902"},
        {"{engine: aurora-mysql, version: 8.0.mysql_aurora.3.08.2}", NULL},
        {"{engine: aurora-mysql, version: 5.7.mysql_aurora.2.08.0}", "AUR-030"},
        {"{engine: aurora-mysql, version: 5.7.mysql_aurora.2.08.1}", NULL},
        {"{engine: aurora-mysql, version: 8.0.35}", "AUR-902"},
        {"{version: 15.10, class: db.serverless}", "AUR-901"},
        {"{version: 15.10, class: db.t4g.medium}", "AUR-006"},
        {"{version: 15.10, instances: 16}", "AUR-005"},
        {"{version: 15.10, instances: 15}", NULL},
        {"{version: 15.10, backup: {window: '01:00-01:29'}}", "AUR-023"},
        {"{version: 15.10, backup: {window: '01:00-01:30'}, maintenance_window: 'sun:01:30-sun:02:00'}", NULL},
        {"{version: 15.10, backup: {window: '01:00-01:31'}, maintenance_window: 'sun:01:30-sun:02:00'}", "AUR-025"},
        {"{version: 15.10, backup: {window: '23:30-00:30'}, maintenance_window: 'mon:00:00-mon:01:00'}", "AUR-025"},
        {"{version: 15.10, monitoring_interval: 20}", "spec/choice"},
        {"{version: 15.10, performance_insights: {retention_days: 93}}", NULL},
        {"{version: 15.10, performance_insights: {retention_days: 94}}", "spec/choice"},
        {"{version: 15.10, username: rdsadmin}", "AUR-018"},
        {"{version: 15.10, log_exports: [audit]}", "AUR-051"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[600];
        snprintf(text, sizeof text, HEAD "network: {}\naurora: %s\n", cases[i].aurora);
        CLEANUP(done) struct world w = load_text(text);
        if (cases[i].rule ? !has_rule(&w, cases[i].rule) : w.err != NULL)
            fail_msg("%s: wanted %s, got %s", cases[i].aurora, cases[i].rule ? cases[i].rule : "nothing",
                     w.diags.n ? w.diags.items[0].message : "nothing");
    }
}

static void network_rules_see_what_fits(void **state)
{
    static const struct {
        const char *network, *rule;
    } cases[] = {
        {"{}", NULL},
        {"{cidr: 10.0.0.0/28}", "NET-903"},
        {"{cidr: 10.0.0.0/24}", NULL},
        {"{cidr: 10.0.0.0/24, zones: 5}", "NET-903"},
        {"{cidr: 10.0.0.0/15}", "network/cidr-size"},
        {"{cidr: 10.0.0.1/16}", "network/host-bits"},
        {"{cidr: 10.0.0.0/16, tiers: {data: {prefix: 17}}}", "NET-903"},
        {"{nat: none, tiers: {public: {enabled: false}}}", NULL},
        {"{tiers: {public: {enabled: false}}}", "NET-904"},
        {"{zones: 6}", "NET-017"},
        {"{cidr: 127.0.0.0/16}", "NET-902"},
        {"{zone_names: [ap-northeast-1a]}", "NET-905"},
        {"{peering: {tiers: []}}", "spec/count"},
        {"{endpoints: {interface: [kms, kms]}}", "spec/duplicate"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[600];
        snprintf(text, sizeof text, HEAD "network: %s\n", cases[i].network);
        CLEANUP(done) struct world w = load_text(text);
        if (cases[i].rule ? !has_rule(&w, cases[i].rule) : w.diags.n != 0)
            fail_msg("%s: wanted %s, got %s", cases[i].network, cases[i].rule ? cases[i].rule : "nothing",
                     w.diags.n ? w.diags.items[0].message : "nothing");
    }
}

static void tags_are_bounded_as_aws_bounds_them(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    (void)state;
    sbuf_puts(&text, HEAD "tags:\n");
    for (int i = 0; i < 45; i++)
        sbuf_printf(&text, "  k%d: v\n", i);
    CLEANUP(done) struct world most = load_text(sbuf_str(&text));
    assert_null(most.err);
    sbuf_puts(&text, "  k45: v\n");
    CLEANUP(done) struct world more = load_text(sbuf_str(&text));
    assert_true(has_rule(&more, "spec/count"));
    CLEANUP(done) struct world ours = load_text(HEAD "tags: {'provisioner:project': x}\n");
    assert_true(has_rule(&ours, "GEN-06"));
    CLEANUP(done) struct world longest = load_text(arena_printf(a, HEAD "tags: {k: '%0256d', '%0128d': x}\n", 1, 1));
    assert_null(longest.err);
    CLEANUP(done) struct world longer = load_text(arena_printf(a, HEAD "tags: {k: '%0257d', '%0129d': x}\n", 1, 1));
    assert_int_equal(longer.diags.errors, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spec_is_what_was_written_and_the_defaults),
        cmocka_unit_test(a_file_that_is_not_there_is_missing),
        cmocka_unit_test(no_name_at_all_is_a_usage_error),
        cmocka_unit_test(a_folder_is_no_spec),
        cmocka_unit_test(ten_megabytes_are_refused),
        cmocka_unit_test(a_flood_of_mistakes_is_cut_off),
        cmocka_unit_test(the_digest_text_follows_meaning_not_spelling),
        cmocka_unit_test(findings_are_in_the_order_of_the_file),
        cmocka_unit_test(what_came_from_the_environment_is_not_quoted),
        cmocka_unit_test(references_to_aliases_are_checked),
        cmocka_unit_test(openings_without_end_take_no_time),
        cmocka_unit_test(version_rules_follow_the_engine),
        cmocka_unit_test(network_rules_see_what_fits),
        cmocka_unit_test(tags_are_bounded_as_aws_bounds_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
