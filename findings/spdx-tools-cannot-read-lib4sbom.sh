#!/bin/sh
# Expected: an SPDX document that lib4sbom writes is read by spdx-tools, and describes the application that the SBOM is of.
# Version:  lib4sbom 0.10.4, spdx-tools 0.8.5.
# Seen:     the version of the list of licenses is "3.28.0"; SPDX 2.3 (6.7) has two numbers, and the parser refuses the document.
#           With two numbers it is read: the application is not in it, and DESCRIBES points to its dependency.
# Output:   as written: SPDXParsingError 3.28.0 is not a valid version string; with 3.28: packages one, describes SPDXRef-1-one
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lib4sbom==0.10.4 spdx-tools==0.8.5
seen=$(venv/bin/python -W ignore - <<'CHECK'
import json, pathlib, re
from lib4sbom.generator import SBOMGenerator
from lib4sbom.parser import SBOMParser
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
pathlib.Path("given.cdx.json").write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
    "metadata": {"component": {"type": "application", "name": "shop", "version": "2", "bom-ref": "shop"}},
    "components": [{"type": "library", "name": "one", "version": "1", "bom-ref": "one"}],
    "dependencies": [{"ref": "shop", "dependsOn": ["one"]}]}))
parser = SBOMParser()
parser.parse_file("given.cdx.json")
generator = SBOMGenerator(sbom_type="spdx", format="json", application="tool", version="1")
generator.generate("shop", parser.get_sbom(), send_to_output=False)
written = json.dumps(generator.get_sbom())
pathlib.Path("as.spdx.json").write_text(written)
pathlib.Path("two.spdx.json").write_text(written.replace('"3.28.0"', '"3.28"'))
try:
    whole = f"packages {len(parse_file('as.spdx.json').packages)}"
except SPDXParsingError as error:
    whole = f"{type(error).__name__} {re.search(r'[0-9.]+ is not a valid version string', str(error.messages))[0]}"
document = parse_file("two.spdx.json")
described = [one.related_spdx_element_id for one in document.relationships if one.relationship_type.name == "DESCRIBES"]
print(f"as written: {whole}; with 3.28: packages {' '.join(one.name for one in document.packages)}, describes {' '.join(described)}")
CHECK
)
echo "$seen"
test "$seen" = 'as written: SPDXParsingError 3.28.0 is not a valid version string; with 3.28: packages one, describes SPDXRef-1-one'
