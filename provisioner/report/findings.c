#include "provisioner/report/findings.h"

#include "provisioner/report/markup.h"

#include <inttypes.h>
#include <string.h>

enum { SARIF_RESULTS = 25000, ANNOTATIONS_A_KIND = 10 };

/* A position that a reader can go to. */
static const char *file_of(const struct diags *d, const struct diag *f)
{
    const char *name = f->pos.line ? diag_file_name(d, f->pos.file) : "";
    return *name && name[0] != '-' ? name : NULL;
}

static const char *whole_message(struct arena *a, const struct diag *f)
{
    return f->remedy ? arena_printf(a, "%s; %s", f->message, f->remedy) : f->message;
}

static unsigned column_of(const struct diag *f)
{
    return f->pos.column ? f->pos.column : 1;
}

/* ---- SARIF --------------------------------------------------------------------------------------------------------
 */

static struct value *text_object(struct arena *a, const char *text)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "text", text);
    return v;
}

static size_t rule_index(struct arena *a, struct value *ids, const char *rule)
{
    for (size_t i = 0; i < value_len(ids); i++)
        if (str_eq(value_str_of(value_item(ids, i)), rule))
            return i;
    value_push(a, ids, value_str(a, rule));
    return value_len(ids) - 1;
}

static const struct value *rules_of(struct arena *a, const struct value *ids)
{
    struct value *rules = value_list(a);
    for (size_t i = 0; i < value_len(ids); i++) {
        struct value *rule = value_map(a);
        value_set(a, rule, "id", value_item(ids, i));
        value_push(a, rules, rule);
    }
    return rules;
}

/* RFC 3986: what is neither unreserved nor a slash travels as %XX. */
static const char *uri_of(struct arena *a, const char *path)
{
    struct sbuf out = {.arena = a};
    sbuf_puts(&out, *path == '/' ? "file://" : "");
    for (const char *s = path; *s; s++) {
        bool plain =
            (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') || strchr("-._~/", *s);
        sbuf_printf(&out, plain ? "%c" : "%%%02X", (unsigned char)*s);
    }
    return sbuf_str(&out);
}

static const struct value *location_of(struct arena *a, const struct diags *d, const struct diag *f)
{
    struct value *location = value_map(a);
    const char *file = file_of(d, f);
    if (file) {
        value_set_path(a, location, "physicalLocation.artifactLocation.uri", value_str(a, uri_of(a, file)));
        value_set_path(a, location, "physicalLocation.region.startLine", value_int(a, f->pos.line));
        value_set_path(a, location, "physicalLocation.region.startColumn", value_int(a, column_of(f)));
    }
    if (f->address) {
        struct value *logical = value_list(a), *one = value_map(a);
        value_set_str(a, one, "fullyQualifiedName", f->address);
        value_push(a, logical, one);
        value_set(a, location, "logicalLocations", logical);
    }
    return value_len(location) ? location : NULL;
}

/* FNV-1a, 64 bits: of what stays when lines move. */
static uint64_t hash_on(uint64_t h, const char *text)
{
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (h ^ 0xff) * UINT64_C(1099511628211);
}

/* `seen`: how often each hash was there before. */
static const char *fingerprint(struct arena *a, const struct diags *d, const struct diag *f, struct value *seen)
{
    const char *file = file_of(d, f);
    uint64_t h = hash_on(UINT64_C(14695981039346656037), f->rule);
    h = hash_on(hash_on(h, file ? file : ""), f->message);
    const char *key = arena_printf(a, "%016" PRIx64, h);
    int64_t n = value_int_of(value_get(seen, key)) + 1;
    value_set(a, seen, key, value_int(a, n));
    return arena_printf(a, "%s:%d", key, (int)n);
}

static const struct value *result_of(struct arena *a, const struct diags *d, const struct diag *f, struct value *ids,
                                     struct value *seen)
{
    static const char *const levels[] = {[SEV_ERROR] = "error", [SEV_WARNING] = "warning", [SEV_NOTE] = "note"};
    struct value *v = value_map(a), *locations = value_list(a), *prints = value_map(a);
    value_set_str(a, v, "ruleId", f->rule);
    value_set(a, v, "ruleIndex", value_int(a, (int64_t)rule_index(a, ids, f->rule)));
    value_set_str(a, v, "level", levels[f->severity]);
    value_set(a, v, "message", text_object(a, whole_message(a, f)));
    value_push(a, locations, location_of(a, d, f));
    value_set(a, v, "locations", locations);
    value_set_str(a, prints, "finding/v1", fingerprint(a, d, f, seen));
    value_set(a, v, "partialFingerprints", prints);
    return v;
}

void sarif_render(struct sbuf *out, const struct diags *d)
{
    struct arena *a = out->arena;
    struct value *log = value_map(a), *runs = value_list(a), *run = value_map(a), *results = value_list(a);
    struct value *ids = value_list(a), *seen = value_map(a), *driver = value_map(a), *tool = value_map(a);
    for (size_t i = 0; i < d->n && i < SARIF_RESULTS; i++)
        value_push(a, results, result_of(a, d, &d->items[i], ids, seen));
    value_set_str(a, driver, "name", "provisioner");
    value_set_str(a, driver, "semanticVersion", PROVISIONER_VERSION);
    value_set(a, driver, "rules", rules_of(a, ids));
    value_set(a, tool, "driver", driver);
    value_set(a, run, "tool", tool);
    value_set_str(a, run, "columnKind", "unicodeCodePoints");
    value_set(a, run, "results", results);
    value_push(a, runs, run);
    value_set_str(a, log, "$schema",
                  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    value_set_str(a, log, "version", "2.1.0");
    value_set(a, log, "runs", runs);
    value_print(out, log, 0);
    sbuf_putc(out, '\n');
}

/* ---- JUnit --------------------------------------------------------------------------------------------------------
 */

static const char *place_of(struct arena *a, const struct diags *d, const struct diag *f)
{
    const char *file = f->pos.line ? diag_file_name(d, f->pos.file) : "";
    return arena_printf(a, "%s:%u:%u", file, f->pos.line, column_of(f));
}

static void put_case(struct sbuf *out, const struct diags *d, const struct diag *f)
{
    const char *text = whole_message(out->arena, f);
    sbuf_puts(out, "    <testcase classname=\"");
    markup_put(out, f->rule);
    sbuf_puts(out, "\" name=\"");
    markup_put(out, place_of(out->arena, d, f));
    sbuf_puts(out, f->severity == SEV_ERROR ? "\"><failure message=\"" : "\"><system-out>");
    markup_put(out, text);
    sbuf_puts(out, f->severity == SEV_ERROR ? "\"/></testcase>\n" : "</system-out></testcase>\n");
}

void junit_render(struct sbuf *out, const struct diags *d, const char *name)
{
    sbuf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"");
    markup_put(out, name);
    sbuf_printf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\">\n", d->n ? d->n : 1, d->errors);
    for (size_t i = 0; i < d->n; i++)
        put_case(out, d, &d->items[i]);
    if (!d->n)
        sbuf_puts(out, "    <testcase classname=\"spec\" name=\"no findings\"/>\n");
    sbuf_puts(out, "  </testsuite>\n</testsuites>\n");
}

/* ---- GitHub -------------------------------------------------------------------------------------------------------
 */

/* GitHub's toolkit, command.ts: data, and properties beside. */
static void put_escaped(struct sbuf *out, const char *text, bool property)
{
    const char *escaped = property ? "%\r\n:," : "%\r\n";
    for (; *text; text++)
        if (strchr(escaped, *text))
            sbuf_printf(out, "%%%02X", (unsigned char)*text);
        else
            sbuf_putc(out, *text);
}

static void put_annotation(struct sbuf *out, const struct diags *d, const struct diag *f, const char *command)
{
    const char *file = file_of(d, f);
    sbuf_printf(out, "::%s ", command);
    if (file) {
        sbuf_puts(out, "file=");
        put_escaped(out, file, true);
        sbuf_printf(out, ",line=%u,col=%u,", f->pos.line, column_of(f));
    }
    sbuf_puts(out, "title=");
    put_escaped(out, f->rule, true);
    sbuf_puts(out, "::");
    put_escaped(out, whole_message(out->arena, f), false);
    sbuf_putc(out, '\n');
}

void annotations_render(struct sbuf *out, const struct diags *d)
{
    static const char *const commands[] = {[SEV_ERROR] = "error", [SEV_WARNING] = "warning", [SEV_NOTE] = "notice"};
    for (enum severity sev = SEV_ERROR; sev <= SEV_NOTE; sev++) {
        size_t n = 0;
        for (size_t i = 0; i < d->n; i++)
            if (d->items[i].severity == sev && n++ < ANNOTATIONS_A_KIND)
                put_annotation(out, d, &d->items[i], commands[sev]);
        if (n > ANNOTATIONS_A_KIND)
            sbuf_printf(out, "%zu more of this kind; `provisioner validate` shows them all\n", n - ANNOTATIONS_A_KIND);
    }
}
