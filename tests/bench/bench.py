"""Figures of the design's speed table that apply already. Each line: what, this run's figure, the budget."""
import os, re, shutil, statistics, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
import route

build = os.path.abspath(sys.argv[1])
bin_ = os.path.join(build, "provisioner")
reference = os.path.abspath("specs/active-active.yaml")
scratch = tempfile.mkdtemp()
env = {"PATH": os.environ["PATH"], "HOME": scratch, "NO_COLOR": "1"}


def once(command):
    began = time.perf_counter()
    code = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    return time.perf_counter() - began, code


def megabytes(command):
    """By a small program in between: what is forked from this one counts this one's memory as its own."""
    out = os.path.join(scratch, "peak")
    once(["/usr/bin/time", "-q", "-f", "%M", "-o", out, *command])
    return int(open(out).read()) / 1024


def measure(command, runs=15):
    mb = megabytes(command)
    return statistics.median(once(command)[0] for _ in range(runs)), mb


def say(what, figure, budget):
    print(f"{what:<58} {figure:<34} {budget}")


def empty_program():
    """Linked to the same libraries, doing nothing."""
    libraries = subprocess.run(["ldd", bin_], capture_output=True, text=True).stdout
    names = re.findall(r"(/\S+/lib(?:curl|ssl|crypto|cjson|yaml|expat|microhttpd)\S*)", libraries)
    out = os.path.join(scratch, "empty")
    subprocess.run(["gcc", "-O2", "-x", "c", "-", "-o", out, "-Wl,--no-as-needed", "-x", "none", *names],
                   input="int main(void){return 0;}", text=True, check=True)
    return out


def many(n):
    """A spec of n log groups in one region."""
    path = os.path.join(scratch, f"many{n}.yaml")
    with open(path, "w") as f:
        f.write("provisioner: 1\nproject: many\nenvironment: bench\nregions:\n  tokyo: {name: ap-northeast-1, role: primary}\nresources:\n")
        for i in range(n):
            f.write(f"  group-{i}: {{type: 'AWS::Logs::LogGroup', properties: {{logGroupName: /bench/{i}, retentionInDays: 30}}}}\n")
    return path


print(f"{'what':<58} {'this run':<34} budget")
empty, _ = measure([empty_program()])
version, version_mb = measure([bin_, "version"])
say("version / empty program with the same libraries", f"{version / empty:.2f} ({version * 1e3:.1f} ms, {version_mb:.0f} MB)", "1.3")

for command in ("validate", "plan"):
    words = [bin_, command, reference] + (["--offline"] if command == "plan" else [])
    took, mb = measure(words)
    say(f"{command} of the reference spec, above version", f"{(took - version) * 1e3:.1f} ms, {mb:.1f} MB", "10 ms, 16 MB")
if shutil.which("aws", path="/usr/bin"):
    took, mb = measure(["/usr/bin/aws", "--version"], 5)
    say("plan of the reference spec / aws --version", f"{measure(words)[0] / took:.3f} ({took * 1e3:.0f} ms, {mb:.0f} MB)", "")

figures = {}
for n in (1000, 4000, 5000):
    spec, state = many(n), os.path.join(scratch, f"{n}.json")
    apply = [bin_, "apply", spec, "--sandbox", "--state", state, "--auto-approve"]
    took, code = once(apply)
    assert code == 0, f"apply of {n} ended with {code}"
    figures["apply", n] = took
    figures["plan", n], figures["mb", n] = measure([bin_, "plan", spec, "--state", state, "--offline"], 5)
say("plan, 5,000 resources in the state, offline", f"{figures['plan', 5000]:.3f} s, {figures['mb', 5000]:.0f} MB", "0.3 s, 64 MB")
for what in ("plan", "apply"):
    say(f"{what}: 4,000 resources / 1,000", f"{figures[what, 4000] / figures[what, 1000]:.2f}", "4.6")
say("apply with journal, sandbox included, a resource", f"{figures['apply', 1000] / 1000 * 1e3:.2f} ms", "2 ms without the sandbox")

state = os.path.join(scratch, "reference.json")
run = [bin_, "apply", reference, "--sandbox", "--state", state, "--auto-approve", "--json"]
text = subprocess.run(run, capture_output=True, text=True, env=env).stdout
virtual = int(re.findall(r'"type":"run_complete".*?"took_ms":(\d+)', text)[0]) / 1000
say("apply of the reference spec, on the virtual clock", f"{virtual / 60:.1f} min", "")
debug = subprocess.run([bin_, "plan", reference, "--sandbox", "--state", state, "--log-level", "debug"], capture_output=True, text=True, env=env)
calls = len(re.findall(r"attempt 1: to ", debug.stderr))
say("calls that read live AWS for a plan, reference spec", str(calls), "120")

sign, bare = map(float, subprocess.run([os.path.join(build, "tests", "bench_sign")], capture_output=True, text=True, check=True).stdout.split())
say("signing a request / its digests alone", f"{sign / bare:.2f}", "1.3")

route.run(bin_, build, say)

stripped = os.path.join(scratch, "stripped")
subprocess.run(["strip", "-o", stripped, bin_], check=True)
say("the program, stripped", f"{os.path.getsize(stripped) / 1e6:.2f} MB", "3 MB")
shutil.rmtree(scratch)
