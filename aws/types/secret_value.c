#include "aws/types/secret_value.h"

#include "provisioner/model/json.h"

#include <string.h>
#include <sys/random.h>

enum { SHORTEST = 8, LONGEST = 128 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!*+";

static struct err *random_index(size_t n, size_t *ret)
{
    unsigned char byte;
    size_t fair = 256 / n * n; /* bytes beyond would favour the first letters */
    do {
        if (getrandom(&byte, 1, 0) != 1)
            return err_errno(ERR_FILE, "random source");
    } while (byte >= fair);
    *ret = byte % n;
    return NULL;
}

static struct err *random_text(struct arena *a, size_t length, const char *without, const char **ret)
{
    char letters[sizeof alphabet];
    size_t n = 0, i = 0;
    for (const char *c = alphabet; *c; c++)
        if (!strchr(without, *c))
            letters[n++] = *c;
    if (n < 16)
        return err_new(ERR_INPUT, "ExcludeCharacters leaves only %zu characters to choose from", n);
    char *text = arena_alloc(a, length + 1);
    for (size_t k = 0; k < length; k++) {
        TRY(random_index(n, &i));
        text[k] = letters[i];
    }
    *ret = text;
    return NULL;
}

struct err *secret_value_make(struct arena *a, const struct op *op, struct value *request, const struct value *attrs,
                              const struct value *have)
{
    (void)have;
    const struct value *how = value_get(attrs, "GenerateSecretString"), *fields = NULL;
    const char *template = value_get_str(how, "SecretStringTemplate"), *key = value_get_str(how, "GenerateStringKey");
    const char *text = NULL;
    int64_t length = value_get(how, "PasswordLength") ? value_int_of(value_get(how, "PasswordLength")) : 32;

    if (strcmp(op->name, "CreateSecret") != 0)
        return NULL;
    if (length < SHORTEST || length > LONGEST)
        return err_new(ERR_INPUT, "PasswordLength must lie between %d and %d", SHORTEST, LONGEST);
    TRY_CTX(json_parse(a, *template ? template : "{}", *template ? strlen(template) : 2, JSON_PLAIN, &fields),
            "SecretStringTemplate");
    TRY(random_text(a, (size_t)length, value_get_str(how, "ExcludeCharacters"), &text));
    struct value *filled = value_edit(a, fields);
    value_set_str(a, filled, *key ? key : "password", text);
    value_set_str(a, request, "SecretString", value_canonical(a, filled));
    return NULL;
}

struct err *secret_value_attach(struct arena *a, const struct op *op, struct value *request, const struct value *attrs,
                                const struct value *have)
{
    (void)have;
    const struct value *connection = value_get(attrs, "Connection"), *now = NULL;
    const char *text = value_get_str(request, "SecretString");
    if (strcmp(op->name, "PutSecretValue") != 0)
        return NULL;
    struct err *e = json_parse(a, text, strlen(text), JSON_PLAIN, &now);
    err_free(e); /* its text might quote the secret */
    if (e || value_kind(now) != V_MAP)
        return err_new(ERR_INPUT, "the secret's value is no JSON object, so nothing can be written into it");
    value_set_str(a, request, "SecretString", value_canonical(a, value_overlay(a, now, connection)));
    return NULL;
}
