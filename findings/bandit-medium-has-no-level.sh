#!/bin/sh
# Expected: each SARIF result of bandit has the level that its severity stands for.
# Version:  bandit 1.9.4 with its extra `sarif`.
# Seen:     HIGH is "error" and LOW is "note", and a MEDIUM result has no key `level` at all: the writer leaves out what
#           equals the schema's default, "warning". A reader that looks for the rule's default level finds none either.
# Output:   HIGH error, LOW note, MEDIUM absent
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'bandit[sarif]==1.9.4'
mkdir "$folder/code"
cd "$folder/code"
cat >app.py <<'CODE'
import subprocess


def run(command):
    assert command
    eval(command)
    return subprocess.call(command, shell=True)
CODE
"$folder/venv/bin/bandit" --quiet --recursive . --format sarif --output "$folder/out.sarif" || true
seen=$("$folder/venv/bin/python" - "$folder/out.sarif" <<'CHECK'
import json, sys
results = json.load(open(sys.argv[1]))["runs"][0]["results"]
levels = {(result["properties"]["issue_severity"], result.get("level", "absent")) for result in results}
print(", ".join(f"{severity} {level}" for severity, level in sorted(levels)))
CHECK
)
echo "$seen"
test "$seen" = "HIGH error, LOW note, MEDIUM absent"
