#!/bin/sh
# Expected: both formats of `npm sbom` name a package alike, and a development dependency is not "required".
# Version:  npm 11.19.1.
# Seen:     CycloneDX names the dependency "numbers": "npm:is-number@7.0.0" by its alias, beside the purl of the real package;
#           SPDX names the real one. A lookup by name finds the advisories of another package. A development
#           dependency has scope "required" in CycloneDX, marked by a property of npm's own only.
# Output:   CycloneDX numbers pkg:npm/is-number@7.0.0, SPDX is-number; is-odd is required
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save --prefix "$folder/npm" npm@11.19.1 >/dev/null
mkdir shop
cd shop
cat >package.json <<'PACKAGE'
{"name": "shop", "version": "1.0.0", "dependencies": {"numbers": "npm:is-number@7.0.0"}, "devDependencies": {"is-odd": "3.0.1"}}
PACKAGE
npm() { "$folder/npm/node_modules/.bin/npm" "$@"; }
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null
npm sbom --sbom-format cyclonedx >cyclonedx.json
npm sbom --sbom-format spdx >spdx.json
seen=$(python3 - <<'CHECK'
import json
components = json.load(open("cyclonedx.json"))["components"]
packages = json.load(open("spdx.json"))["packages"]
purl = "pkg:npm/is-number@7.0.0"
alias = next(one["name"] for one in components if one["purl"] == purl)
real = next(one["name"] for one in packages if one["externalRefs"][0]["referenceLocator"] == purl)
odd = next(one["scope"] for one in components if one["name"] == "is-odd")
print(f"CycloneDX {alias} {purl}, SPDX {real}; is-odd is {odd}")
CHECK
)
echo "$seen"
test "$seen" = "CycloneDX numbers pkg:npm/is-number@7.0.0, SPDX is-number; is-odd is required"
