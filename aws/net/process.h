#ifndef AWS_NET_PROCESS_H
#define AWS_NET_PROCESS_H

#include "provisioner/base/base.h"

#include <sys/types.h>

/*
 * A program of the user's, run without a shell and watched without waiting for it: whoever starts one looks in from
 * time to time. What it says is kept up to a limit and wiped afterwards; it gets ordinary signals whatever we block.
 */

struct process_options {
    char *const *words;                 /* NULL-terminated; the first is looked for on PATH */
    const char *input;                  /* its standard input; NULL: none */
    const char *file;                   /* what it reads at PROCESS_FILE; NULL: no such file. In memory, on no disk */
    bool own_group;                     /* a terminal's Ctrl-C is not for it */
    size_t most_output, most_complaint; /* bytes kept of stdout and stderr */
};

#define PROCESS_FILE "/dev/fd/3"

/* What it writes to one pipe; what goes over `limit` is read and dropped. */
struct stream {
    int fd;
    char *bytes;
    size_t n, limit;
    bool over;
};

struct process {
    pid_t pid; /* 0: gone */
    bool group;
    int status; /* as waitpid tells it */
    int watch;  /* an epoll descriptor over both pipes */
    struct stream out, complaints;
};

#define PROCESS_NONE ((struct process){.watch = -1, .out.fd = -1, .complaints.fd = -1})

/* ERR_MISSING: there is no such program. ERR_REFUSED: it cannot be run. */
struct err *process_start(struct arena *a, const struct process_options *o, struct process *ret) NODISCARD;
/* Takes in what it has said so far; true when it has ended. */
bool process_ended(struct process *p);
/* Kills it if it still runs, and forgets what it said. */
void process_end(struct process *p);
bool process_went_well(const struct process *p);

#endif
