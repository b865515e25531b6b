#include "aws/api/servicediscovery.h"

/* clang-format off */

#define CONDITIONS     "EQ IN BETWEEN BEGINS_WITH"
#define NAMESPACE_TYPE "DNS_PUBLIC DNS_PRIVATE HTTP"
#define SERVICE_TYPE   "HTTP DNS_HTTP DNS"

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(SOA,
    INT_REQUIRED(TTL));

SHAPE(PrivateDnsPropertiesMutable,
    STRUCT_REQUIRED(SOA, SOA));

SHAPE(PrivateDnsNamespaceProperties,
    STRUCT_REQUIRED(DnsProperties, PrivateDnsPropertiesMutable));

SHAPE(CreatePrivateDnsNamespaceRequest,
    STR_REQUIRED(Name),
    TOKEN(CreatorRequestId),
    STR(Description),
    STR_REQUIRED(Vpc),
    LIST(Tags, Tag, NULL),
    STRUCT(Properties, PrivateDnsNamespaceProperties));

SHAPE(CreatePrivateDnsNamespaceResponse,
    STR(OperationId));

SHAPE(CreateHttpNamespaceRequest,
    STR_REQUIRED(Name),
    TOKEN(CreatorRequestId),
    STR(Description),
    LIST(Tags, Tag, NULL));

SHAPE(CreateHttpNamespaceResponse,
    STR(OperationId));

SHAPE(DnsProperties,
    STR(HostedZoneId),
    STRUCT(SOA, SOA));

SHAPE(HttpProperties,
    STR(HttpName));

SHAPE(NamespaceProperties,
    STRUCT(DnsProperties, DnsProperties),
    STRUCT(HttpProperties, HttpProperties));

SHAPE(Namespace,
    STR(Id),
    STR(Arn),
    STR(Name),
    STR_OF(Type, NAMESPACE_TYPE),
    STR(Description),
    INT(ServiceCount),
    STRUCT(Properties, NamespaceProperties),
    TIME(CreateDate),
    STR(CreatorRequestId));

SHAPE(NamespaceSummary,
    STR(Id),
    STR(Arn),
    STR(Name),
    STR_OF(Type, NAMESPACE_TYPE),
    STR(Description),
    INT(ServiceCount),
    STRUCT(Properties, NamespaceProperties),
    TIME(CreateDate));

SHAPE(GetNamespaceRequest,
    STR_REQUIRED(Id));

SHAPE(GetNamespaceResponse,
    STRUCT(Namespace, Namespace));

SHAPE(NamespaceFilter,
    STR_REQUIRED_OF(Name, "TYPE NAME HTTP_NAME RESOURCE_OWNER"),
    STRS_REQUIRED(Values, NULL),
    STR_OF(Condition, CONDITIONS));

SHAPE(ListNamespacesRequest,
    STR(NextToken),
    INT(MaxResults),
    LIST(Filters, NamespaceFilter, NULL));

SHAPE(ListNamespacesResponse,
    LIST(Namespaces, NamespaceSummary, NULL),
    STR(NextToken));

SHAPE(SOAChange,
    INT_REQUIRED(TTL));

SHAPE(PrivateDnsPropertiesMutableChange,
    STRUCT_REQUIRED(SOA, SOAChange));

SHAPE(PrivateDnsNamespacePropertiesChange,
    STRUCT_REQUIRED(DnsProperties, PrivateDnsPropertiesMutableChange));

SHAPE(PrivateDnsNamespaceChange,
    STR(Description),
    STRUCT(Properties, PrivateDnsNamespacePropertiesChange));

SHAPE(UpdatePrivateDnsNamespaceRequest,
    STR_REQUIRED(Id),
    TOKEN(UpdaterRequestId),
    STRUCT_REQUIRED(Namespace, PrivateDnsNamespaceChange));

SHAPE(UpdatePrivateDnsNamespaceResponse,
    STR(OperationId));

SHAPE(HttpNamespaceChange,
    STR_REQUIRED(Description));

SHAPE(UpdateHttpNamespaceRequest,
    STR_REQUIRED(Id),
    TOKEN(UpdaterRequestId),
    STRUCT_REQUIRED(Namespace, HttpNamespaceChange));

SHAPE(UpdateHttpNamespaceResponse,
    STR(OperationId));

SHAPE(DeleteNamespaceRequest,
    STR_REQUIRED(Id));

SHAPE(DeleteNamespaceResponse,
    STR(OperationId));

SHAPE(GetOperationRequest,
    STR_REQUIRED(OperationId));

SHAPE(Operation,
    STR(Id),
    STR_OF(Type, "CREATE_NAMESPACE DELETE_NAMESPACE UPDATE_NAMESPACE UPDATE_SERVICE REGISTER_INSTANCE DEREGISTER_INSTANCE"),
    STR_OF(Status, "SUBMITTED PENDING SUCCESS FAIL"),
    STR(ErrorMessage),
    STR(ErrorCode),
    TIME(CreateDate),
    TIME(UpdateDate),
    STR_MAP(Targets));

SHAPE(GetOperationResponse,
    STRUCT(Operation, Operation));

SHAPE(DnsRecord,
    STR_REQUIRED_OF(Type, "SRV A AAAA CNAME"),
    INT_REQUIRED(TTL));

SHAPE(DnsConfig,
    STR(NamespaceId),
    STR_OF(RoutingPolicy, "MULTIVALUE WEIGHTED"),
    LIST_REQUIRED(DnsRecords, DnsRecord, NULL));

SHAPE(HealthCheckConfig,
    STR_REQUIRED_OF(Type, "HTTP HTTPS TCP"),
    STR(ResourcePath),
    INT(FailureThreshold));

SHAPE(HealthCheckCustomConfig,
    INT(FailureThreshold));

SHAPE(CreateServiceRequest,
    STR_REQUIRED(Name),
    STR(NamespaceId),
    TOKEN(CreatorRequestId),
    STR(Description),
    STRUCT(DnsConfig, DnsConfig),
    STRUCT(HealthCheckConfig, HealthCheckConfig),
    STRUCT(HealthCheckCustomConfig, HealthCheckCustomConfig),
    LIST(Tags, Tag, NULL),
    STR_OF(Type, "HTTP"));

SHAPE(Service,
    STR(Id),
    STR(Arn),
    STR(Name),
    STR(NamespaceId),
    STR(Description),
    INT(InstanceCount),
    STRUCT(DnsConfig, DnsConfig),
    STR_OF(Type, SERVICE_TYPE),
    STRUCT(HealthCheckConfig, HealthCheckConfig),
    STRUCT(HealthCheckCustomConfig, HealthCheckCustomConfig),
    TIME(CreateDate),
    STR(CreatorRequestId));

SHAPE(CreateServiceResponse,
    STRUCT(Service, Service));

SHAPE(GetServiceRequest,
    STR_REQUIRED(Id));

SHAPE(GetServiceResponse,
    STRUCT(Service, Service));

SHAPE(ServiceFilter,
    STR_REQUIRED_OF(Name, "NAMESPACE_ID RESOURCE_OWNER"),
    STRS_REQUIRED(Values, NULL),
    STR_OF(Condition, CONDITIONS));

SHAPE(ListServicesRequest,
    STR(NextToken),
    INT(MaxResults),
    LIST(Filters, ServiceFilter, NULL));

SHAPE(ServiceSummary,
    STR(Id),
    STR(Arn),
    STR(Name),
    STR_OF(Type, SERVICE_TYPE),
    STR(Description),
    INT(InstanceCount),
    STRUCT(DnsConfig, DnsConfig),
    STRUCT(HealthCheckConfig, HealthCheckConfig),
    STRUCT(HealthCheckCustomConfig, HealthCheckCustomConfig),
    TIME(CreateDate));

SHAPE(ListServicesResponse,
    LIST(Services, ServiceSummary, NULL),
    STR(NextToken));

SHAPE(DnsConfigChange,
    LIST_REQUIRED(DnsRecords, DnsRecord, NULL));

SHAPE(ServiceChange,
    STR(Description),
    STRUCT(DnsConfig, DnsConfigChange),
    STRUCT(HealthCheckConfig, HealthCheckConfig));

SHAPE(UpdateServiceRequest,
    STR_REQUIRED(Id),
    STRUCT_REQUIRED(Service, ServiceChange));

SHAPE(UpdateServiceResponse,
    STR(OperationId));

SHAPE(DeleteServiceRequest,
    STR_REQUIRED(Id));

SHAPE(TagResourceRequest,
    STR_REQUIRED(ResourceARN),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(ResourceARN),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceRequest,
    STR_REQUIRED(ResourceARN));

SHAPE(ListTagsForResourceResponse,
    LIST(Tags, Tag, NULL));

OP(servicediscovery, CreatePrivateDnsNamespace, CreatePrivateDnsNamespaceRequest, &CreatePrivateDnsNamespaceResponse, OP_IDEMPOTENT,
   "InvalidInput NamespaceAlreadyExists ResourceLimitExceeded DuplicateRequest TooManyTagsException");
OP(servicediscovery, CreateHttpNamespace,       CreateHttpNamespaceRequest,       &CreateHttpNamespaceResponse,       OP_IDEMPOTENT,
   "InvalidInput NamespaceAlreadyExists ResourceLimitExceeded DuplicateRequest TooManyTagsException");
OP(servicediscovery, GetNamespace,              GetNamespaceRequest,              &GetNamespaceResponse,              OP_READ, "NamespaceNotFound");
OP_PAGED(servicediscovery, ListNamespaces,      ListNamespacesRequest,            &ListNamespacesResponse,            OP_READ, "InvalidInput",
   PAGES_OF("NextToken", "NextToken", "Namespaces", "MaxResults", 100));
OP(servicediscovery, UpdatePrivateDnsNamespace, UpdatePrivateDnsNamespaceRequest, &UpdatePrivateDnsNamespaceResponse, OP_IDEMPOTENT,
   "InvalidInput NamespaceNotFound ResourceInUse DuplicateRequest");
OP(servicediscovery, UpdateHttpNamespace,       UpdateHttpNamespaceRequest,       &UpdateHttpNamespaceResponse,       OP_IDEMPOTENT,
   "InvalidInput NamespaceNotFound ResourceInUse DuplicateRequest");
OP(servicediscovery, DeleteNamespace,           DeleteNamespaceRequest,           &DeleteNamespaceResponse,           OP_IDEMPOTENT,
   "InvalidInput NamespaceNotFound ResourceInUse DuplicateRequest");

OP(servicediscovery, CreateService,             CreateServiceRequest,             &CreateServiceResponse,             OP_IDEMPOTENT,
   "InvalidInput ResourceLimitExceeded NamespaceNotFound ServiceAlreadyExists TooManyTagsException");
OP(servicediscovery, GetService,                GetServiceRequest,                &GetServiceResponse,                OP_READ, "ServiceNotFound");
OP_PAGED(servicediscovery, ListServices,        ListServicesRequest,              &ListServicesResponse,              OP_READ, "InvalidInput",
   PAGES_OF("NextToken", "NextToken", "Services", "MaxResults", 100));
OP(servicediscovery, UpdateService,             UpdateServiceRequest,             &UpdateServiceResponse,             OP_IDEMPOTENT,
   "InvalidInput DuplicateRequest ServiceNotFound");
OP(servicediscovery, DeleteService,             DeleteServiceRequest,             NULL,                               OP_IDEMPOTENT,
   "InvalidInput ServiceNotFound ResourceInUse");

OP(servicediscovery, GetOperation,              GetOperationRequest,              &GetOperationResponse,              OP_READ, "OperationNotFound");
OP(servicediscovery, TagResource,               TagResourceRequest,               NULL,                               OP_IDEMPOTENT,
   "ResourceNotFoundException TooManyTagsException InvalidInput");
OP(servicediscovery, UntagResource,             UntagResourceRequest,             NULL,                               OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidInput");
OP(servicediscovery, ListTagsForResource,       ListTagsForResourceRequest,       &ListTagsForResourceResponse,       OP_READ,
   "ResourceNotFoundException InvalidInput");

const struct service svc_servicediscovery = {
    .id = "servicediscovery",
    .service_id = "ServiceDiscovery",
    .protocol = P_JSON,
    .version = "2017-03-14",
    .target = "Route53AutoNaming_v20170314",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &servicediscovery_CreatePrivateDnsNamespace, &servicediscovery_CreateHttpNamespace, &servicediscovery_GetNamespace,
        &servicediscovery_ListNamespaces, &servicediscovery_UpdatePrivateDnsNamespace, &servicediscovery_UpdateHttpNamespace,
        &servicediscovery_DeleteNamespace, &servicediscovery_CreateService, &servicediscovery_GetService,
        &servicediscovery_ListServices, &servicediscovery_UpdateService, &servicediscovery_DeleteService,
        &servicediscovery_GetOperation, &servicediscovery_TagResource, &servicediscovery_UntagResource,
        &servicediscovery_ListTagsForResource, NULL},
};

/* clang-format on */
