#include "aws/net/retry.h"
#include "aws/wire/coding.h"
#include "provisioner/base/screen.h"
#include "provisioner/model/properties.h"

#include <stdlib.h>
#include <string.h>

/* Small texts of others: what is shown moves no cursor, what is written is read again as the same. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
    if (!promise)
        abort();
}

static void shown(struct arena *a, const char *text)
{
    const char *safe = screen_safe(a, text);
    struct sbuf lines = {.arena = a};
    must(utf8_valid(safe, strlen(safe)));
    for (const char *c = safe; *c; c++)
        must((unsigned char)*c >= ' ' && *c != 0x7f);
    must(strcmp(screen_safe(a, safe), safe) == 0);
    for (size_t columns = 4; columns < 9; columns++)
        must(screen_columns(screen_cut(a, safe, columns)) <= columns);
    screen_wrap(&lines, safe, 3, 2, 20);
}

static void dates(struct arena *a, const char *text)
{
    int64_t seconds = 0, again = 0;
    if (time_parse(text, &seconds))
        must(time_parse(time_text(a, seconds), &again) && again == seconds);
    if (http_date_parse(text, &seconds))
        (void)time_text(a, seconds);
}

static void coded(struct arena *a, const char *text, size_t n)
{
    struct sbuf escaped = {.arena = a};
    size_t back = 0;
    const char *bytes = base64_decode(a, base64_encode(a, text, n), &back);
    must(back == n && memcmp(bytes, text, n) == 0);
    if (base64_valid(text))
        (void)properties_decode(a, text);
    uri_escape(&escaped, text, n, false);
    must(memcmp(uri_unescape(a, sbuf_str(&escaped), escaped.len, false), text, n) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size);
    shown(a, text);
    dates(a, text);
    coded(a, text, size);
    for (size_t most = 0; most < 9; most++)
        must(strlen(text_cut(a, text, most)) <= most);
    return 0;
}
