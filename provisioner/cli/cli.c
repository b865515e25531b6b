#include "provisioner/cli/cli.h"

#include "provisioner/base/screen.h"
#include "provisioner/cli/complete.h"
#include "provisioner/model/diag.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- output ------------------------------------------------------------------------------------------------------ */

void out_text(const char *text)
{
    fputs(text, stdout);
}

void note(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

static const char *said(const struct cli *c, const char *name)
{
    const char *v = c->host->env(c->host->env_ctx, name);
    return v ? v : "";
}

static bool is_on(const char *value)
{
    return *value && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
}

static bool wants_color(const struct cli *c, int fd)
{
    const char *term = said(c, "TERM"), *forced = said(c, "CLICOLOR_FORCE");
    if (c->opt.no_color || *said(c, "NO_COLOR"))
        return false;
    if (is_on(forced))
        return true;
    if (strcmp(said(c, "CLICOLOR"), "0") == 0)
        return false;
    return isatty(fd) && *term && strcmp(term, "dumb") != 0;
}

/* COLUMNS is what somebody said on purpose; a shell does not export it. */
static unsigned columns(const struct cli *c, int fd)
{
    struct winsize size;
    int64_t n = 0;
    if (parse_int(said(c, "COLUMNS"), &n) && n >= 20 && n <= 10000)
        return (unsigned)n;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    return isatty(fd) ? 80 : 0;
}

static bool can_redraw(const struct cli *c, int fd)
{
    const char *term = said(c, "TERM");
    return isatty(fd) && *term && strcmp(term, "dumb") != 0 && !is_on(said(c, "CI"));
}

/* ---- signals ----------------------------------------------------------------------------------------------------- */

/* The only globals: a signal handler has nothing else to speak to. */
static volatile int interrupts;
static volatile sig_atomic_t careful;

void cli_be_careful(void)
{
    careful = 1;
}

static void on_signal(int sig)
{
    static const char text[] = "\nprovisioner: stopped; nothing was changed\n";
    (void)sig;
    if (!careful && write(STDERR_FILENO, text, sizeof text - 1) >= 0)
        _exit(EXIT_INTERRUPTED);
    if (!careful || ++interrupts > 2)
        _exit(EXIT_INTERRUPTED);
}

_Static_assert((int)EXIT_PART == (int)EXIT_NO_MEMORY, "out of memory, the journal has what was done");

/* Secrets may be in memory: no core file has them, nor can another process of this user look into this one. What is
 * written is for its owner alone, whatever the user's mask leaves to others, or takes from the owner. */
static void keep_to_itself(void)
{
    const struct rlimit none = {0, 0};
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)umask(S_IRWXG | S_IRWXO);
}

static void catch_signals(void)
{
    struct sigaction act = {.sa_handler = on_signal}; /* no SA_RESTART: a wait ends */
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    if (signal(SIGHUP, SIG_IGN) != SIG_IGN) /* under nohup it stays so */
        sigaction(SIGHUP, &act, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe and a file at its limit are errors of the write that meets them */
    signal(SIGXFSZ, SIG_IGN);
}

/* ---- help -------------------------------------------------------------------------------------------------------- */

enum { HELP_WIDTH = 80 };

static void help_row(FILE *to, const char *left, size_t at, const char *text)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    sbuf_printf(&out, "  %-*s ", (int)at - 3, left);
    if (out.len > at)
        sbuf_printf(&out, "\n%*s", (int)at, "");
    screen_wrap(&out, text, at, at, HELP_WIDTH);
    fprintf(to, "%s\n", sbuf_str(&out));
}

static void usage(FILE *to)
{
    fputs("Keeps a two-region AWS architecture in the shape that one YAML file describes.\n\n"
          "usage: provisioner COMMAND [ARGUMENTS] [OPTIONS]\n\ncommands\n",
          to);
    for (const struct command *c = commands; c->name; c++)
        help_row(to, c->name, 14, c->summary);
    fputs("\nexit codes\n", to);
    for (const struct exit_words *w = exit_words; w->text; w++)
        fprintf(to, "  %3d  %s\n", w->code, w->text);
    fputs("\n"
          "`provisioner COMMAND --help` tells more, with examples.\n"
          "To see it work without an account:\n"
          "  provisioner apply specs/minimal.yaml --sandbox\n",
          to);
}

static void help(const struct command *c)
{
    const char *takes[] = {c->takes, "no-color help"}, *word;
    printf("%s\n\nusage: provisioner %s%s%s [OPTIONS]\n\noptions\n", c->summary, c->name, *c->args ? " " : "", c->args);
    for (size_t i = 0; i < COUNT(takes); i++)
        for (size_t n; (n = next_word(&takes[i], &word));) {
            char name[64] = {0}, left[64];
            memcpy(name, word, n < sizeof name ? n : sizeof name - 1);
            const struct option *o = option_named(name);
            if (!o)
                continue;
            snprintf(left, sizeof left, "--%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
            help_row(stdout, left, 26, o->help);
        }
    printf("\nexamples\n%s\n", c->example);
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static const struct command *command_named(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static int unknown_command(const char *name)
{
    const char *names[64] = {NULL};
    for (size_t i = 0; i < COUNT(names) - 1 && commands[i].name; i++)
        names[i] = commands[i].name;
    const char *near = diag_nearest(name, names);
    if (near)
        note("provisioner: there is no command \"%s\"; did you mean %s?", name, near);
    else
        note("provisioner: there is no command \"%s\"; `provisioner --help` lists them", name);
    return EXIT_ERROR;
}

int cli_exit_code(const struct err *e, int code)
{
    if (!e || code == EXIT_PART) /* what was done before it failed stays done */
        return code;
    switch (err_class_of(e)) {
    case ERR_LOCKED: return EXIT_LOCKED;
    case ERR_STALE: return EXIT_STALE;
    case ERR_INTERRUPTED: return EXIT_INTERRUPTED;
    default: return EXIT_ERROR;
    }
}

static const char *typed(struct arena *a, int argc, char **argv)
{
    struct sbuf all = {.arena = a};
    for (int i = 0; i < argc; i++)
        put_word(&all, i ? argv[i] : "provisioner");
    return sbuf_str(&all);
}

static struct err *check_arguments(const struct command *cmd, const struct options *o)
{
    if (o->words.n < cmd->least)
        return err_new(ERR_USAGE, "usage: provisioner %s %s; see `provisioner %s --help`", cmd->name, cmd->args,
                       cmd->name);
    if (o->words.n > cmd->most)
        return err_new(ERR_USAGE, "one argument too many: %s; see `provisioner %s --help`", o->words.items[cmd->most],
                       cmd->name);
    return NULL;
}

static int report(struct err *e, int said, unsigned width)
{
    int code = cli_exit_code(e, said);
    fflush(stdout);
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    screen_wrap(&text, screen_safe(a, err_text(e)), strlen("provisioner: "), 2, width);
    note("provisioner: %s", sbuf_str(&text));
    err_free(e);
    return code;
}

static int run(const struct command *cmd, struct cli *c, int argc, char **argv)
{
    int code = EXIT_DONE;
    struct err *e = options_parse(c->arena, argc, argv, cmd->takes, &c->opt);
    c->width = columns(c, STDOUT_FILENO);
    c->width_err = columns(c, STDERR_FILENO);
    if (e)
        return report(e, EXIT_DONE, c->width_err);
    if (c->opt.help) {
        help(cmd);
        return EXIT_DONE;
    }
    e = check_arguments(cmd, &c->opt);
    if (e)
        return report(e, EXIT_DONE, c->width_err);
    c->color_out = wants_color(c, STDOUT_FILENO);
    c->color_err = wants_color(c, STDERR_FILENO);
    c->live = can_redraw(c, STDERR_FILENO);
    e = cmd->run(c, &code);
    return e ? report(e, code, c->width_err) : code;
}

/* A result that could not be written is no result. */
static int flushed(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (errno != EPIPE)
        note("provisioner: stdout: %s", strerror(errno));
    return code == EXIT_DONE ? EXIT_ERROR : code;
}

int cli_run(const struct host *host, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    static char help_option[] = "--help";
    bool asks = strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "-help") == 0;
    if (strcmp(name, "help") == 0 && argc > 2) {
        name = argv[2];
        argv[1] = argv[2];
        argv[2] = help_option;
    } else if (strcmp(name, "help") == 0) {
        asks = true;
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-v") == 0)
        name = "version";
    if (!*name || asks) {
        usage(asks ? stdout : stderr);
        return flushed(asks ? EXIT_DONE : EXIT_ERROR);
    }
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (strcmp(name, COMPLETE_COMMAND) == 0)
        return flushed(complete_run(host, a, argc - 2, argv + 2));
    const struct command *cmd = command_named(name);
    if (!cmd)
        return unknown_command(name);
    struct cli c = {.host = host, .arena = a, .command = typed(a, argc, argv), .name = cmd->name};
    return flushed(run(cmd, &c, argc - 2, argv + 2));
}

static const char *environment(void *ctx, const char *name)
{
    (void)ctx;
    return getenv(name);
}

int cli_main(int argc, char **argv)
{
    static const struct host real = {.env = environment, .sys = &sys_real, .interrupted = &interrupts};
    keep_to_itself();
    catch_signals();
    return cli_run(&real, argc, argv);
}
