/*
 * A health check. Its caller reference makes it only once, and is spent for days when it is deleted; the call that
 * makes it takes no tags. What kind it is, how often it asks and whether it measures is decided when it is made.
 */
#include "aws/types/common.h"

/* clang-format off */
#define CONFIG(member) {"HealthCheckConfig." member, "$" member}

const struct rtype rtype_route53_health_check = {
    .name = "AWS::Route53::HealthCheck", .doc = "whether an endpoint, an alarm or other checks are well, as DNS sees it",
    .flags = RT_GLOBAL | RT_HARMLESS, .going = INT_BRIEF, .id = "HealthCheckId", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Type",                     T_STR,  A_REQUIRED | A_CREATE_ONLY, "HealthCheckConfig.Type",
         .doc = "HTTP, HTTPS, HTTP_STR_MATCH, HTTPS_STR_MATCH, TCP, CALCULATED or CLOUDWATCH_METRIC"},
        {"FullyQualifiedDomainName", T_STR,  0, "HealthCheckConfig.FullyQualifiedDomainName", .doc = "the host that is asked"},
        {"IPAddress",                T_STR,  A_CREATE_ONLY, "HealthCheckConfig.IPAddress", .doc = "a public address, where it is no host"},
        {"Port",                     T_INT,  0, "HealthCheckConfig.Port", .doc = "port"},
        {"ResourcePath",             T_STR,  0, "HealthCheckConfig.ResourcePath", .doc = "path, /..."},
        {"SearchString",             T_STR,  0, "HealthCheckConfig.SearchString", .doc = "what the answer must hold; only of a ..._STR_MATCH"},
        {"RequestInterval",          T_INT,  A_CREATE_ONLY, "HealthCheckConfig.RequestInterval", .doc = "seconds between requests: 10 or 30"},
        {"FailureThreshold",         T_INT,  0, "HealthCheckConfig.FailureThreshold", .doc = "answers in a row that turn it: 1 to 10"},
        {"MeasureLatency",           T_BOOL, A_CREATE_ONLY, "HealthCheckConfig.MeasureLatency", .doc = "measures how long answers take"},
        {"EnableSNI",                T_BOOL, 0, "HealthCheckConfig.EnableSNI", .doc = "names the host when TLS begins"},
        {"Regions",                  T_LIST, A_SET, "HealthCheckConfig.Regions", .doc = "where checkers ask from: three at least"},
        {"ChildHealthChecks",        T_LIST, A_SET, "HealthCheckConfig.ChildHealthChecks", .doc = "of a CALCULATED one: those it counts"},
        {"HealthThreshold",          T_INT,  0, "HealthCheckConfig.HealthThreshold", .doc = "of a CALCULATED one: how many must be well"},
        {"AlarmIdentifier",          T_MAP,  0, "HealthCheckConfig.AlarmIdentifier", .doc = "of a CLOUDWATCH_METRIC one: {Region, Name}"},
        {"InsufficientDataHealthStatus", T_STR, 0, "HealthCheckConfig.InsufficientDataHealthStatus",
         .doc = "of a CLOUDWATCH_METRIC one: Healthy, Unhealthy or LastKnownStatus"},
        {"Inverted",                 T_BOOL, 0, "HealthCheckConfig.Inverted", "false", "well is unwell, and the other way round"},
        {"Disabled",                 T_BOOL, 0, "HealthCheckConfig.Disabled", "false", "asks no more, and counts as well"},
        {"HealthCheckId",            T_STR,  A_OUTPUT, "Id", .doc = "id"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&tagging_GetResources, .only = "-", .where = "=us-east-1",
                    .bind = BINDS({"ResourceTypeFilters", "=[\"route53:healthcheck\"]"}, {"TagFilters", "@owner"}),
                    .result = "ResourceTagMappingList[]", .gives = BINDS({"HealthCheckId", "ResourceARN"})},
        .partial = true,
        .read    = CALLS({&route53_GetHealthCheck, .only = "HealthCheckId", .result = "HealthCheck",
                          .bulk = &(const struct call){&route53_ListHealthChecks, .only = "-", .result = "HealthChecks[]"}},
                         ROUTE53_LISTED_TAGS("healthcheck", "HealthCheckId")),
        .create  = CALLS({&route53_CreateHealthCheck, .found = FOUND_BY_TOKEN, .only = "-", .result = "HealthCheck",
                          .bind = BINDS({"CallerReference", "@token"}, CONFIG("Type"), CONFIG("FullyQualifiedDomainName"), CONFIG("IPAddress"),
                                        CONFIG("Port"), CONFIG("ResourcePath"), CONFIG("SearchString"), CONFIG("RequestInterval"),
                                        CONFIG("FailureThreshold"), CONFIG("MeasureLatency"), CONFIG("EnableSNI"), CONFIG("Regions"),
                                        CONFIG("ChildHealthChecks"), CONFIG("HealthThreshold"), CONFIG("AlarmIdentifier"),
                                        CONFIG("InsufficientDataHealthStatus"), CONFIG("Inverted"), CONFIG("Disabled"))},
                         ROUTE53_TAG("healthcheck", "HealthCheckId")),
        .update  = CALLS({&route53_UpdateHealthCheck,
                          .when = "FullyQualifiedDomainName Port ResourcePath SearchString FailureThreshold EnableSNI Regions ChildHealthChecks "
                                  "HealthThreshold AlarmIdentifier InsufficientDataHealthStatus Inverted Disabled"},
                         ROUTE53_RETAG("healthcheck", "HealthCheckId")),
        .remove  = CALLS({&route53_DeleteHealthCheck, .only = "HealthCheckId", .not_yet = "HealthCheckInUse"}),
        .missing = "NoSuchHealthCheck",
        .wait    = {.every = 5, .limit = 300},
    },
};
/* clang-format on */
