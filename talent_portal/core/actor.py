"""Who acts, free of Flask: what a rule, a query or the audit needs to know of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """The four ways somebody can act, plus nobody in particular."""

    STAFF = "staff"
    SPECIALIST = "specialist"
    GUEST = "guest"
    WORKER = "worker"
    ANONYMOUS = "anonymous"


class Scope(StrEnum):
    """Whose things a permission reaches."""

    NONE = "none"
    OWN = "own"
    ORG = "org"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One cell of the permission matrix: how far it reaches, and under which condition (a code, or nothing)."""

    scope: Scope = Scope.NONE
    condition: str = ""


DENIED = Grant()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One person acting under one membership (or a link, or the worker)."""

    kind: ActorKind
    reference: str = ""
    account_id: int | None = None
    organisation_id: int | None = None
    organisation_kind: str = ""
    role: str = ""
    name: str = ""
    language: str = "ja"
    grants: Mapping[str, Grant] = field(default_factory=dict, repr=False)

    def grant(self, permission: str) -> Grant:
        """Return the matrix cell; anything not listed is denied."""
        return self.grants.get(permission, DENIED)

    def scope(self, permission: str) -> Scope:
        """Return whose things this permission reaches for this actor."""
        return self.grant(permission).scope

    def may(self, permission: str) -> bool:
        """Return whether the permission reaches anything at all."""
        return self.scope(permission) is not Scope.NONE

    @property
    def signed_in(self) -> bool:
        """Return whether somebody proved who they are."""
        return self.kind in {ActorKind.STAFF, ActorKind.SPECIALIST}


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)
WORKER = Actor(kind=ActorKind.WORKER, reference="worker")


def guest(reference: str, language: str = "ja") -> Actor:
    """Return the actor behind a proven link to the thing called `reference`."""
    return Actor(kind=ActorKind.GUEST, reference=reference, language=language)
