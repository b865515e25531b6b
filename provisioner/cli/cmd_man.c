#include "provisioner/base/file.h"
#include "provisioner/cli/commands.h"
#include "provisioner/spec/fields.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Manual pages from the tables that the program itself goes by. */

/* ---- roff -------------------------------------------------------------------------------------------------------- */

static void put(struct sbuf *out, const char *text)
{
    bool first = !out->len || out->s[out->len - 1] == '\n';
    for (; *text; first = *text == '\n', text++) {
        if (first && (*text == '.' || *text == '\''))
            sbuf_puts(out, "\\&");
        if (*text == '\\')
            sbuf_puts(out, "\\e");
        else if (*text == '-')
            sbuf_puts(out, "\\-");
        else
            sbuf_putc(out, *text);
    }
}

static const char *upper(struct arena *a, const char *text)
{
    char *up = arena_strdup(a, text);
    for (char *c = up; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return up;
}

static void head(struct sbuf *out, const char *name, int section, const char *summary)
{
    sbuf_printf(out, ".TH \"%s\" \"%d\" \"\" \"provisioner %s\" \"\"\n.SH NAME\n", upper(out->arena, name), section,
                PROVISIONER_VERSION);
    put(out, name);
    sbuf_puts(out, " \\- ");
    put(out, summary);
    sbuf_putc(out, '\n');
}

static void heading(struct sbuf *out, const char *title)
{
    sbuf_printf(out, ".SH %s\n", title);
}

static void item(struct sbuf *out, const char *bold, const char *italic, const char *text)
{
    sbuf_puts(out, ".TP\n\\fB");
    put(out, bold);
    sbuf_puts(out, "\\fR");
    if (italic && *italic) {
        sbuf_puts(out, " \\fI");
        put(out, italic);
        sbuf_puts(out, "\\fR");
    }
    sbuf_putc(out, '\n');
    put(out, text);
    sbuf_putc(out, '\n');
}

static void listing(struct sbuf *out, const char *text)
{
    sbuf_puts(out, ".nf\n");
    put(out, text);
    sbuf_puts(out, "\n.fi\n");
}

/* ---- pages ------------------------------------------------------------------------------------------------------- */

static void put_exit_codes(struct sbuf *out)
{
    heading(out, "EXIT STATUS");
    for (const struct exit_words *w = exit_words; w->text; w++)
        item(out, arena_printf(out->arena, "%d", w->code), NULL, w->text);
}

static void put_environment(struct sbuf *out)
{
    heading(out, "ENVIRONMENT");
    for (const struct variable *v = variables; v->name; v++)
        item(out, v->name, NULL, v->text);
}

static void page_whole(struct sbuf *out)
{
    head(out, "provisioner", 1, "keeps a two-region AWS architecture in the shape that one YAML file describes");
    heading(out, "SYNOPSIS");
    sbuf_puts(out, "\\fBprovisioner\\fR \\fICOMMAND\\fR [\\fIARGUMENTS\\fR] [\\fIOPTIONS\\fR]\n");
    heading(out, "COMMANDS");
    for (const struct command *c = commands; c->name; c++)
        item(out, c->name, c->args, c->summary);
    put_exit_codes(out);
    put_environment(out);
    heading(out, "FILES");
    item(out, "PROJECT-ENVIRONMENT.state.json", NULL,
         "the state, beside the spec; .journal, .backup and .lock with it");
    heading(out, "SEE ALSO");
    for (const struct command *c = commands; c->name; c++)
        sbuf_printf(out, "\\fBprovisioner\\-%s\\fR(1),\n", c->name);
    sbuf_puts(out, "\\fBprovisioner\\-spec\\fR(5)\n");
}

static void page_command(struct sbuf *out, const struct command *c)
{
    const char *all[] = {c->takes, "no-color help"}, *word;
    head(out, arena_printf(out->arena, "provisioner-%s", c->name), 1, c->summary);
    heading(out, "SYNOPSIS");
    sbuf_printf(out, "\\fBprovisioner %s\\fR", c->name);
    if (*c->args) {
        sbuf_puts(out, " \\fI");
        put(out, c->args);
        sbuf_puts(out, "\\fR");
    }
    sbuf_puts(out, " [\\fIOPTIONS\\fR]\n");
    heading(out, "OPTIONS");
    for (size_t i = 0; i < COUNT(all); i++)
        for (size_t n; (n = next_word(&all[i], &word));) {
            const struct option *o = option_named(arena_strndup(out->arena, word, n));
            if (o)
                item(out, arena_printf(out->arena, "--%s", o->name), o->arg, o->help);
        }
    put_exit_codes(out);
    heading(out, "EXAMPLES");
    listing(out, c->example);
    heading(out, "SEE ALSO");
    sbuf_puts(out, "\\fBprovisioner\\fR(1), \\fBprovisioner\\-spec\\fR(5)\n");
}

static const char *default_of(struct arena *a, const struct spec_field *f)
{
    if (f->flags & SPEC_REQUIRED)
        return "; required";
    if (f->fallback && *f->fallback)
        return arena_printf(a, "; default: %s", f->fallback);
    return f->computed ? arena_printf(a, "; default: %s", f->computed) : "";
}

static void put_fields(struct sbuf *out, const struct spec_field *table, const char *under)
{
    for (const struct spec_field *f = table; f && f->name; f++) {
        const char *path = arena_printf(out->arena, "%s%s%s", under, *under ? "." : "", f->name);
        const char *words = f->words ? arena_printf(out->arena, "; one of: %s", f->words) : "";
        item(out, path, f->unit,
             arena_printf(out->arena, "%s%s%s", f->help ? f->help : "", words, default_of(out->arena, f)));
        if (f->type == SPEC_SECTION)
            put_fields(out, f->of, path);
        else if ((f->type == SPEC_LIST || f->type == SPEC_MAP) && f->of && f->of->type == SPEC_SECTION)
            put_fields(out, f->of->of, arena_printf(out->arena, "%s[]", path));
    }
}

static void page_spec(struct sbuf *out)
{
    head(out, "provisioner-spec", 5, "the file that says what there is to be");
    heading(out, "DESCRIPTION");
    put(out, "YAML. A section is enough to have its system in every region; what is left out has the default below.\n"
             "What stands under regions.ALIAS overrides the same path for that region.\n");
    heading(out, "FIELDS");
    put_fields(out, spec_fields, "");
    heading(out, "SEE ALSO");
    sbuf_puts(out, "\\fBprovisioner\\fR(1), \\fBprovisioner\\-schema\\fR(1)\n");
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static struct err *write_page(const char *folder, const char *name, const struct sbuf *page)
{
    const char *path = arena_printf(page->arena, "%s/%s", folder, name);
    return file_write(path, sbuf_str(page), page->len, 0644);
}

static struct err *write_all(struct arena *a, const char *folder)
{
    struct sbuf whole = {.arena = a}, spec = {.arena = a};
    if (mkdir(folder, 0755) < 0 && errno != EEXIST)
        return err_errno(ERR_FILE, "%s", folder);
    page_whole(&whole);
    page_spec(&spec);
    TRY(write_page(folder, "provisioner.1", &whole));
    TRY(write_page(folder, "provisioner-spec.5", &spec));
    for (const struct command *c = commands; c->name; c++) {
        struct sbuf page = {.arena = a};
        page_command(&page, c);
        TRY(write_page(folder, arena_printf(a, "provisioner-%s.1", c->name), &page));
    }
    note("wrote the pages into %s; `man -l %s/provisioner.1` shows the first", folder, folder);
    return NULL;
}

/* One page: the program's, a command's, or the spec's. */
static struct err *print_page(struct arena *a, const char *name)
{
    struct sbuf page = {.arena = a};
    if (!*name)
        page_whole(&page);
    else if (strcmp(name, "spec") == 0)
        page_spec(&page);
    for (const struct command *c = commands; *name && c->name; c++)
        if (strcmp(c->name, name) == 0)
            page_command(&page, c);
    if (!page.len)
        return err_new(ERR_USAGE, "there is no command \"%s\"", name);
    out_text(sbuf_str(&page));
    return NULL;
}

struct err *cmd_man(struct cli *c, int *ret_exit)
{
    (void)ret_exit;
    if (c->opt.out)
        return write_all(c->arena, c->opt.out);
    return print_page(c->arena, c->opt.words.n ? c->opt.words.items[0] : "");
}
