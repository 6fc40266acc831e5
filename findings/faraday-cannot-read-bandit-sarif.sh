#!/bin/sh
# Expected: a reader of SARIF reads a valid report without `fullDescription`, which is optional, and grades a result without
#           a level by its rule.
# Version:  faraday-plugins 1.31.0, bandit 1.9.4 with its extra `sarif`.
# Seen:     bandit's report, which has no descriptions of rules, ends with an AttributeError, and nothing is read; bandit's XML
#           is read. With descriptions the report is read, and a rule of level "error" whose result leaves the level out, as
#           Semgrep writes it, is "info".
# Output:   SARIF AttributeError, XML 4 vulnerabilities, level of the rule alone: info
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check faraday-plugins==1.31.0 'bandit[sarif]==1.9.4'
cd "$folder"
cat >app.py <<'CODE'
import subprocess


def run(command):
    assert command
    eval(command)
    return subprocess.call(command, shell=True)
CODE
for format in sarif xml; do
  venv/bin/bandit --quiet --format "$format" --output "out.$format" app.py >/dev/null 2>&1 || true
  venv/bin/faraday-plugins process-report "out.$format" >"$format.json" 2>"$format.txt" || true
done
cat >rule.sarif <<'REPORT'
{"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
 "runs": [{"tool": {"driver": {"name": "scanner",
  "rules": [{"id": "R1", "name": "R1", "shortDescription": {"text": "short"}, "fullDescription": {"text": "full"},
    "help": {"text": "help"}, "defaultConfiguration": {"level": "error"}}]}},
  "results": [{"ruleId": "R1", "message": {"text": "found"},
    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 1}}}]}]}]}
REPORT
venv/bin/faraday-plugins process-report rule.sarif >rule.json
seen="SARIF $(sed -n '$s/:.*//p' sarif.txt), $(venv/bin/python - <<'CHECK'
import json
def found(path):
    return [one for host in json.load(open(path))["hosts"] for one in host["vulnerabilities"]]
print(f"XML {len(found('xml.json'))} vulnerabilities, level of the rule alone: {found('rule.json')[0]['severity']}")
CHECK
)"
echo "$seen"
test "$seen" = "SARIF AttributeError, XML 4 vulnerabilities, level of the rule alone: info"
