#include "provisioner/base/base.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const char *base64_encode(struct arena *a, const void *data, size_t n)
{
    const unsigned char *in = data;
    char *text = arena_alloc(a, (n + 2) / 3 * 4 + 1), *out = text;
    for (size_t i = 0; i < n; i += 3, out += 4) {
        size_t left = n - i;
        unsigned bits = (unsigned)in[i] << 16 | (left > 1 ? (unsigned)in[i + 1] << 8 : 0) | (left > 2 ? in[i + 2] : 0);
        out[0] = digits[bits >> 18];
        out[1] = digits[bits >> 12 & 63];
        out[2] = left > 1 ? digits[bits >> 6 & 63] : '=';
        out[3] = left > 2 ? digits[bits & 63] : '=';
    }
    return text;
}

const char *base64_decode(struct arena *a, const char *text, size_t *ret_len)
{
    char *data = arena_alloc(a, strlen(text) / 4 * 3 + 4);
    size_t n = 0;
    unsigned bits = 0, held = 0;
    for (const char *digit; *text && (digit = strchr(digits, *text)); text++) {
        bits = (bits << 6 | (unsigned)(digit - digits)) & 0xffffff;
        held += 6;
        if (held < 8)
            continue;
        held -= 8;
        data[n++] = (char)(bits >> held & 0xff);
    }
    if (ret_len)
        *ret_len = n;
    return data;
}
