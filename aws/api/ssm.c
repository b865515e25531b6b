#include "aws/api/ssm.h"

/* clang-format off */

#define DOCUMENT_TYPES \
    "Command Policy Automation Session Package ApplicationConfiguration ApplicationConfigurationSchema " \
    "DeploymentStrategy ChangeCalendar Automation.ChangeTemplate ProblemAnalysis ProblemAnalysisTemplate " \
    "CloudFormation ConformancePackTemplate QuickSetup ManualApprovalPolicy AutoApprovalPolicy"
#define DOCUMENT_FORMATS "YAML JSON TEXT"
#define TAGGED \
    "Document ManagedInstance MaintenanceWindow Parameter PatchBaseline OpsItem OpsMetadata Automation Association CloudConnector"

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(CreateDocumentRequest,
    STR_REQUIRED(Content),
    STR_REQUIRED(Name),
    STR(DisplayName),
    STR(VersionName),
    STR_OF(DocumentType, DOCUMENT_TYPES),
    STR_OF(DocumentFormat, DOCUMENT_FORMATS),
    STR(TargetType),
    LIST(Tags, Tag, NULL));

SHAPE(DocumentParameter,
    STR(Name),
    STR(Type),
    STR(Description),
    STR(DefaultValue));

SHAPE(DocumentDescription,
    STR(Hash),
    STR(HashType),
    STR(Name),
    STR(DisplayName),
    STR(VersionName),
    STR(Owner),
    TIME(CreatedDate),
    STR(Status),
    STR(StatusInformation),
    STR(DocumentVersion),
    STR(Description),
    LIST(Parameters, DocumentParameter, NULL),
    STRS(PlatformTypes, NULL),
    STR(DocumentType),
    STR(SchemaVersion),
    STR(LatestVersion),
    STR(DefaultVersion),
    STR(DocumentFormat),
    STR(TargetType),
    LIST(Tags, Tag, NULL));

SHAPE(CreateDocumentResult,
    STRUCT(DocumentDescription, DocumentDescription));

SHAPE(DescribeDocumentRequest,
    STR_REQUIRED(Name),
    STR(DocumentVersion),
    STR(VersionName));

SHAPE(DescribeDocumentResult,
    STRUCT(Document, DocumentDescription));

SHAPE(GetDocumentRequest,
    STR_REQUIRED(Name),
    STR(VersionName),
    STR(DocumentVersion),
    STR_OF(DocumentFormat, DOCUMENT_FORMATS));

SHAPE(GetDocumentResult,
    STR(Name),
    TIME(CreatedDate),
    STR(DisplayName),
    STR(VersionName),
    STR(DocumentVersion),
    STR(Status),
    STR(StatusInformation),
    STR(Content),
    STR(DocumentType),
    STR(DocumentFormat));

SHAPE(DocumentKeyValuesFilter,
    STR(Key),
    STRS(Values, NULL));

SHAPE(ListDocumentsRequest,
    LIST(Filters, DocumentKeyValuesFilter, NULL),
    INT(MaxResults),
    STR(NextToken));

SHAPE(DocumentIdentifier,
    STR(Name),
    TIME(CreatedDate),
    STR(DisplayName),
    STR(Owner),
    STR(VersionName),
    STRS(PlatformTypes, NULL),
    STR(DocumentVersion),
    STR(DocumentType),
    STR(SchemaVersion),
    STR(DocumentFormat),
    STR(TargetType),
    LIST(Tags, Tag, NULL));

SHAPE(ListDocumentsResult,
    LIST(DocumentIdentifiers, DocumentIdentifier, NULL),
    STR(NextToken));

SHAPE(UpdateDocumentRequest,
    STR_REQUIRED(Content),
    STR_REQUIRED(Name),
    STR(DisplayName),
    STR(VersionName),
    STR(DocumentVersion),
    STR_OF(DocumentFormat, DOCUMENT_FORMATS),
    STR(TargetType));

SHAPE(UpdateDocumentResult,
    STRUCT(DocumentDescription, DocumentDescription));

SHAPE(UpdateDocumentDefaultVersionRequest,
    STR_REQUIRED(Name),
    STR_REQUIRED(DocumentVersion));

SHAPE(DocumentDefaultVersionDescription,
    STR(Name),
    STR(DefaultVersion),
    STR(DefaultVersionName));

SHAPE(UpdateDocumentDefaultVersionResult,
    STRUCT(Description, DocumentDefaultVersionDescription));

SHAPE(DeleteDocumentRequest,
    STR_REQUIRED(Name),
    STR(DocumentVersion),
    STR(VersionName),
    BOOL(Force));

SHAPE(AddTagsToResourceRequest,
    STR_REQUIRED_OF(ResourceType, TAGGED),
    STR_REQUIRED(ResourceId),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(RemoveTagsFromResourceRequest,
    STR_REQUIRED_OF(ResourceType, TAGGED),
    STR_REQUIRED(ResourceId),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceRequest,
    STR_REQUIRED_OF(ResourceType, TAGGED),
    STR_REQUIRED(ResourceId));

SHAPE(ListTagsForResourceResult,
    LIST(TagList, Tag, NULL));

OP(ssm,       CreateDocument,   CreateDocumentRequest,   &CreateDocumentResult,   0,
   "DocumentAlreadyExists TooManyUpdates InvalidDocumentContent InvalidDocumentSchemaVersion MaxDocumentSizeExceeded DocumentLimitExceeded InternalServerError");
OP(ssm,       DescribeDocument, DescribeDocumentRequest, &DescribeDocumentResult, OP_READ,
   "InvalidDocument InvalidDocumentVersion InternalServerError");
OP(ssm,       GetDocument,      GetDocumentRequest,      &GetDocumentResult,      OP_READ,
   "InvalidDocument InvalidDocumentVersion InternalServerError");
OP_PAGED(ssm, ListDocuments,    ListDocumentsRequest,    &ListDocumentsResult,    OP_READ,
   "InvalidFilterKey InvalidNextToken InternalServerError",
   PAGES_OF("NextToken", "NextToken", "DocumentIdentifiers", "MaxResults", 50));
OP(ssm,       UpdateDocument,   UpdateDocumentRequest,   &UpdateDocumentResult,   0,
   "DuplicateDocumentContent DocumentVersionLimitExceeded InvalidDocument InvalidDocumentContent InvalidDocumentOperation InvalidDocumentVersion "
   "InvalidDocumentSchemaVersion MaxDocumentSizeExceeded InternalServerError");
OP(ssm,       UpdateDocumentDefaultVersion, UpdateDocumentDefaultVersionRequest, &UpdateDocumentDefaultVersionResult, OP_IDEMPOTENT,
   "InvalidDocument InvalidDocumentVersion InvalidDocumentSchemaVersion InternalServerError");
OP(ssm,       DeleteDocument,   DeleteDocumentRequest,   NULL,                    OP_IDEMPOTENT,
   "InvalidDocument InvalidDocumentOperation AssociatedInstances TooManyUpdates InternalServerError");

OP(ssm, AddTagsToResource,      AddTagsToResourceRequest,      NULL,                       OP_IDEMPOTENT,
   "InvalidResourceId InvalidResourceType TooManyTagsError TooManyUpdates InternalServerError");
OP(ssm, RemoveTagsFromResource, RemoveTagsFromResourceRequest, NULL,                       OP_IDEMPOTENT,
   "InvalidResourceId InvalidResourceType TooManyUpdates InternalServerError");
OP(ssm, ListTagsForResource,    ListTagsForResourceRequest,    &ListTagsForResourceResult, OP_READ,
   "InvalidResourceId InvalidResourceType InternalServerError");

const struct service svc_ssm = {
    .id = "ssm",
    .service_id = "SSM",
    .protocol = P_JSON,
    .version = "2014-11-06",
    .target = "AmazonSSM",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &ssm_CreateDocument, &ssm_DescribeDocument, &ssm_GetDocument, &ssm_ListDocuments, &ssm_UpdateDocument,
        &ssm_UpdateDocumentDefaultVersion, &ssm_DeleteDocument, &ssm_AddTagsToResource, &ssm_RemoveTagsFromResource,
        &ssm_ListTagsForResource, NULL},
};

/* clang-format on */
