#include "provisioner/model/properties.h"

#include <string.h>

const char *properties_encode(struct arena *a, const struct value *map)
{
    struct sbuf text = {.arena = a};
    for (size_t i = 0; i < value_len(map); i++)
        sbuf_printf(&text, "%s=%s\n", value_key(map, i), value_text(a, value_item(map, i)));
    return base64_encode(a, sbuf_str(&text), text.len);
}

static const char *trimmed(struct arena *a, const char *s, size_t n)
{
    while (n && strchr(" \t\r", s[n - 1]))
        n--;
    size_t blank = strspn(s, " \t");
    return blank < n ? arena_strndup(a, s + blank, n - blank) : "";
}

const struct value *properties_decode(struct arena *a, const char *base64)
{
    struct value *map = value_map(a);
    const char *line = base64_decode(a, base64, NULL);
    for (size_t n; *line; line += n + (line[n] == '\n')) {
        n = strcspn(line, "\n");
        size_t eq = strcspn(line, "=");
        const char *key = trimmed(a, line, eq < n ? eq : n);
        if (*key && !strchr("#!", *key))
            value_set_str(a, map, key, eq < n ? trimmed(a, line + eq + 1, n - eq - 1) : "");
    }
    return map;
}
