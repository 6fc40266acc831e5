#!/bin/sh
# Expected: the set matcher of CPE 2.3 says that a name matches itself (NISTIR 7696: every attribute EQUAL), however it is written.
# Version:  cpe 1.3.1.
# Seen:     `CPE()` of a formatted string, the form of NVD and of SBOMs, gives an object whose "*" the matcher takes for undefined:
#           no name is equal to itself, and no product is found in a list of them. No error is raised. The same name, passed through
#           `as_wfn()`, matches.
# Output:   formatted string: equal False, in its own set False; well-formed name: equal True, in its own set True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cpe==1.3.1
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
from cpe import CPE
from cpe.cpeset2_3 import CPESet2_3
def told(name):
    known = CPESet2_3()
    known.append(name)
    return f"equal {CPESet2_3.cpe_equal(name, name)}, in its own set {known.name_match(name)}"
name = CPE("cpe:2.3:a:acme:shop:1.2.3:*:*:*:*:*:*:*")
print(f"formatted string: {told(name)}; well-formed name: {told(CPE(name.as_wfn()))}")
CHECK
)
echo "$seen"
test "$seen" = 'formatted string: equal False, in its own set False; well-formed name: equal True, in its own set True'
