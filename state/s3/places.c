#include "aws/net/digest.h"
#include "state/s3/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- words ------------------------------------------------------------------------------------------------------- */

void s3_warn(const struct s3 *s, const char *fmt, ...)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    va_list ap;
    if (!s->warn)
        return;
    va_start(ap, fmt);
    sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    s->warn(s->warn_ctx, sbuf_str(&text));
}

/* ---- heads ------------------------------------------------------------------------------------------------------- */

/* One more is a number, too. */
static int64_t number(const struct value *meta, const char *name)
{
    int64_t n = 0;
    return parse_int(value_get_str(meta, name), &n) && n > 0 && n < INT64_MAX ? n : 0;
}

void place_keep_head(struct place *p, const struct got *head)
{
    p->there = head->there;
    p->etag = head->etag;
    p->epoch = number(head->meta, "epoch");
    p->serial = (uint64_t)number(head->meta, "serial");
    p->is_primary = str_eq(value_get_str(head->meta, "role"), "primary");
    (void)snprintf(p->digest, sizeof p->digest, "%s", value_get_str(head->meta, "sha256"));
}

static struct err *nothing_known(const struct s3 *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    for (size_t i = 0; i < s->n_places; i++)
        if (s->places[i].why)
            sbuf_printf(&text, "%s%s: %s", text.len ? "; " : "", s->places[i].region, s->places[i].why);
        else
            sbuf_printf(&text, "%s%s holds none", text.len ? "; " : "", s->places[i].region);
    return err_new(ERR_UNREACHABLE, "%s: nobody can tell what the state is: %s", s->st.path, sbuf_str(&text));
}

static struct err *two_of_them(const struct s3 *s)
{
    return err_new(ERR_CONFLICT,
                   "%s: both buckets say that theirs is the state to write, and the two differ: move the one that is "
                   "not meant away",
                   s->st.path);
}

/* Both answer. The higher epoch; of equals, the one that says so; before there is anything, the one named first. */
static struct err *choose_of_two(const struct s3 *s, size_t *ret)
{
    const struct place *x = &s->places[0], *y = &s->places[1];
    if (!x->there || !y->there)
        *ret = y->there ? 1 : 0;
    else if (x->epoch != y->epoch)
        *ret = y->epoch > x->epoch ? 1 : 0;
    else if (x->is_primary && y->is_primary && strcmp(x->digest, y->digest) != 0)
        return two_of_them(s);
    else
        *ret = y->is_primary && !x->is_primary ? 1 : 0;
    return NULL;
}

/* One of two is silent: what the other one says of itself counts. */
static struct err *choose_alone(const struct s3 *s, size_t answers, size_t *ret)
{
    const struct place *p = &s->places[answers];
    if (!p->there)
        return nothing_known(s);
    *ret = p->is_primary ? answers : 1 - answers;
    return NULL;
}

static struct err *choose(const struct s3 *s, size_t *ret)
{
    bool first = !s->places[0].why, second = s->n_places > 1 && !s->places[1].why;
    if (!first && !second)
        return nothing_known(s);
    *ret = 0;
    if (s->n_places == 1)
        return NULL;
    return first && second ? choose_of_two(s, ret) : choose_alone(s, first ? 0 : 1, ret);
}

/* A mirror that holds another snapshot than the primary lacks what came since. */
static void compare(struct s3 *s)
{
    struct place *m = s->mirror;
    if (!m)
        return;
    if (m->why && !m->behind)
        s3_warn(s, "%s: its mirror in %s does not answer (%s): what is written now is written in %s only", s->st.path,
                m->region, m->why, s->primary->region);
    m->behind = m->why || m->there != s->primary->there || strcmp(m->digest, s->primary->digest) != 0 ||
                m->epoch != s->primary->epoch;
}

struct err *places_look(struct s3 *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct heard heard[COUNT(s->places)] = {{0}};
    size_t primary = 0;
    TRY(objects_head(s, a, heard));
    for (size_t i = 0; i < s->n_places; i++) {
        struct place *p = &s->places[i];
        p->why = heard[i].why ? arena_strdup(s->st.arena, heard[i].why) : NULL;
        if (!p->why)
            place_keep_head(p, &heard[i].head);
    }
    TRY(choose(s, &primary));
    if (s->seat && s->seat != &s->places[primary] && !s->promoting)
        return err_new(ERR_LOCKED, "%s: it was promoted in %s meanwhile: run the same command again", s->st.path,
                       s->places[primary].region);
    s->primary = &s->places[primary];
    s->mirror = s->n_places > 1 ? &s->places[1 - primary] : NULL;
    if (!s->primary->why)
        compare(s);
    return NULL;
}

struct place *places_readable(const struct s3 *s)
{
    if (!s->primary->why)
        return s->primary;
    s3_warn(s, "%s: %s does not answer (%s): this is the copy in %s, which may lack the last changes", s->st.path,
            s->primary->region, s->primary->why, s->mirror->region);
    return s->mirror;
}

struct err *places_writable(const struct s3 *s, struct place **ret)
{
    *ret = s->promoting && s->primary->why ? s->mirror : s->primary;
    if (!(*ret)->why)
        return NULL;
    return err_new(ERR_UNREACHABLE,
                   "%s: %s does not answer (%s), and the copy in %s is for reading: wait, or, when that region is "
                   "lost, make the copy the one to write with `provisioner state promote`",
                   s->st.path, s->primary->region, s->primary->why, s->mirror->region);
}
