#!/bin/sh
# Expected: `base_score`, and `baseScore` of the JSON, is the score without threat metrics, as it is for CVSS 3.1, where the
#           exploit's maturity changes only the temporal score.
# Version:  cvss 3.6.
# Seen:     for CVSS 4.0 the maturity E:U is part of the base score: 9.3 becomes 8.1, and Critical becomes High. The JSON
#           also changes its spelling between versions: severity CRITICAL is "High", version "3.1" is followed by "4".
# Output:   3.1: 9.8, with E:U 9.8 CRITICAL version 3.1; 4.0: 9.3, with E:U 8.1 High version 4
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cvss==3.6
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
from cvss import CVSS3, CVSS4
def told(kind, number, vector):
    plain, threat = kind(vector), kind(f"{vector}/E:U")
    data = threat.as_json()
    return f"{number}: {plain.base_score}, with E:U {data['baseScore']} {data['baseSeverity']} version {data['version']}"
print(told(CVSS3, "3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
      told(CVSS4, "4.0", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"), sep="; ")
CHECK
)
echo "$seen"
test "$seen" = '3.1: 9.8, with E:U 9.8 CRITICAL version 3.1; 4.0: 9.3, with E:U 8.1 High version 4'
