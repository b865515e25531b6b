#include "aws/net/digest.h"
#include "aws/sandbox/elasticache.h"

#include <string.h>

/* Users and groups of users. Source of rules: the ElastiCache API reference, and "Role-Based Access Control" and
 * "Authenticating with IAM" of the ElastiCache user guide. */

static void user_view(struct call *c, const struct object *o, struct value *view);
static void users_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_cache_user = {
    .name = "cache-user", .service = "elasticache", .id = "UserId", .lower = true,
    .arn = "arn:aws:elasticache:{region}:{account}:user:{id}", .arn_member = "ARN",
    .status = "Status", .ready = "active",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"active", 0}}},
        {"modify", GUESS, {{"modifying", 20}, {"active", 0}}},
        {"drop",   GUESS, {{"deleting", 10}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"MinimumEngineVersion", K_STR, "6.0"}, {0}},
    .renames = (const struct rename[]){{"AuthenticationMode", NULL}, {"NoPasswordRequired", NULL}, {0}},
    .missing = {"UserNotFound", "User {id} not found."},
    .exists = {"UserAlreadyExists", "User {id} already exists."},
    .busy = {"InvalidUserState", "User {id} is in state {Status}."},
    .blocked = {"InvalidUserState", "User {id} is a member of a user group."},
    .view = user_view,
};

const struct sandbox_kind kind_cache_user_group = {
    .name = "cache-user-group", .service = "elasticache", .id = "UserGroupId", .lower = true,
    .arn = "arn:aws:elasticache:{region}:{account}:usergroup:{id}", .arn_member = "ARN",
    .status = "Status", .ready = "active",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"creating", 15}, {"active", 0}}},
        {"modify", GUESS, {{"modifying", 30}, {"active", 0}}},
        {"drop",   GUESS, {{"deleting", 15}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"MinimumEngineVersion", K_STR, "6.0"}, {"UserIds", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){{"UserIdsToAdd", NULL}, {"UserIdsToRemove", NULL}, {0}},
    .refs = (const struct ref[]){{"UserIds", &kind_cache_user, REF_BLOCKS}, {0}},
    .missing = {"UserGroupNotFound", "UserGroup {id} not found."},
    .exists = {"UserGroupAlreadyExists", "UserGroup {id} already exists."},
    .busy = {"InvalidUserGroupState", "UserGroup {id} is in state {Status}."},
    .blocked = {"InvalidUserGroupState", "UserGroup {id} is in use by a replication group."},
    .view = users_view,
};
/* clang-format on */

enum { ID_MOST = 40, PASSWORDS_MOST = 2, PASSWORD_LEAST = 16, PASSWORD_MOST = 128 };

static bool engine_fits(struct call *c)
{
    const char *engine = in_str(c, "Engine");
    if (!has(c, "Engine"))
        return true;
    if (!str_eq_nocase(engine, "redis") && !str_eq_nocase(engine, "valkey"))
        return refuse(c, "InvalidParameterValue", "Engine %.40s is not supported; use redis or valkey", engine);
    draft_str(c, "Engine", str_eq_nocase(engine, "redis") ? "redis" : "valkey");
    return true;
}

/* ---- users ------------------------------------------------------------------------------------------------------- */

static bool passwords_fit(struct call *c, const struct value *passwords)
{
    if (value_len(passwords) > PASSWORDS_MOST)
        return refuse(c, "InvalidParameterValue", "A user can have at most %d passwords", PASSWORDS_MOST);
    for (size_t i = 0; i < value_len(passwords); i++) {
        size_t n = strlen(value_str_of(value_item(passwords, i)));
        if (n < PASSWORD_LEAST || n > PASSWORD_MOST)
            return refuse(c, "InvalidParameterValue", "Passwords must be between %d and %d characters long",
                          PASSWORD_LEAST, PASSWORD_MOST);
    }
    return true;
}

static void draft_authentication(struct call *c, const char *type, const struct value *passwords)
{
    struct value *told = value_map(c->a), *digests = value_list(c->a);
    value_set_str(c->a, told, "Type", type);
    value_set(c->a, told, "PasswordCount", value_int(c->a, (int64_t)value_len(passwords)));
    value_set(c->a, c->draft, "Authentication", told);
    for (size_t i = 0; i < value_len(passwords); i++)
        value_push(c->a, digests, value_str(c->a, sha256_hex_of(c->a, value_str_of(value_item(passwords, i)))));
    value_set(c->a, c->draft, "$PasswordDigests", digests);
}

static bool authentication_fits(struct call *c, const char *id, const char *name)
{
    const char *mode = value_get_str(value_get(c->in, "AuthenticationMode"), "Type");
    const struct value *passwords = value_get(c->in, "Passwords");
    if (str_eq(mode, "iam") && !str_eq_nocase(id, name))
        return refuse(c, "InvalidParameterValue", "With IAM authentication the user name must be the user id");
    if (str_eq(mode, "iam") && value_len(passwords))
        return refuse(c, "InvalidParameterCombination", "Passwords cannot be given with IAM authentication");
    if (!value_len(passwords) && (!*mode || str_eq(mode, "password")))
        return refuse(c, "InvalidParameterCombination", "Passwords or an authentication mode must be given");
    if (!passwords_fit(c, passwords))
        return false;
    bool none = str_eq(mode, "no-password-required");
    draft_authentication(c, none ? "no-password" : *mode ? mode : "password", passwords);
    return true;
}

/* AWS begins with no command at all, and says so. */
static bool access_fits(struct call *c)
{
    const char *access = in_str(c, "AccessString");
    if (!has_word(access, "on") && !has_word(access, "off"))
        return refuse(c, "InvalidParameterValue", "The access string must begin with on or off");
    if (!has_word(access, "-@all") && !has_word(access, "+@all")) {
        size_t state = strcspn(access, " ");
        draft_str(c, "AccessString", arena_printf(c->a, "%.*s -@all%s", (int)state, access, access + state));
    }
    return true;
}

bool cache_user_draft(struct call *c)
{
    const char *name = in_str(c, "UserName");
    return cache_id_fits(c, "UserId", ID_MOST) && engine_fits(c) && access_fits(c) &&
           authentication_fits(c, in_str(c, "UserId"), name);
}

bool cache_user_change(struct call *c)
{
    bool authentication = has(c, "Passwords") || has(c, "AuthenticationMode");
    return engine_fits(c) && (!has(c, "AccessString") || access_fits(c)) &&
           (!authentication || authentication_fits(c, c->object->id, object_str(c->object, "UserName")));
}

bool cache_user_may_go(struct call *c)
{
    bool in_group = first_from(c->object, &kind_cache_user_group);
    if (in_group && str_eq(object_str(c->object, "UserName"), "default"))
        return refuse(c, "DefaultUserAssociatedToUserGroup", "The default user %s is a member of a user group",
                      c->object->id);
    return has_word(c->kind->ready, object_status(c->object)) || refuse_busy(c, c->object);
}

/* ---- groups ------------------------------------------------------------------------------------------------------ */

static const struct value *referrers_told(struct call *c, const struct object *o, const struct sandbox_kind *k)
{
    struct value *ids = value_list(c->a);
    for (struct edge *e = first_from(o, k); e; e = next_from(e, k))
        value_push(c->a, ids, value_str(c->a, e->from->id));
    return ids;
}

static void user_view(struct call *c, const struct object *o, struct value *view)
{
    value_set(c->a, view, "UserGroupIds", referrers_told(c, o, &kind_cache_user_group));
}

static void users_view(struct call *c, const struct object *o, struct value *view)
{
    value_set(c->a, view, "ReplicationGroups", referrers_told(c, o, &kind_replication_group));
}

/* All there, each name once, and for redis one named default. */
static bool users_fit(struct call *c, const char *engine, const struct value *ids)
{
    struct value *names = value_list(c->a), *low = value_list(c->a);
    struct object *user;
    for (size_t i = 0; i < value_len(ids); i++) {
        if (!need(c, &kind_cache_user, c->region, value_str_of(value_item(ids, i)), &user))
            return false;
        if (is_list_of(names, object_str(user, "UserName")))
            return refuse(c, "DuplicateUserName", "The user name %s is there more than once",
                          object_str(user, "UserName"));
        value_push(c->a, names, value_get(user->v, "UserName"));
        value_push(c->a, low, value_str(c->a, user->id));
    }
    if (str_eq(engine, "redis") && !is_list_of(names, "default"))
        return refuse(c, "DefaultUserRequired", "A user group must contain a user with the user name default");
    value_set(c->a, c->draft, "UserIds", low);
    return true;
}

bool cache_users_draft(struct call *c)
{
    return cache_id_fits(c, "UserGroupId", ID_MOST) && engine_fits(c) &&
           users_fit(c, value_get_str(c->draft, "Engine"), value_get(c->in, "UserIds"));
}

static const struct value *users_then(struct call *c)
{
    const struct value *old = value_get(c->object->v, "UserIds"), *added = value_get(c->in, "UserIdsToAdd");
    struct value *then = value_list(c->a);
    for (size_t i = 0; i < value_len(old); i++)
        if (!is_list_of(value_get(c->in, "UserIdsToRemove"), value_str_of(value_item(old, i))))
            value_push(c->a, then, value_item(old, i));
    for (size_t i = 0; i < value_len(added); i++)
        value_push(c->a, then, value_item(added, i));
    return then;
}

bool cache_users_change(struct call *c)
{
    if (!value_len(value_get(c->in, "UserIdsToAdd")) && !value_len(value_get(c->in, "UserIdsToRemove")) &&
        !has(c, "Engine"))
        return refuse(c, "InvalidParameterCombination", "No modifications were requested");
    const char *engine = has(c, "Engine") ? in_str(c, "Engine") : object_str(c->object, "Engine");
    return engine_fits(c) && users_fit(c, engine, users_then(c));
}

bool cache_users_may_go(struct call *c)
{
    return has_word(c->kind->ready, object_status(c->object)) || refuse_busy(c, c->object);
}
