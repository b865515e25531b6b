#include "aws/sandbox/iam.h"

#include <string.h>

/* OpenID Connect providers. Source of rules: the IAM API reference. */

/* clang-format off */
const struct sandbox_kind kind_oidc_provider = {
    .name = "iam-oidc-provider", .service = "iam", .id = "Url", .global = true, .hidden = true, .tags_member = "Tags",
    .arn = "arn:aws:iam::{account}:oidc-provider/{id}", .arn_member = "OpenIDConnectProviderArn",
    .filled = (const struct filled[]){
        {"CreateDate", K_TIME, NULL}, {"ClientIDList", K_LIST, NULL}, {0}},
    .missing = {"NoSuchEntity", "OpenIDConnect Provider not found for arn {id}"},
    .exists = {"EntityAlreadyExists", "Provider with url https://{id} already exists."},
};
/* clang-format on */

enum { URL_MOST = 255, CLIENTS_MOST = 100, CLIENT_MOST = 255, THUMBPRINTS_MOST = 5, THUMBPRINT = 40 };

static bool clients_fit(struct call *c, const struct value *list)
{
    if (value_len(list) > CLIENTS_MOST)
        return refuse(c, "LimitExceeded", "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: %d",
                      CLIENTS_MOST);
    for (size_t i = 0; i < value_len(list); i++)
        if (!*value_str_of(value_item(list, i)) || strlen(value_str_of(value_item(list, i))) > CLIENT_MOST)
            return refuse(c, "ValidationError", "A client ID has 1 to %d characters", CLIENT_MOST);
    return true;
}

static bool thumbprints_fit(struct call *c, const struct value *list)
{
    if (value_len(list) > THUMBPRINTS_MOST)
        return refuse(c, "InvalidInput", "Thumbprint list must contain fewer than %d entries.", THUMBPRINTS_MOST);
    for (size_t i = 0; i < value_len(list); i++) {
        const char *s = value_str_of(value_item(list, i));
        if (strlen(s) != THUMBPRINT || strspn(s, "0123456789abcdefABCDEF") != THUMBPRINT)
            return refuse(c, "ValidationError", "A thumbprint has %d hexadecimal digits", THUMBPRINT);
    }
    return true;
}

bool oidc_draft(struct call *c)
{
    const char *url = in_str(c, "Url"), *host = url + strlen("https://");
    if (!str_starts(url, "https://") || strlen(url) > URL_MOST || !*host || strchr(url, '?') || strchr(host, ':'))
        return refuse(c, "ValidationError", "Invalid Open ID Connect Provider URL");
    if (!clients_fit(c, value_get(c->in, "ClientIDList")) || !thumbprints_fit(c, value_get(c->in, "ThumbprintList")))
        return false;
    draft_str(c, "Url", host);
    if (!value_len(value_get(c->in, "ThumbprintList"))) {
        struct value *fetched = value_list(c->a);
        value_push(c->a, fetched, value_str(c->a, hash_hex(c->a, url, THUMBPRINT)));
        value_set(c->a, c->draft, "ThumbprintList", fetched);
    }
    return true;
}

bool oidc_list(struct call *c)
{
    struct value *list = value_list(c->a);
    struct object *o = object_from(c->w, &kind_oidc_provider, "", 0);
    for (; o; o = object_from(c->w, &kind_oidc_provider, "", o->seq + 1)) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "Arn", object_arn(o));
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "OpenIDConnectProviderList", list);
    return true;
}

static struct value *clients_without(struct call *c, const char *id)
{
    const struct value *was = value_get(c->object->v, "ClientIDList");
    struct value *left = value_list(c->a);
    for (size_t i = 0; i < value_len(was); i++)
        if (!str_eq(value_str_of(value_item(was, i)), id))
            value_push(c->a, left, value_item(was, i));
    return left;
}

bool oidc_client_add(struct call *c)
{
    struct value *all = clients_without(c, in_str(c, "ClientID"));
    value_push(c->a, all, value_get(c->in, "ClientID"));
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "ClientIDList", all);
    return clients_fit(c, all);
}

bool oidc_client_remove(struct call *c)
{
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "ClientIDList", clients_without(c, in_str(c, "ClientID")));
    return true;
}

bool oidc_thumbprints(struct call *c)
{
    const struct value *list = value_get(c->in, "ThumbprintList");
    return (value_len(list) || refuse(c, "InvalidInput", "Thumbprint list must not be empty")) &&
           thumbprints_fit(c, list);
}
