"""The types of the API: inputs, enums and the models of results.

A name is imported on first use, with the module that it is in; `import *` imports them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .generated.enums import *  # noqa: F403
    from .generated.inputs import *  # noqa: F403
    from .generated.models import *  # noqa: F403
else:
    from .generated import enums as _enums
    from .generated import inputs as _inputs
    from .generated import models as _models
    from .lazy import lazy_names

    _NAMES = {f".{package.__name__.partition('.')[2]}": package.__all__ for package in (_enums, _inputs, _models)}
    __all__ = [name for names in _NAMES.values() for name in names]
    __getattr__, _ = lazy_names(__name__, _NAMES)

    def __dir__() -> list[str]:
        return sorted(__all__)
