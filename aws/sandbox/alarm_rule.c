#include "aws/sandbox/alarm_rule.h"

#include <ctype.h>
#include <string.h>

enum { DEEPEST = 50 /* parentheses */ };

struct parser {
    struct arena *a;
    const char *at, *problem;
    struct value *names;
    alarm_state *state;
    void *ctx;
    unsigned depth;
};

static bool wrong(struct parser *p, const char *why)
{
    if (!p->problem)
        p->problem = arena_printf(p->a, "%s at \"%.40s\"", why, p->at);
    return false;
}

static void skip(struct parser *p)
{
    while (isspace((unsigned char)*p->at))
        p->at++;
}

static bool take(struct parser *p, char c)
{
    skip(p);
    if (*p->at != c)
        return false;
    p->at++;
    return true;
}

/* The word at hand, not taken yet. */
static const char *word_here(struct parser *p)
{
    skip(p);
    return arena_strndup(p->a, p->at, strspn(p->at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"));
}

static bool take_word(struct parser *p, const char *word)
{
    const char *here = word_here(p);
    if (!str_eq_nocase(here, word))
        return false;
    p->at += strlen(here);
    return true;
}

/* "quoted", with \" and \\ in it, or plain up to what ends it. */
static const char *name(struct parser *p)
{
    struct sbuf out = {.arena = p->a};
    if (!take(p, '"')) {
        size_t n = strcspn(p->at, " \t\r\n,()\"");
        p->at += n;
        return arena_strndup(p->a, p->at - n, n);
    }
    while (*p->at && *p->at != '"') {
        p->at += p->at[0] == '\\' && p->at[1];
        sbuf_putc(&out, *p->at++);
    }
    if (!take(p, '"'))
        wrong(p, "a name without an end");
    return sbuf_str(&out);
}

static bool is_state(struct parser *p, const char *alarm, const char *state)
{
    if (!*alarm)
        return wrong(p, "a name is missing");
    if (!is_list_of(p->names, alarm))
        value_push(p->a, p->names, value_str(p->a, alarm));
    return p->state && str_eq(p->state(p->ctx, alarm), state);
}

static bool state_of(struct parser *p, const char *state)
{
    if (!take(p, '('))
        return wrong(p, "an opening parenthesis is missing");
    bool is = is_state(p, name(p), state);
    return (take(p, ')') || wrong(p, "a closing parenthesis is missing")) && is;
}

static const char *state_word(struct parser *p)
{
    static const char *const states[] = {"INSUFFICIENT_DATA", "ALARM", "OK"};
    for (size_t i = 0; i < COUNT(states); i++)
        if (take_word(p, states[i]))
            return states[i];
    return NULL;
}

/* AT_LEAST(2, ALARM, (a, b)), behind its name. */
static bool at_least(struct parser *p)
{
    size_t in_it = 0, all = 0, least = 0, digits;
    const char *state = NULL;
    if (!take(p, '('))
        return wrong(p, "an opening parenthesis is missing");
    skip(p);
    digits = strspn(p->at, "0123456789");
    for (size_t i = 0; i < digits && i < 4; i++)
        least = least * 10 + (size_t)(p->at[i] - '0');
    p->at += digits;
    bool percent = take(p, '%');
    if (!digits || !take(p, ',') || !(state = state_word(p)) || !take(p, ',') || !take(p, '('))
        return wrong(p, "AT_LEAST takes a number, a state and a list of alarms");
    do {
        in_it += is_state(p, name(p), state);
        all++;
    } while (!p->problem && take(p, ','));
    if (!take(p, ')') || !take(p, ')')) /* NOLINT(misc-redundant-expression): each takes one */
        return wrong(p, "a closing parenthesis is missing");
    return percent ? in_it * 100 >= least * all : in_it >= least;
}

static bool either(struct parser *p);

static bool term(struct parser *p)
{
    const char *state;
    if (take_word(p, "NOT"))
        return !term(p) && !p->problem;
    if (take_word(p, "TRUE"))
        return true;
    if (take_word(p, "FALSE"))
        return false;
    if (take_word(p, "AT_LEAST"))
        return at_least(p);
    if ((state = state_word(p)))
        return state_of(p, state);
    if (!take(p, '('))
        return wrong(p, "an alarm's state is missing");
    if (++p->depth > DEEPEST)
        return wrong(p, "too deep");
    bool holds = either(p);
    p->depth--;
    return (take(p, ')') || wrong(p, "a closing parenthesis is missing")) && holds;
}

static bool both(struct parser *p)
{
    bool holds = term(p);
    while (!p->problem && take_word(p, "AND"))
        holds = term(p) && holds;
    return holds;
}

static bool either(struct parser *p)
{
    bool holds = both(p);
    while (!p->problem && take_word(p, "OR"))
        holds = both(p) || holds;
    return holds;
}

static bool run(struct parser *p)
{
    bool holds = either(p);
    skip(p);
    return (!*p->at || wrong(p, "something follows")) && holds;
}

struct value *alarm_rule_names(struct arena *a, const char *rule, const char **ret_problem)
{
    struct parser p = {.a = a, .at = rule, .names = value_list(a)};
    run(&p);
    *ret_problem = p.problem;
    return p.problem ? NULL : p.names;
}

bool alarm_rule_holds(struct arena *a, const char *rule, alarm_state *state, void *ctx)
{
    struct parser p = {.a = a, .at = rule, .names = value_list(a), .state = state, .ctx = ctx};
    bool holds = run(&p);
    return !p.problem && holds;
}
