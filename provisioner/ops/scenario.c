#include "provisioner/ops/scenario.h"

#include "aws/api/kafka.h"
#include "aws/api/rds.h"
#include "provisioner/ops/steps.h"

/*
 * Exit codes are those of the command line: 0 done, 3 in part, 6 without a region that is silent.
 */
enum { DONE = 0, PART = 3, SKIPPED = 6 };

#define FAILOVER "failover --to {to.alias} --allow-data-loss"
#define FAILBACK "failback --to {from.alias}"
#define PLAN "plan --detailed-exitcode"
#define NO_CHANGES "No changes"
#define GLOBAL "us-east-1"

/* clang-format off */

/* The region is back: a plan is empty, it can lead again, and a plan is empty then, too. */
#define BACK_AGAIN \
    {DEED_MEND, .text = "{from.alias} answers again"}, \
    {DEED_RUN, PLAN, DONE, NO_CHANGES}, \
    {DEED_RUN, FAILBACK, DONE}, \
    {DEED_SERVED, "{from.alias}"}, \
    {DEED_RUN, PLAN, DONE, NO_CHANGES}, \
    {0}

static const struct scenario_deed region_silent[] = {
    {DEED_PASS, "users write, and ask names"},
    {DEED_BREAK, "dark={from.region}"},
    {DEED_REACT},
    {DEED_RUN, FAILOVER, DONE, "{to.alias} leads", .alone = true},
    {DEED_SERVED, "{to.alias}"},
    {DEED_RUN, PLAN, SKIPPED, NO_CHANGES},
    BACK_AGAIN};

static const struct scenario_deed throttled[] = {
    {DEED_PASS, "users write, and ask names"},
    {DEED_BREAK, "dark={from.region},throttle=0.4,5xx=0.05"},
    {DEED_REACT},
    {DEED_RUN, FAILOVER, DONE, "{to.alias} leads", .alone = true},
    {DEED_SERVED, "{to.alias}"},
    {DEED_RUN, PLAN, SKIPPED, NO_CHANGES},
    BACK_AGAIN};

static const struct scenario_deed dns_gone[] = {
    {DEED_PASS, "users write, and ask names"},
    {DEED_BREAK, "dark={from.region}+" GLOBAL},
    {DEED_REACT},
    {DEED_RUN, FAILOVER, DONE, "{to.alias} leads", .alone = true},
    {DEED_SERVED, "{to.alias}"},
    BACK_AGAIN};

static const struct scenario_deed expired[] = {
    {DEED_PASS, "users write, and ask names"},
    {DEED_BREAK, "dark={from.region}"},
    {DEED_REACT},
    {DEED_LOGIN, "60"},
    {DEED_RUN, FAILOVER, PART, "expired"},
    {DEED_LOGIN},
    {DEED_RUN, FAILOVER, DONE, "{to.alias} leads"},
    {DEED_SERVED, "{to.alias}"},
    BACK_AGAIN};

static const struct scenario_deed database_failover[] = {
    {DEED_PASS, "users write, and ask names"},
    {DEED_CALL, "the writer of {from.alias} fails, and a reader of the same region takes over",
     .op = &rds_FailoverDBCluster, .about = "AWS::RDS::DBCluster", .in = FILLS({"DBClusterIdentifier", "{self.DBClusterIdentifier}"})},
    {DEED_RUN, PLAN, DONE, NO_CHANGES},
    {DEED_SERVED, "{from.alias}"},
    {DEED_RUN, PLAN, DONE, NO_CHANGES},
    {0}};

static const struct scenario_deed broker_loss[] = {
    {DEED_PASS, "users write, and ask names"},
    {DEED_CALL, "a broker of {from.alias} goes away, and comes back",
     .op = &kafka_RebootBroker, .about = "AWS::MSK::Cluster", .in = FILLS({"ClusterArn", "{self.ClusterArn}"}, {"BrokerIds", "1"})},
    {DEED_RUN, PLAN, DONE, NO_CHANGES},
    {DEED_UNBROKEN, "{from.alias}"},
    {DEED_RUN, PLAN, DONE, NO_CHANGES},
    {0}};

const struct scenario scenarios[] = {
    {"region-silent", "nobody in {from.alias} answers any more", region_silent},
    {"database-failover", "the writer of the database in {from.alias} fails while users write", database_failover, "AWS::RDS::DBInstance"},
    {"broker-loss", "a broker in {from.alias} goes away while users write", broker_loss, "AWS::MSK::Cluster"},
    {"throttled-control-plane", "nobody in {from.alias} answers any more, and AWS throttles those who come because of it", throttled},
    {"dns-control-plane-gone", "nobody in {from.alias} answers any more, nor in " GLOBAL ", where Route 53 and IAM are changed", dns_gone, .dark = GLOBAL},
    {"credentials-expired", "nobody in {from.alias} answers any more, and credentials end in the middle of the failover", expired},
    {0}};

/* clang-format on */

const struct scenario *scenario_named(const char *name)
{
    for (const struct scenario *s = scenarios; s->name; s++)
        if (str_eq(s->name, name))
            return s;
    return NULL;
}
