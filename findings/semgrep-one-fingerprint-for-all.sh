#!/bin/sh
# Expected: SARIF's `fingerprints` tell one result from another, so an importer may take them for its identity.
# Version:  semgrep 1.185.0, local rules, not logged in.
# Seen:     every result has the same one, {"matchBasedId/v1": "requires login"}: two different findings in two files
#           share it, and an importer that trusts it keeps one of them.
# Output:   2 results, 1 fingerprint: requires login
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check semgrep==1.185.0
mkdir "$folder/code"
cd "$folder/code"
printf 'print(eval("1 + 1"))\n' >one.py
printf 'exec("x = 1")\n' >two.py
cat >"$folder/rules.yml" <<'RULES'
rules:
  - {id: no-eval, languages: [python], severity: ERROR, message: eval, pattern: eval(...)}
  - {id: no-exec, languages: [python], severity: ERROR, message: exec, pattern: exec(...)}
RULES
PATH="$folder/venv/bin:$PATH" semgrep scan --quiet --metrics off --disable-version-check \
  --config "$folder/rules.yml" --sarif --output "$folder/out.sarif" .
seen=$("$folder/venv/bin/python" - "$folder/out.sarif" <<'CHECK'
import json, sys
results = json.load(open(sys.argv[1]))["runs"][0]["results"]
prints = {value for result in results for value in result["fingerprints"].values()}
print(f"{len(results)} results, {len(prints)} fingerprint: {', '.join(prints)}")
CHECK
)
echo "$seen"
test "$seen" = "2 results, 1 fingerprint: requires login"
