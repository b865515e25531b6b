/*
 * A hosted zone. It can't be tagged by the call that makes it, and its caller reference is spent for good: what was
 * made tells it back. Another zone of that name, of the same kind, is somebody's: two of them would answer by chance.
 * Of a private zone's VPCs the creating call takes one; the others are associated once it is there.
 */
#include "aws/types/common.h"

/* clang-format off */
#define ZONE      {"Id", "$HostedZoneId"}
#define BUSY      "PriorRequestNotComplete"
#define INSYNC    .only = "-", .bind = BINDS({"Id", "$ChangeId"}), .until = UNTIL({"ChangeInfo.Status", "INSYNC", "PENDING"}), .done = "NoSuchChange"
#define IN_ZONE   .only = "HostedZoneId", .bind = BINDS({"VPC", "@each"}), .result = "", .not_yet = BUSY
/* Said of another zone of that name, and of this one, when a call is repeated whose answer was lost. */
#define IN_ALREADY .stale = "ConflictingDomainExists:*already*associated*"

const struct rtype rtype_route53_hosted_zone = {
    .name = "AWS::Route53::HostedZone", .doc = "hosted zone: the records of a domain",
    .flags = RT_STATEFUL | RT_GLOBAL, .going = INT_DATA_LOSS, .id = "HostedZoneId", .key = "Name PrivateZone", .create_s = {60, 120}, .update_s = {60, 120}, .delete_s = {3, 6},
    .timed = "Route 53 developer guide: changes are everywhere within 60 seconds as a rule",
    .lost = "a new one has other name servers, which the domain's registrar has to be told",
    .attrs = (const struct attr[]){
        {"Name",         T_STR,  A_REQUIRED | A_CREATE_ONLY | A_HOST, "HostedZone.Name", .doc = "the domain"},
        {"Comment",      T_STR,  A_HARMLESS, "HostedZone.Config.Comment", "\"\"", "for people"},
        {"PrivateZone",  T_BOOL, A_CREATE_ONLY, "HostedZone.Config.PrivateZone", "false", "answers within its VPCs only"},
        {"VPCs",         T_LIST, A_SET | A_BRIEF, .doc = "[{VPCRegion, VPCId}]: where a private zone answers; VPCs of any region"},
        {"HostedZoneId", T_STR,  A_OUTPUT, "HostedZone.Id", .doc = "Z..."},
        {"NameServers",  T_LIST, A_OUTPUT, "DelegationSet.NameServers", .doc = "what the parent domain must delegate to"},
        {"CallerReference", T_STR, A_OUTPUT, "HostedZone.CallerReference", .doc = "what it was created with; AWS takes it once"},
        {"ChangeId",     T_STR,  A_OUTPUT | A_WRITE_ONLY, "ChangeInfo.Id", .doc = "the change under way"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&route53_ListHostedZones, .result = "HostedZones[]",
                    .gives = BINDS({"HostedZoneId", "Id"}, {"Name", "Name"}, {"PrivateZone", "Config.PrivateZone"},
                                   {"CallerReference", "CallerReference"})},
        .partial = true,
        .read    = CALLS({&route53_GetHostedZone, .only = "-", .bind = BINDS(ZONE), .result = ""},
                         ROUTE53_LISTED_TAGS("hostedzone", "HostedZoneId")),
        .create  = CALLS({&route53_CreateHostedZone, .found = FOUND_BY_TOKEN, .only = "Name", .result = "",
                          .bind = BINDS({"CallerReference", "@token"}, {"VPC", "$VPCs[0]"}, {"HostedZoneConfig.Comment", "$Comment"},
                                        {"HostedZoneConfig.PrivateZone", "$PrivateZone"})},
                         {&route53_GetChange, .if_set = "ChangeId", INSYNC},
                         {&route53_GetHostedZone, .only = "-", .bind = BINDS(ZONE), .result = ""},
                         {&route53_AssociateVPCWithHostedZone, .when = "VPCs", .each = "+VPCs", IN_ZONE, IN_ALREADY},
                         {&route53_GetChange, .when = "VPCs", .if_set = "ChangeId", INSYNC},
                         ROUTE53_TAG("hostedzone", "HostedZoneId")),
        .update  = CALLS({&route53_UpdateHostedZoneComment, .when = "Comment", .only = "Comment", .bind = BINDS(ZONE), .not_yet = BUSY},
                         {&route53_AssociateVPCWithHostedZone, .when = "VPCs", .each = "+VPCs", IN_ZONE, IN_ALREADY},
                         {&route53_DisassociateVPCFromHostedZone, .when = "VPCs", .each = "-VPCs", IN_ZONE, .done = "VPCAssociationNotFound"},
                         {&route53_GetChange, .when = "VPCs", .if_set = "ChangeId", INSYNC},
                         ROUTE53_RETAG("hostedzone", "HostedZoneId")),
        .remove  = CALLS({&route53_DeleteHostedZone, .only = "-", .bind = BINDS(ZONE), .not_yet = BUSY}),
        .missing = "NoSuchHostedZone",
        .wait    = {.every = 10, .limit = 1800},
        .token   = "CallerReference",
    },
};
/* clang-format on */
