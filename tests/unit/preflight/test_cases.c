#include "aws/types/impl.h"
#include "provisioner/blueprint/blueprint.h"
#include "provisioner/model/json.h"
#include "provisioner/preflight/preflight.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/support/cases.h"

/*
 * provisioner/preflight/cases/<system>.yaml: what each rule finds, and what it leaves alone; the first of them says how
 * they are written. A rule without a bad and a good case fails, and so does a case without a rule: its id is a row of
 * the table, or one of provisioner/preflight/elsewhere.tsv. CASE=NET-005 runs one of them, and prints what it finds.
 */

static int read_all(void **state)
{
    struct cases *all = calloc(1, sizeof *all);
    all->arena = arena_new();
    cases_read(all);
    *state = all;
    return 0;
}

static int forget(void **state)
{
    struct cases *all = *state;
    arena_free(all->arena);
    free(all);
    return 0;
}

/* ---- running ----------------------------------------------------------------------------------------------------- */

/* "#? rds:DescribeDBEngineVersions ap-northeast-1 {...}" is what AWS answers, * for any region; a text instead of JSON
 * is why it does not. */
static const char *line_for(const struct one_case *c, const struct question *q)
{
    for (const char *s = strstr(c->text, "\n#? "); s; s = strstr(s + 1, "\n#? ")) {
        const char *at = s + 4, *what, *where;
        size_t n = next_word(&at, &what), m = next_word(&at, &where);
        bool here = *where == '*' || (strlen(q->region) == m && strncmp(where, q->region, m) == 0);
        if (strlen(q->what) == n && strncmp(what, q->what, n) == 0 && here)
            return where + m + 1;
    }
    return NULL;
}

struct asked_case {
    struct arena *arena;
    const struct one_case *c;
};

static void told_by_case(void *ctx, struct question *const *all, size_t n)
{
    const struct asked_case *told = ctx;
    const struct one_case *c = told->c;
    struct arena *answers = told->arena;
    for (size_t i = 0; i < n; i++) {
        const char *line = line_for(c, all[i]);
        size_t len = line ? strcspn(line, "\n") : 0;
        if (line && *line == '{')
            err_free(json_parse(answers, line, len, JSON_PLAIN, &all[i]->answer));
        else if (!line || strncmp(line, "unreachable", len) != 0)
            all[i]->why = arena_strndup(answers, line ? line : "", len);
    }
}

/* What a plan would say of "#= tokyo/eks/cluster {...}": there, as it is wanted but for what stands here. With a type
 * before that, it is to go. */
static void one_planned(struct arena *a, const char *line, const struct wanted_list *wanted, struct planned *p)
{
    const char *address, *type;
    size_t n = next_word(&line, &address), n_type = 0;
    while (*line == ' ')
        line++;
    if (*line != '{')
        n_type = next_word(&line, &type);
    p->address = arena_strndup(a, address, n);
    const struct wanted *w = wanted_find(wanted, p->address);
    p->type = rtype_named(n_type ? arena_strndup(a, type, n_type) : w ? w->type : "");
    err_free(json_parse(a, line, strcspn(line, "\n"), JSON_PLAIN, &p->live));
    if (!p->type || !p->live || !w == !n_type)
        fail_msg("%s: not what AWS holds", p->address);
    p->alias = w ? w->alias : "tokyo";
    p->region = w ? w->region : "ap-northeast-1";
    p->wanted = w ? w->attrs : NULL;
    p->pos = w ? w->pos : (struct pos){0};
    p->id = rtype_physical_id(a, p->type, p->live);
    p->action = w ? ACT_UPDATE : ACT_DELETE;
    struct change *changes = arena_alloc(a, (value_len(p->live) + 1) * sizeof *changes);
    for (size_t i = 0; w && i < value_len(p->live); i++)
        if (!value_equal(value_item(p->live, i), value_get(w->attrs, value_key(p->live, i))))
            changes[p->n_changes++] = (struct change){.path = value_key(p->live, i),
                                                      .before = value_item(p->live, i),
                                                      .after = value_get(w->attrs, value_key(p->live, i))};
    p->changes = changes;
}

static const struct plan *planned_by_case(struct arena *a, const struct one_case *c, const struct wanted_list *wanted)
{
    struct plan *plan = arena_alloc(a, sizeof *plan);
    plan->planned = arena_alloc(a, count_lines(c->text) * sizeof *plan->planned);
    for (const char *s = c->text; (s = strstr(s, "\n#= ")); s += 4)
        one_planned(a, s + 4, wanted, &plan->planned[plan->n_planned++]);
    return plan->n_planned ? plan : NULL;
}

static int64_t noon_of(const char *day)
{
    struct tm tm = {.tm_hour = 12};
    return day && strptime(day, "%Y-%m-%d", &tm) ? timegm(&tm) : NOW;
}

static struct err *look(struct arena *a, const struct one_case *c, struct diags *d)
{
    const struct spec_sources src = {.path = c->file, .text = c->text, .n_text = strlen(c->text)};
    struct preflight p = {.arena = a, .diags = d, .now = noon_of(c->today)};
    struct wanted_list wanted = {.arena = a};
    TRY(preflight_load(&p, &src));
    TRY(blueprint_make(a, p.spec, d, &wanted));
    TRY(blueprint_check(a, p.spec, rtype_named, d, &wanted));
    TRY(preflight_wanted(&p, &wanted));
    struct asked_case told = {a, c};
    p.actions = "ec2:CreateVpc rds:CreateDBCluster";
    p.plan = planned_by_case(a, c, &wanted);
    bool asks = strstr(c->text, "\n#? ");
    return asks || p.plan ? preflight_online(&p, &wanted, asks ? told_by_case : NULL, &told) : NULL;
}

static bool is_companion(const struct one_case *c, const char *rule)
{
    for (size_t i = 0; c->with[i]; i++)
        if (str_eq(c->with[i], rule))
            return true;
    return false;
}

/* What is wrong with a case's findings; NULL: nothing. */
static const char *judge(struct arena *a, const struct one_case *c, const struct diags *d)
{
    const char *rule = c->as ? c->as : c->id;
    size_t marks = 0, lines = count_lines(c->text) + 1;
    bool nowhere = false, *seen = arena_alloc(a, (lines + 1) * sizeof *seen);
    for (size_t i = 0; i < d->n; i++) {
        const struct diag *g = &d->items[i];
        if (is_companion(c, g->rule))
            continue;
        if (!c->bad || !str_eq(g->rule, rule))
            return arena_printf(a, "%s is found", g->rule);
        nowhere = nowhere || !g->pos.line;
        if (g->pos.line && !is_marked(c->text, g->pos.line))
            return arena_printf(a, "%s is found in line %ld, which is not marked", g->rule,
                                (long)g->pos.line - (long)c->n_head + c->line);
        seen[g->pos.line <= lines ? g->pos.line : 0] = true;
    }
    for (unsigned line = 1; c->bad && line <= lines; line++) {
        marks += is_marked(c->text, line);
        if (is_marked(c->text, line) && !seen[line])
            return arena_printf(a, "nothing is found in line %ld, which is marked",
                                (long)line - (long)c->n_head + c->line);
    }
    return c->bad && !marks && !nowhere ? "nothing is found" : NULL;
}

static size_t try_case(const struct one_case *c)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct diags d = {.arena = a};
    struct sbuf found = {.arena = a};
    err_free(look(a, c, &d));
    const char *why = judge(a, c, &d);
    diag_print(&d, &found);
    if (why)
        print_error("%s:%u: %s %s: %s\n%s", c->file, c->line, c->bad ? "bad" : "good", c->id, why, sbuf_str(&found));
    else if (getenv("CASE"))
        print_message("%s", sbuf_str(&found));
    return why != NULL;
}

static void cases_find_what_they_say(void **state)
{
    const struct cases *all = *state;
    const char *only = getenv("CASE");
    size_t wrong = 0;
    for (size_t i = 0; i < all->n; i++)
        if (!only || str_eq(only, all->items[i].id))
            wrong += try_case(&all->items[i]);
    assert_int_equal(wrong, 0);
}

static bool has_case(const struct cases *all, const char *id, bool bad)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].bad == bad && str_eq(all->items[i].id, id) && !all->items[i].as)
            return true;
    return false;
}

static void rules_have_cases(void **state)
{
    const struct cases *all = *state;
    size_t wrong = 0;
    for (size_t i = 0; rule_at(i); i++) {
        const char *id = rule_at(i)->id;
        if (has_case(all, id, true) && has_case(all, id, false))
            continue;
        print_error("%s has no bad or no good case\n", id);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void cases_have_rules(void **state)
{
    const struct cases *all = *state;
    size_t wrong = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct one_case *c = &all->items[i];
        if (c->as ? has_word(all->elsewhere, c->id) : rule_named(c->id) != NULL)
            continue;
        print_error("%s:%u: %s is %s\n", c->file, c->line, c->id, c->as ? "not in elsewhere.tsv" : "no rule");
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* ---- defects of a real system ------------------------------------------------------------------------------------ */

static const char *wrong_rule_of_defect(struct arena *a, const struct cases *all, const char *ids)
{
    const char *word;
    for (size_t n; (n = next_word(&ids, &word));) {
        const char *id = arena_strndup(a, word, n);
        if (!rule_named(id) || !has_case(all, id, true))
            return arena_printf(a, "%s is no rule with a bad case", id);
    }
    return NULL;
}

static const char *wrong_test_of_defect(struct arena *a, const char *test)
{
    const char *file = arena_strndup(a, test, strcspn(test, " ")), *words = test + strcspn(test, " ");
    const char *text = read_text(a, arena_printf(a, SOURCE_DIR "/%s", file));
    return *words && strstr(text, words + 1) ? NULL : arena_printf(a, "%s does not say%s", file, words);
}

static const char *wrong_defect(struct arena *a, const struct cases *all, char *line)
{
    char *save, *what = strtok_r(line, "\t", &save), *how = strtok_r(NULL, "\t", &save);
    char *by = strtok_r(NULL, "\t", &save);
    if (!what || !how || !by)
        return "a row has three parts";
    return str_eq(how, "rule")     ? wrong_rule_of_defect(a, all, by)
           : str_eq(how, "made")   ? wrong_test_of_defect(a, by)
           : str_eq(how, "absent") ? NULL
                                   : "held how?";
}

static void defects_of_a_real_system_are_held(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t n = 0;
    char *save;
    for (char *line = strtok_r(read_text(a, FOLDER "defects.tsv"), "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        const char *row = arena_strdup(a, line), *why = *line == '#' ? NULL : wrong_defect(a, *state, line);
        if (why)
            fail_msg("%s: %s", row, why);
        n += *row != '#';
    }
    assert_true(n > 40);
}

static void ids_are_those_of_one_row(void **state)
{
    (void)state;
    for (size_t i = 0; rule_at(i); i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(rule_at(i)->id, rule_at(k)->id))
                fail_msg("%s stands there twice", rule_at(i)->id);
}

static void rows_say_what_people_read(void **state)
{
    (void)state;
    for (size_t i = 0; rule_at(i); i++) {
        const struct rule *r = rule_at(i);
        bool looks = r->once || r->each || r->wanted || r->all || r->forms || r->online || r->change;
        if (!r->condition || !r->why || !r->source || !looks || !(r->wanted || r->forms || r->change) != !r->type ||
            (r->online && !r->reads) || (r->reads && !r->online && !r->change))
            fail_msg("%s lacks something", r->id);
    }
}

static void specs_that_are_meant_to_be_right_are(void **state)
{
    static const char *const names[] = {"active-active.yaml", "minimal.yaml"};
    struct cases *all = *state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *text = read_text(all->arena, arena_printf(all->arena, SOURCE_DIR "/specs/%s", names[i]));
        wrong += try_case(&(struct one_case){.file = names[i], .id = "", .text = text});
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_find_what_they_say),
        cmocka_unit_test(rules_have_cases),
        cmocka_unit_test(cases_have_rules),
        cmocka_unit_test(ids_are_those_of_one_row),
        cmocka_unit_test(rows_say_what_people_read),
        cmocka_unit_test(defects_of_a_real_system_are_held),
        cmocka_unit_test(specs_that_are_meant_to_be_right_are),
    };
    return cmocka_run_group_tests(tests, read_all, forget);
}
