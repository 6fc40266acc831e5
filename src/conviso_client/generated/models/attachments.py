# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultID, ResultModel, Timestamp

from .common import UserRef

__all__ = ["AttachmentDetail", "CreateAttachmentPayload"]


class AttachmentDetail(ResultModel):
    """A file that is attached to an issue or a project.

    `presigned_url` is where the file can be downloaded; who has it may need no key, so treat it as a secret.
    """

    id: ResultID
    archive_filename: str | None
    archive_size: int | None
    created_at: Timestamp
    presigned_url: str | None
    portal_user: UserRef | None
    __hash__ = ResultModel.__hash__


class CreateAttachmentPayload(ResultModel):
    """The API's `CreateAttachmentPayload`."""

    attachment: AttachmentDetail | None
