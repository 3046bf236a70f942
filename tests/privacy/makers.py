"""Consents, and looks at people."""

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import transaction
from talent_portal.privacy import actions
from talent_portal.privacy.models import Channel
from tests.makers import Makers


def consent(make: Makers, subject: str = "registration:abc", scope: str = "organisation:x", **given):
    """A consent to be contacted by one municipality."""
    valid = {"purpose": "fair.follow-up", "text_version": "1", "channel": "web"}
    actor = given.pop("actor", None) or make.actor()
    with transaction() as session:
        return actions.give_consent(session, actor, subject=subject, scope=scope, **(valid | given))


def withdrawal(make: Makers, subject: str = "registration:abc", scope: str = "organisation:x", **given):
    """The same consent taken back."""
    valid = {"purpose": "fair.follow-up", "channel": "web"}
    with transaction() as session:
        return actions.withdraw_consent(session, make.actor(), subject=subject, scope=scope, **(valid | given))


def look(make: Makers, *subjects: str, actor=None, purpose: str = "follow-up", screen: str = "fairs.consented"):
    """Somebody looks at people."""
    actions.note_access(actor or make.actor(), subjects=subjects, purpose=purpose, screen=screen)


def erasure(make: Makers, subject: str | None = None, by=None, channel: Channel = Channel.PHONE):
    """An erasure that a coordinator has prepared, of somebody at a session unless told otherwise."""
    subject = subject or f"registration:{make.registration().reference}"
    return actions.prepare_erasure(by or make.officer(Role.COORDINATOR), subject, channel)
