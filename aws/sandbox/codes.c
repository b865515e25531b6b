#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * Every code with which the sandbox refuses, its HTTP status, and where it comes from: the service's published model,
 * its documentation (API reference, error code pages, user guides), or a guess at what AWS would say.
 */
struct code {
    const char *service; /* NULL: any */
    const char *code;
    int status;
    enum source source;
};

/* clang-format off */
static const struct code codes[] = {
    {"ec2", "CannotDelete", 400, DOC},
    {"ec2", "DependencyViolation", 400, DOC},
    {"ec2", "DuplicateSubnetsInSameZone", 400, DOC},
    {"ec2", "FlowLogAlreadyExists", 400, DOC},
    {"ec2", "Gateway.NotAttached", 400, DOC},
    {"ec2", "IdempotentParameterMismatch", 400, DOC},
    {"ec2", "InvalidAllocationID.NotFound", 400, DOC},
    {"ec2", "InvalidAssociationID.NotFound", 400, DOC},
    {"ec2", "InvalidFlowLogId.NotFound", 400, DOC},
    {"ec2", "InvalidGroup.Duplicate", 400, DOC},
    {"ec2", "InvalidGroup.NotFound", 400, DOC},
    {"ec2", "InvalidID", 400, DOC},
    {"ec2", "InvalidIPAddress.InUse", 400, DOC},
    {"ec2", "InvalidInternetGatewayID.NotFound", 400, DOC},
    {"ec2", "InvalidParameter", 400, DOC},
    {"ec2", "InvalidParameterCombination", 400, DOC},
    {"ec2", "InvalidParameterValue", 400, DOC},
    {"ec2", "InvalidPermission.Duplicate", 400, DOC},
    {"ec2", "InvalidPermission.Malformed", 400, DOC},
    {"ec2", "InvalidPermission.NotFound", 400, DOC},
    {"ec2", "InvalidPolicyDocument", 400, DOC},
    {"ec2", "InvalidRoute.NotFound", 400, DOC},
    {"ec2", "InvalidRouteTableID.NotFound", 400, DOC},
    {"ec2", "InvalidSecurityGroupRuleId.NotFound", 400, DOC},
    {"ec2", "InvalidServiceName", 400, DOC},
    {"ec2", "InvalidStateTransition", 400, DOC},
    {"ec2", "InvalidSubnet.Conflict", 400, DOC},
    {"ec2", "InvalidSubnet.Range", 400, DOC},
    {"ec2", "InvalidSubnetID.NotFound", 400, DOC},
    {"ec2", "InvalidVpc.Range", 400, DOC},
    {"ec2", "InvalidVpcEndpointId.NotFound", 400, DOC},
    {"ec2", "InvalidVpcID.NotFound", 400, DOC},
    {"ec2", "InvalidVpcPeeringConnectionID.NotFound", 400, DOC},
    {"ec2", "MissingParameter", 400, DOC},
    {"ec2", "NatGatewayNotFound", 400, DOC},
    {"ec2", "OperationNotPermitted", 400, DOC},
    {"ec2", "Resource.AlreadyAssociated", 400, DOC},
    {"ec2", "RouteAlreadyExists", 400, DOC},
    {"ec2", "RulesPerSecurityGroupLimitExceeded", 400, DOC},
    {"ec2", "TagLimitExceeded", 400, DOC},
    {"ec2", "UnsupportedOperation", 400, DOC},
    {"ec2", "VPCIdNotSpecified", 400, DOC},
    {"ec2", "VpcPeeringConnectionAlreadyExists", 400, DOC},

    {"rds", "DBClusterAlreadyExistsFault", 400, MODEL},
    {"rds", "DBClusterEndpointAlreadyExistsFault", 400, MODEL},
    {"rds", "DBClusterEndpointNotFoundFault", 400, MODEL},
    {"rds", "DBClusterEndpointQuotaExceededFault", 403, MODEL},
    {"rds", "DBClusterNotFoundFault", 404, MODEL},
    {"rds", "DBClusterParameterGroupNotFound", 404, MODEL},
    {"rds", "DBInstanceAlreadyExists", 400, MODEL},
    {"rds", "DBInstanceNotFound", 404, MODEL},
    {"rds", "DBParameterGroupAlreadyExists", 400, MODEL},
    {"rds", "DBParameterGroupNotFound", 404, MODEL},
    {"rds", "DBSubnetGroupAlreadyExists", 400, MODEL},
    {"rds", "DBSubnetGroupDoesNotCoverEnoughAZs", 400, MODEL},
    {"rds", "DBSubnetGroupNotFoundFault", 404, MODEL},
    {"rds", "GlobalClusterAlreadyExistsFault", 400, MODEL},
    {"rds", "GlobalClusterNotFoundFault", 404, MODEL},
    {"rds", "InvalidDBClusterEndpointStateFault", 400, MODEL},
    {"rds", "InvalidDBClusterStateFault", 400, MODEL},
    {"rds", "InvalidDBInstanceState", 400, MODEL},
    {"rds", "InvalidDBParameterGroupState", 400, MODEL},
    {"rds", "InvalidDBSubnetGroupStateFault", 400, MODEL},
    {"rds", "InvalidEventSubscriptionState", 400, MODEL},
    {"rds", "InvalidGlobalClusterStateFault", 400, MODEL},
    {"rds", "InvalidParameterCombination", 400, DOC},
    {"rds", "InvalidParameterValue", 400, DOC},
    {"rds", "InvalidSubnet", 400, MODEL},
    {"rds", "InvalidVPCNetworkStateFault", 400, MODEL},
    {"rds", "KMSKeyNotAccessibleFault", 400, MODEL},
    {"rds", "SNSInvalidTopic", 400, MODEL},
    {"rds", "SNSNoAuthorization", 400, MODEL},
    {"rds", "SNSTopicArnNotFound", 404, MODEL},
    {"rds", "SourceNotFound", 404, MODEL},
    {"rds", "SubscriptionAlreadyExist", 400, MODEL},
    {"rds", "SubscriptionCategoryNotFound", 404, MODEL},
    {"rds", "SubscriptionNotFound", 404, MODEL},

    {"eks", "InvalidParameterException", 400, MODEL},
    {"eks", "InvalidRequestException", 400, MODEL},
    {"eks", "NotFoundException", 404, MODEL},
    {"eks", "ResourceInUseException", 409, MODEL},
    {"eks", "ResourceLimitExceededException", 400, MODEL},
    {"eks", "ResourceNotFoundException", 404, MODEL},
    {"eks", "UnsupportedAvailabilityZoneException", 400, MODEL},

    {"elasticache", "CacheClusterNotFound", 404, MODEL},
    {"elasticache", "CacheParameterGroupAlreadyExists", 400, MODEL},
    {"elasticache", "CacheParameterGroupNotFound", 404, MODEL},
    {"elasticache", "CacheSubnetGroupAlreadyExists", 400, MODEL},
    {"elasticache", "CacheSubnetGroupInUse", 400, MODEL},
    {"elasticache", "CacheSubnetGroupNotFoundFault", 400, MODEL},
    {"elasticache", "DefaultUserAssociatedToUserGroup", 400, MODEL},
    {"elasticache", "DefaultUserRequired", 400, MODEL},
    {"elasticache", "DuplicateUserName", 400, MODEL},
    {"elasticache", "GlobalReplicationGroupAlreadyExistsFault", 400, MODEL},
    {"elasticache", "GlobalReplicationGroupNotFoundFault", 404, MODEL},
    {"elasticache", "InvalidARN", 400, MODEL},
    {"elasticache", "InvalidCacheParameterGroupState", 400, MODEL},
    {"elasticache", "InvalidGlobalReplicationGroupState", 400, MODEL},
    {"elasticache", "InvalidKMSKeyFault", 400, MODEL},
    {"elasticache", "InvalidParameterCombination", 400, MODEL},
    {"elasticache", "InvalidParameterValue", 400, MODEL},
    {"elasticache", "InvalidReplicationGroupState", 400, MODEL},
    {"elasticache", "InvalidSubnet", 400, MODEL},
    {"elasticache", "InvalidUserGroupState", 400, MODEL},
    {"elasticache", "InvalidUserState", 400, MODEL},
    {"elasticache", "NoOperationFault", 400, MODEL},
    {"elasticache", "ReplicationGroupAlreadyExists", 400, MODEL},
    {"elasticache", "ReplicationGroupNotFoundFault", 404, MODEL},
    {"elasticache", "SubnetInUse", 400, MODEL},
    {"elasticache", "UserAlreadyExists", 400, MODEL},
    {"elasticache", "UserGroupAlreadyExists", 400, MODEL},
    {"elasticache", "UserGroupNotFound", 404, MODEL},
    {"elasticache", "UserNotFound", 404, MODEL},

    {"kms", "AccessDeniedException", 400, DOC},
    {"kms", "AlreadyExistsException", 400, MODEL},
    {"kms", "DisabledException", 400, MODEL},
    {"kms", "InvalidAliasNameException", 400, MODEL},
    {"kms", "KMSInvalidStateException", 400, MODEL},
    {"kms", "LimitExceededException", 400, MODEL},
    {"kms", "MalformedPolicyDocumentException", 400, MODEL},
    {"kms", "NotAuthorizedException", 400, GUESS},
    {"kms", "NotFoundException", 400, MODEL},
    {"kms", "UnsupportedOperationException", 400, MODEL},
    {"kms", "ValidationException", 400, DOC},

    {"secretsmanager", "InvalidNextTokenException", 400, MODEL},
    {"secretsmanager", "InvalidParameterException", 400, MODEL},
    {"secretsmanager", "InvalidRequestException", 400, MODEL},
    {"secretsmanager", "MalformedPolicyDocumentException", 400, MODEL},
    {"secretsmanager", "PublicPolicyException", 400, MODEL},
    {"secretsmanager", "ResourceExistsException", 400, MODEL},
    {"secretsmanager", "ResourceNotFoundException", 400, MODEL},

    {"iam", "DeleteConflict", 409, MODEL},
    {"iam", "EntityAlreadyExists", 409, MODEL},
    {"iam", "InvalidInput", 400, MODEL},
    {"iam", "LimitExceeded", 409, MODEL},
    {"iam", "MalformedPolicyDocument", 400, MODEL},
    {"iam", "NoSuchEntity", 404, MODEL},
    {"iam", "UnmodifiableEntity", 400, MODEL},
    {"iam", "ValidationError", 400, DOC},

    {"sts", "AccessDenied", 403, DOC},
    {"sts", "InvalidIdentityToken", 400, MODEL},
    {"sts", "ValidationError", 400, DOC},

    {"logs", "InvalidParameterException", 400, MODEL},
    {"logs", "ResourceAlreadyExistsException", 400, MODEL},
    {"logs", "ResourceNotFoundException", 400, MODEL},
    {"logs", "ValidationException", 400, MODEL},

    {"sqs", "AWS.SimpleQueueService.NonExistentQueue", 400, MODEL},
    {"sqs", "AWS.SimpleQueueService.QueueDeletedRecently", 400, MODEL},
    {"sqs", "InvalidAttributeName", 400, MODEL},
    {"sqs", "InvalidAttributeValue", 400, DOC},
    {"sqs", "InvalidParameterValue", 400, DOC},
    {"sqs", "QueueAlreadyExists", 400, MODEL},

    {"fis", "ResourceNotFoundException", 404, MODEL},
    {"fis", "ServiceQuotaExceededException", 402, MODEL},
    {"fis", "ValidationException", 400, MODEL},

    {"lambda", "InvalidParameterValueException", 400, MODEL},
    {"lambda", "PolicyLengthExceededException", 400, MODEL},
    {"lambda", "ResourceConflictException", 409, MODEL},
    {"lambda", "ResourceNotFoundException", 404, MODEL},

    {"ssm", "DocumentAlreadyExists", 400, MODEL},
    {"ssm", "DocumentVersionLimitExceeded", 400, MODEL},
    {"ssm", "DuplicateDocumentContent", 400, MODEL},
    {"ssm", "InvalidDocument", 400, MODEL},
    {"ssm", "InvalidDocumentContent", 400, MODEL},
    {"ssm", "InvalidDocumentOperation", 400, MODEL},
    {"ssm", "InvalidDocumentSchemaVersion", 400, MODEL},
    {"ssm", "InvalidDocumentVersion", 400, MODEL},
    {"ssm", "InvalidFilterKey", 400, MODEL},
    {"ssm", "InvalidResourceId", 400, MODEL},
    {"ssm", "MaxDocumentSizeExceeded", 400, MODEL},
    {"ssm", "ValidationException", 400, DOC},

    {"s3", "AccessDenied", 403, MODEL},
    {"s3", "BucketAlreadyExists", 409, MODEL},
    {"s3", "BucketAlreadyOwnedByYou", 409, MODEL},
    {"s3", "IllegalLocationConstraintException", 400, DOC},
    {"s3", "IllegalVersioningConfigurationException", 400, DOC},
    {"s3", "InvalidArgument", 400, DOC},
    {"s3", "InvalidBucketName", 400, DOC},
    {"s3", "InvalidBucketState", 409, DOC},
    {"s3", "InvalidRequest", 400, DOC},
    {"s3", "InvalidTag", 400, DOC},
    {"s3", "MalformedPolicy", 400, DOC},
    {"s3", "MalformedXML", 400, DOC},
    {"s3", "NoSuchBucket", 404, MODEL},
    {"s3", "NoSuchBucketPolicy", 404, DOC},
    {"s3", "NoSuchLifecycleConfiguration", 404, DOC},
    {"s3", "NoSuchPublicAccessBlockConfiguration", 404, DOC},
    {"s3", "NoSuchTagSet", 404, DOC},
    {"s3", "OwnershipControlsNotFoundError", 404, DOC},
    {"s3", "PermanentRedirect", 301, DOC},
    {"s3", "ReplicationConfigurationNotFoundError", 404, DOC},
    {"s3", "ServerSideEncryptionConfigurationNotFoundError", 404, DOC},

    {"tagging", "InvalidParameterException", 400, MODEL},
    {"tagging", "PaginationTokenExpiredException", 400, MODEL},

    {"sns", "InvalidParameter", 400, MODEL},
    {"sns", "NotFound", 404, MODEL},
    {"sns", "ResourceNotFound", 404, MODEL},

    {"monitoring", "InvalidParameterCombination", 400, MODEL},
    {"monitoring", "InvalidParameterInput", 400, MODEL},
    {"monitoring", "MissingParameter", 400, MODEL},
    {"monitoring", "ResourceNotFound", 404, MODEL},
    {"monitoring", "ResourceNotFoundException", 404, MODEL},
    {"monitoring", "ValidationError", 400, DOC},

    {"events", "InvalidEventPatternException", 400, MODEL},
    {"events", "LimitExceededException", 400, MODEL},
    {"events", "ResourceNotFoundException", 400, MODEL},
    {"events", "ValidationException", 400, DOC},

    {"budgets", "AccessDeniedException", 400, MODEL},
    {"budgets", "CreationLimitExceededException", 400, MODEL},
    {"budgets", "DuplicateRecordException", 400, MODEL},
    {"budgets", "InvalidParameterException", 400, MODEL},
    {"budgets", "NotFoundException", 400, MODEL},
    {"kafka", "BadRequestException", 400, MODEL},
    {"kafka", "ConflictException", 409, MODEL},
    {"kafka", "NotFoundException", 404, MODEL},

    {"kafkaconnect", "BadRequestException", 400, MODEL},
    {"kafkaconnect", "ConflictException", 409, MODEL},
    {"kafkaconnect", "NotFoundException", 404, MODEL},

    {"application-autoscaling", "ObjectNotFoundException", 400, MODEL},
    {"application-autoscaling", "ValidationException", 400, MODEL},

    {NULL, "IdempotentParameterMismatch", 400, DOC},
};
/* clang-format on */

/* Codes that AWS has, for situations in which nobody wrote down that it uses them. */
/* clang-format off */
static const char *const situations[] = {
    "ec2 ModifyVpcAttribute, host names without DNS support: InvalidParameterCombination",
    "ec2 CreateRoute to a peering that is not active yet: InvalidVpcPeeringConnectionID.NotFound",
    "ec2 CreateVpcPeeringConnection for a pair that has one: VpcPeeringConnectionAlreadyExists",
    "ec2 AcceptVpcPeeringConnection in the requester's region: OperationNotPermitted",
    "ec2 ModifyVpcPeeringConnectionOptions for the other region's side: OperationNotPermitted",
    "ec2 ModifyVpcPeeringConnectionOptions, DNS without the VPC's DNS attributes: InvalidParameterValue",
    "ec2 CreateNatGateway with an address in use: state failed, Resource.AlreadyAssociated",
    "eks UpdateClusterVersion, a managed node group that is behind: InvalidRequestException",
    "eks UpdateClusterVersion to the version it has: InvalidParameterException",
    "eks UpdateClusterConfig, authentication mode backwards: InvalidParameterException",
    "eks AssociateEncryptionConfig, the second time: InvalidRequestException",
    "eks CreateNodegroup, CreateAddon while the cluster is not ACTIVE: InvalidRequestException",
    "eks CreateNodegroup, UpdateNodegroupConfig, size out of bounds: InvalidParameterException",
    "eks CreateNodegroup, instance type of another architecture than amiType: InvalidParameterException",
    "eks CreateFargateProfile, DeleteFargateProfile while another is made or deleted: InvalidRequestException",
    "eks CreatePodIdentityAssociation, role that does not trust pods.eks.amazonaws.com: InvalidParameterException",
    "eks versions of add-ons: two of each for every minor of Kubernetes",
    "rds CreateDBCluster, second member in a region: InvalidParameterCombination",
    "rds CreateDBCluster, engine, version or encryption not the global cluster's: InvalidParameterCombination",
    "rds CreateDBCluster, encrypted secondary without a key: InvalidParameterCombination",
    "rds CreateDBCluster, managed password in a global cluster: InvalidParameterCombination",
    "rds CreateDBClusterEndpoint, type WRITER: InvalidParameterValue",
    "rds CreateDBClusterEndpoint, members listed and excluded at once: InvalidParameterCombination",
    "rds CreateDBClusterEndpoint, member that is another cluster's instance: DBInstanceNotFound",
    "rds CreateDBClusterEndpoint, member that is not available yet: InvalidDBInstanceState",
    "rds DeleteDBInstance that is a member of an endpoint: the endpoint goes on listing it",
    "rds DeleteDBCluster with custom endpoints: they go along",
    "rds CreateDBInstance, class without global databases: InvalidParameterCombination",
    "rds DeleteDBInstance, last instance of a primary with secondaries: InvalidDBClusterStateFault",
    "rds DeleteGlobalCluster, protected: InvalidParameterCombination",
    "rds RemoveFromGlobalCluster, primary with secondaries: InvalidGlobalClusterStateFault",
    "rds SwitchoverGlobalCluster, target not available or of another version: InvalidDBClusterStateFault",
    "rds ModifyDBClusterParameterGroup, static parameter applied immediately: InvalidParameterCombination",
    "rds ModifyDBClusterParameterGroup, more than 20 parameters: InvalidParameterValue",
    "elasticache CreateReplicationGroup, second member in a region or a fourth: InvalidParameterValue",
    "elasticache CreateReplicationGroup, log group that is not there: InvalidParameterValue",
    "elasticache CreateReplicationGroup, engine or node type that is none: InvalidParameterValue",
    "elasticache ModifyReplicationGroup, what is the global datastore's: InvalidParameterCombination",
    "elasticache ModifyReplicationGroup, older engine version: InvalidParameterCombination",
    "elasticache ModifyReplicationGroup, nothing that differs: InvalidParameterCombination",
    "elasticache DeleteReplicationGroup, member of a global datastore: InvalidReplicationGroupState",
    "elasticache CreateGlobalReplicationGroup, node type, region or member that can't be: InvalidParameterValue",
    "elasticache CreateGlobalReplicationGroup, prefix of a region: five letters made of its name",
    "elasticache ModifyGlobalReplicationGroup, two attributes, or not at once: InvalidParameterValue",
    "elasticache ModifyGlobalReplicationGroup to a new family: the copies of the old parameter group go",
    "elasticache DisassociateGlobalReplicationGroup, the primary: InvalidParameterValue",
    "elasticache DeleteGlobalReplicationGroup with secondaries: InvalidGlobalReplicationGroupState",
    "elasticache parameter groups of a global datastore: global-datastore-<id>-<hash>, left behind by their member",
    "elasticache ModifyCacheParameterGroup of a copy: the datastore is modifying meanwhile",
    "elasticache CreateUser, access string without @all: -@all is put in",
    "sqs SetQueueAttributes, a key that is not there: InvalidAttributeValue",
    "sqs CreateQueue, both kinds of encryption at once: InvalidAttributeValue",
    "fis CreateExperimentTemplate, an action that nobody knows: ValidationException",
    "fis CreateExperimentTemplate, a role of the last 8 seconds or that does not trust FIS: ValidationException",
    "lambda CreateFunction, a role of the last 8 seconds: InvalidParameterValueException",
    "lambda CreateFunction, a dead-letter target that is not there: InvalidParameterValueException",
    "lambda CreateFunction, a limit of a setting: InvalidParameterValueException",
    "lambda AddPermission while the function is being made: ResourceConflictException",
    "ssm UpdateDocument while the last update is under way: InvalidDocumentOperation",
    "ssm UpdateDocument with the content that an earlier version has: taken",
    "kms ReplicateKey into the key's own region, or one that does not exist: ValidationException",
    "secretsmanager RotateSecret: the function does not run, and the value stays",
    "rds CreateEventSubscription, source ids or categories without a source type: InvalidParameterCombination",
    "sns CreateTopic, a name that is taken and other attributes or tags: InvalidParameter",
    "sns Unsubscribe of what awaits confirmation: InvalidParameter",
    "monitoring PutMetricAlarm, period, data points, dimensions or action that don't fit: ValidationError",
    "monitoring PutMetricAlarm, both or neither of MetricName and Metrics: InvalidParameterCombination",
    "monitoring PutMetricAlarm over a composite alarm, or the other way round: ValidationError",
    "monitoring DeleteDashboards of one that is not there: ResourceNotFound",
    "events PutTargets, more than 10 a call, several inputs, or a retry policy out of bounds: ValidationException",
    "budgets, another account: AccessDeniedException",
    "budgets CreateNotification, a second topic or an eleventh address: CreationLimitExceededException",
    "s3 CreateBucket, a name that everybody thinks of first: BucketAlreadyExists",
    "s3 PutBucketReplication, a role that is not there: InvalidArgument",
    "s3 PutBucketReplication, to the bucket itself: InvalidRequest",
    "s3 PutBucketReplication, time control of other than 15 minutes: InvalidArgument",
    "secretsmanager DescribeSecret of a replica still being copied: ResourceNotFoundException",
    "kafka updates while the cluster is not ACTIVE, or with a version that is not current: BadRequestException",
    "kafka DeleteCluster with replicators, DeleteConfiguration in use: BadRequestException",
    "kafka UpdateBrokerCount to fewer brokers: BadRequestException, since brokers always hold partitions",
    "kafka UpdateBrokerStorage within six hours of the last: BadRequestException",
    "kafka CreateReplicator without what its clusters need: BadRequestException",
    "kafka BatchAssociateScramSecret of a secret that is none of MSK's: unprocessed, InvalidSecretArn",
    "kafkaconnect deletions of what a connector uses: BadRequestException",
    "application-autoscaling RegisterScalableTarget of a cluster that is not there: ValidationException",
};
/* clang-format on */

int code_status(const char *service, const char *code)
{
    for (size_t i = 0; i < COUNT(codes); i++)
        if ((!codes[i].service || str_eq(codes[i].service, service)) && str_eq(codes[i].code, code))
            return codes[i].status;
    return 0;
}

static void put_life(struct sbuf *out, const struct sandbox_kind *k, const struct life *l)
{
    sbuf_printf(out, "%s %s:", k->name, l->name);
    for (size_t i = 0; i < COUNT(l->steps) && l->steps[i].state; i++) {
        sbuf_printf(out, " %s", l->steps[i].state);
        if (l->steps[i].seconds)
            sbuf_printf(out, " %llds", (long long)l->steps[i].seconds);
    }
    sbuf_putc(out, '\n');
}

const char *sandbox_guesses(struct arena *a)
{
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i].source == GUESS)
            sbuf_printf(&out, "%s %s %d\n", codes[i].service, codes[i].code, codes[i].status);
    for (size_t i = 0; i < COUNT(situations); i++)
        sbuf_printf(&out, "%s\n", situations[i]);
    for (const struct sandbox_kind *const *k = sandbox_kinds; *k; k++)
        for (const struct life *l = (*k)->lives; l && l->name; l++)
            if (l->source == GUESS)
                put_life(&out, *k, l);
    return sbuf_str(&out);
}
