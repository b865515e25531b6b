"""The shell steps of a pipeline file, as its platform would run them: FILE JOB [NAME=VALUE...], a script to stdout.

NAME=VALUE are what the platform's expressions stand for: `github.token=x` for ${{ github.token }}, `vars.PLAN_ROLE=y`. An
expression that is not given is an error. What is the platform's own (`uses:`) becomes a call, `uses NAME key=value...`, of
a function that the test has to have.
"""

import re
import shlex
import sys

import yaml


def resolve(text, known, used):
    def one(match):
        used.add(match[1])
        if match[1] not in known:
            sys.exit(f"what does {match[0]} stand for?")
        return known[match[1]]
    return re.sub(r"(?:\$\{\{ *|\{\{)([^{}]+?) *\}\}", one, str(text))


def exports(env, known, used):
    return "".join(f"export {k}={shlex.quote(resolve(v, known, used))}\n" for k, v in (env or {}).items())


def github(doc, job, known, used):
    assert doc["defaults"]["run"]["shell"] == "bash"
    out = exports(doc.get("env"), known, used) + exports(doc["jobs"][job].get("env"), known, used)
    failed = ""
    for step in doc["jobs"][job]["steps"]:
        always = step.get("if") == "always()"
        assert always or "if" not in step, step
        if "uses" in step:
            words = [step["uses"].split("@")[0]] + [f"{k}={resolve(v, known, used)}" for k, v in step.get("with", {}).items()]
            run = "uses " + " ".join(map(shlex.quote, words))
        else:
            run = "bash --noprofile --norc -eo pipefail -c " + shlex.quote(resolve(step["run"], known, used))
        out += f"# {step.get('name', step.get('uses'))}\n" + (run if always else f"[ $failed != 0 ] || {{ {run}; }}") + " || failed=$?\n"
    return "failed=0\n" + out + "exit $failed\n"


def gitlab(doc, job, known, used):
    env = {k: re.sub(r"\$(\w+)", lambda m: known[m[1]], str(v)) for k, v in doc[job].get("variables", {}).items()}
    lines = doc["default"].get("before_script", []) + doc[job]["script"]
    return exports(doc["variables"], known, used) + exports(env, known, used) + "set -eo pipefail\n" + "\n".join(lines) + "\n"


def argo(docs, job, known, used):
    for doc in docs:
        spec = doc["spec"].get("workflowSpec", doc["spec"])
        for template in spec["templates"]:
            if template["name"] == job:
                assert template["script"]["command"] == ["bash", "-eo", "pipefail"]
                return "set -eo pipefail\n" + resolve(template["script"]["source"], known, used)
    sys.exit(f"there is no template {job}")


def main():
    docs = list(yaml.safe_load_all(open(sys.argv[1], encoding="utf-8")))
    known, used = dict(pair.split("=", 1) for pair in sys.argv[3:]), set()
    read = github if "jobs" in docs[0] else gitlab if "stages" in docs[0] else argo
    print(read(docs if read is argo else docs[0], sys.argv[2], known, used))


main()
