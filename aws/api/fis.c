#include "aws/api/fis.h"

/* clang-format off */

#define TEMPLATE PATH_STR(id, "id")

/* ---- what goes in ------------------------------------------------------------------------------------------------ */

#define STOP_CONDITION(shape) SHAPE(shape, STR_REQUIRED(source), STR(value))

STOP_CONDITION(CreateExperimentTemplateStopConditionInput);
STOP_CONDITION(UpdateExperimentTemplateStopConditionInput);

SHAPE(ExperimentTemplateTargetInputFilter,
    STR_REQUIRED(path),
    STRS_REQUIRED(values, NULL));

#define TARGET_INPUT                                              \
    STR_REQUIRED(resourceType),                                   \
    STRS(resourceArns, NULL),                                     \
    STR_MAP(resourceTags),                                        \
    LIST(filters, ExperimentTemplateTargetInputFilter, NULL),     \
    STR_REQUIRED(selectionMode),                                  \
    STR_MAP(parameters)

SHAPE(CreateExperimentTemplateTargetInput, TARGET_INPUT);
SHAPE(UpdateExperimentTemplateTargetInput, TARGET_INPUT);

#define ACTION_REST STR(description), STR_MAP(parameters), STR_MAP(targets), STRS(startAfter, NULL)

SHAPE(CreateExperimentTemplateActionInput, STR_REQUIRED(actionId), ACTION_REST);
SHAPE(UpdateExperimentTemplateActionInputItem, STR(actionId), ACTION_REST);

SHAPE(ExperimentTemplateCloudWatchLogsLogConfigurationInput,
    STR_REQUIRED(logGroupArn));

SHAPE(CreateExperimentTemplateLogConfigurationInput,
    STRUCT(cloudWatchLogsConfiguration, ExperimentTemplateCloudWatchLogsLogConfigurationInput),
    INT_REQUIRED(logSchemaVersion));

SHAPE(UpdateExperimentTemplateLogConfigurationInput,
    STRUCT(cloudWatchLogsConfiguration, ExperimentTemplateCloudWatchLogsLogConfigurationInput),
    INT(logSchemaVersion));

#define EMPTY_TARGETS STR_OF(emptyTargetResolutionMode, "fail skip")

SHAPE(CreateExperimentTemplateExperimentOptionsInput,
    STR_OF(accountTargeting, "single-account multi-account"),
    EMPTY_TARGETS);

SHAPE(UpdateExperimentTemplateExperimentOptionsInput,
    EMPTY_TARGETS);

SHAPE(CreateExperimentTemplateRequest,
    {.name = "clientToken", .kind = K_STR, .flags = F_TOKEN | F_REQUIRED},
    STR_REQUIRED(description),
    LIST_REQUIRED(stopConditions, CreateExperimentTemplateStopConditionInput, NULL),
    MAP(targets, CreateExperimentTemplateTargetInput),
    {.name = "actions", .kind = K_MAP, .of = K_STRUCT, .sub = &CreateExperimentTemplateActionInput, .flags = F_REQUIRED},
    STR_REQUIRED(roleArn),
    STR_MAP(tags),
    STRUCT(logConfiguration, CreateExperimentTemplateLogConfigurationInput),
    STRUCT(experimentOptions, CreateExperimentTemplateExperimentOptionsInput));

SHAPE(UpdateExperimentTemplateRequest,
    TEMPLATE,
    STR(description),
    LIST(stopConditions, UpdateExperimentTemplateStopConditionInput, NULL),
    MAP(targets, UpdateExperimentTemplateTargetInput),
    MAP(actions, UpdateExperimentTemplateActionInputItem),
    STR(roleArn),
    STRUCT(logConfiguration, UpdateExperimentTemplateLogConfigurationInput),
    STRUCT(experimentOptions, UpdateExperimentTemplateExperimentOptionsInput));

SHAPE(GetExperimentTemplateRequest, TEMPLATE);
SHAPE(DeleteExperimentTemplateRequest, TEMPLATE);

SHAPE(ListExperimentTemplatesRequest,
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"));

/* ---- what comes out ---------------------------------------------------------------------------------------------- */

SHAPE(ExperimentTemplateTargetFilter,
    STR(path),
    STRS(values, NULL));

SHAPE(ExperimentTemplateTarget,
    STR(resourceType),
    STRS(resourceArns, NULL),
    STR_MAP(resourceTags),
    LIST(filters, ExperimentTemplateTargetFilter, NULL),
    STR(selectionMode),
    STR_MAP(parameters));

SHAPE(ExperimentTemplateAction,
    STR(actionId),
    ACTION_REST);

SHAPE(ExperimentTemplateStopCondition,
    STR(source),
    STR(value));

SHAPE(ExperimentTemplateCloudWatchLogsLogConfiguration,
    STR(logGroupArn));

SHAPE(ExperimentTemplateLogConfiguration,
    STRUCT(cloudWatchLogsConfiguration, ExperimentTemplateCloudWatchLogsLogConfiguration),
    INT(logSchemaVersion));

SHAPE(ExperimentTemplateExperimentOptions,
    STR(accountTargeting),
    STR(emptyTargetResolutionMode));

SHAPE(ExperimentTemplate,
    STR(id),
    STR(arn),
    STR(description),
    MAP(targets, ExperimentTemplateTarget),
    MAP(actions, ExperimentTemplateAction),
    LIST(stopConditions, ExperimentTemplateStopCondition, NULL),
    TIME(creationTime),
    TIME(lastUpdateTime),
    STR(roleArn),
    STR_MAP(tags),
    STRUCT(logConfiguration, ExperimentTemplateLogConfiguration),
    STRUCT(experimentOptions, ExperimentTemplateExperimentOptions));

SHAPE(CreateExperimentTemplateResponse, STRUCT(experimentTemplate, ExperimentTemplate));
SHAPE(GetExperimentTemplateResponse, STRUCT(experimentTemplate, ExperimentTemplate));
SHAPE(UpdateExperimentTemplateResponse, STRUCT(experimentTemplate, ExperimentTemplate));

SHAPE(ExperimentTemplateSummary,
    STR(id),
    STR(arn),
    STR(description),
    TIME(creationTime),
    TIME(lastUpdateTime),
    STR_MAP(tags));

SHAPE(ListExperimentTemplatesResponse,
    LIST(experimentTemplates, ExperimentTemplateSummary, NULL),
    STR(nextToken));

/* ---- actions ----------------------------------------------------------------------------------------------------- */

SHAPE(ListActionsRequest,
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"));

SHAPE(ActionSummary,
    STR(id),
    STR(arn),
    STR(description));

SHAPE(ListActionsResponse,
    LIST(actions, ActionSummary, NULL),
    STR(nextToken));

/* ---- experiments ------------------------------------------------------------------------------------------------- */

SHAPE(StartExperimentExperimentOptionsInput,
    STR_OF(actionsMode, "skip-all run-all"));

SHAPE(StartExperimentRequest,
    {.name = "clientToken", .kind = K_STR, .flags = F_TOKEN | F_REQUIRED},
    STR_REQUIRED(experimentTemplateId),
    STRUCT(experimentOptions, StartExperimentExperimentOptionsInput),
    STR_MAP(tags));

SHAPE(GetExperimentRequest, PATH_STR(id, "id"));
SHAPE(StopExperimentRequest, PATH_STR(id, "id"));

SHAPE(ListExperimentsRequest,
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"),
    QUERY_STR(experimentTemplateId, "experimentTemplateId"));

SHAPE(ExperimentState,
    STR(status),
    STR(reason));

SHAPE(ExperimentStopCondition,
    STR(source),
    STR(value));

SHAPE(Experiment,
    STR(id),
    STR(arn),
    STR(experimentTemplateId),
    STR(roleArn),
    STRUCT(state, ExperimentState),
    LIST(stopConditions, ExperimentStopCondition, NULL),
    TIME(creationTime),
    TIME(startTime),
    TIME(endTime),
    STR_MAP(tags));

SHAPE(StartExperimentResponse, STRUCT(experiment, Experiment));
SHAPE(GetExperimentResponse, STRUCT(experiment, Experiment));
SHAPE(StopExperimentResponse, STRUCT(experiment, Experiment));

SHAPE(ExperimentSummary,
    STR(id),
    STR(arn),
    STR(experimentTemplateId),
    STRUCT(state, ExperimentState),
    TIME(creationTime),
    STR_MAP(tags));

SHAPE(ListExperimentsResponse,
    LIST(experiments, ExperimentSummary, NULL),
    STR(nextToken));

/* ---- tags -------------------------------------------------------------------------------------------------------- */

SHAPE(TagResourceRequest,
    PATH_STR(resourceArn, "resourceArn"),
    STR_MAP_REQUIRED(tags));

SHAPE(UntagResourceRequest,
    PATH_STR(resourceArn, "resourceArn"),
    QUERY_STRS(tagKeys, "tagKeys"));

SHAPE(ListTagsForResourceRequest,
    PATH_STR(resourceArn, "resourceArn"));

SHAPE(ListTagsForResourceResponse,
    STR_MAP(tags));

/* ---- operations -------------------------------------------------------------------------------------------------- */

#define TEMPLATES "/experimentTemplates"

REST(fis, CreateExperimentTemplate, "POST", TEMPLATES, CreateExperimentTemplateRequest, &CreateExperimentTemplateResponse, OP_IDEMPOTENT,
     "ValidationException ConflictException ResourceNotFoundException ServiceQuotaExceededException");
REST(fis, GetExperimentTemplate, "GET", TEMPLATES "/{id}", GetExperimentTemplateRequest, &GetExperimentTemplateResponse, OP_READ,
     "ValidationException ResourceNotFoundException");
REST_PAGED(fis, ListExperimentTemplates, "GET", TEMPLATES, ListExperimentTemplatesRequest, &ListExperimentTemplatesResponse, OP_READ,
     "ValidationException", PAGES_OF("nextToken", "nextToken", "experimentTemplates", "maxResults", 100));
REST(fis, UpdateExperimentTemplate, "PATCH", TEMPLATES "/{id}", UpdateExperimentTemplateRequest, &UpdateExperimentTemplateResponse, OP_IDEMPOTENT,
     "ValidationException ResourceNotFoundException ServiceQuotaExceededException");
REST(fis, DeleteExperimentTemplate, "DELETE", TEMPLATES "/{id}", DeleteExperimentTemplateRequest, NULL, OP_IDEMPOTENT,
     "ValidationException ResourceNotFoundException");

REST_PAGED(fis, ListActions, "GET", "/actions", ListActionsRequest, &ListActionsResponse, OP_READ,
     "ValidationException", PAGES_OF("nextToken", "nextToken", "actions", "maxResults", 100));
REST(fis, StartExperiment, "POST", "/experiments", StartExperimentRequest, &StartExperimentResponse, OP_IDEMPOTENT,
     "ValidationException ConflictException ResourceNotFoundException ServiceQuotaExceededException");
REST(fis, GetExperiment, "GET", "/experiments/{id}", GetExperimentRequest, &GetExperimentResponse, OP_READ,
     "ValidationException ResourceNotFoundException");
REST(fis, StopExperiment, "DELETE", "/experiments/{id}", StopExperimentRequest, &StopExperimentResponse, OP_IDEMPOTENT,
     "ValidationException ResourceNotFoundException");
REST_PAGED(fis, ListExperiments, "GET", "/experiments", ListExperimentsRequest, &ListExperimentsResponse, OP_READ,
     "ValidationException", PAGES_OF("nextToken", "nextToken", "experiments", "maxResults", 100));

REST(fis, TagResource, "POST", "/tags/{resourceArn}", TagResourceRequest, NULL, OP_IDEMPOTENT, NULL);
REST(fis, UntagResource, "DELETE", "/tags/{resourceArn}", UntagResourceRequest, NULL, OP_IDEMPOTENT, NULL);
REST(fis, ListTagsForResource, "GET", "/tags/{resourceArn}", ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ, NULL);

const struct service svc_fis = {
    .id = "fis",
    .service_id = "fis",
    .protocol = P_REST_JSON,
    .version = "2020-12-01",
    .ops = (const struct op *const[]){
        &fis_CreateExperimentTemplate, &fis_GetExperimentTemplate, &fis_ListExperimentTemplates,
        &fis_UpdateExperimentTemplate, &fis_DeleteExperimentTemplate, &fis_ListActions, &fis_StartExperiment,
        &fis_GetExperiment, &fis_StopExperiment, &fis_ListExperiments, &fis_TagResource, &fis_UntagResource,
        &fis_ListTagsForResource, NULL},
};

/* clang-format on */
