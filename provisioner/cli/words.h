#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "provisioner/plan/plan.h"

/* Words that progress, event stream and history share. */

struct step_words {
    const char *verb, *doing, *did;
};
const struct step_words *step_words(enum step_kind k);

/* What a run has done so far, in resources; a replacement is a deletion and a creation. */
struct run_tally {
    size_t created, updated, deleted, adopted, forgotten;
};

/* "42s", "7m05s", "1h20m": in the lines of a run, narrow, and of the form that readers of Terraform's lines know. The
 * last sentence about it is time_span's (base.h); what is only expected is duration_text's (plan/duration.h). */
const char *words_span(struct arena *a, int64_t ms);

/* "about 7m", `before` put in front; "" where it is too short to be worth a word. */
const char *words_about(struct arena *a, const char *before, int64_t ms);

/* Every request has an id of its own, and is no news for that. `was` may be NULL. */
bool words_same_reason(const char *was, const char *now);

/* How long something that is under way for `elapsed_ms` may go unmentioned: half as long again each time, so that a run
 * of twenty minutes is not told in hundreds of lines. */
int64_t words_silence_ms(int64_t elapsed_ms);

#endif
