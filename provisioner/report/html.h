#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "provisioner/report/topology.h"

/*
 * A plan as one HTML file that needs nothing else: no script, no font, no address outside of it. Light and dark follow
 * the reader's. Whatever is in it comes out of the plan's JSON, so that the two say the same; texts of others are
 * escaped.
 */
struct html_plan {
    const char *name;         /* "genai-demo/production" */
    const char *made_at;      /* "2026-11-22T10:00:00Z" */
    const struct value *plan; /* plan_json */
    const struct value *cost; /* cost_json */
    const struct topology *topology;
};

void html_render(struct sbuf *out, const struct html_plan *h);

#endif
