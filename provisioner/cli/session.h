#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "aws/sandbox/sandbox.h"
#include "provisioner/blueprint/blueprint.h"
#include "provisioner/cli/cli.h"
#include "provisioner/cli/stream.h"
#include "provisioner/exec/exec.h"
#include "provisioner/plan/plan.h"
#include "provisioner/preflight/preflight.h"
#include "provisioner/spec/spec.h"
#include "state/store.h"

/*
 * What commands are made of, in the order in which they need it: the spec, the state, the way to AWS, what AWS knows
 * and holds, the plan. A session owns all of it; session_end gives it back on every path.
 */

struct session {
    struct cli *cli;
    struct arena *a;
    const char *spec_path;
    struct diags diags;
    struct spec *spec;
    struct preflight preflight;
    struct wanted_list wanted;
    const char *digest; /* of the spec as it counts */
    const char *state_path;
    struct store *store;
    struct state *state;
    bool changes;    /* it may change what AWS holds; every other command only looks, and can't send anything else */
    size_t replayed; /* journal records of a run that was cut off */
    struct aws_config *config;
    struct sandbox *sandbox;
    struct transport *transport;
    struct credential_source *credentials;
    struct client *client;
    const struct value *lookups;
    const char **skipped; /* aliases; NULL-terminated once session_read_aws is through */
    struct live_set *live;
    const char *const *only; /* addresses a plan is about, without what they need; NULL: as the options say */
    struct plan *plan;
    struct stream *stream;   /* what --json of a changing command is told; NULL: text */
    const char *plan_digest; /* of the saved plan that this run does; "": none */
};

void session_init(struct session *s, struct cli *c);
void session_end(struct session *s);

/* Reads, checks and expands the spec. Findings are printed to stderr (unless --json, where they go into the result);
 * ERR_INPUT when there are errors among them. */
struct err *session_spec(struct session *s, const char *path) NODISCARD;
/* Opens the store and loads the state, or begins an empty one. `lock`: for writing. Needs the spec, or a state_path, a
 * file's or "s3://bucket/key?region=NAME". A state in S3 connects. session_state.c, as the next four */
struct err *session_state(struct session *s, bool lock) NODISCARD;
/* ERR_MISSING where the state that was loaded holds nothing: for commands that run a system, and must not make one. */
struct err *session_has_made(const struct session *s) NODISCARD;
/* The same as session_state, without locking or loading anything. */
struct err *session_store(struct session *s) NODISCARD;
/* The file of the sandbox's world: beside the state, or the spec of one in S3. */
struct err *session_world(const struct session *s, const char **ret) NODISCARD;
/* In UTC, as strftime writes it. */
const char *session_now(const struct session *s, const char *format);
/* Of the spec's regions, in its order; NULL-terminated. */
const char *const *session_aliases(const struct session *s);
/* Until there is something to read on stdin, or a signal; what is locked stays so meanwhile. */
void session_listen(const struct session *s);
/* A spec, whose state is meant, or a state: a file or s3://. */
struct err *session_named(struct session *s, const char *path) NODISCARD;
/* The client: real, at an endpoint, or the sandbox; once. */
struct err *session_connect(struct session *s) NODISCARD;
uint64_t session_chance(const struct session *s);            /* random, but in the sandbox */
struct region_ref *session_regions(const struct session *s); /* the spec's */
/* The rules that need answers of AWS's, or a plan, as far as there are any; a state that is loaded tells what is there
 * already. online.c */
struct err *session_online(struct session *s) NODISCARD;
/* Account, zones, and what is live; checks that account and state belong together. */
struct err *session_read_aws(struct session *s) NODISCARD;
/* Whether the credentials are still of the account that s->lookups tells: a saved plan goes nowhere else. */
struct err *session_check_account(struct session *s) NODISCARD;
/* From what was read before; offline without it. The first says what a plan would be made of. */
struct plan_request session_plan_request(const struct session *s, bool destroy);
struct err *session_plan(struct session *s, bool destroy) NODISCARD;
/* All of the above but connecting, as the options say. */
struct err *session_make_plan(struct session *s, const char *spec_path, bool lock, bool destroy) NODISCARD;

/* Of the spec's objectives, "rto", "rpo" or "lag"; 0: it has none. */
int64_t session_objective_ms(const struct session *s, const char *name);
/* The region that an option names by its alias (NULL: it was not given). ERR_USAGE says which there are. */
struct err *session_region(const struct session *s, const char *option, const char *alias,
                           const struct spec_region **ret) NODISCARD;
/* The spec's folder: all that a spec may refer to lies there. */
const char *session_root(const struct session *s);
/* Whether the plan would run a program that is not there: a plan warns of it, an apply stops before it begins. */
bool session_lacks_program(const struct session *s);

void session_print_findings(const struct session *s);
void session_print_fresh(const struct session *s, size_t before); /* those from the `before`th on */
struct plan_style session_style(const struct session *s);

#endif
