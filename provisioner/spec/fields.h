#ifndef SPEC_FIELDS_H
#define SPEC_FIELDS_H

#include "provisioner/base/base.h"

/*
 * What a spec may say: one table of fields. The checks, the defaults, the JSON Schema and the reference docs are all
 * read from it, so that they can't tell different stories.
 *
 * What a plain YAML scalar means is decided here and not by how it looks: a SPEC_VERSION of 15.10 stays "15.10". In a
 * checked spec a field holds V_BOOL for SPEC_BOOLEAN, V_INT for SPEC_INTEGER, V_LIST, V_MAP, and V_STR for every other
 * type but SPEC_ANY, which holds what was written.
 */

struct value;

enum spec_type {
    SPEC_TEXT,    /* min, max: length in characters; pattern */
    SPEC_VERSION, /* a text that YAML would read as a number: 15.10 */
    SPEC_INTEGER, /* min, max, unit; or one of `words` */
    SPEC_BOOLEAN, /* true or false, and no yes, no, on, off */
    SPEC_ENUM,    /* one of `words` */
    SPEC_CIDR,    /* an IPv4 network; min, max: of its prefix length */
    SPEC_LIST,    /* min, max: how many; `of`: one row for what an item is */
    SPEC_MAP,     /* max: how many; `of`: one row for what a value is; pattern: of a key */
    SPEC_SECTION, /* `of`: its fields */
    SPEC_ANY,     /* any YAML */
};

enum {
    SPEC_REQUIRED = 1,
    SPEC_ALIKE = 2,  /* can't differ between regions */
    SPEC_ALWAYS = 4, /* a section that is there with its defaults even when left out */
    SPEC_SYSTEM = 8, /* of the document: each region has it, and may override it unless it is SPEC_ALIKE */
};

struct spec_field {
    const char *name; /* NULL ends a table */
    enum spec_type type;
    unsigned flags;
    const char *fallback; /* the value when left out, as in YAML; a list parts its items by spaces; NULL: none */
    const char *computed; /* how the program chooses when left out, in words; NULL when `fallback` says it */
    const char *words;    /* the allowed values, parted by spaces */
    int64_t min, max;     /* both 0: no limit */
    const char *unit;
    const char *pattern; /* POSIX extended, of a kind that ECMA reads alike */
    const char *shape;   /* the pattern in words */
    const struct spec_field *of;
    /* A section with the defaults that take some thinking; NULL: it has none. */
    const struct value *(*compute)(struct arena *a, const struct value *section);
    const char *alike;   /* SPEC_ALIKE: why, where that isn't plain; NULL */
    const char *refused; /* what AWS does with values beyond the limits or `words`, and what to do instead; NULL */
    const char *help;    /* one line */
    const char *source;  /* where the limits come from */
};

extern const struct spec_field spec_fields[];        /* of the document */
extern const struct spec_field spec_region_fields[]; /* of regions.<alias>, without the sections it may override */

/* The row of that name, or NULL; `table` may be NULL. */
const struct spec_field *spec_field_find(const struct spec_field *table, const char *name);
/* "network.flow_logs.enabled", lists and maps skipped over: the row, or NULL. */
const struct spec_field *spec_field_path(const char *path);
/* True when regions.<alias> may hold the section `name`. */
bool spec_field_regional(const struct spec_field *field);
/* The names of a table, NULL-terminated, for diag_nearest. */
const char *const *spec_field_names(struct arena *a, const struct spec_field *table);

#endif
