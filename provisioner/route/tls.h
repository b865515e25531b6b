#ifndef ROUTE_TLS_H
#define ROUTE_TLS_H

#include "provisioner/base/base.h"

/*
 * TLS of a client between bytes and bytes; it knows no socket. Who is at the other end is not checked: nothing
 * secret is said to it, and certificates of databases are signed by authorities that no system trusts by itself.
 */

struct tls_maker; /* what all connections share */
struct tls_maker *tls_maker_new(void) NEVER_NULL;
void tls_maker_free(struct tls_maker *m);

struct tls;
struct tls *tls_new(struct tls_maker *m, const char *host) NEVER_NULL; /* a host that is an address is not named */
void tls_free(struct tls *t);                                          /* NULL is fine */

void tls_took(struct tls *t, const void *bytes, size_t n); /* came from the other end */
size_t tls_gives(struct tls *t, void *bytes, size_t most); /* is to go there */

enum tls_is { TLS_SHAKING, TLS_UP, TLS_FAILED, TLS_WANTS_OURS /* a certificate of ours: somebody is there, then */ };
enum tls_is tls_shake(struct tls *t);
/* Once it is up. How many bytes; 0: none now; -1: it is over; -2: it is, since it wants a certificate of ours. */
long tls_read(struct tls *t, void *bytes, size_t most);
void tls_write(struct tls *t, const void *bytes, size_t n);

#endif
