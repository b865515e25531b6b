#ifndef STATE_INSIDE_H
#define STATE_INSIDE_H

#include "state/state.h"

/* What the files of this folder share and nobody else sees. */

void state_set_serial(struct state *s, uint64_t serial);

/* The generations that deleted objects have spent, in order of address. */
size_t state_tombstones(const struct state *s);
const char *state_tombstone(const struct state *s, size_t i, unsigned *ret_generation);
void state_put_tombstone(struct state *s, const char *address, unsigned generation);

/* ---- state_json.c ------------------------------------------------------------------------------------------------ */

const struct value *intent_to_value(struct arena *a, const struct intent *in);
struct err *intent_from_value(struct arena *a, const char *address, const struct value *v,
                              struct intent *ret) NODISCARD;

const struct value *run_to_value(struct arena *a, const struct past_run *r);
struct err *run_from_value(struct arena *a, const struct value *v, struct past_run *ret) NODISCARD;

/* A head's members, as snapshot and journal write them. */
void head_to_value(struct arena *a, struct value *map, const struct state_head *h, uint64_t serial);
struct err *head_from_value(const struct value *map, struct state_head *ret) NODISCARD;

/* The same as parsing the text and state_from_value, but the document is never in memory as a whole. */
struct err *state_from_text(const char *text, size_t n, struct state **ret) NODISCARD;

/* ---- journal.c --------------------------------------------------------------------------------------------------- */

/*
 * One JSON object a line. The first is the head: the lineage, and the serial of the snapshot that the others extend.
 * Records are made here and appended to `out`, newline included.
 */
void journal_head(struct sbuf *out, const struct state_head *h, uint64_t serial);
void journal_account(struct sbuf *out, const struct state_head *h);
void journal_plan(struct sbuf *out, const char *digest);
void journal_run(struct sbuf *out, const struct past_run *r);
void journal_intent(struct sbuf *out, const struct intent *in);
void journal_entry(struct sbuf *out, const struct entry *e);
void journal_drop(struct sbuf *out, const char *address);
void journal_remove(struct sbuf *out, const char *address, bool tombstone);

enum journal_kind {
    JOURNAL_NONE,    /* no complete head in it */
    JOURNAL_STALE,   /* of an older snapshot: all of it is in the one there is */
    JOURNAL_EXTENDS, /* replayed */
};

struct journal_end {
    enum journal_kind kind;
    size_t good;    /* bytes up to the end of the last whole line; what follows is torn */
    size_t records; /* replayed, the head not counted */
};

/*
 * Replays onto *s, which is NULL where there is no snapshot: a state is made then, or *s stays NULL for JOURNAL_NONE.
 * ERR_INPUT: another state's journal, of a later snapshot, or a broken line that is not the last, with its number.
 * After an error *s is of no use but to be freed.
 */
struct err *journal_replay(const char *text, size_t n, struct state **s, struct journal_end *ret) NODISCARD;

#endif
