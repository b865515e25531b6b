#include "aws/net/ini.h"

#include <stdlib.h>
#include <string.h>

/*
 * AWS's shared files. Beyond not crashing: what is accepted is a map of maps of texts or of maps of texts, and what is
 * refused is refused in one line that begins with the file's name.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void check_section(const struct value *section, unsigned depth)
{
    demand(value_kind(section) == V_MAP);
    for (size_t i = 0; i < value_len(section); i++) {
        const struct value *v = value_item(section, i);
        demand(*value_key(section, i) && value_pos(v).line > 0);
        if (value_kind(v) == V_MAP && depth == 0)
            check_section(v, 1);
        else
            demand(value_kind(v) == V_STR);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *v = NULL;
    CLEANUP(err_freep) struct err *e = ini_parse(a, "file", arena_strndup(a, (const char *)data, n), n, &v);
    if (e) {
        demand(!v && err_class_of(e) == ERR_INPUT && str_starts(err_text(e), "file:"));
        return 0;
    }
    for (size_t i = 0; i < value_len(v); i++)
        check_section(value_item(v, i), 0);
    return 0;
}
