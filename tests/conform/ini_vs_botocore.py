#!/usr/bin/env python3
"""Our reader of AWS's shared files against botocore's, on texts put together at random from the pieces that matter."""
import json
import os
import random
import subprocess
import sys
import tempfile

PIECES = ["[a]", "[b]", "[profile a]", "[ c ]", "k", "K", "j", "s3", " ", "  ", "\t", "=", " = ", ":", ": ", "v", "w x", "#",
          ";", " # c", "\n", "\n", "\n", "\n  ", "\n ", "\n\t", "[", "]", "\r\n", "1", "\n\n"]
STARTS = ["", "[a]\n", "[a]\nk = v\n", "[a]\ns3 =\n  x = 1\n"]
COUNT = 6000


def theirs(path):
    from botocore.configloader import raw_config_parse
    from botocore.exceptions import ConfigParseError
    try:
        return lowered(raw_config_parse(path))
    except ConfigParseError:
        return None


def lowered(sections):
    """We read the keys of an indented block without regard to case, as all other keys; botocore keeps theirs."""
    def key_values(section):
        return {k: {n.lower(): t for n, t in v.items()} if isinstance(v, dict) else v for k, v in section.items()}
    return {name: key_values(section) for name, section in sections.items()}


def apart_on_purpose(text):
    """Where we differ on purpose: a line that opens with a bracket is a section or wrong, its name ends at the first
    bracket, only a comment may follow; and a key in an indented block has a name."""
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        if bare.startswith("["):
            rest = bare.partition("]")[2].strip()
            if "]" not in bare or "]" in rest or bare.startswith("[]") or (rest and rest[0] not in "#;"):
                return True
        if bare.startswith("=") and line[0] in " \t":
            return True
    return False


def main():
    try:
        import botocore.configloader  # noqa: F401
    except ImportError:
        print("skipped: botocore is not importable")
        return 77
    random.seed(20261122)
    texts = [random.choice(STARTS) + "".join(random.choice(PIECES) for _ in range(random.randint(1, 24)))
             for _ in range(COUNT)]
    tool = os.path.join(sys.argv[1], "tests", "print_ini")
    said = subprocess.run([tool], input="".join(t + "\0" for t in texts).encode(), capture_output=True, check=True)
    lines = said.stdout.decode().split("\n")[:-1]
    wrong = accepted = apart = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "config")
        for text, line in zip(texts, lines):
            with open(path, "w", newline="") as f:
                f.write(text)
            want, got = theirs(path), None if line == "refused" else json.loads(line)
            accepted += want is not None
            if got != want and apart_on_purpose(text):
                apart += 1
            elif got != want:
                wrong += 1
                print("%r: ours %r, botocore's %r" % (text, got, want))
    print("%d texts, %d of them good, %d apart on purpose, %d differ" % (len(lines), accepted, apart, wrong))
    return 1 if wrong or len(lines) != COUNT or accepted < COUNT // 10 else 0


if __name__ == "__main__":
    sys.exit(main())
