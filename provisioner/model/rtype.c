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

const char *rtype_physical_id(struct arena *a, const struct rtype *rt, const struct value *attrs)
{
    struct sbuf id = {.arena = a};
    const char *at = rt->id, *word;
    size_t n;
    while ((n = next_word(&at, &word))) {
        const char *text = value_text(a, value_get(attrs, arena_strndup(a, word, n)));
        if (!*text)
            return NULL;
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
