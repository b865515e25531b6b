#ifndef CLI_SAVED_PLAN_H
#define CLI_SAVED_PLAN_H

#include "provisioner/cli/session.h"

/*
 * A saved plan that is to be done: as it is, once, and only while everything is as it was when it was made: the spec,
 * the state, and the objects in AWS that it touches, which are read again first. One that was begun and cut off is
 * carried on with, by its digest, which the state holds for as long: what is left of it is planned again, and is no
 * more than that. Fills s->plan with what is to be done; the state is locked. ERR_STALE: spent, or overtaken; why.
 */
struct err *saved_plan_take(struct session *s, const char *path) NODISCARD;

#endif
