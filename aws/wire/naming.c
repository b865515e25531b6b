#include "aws/wire/naming.h"

#include <ctype.h>
#include <string.h>

static const char *recased(struct arena *a, const char *s, int (*first)(int))
{
    char *copy = arena_strdup(a, s);
    copy[0] = (char)first((unsigned char)s[0]);
    return copy;
}

static const char *told(const struct field *f)
{
    return f->at ? f->at : f->name;
}

/* A flat list repeats one name, which is the element's where it has one. */
static const char *own_name(const struct field *f)
{
    return f->flags & F_FLAT && f->kind == K_LIST && f->item ? f->item : told(f);
}

const char *name_in_request(const struct naming *nm, const struct field *f)
{
    return nm->ec2 ? recased(nm->arena, told(f), toupper) : own_name(f);
}

const char *name_in_answer(const struct naming *nm, const struct field *f)
{
    if (!nm->ec2)
        return own_name(f);
    return f->at ? f->at : recased(nm->arena, f->name, tolower);
}

const char *name_of_item(const struct naming *nm, const struct field *f)
{
    return f->item ? f->item : nm->ec2 ? "item" : "member";
}

const char *name_in_json(struct arena *a, const struct service *svc, const struct field *f)
{
    return f->at || !svc->lower ? told(f) : recased(a, f->name, tolower);
}

struct entry_names entry_names(const struct naming *nm, const struct field *f)
{
    const char *words = f->item ? f->item : "key value", *key = NULL, *value = NULL;
    size_t k = next_word(&words, &key), v = next_word(&words, &value);
    return (struct entry_names){arena_strndup(nm->arena, key, k), arena_strndup(nm->arena, value, v)};
}

static bool same(const char *own, int (*first)(int), const char *name, size_t n)
{
    if (n == 0 || strlen(own) != n)
        return false;
    int c = first ? first((unsigned char)own[0]) : (unsigned char)own[0];
    return c == (unsigned char)name[0] && memcmp(own + 1, name + 1, n - 1) == 0;
}

bool name_is_request(const struct naming *nm, const struct field *f, const char *name, size_t n)
{
    return nm->ec2 ? same(told(f), toupper, name, n) : same(own_name(f), NULL, name, n);
}

bool name_is_answer(const struct naming *nm, const struct field *f, const char *name)
{
    if (!nm->ec2)
        return same(own_name(f), NULL, name, strlen(name));
    return same(told(f), f->at ? NULL : tolower, name, strlen(name));
}
