#ifndef BLUEPRINT_PARTS_H
#define BLUEPRINT_PARTS_H

#include "provisioner/blueprint/site.h"

/*
 * What several systems are made of: IAM roles, security groups, log groups. Each is made at the site given, under its
 * system; the functions return the address.
 */

/* ---- IAM --------------------------------------------------------------------------------------------------------- */

/* {"Effect": "Allow", ...}: `actions` are words, `resources` a text or a list, `condition` a map or NULL. */
const struct value *allow(struct arena *a, const char *actions, const struct value *resources,
                          const struct value *condition);
const struct value *policy_document(struct arena *a, const struct value *statements);
/* Adds to a map of conditions: {<test>: {<key>: v}}. */
void condition_add(struct arena *a, struct value *conditions, const char *test, const char *key, const struct value *v);
/* Only on behalf of this account: the confused deputy. */
struct value *of_this_account(struct arena *a);
/* ARNs, of words that follow arn:<partition>: and may hold references; "*": any. */
const struct value *arns_of(const struct site *s, const char *words);
/* Such a word, of a service in the site's region. */
#define ARN_HERE(service, what) service ":${region}:${lookup/account.AccountId}:" what

/* A statement of a table. */
struct permission {
    const char *actions, *resources; /* words; resources as arns_of takes them */
    const char *equals;              /* words "<key>=<value>", values with references in them; NULL: no condition */
};
const struct value *permit(const struct site *s, const struct permission *p);

/* A policy document, for a role that a service takes: "eks.amazonaws.com". With `in_account`, of_this_account. */
const struct value *trust_service(const struct site *s, const char *service, bool in_account);

struct role {
    const char *name;        /* in addresses and AWS: "cluster" is <alias>/eks/cluster-role, ...-eks-cluster */
    const char *description; /* what for */
    const struct value *trust;
    const char *managed;            /* words: AWS's own policies, "service-role/AmazonEBSCSIDriverPolicy"; NULL */
    const struct value *statements; /* a list: a policy of its own; NULL */
};

/* A role, and where it has statements <name>-role-policy, which whoever uses the role waits for: role_ready. IAM takes
 * 64 characters: where project, environment and alias are at their longest, 13 are left for "<system>-<name>"; a
 * finding says so where they are not. */
const char *role_make(const struct site *s, const struct role *r);
const struct value *role_arn(const struct site *s, const char *name);
/* The resource made last waits until the role may do what it is for. */
void role_ready(const struct site *s, const char *name);

/* ---- security groups --------------------------------------------------------------------------------------------- */

struct port {
    const char *name; /* in addresses: ingress-<name>-<alias>; NULL: ingress-<alias> */
    const struct value *from, *to;
};

/* "security-group": opens the ports to clients in this region's private tier and in peered networks. Peers by their
 * network: a rule can't refer to a security group of another region. `ports` ends with one that has no `from`. */
const char *clients_group_make(const struct site *s, const char *what, const struct port *ports);
/* A group without any rule; `name` in addresses, `purpose` in AWS's name. */
const char *group_make(const struct site *s, const char *name, const char *purpose, const char *description);
/* Opens a range of TCP ports of a group to a network. */
void group_open(const struct site *s, const char *name, const char *group, const struct port *port,
                const struct value *cidr, const char *description);

/* ---- logs -------------------------------------------------------------------------------------------------------- */

/* Made ahead of the service that writes there, which would make it unencrypted and keep everything for ever. `days`
 * NULL: as long as observability says, else 30. The region's key for "logs" must be there. */
const char *log_group_make(const struct site *s, const char *name, const struct value *group_name,
                           const struct value *days);

#endif
