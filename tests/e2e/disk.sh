#!/usr/bin/env bash
# Disks that are full, read-only or not ours, files at their limit, and too little memory, with the program as a user
# runs it: it says which file, why and what to do; nothing half is left; what was there stays; and with room again the
# same command ends where an undisturbed run does.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
told() { says "$1"; says 'run the same command again'; silent 'password'; }
left() { [ -z "$(find "$1" -name '*.tmp*')" ] || fail "something half is left: $(ls "$1")"; }

# ---- a plan that cannot be saved: the one before stays
mkdir "$scratch/plans"
s=(--sandbox --state "$scratch/a.json")
expect 0 "$bin" plan "$spec" "${s[@]}" --out "$scratch/plans/one"
cp "$scratch/plans/one" "$scratch/before"
(ulimit -f 40; expect 1 "$bin" plan "$spec" "${s[@]}" --out "$scratch/plans/one") || exit 1
told "$scratch/plans/one: File too large: raise the limit on file sizes"
cmp -s "$scratch/plans/one" "$scratch/before" || fail "the plan before it is not what it was"
expect 1 "$bin" plan "$spec" "${s[@]}" --out "$scratch/none/two"; told 'No such file or directory: make that folder'
expect 1 "$bin" plan "$spec" "${s[@]}" --out /dev/full; says '/dev/full: is no regular file'
left "$scratch/plans"
[ ! -e /dev/full ] || { "$bin" plan "$spec" "${s[@]}" >/dev/full 2>"$scratch/err" && fail "what could not be printed was not missed"; grep -q 'No space left' "$scratch/err" || fail "it does not say why"; }

# ---- a state that cannot be written while AWS can: what AWS holds is another's business, and on another disk
serve "$scratch/world" --speed 400
unset AWS_ENDPOINT_URL
# limited KIB COMMAND...: no file grows beyond that, but for those that it talks into
limited() { (ulimit -f "$1"; shift; exec "$@") 2>&1 | cat; return "${PIPESTATUS[0]}"; }
run() { local want=$1; shift; expect "$want" "$@" apply "$spec" --endpoint-url "$url" --time-scale 400 --state "$scratch/folder/s.json" --auto-approve; }
mkdir "$scratch/folder"
expect 0 "$bin" plan "$spec" --endpoint-url "$url" --state "$scratch/folder/none.json"; all=$(grep -oE '[0-9]+ to create' "$scratch/out" | head -1)
run 3 limited 1 "$bin"; told "$scratch/folder/s.json.journal: File too large: raise the limit on file sizes"
expect 0 "$bin" plan "$spec" --endpoint-url "$url" --state "$scratch/folder/none.json"; says "$all"
run 3 limited 16 "$bin"; told "$scratch/folder/s.json.journal: File too large: raise the limit on file sizes"
says 'nothing more was sent'
expect 0 "$bin" state list "$scratch/folder/s.json"
left "$scratch/folder"
run 0 "$bin"
expect 0 "$bin" plan "$spec" --endpoint-url "$url" --state "$scratch/folder/s.json" --detailed-exitcode; says 'No changes'

# ---- a snapshot that does not fit any more: the one before stays, and the journal has the rest
cp "$scratch/folder/s.json" "$scratch/before"
expect 3 limited 16 "$bin" apply "$spec" --set aurora.backup.retention_days=9 --endpoint-url "$url" --time-scale 400 --state "$scratch/folder/s.json" --auto-approve
told 's.json.tmp: File too large'
cmp -s "$scratch/folder/s.json" "$scratch/before" || fail "the state before it is not what it was"
[ -s "$scratch/folder/s.json.journal" ] || fail "the journal is gone"
left "$scratch/folder"
expect 0 "$bin" apply "$spec" --set aurora.backup.retention_days=9 --endpoint-url "$url" --time-scale 400 --state "$scratch/folder/s.json" --auto-approve
expect 0 "$bin" plan "$spec" --set aurora.backup.retention_days=9 --endpoint-url "$url" --state "$scratch/folder/s.json" --detailed-exitcode; says 'No changes'

# ---- a folder of somebody else's
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --clear-groups test -x "$bin" 2>/dev/null; then
  mkdir "$scratch/theirs"; chmod 755 "$scratch" "$scratch/theirs"
  expect 1 setpriv --reuid=65534 --clear-groups "$bin" apply "$spec" --endpoint-url "$url" --state "$scratch/theirs/s.json" --auto-approve
  told 'theirs/s.json.lock: Permission denied: make that file and its folder readable and writable'
  expect 0 setpriv --reuid=65534 --clear-groups "$bin" plan "$spec" --endpoint-url "$url" --state "$scratch/theirs/s.json"
  [ -z "$(ls "$scratch/theirs")" ] || fail "something was written"
else
  echo "not tried as another user"
fi

# ---- a disk that is full, and then is not; and one that is mounted read-only
if unshare -m true 2>/dev/null; then
  mkdir "$scratch/disk"
  full() { # in a mount namespace of its own
    mount -t tmpfs -o size=32k tmpfs "$scratch/disk" || exit 77
    local args=(apply "$spec" --endpoint-url "$url" --time-scale 400 --state "$scratch/disk/s.json" --auto-approve --set environment=full --set network.nat=none)
    expect 3 "$bin" "${args[@]}"; told "$scratch/disk/s.json.journal: No space left on device: free space on that disk"
    left "$scratch/disk"
    mount -o remount,size=16m "$scratch/disk"
    expect 0 "$bin" "${args[@]}"
    expect 0 "$bin" plan "$spec" --state "$scratch/disk/s.json" --set environment=full --set network.nat=none --endpoint-url "$url" --detailed-exitcode; says 'No changes'
    mount -o remount,ro "$scratch/disk"
    expect 1 "$bin" "${args[@]}" --set aurora.backup.retention_days=9; told 'Read-only file system: name a place that can be written'
    expect 0 "$bin" plan "$spec" --state "$scratch/disk/s.json" --set environment=full --set network.nat=none --endpoint-url "$url" --detailed-exitcode; says 'No changes'
  }
  export -f full expect says silent told left fail; export spec url scratch bin
  unshare -m "$BASH" -c full; code=$?
  [ "$code" = 0 ] || [ "$code" = 77 ] || exit 1
else
  echo "no file system can be mounted here: not tried on a full disk"
fi

# ---- too little memory: the promised code, and the journal has what was done
if (ulimit -v 200000; "$bin" version >/dev/null 2>&1); then
  starved=0
  for kib in 22000 24000 26000 28000 30000 34000; do
    args=(apply "$spec" --sandbox --state "$scratch/tight.json" --auto-approve)
    code=0; (ulimit -v $kib; exec "$bin" "${args[@]}") >"$scratch/out" 2>"$scratch/err" </dev/null || code=$?
    case $code in 0 | 127) ;; 3) starved=$((starved + 1)); grep -q 'out of memory\|no memory' "$scratch/err" || fail "it does not say that there is no memory" ;; *) fail "with $kib KiB it ended with $code" ;; esac
    [ ! -e "$scratch/tight.json" ] || expect 0 "$bin" state list "$scratch/tight.json"
  done
  [ "$starved" -gt 0 ] || echo "memory was always enough, or never for the loader"
  expect 0 "$bin" "${args[@]}"
  expect 0 "$bin" plan "$spec" --sandbox --state "$scratch/tight.json" --detailed-exitcode; says 'No changes'
else
  echo "a sanitizer needs more address space than there is: not tried with less memory"
fi
exit 0
