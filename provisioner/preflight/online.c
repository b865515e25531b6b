#include "provisioner/preflight/look.h"

#include <string.h>

/* What only AWS knows: what it offers where, how much of it, and to whom. */

static const struct spec_region *primary_of(const struct look *l)
{
    return &l->s->regions[l->s->primary];
}

static struct pos region_pos(const struct look *l, const struct spec_region *r)
{
    const struct value *name = value_get(value_get(value_get(l->s->raw, "regions"), r->alias), "name");
    return name ? value_pos(name) : r->pos;
}

/* ---- account and regions ----------------------------------------------------------------------------------------- */

static const struct value *caller(const struct look *l)
{
    const struct spec_region *r = primary_of(l);
    return ask(l, "sts:GetCallerIdentity", r->alias, r->name, texts(l, NULL));
}

static void account(const struct look *l)
{
    const char *ours = value_get_str(caller(l), "Account");
    const struct value *said = value_get(l->s->raw, "account");
    if (l->s->account && *ours && !str_eq(l->s->account, ours))
        found(l, value_pos(said), NULL, "these credentials are of account %s, and the spec says %s", ours,
              l->s->account);
}

/* Asked where it can't be closed: of regions that were opened before accounts had a say. */
static const char *open_region(const struct look *l)
{
    static const char always[] =
        "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 "
        "ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 "
        "us-east-1 us-east-2 us-west-1 us-west-2";
    for (size_t i = 0; i < l->s->n_regions; i++)
        if (has_word(always, l->s->regions[i].name))
            return l->s->regions[i].name;
    const char *first = l->s->regions[0].name;
    return str_starts(first, "cn-") ? "cn-north-1" : str_starts(first, "us-gov-") ? "us-gov-west-1" : "us-east-1";
}

static void opted_in(const struct look *l)
{
    struct value *in = texts(l, NULL);
    value_set(l->c->arena, in, "AllRegions", value_bool(l->c->arena, true));
    const struct value *all =
        value_get(ask(l, "ec2:DescribeRegions", primary_of(l)->alias, open_region(l), in), "Regions");
    for (size_t i = 0; i < l->s->n_regions; i++)
        for (size_t k = 0; k < value_len(all); k++) {
            const struct spec_region *r = &l->s->regions[i];
            if (str_eq(value_get_str(value_item(all, k), "RegionName"), r->name) &&
                str_eq(value_get_str(value_item(all, k), "OptInStatus"), "not-opted-in"))
                found(l, region_pos(l, r), NULL, "%s is not enabled for this account", r->name);
        }
}

static void zone_is_there(const struct look *l, const struct spec_region *r, const struct value *zone,
                          const struct value *all)
{
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "ZoneName"), value_str_of(zone)) &&
            str_eq(value_get_str(value_item(all, i), "State"), "available"))
            return;
    found(l, value_pos(zone), NULL, "%s is no zone that this account has in %s", shown(l, zone), r->name);
}

static void zones_are_there(const struct look *l)
{
    for (size_t i = 0; i < l->s->n_regions; i++) {
        const struct spec_region *r = &l->s->regions[i];
        const struct value *names = value_get(section_of(r, "network"), "zone_names");
        const struct value *told =
            value_len(names) ? ask(l, "ec2:DescribeAvailabilityZones", r->alias, r->name, texts(l, NULL)) : NULL;
        for (size_t k = 0; told && k < value_len(names); k++)
            zone_is_there(l, r, value_item(names, k), value_get(told, "AvailabilityZones"));
    }
}

/* ---- what is offered --------------------------------------------------------------------------------------------- */

static void classes_offered(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::RDS::DBInstance", NULL); (w = next_of(&e));) {
        const struct value *class = value_get(w->attrs, "DBInstanceClass");
        const char *engine = value_get_str(w->attrs, "Engine");
        const struct wanted *cluster = referred(l, value_get(w->attrs, "DBClusterIdentifier"));
        const char *version = cluster ? value_get_str(cluster->attrs, "EngineVersion") : "";
        if (value_kind(class) != V_STR || !*engine)
            continue;
        const struct value *told = ask(l, "rds:DescribeOrderableDBInstanceOptions", w->alias, w->region,
                                       texts(l, "Engine", engine, "EngineVersion", *version ? version : NULL,
                                             "DBInstanceClass", value_str_of(class), NULL));
        if (told && !value_len(value_get(told, "OrderableDBInstanceOptions")))
            fault(l, w, class, NULL, "%s is not offered in %s for %s %s", shown(l, class), w->region, engine, version);
    }
}

static const struct value *version_told(const struct look *l, const struct wanted *w)
{
    const char *engine = value_get_str(w->attrs, "Engine"), *version = value_get_str(w->attrs, "EngineVersion");
    return *engine && *version ? ask(l, "rds:DescribeDBEngineVersions", w->alias, w->region,
                                     texts(l, "Engine", engine, "EngineVersion", version, NULL))
                               : NULL;
}

static void versions_offered(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::RDS::DBCluster", NULL); (w = next_of(&e));) {
        const struct value *told = version_told(l, w), *version = value_get(w->attrs, "EngineVersion");
        if (told && !value_len(value_get(told, "DBEngineVersions")))
            fault(l, w, version, NULL, "%s %s can't be made in %s", value_get_str(w->attrs, "Engine"),
                  shown(l, version), w->region);
    }
}

static void globals_offered(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::RDS::DBCluster", NULL); (w = next_of(&e));) {
        const struct value *all = value_get(version_told(l, w), "DBEngineVersions");
        const struct value *able = value_get(value_item(all, 0), "SupportsGlobalDatabases");
        if (value_get(w->attrs, "GlobalClusterIdentifier") && value_kind(able) == V_BOOL && !value_bool_of(able))
            fault(l, w, value_get(w->attrs, "EngineVersion"), NULL, "%s %s joins no global database in %s",
                  value_get_str(w->attrs, "Engine"), value_get_str(w->attrs, "EngineVersion"), w->region);
    }
}

static void cache_versions(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::ElastiCache::ReplicationGroup", NULL); (w = next_of(&e));) {
        const struct value *version = value_get(w->attrs, "EngineVersion");
        const char *engine = value_get_str(w->attrs, "Engine");
        if (value_kind(version) != V_STR || !*engine)
            continue;
        const struct value *told = ask(l, "elasticache:DescribeCacheEngineVersions", w->alias, w->region,
                                       texts(l, "Engine", engine, "EngineVersion", value_str_of(version), NULL));
        if (told && !value_len(value_get(told, "CacheEngineVersions")))
            fault(l, w, version, NULL, "%s %s is not offered in %s", engine, shown(l, version), w->region);
    }
}

static void kubernetes_versions(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::EKS::Cluster", NULL); (w = next_of(&e));) {
        const struct value *version = value_get(w->attrs, "version");
        if (value_kind(version) != V_STR)
            continue;
        const struct value *told = ask(l, "eks:DescribeClusterVersions", w->alias, w->region, texts(l, NULL));
        const struct value *one =
            item_with(value_get(told, "clusterVersions"), "clusterVersion", value_str_of(version));
        if (told && (!one || str_eq(value_get_str(one, "versionStatus"), "UNSUPPORTED")))
            fault(l, w, version, NULL, "EKS makes no cluster of Kubernetes %s in %s", shown(l, version), w->region);
    }
}

static void kafka_versions(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::MSK::Cluster", NULL); (w = next_of(&e));) {
        const struct value *version = value_get(w->attrs, "KafkaVersion");
        if (value_kind(version) != V_STR)
            continue;
        const struct value *told = ask(l, "kafka:ListKafkaVersions", w->alias, w->region, texts(l, NULL));
        const struct value *one = item_with(value_get(told, "KafkaVersions"), "Version", value_str_of(version));
        if (told && (!one || str_eq(value_get_str(one, "Status"), "DEPRECATED")))
            fault(l, w, version, NULL, "MSK makes no cluster of Kafka %s in %s", shown(l, version), w->region);
    }
}

/* ---- names of all accounts --------------------------------------------------------------------------------------- */

/* A text, or one with the account's number in it; "": what else there is in it is not known. */
static const char *name_with_account(const struct look *l, const struct value *v)
{
    struct sbuf name = {.arena = l->c->arena};
    if (value_kind(v) == V_STR)
        return value_str_of(v);
    for (size_t i = 0; value_kind(v) == V_JOIN && i < value_len(v); i++) {
        const struct value *part = value_item(v, i);
        bool is_account = value_kind(part) == V_REF && str_eq(value_ref_path(part), "AccountId");
        const char *text = is_account ? value_get_str(caller(l), "Account") : value_str_of(part);
        if (!*text)
            return "";
        sbuf_puts(&name, text);
    }
    return sbuf_str(&name);
}

static void one_bucket(const struct look *l, const struct wanted *w)
{
    const struct value *v = value_get(w->attrs, "Bucket");
    const char *name = name_with_account(l, v);
    const char *says = *name ? refusal(l, "s3:HeadBucket", w->alias, w->region, texts(l, "Bucket", name, NULL)) : "";
    if (str_eq(says, "AccessDenied"))
        fault(l, w, v, NULL, "a bucket %s is there already, and these credentials may not look at it", name);
    else if (str_eq(says, "PermanentRedirect"))
        fault(l, w, v, NULL, "a bucket %s is there already, in another region than %s", name, w->region);
}

static void buckets_free(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::S3::Bucket", NULL); (w = next_of(&e));)
        if (is_new(l, w))
            one_bucket(l, w);
}

/* ---- who may ----------------------------------------------------------------------------------------------------- */

/* The user, or the role behind a session's "arn:aws:sts::1:assumed-role/Name/session"; NULL: neither can be simulated.
 */
static const char *who_is_simulated(const struct look *l)
{
    struct arena *a = l->c->arena;
    const char *arn = value_get_str(caller(l), "Arn"), *session = strstr(arn, ":assumed-role/");
    if (strstr(arn, ":user/"))
        return arn;
    if (!session)
        return NULL;
    session += strlen(":assumed-role/");
    const struct spec_region *r = primary_of(l);
    const struct value *role = ask(l, "iam:GetRole", r->alias, r->name,
                                   texts(l, "RoleName", arena_strndup(a, session, strcspn(session, "/")), NULL));
    const char *of_role = value_get_str(value_get(role, "Role"), "Arn");
    return *of_role ? of_role : NULL;
}

static const struct value *simulation_of(const struct look *l)
{
    struct arena *a = l->c->arena;
    struct value *names = value_list(a);
    const char *at = l->p->actions, *word, *who = at && *at ? who_is_simulated(l) : NULL;
    struct value *in = who ? texts(l, "PolicySourceArn", who, NULL) : NULL;
    for (size_t n; who && (n = next_word(&at, &word));)
        value_push(a, names, value_strn(a, word, n));
    if (!in)
        return NULL;
    value_set(a, in, "ActionNames", names);
    return ask(l, "iam:SimulatePrincipalPolicy", primary_of(l)->alias, primary_of(l)->name, in);
}

/* Asked of every resource there is: who may something with some only, or under a condition, seems not to. */
static void permissions(const struct look *l)
{
    struct sbuf missing = {.arena = l->c->arena};
    const struct value *all = value_get(simulation_of(l), "EvaluationResults");
    size_t n = 0;
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        if (str_eq(value_get_str(one, "EvalDecision"), "allowed") || value_len(value_get(one, "MissingContextValues")))
            continue;
        sbuf_printf(&missing, "%s%s", n++ ? ", " : "", value_get_str(one, "EvalActionName"));
    }
    if (n)
        found(l, (struct pos){0}, NULL, "by IAM's simulation these credentials may not %s", sbuf_str(&missing));
}

/* ---- answers that did not come ----------------------------------------------------------------------------------- */

static bool answers_otherwise(const struct look *l, const struct question *silent)
{
    size_t service = strcspn(silent->what, ":");
    for (size_t i = 0; i < l->p->n_questions; i++) {
        const struct question *q = l->p->questions[i];
        bool other = strncmp(q->what, silent->what, service + 1) != 0;
        if (other && q->answer && str_eq(q->region, silent->region))
            return true;
    }
    return false;
}

static void services_are_there(const struct look *l)
{
    for (size_t i = 0; i < l->p->n_questions; i++) {
        const struct question *q = l->p->questions[i];
        const struct spec_region *r = spec_region(l->s, q->alias);
        if (q->asked && !q->answer && !q->why && r && str_eq(r->name, q->region) && answers_otherwise(l, q))
            found(l, region_pos(l, r), NULL, "nobody answers for %.*s in %s, where other services do",
                  (int)strcspn(q->what, ":"), q->what, q->region);
    }
}

static void not_told(const struct look *l)
{
    for (size_t i = 0; i < l->p->n_questions; i++) {
        const struct question *q = l->p->questions[i];
        if (q->asked && !q->answer && !q->refused_tells && q->why && *q->why)
            found(l, (struct pos){0}, NULL, "%s in %s was refused: %s", q->what, q->region, q->why);
    }
}

/* clang-format off */
const struct rule online_rules[] = {
    {"GEN-01",  SEV_ERROR, "credentials of another account than the spec's", "the system would be made where nobody looks for it",
     "log in to that account, or correct account:", "STS API, GetCallerIdentity", .reads = "sts:GetCallerIdentity", .online = account},
    {"GEN-03",  SEV_ERROR, "a region that the account has not enabled", "every call there is refused: the token is invalid",
     "enable it under Account, AWS Regions, and wait until that is done", "EC2 API, DescribeRegions", .reads = "ec2:DescribeRegions", .online = opted_in},
    {"GEN-10",  SEV_WARNING, "a service without an endpoint in a region", "nothing of it can be made there", "take another region, or leave the system out",
     "AWS reference, endpoints", .reads = "-", .online = services_are_there},
    {"NET-031", SEV_ERROR, "a zone that the account does not have", "CreateSubnet answers InvalidParameterValue", "leave zone_names out, or name zones that `aws ec2 describe-availability-zones` lists",
     "EC2 API, DescribeAvailabilityZones", .reads = "ec2:DescribeAvailabilityZones", .online = zones_are_there},
    {"AUR-952", SEV_ERROR, "an instance class that RDS does not offer in a region", "CreateDBInstance answers InvalidParameterCombination",
     "take a class that both regions have", "RDS API, DescribeOrderableDBInstanceOptions", .reads = "rds:DescribeOrderableDBInstanceOptions", .online = classes_offered},
    {"AUR-008", SEV_ERROR, "an engine version that joins no global database in a region", "CreateDBCluster refuses it",
     "take a version for which SupportsGlobalDatabases is true in all regions", "RDS API, DescribeDBEngineVersions", .reads = "rds:DescribeDBEngineVersions", .online = globals_offered},
    {"AUR-951", SEV_ERROR, "an engine version that RDS makes no more, or not yet", "CreateDBCluster answers InvalidParameterCombination",
     "take one that `aws rds describe-db-engine-versions` lists in all regions", "RDS API, DescribeDBEngineVersions", .reads = "rds:DescribeDBEngineVersions", .online = versions_offered},
    {"EC-950",  SEV_ERROR, "an engine version that ElastiCache does not offer in a region", "CreateReplicationGroup refuses it",
     "take one that `aws elasticache describe-cache-engine-versions` lists", "ElastiCache API, DescribeCacheEngineVersions", .reads = "elasticache:DescribeCacheEngineVersions", .online = cache_versions},
    {"EKS-950", SEV_ERROR, "a Kubernetes version that EKS does not make in a region", "CreateCluster answers InvalidParameterException",
     "take one that `aws eks describe-cluster-versions` lists", "EKS API, DescribeClusterVersions", .reads = "eks:DescribeClusterVersions", .online = kubernetes_versions},
    {"MSK-950", SEV_ERROR, "a Kafka version that MSK does not make in a region", "CreateCluster answers BadRequestException",
     "take one that `aws kafka list-kafka-versions` lists as ACTIVE", "MSK API, ListKafkaVersions", .reads = "kafka:ListKafkaVersions", .online = kafka_versions},
    {"S3-902",  SEV_WARNING, "a bucket's name that somebody was quicker to take", "CreateBucket answers BucketAlreadyExists: names are one space for all accounts", "choose another name",
     "S3 user guide, bucket naming rules", .reads = "s3:HeadBucket sts:GetCallerIdentity", .online = buckets_free},
    {"SEC-950", SEV_WARNING, "permissions that the credentials seem to lack", "the calls are refused when it is their turn",
     "allow them; what is allowed for some resources only is not seen by this", "IAM API, SimulatePrincipalPolicy",
     .reads = "sts:GetCallerIdentity iam:GetRole iam:SimulatePrincipalPolicy", .online = permissions},
    {"GEN-950", SEV_NOTE, "a question that AWS did not answer", "what it was for is not known before it is tried", "allow the read, or do without",
     "this program", .reads = "-", .online = not_told},
    {0}};
/* clang-format on */
