#ifndef MODEL_VALUE_H
#define MODEL_VALUE_H

#include "provisioner/base/base.h"

/*
 * The one document type. Specs, state, plan and messages become values at the edge where they are parsed; nothing
 * further in sees YAML events, cJSON nodes or XML.
 *
 * A value is built once, then only read, so whatever does not outlive its arena may share it. Into a longer life it is
 * copied by value_copy. Every accessor takes NULL and a value of the wrong kind, and answers with its neutral result:
 * code that walks a document needs no ladder of checks.
 *
 *   V_UNKNOWN  known after apply
 *   V_DEC      a decimal number that is no integer, kept as written: no binary floating point in documents
 *   V_REF      "${address.Path}": an output of another resource, resolved when that resource is there
 *   V_JOIN     texts and references to be put together into one text
 */

enum value_kind { V_NULL, V_UNKNOWN, V_BOOL, V_INT, V_DEC, V_STR, V_LIST, V_MAP, V_REF, V_JOIN };

struct value;

/* Where it was written. file is an index into the spec's list of files, line and column count from 1; 0: nowhere. */
struct pos {
    uint32_t file, line, column;
};

struct value *value_null(struct arena *a);
struct value *value_unknown(struct arena *a);
struct value *value_bool(struct arena *a, bool b);
struct value *value_int(struct arena *a, int64_t i);
struct value *value_dec(struct arena *a, const char *digits);
struct value *value_str(struct arena *a, const char *s);
struct value *value_strn(struct arena *a, const char *s, size_t n);
struct value *value_fmt(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
struct value *value_list(struct arena *a);
struct value *value_map(struct arena *a);
struct value *value_ref(struct arena *a, const char *address, const char *path);
struct value *value_join(struct arena *a); /* parts are pushed as to a list */

void value_push(struct arena *a, struct value *list, const struct value *item); /* NULL item: nothing */
void value_set(struct arena *a, struct value *map, const char *key,
               const struct value *v);                                                  /* replaces; NULL: nothing */
void value_set_str(struct arena *a, struct value *map, const char *key, const char *s); /* NULL: nothing */
void value_at_pos(struct value *v, struct pos pos);

enum value_kind value_kind(const struct value *v);
const char *value_kind_name(enum value_kind k);                        /* "a list", for messages */
bool value_bool_of(const struct value *v);                             /* false */
int64_t value_int_of(const struct value *v);                           /* 0 */
const char *value_str_of(const struct value *v);                       /* "": V_STR and V_DEC only */
size_t value_len(const struct value *v);                               /* 0: V_LIST, V_MAP, V_JOIN */
const struct value *value_item(const struct value *v, size_t i);       /* NULL */
const char *value_key(const struct value *v, size_t i);                /* "" */
const struct value *value_get(const struct value *v, const char *key); /* NULL */
const char *value_get_str(const struct value *v, const char *key);     /* "" */
struct pos value_pos(const struct value *v);
const char *value_ref_address(const struct value *v); /* "" */
const char *value_ref_path(const struct value *v);    /* "" */

/*
 * Paths: "A.B" descends, "A[]" is each element of a list ("A[].B" is a list of every B, flattened), "A[0]" one element,
 * "A.0" likewise. NULL when nothing is there; a path with [] gives a list, empty when nothing is.
 */
const struct value *value_path(struct arena *a, const struct value *v, const char *path);
/* Makes what is missing on the way: "A.B" maps, "A[].B" a list with one element. */
void value_set_path(struct arena *a, struct value *map, const char *path, const struct value *v);

/* A scalar as text, as a form or a header carries it: "true", "42", the string. "" for others. */
const char *value_text(struct arena *a, const struct value *v);

/* Same kind, same content; maps without regard to order. */
bool value_equal(const struct value *a, const struct value *b);
/* A total order over values, so that sets can be sorted. */
int value_compare(const struct value *a, const struct value *b);
bool value_has_unknown(const struct value *v); /* V_UNKNOWN, V_REF or V_JOIN anywhere within */

struct value *value_copy(struct arena *a, const struct value *v); /* deep, into `a` */
/* A map with the members of both; maps merge deep, anything else of `over` wins. Shares its parts. */
struct value *value_overlay(struct arena *a, const struct value *under, const struct value *over);
/* A shallow copy of a map or list (or a fresh map for NULL), to be changed. */
struct value *value_edit(struct arena *a, const struct value *v);
/* A map without one of its keys. */
struct value *value_without(struct arena *a, const struct value *map, const char *key);

/*
 * Replaces every V_REF and V_JOIN within by what `lookup` says; NULL from it makes V_UNKNOWN, and a V_JOIN with an
 * unknown part is unknown as a whole. Gives back the same value when nothing had to change.
 */
typedef const struct value *value_lookup(void *ctx, struct arena *a, const char *address, const char *path);
const struct value *value_resolve(struct arena *a, const struct value *v, value_lookup *lookup, void *ctx);
/* Every reference within, in order. */
void value_each_ref(const struct value *v, void (*fn)(void *ctx, const struct value *ref), void *ctx);

/*
 * JSON text. value_print: map keys in the order they were set; indent < 0 prints on one line. value_canonical: keys
 * sorted, one line: the same document always gives the same bytes. Unknown prints as {"$unknown":true}, a reference as
 * {"$ref":"address.Path"}, a join as {"$join":[...]}; json_parse with JSON_MARKED reads those back.
 */
void value_print(struct sbuf *out, const struct value *v, int indent);
const char *value_canonical(struct arena *a, const struct value *v);

#endif
