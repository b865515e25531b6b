#include "provisioner/model/diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const severity_names[] = {[SEV_ERROR] = "error", [SEV_WARNING] = "warning", [SEV_NOTE] = "note"};

uint32_t diag_file(struct diags *d, const char *name)
{
    for (size_t i = 0; i < d->n_files; i++)
        if (strcmp(d->files[i], name) == 0)
            return (uint32_t)i;
    d->files = arena_grow(d->arena, d->files, sizeof *d->files, d->n_files, &d->files_cap);
    d->files[d->n_files] = arena_strdup(d->arena, name);
    return (uint32_t)d->n_files++;
}

const char *diag_file_name(const struct diags *d, uint32_t file)
{
    return file < d->n_files ? d->files[file] : "";
}

void diag_add(struct diags *d, enum severity sev, const char *rule, struct pos pos, const char *remedy, const char *fmt,
              ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *message = arena_alloc(d->arena, (size_t)n + 1);
    vsnprintf(message, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    d->items = arena_grow(d->arena, d->items, sizeof *d->items, d->n, &d->cap);
    d->items[d->n++] = (struct diag){rule, sev, message, remedy ? arena_strdup(d->arena, remedy) : NULL, NULL, pos};
    d->errors += sev == SEV_ERROR;
}

static int by_position(const void *x, const void *y)
{
    const struct diag *a = x, *b = y;
    if (a->pos.file != b->pos.file)
        return a->pos.file < b->pos.file ? -1 : 1;
    if (a->pos.line != b->pos.line)
        return a->pos.line < b->pos.line ? -1 : 1;
    if (a->pos.column != b->pos.column)
        return a->pos.column < b->pos.column ? -1 : 1;
    return strcmp(a->message, b->message);
}

void diag_sort(struct diags *d)
{
    if (d->n)
        qsort(d->items, d->n, sizeof *d->items, by_position);
}

/* "retention" for "retention_days". */
static bool abbreviates(const char *word, const char *name)
{
    size_t n = strlen(word);
    return n > 2 && strncmp(word, name, n) == 0 && (name[n] == '_' || name[n] == '-');
}

const char *diag_nearest(const char *word, const char *const *names)
{
    const char *best = NULL;
    unsigned n = (unsigned)strlen(word), least = n / 3 + 2;
    for (; names && *names; names++) {
        unsigned d = abbreviates(word, *names) ? 1 : edit_distance(word, *names);
        if (d < least && 2 * d <= n) {
            least = d;
            best = *names;
        }
    }
    return best;
}

void diag_print(const struct diags *d, struct sbuf *out)
{
    for (size_t i = 0; i < d->n; i++) {
        const struct diag *g = &d->items[i];
        if (g->pos.line)
            sbuf_printf(out, "%s:%u:%u: ", diag_file_name(d, g->pos.file), g->pos.line, g->pos.column);
        sbuf_printf(out, "%s: %s", severity_names[g->severity], g->message);
        if (g->remedy)
            sbuf_printf(out, "; %s", g->remedy);
        sbuf_printf(out, " [%s]\n", g->rule);
    }
}

static const struct value *one_json(const struct diags *d, const struct diag *g, struct arena *a)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "rule", g->rule);
    value_set_str(a, v, "severity", severity_names[g->severity]);
    value_set_str(a, v, "message", g->message);
    value_set(a, v, "remedy", g->remedy ? value_str(a, g->remedy) : value_null(a));
    value_set(a, v, "file", g->pos.line ? value_str(a, diag_file_name(d, g->pos.file)) : value_null(a));
    value_set(a, v, "line", value_int(a, g->pos.line));
    value_set(a, v, "column", value_int(a, g->pos.column));
    value_set(a, v, "address", g->address ? value_str(a, g->address) : value_null(a));
    return v;
}

const struct value *diag_json(const struct diags *d, struct arena *a)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < d->n; i++)
        value_push(a, all, one_json(d, &d->items[i], a));
    return all;
}
