/*
 * A public certificate, validated through DNS: it is there with the records that prove the domain, and issued once they
 * are. Who uses it waits for that, since the records need the certificate first.
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_certificate_manager_certificate = {
    .name = "AWS::CertificateManager::Certificate", .doc = "TLS certificate, renewed by AWS as long as its records are there",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "CertificateArn", .create_s = {15, 30}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"DomainName",              T_STR,  A_REQUIRED | A_CREATE_ONLY | A_HOST, .doc = "the domain"},
        {"SubjectAlternativeNames", T_LIST, A_CREATE_ONLY | A_SET | A_HOST, .doc = "all names it is for, the domain among them"},
        {"ValidationMethod",        T_STR,  A_REQUIRED | A_CREATE_ONLY, "DomainValidationOptions[0].ValidationMethod", .doc = "DNS or EMAIL"},
        {"KeyAlgorithm",            T_STR,  A_CREATE_ONLY, .doc = "RSA_2048, EC_prime256v1, ..."},
        {"Options",                 T_MAP,  A_SUBSET, .doc = "{CertificateTransparencyLoggingPreference: ENABLED or DISABLED}"},
        {"CertificateArn",          T_STR,  A_OUTPUT, .doc = "ARN"},
        {"DomainValidationOptions", T_LIST, A_OUTPUT, .doc = "[{DomainName, ResourceRecord: {Name, Type, Value}}]: the records that prove the domain"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&tagging_GetResources, .only = "-", .bind = BINDS({"ResourceTypeFilters", "=[\"acm:certificate\"]"}, {"TagFilters", "@owner"}),
                    .result = "ResourceTagMappingList[]", .gives = BINDS({"CertificateArn", "ResourceARN"})},
        .partial = true,
        .read    = CALLS({&acm_DescribeCertificate, .only = "CertificateArn", .result = "Certificate"},
                         {&acm_ListTagsForCertificate, .only = "CertificateArn", .result = "", .tags_of = "$CertificateArn"}),
        .create  = CALLS({&acm_RequestCertificate, .found = FOUND_BY_TOKEN, .bind = BINDS({"IdempotencyToken", "@token"}), .result = ""}),
        .update  = CALLS({&acm_UpdateCertificateOptions, .when = "Options"},
                         {&acm_AddTagsToCertificate, .when = "Tags", .only = "CertificateArn", .bind = BINDS({"Tags", "+Tags"})},
                         {&acm_RemoveTagsFromCertificate, .when = "Tags", .only = "CertificateArn", .bind = BINDS({"Tags", "-Tags"})}),
        .remove  = CALLS({&acm_DeleteCertificate, .only = "CertificateArn", .not_yet = "ResourceInUseException"}),
        .missing = "ResourceNotFoundException",
        .wait    = {UNTIL({"DomainValidationOptions[0].ResourceRecord.Type", "CNAME", ""}), 5, 600},
    },
};
/* clang-format on */
