#ifndef PLAN_ORDER_H
#define PLAN_ORDER_H

#include "provisioner/plan/draft.h"

/*
 * Planned resources to steps, in an order that may be run as it stands. All of the ordering there is:
 *
 *   1  X is made or changed after everything it needs is made or changed. Only what has a step itself is waited for.
 *   2  X is taken down after everything that needed it, by the dependencies recorded in the state, is taken down, or
 *      changed so that it no longer needs it.
 *   3  Replacing is taking down, then making. So dependents that are replaced too go before and come back after; those
 *      that are changed in place are changed once the new one is there.
 *   4  Where both X and what it needs, directly or through others, are of the same type and change an attribute in
 *      place that is A_REVERSE, X comes first; and X waits for no change in between. (Engine versions of a global
 *      database: secondaries before the primary, or RDS refuses with "upgrade global replicas first".)
 *   5  An A_STEPWISE attribute that is more than one minor behind climbs: a step a minor, and the last one with
 * whatever else changes. Where X needs Y directly and both climb, the lower minor goes first, and at the same one Y;
 * the steps on the way wait for nothing else. (Kubernetes: control plane to 1.30, its nodes to 1.30, control plane to
 *      1.31; EKS upgrades no control plane whose managed nodes are behind.)
 *   6  Steps that change an A_SERIAL attribute of one type run one after another, lower minors first.
 *   7  Where X, changed in place, needs Y directly, and Y changes an A_TRAILS attribute in place, X comes first.
 *   8  Rules 1 to 7 in a circle are an error that names the addresses. Only one wait can be given up, and a warning
 * says so: that of 2 for a dependent that is changed. (It turns to something that needs the new X; so the old X has to
 *      go while it is in use, as it does under 3.)
 *
 * Cases, X needing Y ("-" takes down, "+" makes, "~" changes; tests/unit/plan/test_order.c runs them):
 *
 *   X create,  Y create           +Y +X              X delete,  Y delete            -X -Y
 *   X create,  Y no-op            +X                 X delete,  Y no-op             -X
 *   X replace, Y replace          -X -Y +Y +X        X replace, Y no-op             -X +X
 *   X update,  Y replace          -Y +Y ~X           X update (drops Y), Y delete   ~X -Y
 *   X update,  Y update           ~Y ~X              X update,  Y update, reverse   ~X ~Y
 *   X update (Y to W), Y replace, W create, needing Y              -Y +Y +W ~X, and a warning
 *   X create,  Y adopt, update    record-Y ~Y +X     X forget,  Y delete            forget-X -Y
 *   X climbs 1 to 3, Y climbs 1 to 3               ~Y2 ~X2 ~Y ~X
 *   X update,  Y update, trailing ~X ~Y
 *
 * A virtual type has nothing to take down: its step is to be forgotten.
 */
struct err *order_steps(struct draft *d, struct plan *p) NODISCARD;

#endif
