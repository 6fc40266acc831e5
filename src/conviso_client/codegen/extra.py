"""What the extra `codegen` brings. Imported before what needs it, this says which extra is missing."""

from __future__ import annotations

from importlib.util import find_spec

from conviso_client.errors import ConfigurationError

__all__ = ["TOOLS"]

TOOLS = {"ariadne-codegen": "ariadne_codegen", "graphql-core": "graphql", "pydantic": "pydantic", "ruff": "ruff"}
"""The distributions that decide what is generated, and the names under which they are imported."""

for _name, _module in TOOLS.items():
    if find_spec(_module) is None:
        raise ConfigurationError(
            f"generating needs the extra 'codegen' ({_name} is not installed): pip install 'conviso-client[codegen]'"
        )
