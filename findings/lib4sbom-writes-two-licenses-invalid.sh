#!/bin/sh
# Expected: a valid CycloneDX document is valid after it was read and written, with the licenses that it had.
# Version:  lib4sbom 0.10.4, cyclonedx-python-lib 11.12.0.
# Seen:     one license is written right. Of two, each stands in the list without its key `license`, and the schema refuses the
#           document. A license with a name of its own, which SPDX does not list, is gone.
# Output:   MIT: keys license, valid True; MIT and 0BSD: keys id id, valid False; Acme Terms: keys none, valid True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lib4sbom==0.10.4 'cyclonedx-python-lib[validation]==11.12.0'
seen=$(venv/bin/python -W ignore - <<'CHECK'
import json
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from lib4sbom.generator import SBOMGenerator
from lib4sbom.parser import SBOMParser
def valid(document):
    version = SchemaVersion.from_version(document["specVersion"])
    return JsonStrictValidator(version).validate_str(json.dumps(document)) is None
def told(name, *licenses):
    given = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [
        {"type": "library", "name": "one", "version": "1", "licenses": [{"license": one} for one in licenses]}]}
    assert valid(given)
    with open("given.cdx.json", "w") as file:
        json.dump(given, file)
    parser = SBOMParser()
    parser.parse_file("given.cdx.json")
    generator = SBOMGenerator(sbom_type="cyclonedx", format="json")
    generator.generate("shop", parser.get_sbom(), send_to_output=False)
    written = generator.get_sbom()
    keys = " ".join(next(iter(one)) for one in written["components"][0].get("licenses", [])) or "none"
    return f"{name}: keys {keys}, valid {valid(written)}"
print(told("MIT", {"id": "MIT"}), told("MIT and 0BSD", {"id": "MIT"}, {"id": "0BSD"}), told("Acme Terms", {"name": "Acme Terms"}), sep="; ")
CHECK
)
echo "$seen"
test "$seen" = 'MIT: keys license, valid True; MIT and 0BSD: keys id id, valid False; Acme Terms: keys none, valid True'
