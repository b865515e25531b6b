#!/usr/bin/env bash
# Functions stay small: median under 10 lines, nine in ten at most 40, none over 80. A line counts between the braces.
set -u
find provisioner aws state -name '*.c' | sort | xargs awk '
FNR == 1 { inside = 0 }
/^\{/ { inside = 1; start = FNR; next }
/^\}/ && inside { print FNR - start - 1, FILENAME ":" start; inside = 0 }' | sort -n | awk '
{ n[NR] = $1; where[NR] = $2 }
END {
    if (NR < 100) { print "found only " NR " functions: the pattern no longer fits"; exit 1 }
    printf "%d functions: median %d lines, nine in ten at most %d, longest %d\n", NR, n[int(NR / 2)], n[int(NR * 0.9)], n[NR]
    for (i = NR; i && n[i] > 80; i--) { print where[i] ": " n[i] " lines"; bad = 1 }
    if (n[int(NR / 2)] >= 10 || n[int(NR * 0.9)] > 40) bad = 1
    exit bad
}'
