#ifndef STATE_STORE_H
#define STATE_STORE_H

#include "state/state.h"

/*
 * Where a state is kept: a snapshot, and beside it a journal that holds what happened since. Loading is reading the
 * snapshot and replaying the journal over it. Nothing is ever rewritten in place.
 *
 * Before a call that changes anything leaves the machine, its intent is in the journal and synced; after its answer,
 * its result is. store_note_* append to memory, store_sync makes all of them durable at once: call it before anything
 * is sent.
 *
 * One writer at a time. Locally the snapshot is a file, mode 0600, the journal is <path>.journal, whose torn last line
 * is the power cut's and is dropped, and the lock is one of the open file description of <path>.lock, gone with its
 * process; the file names its holder. In S3: state/s3/store_s3.h.
 */

struct store;

struct store_holder {
    const char *who, *host, *command; /* from the lock file */
    int64_t pid, since;
};

/* Opens without locking; nothing is created. */
struct store *store_open_local(const char *path);
void store_close(struct store *st); /* releases the lock; unsynced notes are synced first */

/* ERR_LOCKED names the holder. Waits up to timeout_ms. ERR_FILE: cannot write there. */
struct err *store_lock(struct store *st, const char *command, int64_t timeout_ms) NODISCARD;

/* Whether the lock is provably still ours at this moment; ERR_LOCKED when it is not, and for good then. Asked before
 * every request that changes something: a lease runs out when its holder was paused, or cannot reach its store. */
struct err *store_may_send(struct store *st) NODISCARD;

/* Who holds the lock at this moment, for people; NULL: nobody. Takes nothing. */
const char *store_in_use(struct store *st, struct arena *a);

/* The state there is, or ERR_MISSING. Says how many journal records were replayed. */
struct err *store_load(struct store *st, struct state **ret, size_t *ret_replayed) NODISCARD;

/* The first write of a run writes the journal's head (lineage, serial): a journal of another snapshot is refused on
 * load. */
void store_note_intent(struct store *st, struct state *s, const struct intent *in); /* also into the state */
void store_note_entry(struct store *st, struct state *s, const struct entry *e);
void store_note_drop_intent(struct store *st, struct state *s, const char *address); /* the call took no effect */
void store_note_remove(struct store *st, struct state *s, const char *address, bool tombstone);
/* Which saved plan is under way from now on, by its digest; "": none, whatever was. Nothing where it is so already. */
void store_note_plan(struct store *st, struct state *s, const char *digest);
/* A run that begins: who and where it is, is filled in. Again, when it has ended: store_note_run. */
struct past_run store_begin_run(struct store *st, struct state *s, const char *command, int64_t now);
void store_note_run(struct store *st, struct state *s, const struct past_run *r);
bool store_dirty(const struct store *st); /* notes that are not durable yet */
struct err *store_sync(struct store *st) NODISCARD;

/* Serial + 1, snapshot written whole, journal removed. The old snapshot stays: <path>.backup, an older version. */
struct err *store_snapshot(struct store *st, struct state *s) NODISCARD;
/* A run that may write no more, for its lock is lost or somebody else has written, leaves what it knew in a file, and
 * says so: `why`, or that and the file's name. store_snapshot does so by itself. */
struct err *store_keep(struct store *st, const struct state *s, struct err *why) NODISCARD;

/* Takes the lock from whoever has it, who is named in *ret_robbed (NULL: nobody had it) and can write nothing more.
 * ERR_LOCKED: a lock that goes with its process is not taken away from it. */
struct err *store_unlock(struct store *st, struct arena *a, const char **ret_robbed) NODISCARD;

/* Makes the mirror the place where the state is read, locked and written: the other one is refused from now on, until
 * it holds what this one does. Of a store that was opened and not locked; it is locked afterwards. ERR_USAGE: it has no
 * mirror. */
struct err *store_promote(struct store *st, const char *command, int64_t timeout_ms) NODISCARD;

/* The state as the file would hold it, without one being written (state pull). */
const char *store_text(struct arena *a, const struct state *s);

/* How many notes were made durable since it was opened: where a test kills. NULL hook: none. */
void store_set_hook(struct store *st, void (*after_sync)(void *ctx, uint64_t n), void *ctx);

#endif
