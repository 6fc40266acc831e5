#!/bin/sh
# Expected: a scanner that cannot run its engine fails, or says so in its report.
# Version:  mobsfscan 1.1.0, which brings semgrep 1.172.0 along.
# Seen:     it looks for `semgrep` on PATH alone. Started by its path, from an environment that is not activated, it exits with
#           0 and reports success; the weaknesses of the code are gone, and only "missing best practices" are left.
# Output:   by path: exit 0, successful True, weak_hash False; activated: exit 0, successful True, weak_hash True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mobsfscan==1.1.0 semgrep==1.172.0
mkdir "$folder/code"
cd "$folder/code"
cat >A.java <<'CODE'
class A {
    byte[] f(byte[] data) throws Exception {
        return java.security.MessageDigest.getInstance("MD5").digest(data);
    }
}
CODE
told() {
  status=0
  PATH="$2" "$folder/venv/bin/mobsfscan" --sarif --output "$folder/out.sarif" . >/dev/null 2>&1 || status=$?
  "$folder/venv/bin/python" - "$folder/out.sarif" "$1: exit $status" <<'CHECK'
import json, sys
run = json.load(open(sys.argv[1]))["runs"][0]
found = any(result["ruleId"] == "weak_hash" for result in run["results"])
print(f"{sys.argv[2]}, successful {run['invocations'][0]['executionSuccessful']}, weak_hash {found}")
CHECK
}
seen="$(told 'by path' /usr/bin:/bin); $(told activated "$folder/venv/bin:/usr/bin:/bin")"
echo "$seen"
test "$seen" = "by path: exit 0, successful True, weak_hash False; activated: exit 0, successful True, weak_hash True"
