#include "provisioner/model/json.h"
#include "provisioner/route/endpoints.h"
#include "provisioner/route/names.h"
#include "provisioner/route/talk.h"

#include <stdlib.h>
#include <string.h>

/* What servers that a router asks may answer. The first byte says whose answer it is, the second where it is cut: an
 * answer that comes in two parts must not be misread, who says no has a reason, and who hangs up has said all. */

enum { STAGES = 3, DNS = 27, TEXTS = 30, ALL = 32 };

static const struct greeting *greeting_of(unsigned n)
{
    static const char *const names[] = {"http", "postgres", "mysql", "redis", "kafka"};
    n %= COUNT(names) + 2;
    return n < COUNT(names) ? greeting_named(names[n]) : n == COUNT(names) ? &greeting_instance : &greeting_task;
}

static void must(bool so)
{
    if (!so)
        abort();
}

static enum heard hear(struct talk *t, size_t stage, const char *in, size_t n, bool end)
{
    char *exact = malloc(n + 1); /* of this size, so that nobody reads on unseen */
    memcpy(exact, in, n);
    exact[n] = '\0';
    enum heard heard = t->protocol->stages[stage].hear(t, exact, n, end);
    free(exact);
    must(heard != HEARD_NO || (t->why && *t->why));
    must(memchr(t->told, '\0', sizeof t->told) && memchr(t->kept, '\0', sizeof t->kept));
    return heard;
}

static void talk(const struct greeting *g, size_t stage, unsigned cut, const char *in, size_t n)
{
    struct talk t = {.protocol = g, .host = "h", .path = "/", .stage = stage};
    n = n < TALK_LONGEST - 1 ? n : TALK_LONGEST - 1;
    enum heard heard = hear(&t, stage, in, n * cut / 256, false);
    if (heard == HEARD_MORE)
        heard = hear(&t, stage, in, n, false);
    if (heard == HEARD_MORE)
        must(hear(&t, stage, in, n, true) != HEARD_MORE);
    char region[64];
    if (heard == HEARD_YES && (g == &greeting_instance || g == &greeting_task))
        must(region_of_zone(t.told, region) && str_eq(region, t.told));
}

static void dns(const char *in, size_t n)
{
    struct dns_answer a = {0};
    uint8_t *exact = malloc(n ? n : 1);
    memcpy(exact, in, n);
    enum dns_heard heard = dns_hear(exact, n, 0x1234, "db.tokyo", DNS_A, &a);
    free(exact);
    must((heard == DNS_FOUND) == (a.n > 0) && a.n <= MOST_ADDRESSES && a.n_aliases <= MOST_ALIASES);
    for (size_t i = 0; i < a.n_aliases; i++)
        must(strlen(a.aliases[i]) <= LONGEST_NAME);
}

static void texts(struct arena *a, const char *text, size_t n)
{
    struct resolver r = resolver_read(text, text);
    struct address at;
    const struct value *doc = NULL;
    struct endpoints endpoints;
    must(r.n >= 1 && r.n <= MOST_SERVERS);
    (void)hosts_find(text, "db", &at);
    (void)region_of_token(a, text);
    CLEANUP(err_freep) struct err *e = json_parse(a, text, n, JSON_PLAIN, &doc);
    if (e)
        return;
    CLEANUP(err_freep) struct err *refused = endpoints_read(a, doc, &endpoints);
    for (size_t i = 0; !refused && i < endpoints.n; i++)
        must(endpoints.all[i].n >= 1 && endpoints.all[i].n <= MOST_PLACES && endpoints.all[i].protocol);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 2)
        return 0;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *in = (const char *)data + 2;
    unsigned whose = data[0] % ALL;
    n -= 2;
    if (whose >= TEXTS) {
        texts(a, arena_strndup(a, in, n), strlen(arena_strndup(a, in, n)));
    } else if (whose >= DNS) {
        dns(in, n);
    } else {
        const struct greeting *g = greeting_of(whose / STAGES);
        if (whose % STAGES < g->n)
            talk(g, whose % STAGES, data[1], in, n);
    }
    return 0;
}
