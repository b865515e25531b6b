/* A flow log: all of it is fixed at creation. A refusal can come inside a successful answer. */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_ec2_flow_log = {
    .name = "AWS::EC2::FlowLog", .doc = "record of a VPC's traffic",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "FlowLogId", .create_s = {3, 6}, .update_s = {2, 4}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"ResourceId",               T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "what is recorded: a VPC or subnet"},
        {"ResourceType",             T_STR, A_REQUIRED | A_CREATE_ONLY | A_WRITE_ONLY, .doc = "VPC, Subnet"},
        {"TrafficType",              T_STR, A_CREATE_ONLY, .doc = "ACCEPT, REJECT, ALL"},
        {"LogDestinationType",       T_STR, A_CREATE_ONLY, .dflt = "\"cloud-watch-logs\"", .doc = "cloud-watch-logs or s3"},
        {"LogGroupName",             T_STR, A_CREATE_ONLY, .doc = "log group"},
        {"DeliverLogsPermissionArn", T_STR, A_CREATE_ONLY, .doc = "role that writes the log group"},
        {"MaxAggregationInterval",   T_INT, A_CREATE_ONLY, .dflt = "600", .doc = "seconds: 60 or 600"},
        {"FlowLogId",                T_STR, A_OUTPUT, .doc = "fl-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeFlowLogs, .result = "FlowLogs[]"},
        .read    = CALLS({&ec2_DescribeFlowLogs, .only = "-", .bind = BINDS({"FlowLogIds", "[$FlowLogId]"}), .result = "FlowLogs[]"}),
        .create  = CALLS({&ec2_CreateFlowLogs, .found = FOUND_BY_TOKEN, .bind = BINDS({"ResourceIds", "[$ResourceId]"}, {"ClientToken", "@token"}, EC2_TAGS("vpc-flow-log")),
                          .gives = BINDS({"FlowLogId", "FlowLogIds[0]"}), .refused = "Unsuccessful[]",
                          .soon = "InvalidParameter:*assume* InvalidParameter:*Access*error* InvalidVpcId.NotFound"}),
        .update  = CALLS(EC2_RETAG("FlowLogId")),
        .remove  = CALLS({&ec2_DeleteFlowLogs, .only = "-", .bind = BINDS({"FlowLogIds", "[$FlowLogId]"}), .refused = "Unsuccessful[]"}),
        .missing = "InvalidFlowLogId.NotFound",
    },
};
