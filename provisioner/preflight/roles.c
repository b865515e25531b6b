#include "provisioner/preflight/wanted.h"

#include <ctype.h>
#include <string.h>

/* Roles and policies: of the wanted resources. */

#define ROLE "AWS::IAM::Role"
#define INLINE_POLICY "AWS::IAM::Policy"
#define MANAGED_POLICY "AWS::IAM::ManagedPolicy"

/* ---- names ------------------------------------------------------------------------------------------------------- */

static void names_once(const struct look *l)
{
    static const char *const names[][2] = {
        {ROLE, "RoleName"}, {MANAGED_POLICY, "PolicyName"}, {"AWS::IAM::InstanceProfile", "InstanceProfileName"}};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct value *seen = value_map(l->c->arena);
        const struct wanted *w;
        for (struct each e = each_of(l, names[i][0], NULL); (w = next_of(&e));) {
            const struct value *name = attr(l, w, names[i][1]);
            char *key = arena_strdup(l->c->arena, value_str_of(name));
            for (char *c = key; *c; c++)
                *c = (char)tolower((unsigned char)*c);
            const char *before = *key ? seen_before(l, seen, key, w) : NULL;
            if (before)
                fault(l, w, name, NULL, "%s: %s is the name of %s, too, but for its case", w->address, shown(l, name),
                      before);
        }
    }
}

/* ---- sizes ------------------------------------------------------------------------------------------------------- */

/* What is not known yet counts as nothing: what is too long without it is too long. */
static const struct value *nothing(void *ctx, struct arena *a, const char *address, const char *path)
{
    (void)ctx, (void)address, (void)path;
    return value_str(a, "");
}

/* Characters of a policy as it travels, without white space, which AWS does not count. */
static size_t size_of(const struct look *l, const struct value *policy)
{
    const char *s = value_canonical(l->c->arena, value_resolve(l->c->arena, policy, nothing, NULL));
    size_t n = 0;
    for (; *s; s++)
        n += !isspace((unsigned char)*s);
    return n;
}

enum { TRUST = 2048, MANAGED = 6144, INLINE = 10240 };

static void one_size(const struct look *l, const char *type, const char *name, size_t most)
{
    const struct wanted *w;
    for (struct each e = each_of(l, type, NULL); (w = next_of(&e));) {
        const struct value *policy = attr(l, w, name);
        size_t n = policy ? size_of(l, policy) : 0;
        if (n > most)
            fault(l, w, policy, NULL, "%s: %s has %zu characters, and IAM takes %zu", w->address, name, n, most);
    }
}

static void sizes(const struct look *l)
{
    struct value *sums = value_map(l->c->arena);
    const struct wanted *w;
    one_size(l, ROLE, "AssumeRolePolicyDocument", TRUST);
    one_size(l, MANAGED_POLICY, "PolicyDocument", MANAGED);
    for (struct each e = each_of(l, INLINE_POLICY, NULL); (w = next_of(&e));) {
        const char *role = same_key(l, w, attr(l, w, "RoleName"));
        size_t before = (size_t)value_int_of(value_get(sums, role)),
               n = before + size_of(l, attr(l, w, "PolicyDocument"));
        value_set(l->c->arena, sums, role, value_int(l->c->arena, (int64_t)n));
        if (n > INLINE && before <= INLINE)
            fault(l, w, attr(l, w, "PolicyDocument"), NULL,
                  "%s: with it, policies written into the role have %zu characters, and IAM takes %d", w->address, n,
                  INLINE);
    }
}

/* ---- trust ------------------------------------------------------------------------------------------------------- */

static void one_principal(const struct look *l, const struct wanted *role, const struct value *v)
{
    if (!str_eq(value_str_of(v), "*") && has_character(v, '*'))
        fault(l, role, v, NULL, "%s: a principal is one, and AWS finds nobody under a name with * in it",
              role->address);
}

static void principals(const struct look *l, const struct wanted *role, const struct value *whom)
{
    for (size_t i = 0; i < value_len(whom) && value_kind(whom) == V_MAP; i++) {
        const struct value *v = value_item(whom, i);
        one_principal(l, role, v);
        for (size_t k = 0; k < value_len(v) && value_kind(v) == V_LIST; k++)
            one_principal(l, role, value_item(v, k));
    }
}

static bool any_star(const struct value *v)
{
    for (size_t i = 0; i < value_len(v) && value_kind(v) == V_LIST; i++)
        if (any_star(value_item(v, i)))
            return true;
    return has_character(v, '*');
}

/* A test by equality takes a star for a star. */
static void conditions(const struct look *l, const struct wanted *role, const struct value *tests)
{
    for (size_t i = 0; i < value_len(tests); i++) {
        const struct value *keys = value_item(tests, i);
        bool equality = strstr(value_key(tests, i), "StringEquals");
        for (size_t k = 0; k < value_len(keys); k++) {
            const struct value *v = value_item(keys, k);
            if (strchr(value_key(keys, k), '*'))
                fault(l, role, v, NULL, "%s: the condition's key %s has a * in it, and is the key of nothing",
                      role->address, marks_quote(l->c->arena, value_key(keys, k)));
            else if (equality && any_star(v))
                fault(l, role, v, "write StringLike, or the whole text",
                      "%s: %s takes the * for a star, and never holds", role->address, value_key(tests, i));
        }
    }
}

static void trust(const struct look *l, const struct wanted *role)
{
    const struct value *statements = attr(l, role, "AssumeRolePolicyDocument.Statement");
    bool one = value_kind(statements) == V_MAP;
    for (size_t i = 0; i < (one ? 1 : value_len(statements)); i++) {
        const struct value *s = one ? statements : value_item(statements, i);
        principals(l, role, value_get(s, "Principal"));
        conditions(l, role, value_get(s, "Condition"));
    }
}

/* clang-format off */
#define QUOTAS "IAM user guide, quotas"
const struct rule role_rules[] = {
    {"SEC-014", SEV_ERROR, "a name, path, description or session length that IAM doesn't take", "the creating call answers ValidationError", NULL, "IAM API, CreateRole",
     .type = ROLE " " INLINE_POLICY " " MANAGED_POLICY " AWS::IAM::InstanceProfile", .forms = FORMS(A_TEXT("RoleName", 1, 64, "^[A-Za-z0-9_+=,.@-]*$", "letters, digits and _+=,.@- alone"),
                     A_TEXT("PolicyName", 1, 128, "^[A-Za-z0-9_+=,.@-]*$", "letters, digits and _+=,.@- alone"),
                     A_TEXT("InstanceProfileName", 1, 128, "^[A-Za-z0-9_+=,.@-]*$", "letters, digits and _+=,.@- alone"),
                     A_TEXT("Path", 1, 512, "^/([!-~]+/)?$", "/, or a path that begins and ends with one"),
                     A_TEXT("Description", 0, 1000, NULL, NULL),
                     A_RANGE("MaxSessionDuration", 3600, 43200))},
    {"SEC-015", SEV_ERROR, "two roles or policies whose names differ in case alone", "the creating call answers EntityAlreadyExists", "name one of them otherwise", QUOTAS, .all = names_once},
    {"SEC-016", SEV_ERROR, "a policy that is too long", "IAM answers LimitExceeded", "part it, or say it in fewer words", QUOTAS, .all = sizes},
    {"SEC-017", SEV_ERROR, "more than 10 managed policies of a role", "AttachRolePolicy answers LimitExceeded", "put several into one", QUOTAS,
     .type = ROLE, .forms = FORMS(A_COUNT("ManagedPolicyArns", 0, 10))},
    {"SEC-018", SEV_ERROR, "a trust policy with a wildcard where AWS takes none", "CreateRole answers MalformedPolicyDocument, or nobody can ever take the role", "name it in full", 
     "IAM user guide, principals, condition operators", .type = ROLE, .wanted = trust, .alone = true},
    {"SEC-019", SEV_ERROR, "an issuer of tokens that IAM doesn't take", "CreateOpenIDConnectProvider answers InvalidInput", NULL, "IAM API, CreateOpenIDConnectProvider",
     .type = "AWS::IAM::OIDCProvider", .forms = FORMS(A_TEXT("Url", 9, 255, "^https://[^:/?#]+(/[^?#]*)?$", "a URL with https, and without port and query"),
                     A_COUNT("ClientIDList", 0, 100),
                     A_COUNT("ThumbprintList", 0, 5))},
    {0}};
/* clang-format on */
