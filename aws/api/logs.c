#include "aws/api/logs.h"

/* clang-format off */

SHAPE(CreateLogGroupRequest,
    STR_REQUIRED(logGroupName),
    STR(kmsKeyId),
    STR_MAP(tags),
    STR_OF(logGroupClass, "STANDARD INFREQUENT_ACCESS DELIVERY"),
    BOOL(deletionProtectionEnabled));

SHAPE(DescribeLogGroupsRequest,
    STRS(accountIdentifiers, NULL),
    STR(logGroupNamePrefix),
    STR(logGroupNamePattern),
    STR(nextToken),
    INT(limit),
    BOOL(includeLinkedAccounts),
    STR_OF(logGroupClass, "STANDARD INFREQUENT_ACCESS DELIVERY"),
    STRS(logGroupIdentifiers, NULL));

SHAPE(LogGroup,
    STR(logGroupName),
    INT(creationTime),
    INT(retentionInDays),
    STR(arn),
    INT(storedBytes),
    STR(kmsKeyId),
    STR(dataProtectionStatus),
    STRS(inheritedProperties, NULL),
    STR(logGroupClass),
    STR(logGroupArn),
    BOOL(deletionProtectionEnabled));

SHAPE(DescribeLogGroupsResponse,
    LIST(logGroups, LogGroup, NULL),
    STR(nextToken));

SHAPE(DeleteLogGroupRequest,
    STR_REQUIRED(logGroupName));

SHAPE(PutRetentionPolicyRequest,
    STR_REQUIRED(logGroupName),
    INT_REQUIRED(retentionInDays));

SHAPE(DeleteRetentionPolicyRequest,
    STR_REQUIRED(logGroupName));

SHAPE(AssociateKmsKeyRequest,
    STR(logGroupName),
    STR_REQUIRED(kmsKeyId),
    STR(resourceIdentifier));

SHAPE(DisassociateKmsKeyRequest,
    STR(logGroupName),
    STR(resourceIdentifier));

SHAPE(TagResourceRequest,
    STR_REQUIRED(resourceArn),
    STR_MAP_REQUIRED(tags));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(resourceArn),
    STRS_REQUIRED(tagKeys, NULL));

SHAPE(ListTagsForResourceRequest,
    STR_REQUIRED(resourceArn));

SHAPE(ListTagsForResourceResponse,
    STR_MAP(tags));

OP(logs,       CreateLogGroup,    CreateLogGroupRequest,    NULL,                       0,
   "InvalidParameterException ResourceAlreadyExistsException LimitExceededException "
   "OperationAbortedException ServiceUnavailableException");
OP_PAGED(logs, DescribeLogGroups, DescribeLogGroupsRequest, &DescribeLogGroupsResponse, OP_READ,
   "InvalidParameterException ServiceUnavailableException",
   PAGES_OF("nextToken", "nextToken", "logGroups", "limit", 50));
OP(logs,       DeleteLogGroup,    DeleteLogGroupRequest,    NULL,                       OP_IDEMPOTENT,
   "InvalidParameterException ResourceNotFoundException OperationAbortedException "
   "ServiceUnavailableException");

OP(logs, PutRetentionPolicy,    PutRetentionPolicyRequest,    NULL, OP_IDEMPOTENT,
   "InvalidParameterException ResourceNotFoundException OperationAbortedException "
   "ServiceUnavailableException");
OP(logs, DeleteRetentionPolicy, DeleteRetentionPolicyRequest, NULL, OP_IDEMPOTENT,
   "InvalidParameterException ResourceNotFoundException OperationAbortedException "
   "ServiceUnavailableException");

OP(logs, AssociateKmsKey,    AssociateKmsKeyRequest,    NULL, OP_IDEMPOTENT,
   "InvalidParameterException ResourceNotFoundException OperationAbortedException "
   "ServiceUnavailableException");
OP(logs, DisassociateKmsKey, DisassociateKmsKeyRequest, NULL, OP_IDEMPOTENT,
   "InvalidParameterException ResourceNotFoundException OperationAbortedException "
   "ServiceUnavailableException");

OP(logs, TagResource,         TagResourceRequest,         NULL,                         OP_IDEMPOTENT,
   "InvalidParameterException ResourceNotFoundException ServiceUnavailableException");
OP(logs, UntagResource,       UntagResourceRequest,       NULL,                         OP_IDEMPOTENT,
   "InvalidParameterException ResourceNotFoundException ServiceUnavailableException");
OP(logs, ListTagsForResource, ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
   "InvalidParameterException ResourceNotFoundException ServiceUnavailableException");

const struct service svc_logs = {
    .id = "logs",
    .service_id = "CloudWatch Logs",
    .protocol = P_JSON,
    .version = "2014-03-28",
    .target = "Logs_20140328",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &logs_CreateLogGroup, &logs_DescribeLogGroups, &logs_DeleteLogGroup, &logs_PutRetentionPolicy,
        &logs_DeleteRetentionPolicy, &logs_AssociateKmsKey, &logs_DisassociateKmsKey, &logs_TagResource,
        &logs_UntagResource, &logs_ListTagsForResource, NULL},
};

/* clang-format on */
