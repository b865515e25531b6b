#ifndef AWS_TYPES_RECORD_BATCH_H
#define AWS_TYPES_RECORD_BATCH_H

#include "aws/wire/shape.h"
#include "provisioner/model/value.h"

/*
 * Why this is code and no table: records are changed by a batch that holds the old ones beside the new ones, and are
 * listed among their neighbours. Source: the Route 53 API reference, ChangeResourceRecordSets and
 * ListResourceRecordSets.
 */

/* Into a ChangeResourceRecordSets request: deletes what is there and has no place in what is wanted, then puts what is
 * wanted, all in one batch; who of them answers first stays as it is. Other requests are left alone. */
struct err *record_batch(struct arena *a, const struct op *op, struct value *request, const struct value *want,
                         const struct value *have) NODISCARD;
/* The same, and who answers first is as wanted. */
void record_deal(struct arena *a, const struct value *want, const struct value *have, struct value *request);
/* Of a ListResourceRecordSets answer, the records of the name and type in `known`; NULL: there are none. `known` NULL:
 * of all names and types that are whole in it, in a list, "Records". Other answers as they are. */
const struct value *record_fold(struct arena *a, const struct op *op, const struct value *answer,
                                const struct value *known);

#endif
