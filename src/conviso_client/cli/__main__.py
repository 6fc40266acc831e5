"""`python -m conviso_client.cli` is `conviso-client` too."""

from __future__ import annotations

import sys

from . import main

if __name__ == "__main__":
    sys.exit(main())
