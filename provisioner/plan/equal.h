#ifndef PLAN_EQUAL_H
#define PLAN_EQUAL_H

#include "provisioner/model/rtype.h"

/* NULL, null, "", [] and {}: AWS does not tell them apart, so neither do we. */
bool value_is_empty(const struct value *v);
/* A map member told apart by these rules alone; `flags` are A_... that speak of content: A_SET, A_NOCASE, ... A
 * reference or join left in `wanted` cannot be told now and agrees with everything. */
bool values_alike(uint64_t flags, const struct value *wanted, const struct value *live);
/* The document of an A_JSON attribute: parsed from text where it is one; policies in one spelling. */
const struct value *document_of(struct arena *a, const struct value *v);
/* V_REF or V_JOIN anywhere within. */
bool value_is_opaque(const struct value *v);
bool value_holds(const struct value *v, enum value_kind kind);

/* The minors of two versions that differ in nothing else: 29 and 31 of 1.29 and 1.31. False: they do, or are none. */
bool version_span(const struct value *have, const struct value *want, int64_t *ret_have, int64_t *ret_want);
/* Whether AWS, or somebody, took an A_PREFIX attribute beyond what is wanted, which was applied once: nothing leads
 * back, and nobody asked for that. */
bool version_went_on(const struct attr *at, const struct value *wanted, const struct value *have,
                     const struct value *applied);
/* `have` at another minor: 1.30. */
const char *version_at(struct arena *a, const struct value *have, int64_t minor);

#endif
