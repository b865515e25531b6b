#include "aws/net/endpoint.h"

#include <string.h>

/*
 * Source: partitions.json of the SDKs. A region belongs to the partition whose prefix it begins with; all that is left
 * is "aws", so that a region opened next year works without a new release.
 */

/* clang-format off */
static const struct {
    const char *prefix;
    struct partition partition;
} rows[] = {
    {"cn-",      {"aws-cn",     "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"}},
    {"us-gov-",  {"aws-us-gov", "amazonaws.com",    "api.aws",                      "us-gov-west-1"}},
    {"eusc-",    {"aws-eusc",   "amazonaws.eu",     "api.amazonwebservices.eu",     "eusc-de-east-1"}},
    {"us-iso-",  {"aws-iso",    "c2s.ic.gov",       "api.aws.ic.gov",               "us-iso-east-1"}},
    {"us-isob-", {"aws-iso-b",  "sc2s.sgov.gov",    "api.aws.scloud",               "us-isob-east-1"}},
    {"eu-isoe-", {"aws-iso-e",  "cloud.adc-e.uk",   "api.cloud-aws.adc-e.uk",       "eu-isoe-west-1"}},
    {"us-isof-", {"aws-iso-f",  "csp.hci.ic.gov",   "api.aws.hci.ic.gov",           "us-isof-south-1"}},
    {"",         {"aws",        "amazonaws.com",    "api.aws",                      "us-east-1"}},
};
/* clang-format on */

const struct partition *partition_of(const char *region)
{
    size_t i = 0;
    while (i + 1 < COUNT(rows) && !str_starts(region ? region : "", rows[i].prefix))
        i++;
    return &rows[i].partition;
}

const struct partition *partition_named(const char *id)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq(rows[i].partition.id, id))
            return &rows[i].partition;
    return NULL;
}

static bool lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters, words and a number, parted by single dashes: "ap-northeast-1", "us-gov-west-1". */
bool region_name_valid(const char *region)
{
    enum { LONGEST = 32 };
    size_t n = region ? strnlen(region, LONGEST + 1) : 0;
    const char *number = n ? strrchr(region, '-') : NULL;
    unsigned dashes = 0;
    if (n > LONGEST || !number || !number[1] || strspn(number + 1, "0123456789") != strlen(number + 1))
        return false;
    for (size_t i = 0; i < n; i++) {
        bool dash = region[i] == '-';
        dashes += dash;
        if (!dash && !lower_or_digit(region[i]))
            return false;
        if (dash && (i == 0 || region[i - 1] == '-'))
            return false;
    }
    return dashes >= 2 && region[0] >= 'a';
}
