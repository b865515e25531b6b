#ifndef MODEL_JSON_H
#define MODEL_JSON_H

#include "provisioner/model/value.h"

/*
 * JSON text to values: the only file that knows cJSON. Printing is value_print. Refuses with ERR_WIRE: trailing bytes,
 * duplicate keys, NUL bytes, nesting over 64, integers that do not fit 64 bits. Numbers with a fraction or an exponent
 * become V_DEC, as written.
 */
enum { JSON_PLAIN = 0, JSON_MARKED = 1 /* {"$ref":...}, {"$unknown":true}, {"$join":[...]} are not maps but those */ };

struct err *json_parse(struct arena *a, const char *text, size_t n, int mode, const struct value **ret) NODISCARD;

#endif
