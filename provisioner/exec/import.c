#include "provisioner/exec/exec.h"

#include <stdlib.h>
#include <string.h>

/* "role|policy" into the attributes that the type's id is made of. */
struct err *exec_id_attrs(struct arena *a, const struct rtype *rt, const char *id, const struct value **ret)
{
    struct value *attrs = value_map(a);
    const char *at = rt->id, *word, *rest = id;
    size_t n;
    while ((n = next_word(&at, &word))) {
        bool last = !*(at + strspn(at, " "));
        size_t part = last ? strlen(rest) : strcspn(rest, "|");
        if (!part || (!last && !rest[part]))
            return err_new(ERR_INPUT, "\"%s\" is no id of %s; it is made of %s, parted by |", id, rt->name, rt->id);
        value_set(a, attrs, arena_strndup(a, word, n), value_strn(a, rest, part));
        rest += part + !last;
    }
    *ret = attrs;
    return NULL;
}

static struct err *not_ours(const struct live *live, const char *address, const char *lineage)
{
    const struct value *tags = value_get(live->attrs, "Tags");
    const char *owner = value_get_str(tags, "provisioner:address");
    bool same = strcmp(value_get_str(tags, "provisioner:lineage"), lineage) == 0;
    if (!*owner || (same && strcmp(owner, address) == 0))
        return NULL;
    return err_new(ERR_CONFLICT, "it is %s of %s already; take it out there first (`state rm`), and its tags with it",
                   owner, same ? "this project" : value_get_str(tags, "provisioner:project"));
}

struct known {
    const struct state *state;
    const struct value *lookups;
};

static const struct value *known_ref(void *ctx, struct arena *a, const char *address, const char *path)
{
    const struct known *k = ctx;
    return exec_resolve_ref(k->state, k->lookups, a, address, path);
}

/* What AWS does not tell counts as made the way it is wanted: nobody can say otherwise, and a guess would replace it.
 * Secrets stay out of the state. */
static const struct value *untold(struct arena *a, const struct rtype *rt, const struct value *wanted,
                                  const struct value *told)
{
    struct value *inputs = value_map(a);
    for (size_t i = 0; i < value_len(wanted); i++) {
        const struct attr *attr = rtype_attr(rt, value_key(wanted, i));
        bool secret = !attr || attr->flags & A_SECRET;
        bool is_told = value_get(told, value_key(wanted, i)) && !(attr && attr->flags & A_WRITE_ONLY);
        if (!secret && !is_told && !value_has_unknown(value_item(wanted, i)))
            value_set(a, inputs, attr->name, value_item(wanted, i));
    }
    return inputs;
}

static unsigned generation_of(const struct value *attrs)
{
    int64_t n = 0;
    bool told = parse_int(value_get_str(value_get(attrs, "Tags"), "provisioner:generation"), &n);
    return told && n > 0 && n < INT32_MAX ? (unsigned)n : 1;
}

struct needs {
    struct arena *arena;
    struct value *addresses; /* as keys */
};

static void need(void *ctx, const struct value *ref)
{
    struct needs *n = ctx;
    const char *address = value_ref_address(ref);
    if (!str_eq(address, "self") && !str_starts(address, "lookup/"))
        value_set(n->arena, n->addresses, address, value_bool(n->arena, true));
}

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* What it hangs on goes after it when all is destroyed, as if it had been made here. */
static const char **after_of(struct arena *a, const struct wanted *w)
{
    struct needs n = {a, value_map(a)};
    value_each_ref(w->attrs, need, &n);
    for (const char **extra = w->after; extra && *extra; extra++)
        value_set(a, n.addresses, *extra, value_bool(a, true));
    const char **after = arena_alloc(a, (value_len(n.addresses) + 1) * sizeof *after);
    for (size_t i = 0; i < value_len(n.addresses); i++)
        after[i] = value_key(n.addresses, i);
    qsort(after, value_len(n.addresses), sizeof *after, by_text);
    return after;
}

struct err *exec_import(struct client *c, struct arena *a, const struct wanted *w, const char *id,
                        const struct value *lookups, const struct state *s, struct entry *ret)
{
    struct known known = {s, lookups};
    const struct rtype *rt = rtype_named(w->type);
    const char *lineage = value_get_str(value_get(lookups, "lookup/account"), "Lineage");
    const char **skipped = arena_alloc(a, sizeof *skipped);
    struct live_set *set = NULL;
    struct state *alone = state_new("import", "import");
    *ret = (struct entry){.address = w->address,
                          .type = w->type,
                          .alias = w->alias,
                          .region = w->region,
                          .id = id,
                          .inputs = value_map(a),
                          .after = after_of(a, w),
                          .generation = 1};
    const struct value *parts = NULL;
    struct err *e = exec_id_attrs(a, rt, id, &parts);
    ret->outputs = parts;
    if (!e) {
        state_put(alone, ret);
        e = exec_read_live(c, a, NULL, alone, lookups, &skipped, &set);
    }
    struct live live = {0};
    if (!e)
        live = exec_live_of(set, w->address);
    live.attrs = live.attrs ? value_copy(a, live.attrs) : NULL; /* what a read was asked by is the state's */
    state_free(alone);
    if (e)
        return e;
    if (live.status == LIVE_UNREAD)
        return err_new(ERR_MISSING, "%s does not answer", w->region);
    if (live.status == LIVE_ABSENT)
        return err_new(ERR_MISSING, "there is no %s %s in %s", w->type, id, w->region);
    TRY(not_ours(&live, w->address, lineage));
    ret->outputs = live.attrs;
    ret->inputs = value_overlay(a, untold(a, rt, value_resolve(a, w->attrs, known_ref, &known), live.attrs), parts);
    ret->generation = generation_of(live.attrs);
    return NULL;
}

bool exec_presume(struct arena *a, const struct wanted *w, const struct value *lookups, const struct state *s,
                  struct entry *ret)
{
    struct known known = {s, lookups};
    const struct rtype *rt = rtype_named(w->type);
    const struct value *wanted = value_resolve(a, w->attrs, known_ref, &known);
    const char *id = rtype_physical_id(a, rt, wanted), *at = rt->id, *word;
    struct value *outputs = value_map(a);
    for (size_t n; (n = next_word(&at, &word));) {
        const char *name = arena_strndup(a, word, n);
        value_set(a, outputs, name, value_get(wanted, name));
    }
    *ret = (struct entry){.address = w->address,
                          .type = w->type,
                          .alias = w->alias,
                          .region = w->region,
                          .id = id,
                          .inputs = untold(a, rt, wanted, NULL),
                          .outputs = outputs,
                          .after = after_of(a, w),
                          .generation = 1};
    return id != NULL;
}
