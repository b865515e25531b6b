#include "provisioner/report/markup.h"

#include <string.h>

void markup_put(struct sbuf *out, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '&')
            sbuf_puts(out, "&amp;");
        else if (c == '<')
            sbuf_puts(out, "&lt;");
        else if (c == '>')
            sbuf_puts(out, "&gt;");
        else if (c == '"')
            sbuf_puts(out, "&quot;");
        else
            sbuf_putc(out, c < 0x20 && !strchr("\t\n\r", c) ? '?' : (char)c);
    }
}
