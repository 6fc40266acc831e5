"""Files that were uploaded, and the attachments of issues and projects."""

from __future__ import annotations

from typing import Any, NamedTuple

from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.text import digest
from conviso_client.sandbox.writes import save

from .issue_types import ISSUES
from .registry import DOMAIN

__all__ = ["Kept", "content_of", "keep"]


class Kept(NamedTuple):
    """An uploaded file, as it is kept."""

    name: str
    kind: str
    size: int
    token: str
    """The name under which it can be fetched."""


def content_of(upload: Any) -> bytes:
    """The content of an uploaded file."""
    upload.file.seek(0)
    content: bytes = upload.file.read()
    return content


def keep(context: RequestContext, upload: Any) -> Kept:
    """Keep an uploaded file for download."""
    content = content_of(upload)
    name = str(upload.filename or "file").replace("\\", "/").rsplit("/", 1)[-1]
    kind = str(upload.content_type or "application/octet-stream")
    token = f"{digest(name, content.hex(), len(context.world.files)):016x}"
    context.world.publish(token, kind, content)
    return Kept(name, kind, len(content), token)


@DOMAIN.root("createAttachment")
def create_attachment(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    owners = [name for name in ("issueId", "projectId") if given.get(name) is not None]
    if len(owners) != 1:
        return {"attachment": None, "errors": ["Exactly one of issueId and projectId is required"]}
    owner = context.require(ISSUES if owners[0] == "issueId" else "Project", given[owners[0]])
    kept, user = keep(context, given["archive"]), context.user()
    about: dict[str, Any] = {
        "archiveFilename": kept.name,
        "archiveContentType": kept.kind,
        "archiveSize": kept.size,
        "archiveId": kept.token,
        "description": given.get("description"),
        "portalUser": user.id if user else None,
        "issueId": owner.id if owners[0] == "issueId" else None,
        "project": owner.id if owners[0] == "projectId" else None,
    }
    return {"attachment": save(context, "Attachment", about, company=owner.company), "errors": []}


@DOMAIN.field("Attachment.presignedUrl", "Attachment.attachmentUrl")
def presigned_url(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> str:
    token = source.get("archiveId")
    if token not in context.world.files:
        name = source.get("archiveFilename") or "file"
        return context.world.publish(f"attachment-{source.id}-{name}", "text/plain", b"An attachment of the sandbox.\n")
    return f"{context.world.address}/files/{token}"
