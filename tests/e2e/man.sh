#!/usr/bin/env bash
# The manual: a page a command, from the same tables as its help, that man and groff have nothing to say against.
source tests/support/e2e.sh
cd "$scratch"
expect 0 "$bin" man --out pages; says 'man -l pages/provisioner.1'
expect 0 "$bin" --help; names=$(sed -n '/^commands/,/^$/s/^  \([a-z-]\{2,\}\)\( .*\|$\)/\1/p' out)
[ "$(wc -w <<<"$names")" -ge 20 ] || fail "the help lists too little"
for c in $names; do
  [ -s "pages/provisioner-$c.1" ] || fail "$c has no page"
  expect 0 "$bin" "$c" --help; sed -n '/^options/,/^examples/s/^  \(--[a-z-]*\).*/\1/p' out >options
  for o in $(cat options); do grep -qF -- "$(sed 's/-/\\-/g' <<<"$o")" "pages/provisioner-$c.1" || fail "the page of $c does not know $o"; done
done
[ "$(ls pages/*.1 | wc -l)" = "$(($(wc -w <<<"$names") + 1))" ] || fail "a page too many or too few"
grep -q 'aurora\.instances' pages/provisioner-spec.5 || fail "the spec's fields are missing"
expect 0 "$bin" man plan; cmp -s out pages/provisioner-plan.1 || fail "one page is not that of all"
expect 1 "$bin" man nonsense; says 'there is no command'
checked=
if command -v groff >/dev/null; then
  checked=1; for page in pages/*; do said=$(groff -man -Tutf8 -ww "$page" 2>&1 >/dev/null); [ -z "$said" ] || fail "groff: $page: $said"; done
fi
if command -v man >/dev/null; then
  checked=1; for page in pages/provisioner.1 pages/*.5; do said=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$page" 2>&1 >/dev/null); [ -z "$said" ] || fail "man: $page: $said"; done
fi
if command -v mandoc >/dev/null; then checked=1; mandoc -T lint -W error pages/* || fail "mandoc"; fi
[ -n "$checked" ] || { echo "skipped: neither man nor groff nor mandoc is installed"; exit 77; }
# installed: pages and completions where others look for them
command -v cmake >/dev/null || exit 0
(cd "$root" && cmake --install "$build" --prefix "$scratch/usr" >/dev/null 2>&1) || fail "cmake --install"
for f in bin/provisioner share/man/man1/provisioner-plan.1 share/man/man5/provisioner-spec.5 share/bash-completion/completions/provisioner share/zsh/site-functions/_provisioner share/fish/vendor_completions.d/provisioner.fish; do
  [ -s "usr/$f" ] || fail "$f is not installed"
done
exit 0
