"""A typed Python client for the Conviso Platform GraphQL API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import errors
from ._version import __version__
from .errors import *  # noqa: F403

if TYPE_CHECKING:
    from .client.async_client import AsyncConviso
    from .client.sync_client import Conviso
    from .quota import Quota
    from .upload import Upload
else:
    from .lazy import lazy_names

    # A program that needs one of the two clients does not load the other.
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "client.async_client": ("AsyncConviso",),
            "client.sync_client": ("Conviso",),
            "quota": ("Quota",),
            "upload": ("Upload",),
        },
    )

__all__ = ["AsyncConviso", "Conviso", "Quota", "Upload", "__version__"]
__all__ += errors.__all__
