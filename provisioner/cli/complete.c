#include "provisioner/cli/complete.h"

#include "aws/types/impl.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/outputs.h"
#include "provisioner/cli/session.h"
#include "provisioner/spec/fields.h"

#include <stdio.h>
#include <string.h>

struct completion {
    struct cli cli;
    struct arena *a;
    const struct command *command;
    struct texts words; /* the arguments that are there already, without options */
    const char *before; /* what is written of the word and stays: "--state=" */
    const char *prefix; /* what is written of the candidate */
    struct sbuf out;
};

static void offer(struct completion *c, const char *word, const char *about)
{
    if (str_starts(word, c->prefix))
        sbuf_printf(&c->out, "%s%s\t%s\n", c->before, screen_safe(c->a, word), about ? about : "");
}

static void offer_words(struct completion *c, const char *words)
{
    const char *word;
    for (size_t n; (n = next_word(&words, &word));)
        offer(c, arena_strndup(c->a, word, n), "");
}

static void offer_files(struct completion *c)
{
    sbuf_puts(&c->out, ":files\n");
}

/* ---- what a spec or a state knows -------------------------------------------------------------------------------- */

typedef void tell_session(struct completion *c, const struct session *s);

/* A state in a bucket would have to be asked for; the spec alone will do then. */
static void open_quietly(struct session *s, const char *path)
{
    s->cli->opt.json = true; /* findings are not for this moment */
    struct err *e = session_named(s, path);
    bool local = !s->spec || !*value_get_str(s->spec->state, "bucket");
    if (!e && local && !str_starts(path, "s3://"))
        e = session_state(s, false);
    err_free(e);
}

static void with_session(struct completion *c, tell_session *tell)
{
    struct session s;
    if (!c->words.n)
        return;
    const char *path = c->words.items[c->words.n > 1 && str_eq(c->command->name, "state")];
    session_init(&s, &c->cli);
    open_quietly(&s, path);
    tell(c, &s);
    session_end(&s);
}

static void tell_addresses(struct completion *c, const struct session *s)
{
    for (size_t i = 0; i < s->wanted.n; i++)
        offer(c, s->wanted.items[i].address, s->wanted.items[i].type);
    for (size_t i = 0; s->state && i < state_count(s->state); i++)
        if (!wanted_find(&s->wanted, state_entry(s->state, i)->address))
            offer(c, state_entry(s->state, i)->address, state_entry(s->state, i)->type);
}

static void tell_regions(struct completion *c, const struct session *s)
{
    for (size_t i = 0; s->spec && i < s->spec->n_regions; i++)
        offer(c, s->spec->regions[i].alias, s->spec->regions[i].name);
}

static void tell_outputs(struct completion *c, const struct session *s)
{
    const struct value *all = s->state ? outputs_of(c->a, s->state, true) : NULL;
    for (size_t i = 0; i < value_len(all); i++)
        offer(c, value_key(all, i), screen_safe(c->a, value_str_of(value_item(all, i))));
}

/* ---- fields of a spec -------------------------------------------------------------------------------------------- */

/* The section that the written path leads into; its own fields are what may follow. */
static void offer_fields(struct completion *c, const char *after)
{
    const char *dot = strrchr(c->prefix, '.');
    const char *section = dot ? arena_strndup(c->a, c->prefix, (size_t)(dot - c->prefix)) : "";
    const struct spec_field *in = dot ? spec_field_path(section) : NULL,
                            *table = dot ? in ? in->of : NULL : spec_fields;
    for (const struct spec_field *f = table; f && f->name; f++) {
        bool opens = f->type == SPEC_SECTION;
        offer(c, arena_printf(c->a, "%s%s%s%s", section, dot ? "." : "", f->name, opens ? "." : after), f->help);
    }
}

static void offer_types(struct completion *c)
{
    for (const struct rtype *const *rt = rtypes; *rt; rt++)
        offer(c, (*rt)->name, "");
}

/* ---- options and their values ------------------------------------------------------------------------------------ */

static void offer_addresses(struct completion *c)
{
    with_session(c, tell_addresses);
}

static void offer_regions(struct completion *c)
{
    with_session(c, tell_regions);
}

static void offer_outputs(struct completion *c)
{
    with_session(c, tell_outputs);
}

static void offer_settings(struct completion *c)
{
    offer_fields(c, "=");
}

static void offer_explained(struct completion *c)
{
    offer_types(c);
    if (*c->prefix)
        offer_fields(c, "");
}

static void offer_commands(struct completion *c)
{
    for (const struct command *cmd = commands; cmd->name; cmd++)
        offer(c, cmd->name, cmd->summary);
}

/* By the word that stands for a value in the tables. */
static const struct {
    const char *what;
    void (*offer)(struct completion *c);
} values[] = {
    {"ADDRESS", offer_addresses}, {"PATTERN", offer_addresses},   {"ALIAS", offer_regions},
    {"NAME", offer_outputs},      {"WHAT", offer_explained},      {"TYPE", offer_explained},
    {"RULE", offer_explained},    {"PATH=VALUE", offer_settings}, {"COMMAND", offer_commands},
};

static void offer_value(struct completion *c, const char *what)
{
    for (size_t i = 0; i < COUNT(values); i++)
        if (str_starts(what, values[i].what)) {
            values[i].offer(c);
            return;
        }
    if (has_word("SPEC SPEC... STATE FILE PATH SPEC|PLANFILE SPEC|STATE SPEC|STATE|PLANFILE", what))
        offer_files(c);
}

/* Choices are written small and parted by bars: "list|show|pull". */
static void offer_argument(struct completion *c)
{
    const char *args = c->command->args, *word;
    size_t n = next_word(&args, &word);
    for (size_t i = 0; i < c->words.n && n; i++)
        n = next_word(&args, &word);
    struct sbuf plain = {.arena = c->a};
    for (size_t i = 0; i < n; i++)
        if (!strchr("[]", word[i]))
            sbuf_putc(&plain, word[i]);
    char *what = arena_strdup(c->a, sbuf_str(&plain));
    if (*what < 'a' || *what > 'z') {
        offer_value(c, what);
        return;
    }
    for (char *bar = what; (bar = strchr(bar, '|'));)
        *bar = ' ';
    offer_words(c, what);
}

static void offer_options(struct completion *c)
{
    const char *all[] = {c->command->takes, "no-color help"}, *word;
    for (size_t i = 0; i < COUNT(all); i++)
        for (size_t n; (n = next_word(&all[i], &word));) {
            const struct option *o = option_named(arena_strndup(c->a, word, n));
            if (o)
                offer(c, arena_printf(c->a, "--%s", o->name), o->help);
        }
}

static void offer_option_value(struct completion *c, const struct option *o)
{
    const char *choices = option_choices(o->name);
    if (choices)
        offer_words(c, choices);
    else
        offer_value(c, str_eq(o->name, "profile") || str_eq(o->name, "cluster-name") ? "" : o->arg);
}

/* ---- where the line is ------------------------------------------------------------------------------------------- */

static const struct option *option_written(struct arena *a, const char *word)
{
    const char *name = word + strspn(word, "-");
    return *word == '-' && name != word ? option_named(arena_strndup(a, name, strcspn(name, "="))) : NULL;
}

static void keep_word(struct completion *c, const char *word)
{
    const char **more = arena_alloc(c->a, (c->words.n + 2) * sizeof *more);
    for (size_t i = 0; i < c->words.n; i++)
        more[i] = c->words.items[i];
    more[c->words.n++] = word;
    c->words.items = more;
}

static void take_setting(struct completion *c, const struct option *o, const char *value)
{
    if (str_eq(o->name, "state"))
        c->cli.opt.state = value;
    if (str_eq(o->name, "sandbox"))
        c->cli.opt.sandbox = true;
}

/* What is written before the last word. Returns the option whose value is being written, or NULL. */
static const struct option *take_words(struct completion *c, int argc, char **argv)
{
    const struct option *open = NULL;
    for (int i = 0; i < argc; i++) {
        const struct option *o = option_written(c->a, argv[i]);
        const char *equals = strchr(argv[i], '=');
        if (open && str_eq(argv[i], "=")) /* bash parts words there */
            continue;
        if (open) {
            take_setting(c, open, argv[i]);
            open = NULL;
        } else if (o) {
            open = o->arg && !equals ? o : NULL;
            if (!open)
                take_setting(c, o, equals ? equals + 1 : "");
        } else {
            keep_word(c, argv[i]);
        }
    }
    return open;
}

static void complete_argument(struct completion *c, int argc, char **argv)
{
    char *last = argv[argc - 1];
    const struct option *open = take_words(c, argc - 1, argv), *o = option_written(c->a, last);
    const char *equals = strchr(last, '=');
    if (open && str_eq(last, "="))
        c->prefix = "";
    else if (!open && o && o->arg && equals) {
        open = o;
        c->before = arena_strndup(c->a, last, (size_t)(equals - last) + 1);
        c->prefix = equals + 1;
    }
    if (open)
        offer_option_value(c, open);
    else if (*last == '-')
        offer_options(c);
    else
        offer_argument(c);
}

int complete_run(const struct host *host, struct arena *a, int argc, char **argv)
{
    struct completion c = {.cli = {.host = host, .arena = a}, .a = a, .before = "", .out = {.arena = a}};
    struct options none;
    c.prefix = argc ? argv[argc - 1] : "";
    err_free(options_parse(a, 0, NULL, "", &none));
    c.cli.opt = none;
    c.words = none.words;
    for (const struct command *cmd = commands; argc > 1 && cmd->name; cmd++)
        if (str_eq(cmd->name, argv[0]))
            c.command = cmd;
    if (argc > 1 && c.command)
        complete_argument(&c, argc - 1, argv + 1);
    else if (argc == 1 || (argc == 2 && str_eq(argv[0], "help")))
        offer_commands(&c);
    out_text(sbuf_str(&c.out));
    return EXIT_DONE;
}
