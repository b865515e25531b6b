#include "provisioner/route/tls.h"

#include "provisioner/route/sockets.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

struct tls_maker {
    SSL_CTX *ctx;
};

struct tls {
    SSL *ssl;
    BIO *in, *out; /* ssl's own */
};

struct tls_maker *tls_maker_new(void)
{
    struct tls_maker *m = must_alloc(sizeof *m);
    m->ctx = must_have(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_verify(m->ctx, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_mode(m->ctx, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(m->ctx, SSL_SESS_CACHE_OFF);
    return m;
}

void tls_maker_free(struct tls_maker *m)
{
    SSL_CTX_free(m->ctx);
    free_wiped(m);
}

struct tls *tls_new(struct tls_maker *m, const char *host)
{
    struct address at;
    struct tls *t = must_alloc(sizeof *t);
    t->ssl = must_have(SSL_new(m->ctx));
    t->in = must_have(BIO_new(BIO_s_mem()));
    t->out = must_have(BIO_new(BIO_s_mem()));
    SSL_set_bio(t->ssl, t->in, t->out);
    SSL_set_connect_state(t->ssl);
    if (!address_read(host, 0, &at))
        (void)SSL_set_tlsext_host_name(t->ssl, host);
    return t;
}

void tls_free(struct tls *t)
{
    if (!t)
        return;
    SSL_free(t->ssl);
    free_wiped(t);
}

void tls_took(struct tls *t, const void *bytes, size_t n)
{
    (void)BIO_write(t->in, bytes, n < INT_MAX ? (int)n : INT_MAX);
}

size_t tls_gives(struct tls *t, void *bytes, size_t most)
{
    int n = BIO_read(t->out, bytes, most < INT_MAX ? (int)most : INT_MAX);
    return n > 0 ? (size_t)n : 0;
}

static bool wants_more(const struct tls *t, int ret)
{
    int why = SSL_get_error(t->ssl, ret);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
}

/* The other end's last word, if it was that it wants to know who we are. */
static bool wants_ours(void)
{
    unsigned long e = ERR_peek_last_error();
    int reason = ERR_GET_LIB(e) == ERR_LIB_SSL ? ERR_GET_REASON(e) : 0;
    ERR_clear_error();
    return reason == SSL_AD_REASON_OFFSET + SSL_AD_CERTIFICATE_REQUIRED ||
           reason == SSL_AD_REASON_OFFSET + SSL_AD_BAD_CERTIFICATE ||
           reason == SSL_AD_REASON_OFFSET + SSL_AD_HANDSHAKE_FAILURE;
}

enum tls_is tls_shake(struct tls *t)
{
    ERR_clear_error();
    int ret = SSL_do_handshake(t->ssl);
    if (ret == 1)
        return TLS_UP;
    if (wants_more(t, ret))
        return TLS_SHAKING;
    return wants_ours() ? TLS_WANTS_OURS : TLS_FAILED;
}

long tls_read(struct tls *t, void *bytes, size_t most)
{
    ERR_clear_error();
    int ret = SSL_read(t->ssl, bytes, most < INT_MAX ? (int)most : INT_MAX);
    if (ret > 0)
        return ret;
    if (wants_more(t, ret))
        return 0;
    return wants_ours() ? -2 : -1;
}

void tls_write(struct tls *t, const void *bytes, size_t n)
{
    ERR_clear_error();
    (void)SSL_write(t->ssl, bytes, n < INT_MAX ? (int)n : INT_MAX);
}
