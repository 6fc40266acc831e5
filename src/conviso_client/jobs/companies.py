"""Companies by id or name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conviso_client.errors import ConfigurationError

from .steps import Each, Steps

if TYPE_CHECKING:
    from conviso_client.types import CompanySummary

__all__ = ["company_steps"]


def company_steps(wanted: Sequence[int | str] | None) -> Steps[list[CompanySummary]]:
    """Return the companies of these ids or exact names, in this order; None is all that the key sees, by id.

    Raises `ConfigurationError` for one that the key does not see, naming those that it does, and for a name of several.
    """
    seen: list[CompanySummary] = []
    yield Each("iter_companies", {"strict": True}, seen.append)
    seen.sort(key=lambda company: (len(company.id), company.id))
    listed = ", ".join(f"{company.id} ({company.label})" for company in seen)
    if not seen:
        raise ConfigurationError("the key sees no company")
    if wanted is None:
        return seen
    chosen: list[CompanySummary] = []
    for text in dict.fromkeys(str(each).strip() for each in wanted):
        found = [each for each in seen if each.id == text] or [each for each in seen if each.label == text]
        if len(found) != 1:
            why = f"{len(found)} companies are called {text!r}" if found else f"the key sees no company {text!r}"
            raise ConfigurationError(f"{why}: it sees {listed}. Give the id of one.")
        chosen += [each for each in found if each not in chosen]
    if not chosen:
        raise ConfigurationError("companies is empty: name some, or None for all that the key sees")
    return chosen
