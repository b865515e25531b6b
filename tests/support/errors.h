#ifndef TESTS_ERRORS_H
#define TESTS_ERRORS_H

/* What tests say of errors. Include after what cmocka needs. */

#include "provisioner/base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline void fine(struct err *e)
{
    if (e)
        fail_msg("%s", err_text(e));
}

/* Takes the error: of this class, and with these words in it. */
static inline void refused(struct err *e, enum err_class cls, const char *words)
{
    if (!e)
        fail_msg("no error; expected: %s", words);
    if (!strstr(err_text(e), words))
        fail_msg("\"%s\" does not say \"%s\"", err_text(e), words);
    assert_int_equal(err_class_of(e), cls);
    err_free(e);
}

#endif
