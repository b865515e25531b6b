#include "aws/api/sts.h"

/* clang-format off */

SHAPE_EMPTY(GetCallerIdentityRequest);

SHAPE(GetCallerIdentityResponse,
    STR(UserId),
    STR(Account),
    STR(Arn));

SHAPE(PolicyDescriptorType,
    STR(arn));

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(AssumeRoleRequest,
    STR_REQUIRED(RoleArn),
    STR_REQUIRED(RoleSessionName),
    LIST(PolicyArns, PolicyDescriptorType, NULL),
    STR(Policy),
    INT(DurationSeconds),
    LIST(Tags, Tag, NULL),
    STRS(TransitiveTagKeys, NULL),
    STR(ExternalId),
    STR(SerialNumber),
    STR_SECRET(TokenCode),
    STR(SourceIdentity));

SHAPE(Credentials,
    STR(AccessKeyId),
    STR_SECRET(SecretAccessKey),
    STR_SECRET(SessionToken),
    TIME(Expiration));

SHAPE(AssumedRoleUser,
    STR(AssumedRoleId),
    STR(Arn));

SHAPE(AssumeRoleResponse,
    STRUCT(Credentials, Credentials),
    STRUCT(AssumedRoleUser, AssumedRoleUser),
    INT(PackedPolicySize),
    STR(SourceIdentity));

SHAPE(AssumeRoleWithWebIdentityRequest,
    STR_REQUIRED(RoleArn),
    STR_REQUIRED(RoleSessionName),
    STR_REQUIRED_SECRET(WebIdentityToken),
    STR(ProviderId),
    LIST(PolicyArns, PolicyDescriptorType, NULL),
    STR(Policy),
    INT(DurationSeconds));

SHAPE(AssumeRoleWithWebIdentityResponse,
    STRUCT(Credentials, Credentials),
    STR(SubjectFromWebIdentityToken),
    STRUCT(AssumedRoleUser, AssumedRoleUser),
    INT(PackedPolicySize),
    STR(Provider),
    STR(Audience),
    STR(SourceIdentity));

OP(sts, GetCallerIdentity,         GetCallerIdentityRequest,         &GetCallerIdentityResponse,         OP_READ,               NULL);
OP(sts, AssumeRole,                AssumeRoleRequest,                &AssumeRoleResponse,                OP_READ | OP_REVEALS,
   "MalformedPolicyDocument PackedPolicyTooLarge RegionDisabledException ExpiredTokenException");
OP(sts, AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityRequest, &AssumeRoleWithWebIdentityResponse, OP_READ | OP_REVEALS | OP_UNSIGNED,
   "MalformedPolicyDocument PackedPolicyTooLarge IDPRejectedClaim IDPCommunicationError "
   "ExpiredTokenException RegionDisabledException");

const struct service svc_sts = {
    .id = "sts",
    .service_id = "STS",
    .protocol = P_QUERY,
    .version = "2011-06-15",
    .xmlns = "https://sts.amazonaws.com/doc/2011-06-15/",
    .ops = (const struct op *const[]){
        &sts_GetCallerIdentity, &sts_AssumeRole, &sts_AssumeRoleWithWebIdentity, NULL},
};

/* clang-format on */
