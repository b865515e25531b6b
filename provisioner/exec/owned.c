#include "provisioner/exec/owned.h"

#include "aws/api/tagging.h"

const struct call owned_call = {.op = &tagging_GetResources,
                                .only = "-",
                                .bind = BINDS({"TagFilters", "@owner"}),
                                .result = "ResourceTagMappingList[]"};

const struct value *owned_by_arn(struct arena *a, const struct value *answer)
{
    const struct value *all = value_path(a, answer, "ResourceTagMappingList");
    struct value *by_arn = value_map(a);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *tags = value_get(value_item(all, i), "Tags");
        struct value *map = value_map(a);
        for (size_t k = 0; k < value_len(tags); k++)
            value_set(a, map, value_get_str(value_item(tags, k), "Key"), value_get(value_item(tags, k), "Value"));
        value_set(a, by_arn, value_get_str(value_item(all, i), "ResourceARN"), map);
    }
    return by_arn;
}
