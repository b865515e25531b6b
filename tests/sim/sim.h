#ifndef TESTS_SIM_SIM_H
#define TESTS_SIM_SIM_H

#include "aws/sandbox/sandbox.h"
#include "provisioner/base/base.h"
#include "provisioner/cli/cli.h"
#include "tests/sim/disk.h"

/*
 * The whole program in this process, run as from a command line, on a virtual disk, a virtual clock and a world in
 * memory that outlive the run. One seed decides latencies, faults, jitter and tearing; the same seed gives the same
 * bytes everywhere.
 *
 * A crash is a fork: whoever watches forks at an instant, and in the child sim_crash takes away what dies with a
 * process (descriptors, locks, exchanges on their way) and what a power cut takes from the disk. What the dead run had
 * in memory stays allocated and is never looked at again.
 *
 * There is one simulation a process at a time.
 */

struct sim_options {
    uint64_t seed;
    struct sandbox_faults faults; /* their seed is this one's */
};

/* What has come to pass by now. */
enum sim_moment {
    SIM_SENT,     /* a request left the program, and has not reached AWS */
    SIM_ANSWERED, /* it took effect, and the program has not seen the answer */
    SIM_DISK,     /* before or after a call that changes the disk */
};

struct sim;

struct sim *sim_new(struct arena *a, const struct sim_options *o);

/* One command: "apply specs/minimal.yaml --set a.b=c"; the sandbox is added, and the state unless a bucket for it
 * is set. Words
 * are parted by blanks, the spec's path is from the repository's root. Returns the exit code. */
int sim_run(struct sim *s, const char *command);

void sim_watch(struct sim *s, void (*at)(void *ctx, enum sim_moment m, const char *what), void *ctx);

struct sim_end {
    enum crash disk;
    bool arrives; /* what was on its way to AWS gets there, and takes effect */
};
void sim_crash(struct sim *s, const struct sim_end *how);
/* What the next run would find, apart from the clock: equal digests, equal worlds and disks. Of a crash in which
 * requests arrive, which ones is part of it instead of what becomes of them. */
uint64_t sim_digest(const struct sim *s, const struct sim_end *how);

/* Somebody else's call. `json`: its input. The answer, or NULL and the test program ends with what AWS said. */
const struct value *sim_call(struct sim *s, struct arena *a, const char *service, const char *op, const char *region,
                             const char *json);

void sim_die(const char *what, struct err *e); /* NULL: nothing happens */

struct sandbox *sim_sandbox(struct sim *s);
struct world *sim_world(struct sim *s);
const char *sim_state_path(void);

/* Everything the account holds and is not on its way out, as lines "kind region address", or the name where no address
 * is known, sorted; a name of AWS's making is left out. */
const char *sim_census(struct sim *s, struct arena *a);
/* A database whose password no secret holds; NULL: everybody can log in. */
const char *sim_locked_out(struct sim *s, struct arena *a);

#endif
