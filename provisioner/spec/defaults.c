#include "provisioner/spec/defaults.h"

#include "provisioner/spec/cidr.h"
#include "provisioner/spec/tables.h"

/* ---- from the table ---------------------------------------------------------------------------------------------- */

struct value *defaults_words(struct arena *a, const char *words)
{
    struct value *items = value_list(a);
    const char *word;
    for (size_t n; (n = next_word(&words, &word));)
        value_push(a, items, value_strn(a, word, n));
    return items;
}

static struct value *integer(struct arena *a, const char *digits)
{
    int64_t n = 0;
    return parse_int(digits, &n) ? value_int(a, n) : NULL;
}

struct value *defaults_of(struct arena *a, const struct spec_field *f)
{
    if (!f->fallback)
        return NULL;
    switch (f->type) {
    case SPEC_INTEGER: return integer(a, f->fallback);
    case SPEC_BOOLEAN: return value_bool(a, str_eq(f->fallback, "true"));
    case SPEC_LIST: return defaults_words(a, f->fallback);
    case SPEC_MAP: return value_map(a);
    case SPEC_TEXT:
    case SPEC_VERSION:
    case SPEC_ENUM:
    case SPEC_CIDR: return value_str(a, f->fallback);
    case SPEC_SECTION:
    case SPEC_ANY: break;
    }
    return NULL;
}

/* Sections in a list or a map. */
static const struct value *filled_items(struct arena *a, const struct spec_field *item, const struct value *v)
{
    struct value *all = value_kind(v) == V_MAP ? value_map(a) : value_list(a);
    if (value_kind(v) != V_MAP && value_kind(v) != V_LIST)
        return v;
    value_at_pos(all, value_pos(v));
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *one = defaults_fill(a, item->of, value_item(v, i));
        if (value_kind(v) == V_MAP)
            value_set(a, all, value_key(v, i), one);
        else
            value_push(a, all, one);
    }
    return all;
}

static const struct value *filled(struct arena *a, const struct spec_field *f, const struct value *v, struct pos pos)
{
    if (f->type == SPEC_SECTION && (v || f->flags & SPEC_ALWAYS)) {
        struct value *empty = value_map(a);
        value_at_pos(empty, pos);
        return defaults_fill(a, f->of, v ? v : empty);
    }
    bool sections = f->of && f->of->type == SPEC_SECTION && f->of->of != spec_region_fields; /* a region holds others */
    if (v)
        return sections ? filled_items(a, f->of, v) : v;
    struct value *made = defaults_of(a, f);
    if (made)
        value_at_pos(made, pos);
    return made;
}

const struct value *defaults_fill(struct arena *a, const struct spec_field *table, const struct value *section)
{
    struct value *all = value_map(a);
    if (value_kind(section) == V_UNKNOWN)
        return section;
    value_at_pos(all, value_pos(section));
    for (const struct spec_field *f = table; f->name; f++)
        value_set(a, all, f->name, filled(a, f, value_get(section, f->name), value_pos(section)));
    return all;
}

/* ---- by thinking ------------------------------------------------------------------------------------------------- */

void defaults_put(struct arena *a, struct value *section, const char *name, struct value *v)
{
    if (value_get(section, name))
        return;
    value_at_pos(v, value_pos(section));
    value_set(a, section, name, v);
}

const struct value *defaults_compute(struct arena *a, const struct value *config)
{
    struct value *all = value_edit(a, config);
    for (const struct spec_field *f = spec_fields; f->name; f++) {
        const struct value *section = value_get(config, f->name);
        if (f->compute && value_kind(section) == V_MAP)
            value_set(a, all, f->name, f->compute(a, section));
    }
    return all;
}

/* ---- the regions' networks --------------------------------------------------------------------------------------- */

static bool net_of(const struct value *config, struct cidr *ret)
{
    return cidr_parse(value_get_str(value_get(config, "network"), "cidr"), ret);
}

static bool is_free(const struct value *const *configs, size_t n, struct cidr candidate)
{
    struct cidr net;
    for (size_t i = 0; i < n; i++)
        if (net_of(configs[i], &net) && cidr_overlaps(net, candidate))
            return false;
    return true;
}

static const struct value *with_cidr(struct arena *a, const struct value *config, struct cidr net)
{
    struct value *all = value_edit(a, config);
    struct value *network = value_edit(a, value_get(config, "network"));
    defaults_put(a, network, "cidr", value_str(a, cidr_text(a, net)));
    value_set(a, all, "network", network);
    return all;
}

static bool wants_cidr(const struct value *config)
{
    const struct value *network = value_get(config, "network");
    return value_kind(network) == V_MAP && !value_get(network, "cidr");
}

/* The range to stay in: a private network's neighbours are private, too. */
static struct cidr home_of(struct cidr net)
{
    static const char *const private[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"};
    struct cidr home;
    for (size_t i = 0; i < COUNT(private); i++)
        if (cidr_parse(private[i], &home) && cidr_contains(home, net))
            return home;
    return (struct cidr){0, 0};
}

/* The first free block from `net` on, back to the start of its range at the end. */
static bool next_free(const struct value *const *configs, size_t n, struct cidr net, struct cidr *ret)
{
    struct cidr home = home_of(net);
    for (size_t tries = 0; tries < 4 * n + 4; tries++) {
        if (is_free(configs, n, net)) {
            *ret = net;
            return true;
        }
        if (!cidr_next(net, &net) || !cidr_contains(home, net))
            net = (struct cidr){home.address, net.prefix};
    }
    return false;
}

void defaults_networks(struct arena *a, const struct value **configs, size_t n)
{
    struct cidr net = {10u << 24, 16};
    if (wants_cidr(configs[0]) && next_free(configs, n, net, &net))
        configs[0] = with_cidr(a, configs[0], net);
    if (!net_of(configs[0], &net))
        return;
    for (size_t i = 0; i < n; i++)
        if (wants_cidr(configs[i]) && next_free(configs, n, net, &net))
            configs[i] = with_cidr(a, configs[i], net);
}
