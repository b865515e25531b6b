#ifndef AWS_NET_RETRY_H
#define AWS_NET_RETRY_H

#include "aws/wire/codec.h"

/*
 * When to try again, and when not to: what a fault means, how long to wait, how many retries are worth it, how fast to
 * send. Pure arithmetic on what is handed in: no clock, no system randomness, no memory of its own. Times are seconds
 * of the caller's clock; delays are milliseconds.
 */

/* What a no from the service says about the next attempt. */
enum fault_kind {
    FAULT_FINAL,    /* the same request will get the same answer */
    FAULT_THROTTLE, /* took no effect, later it may */
    FAULT_QUOTA,    /* LimitExceededException: a throttle in some services, a quota in most. Took no effect */
    FAULT_BROKEN,   /* 5xx and their like: may have taken effect */
    FAULT_EXPIRED,  /* the credentials: took no effect */
    FAULT_CLOCK,    /* perhaps our clock, if the answer's Date says so too: took no effect */
};

enum fault_kind fault_kind_of(const struct fault *f);

/* splitmix64: the same seed, the same delays. */
struct jitter {
    uint64_t state;
};

uint64_t jitter_next(struct jitter *j);
/* Anything from 0 to min(20 s, 0.5 s * 2^(attempts - 1)), after `attempts` (from 1 on) that failed: full jitter. */
int64_t retry_delay_ms(struct jitter *j, unsigned attempts);

/* That delay, or the longer one that an answer asks for: Retry-After in seconds, up to a minute; x-amz-retry-after in
 * milliseconds, as the SDKs take it, up to five seconds more than the delay. */
int64_t retry_asked_ms(const struct http_headers *answer, int64_t delay);

/* Retries that a service in a region is worth while it does not recover. */
struct retry_budget {
    int spent; /* of RETRY_BUDGET tokens; 0 is full */
};

enum { RETRY_BUDGET = 500, RETRY_COST = 5 };

bool retry_budget_take(struct retry_budget *b);                        /* false: nothing left, give up */
void retry_budget_succeeded(struct retry_budget *b, unsigned retries); /* of the call that went well at last */

/*
 * How many calls a second: the SDKs' adaptive mode (CUBIC). Off until the first throttle; that halts the growth at 0.7
 * of the rate that was measured, a cubic curve leads back to it and, after a while, beyond. {0} is a fresh one.
 */
struct limiter {
    bool on;
    double measured, window_began; /* calls a second, smoothed over half-second windows */
    unsigned window_calls;
    double rate, tokens, filled_at;
    double ceiling, throttled_at; /* the rate before the last throttle, and its time */
};

/* May a call go now? If so it is counted, and 0 returned; else the seconds after which to ask again. */
double limiter_ask(struct limiter *l, double now);
void limiter_answered(struct limiter *l, double now, bool throttled);

#endif
