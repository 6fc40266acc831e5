"""A typed Python client for the Conviso Platform GraphQL API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._version import __version__

if TYPE_CHECKING:
    from .client.async_client import AsyncConviso as AsyncConviso
    from .client.sync_client import Conviso as Conviso
    from .errors import AuthenticationError as AuthenticationError
    from .errors import ConfigurationError as ConfigurationError
    from .errors import ConnectionFailed as ConnectionFailed
    from .errors import ConnectionLost as ConnectionLost
    from .errors import ConvisoError as ConvisoError
    from .errors import DeadlineExceeded as DeadlineExceeded
    from .errors import GateUndecided as GateUndecided
    from .errors import GraphQLError as GraphQLError
    from .errors import ImportFailed as ImportFailed
    from .errors import IncompleteList as IncompleteList
    from .errors import InvalidResponse as InvalidResponse
    from .errors import JobFailed as JobFailed
    from .errors import JobUnfinished as JobUnfinished
    from .errors import ListChanged as ListChanged
    from .errors import MutationRejected as MutationRejected
    from .errors import NotAuthorized as NotAuthorized
    from .errors import NotFound as NotFound
    from .errors import OutcomeUnknown as OutcomeUnknown
    from .errors import PermissionDenied as PermissionDenied
    from .errors import QueryTooComplex as QueryTooComplex
    from .errors import RateLimited as RateLimited
    from .errors import RecordNotFound as RecordNotFound
    from .errors import RecordNotUnique as RecordNotUnique
    from .errors import RequestTimeout as RequestTimeout
    from .errors import ResponseError as ResponseError
    from .errors import ServerError as ServerError
    from .errors import TotalUnknown as TotalUnknown
    from .errors import TransportError as TransportError
    from .errors import UnknownFormat as UnknownFormat
    from .errors import UnknownValue as UnknownValue
    from .errors import UnreadableFile as UnreadableFile
    from .errors import WrongEndpoint as WrongEndpoint
    from .quota import Quota as Quota
    from .upload import Upload as Upload

_MODULES = {
    "client.async_client": ("AsyncConviso",),
    "client.sync_client": ("Conviso",),
    "errors": (
        "AuthenticationError",
        "ConfigurationError",
        "ConnectionFailed",
        "ConnectionLost",
        "ConvisoError",
        "DeadlineExceeded",
        "GateUndecided",
        "GraphQLError",
        "ImportFailed",
        "IncompleteList",
        "InvalidResponse",
        "JobFailed",
        "JobUnfinished",
        "ListChanged",
        "MutationRejected",
        "NotAuthorized",
        "NotFound",
        "OutcomeUnknown",
        "PermissionDenied",
        "QueryTooComplex",
        "RateLimited",
        "RecordNotFound",
        "RecordNotUnique",
        "RequestTimeout",
        "ResponseError",
        "ServerError",
        "TotalUnknown",
        "TransportError",
        "UnknownFormat",
        "UnknownValue",
        "UnreadableFile",
        "WrongEndpoint",
    ),
    "quota": ("Quota",),
    "upload": ("Upload",),
}

_NAMES = [name for names in _MODULES.values() for name in names]

__all__ = ["__version__", *_NAMES]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # one list, once

if not TYPE_CHECKING:
    from .lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
