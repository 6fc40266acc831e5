#!/bin/sh
# Expected: a report that is read and written again says the same: the level of a result that has none is its rule's.
# Version:  pydantic-sarif 0.1.1.
# Seen:     the model fills the absent level in as "warning", the default of the JSON schema, whatever the rule says. Written
#           again, the report holds it as a fact: a rule of level "error" has a result of level "warning" for every later
#           reader. Semgrep's results have no level of their own.
# Output:   rule error, result in the file None, read warning, written warning
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pydantic-sarif==0.1.1
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
import json
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Report
given = {"version": "2.1.0", "runs": [{
    "tool": {"driver": {"name": "scanner", "rules": [{"id": "R1", "defaultConfiguration": {"level": "error"}}]}},
    "results": [{"ruleId": "R1", "message": {"text": "found"}}]}]}
report = Report.model_validate(given)
result = json.loads(report.model_dump_json(by_alias=True, exclude_none=True, warnings=False))["runs"][0]["results"][0]
print(f"rule error, result in the file {given['runs'][0]['results'][0].get('level')}, "
      f"read {report.runs[0].results[0].level}, written {result['level']}")
CHECK
)
echo "$seen"
test "$seen" = 'rule error, result in the file None, read warning, written warning'
