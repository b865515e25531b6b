#include "aws/net/circuit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NEVER = 0, EVENTS = 8, END_MS = 60 * 1000 };

/* What happens by itself, beside the questions: 's'ent, 'a'nswered, 'f'ailed. */
struct happening {
    int64_t at;
    char what;
};

/* Each question is answered after so many milliseconds, the next one the next; none is, from the first NEVER on. */
static const struct {
    const char *what;
    struct happening happenings[EVENTS];
    int64_t answers_after[EVENTS];
    int64_t dark_at; /* NEVER: it does not become so */
} cases[] = {
    /* clang-format off */
    {"silence",                                {{0, 's'}},                         {NEVER},                    7000},
    {"all fails at once",                      {{0, 's'}, {10, 'f'}},              {NEVER},                    7000},
    {"one call late, somebody else there",     {{0, 's'}, {59000, 'a'}},           {50, 50, 50, 50, 50, 50, 50, 50}, NEVER},
    {"one call late and the first question",   {{0, 's'}, {6500, 'a'}},            {50000, 50, 50, 50},        NEVER},
    {"one call late, all questions but one",   {{0, 's'}, {9000, 'a'}},            {50000, 50000, 50000, 900, 50, 50}, NEVER},
    {"slow questions, which overlap",          {{0, 's'}, {9000, 'a'}},            {3900, 5000, 5000, 5000, 5000, 5000}, NEVER},
    {"an answer of anybody's begins it anew",  {{0, 's'}, {1, 's'}, {2500, 'a'}},  {NEVER},                    9500},
    {"answered in time",                       {{0, 's'}, {2900, 'a'}},            {NEVER},                    NEVER},
    /* clang-format on */
};

struct asking {
    int64_t due[END_MS / CIRCUIT_AGAIN_MS]; /* NEVER: is not answered */
    size_t n;
};

static void ask(struct asking *q, const int64_t *answers_after, int64_t now)
{
    size_t i = 0;
    while (i < q->n && i + 1 < EVENTS && answers_after[i] != NEVER)
        i++;
    q->due[q->n++] = answers_after[i] == NEVER ? NEVER : now + answers_after[i];
}

static void hear(struct circuit *c, struct asking *q, int64_t now)
{
    for (size_t i = 0; i < q->n; i++) {
        if (q->due[i] != now || now == NEVER)
            continue;
        q->due[i] = NEVER;
        circuit_answered(c, now);
    }
}

static void happen(struct circuit *c, const struct happening *all, int64_t now)
{
    for (const struct happening *h = all; h->what; h++) {
        if (h->at != now)
            continue;
        switch (h->what) {
        case 's': circuit_sent(c, now); break;
        case 'a': circuit_answered(c, now); break;
        default: circuit_failed(c, now); break;
        }
    }
}

/* When it has become dark; NEVER: not until the last that happens by itself, or a while after it. */
static int64_t run(const struct happening *all, const int64_t *answers_after)
{
    struct circuit c = {0};
    struct asking q = {.n = 0};
    int64_t last = 0;
    for (const struct happening *h = all; h->what; h++)
        last = h->at;
    for (int64_t now = 0; now < last + CIRCUIT_QUIET_MS + 2 * CIRCUIT_ANSWER_MS; now++) {
        happen(&c, all, now);
        hear(&c, &q, now);
        switch (circuit_look(&c, now)) {
        case CIRCUIT_GIVE_UP: return now;
        case CIRCUIT_PROBE:
            circuit_sent(&c, now);
            ask(&q, answers_after, now);
            break;
        case CIRCUIT_NOTHING: break;
        }
    }
    return NEVER;
}

static void what_is_silent_is_dark_in_seven_seconds_and_what_is_slow_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t dark_at = run(cases[i].happenings, cases[i].answers_after);
        if (dark_at != cases[i].dark_at)
            fail_msg("%s: dark at %lld", cases[i].what, (long long)dark_at);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_silent_is_dark_in_seven_seconds_and_what_is_slow_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
