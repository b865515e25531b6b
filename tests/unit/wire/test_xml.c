#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "aws/wire/xml.h"

#include <string.h>

static int arena_setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static const struct xml *parsed(struct arena *a, const char *text)
{
    const struct xml *root = NULL;
    struct err *e = xml_parse(a, text, strlen(text), &root);
    if (e)
        fail_msg("%s", err_text(e));
    return root;
}

static void put_tree(struct sbuf *out, const struct xml *x)
{
    sbuf_printf(out, "%s[%s", x->name, x->text);
    for (const struct xml *k = x->kids; k; k = k->next)
        put_tree(out, k);
    sbuf_puts(out, "]");
}

static void text_becomes_a_tree(void **state)
{
    static const char *const cases[][2] = {
        {"<a/>", "a[]"},
        {"<a>x</a>", "a[x]"},
        {"<a> <b>1</b>\n <b>2</b> </a>", "a[b[1]b[2]]"},
        {"<a>one<b/>two</a>", "a[b[]]"},
        {"<?xml version='1.0' encoding='UTF-8'?><n:a xmlns:n='u' n:c='d'><n:b>x</n:b></n:a>", "a[b[x]]"},
        {"<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;</a>", "a[<&>\"'AB]"},
        {"<a><![CDATA[<b>&amp;]]></a>", "a[<b>&amp;]"},
        {"<a>x<!-- no -->y</a>", "a[xy]"},
        {"<a><b> x </b></a>", "a[b[ x ]]"},
        {"\xEF\xBB\xBF<a>\xC3\xA9</a>", "a[\xC3\xA9]"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sbuf out = {.arena = *state};
        put_tree(&out, parsed(*state, cases[i][0]));
        assert_string_equal(sbuf_str(&out), cases[i][1]);
    }
}

static const char *why_refused(struct arena *a, const char *text, size_t n)
{
    const struct xml *root = NULL;
    CLEANUP(err_freep) struct err *e = xml_parse(a, text, n, &root);
    assert_non_null(e);
    assert_int_equal(err_class_of(e), ERR_WIRE);
    assert_null(root);
    return arena_strdup(a, err_text(e));
}

static void what_is_no_document_is_refused(void **state)
{
    static const char *const texts[] = {"",      " ",          "x",           "<a>",         "<a></b>",     "<a/><b/>",
                                        "<a b>", "<a>&x;</a>", "<a>\xFF</a>", "<a>\x01</a>", "<a>&#0;</a>", "<a/>x"};
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_non_null(strstr(why_refused(*state, texts[i], strlen(texts[i])), "XML: "));
    why_refused(*state, "<a>\0</a>", 8);
}

static void a_document_type_is_refused_before_it_is_read(void **state)
{
    static const char *const texts[] = {
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;&c;</a>",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_string_equal(why_refused(*state, texts[i], strlen(texts[i])), "XML: a document type is refused");
}

static const char *nested(struct arena *a, int depth)
{
    struct sbuf out = {.arena = a};
    for (int i = 0; i < depth; i++)
        sbuf_puts(&out, "<a>");
    for (int i = 0; i < depth; i++)
        sbuf_puts(&out, "</a>");
    return sbuf_str(&out);
}

static void nesting_is_bounded(void **state)
{
    const char *deep = nested(*state, XML_DEEPEST + 1);
    parsed(*state, nested(*state, XML_DEEPEST));
    assert_string_equal(why_refused(*state, deep, strlen(deep)), "XML: nested too deeply");
}

static void the_number_of_elements_is_bounded(void **state)
{
    struct sbuf out = {.arena = *state};
    sbuf_puts(&out, "<a>");
    for (int i = 0; i < XML_MOST; i++)
        sbuf_puts(&out, "<b/>");
    sbuf_puts(&out, "</a>");
    assert_string_equal(why_refused(*state, out.s, out.len), "XML: too many elements");
}

static void the_length_is_bounded(void **state)
{
    assert_non_null(strstr(why_refused(*state, "<a/>", (size_t)XML_LONGEST + 1), "longer than"));
}

static void kids_are_found_by_name(void **state)
{
    const struct xml *root = parsed(*state, "<a><b>1</b><c>2</c><b>3</b></a>");
    assert_string_equal(xml_kid(root, "b")->text, "1");
    assert_string_equal(xml_kid_text(root, "c"), "2");
    assert_null(xml_kid(root, "d"));
    assert_string_equal(xml_kid_text(root, "d"), "");
    assert_null(xml_kid(NULL, "a"));
}

static void any_text_survives_the_way_out_and_back(void **state)
{
    static const char *const texts[] = {"", "<&>\"'", "a\r\nb\tc", " x ", "]]>", "\xF0\x9F\x98\x80"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct sbuf out = {.arena = *state};
        sbuf_puts(&out, "<a>");
        xml_put_text(&out, texts[i]);
        sbuf_puts(&out, "</a>");
        assert_string_equal(parsed(*state, sbuf_str(&out))->text, texts[i]);
    }
}

static void what_xml_cannot_hold_is_replaced(void **state)
{
    static const char *const cases[][2] = {
        {"a\x01z", "a\xEF\xBF\xBDz"},
        {"\x1B[2J", "\xEF\xBF\xBD[2J"},
        {"a\xEF\xBF\xBEz", "a\xEF\xBF\xBDz"},
        {"\xEF\xBF\xBF", "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sbuf out = {.arena = *state};
        xml_put_text(&out, cases[i][0]);
        assert_string_equal(sbuf_str(&out), cases[i][1]);
        assert_false(xml_can_hold(cases[i][0]));
        assert_true(xml_can_hold(cases[i][1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_becomes_a_tree, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_document_is_refused, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_document_type_is_refused_before_it_is_read, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(nesting_is_bounded, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(the_number_of_elements_is_bounded, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(the_length_is_bounded, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(kids_are_found_by_name, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_xml_cannot_hold_is_replaced, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(any_text_survives_the_way_out_and_back, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
