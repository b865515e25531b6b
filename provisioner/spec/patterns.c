#include "provisioner/spec/patterns.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

struct pattern {
    const char *text;
    regex_t compiled;
};

static struct pattern *find(struct patterns *p, const char *text)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->items[i].text, text) == 0)
            return &p->items[i];
    return NULL;
}

static struct pattern *add(struct patterns *p, const char *text)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 32;
        p->items = must_realloc(p->items, p->cap * sizeof *p->items);
    }
    struct pattern *made = &p->items[p->n];
    made->text = text;
    int failed = regcomp(&made->compiled, text, REG_EXTENDED | REG_NOSUB);
    if (failed == REG_ESPACE)
        must_have(NULL);
    if (failed)
        abort(); /* the patterns are our own, and each is tried by a test */
    p->n++;
    return made;
}

bool patterns_match(struct patterns *p, const char *pattern, const char *text)
{
    if (!pattern)
        return true;
    struct pattern *known = find(p, pattern);
    return regexec(&(known ? known : add(p, pattern))->compiled, text, 0, NULL, 0) == 0;
}

void patterns_done(struct patterns *p)
{
    for (size_t i = 0; i < p->n; i++)
        regfree(&p->items[i].compiled);
    free(p->items);
    *p = (struct patterns){0};
}
