#include "provisioner/route/choose.h"

/* How much the last check counts; below which share of successes a server is left; what is slow, and no longer slow, as
 * a share of a check's time; how much faster another has to be to be worth a move. */
static const double weight = 0.2, too_few = 0.55, slow = 0.5, slow_no_more = 0.25, much_faster = 0.75;

/* A failure this many holds after it came back is a new one; how far holds grow. */
enum { SOON = 4, LONGEST_HOLD = 32 };

struct route_rules route_rules(int64_t interval_us)
{
    const int64_t second = 1000000;
    return (struct route_rules){
        .interval_us = interval_us,
        .timeout_us = interval_us / 5 < second ? interval_us / 5 : second,
        .recheck_us = interval_us / 25 < second / 5 ? interval_us / 25 : second / 5,
        .fail_after = 2,
        .back_after = 3,
        .hold_us = 6 * interval_us,
    };
}

/* ---- one server -------------------------------------------------------------------------------------------------- */

static int64_t next_hold(const struct server *s, const struct route_rules *r, int64_t now_us)
{
    bool soon = s->hold_us && now_us - s->back_us < SOON * s->hold_us;
    int64_t longest = LONGEST_HOLD * r->hold_us, twice = 2 * s->hold_us;
    return !soon ? r->hold_us : twice < longest ? twice : longest;
}

static enum server_is failing(struct server *s, const struct route_rules *r, int64_t now_us)
{
    if (s->is == SERVER_DOWN || (s->failures < r->fail_after && s->good >= too_few))
        return s->is;
    s->hold_us = next_hold(s, r, now_us);
    return SERVER_DOWN;
}

static enum server_is up_or_slow(const struct server *s, const struct route_rules *r)
{
    double limit = (s->is == SERVER_SLOW ? slow_no_more : slow) * (double)r->timeout_us;
    return s->latency_us > limit ? SERVER_SLOW : SERVER_UP;
}

static enum server_is working(struct server *s, const struct route_rules *r, int64_t now_us)
{
    if (s->is != SERVER_DOWN)
        return up_or_slow(s, r);
    if (s->successes < r->back_after || now_us - s->failed_us < s->hold_us)
        return SERVER_DOWN;
    s->back_us = now_us;
    return up_or_slow(s, r);
}

bool server_note(struct server *s, const struct route_rules *r, bool ok, int64_t took_us, int64_t now_us)
{
    enum server_is before = s->is;
    double took = (double)took_us;
    s->good = s->checks ? s->good + weight * ((ok ? 1 : 0) - s->good) : 1;
    s->checks++;
    s->failed += !ok;
    s->failures = ok ? 0 : s->failures + 1;
    s->successes = ok ? s->successes + 1 : 0;
    if (ok)
        s->latency_us = s->latency_us > 0 ? s->latency_us + weight * (took - s->latency_us) : took;
    else
        s->failed_us = now_us;
    s->is = ok ? working(s, r, now_us) : failing(s, r, now_us);
    return s->is != before;
}

int64_t server_next_check(const struct server *s, const struct route_rules *r, bool in_use, bool last_ok,
                          int64_t began_us, int64_t now_us)
{
    if (!last_ok && s->is != SERVER_DOWN)
        return now_us + r->recheck_us;
    int64_t next = began_us + (in_use ? r->interval_us / 2 : r->interval_us);
    return next > now_us ? next : now_us;
}

/* ---- among several ----------------------------------------------------------------------------------------------- */

/* Unknown is worse than slow, and better than down. */
static int health_of(const struct candidate *c)
{
    switch (c->is) {
    case SERVER_UP: return 0;
    case SERVER_SLOW: return 1;
    case SERVER_UNKNOWN: return 2;
    case SERVER_DOWN: break;
    }
    return 3;
}

/* Below 0: a is better; whatever is known of speed left out. */
static int compare(const struct candidate *a, const struct candidate *b)
{
    int by_health = health_of(a) - health_of(b);
    return by_health ? by_health : (int)b->local - (int)a->local;
}

static bool is_better(const struct candidate *a, const struct candidate *b)
{
    int how = compare(a, b);
    return how < 0 || (how == 0 && a->latency_us > 0 && (b->latency_us <= 0 || a->latency_us < b->latency_us));
}

int choose(const struct candidate *all, int n, int before, int64_t moved_us, const struct route_rules *r,
           int64_t now_us)
{
    int best = NO_CHOICE;
    for (int i = 0; i < n; i++)
        if (best == NO_CHOICE || is_better(&all[i], &all[best]))
            best = i;
    if (before == NO_CHOICE || before >= n || best == NO_CHOICE)
        return best;
    if (all[best].is == SERVER_DOWN)
        return before;
    bool same_kind = compare(&all[best], &all[before]) == 0;
    bool worth_it = all[best].latency_us < much_faster * all[before].latency_us && now_us - moved_us >= r->hold_us;
    return same_kind && !worth_it ? before : best;
}
