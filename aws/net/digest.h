#ifndef AWS_NET_DIGEST_H
#define AWS_NET_DIGEST_H

#include "provisioner/base/base.h"

/* Digests and random bytes: the only file that knows OpenSSL. Hex is lower case. */

struct sha256 {
    unsigned char bytes[32];
};

struct sha256 sha256_of(const void *data, size_t n);
struct md5 {
    unsigned char bytes[16];
};

struct md5 md5_of(const void *data, size_t n); /* S3's ETags and Content-MD5, and nothing that must not be forged */
const char *md5_hex(struct arena *a, const struct md5 *d);
struct sha256 hmac_sha256(const void *key, size_t key_len, const void *data, size_t n);
const char *sha256_hex(struct arena *a, const struct sha256 *d);
const char *sha256_hex_of(struct arena *a, const char *text); /* of a C string */
const char *sha1_hex_of(struct arena *a, const char *text);   /* names of SSO cache files */

struct err *random_bytes(void *out, size_t n) NODISCARD;
void wipe(void *p, size_t n); /* not optimised away */

#endif
