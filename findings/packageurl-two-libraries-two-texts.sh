#!/bin/sh
# Expected: a package URL has one canonical text, so that texts from Python and from JavaScript can be joined.
# Version:  packageurl-python 0.17.6, packageurl-js 2.0.1, both of the project that specifies purls.
# Seen:     "+", as in the version of an update in Debian, is escaped by the first and not by the second, and the slashes of
#           a URL in a qualifier the other way round. Each library reads the other's text and writes its own again.
# Output:   python pkg:deb/debian/curl@7.88.1-10%2Bdeb12u1, js pkg:deb/debian/curl@7.88.1-10+deb12u1; python
#           pkg:generic/a@1?download_url=https://a.example/a, js pkg:generic/a@1?download_url=https%3A%2F%2Fa.example%2Fa
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check packageurl-python==0.17.6
npm install --silent --no-audit --no-fund packageurl-js@2.0.1 >/dev/null
cat >told.py <<'CHECK'
import sys
from packageurl import PackageURL
print(PackageURL.from_string(sys.argv[1]).to_string())
CHECK
cat >told.js <<'CHECK'
const { PackageURL } = require("packageurl-js");
console.log(PackageURL.fromString(process.argv[2]).toString());
CHECK
told() {
  python=$(venv/bin/python told.py "$1")
  js=$(node told.js "$1")
  test "$(venv/bin/python told.py "$js") $(node told.js "$python")" = "$python $js"
  echo "python $python, js $js"
}
seen="$(told pkg:deb/debian/curl@7.88.1-10+deb12u1); $(told 'pkg:generic/a@1?download_url=https://a.example/a')"
echo "$seen"
test "$seen" = "python pkg:deb/debian/curl@7.88.1-10%2Bdeb12u1, js pkg:deb/debian/curl@7.88.1-10+deb12u1; python \
pkg:generic/a@1?download_url=https://a.example/a, js pkg:generic/a@1?download_url=https%3A%2F%2Fa.example%2Fa"
