#ifndef AWS_TYPES_COMMON_H
#define AWS_TYPES_COMMON_H

/* What the tables of many types have in common: rows for tags, and the services they speak to. */

#include "aws/api/acm.h"
#include "aws/api/budgets.h"
#include "aws/api/cloudwatch.h"
#include "aws/api/ec2.h"
#include "aws/api/elasticache.h"
#include "aws/api/elbv2.h"
#include "aws/api/events.h"
#include "aws/api/fis.h"
#include "aws/api/iam.h"
#include "aws/api/kafka.h"
#include "aws/api/kms.h"
#include "aws/api/lambda.h"
#include "aws/api/logs.h"
#include "aws/api/rds.h"
#include "aws/api/route53.h"
#include "aws/api/secretsmanager.h"
#include "aws/api/servicediscovery.h"
#include "aws/api/sns.h"
#include "aws/api/sqs.h"
#include "aws/api/ssm.h"
#include "aws/api/tagging.h"
#include "aws/types/impl.h"

/* clang-format off */
#define TAGS(where) {"Tags", T_MAP, A_MINE | A_HARMLESS, where, NULL, "tags, ownership tags among them", "Key Value"}

/* Into the creating call, so that nothing exists for a moment that nobody owns. */
#define EC2_TAGS(kind) {"TagSpecifications[].ResourceType", "=" kind}, {"TagSpecifications[].Tags", "$Tags"}

#define EC2_RETAG(id) \
    {&ec2_CreateTags, .when = "Tags", .only = "-", .bind = BINDS({"Resources", "[$" id "]"}, {"Tags", "+Tags"})}, \
    {&ec2_DeleteTags, .when = "Tags", .only = "-", .bind = BINDS({"Resources", "[$" id "]"}, {"Tags", "-Tags"})}

#define KAFKA_RETAG(arn) \
    {&kafka_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceArn", "$" arn}, {"Tags", "+Tags"})}, \
    {&kafka_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceArn", "$" arn}, {"TagKeys", "-Tags"})}

#define RDS_RETAG(arn) \
    {&rds_AddTagsToResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceName", "$" arn}, {"Tags", "+Tags"})}, \
    {&rds_RemoveTagsFromResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceName", "$" arn}, {"TagKeys", "-Tags"})}

/* For what a describing call tells no tags of. */
#define RDS_LISTED_TAGS(arn) {&rds_ListTagsForResource, .only = "-", .bind = BINDS({"ResourceName", "$" arn}), .result = "", .tags_of = "$" arn}

/* Of services whose calls for tags take an ARN as `member`, and tags as a list; `arn` is a bind's source. */
#define RETAG(svc, member, arn) \
    {&svc##_TagResource, .when = "Tags", .only = "-", .bind = BINDS({member, arn}, {"Tags", "+Tags"})}, \
    {&svc##_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({member, arn}, {"TagKeys", "-Tags"})}
#define LISTED_TAGS(svc, member, arn) {&svc##_ListTagsForResource, .only = "-", .bind = BINDS({member, arn}), .result = "", .tags_of = arn}

#define ELASTICACHE_RETAG \
    {&elasticache_AddTagsToResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceName", "$ARN"}, {"Tags", "+Tags"}), \
     .not_yet = "InvalidReplicationGroupState"}, \
    {&elasticache_RemoveTagsFromResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceName", "$ARN"}, {"TagKeys", "-Tags"}), \
     .not_yet = "InvalidReplicationGroupState"}

/* What is just being changed tells no tags. */
#define ELASTICACHE_LISTED_TAGS \
    {&elasticache_ListTagsForResource, .only = "-", .bind = BINDS({"ResourceName", "$ARN"}), .result = "", \
     .done = "InvalidReplicationGroupState CacheClusterNotFound", .tags_of = "$ARN"}
/* Route 53: no call that makes something takes tags, one call changes them either way. */
#define ROUTE53_CHANGE_TAGS(kind, id, ...) \
    {&route53_ChangeTagsForResource, .when = "Tags", .only = "-", .not_yet = "PriorRequestNotComplete", \
     .bind = BINDS({"ResourceType", "=" kind}, {"ResourceId", "$" id}, __VA_ARGS__)}
#define ROUTE53_TAG(kind, id) ROUTE53_CHANGE_TAGS(kind, id, {"AddTags", "$Tags"})
#define ROUTE53_RETAG(kind, id) ROUTE53_CHANGE_TAGS(kind, id, {"AddTags", "+Tags"}, {"RemoveTagKeys", "-Tags"})
#define ROUTE53_LISTED_TAGS(kind, id) \
    {&route53_ListTagsForResource, .only = "-", .bind = BINDS({"ResourceType", "=" kind}, {"ResourceId", "$" id}), .result = "ResourceTagSet", \
     .tags_of = "%arn:{@partition}:route53:::" kind "/{/$" id "}"}
/* clang-format on */

#endif
