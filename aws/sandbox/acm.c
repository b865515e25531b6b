#include "aws/sandbox/acm.h"
#include "aws/sandbox/route53.h"

#include <string.h>

/*
 * Certificates. Source of rules: the ACM API reference and "DNS validation" of the user guide: the record of a domain
 * is the same in every region of an account, ACM looks for 72 hours, and tells of it some seconds after the request.
 */

enum { TOKEN_MOST = 32, NAMES_MOST = 10, TELLS_AFTER = 5 * SECOND, TOKEN_LASTS = HOUR, PAGE_MOST = 1000 };

static void certificate_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_certificate = {
    .name = "certificate", .service = "acm", .id = "$Id", .arn_member = "CertificateArn",
    .arn = "arn:aws:acm:{region}:{account}:certificate/{id}", .status = "Status",
    .lives = (const struct life[]){
        {"make",     DOC,   {{"PENDING_VALIDATION", 72 * 3600}, {"VALIDATION_TIMED_OUT", 0}}},
        {"validate", GUESS, {{"PENDING_VALIDATION", 180}, {"ISSUED", 0}}}, {0}},
    .filled = (const struct filled[]){
        {"CreatedAt", K_TIME, NULL}, {"KeyAlgorithm", K_STR, "RSA_2048"}, {"Type", K_STR, "AMAZON_ISSUED"}, {"RenewalEligibility", K_STR, "INELIGIBLE"},
        {0}},
    .missing = {"ResourceNotFoundException", "Could not find certificate {id}."},
    .blocked = {"ResourceInUseException", "Certificate {CertificateArn} in account {account} is in use."},
    .view = certificate_view,
};
/* clang-format on */

/* ---- the record that proves a domain ----------------------------------------------------------------------------- */

static const char *bare_domain(const char *domain)
{
    return str_starts(domain, "*.") ? domain + 2 : domain;
}

static const struct value *proof_of(struct call *c, const char *domain)
{
    const char *bare = bare_domain(domain), *account = world_account(c->w);
    struct value *record = value_map(c->a);
    value_set(c->a, record, "Name",
              value_fmt(c->a, "_%s.%s.", hash_hex(c->a, arena_printf(c->a, "name %s %s", account, bare), 32), bare));
    value_set_str(c->a, record, "Type", "CNAME");
    value_set(c->a, record, "Value",
              value_fmt(c->a, "_%s.%s.acm-validations.aws.",
                        hash_hex(c->a, arena_printf(c->a, "value %s %s", account, bare), 32),
                        hash_hex(c->a, bare, 10)));
    return record;
}

static bool is_proof(const struct value *sets, const struct value *proof)
{
    const struct value *records = value_get(value_item(sets, 0), "ResourceRecords");
    return str_eq(value_get_str(value_item(records, 0), "Value"), value_get_str(proof, "Value"));
}

static bool is_proved(struct call *c, const char *domain)
{
    const struct value *proof = proof_of(c, domain);
    for (struct object *o = object_from(c->w, &kind_record_set, "", 0); o;
         o = object_from(c->w, &kind_record_set, "", o->seq + 1)) {
        const char *id = arena_printf(c->a, "%s %s CNAME", object_str(o, "$Zone"), value_get_str(proof, "Name"));
        if (str_eq(o->id, id) && is_proof(value_get(o->v, "$Sets"), proof))
            return true;
    }
    return false;
}

static bool all_proved(struct call *c, const struct object *o)
{
    const struct value *names = value_get(o->v, "SubjectAlternativeNames");
    for (size_t i = 0; i < value_len(names); i++)
        if (!is_proved(c, value_str_of(value_item(names, i))))
            return false;
    return str_eq(object_str(o, "$Method"), "DNS");
}

static void look(struct call *c, struct object *o)
{
    bool waits = str_eq(object_status(o), "PENDING_VALIDATION") && o->life && str_eq(o->life->name, "make");
    if (waits && all_proved(c, o))
        object_live(c->w, o, "validate");
}

void certificates_look(struct call *c)
{
    const struct value *regions = regions_all(c->a);
    for (size_t i = 0; i < value_len(regions); i++) {
        const char *region = value_get_str(value_item(regions, i), "RegionName");
        for (struct object *o = object_from(c->w, &kind_certificate, region, 0); o;
             o = object_from(c->w, &kind_certificate, region, o->seq + 1))
            look(c, o);
    }
}

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static const struct value *validation(struct call *c, const struct object *o, const char *domain)
{
    struct value *one = value_map(c->a);
    const char *status = object_status(o), *method = object_str(o, "$Method");
    value_set_str(c->a, one, "DomainName", domain);
    value_set_str(c->a, one, "ValidationDomain", domain);
    value_set_str(c->a, one, "ValidationMethod", method);
    value_set_str(c->a, one, "ValidationStatus",
                  str_eq(status, "ISSUED")               ? "SUCCESS"
                  : str_eq(status, "PENDING_VALIDATION") ? status
                                                         : "FAILED");
    if (str_eq(method, "DNS") && world_now(c->w) - o->born >= TELLS_AFTER)
        value_set(c->a, one, "ResourceRecord", proof_of(c, domain));
    return one;
}

static void put_users(struct call *c, const struct object *o, struct value *view)
{
    struct value *users = value_list(c->a);
    for (struct edge *e = first_from(o, &kind_listener); e; e = next_from(e, &kind_listener)) {
        const char *arn = object_str(e->from, "LoadBalancerArn");
        if (!is_list_of(users, arn))
            value_push(c->a, users, value_str(c->a, arn));
    }
    value_set(c->a, view, "InUseBy", users);
    value_set(c->a, view, "InUse", value_bool(c->a, value_len(users) > 0));
}

static void certificate_view(struct call *c, const struct object *o, struct value *view)
{
    const struct value *names = value_get(o->v, "SubjectAlternativeNames");
    struct value *options = value_list(c->a);
    for (size_t i = 0; i < value_len(names); i++)
        value_push(c->a, options, validation(c, o, value_str_of(value_item(names, i))));
    value_set(c->a, view, "DomainValidationOptions", options);
    value_set(c->a, view, "SubjectAlternativeNameSummaries", names);
    put_users(c, o, view);
}

/* ---- requesting -------------------------------------------------------------------------------------------------- */

static bool name_fits(struct call *c, const char *name)
{
    const char *plain = strlen(name) > 253 ? NULL : dns_name(c->a, name);
    if (!plain || !strchr(name, '.') || str_ends(name, ".") || strchr(name, '_'))
        return refuse(c, "ValidationException",
                      "1 validation error detected: Value '%.80s' failed to satisfy constraint: a domain name", name);
    return true;
}

/* The domain is the first of them. */
static bool names_of_request(struct call *c, struct value **ret)
{
    const struct value *asked = value_get(c->in, "SubjectAlternativeNames");
    const char *domain = in_str(c, "DomainName");
    *ret = value_list(c->a);
    if (!name_fits(c, domain))
        return false;
    value_push(c->a, *ret, value_str(c->a, domain));
    for (size_t i = 0; i < value_len(asked); i++) {
        const char *name = value_str_of(value_item(asked, i));
        if (!name_fits(c, name))
            return false;
        if (!is_list_of(*ret, name))
            value_push(c->a, *ret, value_str(c->a, name));
    }
    return value_len(*ret) <= NAMES_MOST ||
           refuse(c, "LimitExceededException", "A certificate takes %d names", NAMES_MOST);
}

static bool token_fits(struct call *c)
{
    const char *token = in_str(c, "IdempotencyToken");
    size_t n = strspn(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return (!token[n] && n <= TOKEN_MOST) || refuse(c, "ValidationException",
                                                    "1 validation error detected: Value at 'idempotencyToken' failed "
                                                    "to satisfy constraint: \\w+, %d at most",
                                                    TOKEN_MOST);
}

static const char *uuid(struct call *c)
{
    const char *h = mint_hex(c->w, c->a, 32);
    return arena_printf(c->a, "%.8s-%.4s-%.4s-%.4s-%.12s", h, h + 8, h + 12, h + 16, h + 20);
}

static struct object *requested_before(struct call *c)
{
    const char *token = in_str(c, "IdempotencyToken");
    for (struct object *o = object_from(c->w, &kind_certificate, c->region, 0); o && *token;
         o = object_from(c->w, &kind_certificate, c->region, o->seq + 1))
        if (str_eq(object_str(o, "$Token"), token) && str_eq(object_str(o, "DomainName"), in_str(c, "DomainName")) &&
            world_now(c->w) - o->born < TOKEN_LASTS)
            return o;
    return NULL;
}

static const struct value *options_of_request(struct call *c)
{
    struct value *options = value_map(c->a);
    const char *logging = value_get_str(value_get(c->in, "Options"), "CertificateTransparencyLoggingPreference");
    value_set_str(c->a, options, "CertificateTransparencyLoggingPreference", *logging ? logging : "ENABLED");
    return options;
}

static bool request(struct call *c)
{
    struct value *names, *tags, *v = value_map(c->a);
    if (!token_fits(c) || !names_of_request(c, &names) || !tags_of_request(c, &kind_certificate, &tags))
        return false;
    struct object *o = requested_before(c);
    if (!o) {
        value_set_str(c->a, v, "$Id", uuid(c));
        value_set_str(c->a, v, "$Token", in_str(c, "IdempotencyToken"));
        value_set_str(c->a, v, "$Method", has(c, "ValidationMethod") ? in_str(c, "ValidationMethod") : "EMAIL");
        value_set_str(c->a, v, "DomainName", in_str(c, "DomainName"));
        value_set(c->a, v, "SubjectAlternativeNames", names);
        value_set(c->a, v, "KeyAlgorithm", value_get(c->in, "KeyAlgorithm"));
        value_set(c->a, v, "Options", options_of_request(c));
        value_set(c->a, v, "$Tags", tags);
        o = make_along(c, &kind_certificate, c->region, v);
        look(c, o);
    }
    out_str(c, "CertificateArn", object_arn(o));
    return true;
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

static bool status_asked(struct call *c, const struct object *o)
{
    const struct value *statuses = value_get(c->in, "CertificateStatuses");
    return !value_len(statuses) || is_list_of(statuses, object_status(o));
}

static bool untag(struct call *c)
{
    const struct value *tags = value_get(c->in, "Tags");
    struct object *o;
    if (!need(c, &kind_certificate, c->region, in_str(c, "CertificateArn"), &o))
        return false;
    const struct value *left = value_get(o->v, "$Tags");
    for (size_t i = 0; i < value_len(tags); i++)
        left = value_without(c->a, left, value_get_str(value_item(tags, i), "Key"));
    object_set(c->w, o, "$Tags", left);
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"RequestCertificate",        ACT_RULE,   &kind_certificate, .rule = request},
    {"DescribeCertificate",       ACT_SHOW,   &kind_certificate, "Certificate", "CertificateArn"},
    {"ListCertificates",          ACT_LIST,   &kind_certificate, "CertificateSummaryList", .keep = status_asked},
    {"UpdateCertificateOptions",  ACT_CHANGE, &kind_certificate, .by = "CertificateArn"},
    {"DeleteCertificate",         ACT_DROP,   &kind_certificate, .by = "CertificateArn"},
    {"AddTagsToCertificate",      ACT_TAG,    &kind_certificate, .by = "CertificateArn"},
    {"RemoveTagsFromCertificate", ACT_RULE,   &kind_certificate, .rule = untag},
    {"ListTagsForCertificate",    ACT_TAGS,   &kind_certificate, "Tags", "CertificateArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_acm = {.id = "acm",
                                            .ops = ops,
                                            .invalid = "ValidationException",
                                            .tag_key = "Key",
                                            .tag_value = "Value",
                                            .page_min = 1,
                                            .page_max = PAGE_MOST,
                                            .page = PAGE_MOST};
