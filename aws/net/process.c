#include "aws/net/process.h"

#include "aws/net/digest.h"
#include "provisioner/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/wait.h>

extern char **environ;

enum { FILE_FD = 3 /* PROCESS_FILE */ };

void process_end(struct process *p)
{
    if (p->pid > 0) {
        kill(p->group ? -p->pid : p->pid, SIGKILL);
        while (waitpid(p->pid, &p->status, 0) < 0 && errno == EINTR)
            continue;
        p->pid = 0;
    }
    closep(&p->out.fd);
    closep(&p->complaints.fd);
    closep(&p->watch);
    if (p->out.bytes)
        wipe(p->out.bytes, p->out.limit);
    *p = PROCESS_NONE;
}

static struct err *open_pipe(struct arena *a, int watch, size_t limit, struct stream *ret, int *ret_theirs)
{
    int ends[2];
    struct epoll_event readable = {.events = EPOLLIN};
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_errno(ERR_FILE, "pipe");
    *ret_theirs = ends[1];
    *ret = (struct stream){.fd = ends[0], .bytes = arena_alloc(a, limit + 1), .limit = limit};
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 || epoll_ctl(watch, EPOLL_CTL_ADD, ends[0], &readable) < 0)
        return err_errno(ERR_FILE, "pipe");
    return NULL;
}

/* A text as a descriptor: no pipe to fill while we should do something else, and nothing on a disk. */
static struct err *open_text(const char *text, int *ret)
{
    *ret = memfd_create("provisioner", MFD_CLOEXEC);
    if (*ret < 0)
        return err_errno(ERR_FILE, "memory for a program's input");
    TRY(fd_write(*ret, text, strlen(text)));
    return lseek(*ret, 0, SEEK_SET) < 0 ? err_errno(ERR_FILE, "memory for a program's input") : NULL;
}

struct theirs {
    int in, out, complaints, file;
};

static void theirs_close(struct theirs *t)
{
    closep(&t->in);
    closep(&t->out);
    closep(&t->complaints);
    closep(&t->file);
}

static int set_files(posix_spawn_file_actions_t *files, const struct theirs *t)
{
    int failed = t->in < 0 ? posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
                           : posix_spawn_file_actions_adddup2(files, t->in, STDIN_FILENO);
    failed |= posix_spawn_file_actions_adddup2(files, t->out, STDOUT_FILENO);
    failed |= posix_spawn_file_actions_adddup2(files, t->complaints, STDERR_FILENO);
    if (t->file >= 0)
        failed |= posix_spawn_file_actions_adddup2(files, t->file, FILE_FD);
    return failed;
}

static int start(char *const *words, const struct theirs *t, bool own_group, pid_t *ret)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(
        &attributes, (short)(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (own_group ? POSIX_SPAWN_SETPGROUP : 0)));
    int failed = set_files(&files, t);
    if (!failed)
        failed = posix_spawnp(ret, words[0], &files, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

struct err *process_start(struct arena *a, const struct process_options *o, struct process *ret)
{
    CLEANUP(theirs_close) struct theirs t = {-1, -1, -1, -1};
    *ret = PROCESS_NONE;
    ret->group = o->own_group;
    ret->watch = epoll_create1(EPOLL_CLOEXEC);
    if (ret->watch < 0)
        return err_errno(ERR_FILE, "epoll");
    TRY(open_pipe(a, ret->watch, o->most_output, &ret->out, &t.out));
    TRY(open_pipe(a, ret->watch, o->most_complaint, &ret->complaints, &t.complaints));
    if (o->input)
        TRY(open_text(o->input, &t.in));
    if (o->file)
        TRY(open_text(o->file, &t.file));
    int failed = start(o->words, &t, o->own_group, &ret->pid);
    if (!failed)
        return NULL;
    ret->pid = 0;
    return err_new(failed == ENOENT ? ERR_MISSING : ERR_REFUSED, "cannot run %s: %s", o->words[0], strerror(failed));
}

static void drain(struct stream *s)
{
    char block[4096];
    while (s->fd >= 0) {
        ssize_t n = read(s->fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            break;
        if (n <= 0) {
            close(s->fd); /* epoll forgets it by itself */
            s->fd = -1;
            break;
        }
        size_t room = s->limit - s->n, taken = (size_t)n < room ? (size_t)n : room;
        memcpy(s->bytes + s->n, block, taken);
        s->n += taken;
        s->over = s->over || taken < (size_t)n;
        if (s->over)
            break; /* a child that never stops talking must not hold us */
    }
    wipe(block, sizeof block);
}

bool process_ended(struct process *p)
{
    pid_t got = p->pid ? waitpid(p->pid, &p->status, WNOHANG) : 0;
    if (got == p->pid || (got < 0 && errno == ECHILD))
        p->pid = 0;
    drain(&p->out);
    drain(&p->complaints);
    return !p->pid;
}

bool process_went_well(const struct process *p)
{
    return WIFEXITED(p->status) && !WEXITSTATUS(p->status);
}
