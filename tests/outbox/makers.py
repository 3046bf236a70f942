"""Letters, calls and resting addresses, valid by default."""

from talent_portal.core.db import transaction
from talent_portal.outbox import actions, queries
from talent_portal.outbox.models import Suppression
from tests.makers import Makers, number


def letter_draft(make: Makers, **given):
    n = next(number)
    valid = {
        "template": "tests/letter",
        "language": "ja",
        "to": f"reader{n}@example.com",
        "subject": f"お知らせ {n}",
        "body": f"本文 {n}\n",
        "subject_reference": f"registration:test{n}",
    }
    return actions.LetterDraft(**(valid | given))


def letter(make: Makers, *, key=None, due_at=None, **given):
    with transaction() as session:
        return actions.post(session, letter_draft(make, **given), key=key, due_at=due_at)


def phone_task(make: Makers, **given):
    with transaction() as session:
        valid = {"reason": "bounced", "subject": f"registration:test{next(number)}"}
        return actions.phone_task(session, **(valid | given))


def suppression(make: Makers, address: str, **given):
    return make.keep(
        Suppression(**({"recipient_key": queries.recipient_keys(address)[0], "reason": "bounced"} | given))
    )
