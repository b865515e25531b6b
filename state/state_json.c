#include "provisioner/model/json.h"
#include "state/inside.h"

#include <inttypes.h>
#include <string.h>

enum { FORMAT = 1, LARGEST_GENERATION = 1000 * 1000 * 1000 };
static const int64_t LARGEST_SERIAL = INT64_C(1) << 53; /* other readers of JSON have doubles */

/* ---- one record: its members as a table -------------------------------------------------------------------------- */

enum as { AS_TEXT, AS_VERB, AS_STATUS, AS_GENERATION, AS_SECONDS, AS_NAMES, AS_MAP };

struct field {
    const char *name;
    enum as as;
    bool required;
    size_t at;
};

/* clang-format off */
static const struct field entry_fields[] = {
    {"type",       AS_TEXT,       true,  offsetof(struct entry, type)},
    {"alias",      AS_TEXT,       true,  offsetof(struct entry, alias)},
    {"region",     AS_TEXT,       true,  offsetof(struct entry, region)},
    {"id",         AS_TEXT,       false, offsetof(struct entry, id)},
    {"status",     AS_STATUS,     true,  offsetof(struct entry, status)},
    {"generation", AS_GENERATION, true,  offsetof(struct entry, generation)},
    {"created",    AS_SECONDS,    false, offsetof(struct entry, created)},
    {"updated",    AS_SECONDS,    false, offsetof(struct entry, updated)},
    {"create_s",   AS_SECONDS,    false, offsetof(struct entry, create_s)},
    {"update_s",   AS_SECONDS,    false, offsetof(struct entry, update_s)},
    {"after",      AS_NAMES,      false, offsetof(struct entry, after)},
    {"inputs",     AS_MAP,        false, offsetof(struct entry, inputs)},
    {"outputs",    AS_MAP,        false, offsetof(struct entry, outputs)},
};

static const struct field intent_fields[] = {
    {"type",       AS_TEXT,       true,  offsetof(struct intent, type)},
    {"alias",      AS_TEXT,       true,  offsetof(struct intent, alias)},
    {"region",     AS_TEXT,       true,  offsetof(struct intent, region)},
    {"verb",       AS_VERB,       true,  offsetof(struct intent, verb)},
    {"op",         AS_TEXT,       true,  offsetof(struct intent, op)},
    {"generation", AS_GENERATION, true,  offsetof(struct intent, generation)},
    {"after",      AS_NAMES,      false, offsetof(struct intent, after)},
    {"inputs",     AS_MAP,        false, offsetof(struct intent, inputs)},
};

static const struct field run_fields[] = {
    {"command",   AS_TEXT,    true,  offsetof(struct past_run, command)},
    {"started",   AS_SECONDS, false,  offsetof(struct past_run, started)},
    {"ended",     AS_SECONDS, false, offsetof(struct past_run, ended)},
    {"result",    AS_TEXT,    false, offsetof(struct past_run, result)},
    {"who",       AS_TEXT,    false, offsetof(struct past_run, who)},
    {"host",      AS_TEXT,    false, offsetof(struct past_run, host)},
    {"version",   AS_TEXT,    false, offsetof(struct past_run, version)},
    {"created",   AS_SECONDS, false, offsetof(struct past_run, created)},
    {"updated",   AS_SECONDS, false, offsetof(struct past_run, updated)},
    {"deleted",   AS_SECONDS, false, offsetof(struct past_run, deleted)},
    {"adopted",   AS_SECONDS, false, offsetof(struct past_run, adopted)},
    {"forgotten", AS_SECONDS, false, offsetof(struct past_run, forgotten)},
    {"failed",    AS_SECONDS, false, offsetof(struct past_run, failed)},
};

static const char *const status_names[] = {
    [ENTRY_READY] = "ready", [ENTRY_CREATING] = "creating", [ENTRY_DELETING] = "deleting",
};

static const char *const expected[] = {
    [AS_TEXT]       = "a text",
    [AS_VERB]       = "\"create\", \"update\" or \"delete\"",
    [AS_STATUS]     = "\"ready\", \"creating\" or \"deleting\"",
    [AS_GENERATION] = "a whole number from 1",
    [AS_SECONDS]    = "a whole number from 0",
    [AS_NAMES]      = "a list of addresses",
    [AS_MAP]        = "a mapping",
};
/* clang-format on */

static void put_text(struct arena *a, struct value *map, const char *name, const char *s, bool required)
{
    value_set_str(a, map, name, s || !required ? s : "");
}

static void put_seconds(struct arena *a, struct value *map, const char *name, int64_t s)
{
    if (s > 0)
        value_set(a, map, name, value_int(a, s));
}

static void put_names(struct arena *a, struct value *map, const char *name, const char *const *names)
{
    struct value *list = value_list(a);
    for (; names && *names; names++)
        value_push(a, list, value_str(a, *names));
    if (value_len(list))
        value_set(a, map, name, list);
}

static void put_field(struct arena *a, struct value *map, const struct field *f, const void *record)
{
    const void *at = (const char *)record + f->at;
    switch (f->as) {
    case AS_TEXT:
    case AS_VERB: put_text(a, map, f->name, *(const char *const *)at, f->required); break;
    case AS_STATUS: value_set_str(a, map, f->name, status_names[*(const enum entry_status *)at]); break;
    case AS_GENERATION: value_set(a, map, f->name, value_int(a, *(const unsigned *)at)); break;
    case AS_SECONDS: put_seconds(a, map, f->name, *(const int64_t *)at); break;
    case AS_NAMES: put_names(a, map, f->name, *(const char *const *const *)at); break;
    case AS_MAP: value_set(a, map, f->name, *(const struct value *const *)at); break;
    }
}

static bool take_text(const struct value *v, const char **ret)
{
    if (value_kind(v) != V_STR)
        return false;
    *ret = value_str_of(v);
    return true;
}

static bool take_verb(const struct value *v, const char **ret)
{
    return take_text(v, ret) && **ret && has_word("create update delete", *ret);
}

static bool take_status(const struct value *v, enum entry_status *ret)
{
    for (size_t i = 0; i < COUNT(status_names); i++) {
        if (value_kind(v) == V_STR && strcmp(value_str_of(v), status_names[i]) == 0) {
            *ret = (enum entry_status)i;
            return true;
        }
    }
    return false;
}

static bool take_generation(const struct value *v, unsigned *ret)
{
    int64_t n = value_int_of(v);
    if (n < 1 || n > LARGEST_GENERATION)
        return false;
    *ret = (unsigned)n;
    return true;
}

static bool take_seconds(const struct value *v, int64_t *ret)
{
    if (value_kind(v) != V_INT || value_int_of(v) < 0)
        return false;
    *ret = value_int_of(v);
    return true;
}

static bool take_names(struct arena *a, const struct value *v, const char ***ret)
{
    size_t n = value_len(v);
    if (value_kind(v) != V_LIST)
        return false;
    const char **names = arena_alloc(a, (n + 1) * sizeof *names);
    for (size_t i = 0; i < n; i++)
        if (!take_text(value_item(v, i), &names[i]))
            return false;
    *ret = names;
    return true;
}

static bool take_map(const struct value *v, const struct value **ret)
{
    if (value_kind(v) != V_MAP)
        return false;
    *ret = v;
    return true;
}

static bool take_value(struct arena *a, const struct field *f, const struct value *v, void *at)
{
    switch (f->as) {
    case AS_TEXT: return take_text(v, at);
    case AS_VERB: return take_verb(v, at);
    case AS_STATUS: return take_status(v, at);
    case AS_GENERATION: return take_generation(v, at);
    case AS_SECONDS: return take_seconds(v, at);
    case AS_NAMES: return take_names(a, v, at);
    case AS_MAP: return take_map(v, at);
    }
    return false;
}

static struct err *wrong_kind(const char *name, const char *want, const struct value *v)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf found = {.arena = a};
    if (value_kind(v) == V_STR && strlen(value_str_of(v)) < 60)
        sbuf_put_json(&found, value_str_of(v));
    else if (value_kind(v) == V_INT)
        sbuf_puts(&found, value_text(a, v));
    else
        sbuf_puts(&found, value_kind_name(value_kind(v)));
    return err_new(ERR_INPUT, "%s: expected %s, found %s", name, want, sbuf_str(&found));
}

static struct err *unknown_member(const char *name)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf quoted = {.arena = a};
    sbuf_put_json(&quoted, arena_strndup(a, name, strnlen(name, 60)));
    return err_new(ERR_INPUT, "%s is not known here", sbuf_str(&quoted));
}

static struct err *take_fields(struct arena *a, const struct field *fields, size_t n, const struct value *v, void *ret)
{
    size_t taken = 0;
    if (value_kind(v) != V_MAP)
        return err_new(ERR_INPUT, "expected a mapping, found %s", value_kind_name(value_kind(v)));
    for (const struct field *f = fields; f < fields + n; f++) {
        const struct value *m = value_get(v, f->name);
        if (!m && f->required)
            return err_new(ERR_INPUT, "%s is missing", f->name);
        if (m && !take_value(a, f, m, (char *)ret + f->at))
            return wrong_kind(f->name, expected[f->as], m);
        taken += m != NULL;
    }
    for (size_t i = 0, k; taken < value_len(v) && i < value_len(v); i++) {
        for (k = 0; k < n && strcmp(fields[k].name, value_key(v, i)) != 0; k++)
            ;
        if (k == n)
            return unknown_member(value_key(v, i));
    }
    return NULL;
}

/* Addresses stand in messages to terminals. */
static struct err *check_address(const char *address)
{
    if (!*address)
        return err_new(ERR_INPUT, "an address is empty");
    for (const char *c = address; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return err_new(ERR_INPUT, "an address has a control character in it");
    if (strlen(address) > 1000)
        return err_new(ERR_INPUT, "an address is longer than 1000 bytes");
    return NULL;
}

const struct value *entry_to_value(struct arena *a, const struct entry *e)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < COUNT(entry_fields); i++)
        put_field(a, map, &entry_fields[i], e);
    return map;
}

struct err *entry_from_value(struct arena *a, const char *address, const struct value *v, struct entry *ret)
{
    struct entry e = {.address = address, .after = arena_alloc(a, sizeof *e.after)};
    TRY(check_address(address));
    TRY_CTX(take_fields(a, entry_fields, COUNT(entry_fields), v, &e), "%s", address);
    *ret = e;
    return NULL;
}

const struct value *intent_to_value(struct arena *a, const struct intent *in)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < COUNT(intent_fields); i++)
        put_field(a, map, &intent_fields[i], in);
    return map;
}

struct err *intent_from_value(struct arena *a, const char *address, const struct value *v, struct intent *ret)
{
    struct intent in = {.address = address, .after = arena_alloc(a, sizeof *in.after)};
    TRY(check_address(address));
    TRY_CTX(take_fields(a, intent_fields, COUNT(intent_fields), v, &in), "%s", address);
    *ret = in;
    return NULL;
}

const struct value *run_to_value(struct arena *a, const struct past_run *r)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < COUNT(run_fields); i++)
        put_field(a, map, &run_fields[i], r);
    return map;
}

struct err *run_from_value(struct arena *a, const struct value *v, struct past_run *ret)
{
    struct past_run r = {0};
    TRY(take_fields(a, run_fields, COUNT(run_fields), v, &r));
    *ret = r;
    return NULL;
}

static const struct value *runs_to_value(struct arena *a, const struct state *s)
{
    struct value *list = value_list(a);
    for (size_t i = 0; i < state_runs(s); i++)
        value_push(a, list, run_to_value(a, state_run(s, i)));
    return list;
}

/* States of before runs were kept have none. */
static struct err *runs_from_value(struct state *s, const struct value *v)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct past_run r;
    if (v && value_kind(v) != V_LIST)
        return wrong_kind("runs", "a list", v);
    for (size_t i = 0; i < value_len(v); i++) {
        TRY_CTX(run_from_value(a, value_item(v, i), &r), "runs: %zu", i + 1);
        state_put_run(s, &r);
    }
    return NULL;
}

/* ---- head -------------------------------------------------------------------------------------------------------- */

static const char *const head_names[] = {"lineage", "project", "environment", "account"};

void head_to_value(struct arena *a, struct value *map, const struct state_head *h, uint64_t serial)
{
    const char *texts[] = {h->lineage, h->project, h->environment, h->account};
    value_set(a, map, "serial", value_int(a, (int64_t)serial));
    for (size_t i = 0; i < COUNT(texts); i++)
        value_set_str(a, map, head_names[i], texts[i]);
    if (h->plan && *h->plan)
        value_set_str(a, map, "plan", h->plan);
}

struct err *head_from_value(const struct value *map, struct state_head *ret)
{
    const char *texts[COUNT(head_names)];
    const struct value *serial = value_get(map, "serial");
    if (value_kind(serial) != V_INT || value_int_of(serial) < 0 || value_int_of(serial) > LARGEST_SERIAL)
        return wrong_kind("serial", "a whole number from 0", serial);
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!take_text(value_get(map, head_names[i]), &texts[i]))
            return wrong_kind(head_names[i], "a text", value_get(map, head_names[i]));
    if (value_get(map, "plan") && value_kind(value_get(map, "plan")) != V_STR)
        return wrong_kind("plan", "a text", value_get(map, "plan"));
    *ret = (struct state_head){.lineage = texts[0],
                               .project = texts[1],
                               .environment = texts[2],
                               .account = texts[3],
                               .plan = value_get_str(map, "plan"),
                               .serial = (uint64_t)value_int_of(serial)};
    return NULL;
}

static struct err *check_format(const struct value *v)
{
    const struct value *format = value_get(v, "format");
    const char *by = value_get_str(v, "program");
    if (value_kind(v) != V_MAP || !format)
        return err_new(ERR_INPUT, "not a state file: it has no \"format\"");
    if (value_int_of(format) < 1)
        return wrong_kind("format", "a whole number from 1", format);
    if (value_int_of(format) == FORMAT)
        return NULL;
    return err_new(ERR_INPUT,
                   "format %" PRId64 " is later than this provisioner, version %s, can read (%d): use the version that "
                   "wrote it%s%.*s, or a later one",
                   value_int_of(format), PROVISIONER_VERSION, FORMAT, *by ? ", " : "",
                   (int)strspn(by, "0123456789.abcdefghijklmnopqrstuvwxyz-+"), by);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static struct err *take_entry(struct state *s, struct arena *scratch, const char *address, const struct value *v)
{
    struct entry e;
    TRY(entry_from_value(scratch, address, v, &e));
    if (state_find(s, address))
        return err_new(ERR_INPUT, "%s stands twice", address);
    state_put(s, &e);
    return NULL;
}

static struct err *take_intent(struct state *s, struct arena *scratch, const char *address, const struct value *v)
{
    struct intent in;
    TRY(intent_from_value(scratch, address, v, &in));
    if (state_intent_of(s, address))
        return err_new(ERR_INPUT, "%s stands twice", address);
    state_put_intent(s, &in);
    return NULL;
}

static struct err *take_tombstone(struct state *s, struct arena *scratch, const char *address, const struct value *v)
{
    (void)scratch;
    unsigned generation;
    TRY(check_address(address));
    if (!take_generation(v, &generation))
        return wrong_kind(address, expected[AS_GENERATION], v);
    state_put_tombstone(s, address, generation);
    return NULL;
}

/* Entries come before intents: putting one drops the other. */
static const struct part {
    const char *name;
    struct err *(*take)(struct state *s, struct arena *scratch, const char *address, const struct value *v);
} parts[] = {{"resources", take_entry}, {"intents", take_intent}, {"tombstones", take_tombstone}};

static struct value *part_entries(const struct state *s, struct arena *a)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < state_count(s); i++)
        value_set(a, map, state_entry(s, i)->address, entry_to_value(a, state_entry(s, i)));
    return map;
}

static struct value *part_intents(const struct state *s, struct arena *a)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < state_intents(s); i++)
        value_set(a, map, state_intent(s, i)->address, intent_to_value(a, state_intent(s, i)));
    return map;
}

static struct value *part_tombstones(const struct state *s, struct arena *a)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < state_tombstones(s); i++) {
        unsigned generation = 0;
        const char *address = state_tombstone(s, i, &generation);
        value_set(a, map, address, value_int(a, generation));
    }
    return map;
}

const struct value *state_to_value(const struct state *s, struct arena *a)
{
    struct value *v = value_map(a);
    value_set(a, v, "format", value_int(a, FORMAT));
    value_set_str(a, v, "program", PROVISIONER_VERSION);
    head_to_value(a, v, state_head(s), state_head(s)->serial);
    if (state_runs(s))
        value_set(a, v, "runs", runs_to_value(a, s));
    value_set(a, v, "resources", part_entries(s, a));
    value_set(a, v, "intents", part_intents(s, a));
    value_set(a, v, "tombstones", part_tombstones(s, a));
    return v;
}

static struct err *check_members(const struct value *v)
{
    static const char known[] =
        "format program serial lineage project environment account plan runs resources intents tombstones";
    for (size_t i = 0; i < value_len(v); i++)
        if (!has_word(known, value_key(v, i)))
            return unknown_member(value_key(v, i));
    return NULL;
}

static struct err *state_from_head(const struct value *v, struct state **ret)
{
    struct state_head h = {0};
    TRY(check_format(v));
    TRY(check_members(v));
    TRY(head_from_value(v, &h));
    struct state *s = state_new(h.project, h.environment);
    state_set_account(s, h.account, h.lineage);
    state_set_plan(s, h.plan);
    state_set_serial(s, h.serial);
    struct err *e = runs_from_value(s, value_get(v, "runs"));
    if (e)
        state_free(s);
    else
        *ret = s;
    return e;
}

static struct err *take_part(struct state *s, const struct part *p, const struct value *all)
{
    CLEANUP(arena_freep) struct arena *scratch = arena_new();
    const struct value *v = value_get(all, p->name);
    if (value_kind(v) != V_MAP)
        return wrong_kind(p->name, "a mapping", v);
    for (size_t i = 0; i < value_len(v); i++)
        TRY_CTX(p->take(s, scratch, value_key(v, i), value_item(v, i)), "%s", p->name);
    return NULL;
}

struct err *state_from_value(const struct value *v, struct state **ret)
{
    struct state *s = NULL;
    TRY(state_from_head(v, &s));
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct err *e = take_part(s, &parts[i], v);
        if (e) {
            state_free(s);
            return e;
        }
    }
    *ret = s;
    return NULL;
}

/* ---- from text, one record at a time ----------------------------------------------------------------------------- */

/*
 * A document is four times its text. Records are cut out of the text and parsed one by one, so that a large state
 * costs little more than what is kept. Cutting only counts brackets; whatever is odd is left to the whole parser, whose
 * message is the one that people see.
 */
struct span {
    const char *s, *end;
};

static void skip_space(struct span *at)
{
    while (at->s < at->end && (*at->s == ' ' || *at->s == '\n' || *at->s == '\r' || *at->s == '\t'))
        at->s++;
}

static bool skip_char(struct span *at, char c)
{
    skip_space(at);
    if (at->s == at->end || *at->s != c)
        return false;
    at->s++;
    return true;
}

/* Past the quote that ends the string which begins at s. */
static const char *string_end(const char *s, const char *end)
{
    for (s++; s < end && *s != '"'; s++)
        if (*s == '\\' && s + 1 < end)
            s++;
    return s < end ? s + 1 : end;
}

static bool ends_value(char c)
{
    return c == ',' || c == '}' || c == ']';
}

static struct span cut_value(struct span *at)
{
    skip_space(at);
    const char *s = at->s, *end = at->end;
    size_t depth = 0;
    while (s < end && (depth || !ends_value(*s))) {
        char c = *s;
        if (c == '"') {
            s = string_end(s, end);
            continue;
        }
        depth += c == '{' || c == '[';
        depth -= depth && (c == '}' || c == ']');
        s++;
    }
    struct span v = {at->s, s};
    at->s = s;
    return v;
}

/* A plain key; one with escapes is odd. */
static bool cut_key(struct arena *a, struct span *at, const char **ret)
{
    skip_space(at);
    if (at->s == at->end || *at->s != '"')
        return false;
    const char *start = at->s + 1;
    at->s = string_end(at->s, at->end);
    size_t n = (size_t)(at->s - start);
    if (n == 0 || at->s[-1] != '"' || memchr(start, '\\', n))
        return false;
    *ret = arena_strndup(a, start, n - 1);
    return true;
}

static bool parse_value(struct arena *a, struct span *at, const struct value **ret)
{
    struct span v = cut_value(at);
    struct err *e = json_parse(a, v.s, (size_t)(v.end - v.s), JSON_PLAIN, ret);
    err_free(e);
    return !e;
}

/* An object, member by member; `take` moves past the value. */
typedef bool take_member(void *ctx, const char *key, struct span *at);

static bool each_member(struct span *at, take_member *take, void *ctx)
{
    if (!skip_char(at, '{'))
        return false;
    if (skip_char(at, '}'))
        return true;
    do {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const char *key = NULL;
        if (!cut_key(a, at, &key) || !skip_char(at, ':') || !take(ctx, key, at))
            return false;
    } while (skip_char(at, ','));
    return skip_char(at, '}');
}

/* The head comes first and the parts in their order, as we write them; in any other order they are odd. */
struct reading {
    struct arena *a;
    struct value *head;
    struct state *s;
    const struct part *next;
};

static bool read_record(void *ctx, const char *key, struct span *at)
{
    CLEANUP(arena_freep) struct arena *scratch = arena_new();
    const struct reading *r = ctx;
    const struct value *v = NULL;
    if (!parse_value(scratch, at, &v))
        return false;
    struct err *e = r->next->take(r->s, scratch, key, v);
    err_free(e);
    return !e;
}

static bool read_part(struct reading *r, struct span *at)
{
    struct err *e = r->s ? NULL : state_from_head(r->head, &r->s);
    err_free(e);
    if (!r->s || !each_member(at, read_record, r))
        return false;
    r->next++;
    return true;
}

static bool read_member(void *ctx, const char *key, struct span *at)
{
    struct reading *r = ctx;
    const struct value *v = NULL;
    if (r->next < parts + COUNT(parts) && strcmp(key, r->next->name) == 0)
        return read_part(r, at);
    if (r->s || value_get(r->head, key) || !parse_value(r->a, at, &v))
        return false;
    value_set(r->a, r->head, key, v);
    return true;
}

static struct state *state_by_records(const char *text, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct reading r = {.a = a, .head = value_map(a), .next = parts};
    struct span at = {text, text + n};
    bool whole = !memchr(text, '\0', n) && each_member(&at, read_member, &r) && r.next == parts + COUNT(parts);
    skip_space(&at);
    if (whole && at.s == at.end)
        return r.s;
    state_free(r.s);
    return NULL;
}

struct err *state_from_text(const char *text, size_t n, struct state **ret)
{
    CLEANUP(arena_freep) struct arena *a = NULL;
    const struct value *v = NULL;
    struct state *s = state_by_records(text, n);
    if (s) {
        *ret = s;
        return NULL;
    }
    a = arena_new();
    struct err *e = json_parse(a, text, n, JSON_PLAIN, &v);
    if (e) {
        struct err *input =
            err_new(ERR_INPUT, "%s: mend it, or put the snapshot before it (<state>.backup) in its place", err_text(e));
        err_free(e);
        return input;
    }
    return state_from_value(v, ret);
}
