#define OPENSSL_SUPPRESS_DEPRECATED /* SHA256_Init and what goes with it: see below */
#include "aws/net/digest.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A library without SHA-256, or without room for it, can sign nothing and check nothing: there is no second path. */
static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr,
            "provisioner: the cryptographic library refuses %s: it has no memory, or is built without: make room, then "
            "run the same command again\n",
            what);
    _exit(EXIT_NO_MEMORY);
}

/* Directly: the way over EVP first loads the library's configuration and providers, 2 MB, which a plan needs not. */
struct sha256 sha256_of(const void *data, size_t n)
{
    struct sha256 out = {0};
    SHA256_CTX state;
    bool done = SHA256_Init(&state) && SHA256_Update(&state, n ? data : "", n) && SHA256_Final(out.bytes, &state);
    wipe(&state, sizeof state);
    must(done, "SHA-256");
    return out;
}

struct sha256 hmac_sha256(const void *key, size_t key_len, const void *data, size_t n)
{
    struct sha256 out;
    must(key_len <= INT_MAX, "a key of that length");
    const unsigned char *bytes = n ? data : (const unsigned char *)"";
    must(HMAC(EVP_sha256(), key, (int)key_len, bytes, n, out.bytes, NULL) != NULL, "HMAC-SHA-256");
    return out;
}

static const char *hex_of(struct arena *a, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_alloc(a, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return text;
}

struct md5 md5_of(const void *data, size_t n)
{
    struct md5 out;
    must(EVP_Digest(n ? data : "", n, out.bytes, NULL, EVP_md5(), NULL) == 1, "MD5");
    return out;
}

const char *md5_hex(struct arena *a, const struct md5 *d)
{
    return hex_of(a, d->bytes, sizeof d->bytes);
}

const char *sha256_hex(struct arena *a, const struct sha256 *d)
{
    return hex_of(a, d->bytes, sizeof d->bytes);
}

const char *sha256_hex_of(struct arena *a, const char *text)
{
    struct sha256 d = sha256_of(text, strlen(text));
    return sha256_hex(a, &d);
}

const char *sha1_hex_of(struct arena *a, const char *text)
{
    unsigned char bytes[20];
    must(EVP_Digest(text, strlen(text), bytes, NULL, EVP_sha1(), NULL) == 1, "SHA-1");
    return hex_of(a, bytes, sizeof bytes);
}

struct err *random_bytes(void *out, size_t n)
{
    if (n > INT_MAX || RAND_bytes(out, (int)n) != 1)
        return err_new(ERR_FILE, "the system gives no random bytes");
    return NULL;
}

void wipe(void *p, size_t n)
{
    OPENSSL_cleanse(p, n);
}
