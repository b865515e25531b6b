/*
 * Cloud Map: namespaces and their services. Namespaces are made, changed and deleted by operations, which are asked
 * after until they are over; a private one brings a hosted zone along, for the one VPC it was made with.
 */
#include "aws/types/common.h"

/* clang-format off */
#define NAME        {"Name",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "its name; of one with DNS, the domain"}
#define DESCRIPTION {"Description", T_STR, 0, .dflt = "\"\"", .doc = "for people"}
#define ID_AND_ARN  {"Id", T_STR, A_OUTPUT, .doc = "id"}, {"Arn", T_STR, A_OUTPUT, .doc = "ARN"}
#define OPERATION   {"OperationId", T_STR, A_OUTPUT | A_WRITE_ONLY, .doc = "the operation under way"}
#define OVER {&servicediscovery_GetOperation, .if_set = "OperationId", .only = "-", .bind = BINDS({"OperationId", "$OperationId"}), \
              .until = UNTIL({"Operation.Status", "SUCCESS", "SUBMITTED PENDING"}), .why = "Operation.ErrorMessage", .done = "OperationNotFound"}
#define MADE {&servicediscovery_GetOperation, .if_set = "OperationId", .only = "-", .bind = BINDS({"OperationId", "$OperationId"}), .result = "Operation", \
              .gives = BINDS({"Id", "Targets.NAMESPACE"}), \
              .until = UNTIL({"Operation.Status", "SUCCESS", "SUBMITTED PENDING"}), .why = "Operation.ErrorMessage", .soon = "OperationNotFound"}
#define LATER "DuplicateRequest ResourceInUse"

const struct rtype rtype_servicediscovery_private_dns_namespace = {
    .name = "AWS::ServiceDiscovery::PrivateDnsNamespace", .doc = "namespace of services that a VPC finds by DNS",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "Id", .key = "Name", .create_s = {60, 120}, .update_s = {30, 60}, .delete_s = {45, 90},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        NAME,
        DESCRIPTION,
        {"Vpc",          T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the VPC that finds them"},
        {"SOATTL",       T_INT, 0, "Properties.DnsProperties.SOA.TTL", .doc = "seconds for which it is remembered that there is no such name"},
        ID_AND_ARN,
        {"HostedZoneId", T_STR, A_OUTPUT, "Properties.DnsProperties.HostedZoneId", .doc = "the zone it brings along"},
        OPERATION,
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&servicediscovery_ListNamespaces, .only = "-", .result = "Namespaces[]"},
        .mine    = "Type=DNS_PRIVATE",
        .read    = CALLS({&servicediscovery_GetNamespace, .only = "Id", .result = "Namespace"}, LISTED_TAGS(servicediscovery, "ResourceARN", "$Arn"),
                         {&route53_GetHostedZone, .once = true, .if_set = "HostedZoneId", .only = "-", .bind = BINDS({"Id", "$HostedZoneId"}), .done = "NoSuchHostedZone", .result = "VPCs[0]",
                          .gives = BINDS({"Vpc", "VPCId"})}),
        .create  = CALLS({&servicediscovery_CreatePrivateDnsNamespace, .found = FOUND_BY_TOKEN, .result = "",
                          .bind = BINDS({"CreatorRequestId", "@token"}, {"Properties.DnsProperties.SOA.TTL", "$SOATTL"})}, MADE),
        .update  = CALLS({&servicediscovery_UpdatePrivateDnsNamespace, .when = "Description SOATTL", .only = "Id", .result = "", .not_yet = LATER,
                          .bind = BINDS({"Namespace.Description", "$Description"}, {"Namespace.Properties.DnsProperties.SOA.TTL", "$SOATTL"})},
                         OVER, RETAG(servicediscovery, "ResourceARN", "$Arn")),
        .remove  = CALLS({&servicediscovery_DeleteNamespace, .only = "Id", .result = "", .not_yet = LATER}, OVER),
        .missing = "NamespaceNotFound",
        .wait    = {.every = 5, .limit = 900},
    },
};

const struct rtype rtype_servicediscovery_http_namespace = {
    .name = "AWS::ServiceDiscovery::HttpNamespace", .doc = "namespace of services that are found by API calls",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "Id", .key = "Name", .create_s = {30, 60}, .update_s = {20, 40}, .delete_s = {30, 60},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        NAME, DESCRIPTION, ID_AND_ARN, OPERATION, TAGS("Tags"), {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&servicediscovery_ListNamespaces, .only = "-", .result = "Namespaces[]"},
        .mine    = "Type=HTTP",
        .read    = CALLS({&servicediscovery_GetNamespace, .only = "Id", .result = "Namespace"}, LISTED_TAGS(servicediscovery, "ResourceARN", "$Arn")),
        .create  = CALLS({&servicediscovery_CreateHttpNamespace, .found = FOUND_BY_TOKEN, .bind = BINDS({"CreatorRequestId", "@token"}), .result = ""}, MADE),
        .update  = CALLS({&servicediscovery_UpdateHttpNamespace, .when = "Description", .only = "Id", .result = "", .not_yet = LATER,
                          .bind = BINDS({"Namespace.Description", "$Description"})}, OVER, RETAG(servicediscovery, "ResourceARN", "$Arn")),
        .remove  = CALLS({&servicediscovery_DeleteNamespace, .only = "Id", .result = "", .not_yet = LATER}, OVER),
        .missing = "NamespaceNotFound",
        .wait    = {.every = 5, .limit = 900},
    },
};

/* Its list does not say which namespace it lies in: it is known by its ARN, and found by its tags. */
const struct rtype rtype_servicediscovery_service = {
    .name = "AWS::ServiceDiscovery::Service", .doc = "a service, under which instances are registered",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "Arn", .create_s = {3, 6}, .update_s = {30, 60}, .delete_s = {3, 6},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"Name",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in its namespace"},
        {"NamespaceId", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the namespace"},
        DESCRIPTION,
        {"RoutingPolicy", T_STR,  A_CREATE_ONLY, "DnsConfig.RoutingPolicy", .doc = "MULTIVALUE or WEIGHTED"},
        {"DnsRecords",    T_LIST, 0, "DnsConfig.DnsRecords", .doc = "[{Type, TTL}]; types can't be changed"},
        {"HealthCheckCustomConfig", T_MAP, A_CREATE_ONLY | A_WRITE_ONLY, .doc = "{FailureThreshold}, which AWS takes as 1 whatever it is: whoever registers instances says how they are"},
        ID_AND_ARN,
        OPERATION,
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&tagging_GetResources, .only = "-", .bind = BINDS({"ResourceTypeFilters", "=[\"servicediscovery:service\"]"}, {"TagFilters", "@owner"}),
                    .result = "ResourceTagMappingList[]", .gives = BINDS({"Arn", "ResourceARN"})},
        .partial = true,
        .read    = CALLS({&servicediscovery_GetService, .only = "-", .bind = BINDS({"Id", "$Arn"}), .result = "Service"}, LISTED_TAGS(servicediscovery, "ResourceARN", "$Arn")),
        .create  = CALLS({&servicediscovery_CreateService, .found = FOUND_BY_TOKEN, .only = "Name NamespaceId Description HealthCheckCustomConfig Tags", .result = "Service",
                          .bind = BINDS({"CreatorRequestId", "@token"}, {"DnsConfig.RoutingPolicy", "$RoutingPolicy"},
                                        {"DnsConfig.DnsRecords", "$DnsRecords"}), .soon = "NamespaceNotFound"}),
        .update  = CALLS({&servicediscovery_UpdateService, .when = "Description DnsRecords", .only = "-", .result = "", .not_yet = "DuplicateRequest",
                          .bind = BINDS({"Id", "$Arn"}, {"Service.Description", "$Description"}, {"Service.DnsConfig.DnsRecords", "$DnsRecords"})},
                         OVER, RETAG(servicediscovery, "ResourceARN", "$Arn")),
        .remove  = CALLS({&servicediscovery_DeleteService, .only = "-", .bind = BINDS({"Id", "$Arn"}), .not_yet = "ResourceInUse"}),
        .missing = "ServiceNotFound",
        .wait    = {.every = 5, .limit = 600},
    },
};
/* clang-format on */
