/* Folders beside the spec: measured before a plan, sent as they were measured or not at all. */
#include "provisioner/base/file.h"
#include "provisioner/exec/folder.h"
#include "provisioner/exec/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct arena *memory;
static char root[64];

static int set_up(void **state)
{
    (void)state;
    memory = arena_new();
    strcpy(root, "/tmp/test_folder.XXXXXX");
    return mkdtemp(root) && mkdir(arena_printf(memory, "%s/code", root), 0700) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    int rc = system(arena_printf(memory, "rm -r %s", root));
    arena_free(memory);
    return rc;
}

static void code_is(const char *text)
{
    assert_null(file_write(arena_printf(memory, "%s/code/main.py", root), text, strlen(text), 0600));
}

static struct wanted *function(struct wanted_list *l, const char *alias, const char *folder)
{
    struct value *attrs = value_map(memory);
    value_set_str(memory, attrs, "FunctionName", "f");
    value_set_str(memory, attrs, "CodeFolder", folder);
    return wanted_add(l, "AWS::Lambda::Function", alias, "ap-northeast-1",
                      arena_printf(memory, "%s/functions/f", alias), attrs);
}

static void the_digest_follows_the_files(void **state)
{
    (void)state;
    struct wanted_list l = {.arena = memory};
    struct diags d = {.arena = memory};
    code_is("one");
    function(&l, "tokyo", "code");
    function(&l, "seoul", "code");
    assert_null(folders_measure(memory, root, &d, &l));
    const char *one = value_get_str(l.items[0].attrs, "CodeSha256");
    assert_int_equal(strlen(one), 44);
    assert_string_equal(value_get_str(l.items[1].attrs, "CodeSha256"), one);
    code_is("two");
    assert_null(folders_measure(memory, root, &d, &l));
    assert_string_not_equal(value_get_str(l.items[0].attrs, "CodeSha256"), one);
}

static void a_folder_that_cannot_be_read_is_one_finding(void **state)
{
    (void)state;
    struct wanted_list l = {.arena = memory};
    struct diags d = {.arena = memory};
    function(&l, "tokyo", "none");
    function(&l, "seoul", "none");
    struct err *e = folders_measure(memory, root, &d, &l);
    assert_int_equal(err_class_of(e), ERR_INPUT);
    err_free(e);
    assert_int_equal(d.errors, 1);
    assert_string_equal(d.items[0].rule, "folder/unusable");
}

static void what_was_planned_is_sent_and_nothing_else(void **state)
{
    (void)state;
    struct wanted_list l = {.arena = memory};
    struct diags d = {.arena = memory};
    const struct value *in = NULL;
    const char *zip = NULL, *digest = NULL;
    code_is("one");
    function(&l, "tokyo", "code");
    assert_null(folders_measure(memory, root, &d, &l));
    const struct target t = {.type = rtype_named("AWS::Lambda::Function"), .root = root, .want = l.items[0].attrs};
    const struct call *create = &t.type->impl->create[0];
    assert_null(request_make(memory, &t, create, VERB_CREATE, NULL, NULL, &in));
    assert_null(folder_pack(memory, root, "code", &zip, &digest));
    assert_string_equal(value_text(memory, value_path(memory, in, "Code.ZipFile")), zip);
    assert_null(value_get(in, "CodeFolder"));
    assert_null(value_get(in, "CodeSha256"));
    code_is("two");
    struct err *e = request_make(memory, &t, create, VERB_CREATE, NULL, NULL, &in);
    assert_int_equal(err_class_of(e), ERR_STALE);
    assert_non_null(strstr(err_text(e), "code has changed since the plan was made"));
    err_free(e);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_digest_follows_the_files),
        TEST(a_folder_that_cannot_be_read_is_one_finding),
        TEST(what_was_planned_is_sent_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
