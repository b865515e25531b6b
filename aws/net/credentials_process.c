#include "aws/net/credentials_source.h"

#include "aws/net/digest.h"
#include "provisioner/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * credential_process: a program of the user's that prints keys. Run without a shell; watched from the transport's poll,
 * so that everything else goes on; ended after `LIMIT_MS`.
 */

enum { LARGEST_OUTPUT = 64 << 10, LARGEST_COMPLAINT = 4096, SHOWN_COMPLAINT = 200, MOST_WORDS = 256 };
enum { LIMIT_MS = 30 * 1000, TICK_MS = 20 };

extern char **environ;

/* ---- the command line -------------------------------------------------------------------------------------------- */

/* One word as a POSIX shell parts them: '...' as it is, "..." with \" and \\, \x anywhere else. False: a quote stays
 * open. */
static bool shell_word(struct sbuf *word, const char **at)
{
    const char *s = *at;
    char quote = '\0';
    for (; *s && (quote || !strchr(" \t\n", *s)); s++) {
        bool escapes = *s == '\\' && quote != '\'' && s[1] && (!quote || strchr("\"\\", s[1]));
        if (escapes)
            sbuf_putc(word, *++s);
        else if (quote ? *s == quote : *s == '"' || *s == '\'')
            quote = quote ? '\0' : *s;
        else
            sbuf_putc(word, *s);
    }
    *at = s;
    return !quote;
}

static struct err *split(struct arena *a, const char *command, const char *who, char ***ret)
{
    char **words = arena_alloc(a, (MOST_WORDS + 1) * sizeof *words);
    size_t n = 0;
    const char *at = command + strspn(command, " \t\n");
    while (*at) {
        struct sbuf word = {.arena = a};
        if (n == MOST_WORDS)
            return err_new(ERR_REFUSED, "%s: the command has more than %d words", who, MOST_WORDS);
        if (!shell_word(&word, &at))
            return err_new(ERR_REFUSED, "%s: a quote of the command is not closed", who);
        words[n++] = arena_strdup(a, sbuf_str(&word));
        at += strspn(at, " \t\n");
    }
    if (!n || !*words[0])
        return err_new(ERR_REFUSED, "%s: the command is empty", who);
    *ret = words;
    return NULL;
}

/* ---- the child --------------------------------------------------------------------------------------------------- */

/* What it writes to one pipe; what goes over `limit` is read and dropped. */
struct stream {
    int fd;
    char *bytes;
    size_t n, limit;
    bool over;
};

struct child {
    pid_t pid; /* 0: gone */
    int status;
    int watch; /* an epoll descriptor over both pipes */
    struct stream out, complaints;
};

static void child_done(struct child *c)
{
    if (c->pid > 0) {
        kill(c->pid, SIGKILL);
        while (waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR)
            continue;
    }
    closep(&c->out.fd);
    closep(&c->complaints.fd);
    closep(&c->watch);
    if (c->out.bytes)
        wipe(c->out.bytes, c->out.limit);
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

/* The child gets ordinary signals whatever we block or ignore. */
static int start(char **words, int out, int complaints, pid_t *ret)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, complaints, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed = posix_spawnp(ret, words[0], &files, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static struct err *spawn(struct arena *a, char **words, struct child *c)
{
    CLEANUP(closep) int out = -1;
    CLEANUP(closep) int complaints = -1;
    c->watch = epoll_create1(EPOLL_CLOEXEC);
    if (c->watch < 0)
        return err_errno(ERR_FILE, "epoll");
    TRY(open_pipe(a, c->watch, LARGEST_OUTPUT, &c->out, &out));
    TRY(open_pipe(a, c->watch, LARGEST_COMPLAINT, &c->complaints, &complaints));
    int failed = start(words, out, complaints, &c->pid);
    if (failed) {
        c->pid = 0;
        return err_new(ERR_REFUSED, "cannot run %s: %s", words[0], strerror(failed));
    }
    return NULL;
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

static bool has_ended(struct child *c)
{
    pid_t got = waitpid(c->pid, &c->status, WNOHANG);
    if (got == c->pid || (got < 0 && errno == ECHILD))
        c->pid = 0;
    return !c->pid;
}

static struct err *watch(struct search *s, struct child *c)
{
    struct transport *t = s->transport;
    int64_t until = t->now_ms(t) + LIMIT_MS;
    for (;;) {
        bool ended = has_ended(c);
        drain(&c->out);
        drain(&c->complaints);
        if (ended)
            return NULL;
        if (c->out.over)
            return err_new(ERR_REFUSED, "it prints more than %d KiB", LARGEST_OUTPUT >> 10);
        if (t->now_ms(t) >= until)
            return err_new(ERR_REFUSED, "it has not finished within %d seconds", LIMIT_MS / 1000);
        /* what overflows stays readable, so from then on the clock alone wakes us */
        search_pause(s, TICK_MS, c->complaints.over ? -1 : c->watch);
    }
}

/* ---- what it said ------------------------------------------------------------------------------------------------ */

static struct err *complaint(struct search *s, const struct child *c)
{
    const char *said = quotable(s->arena, c->complaints.bytes, c->complaints.n, LARGEST_COMPLAINT);
    const char *shown = quotable(s->arena, said, strlen(said), SHOWN_COMPLAINT);
    if (looks_secret(said))
        shown = "(its error output is not shown: it may hold a secret)";
    else if (!*said)
        shown = "(it gave no reason)";
    if (WIFSIGNALED(c->status))
        return err_new(ERR_REFUSED, "it was ended by signal %d: %s", WTERMSIG(c->status), shown);
    return err_new(ERR_REFUSED, "it failed with status %d: %s", WEXITSTATUS(c->status), shown);
}

static struct err *understand(struct search *s, const struct child *c, const char *who, struct credentials *ret)
{
    static const struct credential_names names = {"AccessKeyId", "SecretAccessKey", "SessionToken",
                                                  "Expiration",  "AccountId",       false};
    const struct value *doc = NULL;
    if (c->out.over)
        return err_new(ERR_REFUSED, "%s: it prints more than %d KiB", who, LARGEST_OUTPUT >> 10);
    if (!WIFEXITED(c->status) || WEXITSTATUS(c->status))
        return err_wrap(complaint(s, c), "%s", who);
    TRY(json_read(s, c->out.bytes, c->out.n, who, &doc));
    if (value_int_of(value_get(doc, "Version")) != 1)
        return err_new(ERR_REFUSED, "%s: the answer has to say \"Version\": 1", who);
    return credentials_read(s, doc, &names, who, ret);
}

struct err *from_process(struct search *s, const char *profile, struct credentials *ret)
{
    const char *command = aws_profile_key(s->config, profile, "credential_process");
    if (!command)
        return NULL;
    char **words = NULL;
    const char *who = arena_printf(s->arena, "profile \"%s\" (credential_process)", profile);
    CLEANUP(child_done) struct child c = {.watch = -1, .out.fd = -1, .complaints.fd = -1};
    TRY(split(s->arena, command, who, &words));
    TRY_CTX(spawn(s->arena, words, &c), "%s", who);
    TRY_CTX(watch(s, &c), "%s", who);
    return understand(s, &c, who, ret);
}
