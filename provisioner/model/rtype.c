#include "provisioner/model/rtype.h"

#include <string.h>

const struct attr *rtype_attr(const struct rtype *rt, const char *name)
{
    size_t n = strcspn(name, ".[");
    for (const struct attr *at = rt->attrs; at->type != T_END; at++)
        if (strncmp(at->name, name, n) == 0 && at->name[n] == '\0')
            return at;
    return NULL;
}

const char *host_plain(struct arena *a, const char *host)
{
    bool any = str_starts(host, "\\052");
    char *plain = any ? arena_printf(a, "*%s", host + 4) : arena_strdup(a, host);
    size_t n = strlen(plain);
    for (char *p = plain; *p; p++)
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    if (n > 1 && plain[n - 1] == '.')
        plain[n - 1] = '\0';
    return plain;
}

const char *rtype_physical_id(struct arena *a, const struct rtype *rt, const struct value *attrs)
{
    struct sbuf id = {.arena = a};
    const char *at = rt->id, *word;
    size_t n;
    while ((n = next_word(&at, &word))) {
        const char *name = arena_strndup(a, word, n), *text = value_text(a, value_get(attrs, name));
        const struct attr *attr = rtype_attr(rt, name);
        if (!*text)
            return NULL;
        text = attr && attr->flags & A_HOST ? host_plain(a, text) : text;
        sbuf_printf(&id, "%s%s", id.len ? "|" : "", text);
    }
    return id.len ? sbuf_str(&id) : NULL;
}

const char *text_bare(const char *text)
{
    const char *scheme = strstr(text, "://"), *slash = strchr(text, '/');
    if (scheme)
        return scheme + 3;
    return strncmp(text, "arn:", 4) == 0 && slash ? slash + 1 : text;
}

const char *rtype_scope(const struct rtype *t, const char *alias)
{
    return (t->flags & (RT_GLOBAL | RT_HOMED)) == RT_GLOBAL ? "global" : alias;
}

const char *interruption_name(enum interruption i)
{
    static const char *const names[INT_COUNT] = {"none", "none", "brief", "failover", "downtime", "data loss"};
    return i < INT_COUNT ? names[i] : "";
}

const char *rtype_home(const struct rtype *rt, const struct value *told, const char *region)
{
    const struct value *members = rt && rt->home ? value_get(told, rt->home->members) : NULL;
    for (size_t i = 0; i < value_len(members); i++) {
        const struct value *one = value_item(members, i);
        if (str_eq(value_get_str(one, rt->home->name), rt->home->text) && *value_get_str(one, rt->home->region))
            return value_get_str(one, rt->home->region);
    }
    return region;
}
