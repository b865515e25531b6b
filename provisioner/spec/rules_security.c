#include "provisioner/spec/look.h"

#include <string.h>

/* What the systems make is closed; these look at what the user adds to it. */

static bool is_everyone(const struct value *network)
{
    return str_eq(value_str_of(network), "0.0.0.0/0") || str_eq(value_str_of(network), "::/0");
}

static bool is_web(const struct value *attrs)
{
    int64_t from, to;
    return int_of(attrs, "FromPort", &from) && int_of(attrs, "ToPort", &to) && from == to &&
           (from == 443 || from == 80);
}

static void one_opening(const struct look *l, const char *what, const struct value *attrs)
{
    static const char *const names[] = {"CidrIpv4", "CidrIpv6"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct value *network = value_get(attrs, names[i]);
        if (is_everyone(network) && !is_web(attrs))
            found(l, SEV_WARNING, value_pos(network), "name the networks that need it",
                  "%s lets every address there is come in", what);
    }
}

static void open_to_everyone(const struct look *l)
{
    struct arena *a = l->c->arena;
    for (size_t i = 0; i < value_len(l->s->resources); i++) {
        const struct value *r = value_item(l->s->resources, i);
        if (str_eq(value_get_str(r, "type"), "AWS::EC2::SecurityGroupIngress"))
            one_opening(l, arena_printf(a, "resources.%s", value_key(l->s->resources, i)), value_get(r, "properties"));
    }
    for (size_t i = 0; i < value_len(l->s->overrides); i++) {
        const char *pattern = value_key(l->s->overrides, i);
        if (strstr(pattern, "ingress"))
            one_opening(l, marks_quote(a, pattern), value_item(l->s->overrides, i));
    }
}

const struct rule security_rules[] = {
    {"security/open-to-everyone", .once = open_to_everyone},
    {0},
};
