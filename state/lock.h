#ifndef STATE_LOCK_H
#define STATE_LOCK_H

#include "state/sys.h"

/*
 * One writer at a time, on one machine: a lock on an open file description, which the kernel drops with its last
 * descriptor, so that a crash leaves none behind. The file says who holds it, for the message to others; what it says
 * means nothing while nobody does.
 */

/* ERR_LOCKED after timeout_ms of trying; ERR_FILE. *ret_fd is the lock: closing it lets go. */
struct err *lock_take(const struct sys *sys, const char *path, const char *state, const char *command,
                      int64_t timeout_ms, int *ret_fd) NODISCARD;
/* Who holds it at this moment, as text; NULL: nobody. Takes nothing. */
const char *lock_user(const struct sys *sys, struct arena *a, const char *path);
void lock_release(const struct sys *sys, int fd);

/* Ourselves, as a lock says it; for the next two. */
struct value *lock_own(struct arena *a, const char *command, int64_t now);
/* Of what a lock file holds; texts are clean and short, NULL where it does not say. */
struct store_holder lock_holder(struct arena *a, const char *text, size_t n);
/* "alice on build-7 (pid 4711) holds it since 2026-11-22 11:30:12 UTC, 12 min 5 s ago: provisioner apply x.yaml" */
const char *lock_holder_text(struct arena *a, const struct store_holder *h, int64_t now);

#endif
