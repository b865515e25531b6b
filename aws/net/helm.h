#ifndef AWS_NET_HELM_H
#define AWS_NET_HELM_H

#include "aws/net/client.h"
#include "aws/net/process.h"

/*
 * The calls of aws/api/helm.h as runs of `helm`. It reads the values at its standard input and a kubeconfig that is on
 * no disk, whose user asks this program for a token: nothing secret is on its command line. An installation that fails
 * is taken back (--atomic), and one is done when all its pods are (--wait). Source: helm's own --help, version 3.
 */

/* `program` and `profile` as in eks_kubeconfig. */
struct err *helm_start(const struct aws_call *call, const char *program, const char *profile,
                       struct process *ret) NODISCARD;
/* It has ended: call->end and what goes with it. */
void helm_answered(struct aws_call *call, const struct process *p);
/* Whether there is a `helm` to be run: a plan says so before anything is changed. */
bool helm_there(const char *search_path);
/* What is done instead where there is no cluster, in the sandbox: nothing, and it went well. */
void helm_rehearsed(struct aws_call *call);
/* Why it is not there and what to do. */
extern const char helm_absent[], helm_remedy[];

#endif
