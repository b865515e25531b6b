#include "aws/api/kafkaconnect.h"

/* clang-format off */

SHAPE(ScaleInPolicy,
    INT_REQUIRED(cpuUtilizationPercentage));

SHAPE(ScaleOutPolicy,
    INT_REQUIRED(cpuUtilizationPercentage));

SHAPE(AutoScaling,
    INT_REQUIRED(maxWorkerCount),
    INT_REQUIRED(mcuCount),
    INT_REQUIRED(minWorkerCount),
    STRUCT(scaleInPolicy, ScaleInPolicy),
    STRUCT(scaleOutPolicy, ScaleOutPolicy),
    INT(maxAutoscalingTaskCount));

SHAPE(ProvisionedCapacity,
    INT_REQUIRED(mcuCount),
    INT_REQUIRED(workerCount));

SHAPE(Capacity,
    STRUCT(autoScaling, AutoScaling),
    STRUCT(provisionedCapacity, ProvisionedCapacity));

SHAPE(Vpc,
    STRS(securityGroups, NULL),
    STRS_REQUIRED(subnets, NULL));

SHAPE(ApacheKafkaCluster,
    STR_REQUIRED(bootstrapServers),
    STRUCT_REQUIRED(vpc, Vpc));

SHAPE(KafkaCluster,
    STRUCT_REQUIRED(apacheKafkaCluster, ApacheKafkaCluster));

SHAPE(KafkaClusterClientAuthentication,
    STR_REQUIRED_OF(authenticationType, "NONE IAM"));

SHAPE(KafkaClusterEncryptionInTransit,
    STR_REQUIRED_OF(encryptionType, "PLAINTEXT TLS"));

SHAPE(CloudWatchLogsLogDelivery,
    BOOL_REQUIRED(enabled),
    STR(logGroup));

SHAPE(WorkerLogDelivery,
    STRUCT(cloudWatchLogs, CloudWatchLogsLogDelivery));

SHAPE(LogDelivery,
    STRUCT_REQUIRED(workerLogDelivery, WorkerLogDelivery));

SHAPE(CustomPlugin,
    STR_REQUIRED(customPluginArn),
    INT_REQUIRED(revision));

SHAPE(Plugin,
    STRUCT_REQUIRED(customPlugin, CustomPlugin));

SHAPE(WorkerConfiguration,
    INT_REQUIRED(revision),
    STR_REQUIRED(workerConfigurationArn));

SHAPE(CreateConnectorRequest,
    STRUCT_REQUIRED(capacity, Capacity),
    STR_MAP_REQUIRED(connectorConfiguration),
    STR(connectorDescription),
    STR_REQUIRED(connectorName),
    STRUCT_REQUIRED(kafkaCluster, KafkaCluster),
    STRUCT_REQUIRED(kafkaClusterClientAuthentication, KafkaClusterClientAuthentication),
    STRUCT_REQUIRED(kafkaClusterEncryptionInTransit, KafkaClusterEncryptionInTransit),
    STR_REQUIRED(kafkaConnectVersion),
    STRUCT(logDelivery, LogDelivery),
    LIST_REQUIRED(plugins, Plugin, NULL),
    STR_REQUIRED(serviceExecutionRoleArn),
    STRUCT(workerConfiguration, WorkerConfiguration),
    STR_MAP(tags));

SHAPE(CreateConnectorResponse,
    STR(connectorArn),
    STR(connectorName),
    STR(connectorState));

SHAPE(DescribeConnectorRequest,
    PATH_STR(connectorArn, "connectorArn"));

SHAPE(ScaleInPolicyDescription,
    INT(cpuUtilizationPercentage));

SHAPE(ScaleOutPolicyDescription,
    INT(cpuUtilizationPercentage));

SHAPE(AutoScalingDescription,
    INT(maxWorkerCount),
    INT(mcuCount),
    INT(minWorkerCount),
    STRUCT(scaleInPolicy, ScaleInPolicyDescription),
    STRUCT(scaleOutPolicy, ScaleOutPolicyDescription),
    INT(maxAutoscalingTaskCount));

SHAPE(ProvisionedCapacityDescription,
    INT(mcuCount),
    INT(workerCount));

SHAPE(CapacityDescription,
    STRUCT(autoScaling, AutoScalingDescription),
    STRUCT(provisionedCapacity, ProvisionedCapacityDescription));

SHAPE(VpcDescription,
    STRS(securityGroups, NULL),
    STRS(subnets, NULL));

SHAPE(ApacheKafkaClusterDescription,
    STR(bootstrapServers),
    STRUCT(vpc, VpcDescription));

SHAPE(KafkaClusterDescription,
    STRUCT(apacheKafkaCluster, ApacheKafkaClusterDescription));

SHAPE(KafkaClusterClientAuthenticationDescription,
    STR(authenticationType));

SHAPE(KafkaClusterEncryptionInTransitDescription,
    STR(encryptionType));

SHAPE(CloudWatchLogsLogDeliveryDescription,
    BOOL(enabled),
    STR(logGroup));

SHAPE(WorkerLogDeliveryDescription,
    STRUCT(cloudWatchLogs, CloudWatchLogsLogDeliveryDescription));

SHAPE(LogDeliveryDescription,
    STRUCT(workerLogDelivery, WorkerLogDeliveryDescription));

SHAPE(CustomPluginDescription,
    STR(customPluginArn),
    INT(revision));

SHAPE(PluginDescription,
    STRUCT(customPlugin, CustomPluginDescription));

SHAPE(WorkerConfigurationDescription,
    INT(revision),
    STR(workerConfigurationArn));

SHAPE(StateDescription,
    STR(code),
    STR(message));

SHAPE(DescribeConnectorResponse,
    STRUCT(capacity, CapacityDescription),
    STR(connectorArn),
    STR_MAP(connectorConfiguration),
    STR(connectorDescription),
    STR(connectorName),
    STR(connectorState),
    TIME(creationTime),
    STR(currentVersion),
    STRUCT(kafkaCluster, KafkaClusterDescription),
    STRUCT(kafkaClusterClientAuthentication, KafkaClusterClientAuthenticationDescription),
    STRUCT(kafkaClusterEncryptionInTransit, KafkaClusterEncryptionInTransitDescription),
    STR(kafkaConnectVersion),
    STRUCT(logDelivery, LogDeliveryDescription),
    LIST(plugins, PluginDescription, NULL),
    STR(serviceExecutionRoleArn),
    STRUCT(workerConfiguration, WorkerConfigurationDescription),
    STRUCT(stateDescription, StateDescription));

SHAPE(ListConnectorsRequest,
    QUERY_STR(connectorNamePrefix, "connectorNamePrefix"),
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"));

SHAPE(ConnectorSummary,
    STRUCT(capacity, CapacityDescription),
    STR(connectorArn),
    STR(connectorDescription),
    STR(connectorName),
    STR(connectorState),
    TIME(creationTime),
    STR(currentVersion),
    STRUCT(kafkaCluster, KafkaClusterDescription),
    STRUCT(kafkaClusterClientAuthentication, KafkaClusterClientAuthenticationDescription),
    STRUCT(kafkaClusterEncryptionInTransit, KafkaClusterEncryptionInTransitDescription),
    STR(kafkaConnectVersion),
    STRUCT(logDelivery, LogDeliveryDescription),
    LIST(plugins, PluginDescription, NULL),
    STR(serviceExecutionRoleArn),
    STRUCT(workerConfiguration, WorkerConfigurationDescription));

SHAPE(ListConnectorsResponse,
    LIST(connectors, ConnectorSummary, NULL),
    STR(nextToken));

SHAPE(ScaleInPolicyUpdate,
    INT_REQUIRED(cpuUtilizationPercentage));

SHAPE(ScaleOutPolicyUpdate,
    INT_REQUIRED(cpuUtilizationPercentage));

SHAPE(AutoScalingUpdate,
    INT_REQUIRED(maxWorkerCount),
    INT_REQUIRED(mcuCount),
    INT_REQUIRED(minWorkerCount),
    STRUCT_REQUIRED(scaleInPolicy, ScaleInPolicyUpdate),
    STRUCT_REQUIRED(scaleOutPolicy, ScaleOutPolicyUpdate),
    INT(maxAutoscalingTaskCount));

SHAPE(ProvisionedCapacityUpdate,
    INT_REQUIRED(mcuCount),
    INT_REQUIRED(workerCount));

SHAPE(CapacityUpdate,
    STRUCT(autoScaling, AutoScalingUpdate),
    STRUCT(provisionedCapacity, ProvisionedCapacityUpdate));

SHAPE(UpdateConnectorRequest,
    STRUCT(capacity, CapacityUpdate),
    STR_MAP(connectorConfiguration),
    PATH_STR(connectorArn, "connectorArn"),
    QUERY_STR_REQUIRED(currentVersion, "currentVersion"));

SHAPE(UpdateConnectorResponse,
    STR(connectorArn),
    STR(connectorState),
    STR(connectorOperationArn));

SHAPE(DeleteConnectorRequest,
    PATH_STR(connectorArn, "connectorArn"),
    QUERY_STR(currentVersion, "currentVersion"));

SHAPE(DeleteConnectorResponse,
    STR(connectorArn),
    STR(connectorState));

SHAPE(S3Location,
    STR_REQUIRED(bucketArn),
    STR_REQUIRED(fileKey),
    STR(objectVersion));

SHAPE(CustomPluginLocation,
    STRUCT_REQUIRED(s3Location, S3Location));

SHAPE(CreateCustomPluginRequest,
    STR_REQUIRED_OF(contentType, "JAR ZIP"),
    STR(description),
    STRUCT_REQUIRED(location, CustomPluginLocation),
    STR_REQUIRED(name),
    STR_MAP(tags));

SHAPE(CreateCustomPluginResponse,
    STR(customPluginArn),
    STR(customPluginState),
    STR(name),
    INT(revision));

SHAPE(DescribeCustomPluginRequest,
    PATH_STR(customPluginArn, "customPluginArn"));

SHAPE(CustomPluginFileDescription,
    STR(fileMd5),
    INT(fileSize));

SHAPE(S3LocationDescription,
    STR(bucketArn),
    STR(fileKey),
    STR(objectVersion));

SHAPE(CustomPluginLocationDescription,
    STRUCT(s3Location, S3LocationDescription));

SHAPE(CustomPluginRevisionSummary,
    STR(contentType),
    TIME(creationTime),
    STR(description),
    STRUCT(fileDescription, CustomPluginFileDescription),
    STRUCT(location, CustomPluginLocationDescription),
    INT(revision));

SHAPE(DescribeCustomPluginResponse,
    TIME(creationTime),
    STR(customPluginArn),
    STR(customPluginState),
    STR(description),
    STRUCT(latestRevision, CustomPluginRevisionSummary),
    STR(name),
    STRUCT(stateDescription, StateDescription));

SHAPE(ListCustomPluginsRequest,
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"),
    QUERY_STR(namePrefix, "namePrefix"));

SHAPE(CustomPluginSummary,
    TIME(creationTime),
    STR(customPluginArn),
    STR(customPluginState),
    STR(description),
    STRUCT(latestRevision, CustomPluginRevisionSummary),
    STR(name));

SHAPE(ListCustomPluginsResponse,
    LIST(customPlugins, CustomPluginSummary, NULL),
    STR(nextToken));

SHAPE(DeleteCustomPluginRequest,
    PATH_STR(customPluginArn, "customPluginArn"));

SHAPE(DeleteCustomPluginResponse,
    STR(customPluginArn),
    STR(customPluginState));

SHAPE(CreateWorkerConfigurationRequest,
    STR(description),
    STR_REQUIRED(name),
    STR_REQUIRED_SECRET(propertiesFileContent),
    STR_MAP(tags));

SHAPE(WorkerConfigurationRevisionSummary,
    TIME(creationTime),
    STR(description),
    INT(revision));

SHAPE(CreateWorkerConfigurationResponse,
    TIME(creationTime),
    STRUCT(latestRevision, WorkerConfigurationRevisionSummary),
    STR(name),
    STR(workerConfigurationArn),
    STR(workerConfigurationState));

SHAPE(DescribeWorkerConfigurationRequest,
    PATH_STR(workerConfigurationArn, "workerConfigurationArn"));

SHAPE(WorkerConfigurationRevisionDescription,
    TIME(creationTime),
    STR(description),
    STR_SECRET(propertiesFileContent),
    INT(revision));

SHAPE(DescribeWorkerConfigurationResponse,
    TIME(creationTime),
    STR(description),
    STRUCT(latestRevision, WorkerConfigurationRevisionDescription),
    STR(name),
    STR(workerConfigurationArn),
    STR(workerConfigurationState));

SHAPE(ListWorkerConfigurationsRequest,
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"),
    QUERY_STR(namePrefix, "namePrefix"));

SHAPE(WorkerConfigurationSummary,
    TIME(creationTime),
    STR(description),
    STRUCT(latestRevision, WorkerConfigurationRevisionSummary),
    STR(name),
    STR(workerConfigurationArn),
    STR(workerConfigurationState));

SHAPE(ListWorkerConfigurationsResponse,
    STR(nextToken),
    LIST(workerConfigurations, WorkerConfigurationSummary, NULL));

SHAPE(DeleteWorkerConfigurationRequest,
    PATH_STR(workerConfigurationArn, "workerConfigurationArn"));

SHAPE(DeleteWorkerConfigurationResponse,
    STR(workerConfigurationArn),
    STR(workerConfigurationState));

SHAPE(TagResourceRequest,
    PATH_STR(resourceArn, "resourceArn"),
    STR_MAP_REQUIRED(tags));

SHAPE(UntagResourceRequest,
    PATH_STR(resourceArn, "resourceArn"),
    QUERY_STRS_REQUIRED(tagKeys, "tagKeys"));

SHAPE(ListTagsForResourceRequest,
    PATH_STR(resourceArn, "resourceArn"));

SHAPE(ListTagsForResourceResponse,
    STR_MAP(tags));

REST(kafkaconnect,       CreateConnector,   "POST",   "/v1/connectors",                CreateConnectorRequest,   &CreateConnectorResponse,   0,
     "ConflictException NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST(kafkaconnect,       DescribeConnector, "GET",    "/v1/connectors/{connectorArn}", DescribeConnectorRequest, &DescribeConnectorResponse, OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST_PAGED(kafkaconnect, ListConnectors,    "GET",    "/v1/connectors",                ListConnectorsRequest,    &ListConnectorsResponse,    OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException", PAGES_OF("nextToken", "nextToken", "connectors", "maxResults", 100));
REST(kafkaconnect,       UpdateConnector,   "PUT",    "/v1/connectors/{connectorArn}", UpdateConnectorRequest,   &UpdateConnectorResponse,   0,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST(kafkaconnect,       DeleteConnector,   "DELETE", "/v1/connectors/{connectorArn}", DeleteConnectorRequest,   &DeleteConnectorResponse,   OP_IDEMPOTENT,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");

REST(kafkaconnect,       CreateCustomPlugin,   "POST",   "/v1/custom-plugins",                   CreateCustomPluginRequest,   &CreateCustomPluginResponse,   0,
     "ConflictException NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST(kafkaconnect,       DescribeCustomPlugin, "GET",    "/v1/custom-plugins/{customPluginArn}", DescribeCustomPluginRequest, &DescribeCustomPluginResponse, OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST_PAGED(kafkaconnect, ListCustomPlugins,    "GET",    "/v1/custom-plugins",                   ListCustomPluginsRequest,    &ListCustomPluginsResponse,    OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException", PAGES_OF("nextToken", "nextToken", "customPlugins", "maxResults", 100));
REST(kafkaconnect,       DeleteCustomPlugin,   "DELETE", "/v1/custom-plugins/{customPluginArn}", DeleteCustomPluginRequest,   &DeleteCustomPluginResponse,   OP_IDEMPOTENT,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");

REST(kafkaconnect,       CreateWorkerConfiguration,   "POST",   "/v1/worker-configurations",                          CreateWorkerConfigurationRequest,   &CreateWorkerConfigurationResponse,   0,
     "ConflictException NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST(kafkaconnect,       DescribeWorkerConfiguration, "GET",    "/v1/worker-configurations/{workerConfigurationArn}", DescribeWorkerConfigurationRequest, &DescribeWorkerConfigurationResponse, OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST_PAGED(kafkaconnect, ListWorkerConfigurations,    "GET",    "/v1/worker-configurations",                          ListWorkerConfigurationsRequest,    &ListWorkerConfigurationsResponse,    OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException", PAGES_OF("nextToken", "nextToken", "workerConfigurations", "maxResults", 100));
REST(kafkaconnect,       DeleteWorkerConfiguration,   "DELETE", "/v1/worker-configurations/{workerConfigurationArn}", DeleteWorkerConfigurationRequest,   &DeleteWorkerConfigurationResponse,   OP_IDEMPOTENT,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");

REST(kafkaconnect, TagResource,         "POST",   "/v1/tags/{resourceArn}", TagResourceRequest,         NULL,                         OP_IDEMPOTENT,
     "ConflictException NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST(kafkaconnect, UntagResource,       "DELETE", "/v1/tags/{resourceArn}", UntagResourceRequest,       NULL,                         OP_IDEMPOTENT,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");
REST(kafkaconnect, ListTagsForResource, "GET",    "/v1/tags/{resourceArn}", ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");

const struct service svc_kafkaconnect = {
    .id = "kafkaconnect",
    .service_id = "KafkaConnect",
    .protocol = P_REST_JSON,
    .version = "2021-09-14",
    .iso_time = true,
    .ops = (const struct op *const[]){
        &kafkaconnect_CreateConnector, &kafkaconnect_DescribeConnector, &kafkaconnect_ListConnectors,
        &kafkaconnect_UpdateConnector, &kafkaconnect_DeleteConnector, &kafkaconnect_CreateCustomPlugin,
        &kafkaconnect_DescribeCustomPlugin, &kafkaconnect_ListCustomPlugins,
        &kafkaconnect_DeleteCustomPlugin, &kafkaconnect_CreateWorkerConfiguration,
        &kafkaconnect_DescribeWorkerConfiguration, &kafkaconnect_ListWorkerConfigurations,
        &kafkaconnect_DeleteWorkerConfiguration, &kafkaconnect_TagResource, &kafkaconnect_UntagResource,
        &kafkaconnect_ListTagsForResource, NULL},
};

/* clang-format on */
