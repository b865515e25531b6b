/*
 * A template of an experiment. It has no name: it is known by its tags. An update replaces whole maps, and cannot
 * change which accounts are meant. A role made a moment ago is refused for a while.
 */
#include "aws/types/common.h"

#define ROLE_NOT_KNOWN "ValidationException:*role*"

/* clang-format off */
const struct rtype rtype_fis_experiment_template = {
    .name = "AWS::FIS::ExperimentTemplate", .doc = "experiment of the Fault Injection Service: a drill, not yet begun",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "id", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"description",      T_STR,  A_REQUIRED, .doc = "for people"},
        {"actions",          T_MAP,  A_REQUIRED, .doc = "name -> {actionId, parameters, targets, startAfter}"},
        {"targets",          T_MAP,  0, .doc = "name -> {resourceType, selectionMode, resourceArns or resourceTags, ...}"},
        {"stopConditions",   T_LIST, A_REQUIRED | A_SET, .doc = "[{source, value}]: alarms that end it"},
        {"roleArn",          T_STR,  A_REQUIRED, .doc = "in whose name it runs"},
        {"logConfiguration", T_MAP,  0, .doc = "cloudWatchLogsConfiguration, logSchemaVersion"},
        {"accountTargeting", T_STR,  A_CREATE_ONLY, "experimentOptions.accountTargeting", "\"single-account\"", "single-account or multi-account"},
        {"emptyTargetResolutionMode", T_STR, 0, "experimentOptions.emptyTargetResolutionMode", "\"fail\"", "when a target finds nothing: fail or skip"},
        {"id",               T_STR,  A_OUTPUT, .doc = "EXT..."},
        {"arn",              T_STR,  A_OUTPUT, .doc = "ARN"},
        {"Tags",             T_MAP,  A_MINE, "tags", .doc = "tags, ownership tags among them"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&fis_ListExperimentTemplates, .result = "experimentTemplates[]"},
        .partial = true,
        .read    = CALLS({&fis_GetExperimentTemplate, .only = "id", .result = "experimentTemplate"}),
        .create  = CALLS({&fis_CreateExperimentTemplate, .found = FOUND_BY_TOKEN, .result = "experimentTemplate", .soon = ROLE_NOT_KNOWN,
                          .bind = BINDS({"clientToken", "@token"}, {"tags", "$Tags"}, {"experimentOptions.accountTargeting", "$accountTargeting"},
                                        {"experimentOptions.emptyTargetResolutionMode", "$emptyTargetResolutionMode"})}),
        .update  = CALLS({&fis_UpdateExperimentTemplate, .when = "description actions targets stopConditions roleArn logConfiguration emptyTargetResolutionMode",
                          .bind = BINDS({"experimentOptions.emptyTargetResolutionMode", "$emptyTargetResolutionMode"}), .soon = ROLE_NOT_KNOWN},
                         {&fis_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$arn"}, {"tags", "+Tags"})},
                         {&fis_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$arn"}, {"tagKeys", "-Tags"})}),
        .remove  = CALLS({&fis_DeleteExperimentTemplate, .only = "id"}),
        .missing = "ResourceNotFoundException",
        .wait    = {.every = 3, .limit = 300},
    },
};
