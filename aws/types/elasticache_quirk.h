#ifndef AWS_TYPES_ELASTICACHE_QUIRK_H
#define AWS_TYPES_ELASTICACHE_QUIRK_H

#include "aws/wire/shape.h"
#include "provisioner/model/value.h"

/*
 * Why this is code and no table: AWS takes away by saying what is left. To have fewer shards, those that stay must be
 * named: of all that a request names, the first NodeGroupCount are kept. To deliver a log no more, its configuration is
 * sent as disabled: of what AWS told (it has a Status), what is not wanted becomes {LogType, Enabled: false}, and what
 * is wanted in another way is sent as wanted. Other requests are left alone.
 */
struct err *elasticache_quirk(struct arena *a, const struct op *op, struct value *request, const struct value *attrs,
                              const struct value *have) NODISCARD;

#endif
