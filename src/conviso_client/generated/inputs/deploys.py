# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, IntID, Sequence
from conviso_client.upload import Upload

__all__ = ["CreateDeployInput"]


class CreateDeployInput(InputModel):
    """The API's `CreateDeployInput`."""

    asset_id: ID | None = None
    branch_name: str | None = None
    changed_files: Sequence[str] | None = None
    """No recent source confirms this field."""
    changed_lines: int | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    commit_history: Upload | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    current_commit: str
    current_tag: str | None = None
    """No recent source confirms this field."""
    diff_content: Upload | None = None
    languages: Sequence[str] | None = None
    """No recent source confirms this field."""
    new_lines: int | None = None
    previous_commit: str
    previous_tag: str | None = None
    """No recent source confirms this field."""
    project_id: IntID | None = None
    removed_lines: int | None = None
    total_lines: int | None = None
