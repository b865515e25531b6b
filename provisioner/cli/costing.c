#include "provisioner/cli/costing.h"

#include "provisioner/base/file.h"
#include "provisioner/base/screen.h"

#include <string.h>
#include <time.h>

static const struct value *usage_of(void *ctx, const char *alias)
{
    const struct session *s = ctx;
    const struct spec_region *r = spec_region(s->spec, alias);
    return value_get(r ? r->config : s->spec->regions[s->spec->primary].config, "usage");
}

static struct err *day_asked_for(const struct session *s, const char **ret)
{
    struct tm day = {0};
    const char *asked = s->cli->opt.at, *end = asked ? strptime(asked, "%Y-%m-%d", &day) : NULL;
    if (asked && (!end || *end || strlen(asked) != 10))
        return err_new(ERR_USAGE, "--at: \"%s\" is no day such as 2026-12-31", asked);
    *ret = asked ? asked : session_now(s, "%Y-%m-%d");
    return NULL;
}

static struct cost_things after_it(const struct session *s)
{
    return s->plan ? cost_things_planned(s->a, s->plan, s->state) : cost_things_wanted(s->a, &s->wanted);
}

struct err *costing_book(const struct session *s, struct price_book *ret)
{
    enum { LONGEST = 16 * 1024 * 1024 };
    const char *path = s->cli->opt.prices, *text;
    size_t n;
    if (!path)
        return book_builtin(s->a, ret);
    TRY_CTX(file_read(s->a, path, LONGEST, &text, &n), "--prices");
    return book_parse(s->a, path, text, n, ret);
}

struct err *costing(struct session *s, struct cost_report *ret)
{
    struct arena *a = s->a;
    struct price_book *book = arena_alloc(a, sizeof *book);
    struct estimate *before = arena_alloc(a, sizeof *before), *after = arena_alloc(a, sizeof *after);
    struct cost_things *things = arena_alloc(a, 2 * sizeof *things);
    struct cost_basis basis = {.book = book, .usage = usage_of, .usage_ctx = s};
    TRY(costing_book(s, book));
    TRY(day_asked_for(s, &basis.today));
    things[0] = cost_things_made(a, s->state);
    things[1] = after_it(s);
    cost_estimate(a, &things[0], &basis, before);
    cost_estimate(a, &things[1], &basis, after);
    *ret = (struct cost_report){before, after, book, basis.today};
    return NULL;
}

void costing_say(struct sbuf *out, const struct session *s, const struct cost_report *r)
{
    static const char label[] = "Cost: ";
    if (plan_is_empty(s->plan))
        return;
    sbuf_puts(out, label);
    screen_wrap(out, cost_brief(s->a, r), sizeof label - 1, sizeof label - 1, s->cli->width);
    sbuf_putc(out, '\n');
    cost_differences(out, r);
}

static struct err *check(struct arena *a, const char *option, const char *limit, struct decimal is, const char *what)
{
    struct decimal most;
    if (!limit)
        return NULL;
    if (!decimal_parse(limit, &most))
        return err_new(ERR_USAGE, "--%s: \"%s\" is no amount such as 1500 or 99.50", option, limit);
    if (!is.nan && decimal_compare(is, most) <= 0)
        return NULL;
    return err_new(ERR_REFUSED, "%s $%s a month, and --%s allows $%s", what, decimal_text(a, is, 2), option, limit);
}

struct err *costing_check(const struct session *s, const struct cost_report *r)
{
    const struct options *o = &s->cli->opt;
    struct decimal more = decimal_sub(r->after->total, r->before->total);
    TRY(check(s->a, "max-monthly", o->max_monthly, r->after->total, "this would cost"));
    return check(s->a, "max-increase", o->max_increase, more, "this would cost more than now by");
}
