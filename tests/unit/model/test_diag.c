#include "provisioner/model/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Better no word than one that was not meant. */
static void the_nearest_word_is_one_that_may_have_been_meant(void **state)
{
    static const char *const names[] = {
        "eks", "dns", "engine", "retention_days", "retention_hours_of_all", "node_type", "version", "gb", NULL};
    static const struct {
        const char *word, *nearest;
    } cases[] = {
        {"engin", "engine"},
        {"verson", "version"},
        {"node-typ", "node_type"},
        {"retention", "retention_days"},
        {"eks ", "eks"},
        {"dn", "dns"},
        {"gbs", "gb"},
        {"ens", "eks"},
        {"msk", NULL},
        {"x", NULL},
        {"", NULL},
        {"re", NULL},
        {"something", NULL},
        {"retentive_days", "retention_days"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = diag_nearest(cases[i].word, names);
        if (cases[i].nearest)
            assert_string_equal(got, cases[i].nearest);
        else
            assert_null(got);
    }
    assert_null(diag_nearest("engine", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_one_that_may_have_been_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
