#!/bin/sh
# Expected: "fail on GPL-3.0-only" fails for a dependency under "MIT AND GPL-3.0-only", and "only MIT is allowed" refuses it: in an
#           SPDX expression AND binds to both (SPDX 2.3, annex D).
# Version:  license-checker 25.0.1.
# Seen:     expressions are plain text. --failOn compares the whole of it, so it finds no GPL; --onlyAllow asks whether "MIT" is a
#           part of it, and it is. One package passes both gates.
# Output:   MIT AND GPL-3.0-only: failOn GPL-3.0-only exit 0, onlyAllow MIT exit 0; GPL-3.0-only: 1 1
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund license-checker@25.0.1 >/dev/null
told() {
  mkdir -p shop/node_modules/one
  echo '{"name": "shop", "version": "1.0.0", "license": "MIT", "dependencies": {"one": "1.0.0"}}' >shop/package.json
  echo "{\"name\": \"one\", \"version\": \"1.0.0\", \"license\": \"$1\"}" >shop/node_modules/one/package.json
  fail=0
  allow=0
  node_modules/.bin/license-checker --start shop --failOn GPL-3.0-only >/dev/null 2>&1 || fail=$?
  node_modules/.bin/license-checker --start shop --onlyAllow MIT >/dev/null 2>&1 || allow=$?
}
told 'MIT AND GPL-3.0-only'
seen="MIT AND GPL-3.0-only: failOn GPL-3.0-only exit $fail, onlyAllow MIT exit $allow"
told 'GPL-3.0-only'
seen="$seen; GPL-3.0-only: $fail $allow"
echo "$seen"
test "$seen" = 'MIT AND GPL-3.0-only: failOn GPL-3.0-only exit 0, onlyAllow MIT exit 0; GPL-3.0-only: 1 1'
