#ifndef BLUEPRINT_MSK_H
#define BLUEPRINT_MSK_H

#include "provisioner/blueprint/site.h"

/* What the files of the msk system say to one another. */

enum { MSK_ZONES_MOST = 3, MSK_IAM_PORT = 9098 };

bool msk_in(const struct spec_region *r);
bool msk_copies(const struct spec *spec, const char *mode);
/* Whether records of `from` are copied to another region. */
bool msk_is_source(const struct spec *spec, const struct spec_region *from);
const char *msk_cluster_name(const struct site *s); /* in AWS */
const char *msk_address(struct arena *a, const struct spec_region *r, const char *name);
/* Subnets of a tier, one a zone, three at most. */
struct value *msk_subnets(struct arena *a, const struct spec_region *r, const char *tier);
/* The role with which `service` reads the clusters that are copied from and writes that of this region. */
void msk_role_make(const struct site *s, const char *service);
#define MSK_ROLE "mirror"

/* MirrorMaker in the region of `s`. */
void msk_mirror_make(const struct site *s);

#endif
