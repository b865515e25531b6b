#ifndef BLUEPRINT_NAMING_H
#define BLUEPRINT_NAMING_H

#include "provisioner/blueprint/site.h"

/*
 * Names of things in AWS: functions of project, environment, region alias and purpose, never random and never cut
 * short. The spec bounds project (20), environment (16) and alias (12), so that the longest name here keeps within the
 * shortest limit, RDS's 63 characters; a test holds them together.
 */

/* "genai-demo-production-tokyo-aurora"; no alias for global things. */
const char *name_of(const struct site *s, const char *purpose);
/* The same where AWS takes only `most` characters, less than the longest may have: a finding where it is longer. */
const char *name_within(const struct site *s, const char *purpose, size_t most);
/* Letters and digits as they are, anything else a hyphen: "aurora-mysql8.0" is "aurora-mysql8-0". */
const char *name_clean(struct arena *a, const char *text);

/* The spec's tags, Name, and ours: provisioner:project, :environment, :address, :lineage, :generation. */
const struct value *ownership_tags(const struct site *s, const char *name);

#endif
