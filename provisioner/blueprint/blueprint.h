#ifndef BLUEPRINT_BLUEPRINT_H
#define BLUEPRINT_BLUEPRINT_H

#include "provisioner/model/rtype.h"
#include "provisioner/model/wanted.h"
#include "provisioner/spec/spec.h"

/*
 * blueprint: what a checked spec means in AWS. One function a system turns the spec's section into wanted resources, in
 * every region; nothing here knows what exists already.
 *
 * The list is in order of scope (global first, then the regions as the spec has them), then of systems, then as a
 * system made them: the same spec always gives the same list. Addresses are unique and every reference in it names an
 * address of the list or a lookup. Values are shared with the spec, which must live as long as the list.
 *
 * `resources` of the spec are added as "<alias>/resources/<name>". Within their properties, and within the attributes
 * of `overrides`:
 *   ${tokyo/network/vpc.VpcId}      an output or attribute of a resource
 *   ${./network/vpc.VpcId}          of the same region
 *   ${lookup/account.AccountId}     what only AWS knows: AccountId, Partition; lookup/<alias>/zones.ZoneNames[0]
 *   ${region}, ${alias}             of the region it is made in
 *   ${project}, ${environment}      of the spec
 *   $${                             stands for ${
 * An override lies over the attributes as made (mappings merge); null takes an attribute away.
 *
 * Findings go to `d`. ERR_INPUT when some are errors: it only counts them, and `ret` holds nothing of use.
 */
struct err *blueprint_make(struct arena *a, const struct spec *spec, struct diags *d,
                           struct wanted_list *ret) NODISCARD;

/*
 * The list held against the types, for callers who know them: unknown types and attributes, outputs that are set, other
 * kinds than the attribute's, missing ones, references to attributes that don't exist, secrets referred to from where
 * they would be shown, and one thing asked for under two addresses. Each with the line of the spec that says so.
 * `resources` whose type takes tags get ownership tags. ERR_INPUT when there are findings.
 */
struct err *blueprint_check(struct arena *a, const struct spec *spec, rtype_lookup *types, struct diags *d,
                            struct wanted_list *list) NODISCARD;

#endif
