#include "tests/sim/sim.h"

#include "aws/api/services.h"
#include "aws/net/client.h"
#include "aws/sandbox/engine.h"
#include "provisioner/model/json.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { MOST_WORDS = 64, LONGEST_EXCHANGE_MS = 1000, KEEP = 32 << 20 };

static const char state_path[] = "/sim/state.json";

struct flight {
    const struct exchange *exchange;
    uint64_t n; /* the how-manieth */
    struct flight *next;
};

struct sim {
    struct transport transport; /* first: what the program gets is the simulation */
    struct arena *arena;
    struct sim_options options;
    struct sandbox *sandbox;
    struct transport *inner;
    struct host host;
    volatile int interrupted;
    struct flight *flights; /* requests that may change something, on their way */
    uint64_t started;
    void (*at)(void *ctx, enum sim_moment m, const char *what);
    void *ctx;
};

static void tell(struct sim *s, enum sim_moment m, const char *what)
{
    if (s->at)
        s->at(s->ctx, m, what);
}

/* ---- requests on their way --------------------------------------------------------------------------------------- */

/* "Action=DescribeVpcs&..." or "X-Amz-Target: x.ListKeys" or a path that is got. A name that is not known to be
 * harmless counts as a change, which costs a point more and is never wrong. */
static bool only_reads(const struct http_req *req)
{
    static const char *const harmless[] = {"Describe", "List", "Get", "Search", "Lookup", "BatchGet"};
    const char *target = http_header(&req->headers, "X-Amz-Target"), *dot = target ? strrchr(target, '.') : NULL;
    const char *name = dot ? dot + 1 : req->body && strncmp(req->body, "Action=", 7) == 0 ? req->body + 7 : "";
    bool reads = strcmp(req->method, "GET") == 0 || strcmp(req->method, "HEAD") == 0;
    for (size_t i = 0; i < COUNT(harmless); i++)
        reads |= str_starts(name, harmless[i]);
    return reads;
}

static void flight_over(struct sim *s, const struct exchange *x)
{
    for (struct flight **at = &s->flights; *at; at = &(*at)->next)
        if ((*at)->exchange == x) {
            struct flight *over = *at;
            *at = over->next;
            free(over);
            return;
        }
}

static void start(struct transport *t, struct exchange *x)
{
    struct sim *s = (struct sim *)t;
    struct flight *f = only_reads(&x->req) ? NULL : malloc(sizeof *f);
    s->started++;
    if (f) {
        *f = (struct flight){x, s->started, s->flights};
        s->flights = f;
    }
    s->inner->start(s->inner, x);
    tell(s, SIM_SENT, x->req.path);
}

static struct exchange *poll_next(struct transport *t, int64_t until_ms, int fd)
{
    struct sim *s = (struct sim *)t;
    struct exchange *x = s->inner->poll(s->inner, until_ms, fd);
    if (!x)
        return NULL;
    flight_over(s, x);
    tell(s, SIM_ANSWERED, x->req.path);
    return x;
}

static void cancel(struct transport *t, struct exchange *x)
{
    struct sim *s = (struct sim *)t;
    flight_over(s, x);
    s->inner->cancel(s->inner, x);
}

static int64_t now_ms(struct transport *t)
{
    struct sim *s = (struct sim *)t;
    return s->inner->now_ms(s->inner);
}

static int64_t wall_ms(struct transport *t)
{
    struct sim *s = (struct sim *)t;
    return s->inner->wall_ms(s->inner);
}

static void forget_flights(struct transport *t)
{
    struct sim *s = (struct sim *)t;
    while (s->flights)
        flight_over(s, s->flights->exchange);
    s->inner->free(s->inner);
}

/* ---- chance ------------------------------------------------------------------------------------------------------ */

static uint64_t chance;

/* In the place of the C library's: the one call by which passwords are made up. */
ssize_t getrandom(void *buffer, size_t n, unsigned flags)
{
    unsigned char *bytes = buffer;
    (void)flags;
    for (size_t i = 0; i < n; i++) {
        chance = chance * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (unsigned char)(chance >> 33);
    }
    return (ssize_t)n;
}

/* ---- a simulation ------------------------------------------------------------------------------------------------ */

static struct sim *one; /* the disk's clock has nobody else to ask */

static int64_t disk_now(void)
{
    return sandbox_now_ms(one->sandbox) / 1000;
}

static void disk_pause(int64_t ms)
{
    world_advance(one->sandbox->world, sandbox_now_ms(one->sandbox) + ms);
}

static void disk_moment(void *ctx, const char *what)
{
    tell(ctx, SIM_DISK, what);
}

static const char *no_environment(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return NULL;
}

void sim_die(const char *what, struct err *e)
{
    if (!e)
        return;
    fprintf(stderr, "%s: %s\n", what, err_text(e));
    exit(1);
}

struct sim *sim_new(struct arena *a, const struct sim_options *o)
{
    struct sim *s = arena_alloc(a, sizeof *s);
    struct sandbox_options so = {.faults = o->faults};
    mallopt(M_TRIM_THRESHOLD, KEEP); /* a run begins with what the one before it gave back */
    mallopt(M_MMAP_THRESHOLD, KEEP);
    mallopt(M_TOP_PAD, KEEP);
    so.faults.seed = o->seed;
    s->arena = a;
    s->options = *o;
    chance = o->seed;
    sim_die("sandbox", sandbox_open(a, &so, &s->sandbox));
    s->inner = sandbox_transport(s->sandbox);
    s->transport = (struct transport){start, poll_next, cancel, now_ms, wall_ms, forget_flights};
    s->host = (struct host){.env = no_environment,
                            .sys = &disk_sys,
                            .transport = &s->transport,
                            .seed = o->seed,
                            .interrupted = &s->interrupted};
    one = s;
    disk_reset(disk_now, disk_pause);
    disk_watch(disk_moment, s);
    return s;
}

void sim_watch(struct sim *s, void (*at)(void *ctx, enum sim_moment m, const char *what), void *ctx)
{
    s->at = at;
    s->ctx = ctx;
}

struct sandbox *sim_sandbox(struct sim *s)
{
    return s->sandbox;
}

struct world *sim_world(struct sim *s)
{
    return s->sandbox->world;
}

const char *sim_state_path(void)
{
    return state_path;
}

/* ---- commands ---------------------------------------------------------------------------------------------------- */

static void add_word(char **words, int *n, char *word)
{
    if (*n >= MOST_WORDS - 1)
        abort();
    words[(*n)++] = word;
}

static bool is_path(const char *word)
{
    return str_starts(word, "specs/") || str_starts(word, "tests/");
}

int sim_run(struct sim *s, const char *command)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    char *words[MOST_WORDS] = {NULL};
    int n = 0;
    const char *at = command, *word;
    add_word(words, &n, arena_strdup(a, "provisioner"));
    for (size_t len; (len = next_word(&at, &word));) {
        char *copy = arena_strndup(a, word, len);
        add_word(words, &n, is_path(copy) ? arena_printf(a, "%s/%s", SOURCE_DIR, copy) : copy);
    }
    add_word(words, &n, arena_strdup(a, "--sandbox"));
    if (!strstr(command, "state.bucket="))
        add_word(words, &n, arena_printf(a, "--state=%s", state_path));
    int code = cli_run(&s->host, n, words);
    fflush(NULL);
    return code;
}

/* ---- crashes ----------------------------------------------------------------------------------------------------- */

void sim_crash(struct sim *s, const struct sim_end *how)
{
    sim_watch(s, NULL, NULL);
    while (how->arrives && s->inner->poll(s->inner, now_ms(&s->transport) + LONGEST_EXCHANGE_MS, -1))
        ;
    forget_flights(&s->transport);
    disk_crash(how->disk, s->options.seed + s->started);
}

static uint64_t mixed(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

uint64_t sim_digest(const struct sim *s, const struct sim_end *how)
{
    uint64_t h = mixed(disk_digest(how->disk), world_version(s->sandbox->world)), on_their_way = 0;
    for (const struct flight *f = s->flights; how->arrives && f; f = f->next)
        on_their_way += mixed(1, f->n);
    return mixed(h, on_their_way);
}

/* ---- somebody else ----------------------------------------------------------------------------------------------- */

const struct value *sim_call(struct sim *s, struct arena *a, const char *service, const char *op, const char *region,
                             const char *json)
{
    static const struct credentials keys = {.access_key = SANDBOX_ACCESS_KEY, .secret_key = SANDBOX_SECRET_KEY};
    struct aws_config *config;
    struct aws_call call = {.arena = a, .op = service_op(aws_service(service), op), .region = region};
    sim_die("config", aws_config_load(a, no_environment, NULL, NULL, &config));
    sim_die(op, json_parse(a, json, strlen(json), JSON_PLAIN, &call.in));
    const struct client_options o = {
        .transport = s->inner, .credentials = credential_source_fixed(a, &keys), .config = config, .time_scale = 1};
    struct client *c = client_new(a, &o);
    client_call(c, &call);
    sim_die(op, call_error(&call));
    client_free(c);
    return call.out;
}
