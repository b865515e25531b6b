/*
 * An issuer of tokens that roles may trust: a cluster's, for its service accounts. AWS names it by an ARN that ends in
 * the issuer's URL without its scheme, and its list tells that ARN alone.
 */
#include "aws/types/common.h"

#define THIS_PROVIDER                                                                                                  \
    {                                                                                                                  \
        "OpenIDConnectProviderArn", "$Arn"                                                                             \
    }

/* clang-format off */
const struct rtype rtype_iam_oidc_provider = {
    .name = "AWS::IAM::OIDCProvider", .doc = "issuer of tokens that roles may trust",
    .flags = RT_GLOBAL | RT_HARMLESS, .going = INT_DOWNTIME, .id = "Arn", .key = "Url", .create_s = {4, 8}, .update_s = {3, 6}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Url",            T_STR,  A_REQUIRED | A_CREATE_ONLY | A_BARE, .doc = "https://..., the issuer"},
        {"ClientIDList",   T_LIST, A_SET, .dflt = "[]", .doc = "audiences: sts.amazonaws.com for EKS"},
        {"ThumbprintList", T_LIST, A_SET | A_NOCASE, .doc = "SHA-1 of the issuer's certificate authority; AWS asks for it itself where there is none"},
        {"Arn",            T_STR,  A_OUTPUT, .doc = "ARN, as trust policies name it"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&iam_ListOpenIDConnectProviders, .result = "OpenIDConnectProviderList[]", .gives = BINDS({"Url", "Arn"})},
        .partial = true,
        .read    = CALLS({&iam_GetOpenIDConnectProvider, .only = "-", .bind = BINDS(THIS_PROVIDER), .result = ""}),
        .create  = CALLS({&iam_CreateOpenIDConnectProvider, .found = FOUND_BY_KEY, .gives = BINDS({"Arn", "OpenIDConnectProviderArn"}), .result = ""}),
        .update  = CALLS({&iam_AddClientIDToOpenIDConnectProvider, .when = "ClientIDList", .only = "-", .each = "+ClientIDList",
                          .bind = BINDS(THIS_PROVIDER, {"ClientID", "@each"})},
                         {&iam_RemoveClientIDFromOpenIDConnectProvider, .when = "ClientIDList", .only = "-", .each = "-ClientIDList",
                          .bind = BINDS(THIS_PROVIDER, {"ClientID", "@each"})},
                         {&iam_UpdateOpenIDConnectProviderThumbprint, .when = "ThumbprintList", .only = "ThumbprintList", .bind = BINDS(THIS_PROVIDER)},
                         {&iam_TagOpenIDConnectProvider, .when = "Tags", .only = "-", .bind = BINDS(THIS_PROVIDER, {"Tags", "+Tags"})},
                         {&iam_UntagOpenIDConnectProvider, .when = "Tags", .only = "-", .bind = BINDS(THIS_PROVIDER, {"TagKeys", "-Tags"})}),
        .remove  = CALLS({&iam_DeleteOpenIDConnectProvider, .only = "-", .bind = BINDS(THIS_PROVIDER)}),
        .missing = "NoSuchEntity",
        .wait    = {.every = 3, .limit = 300},
    },
};
