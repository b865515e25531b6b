#include "provisioner/cli/template.h"

#include "provisioner/base/file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The files as they stand at the time of building. */
__asm__(".pushsection .rodata\n"
        ".global template_minimal\ntemplate_minimal:\n.incbin \"" SPECS "/minimal.yaml\"\n.byte 0\n"
        ".global template_active\ntemplate_active:\n.incbin \"" SPECS "/active-active.yaml\"\n.byte 0\n"
        ".popsection\n");
extern const char template_minimal[], template_active[];

static const struct template
{
    const char *name, *text, *project;
}
templates[] = {{"minimal", template_minimal, "demo"}, {"active-active", template_active, "genai-demo"}};

/* What people call the places; at most twelve letters, since it is part of names. */
static const struct {
    const char *region, *alias;
} places[] = {
    {"ap-northeast-1", "tokyo"},     {"ap-northeast-2", "seoul"},     {"ap-northeast-3", "osaka"},
    {"ap-south-1", "mumbai"},        {"ap-southeast-1", "singapore"}, {"ap-southeast-2", "sydney"},
    {"ca-central-1", "montreal"},    {"eu-central-1", "frankfurt"},   {"eu-north-1", "stockholm"},
    {"eu-west-1", "ireland"},        {"eu-west-2", "london"},         {"eu-west-3", "paris"},
    {"sa-east-1", "saopaulo"},       {"us-east-1", "virginia"},       {"us-east-2", "ohio"},
    {"us-west-1", "california"},     {"us-west-2", "oregon"},         {"ap-southeast-3", "jakarta"},
    {"ap-southeast-4", "melbourne"}, {"ap-southeast-5", "malaysia"},  {"ap-southeast-6", "auckland"},
    {"ap-southeast-7", "thailand"},  {"cn-northwest-1", "ningxia"},
};

struct exchange_of_words {
    const char *from, *to;
};

/* "oregon=us-west-2", or a region alone. */
static void place(struct arena *a, const char *given, struct exchange_of_words *alias, struct exchange_of_words *region)
{
    const char *equals = strchr(given, '=');
    region->to = equals ? equals + 1 : given;
    if (equals) {
        alias->to = arena_strndup(a, given, (size_t)(equals - given));
        return;
    }
    for (size_t i = 0; i < COUNT(places); i++)
        if (strcmp(places[i].region, given) == 0) {
            alias->to = places[i].alias;
            return;
        }
    struct sbuf plain = {.arena = a};
    for (const char *c = given; *c && plain.len < 12; c++)
        if (*c != '-')
            sbuf_putc(&plain, *c);
    alias->to = sbuf_str(&plain);
}

static bool part_of_word(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* All at once, so that a word that was put in is not taken for one to be replaced. */
static const char *exchanged(struct arena *a, const char *text, const struct exchange_of_words *words, size_t n)
{
    struct sbuf out = {.arena = a};
    for (const char *at = text; *at;) {
        size_t len = 0;
        while (part_of_word(at[len]))
            len++;
        const char *to = NULL;
        for (size_t i = 0; i < n && len; i++)
            if (words[i].to && strlen(words[i].from) == len && strncmp(words[i].from, at, len) == 0)
                to = words[i].to;
        if (to)
            sbuf_puts(&out, to);
        else
            sbuf_putn(&out, at, len ? len : 1);
        at += len ? len : 1;
    }
    return sbuf_str(&out);
}

/* A load balancer's name has 32 letters, an alias in it, and with a long project none but short ones. */
static const char *project_for(const struct options *o)
{
    bool elsewhere = o->primary || o->secondary;
    return o->project ? o->project : elsewhere ? templates[0].project : NULL;
}

static const char *filled_in(struct arena *a, const struct template *t, const struct options *o)
{
    struct exchange_of_words words[] = {{"tokyo", NULL},
                                        {"ap-northeast-1", NULL},
                                        {"seoul", NULL},
                                        {"ap-northeast-2", NULL},
                                        {t->project, project_for(o)}};
    if (o->primary)
        place(a, o->primary, &words[0], &words[1]);
    if (o->secondary)
        place(a, o->secondary, &words[2], &words[3]);
    const char *text = exchanged(a, t->text, words, COUNT(words)), *key = "\nenvironment: ", *at = strstr(text, key);
    if (!o->environment || !at)
        return text;
    at += strlen(key);
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, o->environment, at + strcspn(at, " \n"));
}

/* Never in the place of something that is there. */
static struct err *write_new(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0 && errno == EEXIST)
        return err_new(ERR_INPUT, "%s is there already, and is left as it is", path);
    if (fd < 0)
        return err_errno(ERR_FILE, "%s", path);
    struct err *e = fd_write(fd, text, strlen(text));
    close(fd);
    if (e)
        unlink(path);
    return e;
}

static struct err *check(struct session *s, const char *path, const char *text)
{
    const struct spec_sources src = {.path = path, .text = text, .n_text = strlen(text)};
    s->preflight =
        (struct preflight){.arena = s->a,
                           .diags = &s->diags,
                           .today = arena_strndup(s->a, time_utc(s->a, s->cli->host->sys->now(), TIME_ISO), 10)};
    struct err *e = preflight_load(&s->preflight, &src);
    if (e)
        session_print_findings(s);
    return e ? err_wrap(e, "nothing was written") : NULL;
}

struct err *template_write(struct session *s, const char *path)
{
    const struct options *o = &s->cli->opt;
    const struct template *t = NULL;
    for (size_t i = 0; i < COUNT(templates); i++)
        if (strcmp(templates[i].name, o->template) == 0)
            t = &templates[i];
    if (!t)
        return err_new(ERR_USAGE, "--template %s: it is one of minimal, active-active", o->template);
    const char *text = filled_in(s->a, t, o);
    TRY(check(s, path, text));
    if (strcmp(path, "-") == 0) {
        out_text(text);
        return NULL;
    }
    TRY(write_new(path, text));
    note("wrote %s; what it would make: provisioner plan %s --offline", path, path);
    return NULL;
}
