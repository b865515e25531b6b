#ifndef PREFLIGHT_PREFLIGHT_H
#define PREFLIGHT_PREFLIGHT_H

#include "provisioner/model/question.h"
#include "provisioner/plan/plan.h"
#include "provisioner/preflight/rule.h"

/*
 * What can be told before any call is sent: the rules, run on a spec, and on what is wanted of it. Nothing here knows
 * the network.
 *
 * Findings go to `diags`. A finding stands where the value at fault is written in the spec; where the value was made by
 * a blueprint, at the line that asked for the resource.
 */

struct preflight {
    struct arena *arena;
    struct diags *diags;
    int64_t now; /* seconds since 1970 */
    /* of preflight_load: */
    const char *today; /* "2026-11-30" */
    struct spec *spec;
    const struct spec_sources *src;
    bool *used;         /* entries of preflight.ignore that ignored something */
    struct value *told; /* rules that found something, and the places where */
    /* for preflight_online; NULL: nothing is known of them */
    bool (*exists)(void *ctx, const char *address); /* it counts in no quota again */
    void *exists_ctx;
    const char *actions;     /* words: what is about to be done, as IAM calls it: "ec2:CreateVpc" */
    const struct plan *plan; /* what is about to be changed; NULL: that is not known */
    struct question **questions;
    size_t n_questions, cap_questions;
};

/* spec_load, and the rules on what it gives. The same errors. Without one p->spec is set, and resources can be made of
 * it; there may be findings of severity error all the same, of which preflight_wanted tells. */
struct err *preflight_load(struct preflight *p, const struct spec_sources *src) NODISCARD;
/* The rules on the wanted resources. ERR_INPUT when errors were found, by now or before: it only counts them. */
struct err *preflight_wanted(struct preflight *p, const struct wanted_list *wanted) NODISCARD;
/* Rules that need answers of AWS's: reads, each once however many rules need it, asked together; and those that look at
 * the plan, where there is one. `asker` NULL: nobody can be asked. What is found is added behind what is there;
 * ERR_INPUT when there are errors in it. */
struct err *preflight_online(struct preflight *p, const struct wanted_list *wanted, question_asker *asker,
                             void *ctx) NODISCARD;

#endif
