#include "aws/net/endpoint.h"
#include "state/s3/store_s3.h"

#include <string.h>

/* A journal's objects have longer names than the state they are of: S3 takes 1,024 bytes. */
enum { BUCKET_LEAST = 3, BUCKET_MOST = 63, KEY_MOST = 900 };

/* Source: "General purpose bucket naming rules" of the S3 user guide. */
static bool is_bucket(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t n = strlen(name), at = 0;
    if (n < BUCKET_LEAST || n > BUCKET_MOST || !strchr(letters, name[n - 1]))
        return false;
    while (at < n && (strchr(letters, name[at]) || (at && strchr(".-", name[at]))))
        at++;
    return at == n;
}

static bool is_key(const char *key)
{
    size_t n = strlen(key), at = 0;
    while (at < n && (unsigned char)key[at] > ' ' && (unsigned char)key[at] < 0x7f)
        at++;
    return n && n <= KEY_MOST && at == n;
}

bool s3_address_parse(struct arena *a, const char *text, struct s3_address *ret)
{
    static const char scheme[] = "s3://", region[] = "?region=";
    if (!str_starts(text, scheme))
        return false;
    const char *bucket = text + strlen(scheme), *slash = strchr(bucket, '/'), *query = strchr(bucket, '?');
    if (!slash || (query && (query < slash || !str_starts(query, region))))
        return false;
    size_t n_key = query ? (size_t)(query - slash - 1) : strlen(slash + 1);
    *ret = (struct s3_address){.bucket = arena_strndup(a, bucket, (size_t)(slash - bucket)),
                               .key = arena_strndup(a, slash + 1, n_key),
                               .region = query ? arena_strdup(a, query + strlen(region)) : NULL};
    return is_bucket(ret->bucket) && is_key(ret->key) && (!query || region_name_valid(ret->region));
}
