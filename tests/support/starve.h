#ifndef TESTS_STARVE_H
#define TESTS_STARVE_H

/*
 * Lets the n-th allocation fail, whoever asks for it: ourselves, cJSON, expat, libc. For one file of a program, since
 * it takes malloc's place. Sanitizers have a malloc of their own that must not be taken away: there, nothing can
 * starve.
 */

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STARVE_NEVER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define STARVE_NEVER
#endif

/* Volatile: compilers know what malloc does, and that it changes nothing. */
static struct {
    volatile size_t at, count; /* the how-manieth fails, 0: none; how many there were */
} starving;

static inline void starve(size_t at)
{
    starving.count = 0;
    starving.at = at;
}

#ifdef STARVE_NEVER

static inline bool can_starve(void)
{
    return false;
}

#else

static inline bool starves(void)
{
    bool now = ++starving.count == starving.at;
    if (now)
        errno = ENOMEM;
    return now;
}

/* What dlsym itself asks for while the real ones are looked up. */
static _Alignas(max_align_t) char first_bytes[8192];

static inline void *first_alloc(size_t n)
{
    static size_t used;
    size_t at = used;
    used += (n + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    return used <= sizeof first_bytes ? first_bytes + at : NULL;
}

static struct {
    void *(*malloc)(size_t n);
    void *(*calloc)(size_t n, size_t size);
    void *(*realloc)(void *p, size_t n);
    void (*free)(void *p);
    bool looking;
} real;

static inline bool look_up(void)
{
    if (real.free || real.looking)
        return real.free != NULL;
    real.looking = true;
    *(void **)&real.malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&real.calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&real.realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&real.free = dlsym(RTLD_NEXT, "free");
    return true;
}

void *malloc(size_t n)
{
    if (!look_up())
        return first_alloc(n);
    return starves() ? NULL : real.malloc(n);
}

void *calloc(size_t n, size_t size)
{
    if (!look_up())
        return first_alloc(n * size);
    return starves() ? NULL : real.calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    if (!look_up())
        return NULL;
    return starves() ? NULL : real.realloc(p, n);
}

void free(void *p)
{
    bool of_dlsym = (char *)p >= first_bytes && (char *)p < first_bytes + sizeof first_bytes;
    if (p && !of_dlsym && look_up())
        real.free(p);
}

/* Valgrind takes malloc's place itself, and asks nobody. */
static inline bool can_starve(void)
{
    size_t before = starving.count;
    void *volatile p = malloc(1);
    free(p);
    return starving.count > before;
}

#endif

#endif
