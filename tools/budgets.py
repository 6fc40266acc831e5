"""What the client may cost, in counts that do not depend on the machine. To raise one is a decision: say why."""

from __future__ import annotations

import sys

MODULES_OF_THE_IMPORT = 17
"""Modules of this package that `from conviso_client import Conviso` loads, packages included."""
NOT_IMPORTED = frozenset(
    {
        "anyio",
        "asyncio",
        "dataclasses",
        "email",
        "httpcore",
        "httpx",
        "httpx2",
        "inspect",
        "json",
        "logging",
        "pydantic",
    }
    | {"pydantic_core", "socket", "ssl", "typing_extensions", "urllib"}
)
"""Packages that it leaves alone."""
MODULES_OF_THE_FIRST_CALL = 62  # models are in six: none of them loads pydantic
"""Modules of this package after the first call, with the quota in memory."""
FUNCTIONS_OF_A_WRITE = {"shared": 76, "off": 54}
"""Functions of this package entered by one later `create_asset`, by quota. They may only fall."""
ROOMS_OF_THE_RUN_TIME = ("", "client", "call", "http", "models", "paging", "quota", "observe")
"""Folders of the package that a call may need; the first is its root."""
LINES_OF_THE_RUN_TIME = 8_979
"""Written by hand. They may only fall."""
MODULES_IN_THE_ROOT = 12
TYPES_OF_ISSUES = frozenset({"common", "issues"})
"""Modules of models, and of enums, that a list of issues loads."""
BYTES_OF_AN_ISSUE = 1_300
"""What a row of a list takes, with all that is its own."""
OBJECTS_OF_AN_ISSUE = 11 if sys.version_info >= (3, 11) else 14
"""How many of them the garbage collector looks at."""
BYTES_OF_GENERATED_CODE = 620_000
"""Of all modules together."""
LARGEST_GENERATED_MODULE = 160_000
"""Bytes."""
BYTES_OF_THE_WHEEL = 860_000  # readers of findings, their import, the jobs with waiting, reports, exports, a second API
