#include "provisioner/base/base.h"

#include <errno.h>
#include <malloc.h>
#include <sanitizer/asan_interface.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The address sanitizer sees blocks, not what is handed out of them. So that it finds what reaches past an end, only
 * what is handed out may be touched, with a gap behind each piece. Without that sanitizer the macros are nothing.
 */
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { GAP = 16 };
#else
enum { GAP = 0 };
#endif

enum { FIRST_BLOCK = 4 * 1024, LARGEST_STEP = 1024 * 1024 };

struct block {
    struct block *next;
    size_t used, cap;
    max_align_t bytes[];
};

struct arena {
    struct block *head;
    size_t bytes;
    bool wipe;
};

/* Without a buffer, which would have to be allocated, and without handlers, which would find half of everything. */
void *must_have(void *p)
{
    static const char text[] = "provisioner: out of memory: what was recorded before is safe: make room, or raise the "
                               "limit (ulimit -v), then run the same command again\n";
    if (p)
        return p;
    while (write(STDERR_FILENO, text, sizeof text - 1) < 0 && errno == EINTR)
        continue;
    _exit(EXIT_NO_MEMORY);
}

void *must_alloc(size_t size)
{
    return must_have(malloc(size ? size : 1));
}

void *must_realloc(void *p, size_t size)
{
    return must_have(realloc(p, size ? size : 1));
}

void free_wiped(void *p)
{
    if (p)
        explicit_bzero(p, malloc_usable_size(p));
    free(p);
}

struct arena *arena_new(void)
{
    return must_have(calloc(1, sizeof(struct arena)));
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    while (a->head) {
        struct block *b = a->head;
        a->head = b->next;
        ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->cap);
        if (a->wipe)
            explicit_bzero(b->bytes, b->used);
        free(b);
    }
    free(a);
}

void arena_wipe_on_free(struct arena *a)
{
    a->wipe = true;
}

/* Where a type's size is no multiple of 16 neither is what it has to be aligned to. */
static size_t unit_of(size_t size)
{
    return size % alignof(max_align_t) ? sizeof(void *) : alignof(max_align_t);
}

static size_t rounded(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

/* Blocks double, so that a large arena is few blocks and a small one is small. */
static size_t block_size(const struct arena *a, size_t need)
{
    size_t cap = a->bytes < FIRST_BLOCK ? FIRST_BLOCK : a->bytes;
    if (cap > LARGEST_STEP)
        cap = LARGEST_STEP;
    return cap > need ? cap : need;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        must_have(NULL);
    size_t unit = unit_of(size), need = rounded(size, unit) + GAP;
    struct block *b = a->head;

    if (!b || rounded(b->used, unit) > b->cap || b->cap - rounded(b->used, unit) < need) {
        size_t cap = block_size(a, need);
        b = must_have(calloc(1, sizeof *b + cap));
        b->cap = cap;
        b->next = a->head;
        a->head = b;
        a->bytes += cap;
        ASAN_POISON_MEMORY_REGION(b->bytes, cap);
    }
    size_t at = rounded(b->used, unit);
    ASAN_UNPOISON_MEMORY_REGION((char *)b->bytes + at, size);
    b->used = at + need;
    return (char *)b->bytes + at;
}

size_t arena_bytes(const struct arena *a)
{
    return a ? a->bytes : 0;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *p = arena_alloc(a, n + 1);
    if (n)
        memcpy(p, s, n);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    return p;
}

void *arena_grow(struct arena *a, void *items, size_t size, size_t count, size_t *cap)
{
    if (count < *cap)
        return items;
    size_t bigger = *cap ? *cap * 2 : 8;
    void *grown = arena_alloc(a, bigger * size);
    if (count)
        memcpy(grown, items, count * size);
    ASAN_POISON_MEMORY_REGION(items, *cap * size); /* whoever kept a pointer into it is found out */
    *cap = bigger;
    return grown;
}
