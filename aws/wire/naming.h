#ifndef AWS_WIRE_NAMING_H
#define AWS_WIRE_NAMING_H

#include "aws/wire/shape.h"
#include "provisioner/base/base.h"

/*
 * What members are called in forms and in XML:
 *
 *           in a request          in an answer           an element of a list
 *   ec2     first letter raised   first letter lowered   item
 *   others  as the member         as the member          member
 *
 * `at` and `item` of a field have the last word; ec2 raises the first letter of `at`, too. For aws/wire only.
 */

struct naming {
    struct arena *arena; /* names that are made up live here */
    bool ec2;
};

const char *name_in_request(const struct naming *nm, const struct field *f);
const char *name_in_answer(const struct naming *nm, const struct field *f);
const char *name_of_item(const struct naming *nm, const struct field *f);

/* In JSON, both ways; `lower` of a service lowers the first letter. */
const char *name_in_json(struct arena *a, const struct service *svc, const struct field *f);

/* What key and value of a map's entry are called: "key" and "value" unless `item` says otherwise. */
struct entry_names {
    const char *key, *value;
};
struct entry_names entry_names(const struct naming *nm, const struct field *f);

/* Whether the n bytes at `name` are it: the same, without making a copy for each comparison. */
bool name_is_request(const struct naming *nm, const struct field *f, const char *name, size_t n);
bool name_is_answer(const struct naming *nm, const struct field *f, const char *name);

#endif
