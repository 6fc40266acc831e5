# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import InputModel

__all__ = ["CompanySearch"]


class CompanySearch(InputModel):
    """The API's `CompanySearch`."""

    contact_email_cont: str | None = None
    """No recent source confirms this field."""
    contact_email_eq: str | None = None
    """No recent source confirms this field."""
    label_cont: str | None = None
    label_eq: str | None = None
