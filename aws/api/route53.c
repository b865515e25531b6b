#include "aws/api/route53.h"

/* clang-format off */

#define RR_TYPES "SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS"

#define VPC_REGIONS \
    "us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 ap-east-1 " \
    "me-south-1 us-gov-west-1 us-gov-east-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 me-central-1 " \
    "ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-south-1 ap-south-2 ap-northeast-1 ap-northeast-2 " \
    "ap-northeast-3 eu-north-1 sa-east-1 ca-central-1 cn-north-1 cn-northwest-1 af-south-1 eu-south-1 " \
    "eu-south-2 ap-southeast-4 il-central-1 ca-west-1 ap-southeast-5 mx-central-1 us-isof-south-1 " \
    "us-isof-east-1 ap-southeast-7 ap-east-2 eu-isoe-west-1 ap-southeast-6 us-isob-west-1 eusc-de-east-1"

#define RECORD_REGIONS \
    "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 " \
    "eu-central-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-northeast-1 ap-northeast-2 ap-northeast-3 " \
    "eu-north-1 sa-east-1 cn-north-1 cn-northwest-1 ap-east-1 me-south-1 me-central-1 ap-south-1 ap-south-2 " \
    "af-south-1 eu-south-1 eu-south-2 ap-southeast-4 il-central-1 ca-west-1 ap-southeast-5 mx-central-1 " \
    "ap-southeast-7 us-gov-east-1 us-gov-west-1 ap-east-2 ap-southeast-6 eusc-de-east-1"

#define ALARM_REGIONS \
    "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-central-1 eu-central-2 eu-west-1 eu-west-2 " \
    "eu-west-3 ap-east-1 me-south-1 me-central-1 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 " \
    "ap-southeast-3 ap-northeast-1 ap-northeast-2 ap-northeast-3 eu-north-1 sa-east-1 cn-northwest-1 " \
    "cn-north-1 af-south-1 eu-south-1 eu-south-2 us-gov-west-1 us-gov-east-1 us-iso-east-1 us-iso-west-1 " \
    "us-isob-east-1 ap-southeast-4 il-central-1 ca-west-1 ap-southeast-5 mx-central-1 us-isof-south-1 " \
    "us-isof-east-1 ap-southeast-7 ap-east-2 eu-isoe-west-1 ap-southeast-6 us-isob-west-1 eusc-de-east-1"

/* ---- changes ----------------------------------------------------------------------------------------------------- */

SHAPE(ChangeInfo,
    STR_REQUIRED(Id),
    STR_REQUIRED_OF(Status, "PENDING INSYNC"),
    {.name = "SubmittedAt", .kind = K_TIME, .flags = F_REQUIRED},
    STR(Comment));

SHAPE(GetChangeRequest,
    PATH_STR(Id, "Id"));

SHAPE(GetChangeResponse,
    STRUCT_REQUIRED(ChangeInfo, ChangeInfo));

/* ---- zones ------------------------------------------------------------------------------------------------------- */

SHAPE(VPC,
    STR_OF(VPCRegion, VPC_REGIONS),
    STR(VPCId));

SHAPE(HostedZoneConfig,
    STR(Comment),
    BOOL(PrivateZone));

SHAPE(LinkedService,
    STR(ServicePrincipal),
    STR(Description));

SHAPE(HostedZone,
    STR_REQUIRED(Id),
    STR_REQUIRED(Name),
    STR_REQUIRED(CallerReference),
    STRUCT(Config, HostedZoneConfig),
    INT(ResourceRecordSetCount),
    STRUCT(LinkedService, LinkedService));

SHAPE(DelegationSet,
    STR(Id),
    STR(CallerReference),
    STRS_REQUIRED(NameServers, "NameServer"));

SHAPE(CreateHostedZoneRequest,
    STR_REQUIRED(Name),
    STRUCT(VPC, VPC),
    STR_REQUIRED(CallerReference),
    STRUCT(HostedZoneConfig, HostedZoneConfig));

SHAPE(CreateHostedZoneResponse,
    STRUCT_REQUIRED(HostedZone, HostedZone),
    STRUCT_REQUIRED(ChangeInfo, ChangeInfo),
    STRUCT_REQUIRED(DelegationSet, DelegationSet),
    STRUCT(VPC, VPC),
    {.name = "Location", .at = "Location", .kind = K_STR, .flags = F_HEADER | F_REQUIRED});

SHAPE(GetHostedZoneRequest,
    PATH_STR(Id, "Id"));

SHAPE(GetHostedZoneResponse,
    STRUCT_REQUIRED(HostedZone, HostedZone),
    STRUCT(DelegationSet, DelegationSet),
    LIST(VPCs, VPC, "VPC"));

SHAPE(ListHostedZonesRequest,
    QUERY_STR(Marker, "marker"),
    QUERY_STR(MaxItems, "maxitems"));

SHAPE(ListHostedZonesResponse,
    LIST_REQUIRED(HostedZones, HostedZone, "HostedZone"),
    STR_REQUIRED(Marker),
    BOOL_REQUIRED(IsTruncated),
    STR(NextMarker),
    STR_REQUIRED(MaxItems));

SHAPE(UpdateHostedZoneCommentRequest,
    PATH_STR(Id, "Id"),
    STR(Comment));

SHAPE(UpdateHostedZoneCommentResponse,
    STRUCT_REQUIRED(HostedZone, HostedZone));

SHAPE(AssociateVPCWithHostedZoneRequest,
    PATH_STR(HostedZoneId, "Id"),
    STRUCT_REQUIRED(VPC, VPC),
    STR(Comment));

SHAPE(AssociateVPCWithHostedZoneResponse,
    STRUCT_REQUIRED(ChangeInfo, ChangeInfo));

SHAPE(DisassociateVPCFromHostedZoneRequest,
    PATH_STR(HostedZoneId, "Id"),
    STRUCT_REQUIRED(VPC, VPC),
    STR(Comment));

SHAPE(DisassociateVPCFromHostedZoneResponse,
    STRUCT_REQUIRED(ChangeInfo, ChangeInfo));

SHAPE(DeleteHostedZoneRequest,
    PATH_STR(Id, "Id"));

SHAPE(DeleteHostedZoneResponse,
    STRUCT_REQUIRED(ChangeInfo, ChangeInfo));

/* ---- records ----------------------------------------------------------------------------------------------------- */

SHAPE(GeoLocation,
    STR(ContinentCode),
    STR(CountryCode),
    STR(SubdivisionCode));

SHAPE(ResourceRecord,
    STR_REQUIRED(Value));

SHAPE(AliasTarget,
    STR_REQUIRED(HostedZoneId),
    STR_REQUIRED(DNSName),
    BOOL_REQUIRED(EvaluateTargetHealth));

/* In this order: Route 53 minds it. */
SHAPE(ResourceRecordSet,
    STR_REQUIRED(Name),
    STR_REQUIRED_OF(Type, RR_TYPES),
    STR(SetIdentifier),
    INT(Weight),
    STR_OF(Region, RECORD_REGIONS),
    STRUCT(GeoLocation, GeoLocation),
    STR_OF(Failover, "PRIMARY SECONDARY"),
    BOOL(MultiValueAnswer),
    INT(TTL),
    LIST(ResourceRecords, ResourceRecord, "ResourceRecord"),
    STRUCT(AliasTarget, AliasTarget),
    STR(HealthCheckId));

SHAPE(Change,
    STR_REQUIRED_OF(Action, "CREATE DELETE UPSERT"),
    STRUCT_REQUIRED(ResourceRecordSet, ResourceRecordSet));

SHAPE(ChangeBatch,
    STR(Comment),
    LIST_REQUIRED(Changes, Change, "Change"));

SHAPE(ChangeResourceRecordSetsRequest,
    PATH_STR(HostedZoneId, "Id"),
    STRUCT_REQUIRED(ChangeBatch, ChangeBatch));

SHAPE(ChangeResourceRecordSetsResponse,
    STRUCT_REQUIRED(ChangeInfo, ChangeInfo));

SHAPE(ListResourceRecordSetsRequest,
    PATH_STR(HostedZoneId, "Id"),
    QUERY_STR(StartRecordName, "name"),
    {.name = "StartRecordType", .at = "type", .kind = K_STR, .flags = F_QUERY, .values = RR_TYPES},
    QUERY_STR(StartRecordIdentifier, "identifier"),
    QUERY_STR(MaxItems, "maxitems"));

SHAPE(ListResourceRecordSetsResponse,
    LIST_REQUIRED(ResourceRecordSets, ResourceRecordSet, "ResourceRecordSet"),
    BOOL_REQUIRED(IsTruncated),
    STR(NextRecordName),
    STR_OF(NextRecordType, RR_TYPES),
    STR(NextRecordIdentifier),
    STR_REQUIRED(MaxItems));

/* ---- health checks ----------------------------------------------------------------------------------------------- */

#define CHECK_TYPES   "HTTP HTTPS HTTP_STR_MATCH HTTPS_STR_MATCH TCP CALCULATED CLOUDWATCH_METRIC RECOVERY_CONTROL"
#define CHECK_REGIONS "us-east-1 us-west-1 us-west-2 eu-west-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 sa-east-1"
#define NO_DATA       "Healthy Unhealthy LastKnownStatus"
#define CHECKERS      {.name = "Regions", .kind = K_LIST, .of = K_STR, .item = "Region", .values = CHECK_REGIONS}

SHAPE(AlarmIdentifier,
    STR_REQUIRED_OF(Region, ALARM_REGIONS),
    STR_REQUIRED(Name));

SHAPE(HealthCheckConfig,
    STR(IPAddress),
    INT(Port),
    STR_REQUIRED_OF(Type, CHECK_TYPES),
    STR(ResourcePath),
    STR(FullyQualifiedDomainName),
    STR(SearchString),
    INT(RequestInterval),
    INT(FailureThreshold),
    BOOL(MeasureLatency),
    BOOL(Inverted),
    BOOL(Disabled),
    INT(HealthThreshold),
    STRS(ChildHealthChecks, "ChildHealthCheck"),
    BOOL(EnableSNI),
    CHECKERS,
    STRUCT(AlarmIdentifier, AlarmIdentifier),
    STR_OF(InsufficientDataHealthStatus, NO_DATA));

SHAPE(HealthCheck,
    STR_REQUIRED(Id),
    STR_REQUIRED(CallerReference),
    STRUCT_REQUIRED(HealthCheckConfig, HealthCheckConfig),
    INT_REQUIRED(HealthCheckVersion));

SHAPE(CreateHealthCheckRequest,
    STR_REQUIRED(CallerReference),
    STRUCT_REQUIRED(HealthCheckConfig, HealthCheckConfig));

SHAPE(CreateHealthCheckResponse,
    STRUCT_REQUIRED(HealthCheck, HealthCheck),
    {.name = "Location", .at = "Location", .kind = K_STR, .flags = F_HEADER | F_REQUIRED});

SHAPE(GetHealthCheckRequest,
    PATH_STR(HealthCheckId, "HealthCheckId"));

SHAPE(GetHealthCheckResponse,
    STRUCT_REQUIRED(HealthCheck, HealthCheck));

SHAPE(ListHealthChecksRequest,
    QUERY_STR(Marker, "marker"),
    QUERY_STR(MaxItems, "maxitems"));

SHAPE(ListHealthChecksResponse,
    LIST_REQUIRED(HealthChecks, HealthCheck, "HealthCheck"),
    STR_REQUIRED(Marker),
    BOOL_REQUIRED(IsTruncated),
    STR(NextMarker),
    STR_REQUIRED(MaxItems));

SHAPE(UpdateHealthCheckRequest,
    PATH_STR(HealthCheckId, "HealthCheckId"),
    INT(HealthCheckVersion),
    STR(IPAddress),
    INT(Port),
    STR(ResourcePath),
    STR(FullyQualifiedDomainName),
    STR(SearchString),
    INT(FailureThreshold),
    BOOL(Inverted),
    BOOL(Disabled),
    INT(HealthThreshold),
    STRS(ChildHealthChecks, "ChildHealthCheck"),
    BOOL(EnableSNI),
    CHECKERS,
    STRUCT(AlarmIdentifier, AlarmIdentifier),
    STR_OF(InsufficientDataHealthStatus, NO_DATA));

SHAPE(UpdateHealthCheckResponse,
    STRUCT_REQUIRED(HealthCheck, HealthCheck));

SHAPE(DeleteHealthCheckRequest,
    PATH_STR(HealthCheckId, "HealthCheckId"));

/* ---- tags -------------------------------------------------------------------------------------------------------- */

SHAPE(Tag,
    STR(Key),
    STR(Value));

#define TAGGED {.name = "ResourceType", .at = "ResourceType", .kind = K_STR, .flags = F_REQUIRED | F_PATH, .values = "healthcheck hostedzone"}

SHAPE(ChangeTagsForResourceRequest,
    TAGGED,
    PATH_STR(ResourceId, "ResourceId"),
    LIST(AddTags, Tag, "Tag"),
    STRS(RemoveTagKeys, "Key"));

SHAPE(ListTagsForResourceRequest,
    TAGGED,
    PATH_STR(ResourceId, "ResourceId"));

SHAPE(ResourceTagSet,
    STR_OF(ResourceType, "healthcheck hostedzone"),
    STR(ResourceId),
    LIST(Tags, Tag, "Tag"));

SHAPE(ListTagsForResourceResponse,
    STRUCT_REQUIRED(ResourceTagSet, ResourceTagSet));

#define AT "/2013-04-01"

REST(route53,       CreateHostedZone,              "POST",   AT "/hostedzone",                         CreateHostedZoneRequest,              &CreateHostedZoneResponse,              0,
   "InvalidDomainName HostedZoneAlreadyExists TooManyHostedZones InvalidVPCId InvalidInput DelegationSetNotAvailable ConflictingDomainExists");
REST(route53,       GetHostedZone,                 "GET",    AT "/hostedzone/{Id}",                    GetHostedZoneRequest,                 &GetHostedZoneResponse,                 OP_READ, "NoSuchHostedZone");
REST_PAGED(route53, ListHostedZones,               "GET",    AT "/hostedzone",                         ListHostedZonesRequest,               &ListHostedZonesResponse,               OP_READ, NULL,
   PAGES_OF("Marker", "NextMarker", "HostedZones", "MaxItems", 100));
REST(route53,       UpdateHostedZoneComment,       "POST",   AT "/hostedzone/{Id}",                    UpdateHostedZoneCommentRequest,       &UpdateHostedZoneCommentResponse,       OP_IDEMPOTENT,
   "NoSuchHostedZone PriorRequestNotComplete");
REST(route53,       AssociateVPCWithHostedZone,    "POST",   AT "/hostedzone/{Id}/associatevpc",       AssociateVPCWithHostedZoneRequest,    &AssociateVPCWithHostedZoneResponse,    OP_IDEMPOTENT,
   "NoSuchHostedZone NotAuthorizedException InvalidVPCId PublicZoneVPCAssociation ConflictingDomainExists LimitsExceeded PriorRequestNotComplete");
REST(route53,       DisassociateVPCFromHostedZone, "POST",   AT "/hostedzone/{Id}/disassociatevpc",    DisassociateVPCFromHostedZoneRequest, &DisassociateVPCFromHostedZoneResponse, OP_IDEMPOTENT,
   "NoSuchHostedZone InvalidVPCId VPCAssociationNotFound LastVPCAssociation");
REST(route53,       DeleteHostedZone,              "DELETE", AT "/hostedzone/{Id}",                    DeleteHostedZoneRequest,              &DeleteHostedZoneResponse,              OP_IDEMPOTENT,
   "NoSuchHostedZone HostedZoneNotEmpty PriorRequestNotComplete");

REST(route53,       ChangeResourceRecordSets,      "POST",   AT "/hostedzone/{Id}/rrset/",             ChangeResourceRecordSetsRequest,      &ChangeResourceRecordSetsResponse,      OP_IDEMPOTENT,
   "NoSuchHostedZone NoSuchHealthCheck InvalidChangeBatch InvalidInput PriorRequestNotComplete");
REST(route53,       ListResourceRecordSets,        "GET",    AT "/hostedzone/{Id}/rrset",              ListResourceRecordSetsRequest,        &ListResourceRecordSetsResponse,        OP_READ, "NoSuchHostedZone");
REST(route53,       GetChange,                     "GET",    AT "/change/{Id}",                        GetChangeRequest,                     &GetChangeResponse,                     OP_READ, "NoSuchChange");

REST(route53,       CreateHealthCheck,             "POST",   AT "/healthcheck",                        CreateHealthCheckRequest,             &CreateHealthCheckResponse,             OP_IDEMPOTENT,
   "TooManyHealthChecks HealthCheckAlreadyExists InvalidInput");
REST(route53,       GetHealthCheck,                "GET",    AT "/healthcheck/{HealthCheckId}",        GetHealthCheckRequest,                &GetHealthCheckResponse,                OP_READ, "NoSuchHealthCheck");
REST_PAGED(route53, ListHealthChecks,              "GET",    AT "/healthcheck",                        ListHealthChecksRequest,              &ListHealthChecksResponse,              OP_READ, NULL,
   PAGES_OF("Marker", "NextMarker", "HealthChecks", "MaxItems", 100));
REST(route53,       UpdateHealthCheck,             "POST",   AT "/healthcheck/{HealthCheckId}",        UpdateHealthCheckRequest,             &UpdateHealthCheckResponse,             OP_IDEMPOTENT,
   "NoSuchHealthCheck InvalidInput HealthCheckVersionMismatch");
REST(route53,       DeleteHealthCheck,             "DELETE", AT "/healthcheck/{HealthCheckId}",        DeleteHealthCheckRequest,             NULL,                                   OP_IDEMPOTENT,
   "NoSuchHealthCheck HealthCheckInUse");

REST(route53,       ChangeTagsForResource,         "POST",   AT "/tags/{ResourceType}/{ResourceId}",   ChangeTagsForResourceRequest,         NULL,                                   OP_IDEMPOTENT,
   "InvalidInput NoSuchHealthCheck NoSuchHostedZone PriorRequestNotComplete");
REST(route53,       ListTagsForResource,           "GET",    AT "/tags/{ResourceType}/{ResourceId}",   ListTagsForResourceRequest,           &ListTagsForResourceResponse,           OP_READ,
   "NoSuchHealthCheck NoSuchHostedZone");

const struct service svc_route53 = {
    .id = "route53",
    .service_id = "Route 53",
    .protocol = P_REST_XML,
    .version = "2013-04-01",
    .xmlns = "https://route53.amazonaws.com/doc/2013-04-01/",
    .bare_id = true,
    .global = true,
    .ops = (const struct op *const[]){
        &route53_CreateHostedZone, &route53_GetHostedZone, &route53_ListHostedZones, &route53_UpdateHostedZoneComment,
        &route53_AssociateVPCWithHostedZone, &route53_DisassociateVPCFromHostedZone, &route53_DeleteHostedZone,
        &route53_ChangeResourceRecordSets, &route53_ListResourceRecordSets, &route53_GetChange, &route53_CreateHealthCheck,
        &route53_GetHealthCheck, &route53_ListHealthChecks, &route53_UpdateHealthCheck, &route53_DeleteHealthCheck,
        &route53_ChangeTagsForResource, &route53_ListTagsForResource, NULL},
};

/* clang-format on */
