#ifndef PREFLIGHT_FORM_H
#define PREFLIGHT_FORM_H

#include "provisioner/preflight/rule.h"

/*
 * What an attribute must be like, as a row: most of what AWS refuses has one of a few shapes, so that a rule is a table
 * (`struct rule`'s type and forms) and no function. Inside of provisioner/preflight only.
 *
 * A form looks at every value of `path` in a resource of the rule's type; what only AWS knows yet passes. A reference
 * to another wanted resource's attribute that is written out there counts as that text.
 *
 * Paths are value_path's, with "*" for every value of a mapping: "actions.*.parameters.duration".
 *
 * `when` are conditions parted by spaces, all of which must hold where the form looks:
 *     A        is there: neither null nor empty      !A           is not
 *     A=x|y    its text is x or y                    A!=x|y       is known, and is neither
 *     A~expr   its text matches                      /A...        asked of the whole resource, beside `each`
 */

enum form_kind {
    FORM_GIVEN = 1, /* must be there, and not empty */
    FORM_ABSENT,    /* must not */
    FORM_RANGE,     /* an integer from min to max, a multiple of `step`; or one of `words` */
    FORM_WORDS,     /* one of `words` */
    FORM_TEXT,      /* of min to max characters, matches `pattern`, which `shape` says in words */
    FORM_NOT,       /* a text that does not match `pattern`, which `shape` says in words */
    FORM_COUNT,     /* a list or mapping of min to max */
    FORM_KEYS,      /* as FORM_TEXT, of a mapping's keys */
    FORM_NOT_KEYS,  /* as FORM_NOT, of a mapping's keys */
    FORM_MOST,      /* an integer not above that of the attribute `words` */
    FORM_UNIQUE,    /* no two alike */
    FORM_REGION,    /* an ARN of the resource's own region, or of none */
};

struct form {
    const char *path; /* NULL ends a list */
    enum form_kind kind;
    int64_t min, max, step;
    const char *words, *pattern, *shape;
    const char *when; /* NULL: always */
    const char *each; /* where `path` and `when` begin: "Metrics[]"; NULL: the attributes */
};

#define FORMS(...) ((const struct form[]){__VA_ARGS__, {0}})
/* A_TEXT("name", 1, 100, "^[a-z]+$", "lower-case letters", .when = "..."), and so on. */
#define A_GIVEN(...)                                                                                                   \
    {                                                                                                                  \
        .kind = FORM_GIVEN, .path = __VA_ARGS__                                                                        \
    }
#define AN_ABSENT(...)                                                                                                 \
    {                                                                                                                  \
        .kind = FORM_ABSENT, .path = __VA_ARGS__                                                                       \
    }
#define A_RANGE(at, least, ...)                                                                                        \
    {                                                                                                                  \
        .path = at, .kind = FORM_RANGE, .min = least, .max = __VA_ARGS__                                               \
    }
#define A_WORD(at, ...)                                                                                                \
    {                                                                                                                  \
        .path = at, .kind = FORM_WORDS, .words = __VA_ARGS__                                                           \
    }
#define A_TEXT(at, least, most, expr, ...)                                                                             \
    {                                                                                                                  \
        .path = at, .kind = FORM_TEXT, .min = least, .max = most, .pattern = expr, .shape = __VA_ARGS__                \
    }
#define A_KEY(at, least, most, expr, ...)                                                                              \
    {                                                                                                                  \
        .path = at, .kind = FORM_KEYS, .min = least, .max = most, .pattern = expr, .shape = __VA_ARGS__                \
    }
#define NOT_A(at, expr, ...)                                                                                           \
    {                                                                                                                  \
        .path = at, .kind = FORM_NOT, .pattern = expr, .shape = __VA_ARGS__                                            \
    }
#define NO_KEY(at, expr, ...)                                                                                          \
    {                                                                                                                  \
        .path = at, .kind = FORM_NOT_KEYS, .pattern = expr, .shape = __VA_ARGS__                                       \
    }
#define A_COUNT(at, least, ...)                                                                                        \
    {                                                                                                                  \
        .path = at, .kind = FORM_COUNT, .min = least, .max = __VA_ARGS__                                               \
    }
#define AT_MOST(at, ...)                                                                                               \
    {                                                                                                                  \
        .path = at, .kind = FORM_MOST, .words = __VA_ARGS__                                                            \
    }
#define UNIQUE(...)                                                                                                    \
    {                                                                                                                  \
        .kind = FORM_UNIQUE, .path = __VA_ARGS__                                                                       \
    }
#define OF_REGION(...)                                                                                                 \
    {                                                                                                                  \
        .kind = FORM_REGION, .path = __VA_ARGS__                                                                       \
    }

/* Every form of l->rule, held against one resource. */
void forms_check(const struct look *l, const struct wanted *w);

/* What a value is, as far as the wanted resources tell: the text that a reference leads to, else the value itself. */
const struct value *settled(const struct look *l, const struct value *v);
/* Every value at a path, "*" included, in a list. */
const struct value *values_at(const struct look *l, const struct value *from, const char *path);
/* Conditions as `when` has them, of `at` within `w`. */
bool holds(const struct look *l, const struct wanted *w, const struct value *at, const char *when);

#endif
