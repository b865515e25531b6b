#include "aws/sandbox/kinds.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The tagging API: whatever is tagged, by tags. Source of rules: the Resource Groups Tagging API reference. */

enum { PAGE = 50, PAGE_MOST = 100 };

/* "rds:cluster" of "arn:aws:rds:region:account:cluster:name". */
static const char *type_of(struct arena *a, const char *arn)
{
    const char *at = arn, *service;
    for (int i = 0; i < 2; i++)
        at = strchr(at, ':') ? strchr(at, ':') + 1 : "";
    service = at;
    for (int i = 0; i < 3; i++)
        at = strchr(at, ':') ? strchr(at, ':') + 1 : "";
    return arena_printf(a, "%.*s:%.*s", (int)strcspn(service, ":"), service, (int)strcspn(at, ":/"), at);
}

static bool type_passes(struct call *c, const char *arn)
{
    const struct value *types = value_get(c->in, "ResourceTypeFilters");
    const char *type = type_of(c->a, arn);
    for (size_t i = 0; i < value_len(types); i++) {
        const char *want = value_str_of(value_item(types, i));
        size_t n = strlen(want);
        if (strncmp(type, want, n) == 0 && (type[n] == '\0' || type[n] == ':'))
            return true;
    }
    return !value_len(types);
}

static bool tags_pass(struct call *c, const struct value *tags)
{
    const struct value *filters = value_get(c->in, "TagFilters");
    for (size_t i = 0; i < value_len(filters); i++) {
        const struct value *values = value_get(value_item(filters, i), "Values");
        const struct value *is = value_get(tags, value_get_str(value_item(filters, i), "Key"));
        if (!is || (value_len(values) && !is_list_of(values, value_str_of(is))))
            return false;
    }
    return true;
}

static bool told(struct call *c, const struct object *o)
{
    const struct value *arns = value_get(c->in, "ResourceARNList");
    const struct value *tags = value_get(o->v, "$Tags");
    return value_len(tags) && *object_arn(o) && !object_lingers(o) && type_passes(c, object_arn(o)) &&
           tags_pass(c, tags) && (!value_len(arns) || is_list_of(arns, object_arn(o)));
}

static void tell(struct call *c, const struct object *o, struct value *list)
{
    struct value *one = value_map(c->a);
    value_set_str(c->a, one, "ResourceARN", object_arn(o));
    value_set(c->a, one, "Tags", tags_told(c, c->service, value_get(o->v, "$Tags")));
    value_push(c->a, list, one);
}

/* What has no region is told of in the partition's own. */
static bool told_here(const struct call *c, const struct sandbox_kind *k)
{
    return !k->hidden && (!k->global || str_eq(c->region, "us-east-1"));
}

/* A token is the number of a kind and of an object in it. */
static bool read_token(struct call *c, size_t *ret_kind, uint64_t *ret_seq)
{
    const char *token = in_str(c, "PaginationToken");
    char *end = NULL;
    *ret_kind = 0;
    *ret_seq = 0;
    if (!*token)
        return true;
    *ret_kind = strtoul(token, &end, 16);
    if (*end == '.')
        *ret_seq = strtoull(end + 1, &end, 16);
    size_t n = 0;
    while (sandbox_kinds[n])
        n++;
    return (!*end && *ret_kind < n) || refuse(c, "PaginationTokenExpiredException", "The pagination token is invalid");
}

static bool resources(struct call *c)
{
    size_t kind;
    uint64_t seq;
    struct value *list = value_list(c->a);
    int64_t limit = in_int(c, "ResourcesPerPage", PAGE);
    if (limit < 1 || limit > PAGE_MOST)
        return refuse(c, "InvalidParameterException", "ResourcesPerPage must be between 1 and %d", PAGE_MOST);
    if (!read_token(c, &kind, &seq))
        return false;
    out_str(c, "PaginationToken", "");
    value_set(c->a, c->out, "ResourceTagMappingList", list);
    for (; sandbox_kinds[kind]; kind++, seq = 0) {
        const struct sandbox_kind *k = sandbox_kinds[kind];
        struct object *o = told_here(c, k) ? object_from(c->w, k, c->region, seq) : NULL;
        for (; o; o = object_from(c->w, k, c->region, o->seq + 1)) {
            if (!told(c, o))
                continue;
            if ((int64_t)value_len(list) == limit) {
                out_str(c, "PaginationToken", arena_printf(c->a, "%zx.%" PRIx64, kind, o->seq));
                return true;
            }
            tell(c, o, list);
        }
    }
    return true;
}

static const struct value *tags_after(struct call *c, const struct object *o)
{
    const struct value *tags = value_get(o->v, "$Tags"), *keys = value_get(c->in, "TagKeys");
    for (size_t i = 0; i < value_len(keys); i++)
        tags = value_without(c->a, tags, value_str_of(value_item(keys, i)));
    return value_overlay(c->a, tags, value_get(c->in, "Tags"));
}

/* TagResources brings tags, UntagResources keys. */
static bool retag(struct call *c)
{
    const struct value *arns = value_get(c->in, "ResourceARNList");
    struct value *failed = value_map(c->a);
    if (!tags_check(c, value_get(c->in, "Tags")))
        return false;
    for (size_t i = 0; i < value_len(arns); i++) {
        const char *arn = value_str_of(value_item(arns, i));
        struct object *o = object_by_arn(c->w, arn);
        if (o && !o->kind->hidden && str_eq(o->region, c->region)) {
            object_set(c->w, o, "$Tags", tags_after(c, o));
            continue;
        }
        struct value *why = value_map(c->a);
        value_set(c->a, why, "StatusCode", value_int(c->a, 400));
        value_set_str(c->a, why, "ErrorCode", "InvalidParameterException");
        value_set_str(c->a, why, "ErrorMessage", "The resource does not exist");
        value_set(c->a, failed, arn, why);
    }
    value_set(c->a, c->out, "FailedResourcesMap", failed);
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"GetResources", ACT_RULE, .rule = resources},
    {"TagResources", ACT_RULE, .rule = retag},
    {"UntagResources", ACT_RULE, .rule = retag},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_tagging = {
    .id = "tagging", .ops = ops, .invalid = "InvalidParameterException", .tag_key = "Key", .tag_value = "Value"};
