#include "provisioner/base/zip.h"

#include "provisioner/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FILES_MOST = 2000,
    DEPTH_MOST = 16,
    PATH_LONGEST = 255,
    BYTES_MOST = 50 * 1024 * 1024,
};

struct packed {
    const char *name; /* path within the zip */
    const char *bytes;
    size_t n;
    uint32_t crc, at; /* at: where its local header begins */
};

struct packing {
    struct arena *arena;
    const char *folder; /* for messages */
    struct packed *files;
    size_t n, cap, bytes;
};

/* ---- what goes in ------------------------------------------------------------------------------------------------ */

static bool left_out(const char *name)
{
    size_t n = strlen(name);
    return str_eq(name, ".") || str_eq(name, "..") || str_eq(name, ".git") || str_eq(name, ".DS_Store") ||
           str_eq(name, "__pycache__") || str_ends(name, ".pyc") || str_ends(name, ".swp") || name[n - 1] == '~' ||
           str_starts(name, ".#") || (name[0] == '#' && name[n - 1] == '#');
}

static bool name_is_plain(const char *name)
{
    for (const unsigned char *c = (const unsigned char *)name; *c; c++)
        if (*c <= ' ' || *c >= 0x7f || *c == '\\')
            return false;
    return true;
}

static struct err *refused(const struct packing *p, const char *path, const char *why)
{
    return err_new(ERR_INPUT, "%s/%s: %s", p->folder, path, why);
}

static struct err *add_file(struct packing *p, int at, const char *leaf, const char *path)
{
    CLEANUP(closep) int fd = openat(at, leaf, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct packed f = {.name = path};
    if (fd < 0)
        return err_errno(ERR_FILE, "%s/%s", p->folder, path);
    if (p->n == FILES_MOST)
        return err_new(ERR_INPUT, "%s: holds more than %d files", p->folder, FILES_MOST);
    TRY_CTX(fd_read(p->arena, fd, BYTES_MOST - p->bytes, &f.bytes, &f.n), "%s/%s", p->folder, path);
    p->bytes += f.n;
    p->files = arena_grow(p->arena, p->files, sizeof f, p->n, &p->cap);
    p->files[p->n++] = f;
    return NULL;
}

static struct err *add_folder(struct packing *p, int fd, const char *path, unsigned depth);

static struct err *add_entry(struct packing *p, int at, const char *leaf, const char *path, unsigned depth)
{
    struct stat st;
    if (fstatat(at, leaf, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return err_errno(ERR_FILE, "%s/%s", p->folder, path);
    if (!name_is_plain(leaf) || strlen(path) > PATH_LONGEST)
        return refused(p, path, "a name must be of ASCII letters, digits and signs, 255 with its folders at most");
    if (S_ISREG(st.st_mode))
        return add_file(p, at, leaf, path);
    if (!S_ISDIR(st.st_mode))
        return refused(p, path, S_ISLNK(st.st_mode) ? "is a symbolic link: put the file itself there" : "is no file");
    if (depth == DEPTH_MOST)
        return refused(p, path, "folders are nested too deeply");
    int fd = openat(at, leaf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? err_errno(ERR_FILE, "%s/%s", p->folder, path) : add_folder(p, fd, path, depth + 1);
}

static void closedirp(DIR **d)
{
    if (*d)
        closedir(*d);
}

/* Takes fd over. */
static struct err *add_folder(struct packing *p, int fd, const char *path, unsigned depth)
{
    CLEANUP(closedirp) DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        return err_errno(ERR_FILE, "%s/%s", p->folder, path);
    }
    errno = 0;
    for (struct dirent *e; (e = readdir(d)); errno = 0) {
        const char *inner =
            *path ? arena_printf(p->arena, "%s/%s", path, e->d_name) : arena_strdup(p->arena, e->d_name);
        if (!left_out(e->d_name))
            TRY(add_entry(p, dirfd(d), e->d_name, inner, depth));
    }
    return errno ? err_errno(ERR_FILE, "%s/%s", p->folder, path) : NULL;
}

/* ---- where it is ------------------------------------------------------------------------------------------------- */

static struct err *no_such_folder(const char *folder)
{
    if (errno == ENOENT)
        return err_new(ERR_MISSING, "%s: no such folder beside the spec", folder);
    if (errno == ELOOP || errno == ENOTDIR)
        return err_new(ERR_INPUT, "%s: is no folder, or a symbolic link stands in its path", folder);
    return err_errno(ERR_FILE, "%s", folder);
}

/* Step by step, so that no link leads out of the root. */
static struct err *open_below(const char *root, const char *folder, int *ret_fd)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    CLEANUP(closep) int at = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return err_errno(ERR_FILE, "%s", root);
    for (const char *s = folder; *s;) {
        size_t n = strcspn(s, "/");
        const char *part = arena_strndup(a, s, n);
        if (!n || str_eq(part, "..") || str_eq(part, "."))
            return err_new(ERR_INPUT, "%s: must be a path below the spec's folder, without . and ..", folder);
        int next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (next < 0)
            return no_such_folder(folder);
        close(at);
        at = next;
        s += n + (s[n] == '/');
    }
    *ret_fd = at;
    at = -1;
    return NULL;
}

/* ---- the format -------------------------------------------------------------------------------------------------- */

static uint32_t crc_of(const char *bytes, size_t n)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < n; i++) {
        crc ^= (unsigned char)bytes[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1)));
    }
    return ~crc;
}

static void put_number(struct sbuf *out, uint32_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        sbuf_putc(out, (char)(v >> (8 * i)));
}

/* Numbers in their order, each with its width; 0 ends. */
static void put_numbers(struct sbuf *out, const uint32_t (*numbers)[2])
{
    for (; (*numbers)[1]; numbers++)
        put_number(out, (*numbers)[0], (*numbers)[1]);
}

enum { NEEDS = 20, BY_UNIX = 0x0314, FLAGS = 0, STORED = 0, NOON = 0, FIRST_DAY = 0x0021 };

#define MODE (0100755u << 16)

static void put_local(struct sbuf *out, struct packed *f)
{
    f->at = (uint32_t)out->len;
    const uint32_t header[][2] = {
        {0x04034b50, 4}, {NEEDS, 2},  {FLAGS, 2},          {STORED, 2},         {NOON, 2},
        {FIRST_DAY, 2},  {f->crc, 4}, {(uint32_t)f->n, 4}, {(uint32_t)f->n, 4}, {(uint32_t)strlen(f->name), 2},
        {0, 2},          {0, 0}};
    put_numbers(out, header);
    sbuf_puts(out, f->name);
    sbuf_putn(out, f->bytes, f->n);
}

static void put_central(struct sbuf *out, const struct packed *f)
{
    const uint32_t header[][2] = {{0x02014b50, 4},
                                  {BY_UNIX, 2},
                                  {NEEDS, 2},
                                  {FLAGS, 2},
                                  {STORED, 2},
                                  {NOON, 2},
                                  {FIRST_DAY, 2},
                                  {f->crc, 4},
                                  {(uint32_t)f->n, 4},
                                  {(uint32_t)f->n, 4},
                                  {(uint32_t)strlen(f->name), 2},
                                  {0, 2},
                                  {0, 2},
                                  {0, 2},
                                  {0, 2},
                                  {MODE, 4},
                                  {f->at, 4},
                                  {0, 0}};
    put_numbers(out, header);
    sbuf_puts(out, f->name);
}

static void put_end(struct sbuf *out, size_t n, size_t from)
{
    const uint32_t files = (uint32_t)n, size = (uint32_t)(out->len - from);
    const uint32_t record[][2] = {{0x06054b50, 4},     {0, 2}, {0, 2}, {files, 2}, {files, 2}, {size, 4},
                                  {(uint32_t)from, 4}, {0, 2}, {0, 0}};
    put_numbers(out, record);
}

static int by_name(const void *x, const void *y)
{
    return strcmp(((const struct packed *)x)->name, ((const struct packed *)y)->name);
}

static struct err *put_zip(struct packing *p, const char **ret_bytes, size_t *ret_n)
{
    struct sbuf out = {.arena = p->arena};
    if (!p->n)
        return err_new(ERR_INPUT, "%s: holds no files", p->folder);
    qsort(p->files, p->n, sizeof *p->files, by_name);
    for (size_t i = 0; i < p->n; i++) {
        p->files[i].crc = crc_of(p->files[i].bytes, p->files[i].n);
        put_local(&out, &p->files[i]);
    }
    size_t directory = out.len;
    for (size_t i = 0; i < p->n; i++)
        put_central(&out, &p->files[i]);
    put_end(&out, p->n, directory);
    if (out.len > BYTES_MOST)
        return err_new(ERR_INPUT, "%s: makes a zip of more than 50 MB, which Lambda does not take in a call",
                       p->folder);
    *ret_bytes = sbuf_str(&out);
    *ret_n = out.len;
    return NULL;
}

struct err *zip_folder(struct arena *a, const char *root, const char *folder, const char **ret_bytes, size_t *ret_n)
{
    struct packing p = {.arena = a, .folder = folder};
    int fd = -1;
    TRY(open_below(root, folder, &fd));
    TRY(add_folder(&p, fd, "", 0));
    return put_zip(&p, ret_bytes, ret_n);
}
