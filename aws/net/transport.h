#ifndef AWS_NET_TRANSPORT_H
#define AWS_NET_TRANSPORT_H

#include "aws/wire/http.h"

/*
 * Carries whole HTTP exchanges, many at once, and owns the clock. Two exist: libcurl's multi interface on the real
 * clock, and the sandbox in process on a virtual one. Nothing is called back: finished exchanges are handed out by
 * poll, one at a time, in the order in which they finished.
 */

enum exchange_end {
    EX_PENDING,
    EX_ANSWERED, /* res is there, whatever its status */
    EX_NOT_SENT, /* nothing left the machine (name, connection, TLS): safe to repeat */
    EX_LOST,     /* it may have taken effect: cut, timed out, truncated, over the limit */
};

struct exchange {
    struct arena *arena; /* the caller's; the answer lives there. Must outlive the exchange */
    struct http_req req;
    bool fresh;         /* over a connection of its own: libcurl repeats a request by itself on a reused dead one */
    int64_t timeout_ms; /* for the whole exchange */
    int64_t
        sent_by_ms; /* of now_ms: it leaves by then or never, however long the process was stopped; 0: no such moment */
    bool long_answer;      /* up to OBJECT_LONGEST and ten times the time, while it comes; else 32 MiB are too much */
    void *owner;           /* the caller's */
    enum exchange_end end; /* from here on filled in by the transport */
    struct http_res res;
    const char *why; /* for people, when there is no answer */
    struct exchange *next;
};

struct transport {
    void (*start)(struct transport *, struct exchange *);
    /* The next finished exchange; NULL once `until_ms` has come, or `fd` (-1: none) is readable, or a signal came in.
     */
    struct exchange *(*poll)(struct transport *, int64_t until_ms, int fd);
    void (*cancel)(struct transport *, struct exchange *); /* it is never handed out again */
    int64_t (*now_ms)(struct transport *);                 /* since boot, sleep included; virtual in the sandbox */
    int64_t (*wall_ms)(struct transport *);                /* since 1970, for signatures and timestamps */
    void (*free)(struct transport *);
};

struct curl_options {
    const char *ca_bundle; /* NULL: the system's */
    const char *user_agent;
};

struct err *transport_curl(const struct curl_options *, struct transport **ret) NODISCARD;

#endif
