/*
 * MSK Connect. Plugins and worker configurations are never changed, only made anew; a connector takes its capacity and
 * its configuration one a call, each with its version as it is then. Tags are told by a call of their own.
 */
#include "aws/api/kafkaconnect.h"
#include "aws/types/common.h"

/* clang-format off */
#define CONNECT_TAGS {"Tags", T_MAP, A_MINE | A_HARMLESS, "tags", .doc = "tags, ownership tags among them"}
#define CONNECT_LISTED_TAGS(arn) {&kafkaconnect_ListTagsForResource, .only = "-", .bind = BINDS({"resourceArn", "$" arn}), .result = "", .tags_of = "$" arn}
#define CONNECT_RETAG(arn) \
    {&kafkaconnect_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$" arn}, {"tags", "+Tags"})}, \
    {&kafkaconnect_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$" arn}, {"tagKeys", "-Tags"})}

const struct rtype rtype_kafkaconnect_custom_plugin = {
    .name = "AWS::KafkaConnect::CustomPlugin", .doc = "code of connectors, from a bucket",
    .going = INT_NONE, .id = "customPluginArn", .key = "name", .create_s = {60, 120}, .update_s = {3, 6}, .delete_s = {30, 60},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"name",            T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"description",     T_STR, A_CREATE_ONLY, .doc = "for people"},
        {"contentType",     T_STR, A_REQUIRED | A_CREATE_ONLY, "latestRevision.contentType", .doc = "JAR or ZIP"},
        {"location",        T_MAP, A_REQUIRED | A_CREATE_ONLY | A_SUBSET, "latestRevision.location", .doc = "{s3Location: {bucketArn, fileKey, objectVersion}}"},
        {"customPluginArn", T_STR, A_OUTPUT, .doc = "ARN"},
        {"revision",        T_INT, A_OUTPUT, "latestRevision.revision", .doc = "its one revision"},
        CONNECT_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&kafkaconnect_ListCustomPlugins, .result = "customPlugins[]"},
        .read    = CALLS({&kafkaconnect_DescribeCustomPlugin, .result = ""}, CONNECT_LISTED_TAGS("customPluginArn")),
        .create  = CALLS({&kafkaconnect_CreateCustomPlugin, .found = FOUND_BY_NAME, .bind = BINDS({"tags", "$Tags"}), .result = ""}),
        .update  = CALLS(CONNECT_RETAG("customPluginArn")),
        .remove  = CALLS({&kafkaconnect_DeleteCustomPlugin, .not_yet = "ConflictException BadRequestException:*use*"}),
        .missing = "NotFoundException",
        .wait    = {UNTIL({"customPluginState", "ACTIVE", "CREATING UPDATING DELETING"}), 5, 900, "stateDescription.message"},
    },
};

const struct rtype rtype_kafkaconnect_worker_configuration = {
    .name = "AWS::KafkaConnect::WorkerConfiguration", .doc = "settings of the workers that run connectors",
    .going = INT_NONE, .id = "workerConfigurationArn", .key = "name", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {10, 20},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"name",                   T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"description",            T_STR, A_CREATE_ONLY, .doc = "for people"},
        {"propertiesFileContent",  T_MAP, A_REQUIRED | A_CREATE_ONLY | A_PROPERTIES, "latestRevision.propertiesFileContent", .doc = "settings by Kafka Connect's own names"},
        {"workerConfigurationArn", T_STR, A_OUTPUT, .doc = "ARN"},
        {"revision",               T_INT, A_OUTPUT, "latestRevision.revision", .doc = "its one revision"},
        CONNECT_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&kafkaconnect_ListWorkerConfigurations, .result = "workerConfigurations[]"},
        .partial = true,
        .read    = CALLS({&kafkaconnect_DescribeWorkerConfiguration, .result = ""}, CONNECT_LISTED_TAGS("workerConfigurationArn")),
        .create  = CALLS({&kafkaconnect_CreateWorkerConfiguration, .found = FOUND_BY_NAME, .bind = BINDS({"tags", "$Tags"}), .result = ""}),
        .update  = CALLS(CONNECT_RETAG("workerConfigurationArn")),
        .remove  = CALLS({&kafkaconnect_DeleteWorkerConfiguration, .not_yet = "ConflictException BadRequestException:*use*"}),
        .missing = "NotFoundException",
        .wait    = {UNTIL({"workerConfigurationState", "ACTIVE", "DELETING"}), 5, 600},
    },
};

#define CONNECTOR_UPDATE(what) \
    {&kafkaconnect_UpdateConnector, .when = what, .only = "connectorArn " what, .bind = BINDS({"currentVersion", "<currentVersion"}), \
     .stale = "BadRequestException:*ersion*urrent*", .not_yet = "ConflictException BadRequestException:*state*"}

const struct rtype rtype_kafkaconnect_connector = {
    .name = "AWS::KafkaConnect::Connector", .doc = "a connector and the workers it runs on",
    .going = INT_DOWNTIME, .id = "connectorArn", .key = "connectorName", .create_s = {750, 1200}, .update_s = {600, 1200}, .delete_s = {300, 600},
    .timed = "5 to 20 minutes; a guess for the rest",
    .attrs = (const struct attr[]){
        {"connectorName",            T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"connectorDescription",     T_STR,  A_CREATE_ONLY, .doc = "for people"},
        {"capacity",                 T_MAP,  A_REQUIRED | A_SUBSET | A_BRIEF, .doc = "{provisionedCapacity: {mcuCount, workerCount}} or {autoScaling: {...}}"},
        {"connectorConfiguration",   T_MAP,  A_REQUIRED | A_BRIEF, .doc = "the connector's settings, by its own names"},
        {"kafkaCluster",             T_MAP,  A_REQUIRED | A_CREATE_ONLY | A_SUBSET | A_SET, .doc = "{apacheKafkaCluster: {bootstrapServers, vpc: {subnets, securityGroups}}}"},
        {"kafkaClusterClientAuthentication", T_MAP, A_REQUIRED | A_CREATE_ONLY | A_SUBSET, .doc = "{authenticationType: IAM or NONE}"},
        {"kafkaClusterEncryptionInTransit",  T_MAP, A_REQUIRED | A_CREATE_ONLY | A_SUBSET, .doc = "{encryptionType: TLS or PLAINTEXT}"},
        {"kafkaConnectVersion",      T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "2.7.1 or 3.7.x"},
        {"plugins",                  T_LIST, A_REQUIRED | A_CREATE_ONLY | A_SUBSET, .doc = "[{customPlugin: {customPluginArn, revision}}], one"},
        {"serviceExecutionRoleArn",  T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the role its workers use"},
        {"workerConfiguration",      T_MAP,  A_CREATE_ONLY | A_SUBSET, .doc = "{workerConfigurationArn, revision}"},
        {"logDelivery",              T_MAP,  A_CREATE_ONLY | A_SUBSET, .doc = "{workerLogDelivery: {cloudWatchLogs: {enabled, logGroup}}}"},
        {"connectorArn",             T_STR,  A_OUTPUT, .doc = "ARN"},
        {"currentVersion",           T_STR,  A_OUTPUT | A_MOVES, .doc = "its version, new with every update"},
        CONNECT_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&kafkaconnect_ListConnectors, .result = "connectors[]"},
        .partial = true,
        .read    = CALLS({&kafkaconnect_DescribeConnector, .result = ""}, CONNECT_LISTED_TAGS("connectorArn")),
        .create  = CALLS({&kafkaconnect_CreateConnector, .found = FOUND_BY_NAME, .bind = BINDS({"tags", "$Tags"}), .result = "",
                          .soon = "BadRequestException:*ole*"}),
        .update  = CALLS(CONNECTOR_UPDATE("capacity"), CONNECTOR_UPDATE("connectorConfiguration"), CONNECT_RETAG("connectorArn")),
        .remove  = CALLS({&kafkaconnect_DeleteConnector, .only = "connectorArn", .not_yet = "ConflictException BadRequestException:*state*"}),
        .missing = "NotFoundException",
        .wait    = {UNTIL({"connectorState", "RUNNING", "CREATING UPDATING DELETING"}), 15, 3600, "stateDescription.message"},
    },
};
