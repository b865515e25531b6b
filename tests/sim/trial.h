#ifndef TESTS_SIM_TRIAL_H
#define TESTS_SIM_TRIAL_H

/*
 * Trials: what is applied once is the beginning of many. Each is a child of this process, so that the world is the same
 * for the next one.
 */

#include "aws/sandbox/engine.h"
#include "tests/sim/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- a trial ----------------------------------------------------------------------------------------------------- */

struct trial {
    struct arena *a;
    struct sim *sim;
    int output;        /* what was printed */
    const char *said;  /* by the command that ran last */
    const char *calls; /* that it made, as lines of the transcript */
    uint64_t requests; /* that it sent, whatever became of them */
};

#define CHECK(t, condition)                                                                                            \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            give_up(t, __LINE__, #condition);                                                                          \
    } while (0)

static inline void give_up(const struct trial *t, int line, const char *what)
{
    dprintf(2, "line %d: %s\n%s\n", line, what, t->said ? t->said : "");
    _exit(1);
}

static inline const char *text_in(struct arena *a, int fd)
{
    off_t n = lseek(fd, 0, SEEK_END);
    char *text = arena_alloc(a, (size_t)n + 1);
    return pread(fd, text, (size_t)n, 0) == n ? text : "";
}

static inline int run(struct trial *t, const char *command)
{
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    size_t from = strlen(sandbox_transcript(sim_sandbox(t->sim)));
    uint64_t before = sandbox_requests(sim_sandbox(t->sim));
    t->output = memfd_create("output", MFD_CLOEXEC);
    fflush(NULL);
    dup2(t->output, STDOUT_FILENO);
    dup2(t->output, STDERR_FILENO);
    int code = sim_run(t->sim, command);
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    t->said = arena_printf(t->a, "%s\n%s", command, text_in(t->a, t->output));
    t->calls = arena_strdup(t->a, sandbox_transcript(sim_sandbox(t->sim)) + from);
    t->requests = sandbox_requests(sim_sandbox(t->sim)) - before;
    close(t->output);
    return code;
}

static inline bool says(const struct trial *t, const char *text)
{
    return strstr(t->said, text) != NULL;
}

static inline void darken(const struct trial *t, const char *regions)
{
    sim_sandbox(t->sim)->options.faults.dark_regions = regions;
    sim_sandbox(t->sim)->began = sandbox_now_ms(sim_sandbox(t->sim));
}

static inline void pass_time(const struct trial *t, int64_t seconds)
{
    world_advance(sim_sandbox(t->sim)->world, sandbox_now_ms(sim_sandbox(t->sim)) + seconds * SECOND);
}

typedef void trial_fn(struct trial *t, const void *what);

/* In a child, so that the world is the same for the next one. */
static inline void try_it(const struct trial *begun, trial_fn *fn, const void *what, const char *name)
{
    int status;
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct trial t = *begun;
        fn(&t, what);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        fail_msg("%s", name);
}

/* ---- what is applied at first ------------------------------------------------------------------------------------ */

static inline void applied(struct trial *t, const char *spec)
{
    const struct sim_options o = {.seed = 7};
    *t = (struct trial){.a = arena_new()};
    t->sim = sim_new(t->a, &o);
    int code = run(t, arena_printf(t->a, "apply %s --auto-approve", spec));
    if (code)
        fail_msg("%s", t->said);
}

static inline void over(struct trial *t)
{
    sandbox_close(sim_sandbox(t->sim));
    arena_free(t->a);
}

#endif
