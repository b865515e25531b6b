#include "provisioner/preflight/wanted.h"

#include <ctype.h>
#include <string.h>

/* Security groups and their rules, and the tags of everything: of the wanted resources. */

#define GROUP "AWS::EC2::SecurityGroup"

static const char *const directions[] = {"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"};

/* A check for each rule of either direction. */
static void each_rule(const struct look *l, void (*check)(const struct look *, const struct wanted *))
{
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(directions); i++)
        for (struct each e = each_of(l, directions[i], NULL); (w = next_of(&e));)
            check(l, w);
}

static const char *lower(struct arena *a, const char *s)
{
    char *copy = arena_strdup(a, s);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy;
}

/* ---- groups ------------------------------------------------------------------------------------------------------ */

static void group_names(const struct look *l)
{
    struct value *seen = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, GROUP, NULL); (w = next_of(&e));) {
        const struct value *name = attr(l, w, "GroupName");
        const char *folded = lower(l->c->arena, value_str_of(name));
        const char *key = arena_printf(l->c->arena, "%s %s", same_key(l, w, attr(l, w, "VpcId")), folded);
        const char *before = value_kind(name) == V_STR ? seen_before(l, seen, key, w) : NULL;
        if (before)
            fault(l, w, name, NULL, "%s: %s is the name of %s, too, in the same network", w->address, shown(l, name),
                  before);
    }
}

static void group_at_home(const struct look *l, const struct wanted *rule)
{
    const struct value *v = attr(l, rule, "ReferencedGroupId");
    const struct wanted *group = referred(l, v);
    if (group && !str_eq(group->region, rule->region))
        fault(l, rule, v, NULL, "%s: %s is in %s, and a group lets in groups of its own region only", rule->address,
              group->address, group->alias);
}

static void groups_at_home(const struct look *l)
{
    each_rule(l, group_at_home);
}

/* ---- protocols and ports ----------------------------------------------------------------------------------------- */

/* As AWS tells them back: 6 as tcp. */
static const char *protocol_of(const struct look *l, const struct wanted *rule)
{
    static const char *const names[][2] = {{"6", "tcp"}, {"17", "udp"}, {"1", "icmp"}, {"58", "icmpv6"}};
    const char *given = value_str_of(attr(l, rule, "IpProtocol"));
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(given, names[i][0]))
            return names[i][1];
    return given;
}

static bool is_protocol(const char *s)
{
    int64_t n;
    return has_word("tcp udp icmp icmpv6", s) || (parse_int(s, &n) && n >= -1 && n <= 255);
}

static void ports_of_stream(const struct look *l, const struct wanted *rule, const char *protocol)
{
    int64_t from, to;
    bool has_from = int_of(rule->attrs, "FromPort", &from), has_to = int_of(rule->attrs, "ToPort", &to);
    const struct value *at = has_from ? attr(l, rule, "FromPort") : attr(l, rule, "ToPort");
    if (!has_from || !has_to)
        fault(l, rule, at, "write FromPort and ToPort", "%s: a rule for %s has a first and a last port", rule->address,
              protocol);
    else if (from < 0 || to > 65535 || from > to)
        fault(l, rule, at, "write ports from 0 to 65535, the lower one first", "%s: %d to %d is no range of ports",
              rule->address, (int)from, (int)to);
}

static void types_of_icmp(const struct look *l, const struct wanted *rule, const char *protocol)
{
    int64_t type, code;
    bool has_type = int_of(rule->attrs, "FromPort", &type), has_code = int_of(rule->attrs, "ToPort", &code);
    const struct value *at = has_type ? attr(l, rule, "FromPort") : attr(l, rule, "ToPort");
    if (!has_type || !has_code || (type == -1 && code != -1))
        fault(l, rule, at, "write FromPort: -1 and ToPort: -1 for all of them",
              "%s: of %s, FromPort is a type and ToPort a code; all types have all codes", rule->address, protocol);
}

static void ports(const struct look *l, const struct wanted *rule)
{
    const struct value *given = attr(l, rule, "IpProtocol");
    const char *protocol = protocol_of(l, rule);
    const struct value *port = attr(l, rule, "FromPort") ? attr(l, rule, "FromPort") : attr(l, rule, "ToPort");
    if (value_kind(given) != V_STR)
        return;
    if (!is_protocol(protocol))
        fault(l, rule, given, "write tcp, udp, icmp, icmpv6, a number, or -1 for all", "%s: %s is no protocol",
              rule->address, shown(l, given));
    else if (str_eq(protocol, "tcp") || str_eq(protocol, "udp"))
        ports_of_stream(l, rule, protocol);
    else if (str_starts(protocol, "icmp"))
        types_of_icmp(l, rule, protocol);
    else if (str_eq(protocol, "-1") && is_set(port) && value_int_of(port) != -1)
        fault(l, rule, port, "take the ports out, or name a protocol", "%s: a rule for all protocols has no ports",
              rule->address);
}

static void every_port(const struct look *l)
{
    each_rule(l, ports);
}

/* ---- twice, and too many ----------------------------------------------------------------------------------------- */

/* All but the description: what AWS knows a rule by. */
static const char *meaning_of(const struct look *l, const struct wanted *rule)
{
    struct arena *a = l->c->arena;
    struct cidr net;
    const char *whom =
        network_of_attr(l, rule, "CidrIpv4", &net)
            ? cidr_text(a, net)
            : same_key(l, rule, attr(l, rule, attr(l, rule, "CidrIpv4") ? "CidrIpv4" : "ReferencedGroupId"));
    return arena_printf(a, "%s %s %s %s %s %s", rule->type, same_key(l, rule, attr(l, rule, "GroupId")),
                        protocol_of(l, rule), value_canonical(a, attr(l, rule, "FromPort")),
                        value_canonical(a, attr(l, rule, "ToPort")), whom);
}

static void rules_once(const struct look *l)
{
    struct value *seen = value_map(l->c->arena);
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(directions); i++)
        for (struct each e = each_of(l, directions[i], NULL); (w = next_of(&e));) {
            const char *before = seen_before(l, seen, meaning_of(l, w), w);
            if (before)
                fault(l, w, NULL, NULL, "%s: the same rule as %s", w->address, before);
        }
}

enum { RULES_A_GROUP = 60 };

static void rules_a_group(const struct look *l)
{
    struct value *counts = value_map(l->c->arena);
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(directions); i++)
        for (struct each e = each_of(l, directions[i], NULL); (w = next_of(&e));) {
            const char *group = same_key(l, w, attr(l, w, "GroupId"));
            if (count_of(l, counts, arena_printf(l->c->arena, "%zu %s", i, group)) == RULES_A_GROUP + 1)
                fault(l, w, NULL, NULL, "%s is rule number %d of %s in its direction, and a group takes %d", w->address,
                      RULES_A_GROUP + 1, group, RULES_A_GROUP);
        }
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

enum { TAGS_A_RESOURCE = 50, TAG_KEY = 128, TAG_VALUE = 256 };

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n;
}

static void one_tag(const struct look *l, const struct wanted *w, const char *key, const struct value *v)
{
    const char *quoted = marks_quote(l->c->arena, key);
    if (strncasecmp(key, "aws:", 4) == 0)
        fault(l, w, v, "take another prefix", "%s: the tag %s: aws: is reserved by AWS", w->address, quoted);
    if (characters(key) > TAG_KEY || !*key)
        fault(l, w, v, "write 1 to 128 characters", "%s: the key of a tag, %s, has %zu characters", w->address, quoted,
              characters(key));
    if (value_kind(v) == V_STR && characters(value_str_of(v)) > TAG_VALUE)
        fault(l, w, v, "write 256 characters at most", "%s: the tag %s has a value of %zu characters", w->address,
              quoted, characters(value_str_of(v)));
}

static void tags(const struct look *l)
{
    const struct wanted_list *all = everything(l);
    for (size_t i = 0; i < all->n; i++) {
        const struct wanted *w = &all->items[i];
        const struct value *of_it = value_get(w->attrs, "Tags");
        if (value_kind(of_it) != V_MAP)
            continue;
        if (value_len(of_it) > TAGS_A_RESOURCE)
            fault(l, w, of_it, "take some of them out", "%s has %zu tags with ours, and AWS takes %d", w->address,
                  value_len(of_it), TAGS_A_RESOURCE);
        for (size_t k = 0; k < value_len(of_it); k++)
            one_tag(l, w, value_key(of_it, k), value_item(of_it, k));
    }
}

/* clang-format off */
const struct rule security_group_rules[] = {
    {"NET-007", SEV_ERROR, "a rule that names a security group of another region", "groups are known in their own region alone, peered or not",
     "name the other network's range", "VPC peering guide, security groups", .all = groups_at_home},
    {"NET-020", SEV_ERROR, "a security group's name that AWS doesn't take, or that another bears", "CreateSecurityGroup refuses it: names are unique in a network, whatever their case",
     NULL, "EC2 API, CreateSecurityGroup", .all = group_names,
     .type = GROUP, .forms = FORMS(A_TEXT("GroupName", 1, 255, "^[]a-zA-Z0-9 ._:/()#,@[+=&;{}!$*-]*$", "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* alone"),
                     NOT_A("GroupName", "^[sS][gG]-", "as if it were an id"))},
    {"NET-021", SEV_ERROR, "a security group's description that AWS doesn't take", "CreateSecurityGroup refuses it, and it can't be changed later", NULL,
     "EC2 API, CreateSecurityGroup",
     .type = GROUP, .forms = FORMS(A_TEXT("Description", 1, 255, "^[]a-zA-Z0-9 ._:/()#,@[+=&;{}!$*-]*$", "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* alone"))},
    {"NET-022", SEV_ERROR, "ports that don't go with the rule's protocol", "AuthorizeSecurityGroupIngress answers InvalidPermission.Malformed", NULL,
     "EC2 API, IpPermission", .all = every_port},
    {"NET-023", SEV_ERROR, "the same rule twice in a security group", "AuthorizeSecurityGroupIngress answers InvalidPermission.Duplicate", "take one of them out",
     "EC2 API, AuthorizeSecurityGroupIngress", .all = rules_once},
    {"NET-024", SEV_ERROR, "more than 60 rules of a direction in a security group", "AWS answers RulesPerSecurityGroupLimitExceeded", "put several networks into one, or part the group in two",
     "VPC user guide, quotas", .all = rules_a_group},
    {"NET-033", SEV_ERROR, "tags that AWS doesn't take", "the creating call refuses all of it", NULL, "EC2 user guide, tag restrictions", .all = tags},
    {0}};
/* clang-format on */
