#include "state/s3/store_s3.h"

#include "aws/net/digest.h"
#include "state/s3/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOAD_ATTEMPTS = 10, LATE_BATCHES = 100 };

/* What comes next has nineteen digits, too: with more it would not be read again. */
static const uint64_t HIGHEST = INT64_MAX;

/* ---- the journal's names ----------------------------------------------------------------------------------------- */

/*
 * By serial, then fence, then number, and listed in that order. The fence is higher than that of every batch that was
 * there when the lease was taken, so what a later holder writes is replayed after all that an earlier one has written,
 * even where the earlier one's last batch arrives late: when it was ousted while its request was on the way. Such a
 * batch is harmless. Its results are true, and whatever the later holder has done since to the same objects is replayed
 * over it; its intents are of calls that were never sent, since a holder sends only after its batch is known to be
 * there and while it has the lease: the next run looks, finds nothing, and forgets them. After the next snapshot its
 * serial is an old one, and it is not read at all.
 */
struct batch {
    const char *key;
    uint64_t serial, fence, n;
};

static const char *batch_key(const struct s3 *s, struct arena *a, uint64_t n)
{
    return arena_printf(a, "%s%019" PRIu64 ".%019" PRIu64 ".%010" PRIu64, s->journal, s->st.serial, s->fence, n);
}

/* So many digits, and then `end`; NULL: there is something else. */
static const char *past_digits(const char *at, size_t n, char end)
{
    return at && strspn(at, "0123456789") == n && at[n] == end ? at + n + (end != '\0') : NULL;
}

static bool read_batch_key(const struct s3 *s, const char *key, struct batch *ret)
{
    const char *name = str_starts(key, s->journal) ? key + strlen(s->journal) : NULL;
    const char *fence = past_digits(name, 19, '.'), *n = past_digits(fence, 19, '.');
    if (!past_digits(n, 10, '\0'))
        return false;
    *ret = (struct batch){
        .key = key, .serial = strtoull(name, NULL, 10), .fence = strtoull(fence, NULL, 10), .n = strtoull(n, NULL, 10)};
    return ret->serial < HIGHEST && ret->fence < HIGHEST;
}

static int by_number(const void *x, const void *y)
{
    const struct batch *a = x, *b = y;
    if (a->serial != b->serial)
        return a->serial < b->serial ? -1 : 1;
    if (a->fence != b->fence)
        return a->fence < b->fence ? -1 : 1;
    return (a->n > b->n) - (a->n < b->n);
}

struct journal {
    struct batch *items;
    size_t n;
};

static struct err *list_journal(struct s3 *s, const struct place *p, struct arena *a, struct journal *ret)
{
    const char **keys;
    size_t n;
    TRY(object_list(s, p, a, s->journal, &keys, &n));
    *ret = (struct journal){.items = arena_alloc(a, (n + 1) * sizeof *ret->items)};
    for (size_t i = 0; i < n; i++)
        if (read_batch_key(s, keys[i], &ret->items[ret->n]))
            ret->n++;
    if (ret->n)
        qsort(ret->items, ret->n, sizeof *ret->items, by_number);
    return NULL;
}

/* ---- what is known of the journal -------------------------------------------------------------------------------- */

static void know_batch(struct s3 *s, const char *key)
{
    s->batches = arena_grow(s->batches_arena, s->batches, sizeof *s->batches, s->n_batches, &s->cap_batches);
    s->batches[s->n_batches++] = arena_strdup(s->batches_arena, key);
}

static void forget_batches(struct s3 *s)
{
    arena_free(s->batches_arena);
    s->batches_arena = arena_new();
    s->batches = NULL;
    s->n_batches = s->cap_batches = 0;
}

static void know_journal(struct s3 *s, const struct journal *j)
{
    forget_batches(s);
    s->batch = 0;
    s->fence = s->lease.fence;
    for (size_t i = 0; i < j->n; i++) {
        know_batch(s, j->items[i].key);
        s->fence = j->items[i].fence >= s->fence ? j->items[i].fence + 1 : s->fence;
    }
}

static bool same_journal(const struct s3 *s, const struct journal *j)
{
    if (j->n != s->n_batches)
        return false;
    for (size_t i = 0; i < j->n; i++)
        if (strcmp(j->items[i].key, s->batches[i]) != 0)
            return false;
    return true;
}

/* ---- snapshots' texts -------------------------------------------------------------------------------------------- */

/* Ends of line that follow the document are none of it: see fence_off. */
static size_t document_length(const char *text, size_t n)
{
    while (n && text[n - 1] == '\n')
        n--;
    return n;
}

static const char *digest_of(struct arena *a, const char *text, size_t n)
{
    struct sha256 digest = sha256_of(text, document_length(text, n));
    return sha256_hex(a, &digest);
}

/* ---- loading ----------------------------------------------------------------------------------------------------- */

static struct err *read_snapshot(struct s3 *s, struct place *p, struct arena *a, struct got *ret, struct state **ret_s)
{
    TRY(object_get(s, p, a, s->key, ret));
    place_keep_head(p, ret);
    if (!ret->there)
        return NULL;
    if (*p->digest && strcmp(p->digest, digest_of(a, ret->bytes, ret->n)) != 0)
        return err_new(ERR_INPUT, "%s: its bytes are not those that were written: put an earlier version of it back",
                       s->st.path);
    TRY_CTX(state_from_text(ret->bytes, ret->n, ret_s), "%s", s->st.path);
    return NULL;
}

/* Each batch begins with a head, and is a journal by itself. */
static struct err *replay(struct s3 *s, struct place *p, struct arena *a, const struct journal *j, struct state **at,
                          size_t *ret_replayed)
{
    const char **keys = arena_alloc(a, (j->n + 1) * sizeof *keys);
    struct got *batches = arena_alloc(a, (j->n + 1) * sizeof *batches);
    uint64_t serial = *at ? state_head(*at)->serial : 0;
    size_t n = 0;
    for (size_t i = 0; i < j->n; i++)
        if (j->items[i].serial >= serial)
            keys[n++] = j->items[i].key;
    TRY(objects_get(s, p, a, keys, n, batches));
    for (size_t i = 0; i < n; i++) {
        struct journal_end end = {0};
        TRY_CTX(journal_replay(batches[i].bytes, batches[i].n, at, &end), "s3://%s/%s", p->bucket, keys[i]);
        *ret_replayed += end.records;
    }
    return NULL;
}

struct loaded {
    struct state *s;
    struct got snapshot;
    struct journal journal;
    size_t replayed;
};

static struct err *load_from(struct s3 *s, struct place *p, struct arena *a, struct loaded *ret)
{
    struct err *e = read_snapshot(s, p, a, &ret->snapshot, &ret->s);
    if (!e)
        e = list_journal(s, p, a, &ret->journal);
    if (!e)
        e = replay(s, p, a, &ret->journal, &ret->s, &ret->replayed);
    return e;
}

/* Another run may write a snapshot while this one reads: the journal of the one that was read is taken away then. */
static struct err *load_once(struct s3 *s, struct place *p, struct arena *a, struct loaded *ret, bool *ret_moved)
{
    struct got now;
    struct err *e = load_from(s, p, a, ret), *unknown = NULL;
    *ret_moved = false;
    if (!s->st.locked && (!e || err_class_of(e) == ERR_INPUT)) {
        unknown = object_head(s, p, a, s->key, &now);
        *ret_moved = !unknown && (now.there != ret->snapshot.there || !str_eq(now.etag.text, ret->snapshot.etag.text));
    }
    if (!e && unknown)
        e = unknown;
    else
        err_free(unknown);
    if (e || *ret_moved) {
        state_free(ret->s);
        *ret = (struct loaded){0};
    }
    return e;
}

static struct err *load(struct s3 *s, struct place *p, struct arena *a, struct loaded *ret)
{
    bool moved = false;
    for (int i = 0; i < LOAD_ATTEMPTS; i++) {
        struct err *e = load_once(s, p, a, ret, &moved);
        if (!moved)
            return e;
        err_free(e);
    }
    return err_new(ERR_CONFLICT, "%s: is being written again and again: wait for the other run to end", s->st.path);
}

static struct err *moved_on(const struct s3 *s)
{
    return err_new(ERR_STALE, "%s: another run has written it since this one has read it: run the same command again",
                   s->st.path);
}

/* ---- the mirror -------------------------------------------------------------------------------------------------- */

static const struct value *head_of(const struct s3 *s, struct arena *a, const char *text, uint64_t serial,
                                   int64_t epoch, bool primary)
{
    struct value *meta = value_map(a);
    value_set_str(a, meta, "serial", arena_printf(a, "%" PRIu64, serial));
    value_set_str(a, meta, "lineage", s->st.head.lineage);
    value_set_str(a, meta, "sha256", digest_of(a, text, strlen(text)));
    value_set_str(a, meta, "epoch", arena_printf(a, "%" PRId64, epoch));
    value_set_str(a, meta, "role", primary ? "primary" : "mirror");
    return meta;
}

static struct err *put_snapshot(struct s3 *s, struct place *p, const char *text, uint64_t serial, int64_t epoch,
                                bool primary)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct got head = {.there = true, .meta = head_of(s, a, text, serial, epoch, primary)};
    const struct put what = {.key = s->key,
                             .bytes = text,
                             .replaces = p->there ? &p->etag : NULL,
                             .meta = head.meta,
                             .patience_ms = primary ? PATIENT_MS : BRIEFLY_MS};
    TRY(object_put(s, p, &what, &head.etag));
    place_keep_head(p, &head);
    return NULL;
}

/* Told of once; from here on it gets nothing but the next snapshot. */
static void leave_behind(struct s3 *s, struct err *why)
{
    if (!s->mirror->behind)
        s3_warn(s, "%s: its mirror in %s could not be written and is behind from now on: %s", s->st.path,
                s->mirror->region, err_text(why));
    s->mirror->behind = true;
    err_free(why);
}

static struct err *ousted(const struct s3 *s)
{
    return err_new(ERR_STALE,
                   "%s: its mirror in %s has been promoted meanwhile: what is here is not the state any more",
                   s->st.path, s->mirror->region);
}

/* What it holds by now decides whether it may be written, and whether the primary may: it may have been promoted, or
 * have been silent until now. */
static struct err *look_at_mirror(struct s3 *s, bool *ret_answers)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct heard heard[COUNT(s->places)] = {{0}};
    TRY(objects_head(s, a, heard));
    const struct heard *m = &heard[s->mirror - s->places];
    *ret_answers = !m->why;
    if (!m->why)
        place_keep_head(s->mirror, &m->head);
    s->mirror->why = NULL;
    return !m->why && s->mirror->epoch > s->primary->epoch ? ousted(s) : NULL;
}

static struct err *meet_mirror(struct s3 *s, bool *ret_answers)
{
    *ret_answers = true;
    return s->mirror->behind ? look_at_mirror(s, ret_answers) : NULL;
}

/* Whoever has promoted it may be at work already: a run sends nothing without its intent in the journal. */
static struct err *watch_mirror(struct s3 *s)
{
    bool answers = true;
    if (!s->mirror || s->mirror->behind)
        return NULL;
    TRY(look_at_mirror(s, &answers));
    if (!answers)
        leave_behind(s, err_new(ERR_UNREACHABLE, "no answer"));
    return NULL;
}

static struct err *mirror_snapshot(struct s3 *s, const char *text, uint64_t serial)
{
    bool answers;
    if (!s->mirror)
        return NULL;
    TRY(meet_mirror(s, &answers));
    struct err *e = answers ? put_snapshot(s, s->mirror, text, serial, s->primary->epoch, false)
                            : err_new(ERR_UNREACHABLE, "no answer");
    if (e && err_class_of(e) == ERR_CONFLICT) {
        err_free(e);
        s->mirror->behind = true;
        TRY(meet_mirror(s, &answers));
        e = err_new(ERR_CONFLICT, "somebody else has written it");
    }
    if (e)
        leave_behind(s, e);
    else
        s->mirror->behind = false;
    return NULL;
}

static void mirror_batch(struct s3 *s, const struct put *what)
{
    struct put copy = *what;
    struct etag etag;
    copy.patience_ms = BRIEFLY_MS;
    if (!s->mirror || s->mirror->behind)
        return;
    struct err *e = object_put(s, s->mirror, &copy, &etag);
    if (e)
        leave_behind(s, e);
}

/* Of the same snapshot, it may lack batches, and more would leave a gap. */
static void compare_journals(struct s3 *s, struct arena *a)
{
    struct journal theirs;
    if (!s->mirror || s->mirror->behind)
        return;
    struct err *e = list_journal(s, s->mirror, a, &theirs);
    if (e)
        leave_behind(s, e);
    else
        s->mirror->behind = !same_journal(s, &theirs);
}

/* ---- following another ------------------------------------------------------------------------------------------- */

/*
 * Whom we followed may have a snapshot on the way, which would still find what it has read. What it would replace gets
 * another ETag, by one more end of line, before anything is written that extends it.
 */
static struct err *fence_off(struct s3 *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct place *p = s->seat;
    struct got now;
    if (s->fenced || !s->lease.follows)
        return NULL;
    TRY(object_get(s, p, a, s->key, &now));
    if (now.there != p->there || !str_eq(now.etag.text, p->etag.text))
        return moved_on(s);
    const char *text = now.bytes;
    if (!now.there) {
        struct state *nothing = state_new(s->st.head.project, s->st.head.environment);
        text = store_text_of(a, nothing, 0);
        state_free(nothing);
    }
    struct err *e = put_snapshot(s, p, arena_printf(a, "%s\n", text), s->st.serial, p->epoch ? p->epoch : 1, true);
    if (e && err_class_of(e) == ERR_CONFLICT) {
        err_free(e);
        return moved_on(s);
    }
    s->fenced = !e;
    return e;
}

/* ---- the back end ------------------------------------------------------------------------------------------------ */

static struct err *s3_lock(struct store *st, const char *command, int64_t timeout_ms)
{
    return lease_take(s3_of(st), command, timeout_ms);
}

static const char *s3_in_use(struct store *st, struct arena *a)
{
    return lease_user(s3_of(st), a);
}

static struct err *s3_unlock(struct store *st, struct arena *a, const char **ret_robbed)
{
    return lease_break(s3_of(st), a, ret_robbed);
}

static struct err *s3_may_send(struct store *st)
{
    return lease_check(s3_of(st));
}

static struct err *s3_load(struct store *st, struct state **ret, size_t *ret_replayed)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct s3 *s = s3_of(st);
    struct loaded l = {0};
    TRY(places_look(s));
    struct place *p = s->seat ? s->seat : places_readable(s);
    TRY(load(s, p, a, &l));
    know_journal(s, &l.journal);
    st->serial = l.s ? state_head(l.s)->serial : 0;
    if (l.s)
        store_keep_head(st, state_head(l.s));
    if (s->seat)
        compare_journals(s, a);
    *ret = l.s;
    *ret_replayed = l.replayed;
    bool can_mend = s->seat && l.s && !l.replayed && s->mirror && s->mirror->behind && !s->mirror->why;
    if (!can_mend || p != s->primary)
        return NULL;
    struct err *e = mirror_snapshot(s, l.snapshot.bytes, st->serial);
    if (e)
        state_free(l.s);
    return e;
}

static struct err *s3_unchanged(struct store *st)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct s3 *s = s3_of(st);
    struct journal now;
    const struct place was = *s->seat;
    TRY(places_look(s));
    TRY(list_journal(s, s->seat, a, &now));
    bool same = was.there == s->seat->there && str_eq(was.etag.text, s->seat->etag.text) && same_journal(s, &now);
    if (!same)
        return moved_on(s);
    know_journal(s, &now);
    compare_journals(s, a);
    return NULL;
}

/* The serial goes beyond that of every batch: all of them are stale then. */
static struct err *s3_discard(struct store *st)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct s3 *s = s3_of(st);
    struct journal j;
    TRY(list_journal(s, s->seat, a, &j));
    know_journal(s, &j);
    st->serial = s->seat->serial;
    if (j.n && j.items[j.n - 1].serial > st->serial)
        st->serial = j.items[j.n - 1].serial;
    return NULL;
}

/* A name that is taken is an ousted holder's, who had the same fence and no batch that could be seen: see above. */
static struct err *put_batch(struct s3 *s, struct put *what)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct etag etag;
    for (int i = 0;; i++) {
        what->key = batch_key(s, a, ++s->batch);
        struct err *e = object_put(s, s->seat, what, &etag);
        if (!e || err_class_of(e) != ERR_CONFLICT || i == LATE_BATCHES) {
            know_batch(s, what->key);
            what->key = s->batches[s->n_batches - 1];
            return e;
        }
        err_free(e);
    }
}

static struct err *s3_append(struct store *st)
{
    struct s3 *s = s3_of(st);
    if (!st->notes.len)
        return NULL;
    struct sbuf text = store_headed_notes(st);
    struct put what = {.bytes = sbuf_str(&text), .patience_ms = PATIENT_MS};
    TRY(fence_off(s));
    TRY(watch_mirror(s));
    TRY(put_batch(s, &what));
    mirror_batch(s, &what);
    return NULL;
}

static struct err *s3_keep(struct store *st, struct arena *a, const struct state *state, uint64_t serial,
                           const char **ret_path)
{
    const char *text = store_text_of(a, state, serial);
    *ret_path = arena_printf(a, "%s/errored.%" PRIu64 ".state.json", s3_of(st)->folder, serial);
    return disk_create(st->sys, *ret_path, text, strlen(text));
}

/* By promotion, what was the mirror is the primary from here on. */
static int64_t next_epoch(struct s3 *s)
{
    int64_t highest = s->primary->epoch;
    if (s->mirror && s->mirror->epoch > highest)
        highest = s->mirror->epoch;
    if (s->promoting) {
        struct place *p = s->primary;
        s->primary = s->mirror;
        s->mirror = p;
        s->mirror->behind = true;
        highest++;
    }
    s->promoting = false;
    return highest ? highest : 1;
}

static struct err *s3_replace(struct store *st, const struct state *state, uint64_t serial)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct s3 *s = s3_of(st);
    const char *text = store_text_of(a, state, serial);
    store_keep_head(st, state_head(state));
    int64_t epoch = next_epoch(s);
    struct err *e = put_snapshot(s, s->primary, text, serial, epoch, true);
    if (!e)
        e = mirror_snapshot(s, text, serial);
    if (!e || err_class_of(e) != ERR_CONFLICT)
        return e;
    struct err *stale = err_new(ERR_STALE, "%s", err_text(e));
    err_free(e);
    return stale;
}

static void s3_drop_journal(struct store *st)
{
    struct s3 *s = s3_of(st);
    objects_delete(s, s->primary, s->batches, s->n_batches);
    if (s->mirror && !s->mirror->behind)
        objects_delete(s, s->mirror, s->batches, s->n_batches);
    forget_batches(s);
    s->batch = 0;
}

static struct err *s3_promote(struct store *st)
{
    struct s3 *s = s3_of(st);
    if (s->n_places < 2)
        return err_new(ERR_USAGE, "%s: has no mirror that could be promoted", st->path);
    TRY(places_look(s));
    if (s->mirror->why)
        return err_new(ERR_UNREACHABLE, "%s: its mirror in %s does not answer: %s", st->path, s->mirror->region,
                       s->mirror->why);
    if (!s->primary->why && s->mirror->behind)
        return err_new(ERR_CONFLICT,
                       "%s: its mirror in %s lacks what came last, and %s answers: nothing needs to be promoted; an "
                       "apply brings the mirror up to date",
                       st->path, s->mirror->region, s->primary->region);
    s->promoting = true;
    return NULL;
}

static void s3_close(struct store *st)
{
    struct s3 *s = s3_of(st);
    lease_release(s);
    arena_free(s->batches_arena);
}

static const struct backend s3_backend = {
    .close = s3_close,
    .lock = s3_lock,
    .in_use = s3_in_use,
    .unlock = s3_unlock,
    .may_send = s3_may_send,
    .promote = s3_promote,
    .load = s3_load,
    .unchanged = s3_unchanged,
    .discard = s3_discard,
    .append = s3_append,
    .replace = s3_replace,
    .keep = s3_keep,
    .drop_journal = s3_drop_journal,
};

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static const char *kept(struct arena *a, const char *text)
{
    return text ? arena_strdup(a, text) : NULL;
}

static void add_place(struct s3 *s, const struct store_s3_place *p)
{
    struct arena *a = s->st.arena;
    if (p->bucket)
        s->places[s->n_places++] =
            (struct place){.bucket = kept(a, p->bucket), .region = kept(a, p->region), .kms_key = kept(a, p->kms_key)};
}

struct store *store_open_s3(const struct store_s3_options *o)
{
    CLEANUP(arena_freep) struct arena *temp = arena_new();
    const char *path = arena_printf(temp, "s3://%s/%s", o->first.bucket, o->key);
    struct s3 *s = s3_of(store_new(&s3_backend, sizeof *s, path));
    struct arena *a = s->st.arena;
    s->client = o->client;
    s->key = kept(a, o->key);
    s->lock_key = arena_printf(a, "%s.lock", o->key);
    s->journal = arena_printf(a, "%s.journal/", o->key);
    s->account = kept(a, o->account);
    s->folder = kept(a, o->folder ? o->folder : ".");
    (void)snprintf(s->holder, sizeof s->holder, "%016" PRIx64 "%016" PRIx64, o->holder[0], o->holder[1]);
    s->warn = o->warn;
    s->warn_ctx = o->warn_ctx;
    add_place(s, &o->first);
    add_place(s, &o->second);
    forget_batches(s);
    return &s->st;
}
