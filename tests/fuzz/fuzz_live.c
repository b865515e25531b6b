#include "provisioner/exec/exec.h"
#include "tests/fuzz/script.h"

/*
 * AWS's answers on their way through a type's table into a plan. The first line names a type, the second holds what is
 * wanted of it as JSON; the documents below are what AWS says, one after the other.
 */

#include "provisioner/model/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct rtype *type_of(const char *name)
{
    size_t n = 0, sum = 0;
    while (rtypes[n])
        n++;
    for (const char *c = name; *c; c++)
        sum = sum * 31 + (unsigned char)*c;
    return rtype_named(name) ? rtype_named(name) : rtypes[sum % n];
}

static struct err *look(struct arena *a, struct client *c, struct wanted_list *wanted, struct state *s)
{
    struct diags d = {.arena = a};
    const char **skipped = arena_alloc(a, sizeof *skipped);
    struct value *lookups = value_map(a);
    struct plan *p = NULL;
    struct plan_request r = {.wanted = wanted, .state = s, .types = rtype_named, .live = exec_live_of};
    struct live_set *live = NULL;
    TRY(exec_read_live(c, a, wanted, s, lookups, &skipped, &live));
    r.live_ctx = live;
    r.lookups = lookups;
    r.skipped = skipped;
    r.spec_digest = "";
    TRY(plan_make(a, &r, &d, &p));
    plan_render(&(struct sbuf){.arena = a}, p, &(struct plan_style){.width = 80, .verbose = true});
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size);
    size_t line = strcspn(text, "\n"), second = line + (text[line] == '\n'), n = strcspn(text + second, "\n");
    const struct rtype *rt = type_of(arena_strndup(a, text, line));
    const char *answers = text + second + n + (text[second + n] == '\n');
    const struct value *attrs = NULL;
    CLEANUP(err_freep) struct err *bad = json_parse(a, arena_strndup(a, text + second, n), n, JSON_PLAIN, &attrs);
    struct wanted_list wanted = {.arena = a};
    struct state *s = state_new("demo", "test");
    struct client *c = script_client(a, answers, NULL);
    struct value *want = value_edit(a, !bad && value_kind(attrs) == V_MAP ? attrs : value_map(a));
    wanted_add(&wanted, rt->name, "tokyo", "ap-northeast-1", "tokyo/a/x", want);
    state_set_account(s, "123456789012", "l-1");
    err_free(look(a, c, &wanted, s));
    client_free(c);
    state_free(s);
    return 0;
}
