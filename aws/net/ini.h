#ifndef AWS_NET_INI_H
#define AWS_NET_INI_H

#include "provisioner/model/value.h"

/*
 * The INI dialect of AWS's shared files, read as Python's configparser does for the AWS CLI: keys in lower case, `=` or
 * `:`, whole-line comments with # or ;, deeper lines continue a value, and such a block under an empty value is a map
 * of its own. Text that other tools read otherwise is not cut here (comments behind a value stay in it).
 *
 * The answer is a map: section, as written between its brackets -> key -> text or one level of map; every member knows
 * its line. ERR_INPUT with "name:line: why": no section yet, no `=`, a section or key that stands twice, control
 * characters. No error quotes a value: it may be a secret.
 */
struct err *ini_parse(struct arena *a, const char *name, const char *text, size_t n,
                      const struct value **ret) NODISCARD;

#endif
