/*
 * The same seed, the same run: what AWS was asked, what is on the disk and what was printed are equal to the byte, with
 * faults of every kind; and another seed is another run.
 */
#include "tests/sim/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void put_file(struct sbuf *all, const char *suffix)
{
    char path[64];
    size_t n;
    snprintf(path, sizeof path, "%s%s", sim_state_path(), suffix);
    const char *text = disk_text(path, &n);
    sbuf_printf(all, "%s: %zu\n", path, n);
    if (text)
        sbuf_putn(all, text, n);
}

/* In the child: everything that can be seen of a run that is cut off, and of the one that carries on. */
static void run_all(uint64_t seed, int fd)
{
    struct arena *a = arena_new();
    struct sbuf all = {.arena = a};
    const struct sim_options o = {.seed = seed,
                                  .faults = {.throttle = 0.2,
                                             .server_error = 0.03,
                                             .cut_before = 0.02,
                                             .cut_after = 0.02,
                                             .truncate = 0.01,
                                             .stale_s = 5}};
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    struct sim *s = sim_new(a, &o);
    int code = sim_run(s, "apply specs/minimal.yaml --auto-approve");
    sbuf_printf(&all, "exit %d at %lld\n%s", code, (long long)sandbox_now_ms(sim_sandbox(s)),
                sandbox_transcript(sim_sandbox(s)));
    put_file(&all, "");
    put_file(&all, ".journal");
    bool told = write(fd, all.s, all.len) == (ssize_t)all.len;
    _exit(!told);
}

static const char *everything(struct arena *a, uint64_t seed, size_t *ret_n)
{
    int status, fd = memfd_create("run", MFD_CLOEXEC);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        run_all(seed, fd);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    off_t n = lseek(fd, 0, SEEK_END);
    char *text = arena_alloc(a, (size_t)n + 1);
    assert_int_equal(pread(fd, text, (size_t)n, 0), n);
    close(fd);
    *ret_n = (size_t)n;
    return text;
}

static void tell_first_difference(const char *x, const char *y)
{
    size_t i = 0, line = 0;
    for (; x[i] && x[i] == y[i]; i++)
        line = x[i] == '\n' ? i + 1 : line;
    print_error("first difference:\n  %.*s\n  %.*s\n", (int)strcspn(x + line, "\n"), x + line,
                (int)strcspn(y + line, "\n"), y + line);
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (uint64_t seed = 1; seed <= 3; seed++) {
        size_t n, m;
        const char *once = everything(a, seed, &n), *twice = everything(a, seed, &m);
        bool same = n == m && memcmp(once, twice, n) == 0;
        if (!same)
            tell_first_difference(once, twice);
        assert_true(same);
        assert_true(n > 100000);
    }
}

static void another_seed_is_another_run(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t n, m;
    const char *one = everything(a, 1, &n), *other = everything(a, 2, &m);
    assert_false(n == m && memcmp(one, other, n) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(another_seed_is_another_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
