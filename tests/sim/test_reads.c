/*
 * How many calls a plan makes that finds nothing to do, and which: tests/golden/reads.txt, for the reference spec right
 * after its apply. What AWS tells of many at once is asked once a region and page; what it tells of one object alone is
 * counted by its objects there. A line that grows is a read that was added: is there a call that says it of many?
 * UPDATE_GOLDEN=1 accepts; then read the difference.
 */
#include "provisioner/base/file.h"
#include "tests/sim/trial.h"

#define REFERENCE "specs/active-active.yaml"

struct tally {
    const char *name;
    size_t n;
};

static int by_number(const void *x, const void *y)
{
    const struct tally *a = x, *b = y;
    return a->n != b->n ? (a->n < b->n ? 1 : -1) : strcmp(a->name, b->name);
}

/* "t+30 region Call(...) -> state" */
static const char *name_in(struct arena *a, const char *line)
{
    const char *region = strchr(line, ' ') + 1, *call = strchr(region, ' ') + 1;
    return arena_strndup(a, call, strcspn(call, "( \n"));
}

static size_t count_calls(struct arena *a, const char *calls, struct tally *all)
{
    size_t n = 0;
    for (; *calls; calls += strcspn(calls, "\n") + 1) {
        const char *name = name_in(a, calls);
        size_t i = 0;
        while (i < n && strcmp(all[i].name, name) != 0)
            i++;
        all[i] = (struct tally){name, i < n ? all[i].n + 1 : 1};
        n += i == n;
    }
    qsort(all, n, sizeof *all, by_number);
    return n;
}

static const char *listing(struct arena *a, const char *calls)
{
    struct tally *all = arena_alloc(a, (strlen(calls) + 1) * sizeof *all);
    size_t n = count_calls(a, calls, all), sum = 0;
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < n; i++) {
        sbuf_printf(&out, "%4zu %s\n", all[i].n, all[i].name);
        sum += all[i].n;
    }
    return arena_printf(a, "%4zu calls\n%s", sum, sbuf_str(&out));
}

static void a_plan_of_the_reference_reads_what_it_did_when_it_was_looked_at_last(void **state)
{
    (void)state;
    static const char path[] = SOURCE_DIR "/tests/golden/reads.txt";
    struct trial t;
    const char *want = "";
    size_t n;
    applied(&t, REFERENCE);
    pass_time(&t, 60);
    assert_int_equal(run(&t, "plan " REFERENCE " --detailed-exitcode"), 0);
    const char *got = listing(t.a, t.calls);
    if (getenv("UPDATE_GOLDEN"))
        err_free(file_write(path, got, strlen(got), 0644));
    else
        err_free(file_read(t.a, path, 1 << 20, &want, &n));
    if (!getenv("UPDATE_GOLDEN") && strcmp(want, got) != 0)
        fail_msg("want\n%sgot\n%s", want, got);
    over(&t);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_of_the_reference_reads_what_it_did_when_it_was_looked_at_last)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
