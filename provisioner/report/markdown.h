#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include "provisioner/plan/plan.h"

/*
 * A plan as a comment on a pull request: GitHub's flavour of Markdown, at most MARKDOWN_MOST bytes whatever the plan
 * (GitHub takes 65,536). What goes or is replaced stands first and keeps its details longest; where the rest has no
 * room, it is counted by region and system, so that nothing is left out without being told. The first line is a marker
 * by which a pipeline finds its own comment again.
 */

enum { MARKDOWN_MOST = 65000 };

struct markdown_plan {
    const struct plan *plan;
    const struct diags *diags;
    const char *name; /* "genai-demo/production" */
    const char *cost; /* a sentence; NULL: none */
};

void markdown_render(struct sbuf *out, const struct markdown_plan *m);

#endif
