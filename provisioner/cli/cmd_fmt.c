#include "provisioner/base/file.h"
#include "provisioner/cli/commands.h"
#include "provisioner/spec/format.h"
#include "provisioner/spec/yaml.h"

#include <string.h>
#include <sys/stat.h>

static struct err *read_text(struct cli *c, const char *path, const char **ret, size_t *ret_n)
{
    if (strcmp(path, "-") == 0)
        return fd_read(c->arena, STDIN_FILENO, YAML_BYTES, ret, ret_n);
    return file_read(c->arena, path, YAML_BYTES, ret, ret_n);
}

/* Whoever may read and write it may go on to. */
static struct err *put_back(const char *path, const char *text)
{
    struct stat st;
    mode_t mode = stat(path, &st) == 0 ? st.st_mode & 0777 : 0644;
    return file_write(path, text, strlen(text), mode);
}

static struct err *format_one(struct cli *c, const char *path, bool *ret_differs)
{
    struct diags d = {.arena = c->arena};
    const char *text = NULL, *done = NULL;
    size_t n = 0;
    TRY(read_text(c, path, &text, &n));
    (void)diag_file(&d, path);
    struct err *e = spec_format(c->arena, text, n, &d, &done);
    if (e) {
        struct sbuf said = {.arena = c->arena};
        diag_print(&d, &said);
        note("%.*s", (int)strcspn(sbuf_str(&said), "\n"), sbuf_str(&said));
        return err_wrap(e, "%s", path);
    }
    bool differs = strlen(done) != n || memcmp(done, text, n) != 0;
    *ret_differs |= differs;
    if (strcmp(path, "-") == 0 && !c->opt.check)
        out_text(done);
    else if (differs) {
        out_text(arena_printf(c->arena, "%s\n", path));
        return c->opt.check ? NULL : put_back(path, done);
    }
    return NULL;
}

struct err *cmd_fmt(struct cli *c, int *ret_exit)
{
    bool differs = false;
    for (size_t i = 0; i < c->opt.words.n; i++)
        TRY(format_one(c, c->opt.words.items[i], &differs));
    if (differs && c->opt.check)
        *ret_exit = EXIT_ERROR;
    return NULL;
}
