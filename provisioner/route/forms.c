#include "provisioner/route/forms.h"

#include "provisioner/base/screen.h"

#include <ctype.h>
#include <string.h>

const char *form_json(struct arena *a, const struct value *report)
{
    struct sbuf out = {.arena = a};
    value_print(&out, report, 0);
    sbuf_putc(&out, '\n');
    return sbuf_str(&out);
}

/* ---- names and values -------------------------------------------------------------------------------------------- */

/* "MY_CACHE" of "my-cache" */
static const char *shouted(struct arena *a, const char *word)
{
    char *text = arena_strdup(a, word);
    for (char *c = text; *c; c++)
        *c = (char)(isalnum((unsigned char)*c) ? toupper((unsigned char)*c) : '_');
    return text;
}

static const char *joined(struct arena *a, const struct value *hosts, const char *comma)
{
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < value_len(hosts); i++)
        sbuf_printf(&out, "%s%s", i ? comma : "", value_str_of(value_item(hosts, i)));
    return sbuf_str(&out);
}

static void add_role(struct arena *a, struct value *names, const char *prefix, const struct value *answer)
{
    static const char *const members[] = {"host", "port", "alias", "region", "healthy"};
    for (size_t i = 0; i < COUNT(members); i++) {
        const struct value *v = value_get(answer, members[i]);
        if (v)
            value_set_str(a, names, arena_printf(a, "%s_%s", prefix, shouted(a, members[i])), value_text(a, v));
    }
    value_set_str(a, names, arena_printf(a, "%s_HOSTS", prefix), joined(a, value_get(answer, "hosts"), ","));
}

/* name -> text: AURORA_WRITE_HOST, and so on; "any" has no word of its own. */
static const struct value *names_of(struct arena *a, const struct value *report)
{
    static const char *const roles[] = {"write", "read", "any"};
    const struct value *services = value_get(report, "services");
    struct value *names = value_map(a);
    value_set_str(a, names, "ROUTE_REGION", *value_get_str(report, "region") ? value_get_str(report, "region") : NULL);
    for (size_t i = 0; i < value_len(services); i++) {
        const struct value *service = value_item(services, i), *writer = value_get(service, "writer");
        const char *name = shouted(a, value_key(services, i));
        for (size_t k = 0; k < COUNT(roles); k++)
            if (value_get(service, roles[k]))
                add_role(a, names,
                         str_eq(roles[k], "any") ? name : arena_printf(a, "%s_%s", name, shouted(a, roles[k])),
                         value_get(service, roles[k]));
        value_set_str(a, names, arena_printf(a, "%s_WRITER", name), writer ? value_get_str(writer, "alias") : NULL);
    }
    return names;
}

const char *form_env(struct arena *a, const struct value *report)
{
    struct sbuf out = {.arena = a};
    const struct value *names = names_of(a, report);
    for (size_t i = 0; i < value_len(names); i++)
        sbuf_printf(&out, "%s=%s\n", value_key(names, i), value_str_of(value_item(names, i)));
    return sbuf_str(&out);
}

/* A name of Kubernetes: small letters, digits and dashes. */
static const char *object_name(struct arena *a, const struct value *report)
{
    char *text = arena_printf(a, "%s-%s-route", value_get_str(report, "project"), value_get_str(report, "environment"));
    for (char *c = text; *c; c++)
        *c = (char)(isalnum((unsigned char)*c) ? tolower((unsigned char)*c) : '-');
    return text;
}

const char *form_configmap(struct arena *a, const struct value *report)
{
    struct sbuf out = {.arena = a};
    const struct value *names = names_of(a, report);
    sbuf_printf(&out, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\ndata:\n", object_name(a, report));
    for (size_t i = 0; i < value_len(names); i++) {
        sbuf_printf(&out, "  %s: ", value_key(names, i));
        sbuf_put_json(&out, value_str_of(value_item(names, i)));
        sbuf_putc(&out, '\n');
    }
    return sbuf_str(&out);
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

enum { BEFORE_HOSTS = 28, BEFORE_NAME = 22, INDENT = 6 };

static void put_wrapped(struct sbuf *out, const char *text, unsigned at, unsigned width)
{
    bool begins_here = !width || at + strcspn(text, " ") <= width;
    if (!begins_here)
        sbuf_printf(out, "\n%*s", INDENT, "");
    screen_wrap(out, text, begins_here ? at : INDENT, INDENT, width);
    sbuf_putc(out, '\n');
}

/* Where lines end, several hosts are parted so that they can be broken there; in one line they can be copied. */
static void put_choice(struct arena *a, struct sbuf *out, const struct value *report, const struct value *choice,
                       unsigned width)
{
    const char *name = value_get_str(choice, "service"), *role = value_get_str(choice, "role");
    const struct value *service = value_get(value_get(report, "services"), name), *answer = value_get(service, role);
    const struct value *writer = str_eq(role, "write") ? value_get(service, "writer") : NULL;
    const char *what = str_eq(role, "any") ? name : arena_printf(a, "%s %s", name, role);
    if (!answer) {
        sbuf_printf(out, "%-16s nobody knows who writes\n", what);
        return;
    }
    bool healthy = value_bool_of(value_get(answer, "healthy"));
    bool recorded = writer && str_eq(value_get_str(writer, "by"), "record");
    sbuf_printf(out, "%-16s %-10s ", what, value_get_str(answer, "alias"));
    put_wrapped(out,
                arena_printf(a, "%s%s%s", joined(a, value_get(answer, "hosts"), width ? ", " : ","),
                             healthy ? "" : " (does not answer)",
                             recorded ? " (as AWS told when it was asked last)" : ""),
                BEFORE_HOSTS, width);
}

static void put_server(struct arena *a, struct sbuf *out, const struct value *s, unsigned width)
{
    int64_t us = value_int_of(value_get(s, "latency_us"));
    const char *took = us ? arena_printf(a, "%lld.%lld ms", (long long)(us / 1000), (long long)(us % 1000 / 100)) : "-";
    sbuf_printf(out, "  %-7s %10s  ", value_get_str(s, "is"), took);
    put_wrapped(out,
                arena_printf(a, "%s %s:%lld%s%s", value_get_str(s, "protocol"), value_get_str(s, "host"),
                             (long long)value_int_of(value_get(s, "port")), *value_get_str(s, "why") ? ": " : "",
                             value_get_str(s, "why")),
                BEFORE_NAME, width);
}

const char *form_text(struct arena *a, const struct value *report, const struct value *measures, unsigned width)
{
    struct sbuf out = {.arena = a};
    const struct value *choices = value_get(measures, "choices"), *servers = value_get(measures, "servers");
    for (size_t i = 0; i < value_len(choices); i++)
        put_choice(a, &out, report, value_item(choices, i), width);
    sbuf_putc(&out, '\n');
    for (size_t i = 0; i < value_len(servers); i++)
        put_server(a, &out, value_item(servers, i), width);
    return sbuf_str(&out);
}

/* ---- metrics ----------------------------------------------------------------------------------------------------- */

static void put_head(struct sbuf *out, const char *name, const char *type, const char *help)
{
    sbuf_printf(out, "# HELP provisioner_route_%s %s\n# TYPE provisioner_route_%s %s\n", name, help, name, type);
}

/* Labels are words and host names: nothing in them needs to be escaped. */
static const char *labels_of(struct arena *a, const struct value *one, const char *names)
{
    struct sbuf out = {.arena = a};
    const char *word;
    for (size_t n; (n = next_word(&names, &word));) {
        const char *name = arena_strndup(a, word, n);
        sbuf_printf(&out, "%s%s=\"%s\"", out.len ? "," : "", name, value_text(a, value_get(one, name)));
    }
    return sbuf_str(&out);
}

/* clang-format off */
static const struct metric {
    const char *name, *type, *help;
    const char *list, *labels;
    const char *member; /* NULL: 1 where there is an alias, else left out */
    const char *is;     /* 1 where the member is among these words, else 0; NULL: the number itself */
    bool is_us;         /* told in seconds */
} metrics[] = {
    {"up", "gauge", "Whether a server serves, slowly or not.", "servers", "service role alias protocol host port", "is", "up slow", false},
    {"latency_seconds", "gauge", "How long its checks take, of late.", "servers", "service role alias protocol host port", "latency_us", NULL, true},
    {"checks_total", "counter", "Checks of a server.", "servers", "service role alias protocol host port", "checks", NULL, false},
    {"failed_checks_total", "counter", "Checks of a server that failed.", "servers", "service role alias protocol host port", "failed", NULL, false},
    {"choice", "gauge", "Which region is used.", "choices", "service role alias", NULL, NULL, false},
    {"moves_total", "counter", "How often another one was chosen.", "choices", "service role", "moves", NULL, false},
    {"writer", "gauge", "Which region writes, and who says so.", "writers", "service alias by", NULL, NULL, false},
    {"writer_seen_seconds", "gauge", "How long ago it was seen that it writes.", "writers", "service", "age_us", NULL, true},
};
/* clang-format on */

static const char *seconds(struct arena *a, const struct value *us)
{
    long long n = value_int_of(us);
    return arena_printf(a, "%lld.%06lld", n / 1000000, n % 1000000);
}

static void put_metric(struct arena *a, struct sbuf *out, const struct metric *m, const struct value *one)
{
    const struct value *v = m->member ? value_get(one, m->member) : value_get(one, "alias");
    if (!v)
        return;
    sbuf_printf(out, "provisioner_route_%s{%s} ", m->name, labels_of(a, one, m->labels));
    if (!m->member)
        sbuf_puts(out, "1\n");
    else if (m->is)
        sbuf_printf(out, "%d\n", has_word(m->is, value_str_of(v)));
    else if (m->is_us)
        sbuf_printf(out, "%s\n", seconds(a, v));
    else
        sbuf_printf(out, "%s\n", value_text(a, v));
}

const char *form_metrics(struct arena *a, const struct value *report, const struct value *measures)
{
    struct sbuf out = {.arena = a};
    put_head(&out, "info", "gauge", "Whose endpoints these are, and where they are watched from.");
    sbuf_printf(&out, "provisioner_route_info{%s} 1\n", labels_of(a, report, "project environment region"));
    put_head(&out, "detection_seconds", "gauge", "How long it took to find out in which region this is.");
    sbuf_printf(&out, "provisioner_route_detection_seconds %s\n", seconds(a, value_get(measures, "detection_us")));
    for (size_t i = 0; i < COUNT(metrics); i++) {
        const struct value *list = value_get(measures, metrics[i].list);
        put_head(&out, metrics[i].name, metrics[i].type, metrics[i].help);
        for (size_t k = 0; k < value_len(list); k++)
            put_metric(a, &out, &metrics[i], value_item(list, k));
    }
    return sbuf_str(&out);
}
