#include "provisioner/route/router.h"

#include "provisioner/route/prober.h"

#include <stdlib.h>
#include <string.h>

/* Of one endpoint of the document; its servers lie in a row. */
struct watched {
    const struct target *of;
    size_t place;
    struct check check;
    struct server server;
    struct dns_answer names; /* as found last */
    const char *told;        /* "primary", "replica" or "" */
    int64_t due_us;
    bool running, last_ok;
};

/* All endpoints of a service that have a role. */
struct group {
    const char *service, *role;
    int choice; /* of the endpoints; NO_CHOICE */
    int64_t moved_us;
    uint64_t moves;
};

struct writer {
    const char *service;
    const char *alias, *by; /* NULL: nobody has seen it */
    const char *rumour;     /* another one that was seen once */
    int64_t seen_us;
};

/* What is read of a group; it is told when this is another. */
struct shown {
    int choice;
    uint32_t up; /* which of its hosts */
    const char *writer, *by;
};

struct router {
    struct arena *arena;
    struct router_request q;
    struct prober prober;
    struct watched *all;
    struct group *groups;
    struct writer *writers;
    struct shown *shown;
    size_t n_groups, n_writers;
    size_t *first; /* the first server of each endpoint */
    bool told;
};

/* ---- making ------------------------------------------------------------------------------------------------------ */

static struct group *group_of(struct router *r, const struct target *e)
{
    for (size_t i = 0; i < r->n_groups; i++)
        if (str_eq(r->groups[i].service, e->service) && str_eq(r->groups[i].role, e->role))
            return &r->groups[i];
    r->groups[r->n_groups] = (struct group){.service = e->service, .role = e->role, .choice = NO_CHOICE};
    return &r->groups[r->n_groups++];
}

static struct writer *writer_of(const struct router *r, const char *service)
{
    for (size_t i = 0; i < r->n_writers; i++)
        if (str_eq(r->writers[i].service, service))
            return &r->writers[i];
    return NULL;
}

/* As it was told when the state was made. */
static const char *recorded(const struct router *r, const char *service)
{
    const struct value *list = r->q.endpoints->writers;
    for (size_t i = 0; i < value_len(list); i++) {
        const char *alias = value_get_str(value_item(list, i), "alias");
        if (*alias && str_eq(value_get_str(value_item(list, i), "service"), service))
            return alias;
    }
    return NULL;
}

static void add_endpoint(struct router *r, size_t i, size_t *n)
{
    const struct target *e = &r->q.endpoints->all[i];
    group_of(r, e);
    if (str_eq(e->role, "write") && !writer_of(r, e->service)) {
        const char *alias = recorded(r, e->service);
        r->writers[r->n_writers++] =
            (struct writer){.service = e->service, .alias = alias, .by = alias ? "record" : NULL};
    }
    r->first[i] = *n;
    for (size_t k = 0; k < e->n; k++) {
        struct watched *w = &r->all[(*n)++];
        *w = (struct watched){.of = e, .place = k, .told = "", .due_us = INT64_MIN};
        w->check = (struct check){.protocol = e->protocol,
                                  .host = e->places[k].host,
                                  .path = e->path,
                                  .port = e->places[k].port,
                                  .timeout_us = r->q.rules.timeout_us,
                                  .owner = w};
    }
}

struct router *router_new(const struct router_request *q)
{
    struct arena *a = arena_new();
    struct router *r = arena_alloc(a, sizeof *r);
    size_t n = 0, most = q->endpoints->n + 1;
    *r = (struct router){.arena = a, .q = *q};
    r->all = arena_alloc(a, (q->endpoints->n_places + 1) * sizeof *r->all);
    r->groups = arena_alloc(a, most * sizeof *r->groups);
    r->writers = arena_alloc(a, most * sizeof *r->writers);
    r->shown = arena_alloc(a, most * sizeof *r->shown);
    r->first = arena_alloc(a, most * sizeof *r->first);
    for (size_t i = 0; i < q->endpoints->n; i++)
        add_endpoint(r, i, &n);
    prober_init(&r->prober, q->sockets, q->resolver);
    return r;
}

void router_free(struct router *r)
{
    if (!r)
        return;
    prober_end(&r->prober);
    arena_free(r->arena);
}

/* ---- endpoints --------------------------------------------------------------------------------------------------- */

static bool serves(enum server_is is)
{
    return is == SERVER_UP || is == SERVER_SLOW;
}

static bool is_global(const struct target *e)
{
    return str_eq(e->alias, "global");
}

static int rank(enum server_is is)
{
    return is == SERVER_UP ? 0 : is == SERVER_SLOW ? 1 : is == SERVER_UNKNOWN ? 2 : 3;
}

/* It is as well as the best of its servers. */
static struct candidate candidate_of(const struct router *r, size_t endpoint)
{
    const struct target *e = &r->q.endpoints->all[endpoint];
    struct candidate c = {.is = SERVER_DOWN, .local = r->q.region && str_eq(e->region, r->q.region)};
    for (size_t k = 0; k < e->n; k++) {
        const struct server *s = &r->all[r->first[endpoint] + k].server;
        bool same = rank(s->is) == rank(c.is);
        if (rank(s->is) < rank(c.is) || (same && (c.latency_us <= 0 || s->latency_us < c.latency_us)))
            c.latency_us = s->latency_us;
        if (rank(s->is) < rank(c.is))
            c.is = s->is;
    }
    return c;
}

static uint32_t up_of(const struct router *r, int endpoint)
{
    uint32_t up = 0;
    if (endpoint == NO_CHOICE)
        return 0;
    for (size_t k = 0; k < r->q.endpoints->all[endpoint].n; k++)
        up |= serves(r->all[r->first[endpoint] + k].server.is) ? 1u << k : 0;
    return up;
}

/* ---- who writes -------------------------------------------------------------------------------------------------- */

static bool in_group(const struct target *e, const char *service, const char *role)
{
    return str_eq(e->service, service) && str_eq(e->role, role);
}

/* The only one that says so itself. */
static const char *says_primary(const struct router *r, const char *service)
{
    const char *alias = NULL;
    for (size_t i = 0; i < r->q.endpoints->n_places; i++) {
        const struct watched *w = &r->all[i];
        if (!in_group(w->of, service, "write") || !str_eq(w->told, "primary") || is_global(w->of))
            continue;
        if (alias && !str_eq(alias, w->of->alias))
            return NULL;
        alias = w->of->alias;
    }
    return alias;
}

static bool leads_to(const struct watched *global, const struct watched *w)
{
    for (size_t i = 0; i < global->names.n_aliases; i++)
        if (str_eq_nocase(global->names.aliases[i], w->check.host))
            return true;
    for (size_t i = 0; i < global->names.n; i++)
        for (size_t k = 0; k < w->names.n; k++)
            if (address_equal(&global->names.at[i], &w->names.at[k]))
                return true;
    return false;
}

static const struct watched *global_of(const struct router *r, const char *service)
{
    for (size_t i = 0; i < r->q.endpoints->n_places; i++)
        if (in_group(r->all[i].of, service, "write") && is_global(r->all[i].of))
            return &r->all[i];
    return NULL;
}

/* The only region to which the name leads that follows the writer. */
static const char *led_to(const struct router *r, const char *service)
{
    const struct watched *global = global_of(r, service);
    const char *alias = NULL;
    for (size_t i = 0; global && i < r->q.endpoints->n_places; i++) {
        const struct watched *w = &r->all[i];
        if (!in_group(w->of, service, "write") || is_global(w->of) || !leads_to(global, w))
            continue;
        if (alias && !str_eq(alias, w->of->alias))
            return NULL;
        alias = w->of->alias;
    }
    return alias;
}

static void look_sooner(struct router *r, const char *service, int64_t now)
{
    int64_t due = now + r->q.rules.recheck_us;
    for (size_t i = 0; i < r->q.endpoints->n_places; i++)
        if (in_group(r->all[i].of, service, "write") && due < r->all[i].due_us)
            r->all[i].due_us = due;
}

/* Whether this check, and no earlier one, has seen it. */
static bool has_seen(const struct watched *w, const char *alias, const char *by)
{
    if (str_eq(by, "dns"))
        return is_global(w->of) && w->check.names.n;
    return str_eq(w->told, "primary") && str_eq(w->of->alias, alias);
}

/* False: somebody else seems to write, and it has to be seen once more. */
static bool observe(const struct router *r, const struct watched *checked, int64_t now)
{
    const char *service = checked->of->service;
    struct writer *w = writer_of(r, service);
    const char *alias = says_primary(r, service), *by = "server";
    if (!alias) {
        alias = led_to(r, service);
        by = "dns";
    }
    if (!w || !alias)
        return true;
    bool seen = has_seen(checked, alias, by), known = w->alias && !str_eq(w->by, "record");
    if (known && !seen)
        return true;
    if (known && !str_eq(w->alias, alias) && !str_eq(w->rumour, alias)) {
        w->rumour = alias;
        return false;
    }
    w->rumour = NULL;
    w->alias = alias;
    w->by = by;
    w->seen_us = now;
    return true;
}

/* ---- deciding ---------------------------------------------------------------------------------------------------- */

/* The one of that alias; alias NULL: the only one there is. */
static int write_endpoint(const struct router *r, const struct group *g, const char *alias)
{
    int found = NO_CHOICE, n = 0;
    for (size_t i = 0; i < r->q.endpoints->n; i++) {
        const struct target *e = &r->q.endpoints->all[i];
        if (!in_group(e, g->service, g->role) || (alias && !str_eq(e->alias, alias)))
            continue;
        found = (int)i;
        n++;
    }
    return n == 1 ? found : NO_CHOICE;
}

/* Who was seen to write; else the name that follows the writer; else who wrote when AWS was asked last. */
static int writing(const struct router *r, const struct group *g)
{
    const struct writer *w = writer_of(r, g->service);
    bool seen = w->alias && !str_eq(w->by, "record");
    const int in_order[] = {seen ? write_endpoint(r, g, w->alias) : NO_CHOICE, write_endpoint(r, g, "global"),
                            w->alias ? write_endpoint(r, g, w->alias) : NO_CHOICE, write_endpoint(r, g, NULL)};
    for (size_t i = 0; i < COUNT(in_order); i++)
        if (in_order[i] != NO_CHOICE)
            return in_order[i];
    return g->choice;
}

static int reading(const struct router *r, const struct group *g, int64_t now)
{
    struct candidate all[MOST_ENDPOINTS];
    int of[MOST_ENDPOINTS] = {0}, n = 0, before = NO_CHOICE;
    for (size_t i = 0; i < r->q.endpoints->n; i++) {
        if (!in_group(&r->q.endpoints->all[i], g->service, g->role))
            continue;
        before = r->told && g->choice == (int)i ? n : before; /* what was never told can change freely */
        of[n] = (int)i;
        all[n++] = candidate_of(r, i);
    }
    int best = choose(all, n, before, g->moved_us, &r->q.rules, now);
    return best == NO_CHOICE ? NO_CHOICE : of[best];
}

static void decide(struct router *r, int64_t now)
{
    for (size_t i = 0; i < r->n_groups; i++) {
        struct group *g = &r->groups[i];
        int choice = str_eq(g->role, "write") ? writing(r, g) : reading(r, g, now);
        if (choice == g->choice)
            continue;
        g->moves += g->choice != NO_CHOICE && r->told;
        g->choice = choice;
        g->moved_us = now;
    }
}

static struct shown shown_of(const struct router *r, const struct group *g)
{
    const struct writer *w = str_eq(g->role, "write") ? writer_of(r, g->service) : NULL;
    return (struct shown){g->choice, up_of(r, g->choice), w ? w->alias : NULL, w ? w->by : NULL};
}

static bool is_same(const struct shown *x, const struct shown *y)
{
    return x->choice == y->choice && x->up == y->up && str_eq(x->writer, y->writer) && str_eq(x->by, y->by);
}

static bool is_settled(const struct router *r)
{
    for (size_t i = 0; i < r->q.endpoints->n_places; i++)
        if (r->all[i].server.is == SERVER_UNKNOWN)
            return false;
    return true;
}

/* Whether what is read is another than what was told last. */
static bool has_news(struct router *r)
{
    bool news = !r->told;
    if (!r->told && !is_settled(r))
        return false;
    for (size_t i = 0; i < r->n_groups; i++) {
        struct shown s = shown_of(r, &r->groups[i]);
        news = news || !is_same(&s, &r->shown[i]);
        r->shown[i] = s;
    }
    r->told = true;
    return news;
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

static bool in_use(const struct router *r, const struct watched *w)
{
    if (is_global(w->of))
        return true;
    for (size_t i = 0; i < r->n_groups; i++)
        if (r->groups[i].choice != NO_CHOICE && &r->q.endpoints->all[r->groups[i].choice] == w->of)
            return true;
    return false;
}

static int64_t start_due(struct router *r, int64_t now, int64_t until_us)
{
    for (size_t i = 0; i < r->q.endpoints->n_places; i++) {
        struct watched *w = &r->all[i];
        if (w->running)
            continue;
        if (w->due_us <= now) {
            w->running = true;
            prober_start(&r->prober, &w->check);
        } else if (w->due_us < until_us) {
            until_us = w->due_us;
        }
    }
    return until_us;
}

static void note_check(struct router *r, struct check *c, int64_t now)
{
    struct watched *w = c->owner;
    w->running = false;
    w->last_ok = c->ok;
    w->told = c->ok && *c->talk.told == 'p' ? "primary" : c->ok && *c->talk.told == 'r' ? "replica" : "";
    if (c->names.n)
        w->names = c->names;
    server_note(&w->server, &r->q.rules, c->ok, c->took_us, now);
    bool sure = !str_eq(w->of->role, "write") || observe(r, w, now);
    decide(r, now);
    w->due_us = server_next_check(&w->server, &r->q.rules, in_use(r, w), c->ok, c->began_us, now);
    if (!sure)
        look_sooner(r, w->of->service, now);
}

bool router_run(struct router *r, int64_t until_us)
{
    struct sockets *s = r->q.sockets;
    while (!has_news(r)) {
        int64_t now = s->now_us(s);
        if (now >= until_us)
            return false;
        struct check *c = prober_poll(&r->prober, start_due(r, now, until_us));
        if (c)
            note_check(r, c, s->now_us(s));
    }
    return true;
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const char *place_text(struct arena *a, const struct place *p)
{
    return arena_printf(a, strchr(p->host, ':') ? "[%s]:%u" : "%s:%u", p->host, p->port);
}

/* Of several hosts those that serve; all, where none does. */
static const struct value *answer_of(struct arena *a, const struct router *r, int choice)
{
    const struct target *e = &r->q.endpoints->all[choice];
    uint32_t up = up_of(r, choice);
    struct value *v = value_map(a), *hosts = value_list(a);
    const struct place *first = e->places;
    for (size_t k = 0; k < e->n; k++) {
        if (up && !(up & 1u << k))
            continue;
        first = value_len(hosts) ? first : &e->places[k];
        value_push(a, hosts, value_str(a, place_text(a, &e->places[k])));
    }
    value_set_str(a, v, "alias", e->alias);
    value_set_str(a, v, "region", *e->region ? e->region : NULL);
    value_set(a, v, "healthy", value_bool(a, up != 0));
    value_set_str(a, v, "host", first->host);
    value_set(a, v, "port", value_int(a, first->port));
    value_set(a, v, "hosts", hosts);
    return v;
}

const struct value *router_report(struct arena *a, const struct router *r)
{
    struct value *v = value_map(a), *services = value_map(a);
    for (size_t i = 0; i < r->n_groups; i++) {
        const struct group *g = &r->groups[i];
        const struct writer *w = str_eq(g->role, "write") ? writer_of(r, g->service) : NULL;
        struct value *service = value_edit(a, value_get(services, g->service));
        if (g->choice != NO_CHOICE)
            value_set(a, service, g->role, answer_of(a, r, g->choice));
        if (w && w->alias) {
            struct value *writer = value_map(a);
            value_set_str(a, writer, "alias", w->alias);
            value_set_str(a, writer, "by", w->by);
            value_set(a, service, "writer", writer);
        }
        value_set(a, services, g->service, service);
    }
    value_set_str(a, v, "project", r->q.endpoints->project);
    value_set_str(a, v, "environment", r->q.endpoints->environment);
    value_set_str(a, v, "region", r->q.region);
    value_set(a, v, "services", services);
    return v;
}

static const char *word_of(enum server_is is)
{
    static const char *const words[] = {"unknown", "up", "slow", "down"};
    return words[is];
}

static const struct value *server_measures(struct arena *a, const struct watched *w)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "service", w->of->service);
    value_set_str(a, v, "role", w->of->role);
    value_set_str(a, v, "alias", w->of->alias);
    value_set_str(a, v, "protocol", w->of->protocol->name);
    value_set_str(a, v, "host", w->check.host);
    value_set(a, v, "port", value_int(a, w->check.port));
    value_set_str(a, v, "is", word_of(w->server.is));
    value_set(a, v, "latency_us", value_int(a, (int64_t)w->server.latency_us));
    value_set(a, v, "checks", value_int(a, (int64_t)w->server.checks));
    value_set(a, v, "failed", value_int(a, (int64_t)w->server.failed));
    if (!w->last_ok && w->server.checks && !w->running)
        value_set_str(a, v, "why",
                      w->check.errnum ? arena_printf(a, "%s: %s", w->check.why, strerror(w->check.errnum))
                                      : w->check.why);
    return v;
}

const struct value *router_measures(struct arena *a, const struct router *r)
{
    struct value *v = value_map(a), *servers = value_list(a), *choices = value_list(a), *writers = value_list(a);
    int64_t now = r->q.sockets->now_us(r->q.sockets);
    for (size_t i = 0; i < r->q.endpoints->n_places; i++)
        value_push(a, servers, server_measures(a, &r->all[i]));
    for (size_t i = 0; i < r->n_groups; i++) {
        const struct group *g = &r->groups[i];
        struct value *one = value_map(a);
        value_set_str(a, one, "service", g->service);
        value_set_str(a, one, "role", g->role);
        value_set_str(a, one, "alias", g->choice == NO_CHOICE ? NULL : r->q.endpoints->all[g->choice].alias);
        value_set(a, one, "moves", value_int(a, (int64_t)g->moves));
        value_push(a, choices, one);
    }
    for (size_t i = 0; i < r->n_writers; i++) {
        const struct writer *w = &r->writers[i];
        struct value *one = value_map(a);
        value_set_str(a, one, "service", w->service);
        value_set_str(a, one, "alias", w->alias);
        value_set_str(a, one, "by", w->by);
        value_set(a, one, "age_us", w->seen_us ? value_int(a, now - w->seen_us) : NULL);
        value_push(a, writers, one);
    }
    value_set(a, v, "servers", servers);
    value_set(a, v, "choices", choices);
    value_set(a, v, "writers", writers);
    return v;
}
