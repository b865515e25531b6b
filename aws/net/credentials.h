#ifndef AWS_NET_CREDENTIALS_H
#define AWS_NET_CREDENTIALS_H

#include "aws/net/config.h"
#include "aws/net/sigv4.h"
#include "aws/net/transport.h"

/*
 * The credentials chain. The first source that is configured decides; one that is configured and fails is an error, not
 * a fall-through (but for an instance metadata service that does not answer). Sources, in order: environment, the
 * profile's role (source_profile, credential_source, external id, chained), web identity (environment, then profile),
 * SSO, static keys of the profile, credential_process, container endpoint, instance metadata (IMDSv2).
 *
 * Refreshed when less than 10 minutes are left, tried from 15 minutes on. HTTP goes over the given transport in a
 * nested wait that lets other exchanges move on; those that finish meanwhile are kept here until
 * credential_source_take. No secret reaches an error text.
 */

struct credential_source;

struct credential_source *credential_source_new(struct arena *a, const struct aws_config *c, struct transport *t);
/* The environment's example keys, for the sandbox. */
struct credential_source *credential_source_fixed(struct arena *a, const struct credentials *fixed);

/* Regions whose STS is asked for a role's keys when that of the region in force is silent; those of other partitions
 * are passed over. Copied. */
void credential_source_elsewhere(struct credential_source *s, const char *const *regions, size_t n);

/* Valid now and for the next minutes. The answer belongs to the source and holds until the next call.
 * ERR_REFUSED: none found (says where it looked and what to do), or the source that is configured failed. */
struct err *credentials_get(struct credential_source *s, const struct credentials **ret) NODISCARD;
/* AWS called those of this access key expired: if they are still the current ones, get new ones at the next call. */
void credentials_expired(struct credential_source *s, const char *access_key);

/*
 * The next exchange of somebody else that finished during a nested wait of credentials_get, in the order in which they
 * finished; NULL when there is none. The transport has handed it out already and will not do so again: whoever polls
 * the transport drains this after every credentials_get, and before every poll.
 */
struct exchange *credential_source_take(struct credential_source *s);

#endif
