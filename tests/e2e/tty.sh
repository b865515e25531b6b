#!/usr/bin/env bash
# What the program makes of where it runs, a row each: terminals or pipes, their width, and what the environment says. And
# what becomes of a run whose terminal is closed, or that is told to end and has ten seconds for it.
source tests/support/e2e.sh
unset NO_COLOR CI COLUMNS CLICOLOR CLICOLOR_FORCE TERM
cat >"$scratch/rows.py" <<'PYTHON'
import fcntl, os, pty, re, signal, struct, subprocess, sys, termios, time

binary, folder, spec = sys.argv[1:]
base = {k: v for k, v in os.environ.items()}

def terminal(columns):
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    return ours, theirs

def drain(fd):
    data = b""
    while True:
        try:
            more = os.read(fd, 65536)
        except OSError:
            return data
        if not more:
            return data
        data += more

def run(out, err, env):
    """Columns of the terminals behind stdout and stderr; 0: a pipe."""
    pairs = [terminal(n) if n else os.pipe() for n in (out, err)]
    child = subprocess.Popen([binary, "doctor", spec, "--sandbox"], stdin=subprocess.DEVNULL, stdout=pairs[0][1],
                             stderr=pairs[1][1], env={**base, **env}, cwd=folder)
    for p in pairs:
        os.close(p[1])
    text = drain(pairs[0][0]).decode()
    assert child.wait() == 0, text
    return text

X = {"TERM": "xterm-256color"}
# stdout, stderr, environment -> what stdout's width is, whether it is coloured, whether progress is redrawn
rows = [
    (80, 80, X, 80, True, True),
    (120, 120, X, 120, True, True),
    (0, 0, X, 0, False, False),
    (0, 80, X, 0, False, True),
    (80, 0, X, 80, True, False),
    (80, 80, {}, 80, False, False),
    (80, 80, {"TERM": "dumb"}, 80, False, False),
    (80, 80, {"TERM": ""}, 80, False, False),
    (80, 80, {**X, "NO_COLOR": "1"}, 80, False, True),
    (80, 80, {**X, "NO_COLOR": ""}, 80, True, True),
    (80, 80, {**X, "NO_COLOR": "0"}, 80, False, True),
    (80, 80, {**X, "CLICOLOR": "0"}, 80, False, True),
    (80, 80, {**X, "CLICOLOR": "1"}, 80, True, True),
    (0, 0, {**X, "CLICOLOR_FORCE": "1"}, 0, True, False),
    (0, 0, {"CLICOLOR_FORCE": "1"}, 0, True, False),
    (0, 0, {**X, "CLICOLOR_FORCE": "0"}, 0, False, False),
    (0, 0, {**X, "CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, 0, False, False),
    (80, 80, {**X, "CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, 80, True, True),
    (80, 80, {**X, "CI": "true"}, 80, True, False),
    (80, 80, {**X, "CI": "false"}, 80, True, True),
    (80, 80, {**X, "CI": ""}, 80, True, True),
    (80, 80, {**X, "COLUMNS": "70"}, 70, True, True),
    (0, 0, {**X, "COLUMNS": "70"}, 70, False, False),
    (80, 80, {**X, "COLUMNS": "19"}, 80, True, True),
    (80, 80, {**X, "COLUMNS": "many"}, 80, True, True),
    (80, 80, {**X, "COLUMNS": "100001"}, 80, True, True),
]
wrong = []
for out, err, env, columns, coloured, redrawn in rows:
    text = run(out, err, env)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r", "")
    said = re.search(r"terminal +(.*?progress +(?:redrawn in\s+place|a\s+line\s+an\s+event))", plain, re.S)
    said = " ".join(said[1].split()) if said else plain
    want = (f"{columns} columns" if columns else "no terminal") + (", colours" if coloured else ", no colours") + \
        ", progress " + ("redrawn in place" if redrawn else "a line an event")
    longest = max(map(len, plain.splitlines()))
    if said != want or ("\x1b" in text) != coloured or (columns and longest > columns):
        wrong.append((out, err, env, said, want, longest))
if wrong:
    sys.exit("\n".join(map(str, wrong)))

def apply(name, *more):
    ours, theirs = terminal(80)
    state = f"{folder}/{name}.json"
    child = subprocess.Popen([binary, "apply", spec, "--sandbox", "--state", state, "--auto-approve", *more], stdin=theirs,
                             stdout=theirs, stderr=theirs, env={**base, **X}, cwd=folder, start_new_session=True,
                             preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
    os.close(theirs)
    while not (os.path.exists(state + ".journal") and os.path.getsize(state + ".journal")):
        time.sleep(0.02)
        os.set_blocking(ours, False)
        try:
            os.read(ours, 65536)
        except OSError:
            pass
    return child, ours, state

# the terminal is closed; told to end
for name, end in (("closed", lambda c, fd: os.close(fd)), ("term", lambda c, fd: c.send_signal(signal.SIGTERM)),
                  ("hup", lambda c, fd: c.send_signal(signal.SIGHUP))):
    child, fd, state = apply(name, "--speed", "200")
    end(child, fd)
    until = time.time() + 10
    while child.poll() is None and time.time() < until:
        try:
            os.read(fd, 65536)
        except OSError:
            time.sleep(0.02)
    code = child.poll()
    if code is None:
        child.kill()
        sys.exit(f"{name}: still at work after ten seconds")
    again = subprocess.run([binary, "apply", spec, "--sandbox", "--state", state, "--auto-approve"], capture_output=True, cwd=folder)
    if code != 130 or again.returncode != 0:
        sys.exit(f"{name}: ended with {code}, carried on with {again.returncode}: {again.stderr.decode()[-500:]}")
PYTHON
cp specs/minimal.yaml "$scratch/my.yaml"
/usr/bin/python3 "$scratch/rows.py" "$bin" "$scratch" my.yaml || fail "a row"
exit 0
