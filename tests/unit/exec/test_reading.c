/* Lists that come page by page: one list in the end, or an error; never half a list. */
#include "provisioner/exec/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const struct shape thing = {.name = "Thing",
                                   .fields = (const struct field[]){{.name = "Name", .kind = K_STR}, {.kind = K_END}}};
static const struct shape request = {.name = "Request",
                                     .fields = (const struct field[]){{.name = "Marker", .kind = K_STR},
                                                                      {.name = "MaxItems", .kind = K_INT},
                                                                      {.kind = K_END}}};
static const struct shape answer = {
    .name = "Answer",
    .fields = (const struct field[]){{.name = "Marker", .kind = K_STR},
                                     {.name = "Things", .kind = K_LIST, .of = K_STRUCT, .sub = &thing},
                                     {.kind = K_END}}};

static const struct service toys;
static const struct op list_things = {.name = "ListThings",
                                      .service = &toys,
                                      .in = &request,
                                      .out = &answer,
                                      .flags = OP_READ,
                                      .pages = PAGES_OF("Marker", "Marker", "Things", "MaxItems", 2)};
static const struct op *const toy_ops[] = {&list_things, NULL};
static const struct service toys = {.id = "toys",
                                    .service_id = "Toys",
                                    .protocol = P_JSON,
                                    .version = "2026",
                                    .target = "Toys",
                                    .json = "1.1",
                                    .ops = toy_ops};

/* Answers in order, at once. `body(n)` is the n-th answer from 0. */
struct stage {
    struct transport transport;
    struct exchange *waiting;
    const char *(*body)(struct arena *a, int n);
    int n;
};

static void start(struct transport *t, struct exchange *x)
{
    struct stage *s = (struct stage *)t;
    x->next = s->waiting;
    s->waiting = x;
}

static struct exchange *poll_next(struct transport *t, int64_t until, int fd)
{
    struct stage *s = (struct stage *)t;
    struct exchange *x = s->waiting;
    (void)until;
    (void)fd;
    if (!x)
        return NULL;
    s->waiting = x->next;
    const char *body = s->body(x->arena, s->n++);
    x->end = EX_ANSWERED;
    x->res = (struct http_res){.status = body ? 200 : 403,
                               .body = body ? body : "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}"};
    x->res.body_len = strlen(x->res.body);
    return x;
}

static void cancel(struct transport *t, struct exchange *x)
{
    (void)t;
    (void)x;
}

static int64_t now(struct transport *t)
{
    (void)t;
    return 1767225600000;
}

static void nothing(struct transport *t)
{
    (void)t;
}

static const char *no_env(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return NULL;
}

static void done(struct reading *r)
{
    *(bool *)r->owner = true;
}

static void read_all(struct arena *a, const char *(*body)(struct arena *, int), struct reading *r, int *ret_sent)
{
    struct stage s = {.transport = {start, poll_next, cancel, now, now, nothing}, .body = body};
    static const struct credentials keys = {.access_key = "AKIAIOSFODNN7EXAMPLE", .secret_key = "secret"};
    struct aws_config *config;
    bool over = false;
    assert_null(aws_config_load(a, no_env, NULL, NULL, &config));
    const struct client_options o = {
        .transport = &s.transport, .credentials = credential_source_fixed(a, &keys), .config = config, .time_scale = 1};
    struct client *c = client_new(a, &o);
    *r = (struct reading){
        .op = &list_things, .region = "ap-northeast-1", .in = value_map(a), .done = done, .owner = &over};
    reading_start(c, a, r);
    reading_run(c);
    assert_true(over);
    *ret_sent = s.n;
    client_free(c);
}

static const char *three_pages(struct arena *a, int n)
{
    (void)a;
    static const char *const bodies[] = {"{\"Things\":[{\"Name\":\"a\"},{\"Name\":\"b\"}],\"Marker\":\"1\"}",
                                         "{\"Things\":[],\"Marker\":\"2\"}", "{\"Things\":[{\"Name\":\"c\"}]}"};
    return bodies[n];
}

static const char *a_circle(struct arena *a, int n)
{
    return arena_printf(a, "{\"Things\":[{\"Name\":\"x\"}],\"Marker\":\"%d\"}", n % 2);
}

static const char *endless(struct arena *a, int n)
{
    return arena_printf(a, "{\"Marker\":\"%d\"}", n);
}

static const char *refused_at_the_second(struct arena *a, int n)
{
    (void)a;
    return n ? NULL : "{\"Things\":[{\"Name\":\"a\"}],\"Marker\":\"1\"}";
}

static void pages_come_back_as_one_list(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct reading r;
    int sent;
    read_all(a, three_pages, &r, &sent);
    assert_int_equal(r.call.end, CALL_OK);
    assert_int_equal(sent, 3);
    assert_string_equal(value_canonical(a, value_get(r.answer, "Things")),
                        "[{\"Name\":\"a\"},{\"Name\":\"b\"},{\"Name\":\"c\"}]");
}

static void half_a_list_is_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *(*body)(struct arena *, int);
        enum call_end end;
        int sent;
    } cases[] = {{a_circle, CALL_BROKEN, 3}, {endless, CALL_BROKEN, 1000}, {refused_at_the_second, CALL_FAULT, 2}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct reading r;
        int sent;
        read_all(a, cases[i].body, &r, &sent);
        assert_int_equal(r.call.end, cases[i].end);
        assert_int_equal(sent, cases[i].sent);
        struct err *e = call_error(&r.call);
        assert_non_null(e);
        err_free(e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_come_back_as_one_list),
        cmocka_unit_test(half_a_list_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
