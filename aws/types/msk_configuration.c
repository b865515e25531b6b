/*
 * Kafka's settings. A revision is never changed: an update makes the next one, and clusters that refer to
 * LatestRevision.Revision take it in the same run. AWS does not delete what a cluster uses. The list tells no settings:
 * those of the latest revision are read on their own. It takes no tags, and is known by its name.
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_msk_configuration = {
    .name = "AWS::MSK::Configuration", .doc = "Kafka's server settings, in revisions",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "Arn", .key = "Name", .create_s = {5, 10}, .update_s = {5, 10}, .delete_s = {10, 20},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Name",             T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "letters, digits and hyphens; unique in the region"},
        {"Description",      T_STR,  0, "LatestRevision.Description", .doc = "for people"},
        {"KafkaVersions",    T_LIST, A_CREATE_ONLY | A_SET, .doc = "versions it is for"},
        {"ServerProperties", T_MAP,  A_REQUIRED | A_PROPERTIES, .doc = "settings by Kafka's own names; others keep MSK's defaults"},
        {"Arn",              T_STR,  A_OUTPUT, .doc = "ARN"},
        {"LatestRevision",   T_MAP,  A_OUTPUT | A_MOVES, .doc = "{Revision, Description}"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&kafka_ListConfigurations, .result = "Configurations[]"},
        .read    = CALLS({&kafka_DescribeConfiguration, .result = ""},
                         {&kafka_DescribeConfigurationRevision, .result = "",
                          .bind = BINDS({"Revision", "$LatestRevision.Revision"})}),
        .create  = CALLS({&kafka_CreateConfiguration, .found = FOUND_BY_NAME, .result = ""}),
        .update  = CALLS({&kafka_UpdateConfiguration, .found = FOUND_BY_KEY, .when = "ServerProperties Description", .only = "Arn ServerProperties Description"}),
        .remove  = CALLS({&kafka_DeleteConfiguration, .not_yet = "BadRequestException:*use* BadRequestException:*associated*"}),
        .missing = "NotFoundException",
        .wait    = {UNTIL({"State", "ACTIVE", "DELETING"}), 5, 900},
    },
};
