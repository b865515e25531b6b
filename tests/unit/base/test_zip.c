#include "provisioner/base/file.h"
#include "provisioner/base/zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of its own for each test. */
static char root[64];
static struct arena *memory;

static int set_up(void **state)
{
    (void)state;
    memory = arena_new();
    strcpy(root, "/tmp/test_zip.XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    int rc = system(arena_printf(memory, "rm -r %s", root));
    arena_free(memory);
    return rc;
}

static const char *in_root(const char *path)
{
    return arena_printf(memory, "%s/%s", root, path);
}

static void folder(const char *path)
{
    assert_int_equal(mkdir(in_root(path), 0700), 0);
}

static void put(const char *path, const char *text)
{
    assert_null(file_write(in_root(path), text, strlen(text), 0600));
}

static const char *zip_of(const char *path, size_t *ret_n)
{
    const char *bytes = NULL;
    struct err *e = zip_folder(memory, root, path, &bytes, ret_n);
    if (e)
        fail_msg("%s", err_text(e));
    return bytes;
}

static void refused(const char *path, enum err_class cls, const char *why)
{
    const char *bytes = NULL;
    size_t n = 0;
    struct err *e = zip_folder(memory, root, path, &bytes, &n);
    if (!e)
        fail_msg("%s was taken", path);
    if (err_class_of(e) != cls || !strstr(err_text(e), why))
        fail_msg("%s: %s", path, err_text(e));
    err_free(e);
}

static void some_files(const char *name)
{
    folder(name);
    put(arena_printf(memory, "%s/main.py", name), "print('hello')\n");
    folder(arena_printf(memory, "%s/inner", name));
    put(arena_printf(memory, "%s/inner/empty.txt", name), "");
    put(arena_printf(memory, "%s/inner/b.txt", name), "b");
}

static void what_others_read_is_what_was_there(void **state)
{
    (void)state;
    size_t n = 0;
    some_files("f");
    const char *bytes = zip_of("f", &n);
    assert_null(file_write(in_root("f.zip"), bytes, n, 0600));
    const char *script = arena_printf(
        memory,
        "python3 -c \"import sys, zipfile\nz = zipfile.ZipFile('%s/f.zip')\nassert z.testzip() is None\n"
        "assert [(i.filename, i.date_time, i.external_attr >> 16) for i in z.infolist()] == [(name, (1980, 1, 1, 0, 0, "
        "0), 0o100755) for name in ('inner/b.txt', 'inner/empty.txt', 'main.py')], z.infolist()\n"
        "assert z.read('main.py') == open('%s/f/main.py', 'rb').read() and z.read('inner/empty.txt') == b''\"",
        root, root);
    assert_int_equal(system(script), 0);
    if (system("command -v unzip >/dev/null") == 0)
        assert_int_equal(system(arena_printf(memory, "unzip -tqq %s/f.zip", root)), 0);
}

static void the_same_files_give_the_same_bytes(void **state)
{
    (void)state;
    size_t n = 0, other_n = 0;
    some_files("f");
    folder("g");
    folder("g/inner");
    put("g/inner/b.txt", "b");
    put("g/main.py", "print('hello')\n");
    put("g/inner/empty.txt", "");
    assert_int_equal(chmod(in_root("g/main.py"), 0755), 0);
    const char *bytes = zip_of("f", &n), *other = zip_of("g/", &other_n);
    assert_int_equal(n, other_n);
    assert_memory_equal(bytes, other, n);
    put("g/inner/b.txt", "c");
    other = zip_of("g", &other_n);
    assert_true(n != other_n || memcmp(bytes, other, n) != 0);
}

static void what_editors_and_python_leave_is_left_out(void **state)
{
    (void)state;
    static const char *const left[] = {"f/main.py~", "f/#main.py#", "f/.main.py.swp", "f/main.pyc", "f/.DS_Store"};
    size_t n = 0, after = 0;
    some_files("f");
    const char *bytes = zip_of("f", &n);
    for (size_t i = 0; i < COUNT(left); i++)
        put(left[i], "x");
    folder("f/.git");
    put("f/.git/HEAD", "x");
    folder("f/__pycache__");
    put("f/__pycache__/main.cpython-312.pyc", "x");
    assert_int_equal(symlink("nobody@host:1", in_root("f/.#main.py")), 0);
    const char *again = zip_of("f", &after);
    assert_int_equal(n, after);
    assert_memory_equal(bytes, again, n);
}

static void nothing_leads_out_of_the_folder(void **state)
{
    (void)state;
    some_files("f");
    some_files("outside");
    assert_int_equal(symlink("outside", in_root("link")), 0);
    refused("link", ERR_INPUT, "symbolic link");
    refused("link/inner", ERR_INPUT, "symbolic link");
    refused("f/../outside", ERR_INPUT, "without . and ..");
    refused("..", ERR_INPUT, "without . and ..");
    refused("/etc", ERR_INPUT, "below the spec's folder");
    refused("f//inner", ERR_INPUT, "below the spec's folder");
    refused("f/main.py", ERR_INPUT, "is no folder");
    refused("none", ERR_MISSING, "no such folder");
    assert_int_equal(symlink("/etc/passwd", in_root("f/data")), 0);
    refused("f", ERR_INPUT, "f/data: is a symbolic link");
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    folder("f");
    refused("f", ERR_INPUT, "holds no files");
    assert_int_equal(mkfifo(in_root("f/pipe"), 0600), 0);
    refused("f", ERR_INPUT, "f/pipe: is no file");
    unlink(in_root("f/pipe"));
    put("f/a b", "x");
    refused("f", ERR_INPUT, "ASCII");
}

static void there_are_limits(void **state)
{
    (void)state;
    folder("f");
    for (int i = 0; i <= 2000; i++)
        put(arena_printf(memory, "f/%d", i), "");
    refused("f", ERR_INPUT, "more than 2000 files");
    folder("big");
    put("big/a", "");
    assert_int_equal(truncate(in_root("big/a"), 50 * 1024 * 1024), 0);
    refused("big", ERR_INPUT, "50 MB");
    assert_int_equal(truncate(in_root("big/a"), 50 * 1024 * 1024 + 1), 0);
    refused("big", ERR_INPUT, "limit");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_others_read_is_what_was_there),
        TEST(the_same_files_give_the_same_bytes),
        TEST(what_editors_and_python_leave_is_left_out),
        TEST(nothing_leads_out_of_the_folder),
        TEST(what_is_no_file_is_refused),
        TEST(there_are_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
