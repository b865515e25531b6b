#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H

#include "provisioner/cli/session.h"

/* A spec to start from: one of those in specs/, with the user's own names and regions in it. It has been read like any
 * other, so that what is written is known to be sound; a file that is there already is left alone. "-": to stdout. */
struct err *template_write(struct session *s, const char *path) NODISCARD;

#endif
