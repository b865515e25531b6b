#ifndef BASE_BASE_H
#define BASE_BASE_H

/*
 * base: what every other layer may use, and which itself uses nothing but libc.
 *
 * Memory: everything lives in a `struct arena` and is freed with it. Out of memory ends the process: the journal makes
 * any instant a safe one to stop at, so no caller carries a path for it.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define NODISCARD __attribute__((warn_unused_result))
#define NEVER_NULL __attribute__((returns_nonnull))
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- arena ------------------------------------------------------------------------------------------------------- */

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);                           /* NULL is fine */
void *arena_alloc(struct arena *a, size_t size) NEVER_NULL; /* zeroed, aligned as a type of that size, never NULL */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
void arena_wipe_on_free(struct arena *a);  /* secrets were in it */
size_t arena_bytes(const struct arena *a); /* what it holds, for tests and limits */

static inline void arena_freep(struct arena **a)
{
    arena_free(*a);
}

/*
 * Whatever was allocated elsewhere, or the end of the process: a line on stderr, and EXIT_NO_MEMORY. No core is left,
 * nothing is undone, and nothing more is sent or written.
 */
void *must_have(void *p);
/* malloc and realloc that never give NULL: for libraries that would take a failure for bad input. */
void *must_alloc(size_t size);
void *must_realloc(void *p, size_t size);
/* free, and nothing of what was in it stays: for libraries through which secrets pass. */
void free_wiped(void *p);
enum { EXIT_NO_MEMORY = 3 }; /* what is told of a run that was finished in part: the same command carries on */

/* An array that grows in an arena: `items` of `size` bytes, room for one more at least. Returns the (moved) array. */
void *arena_grow(struct arena *a, void *items, size_t size, size_t count, size_t *cap);

/* ---- growing text ------------------------------------------------------------------------------------------------ */

/* A NUL-terminated buffer that grows inside an arena; {.arena = a} is empty. Bytes may include NUL. */
struct sbuf {
    struct arena *arena;
    char *s;
    size_t len, cap;
};

void sbuf_putn(struct sbuf *b, const char *s, size_t n);
void sbuf_puts(struct sbuf *b, const char *s);
void sbuf_putc(struct sbuf *b, char c);
void sbuf_printf(struct sbuf *b, const char *fmt, ...) PRINTF(2, 3);
void sbuf_vprintf(struct sbuf *b, const char *fmt, va_list ap) PRINTF(2, 0);
void sbuf_put_json(struct sbuf *b, const char *s); /* quoted and escaped */
const char *sbuf_str(const struct sbuf *b);        /* never NULL */

/* ---- words and text ---------------------------------------------------------------------------------------------- */

/* Tables write small lists as words parted by spaces: "creating modifying". NULL is the empty list. */
bool has_word(const char *words, const char *w);
/* The next word: *at moves on, its length is returned, 0 at the end. */
size_t next_word(const char **at, const char **ret_word);

bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_eq_nocase(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
/* `*` stands for any run of characters, `/` included. */
bool glob_match(const char *pattern, const char *s);
/* Steps from one text to the other; for "did you mean". */
unsigned edit_distance(const char *a, const char *b);
/* A whole decimal number and nothing else. */
bool parse_int(const char *s, int64_t *ret);

/* Less than, equal to or greater than 0 as the first is to the second: number by number ("15.10" is above "15.8",
 * "8.0.mysql_aurora.3.10.1" above "8.0.mysql_aurora.3.08.0"), as far as both say ("15" is equal to both). */
int version_compare(const char *x, const char *y);

/* Seconds since 1970 in UTC, as strftime writes them; "" for what no calendar has. */
#define TIME_ISO "%Y-%m-%dT%H:%M:%SZ"
const char *time_utc(struct arena *a, int64_t seconds, const char *format);
/* Milliseconds from one second to a later one, whatever somebody wrote down as these: 0 for an earlier one, INT64_MAX
 * beyond. */
int64_t time_between(int64_t from_s, int64_t to_s);

/* Of "500ms", "30s", "5m", "1h"; -1: it is none of these, or beyond a million of them. */
int64_t time_span_parse(const char *text);
/* What was measured and is over, for people, in its two largest units: "92 ms", "2.4 s", "42 s", "12 min 5 s", "3 h 3
 * min", "2 d 7 h". Below 0: 0. */
const char *time_span(struct arena *a, int64_t ms);

/* RFC 4648. Decoding is for what was checked to be base64; what follows the first other character is left out. */
const char *base64_encode(struct arena *a, const void *data, size_t n);
const char *base64_decode(struct arena *a, const char *text, size_t *ret_len); /* NUL-terminated; ret_len may be NULL */

/* ---- errors ------------------------------------------------------------------------------------------------------ */

/* What the caller can do about it. The text is for people; this is for code. */
enum err_class {
    ERR_BUG,         /* a broken promise inside this program */
    ERR_USAGE,       /* the command line */
    ERR_INPUT,       /* the user's spec or files */
    ERR_FILE,        /* the operating system said no: disk, permission */
    ERR_WIRE,        /* bytes that could not be encoded or understood */
    ERR_MISSING,     /* the thing does not exist */
    ERR_CONFLICT,    /* it exists, or is in no state that allows this */
    ERR_LOCKED,      /* somebody else holds the state */
    ERR_STALE,       /* the plan's premises have moved on */
    ERR_THROTTLED,   /* later */
    ERR_REFUSED,     /* credentials or permissions */
    ERR_UNREACHABLE, /* no answer from there */
    ERR_REMOTE,      /* any other no from AWS */
    ERR_INTERRUPTED, /* the user asked to stop */
};

/*
 * A failure on its way up. A function that can fail returns `struct err *`: NULL is success, anything else belongs to
 * the receiver, who returns it (err_wrap puts context in front) or consumes it (err_free). Results are `ret_x`, last,
 * untouched on failure.
 */
struct err;

struct err *err_new(enum err_class cls, const char *fmt, ...) PRINTF(2, 3) NODISCARD NEVER_NULL;
struct err *err_errno(enum err_class cls, const char *fmt, ...)
    PRINTF(2, 3) NODISCARD NEVER_NULL; /* ": " strerror(errno) */
struct err *err_wrap(struct err *e, const char *fmt, ...) PRINTF(2, 3) NODISCARD NEVER_NULL;
enum err_class err_class_of(const struct err *e);
const char *err_text(const struct err *e); /* "outer: inner: root" */
void err_free(struct err *e);

/* The only macros in the tree that hide a return. */
#define TRY(expr)                                                                                                      \
    do {                                                                                                               \
        struct err *try_err = (expr);                                                                                  \
        if (try_err)                                                                                                   \
            return try_err;                                                                                            \
    } while (0)

#define TRY_CTX(expr, ...)                                                                                             \
    do {                                                                                                               \
        struct err *try_err = (expr);                                                                                  \
        if (try_err)                                                                                                   \
            return err_wrap(try_err, __VA_ARGS__);                                                                     \
    } while (0)

static inline void err_freep(struct err **e)
{
    err_free(*e);
}

#endif
