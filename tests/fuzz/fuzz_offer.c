#include "provisioner/cost/plans.h"
#include "provisioner/model/json.h"

#include <stdlib.h>
#include <string.h>

/* A price list of AWS's, a product a line, or rates of savings plans, in JSON: it is refused as a whole with a reason,
 * or the new book can be written and read again, and holds every price that the old one held. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
    if (!promise)
        abort();
}

static const char old_text[] =
    "@1\tsomebody\n"
    "AmazonRDS\tr1\tAurora PostgreSQL db.big Standard\tinstance-hour\t0.3\t2025-01\tverified\t1\n"
    "AmazonRDS\tr1\tAurora PostgreSQL I/O requests, Standard\tmillion-requests\t0.2\t2025-01\tverified\t1\n"
    "AmazonMSK\tr1\tkafka.m5.large broker\tbroker-hour\t0.2\tunknown\tderived\t1\n"
    "AmazonS3\tr1\tS3 Standard storage (next 450 TB)\tGB-month\t0.024\t2025-01\tverified\t1\n";

static const struct value *lines_of(struct arena *a, const char *text, size_t n)
{
    struct value *list = value_list(a);
    for (size_t len; n; text += len, n -= len) {
        const char *end = memchr(text, '\n', n);
        len = end ? (size_t)(end - text) + 1 : n;
        value_push(a, list, value_strn(a, text, len));
    }
    return list;
}

static bool take_all(struct arena *a, struct refresh *r, const struct value *list)
{
    for (const struct price_query *q = price_queries; q->service; q++) {
        CLEANUP(err_freep) struct err *e = refresh_take(r, a, q, "r1", list);
        must(!e || (err_class_of(e) == ERR_WIRE && *err_text(e)));
        if (e)
            return false;
    }
    return true;
}

/* As if the price list had told that the region sells this one. */
static bool take_rates(struct arena *a, struct refresh *r, const uint8_t *data, size_t size)
{
    const struct value *list;
    struct refreshed box = {
        .price = {.service = "AmazonEC2", .region = "r1", .what = "m1.big", .unit = "instance-hour", .as_of = r->today},
        .source = "list"};
    CLEANUP(err_freep) struct err *e = json_parse(a, (const char *)data, size, JSON_PLAIN, &list);
    if (e || value_kind(list) != V_LIST)
        return false;
    (void)decimal_parse("1", &box.price.price);
    refresh_add(r, 0, &box, "Hrs");
    must(plans_request(a, r, "r1") != NULL);
    e = plans_take(r, a, "r1", list);
    must(!e || (err_class_of(e) == ERR_WIRE && *err_text(e) && r->n == 1));
    return !e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const regions[] = {"r1", NULL}, *const everything[] = {"*", NULL};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct price_book old, book, again;
    must(!book_parse(a, "old", old_text, strlen(old_text), &old));
    struct refresh r = {.a = a, .old = &old, .today = "2026-11-22", .most_percent = 50, .more = everything};
    refresh_begin(&r);
    if (!take_rates(a, &r, data, size) && !take_all(a, &r, lines_of(a, (const char *)data, size)))
        return 0;
    refresh_finish(&r, regions, &book);
    struct sbuf text = {.arena = a};
    book_print(&text, &book);
    struct err *e = book_parse(a, "new", sbuf_str(&text), text.len, &again);
    must(!e && again.n == book.n);
    for (size_t i = 0; i < old.n; i++)
        must(book_find(&again, old.prices[i].service, old.prices[i].region, old.prices[i].what));
    return 0;
}
