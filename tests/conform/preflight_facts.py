#!/usr/bin/env python3
"""Every known fact about what AWS refuses is accounted for, and none is invented.

../shared/facts/preflight-*.md list them. Each id is a row of a table of rules (provisioner/preflight/*.c), or a row of
provisioner/preflight/elsewhere.tsv with how it is held: range, made, absent, same. Ids from 900 on are rules of the
program's own. What elsewhere.tsv names must be there: cases for `range`, tests for `made`, rows for `same`.
"""

import collections
import glob
import re
import sys

ROW = re.compile(r"^\| ([A-Z0-9]+-[0-9]+) \|")
RULE = re.compile(r'^\s*\{"([A-Z0-9]+-[0-9]+)",', re.M)
CASE = re.compile(r"^--- bad ([A-Z0-9]+-[0-9]+) as ", re.M)
OWN = 900


def known():
    ids = []
    for name in sorted(glob.glob("../shared/facts/preflight-*.md")):
        with open(name, encoding="utf-8") as f:
            ids += [m.group(1) for m in map(ROW.match, f) if m]
    return ids


def texts(pattern):
    found = ""
    for name in glob.glob(pattern):
        with open(name, encoding="utf-8") as f:
            found += f.read()
    return found


def elsewhere():
    rows = {}
    with open("provisioner/preflight/elsewhere.tsv", encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                continue
            part = line.rstrip("\n").split("\t")
            if len(part) != 3 or not all(part) or part[0] in rows:
                sys.exit("elsewhere.tsv: not id, how and what, or for the second time: %r" % line)
            rows[part[0]] = part[1:]
    return rows


def wrong_row(how, what, rules, cases, ident):
    if how == "range":
        return None if ident in cases else "no case 'bad %s as ...' shows it" % ident
    if how == "same":
        return None if what in rules else "%s is no rule" % what
    if how == "made":
        name, _, test = what.partition(" ")
        try:
            with open(name, encoding="utf-8") as f:
                return None if test and test in f.read() else "%s has no %r" % (name, test)
        except OSError as e:
            return str(e)
    return None if how == "absent" else "held how? %r" % how


def main():
    facts = known()
    if not facts:
        print("skipped: ../shared/facts is not there")
        return 77
    rules = RULE.findall(texts("provisioner/preflight/*.c"))
    cases = set(CASE.findall(texts("provisioner/preflight/cases/*.yaml")))
    rows, bad = elsewhere(), []
    for ident, n in collections.Counter(facts).items():
        if n > 1:
            bad.append("%s is %d facts" % (ident, n))
        if (ident in rules) == (ident in rows):
            bad.append("%s: %s" % (ident, "both a rule and elsewhere" if ident in rows else "neither a rule nor elsewhere"))
    for ident in rules:
        if ident not in facts and int(ident.rpartition("-")[2]) < OWN:
            bad.append("%s: a rule, and no known fact" % ident)
    for ident, (how, what) in rows.items():
        why = wrong_row(how, what, rules, cases, ident)
        if ident not in facts:
            bad.append("%s: elsewhere, and no known fact" % ident)
        elif why:
            bad.append("%s: %s" % (ident, why))
    print("\n".join(bad))
    ours = sum(i not in facts for i in rules)
    held = collections.Counter(how for how, _ in rows.values())
    print("figure: facts %d, rules %d, own rules %d, elsewhere %s" % (len(facts), len(rules) - ours, ours,
          " ".join("%s %d" % h for h in sorted(held.items())) or "none"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
