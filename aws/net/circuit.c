#include "aws/net/circuit.h"

static void begin(struct circuit *c, int64_t now)
{
    c->since = now;
    c->probing = false;
}

void circuit_sent(struct circuit *c, int64_t now)
{
    if (!c->doubt || (!c->flying && now - c->failed_at > CIRCUIT_STALE_MS))
        begin(c, now);
    c->doubt = true;
    c->flying++;
}

void circuit_answered(struct circuit *c, int64_t now)
{
    c->flying--;
    c->dark = false;
    c->doubt = c->flying > 0;
    begin(c, now);
}

void circuit_failed(struct circuit *c, int64_t now)
{
    c->flying--;
    c->failed_at = now;
}

int64_t circuit_due(const struct circuit *c)
{
    int64_t verdict = c->probed_at + CIRCUIT_ANSWER_MS;
    if (c->dark)
        return c->next_probe_at;
    if (!c->doubt)
        return INT64_MAX;
    if (!c->probing)
        return c->since + CIRCUIT_QUIET_MS;
    return c->next_probe_at < verdict ? c->next_probe_at : verdict;
}

static enum circuit_wants probe(struct circuit *c, int64_t now)
{
    c->next_probe_at = now + (c->dark ? CIRCUIT_DARK_MS : CIRCUIT_AGAIN_MS);
    if (!c->probing)
        c->probed_at = now;
    c->probing = true;
    return CIRCUIT_PROBE;
}

enum circuit_wants circuit_look(struct circuit *c, int64_t now)
{
    int64_t due = circuit_due(c);
    if (due > now)
        return CIRCUIT_NOTHING;
    if (c->dark)
        return probe(c, now);
    if (now - due > CIRCUIT_SLEPT_MS) {
        begin(c, now);
        return CIRCUIT_NOTHING;
    }
    if (!c->probing || now < c->probed_at + CIRCUIT_ANSWER_MS)
        return probe(c, now);
    c->dark = true;
    c->next_probe_at = now + CIRCUIT_DARK_MS;
    return CIRCUIT_GIVE_UP;
}
