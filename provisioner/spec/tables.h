#ifndef SPEC_TABLES_H
#define SPEC_TABLES_H

#include "provisioner/model/value.h"
#include "provisioner/spec/fields.h"

/*
 * What the tables of fields are written with: one file a system, fields_<system>.c, and its row in fields.c. Inside of
 * provisioner/spec only.
 */

#define ITEM(...) ((const struct spec_field[]){{__VA_ARGS__}, {0}})

#define NAME "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
#define NAME_SHAPE "lower-case letters, digits and single hyphens, starting with a letter"
#define HOST "^([a-z0-9_]([a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9-]*[a-z][a-z0-9-]*$"
#define HOST_SHAPE "a host name in lower case such as api.example.com"
/* logs PutRetentionPolicy */
#define RETENTION "1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653"

/* Windows as RDS, ElastiCache and others write them: rules.c has arithmetic on them. */
#define CLOCK "([01][0-9]|2[0-3]):[0-5][0-9]"
#define WEEKDAY "(mon|tue|wed|thu|fri|sat|sun)"
#define DAILY_WINDOW                                                                                                   \
    .min = 11, .max = 11, .pattern = "^" CLOCK "-" CLOCK "$", .shape = "hh:mm-hh:mm in UTC", .computed = "AWS chooses"
#define WEEKLY_WINDOW                                                                                                  \
    .min = 19, .max = 19, .pattern = "^" WEEKDAY ":" CLOCK "-" WEEKDAY ":" CLOCK "$",                                  \
    .shape = "ddd:hh:mm-ddd:hh:mm in UTC, days as mon to sun", .computed = "AWS chooses"

#define PARAMETER_MAP                                                                                                  \
    .max = 200, .pattern = "^[A-Za-z][A-Za-z0-9_.-]*$", .shape = "a parameter's name",                                 \
    .of = ITEM("value", SPEC_TEXT, .max = 4096, .help = "in the engine's own units"), .fallback = ""

extern const struct spec_field aurora_fields[];
extern const struct spec_field cache_fields[];
extern const struct spec_field bucket_fields[];
extern const struct spec_field dns_fields[];
extern const struct spec_field drills_fields[];
extern const struct spec_field eks_fields[];
extern const struct spec_field helm_fields[];
extern const struct spec_field function_fields[];
extern const struct spec_field ingress_fields[];
extern const struct spec_field msk_fields[];
extern const struct spec_field network_fields[];
extern const struct spec_field objectives_fields[];
extern const struct spec_field observability_fields[];
extern const struct spec_field preflight_fields[];
extern const struct spec_field usage_fields[];

/* A section with what takes some thinking filled in; see defaults.h. */
const struct value *aurora_compute(struct arena *a, const struct value *section);
const struct value *cache_compute(struct arena *a, const struct value *section);
const struct value *dns_compute(struct arena *a, const struct value *section);
const struct value *eks_compute(struct arena *a, const struct value *section);
const struct value *msk_compute(struct arena *a, const struct value *section);
/* An instance type of Graviton's architecture. */
bool eks_is_arm(const char *type);
const struct value *network_compute(struct arena *a, const struct value *section);

/* For those: sets what is not there, at the section's position. */
void defaults_put(struct arena *a, struct value *section, const char *name, struct value *v);
/* A list of the words, as fallbacks are written. */
struct value *defaults_words(struct arena *a, const char *words);

#endif
