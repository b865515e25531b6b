#ifndef TESTS_SIM_DISK_H
#define TESTS_SIM_DISK_H

#include "state/sys.h"

/*
 * A disk in memory, with what POSIX promises and nothing more: bytes that were not synced, and names whose folder was
 * not synced, may be lost to a power cut, alone or together, and a write may be torn anywhere. What the process dies
 * of without the power going is in the kernel's hands, and stays.
 *
 * There is one, since struct sys has no room for another: disk_reset empties it. Its descriptors are real ones of
 * /dev/zero, so that close is the real close; a lock is gone as soon as its descriptor is.
 */

extern const struct sys disk_sys;

enum crash {
    CRASH_KILLED, /* the kernel goes on: everything that was written is there */
    CRASH_POWER,  /* everything that was not synced is gone */
    CRASH_TORN,   /* of that, a part came through: the first changes, the last of them torn */
    CRASH_LOST,   /* the disk is gone, and the next one is empty */
};

void disk_reset(int64_t (*now)(void), void (*pause)(int64_t ms));
/* The process is gone: its locks and descriptors are, and what `how` takes. Everything left is durable. */
void disk_crash(enum crash how, uint64_t seed);

/* What such a crash would leave: equal digests mean equal names and bytes. Files named *.lock are left out: what stands
 * in them is for people. */
uint64_t disk_digest(enum crash how);
/* Is called before each call that changes anything, and after it. NULL: nobody is told. */
void disk_watch(void (*at)(void *ctx, const char *what), void *ctx);

const char *disk_text(const char *path, size_t *ret_n); /* as the process sees it; NULL: there is no such file */

#endif
