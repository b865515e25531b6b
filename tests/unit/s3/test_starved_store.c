/*
 * Out of memory, with the state in buckets. The life of a state (lock, load, notes, syncs, snapshots) is led by a run
 * of which the n-th allocation fails; the end of the process is caught, so that what it leaves in the world is looked
 * at by the next one: what was durable is there, what is there was noted, and it carries on to the same end. What S3
 * itself needs is always there.
 *
 * A sample is tried; STARVED_STORE_STRIDE=1 tries every allocation.
 */
#include "tests/support/asked.h"
#include "tests/support/starve.h"
#include "tests/unit/s3/estate.h"
#include "tests/unit/state/story.h"

#include <fcntl.h>
#include <unistd.h>

static struct {
    jmp_buf over;
    bool caught;
    int code;
} end;

/* In the place of the C library's: out of memory ends a process on the spot. */
void _exit(int code)
{
    starve(0);
    end.code = code;
    if (end.caught)
        longjmp(end.over, 1);
    abort();
}

/* ---- a run that starves, beside an S3 that does not -------------------------------------------------------------- */

struct plenty { /* a transport */
    struct transport t;
    struct transport *inner;
};

static size_t pause_starving(void)
{
    size_t at = starving.at;
    starving.at = 0;
    return at;
}

/* What was asked for meanwhile counts for nobody. */
static void go_on_starving(size_t at, size_t count)
{
    starving.at = at;
    starving.count = count;
}

static void plenty_start(struct transport *t, struct exchange *x)
{
    size_t count = starving.count, at = pause_starving();
    struct transport *inner = ((struct plenty *)t)->inner;
    inner->start(inner, x);
    go_on_starving(at, count);
}

static struct exchange *plenty_poll(struct transport *t, int64_t until, int fd)
{
    size_t count = starving.count, at = pause_starving();
    struct transport *inner = ((struct plenty *)t)->inner;
    struct exchange *x = inner->poll(inner, until, fd);
    go_on_starving(at, count);
    return x;
}

static void plenty_cancel(struct transport *t, struct exchange *x)
{
    struct transport *inner = ((struct plenty *)t)->inner;
    inner->cancel(inner, x);
}

static int64_t plenty_now(struct transport *t)
{
    struct transport *inner = ((struct plenty *)t)->inner;
    return inner->now_ms(inner);
}

static int64_t plenty_wall(struct transport *t)
{
    struct transport *inner = ((struct plenty *)t)->inner;
    return inner->wall_ms(inner);
}

struct progress {
    volatile size_t noted, durable;
};

static const char *after[STORY + 1];

static struct err *notes_from(struct party *p, size_t from, struct progress *at)
{
    for (size_t i = from; i < STORY; i++) {
        at->noted = i + 1;
        story_note(p->store, p->state, i);
        TRY(store_sync(p->store));
        at->durable = i + 1;
        if (i == 2 || i == 7)
            TRY(store_snapshot(p->store, p->state));
    }
    return NULL;
}

enum { WAIT_MS = 75000 };

static void live(struct estate *t, struct transport *wire, uint64_t who, bool mirrored, struct progress *at)
{
    struct party p = party_over(t, wire, who, mirrored);
    fine(begin(&p, WAIT_MS));
    size_t from = 0;
    const char *found = story_facts(t->a, p.state);
    while (from < STORY && (from < at->durable || strcmp(after[from], found) != 0))
        from++;
    if (strcmp(after[from], found) != 0 || from > at->noted)
        fail_msg("after %zu durable notes of %zu the state is %s", at->durable, at->noted, found);
    fine(notes_from(&p, from, at));
    part(&p);
}

/* What the run has on its way is nobody's any more, and may arrive. */
static void forget_run(struct estate *t)
{
    for (size_t i = 0; i < t->net.n_flying; i++)
        t->net.flying[i].x = NULL;
}

/* Each end says why, which is not asked here. */
static int hush(void)
{
    int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    return kept;
}

static void speak(int kept)
{
    dup2(kept, STDERR_FILENO);
    close(kept);
}

/* False when there was no n-th allocation. */
static bool starved(size_t n, bool mirrored)
{
    struct estate *t = estate_new();
    struct plenty wire = {{plenty_start, plenty_poll, plenty_cancel, plenty_now, plenty_wall, NULL}, t->own};
    struct progress at = {0}, *progress = &at;
    bool volatile happened = false;
    end.caught = true;
    const int kept = hush();
    if (setjmp(end.over) == 0) {
        starve(n);
        live(t, &wire.t, 1, mirrored, progress);
        happened = starving.count >= n; /* a library did without it */
        starve(0);
        speak(kept);
    } else {
        speak(kept);
        happened = true;
        assert_int_equal(end.code, EXIT_NO_MEMORY);
        forget_run(t);
        live(t, t->own, 2, mirrored, progress);
    }
    end.caught = false;
    struct party p = party_in(t, 3, mirrored);
    fine(load_or_new(&p));
    assert_string_equal(story_facts(t->a, p.state), after[STORY]);
    part(&p);
    estate_free(t);
    return happened;
}

static void each_allocation_fails_once(bool mirrored, const char *where)
{
    size_t n = 1, tried = 0;
    if (!can_starve()) {
        print_message("skipped: a sanitizer or Valgrind has its own malloc\n");
        skip();
    }
    CLEANUP(arena_freep) struct arena *a = arena_new();
    story_tell(a, store_open_local("/nowhere/state.json"), after);
    for (; starved(n, mirrored); n += asked("STARVED_STORE_STRIDE", 53))
        tried++;
    assert_true(tried > 10);
    print_message("figure: allocations failed %zu of %zu while a state is kept in %s, states lost 0\n", tried, n - 1,
                  where);
}

static void a_state_in_a_bucket_survives_every_lack_of_memory(void **state)
{
    (void)state;
    each_allocation_fails_once(false, "a bucket");
}

static void a_state_with_a_mirror_survives_every_lack_of_memory(void **state)
{
    (void)state;
    each_allocation_fails_once(true, "two buckets");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_in_a_bucket_survives_every_lack_of_memory),
        cmocka_unit_test(a_state_with_a_mirror_survives_every_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
