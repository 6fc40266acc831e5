#!/bin/sh
# Expected: the SPDX validator of the library takes what annex D of SPDX 2.3 allows: a "LicenseRef-", which SBOM generators write
#           for every licence outside the list, "NOASSERTION", and "+" after any identifier ("or later").
# Version:  license-expression 30.4.4.
# Seen:     all three are "unknown license keys", and there is no normalized expression. "GPL-2.0+" alone is known, as an alias, so a
#           first try on GNU licences hides it.
# Output:   LicenseRef-Acme: 1 error; NOASSERTION: 1 error; Apache-2.0+: 1 error; GPL-2.0+: GPL-2.0-or-later
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check license-expression==30.4.4
seen=$("$folder/venv/bin/python" - <<'CHECK'
from license_expression import get_spdx_licensing
spdx = get_spdx_licensing()
told = []
for text in ("LicenseRef-Acme", "NOASSERTION", "Apache-2.0+", "GPL-2.0+"):
    seen = spdx.validate(text)
    told.append(f"{text}: {seen.normalized_expression or f'{len(seen.errors)} error'}")
print("; ".join(told))
CHECK
)
echo "$seen"
test "$seen" = 'LicenseRef-Acme: 1 error; NOASSERTION: 1 error; Apache-2.0+: 1 error; GPL-2.0+: GPL-2.0-or-later'
