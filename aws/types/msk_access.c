/*
 * Who may use a cluster: its resource policy, and the secrets that hold its users' passwords. Both are a part of the
 * cluster and bear no tags; what reads them does not say whose they are.
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_msk_cluster_policy = {
    .name = "AWS::MSK::ClusterPolicy", .doc = "resource policy of a cluster: who may connect from other networks",
    .flags = RT_PART | RT_HARMLESS, .going = INT_DOWNTIME, .id = "ClusterArn", .key = "ClusterArn", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"ClusterArn", T_STR, A_REQUIRED | A_CREATE_ONLY | A_WRITE_ONLY, .doc = "the cluster"},
        {"Policy",     T_MAP, A_REQUIRED | A_JSON, .doc = "policy document"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&kafka_GetClusterPolicy, .result = ""}),
        .create  = CALLS({&kafka_PutClusterPolicy, .found = FOUND_BY_KEY}),
        .update  = CALLS({&kafka_PutClusterPolicy, .when = "Policy"}),
        .remove  = CALLS({&kafka_DeleteClusterPolicy}),
        .missing = "NotFoundException",
        .wait    = {.every = 5, .limit = 600},
    },
};

/* The answer is a success even where some secrets were refused. Where users are admitted no more there is no talk of
 * their secrets either. */
#define SECRETS_WAIT .not_yet = "ConflictException BadRequestException:*state*", .refused = "UnprocessedScramSecrets"

const struct rtype rtype_msk_batch_scram_secret = {
    .name = "AWS::MSK::BatchScramSecret", .doc = "secrets whose users may connect to a cluster",
    .flags = RT_PART | RT_HARMLESS, .going = INT_DOWNTIME, .id = "ClusterArn", .key = "ClusterArn", .create_s = {10, 20}, .update_s = {10, 20}, .delete_s = {10, 20},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"ClusterArn",    T_STR,  A_REQUIRED | A_CREATE_ONLY | A_WRITE_ONLY, .doc = "the cluster"},
        {"SecretArnList", T_LIST, A_REQUIRED | A_SET, .doc = "their ARNs; names begin with AmazonMSK_, keys are the customer's own"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&kafka_ListScramSecrets, .result = ""}),
        .create  = CALLS({&kafka_BatchAssociateScramSecret, .found = FOUND_BY_KEY, .only = "ClusterArn", .each = "$SecretArnList", .batch = 10,
                          .bind = BINDS({"SecretArnList", "@each"}), SECRETS_WAIT}),
        .update  = CALLS({&kafka_BatchAssociateScramSecret, .when = "SecretArnList", .only = "ClusterArn", .each = "+SecretArnList", .batch = 10,
                          .bind = BINDS({"SecretArnList", "@each"}), SECRETS_WAIT},
                         {&kafka_BatchDisassociateScramSecret, .when = "SecretArnList", .only = "ClusterArn", .each = "-SecretArnList", .batch = 10,
                          .bind = BINDS({"SecretArnList", "@each"}), SECRETS_WAIT}),
        .remove  = CALLS({&kafka_BatchDisassociateScramSecret, .only = "ClusterArn", .each = "$SecretArnList", .batch = 10,
                          .bind = BINDS({"SecretArnList", "@each"}), .done = "BadRequestException:*SASL/SCRAM*enabled*", SECRETS_WAIT}),
        .missing = "NotFoundException",
        .gone_path = "SecretArnList[0]", .gone = "-",
        .wait    = {.every = 5, .limit = 43200},
    },
};
