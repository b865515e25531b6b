#include "aws/net/ini.h"

#include <stdio.h>
#include <string.h>

/* Reads INI texts, each ended by a NUL byte, and prints each as one line of JSON, or "refused". */

enum { LARGEST = 1 << 20 };

static void print_one(const char *text, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *v = NULL;
    CLEANUP(err_freep) struct err *e = ini_parse(a, "stdin", text, n, &v);
    puts(e ? "refused" : value_canonical(a, v));
}

int main(void)
{
    static char text[LARGEST];
    size_t n = 0;
    int c;
    while ((c = getchar()) != EOF && n < sizeof text - 1) {
        text[n] = (char)c;
        if (c) {
            n++;
            continue;
        }
        print_one(text, n);
        n = 0;
    }
    return n ? 1 : 0;
}
