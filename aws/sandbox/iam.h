#ifndef AWS_SANDBOX_IAM_H
#define AWS_SANDBOX_IAM_H

#include "aws/sandbox/kinds.h"

/* Rules of IAM's rows, and what its files share. */

/* Letters, digits and +=,.@_- ; or ValidationError. */
bool iam_name_fits(struct call *c, const char *member, size_t most);
bool iam_path_fits(struct call *c);
/* Characters that count against a quota of policies. */
size_t policy_size(const char *text);
/* Documents are answered percent-encoded. */
const char *percent_encoded(struct arena *a, const char *text);
/* An AWS managed policy, or one of the account. */
bool policy_attachable(struct call *c, const char *arn);

/*
 * A role as other services see it: NULL when there is none by that ARN or name, or it is too new. Whether a service may
 * assume it: what was changed a moment ago is not known either.
 */
const struct object *role_seen(const struct call *c, const char *arn);
bool role_trusts(const struct call *c, const struct object *role, const char *who);

/* iam_policy.c */
sandbox_rule policy_draft, policy_may_go, version_make, version_show, version_drop, version_list;
bool policy_listed(struct call *c, const struct object *o);

/* iam_profile.c */
sandbox_rule profile_draft, profile_add, profile_remove, profile_may_go, profiles_of_role;

/* iam_oidc.c */
sandbox_rule oidc_draft, oidc_list, oidc_client_add, oidc_client_remove, oidc_thumbprints;

#endif
