/* Every row of aws/types is held against the wire: what it names must exist, and what a user can set must be sent and
 * told. */
#include "aws/types/impl.h"

#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <string.h>

struct lint {
    struct arena *a;
    struct sbuf out;
    const struct rtype *rt;
};

static void complain(struct lint *l, const char *what, const char *detail)
{
    sbuf_printf(&l->out, "%s: %s: %s\n", l->rt->name, what, detail);
}

/* "$A[].B?C", "[$A]", "+A": the attribute it speaks of; NULL for literals and what the run provides. */
static const char *attribute_in(struct arena *a, const char *from)
{
    from += *from == '[';
    if (!strchr("$<+-~", *from))
        return NULL;
    return arena_strndup(a, from + 1, strcspn(from + 1, ".[]?"));
}

static bool known_run_word(const char *from)
{
    static const char *const words[] = {"@token",     "@version", "@each", "@region", "@account",
                                        "@partition", "@owner",   "@key",  "@value"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i], from) == 0)
            return true;
    return false;
}

/* "%arn:{@partition}:x:{$Name}": every part says something. */
static void lint_parts(struct lint *l, const struct call *c, const char *text)
{
    for (const char *s = text; (s = strchr(s, '{')); s++) {
        const char *part = arena_strndup(l->a, s + 1, strcspn(s + 1, "}"));
        const char *attr = part + (*part == '/');
        if (*attr == '$' ? !rtype_attr(l->rt, attr + 1) : !known_run_word(part))
            complain(l, c->op->name, arena_printf(l->a, "%s: {%s} means nothing", text, part));
    }
}

static void lint_bind(struct lint *l, const struct call *c, const struct bind *b)
{
    const char *name = attribute_in(l->a, b->from), *condition = strchr(b->from, '?');
    if (!shape_field(c->op->in, b->to))
        complain(l, c->op->name, arena_printf(l->a, "has no member %s", b->to));
    if (name && !rtype_attr(l->rt, name))
        complain(l, c->op->name, arena_printf(l->a, "binds %s, which is no attribute", b->from));
    if (condition && !rtype_attr(l->rt, condition + 1))
        complain(l, c->op->name, arena_printf(l->a, "asks for %s, which is no attribute", condition + 1));
    if (*b->from == '%')
        lint_parts(l, c, b->from);
    if (!name && *b->from == '@' && !known_run_word(b->from))
        complain(l, c->op->name, arena_printf(l->a, "%s means nothing", b->from));
}

static void lint_words(struct lint *l, const struct call *c, const char *words, const char *column)
{
    const char *word;
    size_t n;
    while (words && strcmp(words, "-") != 0 && (n = next_word(&words, &word)))
        if (!rtype_attr(l->rt, arena_strndup(l->a, word, n)))
            complain(l, c->op->name, arena_printf(l->a, "%s names %.*s, which is no attribute", column, (int)n, word));
}

static bool binds(const struct call *c, const char *field)
{
    size_t n = strlen(field);
    for (const struct bind *b = c->bind; b && b->to; b++)
        if (strncmp(b->to, field, n) == 0 && strchr(".[", b->to[n] ? b->to[n] : '.'))
            return true;
    return false;
}

static bool provided(const struct lint *l, const struct call *c, const char *field)
{
    bool by_name = !c->only || (strcmp(c->only, "-") != 0 && has_word(c->only, field));
    return binds(c, field) || (by_name && rtype_attr(l->rt, field)) ||
           (l->rt->impl->quirk && has_word("SecretString ChangeBatch", field));
}

static void lint_call(struct lint *l, const struct call *c)
{
    for (const struct field *f = c->op->in->fields; f->kind != K_END; f++)
        if (f->flags & F_REQUIRED && !provided(l, c, f->name))
            complain(l, c->op->name, arena_printf(l->a, "nothing provides %s, which it demands", f->name));
    for (const struct bind *b = c->bind; b && b->to; b++)
        lint_bind(l, c, b);
    lint_words(l, c, c->when, "when");
    lint_words(l, c, c->only, "only");
    lint_words(l, c, c->if_set, "if_set");
    lint_words(l, c, c->if_unset, "if_unset");
    lint_words(l, c, c->grows, "grows");
    lint_words(l, c, c->shrinks, "shrinks");
    if (c->each && !rtype_attr(l->rt, attribute_in(l->a, c->each)))
        complain(l, c->op->name, arena_printf(l->a, "walks over %s, which is no attribute", c->each));
    const char *result = c->result ? arena_strndup(l->a, c->result, strcspn(c->result, ":")) : "";
    if (*result && !shape_field(c->op->out, result) && !l->rt->impl->fold)
        complain(l, c->op->name, arena_printf(l->a, "its answer has no %s", c->result));
    for (const struct bind *b = c->gives; b && b->to; b++)
        if (!rtype_attr(l->rt, b->to))
            complain(l, c->op->name, arena_printf(l->a, "gives %s, which is no attribute", b->to));
    if (c->tags_of && attribute_in(l->a, c->tags_of) && !rtype_attr(l->rt, attribute_in(l->a, c->tags_of)))
        complain(l, c->op->name, arena_printf(l->a, "tags_of names %s, which is no attribute", c->tags_of));
    if (c->tags_of && *c->tags_of == '%')
        lint_parts(l, c, c->tags_of);
    if (!c->op->service || service_op(c->op->service, c->op->name) != c->op)
        complain(l, c->op->name, "is not listed by its service");
}

static void lint_calls(struct lint *l, const struct call *c)
{
    for (; c && c->op; c++) {
        lint_call(l, c);
        if (c->bulk)
            lint_call(l, c->bulk);
    }
}

/* ---- attributes -------------------------------------------------------------------------------------------------- */

/* Where `result` leads in the answer's shape. */
static const struct shape *object_shape(const struct call *c)
{
    if (!c->result || !*c->result)
        return c->op->out;
    const struct field *f = shape_field(c->op->out, c->result);
    return f ? f->sub : NULL;
}

static bool gives(const struct call *c, const char *name)
{
    for (const struct bind *b = c->gives; b && b->to; b++)
        if (strcmp(b->to, name) == 0)
            return true;
    return false;
}

/* "#A-1" counts what A holds. */
static const char *told_path(const struct attr *at)
{
    static char path[128];
    const char *told = at->told ? at->told : at->name;
    snprintf(path, sizeof path, "%s", told + (*told == '#'));
    if (*told == '#' && str_ends(path, "-1"))
        path[strlen(path) - 2] = '\0';
    return path;
}

static bool told_by(const struct rtype *rt, const struct call *c, const struct attr *at)
{
    const struct shape *s = object_shape(c);
    bool document = c->result && strchr(c->result, ':'); /* what is in there has no shape */
    return document || (s && shape_field(s, told_path(at))) || gives(c, at->name) ||
           (rt->impl->carry && has_word(rt->impl->carry, at->name));
}

static bool told(const struct rtype *rt, const struct attr *at)
{
    if (rt->impl->list.op && told_by(rt, &rt->impl->list, at))
        return true;
    for (const struct call *c = rt->impl->read; c && c->op; c++)
        if (told_by(rt, c, at))
            return true;
    for (const struct call *c = rt->impl->update; at->flags & A_OUTPUT && c && c->op; c++)
        if (gives(c, at->name)) /* known until its update is through */
            return true;
    return false;
}

static bool speaks_of(struct arena *a, const struct call *c, const struct attr *at)
{
    for (const struct bind *b = c->bind; b && b->to; b++) {
        const char *name = attribute_in(a, b->from);
        if (name && strcmp(name, at->name) == 0)
            return true;
    }
    return str_eq(c->if_set, at->name) || str_eq(c->if_unset, at->name) ||
           (c->each && strcmp(attribute_in(a, c->each), at->name) == 0);
}

static bool sent_by(struct arena *a, const struct call *list, const struct attr *at, bool named)
{
    for (const struct call *c = list; c && c->op; c++) {
        bool by_name = shape_field(c->op->in, at->name) && (!c->only || has_word(c->only, at->name));
        if ((!named || has_word(c->when, at->name)) && (by_name || speaks_of(a, c, at)))
            return true;
    }
    return false;
}

/* What can be changed in place says what that interrupts, and says it once; nothing else has anything to say. */
static void lint_interruption(struct lint *l, const struct attr *at)
{
    static const uint64_t classes[] = {A_HARMLESS, A_BRIEF, A_FAILOVER, A_DOWNTIME};
    bool changes = !(at->flags & (A_OUTPUT | A_CREATE_ONLY | A_ROLE | A_DIGEST));
    size_t said = 0;
    for (size_t i = 0; i < COUNT(classes); i++)
        said += (at->flags & classes[i]) != 0;
    if (changes && !said && !(l->rt->flags & RT_HARMLESS))
        complain(l, at->name, "says not what a change of it interrupts");
    if (said > 1 || (said && !changes))
        complain(l, at->name, "says too much of what a change of it interrupts");
    if (at->flags & A_LESS && !(at->flags & (A_BRIEF | A_FAILOVER | A_DOWNTIME)))
        complain(l, at->name, "interrupts nothing, whether there is less of it or more");
}

static void lint_attr(struct lint *l, const struct attr *at)
{
    lint_interruption(l, at);
    const struct rtype_impl *im = l->rt->impl;
    const struct value *v = NULL;
    if (at->dflt)
        assert_null(json_parse(l->a, at->dflt, strlen(at->dflt), JSON_PLAIN, &v));
    if (!at->doc)
        complain(l, at->name, "has no word of explanation");
    bool asked_by = !im->list.op && has_word(l->rt->id, at->name); /* whoever reads one by its id knows it */
    if (!(at->flags & (A_WRITE_ONLY | A_SECRET)) && !asked_by && !im->fold && !told(l->rt, at))
        complain(l, at->name, "no list and no read tells it");
    if (at->flags & (A_OUTPUT | A_WRITE_ONLY | A_DIGEST) || im->fold) /* the folder goes for its digest */
        return;
    bool empties = l->rt->flags & RT_VIRTUAL && at->dflt; /* brought to its default, never sent */
    if (!sent_by(l->a, im->create, at, false) && !empties && !(at->flags & A_INHERITED))
        complain(l, at->name, "no creating call takes it");
    if (!(at->flags & (A_CREATE_ONLY | A_ROLE)) && !sent_by(l->a, im->update, at, true))
        complain(l, at->name, "neither create-only nor sent by an update");
}

/* ---- found again ------------------------------------------------------------------------------------------------- */

static const struct bind *fills(const struct call *c, const char *from)
{
    for (const struct bind *b = c->bind; b && b->to; b++)
        if (strcmp(b->from, from) == 0)
            return b;
    return NULL;
}

/* Tokens that AWS documents as such and no model marks: ACM's (an hour long), and Route 53's caller references. */
static bool is_token(const struct call *c, const struct bind *b)
{
    const struct field *f = b ? shape_field(c->op->in, b->to) : NULL;
    return f && (f->flags & F_TOKEN || has_word("IdempotencyToken CallerReference", b->to));
}

static bool has_token(const struct call *c)
{
    return is_token(c, fills(c, "@token")) || is_token(c, fills(c, "@version"));
}

static bool part_of_a_text(const struct lint *l, const struct call *c, const char *name)
{
    const char *part = arena_printf(l->a, "{$%s}", name);
    for (const struct bind *b = c->bind; b && b->to; b++)
        if (*b->from == '%' && strstr(b->from, part))
            return true;
    return false;
}

/* Whatever looks for it speaks of the attribute: its answer tells it, or its request asks by it. */
static bool looked_for_by(const struct lint *l, const char *name)
{
    const struct rtype_impl *im = l->rt->impl;
    const struct attr *at = rtype_attr(l->rt, name);
    const struct call *finder = im->list.op ? &im->list : im->read;
    return im->fold || told_by(l->rt, finder, at) || (!im->list.op && sent_by(l->a, finder, at, false)) ||
           part_of_a_text(l, finder, name) || (im->partial && told(l->rt, at));
}

static bool tells_tags(const struct rtype *rt)
{
    bool apart = rt->impl->list.tags_of != NULL;
    for (const struct call *c = rt->impl->read; c && c->op; c++)
        apart |= c->tags_of != NULL;
    return apart || told(rt, rtype_attr(rt, "Tags"));
}

static bool tagged_at_once(const struct lint *l, const struct call *c)
{
    return fills(c, "$Tags") || (rtype_attr(l->rt, "Tags") && provided(l, c, "Tags") && shape_field(c->op->in, "Tags"));
}

/* Every part of the key goes into the call, stays as it is for good, and is what is looked for. */
static void lint_key(struct lint *l, const struct call *c, const char *words)
{
    const char *word;
    size_t n;
    if (!words)
        complain(l, c->op->name, "is found by its key, and has none");
    while (words && (n = next_word(&words, &word))) {
        const char *name = arena_strndup(l->a, word, n);
        const struct attr *at = rtype_attr(l->rt, name);
        if (!l->rt->impl->fold && !l->rt->impl->quirk && !sent_by(l->a, c, at, false))
            complain(l, c->op->name, arena_printf(l->a, "is found by %s, and does not send it", name));
        if (!(at->flags & A_CREATE_ONLY))
            complain(l, c->op->name, arena_printf(l->a, "is found by %s, which changes", name));
        if (!looked_for_by(l, name))
            complain(l, c->op->name, arena_printf(l->a, "is found by %s, which nothing that looks for it tells", name));
    }
}

static bool ends_like_a_name(const char *key)
{
    static const char *const ends[] = {"Name", "name", "Identifier", "Id", "Suffix", "Bucket"};
    const char *word;
    size_t n;
    while (key && (n = next_word(&key, &word)))
        for (size_t i = 0; i < COUNT(ends); i++)
            if (n >= strlen(ends[i]) && strncmp(word + n - strlen(ends[i]), ends[i], strlen(ends[i])) == 0)
                return true;
    return false;
}

static void lint_found_first(struct lint *l, const struct call *c)
{
    const char *key = l->rt->key;
    bool tagged = tagged_at_once(l, c) && tells_tags(l->rt);
    if (c->found == FOUND_BY_TAG && !tagged)
        complain(l, c->op->name, "is found by tags that it does not carry, or that nothing tells");
    if (c->found == FOUND_BY_NAME && !ends_like_a_name(key))
        complain(l, c->op->name, "is found by its name, and its key has none");
    if (c->found == FOUND_BY_NAME || c->found == FOUND_BY_KEY)
        lint_key(l, c, key);
    bool for_good = fills(c, "@token") && strcmp(fills(c, "@token")->to, "CallerReference") == 0;
    if (c->found == FOUND_BY_TOKEN && !key && !tagged && !for_good)
        complain(l, c->op->name, "has a token that AWS forgets, and is found by nothing else");
}

/* A further call makes something of an object that is known. */
static void lint_found_further(struct lint *l, const struct call *c)
{
    const char *words = c->when, *word;
    size_t n;
    if (c->found != FOUND_BY_TOKEN && c->found != FOUND_BY_KEY)
        complain(l, c->op->name, "can only be found again by a token, or by what it changed");
    while (c->found == FOUND_BY_KEY && words && (n = next_word(&words, &word)))
        if (!told(l->rt, rtype_attr(l->rt, arena_strndup(l->a, word, n))))
            complain(l, c->op->name, arena_printf(l->a, "changes %.*s, which no read tells", (int)n, word));
}

/* Said twice it would make two, or be refused the second time: neither marked as harmless nor tied to a version. */
static bool must_declare(const struct call *c, bool first)
{
    bool tied = false;
    for (const struct bind *b = c->bind; b && b->to; b++)
        tied |= *b->from == '<';
    return !(c->op->flags & OP_READ) && (first || has_token(c) || (!(c->op->flags & OP_IDEMPOTENT) && !tied));
}

static void lint_recovery(struct lint *l, const struct call *calls, bool creates)
{
    for (const struct call *c = calls; c && c->op; c++) {
        bool first = creates && c == calls;
        if (!c->found && must_declare(c, first))
            complain(l, c->op->name, "says not how what it makes is found again");
        if (c->found && c->op->flags & OP_READ)
            complain(l, c->op->name, "makes nothing that could be found again");
        if ((c->found == FOUND_BY_TOKEN) != has_token(c))
            complain(l, c->op->name, "fills a token, or says so, but not both");
        if (c->found && first)
            lint_found_first(l, c);
        else if (c->found)
            lint_found_further(l, c);
    }
}

static const struct call *call_of(const struct call *calls, const struct op *op)
{
    for (; calls && calls->op; calls++)
        if (calls->op == op)
            return calls;
    return NULL;
}

/* What is found half made, by a run that knows nothing of how it came about, is brought to the same by updates: what
 * the further calls of its creation leave must be compared. */
static void lint_half_made(struct lint *l, const struct call *create)
{
    for (const struct call *c = create + 1; create && create->op && c->op; c++) {
        const struct call *again = call_of(l->rt->impl->update, c->op);
        if (!(c->op->flags & OP_READ) && (!again || !again->when))
            complain(l, c->op->name, "no update does the same where a creation was cut off before it");
    }
}

static void lint_names(struct lint *l, const char *words, const char *column)
{
    const char *word;
    size_t n;
    while ((n = next_word(&words, &word)))
        if (!rtype_attr(l->rt, arena_strndup(l->a, word, n)))
            complain(l, column, arena_printf(l->a, "%.*s is no attribute", (int)n, word));
}

static void lint_span(struct lint *l, const char *column, struct span s, bool needed)
{
    if (needed && !s.p50)
        complain(l, column, "is missing");
    if (s.p90 < s.p50)
        complain(l, column, "what is late comes before what is usual");
}

static void lint_times(struct lint *l)
{
    const struct rtype *rt = l->rt;
    lint_span(l, "create_s", rt->create_s, true);
    lint_span(l, "update_s", rt->update_s, rt->impl->update != NULL);
    lint_span(l, "delete_s", rt->delete_s, rt->impl->remove != NULL);
    for (const struct further *f = rt->further; f && f->attrs; f++) {
        lint_span(l, "further", f->takes, true);
        lint_names(l, f->attrs, "further");
        lint_names(l, f->unless ? f->unless : "", "further");
    }
    if (!rt->timed)
        complain(l, "timed", "says not where its times are from");
    if (rt->per && !rtype_attr(rt, rt->per))
        complain(l, "per", "is no attribute");
}

static void lint_going(struct lint *l)
{
    const struct rtype *rt = l->rt;
    if (rt->going == INT_UNSAID)
        complain(l, "going", "says not whom it interrupts when it goes");
    if (rt->flags & RT_STATEFUL && rt->going != INT_DATA_LOSS)
        complain(l, "going", "holds data, which is lost when it goes");
    if (rt->going == INT_DATA_LOSS && !rt->lost)
        complain(l, "lost", "says not what is lost");
    if (rt->flags & RT_STATEFUL && rt->flags & RT_HARMLESS)
        complain(l, "flags", "holds data: each attribute says by itself what it interrupts");
}

static void lint_type(struct lint *l)
{
    const struct rtype *rt = l->rt;
    const struct rtype_impl *im = rt->impl;
    for (const struct attr *at = rt->attrs; at->type != T_END; at++)
        lint_attr(l, at);
    lint_names(l, rt->id, "id");
    lint_names(l, rt->key, "key");
    lint_names(l, rt->group, "group");
    if (im->list.op)
        lint_call(l, &im->list);
    lint_calls(l, im->read);
    lint_calls(l, im->create);
    lint_calls(l, im->update);
    lint_calls(l, im->remove);
    lint_calls(l, im->reveal);
    if (!im->read || !im->create || !im->missing)
        complain(l, "impl", "read, create and missing are needed");
    if (!im->remove && !(rt->flags & RT_VIRTUAL))
        complain(l, "remove", "nothing removes it");
    lint_half_made(l, im->create);
    lint_recovery(l, im->create, true);
    lint_recovery(l, im->update, false);
    lint_times(l);
    lint_going(l);
}

static void every_row_names_what_exists(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct lint l = {.a = a, .out = {.arena = a}};
    for (const struct rtype *const *rt = rtypes; *rt; rt++) {
        l.rt = *rt;
        lint_type(&l);
    }
    if (l.out.len)
        fail_msg("\n%s", sbuf_str(&l.out));
}

/* ---- the lint itself --------------------------------------------------------------------------------------------- */

static void a_creation_that_could_be_orphaned_is_noticed(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const struct bind token[] = {{"ClientToken", "@token"}, {0}};
    static const struct {
        const char *type;
        enum recovery found;
        const struct bind *bind; /* NULL: none at all */
        const char *says;
    } cases[] = {
        {"AWS::EC2::RouteTable", 0, NULL, "says not how"},
        {"AWS::EC2::RouteTable", FOUND_BY_TOKEN, NULL, "but not both"},
        {"AWS::EC2::RouteTable", FOUND_BY_TAG, token, "but not both"},
        {"AWS::EC2::RouteTable", FOUND_BY_TOKEN, token, "found by nothing else"},
        {"AWS::EC2::RouteTable", FOUND_BY_TAG, NULL, "tags that it does not carry"},
        {"AWS::EC2::RouteTable", FOUND_BY_NAME, NULL, "its key has none"},
        {"AWS::EC2::RouteTable", FOUND_BY_KEY, NULL, "and has none"},
        {"AWS::EC2::SecurityGroup", FOUND_BY_TAG, NULL, "tags that it does not carry"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lint l = {.a = a, .out = {.arena = a}, .rt = rtype_named(cases[i].type)};
        struct call calls[] = {l.rt->impl->create[0], {0}};
        calls[0].found = cases[i].found;
        calls[0].bind = cases[i].bind;
        lint_recovery(&l, calls, true);
        if (!strstr(sbuf_str(&l.out), cases[i].says))
            fail_msg("case %zu: \"%s\" is missing in \"%s\"", i, cases[i].says, sbuf_str(&l.out));
    }
}

static void types_are_sorted_and_found_by_name(void **state)
{
    (void)state;
    for (const struct rtype *const *rt = rtypes; *rt; rt++) {
        assert_ptr_equal(rtype_named((*rt)->name), *rt);
        if (rt[1] && strcmp((*rt)->name, rt[1]->name) >= 0)
            fail_msg("%s stands before %s", (*rt)->name, rt[1]->name);
    }
    assert_null(rtype_named("AWS::EC2::Nothing"));
}

/* Source: AWS's references of the calls that change each: what they lack. */
static void what_aws_takes_at_creation_alone_makes_a_new_object(void **state)
{
    /* clang-format off */
    static const struct { const char *type, *attrs; } cases[] = {
        {"AWS::EKS::Cluster",                  "name roleArn ipFamily serviceIpv4Cidr bootstrapSelfManagedAddons bootstrapClusterCreatorAdminPermissions"},
        {"AWS::EKS::Nodegroup",                "capacityType nodeRole subnets instanceTypes diskSize amiType"},
        {"AWS::EKS::AccessEntry",              "clusterName principalArn type"},
        {"AWS::EKS::FargateProfile",           "clusterName fargateProfileName podExecutionRoleArn subnets selectors"},
        {"AWS::MSK::Cluster",                  "ClusterName ClientSubnets SecurityGroups DataVolumeKMSKeyId InCluster"},
        {"AWS::MSK::Replicator",               "ReplicatorName KafkaClusters SourceKafkaClusterArn TargetKafkaClusterArn TargetCompressionType StartingPosition TopicNameConfiguration ConsumerGroupOffsetSyncMode"},
        {"AWS::KafkaConnect::Connector",       "connectorName connectorDescription kafkaCluster plugins serviceExecutionRoleArn workerConfiguration logDelivery"},
        {"AWS::Route53::HealthCheck",          "Type RequestInterval MeasureLatency"},
        {"AWS::FIS::ExperimentTemplate",       "accountTargeting"},
        {"AWS::RDS::DBCluster",                "GlobalClusterIdentifier Engine DatabaseName KmsKeyId StorageEncrypted"},
        {"AWS::ElastiCache::ReplicationGroup", "GlobalReplicationGroupId AtRestEncryptionEnabled KmsKeyId CacheSubnetGroupName Port"},
    };
    /* clang-format on */
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *at = cases[i].attrs, *word;
        for (size_t n; (n = next_word(&at, &word));) {
            const struct attr *attr = rtype_attr(rtype_named(cases[i].type), arena_strndup(a, word, n));
            if (!attr || !(attr->flags & A_CREATE_ONLY))
                fail_msg("%s: %.*s would be changed in place", cases[i].type, (int)n, word);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_names_what_exists),
        cmocka_unit_test(a_creation_that_could_be_orphaned_is_noticed),
        cmocka_unit_test(types_are_sorted_and_found_by_name),
        cmocka_unit_test(what_aws_takes_at_creation_alone_makes_a_new_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
