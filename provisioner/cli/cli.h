#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "provisioner/cli/options.h"

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

struct cli {
    struct arena *arena;
    struct options opt;
    const char *command;             /* as typed, for the lock's holder */
    bool only_shows;                 /* a saved plan is looked at, not done */
    bool color_out, color_err, live; /* live: stderr is a terminal that can be redrawn */
    unsigned width, width_err;       /* of stdout and stderr; 0: not a terminal */
    const volatile int *interrupted;
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

int cli_main(int argc, char **argv);

/* Until this is called, a signal ends the program at once, since nothing has changed yet. From then on *interrupted
 * counts them, and whoever changes something comes to an end in good order. */
void cli_be_careful(void);

/* Whole texts; the only ways out. A full disk or a closed pipe behind stdout ends as an error, not in silence. */
void out_text(const char *text);
void note(const char *fmt, ...) PRINTF(1, 2); /* to stderr, a line */

#endif
