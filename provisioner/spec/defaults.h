#ifndef SPEC_DEFAULTS_H
#define SPEC_DEFAULTS_H

#include "provisioner/model/value.h"
#include "provisioner/spec/fields.h"

/*
 * What a checked section leaves out. A default takes the position of its section, so that a finding about it points
 * somewhere the user knows.
 */

/* The section with every fallback of the table filled in, in the order of the table. NULL for `section`: an empty one.
 */
const struct value *defaults_fill(struct arena *a, const struct spec_field *table, const struct value *section);
/* The fallback of one field as a value, or NULL. */
struct value *defaults_of(struct arena *a, const struct spec_field *field);

/*
 * The defaults that take some thinking, for one region's document with the table's defaults in it: aurora.port and
 * .log_exports by engine, network.zones by zone_names, the tiers' prefixes by the network's.
 */
const struct value *defaults_compute(struct arena *a, const struct value *config);

/*
 * network.cidr of every region that names none, in the order written: the first, then the next block of the same size
 * that overlaps none before it nor any that is named. `configs` are changed in place; regions without a network are
 * left alone, and so is one for which there is no room.
 */
void defaults_networks(struct arena *a, const struct value **configs, size_t n);

#endif
