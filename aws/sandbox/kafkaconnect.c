#include "aws/sandbox/kafka.h"

#include <string.h>

/*
 * MSK Connect as the sandbox plays it. Plugins and worker configurations have one revision, which never changes. Source
 * of rules: the MSK Connect API reference, "MSK Connect" of the MSK developer guide.
 */

static void plugin_view(struct call *c, const struct object *o, struct value *view);
static void workers_view(struct call *c, const struct object *o, struct value *view);
static void connector_entered(struct world *w, struct object *o, const char *state);

/* clang-format off */
const struct sandbox_kind kind_connect_plugin = {
    .name = "connect-plugin", .service = "kafkaconnect", .id = "name",
    .arn = "arn:aws:kafkaconnect:{region}:{account}:custom-plugin/{id}/{$Uuid}", .arn_member = "customPluginArn",
    .status = "customPluginState", .ready = "ACTIVE",
    .lives = (const struct life[]){
        {"make", GUESS, {{"CREATING", 30}, {"ACTIVE", 0}}}, {"drop", GUESS, {{"DELETING", 10}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"creationTime", K_TIME, NULL}, {"revision", K_INT, "1"}, {0}},
    .missing = {"NotFoundException", "The custom plugin does not exist."},
    .exists = {"ConflictException", "A custom plugin with the name {id} already exists."},
    .busy = {"BadRequestException", "The custom plugin is in state {customPluginState}."},
    .blocked = {"BadRequestException", "The custom plugin is in use by a connector."},
    .view = plugin_view,
};

const struct sandbox_kind kind_connect_workers = {
    .name = "connect-workers", .service = "kafkaconnect", .id = "name",
    .arn = "arn:aws:kafkaconnect:{region}:{account}:worker-configuration/{id}/{$Uuid}", .arn_member = "workerConfigurationArn",
    .status = "workerConfigurationState",
    .lives = (const struct life[]){{"make", DOC, {{"ACTIVE", 0}}}, {"drop", GUESS, {{"DELETING", 5}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"creationTime", K_TIME, NULL}, {0}},
    .missing = {"NotFoundException", "The worker configuration does not exist."},
    .exists = {"ConflictException", "A worker configuration with the name {id} already exists."},
    .blocked = {"BadRequestException", "The worker configuration is in use by a connector."},
    .view = workers_view,
};

const struct sandbox_kind kind_connect_connector = {
    .name = "connect-connector", .service = "kafkaconnect", .id = "connectorName",
    .arn = "arn:aws:kafkaconnect:{region}:{account}:connector/{id}/{$Uuid}", .arn_member = "connectorArn",
    .status = "connectorState", .ready = "RUNNING",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"CREATING", 10 * 60}, {"RUNNING", 0}}},
        {"update", GUESS, {{"UPDATING", 5 * 60}, {"RUNNING", 0}}},
        {"drop",   GUESS, {{"DELETING", 2 * 60}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"creationTime", K_TIME, NULL}, {0}},
    .refs = (const struct ref[]){
        {"plugins[].customPlugin.customPluginArn", &kind_connect_plugin, REF_BLOCKS},
        {"workerConfiguration.workerConfigurationArn", &kind_connect_workers, REF_BLOCKS},
        {"kafkaCluster.apacheKafkaCluster.vpc.subnets", &kind_subnet, REF_BLOCKS, "BadRequestException"},
        {"kafkaCluster.apacheKafkaCluster.vpc.securityGroups", &kind_security_group, REF_BLOCKS, "BadRequestException"}, {0}},
    .missing = {"NotFoundException", "The connector does not exist."},
    .exists = {"ConflictException", "A connector with the name {id} already exists."},
    .busy = {"BadRequestException", "The connector is in state {connectorState}."},
    .entered = connector_entered,
};
/* clang-format on */

enum { NAME_MOST = 128 };

/* ---- plugins and worker configurations --------------------------------------------------------------------------- */

static void revision_of(struct call *c, const struct object *o, struct value *view, const char *const *members)
{
    struct value *revision = value_map(c->a);
    for (; *members; members++)
        value_set(c->a, revision, *members, value_get(o->v, *members));
    value_set(c->a, revision, "revision", value_int(c->a, 1));
    value_set(c->a, view, "latestRevision", revision);
}

static void plugin_view(struct call *c, const struct object *o, struct value *view)
{
    revision_of(c, o, view, (const char *const[]){"contentType", "location", "description", "creationTime", NULL});
}

static void workers_view(struct call *c, const struct object *o, struct value *view)
{
    revision_of(c, o, view, (const char *const[]){"description", "creationTime", NULL});
    value_set_path(c->a, view, "latestRevision.propertiesFileContent", value_get(o->v, "$Properties"));
}

static bool named(struct call *c)
{
    if (!kafka_name_fits(c, "name", NAME_MOST))
        return false;
    draft_str(c, "$Uuid", kafka_uuid(c->w, c->a));
    return true;
}

static bool workers_draft(struct call *c)
{
    draft_str(c, "$Properties", in_str(c, "propertiesFileContent"));
    return named(c);
}

static bool plugin_draft(struct call *c)
{
    const char *bucket = value_str_of(value_path(c->a, c->in, "location.s3Location.bucketArn"));
    return named(c) && (str_starts(bucket, "arn:aws:s3:::") ||
                        refuse(c, "BadRequestException", "The bucket's ARN is invalid: %.100s", bucket));
}

static bool has_prefix(struct call *c, const struct object *o)
{
    return str_starts(o->id, in_str(c, "namePrefix"));
}

static bool is_asked(struct call *c, const struct object *o)
{
    return str_starts(o->id, in_str(c, "connectorNamePrefix"));
}

/* ---- connectors -------------------------------------------------------------------------------------------------- */

static bool units_fit(struct call *c, const struct value *v)
{
    const char *mcu = value_text(c->a, value_get(v, "mcuCount"));
    return has_word("1 2 4 8", mcu) ||
           refuse(c, "BadRequestException", "The mcuCount must be 1, 2, 4 or 8, not %.10s.", mcu);
}

static bool capacity_fits(struct call *c, const struct value *capacity)
{
    const struct value *fixed = value_get(capacity, "provisionedCapacity"), *free = value_get(capacity, "autoScaling");
    if (!fixed == !free)
        return refuse(c, "BadRequestException", "Give either provisionedCapacity or autoScaling.");
    if (free && value_int_of(value_get(free, "minWorkerCount")) > value_int_of(value_get(free, "maxWorkerCount")))
        return refuse(c, "BadRequestException", "minWorkerCount must not be larger than maxWorkerCount.");
    if (fixed && value_int_of(value_get(fixed, "workerCount")) < 1)
        return refuse(c, "BadRequestException", "The workerCount must be 1 or more.");
    return units_fit(c, fixed ? fixed : free);
}

static bool encryption_fits(struct call *c)
{
    bool iam =
        str_eq(value_str_of(value_path(c->a, c->in, "kafkaClusterClientAuthentication.authenticationType")), "IAM");
    bool tls = str_eq(value_str_of(value_path(c->a, c->in, "kafkaClusterEncryptionInTransit.encryptionType")), "TLS");
    return !iam || tls || refuse(c, "BadRequestException", "IAM authentication requires TLS.");
}

static bool connector_draft(struct call *c)
{
    const struct value *settings = value_get(c->in, "connectorConfiguration");
    if (!kafka_name_fits(c, "connectorName", NAME_MOST) || !capacity_fits(c, value_get(c->in, "capacity")) ||
        !encryption_fits(c) || !kafka_role_fits(c, "serviceExecutionRoleArn", "kafkaconnect.amazonaws.com"))
        return false;
    if (value_len(value_get(c->in, "plugins")) != 1)
        return refuse(c, "BadRequestException", "A connector has exactly one plugin.");
    if (!has_word("2.7.1 3.7.x", in_str(c, "kafkaConnectVersion")))
        return refuse(c, "BadRequestException", "Unsupported Kafka Connect version: %.20s",
                      in_str(c, "kafkaConnectVersion"));
    if (!*value_get_str(settings, "connector.class") || !*value_get_str(settings, "tasks.max"))
        return refuse(c, "BadRequestException", "The configuration must have connector.class and tasks.max.");
    draft_str(c, "$Uuid", kafka_uuid(c->w, c->a));
    draft_str(c, "currentVersion", kafka_version(c->w, c->a));
    return true;
}

static void connector_entered(struct world *w, struct object *o, const char *state)
{
    const struct value *next = value_get(o->v, "$Next");
    if (!str_eq(state, "RUNNING") || !next)
        return;
    object_set(w, o, value_key(next, 0), value_item(next, 0));
    object_unset(w, o, "$Next");
    object_set_str(w, o, "currentVersion", kafka_version(w, world_arena(w)));
}

static bool connector_change(struct call *c)
{
    const struct value *capacity = value_get(c->in, "capacity");
    const struct value *settings = value_get(c->in, "connectorConfiguration");
    struct value *next = value_map(c->a);
    if (!need(c, &kind_connect_connector, c->region, in_str(c, "connectorArn"), &c->object))
        return false;
    if (!has_word(kind_connect_connector.ready, object_status(c->object)))
        return refuse_busy(c, c->object);
    if (!has(c, "currentVersion") || !kafka_is_current(c, "currentVersion"))
        return has(c, "currentVersion") ? false : refuse(c, "BadRequestException", "The currentVersion is missing.");
    if (!capacity == !settings)
        return refuse(c, "BadRequestException", "Give either a capacity or a connectorConfiguration.");
    if (capacity && !capacity_fits(c, capacity))
        return false;
    value_set(c->a, next, capacity ? "capacity" : "connectorConfiguration", capacity ? capacity : settings);
    object_set(c->w, c->object, "$Next", next);
    object_live(c->w, c->object, "update");
    out_str(c, "connectorArn", object_arn(c->object));
    out_str(c, "connectorState", object_status(c->object));
    return true;
}

static bool connector_may_go(struct call *c)
{
    return kafka_is_current(c, "currentVersion") &&
           (has_word("RUNNING FAILED", object_status(c->object)) || refuse_busy(c, c->object));
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateConnector",   ACT_MAKE, &kind_connect_connector, .rule = connector_draft},
    {"DescribeConnector", ACT_SHOW, &kind_connect_connector, .by = "connectorArn"},
    {"ListConnectors",    ACT_LIST, &kind_connect_connector, "connectors", .keep = is_asked},
    {"UpdateConnector",   ACT_RULE, &kind_connect_connector, .by = "connectorArn", .rule = connector_change},
    {"DeleteConnector",   ACT_DROP, &kind_connect_connector, .by = "connectorArn", .rule = connector_may_go},
    {"CreateCustomPlugin",   ACT_MAKE, &kind_connect_plugin, .rule = plugin_draft},
    {"DescribeCustomPlugin", ACT_SHOW, &kind_connect_plugin, .by = "customPluginArn"},
    {"ListCustomPlugins",    ACT_LIST, &kind_connect_plugin, "customPlugins", .keep = has_prefix},
    {"DeleteCustomPlugin",   ACT_DROP, &kind_connect_plugin, .by = "customPluginArn"},
    {"CreateWorkerConfiguration",   ACT_MAKE, &kind_connect_workers, .rule = workers_draft},
    {"DescribeWorkerConfiguration", ACT_SHOW, &kind_connect_workers, .by = "workerConfigurationArn"},
    {"ListWorkerConfigurations",    ACT_LIST, &kind_connect_workers, "workerConfigurations", .keep = has_prefix},
    {"DeleteWorkerConfiguration",   ACT_DROP, &kind_connect_workers, .by = "workerConfigurationArn"},
    {"TagResource",         ACT_TAG,   .by = "resourceArn"},
    {"UntagResource",       ACT_UNTAG, .by = "resourceArn"},
    {"ListTagsForResource", ACT_TAGS,  .wrap = "tags", .by = "resourceArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_kafkaconnect = {
    .id = "kafkaconnect", .ops = ops, .invalid = "BadRequestException", .page_min = 1, .page_max = 100, .page = 100};
