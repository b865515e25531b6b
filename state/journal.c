#include "provisioner/model/json.h"
#include "state/inside.h"

#include <inttypes.h>
#include <string.h>

enum { FORMAT = 1 };

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static void put_line(struct sbuf *out, const struct value *v)
{
    value_print(out, v, -1);
    sbuf_putc(out, '\n');
}

void journal_head(struct sbuf *out, const struct state_head *h, uint64_t serial)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = value_map(a);
    value_set(a, v, "journal", value_int(a, FORMAT));
    value_set_str(a, v, "program", PROVISIONER_VERSION);
    head_to_value(a, v, h, serial);
    put_line(out, v);
}

static struct value *record(struct arena *a, const char *what, const char *address)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "do", what);
    value_set_str(a, v, "address", address);
    return v;
}

void journal_account(struct sbuf *out, const struct state_head *h)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = record(a, "account", NULL);
    value_set_str(a, v, "account", h->account);
    value_set_str(a, v, "lineage", h->lineage);
    put_line(out, v);
}

void journal_plan(struct sbuf *out, const char *digest)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = record(a, "plan", NULL);
    value_set_str(a, v, "digest", digest);
    put_line(out, v);
}

void journal_run(struct sbuf *out, const struct past_run *r)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = record(a, "run", NULL);
    value_set(a, v, "with", run_to_value(a, r));
    put_line(out, v);
}

void journal_intent(struct sbuf *out, const struct intent *in)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = record(a, "intent", in->address);
    value_set(a, v, "with", intent_to_value(a, in));
    put_line(out, v);
}

void journal_entry(struct sbuf *out, const struct entry *e)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = record(a, "entry", e->address);
    value_set(a, v, "with", entry_to_value(a, e));
    put_line(out, v);
}

void journal_drop(struct sbuf *out, const char *address)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    put_line(out, record(a, "drop", address));
}

void journal_remove(struct sbuf *out, const char *address, bool tombstone)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = record(a, "remove", address);
    value_set(a, v, "tombstone", value_bool(a, tombstone));
    put_line(out, v);
}

/* ---- replaying --------------------------------------------------------------------------------------------------- */

static struct err *do_intent(struct state *s, struct arena *a, const char *address, const struct value *v)
{
    struct intent in;
    TRY(intent_from_value(a, address, value_get(v, "with"), &in));
    state_put_intent(s, &in);
    return NULL;
}

static struct err *do_entry(struct state *s, struct arena *a, const char *address, const struct value *v)
{
    struct entry e;
    TRY(entry_from_value(a, address, value_get(v, "with"), &e));
    state_put(s, &e);
    return NULL;
}

static struct err *do_drop(struct state *s, struct arena *a, const char *address, const struct value *v)
{
    (void)a, (void)v;
    state_drop_intent(s, address);
    return NULL;
}

static struct err *do_remove(struct state *s, struct arena *a, const char *address, const struct value *v)
{
    (void)a;
    const struct value *tombstone = value_get(v, "tombstone");
    if (value_kind(tombstone) != V_BOOL)
        return err_new(ERR_INPUT, "%s: tombstone is missing", address);
    state_remove(s, address, value_bool_of(tombstone));
    return NULL;
}

static struct err *do_account(struct state *s, struct arena *a, const char *address, const struct value *v)
{
    (void)a, (void)address;
    state_set_account(s, value_get_str(v, "account"), value_get_str(v, "lineage"));
    return NULL;
}

static struct err *do_plan(struct state *s, struct arena *a, const char *address, const struct value *v)
{
    (void)a, (void)address;
    state_set_plan(s, value_get_str(v, "digest"));
    return NULL;
}

static struct err *do_run(struct state *s, struct arena *a, const char *address, const struct value *v)
{
    struct past_run r;
    (void)address;
    TRY(run_from_value(a, value_get(v, "with"), &r));
    state_put_run(s, &r);
    return NULL;
}

static const struct verb {
    const char *name;
    bool addressed;
    struct err *(*run)(struct state *s, struct arena *a, const char *address, const struct value *v);
} verbs[] = {{"intent", true, do_intent}, {"entry", true, do_entry},      {"drop", true, do_drop},
             {"remove", true, do_remove}, {"account", false, do_account}, {"plan", false, do_plan},
             {"run", false, do_run}};

static struct err *run_record(struct state *s, struct arena *a, const struct value *v)
{
    const char *what = value_get_str(v, "do"), *address = value_get_str(v, "address");
    for (size_t i = 0; i < COUNT(verbs); i++) {
        if (strcmp(verbs[i].name, what) != 0)
            continue;
        if (verbs[i].addressed && !*address)
            return err_new(ERR_INPUT, "address is missing");
        return verbs[i].run(s, a, address, v);
    }
    return err_new(ERR_INPUT, "it says to \"do\" nothing that this provisioner, version %s, knows",
                   PROVISIONER_VERSION);
}

static bool differ(const char *x, const char *y)
{
    return *x && *y && strcmp(x, y) != 0;
}

static struct err *later_than_snapshot(uint64_t serial, uint64_t snapshot, bool there)
{
    if (there)
        return err_new(ERR_INPUT,
                       "it extends serial %" PRIu64 ", but the state file is of serial %" PRIu64
                       ": put the later state file back (<state>.backup is the one before the last), or, if what the "
                       "journal holds may be forgotten, move the journal away",
                       serial, snapshot);
    return err_new(
        ERR_INPUT,
        "it extends serial %" PRIu64 ", but there is no state file: put that back (<state>.backup is the one "
        "before the last), or move the journal away and apply again: what is in AWS is found by its tags and names",
        serial);
}

static struct err *bind(const struct state_head *h, struct state **s, enum journal_kind *ret)
{
    if (!*s && h->serial > 0)
        return later_than_snapshot(h->serial, 0, false);
    if (!*s)
        *s = state_new(h->project, h->environment);
    const struct state_head *of = state_head(*s);
    if (differ(h->lineage, of->lineage) || strcmp(h->project, of->project) != 0 ||
        strcmp(h->environment, of->environment) != 0)
        return err_new(ERR_INPUT,
                       "it belongs to another state (%s, %s), not to this one (%s, %s): move the one that is not meant "
                       "away",
                       h->project, h->environment, of->project, of->environment);
    if (h->serial > of->serial)
        return later_than_snapshot(h->serial, of->serial, true);
    *ret = h->serial < of->serial ? JOURNAL_STALE : JOURNAL_EXTENDS;
    if (*ret == JOURNAL_EXTENDS && *h->lineage)
        state_set_account(*s, h->account, h->lineage);
    return NULL;
}

static struct err *run_head(struct state **s, const struct value *v, enum journal_kind *ret)
{
    struct state_head h;
    int64_t format = value_int_of(value_get(v, "journal"));
    if (format > FORMAT)
        return err_new(ERR_INPUT,
                       "its format %" PRId64 " is later than this provisioner, version %s, can read (%d): use the "
                       "version that wrote it, or a later one",
                       format, PROVISIONER_VERSION, FORMAT);
    if (format != FORMAT)
        return err_new(ERR_INPUT, "this is not the head of a journal");
    TRY(head_from_value(v, &h));
    return bind(&h, s, ret);
}

struct replay {
    struct state **s;
    struct journal_end end;
    size_t line;
};

static struct err *broken_line(const struct replay *r, const struct err *why)
{
    return err_new(
        ERR_INPUT,
        "line %zu: %s: the lines after it cannot be trusted, so nothing was read and nothing was deleted: "
        "mend that line, or move the file away and apply again: what is in AWS is found by its tags and names",
        r->line, err_text(why));
}

static struct err *run_parsed(struct replay *r, struct arena *a, const struct value *v)
{
    if (r->line == 1)
        return run_head(r->s, v, &r->end.kind);
    TRY(run_record(*r->s, a, v));
    r->end.records++;
    return NULL;
}

/* ret_torn: it is the last, and not whole: a power cut may write the end of a line and not its middle. */
static struct err *run_line(struct replay *r, const char *line, size_t n, bool last, bool *ret_torn)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    CLEANUP(err_freep) struct err *broken = NULL;
    const struct value *v = NULL;
    broken = json_parse(a, line, n, JSON_PLAIN, &v);
    if (!broken && value_kind(v) != V_MAP)
        broken = err_new(ERR_INPUT, "expected a mapping, found %s", value_kind_name(value_kind(v)));
    *ret_torn = broken && last;
    if (!broken) {
        struct err *e = run_parsed(r, a, v);
        return e ? err_wrap(e, "line %zu", r->line) : NULL;
    }
    return last ? NULL : broken_line(r, broken);
}

struct err *journal_replay(const char *text, size_t n, struct state **s, struct journal_end *ret)
{
    const char *at = text, *end = text + n, *newline;
    struct replay r = {.s = s};
    bool torn = false;
    while (at < end && (newline = memchr(at, '\n', (size_t)(end - at)))) {
        r.line++;
        TRY(run_line(&r, at, (size_t)(newline - at), newline + 1 == end, &torn));
        if (torn)
            break;
        at = newline + 1;
        r.end.good = (size_t)(at - text);
        if (r.end.kind == JOURNAL_STALE)
            break;
    }
    *ret = r.end;
    return NULL;
}
