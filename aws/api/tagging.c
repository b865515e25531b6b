#include "aws/api/tagging.h"

/* clang-format off */

SHAPE(TagFilter,
    STR(Key),
    STRS(Values, NULL));

SHAPE(GetResourcesInput,
    STR(PaginationToken),
    LIST(TagFilters, TagFilter, NULL),
    INT(ResourcesPerPage),
    INT(TagsPerPage),
    STRS(ResourceTypeFilters, NULL),
    BOOL(IncludeComplianceDetails),
    BOOL(ExcludeCompliantResources),
    STRS(ResourceARNList, NULL));

SHAPE(Tag,
    STR(Key),
    STR(Value));

SHAPE(ComplianceDetails,
    STRS(NoncompliantKeys, NULL),
    STRS(KeysWithNoncompliantValues, NULL),
    STRS(MissingTagKeys, NULL),
    BOOL(ComplianceStatus));

SHAPE(ResourceTagMapping,
    STR(ResourceARN),
    LIST(Tags, Tag, NULL),
    STRUCT(ComplianceDetails, ComplianceDetails));

SHAPE(GetResourcesOutput,
    STR(PaginationToken),
    LIST(ResourceTagMappingList, ResourceTagMapping, NULL));

SHAPE(TagResourcesInput,
    STRS_REQUIRED(ResourceARNList, NULL),
    STR_MAP_REQUIRED(Tags));

SHAPE(FailureInfo,
    INT(StatusCode),
    STR(ErrorCode),
    STR(ErrorMessage));

SHAPE(TagResourcesOutput,
    MAP(FailedResourcesMap, FailureInfo));

SHAPE(UntagResourcesInput,
    STRS_REQUIRED(ResourceARNList, NULL),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(UntagResourcesOutput,
    MAP(FailedResourcesMap, FailureInfo));

OP_PAGED(tagging, GetResources, GetResourcesInput, &GetResourcesOutput, OP_READ,
   "InvalidParameterException ThrottledException PaginationTokenExpiredException",
   PAGES_OF("PaginationToken", "PaginationToken", "ResourceTagMappingList", "ResourcesPerPage", 100));
OP(tagging,       TagResources, TagResourcesInput, &TagResourcesOutput, OP_IDEMPOTENT, "InvalidParameterException ThrottledException");

OP(tagging,       UntagResources, UntagResourcesInput, &UntagResourcesOutput, OP_IDEMPOTENT, "InvalidParameterException ThrottledException");

const struct service svc_tagging = {
    .id = "tagging",
    .service_id = "Resource Groups Tagging API",
    .protocol = P_JSON,
    .version = "2017-01-26",
    .target = "ResourceGroupsTaggingAPI_20170126",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &tagging_GetResources, &tagging_TagResources, &tagging_UntagResources, NULL},
};

/* clang-format on */
