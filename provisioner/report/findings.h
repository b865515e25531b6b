#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include "provisioner/model/diag.h"

/*
 * Findings in the forms that pipelines read. All of them are whole texts; a finding without a place in a file (one of
 * --set, or of an object that AWS holds) keeps its words and goes without the place.
 */

/* SARIF 2.1.0 (OASIS), within what GitHub's code scanning takes: 25,000 results. Paths are relative to the folder the
 * program runs in, unless they begin with a slash. Fingerprints don't move when lines are added above. */
void sarif_render(struct sbuf *out, const struct diags *d);

/* JUnit XML: a case for each finding, or one that passed; errors fail, warnings and notes are told in the case. `name`:
 * of the suite. */
void junit_render(struct sbuf *out, const struct diags *d, const char *name);

/* GitHub's workflow commands, `::error file=...`: the worst first. GitHub shows ten of a kind, so ten there are, and
 * how many more. */
void annotations_render(struct sbuf *out, const struct diags *d);

#endif
