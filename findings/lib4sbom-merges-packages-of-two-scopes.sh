#!/bin/sh
# Expected: an SBOM of two npm packages, @hapi/hoek and @sideway/hoek, has two packages after a conversion.
# Version:  lib4sbom 0.10.4.
# Seen:     packages are kept by name and version without their group: of two with the same version the last one is left. The
#           vulnerability of the first still points to its bom-ref, which the new document does not have, and gained a state,
#           "in_triage", that nobody had given it.
# Output:   given 2 packages, written pkg:npm/%40sideway/hoek@11.0.0; affects a, known refs b; state in_triage
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lib4sbom==0.10.4
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
import json
from lib4sbom.generator import SBOMGenerator
from lib4sbom.parser import SBOMParser
components = [
    {"type": "library", "bom-ref": ref, "group": group, "name": "hoek", "version": "11.0.0",
     "purl": f"pkg:npm/%40{group[1:]}/hoek@11.0.0"} for ref, group in (("a", "@hapi"), ("b", "@sideway"))]
given = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components,
         "vulnerabilities": [{"id": "EXAMPLE-1", "ratings": [{"severity": "high"}], "affects": [{"ref": "a"}]}]}
with open("given.json", "w") as file:
    json.dump(given, file)
parser = SBOMParser()
parser.parse_file("given.json")
SBOMGenerator(sbom_type="cyclonedx", format="json").generate("shop", parser.get_sbom(), filename="written.json")
with open("written.json") as file:
    written = json.load(file)
vulnerability = written["vulnerabilities"][0]
print(f"given 2 packages, written {' '.join(one['purl'] for one in written['components'])}; "
      f"affects {vulnerability['affects'][0]['ref']}, known refs {' '.join(one['bom-ref'] for one in written['components'])}; "
      f"state {vulnerability['analysis']['state']}")
CHECK
)
echo "$seen"
test "$seen" = 'given 2 packages, written pkg:npm/%40sideway/hoek@11.0.0; affects a, known refs b; state in_triage'
