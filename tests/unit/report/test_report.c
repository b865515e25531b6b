#include "provisioner/report/findings.h"
#include "provisioner/report/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

/* ---- findings -----------------------------------------------------------------------------------------------------
 */

static struct diags two_findings(struct arena *a, uint32_t line)
{
    struct diags d = {.arena = a};
    uint32_t file = diag_file(&d, "specs/my spec.yaml");
    diag_add(&d, SEV_ERROR, "a/rule", (struct pos){file, line, 3}, "do that", "50%% of <\"it\"> & more\nis wrong");
    diag_add(&d, SEV_WARNING, "b/rule", (struct pos){diag_file(&d, "--set"), 1, 1}, NULL, "a warning");
    return d;
}

static const char *rendered(struct arena *a, void (*render)(struct sbuf *, const struct diags *), const struct diags *d)
{
    struct sbuf out = {.arena = a};
    render(&out, d);
    return sbuf_str(&out);
}

static void sarif_has_places_relative_to_the_folder_and_none_for_the_command_line(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct diags d = two_findings(a, 7);
    const char *text = rendered(a, sarif_render, &d);
    (void)state;
    assert_non_null(strstr(text, "\"uri\": \"specs/my%20spec.yaml\""));
    assert_non_null(strstr(text, "\"startLine\": 7"));
    assert_null(strstr(text, "--set"));
}

/* "finding/v1": "0123456789abcdef:1" */
static const char *first_fingerprint(const char *sarif)
{
    const char *at = strstr(sarif, "finding/v1");
    assert_non_null(at);
    return at;
}

static void a_fingerprint_stays_when_lines_are_added_above_and_differs_for_the_second_of_a_kind(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct diags d = two_findings(a, 7), moved = two_findings(a, 17);
    const char *before = first_fingerprint(rendered(a, sarif_render, &d));
    (void)state;
    assert_memory_equal(before, first_fingerprint(rendered(a, sarif_render, &moved)), 32);
    d.n = 1;
    diag_add(&d, SEV_ERROR, "a/rule", (struct pos){0, 9, 3}, "do that", "50%% of <\"it\"> & more\nis wrong");
    const char *text = rendered(a, sarif_render, &d);
    const char *second = first_fingerprint(first_fingerprint(text) + 1);
    assert_memory_equal(second + 14, before + 14, 17);
    assert_int_equal(second[31], '2');
}

static void junit_is_well_formed_whatever_a_message_holds(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct diags d = two_findings(a, 7), none = {.arena = a};
    const char *text = rendered(a, annotations_render, &none);
    struct sbuf out = {.arena = a}, empty = {.arena = a};
    (void)state;
    assert_string_equal(text, "");
    junit_render(&out, &d, "a \"name\"");
    assert_non_null(strstr(sbuf_str(&out), "name=\"a &quot;name&quot;\" tests=\"2\" failures=\"1\""));
    assert_non_null(strstr(sbuf_str(&out), "50% of &lt;&quot;it&quot;&gt; &amp; more\nis wrong; do that"));
    junit_render(&empty, &none, "x");
    assert_non_null(strstr(sbuf_str(&empty), "tests=\"1\" failures=\"0\""));
}

static void annotations_escape_what_would_end_them_and_stop_at_ten_of_a_kind(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct diags d = two_findings(a, 7);
    (void)state;
    assert_string_equal(
        rendered(a, annotations_render, &d),
        "::error file=specs/my spec.yaml,line=7,col=3,title=a/rule::50%25 of <\"it\"> & more%0Ais wrong; do "
        "that\n::warning title=b/rule::a warning\n");
    for (int i = 0; i < 30; i++)
        diag_add(&d, SEV_NOTE, "c/rule", (struct pos){0}, NULL, "note %d", i);
    const char *text = rendered(a, annotations_render, &d);
    assert_non_null(strstr(text, "note 9\n"));
    assert_null(strstr(text, "note 10\n"));
    assert_non_null(strstr(text, "20 more of this kind"));
}

/* ---- markdown -----------------------------------------------------------------------------------------------------
 */

static const struct rtype thing = {.name = "AWS::RDS::DBCluster", .flags = RT_STATEFUL};

/* n planned resources, in order of address, of which every tenth is deleted and every third of the rest changed. */
static struct plan *plan_of(struct arena *a, size_t n)
{
    struct plan *p = arena_alloc(a, sizeof *p);
    p->planned = arena_alloc(a, (n + 1) * sizeof *p->planned);
    p->n_planned = n;
    for (size_t i = 0; i < n; i++) {
        struct change *c = arena_alloc(a, sizeof *c);
        enum action act = i % 10 == 0 ? ACT_DELETE : i % 3 == 0 ? ACT_UPDATE : ACT_CREATE;
        *c = (struct change){
            .path = "Name", .before = value_str(a, "```\n# old"), .after = value_str(a, "new"), .sensitive = i % 2};
        p->planned[i] = (struct planned){.address = arena_printf(a, "tokyo/system-%02zu/thing-%05zu", i * 20 / n, i),
                                         .type = &thing,
                                         .action = act,
                                         .changes = c,
                                         .n_changes = 1,
                                         .reason = ""};
        p->count[act]++;
    }
    return p;
}

static const char *comment_of(struct arena *a, const struct plan *p)
{
    struct sbuf out = {.arena = a};
    struct diags d = {.arena = a};
    const struct markdown_plan m = {.plan = p, .diags = &d, .name = "demo/test", .cost = "$1_000_000 a month"};
    markdown_render(&out, &m);
    return sbuf_str(&out);
}

static void what_goes_stands_first_and_names_its_loss(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = comment_of(a, plan_of(a, 20));
    (void)state;
    const char *gone = strstr(text, "#### Deleted or replaced: 2"), *made = strstr(text, "<summary>New");
    assert_int_equal(strncmp(text, "<!-- provisioner plan demo/test -->\n", 36), 0);
    assert_true(gone && made && gone < made);
    assert_non_null(strstr(text, "- tokyo/system-00/thing-00000  AWS::RDS::DBCluster  ITS DATA IS LOST\n"));
    assert_non_null(strstr(text, "$1\\_000\\_000"));
}

static void a_value_cannot_end_the_fence_and_a_secret_is_none(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = comment_of(a, plan_of(a, 20));
    (void)state;
    assert_non_null(strstr(text, "Name: \"'''\\n# old\" -> \"new\"\n"));
    assert_non_null(strstr(text, "Name: (secret) -> (secret)\n"));
    assert_null(strstr(text, "````"));
}

/* Every change is told of: by name, or in a count. */
static void a_plan_of_any_size_fits_and_leaves_nothing_out(void **state)
{
    static const size_t sizes[] = {200, 900, 5000, 50000};
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const struct plan *p = plan_of(a, sizes[i]);
        const char *text = comment_of(a, p), *at;
        size_t told = 0;
        assert_true(strlen(text) <= MARKDOWN_MOST);
        assert_non_null(strstr(text, arena_printf(a, "Deleted or replaced: %zu", p->count[ACT_DELETE])));
        for (at = text; (at = strstr(at, " tokyo/")); at++) {
            const char *count = strstr(at, ": ");
            told += strncmp(at + strcspn(at, "0123456789") + 2, "/thing", 6) == 0 ? 1 : strtoul(count + 2, NULL, 10);
        }
        assert_int_equal(told, sizes[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sarif_has_places_relative_to_the_folder_and_none_for_the_command_line),
        cmocka_unit_test(a_fingerprint_stays_when_lines_are_added_above_and_differs_for_the_second_of_a_kind),
        cmocka_unit_test(junit_is_well_formed_whatever_a_message_holds),
        cmocka_unit_test(annotations_escape_what_would_end_them_and_stop_at_ten_of_a_kind),
        cmocka_unit_test(what_goes_stands_first_and_names_its_loss),
        cmocka_unit_test(a_value_cannot_end_the_fence_and_a_secret_is_none),
        cmocka_unit_test(a_plan_of_any_size_fits_and_leaves_nothing_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
