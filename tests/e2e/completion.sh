#!/usr/bin/env bash
# What a shell offers next: asked of the program, and of bash, zsh and fish themselves where they are installed.
source tests/support/e2e.sh
cd "$scratch"
cp "$root/specs/minimal.yaml" my.yaml
offers() { # offers 'WANTED...' '!UNWANTED...' -- WORDS
  local want=(); while [ "$1" != -- ]; do want+=("$1"); shift; done; shift
  expect 0 "$bin" __complete "$@"
  for w in "${want[@]}"; do
    if [ "${w:0:1}" = '!' ]; then cut -f1 out | grep -qxF -- "${w:1}" && fail "$* offers ${w:1}"
    else cut -f1 out | grep -qxF -- "$w" || fail "$* does not offer $w"; fi
  done; return 0
}
offers plan apply completion '!nothing' -- ''
offers plan '!apply' -- pl
offers plan apply -- help ''
offers --out --offline --help '!--auto-approve' -- plan my.yaml -
offers :files -- plan ''
offers :files -- plan my.yaml --out ''
offers text sarif -- plan my.yaml --format ''
offers --format=sarif '!--format=text' -- plan my.yaml --format=s
offers sarif -- plan my.yaml --format = s
offers tokyo seoul -- plan my.yaml --region ''
offers tokyo/network/vpc '!seoul/network/vpc' -- plan my.yaml --target tokyo/network/v
offers tokyo/network/vpc -- import my.yaml tokyo/network/
offers list mv -- state ''
offers :files -- state list ''
offers network. aurora. project= -- plan my.yaml --set ''
offers network.nat= '!network' -- plan my.yaml --set network.
offers AWS::RDS::DBCluster -- explain AWS::RDS::DBC
offers bash zsh fish -- completion ''
for broken in "" "nonsense x" "plan absent.yaml --target t" "show my.yaml x y z w" "state"; do expect 0 "$bin" __complete $broken; done
expect 0 "$bin" apply my.yaml --sandbox --auto-approve
offers tokyo/network/vpc -- show demo-production.sandbox.state.json tokyo/
offers tokyo.network.vpc-id -- output demo-production.sandbox.state.json tokyo.n
expect 1 "$bin" completion powershell; says 'none of bash, zsh, fish'

# bash itself
export PATH=$(dirname "$bin"):$PATH
in_bash() { # in_bash LINE: what it would complete the last word to
  bash --norc -c 'source <(provisioner completion bash); read -ra COMP_WORDS <<<"$1"; [[ $1 == *" " ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _provisioner; printf "%s\n" "${COMPREPLY[@]}"' - "$1" 2>/dev/null
}
[ "$(in_bash 'provisioner val')" = validate ] || fail "bash: validate"
[ "$(in_bash 'provisioner plan my.y')" = my.yaml ] || fail "bash: files: $(in_bash 'provisioner plan my.y')"
in_bash 'provisioner plan my.yaml --region ' | grep -qx seoul || fail "bash: aliases"
in_bash 'provisioner plan my.yaml --off' | grep -qx -- --offline || fail "bash: options"
bash -n <("$bin" completion bash) || fail "bash does not read it"

# zsh, by its own completion at a prompt
if command -v zsh >/dev/null; then
  "$bin" completion zsh >_provisioner; zsh -n _provisioner || fail "zsh does not read it"
  cat >zsh.py <<'PYTHON'
import os, pty, select, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", PS1="> ", ZDOTDIR=os.getcwd())
    os.execvp("zsh", ["zsh", "-f", "-i"])
def read(until, seconds=20):
    text, end = "", time.time() + seconds
    while until not in text and time.time() < end:
        if select.select([fd], [], [], 0.2)[0]:
            text += os.read(fd, 65536).decode(errors="replace")
    return text
os.write(fd, b"autoload -U compinit; compinit -u -D; source ./_provisioner; echo rea''dy\n")
read("ready\r\n")
for typed, want in ((b"provisioner vali\t", "got: provisioner validate"), (b"provisioner plan my.yaml --regi\tseo\t", "got: provisioner plan my.yaml --region seoul")):
    os.write(fd, typed + b"\x01echo got: \n")
    text = read(want)
    if want not in text:
        sys.exit(f"zsh: {want}: {text!r}")
PYTHON
  /usr/bin/python3 zsh.py || fail "zsh does not complete"
else echo "zsh is not installed: left out"; fi

if command -v fish >/dev/null; then
  "$bin" completion fish >provisioner.fish; fish --no-execute provisioner.fish || fail "fish does not read it"
  in_fish() { fish --no-config -c "source provisioner.fish; complete -C '$1'" 2>/dev/null; }
  in_fish 'provisioner vali' | grep -q '^validate' || fail "fish: validate"
  in_fish 'provisioner plan my.yaml --region s' | grep -q '^seoul' || fail "fish: aliases"
  in_fish 'provisioner plan my.y' | grep -q '^my.yaml' || fail "fish: files"
else echo "fish is not installed: left out"; fi
exit 0
