#ifndef ROUTE_SOCKETS_H
#define ROUTE_SOCKETS_H

#include "provisioner/base/base.h"

/*
 * The network and the clock as checks see them: sockets that never block, and one wait for all of them. The real one is
 * the system's; a test's is a network in memory on a virtual clock. Failures are errno values. Nothing is called back.
 */

struct address {
    bool six; /* IPv6 */
    uint8_t ip[16];
    uint16_t port;
};

/* "192.0.2.1", "2001:db8::1"; no name is looked up. */
bool address_read(const char *text, uint16_t port, struct address *ret);
bool address_equal(const struct address *a, const struct address *b); /* of the host; whatever the port */

enum { WAIT_READ = 1, WAIT_WRITE = 2 };

struct waiting {
    int fd;
    int wants, has; /* WAIT_...; a socket that failed has what it wants */
};

struct sockets {
    /* A TCP connection that is under way, or a UDP socket that takes answers from there only. Negative: -errno. */
    int (*open)(struct sockets *, bool stream, const struct address *);
    int (*connected)(struct sockets *, int fd); /* once it can be written to: 0, or why not */
    /* How many bytes; -EAGAIN: none now; other negatives: -errno. recv gives 0 at the end. */
    long (*send)(struct sockets *, int fd, const void *bytes, size_t n);
    long (*recv)(struct sockets *, int fd, void *bytes, size_t n);
    void (*close)(struct sockets *, int fd);
    /* Until one of them has what it wants, `until_us` has come, or a signal came in; how many have. */
    size_t (*wait)(struct sockets *, struct waiting *all, size_t n, int64_t until_us);
    int64_t (*now_us)(struct sockets *); /* since boot, sleep included */
    uint16_t (*chance)(struct sockets *);
};

struct sockets sockets_real(void);

#endif
