#!/bin/sh
# Expected: two package URLs with the same text are equal, so that a set of them joins an SBOM with a list of findings.
# Version:  packageurl-python 0.17.6.
# Seen:     a scoped npm package may be given as the name "@hapi/hoek", as some SBOM generators have it. The text is the same
#           as that of namespace "@hapi" and name "hoek", but the objects differ, and the first does not survive its own text.
# Output:   pkg:npm/%40hapi/hoek@11.0.4: equal text True, equal False, own text read back False
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check packageurl-python==0.17.6
seen=$("$folder/venv/bin/python" -W ignore - <<'CHECK'
from packageurl import PackageURL
whole = PackageURL("npm", None, "@hapi/hoek", "11.0.4")
parts = PackageURL("npm", "@hapi", "hoek", "11.0.4")
print(f"{whole}: equal text {str(whole) == str(parts)}, equal {whole == parts}, "
      f"own text read back {PackageURL.from_string(str(whole)) == whole}")
CHECK
)
echo "$seen"
test "$seen" = 'pkg:npm/%40hapi/hoek@11.0.4: equal text True, equal False, own text read back False'
