"""Parse untrusted XML, without entities and external resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conviso_client.errors import UnreadableFile, missing_extra

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["parsed", "without_namespace"]


def parsed(text: str, name: str) -> Element:
    """Return the root element of a report.

    Raises `UnreadableFile`, and `ConfigurationError` if the extra `findings` is not installed.
    """
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ImportError:
        raise missing_extra("a report in XML", "findings") from None
    try:
        root: Element = fromstring(text, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise UnreadableFile(f"{name} declares entities or asks for other files: {error}", file=name) from None
    except ParseError as error:
        raise UnreadableFile(f"{name} is broken or cut off: {error}", file=name, line=error.position[0]) from None
    return root


def without_namespace(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]
