#include "aws/net/config.h"
#include "aws/net/ini.h"
#include "provisioner/base/file.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the INI dialect --------------------------------------------------------------------------------------------- */

static const struct {
    const char *text, *canonical;
} understood[] = {
    {"", "{}"},
    {"\n# only\n  ; comments\n", "{}"},
    {"[a]\nk=v", "{\"a\":{\"k\":\"v\"}}"},
    {"[a]\r\nk = v\r\n", "{\"a\":{\"k\":\"v\"}}"},
    {"\xef\xbb\xbf[a]\nk = v\n", "{\"a\":{\"k\":\"v\"}}"},
    {"[a]\nKeY : v w \t\n", "{\"a\":{\"key\":\"v w\"}}"},
    {"[a]\nk = x=y:z\n", "{\"a\":{\"k\":\"x=y:z\"}}"},
    {"[a]\nk = v # stays\n", "{\"a\":{\"k\":\"v # stays\"}}"},
    {"[a] # comment\nk=v\n[b] ; c\n", "{\"a\":{\"k\":\"v\"},\"b\":{}}"},
    {"[a]\nk =\nj = 1\n", "{\"a\":{\"j\":\"1\",\"k\":\"\"}}"},
    {"[a]\nk = one\n  two\n  three\n", "{\"a\":{\"k\":\"one\\ntwo\\nthree\"}}"},
    {"[a]\nk = one\n# between\n  two\n\nj = 2\n", "{\"a\":{\"j\":\"2\",\"k\":\"one\\ntwo\"}}"},
    {"[a]\ns3 =\n  Style = path\n  # why\n\n  size=5\nj = 2\n",
     "{\"a\":{\"j\":\"2\",\"s3\":{\"size\":\"5\",\"style\":\"path\"}}}"},
    {"  [a]\n  k = v\n  j = w\n", "{\"a\":{\"j\":\"w\",\"k\":\"v\"}}"},
    {"[a b]\n[profile \"c d\"]\nx=1\n", "{\"a b\":{},\"profile \\\"c d\\\"\":{\"x\":\"1\"}}"},
};

static const struct {
    const char *text, *why;
} refused[] = {
    {"k = hush\n", "f:1: there is a key before the first [section]"},
    {"[a]\nhush hush\n", "f:2: expected \"key = value\""},
    {"[a]\n= hush\n", "f:2: expected \"key = value\""},
    {"[a\nk = v\n", "f:1: a section reads \"[name]\""},
    {"[]\n", "f:1: a section reads \"[name]\""},
    {"[a] hush\n", "f:1: there is text behind the section's name"},
    {"[a]\n[b]\n[a]\n", "f:3: section [a] stands twice, first on line 1: make one of the two"},
    {"[a]\nk = hush\nK = hush2\n", "f:3: key \"k\" of [a] stands twice: make one of the two"},
    {"[a]\nk =\n  hush\n", "f:3: a line of an indented block reads \"key = value\""},
    {"[a]\nk =\n  = hush\n", "f:3: a line of an indented block reads \"key = value\""},
    {"[a]\nk = hush\x01\n", "f:2: there is a control character"},
    {"[a]\nk = hu\rsh\n", "f:2: there is a control character"},
};

static void read_what_the_aws_cli_reads(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(understood); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const struct value *v = NULL;
        struct err *e = ini_parse(a, "f", understood[i].text, strlen(understood[i].text), &v);
        if (e)
            fail_msg("%s: %s", understood[i].text, err_text(e));
        assert_string_equal(value_canonical(a, v), understood[i].canonical);
    }
}

static void refuse_the_rest_with_its_line_and_no_value(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        const struct value *v = NULL;
        CLEANUP(err_freep) struct err *e = ini_parse(a, "f", refused[i].text, strlen(refused[i].text), &v);
        assert_non_null(e);
        assert_int_equal(err_class_of(e), ERR_INPUT);
        assert_string_equal(err_text(e), refused[i].why);
        assert_null(strstr(err_text(e), "hush"));
    }
}

static void refuse_nul_bytes(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *v = NULL;
    CLEANUP(err_freep) struct err *e = ini_parse(a, "f", "[a]\0k=v", 7, &v);
    assert_non_null(e);
}

static void tell_the_line_of_each_key(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const char text[] = "# top\n[a]\n\nk = v\nm =\n  # c\n  x = 1\n";
    const struct value *v = NULL;
    assert_null(ini_parse(a, "f", text, sizeof text - 1, &v));
    assert_int_equal(value_pos(value_path(a, v, "a")).line, 2);
    assert_int_equal(value_pos(value_path(a, v, "a.k")).line, 4);
    assert_int_equal(value_pos(value_path(a, v, "a.m")).line, 5);
    assert_int_equal(value_pos(value_path(a, v, "a.m.x")).line, 7);
}

/* ---- a home folder and an environment ---------------------------------------------------------------------------- */

struct world {
    struct arena *a;
    char home[64];
    const char *env[8]; /* NAME=value */
};

static const char *world_env(void *ctx, const char *name)
{
    const struct world *w = ctx;
    size_t n = strlen(name);
    if (str_eq(name, "HOME"))
        return w->home;
    for (size_t i = 0; i < COUNT(w->env) && w->env[i]; i++)
        if (strncmp(w->env[i], name, n) == 0 && w->env[i][n] == '=')
            return w->env[i] + n + 1;
    return NULL;
}

static int world_new(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->a = arena_new();
    strcpy(w->home, "/tmp/test_config.XXXXXX");
    assert_non_null(mkdtemp(w->home));
    assert_int_equal(mkdir(arena_printf(w->a, "%s/.aws", w->home), 0700), 0);
    *state = w;
    return 0;
}

static int world_free(void **state)
{
    struct world *w = *state;
    static const char *const names[] = {".aws/config", ".aws/credentials", "other"};
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(arena_printf(w->a, "%s/%s", w->home, names[i]));
    rmdir(arena_printf(w->a, "%s/.aws", w->home));
    rmdir(w->home);
    arena_free(w->a);
    free(w);
    return 0;
}

static void put_file(struct world *w, const char *name, const char *text)
{
    assert_null(file_write(arena_printf(w->a, "%s/%s", w->home, name), text, strlen(text), 0600));
}

static const struct aws_config *loaded(struct world *w, const char *profile)
{
    struct aws_config *c = NULL;
    struct err *e = aws_config_load(w->a, world_env, w, profile, &c);
    if (e)
        fail_msg("%s", err_text(e));
    return c;
}

static const char *why_not(struct world *w, const char *profile)
{
    struct aws_config *c = NULL;
    CLEANUP(err_freep) struct err *e = aws_config_load(w->a, world_env, w, profile, &c);
    assert_non_null(e);
    assert_int_equal(err_class_of(e), ERR_INPUT);
    return arena_strdup(w->a, err_text(e));
}

static void no_files_are_no_error(void **state)
{
    const struct aws_config *c = loaded(*state, NULL);
    assert_string_equal(c->profile, "default");
    assert_null(aws_region(c));
    assert_null(aws_profile_key(c, "default", "region"));
}

static void credentials_file_beats_config_file(void **state)
{
    put_file(*state, ".aws/config", "[default]\nregion = eu-west-1\naws_access_key_id = config\n");
    put_file(*state, ".aws/credentials", "[default]\naws_access_key_id = shared\n");
    const struct aws_config *c = loaded(*state, NULL);
    assert_string_equal(aws_profile_key(c, "default", "aws_access_key_id"), "shared");
    assert_string_equal(aws_profile_key(c, "default", "region"), "eu-west-1");
}

static void sections_have_one_spelling(void **state)
{
    put_file(*state, ".aws/config",
             "[profile a]\nk=1\n[profile \"b c\"]\nk=2\n[profile   'd']\nk=3\n[sso-session s]\nk=4\n[services v]\n"
             "eks =\n  endpoint_url = http://x\n[plugins]\nk=5\n[e]\nk=6\n");
    put_file(*state, ".aws/credentials", "[e]\nk=7\n");
    const struct aws_config *c = loaded(*state, NULL);
    struct arena *a = ((struct world *)*state)->a;
    assert_string_equal(aws_profile_key(c, "a", "k"), "1");
    assert_string_equal(aws_profile_key(c, "b c", "k"), "2");
    assert_string_equal(aws_profile_key(c, "d", "k"), "3");
    assert_string_equal(aws_profile_key(c, "e", "k"), "7");
    assert_string_equal(value_get_str(value_get(c->config, "sso-session s"), "k"), "4");
    assert_string_equal(value_str_of(value_path(a, value_get(c->config, "services v"), "eks.endpoint_url")),
                        "http://x");
    assert_null(value_get(c->config, "plugins"));
}

static void profile_default_beats_default(void **state)
{
    put_file(*state, ".aws/config", "[profile default]\nregion = eu-west-1\n[default]\nregion = eu-west-2\n");
    assert_string_equal(aws_region(loaded(*state, NULL)), "eu-west-1");
}

static void the_same_profile_twice_is_refused(void **state)
{
    put_file(*state, ".aws/config", "[profile a]\nk=1\n[profile \"a\"]\nk=2\n");
    assert_non_null(strstr(why_not(*state, NULL), ".aws/config:3: section [profile a] stands twice"));
}

static const struct {
    const char *env[3], *argument, *profile;
} choices[] = {
    {{NULL}, NULL, "default"},
    {{"AWS_PROFILE=a"}, NULL, "a"},
    {{"AWS_DEFAULT_PROFILE=b"}, NULL, "b"},
    {{"AWS_PROFILE=a", "AWS_DEFAULT_PROFILE=b"}, NULL, "a"},
    {{"AWS_PROFILE=a"}, "b", "b"},
    {{"AWS_PROFILE="}, NULL, "default"},
    {{"AWS_PROFILE=a"}, "", "a"},
};

static void choose_the_profile(void **state)
{
    struct world *w = *state;
    put_file(w, ".aws/config", "[profile a]\nk=1\n[profile b]\nk=2\n");
    for (size_t i = 0; i < COUNT(choices); i++) {
        memcpy(w->env, choices[i].env, sizeof choices[i].env);
        const struct aws_config *c = loaded(w, choices[i].argument);
        assert_string_equal(c->profile, choices[i].profile);
        assert_int_equal(c->profile_named, choices[i].argument && *choices[i].argument);
    }
}

static void a_named_profile_has_to_be_there(void **state)
{
    struct world *w = *state;
    put_file(w, ".aws/config", "[profile staging]\nk=1\n");
    assert_non_null(strstr(why_not(w, "stagin"), "--profile names profile \"stagin\""));
    assert_non_null(strstr(why_not(w, "stagin"), "did you mean \"staging\"?"));
    w->env[0] = "AWS_PROFILE=production";
    assert_non_null(strstr(why_not(w, NULL), "AWS_PROFILE names profile \"production\""));
    w->env[0] = "AWS_PROFILE=default";
    assert_non_null(strstr(why_not(w, NULL), "neither in"));
}

static void paths_come_from_the_environment(void **state)
{
    struct world *w = *state;
    put_file(w, "other", "[profile a]\nregion = eu-west-3\n");
    w->env[0] = "AWS_CONFIG_FILE=~/$NAME";
    w->env[1] = "NAME=other";
    w->env[2] = "AWS_PROFILE=a";
    w->env[3] = "AWS_SHARED_CREDENTIALS_FILE=/dev/null";
    assert_string_equal(aws_region(loaded(w, NULL)), "eu-west-3");
}

static const struct {
    const char *path, *expanded;
} paths[] = {
    {"/a/b", "/a/b"}, {"~/x", "HOME/x"}, {"~user/x", "~user/x"}, {"$X/y", "ex/y"}, {"${X}y", "exy"}, {"$Y/z", "$Y/z"},
    {"a$", "a$"},     {"${X", "${X"},    {"~", "HOME"},          {"$X$X", "exex"}, {"$", "$"},
};

static void expand_home_and_variables(void **state)
{
    struct world *w = *state;
    w->env[0] = "X=ex";
    const struct aws_config *c = loaded(w, NULL);
    for (size_t i = 0; i < COUNT(paths); i++) {
        const char *want = paths[i].expanded;
        if (str_starts(want, "HOME"))
            want = arena_printf(w->a, "%s%s", w->home, want + 4);
        assert_string_equal(aws_path(w->a, c, paths[i].path), want);
    }
}

static const struct {
    const char *env[3], *region;
} regions[] = {
    {{NULL}, "eu-west-1"},
    {{"AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-2"}, "us-east-1"},
    {{"AWS_DEFAULT_REGION=us-east-2"}, "us-east-2"},
    {{"AWS_REGION=", "AWS_DEFAULT_REGION="}, "eu-west-1"},
};

static void choose_the_region(void **state)
{
    struct world *w = *state;
    put_file(w, ".aws/config", "[default]\nregion = eu-west-1\n");
    for (size_t i = 0; i < COUNT(regions); i++) {
        memcpy(w->env, regions[i].env, sizeof regions[i].env);
        assert_string_equal(aws_region(loaded(w, NULL)), regions[i].region);
    }
}

static const struct {
    const char *env, *file;
    bool on;
} flags[] = {
    {NULL, NULL, false},  {"F=true", NULL, true},   {"F=TRUE", NULL, true},
    {"F=1", NULL, false}, {"F=yes", "true", false}, {"F=false", "true", false},
    {NULL, "True", true}, {"F=", "true", true},     {NULL, "on", false},
};

static void only_true_is_true(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(flags); i++) {
        put_file(w, ".aws/config", arena_printf(w->a, "[default]\nf = %s\n", flags[i].file ? flags[i].file : ""));
        w->env[0] = flags[i].env;
        assert_int_equal(aws_flag(loaded(w, NULL), "F", "f"), flags[i].on);
    }
}

static void a_comment_behind_a_value_is_refused_where_it_matters(void **state)
{
    struct world *w = *state;
    put_file(w, ".aws/config",
             "[default]\nregion = eu-west-1\ncli_pager = less ; x\n[profile a]\nregion = hush # mine\n"
             "[profile b]\nsource_profile = a\n[profile c]\nsource_profile = c\n");
    assert_string_equal(aws_region(loaded(w, NULL)), "eu-west-1");
    loaded(w, "c");
    const char *why = why_not(w, "b");
    assert_non_null(strstr(why, ".aws/config:5: the value of region goes on with a comment"));
    assert_null(strstr(why, "hush"));
}

static void huge_files_and_folders_are_refused(void **state)
{
    struct world *w = *state;
    struct sbuf big = {.arena = w->a};
    for (int i = 0; i < 600000; i++)
        sbuf_puts(&big, "# padding\n");
    put_file(w, ".aws/config", sbuf_str(&big));
    assert_non_null(strstr(why_not(w, NULL), "larger than"));
    w->env[0] = "AWS_CONFIG_FILE=/";
    assert_non_null(strstr(why_not(w, NULL), "folder"));
}

#define IN_A_HOME(f) cmocka_unit_test_setup_teardown(f, world_new, world_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_what_the_aws_cli_reads),
        cmocka_unit_test(refuse_the_rest_with_its_line_and_no_value),
        cmocka_unit_test(refuse_nul_bytes),
        cmocka_unit_test(tell_the_line_of_each_key),
        IN_A_HOME(no_files_are_no_error),
        IN_A_HOME(credentials_file_beats_config_file),
        IN_A_HOME(sections_have_one_spelling),
        IN_A_HOME(profile_default_beats_default),
        IN_A_HOME(the_same_profile_twice_is_refused),
        IN_A_HOME(choose_the_profile),
        IN_A_HOME(a_named_profile_has_to_be_there),
        IN_A_HOME(paths_come_from_the_environment),
        IN_A_HOME(expand_home_and_variables),
        IN_A_HOME(choose_the_region),
        IN_A_HOME(only_true_is_true),
        IN_A_HOME(a_comment_behind_a_value_is_refused_where_it_matters),
        IN_A_HOME(huge_files_and_folders_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
