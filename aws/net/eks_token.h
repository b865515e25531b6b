#ifndef AWS_NET_EKS_TOKEN_H
#define AWS_NET_EKS_TOKEN_H

#include "aws/net/endpoint.h"
#include "aws/net/sigv4.h"

/*
 * The token by which an EKS cluster knows who asks: a presigned GetCallerIdentity of the cluster's region, with the
 * cluster's name as a signed header, in base64url behind "k8s-aws-v1.". Byte for byte what `aws eks get-token` and
 * aws-iam-authenticator make of the same keys and time. It is a secret. Source: the README of aws-iam-authenticator.
 */

enum {
    EKS_TOKEN_URL_S = 60,        /* what the URL says, as the others do */
    EKS_TOKEN_HOLDS_S = 14 * 60, /* the cluster takes it for 15 minutes from its date on */
};

/* `config` for the endpoint of STS, `time` in unix seconds. ERR_INPUT: no region, or no name of a cluster. */
struct err *eks_token(struct arena *a, const struct aws_config *config, const struct credentials *keys,
                      const char *region, const char *cluster, int64_t time, const char **ret) NODISCARD;

/* What kubectl and helm want of a credential plug-in, as JSON. */
const char *eks_exec_credential(struct arena *a, const char *token, int64_t time);

/* One cluster of a kubeconfig. All texts are as AWS tells them. */
struct eks_cluster {
    const char *context; /* what its context is called */
    const char *name, *region, *endpoint, *certificate;
};

/*
 * A kubeconfig over these clusters, the first one current, whose users ask `program` for a token ("eks token
 * --cluster-name ..."). JSON, which is YAML too. `owner` is kept under the extension "provisioner"; profile NULL: the
 * environment decides.
 */
const char *eks_kubeconfig(struct arena *a, const struct eks_cluster *clusters, size_t n, const char *program,
                           const char *profile, const char *owner);
/* Whose a kubeconfig is: what was given as `owner`; NULL: nobody's that we know. */
const char *eks_kubeconfig_owner(struct arena *a, const char *text, size_t n);

#endif
