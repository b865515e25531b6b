#ifndef OPS_STEPS_H
#define OPS_STEPS_H

#include "provisioner/ops/sequence.h"

/* What the sequences share: what is looked at, and what is asked of it. Facts: the failover chapters of the services'
 * user guides, named in ops/steps.c. */

/* clang-format off */
#define FILLS(...) (const struct fill[]){__VA_ARGS__, {0}}
#define MUSTS(...) (const struct must[]){__VA_ARGS__, {0}}

extern const struct look aurora_looks_planned[], aurora_looks_alone[];

#define AURORA_STATE "{global.Status} {global.FailoverState.Status}"
#define AURORA_IDLE {"global.Status", '=', "available"}, {"global.FailoverState.Status", '0'}
#define AURORA_WRITES \
    {"global.GlobalClusterMembers[DBClusterArn={target.arn}].IsWriter", '=', "true", "{to.alias} writes"}, \
    {"global.Status", '=', "available", "the global cluster is available"}, {"global.FailoverState.Status", '0', .says = "no switch is under way"}
#define AURORA_FOLLOWED \
    {"global.GlobalClusterMembers[SynchronizationStatus=pending-resync].DBClusterArn", '0', .says = "every member is connected"}
#define AURORA_TARGET_SERVES \
    {"global.GlobalClusterIdentifier", '?', .says = "there is no global cluster {self.GlobalClusterIdentifier}, as far as {to.alias} knows"}, \
    {"target.arn", '?', .says = "{to.alias} has no member of {self.GlobalClusterIdentifier}; `provisioner apply {spec}` makes it"}, \
    {"target.cluster.Status", '=', "available", "the cluster of {to.alias} is {target.cluster.Status}, and has to be available; wait until it is"}, \
    {"target.instances[DBInstanceStatus=available].DBInstanceIdentifier", '?', .says = "the cluster of {to.alias} has no instance that is available; `provisioner apply {spec}` makes one, or wait for it"}
#define AURORA_LAG_KNOWN \
    {"lag.ms", '?', .says = "nothing was measured lately of how far {to.alias} is behind", .warns = true}
#define AURORA_LAG \
    {"lag.ms", '<', "{limit.lag_ms}", "{to.alias} is {lag.ms} ms behind, and the objective is {limit.lag_ms} ms; wait until it has caught up, or raise objectives.lag"}
/* clang-format on */

#endif
