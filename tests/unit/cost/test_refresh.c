#include "provisioner/cost/offer.h"
#include "provisioner/cost/rows.h"
#include "tests/unit/cost/refreshing.h"

/* Answers of AWS's price list, in single quotes, and what becomes of a book by them. */

static const char book_text[] =
    "# a head\n# of two lines\n"
    "@1\tsomebody\n@2\tcomputed\n"
    "AmazonMSK\tr2\tkafka.m5.large broker\tbroker-hour\t0.2\tunknown\tverified\t1\n"
    "AmazonRDS\tr1\tAurora PostgreSQL I/O requests, Standard\tmillion-requests\t0.2\t2025-01\tverified\t1\n"
    "AmazonRDS\tr1\tAurora PostgreSQL db.big Standard\tinstance-hour\t0.3\t2025-01\tsingle-source\t1\n"
    "AmazonRDS\tr1\tnobody knows how to ask\tGB\t1\t2024-01\tverified\t1\n"
    "AmazonRDS\tr2\tAurora PostgreSQL db.big Standard\tinstance-hour\t0.4\t2025-01\tderived\t2\n"
    "AmazonS3\tr1\tS3 Standard storage (first 50 TB)\tGB-month\t0.025\t2025-01\tverified\t1\n"
    "AmazonS3\tr1\tS3 Standard storage (next 450 TB)\tGB-month\t0.024\t2025-01\tverified\t1\n";

static int set_up(void **state)
{
    (void)state;
    begin_with(book_text);
    return 0;
}

#define DIMENSION(unit, price)                                                                                         \
    "{'unit':'" unit "','rateCode':'S.T.R','beginRange':'0','pricePerUnit':{'USD':'" price "'}}"
#define PRODUCT(attributes, dimensions, ahead)                                                                         \
    "{'product':{'sku':'S','productFamily':'F','attributes':{" attributes "}},'serviceCode':'AmazonRDS',"              \
    "'version':'20261101','terms':{'OnDemand':{'S.T':{'priceDimensions':{" dimensions "}}}" ahead "}}"
#define BIG(unit, price)                                                                                               \
    PRODUCT("'usagetype':'APN1-InstanceUsage:db.big','instanceType':'db.big'", "'a':" DIMENSION(unit, price), "")

static const struct price_query *query_of(const char *service, const char *filters)
{
    for (const struct price_query *q = price_queries; q->service; q++)
        if (str_eq(q->service, service) && str_starts(q->filters, filters))
            return q;
    fail_msg("no such query: %s %s", service, filters);
    return NULL;
}

static struct err *take(const char *service, const char *filters, const char *const *products)
{
    struct value *list = value_list(memory);
    for (; *products; products++)
        value_push(memory, list, value_str(memory, quoted(*products)));
    return refresh_take(&refresh, memory, query_of(service, filters), "r1", list);
}

static const struct price *found(const char *service, const char *region, const char *what)
{
    const struct price *p = book_find(&book, service, region, what);
    if (!p)
        fail_msg("the new book has no %s in %s", what, region);
    return p;
}

static void finish(void)
{
    static const char *const regions[] = {"r1", NULL};
    refresh_finish(&refresh, regions, &book);
}

static const char *why_of(const char *region, const char *what)
{
    for (size_t i = 0; i < refresh.n; i++)
        if (str_eq(refresh.items[i].price.what, what) && str_eq(refresh.items[i].price.region, region))
            return refresh.items[i].why ? refresh.items[i].why : "";
    return "no such price";
}

#define BIG_STANDARD "Aurora PostgreSQL db.big Standard"

/* ---- what is found ----------------------------------------------------------------------------------------------- */

static void a_price_is_of_today_and_of_aws(void **state)
{
    (void)state;
    assert_null(
        take("AmazonRDS", "productFamily=Database Instance", (const char *[]){BIG("Hrs", "0.3300000000"), NULL}));
    finish();
    const struct price *p = found("AmazonRDS", "r1", BIG_STANDARD);
    assert_string_equal(decimal_text(memory, p->price, -1), "0.33");
    assert_string_equal(p->as_of, "2026-11-22");
    assert_string_equal(p->confidence, "single-source");
    assert_string_equal(book.sources[p->source - 1], "AWS Price List API: AmazonRDS, r1, list of 20261101");
    /* the other region's stays, with day and source */
    p = found("AmazonRDS", "r2", BIG_STANDARD);
    assert_string_equal(p->as_of, "2025-01");
    assert_string_equal(book.sources[p->source - 1], "computed");
    assert_string_equal(why_of("r2", BIG_STANDARD), refresh_not_asked);
    assert_string_equal(why_of("r1", "nobody knows how to ask"), "how to ask for it is not known");
    assert_string_equal(why_of("r1", "S3 Standard storage (first 50 TB)"), "AWS's list has none");
}

static void what_aws_says_again_is_verified(void **state)
{
    (void)state;
    assert_null(
        take("AmazonRDS", "productFamily=Database Instance", (const char *[]){BIG("Hrs", "0.3000000000"), NULL}));
    finish();
    assert_string_equal(found("AmazonRDS", "r1", BIG_STANDARD)->confidence, "verified");
    assert_int_equal(refresh.items[2].end, REFRESH_SAME);
}

static void a_price_of_one_is_a_price_of_a_million(void **state)
{
    (void)state;
    static const char *const io[] = {PRODUCT("'usagetype':'APN1-Aurora:StorageIOUsage','databaseEngine':'Any'",
                                             "'a':" DIMENSION("IOs", "0.0000002400"), ""),
                                     PRODUCT("'usagetype':'APN1-Aurora:StorageIOUsage','databaseEngine':'Aurora MySQL'",
                                             "'a':" DIMENSION("IOs", "7"), ""),
                                     NULL};
    assert_null(take("AmazonRDS", "productFamily=System Operation", io));
    finish();
    assert_string_equal(
        decimal_text(memory, found("AmazonRDS", "r1", "Aurora PostgreSQL I/O requests, Standard")->price, -1), "0.24");
}

static void amounts_have_their_tiers_and_free_ones_do_not_count(void **state)
{
    (void)state;
    static const char *const tiers[] = {
        PRODUCT("'usagetype':'TimedStorage-ByteHrs','volumeType':'Standard'",
                "'a':{'unit':'GB-Mo','beginRange':'51200','pricePerUnit':{'USD':'0.0230000000'}},"
                "'b':{'unit':'GB-Mo','beginRange':'0','pricePerUnit':{'USD':'0.0260000000'}}",
                ""),
        NULL};
    assert_null(take("AmazonS3", "productFamily=Storage", tiers));
    finish();
    assert_string_equal(decimal_text(memory, found("AmazonS3", "r1", "S3 Standard storage (first 50 TB)")->price, -1),
                        "0.026");
    assert_string_equal(decimal_text(memory, found("AmazonS3", "r1", "S3 Standard storage (next 450 TB)")->price, -1),
                        "0.023");

    static const char free_first[] =
        PRODUCT("'usagetype':'x'",
                "'a':{'unit':'Requests','beginRange':'0','pricePerUnit':{'USD':'0.0000000000'}},"
                "'b':{'unit':'Requests','beginRange':'1000','pricePerUnit':{'USD':'0.5'}}",
                "");
    struct offer o;
    struct offer_price p;
    assert_null(offer_parse(memory, quoted(free_first), &o));
    assert_null(offer_on_demand(memory, &o, NULL, &p));
    assert_string_equal(decimal_text(memory, p.price, -1), "0.5");
}

#define TERM(years, class, option, dimensions)                                                                         \
    "{'termAttributes':{'LeaseContractLength':'" years                                                                 \
    "','OfferingClass':'" class "','PurchaseOption':'" option "'},'priceDimensions':{" dimensions "}}"
#define AT_ONCE "'u':{'unit':'Quantity','pricePerUnit':{'USD':'876'}}"

static void bought_ahead_nothing_at_once_counts_first_and_what_is_paid_at_once_is_spread(void **state)
{
    (void)state;
    static const char *const products[] = {
        PRODUCT(
            "'usagetype':'InstanceUsage:db.big','instanceType':'db.big'", "'a':" DIMENSION("Hrs", "0.3"),
            ",'Reserved':{'x':" TERM("1yr", "convertible", "No Upfront", "'a':" DIMENSION("Hrs", "0.1")) ",'y':" TERM(
                "1yr", "standard", "All Upfront",
                AT_ONCE ",'a':" DIMENSION(
                    "Hrs", "0")) ",'z':" TERM("1yr", "standard", "No Upfront",
                                              "'a':" DIMENSION(
                                                  "Hrs", "0.2")) ",'v':" TERM("3yr", "standard", "Partial Upfront",
                                                                              "'a':" DIMENSION(
                                                                                  "Hrs", "0.05") "," AT_ONCE) "}"),
        NULL};
    assert_null(take("AmazonRDS", "productFamily=Database Instance", products));
    finish();
    const struct price *p = found("AmazonRDS", "r1", BIG_STANDARD ", reserved 1 year");
    assert_string_equal(decimal_text(memory, p->price, -1), "0.2");
    assert_string_equal(book.sources[p->source - 1], "AWS Price List API: AmazonRDS, r1, list of 20261101, No Upfront");
    /* 876 over 26,280 hours, and 0.05 */
    assert_string_equal(decimal_text(memory, found("AmazonRDS", "r1", BIG_STANDARD ", reserved 3 years")->price, -1),
                        "0.083333333333");
}

static void what_no_region_of_the_book_has_is_taken_up_when_asked_for(void **state)
{
    (void)state;
    static const char *const products[] = {
        PRODUCT("'usagetype':'InstanceUsage:db.new','instanceType':'db.new'", "'a':" DIMENSION("Hrs", "0.3"), ""),
        NULL};
    static const char *const more[] = {"*db.new*", NULL};
    assert_null(take("AmazonRDS", "productFamily=Database Instance", products));
    assert_int_equal(refresh.n, 0);
    refresh.more = more;
    assert_null(take("AmazonRDS", "productFamily=Database Instance", products));
    assert_int_equal(refresh.n, 1);
    finish();
    assert_non_null(found("AmazonRDS", "r1", "Aurora PostgreSQL db.new Standard"));
}

/* ---- what is not believed ---------------------------------------------------------------------------------------- */

static void a_price_that_cannot_be_right_leaves_the_old_one(void **state)
{
    static const struct {
        const char *products[3], *why;
    } cases[] = {
        {{BIG("Hrs", "0.4501")}, "AWS says 0.4501 now, instead of 0.3"},
        {{BIG("Hrs", "0.1499")}, "AWS says 0.1499 now"},
        {{BIG("Hrs", "0.0000000000")}, "AWS says 0 now"},
        {{BIG("GB-Mo", "0.3")}, "AWS tells it by \"GB-Mo\", and the book by instance-hour"},
        {{BIG("Hrs", "0.3"), BIG("Hrs", "0.31")}, "AWS's list has several prices for it"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_null(take("AmazonRDS", "productFamily=Database Instance", cases[i].products));
        finish();
        if (!str_starts(why_of("r1", BIG_STANDARD), cases[i].why))
            fail_msg("instead of \"%s\": %s", cases[i].why, why_of("r1", BIG_STANDARD));
        assert_string_equal(decimal_text(memory, found("AmazonRDS", "r1", BIG_STANDARD)->price, -1), "0.3");
        assert_string_equal(found("AmazonRDS", "r1", BIG_STANDARD)->as_of, "2025-01");
        tear_down(state);
        set_up(state);
    }
}

static void an_answer_that_makes_no_sense_is_refused_as_a_whole(void **state)
{
    (void)state;
    static const struct {
        const char *product, *says;
    } cases[] = {
        {"", "no JSON"},
        {"price list", "no JSON"},
        {"{'product':", "no JSON"},
        {"[]", "it has no SKU"},
        {"{'product':{'attributes':{}},'terms':{}}", "it has no SKU"},
        {"{'product':{'sku':'S'},'terms':{}}", "its attributes are no map of texts"},
        {"{'product':{'sku':'S','attributes':{'a':1}},'terms':{}}", "its attributes are no map of texts"},
        {"{'product':{'sku':'S','attributes':{}},'terms':[]}", "it has no terms"},
        {BIG("Hrs", "-0.3"), "a price of -0.3 is below zero"},
        {BIG("Hrs", "10000001"), "beyond all reason"},
        {BIG("Hrs", "99999999999999999999999999"), "is no price"},
        {BIG("Hrs", "1e5"), "\"1e5\" is no price"},
        {BIG("Hrs", "0.1234567890123"), "is no price"},
        {BIG("Hrs", ""), "\"\" is no price"},
        {BIG("", "0.3"), "a price of it has no unit"},
        {PRODUCT("'usagetype':'InstanceUsage:db.big','instanceType':'db.big'",
                 "'a':{'unit':'Hrs','pricePerUnit':{'CNY':'2.1'}}", ""),
         "it is priced in CNY, and not in USD"},
        {PRODUCT("'usagetype':'InstanceUsage:db.big','instanceType':'db.big'",
                 "'a':{'unit':'Hrs','pricePerUnit':{'USD':0.3}}", ""),
         "is no price"},
        {PRODUCT("'usagetype':'InstanceUsage:db.big','instanceType':'db.big'", "'a':" DIMENSION("Hrs", "0.3"),
                 ",'Reserved':{'x':" TERM("1yr", "standard", "All Upfront", AT_ONCE) "}"),
         "what is bought ahead has no price by the hour"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *const list[] = {cases[i].product, NULL};
        struct err *e = take("AmazonRDS", "productFamily=Database Instance", list);
        if (!e || err_class_of(e) != ERR_WIRE || !strstr(err_text(e), cases[i].says))
            fail_msg("%s: not \"%s\" but \"%s\"", cases[i].product, cases[i].says, e ? err_text(e) : "taken");
        err_free(e);
    }
}

/* A book has a price a line, and parts lines at tabs. */
static void what_aws_calls_its_list_breaks_no_line_of_a_book(void **state)
{
    (void)state;
    struct price_book again;
    struct sbuf text = {.arena = memory};
    const char *product = arena_printf(memory, "%s", BIG("Hrs", "0.33")), *at = strstr(product, "20261101");
    product = arena_printf(memory, "%.*s2026\\n@9\\tx%s", (int)(at - product), product, at + 8);
    assert_null(take("AmazonRDS", "productFamily=Database Instance", (const char *[]){product, NULL}));
    finish();
    const struct price *p = found("AmazonRDS", "r1", BIG_STANDARD);
    assert_string_equal(book.sources[p->source - 1], "AWS Price List API: AmazonRDS, r1, list of 2026");
    book_print(&text, &book);
    assert_null(book_parse(memory, "again", sbuf_str(&text), text.len, &again));
}

/* ---- questions and files ----------------------------------------------------------------------------------------- */

/* Every {...} stands for anything. */
static bool is_called(const char *name, const char *what)
{
    char *pattern = arena_strdup(memory, name), *to = pattern;
    for (const char *c = name; *c; c++) {
        *to++ = *c == '{' ? '*' : *c;
        c += *c == '{' ? strcspn(c, "}") : 0;
    }
    *to = '\0';
    return glob_match(pattern, what);
}

static bool is_charged(const struct price *p)
{
    for (const struct cost_row *r = cost_rows; r->type; r++)
        if (str_eq(r->service, p->service) && is_called(r->what, p->what))
            return true;
    return false;
}

static void every_price_that_is_charged_can_be_asked_for(void **state)
{
    (void)state;
    static const char *const regions[] = {"ap-northeast-1", "ap-northeast-2", NULL};
    struct price_book all;
    size_t charged = 0;
    assert_null(book_builtin(memory, &all));
    refresh = (struct refresh){.a = memory, .old = &all, .today = "2026-11-22"};
    refresh_finish(&refresh, regions, &book);
    for (size_t i = 0; i < refresh.n; i++) {
        const struct price *p = &refresh.items[i].price;
        bool unknown = str_eq(refresh.items[i].why, "how to ask for it is not known");
        charged += is_charged(p);
        if (unknown && is_charged(p))
            fail_msg("%s, %s: no query brings it", p->service, p->what);
    }
    assert_true(charged > 100);
}

static void a_request_names_service_and_filters(void **state)
{
    (void)state;
    const struct value *in = refresh_request(memory, query_of("AmazonEC2", "volumeApiName=gp3"), "eu-west-1");
    assert_string_equal(value_canonical(memory, in),
                        quoted("{'Filters':[{'Field':'volumeApiName','Type':'TERM_MATCH','Value':'gp3'},"
                               "{'Field':'regionCode','Type':'TERM_MATCH','Value':'eu-west-1'}],"
                               "'FormatVersion':'aws_v1','ServiceCode':'AmazonEC2'}"));
}

static void a_book_is_written_as_it_was_read(void **state)
{
    (void)state;
    struct sbuf out = {.arena = memory};
    book_print(&out, &old);
    assert_string_equal(sbuf_str(&out), book_text);
}

static void the_program_s_own_book_is_written_as_it_stands(void **state)
{
    (void)state;
    struct price_book all, again;
    struct sbuf first = {.arena = memory}, second = {.arena = memory};
    assert_null(book_builtin(memory, &all));
    book_print(&first, &all);
    assert_null(book_parse(memory, "again", sbuf_str(&first), first.len, &again));
    book_print(&second, &again);
    assert_string_equal(sbuf_str(&first), sbuf_str(&second));
    assert_int_equal(again.n, all.n);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_price_is_of_today_and_of_aws),
        TEST(what_aws_says_again_is_verified),
        TEST(a_price_of_one_is_a_price_of_a_million),
        TEST(amounts_have_their_tiers_and_free_ones_do_not_count),
        TEST(bought_ahead_nothing_at_once_counts_first_and_what_is_paid_at_once_is_spread),
        TEST(what_no_region_of_the_book_has_is_taken_up_when_asked_for),
        TEST(a_price_that_cannot_be_right_leaves_the_old_one),
        TEST(an_answer_that_makes_no_sense_is_refused_as_a_whole),
        TEST(what_aws_calls_its_list_breaks_no_line_of_a_book),
        TEST(every_price_that_is_charged_can_be_asked_for),
        TEST(a_request_names_service_and_filters),
        TEST(a_book_is_written_as_it_was_read),
        TEST(the_program_s_own_book_is_written_as_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
