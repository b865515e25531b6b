#include "provisioner/cost/offer.h"

#include "provisioner/model/json.h"

#include <string.h>

enum { LONGEST = 1024 * 1024, HIGHEST = 10000000, HOURS_OF_YEAR = 8760 };

/* Names of others' are cut, since they go into messages. */
#define SHOWN "%.60s"

/* ---- its parts --------------------------------------------------------------------------------------------------- */

static struct err *wrong(const char *sku, const char *why)
{
    return err_new(ERR_WIRE, "product " SHOWN " of the price list: %s", *sku ? sku : "without a name", why);
}

static bool all_texts(const struct value *map)
{
    for (size_t i = 0; i < value_len(map); i++)
        if (value_kind(value_item(map, i)) != V_STR)
            return false;
    return value_kind(map) == V_MAP;
}

/* It goes into a book, which has a price a line, and tabs in it. */
static const char *one_line(struct arena *a, const char *text)
{
    return arena_strndup(a, text, strcspn(text, "\t\n\r"));
}

struct err *offer_parse(struct arena *a, const char *text, struct offer *ret)
{
    const struct value *v;
    size_t n = strnlen(text, LONGEST + 1);
    if (n > LONGEST)
        return wrong("", "it is longer than a megabyte");
    TRY_CTX(json_parse(a, text, n, JSON_PLAIN, &v), "the price list holds something that is no JSON");
    const struct value *product = value_get(v, "product");
    *ret = (struct offer){.sku = value_get_str(product, "sku"),
                          .service = value_get_str(v, "serviceCode"),
                          .family = value_get_str(product, "productFamily"),
                          .attributes = value_get(product, "attributes"),
                          .version = one_line(a, value_get_str(v, "version")),
                          .terms = value_get(v, "terms")};
    if (!*ret->sku)
        return wrong("", "it has no SKU");
    if (!all_texts(ret->attributes))
        return wrong(ret->sku, "its attributes are no map of texts");
    return value_kind(ret->terms) == V_MAP ? NULL : wrong(ret->sku, "it has no terms");
}

/* ---- one price --------------------------------------------------------------------------------------------------- */

/* Zeros that say nothing may go beyond the digits that count here. */
static bool amount(struct arena *a, const char *text, struct decimal *ret)
{
    size_t n = strlen(text);
    if (strchr(text, '.'))
        while (n && text[n - 1] == '0')
            n--;
    n -= n && text[n - 1] == '.';
    return n && decimal_parse(arena_strndup(a, text, n), ret);
}

struct err *offer_amount(struct arena *a, const char *text, struct decimal *ret)
{
    if (!amount(a, text, ret))
        return err_new(ERR_WIRE, "\"" SHOWN "\" is no price", text);
    if (ret->units < 0)
        return err_new(ERR_WIRE, "a price of " SHOWN " is below zero", text);
    return decimal_compare(*ret, decimal_of(HIGHEST)) > 0
               ? err_new(ERR_WIRE, "a price of " SHOWN " is beyond all reason", text)
               : NULL;
}

static struct err *read_dimension(struct arena *a, const struct offer *o, const struct value *d,
                                  struct offer_price *ret)
{
    const struct value *in = value_get(d, "pricePerUnit"), *usd = value_get(in, "USD");
    *ret = (struct offer_price){.unit = value_get_str(d, "unit"), .rate = value_get_str(d, "rateCode")};
    if (!*ret->unit)
        return wrong(o->sku, "a price of it has no unit");
    if (!usd && value_len(in))
        return wrong(o->sku, arena_printf(a, "it is priced in " SHOWN ", and not in USD", value_key(in, 0)));
    if (value_kind(usd) != V_STR)
        return wrong(o->sku, arena_printf(a, "\"" SHOWN "\" is no price", value_text(a, usd)));
    TRY_CTX(offer_amount(a, value_str_of(usd), &ret->price), "product " SHOWN " of the price list", o->sku);
    return NULL;
}

/* The dimensions of all terms of a kind, "OnDemand" has one term. */
static const struct value *term_at(const struct offer *o, const char *kind, size_t i)
{
    return value_item(value_get(o->terms, kind), i);
}

/* ---- on demand --------------------------------------------------------------------------------------------------- */

static bool begins_at(struct arena *a, const struct value *dimension, const char *from)
{
    struct decimal is, wanted;
    return amount(a, value_get_str(dimension, "beginRange"), &is) && decimal_parse(from, &wanted) &&
           decimal_compare(is, wanted) == 0;
}

/* Whether this one takes the other's place: a price does that of what is free at first. */
static struct err *choose(const struct offer *o, size_t *n, const struct offer_price *one, struct offer_price *best)
{
    if (!*n || !best->price.units) {
        *best = *one;
        ++*n;
        return NULL;
    }
    return !one->price.units
               ? NULL
               : err_new(ERR_CONFLICT, "product " SHOWN " has a price for each of several amounts", o->sku);
}

struct err *offer_on_demand(struct arena *a, const struct offer *o, const char *from, struct offer_price *ret)
{
    struct offer_price one, best = {0};
    size_t n = 0;
    if (value_len(value_get(o->terms, "OnDemand")) > 1)
        return err_new(ERR_CONFLICT, "product " SHOWN " is sold on demand in several ways", o->sku);
    const struct value *all = value_get(term_at(o, "OnDemand", 0), "priceDimensions");
    for (size_t i = 0; i < value_len(all); i++) {
        TRY(read_dimension(a, o, value_item(all, i), &one));
        if (!from || begins_at(a, value_item(all, i), from))
            TRY(choose(o, &n, &one, &best));
    }
    if (!n)
        return err_new(ERR_MISSING, "product " SHOWN " has no price on demand%s%s", o->sku,
                       from ? " from an amount of " : "", from ? from : "");
    *ret = best;
    return NULL;
}

/* ---- bought ahead ------------------------------------------------------------------------------------------------ */

/* In the order in which they are taken. */
static const char *const options[] = {"No Upfront", "Partial Upfront", "All Upfront"};

static size_t rank_of(const struct value *term, int years)
{
    const struct value *words = value_get(term, "termAttributes");
    const char *class = value_get_str(words, "OfferingClass");
    bool fits = str_eq(value_get_str(words, "LeaseContractLength"), years == 1 ? "1yr" : "3yr") &&
                (!*class || str_eq(class, "standard"));
    for (size_t i = 0; fits && i < COUNT(options); i++)
        if (str_eq(value_get_str(words, "PurchaseOption"), options[i]))
            return i;
    return COUNT(options);
}

static struct err *an_hour_of(struct arena *a, const struct offer *o, const struct value *term, int years,
                              struct offer_price *ret)
{
    const struct value *all = value_get(term, "priceDimensions");
    struct offer_price one;
    struct decimal sum = {0};
    for (size_t i = 0; i < value_len(all); i++) {
        TRY(read_dimension(a, o, value_item(all, i), &one));
        bool at_once = str_eq(one.unit, "Quantity");
        sum = decimal_add(sum, at_once ? decimal_share(one.price, years * HOURS_OF_YEAR) : one.price);
        if (!at_once || !ret->unit)
            *ret = one;
    }
    ret->price = sum;
    if (!ret->unit || str_eq(ret->unit, "Quantity"))
        return wrong(o->sku, "what is bought ahead has no price by the hour");
    return NULL;
}

struct err *offer_ahead(struct arena *a, const struct offer *o, int years, struct offer_price *ret)
{
    const struct value *best = NULL, *t;
    struct offer_price found = {0};
    size_t rank = COUNT(options);
    for (size_t i = 0; (t = term_at(o, "Reserved", i)); i++)
        if (rank_of(t, years) < rank) {
            rank = rank_of(t, years);
            best = t;
        }
    if (rank == COUNT(options))
        return err_new(ERR_MISSING, "product " SHOWN " is not sold for %d year%s", o->sku, years, years > 1 ? "s" : "");
    TRY(an_hour_of(a, o, best, years, &found));
    found.option = options[rank];
    *ret = found;
    return NULL;
}
