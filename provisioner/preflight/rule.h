#ifndef PREFLIGHT_RULE_H
#define PREFLIGHT_RULE_H

#include "provisioner/model/wanted.h"
#include "provisioner/spec/spec.h"

/*
 * One row of the table of rules: what AWS would refuse, or would take and do something else with than was meant.
 *
 * An id is a system's letters and a number: NET-005, EKS-12. Numbers from 900 on are rules of this program's own (what
 * it does not make, or what holds for its specs alone); the others are known facts about AWS. An id never changes its
 * meaning: specs name it to be spared (`preflight.ignore`).
 *
 * A row has one of the checks, seldom more:
 *
 *   once, each   Of the checked spec, as a whole or a region. What was found wrong already is V_UNKNOWN there, so that
 *                a rule says nothing of it. They run even when the spec has other mistakes.
 *
 *   wanted, all  Of the wanted resources of all regions: each one of `type`, or all at once. They see what blueprints,
 *                `resources` and `overrides` say, by AWS's own names, with references in it.
 *
 *   online       Of both, and of answers that only AWS has: `ask` in look.h. Run again until nothing more is asked.
 *
 *   change       Of what a plan is about to do to something of `type` (look.h has its words); may ask as `online` does,
 *                and must do without an answer.
 */

struct look;    /* look.h */
struct form;    /* form.h */
struct planned; /* plan/plan.h */

struct rule {
    const char *id; /* NULL ends a table */
    enum severity severity;
    const char *condition; /* what is found, one line */
    const char *why;       /* what comes of it: what AWS answers, or does instead */
    const char *remedy;    /* what to do, where the finding does not say it more exactly */
    const char *source;    /* whose word that is */
    bool shape;            /* an error after which no resources can be made of the spec */
    bool dated; /* an error that rests on what AWS extends (versions, regions, sizes, quotas), or on judgement: a spec
                   may say that it knows better */
    void (*once)(const struct look *);
    void (*each)(const struct look *, const struct spec_region *);
    const char *type;         /* "AWS::EC2::VPC"; several parted by spaces */
    const struct form *forms; /* form.h: what its attributes must be like; NULL */
    void (*wanted)(const struct look *, const struct wanted *);
    bool alone; /* `wanted` looks at that resource only: it runs on the spec's `resources` even when nothing can be made
                 */
    void (*all)(const struct look *);
    const char *reads; /* words: what it asks, "rds:DescribeDBEngineVersions" */
    void (*online)(const struct look *);
    void (*change)(const struct look *, const struct planned *);
};

/* All of them, table by table; NULL after the last. */
const struct rule *rule_at(size_t i);
const struct rule *rule_named(const char *id); /* NULL; letters of either case */

#endif
