#include "provisioner/preflight/ignore.h"

#include <string.h>

static const struct value *entries(const struct look *l)
{
    return value_get(l->s->preflight, "ignore");
}

static bool has_expired(const struct look *l, const struct value *entry)
{
    const struct value *until = value_get(entry, "until");
    return value_kind(until) == V_STR && strcmp(value_str_of(until), l->p->today) < 0;
}

static bool can_ignore(const struct rule *rule)
{
    return rule->severity != SEV_ERROR || rule->dated;
}

static bool same_pos(struct pos x, struct pos y)
{
    return x.file == y.file && x.line == y.line && x.column == y.column;
}

/* "aurora.class" of the value, or the key, that stands there; NULL. */
static const char *path_at(const struct look *l, const struct value *in, const char *path, struct pos pos)
{
    if (*path && (same_pos(value_pos(in), pos) || same_pos(marks_key(l->c->marks, value_pos(in)), pos)))
        return path;
    for (size_t i = 0; i < value_len(in); i++) {
        const char *key = value_kind(in) == V_MAP ? value_key(in, i) : arena_printf(l->c->arena, "%zu", i);
        const char *found =
            path_at(l, value_item(in, i), arena_printf(l->c->arena, "%s%s%s", path, *path ? "." : "", key), pos);
        if (found)
            return found;
    }
    return NULL;
}

static bool is_about(const struct look *l, const struct value *entry, struct pos pos, const char *address)
{
    const struct value *where = value_get(entry, "address"), *path = value_get(entry, "path");
    if (where && !(address && glob_match(value_str_of(where), address)))
        return false;
    const char *at = path ? path_at(l, l->s->raw, "", pos) : NULL;
    return !path || (at && glob_match(value_str_of(path), at));
}

bool is_ignored(const struct look *l, struct pos pos, const char *address)
{
    bool ignored = false;
    for (size_t i = 0; i < value_len(entries(l)) && can_ignore(l->rule); i++) {
        const struct value *entry = value_item(entries(l), i);
        if (!str_eq_nocase(value_get_str(entry, "rule"), l->rule->id) || has_expired(l, entry) ||
            !is_about(l, entry, pos, address))
            continue;
        ignored = l->p->used[i] = true;
    }
    return ignored;
}

/* ---- rules about them -------------------------------------------------------------------------------------------- */

static void expired(const struct look *l)
{
    for (size_t i = 0; i < value_len(entries(l)); i++) {
        const struct value *entry = value_item(entries(l), i), *until = value_get(entry, "until");
        if (has_expired(l, entry))
            found(l, value_pos(until), NULL, "%s was ignored until %s: %s", value_get_str(entry, "rule"),
                  value_str_of(until), shown(l, value_get(entry, "reason")));
    }
}

static void no_rule(const struct look *l)
{
    for (size_t i = 0; i < value_len(entries(l)); i++) {
        const struct value *id = value_get(value_item(entries(l), i), "rule");
        if (value_kind(id) == V_STR && !rule_named(value_str_of(id)))
            found(l, value_pos(id), NULL, "there is no rule %s", shown(l, id));
    }
}

static void must_hold(const struct look *l)
{
    for (size_t i = 0; i < value_len(entries(l)); i++) {
        const struct value *id = value_get(value_item(entries(l), i), "rule");
        const struct rule *rule = rule_named(value_str_of(id));
        if (rule && !can_ignore(rule))
            found(l, value_pos(id), NULL, "%s can't be ignored: %s", rule->id, rule->why);
    }
}

static void ignores_nothing(const struct look *l)
{
    for (size_t i = 0; i < value_len(entries(l)); i++) {
        const struct value *entry = value_item(entries(l), i);
        const struct rule *rule = rule_named(value_get_str(entry, "rule"));
        if (!l->p->used[i] && rule && !rule->online && !rule->change && can_ignore(rule) && !has_expired(l, entry))
            found(l, value_pos(value_get(entry, "rule")), NULL, "nothing of %s is found there",
                  value_get_str(entry, "rule"));
    }
}

/* clang-format off */
const struct rule ignore_rules[] = {
    {"GEN-908", SEV_ERROR, "a finding was to be ignored until a day that is over", "what was put off is due",
     "do what it asks for, or write another day and why", "this program", .once = expired},
    {"GEN-909", SEV_ERROR, "an unknown rule is to be ignored", "nothing would be", "look at the id in the finding's brackets",
     "this program", .once = no_rule},
    {"GEN-910", SEV_ERROR, "an error that AWS insists on is to be ignored", "AWS would refuse the call all the same",
     "take the entry out, and do what the rule asks for", "this program", .once = must_hold},
    {"GEN-911", SEV_NOTE, "an entry that ignores nothing", "what it was for is over, or stands elsewhere", "take it out",
     "this program", .all = ignores_nothing},
    {0}};
/* clang-format on */
