#include "provisioner/cli/explain.h"
#include "provisioner/preflight/rule.h"

#include <string.h>

/* The cases with which the rules are tested, as they stand at the time of building. */
__asm__(".pushsection .rodata\n"
        ".global rule_cases_text\nrule_cases_text:\n.incbin \"" RULE_CASES "\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char rule_cases_text[];

/* The lines of the first case that the rule finds fault with, without what is only for the test. */
static const char *example_of(struct arena *a, const char *id)
{
    struct sbuf out = {.arena = a};
    const char *title = arena_printf(a, "\n--- bad %s", id), *at = strstr(rule_cases_text, title);
    while (at && !strchr(": ", at[strlen(title)]))
        at = strstr(at + 1, title);
    const char *end = at ? strstr(at + 1, "\n---") : NULL;
    for (const char *s = at ? strchr(at + 1, '\n') : NULL; s && s[1] && s != end; s = strchr(s + 1, '\n')) {
        size_t n = strcspn(s + 1, "\n");
        if (strncmp(s + 1, "#?", 2) != 0)
            sbuf_printf(&out, "    %.*s\n", (int)n, s + 1);
    }
    return sbuf_str(&out);
}

static const char *how_ignored(const struct rule *r)
{
    if (r->severity != SEV_ERROR || r->dated)
        return "preflight: {ignore: [{rule: ..., reason: ...}]} in the spec";
    return "no: what it finds would be refused or would not work";
}

bool explain_rule(struct sbuf *out, const char *id, unsigned width)
{
    enum { RIGHT = 14 };
    static const char *const names[] = {[SEV_ERROR] = "error", [SEV_WARNING] = "warning", [SEV_NOTE] = "note"};
    const struct rule *r = rule_named(id);
    if (!r)
        return false;
    const char *example = example_of(out->arena, r->id);
    explain_row(out, arena_printf(out->arena, "%s", r->id), RIGHT,
                arena_printf(out->arena, "%s: %s", names[r->severity], r->condition), width);
    explain_row(out, "  why", RIGHT, r->why, width);
    if (r->remedy)
        explain_row(out, "  to do", RIGHT, r->remedy, width);
    if (r->reads && strchr(r->reads, ':'))
        explain_row(out, "  asks AWS", RIGHT, arena_printf(out->arena, "%s (plan, apply, and --online)", r->reads),
                    width);
    explain_row(out, "  to ignore", RIGHT, how_ignored(r), width);
    explain_row(out, "  source", RIGHT, r->source, width);
    if (*example)
        sbuf_printf(out, "  for example, what \"# <-\" marks:\n%s", example);
    return true;
}
