#include "aws/net/digest.h"
#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * Systems Manager: documents and their versions. Automation content is looked at as far as its schema goes. Source of
 * rules: the Systems Manager API reference and "Schemas, features and examples" of the user guide.
 */

static void document_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_document = {
    .name = "ssm-document", .service = "ssm", .id = "Name",
    .arn = "arn:aws:ssm:{region}:{account}:document/{id}",
    .status = "Status",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"Creating", 3}, {"Active", 0}}},
        {"update", GUESS, {{"Updating", 3}, {"Active", 0}}}, {0}},
    .filled = (const struct filled[]){
        {"Owner", K_STR, "{account}"}, {"CreatedDate", K_TIME, NULL}, {"DocumentType", K_STR, "Command"},
        {"DocumentFormat", K_STR, "JSON"}, {"HashType", K_STR, "Sha256"}, {0}},
    .renames = (const struct rename[]){{"Content", NULL}, {0}},
    .missing = {"InvalidDocument", "Document with name {id} does not exist."},
    .exists = {"DocumentAlreadyExists", "Document with name {id} already exists."},
    .busy = {"InvalidDocumentOperation", "Document {id} is in status {Status}."},
    .tags_member = "Tags", .view = document_view,
};

static const char *const reserved[] = {"aws", "amazon", "amzn", "AWSEC2", "AWSConfigRemediation", "AWSSupport"};
/* clang-format on */

enum { CONTENT_MOST = 64 * 1024, NAME_LEAST = 3, NAME_MOST = 128, VERSIONS_MOST = 1000 };

/* ---- content ----------------------------------------------------------------------------------------------------- */

static bool steps_fit(struct call *c, const struct value *steps)
{
    struct value *names = value_map(c->a);
    if (value_kind(steps) != V_LIST || !value_len(steps))
        return refuse(c, "InvalidDocumentContent", "mainSteps must hold at least one step");
    for (size_t i = 0; i < value_len(steps); i++) {
        const struct value *step = value_item(steps, i);
        const char *name = value_get_str(step, "name");
        if (!*name || value_get(names, name))
            return refuse(c, "InvalidDocumentContent", "Step %zu has no name of its own", i + 1);
        if (!str_starts(value_get_str(step, "action"), "aws:"))
            return refuse(c, "InvalidDocumentContent", "Step %.60s has no valid action", name);
        value_set(c->a, names, name, step);
    }
    return true;
}

/* YAML is taken as it is: what reads it is not part of the sandbox. */
static bool content_fits(struct call *c, const char *type)
{
    const char *content = in_str(c, "Content"), *format = in_str(c, "DocumentFormat");
    if (strlen(content) > CONTENT_MOST)
        return refuse(c, "MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.");
    if (*format && !str_eq(format, "JSON"))
        return true;
    const struct value *v = value_of_json(c->a, content);
    if (value_kind(v) != V_MAP)
        return refuse(c, "InvalidDocumentContent", "JSON not well-formed.");
    if (!str_eq(type, "Automation"))
        return true;
    if (!str_eq(value_get_str(v, "schemaVersion"), "0.3"))
        return refuse(c, "InvalidDocumentSchemaVersion", "Automation documents have schema version 0.3.");
    return steps_fit(c, value_get(v, "mainSteps"));
}

static bool name_fits(struct call *c, const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    if (name[n] || n < NAME_LEAST || n > NAME_MOST)
        return refuse(c, "ValidationException",
                      "Value at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                      "^[a-zA-Z0-9_\\-.]{3,128}$");
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (str_starts(name, reserved[i]))
            return refuse(c, "ValidationException", "Document names must not begin with %s", reserved[i]);
    return true;
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static const struct value *versions_of(const struct object *o)
{
    return value_get(o->v, "$Versions");
}

/* "$LATEST", "$DEFAULT", "3", or nothing, which is the default: its index. */
static bool version_find(const struct object *o, const char *asked, size_t *ret)
{
    int64_t n = 0;
    const char *number = !*asked || str_eq(asked, "$DEFAULT") ? object_str(o, "DefaultVersion")
                         : str_eq(asked, "$LATEST")           ? object_str(o, "LatestVersion")
                                                              : asked;
    if (!parse_int(number, &n) || n < 1 || (size_t)n > value_len(versions_of(o)))
        return false;
    *ret = (size_t)n - 1;
    return true;
}

static bool version_asked(struct call *c, const char *asked, size_t *ret)
{
    return version_find(c->object, asked, ret) ||
           refuse(c, "InvalidDocumentVersion", "The document version is not valid or does not exist.");
}

static void version_add(struct call *c, const struct value *before)
{
    struct value *all = before ? value_edit(c->a, before) : value_list(c->a);
    value_push(c->a, all, value_str(c->a, in_str(c, "Content")));
    value_set(c->a, c->draft, "$Versions", all);
    draft_str(c, "LatestVersion", arena_printf(c->a, "%zu", value_len(all)));
}

static void document_view(struct call *c, const struct object *o, struct value *view)
{
    size_t at = 0;
    if (!version_find(o, in_str(c, "DocumentVersion"), &at))
        return;
    const char *content = value_str_of(value_item(versions_of(o), at));
    const struct value *v = value_of_json(c->a, content);
    value_set_str(c->a, view, "DocumentVersion", arena_printf(c->a, "%zu", at + 1));
    value_set_str(c->a, view, "Hash", sha256_hex_of(c->a, content));
    value_set(c->a, view, "SchemaVersion", value_get(v, "schemaVersion"));
    value_set(c->a, view, "Description", value_get(v, "description"));
    value_set(c->a, view, "PlatformTypes", value_of_json(c->a, "[\"Windows\",\"Linux\",\"MacOS\"]"));
}

/* ---- operations -------------------------------------------------------------------------------------------------- */

static bool document_draft(struct call *c)
{
    const char *type = has(c, "DocumentType") ? in_str(c, "DocumentType") : "Command";
    if (!name_fits(c, in_str(c, "Name")) || !content_fits(c, type))
        return false;
    version_add(c, NULL);
    draft_str(c, "DefaultVersion", "1");
    return true;
}

static bool document_show(struct call *c)
{
    size_t at;
    return version_asked(c, in_str(c, "DocumentVersion"), &at);
}

static bool document_get(struct call *c)
{
    size_t at = 0;
    if (!version_asked(c, in_str(c, "DocumentVersion"), &at))
        return false;
    value_set(c->a, c->out, "Content", value_item(versions_of(c->object), at));
    return true;
}

static bool document_update(struct call *c)
{
    const struct value *all = versions_of(c->object);
    const char *version = in_str(c, "DocumentVersion");
    size_t at = 0, latest = value_len(all) - 1;
    if (!str_eq(object_status(c->object), "Active"))
        return refuse_busy(c, c->object);
    if (!content_fits(c, object_str(c->object, "DocumentType")) ||
        !version_asked(c, *version ? version : "$LATEST", &at))
        return false;
    if (at != latest)
        return refuse(c, "InvalidDocumentVersion", "Only the latest version of a document can be updated.");
    if (str_eq(value_str_of(value_item(all, latest)), in_str(c, "Content")))
        return refuse(c, "DuplicateDocumentContent",
                      "The content of the document matches another document. Change the content and try again.");
    if (value_len(all) >= VERSIONS_MOST)
        return refuse(c, "DocumentVersionLimitExceeded", "The document has too many versions.");
    c->draft = value_map(c->a);
    version_add(c, all);
    return true;
}

static bool default_set(struct call *c)
{
    size_t at = 0;
    struct value *told = value_map(c->a);
    if (!version_asked(c, in_str(c, "DocumentVersion"), &at))
        return false;
    c->draft = value_map(c->a);
    draft_str(c, "DefaultVersion", in_str(c, "DocumentVersion"));
    value_set_str(c->a, told, "Name", c->object->id);
    value_set_str(c->a, told, "DefaultVersion", in_str(c, "DocumentVersion"));
    value_set(c->a, c->out, "Description", told);
    return true;
}

/* ---- listing ----------------------------------------------------------------------------------------------------- */

/* Its filters have a spelling of their own. */
static bool documents_asked(struct call *c)
{
    const struct value *filters = value_get(c->in, "Filters");
    for (size_t i = 0; i < value_len(filters); i++)
        if (!has_word("Name Owner DocumentType", value_get_str(value_item(filters, i), "Key")))
            return refuse(c, "InvalidFilterKey", "The specified key is not valid.");
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "Filters", filters);
    c->in = value_without(c->a, c->in, "Filters");
    return true;
}

static bool filter_passes(const struct value *filter, const struct object *o)
{
    const char *key = value_get_str(filter, "Key");
    const struct value *values = value_get(filter, "Values");
    for (size_t i = 0; i < value_len(values); i++) {
        const char *wanted = value_str_of(value_item(values, i)), *has = object_str(o, key);
        if (str_eq(key, "Owner")  ? has_word("Self All Private", wanted)
            : str_eq(key, "Name") ? str_starts(has, wanted)
                                  : str_eq(has, wanted))
            return true;
    }
    return false;
}

static bool document_listed(struct call *c, const struct object *o)
{
    const struct value *filters = value_get(c->draft, "Filters");
    for (size_t i = 0; i < value_len(filters); i++)
        if (!filter_passes(value_item(filters, i), o))
            return false;
    return true;
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

static bool document_tagged(struct call *c)
{
    return str_eq(in_str(c, "ResourceType"), "Document") ||
           refuse(c, "InvalidResourceId", "The sandbox has no %s", in_str(c, "ResourceType"));
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateDocument",         ACT_MAKE,   &kind_document, "DocumentDescription", .rule = document_draft},
    {"DescribeDocument",       ACT_SHOW,   &kind_document, "Document", .rule = document_show},
    {"GetDocument",            ACT_SHOW,   &kind_document, .rule = document_get},
    {"ListDocuments",          ACT_LIST,   &kind_document, "DocumentIdentifiers", .rule = documents_asked, .keep = document_listed},
    {"UpdateDocument",         ACT_CHANGE, &kind_document, "DocumentDescription", .rule = document_update, .life = "update"},
    {"UpdateDocumentDefaultVersion", ACT_CHANGE, &kind_document, .rule = default_set},
    {"DeleteDocument",         ACT_DROP,   &kind_document},
    {"AddTagsToResource",      ACT_TAG,    &kind_document, .by = "ResourceId", .rule = document_tagged},
    {"RemoveTagsFromResource", ACT_UNTAG,  &kind_document, .by = "ResourceId"},
    {"ListTagsForResource",    ACT_TAGS,   &kind_document, "TagList", "ResourceId"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_ssm = {.id = "ssm",
                                            .ops = ops,
                                            .invalid = "ValidationException",
                                            .tag_key = "Key",
                                            .tag_value = "Value",
                                            .page_min = 1,
                                            .page_max = 50,
                                            .page = 50};
