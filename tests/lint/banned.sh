#!/usr/bin/env bash
# What must not stand in the code: functions without bounds, hidden time or randomness, words left for later.
set -u
bad=0
look() { # pattern, why, files to leave out
  local hits
  hits=$(grep -rnE "$1" provisioner aws state --include='*.[ch]' | grep -vE "${3:-^$}")
  [ -z "$hits" ] || { printf '%s:\n%s\n' "$2" "$hits"; bad=1; }
}
look '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|alloca|system|popen|mktemp|tmpnam)\(' 'banned: has no bounds, or hides an error'
look '\b(rand|srand|random|drand48)\(' 'banned: randomness comes in through an argument'
look '[^_a-z](time|gettimeofday|localtime|gmtime)\(' 'banned: time comes in through the transport' '^(aws/net/transport_curl|state/)'
look '\b(TODO|FIXME|XXX|HACK)\b' 'left for later'
look '[^a-z_](printf|fprintf|puts|fputs)\(' 'only the command line prints' '^provisioner/cli/|^provisioner/base/arena.c|^aws/net/digest.c'
# the types are tables: at most 60 lines each, no function in their files
for f in aws/types/*_*.c; do
  case $f in aws/types/secret_value.c | aws/types/eks_request.c | aws/types/elasticache_quirk.c | aws/types/record_batch.c | aws/types/birth_rules.c) continue ;; esac
  awk -v f="$f" '/^const struct rtype rtype_/ { start = FNR } /^};/ && start { if (FNR - start + 1 > 60) { print f ":" start ": a type of " FNR - start + 1 " lines"; bad = 1 } start = 0 }
    /^(static )?[a-z].*\)$/ { print f ":" FNR ": a function among tables"; bad = 1 } END { exit bad }' "$f" || bad=1
done
exit $bad
