#ifndef AWS_NET_ENDPOINT_H
#define AWS_NET_ENDPOINT_H

#include "aws/net/config.h"
#include "aws/wire/shape.h"

/*
 * Service and region to host, and the region to sign for. Order: the URL given on the command line,
 * AWS_ENDPOINT_URL_<ID>, AWS_ENDPOINT_URL, the profile's `services` section, the profile's endpoint_url (all four off
 * with AWS_IGNORE_CONFIGURED_ENDPOINT_URLS), then the partition's pattern with FIPS and dual stack.
 */

struct partition {
    const char *id; /* "aws": the second field of an ARN */
    const char *dns_suffix, *dual_stack_suffix;
    const char *global_region; /* where IAM and its like are signed for */
};

struct endpoint {
    const char *url; /* "https://rds.ap-northeast-1.amazonaws.com", no slash at the end unless a base path is given */
    const char *signing_region;
    bool custom; /* given by somebody, not derived */
};

const struct partition *partition_of(const char *region); /* never NULL: unknown regions count as "aws" */
const struct partition *partition_named(const char *id);  /* the second field of an ARN; NULL */
bool region_name_valid(const char *region);               /* shaped like a region */

struct err *endpoint_resolve(struct arena *a, const struct aws_config *c, const char *override_url,
                             const struct service *svc, const char *region, struct endpoint *ret) NODISCARD;

#endif
