#ifndef TESTS_ROUTE_WORLD_H
#define TESTS_ROUTE_WORLD_H

/* A network in memory on a virtual clock: servers at addresses, each so far away, and well or not. Nothing here takes
 * time but what is waited for. Include after what cmocka needs. */

#include "provisioner/route/names.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum mood {
    SERVES,
    REFUSES, /* its process is gone, the machine is there */
    MUTE,    /* paused: the system takes connections, nobody answers */
    DARK,    /* nothing comes back at all */
    HANGS_UP /* right after it was asked */
};

struct peer {
    const char *ip; /* "" ends the list */
    uint16_t port;
    enum mood mood;
    int64_t away_us; /* there and back */
    /* What it says to what it was told; 0: nothing. NULL: it never speaks. */
    size_t (*answer)(struct peer *p, const char *in, size_t n, char *out, size_t most);
    const char *word; /* for answer */
};

enum { SOCKETS = 256, LONGEST_REPLY = 2048 };

struct world {
    struct sockets sockets; /* first: a struct sockets * is the world */
    struct peer *peers;
    int64_t now_us;
    uint16_t chances;
    struct conn {
        bool used, stream;
        struct peer *peer; /* NULL: there is nothing at that address */
        int64_t ready_us, reply_us;
        size_t n, at;
        bool end;
        char reply[LONGEST_REPLY];
    } conns[SOCKETS];
};

static inline struct world *world_of(struct sockets *s)
{
    return (struct world *)s;
}

static inline int world_open(struct sockets *s, bool stream, const struct address *at)
{
    struct world *w = world_of(s);
    int fd = 0;
    while (fd < SOCKETS && w->conns[fd].used)
        fd++;
    if (fd == SOCKETS)
        return -EMFILE;
    struct conn *c = &w->conns[fd];
    memset(c, 0, sizeof *c);
    c->used = true;
    c->stream = stream;
    c->ready_us = c->reply_us = INT64_MAX;
    for (struct peer *p = w->peers; *p->ip; p++) {
        struct address there;
        if (p->port == at->port && address_read(p->ip, p->port, &there) && address_equal(&there, at))
            c->peer = p;
    }
    if (c->peer && c->peer->mood != DARK)
        c->ready_us = w->now_us + c->peer->away_us;
    return fd;
}

static inline int world_connected(struct sockets *s, int fd)
{
    const struct conn *c = &world_of(s)->conns[fd];
    return c->peer && c->peer->mood == REFUSES ? ECONNREFUSED : 0;
}

static inline void world_hear(struct world *w, struct conn *c, const char *bytes, size_t n)
{
    struct peer *p = c->peer;
    if (!p || p->mood == DARK || p->mood == MUTE)
        return;
    c->at = c->n = 0;
    if (p->mood == HANGS_UP)
        c->end = true;
    else if (p->answer)
        c->n = p->answer(p, bytes, n, c->reply, sizeof c->reply);
    if (c->n || c->end)
        c->reply_us = w->now_us + p->away_us;
}

static inline long world_send(struct sockets *s, int fd, const void *bytes, size_t n)
{
    struct world *w = world_of(s);
    world_hear(w, &w->conns[fd], bytes, n);
    return (long)n;
}

static inline long world_recv(struct sockets *s, int fd, void *bytes, size_t n)
{
    struct world *w = world_of(s);
    struct conn *c = &w->conns[fd];
    if (w->now_us < c->reply_us || (c->peer && (c->peer->mood == DARK || c->peer->mood == MUTE)))
        return -EAGAIN;
    if (!c->stream && c->peer && c->peer->mood == REFUSES)
        return -ECONNREFUSED;
    size_t left = c->n - c->at;
    n = n < left ? n : left;
    memcpy(bytes, c->reply + c->at, n);
    c->at += n;
    if (n == 0 && !c->end)
        return -EAGAIN;
    return (long)n;
}

static inline void world_close(struct sockets *s, int fd)
{
    world_of(s)->conns[fd].used = false;
}

static inline int64_t world_event(const struct conn *c, int wants)
{
    int64_t at = INT64_MAX;
    if (wants & WAIT_WRITE)
        at = c->ready_us;
    if (wants & WAIT_READ && (c->at < c->n || c->end) && c->reply_us < at)
        at = c->reply_us;
    return at;
}

static inline size_t world_wait(struct sockets *s, struct waiting *all, size_t n, int64_t until_us)
{
    struct world *w = world_of(s);
    int64_t first = until_us;
    size_t ready = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t at = world_event(&w->conns[all[i].fd], all[i].wants);
        first = at < first ? at : first;
    }
    w->now_us = first > w->now_us ? first : w->now_us;
    for (size_t i = 0; i < n; i++) {
        const struct conn *c = &w->conns[all[i].fd];
        all[i].has = 0;
        if (all[i].wants & WAIT_WRITE && c->ready_us <= w->now_us)
            all[i].has |= WAIT_WRITE;
        if (all[i].wants & WAIT_READ && (c->at < c->n || c->end) && c->reply_us <= w->now_us)
            all[i].has |= WAIT_READ;
        ready += all[i].has != 0;
    }
    return ready;
}

static inline int64_t world_now_us(struct sockets *s)
{
    return world_of(s)->now_us;
}

static inline uint16_t world_chance(struct sockets *s)
{
    return ++world_of(s)->chances;
}

static inline struct world *world_new(struct arena *a, struct peer *peers)
{
    struct world *w = arena_alloc(a, sizeof *w);
    w->sockets = (struct sockets){world_open,  world_connected, world_send,   world_recv,
                                  world_close, world_wait,      world_now_us, world_chance};
    w->peers = peers;
    w->now_us = 1000000;
    return w;
}

/* ---- what servers say -------------------------------------------------------------------------------------------- */

static inline size_t world_says(char *out, size_t most, const char *text, size_t n)
{
    n = n < most ? n : most;
    memcpy(out, text, n);
    return n;
}

/* Without TLS; it wants a password. */
static inline size_t says_postgres(struct peer *p, const char *in, size_t n, char *out, size_t most)
{
    static const char password[] = "R\0\0\0\x08\0\0\0\x03";
    (void)p;
    (void)in;
    return n == 8 ? world_says(out, most, "N", 1) : world_says(out, most, password, sizeof password - 1);
}

/* word: its role, "master" or "slave"; NULL: it wants a password. */
static inline size_t says_redis(struct peer *p, const char *in, size_t n, char *out, size_t most)
{
    (void)n;
    if (!p->word)
        return (size_t)snprintf(out, most, "-NOAUTH Authentication required.\r\n");
    if (strstr(in, "PING"))
        return (size_t)snprintf(out, most, "+PONG\r\n");
    return (size_t)snprintf(out, most, "$40\r\n# Replication\r\nrole:%s\r\nconnected_slaves:0\r\n\r\n", p->word);
}

/* word: "NAME=ADDRESS" and "NAME>ALIAS", parted by blanks. */
static inline size_t says_dns(struct peer *p, const char *in, size_t n, char *out, size_t most)
{
    char name[256] = {0}, next[256];
    size_t at = 12, len = 0, size = n;
    unsigned answers = 0;
    if (n < 17 || n > most)
        return 0;
    for (; at < n && in[at]; at += (size_t)in[at] + 1)
        len += (size_t)snprintf(name + len, sizeof name - len, "%s%.*s", len ? "." : "", in[at], in + at + 1);
    memcpy(out, in, n);
    bool asks_a = in[n - 3] == DNS_A;
    for (bool again = true; again;) {
        again = false;
        for (const char *word = p->word; word && *word; word += strcspn(word, " "), word += *word == ' ') {
            size_t l = strlen(name);
            struct address to;
            if (strncmp(word, name, l) != 0 || (word[l] != '=' && word[l] != '>'))
                continue;
            snprintf(next, sizeof next, "%.*s", (int)strcspn(word + l + 1, " "), word + l + 1);
            memcpy(out + size, "\xc0\x0c", 2); /* whose name it is does not matter to who asks */
            if (word[l] == '=' && asks_a && address_read(next, 0, &to)) {
                memcpy(out + size + 2, "\0\x01\0\x01\0\0\0\x05\0\x04", 10);
                memcpy(out + size + 12, to.ip, 4);
                size += 16;
                answers++;
            } else if (word[l] == '>') {
                memcpy(out + size + 2, "\0\x05\0\x01\0\0\0\x05\0", 9);
                size_t at_name = size + 12, start = at_name;
                for (const char *label = next; *label; label += strcspn(label, "."), label += *label == '.') {
                    out[at_name++] = (char)strcspn(label, ".");
                    memcpy(out + at_name, label, strcspn(label, "."));
                    at_name += strcspn(label, ".");
                }
                out[at_name++] = 0;
                out[size + 11] = (char)(at_name - start);
                size = at_name;
                answers++;
                snprintf(name, sizeof name, "%s", next);
                again = true;
                break;
            }
        }
    }
    out[2] = (char)0x81;
    out[3] = (char)(answers ? 0x80 : 0x83);
    out[7] = (char)answers;
    return size;
}

#endif
