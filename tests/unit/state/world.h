#ifndef TESTS_UNIT_STATE_WORLD_H
#define TESTS_UNIT_STATE_WORLD_H

#include "provisioner/base/file.h"
#include "provisioner/model/json.h"
#include "state/inside.h"
#include "state/sys.h"
#include "tests/unit/state/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>

/* A folder of its own for a test, and what these tests say often. */

struct world {
    struct arena *a;
    const char *folder, *path, *journal, *lock, *backup;
};

static inline int world_up(void **ret)
{
    struct arena *a = arena_new();
    struct world *w = arena_alloc(a, sizeof *w);
    const char *where = getenv("TMPDIR");
    char *folder = arena_printf(a, "%s/state-XXXXXX", where ? where : P_tmpdir);
    w->a = a;
    w->folder = mkdtemp(folder);
    if (!w->folder)
        return -1;
    w->path = arena_printf(a, "%s/demo.state.json", w->folder);
    w->journal = arena_printf(a, "%s.journal", w->path);
    w->lock = arena_printf(a, "%s.lock", w->path);
    w->backup = arena_printf(a, "%s.backup", w->path);
    *ret = w;
    return 0;
}

static inline void world_empty(const struct world *w)
{
    DIR *d = opendir(w->folder);
    for (struct dirent *e; d && (e = readdir(d));)
        unlink(arena_printf(w->a, "%s/%s", w->folder, e->d_name));
    closedir(d);
}

static inline int world_down(void **at)
{
    struct world *w = *at;
    world_empty(w);
    rmdir(w->folder);
    arena_free(w->a);
    return 0;
}

static inline const char *read_text(const struct world *w, const char *path)
{
    const char *text = NULL;
    size_t n;
    fine(file_read(w->a, path, 100000000, &text, &n));
    return text;
}

static inline void write_text(const char *path, const char *text)
{
    fine(file_write(path, text, strlen(text), 0600));
}

/* All that a state holds but its serial, as one text. */
static inline const char *content(struct arena *a, const struct state *s)
{
    return s ? value_canonical(a, value_without(a, state_to_value(s, a), "serial")) : "none";
}

#endif
