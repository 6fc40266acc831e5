#!/bin/sh
# Expected: the SPDX document that npm writes of a project is read by the parser of the SPDX project.
# Version:  npm 11.19.1, spdx-tools 0.8.5.
# Seen:     npm's `created` has milliseconds. SPDX 2.3 (6.9) has none, and the parser refuses the whole document for them. With the
#           time cut, the document is valid.
# Output:   as written: SPDXParsingError does not match format; without milliseconds: 1 package, 0 messages
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check spdx-tools==0.8.5
npm install --silent --no-save --prefix "$folder/npm" npm@11.19.1 >/dev/null
mkdir shop
cd shop
echo '{"name": "shop", "version": "1.0.0", "license": "MIT"}' >package.json
../npm/node_modules/.bin/npm install --silent --no-audit --no-fund >/dev/null
../npm/node_modules/.bin/npm sbom --sbom-format spdx >../npm.spdx.json
cd ..
sed 's/\(T[0-9:]*\)\.[0-9]*Z/\1Z/' npm.spdx.json >cut.spdx.json
seen=$(venv/bin/python -W ignore - <<'CHECK'
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
try:
    whole = f"{len(parse_file('npm.spdx.json').packages)} package"
except SPDXParsingError as error:
    whole = f"{type(error).__name__} {'does not match format' if 'does not match format' in str(error.messages) else error.messages}"
cut = parse_file("cut.spdx.json")
print(f"as written: {whole}; without milliseconds: {len(cut.packages)} package, {len(validate_full_spdx_document(cut))} messages")
CHECK
)
echo "$seen"
test "$seen" = 'as written: SPDXParsingError does not match format; without milliseconds: 1 package, 0 messages'
