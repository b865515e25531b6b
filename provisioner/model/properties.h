#ifndef MODEL_PROPERTIES_H
#define MODEL_PROPERTIES_H

#include "provisioner/model/value.h"

/*
 * Java's .properties files, which Kafka's settings are written in, as base64 of their text. Only what those need: a
 * key,
 * "=" and a value a line; empty lines and comments are read over. Values are texts.
 */

const char *properties_encode(struct arena *a, const struct value *map);
const struct value *properties_decode(struct arena *a, const char *base64);

#endif
