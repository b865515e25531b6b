#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "aws/api/services.h"
#include "aws/wire/codec.h"
#include "tests/support/wire_sample.h"

#include <string.h>

/* Calls `fn` for every operation, with an arena of its own. */
static void each_op(void (*fn)(struct arena *a, const struct op *op))
{
    size_t n = 0;
    for (const struct service *const *svc = aws_services; *svc; svc++)
        for (const struct op *const *op = (*svc)->ops; *op; op++, n++) {
            CLEANUP(arena_freep) struct arena *a = arena_new();
            assert_ptr_equal((*op)->service, *svc);
            fn(a, *op);
        }
    assert_true(n > 100);
}

static void each_field(const struct op *op, const struct shape *s,
                       void (*fn)(const struct op *, const struct shape *, const struct field *))
{
    for (const struct field *f = s ? s->fields : NULL; f && f->kind != K_END; f++) {
        fn(op, s, f);
        each_field(op, f->sub, fn);
    }
}

/* ---- there and back ---------------------------------------------------------------------------------------------- */

static void request_arrives(struct arena *a, const struct op *op)
{
    const struct codec *codec = codec_for(op->service->protocol);
    const struct value *in = wire_sample(a, op->in, 0), *back = NULL;
    const struct op *found = NULL;
    struct http_req req = {0};
    struct fault fault = {0};
    struct err *e = codec->put_request(a, op, in, &req);
    if (e)
        fail_msg("%s", err_text(e));
    codec->get_request(a, op->service, &req, &found, &back, &fault);
    if (fault.code)
        fail_msg("%s: %s: %s", op->name, fault.code, fault.message);
    assert_ptr_equal(found, op);
    assert_string_equal(value_canonical(a, back), value_canonical(a, in));
}

static void every_request_arrives_as_it_was_sent(void **state)
{
    (void)state;
    each_op(request_arrives);
}

static void answer_arrives(struct arena *a, const struct op *op)
{
    const struct codec *codec = codec_for(op->service->protocol);
    const struct value *out = wire_sample(a, op->out, 0), *back = NULL;
    struct http_res res = {0};
    struct fault fault = {0};
    codec->put_response(a, op, out, &fault, &res);
    struct err *e = codec_get_response(a, op, &res, &back, &fault);
    if (e)
        fail_msg("%s", err_text(e));
    assert_null(fault.code);
    assert_string_equal(value_canonical(a, back), value_canonical(a, out));
}

static void every_answer_arrives_as_it_was_sent(void **state)
{
    (void)state;
    each_op(answer_arrives);
}

static void empty_answer_arrives(struct arena *a, const struct op *op)
{
    const struct codec *codec = codec_for(op->service->protocol);
    const struct value *back = NULL;
    struct http_res res = {0};
    struct fault fault = {0};
    codec->put_response(a, op, NULL, &fault, &res);
    assert_null(codec_get_response(a, op, &res, &back, &fault));
    assert_int_equal(value_len(back), 0);
}

static void an_answer_may_say_nothing(void **state)
{
    (void)state;
    each_op(empty_answer_arrives);
}

static void what_is_required_is_asked_for(struct arena *a, const struct op *op)
{
    const struct codec *codec = codec_for(op->service->protocol);
    const struct value *in = wire_sample(a, op->in, 0);
    for (const struct field *f = op->in->fields; f->kind != K_END; f++) {
        struct http_req req = {0};
        CLEANUP(err_freep) struct err *e = codec->put_request(a, op, value_without(a, in, f->name), &req);
        assert_int_equal(!!e, !!(f->flags & F_REQUIRED));
    }
}

static void no_request_leaves_without_what_it_requires(void **state)
{
    (void)state;
    each_op(what_is_required_is_asked_for);
}

/* ---- the tables -------------------------------------------------------------------------------------------------- */

static void field_is_whole(const struct op *op, const struct shape *s, const struct field *f)
{
    bool many = f->kind == K_LIST || f->kind == K_MAP;
    if (many != !!f->of || (f->kind == K_STRUCT || f->of == K_STRUCT) != !!f->sub)
        fail_msg("%s: %s.%s: kind, kind of elements and shape do not agree", op->name, s->name, f->name);
    for (const struct field *other = f + 1; other->kind != K_END; other++)
        if (strcmp(f->name, other->name) == 0)
            fail_msg("%s: %s.%s is listed twice", op->name, s->name, f->name);
}

static void op_is_whole(struct arena *a, const struct op *op)
{
    (void)a;
    assert_non_null(op->in);
    assert_non_null(codec_for(op->service->protocol));
    assert_ptr_equal(service_op(op->service, op->name), op);
    each_field(op, op->in, field_is_whole);
    each_field(op, op->out, field_is_whole);
}

static void every_table_is_whole(void **state)
{
    (void)state;
    each_op(op_is_whole);
}

static void secret_is_marked(const struct op *op, const struct shape *s, const struct field *f)
{
    static const char secrets[] = "MasterUserPassword SecretString SecretBinary SecretAccessKey SessionToken "
                                  "WebIdentityToken TokenCode";
    if (has_word(secrets, f->name) && !(f->flags & F_SECRET))
        fail_msg("%s: %s.%s is not marked as a secret", op->name, s->name, f->name);
}

static void op_keeps_secrets(struct arena *a, const struct op *op)
{
    (void)a;
    each_field(op, op->in, secret_is_marked);
    each_field(op, op->out, secret_is_marked);
}

static void passwords_are_marked_as_secrets(void **state)
{
    (void)state;
    each_op(op_keeps_secrets);
}

static void pages_lead_somewhere(struct arena *a, const struct op *op)
{
    const struct pages *p = op->pages;
    if (!p)
        return;
    assert_non_null(shape_field(op->in, p->in_token));
    assert_non_null(shape_field(op->out, p->out_token));
    const char *at = p->items, *word;
    size_t lists = 0;
    for (size_t n; (n = next_word(&at, &word)); lists++)
        assert_int_equal(shape_field(op->out, arena_strndup(a, word, n))->kind, K_LIST);
    assert_in_range(lists, 1, PAGED_LISTS);
    assert_true(op->flags & OP_READ);
    if (p->limit)
        assert_true(shape_field(op->in, p->limit)->kind == K_INT || shape_field(op->in, p->limit)->kind == K_STR);
    assert_int_equal(!p->limit, p->size == 0);
}

static void every_page_leads_to_the_next(void **state)
{
    (void)state;
    each_op(pages_lead_somewhere);
}

static void flags_fit_the_name(struct arena *a, const struct op *op)
{
    (void)a;
    bool reads = str_starts(op->name, "Describe") || str_starts(op->name, "List") || str_starts(op->name, "Get") ||
                 str_starts(op->name, "Head") || str_starts(op->name, "Simulate");
    bool assumes = str_starts(op->name, "AssumeRole");
    if (!!(op->flags & OP_READ) != (reads || assumes))
        fail_msg("%s: OP_READ does not fit its name", op->name);
    if (!!(op->flags & OP_REVEALS) != (assumes || has_word("GetSecretValue GetParameter GetRandomPassword", op->name)))
        fail_msg("%s: OP_REVEALS does not fit its name", op->name);
    for (const struct field *f = op->in->fields; f->kind != K_END; f++)
        if (f->flags & F_TOKEN && !(op->flags & OP_IDEMPOTENT))
            fail_msg("%s takes a token, and may not be repeated", op->name);
    if (str_starts(op->name, "Delete") && !(op->flags & OP_IDEMPOTENT))
        fail_msg("%s may not be repeated", op->name);
}

static void what_may_be_repeated_says_so(void **state)
{
    (void)state;
    each_op(flags_fit_the_name);
}

static void services_are_found_by_id(void **state)
{
    (void)state;
    for (const struct service *const *svc = aws_services; *svc; svc++)
        assert_ptr_equal(aws_service((*svc)->id), *svc);
    assert_null(aws_service("ec3"));
    assert_null(service_op(aws_service("ec2"), "CreateVpcs"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_request_arrives_as_it_was_sent),
        cmocka_unit_test(every_answer_arrives_as_it_was_sent),
        cmocka_unit_test(an_answer_may_say_nothing),
        cmocka_unit_test(no_request_leaves_without_what_it_requires),
        cmocka_unit_test(every_table_is_whole),
        cmocka_unit_test(passwords_are_marked_as_secrets),
        cmocka_unit_test(every_page_leads_to_the_next),
        cmocka_unit_test(what_may_be_repeated_says_so),
        cmocka_unit_test(services_are_found_by_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
