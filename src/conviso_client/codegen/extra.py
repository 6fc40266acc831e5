"""What the extra `codegen` brings. Imported before what needs it, this says which extra is missing."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from conviso_client.errors import missing_extra

__all__ = ["TOOLS"]

TOOLS = {"ariadne-codegen": "ariadne_codegen", "ruff": "ruff"}
"""The distributions that shape what is generated, and the names under which they are imported."""

for _name, _module in TOOLS.items():
    if find_spec(_module) is None:
        raise missing_extra(f"{_name} is not installed: generating", "codegen")

try:
    _core = version("graphql-core")
except PackageNotFoundError:
    _core = ""  # it goes by another name here
if _core.startswith("3.3"):
    raise missing_extra(
        f"ariadne-codegen works with graphql-core 3.2 only, and {_core} is installed. An environment for generating",
        "codegen",
    )
