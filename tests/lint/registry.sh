#!/usr/bin/env bash
# A type or a kind of object that is in no list exists for the compiler alone: nothing else tells.
set -u
bad=0
listed() { # pattern that captures the name where it is defined, folder, list, how it stands there
  local names name
  names=$(sed -nE "s/$1/\1/p" "$2"/*.c)
  [ -n "$names" ] || { echo "no name found in $2: the pattern no longer fits"; bad=1; }
  for name in $names; do
    grep -q "${4/NAME/$name}" "$3" || { echo "$name is defined, and not listed in $3"; bad=1; }
  done
}
listed '^const struct rtype rtype_([a-z0-9_]+) = .*' aws/types aws/types/registry.c 'X(NAME)'
listed '^const struct sandbox_kind kind_([a-z0-9_]+) = .*' aws/sandbox aws/sandbox/tables.c '&kind_NAME,'
exit $bad
