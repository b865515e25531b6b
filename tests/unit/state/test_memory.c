/*
 * Out of memory. The whole life of a state in files (lock, load, notes, syncs, a snapshot, loading what others left)
 * runs in a child process whose n-th allocation fails, for every n that there is. The child ends with the code that is
 * promised for it, at any moment; what was durable is there afterwards, what is there was noted, and the next run
 * carries on to the same end. Nothing that is only read changes.
 */
#include "tests/support/starve.h"
#include "tests/unit/state/world.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- a life ------------------------------------------------------------------------------------------------------ */

enum { HALF = STORY / 2 };

/* What the state holds after so many notes, but for the account, which has a line of its own. */
static const char *after[STORY + 1];

static int tell_the_story(void **at)
{
    if (world_up(at))
        return -1;
    struct world *w = *at;
    story_tell(w->a, store_open_local(w->path), after);
    return 0;
}

struct progress {
    size_t noted, durable, starved, allocations;
};

static int no_sync(int fd)
{
    (void)fd;
    return 0;
}

static struct err *load_or_new(struct store *st, struct state **ret)
{
    struct err *e = store_load(st, ret, NULL);
    if (!e || err_class_of(e) != ERR_MISSING)
        return e;
    err_free(e);
    *ret = state_new("demo", "test");
    return NULL;
}

static struct err *notes_from(struct store *st, struct state *s, size_t from, size_t to, struct progress *p)
{
    for (size_t i = from; i < to; i++) {
        p->noted = i + 1;
        story_note(st, s, i);
        TRY(store_sync(st));
        p->durable = i + 1;
        if (i == 2 || i == 7)
            TRY(store_snapshot(st, s));
    }
    return NULL;
}

/* A process that ends leaves what it wrote to the kernel: there is nothing to wait for. */
static struct err *live(const struct world *w, size_t from, size_t to, struct progress *p)
{
    struct sys sys = sys_real;
    struct state *s = NULL;
    sys.fdatasync = sys.fsync = no_sync;
    struct store *st = store_open_local(w->path);
    store_set_sys(st, &sys);
    struct err *e = store_lock(st, "test", 0);
    if (!e)
        e = load_or_new(st, &s);
    if (!e)
        e = notes_from(st, s, from, to, p);
    store_close(st);
    state_free(s);
    return e;
}

static const char *on_disk(const struct world *w)
{
    struct store *st = store_open_local(w->path);
    struct state *s = NULL;
    fine(load_or_new(st, &s));
    const char *text = story_facts(w->a, s);
    state_free(s);
    store_close(st);
    return text;
}

/* ---- children that starve ---------------------------------------------------------------------------------------- */

struct starving_life {
    const struct world *w;
    size_t from, to;
    bool only_loads;
    struct progress *p; /* shared with the child */
};

static struct err *load_only(const struct world *w)
{
    struct store *st = store_open_local(w->path);
    struct state *s = NULL;
    struct err *e = store_load(st, &s, NULL);
    if (!e && strcmp(story_facts(w->a, s), after[HALF]) != 0)
        e = err_new(ERR_BUG, "something else was loaded");
    store_close(st);
    state_free(s);
    return e;
}

static void child(const struct starving_life *l, size_t n)
{
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    starve(n);
    struct err *e = l->only_loads ? load_only(l->w) : live(l->w, l->from, l->to, l->p);
    l->p->starved = starving.count >= n;
    _exit(e ? 1 : 0);
}

/* How it ended; true while there was an n-th allocation to fail. */
static bool starved(const struct starving_life *l, size_t n)
{
    int status;
    *l->p = (struct progress){.noted = l->from, .durable = l->from};
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        child(l, n);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    bool did_without = code == 0 && l->p->starved; /* a library had another way */
    if (code != EXIT_NO_MEMORY && code != 0)
        fail_msg("without allocation %zu it ended with %d", n, code);
    return code == EXIT_NO_MEMORY || did_without;
}

static void nothing_is_lost(const struct world *w, const struct progress *p, size_t n)
{
    const char *found = on_disk(w);
    size_t k = p->noted;
    while (k > p->durable && strcmp(after[k], found) != 0)
        k--;
    if (strcmp(after[k], found) != 0)
        fail_msg("allocation %zu: after %zu durable notes of %zu the state is %s", n, p->durable, p->noted, found);
    struct progress rest = {0};
    fine(live(w, k, STORY, &rest));
    assert_string_equal(on_disk(w), after[STORY]);
}

static struct progress *shared(void)
{
    void *p = mmap(NULL, sizeof(struct progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(p != MAP_FAILED);
    return p;
}

/* Where a life begins that starts with `from` notes: a snapshot, and a journal that goes on from it. */
static void begin_at(const struct world *w, size_t from)
{
    struct progress p = {0};
    world_empty(w);
    if (from)
        fine(live(w, 0, from, &p));
}

static void each_allocation_fails_once(struct world *w, size_t from, const char *what)
{
    if (!can_starve()) {
        print_message("skipped: a sanitizer or Valgrind has its own malloc\n");
        skip();
    }
    const struct starving_life l = {.w = w, .from = from, .to = STORY, .p = shared()};
    size_t n = 1;
    for (begin_at(w, from); starved(&l, n); begin_at(w, ++n ? from : 0))
        nothing_is_lost(w, l.p, n);
    assert_true(n > 100);
    print_message("figure: allocations failed %zu while a state is %s, states lost 0\n", n - 1, what);
    munmap(l.p, sizeof *l.p);
}

static void a_new_state_survives_every_lack_of_memory(void **at)
{
    each_allocation_fails_once(*at, 0, "made");
}

/* The last line of a journal that could not be understood for want of memory is not a torn one. */
static void a_state_that_is_carried_on_survives_every_lack_of_memory(void **at)
{
    each_allocation_fails_once(*at, HALF, "carried on");
}

static const char *all_bytes(const struct world *w)
{
    return arena_printf(w->a, "%s\n%s", read_text(w, w->path), read_text(w, w->journal));
}

static void loading_without_memory_tells_so_and_changes_nothing(void **at)
{
    struct world *w = *at;
    if (!can_starve())
        skip();
    const struct starving_life l = {.w = w, .only_loads = true, .p = shared()};
    size_t n = 1;
    begin_at(w, HALF);
    const char *before = all_bytes(w);
    for (; starved(&l, n); n++)
        assert_string_equal(all_bytes(w), before);
    assert_true(n > 30);
    print_message("figure: allocations failed %zu while a state is loaded, states lost 0\n", n - 1);
    munmap(l.p, sizeof *l.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_state_survives_every_lack_of_memory, tell_the_story, world_down),
        cmocka_unit_test_setup_teardown(a_state_that_is_carried_on_survives_every_lack_of_memory, tell_the_story,
                                        world_down),
        cmocka_unit_test_setup_teardown(loading_without_memory_tells_so_and_changes_nothing, tell_the_story,
                                        world_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
