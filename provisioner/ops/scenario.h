#ifndef OPS_SCENARIO_H
#define OPS_SCENARIO_H

#include "provisioner/model/value.h"

/*
 * Bad days that are rehearsed: what breaks, what is done about it, and what must hold. Texts have facts in
 * braces: to and from, each {alias, region}.
 */

enum deed {
    DEED_PASS,   /* a while, as the seed says: from one minute to ten; text: why */
    DEED_BREAK,  /* text: faults, as --faults takes them; times and counts are from here on */
    DEED_MEND,   /* nothing is broken any more */
    DEED_REACT,  /* people take their time */
    DEED_LOGIN,  /* with keys that end after so many seconds; text: how many; NULL: with keys that do not end */
    DEED_RUN,    /* text: a command, without its spec */
    DEED_SERVED, /* text: a region; until it serves everything, and how that came about is noted down */
};

struct scenario_deed {
    enum deed deed;
    const char *text;
    int code;         /* DEED_RUN: with which it must end */
    const char *says; /* DEED_RUN: and what it must say; NULL */
    bool alone;       /* DEED_RUN: it must ask {to.region} and nobody else */
};

struct scenario {
    const char *name, *what;
    const struct scenario_deed *deeds; /* ends with {0} */
};

extern const struct scenario scenarios[];                /* ends with {0} */
const struct scenario *scenario_named(const char *name); /* NULL */

#endif
