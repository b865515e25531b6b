#include "aws/api/pricing.h"
#include "aws/api/savingsplans.h"
#include "provisioner/base/file.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/costing.h"
#include "provisioner/cost/plans.h"
#include "provisioner/exec/reading.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PERCENT = 50 };

/* ---- asking AWS -------------------------------------------------------------------------------------------------- */

/* Where the price list is kept; each of them has the prices of all regions. Source: botocore's endpoints. */
static const char *list_region(const struct session *s)
{
    static const char known[] = "us-east-1 eu-central-1 ap-south-1";
    const char *own = s->cli->host->env(s->cli->host->env_ctx, "AWS_REGION");
    return own && has_word(known, own) ? own : "us-east-1";
}

static void nothing(struct reading *r)
{
    (void)r;
}

static size_t count_queries(void)
{
    size_t n = 0;
    while (price_queries[n].service)
        n++;
    return n;
}

static struct err *take_all(struct refresh *r, struct arena *a, const struct reading *readings, size_t n,
                            const char *region)
{
    for (size_t i = 0; i < n; i++) {
        const struct reading *one = &readings[i];
        const struct price_query *q = one->owner;
        if (!q)
            continue;
        if (one->call.end != CALL_OK)
            return call_error(&one->call);
        TRY_CTX(refresh_take(r, a, q, region, value_get(one->answer, "PriceList")), "%s%s%s", q->service,
                region ? " in " : "", region ? region : "");
    }
    return NULL;
}

/* All questions about a region, or about what is the same everywhere (NULL), at once. Lists are long: they go as soon
 * as the prices are taken from them. */
static struct err *ask_about(struct session *s, struct refresh *r, const char *region)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t n = count_queries();
    struct reading *readings = arena_alloc(a, n * sizeof *readings);
    for (size_t i = 0; i < n; i++) {
        const struct price_query *q = &price_queries[i];
        if ((q->place != NULL) != (region != NULL))
            continue;
        readings[i] = (struct reading){.op = &pricing_GetProducts,
                                       .region = list_region(s),
                                       .in = refresh_request(a, q, region),
                                       .done = nothing,
                                       .owner = (void *)q};
        reading_start(s->client, a, &readings[i]);
    }
    reading_run(s->client);
    return take_all(r, a, readings, n, region);
}

static void add_region(const char **all, size_t *n, const char *region)
{
    for (size_t i = 0; i < *n; i++)
        if (str_eq(all[i], region))
            return;
    all[(*n)++] = region;
}

/* Those of the command line, else those of the book; each once. */
static const char **regions_asked(const struct session *s, const struct price_book *b)
{
    const struct texts *w = &s->cli->opt.words;
    const char **all = arena_alloc(s->a, (b->n + w->n + 1) * sizeof *all);
    size_t n = 0;
    for (size_t i = 1; i < w->n; i++)
        add_region(all, &n, w->items[i]);
    for (size_t i = 0; i < b->n && w->n == 1; i++)
        if (!str_eq(b->prices[i].region, "global"))
            add_region(all, &n, b->prices[i].region);
    return all;
}

static struct err *take_plans(struct refresh *r, struct arena *a, const struct reading *readings, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (readings[i].call.end != CALL_OK)
            return call_error(&readings[i].call);
        TRY_CTX(plans_take(r, a, readings[i].owner, value_get(readings[i].answer, "searchResults")), "%s",
                (const char *)readings[i].owner);
    }
    return NULL;
}

/* Last of all, and what fails here is only told: the price list does without the permission that this takes. */
static void ask_about_plans(struct session *s, struct refresh *r, const char *const *regions)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t most = 0, n = 0;
    while (regions[most])
        most++;
    struct reading *readings = arena_alloc(a, (most + 1) * sizeof *readings);
    note("asking AWS for the rates of savings plans");
    for (; *regions; regions++) {
        const struct value *in = plans_request(a, r, *regions);
        if (!in)
            continue;
        readings[n] = (struct reading){.op = &savingsplans_DescribeSavingsPlansOfferingRates,
                                       .region = "us-east-1", /* what their one endpoint is signed for */
                                       .in = in,
                                       .done = nothing,
                                       .owner = (void *)*regions};
        reading_start(s->client, a, &readings[n++]);
    }
    reading_run(s->client);
    struct err *e = take_plans(r, a, readings, n);
    r->no_plans = e != NULL;
    if (e)
        note("%s: %s", refresh_no_plans, screen_safe(a, err_text(e)));
    err_free(e);
}

static struct err *ask(struct session *s, struct refresh *r, const char *const *regions)
{
    TRY(session_connect(s));
    note("asking AWS's price list: what is the same everywhere");
    TRY(ask_about(s, r, NULL));
    for (const char *const *p = regions; *p; p++) {
        if (!region_name_valid(*p))
            return err_new(ERR_USAGE, "\"%s\" is not the name of a region; regions look like ap-northeast-1", *p);
        note("asking AWS's price list: %s", *p);
        TRY(ask_about(s, r, *p));
    }
    ask_about_plans(s, r, regions);
    return NULL;
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const char *const ends[] = {
    [REFRESH_SAME] = "same", [REFRESH_CHANGED] = "changed", [REFRESH_ADDED] = "added", [REFRESH_KEPT] = "kept"};

static size_t count_of(const struct refresh *r, enum refresh_end end)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->items[i].end == end;
    return n;
}

/* "+2.2%". */
static const char *moved_by(struct arena *a, struct decimal old, struct decimal now)
{
    struct decimal by = decimal_sub(now, old), percent = {0};
    if (!old.units)
        return "new";
    percent = (struct decimal){.units = by.units * 100 * 1000 / old.units * 1000000000};
    return arena_printf(a, "%s%s%%", percent.units < 0 ? "" : "+", decimal_text(a, percent, 1));
}

static void put_moved(struct sbuf *out, const struct refreshed *i, unsigned width)
{
    struct arena *a = out->arena;
    const char *now = decimal_text(a, i->price.price, -1);
    const char *how = i->old ? arena_printf(a, "%s -> %s (%s)", decimal_text(a, i->old->price, -1), now,
                                            moved_by(a, i->old->price, i->price.price))
                             : arena_printf(a, "%s per %s", now, i->price.unit);
    sbuf_puts(out, "  ");
    screen_wrap(
        out, screen_safe(a, arena_printf(a, "%s, %s, %s: %s", i->price.service, i->price.region, i->price.what, how)),
        2, 4, width);
    sbuf_putc(out, '\n');
}

static void put_those(struct sbuf *out, const struct refresh *r, enum refresh_end end, const char *title,
                      unsigned width)
{
    if (count_of(r, end))
        sbuf_printf(out, "\n%s\n", title);
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].end == end)
            put_moved(out, &r->items[i], width);
}

/* Many are kept for one reason; one that AWS has, and that was not believed, is named. */
struct kept {
    const char *service, *region, *why, *oldest, *what;
    size_t n;
};

static size_t kept_groups(const struct refresh *r, struct kept *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct refreshed *item = &r->items[i];
        size_t at = 0;
        if (item->end != REFRESH_KEPT || str_eq(item->why, refresh_not_asked))
            continue;
        const char *day = item->old ? item->old->as_of : "";
        while (at < n && !(str_eq(ret[at].service, item->price.service) && str_eq(ret[at].region, item->price.region) &&
                           str_eq(ret[at].why, item->why)))
            at++;
        if (at == n)
            ret[n++] = (struct kept){item->price.service, item->price.region, item->why, day, item->price.what, 0};
        ret[at].n++;
        if (strcmp(day, ret[at].oldest) < 0)
            ret[at].oldest = day;
    }
    return n;
}

static void put_kept(struct sbuf *out, const struct refresh *r, unsigned width)
{
    struct arena *a = out->arena;
    struct kept *all = arena_alloc(a, (r->n + 1) * sizeof *all);
    size_t n = kept_groups(r, all);
    if (n)
        sbuf_puts(out, "\nNot refreshed\n");
    for (size_t i = 0; i < n; i++) {
        const struct kept *k = &all[i];
        const char *what = k->n == 1 ? arena_printf(a, ", %s", k->what) : arena_printf(a, ": %zu prices", k->n);
        const char *day = !*k->oldest ? "" : arena_printf(a, ", of %s%s", k->oldest, k->n > 1 ? " and later" : "");
        const char *line = arena_printf(a, "%s, %s%s%s: %s", k->service, k->region, what, day, k->why);
        sbuf_puts(out, "  ");
        screen_wrap(out, screen_safe(a, line), 2, 4, width);
        sbuf_putc(out, '\n');
    }
}

static void tell_people(const struct session *s, const struct refresh *r, const char *path)
{
    struct sbuf out = {.arena = s->a};
    put_those(&out, r, REFRESH_CHANGED, "Changed", s->cli->width);
    put_those(&out, r, REFRESH_ADDED, "New", s->cli->width);
    put_kept(&out, r, s->cli->width);
    sbuf_printf(&out, "\n%zu prices as before, %zu changed, %zu new, %zu kept with their old day; %s%s\n",
                count_of(r, REFRESH_SAME), count_of(r, REFRESH_CHANGED), count_of(r, REFRESH_ADDED),
                count_of(r, REFRESH_KEPT), path ? "written to " : "nothing is written",
                path ? screen_safe(s->a, path) : "");
    out_text(sbuf_str(&out));
}

static const struct value *as_json(struct arena *a, const struct refreshed *i)
{
    struct value *v = value_map(a);
    const struct price *after = i->end == REFRESH_KEPT && i->old ? i->old : &i->price;
    value_set_str(a, v, "service", i->price.service);
    value_set_str(a, v, "region", i->price.region);
    value_set_str(a, v, "what", i->price.what);
    value_set_str(a, v, "unit", i->price.unit);
    value_set_str(a, v, "result", ends[i->end]);
    value_set(a, v, "before", i->old ? value_dec(a, decimal_text(a, i->old->price, -1)) : NULL);
    value_set(a, v, "after", value_dec(a, decimal_text(a, after->price, -1)));
    value_set_str(a, v, "why", i->why);
    return v;
}

static void tell_programs(const struct session *s, const struct refresh *r, const char *path)
{
    struct arena *a = s->a;
    struct sbuf out = {.arena = a};
    struct value *v = value_map(a), *prices = value_list(a), *summary = value_map(a);
    for (size_t i = 0; i < COUNT(ends); i++)
        value_set(a, summary, ends[i], value_int(a, (int64_t)count_of(r, (enum refresh_end)i)));
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].end != REFRESH_KEPT || r->items[i].old)
            value_push(a, prices, as_json(a, &r->items[i]));
    value_set_str(a, v, "format_version", "1");
    value_set_str(a, v, "file", path);
    value_set(a, v, "summary", summary);
    value_set(a, v, "prices", prices);
    value_print(&out, v, 0);
    sbuf_putc(&out, '\n');
    out_text(sbuf_str(&out));
}

/* ---- update ------------------------------------------------------------------------------------------------------ */

static struct err *nothing_found(const struct refresh *r)
{
    return count_of(r, REFRESH_KEPT) < r->n
               ? NULL
               : err_new(ERR_REMOTE, "AWS's price list has none of these prices; the price book stays as it was");
}

static struct err *write_book(struct session *s, const struct price_book *b, const char *path)
{
    struct sbuf text = {.arena = s->a};
    book_print(&text, b);
    return file_write(path, sbuf_str(&text), text.len, 0644);
}

static struct err *update(struct session *s)
{
    const struct options *o = &s->cli->opt;
    const char *path = o->dry_run ? NULL : o->out ? o->out : o->prices;
    struct price_book old, book;
    if (!path && !o->dry_run)
        return err_new(ERR_USAGE, "prices update: say where to write them: --out FILE, or --prices FILE to bring that "
                                  "one up to date; --dry-run only shows what changes");
    TRY(costing_book(s, &old));
    struct refresh r = {.a = s->a,
                        .old = &old,
                        .today = session_now(s, "%Y-%m-%d"),
                        .most_percent = o->max_change ? o->max_change : MOST_PERCENT,
                        .more = o->add.items};
    const char **regions = regions_asked(s, &old);
    refresh_begin(&r);
    TRY(ask(s, &r, regions));
    refresh_finish(&r, regions, &book);
    TRY(nothing_found(&r));
    if (path)
        TRY(write_book(s, &book, path));
    (o->json ? tell_programs : tell_people)(s, &r, path);
    return NULL;
}

/* ---- show and check ---------------------------------------------------------------------------------------------- */

static bool is_meant(const struct price *p, const struct texts *w)
{
    bool meant = w->n == 1;
    for (size_t i = 1; i < w->n; i++)
        meant |=
            str_eq(w->items[i], p->region) || strcasestr(p->service, w->items[i]) || glob_match(w->items[i], p->what);
    return meant;
}

static void put_price(struct sbuf *out, const struct price_book *b, const struct price *p, unsigned width)
{
    struct arena *a = out->arena;
    screen_wrap(out,
                screen_safe(a, arena_printf(a, "%s, %s, %s: $%s per %s, of %s, %s; %s", p->service, p->region, p->what,
                                            decimal_text(a, p->price, -1), p->unit, p->as_of, p->confidence,
                                            b->sources[p->source - 1])),
                0, 4, width);
    sbuf_putc(out, '\n');
}

static const struct value *price_json(struct arena *a, const struct price_book *b, const struct price *p)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "service", p->service);
    value_set_str(a, v, "region", p->region);
    value_set_str(a, v, "what", p->what);
    value_set_str(a, v, "unit", p->unit);
    value_set(a, v, "price", value_dec(a, decimal_text(a, p->price, -1)));
    value_set_str(a, v, "as_of", p->as_of);
    value_set_str(a, v, "confidence", p->confidence);
    value_set_str(a, v, "source", b->sources[p->source - 1]);
    return v;
}

static struct err *show(struct session *s)
{
    const struct options *o = &s->cli->opt;
    struct sbuf out = {.arena = s->a};
    struct value *all = value_list(s->a), *v = value_map(s->a);
    struct price_book b;
    TRY(costing_book(s, &b));
    for (size_t i = 0; i < b.n; i++) {
        if (!is_meant(&b.prices[i], &o->words))
            continue;
        value_push(s->a, all, price_json(s->a, &b, &b.prices[i]));
        if (!o->json)
            put_price(&out, &b, &b.prices[i], s->cli->width);
    }
    if (!value_len(all))
        return err_new(ERR_INPUT,
                       "the price book has no such price; `provisioner prices show '*NAME*'` looks for a name");
    if (o->json) {
        value_set_str(s->a, v, "format_version", "1");
        value_set(s->a, v, "prices", all);
        value_print(&out, v, 0);
        sbuf_putc(&out, '\n');
    }
    out_text(sbuf_str(&out));
    return NULL;
}

static struct err *check(struct session *s)
{
    struct price_book b;
    size_t old = 0, n = 0;
    const char *today = session_now(s, "%Y-%m-%d");
    TRY(costing_book(s, &b));
    for (size_t i = 0; i < b.n; i++) {
        bool meant = is_meant(&b.prices[i], &s->cli->opt.words);
        n += meant;
        old += meant && price_is_old(&b.prices[i], today);
    }
    if (old)
        return err_new(
            ERR_STALE,
            "%zu of %zu prices are older than a year, or of an unknown day: `provisioner prices update` asks "
            "AWS for them",
            old, n);
    note("%zu prices, none older than a year", n);
    return NULL;
}

static const struct subcommand {
    const char *name;
    struct err *(*run)(struct session *s);
} subcommands[] = {{"update", update}, {"show", show}, {"check", check}};

static struct err *run_subcommand(struct session *s)
{
    const char *name = s->cli->opt.words.items[0];
    for (size_t i = 0; i < COUNT(subcommands); i++)
        if (str_eq(subcommands[i].name, name))
            return subcommands[i].run(s);
    return err_new(ERR_USAGE, "prices: \"%s\" is none of update, show, check", name);
}

struct err *cmd_prices(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = run_subcommand(&s);
    session_end(&s);
    return e;
}
