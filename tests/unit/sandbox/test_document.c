#include "harness.h"

#define RUNBOOK                                                                                                        \
    "{\\\"schemaVersion\\\":\\\"0.3\\\",\\\"description\\\":\\\"%s\\\",\\\"mainSteps\\\":[{\\\"name\\\":\\\"wait\\\"," \
    "\\\"action\\\":\\\"aws:sleep\\\"}]}"

static const struct value *made(const char *name)
{
    return OK("ssm", "CreateDocument",
              "{'Name':'%s','DocumentType':'Automation','DocumentFormat':'JSON','Content':'" RUNBOOK "'}", name, "one");
}

static const char *content(const char *name, const char *version)
{
    const struct value *v = OK("ssm", "GetDocument", "{'Name':'%s','DocumentVersion':'%s'}", name, version);
    return text_at(parse(text_at(v, "Content")), "description");
}

static void a_document_is_made_and_changed_version_by_version(void **state)
{
    (void)state;
    const struct value *v = made("failover");
    assert_string_equal(text_at(v, "DocumentDescription.Status"), "Creating");
    assert_string_equal(text_at(v, "DocumentDescription.DefaultVersion"), "1");
    NO("InvalidDocumentOperation", "ssm", "UpdateDocument", "{'Name':'failover','Content':'" RUNBOOK "'}", "two");
    wait_s(5);
    v = OK("ssm", "UpdateDocument", "{'Name':'failover','DocumentVersion':'$LATEST','Content':'" RUNBOOK "'}", "two");
    assert_string_equal(text_at(v, "DocumentDescription.LatestVersion"), "2");
    assert_string_equal(text_at(v, "DocumentDescription.DefaultVersion"), "1");
    assert_string_equal(content("failover", "$DEFAULT"), "one");
    assert_string_equal(content("failover", "$LATEST"), "two");
    wait_s(5);
    OK("ssm", "UpdateDocumentDefaultVersion", "{'Name':'failover','DocumentVersion':'2'}");
    assert_string_equal(content("failover", "$DEFAULT"), "two");
    v = OK("ssm", "DescribeDocument", "{'Name':'failover'}");
    assert_string_equal(text_at(v, "Document.Status"), "Active");
    assert_string_equal(text_at(v, "Document.DocumentVersion"), "2");
    assert_string_equal(text_at(v, "Document.SchemaVersion"), "0.3");
    assert_string_equal(text_at(v, "Document.Description"), "two");
    OK("ssm", "DeleteDocument", "{'Name':'failover'}");
    NO("InvalidDocument", "ssm", "DescribeDocument", "{'Name':'failover'}");
}

static void documents_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *name, *content;
    } cases[] = {
        {"DocumentAlreadyExists", "taken",
         "{\\\"schemaVersion\\\":\\\"0.3\\\",\\\"mainSteps\\\":[{\\\"name\\\":\\\"a\\\",\\\"action\\\":\\\"aws:"
         "sleep\\\"}]}"},
        {"ValidationException", "ab", "{}"},
        {"ValidationException", "a/b", "{}"},
        {"ValidationException", "aws-own", "{}"},
        {"InvalidDocumentContent", "d-1", "none"},
        {"InvalidDocumentSchemaVersion", "d-1", "{\\\"schemaVersion\\\":\\\"2.2\\\"}"},
        {"InvalidDocumentContent", "d-1", "{\\\"schemaVersion\\\":\\\"0.3\\\",\\\"mainSteps\\\":[]}"},
        {"InvalidDocumentContent", "d-1",
         "{\\\"schemaVersion\\\":\\\"0.3\\\",\\\"mainSteps\\\":[{\\\"name\\\":\\\"a\\\"}]}"},
    };
    made("taken");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "ssm", "CreateDocument", "{'Name':'%s','DocumentType':'Automation','Content':'%s'}",
           cases[i].name, cases[i].content);
    wait_s(5);
    NO("DuplicateDocumentContent", "ssm", "UpdateDocument", "{'Name':'taken','Content':'" RUNBOOK "'}", "one");
    NO("InvalidDocumentVersion", "ssm", "UpdateDocument",
       "{'Name':'taken','DocumentVersion':'7','Content':'" RUNBOOK "'}", "two");
    NO("InvalidDocumentVersion", "ssm", "UpdateDocumentDefaultVersion", "{'Name':'taken','DocumentVersion':'2'}");
    NO("InvalidDocumentVersion", "ssm", "DescribeDocument", "{'Name':'taken','DocumentVersion':'2'}");
    NO("InvalidFilterKey", "ssm", "ListDocuments", "{'Filters':[{'Key':'Colour','Values':['red']}]}");
}

static void lists_and_tags(void **state)
{
    (void)state;
    made("drill-one");
    made("other-one");
    assert_int_equal(
        count_at(OK("ssm", "ListDocuments", "{'Filters':[{'Key':'Owner','Values':['Self']}]}"), "DocumentIdentifiers"),
        2);
    assert_int_equal(
        count_at(OK("ssm", "ListDocuments", "{'Filters':[{'Key':'Name','Values':['drill']}]}"), "DocumentIdentifiers"),
        1);
    assert_int_equal(count_at(OK("ssm", "ListDocuments", "{'Filters':[{'Key':'DocumentType','Values':['Command']}]}"),
                              "DocumentIdentifiers"),
                     0);
    OK("ssm", "AddTagsToResource",
       "{'ResourceType':'Document','ResourceId':'drill-one','Tags':[{'Key':'a','Value':'1'},{'Key':'b','Value':'2'}]}");
    OK("ssm", "RemoveTagsFromResource", "{'ResourceType':'Document','ResourceId':'drill-one','TagKeys':['a']}");
    const struct value *v = OK("ssm", "ListTagsForResource", "{'ResourceType':'Document','ResourceId':'drill-one'}");
    assert_int_equal(count_at(v, "TagList"), 1);
    v = OK("ssm", "DescribeDocument", "{'Name':'drill-one'}");
    assert_string_equal(text_at(v, "Document.Tags[0].Key"), "b");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_document_is_made_and_changed_version_by_version),
        TEST(documents_are_refused),
        TEST(lists_and_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
