/*
 * Security groups, and each of their rules as a resource of its own. AWS gives a new group a rule that lets everything
 * out; it is taken away at once, so that a group allows what the spec says and nothing else; what was found where that
 * had not come about yet is set right like any difference. The default group of a VPC can't be deleted: the type here
 * finds it and leaves it empty.
 */
#include "aws/types/birth_rules.h"
#include "aws/types/common.h"

#define ALLOW_ALL_OUT "=[{\"IpProtocol\":\"-1\",\"IpRanges\":[{\"CidrIp\":\"0.0.0.0/0\"}]}]"

/* clang-format off */
#define RULE_ATTRS \
        {"GroupId",             T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the group"}, \
        {"IpProtocol",          T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "tcp, udp, icmp, a number, -1 for all"}, \
        {"FromPort",            T_INT, A_CREATE_ONLY, .doc = "first port"}, \
        {"ToPort",              T_INT, A_CREATE_ONLY, .doc = "last port"}, \
        {"CidrIpv4",            T_STR, A_CREATE_ONLY | A_CIDR, .doc = "the other end: a range"}, \
        {"ReferencedGroupId",   T_STR, A_CREATE_ONLY, "ReferencedGroupInfo.GroupId", .doc = "the other end: a group of the same region"}, \
        {"Description",         T_STR, 0, .doc = "what it is for"}, \
        {"SecurityGroupRuleId", T_STR, A_OUTPUT, .doc = "sgr-..."}, \
        TAGS("Tags"), \
        {0}

#define RULE_BINDS \
        {"IpPermissions[].IpProtocol", "$IpProtocol"}, {"IpPermissions[].FromPort", "$FromPort"}, \
        {"IpPermissions[].ToPort", "$ToPort"}, {"IpPermissions[].IpRanges[].CidrIp", "$CidrIpv4"}, \
        {"IpPermissions[].IpRanges[].Description", "$Description?CidrIpv4"}, \
        {"IpPermissions[].UserIdGroupPairs[].GroupId", "$ReferencedGroupId"}, \
        {"IpPermissions[].UserIdGroupPairs[].Description", "$Description?ReferencedGroupId"}, \
        EC2_TAGS("security-group-rule")

#define RULE_IMPL(direction, egress) \
        .list    = {&ec2_DescribeSecurityGroupRules, .result = "SecurityGroupRules[]"}, \
        .mine    = "IsEgress=" egress, \
        .read    = CALLS({&ec2_DescribeSecurityGroupRules, .only = "-", \
                          .bind = BINDS({"SecurityGroupRuleIds", "[$SecurityGroupRuleId]"}), .result = "SecurityGroupRules[]"}), \
        .create  = CALLS({&ec2_AuthorizeSecurityGroup##direction, .found = FOUND_BY_TAG, .only = "GroupId", .bind = BINDS(RULE_BINDS), \
                          .result = "SecurityGroupRules[]", .soon = "InvalidGroup.NotFound"}), \
        .update  = CALLS({&ec2_UpdateSecurityGroupRuleDescriptions##direction, .when = "Description", .only = "GroupId", \
                          .bind = BINDS({"SecurityGroupRuleDescriptions[].SecurityGroupRuleId", "$SecurityGroupRuleId"}, \
                                        {"SecurityGroupRuleDescriptions[].Description", "$Description"})}, \
                         EC2_RETAG("SecurityGroupRuleId")), \
        .remove  = CALLS({&ec2_RevokeSecurityGroup##direction, .only = "GroupId", \
                          .bind = BINDS({"SecurityGroupRuleIds", "[$SecurityGroupRuleId]"})}), \
        .missing = "InvalidSecurityGroupRuleId.NotFound InvalidPermission.NotFound InvalidGroup.NotFound"

const struct rtype rtype_ec2_security_group = {
    .name = "AWS::EC2::SecurityGroup", .doc = "who may talk to whom; its rules are resources of their own",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "GroupId", .key = "VpcId GroupName", .create_s = {3, 6}, .update_s = {2, 4}, .delete_s = {5, 10},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"GroupName",   T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the VPC"},
        {"Description", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "AWS can't change it later"},
        {"VpcId",       T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the VPC it belongs to"},
        {"RulesByBirth", T_LIST, A_SET, .dflt = "[]", .doc = "rules that AWS gave it unasked, and that let everything out: none"},
        {"GroupId",     T_STR, A_OUTPUT, .doc = "sg-..."},
        {"IpPermissionsEgress", T_LIST, A_OUTPUT, .doc = "all that it lets out, by whatever rules"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeSecurityGroups, .result = "SecurityGroups[]"},
        .read    = CALLS({&ec2_DescribeSecurityGroups, .only = "-", .bind = BINDS({"GroupIds", "[$GroupId]"}), .result = "SecurityGroups[]"},
                         {&ec2_DescribeSecurityGroupRules, .only = "-", .if_set = "IpPermissionsEgress", .result = "",
                          .bind = BINDS({"Filters[0].Name", "=group-id"}, {"Filters[0].Values", "[$GroupId]"})}),
        .create  = CALLS({&ec2_CreateSecurityGroup, .found = FOUND_BY_NAME, .bind = BINDS(EC2_TAGS("security-group")), .result = "",
                          .soon = "InvalidVpcID.NotFound"},
                         {&ec2_RevokeSecurityGroupEgress, .only = "GroupId", .bind = BINDS({"IpPermissions", ALLOW_ALL_OUT}),
                          .done = "InvalidPermission.NotFound", .soon = "InvalidGroup.NotFound"}),
        .update  = CALLS({&ec2_RevokeSecurityGroupEgress, .when = "RulesByBirth", .only = "GroupId",
                          .bind = BINDS({"SecurityGroupRuleIds", "-RulesByBirth"}),
                          .done = "InvalidPermission.NotFound InvalidSecurityGroupRuleId.NotFound"},
                         EC2_RETAG("GroupId")),
        .remove  = CALLS({&ec2_DeleteSecurityGroup, .only = "GroupId", .not_yet = "DependencyViolation InvalidGroup.InUse"}),
        .missing = "InvalidGroup.NotFound InvalidSecurityGroupID.NotFound",
        .wait    = {.every = 5, .limit = 1800}, /* interfaces of databases linger */
        .fold    = birth_rules,
    },
};

const struct rtype rtype_ec2_security_group_ingress = {
    .name = "AWS::EC2::SecurityGroupIngress", .doc = "one source a group lets in",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "SecurityGroupRuleId", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){RULE_ATTRS},
    .impl = &(const struct rtype_impl){RULE_IMPL(Ingress, "false")},
};

const struct rtype rtype_ec2_security_group_egress = {
    .name = "AWS::EC2::SecurityGroupEgress", .doc = "one destination a group lets out to",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "SecurityGroupRuleId", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){RULE_ATTRS},
    .impl = &(const struct rtype_impl){RULE_IMPL(Egress, "true")},
};

const struct rtype rtype_ec2_default_security_group = {
    .name = "AWS::EC2::DefaultSecurityGroup", .doc = "the group a VPC is born with, kept empty",
    .flags = RT_VIRTUAL | RT_PART | RT_HARMLESS, .going = INT_NONE, .id = "GroupId", .key = "VpcId",
    .create_s = {3, 6}, .update_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"VpcId",               T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the VPC"},
        {"IpPermissions",       T_LIST, 0, .dflt = "[]", .doc = "rules in: none"},
        {"IpPermissionsEgress", T_LIST, 0, .dflt = "[]", .doc = "rules out: none"},
        {"GroupId",             T_STR,  A_OUTPUT, .doc = "sg-..."},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeSecurityGroups, .result = "SecurityGroups[]"},
        .mine    = "GroupName=default",
        .read    = CALLS({&ec2_DescribeSecurityGroups, .only = "-",
                          .bind = BINDS({"Filters[0].Name", "=vpc-id"}, {"Filters[0].Values", "[$VpcId]"}), .result = "SecurityGroups[]"}),
        .create  = CALLS({&ec2_DescribeSecurityGroups, .only = "-",
                          .bind = BINDS({"Filters[0].Name", "=vpc-id"}, {"Filters[0].Values", "[$VpcId]"}), .result = "SecurityGroups[]",
                          .soon = "InvalidVpcID.NotFound"},
                         {&ec2_RevokeSecurityGroupIngress, .only = "GroupId", .bind = BINDS({"IpPermissions", "-IpPermissions"}), .done = "InvalidPermission.NotFound"},
                         {&ec2_RevokeSecurityGroupEgress, .only = "GroupId", .bind = BINDS({"IpPermissions", "-IpPermissionsEgress"}), .done = "InvalidPermission.NotFound"}),
        .update  = CALLS({&ec2_RevokeSecurityGroupIngress, .when = "IpPermissions", .only = "GroupId",
                          .bind = BINDS({"IpPermissions", "-IpPermissions"}), .done = "InvalidPermission.NotFound"},
                         {&ec2_RevokeSecurityGroupEgress, .when = "IpPermissionsEgress", .only = "GroupId",
                          .bind = BINDS({"IpPermissions", "-IpPermissionsEgress"}), .done = "InvalidPermission.NotFound"}),
        .missing = "InvalidGroup.NotFound InvalidVpcID.NotFound",
    },
};
