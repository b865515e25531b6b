#ifndef TESTS_SUPPORT_WIRE_SAMPLE_H
#define TESTS_SUPPORT_WIRE_SAMPLE_H

/* A message that fills every member of a shape, with texts that need escaping wherever a text can stand. */

#include "aws/wire/shape.h"
#include "provisioner/model/value.h"

static inline const struct value *wire_sample(struct arena *a, const struct shape *s, unsigned seed);

/* The first word, or the second where there is one and the seed is odd. */
static inline const struct value *word_sample(struct arena *a, const char *values, unsigned seed)
{
    const char *first, *second;
    size_t n = next_word(&values, &first), m = next_word(&values, &second);
    return seed % 2 && m ? value_strn(a, second, m) : value_strn(a, first, n);
}

/* Headers hold no line ends, and botocore no characters beyond ASCII in them. */
static inline const struct value *text_sample(struct arena *a, const struct field *f, unsigned seed)
{
    if (f->values)
        return word_sample(a, f->values, seed);
    return value_fmt(a, f->flags & F_HEADER ? "%s %u" : "%s %u <&\"'+%%=;\n\xC3\xA9>", f->name, seed);
}

static inline const struct value *one_sample(struct arena *a, const struct field *f, enum kind kind, unsigned seed)
{
    switch (kind) {
    case K_STR: return text_sample(a, f, seed);
    case K_INT: return value_int(a, 40 + seed);
    case K_DEC: return value_dec(a, "2.5");
    case K_BOOL: return value_bool(a, seed % 2 == 0);
    case K_TIME: return value_str(a, "2026-01-31T12:34:56Z");
    case K_BLOB: return value_str(a, "AAECA/8=");
    case K_STRUCT: return wire_sample(a, f->sub, seed);
    case K_LIST: {
        struct value *list = value_list(a);
        value_push(a, list, value_str(a, "AWSCURRENT"));
        return list;
    }
    case K_MAP:
    case K_END: break;
    }
    return NULL;
}

static inline const struct value *member_sample(struct arena *a, const struct field *f, unsigned seed)
{
    if (f->kind == K_LIST) {
        struct value *list = value_list(a);
        for (unsigned i = 0; i < 2; i++)
            value_push(a, list, one_sample(a, f, f->of, seed + i));
        return list;
    }
    if (f->kind == K_MAP) {
        struct value *map = value_map(a);
        bool named = f->flags & F_HEADER; /* their names hold no blanks */
        value_set(a, map, named ? "first-key" : "first key", one_sample(a, f, f->of, seed));
        value_set(a, map, named ? "second-key" : "second key", one_sample(a, f, f->of, seed + 1));
        return map;
    }
    return one_sample(a, f, f->kind, seed);
}

static inline const struct value *wire_sample(struct arena *a, const struct shape *s, unsigned seed)
{
    struct value *v = value_map(a);
    for (const struct field *f = s ? s->fields : NULL; f && f->kind != K_END; f++)
        value_set(a, v, f->name, member_sample(a, f, seed++));
    return v;
}

#endif
