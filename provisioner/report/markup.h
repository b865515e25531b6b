#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "provisioner/base/base.h"

/* Text into XML, HTML or SVG, between tags or inside of double quotes. What XML 1.0 can't hold at all becomes a
 * question mark. */
void markup_put(struct sbuf *out, const char *text);

#endif
