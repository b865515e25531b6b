#!/usr/bin/env bash
# Every #include "folder/file.h" must be allowed by layers.txt, and a third-party header stands in one file only.
set -u
find provisioner aws state -name '*.[ch]' | sort | xargs awk -v rules=tests/lint/layers.txt '
function folder(p) { sub(/\/[^\/]*$/, "", p); return p }
BEGIN {
    while ((getline line < rules) > 0) {
        n = split(line, w, " ")
        if (n && w[1] !~ /^#/) { known[w[1]] = 1; for (i = 2; i <= n; i++) ok[w[1], w[i]] = 1 }
    }
}
/^#include "/ {
    split($0, q, "\""); from = folder(FILENAME); to = folder(q[2])
    if (!(from in known)) { print FILENAME ": folder is not in " rules; bad = 1 }
    else if (from != to && !((from, to) in ok)) { print FILENAME ":" FNR ": " from " may not include " to; bad = 1 }
}
/^#include <(curl|openssl|cjson|yaml|expat|microhttpd)/ {
    match($0, /<[a-z]+/); lib = substr($0, RSTART + 1, RLENGTH - 1)
    if (/<openssl\/(ssl|err)/) lib = "libssl" # two libraries, one folder of headers
    if (lib in home && home[lib] != FILENAME) { print FILENAME ":" FNR ": " lib " is already known to " home[lib]; bad = 1 }
    home[lib] = FILENAME
}
END { exit bad }'
