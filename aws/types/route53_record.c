/*
 * All records of one name and type: what DNS calls a record set. Route 53 tells the variants of a routing policy apart
 * by SetIdentifier; here they are one resource, so that any change to them, of the policy too, is one batch: it takes
 * effect as a whole, and there is no moment without an answer.
 */
#include "aws/types/common.h"
#include "aws/types/record_batch.h"

/* clang-format off */
#define BATCH {&route53_ChangeResourceRecordSets, .found = FOUND_BY_KEY, .only = "HostedZoneId", .result = "", \
               .soon = "NoSuchHealthCheck NoSuchHostedZone", .not_yet = "PriorRequestNotComplete"}
#define INSYNC {&route53_GetChange, .if_set = "ChangeId", .only = "-", .bind = BINDS({"Id", "$ChangeId"}), \
                .until = UNTIL({"ChangeInfo.Status", "INSYNC", "PENDING"}), .done = "NoSuchChange"}

const struct rtype rtype_route53_record_set = {
    .name = "AWS::Route53::RecordSet", .doc = "all records of one name and type, under one routing policy",
    .flags = RT_GLOBAL, .going = INT_DOWNTIME, .id = "HostedZoneId Name Type", .key = "HostedZoneId Name Type", .create_s = {60, 120}, .update_s = {60, 120}, .delete_s = {60, 120},
    .timed = "Route 53 developer guide: changes are everywhere within 60 seconds as a rule",
    .attrs = (const struct attr[]){
        {"HostedZoneId",       T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the zone"},
        {"Name",               T_STR,  A_REQUIRED | A_CREATE_ONLY | A_HOST, .doc = "the host name"},
        {"Type",               T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "A, AAAA, CNAME, TXT, ..."},
        {"ResourceRecordSets", T_LIST, A_REQUIRED | A_SET | A_LED | A_BRIEF,
         .doc = "[{TTL, ResourceRecords, AliasTarget, SetIdentifier, Failover, Region, Weight, GeoLocation, HealthCheckId}]"},
        {"ChangeId",           T_STR,  A_OUTPUT | A_WRITE_ONLY, "ChangeInfo.Id", .doc = "the change under way"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&route53_ListResourceRecordSets, .only = "HostedZoneId", .result = "",
                          .bind = BINDS({"StartRecordName", "$Name"}, {"StartRecordType", "$Type"}, {"MaxItems", "=100"}),
                          .bulk = &(const struct call){&route53_ListResourceRecordSets, .only = "HostedZoneId", .result = "Records[]"}}),
        .create  = CALLS(BATCH, INSYNC),
        .update  = CALLS({&route53_ChangeResourceRecordSets, .when = "ResourceRecordSets", .only = "HostedZoneId", .result = "",
                          .soon = "NoSuchHealthCheck", .not_yet = "PriorRequestNotComplete"}, INSYNC),
        .remove  = CALLS({&route53_ChangeResourceRecordSets, .only = "HostedZoneId", .result = "", .not_yet = "PriorRequestNotComplete",
                          .done = "InvalidChangeBatch:*not*found*"}, INSYNC),
        .missing = "NoSuchHostedZone",
        .wait    = {.every = 10, .limit = 1800},
        .quirk   = record_batch,
        .fold    = record_fold,
    },
};
/* clang-format on */
