#include "aws/sandbox/world_private.h"
#include "provisioner/base/file.h"
#include "provisioner/model/json.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

/*
 * The world's file. Its first line has a fixed length and is written over in place: the clock and the counter. Each
 * further line holds the objects that one call changed, so that a line torn by a crash loses a call that was never
 * answered, and nothing else.
 */

#define HEAD_BEGINS "{\"sandbox\": 1, "

enum { WORTH_COMPACTING = 64, FILE_MOST = 1024 * 1024 * 1024 };
static const int64_t last_time = 253402300799000; /* the end of the year 9999 */

static const char *head_line(const struct world *w, struct arena *a)
{
    return arena_printf(a,
                        HEAD_BEGINS "\"account\": \"%.12s\", \"clock\": %16" PRId64 ", \"counter\": %16" PRIu64 "}\n",
                        w->account, w->now, w->counter);
}

static void put_object(struct sbuf *line, const struct object *o)
{
    sbuf_puts(line, "{\"kind\":");
    sbuf_put_json(line, o->kind->name);
    sbuf_puts(line, ",\"region\":");
    sbuf_put_json(line, o->region);
    sbuf_puts(line, ",\"id\":");
    sbuf_put_json(line, o->id);
    if (o->gone) {
        sbuf_puts(line, ",\"gone\":true}");
        return;
    }
    sbuf_printf(line, ",\"seq\":%" PRIu64 ",\"born\":%" PRId64 ",\"changed\":%" PRId64, o->seq, o->born, o->changed);
    if (o->life)
        sbuf_printf(line, ",\"life\":\"%s\",\"step\":%u,\"due\":%" PRId64, o->life->name, o->step, o->due);
    sbuf_puts(line, ",\"v\":");
    value_print(line, o->v, -1);
    sbuf_putc(line, '}');
}

static struct err *write_at(const struct world *w, const char *bytes, size_t n, int64_t at)
{
    while (n) {
        ssize_t done = pwrite(w->fd, bytes, n, (off_t)at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return err_errno(ERR_FILE, "%s: write", w->path);
        bytes += done;
        at += done;
        n -= (size_t)done;
    }
    return NULL;
}

static struct err *append_dirty(struct world *w, struct arena *a)
{
    struct sbuf line = {.arena = a};
    if (!w->n_dirty)
        return NULL;
    sbuf_printf(&line, "{\"clock\":%" PRId64 ",\"counter\":%" PRIu64 ",\"objects\":[", w->now, w->counter);
    for (size_t i = 0; i < w->n_dirty; i++) {
        if (i)
            sbuf_putc(&line, ',');
        put_object(&line, w->dirty[i]);
    }
    sbuf_puts(&line, "]}\n");
    TRY(write_at(w, line.s, line.len, w->end));
    w->end += (int64_t)line.len;
    w->log_lines += w->n_dirty;
    return NULL;
}

struct err *world_save(struct world *w)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (w->fd >= 0) {
        TRY(append_dirty(w, a));
        const char *head = head_line(w, a);
        TRY(write_at(w, head, strlen(head), 0));
    }
    for (size_t i = 0; i < w->n_dirty; i++)
        w->dirty[i]->dirty = false;
    w->n_dirty = 0;
    return NULL;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* The file may have been written by anybody. */
static int64_t time_in(const struct value *v, const char *member)
{
    int64_t t = value_int_of(value_get(v, member));
    return t < 0 ? 0 : t > last_time ? last_time : t;
}

static void read_life(struct object *o, const struct value *v)
{
    const char *name = value_get_str(v, "life");
    for (const struct life *l = o->kind->lives; l && l->name; l++)
        if (str_eq(l->name, name))
            o->life = l;
    int64_t step = value_int_of(value_get(v, "step"));
    o->step = o->life && step >= 0 && step < (int64_t)COUNT(o->life->steps) ? (unsigned)step : 0;
    o->due = o->life ? time_in(v, "due") : 0;
}

static struct object *read_known(struct world *w, const struct sandbox_kind *k, const struct value *v)
{
    const char *id = value_get_str(v, "id"), *region = value_get_str(v, "region");
    struct object *o = object_find(w, k, region, id);
    if (o)
        return o;
    o = arena_alloc(w->arena, sizeof *o);
    o->kind = k;
    o->region = arena_strdup(w->arena, region);
    o->id = arena_strdup(w->arena, id);
    o->seq = (uint64_t)time_in(v, "seq");
    o->v = value_map(w->arena);
    world_attach(w, o);
    return o;
}

static void read_object(struct world *w, const struct value *v)
{
    const struct sandbox_kind *k = kind_by_name(value_get_str(v, "kind"));
    if (!k || !*value_get_str(v, "id"))
        return;
    struct object *o = read_known(w, k, v);
    if (value_bool_of(value_get(v, "gone"))) {
        object_remove(w, o);
        return;
    }
    o->v = value_edit(w->arena, value_copy(w->arena, value_get(v, "v")));
    o->born = time_in(v, "born");
    o->changed = time_in(v, "changed");
    read_life(o, v);
}

static void read_clock(struct world *w, const struct value *v)
{
    int64_t clock = time_in(v, "clock");
    uint64_t counter = (uint64_t)time_in(v, "counter"); /* no more digits than a time */
    w->now = clock > w->now ? clock : w->now;
    w->counter = counter > w->counter ? counter : w->counter;
}

static bool read_line(struct world *w, const char *line, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *v = NULL;
    struct err *e = json_parse(a, line, n, JSON_PLAIN, &v);
    if (e) {
        err_free(e);
        return false;
    }
    read_clock(w, v);
    const struct value *objects = value_get(v, "objects");
    for (size_t i = 0; i < value_len(objects); i++)
        read_object(w, value_item(objects, i));
    w->log_lines += value_len(objects);
    return true;
}

/* Another line would be spoilt by writing over it. */
static bool is_head(const struct world *w, const char *line, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    return n == strlen(head_line(w, a)) && str_starts(line, HEAD_BEGINS);
}

/* Lines up to the first one that a crash tore; what follows it is written over. */
static struct err *read_lines(struct world *w)
{
    int copy = dup(w->fd);
    FILE *f = copy >= 0 ? fdopen(copy, "r") : NULL;
    if (!f)
        return err_errno(ERR_FILE, "%s", w->path);
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, f)) > 0 && line[n - 1] == '\n' && (w->end || is_head(w, line, (size_t)n)) &&
           read_line(w, line, (size_t)n - 1))
        w->end += n;
    free(line);
    fclose(f);
    return NULL;
}

static void forget_marks(struct world *w)
{
    for (size_t i = 0; i < w->n_dirty; i++)
        w->dirty[i]->dirty = false;
    w->n_dirty = 0;
}

static struct err *begin_file(struct world *w)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *head = head_line(w, a);
    if (ftruncate(w->fd, (off_t)w->end) != 0)
        return err_errno(ERR_FILE, "%s: truncate", w->path);
    if (w->end)
        return NULL;
    w->end = (int64_t)strlen(head);
    return write_at(w, head, strlen(head), 0);
}

static struct err *check_file(const struct world *w, bool *ret_empty)
{
    struct stat st;
    if (fstat(w->fd, &st) != 0)
        return err_errno(ERR_FILE, "%s", w->path);
    if (!S_ISREG(st.st_mode) || st.st_size > FILE_MOST)
        return err_new(ERR_INPUT, "%s: is no regular file of at most 1 GiB; name another file for the sandbox's world",
                       w->path);
    *ret_empty = st.st_size == 0;
    return NULL;
}

static struct err *check_world(const struct world *w, bool empty)
{
    if (!empty && !w->end)
        return err_new(ERR_INPUT, "%s: is no world of the sandbox; name another file", w->path);
    return NULL;
}

struct err *world_open(struct world *w, const char *path)
{
    w->path = arena_strdup(w->arena, path);
    w->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (w->fd < 0)
        return err_errno(ERR_FILE, "%s", path);
    if (flock(w->fd, LOCK_EX | LOCK_NB) != 0)
        return err_new(ERR_LOCKED, "%s: the sandbox's world is in use by another process; wait for it or name another",
                       path);
    bool empty = true;
    TRY(check_file(w, &empty));
    TRY(read_lines(w));
    TRY(check_world(w, empty));
    world_reindex(w);
    forget_marks(w);
    return begin_file(w);
}

/* ---- compacting -------------------------------------------------------------------------------------------------- */

static void put_all(const struct world *w, struct sbuf *out)
{
    for (size_t i = 0; i < w->n_buckets; i++) {
        for (size_t j = 0; j < w->buckets[i].n; j++) {
            const struct object *o = w->buckets[i].items[j];
            if (o->gone)
                continue;
            sbuf_puts(out, "{\"objects\":[");
            put_object(out, o);
            sbuf_puts(out, "]}\n");
        }
    }
}

struct err *world_close(struct world *w)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (w->fd < 0)
        return NULL;
    TRY(world_save(w));
    if (w->log_lines < WORTH_COMPACTING || w->log_lines < 2 * w->n_objects)
        return NULL;
    struct sbuf out = {.arena = a};
    sbuf_puts(&out, head_line(w, a));
    put_all(w, &out);
    return file_write(w->path, out.s, out.len, 0600);
}
