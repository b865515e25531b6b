#ifndef TESTS_RIG_H
#define TESTS_RIG_H

/*
 * Everything a run is made of, as the command line would put it together, against a sandbox in process. Whatever goes
 * wrong on the way there ends the test program with what it was.
 */

#include "aws/sandbox/sandbox.h"
#include "provisioner/base/file.h"
#include "provisioner/blueprint/blueprint.h"
#include "provisioner/exec/exec.h"
#include "provisioner/exec/folder.h"
#include "provisioner/spec/spec.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct rig {
    struct arena *a;
    struct diags diags;
    struct spec *spec;
    const char *root; /* the spec's folder */
    struct wanted_list wanted;
    struct store *store;
    struct state *state;
    struct sandbox *sandbox;
    struct client *client;
    const struct value *lookups;
    const char **skipped;
    struct live_set *live;
    struct plan *plan;
    struct listener listener; /* of rig_run; may be empty */
};

static inline const char *rig_no_env(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return NULL;
}

static inline void rig_die(const struct rig *r, const char *what, struct err *e)
{
    struct sbuf text = {.arena = r->a};
    if (!e)
        return;
    diag_print(&r->diags, &text);
    fprintf(stderr, "%s%s: %s\n", sbuf_str(&text), what, err_text(e));
    _exit(1);
}

static inline void rig_spec_set(struct rig *r, const char *path, const char *const *sets, size_t n_sets)
{
    const struct spec_sources src = {.path = path, .sets = sets, .n_sets = n_sets};
    r->diags = (struct diags){.arena = r->a};
    r->wanted = (struct wanted_list){.arena = r->a};
    rig_die(r, "spec", spec_load(r->a, &src, &r->diags, &r->spec));
    rig_die(r, "blueprint", blueprint_make(r->a, r->spec, &r->diags, &r->wanted));
    rig_die(r, "types", blueprint_check(r->a, r->spec, rtype_named, &r->diags, &r->wanted));
    r->root = arena_strndup(r->a, path, (size_t)(strrchr(path, '/') - path));
    rig_die(r, "folders", folders_measure(r->a, r->root, &r->diags, &r->wanted));
}

static inline void rig_spec(struct rig *r, const char *path)
{
    rig_spec_set(r, path, NULL, 0);
}

static inline void rig_state(struct rig *r, const char *path)
{
    size_t replayed;
    r->store = store_open_local(path);
    rig_die(r, "lock", store_lock(r->store, "test", 0));
    struct err *e = store_load(r->store, &r->state, &replayed);
    if (e && err_class_of(e) == ERR_MISSING)
        r->state = state_new(r->spec->project, r->spec->environment);
    else
        rig_die(r, "load", e);
    err_free(e);
}

/* A client of the sandbox that is open. `transport` NULL: the sandbox's own. */
static inline void rig_client(struct rig *r, struct transport *transport, uint64_t seed)
{
    static const struct credentials keys = {.access_key = SANDBOX_ACCESS_KEY, .secret_key = SANDBOX_SECRET_KEY};
    struct aws_config *config;
    rig_die(r, "config", aws_config_load(r->a, rig_no_env, NULL, NULL, &config));
    const struct client_options co = {.transport = transport ? transport : sandbox_transport(r->sandbox),
                                      .credentials = credential_source_fixed(r->a, &keys),
                                      .config = config,
                                      .seed = seed,
                                      .time_scale = 1};
    r->client = client_new(r->a, &co);
}

static inline void rig_sandbox(struct rig *r, const struct sandbox_options *o)
{
    rig_die(r, "sandbox", sandbox_open(r->a, o, &r->sandbox));
    rig_client(r, NULL, o->faults.seed);
}

/* What AWS holds, as it is now. */
static inline void rig_look(struct rig *r)
{
    struct region_ref regions[8];
    for (size_t i = 0; i < r->spec->n_regions; i++)
        regions[i] = (struct region_ref){r->spec->regions[i].alias, r->spec->regions[i].name};
    r->skipped = arena_alloc(r->a, sizeof *r->skipped);
    rig_die(r, "lookups",
            exec_lookups(r->client, r->a, r->spec->project, r->spec->environment, regions, r->spec->n_regions,
                         &r->lookups, &r->skipped));
    const struct value *who = value_get(r->lookups, "lookup/account");
    state_set_account(r->state, value_get_str(who, "AccountId"), value_get_str(who, "Lineage"));
    rig_die(r, "add-ons", exec_lookup_addons(r->client, r->a, &r->wanted, r->state, &r->lookups, &r->skipped));
    rig_die(r, "live", exec_read_live(r->client, r->a, &r->wanted, r->state, r->lookups, &r->skipped, &r->live));
}

/* `how` says what is asked for beside the defaults: everything may be destroyed. */
static inline void rig_plan(struct rig *r, const struct plan_request *how)
{
    static const char *const all[] = {"*", NULL};
    struct plan_request q = *how;
    q.wanted = &r->wanted;
    q.state = r->state;
    q.types = rtype_named;
    q.live = exec_live_of;
    q.live_ctx = r->live;
    q.lookups = r->lookups;
    q.spec_digest = "";
    q.allow_destroy = all;
    q.skipped = r->skipped;
    rig_die(r, "plan", plan_make(r->a, &q, &r->diags, &r->plan));
}

static inline const char *rig_plan_text(const struct rig *r)
{
    struct sbuf text = {.arena = r->a};
    plan_render(&text, r->plan, &(struct plan_style){0});
    return sbuf_str(&text);
}

static inline void rig_run(struct rig *r, struct run_result *ret)
{
    static const volatile int never;
    const struct run_options o = {.client = r->client,
                                  .store = r->store,
                                  .state = r->state,
                                  .plan = r->plan,
                                  .parallelism = 64,
                                  .time_scale = 1,
                                  .root = r->root,
                                  .listener = r->listener,
                                  .interrupted = &never};
    rig_die(r, "run", exec_run(r->a, &o, ret));
}

/* All of the wanted, made on a calm sandbox; or nothing left of it. */
static inline void rig_apply(struct rig *r, bool destroy)
{
    struct run_result result = {0};
    rig_look(r);
    rig_plan(r, &(struct plan_request){.destroy = destroy});
    rig_run(r, &result);
    if (!result.failed && !result.blocked && !result.not_started)
        return;
    const struct value *first = value_item(result.failures, 0);
    fprintf(stderr, "%s: %s\n", value_get_str(first, "address"), value_get_str(first, "error"));
    _exit(1);
}

static inline void rig_end_run(struct rig *r)
{
    store_close(r->store);
    state_free(r->state);
}

/* Whatever of it there is; state and world stay on disk. */
static inline void rig_end(struct rig *r)
{
    rig_end_run(r);
    client_free(r->client);
    sandbox_close(r->sandbox);
    arena_free(r->a);
}

/* A folder as if no run had ever been there. */
static inline void rig_clear(const char *folder)
{
    static const char *const names[] = {"state.json", "state.json.journal", "state.json.lock", "state.json.backup",
                                        "world",      "world.log"};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(arena_printf(a, "%s/%s", folder, names[i]));
}

#endif
