#ifndef BLUEPRINT_EKS_H
#define BLUEPRINT_EKS_H

#include "provisioner/blueprint/site.h"

/* What the two files of the system eks say to one another. */

/* The region's cluster, whatever system `s` is of. */
const char *eks_cluster_name(const struct site *s);
const struct value *eks_cluster_ref(const struct site *s, const char *attr);

/* eks_roles.c: IAM roles, and which service accounts take them. */
void eks_roles_make(const struct site *s);
void eks_identities_make(const struct site *s);
/* The address of the association that an add-on needs to be of use; NULL: none. */
const char *eks_addon_identity(const struct site *s, const char *addon);

#endif
