"""The doors of the outbox."""

from talent_portal.accounts.permissions import Permission
from talent_portal.core.db import transaction
from talent_portal.outbox.models import Letter
from talent_portal.outbox.rules import LetterState
from tests.architecture.authorisation import Outcome, Things, World, needs, public


def settled_letter(world: World) -> Things:
    letter = world.make.letter()
    with transaction() as session:
        kept = session.get(Letter, letter.id)
        kept.state = LetterState.DELIVERED
    return Things(a={"reference": letter.reference})


def call(world: World) -> Things:
    return Things(a={"reference": world.make.phone_task().reference})


DOORS = {
    # Nobody in this matrix holds the provider's key.
    "hooks.sendgrid": public(but={("*", "*"): Outcome.SIGN_IN}),
    "outbox.letters": needs(Permission.LETTER_READ),
    "outbox.letter": needs(Permission.LETTER_READ, settled_letter),
    "outbox.resend": needs(Permission.LETTER_RESEND, settled_letter),
    "outbox.allow": needs(Permission.LETTER_RESEND, settled_letter),
    "outbox.resume": needs(Permission.LETTER_RESEND),
    "outbox.phone_tasks": needs(Permission.PHONE_TASK_DO),
    "outbox.phone_task": needs(Permission.PHONE_TASK_DO, call),
    "outbox.finish": needs(Permission.PHONE_TASK_DO, call),
}
