#include "provisioner/spec/tables.h"

/* What nobody can count from a spec, and a bill depends on. The defaults are a small system's: enough to see that a
 * thing costs by use, and none is zero by accident. */

#define AMOUNT(name, fallback_, unit_, help_)                                                                          \
    {                                                                                                                  \
        name, SPEC_INTEGER, .fallback = fallback_, .min = 0, .max = 1000000000000, .unit = unit_, .help = help_        \
    }

/* clang-format off */
static const struct spec_field aurora_usage[] = {
    AMOUNT("storage_gb", "100", "GB", "size of the database"),
    AMOUNT("io_per_second", "100", "requests a second", "reads and writes that reach the storage, on average, in each region"),
    AMOUNT("backup_gb", "0", "GB", "backups beyond the size of the database, which is free"),
    AMOUNT("capacity_units", "2", "ACU", "what a serverless instance takes on average"),
    AMOUNT("replicated_writes_per_second", "50", "requests a second", "writes that follow to each other region"),
    AMOUNT("replicated_gb", "100", "GB a month", "data that follow to each other region"),
    {0}};

static const struct spec_field cache_usage[] = {
    AMOUNT("snapshots_gb", "20", "GB", "snapshots kept, in each region"),
    AMOUNT("replicated_gb", "100", "GB a month", "data that follow to each other region"),
    {0}};

static const struct spec_field eks_usage[] = {
    AMOUNT("volumes_gb", "0", "GB", "volumes of the workloads, in each region"),
    {0}};

static const struct spec_field msk_usage[] = {
    AMOUNT("replicated_gb", "100", "GB a month", "what each replicator copies"),
    {0}};

static const struct spec_field network_usage[] = {
    AMOUNT("nat_gb", "100", "GB a month", "data through each NAT gateway"),
    AMOUNT("endpoint_gb", "10", "GB a month", "data through each interface endpoint"),
    AMOUNT("internet_gb", "500", "GB a month", "data to the internet, from each region"),
    AMOUNT("between_zones_gb", "500", "GB a month", "data from zone to zone, in each region"),
    AMOUNT("between_regions_gb", "100", "GB a month", "data through the peering, from each region"),
    {0}};

static const struct spec_field dns_usage[] = {
    AMOUNT("million_queries", "10", "million queries a month", "questions for names of each public zone"),
    {0}};

static const struct spec_field observability_usage[] = {
    AMOUNT("log_group_gb", "5", "GB a month", "what each log group takes in"),
    AMOUNT("log_group_stored_gb", "5", "GB", "what each log group keeps, compressed"),
    AMOUNT("notifications", "1000", "a month", "messages of each topic, to each subscription"),
    {0}};

static const struct spec_field buckets_usage[] = {
    AMOUNT("storage_gb", "100", "GB", "what each bucket holds"),
    AMOUNT("writes", "100000", "requests a month", "requests that write or list, to each bucket"),
    AMOUNT("reads", "1000000", "requests a month", "requests that read, to each bucket"),
    AMOUNT("replicated_gb", "100", "GB a month", "what each bucket copies to each other region"),
    {0}};

static const struct spec_field functions_usage[] = {
    AMOUNT("requests", "1000000", "requests a month", "calls of each function"),
    AMOUNT("milliseconds", "100", "ms", "what a call takes on average"),
    {0}};

static const struct spec_field keys_usage[] = {
    AMOUNT("requests", "100000", "requests a month", "calls for each key"),
    {0}};

static const struct spec_field secrets_usage[] = {
    AMOUNT("requests", "10000", "requests a month", "calls for each secret"),
    {0}};

static const struct spec_field drills_usage[] = {
    AMOUNT("action_minutes", "10", "minutes a month", "how long the actions of each experiment run, added up"),
    {0}};

const struct spec_field usage_fields[] = {
    {"aurora", SPEC_SECTION, SPEC_ALWAYS, .of = aurora_usage, .help = "of the database"},
    {"cache", SPEC_SECTION, SPEC_ALWAYS, .of = cache_usage, .help = "of the cache"},
    {"eks", SPEC_SECTION, SPEC_ALWAYS, .of = eks_usage, .help = "of the Kubernetes clusters"},
    {"msk", SPEC_SECTION, SPEC_ALWAYS, .of = msk_usage, .help = "of Kafka"},
    {"network", SPEC_SECTION, SPEC_ALWAYS, .of = network_usage, .help = "of the network"},
    {"dns", SPEC_SECTION, SPEC_ALWAYS, .of = dns_usage, .help = "of names"},
    {"observability", SPEC_SECTION, SPEC_ALWAYS, .of = observability_usage, .help = "of logs and notifications"},
    {"buckets", SPEC_SECTION, SPEC_ALWAYS, .of = buckets_usage, .help = "of buckets"},
    {"functions", SPEC_SECTION, SPEC_ALWAYS, .of = functions_usage, .help = "of functions"},
    {"keys", SPEC_SECTION, SPEC_ALWAYS, .of = keys_usage, .help = "of keys"},
    {"secrets", SPEC_SECTION, SPEC_ALWAYS, .of = secrets_usage, .help = "of secrets"},
    {"drills", SPEC_SECTION, SPEC_ALWAYS, .of = drills_usage, .help = "of drills"},
    {0}};
/* clang-format on */
