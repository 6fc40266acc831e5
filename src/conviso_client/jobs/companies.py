"""Companies by id or name."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conviso_client import Conviso
from conviso_client.errors import ConfigurationError

from .steps import Each, Steps, carry_out

if TYPE_CHECKING:
    from conviso_client.types import CompanySummary

__all__ = ["client_of", "company_steps"]


@contextmanager
def client_of(company: str | None, app_name: str) -> Generator[Conviso]:
    """Open a client for the company that a command line names by id or name; None takes `CONVISO_COMPANY_ID`."""
    is_id = company is None or company.strip().isdecimal()
    with Conviso(company_id=company if is_id else None, app_name=app_name) as conviso:
        if company is None or is_id:
            yield conviso
        else:
            (found,) = carry_out(conviso, company_steps([company]))
            yield conviso.for_company(found.id)


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
