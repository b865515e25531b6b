#ifndef AWS_TYPES_EKS_H
#define AWS_TYPES_EKS_H

/* What the tables of EKS have in common. */

#include "aws/api/eks.h"
#include "aws/types/common.h"

/* clang-format off */
#define EKS_TAGS {"Tags", T_MAP, A_MINE | A_HARMLESS, "tags", NULL, "tags, ownership tags among them"}

#define EKS_RETAG(arn) \
    {&eks_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$" arn}, {"tags", "+Tags"})}, \
    {&eks_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$" arn}, {"tagKeys", "-Tags"})}

/* An update goes on after its call was answered, and the object's own status follows only later: what counts is the
 * update itself. One at a time; another waits. */
#define EKS_UPDATE_ID {"updateId", T_STR, A_OUTPUT, .doc = "the update at hand"}
#define EKS_GIVES     .gives = BINDS({"updateId", "update.id"}), .not_yet = "ResourceInUseException"
#define EKS_THROUGH(words, ...) \
    {&eks_DescribeUpdate, .when = words, .if_set = "updateId", .only = "-", \
     .bind = BINDS({"updateId", "$updateId"}, __VA_ARGS__), \
     .until = UNTIL({"update.status", "Successful", "InProgress"}), .why = "update.errors[0].errorMessage"}

/* IAM may take a while to tell of a role that was made a moment ago. */
#define EKS_ROLE_NOT_SEEN "InvalidParameterException:*role* InvalidParameterException:*Role*"
/* clang-format on */

/*
 * Why this is code and no table: what an UpdateNodegroupConfig request may say hangs on its own other members. A size
 * outside of the bounds beside it is brought within; a taint that is put anew is not taken away besides. Other requests
 * are left alone.
 */
struct err *eks_nodegroup_request(struct arena *a, const struct op *op, struct value *request,
                                  const struct value *attrs, const struct value *have) NODISCARD;

#endif
