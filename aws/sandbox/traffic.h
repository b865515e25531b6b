#ifndef AWS_SANDBOX_TRAFFIC_H
#define AWS_SANDBOX_TRAFFIC_H

#include "aws/sandbox/sandbox.h"

/*
 * What applications see of the sandbox's objects, which no call of AWS's tells: a client that writes to every global
 * database, every global datastore and every topic that is copied, asks every name, and counts nodes, TRAFFIC_EVERY_MS
 * apart. Between two regions: the one that is served from at first, and the one that should take over.
 *
 * A write is taken where it should be by AWS's documentation: by the member that leads, while its region answers and no
 * switch is under way. It is copied after the lag that CloudWatch would show, and not at all while its region is
 * silent. What was not copied when another member leads is gone; of topics, it stays where it is until that region is
 * back. A client remembers an address for as long as it was told to.
 */

enum { TRAFFIC_EVERY_MS = 50 };

struct traffic;

/* Lives in the sandbox's arena. Regions are AWS's names of them. */
struct traffic *traffic_begin(struct sandbox *s, const char *from, const char *to);
/* At the sandbox's present. */
void traffic_tick(struct traffic *t);
/* Something is lost at this moment: times, and all counts, are from here on. */
void traffic_lose(struct traffic *t);
/* Where there is no name that leads them there, users have to be told. */
void traffic_users(struct traffic *t, const char *region);
/* Everything is served by that region now. */
bool traffic_served_by(const struct traffic *t, const char *region);
/* [{system, name, region: that serves it; left out: none does, rto_ms: until that region did; 0 where something
 * was served all the time, rpo_ms: how much of what was taken last is not there, writes, refused, left_behind: those
 * that are not there, longest_outage_ms}]; of names and nodes, "writes" are questions and rpo_ms, left_behind are left
 * out.
 */
const struct value *traffic_told(const struct traffic *t, struct arena *a);

#endif
