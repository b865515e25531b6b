#ifndef EXEC_REHEARSE_H
#define EXEC_REHEARSE_H

#include "aws/net/client.h"
#include "provisioner/exec/calls.h"

/*
 * EC2's DryRun: one call of each kind and region, of those whose request is known as a whole, is sent to be judged and
 * not done. ERR_REFUSED names those for which there is no permission; any other answer than a refusal says nothing,
 * since what the call needs may not be there yet. Nothing but AWS itself can be trusted to leave it undone.
 */
struct err *exec_rehearse(struct client *c, struct arena *a, const struct call_list *l) NODISCARD;

#endif
