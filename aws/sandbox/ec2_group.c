#include "aws/sandbox/block.h"
#include "aws/sandbox/ec2.h"

#include <inttypes.h>
#include <string.h>

/*
 * Security groups and their rules. Each rule is an object; what DescribeSecurityGroups tells as permissions is put
 * together from them, so that the two can never disagree. Source of rules: the EC2 API reference.
 */

enum { NAME_MOST = 255, RULES_MOST = 1000 };

static void group_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_security_group = {
    .name = "security-group", .service = "ec2", .id = "GroupId", .mint = "sg-", .tag_type = "security-group", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:security-group/{id}", .arn_member = "SecurityGroupArn",
    .unique = "VpcId GroupName",
    .filled = (const struct filled[]){{"OwnerId", K_STR, "{account}"}, {0}},
    .refs = (const struct ref[]){{"VpcId", &kind_vpc, REF_BLOCKS}, {0}},
    .missing = {"InvalidGroup.NotFound", "The security group '{id}' does not exist"},
    .exists = {"InvalidGroup.Duplicate", "The security group '{GroupName}' already exists for VPC '{VpcId}'"},
    .blocked = {"DependencyViolation", "resource {id} has a dependent object"},
    .filters = (const struct filter[]){
        {"group-id", "GroupId"}, {"group-name", "GroupName"}, {"vpc-id", "VpcId"}, {"description", "Description"}, {"owner-id", "OwnerId"},
        {"ip-permission.group-id", "IpPermissions[].UserIdGroupPairs[].GroupId"}, {"ip-permission.cidr", "IpPermissions[].IpRanges[].CidrIp"},
        {"ip-permission.protocol", "IpPermissions[].IpProtocol"}, {"ip-permission.from-port", "IpPermissions[].FromPort"},
        {"ip-permission.to-port", "IpPermissions[].ToPort"},
        {"egress.ip-permission.group-id", "IpPermissionsEgress[].UserIdGroupPairs[].GroupId"}, {0}},
    .view = group_view,
};

const struct sandbox_kind kind_security_group_rule = {
    .name = "security-group-rule", .service = "ec2", .id = "SecurityGroupRuleId", .mint = "sgr-", .tag_type = "security-group-rule", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:security-group-rule/{id}", .arn_member = "SecurityGroupRuleArn",
    .unique = "GroupId IsEgress IpProtocol FromPort ToPort CidrIpv4 CidrIpv6 PrefixListId ReferencedGroupInfo.GroupId",
    .filled = (const struct filled[]){{"GroupOwnerId", K_STR, "{account}"}, {0}},
    .refs = (const struct ref[]){
        {"GroupId", &kind_security_group, REF_OWNED}, {"ReferencedGroupInfo.GroupId", &kind_security_group, REF_BLOCKS}, {0}},
    .missing = {"InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '{id}' does not exist"},
    .filters = (const struct filter[]){{"group-id", "GroupId"}, {"security-group-rule-id", "SecurityGroupRuleId"}, {0}},
};

/* The sources of a permission: the list in the request, its member, and the rule's member. */
static const struct source_kind {
    const char *list, *member, *rule;
} source_kinds[] = {
    {"IpRanges", "CidrIp", "CidrIpv4"}, {"Ipv6Ranges", "CidrIpv6", "CidrIpv6"}, {"PrefixListIds", "PrefixListId", "PrefixListId"},
    {"UserIdGroupPairs", "GroupId", "ReferencedGroupInfo"},
};

static const char *const protocols[][2] = {{"6", "tcp"}, {"17", "udp"}, {"1", "icmp"}, {"58", "icmpv6"}, {"all", "-1"}};
/* clang-format on */

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static struct value *permission_for(struct arena *a, struct value *list, const struct object *rule)
{
    static const char *const members[] = {"IpProtocol", "FromPort", "ToPort"};
    bool any = str_eq(object_str(rule, "IpProtocol"), "-1");
    size_t n = any ? 1 : COUNT(members);
    for (size_t i = 0; i < value_len(list); i++) {
        struct value *one = value_edit(a, value_item(list, i));
        size_t same = 0;
        while (same < n && value_equal(value_get(one, members[same]), value_get(rule->v, members[same])))
            same++;
        if (same == n)
            return one;
    }
    struct value *fresh = value_map(a);
    for (size_t i = 0; i < n; i++)
        value_set(a, fresh, members[i], value_get(rule->v, members[i]));
    for (size_t i = 0; i < COUNT(source_kinds); i++)
        value_set(a, fresh, source_kinds[i].list, value_list(a));
    return fresh;
}

static struct value *source_of_rule(struct arena *a, const struct source_kind *k, const struct object *rule)
{
    const struct value *v = value_get(rule->v, k->rule);
    struct value *one = value_map(a);
    if (!v)
        return NULL;
    if (value_kind(v) == V_MAP)
        one = value_edit(a, v);
    else
        value_set(a, one, k->member, v);
    value_set(a, one, "Description", value_get(rule->v, "Description"));
    return one;
}

static bool same_permission(const struct value *a, const struct value *b)
{
    return value_equal(value_get(a, "IpProtocol"), value_get(b, "IpProtocol")) &&
           value_equal(value_get(a, "FromPort"), value_get(b, "FromPort")) &&
           value_equal(value_get(a, "ToPort"), value_get(b, "ToPort"));
}

/* The list with one permission put in or replaced. */
static struct value *with_permission(struct arena *a, const struct value *list, const struct value *p)
{
    struct value *all = value_list(a);
    bool there = false;
    for (size_t i = 0; i < value_len(list); i++) {
        bool same = same_permission(value_item(list, i), p);
        there = there || same;
        value_push(a, all, same ? p : value_item(list, i));
    }
    if (!there)
        value_push(a, all, p);
    return all;
}

static struct value *add_to_permissions(struct arena *a, struct value *list, const struct object *rule)
{
    struct value *p = permission_for(a, list, rule);
    for (size_t i = 0; i < COUNT(source_kinds); i++) {
        struct value *one = source_of_rule(a, &source_kinds[i], rule);
        if (!one)
            continue;
        struct value *sources = value_edit(a, value_get(p, source_kinds[i].list));
        value_push(a, sources, one);
        value_set(a, p, source_kinds[i].list, sources);
    }
    return with_permission(a, list, p);
}

static void group_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *in = value_list(c->a), *out = value_list(c->a);
    for (struct edge *e = first_from(o, &kind_security_group_rule); e; e = next_from(e, &kind_security_group_rule)) {
        if (e->ref->meaning != REF_OWNED)
            continue;
        if (object_bool(e->from, "IsEgress"))
            out = add_to_permissions(c->a, out, e->from);
        else
            in = add_to_permissions(c->a, in, e->from);
    }
    value_set(c->a, view, "IpPermissions", in);
    value_set(c->a, view, "IpPermissionsEgress", out);
}

/* ---- groups ------------------------------------------------------------------------------------------------------ */

static bool text_fits(const char *s)
{
    const char *also = " ._-:/()#,@[]+=&;{}!$*";
    for (; *s; s++)
        if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') || strchr(also, *s)))
            return false;
    return true;
}

bool group_draft(struct call *c)
{
    const char *name = in_str(c, "GroupName"), *text = in_str(c, "Description");
    if (!has(c, "VpcId"))
        return refuse(c, "VPCIdNotSpecified", "No default VPC for this user");
    if (!*name || strlen(name) > NAME_MOST || !text_fits(name))
        return refuse(c, "InvalidParameterValue", "Value (%.60s) for parameter GroupName is invalid.", name);
    if (str_starts(name, "sg-"))
        return refuse(c, "InvalidParameterValue",
                      "Value (%.60s) for parameter GroupName is invalid. Group names may not be in the format sg-*.",
                      name);
    if (str_eq(name, "default"))
        return refuse(c, "InvalidParameterValue", "Cannot use reserved security group name: default");
    if (!*text)
        return refuse(c, "MissingParameter", "The request must contain the parameter GroupDescription");
    if (strlen(text) > NAME_MOST || !text_fits(text))
        return refuse(c, "InvalidParameterValue", "Value (%.60s) for parameter GroupDescription is invalid.", text);
    return true;
}

static struct value *rule_to_all(struct arena *a, const char *group)
{
    struct value *rule = value_map(a);
    value_set_str(a, rule, "GroupId", group);
    value_set(a, rule, "IsEgress", value_bool(a, true));
    value_set_str(a, rule, "IpProtocol", "-1");
    value_set(a, rule, "FromPort", value_int(a, -1));
    value_set(a, rule, "ToPort", value_int(a, -1));
    value_set_str(a, rule, "CidrIpv4", "0.0.0.0/0");
    return rule;
}

bool group_furnish(struct call *c)
{
    make_along(c, &kind_security_group_rule, c->region, rule_to_all(c->a, c->object->id));
    return true;
}

void security_group_along(struct call *c, struct object *vpc)
{
    struct value *v = value_map(c->a), *rule, *self = value_map(c->a);
    value_set_str(c->a, v, "VpcId", vpc->id);
    value_set_str(c->a, v, "GroupName", "default");
    value_set_str(c->a, v, "Description", "default VPC security group");
    value_set(c->a, v, "$Along", value_bool(c->a, true));
    const struct object *group = make_along(c, &kind_security_group, c->region, v);
    make_along(c, &kind_security_group_rule, c->region, rule_to_all(c->a, group->id));
    rule = value_edit(c->a, value_without(c->a, rule_to_all(c->a, group->id), "CidrIpv4"));
    value_set_str(c->a, self, "GroupId", group->id);
    value_set_str(c->a, self, "UserId", world_account(c->w));
    value_set(c->a, rule, "IsEgress", value_bool(c->a, false));
    value_set(c->a, rule, "ReferencedGroupInfo", self);
    /* It refers to its own group, and must not keep it from going. */
    value_set(c->a, rule, "$Along", value_bool(c->a, true));
    make_along(c, &kind_security_group_rule, c->region, rule);
}

struct object *default_group_in(const struct object *vpc)
{
    for (struct edge *e = first_from(vpc, &kind_security_group); e; e = next_from(e, &kind_security_group))
        if (object_bool(e->from, "$Along"))
            return e->from;
    return NULL;
}

bool group_listed(struct call *c, const struct object *o)
{
    const struct value *names = value_get(c->in, "GroupNames");
    return !names || is_list_of(names, object_str(o, "GroupName"));
}

bool group_may_go(struct call *c)
{
    if (object_bool(c->object, "$Along"))
        return refuse(c, "CannotDelete", "the specified group: \"%s\" name: \"default\" cannot be deleted by a user",
                      c->object->id);
    out_str(c, "GroupId", c->object->id);
    return true;
}

/* ---- permissions ------------------------------------------------------------------------------------------------- */

static const char *protocol_name(const char *p)
{
    for (size_t i = 0; i < COUNT(protocols); i++)
        if (str_eq(protocols[i][0], p) || str_eq_nocase(protocols[i][1], p))
            return protocols[i][1];
    return p;
}

static bool protocol_known(const char *p)
{
    int64_t n;
    return has_word("tcp udp icmp icmpv6 -1", p) || (parse_int(p, &n) && n >= 0 && n <= 255);
}

static bool ports_fit(struct call *c, const char *protocol, const struct value *from, const struct value *to)
{
    int64_t low = value_int_of(from), high = value_int_of(to);
    if (has_word("tcp udp icmp icmpv6", protocol) && (!from || !to))
        return refuse(c, "InvalidParameterValue",
                      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    if (has_word("tcp udp", protocol) && (low < 0 || high > 65535))
        return refuse(c, "InvalidParameterValue",
                      "Invalid value '%" PRId64 "-%" PRId64 "' for portRange. Must specify ports 0 to 65535.", low,
                      high);
    if (has_word("tcp udp", protocol) && low > high)
        return refuse(c, "InvalidParameterValue",
                      "Invalid TCP/UDP port range (%" PRId64 ":%" PRId64
                      "): must have from port less or equal to the to port.",
                      low, high);
    return true;
}

/* Everything but the source. */
static bool rule_base(struct call *c, const struct value *permission, const char *group, bool egress,
                      struct value **ret)
{
    const char *protocol = protocol_name(value_get_str(permission, "IpProtocol"));
    const struct value *from = value_get(permission, "FromPort"), *to = value_get(permission, "ToPort");
    if (!protocol_known(protocol))
        return refuse(c, "InvalidPermission.Malformed", "Unsupported IP protocol \"%.20s\"", protocol);
    if (!ports_fit(c, protocol, from, to))
        return false;
    bool ports = !str_eq(protocol, "-1") && from && to;
    *ret = value_map(c->a);
    value_set_str(c->a, *ret, "GroupId", group);
    value_set(c->a, *ret, "IsEgress", value_bool(c->a, egress));
    value_set_str(c->a, *ret, "IpProtocol", protocol);
    value_set(c->a, *ret, "FromPort", ports ? from : value_int(c->a, -1));
    value_set(c->a, *ret, "ToPort", ports ? to : value_int(c->a, -1));
    return true;
}

static bool put_group(struct call *c, const char *id, struct value *rule)
{
    struct object *group;
    struct value *info = value_map(c->a);
    if (!need(c, &kind_security_group, c->region, id, &group))
        return false;
    value_set_str(c->a, info, "GroupId", group->id);
    value_set_str(c->a, info, "UserId", world_account(c->w));
    value_set(c->a, rule, "ReferencedGroupInfo", info);
    return true;
}

static bool put_source(struct call *c, const struct source_kind *k, const struct value *source, struct value *rule)
{
    const char *text = value_get_str(source, k->member), *canonical = text;
    if (!*text)
        return refuse(c, "MissingParameter", "The request must contain the parameter %s", k->member);
    value_set(c->a, rule, "Description", value_get(source, "Description"));
    if (str_eq(k->rule, "ReferencedGroupInfo"))
        return put_group(c, text, rule);
    if (str_starts(k->rule, "CidrIp"))
        canonical = block_canonical(c->a, text);
    if (!canonical || (str_eq(k->rule, "CidrIpv6") != (strchr(text, ':') != NULL) && !str_eq(k->rule, "PrefixListId")))
        return refuse(c, "InvalidParameterValue", "CIDR block %.60s is malformed", text);
    value_set_str(c->a, rule, k->rule, canonical);
    return true;
}

static bool rules_of_permission(struct call *c, const struct value *permission, const char *group, bool egress,
                                struct value *rules)
{
    size_t before = value_len(rules);
    for (size_t k = 0; k < COUNT(source_kinds); k++) {
        const struct value *sources = value_get(permission, source_kinds[k].list);
        for (size_t i = 0; i < value_len(sources); i++) {
            struct value *rule;
            if (!rule_base(c, permission, group, egress, &rule) ||
                !put_source(c, &source_kinds[k], value_item(sources, i), rule))
                return false;
            value_push(c->a, rules, rule);
        }
    }
    return value_len(rules) > before ||
           refuse(c, "InvalidPermission.Malformed", "The permission has no source or destination");
}

/* The members at the top of the request are an older way to say one permission. */
static const struct value *permissions_of(struct call *c)
{
    if (has(c, "IpPermissions") || !has(c, "IpProtocol"))
        return value_get(c->in, "IpPermissions");
    struct value *list = value_list(c->a), *one = value_edit(c->a, c->in), *ranges = value_list(c->a),
                 *range = value_map(c->a);
    value_set_str(c->a, range, "CidrIp", in_str(c, "CidrIp"));
    value_push(c->a, ranges, range);
    value_set(c->a, one, "IpRanges", ranges);
    value_push(c->a, list, one);
    return list;
}

static bool rules_of_request(struct call *c, bool egress, struct object **ret_group, struct value **ret_rules)
{
    const struct value *permissions = permissions_of(c);
    *ret_rules = value_list(c->a);
    if (!has(c, "GroupId"))
        return refuse(c, "MissingParameter", "The request must contain the parameter groupName or groupId");
    if (!need(c, &kind_security_group, c->region, in_str(c, "GroupId"), ret_group))
        return false;
    for (size_t i = 0; i < value_len(permissions); i++)
        if (!rules_of_permission(c, value_item(permissions, i), (*ret_group)->id, egress, *ret_rules))
            return false;
    return value_len(*ret_rules) <= RULES_MOST ||
           refuse(c, "RulesPerSecurityGroupLimitExceeded",
                  "The maximum number of rules per security group has been reached.");
}

/* ---- authorizing and revoking ------------------------------------------------------------------------------------ */

static bool none_there(struct call *c, const struct value *rules)
{
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *rule = value_item(rules, i);
        bool twice = false;
        for (size_t j = 0; j < i; j++)
            twice = twice || value_equal(value_without(c->a, value_item(rules, j), "Description"),
                                         value_without(c->a, rule, "Description"));
        if (twice || object_by_unique(c->w, &kind_security_group_rule, c->region, rule))
            return refuse(c, "InvalidPermission.Duplicate",
                          "the specified rule \"peer: %s, %s, from port: %s, to port: %s, ALLOW\" already exists",
                          value_get_str(rule, "CidrIpv4"), value_get_str(rule, "IpProtocol"),
                          value_text(c->a, value_get(rule, "FromPort")), value_text(c->a, value_get(rule, "ToPort")));
    }
    return true;
}

/* EC2 gives rules of a new group an id at once; a rule on one's own group must not keep it from being deleted. */
static bool refers_to_itself(const struct value *rule)
{
    const struct value *info = value_get(rule, "ReferencedGroupInfo");
    return info && str_eq(value_get_str(info, "GroupId"), value_get_str(rule, "GroupId"));
}

static bool authorize(struct call *c, bool egress)
{
    struct object *group;
    struct value *rules, *tags, *made = value_list(c->a);
    if (!rules_of_request(c, egress, &group, &rules) || !tags_of_request(c, &kind_security_group_rule, &tags))
        return false;
    if (!value_len(rules))
        return refuse(c, "MissingParameter", "The request must contain the parameter ipPermissions");
    if (!none_there(c, rules))
        return false;
    for (size_t i = 0; i < value_len(rules); i++) {
        struct value *rule = value_edit(c->a, value_item(rules, i));
        value_set(c->a, rule, "$Tags", tags);
        if (refers_to_itself(rule))
            value_set(c->a, rule, "$Along", value_bool(c->a, true));
        value_push(c->a, made, view_of(c, make_along(c, &kind_security_group_rule, c->region, rule)));
    }
    value_set(c->a, c->out, "SecurityGroupRules", made);
    return true;
}

bool ingress_authorize(struct call *c)
{
    return authorize(c, false);
}

bool egress_authorize(struct call *c)
{
    return authorize(c, true);
}

static bool found_by_id(struct call *c, const struct object *group, bool egress, struct object **found, size_t *n)
{
    const struct value *ids = value_get(c->in, "SecurityGroupRuleIds");
    for (size_t i = 0; i < value_len(ids) && i < RULES_MOST; i++) {
        struct object *o;
        const char *id = value_str_of(value_item(ids, i));
        if (!need(c, &kind_security_group_rule, c->region, id, &o))
            return false;
        if (!str_eq(object_str(o, "GroupId"), group->id) || object_bool(o, "IsEgress") != egress)
            return refuse_missing(c, &kind_security_group_rule, id);
        found[(*n)++] = o;
    }
    return true;
}

static bool found_by_content(struct call *c, const struct value *rules, struct object **found, size_t *n)
{
    for (size_t i = 0; i < value_len(rules); i++) {
        struct object *o = object_by_unique(c->w, &kind_security_group_rule, c->region, value_item(rules, i));
        if (!o)
            return refuse(c, "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
        found[(*n)++] = o;
    }
    return true;
}

static bool revoke(struct call *c, bool egress)
{
    struct object *group, **found = arena_alloc(c->a, 2 * RULES_MOST * sizeof *found);
    struct value *rules, *gone = value_list(c->a);
    size_t n = 0;
    if (!rules_of_request(c, egress, &group, &rules) || !found_by_id(c, group, egress, found, &n) ||
        !found_by_content(c, rules, found, &n))
        return false;
    if (!n)
        return refuse(c, "MissingParameter",
                      "The request must contain the parameter ipPermissions or securityGroupRuleIds");
    for (size_t i = 0; i < n; i++) {
        struct value *view = view_of(c, found[i]);
        value_set(c->a, view, "ReferencedGroupId", value_path(c->a, view, "ReferencedGroupInfo.GroupId"));
        value_push(c->a, gone, view);
        object_remove(c->w, found[i]);
    }
    value_set(c->a, c->out, "RevokedSecurityGroupRules", gone);
    return true;
}

bool ingress_revoke(struct call *c)
{
    return revoke(c, false);
}

bool egress_revoke(struct call *c)
{
    return revoke(c, true);
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static bool rule_of_update(struct call *c, const struct object *was, const struct value *want, struct value **ret)
{
    static const char *const members[] = {"CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId"};
    static const struct source_kind plain[] = {{NULL, "CidrIpv4", "CidrIpv4"},
                                               {NULL, "CidrIpv6", "CidrIpv6"},
                                               {NULL, "PrefixListId", "PrefixListId"},
                                               {NULL, "ReferencedGroupId", "ReferencedGroupInfo"}};
    size_t at = COUNT(members), n = 0;
    for (size_t i = 0; i < COUNT(members); i++) {
        if (!value_get(want, members[i]))
            continue;
        at = i;
        n++;
    }
    if (n != 1)
        return refuse(c, "InvalidParameterCombination",
                      "Exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId is needed");
    return rule_base(c, want, object_str(was, "GroupId"), object_bool(was, "IsEgress"), ret) &&
           put_source(c, &plain[at], want, *ret);
}

/* The rule that an update is about and what it shall be; checked before anything is changed. */
static bool read_update(struct call *c, const struct object *group, const struct value *update, struct object **ret,
                        struct value **ret_rule)
{
    const char *id = value_get_str(update, "SecurityGroupRuleId");
    if (!need(c, &kind_security_group_rule, c->region, id, ret))
        return false;
    if (!str_eq(object_str(*ret, "GroupId"), group->id))
        return refuse_missing(c, &kind_security_group_rule, id);
    if (!rule_of_update(c, *ret, value_get(update, "SecurityGroupRule"), ret_rule))
        return false;
    struct object *other = object_by_unique(c->w, &kind_security_group_rule, c->region, *ret_rule);
    return !other || other == *ret || refuse(c, "InvalidPermission.Duplicate", "the specified rule already exists");
}

static void update_rule(struct call *c, struct object *o, const struct value *rule)
{
    for (size_t i = 0; i < COUNT(source_kinds); i++)
        object_unset(c->w, o, source_kinds[i].rule);
    object_unset(c->w, o, "Description");
    for (size_t i = 0; i < value_len(rule); i++)
        object_set(c->w, o, value_key(rule, i), value_item(rule, i));
}

bool rules_modify(struct call *c)
{
    struct object *group, *o;
    struct value *rule;
    const struct value *updates = value_get(c->in, "SecurityGroupRules");
    if (!need(c, &kind_security_group, c->region, in_str(c, "GroupId"), &group))
        return false;
    for (size_t i = 0; i < value_len(updates); i++)
        if (!read_update(c, group, value_item(updates, i), &o, &rule))
            return false;
    for (size_t i = 0; i < value_len(updates); i++) {
        if (!read_update(c, group, value_item(updates, i), &o, &rule))
            return false;
        update_rule(c, o, rule);
    }
    return true;
}

static bool describe_rule(struct call *c, const struct value *one)
{
    struct object *o;
    if (!need(c, &kind_security_group_rule, c->region, value_get_str(one, "SecurityGroupRuleId"), &o))
        return false;
    object_set_str(c->w, o, "Description", value_get_str(one, "Description"));
    return true;
}

bool rules_describe(struct call *c)
{
    struct object *group;
    struct value *rules;
    bool egress = str_ends(c->op->name, "Egress");
    const struct value *by_id = value_get(c->in, "SecurityGroupRuleDescriptions");
    if (!rules_of_request(c, egress, &group, &rules))
        return false;
    for (size_t i = 0; i < value_len(by_id); i++)
        if (!describe_rule(c, value_item(by_id, i)))
            return false;
    for (size_t i = 0; i < value_len(rules); i++) {
        struct object *o = object_by_unique(c->w, &kind_security_group_rule, c->region, value_item(rules, i));
        if (!o)
            return refuse(c, "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
        object_set_str(c->w, o, "Description", value_get_str(value_item(rules, i), "Description"));
    }
    return true;
}
