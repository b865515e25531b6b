#include "provisioner/cli/planfile.h"

#include "aws/net/digest.h"
#include "provisioner/base/file.h"
#include "provisioner/model/json.h"

#include <string.h>

enum { LARGEST = 256 * 1024 * 1024 };

static const struct value *list_of(struct arena *a, const struct texts *t)
{
    struct value *list = value_list(a);
    for (size_t i = 0; i < t->n; i++)
        value_push(a, list, value_str(a, t->items[i]));
    return list;
}

static struct value *envelope(struct session *s)
{
    const struct options *o = &s->cli->opt;
    struct value *v = value_map(s->a);
    value_set(s->a, v, "provisioner_plan", value_int(s->a, 1));
    value_set_str(s->a, v, "spec", s->spec_path);
    value_set(s->a, v, "overlays", list_of(s->a, &o->overlays));
    value_set(s->a, v, "sets", list_of(s->a, &o->sets));
    value_set_str(s->a, v, "state", s->state_path);
    value_set(s->a, v, "sandbox", value_bool(s->a, o->sandbox));
    return v;
}

struct err *planfile_write(struct session *s, const char *path)
{
    struct value *v = envelope(s);
    const char *plan = plan_to_json(s->a, s->plan);
    value_set_str(s->a, v, "plan", plan);
    value_set_str(s->a, v, "digest", sha256_hex_of(s->a, value_canonical(s->a, v)));
    struct sbuf out = {.arena = s->a};
    value_print(&out, v, 0);
    sbuf_putc(&out, '\n');
    TRY_CTX(file_write(path, sbuf_str(&out), out.len, 0600), "saving the plan");
    return NULL;
}

bool planfile_is(struct arena *a, const char *path)
{
    const char *text = NULL;
    size_t n = 0;
    struct err *e = file_read(a, path, LARGEST, &text, &n);
    err_free(e);
    return !e && n > 1 && text[strspn(text, " \n\r\t")] == '{' && strstr(text, "\"provisioner_plan\"");
}

static struct texts texts_of(struct arena *a, const struct value *list)
{
    struct texts t = {.items = arena_alloc(a, (value_len(list) + 1) * sizeof *t.items)};
    for (size_t i = 0; i < value_len(list); i++)
        t.items[t.n++] = value_str_of(value_item(list, i));
    return t;
}

static struct err *check_digest(struct arena *a, const char *path, const struct value *v)
{
    const char *said = value_get_str(v, "digest");
    const char *is = sha256_hex_of(a, value_canonical(a, value_without(a, v, "digest")));
    if (value_int_of(value_get(v, "provisioner_plan")) != 1)
        return err_new(ERR_INPUT, "%s: no plan of this version", path);
    if (strcmp(said, is) != 0)
        return err_new(ERR_INPUT, "%s: changed since it was saved; make a new plan", path);
    return NULL;
}

struct err *planfile_parse(struct arena *a, const char *path, const char *text, size_t n, struct planfile *ret)
{
    const struct value *v = NULL;
    TRY_CTX(json_parse(a, text, n, JSON_PLAIN, &v), "%s", path);
    TRY(check_digest(a, path, v));
    const char *plan = value_get_str(v, "plan");
    TRY_CTX(plan_from_json(a, plan, strlen(plan), rtype_named, &ret->plan), "%s", path);
    ret->digest = value_get_str(v, "digest");
    ret->spec = value_get_str(v, "spec");
    ret->state = value_get_str(v, "state");
    ret->overlays = texts_of(a, value_get(v, "overlays"));
    ret->sets = texts_of(a, value_get(v, "sets"));
    ret->sandbox = value_bool_of(value_get(v, "sandbox"));
    return NULL;
}

struct err *planfile_read(struct session *s, const char *path)
{
    const char *text = NULL;
    size_t n = 0;
    struct planfile file = {0};
    struct options *o = &s->cli->opt;
    TRY(file_read(s->a, path, LARGEST, &text, &n));
    TRY(planfile_parse(s->a, path, text, n, &file));
    s->plan = file.plan;
    s->plan_digest = file.digest;
    o->overlays = file.overlays;
    o->sets = file.sets;
    if (s->cli->only_shows)
        o->sandbox = file.sandbox;
    if (o->sandbox != file.sandbox)
        return err_new(ERR_USAGE, "%s was made %s --sandbox; apply it the same way", path,
                       o->sandbox ? "without" : "with");
    s->state_path = o->state ? o->state : file.state;
    TRY(session_spec(s, file.spec));
    if (strcmp(s->digest, s->plan->spec_digest) != 0)
        return err_new(ERR_STALE, "%s has changed since the plan was made; make a new plan", s->spec_path);
    return NULL;
}
