#ifndef AWS_TYPES_SECRET_VALUE_H
#define AWS_TYPES_SECRET_VALUE_H

#include "aws/wire/shape.h"
#include "provisioner/model/value.h"

/*
 * Why these are code and no table: the value of a new secret must be random, must exist in the request only, and never
 * among the attributes. Into a CreateSecret request goes SecretString: SecretStringTemplate (a JSON object, default {})
 * with GenerateStringKey (default "password") set to PasswordLength (default 32) characters from the system's random
 * source, letters and digits and -_.~!*+ without ExcludeCharacters: legal in every place a database password stands.
 * Other requests are left alone. ERR_INPUT: a template that is no JSON object.
 */
struct err *secret_value_make(struct arena *a, const struct op *op, struct value *request, const struct value *attrs,
                              const struct value *have) NODISCARD;

/*
 * Into a PutSecretValue request, whose SecretString is the secret's text as it is now (a JSON object), goes what stands
 * under the attribute Connection. ERR_INPUT: the text is no JSON object.
 */
struct err *secret_value_attach(struct arena *a, const struct op *op, struct value *request, const struct value *attrs,
                                const struct value *have) NODISCARD;

#endif
