#ifndef AWS_NET_CIRCUIT_H
#define AWS_NET_CIRCUIT_H

#include "provisioner/base/base.h"

/*
 * Whether anybody is there: one for each region, and for each service that is as global as IAM. Pure arithmetic on what
 * is handed in; times are milliseconds of the caller's clock.
 *
 * Any answer, a throttle or an error of the service among them, shows that somebody is. What is unanswered for three
 * seconds raises a doubt: then something small is asked of somebody else in the same place, and again every second,
 * while the questions before are still under way. Four seconds after the first, with no answer from anybody meanwhile,
 * the place is dark: so a few slow calls do not decide, nor a question that is slow itself, nor a connection cut, and
 * it takes no longer than seven seconds. Of a dark place it is asked every ten seconds whether it is back. Whoever
 * looks much too late was asleep itself, and begins anew.
 */

enum {
    CIRCUIT_QUIET_MS = 3000,
    CIRCUIT_ANSWER_MS = 4000,
    CIRCUIT_AGAIN_MS = 1000,
    CIRCUIT_DARK_MS = 10 * 1000,
    CIRCUIT_SLEPT_MS = 2000,
    CIRCUIT_STALE_MS = 30 * 1000, /* a doubt that old says nothing about what is asked now */
};

struct circuit {
    bool dark;
    unsigned flying;   /* requests on their way, probes among them */
    bool doubt;        /* something was asked and not answered */
    bool probing;      /* and it was asked whether anybody is there */
    int64_t since;     /* of the first that is unanswered, or of the last answer, whichever is later */
    int64_t failed_at; /* of the last that ended without an answer */
    int64_t probed_at, next_probe_at;
};

enum circuit_wants {
    CIRCUIT_NOTHING,
    CIRCUIT_PROBE,   /* ask whether anybody is there */
    CIRCUIT_GIVE_UP, /* it has just become dark */
};

void circuit_sent(struct circuit *c, int64_t now);
void circuit_answered(struct circuit *c, int64_t now);
void circuit_failed(struct circuit *c, int64_t now);
int64_t circuit_due(const struct circuit *c); /* when to look; INT64_MAX: no need */
enum circuit_wants circuit_look(struct circuit *c, int64_t now);

#endif
