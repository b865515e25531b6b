#ifndef PREFLIGHT_SCENE_H
#define PREFLIGHT_SCENE_H

#include "provisioner/model/wanted.h"

/*
 * The wanted resources by type and by address: rules ask it hundreds of times, so it is sorted once. Borrows the list.
 */
struct scene;

struct scene *scene_new(struct arena *a, const struct wanted_list *list);
const struct wanted_list *scene_list(const struct scene *s);
/* Those of a type, in the list's order. */
const struct wanted *const *scene_type(const struct scene *s, const char *type, size_t *ret_n);
const struct wanted *scene_address(const struct scene *s, const char *address); /* NULL */

#endif
