#include "aws/net/credentials_source.h"

#include "aws/net/process.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>

/*
 * credential_process: a program of the user's that prints keys. Run without a shell; watched from the transport's poll,
 * so that everything else goes on; ended after `LIMIT_MS`.
 */

enum { LARGEST_OUTPUT = 64 << 10, LARGEST_COMPLAINT = 4096, SHOWN_COMPLAINT = 200, MOST_WORDS = 256 };
enum { LIMIT_MS = 30 * 1000, TICK_MS = 20 };

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

static struct err *watch(struct search *s, struct process *p)
{
    struct transport *t = s->transport;
    int64_t until = t->now_ms(t) + LIMIT_MS;
    for (;;) {
        if (process_ended(p))
            return NULL;
        if (p->out.over)
            return err_new(ERR_REFUSED, "it prints more than %d KiB", LARGEST_OUTPUT >> 10);
        if (t->now_ms(t) >= until)
            return err_new(ERR_REFUSED, "it has not finished within %d seconds", LIMIT_MS / 1000);
        /* what overflows stays readable, so from then on the clock alone wakes us */
        search_pause(s, TICK_MS, p->complaints.over ? -1 : p->watch);
    }
}

/* ---- what it said ------------------------------------------------------------------------------------------------ */

/* A spawn may tell of a program that it could not start by this status alone: POSIX leaves it the choice. */
enum { NOT_STARTED = 127 };

static struct err *complaint(struct search *s, const struct process *c, const char *program)
{
    const char *said = quotable(s->arena, c->complaints.bytes, c->complaints.n, LARGEST_COMPLAINT);
    const char *shown = quotable(s->arena, said, strlen(said), SHOWN_COMPLAINT);
    if (looks_secret(said))
        shown = "(its error output is not shown: it may hold a secret)";
    else if (!*said)
        shown = "(it gave no reason)";
    if (WIFSIGNALED(c->status))
        return err_new(ERR_REFUSED, "it was ended by signal %d: %s", WTERMSIG(c->status), shown);
    if (WEXITSTATUS(c->status) == NOT_STARTED && !*said)
        return err_new(ERR_REFUSED, "cannot run %s: %s", program, strerror(ENOENT));
    return err_new(ERR_REFUSED, "it failed with status %d: %s", WEXITSTATUS(c->status), shown);
}

static struct err *understand(struct search *s, const struct process *c, const char *program, const char *who,
                              struct credentials *ret)
{
    static const struct credential_names names = {"AccessKeyId", "SecretAccessKey", "SessionToken",
                                                  "Expiration",  "AccountId",       false};
    const struct value *doc = NULL;
    if (c->out.over)
        return err_new(ERR_REFUSED, "%s: it prints more than %d KiB", who, LARGEST_OUTPUT >> 10);
    if (!process_went_well(c))
        return err_wrap(complaint(s, c, program), "%s", who);
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
    CLEANUP(process_end) struct process c = PROCESS_NONE;
    TRY(split(s->arena, command, who, &words));
    const struct process_options o = {
        .words = words, .most_output = LARGEST_OUTPUT, .most_complaint = LARGEST_COMPLAINT};
    struct err *e = process_start(s->arena, &o, &c);
    if (e && err_class_of(e) == ERR_MISSING) { /* to those who ask for keys it is one that does not work */
        const char *why = arena_strdup(s->arena, err_text(e));
        err_free(e);
        e = err_new(ERR_REFUSED, "%s", why);
    }
    TRY_CTX(e, "%s", who);
    TRY_CTX(watch(s, &c), "%s", who);
    return understand(s, &c, words[0], who, ret);
}
