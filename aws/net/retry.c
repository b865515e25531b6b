#include "aws/net/retry.h"

#include "aws/net/client.h"

#include <string.h>

/*
 * Codes and what they mean, from the retry tables of botocore (retries/standard.py, _retry.json) and of the Go SDK.
 * LimitExceededException is in those tables as a throttle; among the services used here it is a quota more often.
 */
/* clang-format off */
static const struct {
    enum fault_kind kind;
    const char *codes;
} kinds[] = {
    {FAULT_THROTTLE, "Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException "
                     "TooManyRequestsException ProvisionedThroughputExceededException TransactionInProgressException "
                     "RequestLimitExceeded BandwidthLimitExceeded SlowDown PriorRequestNotComplete "
                     "EC2ThrottledException APICallRateForCustomerExceeded"},
    {FAULT_QUOTA,    "LimitExceededException"},
    {FAULT_BROKEN,   "RequestTimeout RequestTimeoutException InternalFailure InternalError InternalServiceError "
                     "InternalServerException ServiceFailure ServiceUnavailable ServiceUnavailableException "
                     "KMSInternalException IDPCommunicationError"},
    {FAULT_EXPIRED,  "ExpiredToken ExpiredTokenException RequestExpired TokenRefreshRequired"},
    {FAULT_CLOCK,    "RequestTimeTooSkewed RequestInTheFuture InvalidSignatureException SignatureDoesNotMatch "
                     "AuthFailure"},
};
/* clang-format on */

static const char denied_codes[] = "AccessDenied AccessDeniedException UnauthorizedOperation UnauthorizedException "
                                   "NotAuthorized AuthorizationError Forbidden OptInRequired RegionDisabledException "
                                   "SubscriptionRequiredException";

static const char *code_of(const struct fault *f)
{
    return f && f->code ? f->code : "";
}

enum fault_kind fault_kind_of(const struct fault *f)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (has_word(kinds[i].codes, code_of(f)))
            return kinds[i].kind;
    if (f->status == 429 || f->status == 509)
        return FAULT_THROTTLE;
    /* what is not implemented (an emulator's 501) will not be when it is asked again */
    return f->status >= 500 && f->status != 501 ? FAULT_BROKEN : FAULT_FINAL;
}

bool fault_is_throttle(const struct fault *f)
{
    return fault_kind_of(f) == FAULT_THROTTLE;
}

bool fault_is_transient(const struct fault *f)
{
    return fault_kind_of(f) == FAULT_BROKEN;
}

bool fault_is_expired_credentials(const struct fault *f)
{
    return fault_kind_of(f) == FAULT_EXPIRED;
}

bool fault_is_denied(const struct fault *f)
{
    return has_word(denied_codes, code_of(f));
}

/* ---- delays ------------------------------------------------------------------------------------------------------ */

uint64_t jitter_next(struct jitter *j)
{
    uint64_t z = j->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t retry_delay_ms(struct jitter *j, unsigned attempts)
{
    enum { BASE_MS = 500, CAP_MS = 20000 };
    int64_t most = BASE_MS;
    for (unsigned i = 1; i < attempts && most < CAP_MS; i++)
        most *= 2;
    if (most > CAP_MS)
        most = CAP_MS;
    return (int64_t)(jitter_next(j) % ((uint64_t)most + 1));
}

static int64_t header_number(const struct http_headers *h, const char *name)
{
    int64_t n = 0;
    const char *text = http_header(h, name);
    return text && parse_int(text, &n) && n > 0 ? n : 0;
}

int64_t retry_asked_ms(const struct http_headers *answer, int64_t delay)
{
    enum { MOST_S = 60, MOST_MORE_MS = 5000 };
    int64_t ms = header_number(answer, "x-amz-retry-after"), s = header_number(answer, "Retry-After");
    int64_t asked = s ? (s < MOST_S ? s : MOST_S) * 1000 : ms < delay + MOST_MORE_MS ? ms : delay + MOST_MORE_MS;
    return asked > delay ? asked : delay;
}

/* ---- budget ------------------------------------------------------------------------------------------------------ */

bool retry_budget_take(struct retry_budget *b)
{
    if (b->spent + RETRY_COST > RETRY_BUDGET)
        return false;
    b->spent += RETRY_COST;
    return true;
}

void retry_budget_succeeded(struct retry_budget *b, unsigned retries)
{
    int64_t back = retries ? (int64_t)retries * RETRY_COST : 1;
    b->spent = back < b->spent ? b->spent - (int)back : 0;
}

/* ---- rate -------------------------------------------------------------------------------------------------------- */

/* botocore retries/throttling.py and retries/bucket.py. */
static const double SLOW_DOWN = 0.7, GROWTH = 0.4, SMOOTHING = 0.8, WINDOW = 0.5, SLOWEST = 0.5;

/* Between 0 and a few thousand: Newton's steps from above fall monotonically. */
static double cube_root(double x)
{
    double r = x > 1 ? x : 1;
    for (int i = 0; x > 0 && i < 60; i++)
        r -= (r * r * r - x) / (3 * r * r);
    return x > 0 ? r : 0;
}

static void measure(struct limiter *l, double now)
{
    l->window_calls++;
    double passed = now - l->window_began;
    if (passed < WINDOW)
        return;
    l->measured = SMOOTHING * l->window_calls / passed + (1 - SMOOTHING) * l->measured;
    l->window_calls = 0;
    l->window_began = now;
}

static void fill(struct limiter *l, double now)
{
    double most = l->rate > 1 ? l->rate : 1;
    l->tokens += (now - l->filled_at) * l->rate;
    if (l->tokens > most)
        l->tokens = most;
    l->filled_at = now;
}

double limiter_ask(struct limiter *l, double now)
{
    if (l->on) {
        fill(l, now);
        if (l->tokens < 1)
            return (1 - l->tokens) / l->rate;
        l->tokens -= 1;
    }
    measure(l, now);
    return 0;
}

/* The smoothed rate, or that of the window that is still open: a burst is over before its window is. */
static double rate_now(const struct limiter *l, double now)
{
    double passed = now - l->window_began;
    double open = l->window_calls / (passed > WINDOW ? passed : WINDOW);
    return open > l->measured ? open : l->measured;
}

static double slowed(struct limiter *l, double now)
{
    double rate = rate_now(l, now);
    l->ceiling = l->on && l->rate < rate ? l->rate : rate;
    l->throttled_at = now;
    return l->ceiling * SLOW_DOWN;
}

static double recovered(const struct limiter *l, double now)
{
    double back = cube_root(l->ceiling * (1 - SLOW_DOWN) / GROWTH); /* seconds until the ceiling is reached again */
    double x = now - l->throttled_at - back;
    double rate = GROWTH * x * x * x + l->ceiling, most = 2 * rate_now(l, now);
    return rate < most ? rate : most;
}

void limiter_answered(struct limiter *l, double now, bool throttled)
{
    if (!throttled && !l->on)
        return;
    /* calls sent in one burst are throttled together: that is one reason to slow down, not forty */
    if (throttled && l->on && now - l->throttled_at < WINDOW)
        return;
    if (l->on)
        fill(l, now);
    double rate = throttled ? slowed(l, now) : recovered(l, now);
    l->rate = rate > SLOWEST ? rate : SLOWEST;
    if (!l->on)
        l->filled_at = now;
    l->on = true;
}
