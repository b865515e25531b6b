#ifndef CLI_SHOW_API_H
#define CLI_SHOW_API_H

#include "provisioner/exec/calls.h"

/* Calls by place, each place's in order, with what is sent; a line is cut where the terminal ends (width 0: nowhere).
 */
void show_api(struct sbuf *out, const struct call_list *calls, unsigned width);
/* [{place, address, step, after: [steps], operation: "ec2:CreateVpc", parameters}], in order; `after` are the steps
 * that come first. */
const struct value *show_api_json(struct arena *a, const struct call_list *calls);

#endif
