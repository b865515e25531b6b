#ifndef OPS_STEPS_H
#define OPS_STEPS_H

#include "provisioner/ops/sequence.h"

/*
 * What the sequences share: what is looked at (ops/steps.c), and what is asked of it. "planned" looks at both regions,
 * "alone" at the one that takes over.
 */

/* clang-format off */
#define FILLS(...) (const struct fill[]){__VA_ARGS__, {0}}
#define MUSTS(...) (const struct must[]){__VA_ARGS__, {0}}

extern const struct look aurora_looks_planned[], aurora_looks_alone[], cache_looks_planned[], cache_looks_alone[],
    nodes_looks_planned[], nodes_looks_alone[], nodes_looks_left[], replicator_looks[], connector_looks[], record_looks[],
    health_looks[], alarm_looks[];

/* How many nodes the region that takes over needs, of those it may have; and those the region that is left began with. */
void nodes_wanted(struct arena *a, struct value *facts);
void nodes_left(struct arena *a, struct value *facts);
/* What consumers have to know of how topics are called and where they go on. */
void topics_told(struct arena *a, struct value *facts);
/* Who answers first among the answers of a name, and the batch by which `to` does. */
void record_leads(struct arena *a, struct value *facts);
const struct value *record_led(struct arena *a, const struct value *facts);

/* ---- Aurora ------------------------------------------------------------------------------------------------------ */

#define AURORA_STATE "{global.Status} {global.FailoverState.Status}{global.GlobalClusterMembers[SynchronizationStatus=pending-resync].SynchronizationStatus}"
#define AURORA_IDLE {"global.Status", '=', "available"}, {"global.FailoverState.Status", '0'}
/* A region that was cut off has to catch up before anything is switched to it. */
#define AURORA_CAUGHT_UP {"global.GlobalClusterMembers[DBClusterArn={target.arn}].SynchronizationStatus", '!', "pending-resync"}
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
#define AURORA_ENDPOINT \
    "who writes to {global.Endpoint} follows within the 5 s that its address is remembered; connections that are open are cut: let clients connect again"

/* ---- cache ------------------------------------------------------------------------------------------------------- */

#define CACHE_STATE "{global.Status}"
#define CACHE_IDLE {"global.Status", '&', "available primary-only"}
#define CACHE_WRITES \
    {"global.Members[ReplicationGroupRegion={to.region}].Role", '=', "PRIMARY", "{to.alias} is the primary"}, \
    {"global.Status", '&', "available primary-only", "the global datastore is available"}
#define CACHE_TARGET_SERVES \
    {"global.GlobalReplicationGroupId", '?', .says = "there is no global datastore {self.GlobalReplicationGroupId}, as far as {to.alias} knows"}, \
    {"target.id", '?', .says = "{to.alias} has no member of {self.GlobalReplicationGroupId}; `provisioner apply {spec}` makes it"}, \
    {"global.Members[ReplicationGroupRegion={to.region}].Status", '=', "associated", "the cache of {to.alias} is {global.Members[ReplicationGroupRegion={to.region}].Status}, and has to be associated; wait until it is"}, \
    {"target.group.Status", '=', "available", "the cache of {to.alias} is {target.group.Status}, and has to be available; wait until it is"}
#define CACHE_ENDPOINT \
    "a global datastore has no endpoint of its own: who writes has to be told {target.group.NodeGroups[0].PrimaryEndpoint.Address}{target.group.ConfigurationEndpoint.Address}"

/* ---- how far behind ---------------------------------------------------------------------------------------------- */

#define LAG_TOLD   {"lag.ms", '?', .says = "nothing was measured lately of how far {to.alias} is behind", .warns = true}
#define LAG_LITTLE {"lag.ms", '<', "{limit.lag_ms}", "{to.alias} is {lag.ms} ms behind, and the objective is {limit.lag_ms} ms; wait until it has caught up, or raise objectives.lag"}
#define LOSS_KNOWN {"lag.ms", '^', "{limit.rpo_ms}", "nothing was measured lately of how far {to.alias} is behind, so nobody knows whether more than {limit.rpo_ms} ms would be lost; without --max-rpo it is done all the same"}
#define LOSS_SMALL {"lag.ms", '<', "{limit.rpo_ms}", "{to.alias} was {lag.ms} ms behind at {lag.at}, and --max-rpo allows {limit.rpo_ms} ms to be lost"}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

#define NODES_THERE {"group.status", '=', "ACTIVE", "the nodes of {to.alias} are {group.status}, and have to be ACTIVE; wait until they are, or look at them"}
#define NODES_ENOUGH \
    {"want.short", '0', .says = "{from.alias} has {want.asked} nodes and {to.alias} may have {group.scalingConfig.maxSize}: raise eks.nodes.max of {to.alias} if it is to carry all of the load", .warns = true}
#define NODES_FILLS FILLS({"clusterName", "{self.clusterName}"}, {"nodegroupName", "{self.nodegroupName}"}, {"scalingConfig.minSize", "{group.scalingConfig.minSize}"}, \
    {"scalingConfig.maxSize", "{group.scalingConfig.maxSize}"}, {"scalingConfig.desiredSize", "{want.nodes}"})
#define NODES_IDLE {"group.status", '!', "UPDATING"}, {"group.status", '!', "CREATING"}
/* clang-format on */

#endif
