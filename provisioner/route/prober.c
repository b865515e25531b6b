#include "provisioner/route/prober.h"

#include <errno.h>
#include <string.h>

enum phase { ASKING_NAME, CONNECTING, SHAKING, TALKING, DONE };
enum {
    MOST_RUNNING = 128,
    CHUNK = 4096,
    ASK_AGAIN = 4, /* the part of its time after which the next server is asked; */
    TRY_NEXT = 2   /* and the next address tried, where one of several is silent */
};

void prober_init(struct prober *p, struct sockets *sockets, const struct resolver *resolver)
{
    *p = (struct prober){.sockets = sockets, .resolver = *resolver, .tls = tls_maker_new()};
}

static void hang_up(struct prober *p, struct check *c)
{
    if (c->fd >= 0)
        p->sockets->close(p->sockets, c->fd);
    c->fd = -1;
    tls_free(c->tls);
    c->tls = NULL;
    c->n_in = c->n_out = 0;
}

static void finish(struct prober *p, struct check *c, const char *why, int errnum)
{
    hang_up(p, c);
    c->phase = DONE;
    c->ok = !why;
    c->why = why ? why : "";
    c->errnum = errnum;
    c->took_us = p->sockets->now_us(p->sockets) - c->began_us;
}

static bool open_to(struct prober *p, struct check *c, bool stream, const struct address *at)
{
    hang_up(p, c);
    c->fd = p->sockets->open(p->sockets, stream, at);
    c->errnum = c->fd < 0 ? -c->fd : 0;
    return c->fd >= 0;
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static void connect_next(struct prober *p, struct check *c);

/* Each server in turn, until the check's time is over. */
static void ask_name(struct prober *p, struct check *c)
{
    uint8_t question[DNS_LONGEST];
    c->phase = ASKING_NAME;
    c->id = p->sockets->chance(p->sockets);
    c->again_us = p->sockets->now_us(p->sockets) + c->timeout_us / ASK_AGAIN;
    size_t n = dns_ask(question, c->id, c->host, c->type);
    if (!n) {
        finish(p, c, "that is no name", 0);
        return;
    }
    const struct address *server = &p->resolver.servers[c->server++ % p->resolver.n];
    if (open_to(p, c, false, server))
        (void)p->sockets->send(p->sockets, c->fd, question, n); /* one that gets lost is asked again */
}

static void hear_name(struct prober *p, struct check *c)
{
    uint8_t answer[DNS_LONGEST];
    long n = p->sockets->recv(p->sockets, c->fd, answer, sizeof answer);
    if (n == -EAGAIN)
        return;
    switch (n < 0 ? DNS_FAILED : dns_hear(answer, (size_t)n, c->id, c->host, c->type, &c->names)) {
    case DNS_NOT_OURS: return;
    case DNS_FOUND:
        c->at = 0;
        connect_next(p, c);
        return;
    case DNS_NOTHING:
        if (c->type == DNS_AAAA)
            break;
        c->type = DNS_AAAA;
        ask_name(p, c);
        return;
    case DNS_FAILED: /* the next server, when its turn comes */
        hang_up(p, c);
        c->errnum = n < 0 ? (int)-n : 0;
        return;
    case DNS_NO_NAME: break;
    }
    finish(p, c, "its name leads nowhere", 0);
}

/* ---- talking ----------------------------------------------------------------------------------------------------- */

/* What is to be sent goes into `out`; more than fits there is never said. */
static void put_out(struct check *c, const char *bytes, size_t n)
{
    size_t room = sizeof c->out - c->n_out;
    n = n < room ? n : room;
    memcpy(c->out + c->n_out, bytes, n);
    c->n_out += n;
}

static void take_from_tls(struct check *c)
{
    size_t n;
    while (c->n_out < sizeof c->out && (n = tls_gives(c->tls, c->out + c->n_out, sizeof c->out - c->n_out)))
        c->n_out += n;
}

static void say(struct check *c)
{
    const struct stage *stage = &c->protocol->stages[c->talk.stage];
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    c->n_in = 0;
    c->in[0] = '\0';
    if (stage->say)
        stage->say(&c->talk, &text);
    if (c->tls) {
        if (text.len)
            tls_write(c->tls, sbuf_str(&text), text.len);
        take_from_tls(c);
    } else {
        put_out(c, sbuf_str(&text), text.len);
    }
}

static void begin_talk(struct prober *p, struct check *c)
{
    c->phase = TALKING;
    if (c->talk.stage >= c->protocol->n)
        finish(p, c, NULL, 0);
    else
        say(c);
}

static void shake(struct prober *p, struct check *c)
{
    enum tls_is is = tls_shake(c->tls);
    take_from_tls(c);
    if (is == TLS_UP)
        begin_talk(p, c);
    else if (is == TLS_WANTS_OURS)
        finish(p, c, NULL, 0);
    else if (is == TLS_FAILED)
        finish(p, c, "it does not speak TLS", 0);
}

static void begin_tls(struct prober *p, struct check *c)
{
    c->phase = SHAKING;
    c->tls = tls_new(p->tls, c->host);
    shake(p, c);
}

static void hear(struct prober *p, struct check *c, bool end)
{
    c->in[c->n_in] = '\0';
    enum heard heard = c->protocol->stages[c->talk.stage].hear(&c->talk, c->in, c->n_in, end);
    if (heard == HEARD_MORE && (end || c->n_in == sizeof c->in - 1))
        finish(p, c, end ? "it hung up before it had answered" : "its answer is too long", 0);
    else if (heard == HEARD_NO)
        finish(p, c, c->talk.why, 0);
    else if (heard == HEARD_YES)
        finish(p, c, NULL, 0);
    else if (heard == HEARD_NEXT || heard == HEARD_SECURE) {
        c->talk.stage++;
        c->n_in = 0;
        if (heard == HEARD_SECURE)
            begin_tls(p, c);
        else
            begin_talk(p, c);
    }
}

static void hear_over_tls(struct prober *p, struct check *c)
{
    if (c->phase == SHAKING)
        shake(p, c);
    while (c->phase == TALKING && c->tls) {
        long n = tls_read(c->tls, c->in + c->n_in, sizeof c->in - 1 - c->n_in);
        if (n == 0)
            return;
        if (n == -2)
            finish(p, c, NULL, 0);
        else {
            c->n_in += n > 0 ? (size_t)n : 0;
            hear(p, c, n < 0);
        }
    }
}

static void read_bytes(struct prober *p, struct check *c)
{
    char bytes[CHUNK];
    size_t most = c->tls ? sizeof bytes : sizeof c->in - 1 - c->n_in;
    long n = p->sockets->recv(p->sockets, c->fd, c->tls ? bytes : c->in + c->n_in, most);
    if (n == -EAGAIN)
        return;
    if (n < 0) {
        finish(p, c, "the connection broke", (int)-n);
    } else if (c->tls && n) {
        tls_took(c->tls, bytes, (size_t)n);
        hear_over_tls(p, c);
    } else if (c->phase == SHAKING) {
        finish(p, c, "it hung up during the TLS handshake", 0);
    } else {
        c->n_in += c->tls ? 0 : (size_t)n;
        hear(p, c, n == 0);
    }
}

static void write_bytes(struct prober *p, struct check *c)
{
    long n = c->n_out ? p->sockets->send(p->sockets, c->fd, c->out, c->n_out) : 0;
    if (n > 0) {
        memmove(c->out, c->out + n, c->n_out - (size_t)n);
        c->n_out -= (size_t)n;
    } else if (n < 0 && n != -EAGAIN) {
        finish(p, c, "the connection broke", (int)-n);
    }
}

/* ---- connecting -------------------------------------------------------------------------------------------------- */

/* To the next address that takes it; the last failure is what is told. */
static void connect_next(struct prober *p, struct check *c)
{
    c->phase = CONNECTING;
    while (c->at < c->names.n) {
        struct address at = c->names.at[c->at++];
        at.port = c->port;
        c->again_us = p->sockets->now_us(p->sockets) + c->timeout_us / TRY_NEXT;
        if (open_to(p, c, true, &at))
            return;
    }
    finish(p, c, "it takes no connection", c->errnum);
}

static void connected(struct prober *p, struct check *c)
{
    c->errnum = p->sockets->connected(p->sockets, c->fd);
    if (c->errnum)
        connect_next(p, c);
    else if (c->protocol->tls)
        begin_tls(p, c);
    else
        begin_talk(p, c);
}

/* ---- the loop ---------------------------------------------------------------------------------------------------- */

void prober_start(struct prober *p, struct check *c)
{
    int64_t now = p->sockets->now_us(p->sockets);
    c->talk = (struct talk){.protocol = c->protocol, .host = c->host, .path = c->path};
    c->names = (struct dns_answer){0};
    c->began_us = now;
    c->until_us = now + c->timeout_us;
    c->again_us = INT64_MAX;
    c->server = c->at = c->n_in = c->n_out = 0;
    c->fd = -1;
    c->tls = NULL;
    c->type = DNS_A;
    c->next = p->running;
    p->running = c;
    if (!address_read(c->host, 0, &c->names.at[0]) && !hosts_find(p->resolver.hosts, c->host, &c->names.at[0])) {
        ask_name(p, c);
        return;
    }
    c->names.n = 1;
    connect_next(p, c);
}

static void on_ready(struct prober *p, struct check *c, int has)
{
    if (c->phase == ASKING_NAME) {
        hear_name(p, c);
        return;
    }
    if (c->phase == CONNECTING) {
        if (has & WAIT_WRITE)
            connected(p, c);
        return;
    }
    if (has & WAIT_WRITE)
        write_bytes(p, c);
    if (has & WAIT_READ && c->phase != DONE && c->phase != CONNECTING)
        read_bytes(p, c);
}

static const char *too_slow(const struct check *c)
{
    return c->phase == ASKING_NAME  ? "no answer about its name in time"
           : c->phase == CONNECTING ? "no connection in time"
                                    : "no answer in time";
}

static bool has_another(const struct check *c)
{
    return c->phase == ASKING_NAME || (c->phase == CONNECTING && c->at < c->names.n);
}

static int64_t on_time(struct prober *p, struct check *c, int64_t now)
{
    if (now >= c->until_us)
        finish(p, c, too_slow(c), 0);
    else if (has_another(c) && now >= c->again_us)
        (c->phase == ASKING_NAME ? ask_name : connect_next)(p, c);
    return has_another(c) && c->again_us < c->until_us ? c->again_us : c->until_us;
}

static struct check *take_finished(struct prober *p)
{
    for (struct check **at = &p->running; *at; at = &(*at)->next) {
        struct check *c = *at;
        if (c->phase == DONE) {
            *at = c->next;
            return c;
        }
    }
    return NULL;
}

/* One wait, and what has happened meanwhile. */
static void turn(struct prober *p, int64_t until_us)
{
    struct waiting all[MOST_RUNNING];
    struct check *of[MOST_RUNNING];
    int64_t now = p->sockets->now_us(p->sockets);
    size_t n = 0;
    for (struct check *c = p->running; c; c = c->next) {
        int64_t due = on_time(p, c, now);
        until_us = c->phase == DONE ? now : due < until_us ? due : until_us;
        if (c->fd < 0 || n == MOST_RUNNING)
            continue;
        int wants = c->phase == CONNECTING ? WAIT_WRITE : WAIT_READ | (c->n_out ? WAIT_WRITE : 0);
        of[n] = c;
        all[n++] = (struct waiting){.fd = c->fd, .wants = wants};
    }
    if (!p->sockets->wait(p->sockets, all, n, until_us))
        return;
    for (size_t i = 0; i < n; i++)
        if (all[i].has && of[i]->phase != DONE)
            on_ready(p, of[i], all[i].has);
}

struct check *prober_poll(struct prober *p, int64_t until_us)
{
    struct check *c;
    while (!(c = take_finished(p))) {
        int64_t now = p->sockets->now_us(p->sockets);
        if (now >= until_us)
            return NULL;
        turn(p, until_us);
    }
    return c;
}

void prober_end(struct prober *p)
{
    for (struct check *c = p->running; c; c = c->next)
        hang_up(p, c);
    p->running = NULL;
    tls_maker_free(p->tls);
}
