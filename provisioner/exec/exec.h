#ifndef EXEC_EXEC_H
#define EXEC_EXEC_H

#include "aws/net/client.h"
#include "aws/types/impl.h"
#include "provisioner/exec/event.h"
#include "state/store.h"

/*
 * Everything that touches AWS on behalf of a plan: looking things up, reading what is there, and running steps. One
 * thread; many steps in flight; a wait of half an hour is a timer.
 */

/* ---- before a plan ----------------------------------------------------------------------------------------------- */

struct region_ref {
    const char *alias, *name;
};

/*
 * Account, partition and lineage, and the zones of each region, as plan.h's lookups. A region that does not answer is
 * added to ret_skipped (aliases, NULL-terminated) instead of being an error. ERR_REFUSED: no credentials, or refused.
 */
struct err *exec_lookups(struct client *c, struct arena *a, const char *project, const char *environment,
                         const struct region_ref *regions, size_t n, const struct value **ret,
                         const char ***ret_skipped) NODISCARD;
/*
 * "lookup/<alias>/addons/<version of Kubernetes>": what AWS takes by default of each add-on for which something wanted
 * refers to it, and the state knows no answer. Added to `lookups`.
 */
struct err *exec_lookup_addons(struct client *c, struct arena *a, const struct wanted_list *wanted,
                               const struct state *s, const struct value **lookups, const char ***skipped) NODISCARD;
/* The same for account, project and environment always. */
const char *exec_lineage(struct arena *a, const char *account, const char *project, const char *environment);
/* Nobody answered, or only with errors of its own: the region counts as down. */
bool exec_unreached(const struct aws_call *call);
/* Adds an alias once to a NULL-terminated list. */
void exec_skip(struct arena *a, const char ***skipped, const char *alias);

/* What AWS holds of the wanted addresses, the state's entries and its intents. In bulk: one paged list a type and
 * region where AWS has one. Reads of one region that fails as unreachable add it to the skipped. */
struct live_set;
struct err *exec_read_live(struct client *c, struct arena *a, const struct wanted_list *wanted, const struct state *s,
                           const struct value *lookups, const char ***skipped, struct live_set **ret) NODISCARD;
struct live exec_live_of(void *live_set, const char *address); /* fits plan_request.live */

/*
 * Something that exists already, as the entry the state `s` will hold for `w`, whose type must be known. `id` is its
 * physical id, parts joined by '|'. Nothing is changed in AWS: tags follow with the next apply. ERR_INPUT: no such id;
 * ERR_MISSING: it is not there; ERR_CONFLICT: it bears somebody's ownership tags. Lives in `a`.
 */
struct err *exec_import(struct client *c, struct arena *a, const struct wanted *w, const char *id,
                        const struct value *lookups, const struct state *s, struct entry *ret) NODISCARD;

/* "role|policy" as the attributes that the type's id is made of; ERR_INPUT: it is none. */
struct err *exec_id_attrs(struct arena *a, const struct rtype *rt, const char *id, const struct value **ret) NODISCARD;

/*
 * What bears the lineage's tags in one of the regions, and is neither wanted nor in the state: found through the
 * tagging API, so that what that does not know (roles) stays unknown. As entries, of which `after` is what they name by
 * id or ARN, without circles. ERR_REFUSED and the like: the tagging API can't be asked.
 */
struct strays_request {
    const struct region_ref *regions; /* at least one */
    size_t n_regions;
    const struct wanted_list *wanted;
    const struct state *state;
};
struct strays {
    struct entry *items;
    size_t n;
    const char **unknown; /* ARNs of which no type is known; NULL-terminated */
};
struct err *exec_strays(struct client *c, struct arena *a, const struct strays_request *r, const struct value *lookups,
                        struct strays *ret) NODISCARD;

/*
 * What nobody looks at (RT_UNSEEN), as the entry of a state that was lost: taken for done as it is wanted. false: it
 * refers to something that is not known. Lives in `a`.
 */
bool exec_presume(struct arena *a, const struct wanted *w, const struct value *lookups, const struct state *s,
                  struct entry *ret);

/* ---- running ----------------------------------------------------------------------------------------------------- */

struct run_options {
    struct client *client;
    struct store *store; /* locked */
    struct state *state;
    const struct plan *plan;
    unsigned parallelism;
    double time_scale; /* waits are divided by it; 1 */
    const char *root;  /* the spec's folder, below which folders are sent from */
    struct listener listener;
    const volatile int *interrupted; /* signals so far: 1 stops gently, 2 at once */
};

struct run_result {
    size_t done, failed, blocked, skipped, not_started;
    bool interrupted;
    const char *locked_out; /* it stopped since AWS takes the credentials no more, and there are no others: why */
    struct value *failures; /* [{address, error}] */
    struct value *left;     /* [{address, error}]: the skipped */
    int64_t took_ms;
};

/*
 * An error only where the journal cannot be written, or the lock was lost: then nothing more was sent. Failed steps are
 * in the result.
 *
 * Steps of a region of which nobody answers any more wait, begun or not, while there is anything to do elsewhere, and
 * go on when somebody answers again; in the end they are skipped, with what needs them. Where nobody at all answers,
 * that is waited for, two minutes at most.
 */
struct err *exec_run(struct arena *a, const struct run_options *o, struct run_result *ret) NODISCARD;

/* A reference resolved by state and lookups; for outputs and tests. */
const struct value *exec_resolve_ref(const struct state *s, const struct value *lookups, struct arena *a,
                                     const char *address, const char *path);

#endif
