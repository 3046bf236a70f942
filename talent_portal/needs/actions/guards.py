"""Who may act on which request, and the note in the book when somebody may not."""

from collections.abc import Iterator
from contextlib import contextmanager

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.errors import Stale
from talent_portal.needs import policies
from talent_portal.needs.errors import NotEditable, StateForbids
from talent_portal.needs.models import Need


def must(actor: Actor, permission: Permission, need: Need, deed: str) -> None:
    """Raise `NoResultFound` (404), and note it, unless the permission reaches this request."""
    if not policies.may(actor, permission, need):
        audit.note_denied(actor, f"need.{deed}", f"need:{need.reference}")
        policies.must(allowed=False)


@contextmanager
def noting(actor: Actor, deed: str, reference: str) -> Iterator[None]:
    """Note a deed that the state of the request forbids. Stands around the transaction that fails."""
    try:
        yield
    except (StateForbids, NotEditable):
        audit.note_denied(actor, f"need.{deed}", f"need:{reference}")
        raise


def must_be(need: Need, expected_version: int) -> None:
    """Raise `Stale` when somebody else has changed the request since the page was made."""
    if need.version != expected_version:
        raise Stale


def must_be_editable(need: Need) -> None:
    """Raise `NotEditable` once the request has been submitted."""
    if not need.is_editable:
        raise NotEditable(state=need.state.value)
