# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultID, ResultModel

from .common import UserRef

__all__ = ["AccessProfileRef", "PortalUserAccess", "UpdatePortalUserAccessPayload", "UserDetail"]


class AccessProfileRef(ResultModel):
    """The access profile of a person in a company, by id.

    Its name and its permissions are not confirmed.
    """

    id: ResultID
    __hash__ = ResultModel.__hash__


class PortalUserAccess(ResultModel):
    """The API's `PortalUserAccess`."""

    portal_user: UserRef


class UpdatePortalUserAccessPayload(ResultModel):
    """The API's `UpdatePortalUserAccessPayload`."""

    portal_user_access: PortalUserAccess


class UserDetail(UserRef):
    """A person with access to the platform, and the access profile in the company that was asked for.

    `profile` is None where the person has none in that company.
    """

    avatar_url: str | None
    profile: AccessProfileRef | None
    __hash__ = ResultModel.__hash__
