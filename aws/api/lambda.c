#include "aws/api/lambda.h"

/* clang-format off */

#define RUNTIMES \
    "nodejs nodejs4.3 nodejs6.10 nodejs8.10 nodejs10.x nodejs12.x nodejs14.x nodejs16.x nodejs18.x nodejs20.x nodejs22.x " \
    "nodejs24.x nodejs26.x nodejs4.3-edge java8 java8.al2 java8.al2023 java11 java11.al2023 java17 java17.al2023 java21 " \
    "java25 python2.7 python3.6 python3.7 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 " \
    "python3.15 dotnetcore1.0 dotnetcore2.0 dotnetcore2.1 dotnetcore3.1 dotnet6 dotnet8 dotnet10 go1.x ruby2.5 ruby2.7 " \
    "ruby3.2 ruby3.3 ruby3.4 ruby4.0 provided provided.al2 provided.al2023"

#define FUNCTION PATH_STR(FunctionName, "FunctionName")
#define QUALIFIER QUERY_STR(Qualifier, "Qualifier")

/* ---- functions --------------------------------------------------------------------------------------------------- */

SHAPE(FunctionCode,
    BLOB_SECRET(ZipFile),
    STR(S3Bucket),
    STR(S3Key),
    STR(S3ObjectVersion));

SHAPE(VpcConfig,
    STRS(SubnetIds, NULL),
    STRS(SecurityGroupIds, NULL),
    BOOL(Ipv6AllowedForDualStack));

SHAPE(DeadLetterConfig,
    STR(TargetArn));

SHAPE(Environment,
    {.name = "Variables", .kind = K_MAP, .of = K_STR, .flags = F_SECRET});

SHAPE(TracingConfig,
    STR_OF(Mode, "Active PassThrough"));

SHAPE(EphemeralStorage,
    INT_REQUIRED(Size));

SHAPE(LoggingConfig,
    STR_OF(LogFormat, "JSON Text"),
    STR_OF(ApplicationLogLevel, "TRACE DEBUG INFO WARN ERROR FATAL"),
    STR_OF(SystemLogLevel, "DEBUG INFO WARN"),
    STR(LogGroup));

SHAPE(CreateFunctionRequest,
    STR_REQUIRED(FunctionName),
    STR_OF(Runtime, RUNTIMES),
    STR_REQUIRED(Role),
    STR(Handler),
    STRUCT_REQUIRED(Code, FunctionCode),
    STR(Description),
    INT(Timeout),
    INT(MemorySize),
    BOOL(Publish),
    STRUCT(VpcConfig, VpcConfig),
    STR_OF(PackageType, "Zip Image"),
    STRUCT(DeadLetterConfig, DeadLetterConfig),
    STRUCT(Environment, Environment),
    STR(KMSKeyArn),
    STRUCT(TracingConfig, TracingConfig),
    STR_MAP(Tags),
    STRS(Layers, NULL),
    {.name = "Architectures", .kind = K_LIST, .of = K_STR, .values = "x86_64 arm64"},
    STRUCT(EphemeralStorage, EphemeralStorage),
    STRUCT(LoggingConfig, LoggingConfig));

SHAPE(VpcConfigResponse,
    STRS(SubnetIds, NULL),
    STRS(SecurityGroupIds, NULL),
    STR(VpcId),
    BOOL(Ipv6AllowedForDualStack));

SHAPE(Layer,
    STR(Arn),
    INT(CodeSize));

SHAPE(FunctionConfiguration,
    STR(FunctionName),
    STR(FunctionArn),
    STR(Runtime),
    STR(Role),
    STR(Handler),
    INT(CodeSize),
    STR(Description),
    INT(Timeout),
    INT(MemorySize),
    STR(LastModified),
    STR(CodeSha256),
    STR(Version),
    STRUCT(VpcConfig, VpcConfigResponse),
    STRUCT(DeadLetterConfig, DeadLetterConfig),
    STRUCT(Environment, Environment),
    STR(KMSKeyArn),
    STRUCT(TracingConfig, TracingConfig),
    STR(RevisionId),
    LIST(Layers, Layer, NULL),
    STR(State),
    STR(StateReason),
    STR(StateReasonCode),
    STR(LastUpdateStatus),
    STR(LastUpdateStatusReason),
    STR(LastUpdateStatusReasonCode),
    STR(PackageType),
    STRS(Architectures, NULL),
    STRUCT(EphemeralStorage, EphemeralStorage),
    STRUCT(LoggingConfig, LoggingConfig));

SHAPE(GetFunctionRequest,
    FUNCTION,
    QUALIFIER);

SHAPE(Concurrency,
    INT(ReservedConcurrentExecutions));

SHAPE(GetFunctionResponse,
    STRUCT(Configuration, FunctionConfiguration),
    STR_MAP(Tags),
    STRUCT(Concurrency, Concurrency));

SHAPE(ListFunctionsRequest,
    {.name = "FunctionVersion", .at = "FunctionVersion", .kind = K_STR, .values = "ALL", .flags = F_QUERY},
    QUERY_STR(Marker, "Marker"),
    QUERY_INT(MaxItems, "MaxItems"));

SHAPE(ListFunctionsResponse,
    STR(NextMarker),
    LIST(Functions, FunctionConfiguration, NULL));

SHAPE(UpdateFunctionCodeRequest,
    FUNCTION,
    BLOB_SECRET(ZipFile),
    STR(S3Bucket),
    STR(S3Key),
    STR(S3ObjectVersion),
    BOOL(Publish),
    BOOL(DryRun),
    STR(RevisionId),
    {.name = "Architectures", .kind = K_LIST, .of = K_STR, .values = "x86_64 arm64"});

SHAPE(UpdateFunctionConfigurationRequest,
    FUNCTION,
    STR(Role),
    STR(Handler),
    STR(Description),
    INT(Timeout),
    INT(MemorySize),
    STRUCT(VpcConfig, VpcConfig),
    STRUCT(Environment, Environment),
    STR_OF(Runtime, RUNTIMES),
    STRUCT(DeadLetterConfig, DeadLetterConfig),
    STR(KMSKeyArn),
    STRUCT(TracingConfig, TracingConfig),
    STR(RevisionId),
    STRS(Layers, NULL),
    STRUCT(EphemeralStorage, EphemeralStorage),
    STRUCT(LoggingConfig, LoggingConfig));

SHAPE(DeleteFunctionRequest,
    FUNCTION,
    QUALIFIER);

SHAPE(PutFunctionConcurrencyRequest,
    FUNCTION,
    INT_REQUIRED(ReservedConcurrentExecutions));

SHAPE(DeleteFunctionConcurrencyRequest,
    FUNCTION);

/* ---- who may invoke ---------------------------------------------------------------------------------------------- */

SHAPE(AddPermissionRequest,
    FUNCTION,
    STR_REQUIRED(StatementId),
    STR_REQUIRED(Action),
    STR_REQUIRED(Principal),
    STR(SourceArn),
    STR(SourceAccount),
    STR(EventSourceToken),
    QUALIFIER,
    STR(RevisionId),
    STR(PrincipalOrgID));

SHAPE(AddPermissionResponse,
    STR(Statement));

SHAPE(RemovePermissionRequest,
    FUNCTION,
    PATH_STR(StatementId, "StatementId"),
    QUALIFIER,
    QUERY_STR(RevisionId, "RevisionId"));

SHAPE(GetPolicyRequest,
    FUNCTION,
    QUALIFIER);

SHAPE(GetPolicyResponse,
    STR(Policy),
    STR(RevisionId));

/* ---- asynchronous invocation ------------------------------------------------------------------------------------- */

SHAPE(OnSuccess,
    STR(Destination));

SHAPE(OnFailure,
    STR(Destination));

SHAPE(DestinationConfig,
    STRUCT(OnSuccess, OnSuccess),
    STRUCT(OnFailure, OnFailure));

SHAPE(PutFunctionEventInvokeConfigRequest,
    FUNCTION,
    QUALIFIER,
    INT(MaximumRetryAttempts),
    INT(MaximumEventAgeInSeconds),
    STRUCT(DestinationConfig, DestinationConfig));

SHAPE(FunctionEventInvokeConfig,
    TIME(LastModified),
    STR(FunctionArn),
    INT(MaximumRetryAttempts),
    INT(MaximumEventAgeInSeconds),
    STRUCT(DestinationConfig, DestinationConfig));

SHAPE(GetFunctionEventInvokeConfigRequest,
    FUNCTION,
    QUALIFIER);

SHAPE(DeleteFunctionEventInvokeConfigRequest,
    FUNCTION,
    QUALIFIER);

/* ---- tags -------------------------------------------------------------------------------------------------------- */

SHAPE(TagResourceRequest,
    PATH_STR(Resource, "Resource"),
    STR_MAP_REQUIRED(Tags));

SHAPE(UntagResourceRequest,
    PATH_STR(Resource, "Resource"),
    {.name = "TagKeys", .at = "tagKeys", .kind = K_LIST, .of = K_STR, .flags = F_QUERY | F_REQUIRED});

SHAPE(ListTagsRequest,
    PATH_STR(Resource, "Resource"));

SHAPE(ListTagsResponse,
    STR_MAP(Tags));

/* ---- operations -------------------------------------------------------------------------------------------------- */

#define FUNCTIONS "/2015-03-31/functions"
#define USUAL "InvalidParameterValueException ResourceNotFoundException ServiceException TooManyRequestsException"

REST(lambda, CreateFunction, "POST", FUNCTIONS, CreateFunctionRequest, &FunctionConfiguration, 0,
     USUAL " ResourceConflictException CodeStorageExceededException");
REST(lambda, GetFunction, "GET", FUNCTIONS "/{FunctionName}", GetFunctionRequest, &GetFunctionResponse, OP_READ, USUAL);
REST_PAGED(lambda, ListFunctions, "GET", FUNCTIONS, ListFunctionsRequest, &ListFunctionsResponse, OP_READ,
     "InvalidParameterValueException ServiceException TooManyRequestsException",
     PAGES_OF("Marker", "NextMarker", "Functions", "MaxItems", 50));
REST(lambda, UpdateFunctionCode, "PUT", FUNCTIONS "/{FunctionName}/code", UpdateFunctionCodeRequest, &FunctionConfiguration, OP_IDEMPOTENT,
     USUAL " ResourceConflictException CodeStorageExceededException PreconditionFailedException");
REST(lambda, UpdateFunctionConfiguration, "PUT", FUNCTIONS "/{FunctionName}/configuration", UpdateFunctionConfigurationRequest, &FunctionConfiguration, OP_IDEMPOTENT,
     USUAL " ResourceConflictException PreconditionFailedException");
REST(lambda, DeleteFunction, "DELETE", FUNCTIONS "/{FunctionName}", DeleteFunctionRequest, NULL, OP_IDEMPOTENT,
     USUAL " ResourceConflictException");

REST(lambda, PutFunctionConcurrency, "PUT", "/2017-10-31/functions/{FunctionName}/concurrency", PutFunctionConcurrencyRequest, &Concurrency, OP_IDEMPOTENT,
     USUAL " ResourceConflictException");
REST(lambda, DeleteFunctionConcurrency, "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency", DeleteFunctionConcurrencyRequest, NULL, OP_IDEMPOTENT,
     USUAL " ResourceConflictException");

REST(lambda, AddPermission, "POST", FUNCTIONS "/{FunctionName}/policy", AddPermissionRequest, &AddPermissionResponse, 0,
     USUAL " ResourceConflictException PolicyLengthExceededException PreconditionFailedException PublicPolicyException");
REST(lambda, RemovePermission, "DELETE", FUNCTIONS "/{FunctionName}/policy/{StatementId}", RemovePermissionRequest, NULL, OP_IDEMPOTENT,
     USUAL " PreconditionFailedException PublicPolicyException");
REST(lambda, GetPolicy, "GET", FUNCTIONS "/{FunctionName}/policy", GetPolicyRequest, &GetPolicyResponse, OP_READ, USUAL);

REST(lambda, PutFunctionEventInvokeConfig, "PUT", "/2019-09-25/functions/{FunctionName}/event-invoke-config", PutFunctionEventInvokeConfigRequest,
     &FunctionEventInvokeConfig, OP_IDEMPOTENT, USUAL " ResourceConflictException");
REST(lambda, GetFunctionEventInvokeConfig, "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config", GetFunctionEventInvokeConfigRequest,
     &FunctionEventInvokeConfig, OP_READ, USUAL);
REST(lambda, DeleteFunctionEventInvokeConfig, "DELETE", "/2019-09-25/functions/{FunctionName}/event-invoke-config", DeleteFunctionEventInvokeConfigRequest,
     NULL, OP_IDEMPOTENT, USUAL " ResourceConflictException");

REST(lambda, TagResource, "POST", "/2017-03-31/tags/{Resource}", TagResourceRequest, NULL, OP_IDEMPOTENT, USUAL " ResourceConflictException");
REST(lambda, UntagResource, "DELETE", "/2017-03-31/tags/{Resource}", UntagResourceRequest, NULL, OP_IDEMPOTENT, USUAL " ResourceConflictException");
REST(lambda, ListTags, "GET", "/2017-03-31/tags/{Resource}", ListTagsRequest, &ListTagsResponse, OP_READ, USUAL);

const struct service svc_lambda = {
    .id = "lambda",
    .service_id = "Lambda",
    .protocol = P_REST_JSON,
    .version = "2015-03-31",
    .ops = (const struct op *const[]){
        &lambda_CreateFunction, &lambda_GetFunction, &lambda_ListFunctions, &lambda_UpdateFunctionCode,
        &lambda_UpdateFunctionConfiguration, &lambda_DeleteFunction, &lambda_PutFunctionConcurrency,
        &lambda_DeleteFunctionConcurrency, &lambda_AddPermission, &lambda_RemovePermission, &lambda_GetPolicy,
        &lambda_PutFunctionEventInvokeConfig, &lambda_GetFunctionEventInvokeConfig, &lambda_DeleteFunctionEventInvokeConfig,
        &lambda_TagResource, &lambda_UntagResource, &lambda_ListTags, NULL},
};

/* clang-format on */
