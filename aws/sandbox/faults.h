#ifndef AWS_SANDBOX_FAULTS_H
#define AWS_SANDBOX_FAULTS_H

#include "aws/sandbox/sandbox.h"

/* What goes wrong, and when: the same seed and the same request number give the same misfortune. */

enum misfortune {
    DICE_THROTTLE,
    DICE_SERVER,
    DICE_CUT_BEFORE,
    DICE_CUT_AFTER,
    DICE_TRUNCATE,
    DICE_STALE,
    DICE_REVOKE,
    DICE_SLOW,
    DICE_LATE,
    DICE_LATENCY,
    DICE_CONFLICT
};

double faults_dice(const struct sandbox_faults *f, uint64_t request, enum misfortune what); /* 0 to below 1 */
bool faults_happens(const struct sandbox_faults *f, uint64_t request, enum misfortune what);
/* How much later than others an answer comes, in milliseconds; 0: not at all. */
int64_t faults_delay_ms(const struct sandbox_faults *f, uint64_t request);
/* `since_ms` the sandbox was opened. */
bool faults_dark(const struct sandbox_faults *f, const char *region, int64_t since_ms);
bool faults_denied(const struct sandbox_faults *f, const char *op);
bool faults_opted_out(const struct sandbox_faults *f, const char *region);
bool faults_maintenance(const struct sandbox_faults *f, const char *region);
bool faults_echo(const struct sandbox_faults *f, const char *op);

#endif
