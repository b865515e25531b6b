#ifndef OPS_SCENARIO_H
#define OPS_SCENARIO_H

#include "provisioner/ops/sequence.h"

/*
 * Bad days that are rehearsed: what breaks, what is done about it, and what must hold. Texts have facts in braces: to
 * and from, each {alias, region}.
 */

enum deed {
    DEED_PASS,     /* a while, as the seed says: from one minute to ten; text: why */
    DEED_BREAK,    /* text: faults, as --faults takes them; times and counts are from here on */
    DEED_CALL,     /* text: what it does; somebody's call, about something of `from`; counts are from here on, too */
    DEED_MEND,     /* nothing is broken any more; text: how one would say so */
    DEED_REACT,    /* people take their time */
    DEED_LOGIN,    /* with keys that end after so many seconds; text: how many; NULL: with keys that do not end */
    DEED_RUN,      /* text: a command, without its spec */
    DEED_SERVED,   /* text: a region; until it serves everything, and how that came about is noted down */
    DEED_UNBROKEN, /* text: a region; it has served everything all the time; noted down likewise */
};

struct scenario_deed {
    enum deed deed;
    const char *text;
    int code;            /* DEED_RUN: with which it must end */
    const char *says;    /* DEED_RUN: and what it must say; NULL */
    bool alone;          /* DEED_RUN: it must ask {to.region} and nobody else */
    const struct op *op; /* DEED_CALL; `self` is what the state knows of the first resource of the type `about` */
    const char *about;   /* of `from` */
    const struct fill *in;
};

struct scenario {
    const char *name, *what;
    const struct scenario_deed *deeds; /* ends with {0} */
    const char *needs;                 /* the type of resource without which there is nothing to rehearse; NULL: none */
    const char *dark;                  /* a region that is dark besides {from.region}, and is always the same; NULL */
};

extern const struct scenario scenarios[];                /* ends with {0} */
const struct scenario *scenario_named(const char *name); /* NULL */

#endif
