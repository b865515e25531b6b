#ifndef ROUTE_NAMES_H
#define ROUTE_NAMES_H

#include "provisioner/route/sockets.h"

/*
 * Names to addresses without blocking: questions and answers of DNS (RFC 1035) as bytes, and the two files that say
 * where to look, as text. A writer endpoint's chain of aliases is kept: it tells who writes.
 */

enum { MOST_SERVERS = 3, MOST_ADDRESSES = 8, MOST_ALIASES = 8, LONGEST_NAME = 255, DNS_LONGEST = 1232 };
enum dns_type { DNS_A = 1, DNS_AAAA = 28 };

struct dns_answer {
    size_t n, n_aliases;
    struct address at[MOST_ADDRESSES]; /* without a port */
    char aliases[MOST_ALIASES][LONGEST_NAME + 1];
};

struct resolver {
    size_t n;
    struct address servers[MOST_SERVERS];
    const char *hosts; /* what is in /etc/hosts; NULL: nothing */
};

/* What resolv.conf says; 127.0.0.1 where it names nobody, as its manual page has it. */
struct resolver resolver_read(const char *resolv_conf, const char *hosts);
/* In the text of /etc/hosts; false: it is not there. */
bool hosts_find(const char *hosts, const char *name, struct address *ret);

/* 0: no name that DNS knows how to ask for. */
size_t dns_ask(uint8_t out[DNS_LONGEST], uint16_t id, const char *name, enum dns_type type);

enum dns_heard {
    DNS_NOT_OURS, /* no answer to this question */
    DNS_FOUND,
    DNS_NOTHING, /* the name is there, and has no address of this type */
    DNS_NO_NAME, /* there is no such name */
    DNS_FAILED,  /* the server could not say */
};
/* Fills in *ret where it was found; aliases also where the end of the chain has no address. */
enum dns_heard dns_hear(const uint8_t *bytes, size_t n, uint16_t id, const char *name, enum dns_type type,
                        struct dns_answer *ret);

#endif
