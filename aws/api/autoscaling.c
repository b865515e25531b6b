#include "aws/api/autoscaling.h"

/* clang-format off */
#define NAMESPACES \
    "ecs elasticmapreduce ec2 appstream dynamodb rds sagemaker custom-resource comprehend lambda " \
    "cassandra kafka elasticache neptune workspaces"
#define DIMENSIONS \
    "ecs:service:DesiredCount ec2:spot-fleet-request:TargetCapacity " \
    "elasticmapreduce:instancegroup:InstanceCount appstream:fleet:DesiredCapacity " \
    "dynamodb:table:ReadCapacityUnits dynamodb:table:WriteCapacityUnits dynamodb:index:ReadCapacityUnits " \
    "dynamodb:index:WriteCapacityUnits rds:cluster:ReadReplicaCount " \
    "sagemaker:variant:DesiredInstanceCount custom-resource:ResourceType:Property " \
    "comprehend:document-classifier-endpoint:DesiredInferenceUnits " \
    "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits lambda:function:ProvisionedConcurrency " \
    "cassandra:table:ReadCapacityUnits cassandra:table:WriteCapacityUnits kafka:broker-storage:VolumeSize " \
    "elasticache:cache-cluster:Nodes elasticache:replication-group:NodeGroups " \
    "elasticache:replication-group:Replicas neptune:cluster:ReadReplicaCount " \
    "sagemaker:variant:DesiredProvisionedConcurrency sagemaker:inference-component:DesiredCopyCount " \
    "workspaces:workspacespool:DesiredUserSessions"
#define METRICS \
    "DynamoDBReadCapacityUtilization DynamoDBWriteCapacityUtilization ALBRequestCountPerTarget " \
    "RDSReaderAverageCPUUtilization RDSReaderAverageDatabaseConnections " \
    "EC2SpotFleetRequestAverageCPUUtilization EC2SpotFleetRequestAverageNetworkIn " \
    "EC2SpotFleetRequestAverageNetworkOut SageMakerVariantInvocationsPerInstance " \
    "ECSServiceAverageCPUUtilization ECSServiceAverageMemoryUtilization " \
    "AppStreamAverageCapacityUtilization ComprehendInferenceUtilization " \
    "LambdaProvisionedConcurrencyUtilization CassandraReadCapacityUtilization " \
    "CassandraWriteCapacityUtilization KafkaBrokerStorageUtilization ElastiCacheEngineCPUUtilization " \
    "ElastiCacheDatabaseMemoryUsagePercentage ElastiCachePrimaryEngineCPUUtilization " \
    "ElastiCacheReplicaEngineCPUUtilization ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage " \
    "NeptuneReaderAverageCPUUtilization SageMakerVariantProvisionedConcurrencyUtilization " \
    "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage " \
    "SageMakerInferenceComponentInvocationsPerCopy WorkSpacesAverageUserSessionsCapacityUtilization " \
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution " \
    "SageMakerVariantConcurrentRequestsPerModelHighResolution " \
    "ECSServiceAverageCPUUtilizationHighResolution ECSServiceAverageMemoryUtilizationHighResolution"

SHAPE(RegisterScalableTargetRequest,
    STR_REQUIRED_OF(ServiceNamespace, NAMESPACES),
    STR_REQUIRED(ResourceId),
    STR_REQUIRED_OF(ScalableDimension, DIMENSIONS),
    INT(MinCapacity),
    INT(MaxCapacity),
    STR(RoleARN),
    STR_MAP(Tags));

SHAPE(RegisterScalableTargetResponse,
    STR(ScalableTargetARN));

SHAPE(DescribeScalableTargetsRequest,
    STR_REQUIRED_OF(ServiceNamespace, NAMESPACES),
    STRS(ResourceIds, NULL),
    STR_OF(ScalableDimension, DIMENSIONS),
    INT(MaxResults),
    STR(NextToken));

SHAPE(ScalableTarget,
    STR(ServiceNamespace),
    STR(ResourceId),
    STR(ScalableDimension),
    INT(MinCapacity),
    INT(MaxCapacity),
    STR(RoleARN),
    TIME(CreationTime),
    STR(ScalableTargetARN));

SHAPE(DescribeScalableTargetsResponse,
    LIST(ScalableTargets, ScalableTarget, NULL),
    STR(NextToken));

SHAPE(DeregisterScalableTargetRequest,
    STR_REQUIRED_OF(ServiceNamespace, NAMESPACES),
    STR_REQUIRED(ResourceId),
    STR_REQUIRED_OF(ScalableDimension, DIMENSIONS));

SHAPE(PredefinedMetricSpecification,
    STR_REQUIRED_OF(PredefinedMetricType, METRICS),
    STR(ResourceLabel));

SHAPE(TargetTrackingScalingPolicyConfiguration,
    DEC_REQUIRED(TargetValue),
    STRUCT(PredefinedMetricSpecification, PredefinedMetricSpecification),
    INT(ScaleOutCooldown),
    INT(ScaleInCooldown),
    BOOL(DisableScaleIn));

SHAPE(PutScalingPolicyRequest,
    STR_REQUIRED(PolicyName),
    STR_REQUIRED_OF(ServiceNamespace, NAMESPACES),
    STR_REQUIRED(ResourceId),
    STR_REQUIRED_OF(ScalableDimension, DIMENSIONS),
    STR_OF(PolicyType, "StepScaling TargetTrackingScaling PredictiveScaling"),
    STRUCT(TargetTrackingScalingPolicyConfiguration, TargetTrackingScalingPolicyConfiguration));

SHAPE(PutScalingPolicyResponse,
    STR(PolicyARN));

SHAPE(DescribeScalingPoliciesRequest,
    STRS(PolicyNames, NULL),
    STR_REQUIRED_OF(ServiceNamespace, NAMESPACES),
    STR(ResourceId),
    STR_OF(ScalableDimension, DIMENSIONS),
    INT(MaxResults),
    STR(NextToken));

SHAPE(ScalingPolicy,
    STR(PolicyARN),
    STR(PolicyName),
    STR(ServiceNamespace),
    STR(ResourceId),
    STR(ScalableDimension),
    STR(PolicyType),
    STRUCT(TargetTrackingScalingPolicyConfiguration, TargetTrackingScalingPolicyConfiguration),
    TIME(CreationTime));

SHAPE(DescribeScalingPoliciesResponse,
    LIST(ScalingPolicies, ScalingPolicy, NULL),
    STR(NextToken));

SHAPE(DeleteScalingPolicyRequest,
    STR_REQUIRED(PolicyName),
    STR_REQUIRED_OF(ServiceNamespace, NAMESPACES),
    STR_REQUIRED(ResourceId),
    STR_REQUIRED_OF(ScalableDimension, DIMENSIONS));

SHAPE(TagResourceRequest,
    STR_REQUIRED(ResourceARN),
    STR_MAP_REQUIRED(Tags));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(ResourceARN),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceRequest,
    STR_REQUIRED(ResourceARN));

SHAPE(ListTagsForResourceResponse,
    STR_MAP(Tags));

OP(autoscaling,       RegisterScalableTarget,   RegisterScalableTargetRequest,   &RegisterScalableTargetResponse,  0,
     "ValidationException LimitExceededException ConcurrentUpdateException");
OP_PAGED(autoscaling, DescribeScalableTargets,  DescribeScalableTargetsRequest,  &DescribeScalableTargetsResponse, OP_READ,
     "ValidationException ConcurrentUpdateException", PAGES_OF("NextToken", "NextToken", "ScalableTargets", "MaxResults", 50));
OP(autoscaling,       DeregisterScalableTarget, DeregisterScalableTargetRequest, NULL,                             OP_IDEMPOTENT,
     "ValidationException ObjectNotFoundException ConcurrentUpdateException");

OP(autoscaling,       PutScalingPolicy,        PutScalingPolicyRequest,        &PutScalingPolicyResponse,        OP_IDEMPOTENT,
     "ValidationException LimitExceededException ObjectNotFoundException ConcurrentUpdateException FailedResourceAccessException");
OP_PAGED(autoscaling, DescribeScalingPolicies, DescribeScalingPoliciesRequest, &DescribeScalingPoliciesResponse, OP_READ,
     "ValidationException FailedResourceAccessException ConcurrentUpdateException", PAGES_OF("NextToken", "NextToken", "ScalingPolicies", "MaxResults", 50));
OP(autoscaling,       DeleteScalingPolicy,     DeleteScalingPolicyRequest,     NULL,                             OP_IDEMPOTENT,
     "ValidationException ObjectNotFoundException ConcurrentUpdateException");

OP(autoscaling, TagResource,         TagResourceRequest,         NULL,                         OP_IDEMPOTENT,
     "ResourceNotFoundException TooManyTagsException ValidationException");
OP(autoscaling, UntagResource,       UntagResourceRequest,       NULL,                         OP_IDEMPOTENT,
     "ResourceNotFoundException ValidationException");
OP(autoscaling, ListTagsForResource, ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
     "ResourceNotFoundException");

const struct service svc_autoscaling = {
    .id = "application-autoscaling",
    .service_id = "Application Auto Scaling",
    .protocol = P_JSON,
    .version = "2016-02-06",
    .target = "AnyScaleFrontendService",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &autoscaling_RegisterScalableTarget, &autoscaling_DescribeScalableTargets,
        &autoscaling_DeregisterScalableTarget, &autoscaling_PutScalingPolicy,
        &autoscaling_DescribeScalingPolicies, &autoscaling_DeleteScalingPolicy, &autoscaling_TagResource,
        &autoscaling_UntagResource, &autoscaling_ListTagsForResource, NULL},
};

/* clang-format on */
