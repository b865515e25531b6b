#include "aws/sandbox/kafka.h"

#include "provisioner/model/properties.h"

#include <string.h>

/* Configurations and their revisions, which never change. Source of rules: the MSK API reference and developer guide.
 */

static void configuration_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_kafka_configuration = {
    .name = "kafka-configuration", .service = "kafka", .id = "Name", .hidden = true,
    .arn = "arn:aws:kafka:{region}:{account}:configuration/{id}/{$Uuid}", .arn_member = "Arn",
    .status = "State", .ready = "ACTIVE",
    .lives = (const struct life[]){{"make", DOC, {{"ACTIVE", 0}}}, {"drop", GUESS, {{"DELETING", 5}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"CreationTime", K_TIME, NULL}, {"KafkaVersions", K_LIST, NULL}, {"Description", K_STR, ""}, {0}},
    .renames = (const struct rename[]){{"ServerProperties", NULL}, {0}},
    .missing = {"NotFoundException", "The requested resource doesn't exist."},
    .exists = {"ConflictException", "A resource with the name already exists"},
    .busy = {"BadRequestException", "The configuration is in state {State}."},
    .blocked = {"BadRequestException", "Configuration is in use by one or more clusters. Dissociate the configuration from the clusters."},
    .view = configuration_view,
};
/* clang-format on */

enum { NAME_MOST = 128, REVISIONS_MOST = 50 };

static void configuration_view(struct call *c, const struct object *o, struct value *view)
{
    const struct value *revisions = value_get(o->v, "$Revisions");
    value_set(c->a, view, "LatestRevision", value_item(revisions, value_len(revisions) - 1));
}

/* Some that Kafka has and MSK keeps to itself. Source: "Custom MSK configurations" of the developer guide. */
static bool settings_fit(struct call *c)
{
    static const char kept[] = "broker.id listeners advertised.listeners zookeeper.connect log.dirs "
                               "inter.broker.listener.name security.inter.broker.protocol authorizer.class.name";
    const struct value *settings = properties_decode(c->a, in_str(c, "ServerProperties"));
    for (size_t i = 0; i < value_len(settings); i++)
        if (has_word(kept, value_key(settings, i)))
            return refuse(c, "BadRequestException", "Unsupported configuration property: %.80s",
                          value_key(settings, i));
    return true;
}

static const struct value *with_revision(struct call *c, const struct value *revisions)
{
    struct value *all = value_list(c->a), *fresh = value_map(c->a);
    for (size_t i = 0; i < value_len(revisions); i++)
        value_push(c->a, all, value_item(revisions, i));
    value_set(c->a, fresh, "Revision", value_int(c->a, (int64_t)value_len(revisions) + 1));
    value_set_str(c->a, fresh, "CreationTime", iso_time(c->a, world_now(c->w)));
    value_set(c->a, fresh, "Description", value_get(c->in, "Description"));
    value_set_str(c->a, fresh, "ServerProperties", in_str(c, "ServerProperties"));
    value_push(c->a, all, fresh);
    return all;
}

bool kafka_configuration_draft(struct call *c)
{
    if (!kafka_name_fits(c, "Name", NAME_MOST) || !settings_fit(c))
        return false;
    draft_str(c, "$Uuid", kafka_uuid(c->w, c->a));
    value_set(c->a, c->draft, "$Revisions", with_revision(c, NULL));
    return true;
}

bool kafka_configuration_change(struct call *c)
{
    const struct value *revisions = value_get(c->object->v, "$Revisions");
    if (!settings_fit(c))
        return false;
    if (value_len(revisions) >= REVISIONS_MOST)
        return refuse(c, "BadRequestException", "The configuration has %d revisions, the most it can have.",
                      REVISIONS_MOST);
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$Revisions", with_revision(c, revisions));
    return true;
}

bool kafka_revision_show(struct call *c)
{
    if (!need(c, &kind_kafka_configuration, c->region, in_str(c, "Arn"), &c->object))
        return false;
    const struct value *revisions = value_get(c->object->v, "$Revisions");
    int64_t n = in_int(c, "Revision", 0);
    if (n < 1 || (size_t)n > value_len(revisions))
        return refuse(c, "NotFoundException", "The requested revision doesn't exist.");
    c->out = value_edit(c->a, value_item(revisions, (size_t)n - 1));
    out_str(c, "Arn", object_arn(c->object));
    return true;
}

/* MSK takes any value: a wrong one shows when brokers start with it. Of Kafka's settings those that are numbers by
 * their names. */
const char *kafka_configuration_broken(struct call *c, const struct value *software)
{
    static const char *const numbers[] = {".hours", ".minutes", ".ms", ".bytes", ".threads", ".partitions", ".factor"};
    const char *arn = value_get_str(software, "ConfigurationArn");
    const struct object *o = object_find(c->w, &kind_kafka_configuration, c->region, arn);
    int64_t nth = value_int_of(value_get(software, "ConfigurationRevision")), n;
    const struct value *revision = o && nth > 0 ? value_item(value_get(o->v, "$Revisions"), (size_t)nth - 1) : NULL;
    const struct value *settings = properties_decode(c->a, value_get_str(revision, "ServerProperties"));
    for (size_t i = 0; i < value_len(settings); i++)
        for (size_t k = 0; k < COUNT(numbers); k++)
            if (str_ends(value_key(settings, i), numbers[k]) && !parse_int(value_str_of(value_item(settings, i)), &n))
                return value_key(settings, i);
    return NULL;
}
