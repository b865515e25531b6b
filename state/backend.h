#ifndef STATE_BACKEND_H
#define STATE_BACKEND_H

#include "state/inside.h"
#include "state/sys.h"

/*
 * What a place to keep a state in has to be able to do; store.c does the rest: what is pending, whether it may be
 * written, serials, texts. A back end's own struct begins with a `struct store`.
 */

struct backend {
    /* Lets go of the lock, if it is held, and of all that the system has given. */
    void (*close)(struct store *st);
    struct err *(*lock)(struct store *st, const char *command, int64_t timeout_ms)NODISCARD;
    const char *(*in_use)(struct store *st, struct arena *a);
    /* *ret stays NULL where there is nothing. What was seen counts for `unchanged` from now on; sets serial and headed.
     */
    struct err *(*load)(struct store *st, struct state **ret, size_t *ret_replayed)NODISCARD;
    /* ERR_STALE: somebody has written since `load`. Asked under the lock. */
    struct err *(*unchanged)(struct store *st)NODISCARD;
    /* What is there cannot be understood and is being replaced on purpose: none of it may be taken for what follows. */
    struct err *(*discard)(struct store *st)NODISCARD;
    /* The notes, if there are any, and whatever else is not durable yet. */
    struct err *(*append)(struct store *st)NODISCARD;
    /* From here on the old journal is stale whatever happens. */
    struct err *(*replace)(struct store *st, const struct state *s, uint64_t serial)NODISCARD;
    /* A copy of what can't be written any more; its path. NULL: what is here can always be written. */
    struct err *(*keep)(struct store *st, struct arena *a, const struct state *s, uint64_t serial,
                        const char **ret_path)NODISCARD;
    void (*drop_journal)(struct store *st); /* what stays is known to be stale by its serial */
    /* NULL: the lock can't be lost. */
    struct err *(*may_send)(struct store *st)NODISCARD;
    struct err *(*promote)(struct store *st)NODISCARD; /* the mirror is the primary from now on. NULL: there is none */
    struct err *(*unlock)(struct store *st, struct arena *a, const char **ret_robbed)NODISCARD;
};

struct store {
    const struct backend *back;
    struct arena *arena;
    const struct sys *sys;
    const char *path; /* for people: a file, or s3://bucket/key */
    bool locked;

    /* what is there */
    bool known;      /* it was loaded, or written here */
    bool own;        /* and nobody else has written since: seen under the lock */
    bool headed;     /* the journal's head is written, and is not written again */
    uint64_t serial; /* of the snapshot; 0: none */

    /* what is not there yet */
    struct arena *notes_arena;
    struct sbuf notes;
    size_t n_notes;
    struct state_head head; /* of the state that was noted last */

    uint64_t synced;
    void (*hook)(void *ctx, uint64_t n);
    void *hook_ctx;
};

/* `size` of the back end's own struct, whose first member this is. `path` is copied. */
struct store *store_new(const struct backend *back, size_t size, const char *path);
void store_keep_head(struct store *st, const struct state_head *h);
/* The head, as a journal begins, and the pending notes. Lives as long as those are pending. */
struct sbuf store_headed_notes(struct store *st);
const char *store_text_of(struct arena *a, const struct state *s, uint64_t serial);

#endif
