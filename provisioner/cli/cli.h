#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "aws/net/config.h"
#include "aws/net/transport.h"
#include "provisioner/cli/options.h"
#include "state/sys.h"

/*
 * The command line: a table of commands, what they share, and how a run ends. Results go to stdout, everything else to
 * stderr. Nothing below this layer prints.
 */

/* Exit codes; design of the command line. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_ERROR = 1,   /* nothing changed */
    EXIT_CHANGES = 2, /* with --detailed-exitcode */
    EXIT_PART = 3,    /* finished in part, state saved */
    EXIT_LOCKED = 4,
    EXIT_STALE = 5,
    EXIT_SKIPPED = 6, /* a region could not be reached */
    EXIT_INTERRUPTED = 130,
};

/*
 * What a run stands on. The program's own is the real thing; a test's is a world in memory that outlives many runs, and
 * decides all that a run can't: time, disk, network, chance, and when it dies.
 */
struct host {
    env_lookup *env; /* the user's environment */
    void *env_ctx;
    const struct sys *sys;          /* the disk that a local state lies on */
    struct transport *transport;    /* the way to an open sandbox, which --sandbox then means; NULL: to the saved one */
    const struct credentials *keys; /* for that one; NULL: those of AWS's documentation */
    uint64_t seed;                  /* of the jitter in a sandbox */
    const volatile int *interrupted; /* signals so far */
};

struct cli {
    const struct host *host;
    struct arena *arena;
    struct options opt;
    const char *command;             /* as typed, for the lock's holder */
    const char *name;                /* of the command: "apply" */
    bool only_shows;                 /* a saved plan is looked at, not done */
    bool color_out, color_err, live; /* live: stderr is a terminal that can be redrawn */
    unsigned width, width_err;       /* of stdout and stderr; 0: not a terminal */
};

struct command {
    const char *name, *args, *summary;
    const char *example; /* lines */
    const char *takes;   /* words: its options */
    size_t least, most;  /* arguments */
    /* *ret_exit is EXIT_DONE unless set; an error decides by its class */
    struct err *(*run)(struct cli *c, int *ret_exit);
};

extern const struct command commands[]; /* ends with {0} */

/* For help and manual; both end with {0}. */
extern const struct exit_words {
    int code;
    const char *text;
} exit_words[];
extern const struct variable {
    const char *name, *text;
} variables[]; /* of the environment */

int cli_main(int argc, char **argv); /* on the real host, with signals */
int cli_run(const struct host *host, int argc, char **argv);

/* The code a run ends with, from its error, which may be NULL, and what the command has said itself. */
int cli_exit_code(const struct err *e, int code);

/* Until this is called, a signal ends the program at once, since nothing has changed yet. From then on *interrupted
 * counts them, and whoever changes something comes to an end in good order. */
void cli_be_careful(void);

/* Whole texts; the only ways out. A full disk or a closed pipe behind stdout ends as an error, not in silence. */
void out_text(const char *text);
void note(const char *fmt, ...) PRINTF(1, 2); /* to stderr, a line */

#endif
