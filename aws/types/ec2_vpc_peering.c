/*
 * A peering connection between VPCs of two regions. Each region has its own view of the same pcx-..., with its own tags
 * and its own options, so the two sides are resources of their own: asked for here, accepted there, and the options of
 * each once it is active. Overlapping ranges are no error of the call: the connection turns "failed".
 */
#include "aws/types/common.h"

/* clang-format off */
#define PEERING_LIST .list = {&ec2_DescribeVpcPeeringConnections, .result = "VpcPeeringConnections[]"}
#define PEERING_READ .read = CALLS({&ec2_DescribeVpcPeeringConnections, .only = "-", \
                          .bind = BINDS({"VpcPeeringConnectionIds", "[$VpcPeeringConnectionId]"}), .result = "VpcPeeringConnections[]"})
#define PEERING_MISSING "InvalidVpcPeeringConnectionID.NotFound InvalidVpcPeeringConnectionId.NotFound"
#define PEERING_GONE "failed expired rejected deleting deleted"

const struct rtype rtype_ec2_vpc_peering_connection = {
    .name = "AWS::EC2::VPCPeeringConnection", .doc = "asks another region's VPC to peer",
    .going = INT_DOWNTIME, .id = "VpcPeeringConnectionId", .key = "VpcId PeerVpcId", .create_s = {10, 20}, .update_s = {2, 4}, .delete_s = {10, 20},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"VpcId",                  T_STR, A_REQUIRED | A_CREATE_ONLY, "RequesterVpcInfo.VpcId", .doc = "the VPC that asks"},
        {"PeerVpcId",              T_STR, A_REQUIRED | A_CREATE_ONLY, "AccepterVpcInfo.VpcId",  .doc = "the VPC that is asked"},
        {"PeerRegion",             T_STR, A_CREATE_ONLY, "AccepterVpcInfo.Region",  .doc = "its region"},
        {"PeerOwnerId",            T_STR, A_CREATE_ONLY, "AccepterVpcInfo.OwnerId", .doc = "its account; this one when left out"},
        {"VpcPeeringConnectionId", T_STR, A_OUTPUT, .doc = "pcx-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        PEERING_LIST, PEERING_READ,
        .create  = CALLS({&ec2_CreateVpcPeeringConnection, .found = FOUND_BY_TAG, .bind = BINDS(EC2_TAGS("vpc-peering-connection")),
                          .result = "VpcPeeringConnection", .soon = "InvalidVpcID.NotFound"}),
        .update  = CALLS(EC2_RETAG("VpcPeeringConnectionId")),
        .remove  = CALLS({&ec2_DeleteVpcPeeringConnection, .done = "InvalidStateTransition"}),
        .missing = PEERING_MISSING,
        .gone_path = "Status.Code", .gone = PEERING_GONE,
        .wait    = {UNTIL({"Status.Code", "pending-acceptance active", "initiating-request provisioning"}), 3, 300, "Status.Message"},
    },
};

const struct rtype rtype_ec2_vpc_peering_connection_accepter = {
    .name = "AWS::EC2::VPCPeeringConnectionAccepter", .doc = "accepts a peering connection, in the region that is asked",
    .flags = RT_VIRTUAL | RT_PART, .going = INT_NONE, .id = "VpcPeeringConnectionId", .key = "VpcPeeringConnectionId", .create_s = {15, 30}, .update_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"VpcPeeringConnectionId", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "pcx-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        PEERING_LIST, PEERING_READ,
        .create  = CALLS({&ec2_AcceptVpcPeeringConnection, .found = FOUND_BY_KEY, .result = "VpcPeeringConnection", .done = "InvalidStateTransition",
                          .soon = PEERING_MISSING},
                         {&ec2_CreateTags, .when = "Tags", .only = "-",
                          .bind = BINDS({"Resources", "[$VpcPeeringConnectionId]"}, {"Tags", "$Tags"})}),
        .update  = CALLS(EC2_RETAG("VpcPeeringConnectionId")),
        .missing = PEERING_MISSING,
        .gone_path = "Status.Code", .gone = "pending-acceptance initiating-request " PEERING_GONE,
        .wait    = {UNTIL({"Status.Code", "active", "pending-acceptance provisioning"}), 3, 300, "Status.Message"},
    },
};

#define PEERING_OPTIONS(side, vpc) \
    .flags = RT_VIRTUAL | RT_PART, .id = "VpcPeeringConnectionId", .key = "VpcPeeringConnectionId", .create_s = {5, 10}, .update_s = {3, 6}, \
    .going = INT_BRIEF, .timed = AT_ONCE, \
    .attrs = (const struct attr[]){ \
        {"VpcPeeringConnectionId", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "pcx-..."}, \
        {"AllowDnsResolutionFromRemoteVpc", T_BOOL, A_BRIEF | A_LESS, vpc ".PeeringOptions.AllowDnsResolutionFromRemoteVpc", "false", \
         "the other side resolves this side's names to private addresses"}, \
        {0}}, \
    .impl = &(const struct rtype_impl){ \
        PEERING_LIST, PEERING_READ, \
        .create  = CALLS({&ec2_ModifyVpcPeeringConnectionOptions, .found = FOUND_BY_KEY, .only = "VpcPeeringConnectionId", \
                          .bind = BINDS({side ".AllowDnsResolutionFromRemoteVpc", "$AllowDnsResolutionFromRemoteVpc"}), \
                          .not_yet = "OperationNotPermitted", .soon = PEERING_MISSING}), \
        .update  = CALLS({&ec2_ModifyVpcPeeringConnectionOptions, .when = "AllowDnsResolutionFromRemoteVpc", .only = "VpcPeeringConnectionId", \
                          .bind = BINDS({side ".AllowDnsResolutionFromRemoteVpc", "$AllowDnsResolutionFromRemoteVpc"})}), \
        .missing = PEERING_MISSING, \
        .gone_path = "Status.Code", .gone = "pending-acceptance initiating-request " PEERING_GONE, \
        .wait    = {UNTIL({"Status.Code", "active", "provisioning"}), 3, 300}, \
    }

const struct rtype rtype_ec2_vpc_peering_connection_requester_options = {
    .name = "AWS::EC2::VPCPeeringConnectionRequesterOptions", .doc = "options of the side that asked, set in its region",
    PEERING_OPTIONS("RequesterPeeringConnectionOptions", "RequesterVpcInfo"),
};

const struct rtype rtype_ec2_vpc_peering_connection_accepter_options = {
    .name = "AWS::EC2::VPCPeeringConnectionAccepterOptions", .doc = "options of the side that was asked, set in its region",
    PEERING_OPTIONS("AccepterPeeringConnectionOptions", "AccepterVpcInfo"),
};
