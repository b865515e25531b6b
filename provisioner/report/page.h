#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "provisioner/base/base.h"

/*
 * A page that needs nothing else: no script, no font, no address outside of it; light and dark follow the reader's. All
 * texts are others', and escaped.
 */
void page_begin(struct sbuf *out, const char *title); /* up to <body> */
void page_end(struct sbuf *out);

void page_text(struct sbuf *out, const char *s); /* NULL: nothing */
/* <tag class="...">s</tag>; class "": none. */
void page_element(struct sbuf *out, const char *tag, const char *class, const char *s);
/* Within <div class="tiles">: something big, and what it is. */
void page_tile(struct sbuf *out, const char *class, const char *big, const char *small);

#endif
