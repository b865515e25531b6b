#include "aws/api/rds.h"
#include "provisioner/ops/steps.h"

/*
 * A planned switch: nothing is lost. Capacity first, then who writes; all of it can be begun again, and switching back
 * undoes it.
 */

/* clang-format off */
static const struct op_step steps[] = {
    {.id = "aurora-switch", .system = "aurora", .about = "AWS::RDS::GlobalCluster",
     .what = "the database of {to.alias} takes over writing from {from.alias}; nothing is lost",
     .looks = aurora_looks_planned,
     .op = &rds_SwitchoverGlobalCluster, .region = "{writer.region}",
     .in = FILLS({"GlobalClusterIdentifier", "{self.GlobalClusterIdentifier}"}, {"TargetDbClusterIdentifier", "{target.arn}"}),
     .not_yet = "InvalidGlobalClusterStateFault InvalidDBClusterStateFault",
     .before = MUSTS(AURORA_TARGET_SERVES,
        {"source.Status", '=', "available", "the cluster of {from.alias} is {source.Status}, and a switch needs it available; if that region is lost, `provisioner failover {spec} --to {to.alias} --allow-data-loss`"},
        {"target.cluster.EngineVersion", '=', "{source.EngineVersion}", "{to.alias} runs {target.cluster.EngineVersion} and {from.alias} {source.EngineVersion}; AWS takes no switch between versions: apply the spec, which upgrades both"},
        AURORA_LAG_KNOWN, AURORA_LAG),
     .idle = MUSTS(AURORA_IDLE), .until = MUSTS(AURORA_WRITES), .state = AURORA_STATE, .refresh = "global",
     .every_s = 10, .p50_s = 60, .p90_s = 300, .limit_s = 3600,
     .undo = "provisioner switchover {spec} --to {from.alias}", .no_return = true},
    {.id = "aurora-follow", .system = "aurora", .about = "AWS::RDS::GlobalCluster",
     .what = "the database of {from.alias} follows {to.alias}",
     .looks = aurora_looks_planned, .until = MUSTS(AURORA_WRITES, AURORA_FOLLOWED), .state = AURORA_STATE, .refresh = "global",
     .every_s = 15, .p50_s = 0, .p90_s = 120, .limit_s = 3600},
    {0}};
/* clang-format on */

const struct op_sequence sequence_switchover = {.name = "switchover", .steps = steps};
