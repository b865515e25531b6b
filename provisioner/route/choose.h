#ifndef ROUTE_CHOOSE_H
#define ROUTE_CHOOSE_H

#include "provisioner/base/base.h"

/*
 * Decisions: measurements, the choice so far and the time in, a choice out. No sockets, no clock of its own.
 *
 * A server is left after a few failures in a row, or when too many of its last checks failed; it comes back after more
 * successes in a row, and not before it has been quiet for a while: twice as long each time that it fails again soon.
 * So a server that comes and goes stays left.
 */

struct route_rules {
    int64_t interval_us; /* between two checks of a server; half of it where it is in use */
    int64_t timeout_us;  /* of one check */
    int64_t recheck_us;  /* after a failure, until it is known */
    unsigned fail_after, back_after;
    int64_t hold_us; /* quiet time before a server comes back; between two moves that are for speed alone */
};

/*
 * From a server's death to its being left it takes at most half an interval until it is asked again, and as many
 * time-outs as it takes failures, with a pause between: 2.5 + 1 + 0.2 + 1 seconds of the 5 that it may take.
 */
struct route_rules route_rules(int64_t interval_us);

enum server_is { SERVER_UNKNOWN, SERVER_UP, SERVER_SLOW, SERVER_DOWN };

struct server {
    enum server_is is;
    unsigned failures, successes; /* in a row */
    double good;                  /* the share of successes, of late; 1 at first */
    double latency_us;            /* of late, of successes; 0: none yet */
    int64_t failed_us;            /* the last failure */
    int64_t back_us, hold_us; /* when it came back last; how long it has to be quiet before it does; 0: not yet left */
    uint64_t checks, failed;  /* since it is watched */
};

/* Returns whether it is another now. */
bool server_note(struct server *s, const struct route_rules *r, bool ok, int64_t took_us, int64_t now_us);
int64_t server_next_check(const struct server *s, const struct route_rules *r, bool in_use, bool last_ok,
                          int64_t began_us, int64_t now_us);

struct candidate {
    enum server_is is;
    bool local;
    double latency_us;
};

enum { NO_CHOICE = -1 };
/*
 * The index of what to use. The local one first, as long as it is up; then the healthiest, and of these the nearest.
 * `before` (NO_CHOICE: none) stays where nothing is better, where all are down, and where another is only a bit faster
 * or the last move (at moved_us) was a moment ago.
 */
int choose(const struct candidate *all, int n, int before, int64_t moved_us, const struct route_rules *r,
           int64_t now_us);

#endif
