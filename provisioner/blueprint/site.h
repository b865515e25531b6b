#ifndef BLUEPRINT_SITE_H
#define BLUEPRINT_SITE_H

#include "provisioner/model/wanted.h"
#include "provisioner/spec/spec.h"

/*
 * The building site: one system in one region, and the few tools with which it is built. What is made is named, tagged
 * and put on the list here and nowhere else.
 */

struct build {
    struct arena *arena;
    const struct spec *spec;
    struct diags *diags;
    struct wanted_list *out;
};

struct site {
    struct arena *arena;
    const struct build *build;
    const struct spec_region *region; /* where calls go */
    const char *scope;                /* first part of addresses: an alias, or "global" */
    const char *system;               /* second part */
    const struct value *config;       /* the region's section for that system; NULL when it has none */
};

struct pair {
    const char *name;
    const struct value *value; /* NULL: left out */
};

#define PAIRS(...) ((const struct pair[]){__VA_ARGS__, {NULL, NULL}})

/* True when the region has the section `system`. */
bool section_in(const struct spec_region *r, const char *system);

struct site site_in(const struct build *b, const struct spec_region *region, const char *system);
/* Of the account and not of a region; made from the region where writes start. */
struct site site_global(const struct build *b, const char *system);

/* The same where only one region of the partition has it: Route 53's metrics and what watches them are in us-east-1. */
struct site site_global_in(const struct build *b, const char *system, const char *region);

/* Puts a resource on the list, with ownership tags or, for types that take none, without; returns its address. */
const char *site_make(const struct site *s, const char *type, const char *name, const struct pair *attrs);
const char *site_make_untagged(const struct site *s, const char *type, const char *name, const struct pair *attrs);
/* The resource made last waits for `address`; NULL: for nothing. */
void site_after(const struct site *s, const char *address);
const char *site_address(const struct site *s, const char *name);
/* The resource made last bears a further tag. */
void site_tag(const struct site *s, const char *key, const char *text);
/* A field of the section, by path; NULL. */
const struct value *site_field(const struct site *s, const char *path);
/* Text with references in it, as blueprint.h writes them; always well-formed. */
const struct value *site_text(const struct site *s, const char *fmt, ...) PRINTF(2, 3);
/* An error at the field `path`, or at the section as a whole. */
void site_finding(const struct site *s, const char *rule, const char *path, const char *remedy, const char *message);

struct value *map_of(struct arena *a, const struct pair *pairs);
struct value *list_of_one(struct arena *a, const struct value *item);
/* True when the list has that text. */
bool list_has(const struct value *list, const char *text);
/* A list of the texts in `words`, parted by spaces. */
struct value *list_of_words(struct arena *a, const char *words);

#endif
