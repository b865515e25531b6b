#include "aws/net/sigv4.h"
#include "aws/sandbox/engine.h"
#include "aws/sandbox/kinds.h"

#include <string.h>

/* STS: who asks, and temporary keys. Source of rules: the STS API reference. */

/* clang-format off */
const struct sandbox_kind kind_session = {
    .name = "session", .service = "", .id = "AccessKeyId", .global = true, .hidden = true,
    .refs = (const struct ref[]){{"$Role", &kind_role, REF_LOOSE}, {0}},
};
/* clang-format on */

enum { DURATION_LEAST = 900, DURATION_MOST = 43200, DURATION = 3600 };

struct object *session_of(struct world *w, const char *access_key)
{
    return access_key && str_starts(access_key, "ASIA") ? object_find(w, &kind_session, "", access_key) : NULL;
}

#define USER_ID "AIDACKCEVSQ6C2EXAMPLE"

static const char *user_arn(struct arena *a, const struct world *w)
{
    return arena_printf(a, "arn:aws:iam::%s:user/sandbox", world_account(w));
}

static bool caller(struct call *c)
{
    const struct object *session = session_of(c->w, c->access_key);
    out_str(c, "Account", world_account(c->w));
    out_str(c, "UserId", session ? object_str(session, "$UserId") : USER_ID);
    out_str(c, "Arn", session ? object_str(session, "$User") : user_arn(c->a, c->w));
    return true;
}

static bool duration_fits(struct call *c, const struct object *role)
{
    int64_t seconds = in_int(c, "DurationSeconds", DURATION),
            most = value_int_of(value_get(role->v, "MaxSessionDuration"));
    if (seconds < DURATION_LEAST || seconds > DURATION_MOST)
        return refuse(c, "ValidationError", "DurationSeconds must be between %d and %d", DURATION_LEAST, DURATION_MOST);
    if (seconds > most)
        return refuse(c, "ValidationError",
                      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    return seconds <= DURATION || !session_of(c->w, c->access_key) ||
           refuse(c, "ValidationError",
                  "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
}

static const char *upper(struct arena *a, const char *s)
{
    char *up = arena_strdup(a, s);
    for (char *p = up; *p; p++)
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
    return up;
}

/* Real clients compare the end with the real time; objects may live faster. */
static int64_t wall(const struct sandbox *s)
{
    int64_t now = s->options.real_clock ? real_wall_ms() : world_now(s->world);
    return now + s->options.faults.clock_skew_s * SECOND;
}

/* Keys and their end, whoever they are for. */
static struct value *keys_until(struct world *w, struct arena *a, int64_t until_ms)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "AccessKeyId", arena_printf(a, "ASIA%s", upper(a, mint_hex(w, a, 16))));
    value_set_str(a, v, "SecretAccessKey", arena_printf(a, "%s%s", mint_hex(w, a, 20), mint_hex(w, a, 20)));
    value_set_str(a, v, "SessionToken", arena_printf(a, "IQoJ%s%s", mint_hex(w, a, 32), mint_hex(w, a, 32)));
    value_set_str(a, v, "Expiration", iso_time(a, until_ms));
    value_set(a, v, "$Until", value_int(a, until_ms / SECOND));
    return v;
}

static struct value *session_for(struct call *c, const struct object *role, int64_t seconds)
{
    struct value *v = keys_until(c->w, c->a, wall(c->s) + seconds * SECOND);
    const char *name = in_str(c, "RoleSessionName");
    value_set_str(c->a, v, "$Role", role->id);
    value_set_str(c->a, v, "$UserId", arena_printf(c->a, "%s:%s", object_str(role, "RoleId"), name));
    value_set_str(c->a, v, "$User",
                  arena_printf(c->a, "arn:aws:sts::%s:assumed-role/%s/%s", world_account(c->w), role->id, name));
    return v;
}

void sandbox_login(struct sandbox *s, struct arena *a, int64_t seconds, struct credentials *ret)
{
    int64_t until = wall(s) + seconds * SECOND;
    struct value *v = keys_until(s->world, a, until);
    value_set_str(a, v, "$UserId", USER_ID);
    value_set_str(a, v, "$User", user_arn(a, s->world));
    object_new(s->world, &kind_session, "", value_get_str(v, "AccessKeyId"), v, NULL);
    *ret = (struct credentials){.access_key = value_get_str(v, "AccessKeyId"),
                                .secret_key = value_get_str(v, "SecretAccessKey"),
                                .session_token = value_get_str(v, "SessionToken"),
                                .expires = until / SECOND,
                                .source = "sandbox"};
}

static bool give_session(struct call *c, const struct object *role)
{
    struct value *user = value_map(c->a), *v;
    if (!duration_fits(c, role))
        return false;
    v = session_for(c, role, in_int(c, "DurationSeconds", DURATION));
    make_along(c, &kind_session, "", v);
    value_set(c->a, user, "AssumedRoleId", value_get(v, "$UserId"));
    value_set(c->a, user, "Arn", value_get(v, "$User"));
    value_set(c->a, c->out, "Credentials", v);
    value_set(c->a, c->out, "AssumedRoleUser", user);
    return true;
}

static bool session_name_fits(struct call *c)
{
    const char *name = in_str(c, "RoleSessionName");
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=,.@-");
    return (strlen(name) >= 2 && strlen(name) <= 64 && !name[n]) ||
           refuse(c, "ValidationError",
                  "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must "
                  "satisfy regular expression pattern: [\\w+=,.@-]*");
}

static bool assume(struct call *c)
{
    const char *arn = in_str(c, "RoleArn");
    const struct object *role = object_by_arn(c->w, arn);
    if (!session_name_fits(c))
        return false;
    if (!role || role->kind != &kind_role)
        return refuse(c, "AccessDenied", "User: %s is not authorized to perform: sts:AssumeRole on resource: %.200s",
                      c->access_key ? c->access_key : "anonymous", arn);
    return give_session(c, role);
}

static bool assume_web(struct call *c)
{
    const char *arn = in_str(c, "RoleArn");
    const struct object *role = object_by_arn(c->w, arn);
    if (!session_name_fits(c))
        return false;
    if (strlen(in_str(c, "WebIdentityToken")) < 4)
        return refuse(c, "InvalidIdentityToken", "The token is not valid");
    if (!role || role->kind != &kind_role || !strstr(object_str(role, "$Trust"), "sts:AssumeRoleWithWebIdentity"))
        return refuse(c, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    out_str(c, "Provider", "sandbox");
    out_str(c, "Audience", "sts.amazonaws.com");
    return give_session(c, role);
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"GetCallerIdentity",         ACT_RULE, .rule = caller},
    {"AssumeRole",                ACT_RULE, .rule = assume},
    {"AssumeRoleWithWebIdentity", ACT_RULE, .rule = assume_web},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_sts = {
    .id = "sts", .ops = ops, .invalid = "ValidationError", .tag_key = "Key", .tag_value = "Value"};
