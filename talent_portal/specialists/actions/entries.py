"""What staff enter for somebody: noted with channel, day and witness, and checked by a second person."""

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.specialists import queries
from talent_portal.specialists.actions.drafts import Entry
from talent_portal.specialists.errors import OwnEntry, PaperNeeded, WitnessMissing
from talent_portal.specialists.models import Channel, Specialist, SpecialistEntry
from talent_portal.specialists.queries import people

# What staff may only write down from a signed paper, never decide or hear.
ON_PAPER_ONLY = frozenset({"hide", "consents"})


def note(session: Session, actor: Actor, person: Specialist, part: str, entry: Entry) -> SpecialistEntry:
    """Note that staff entered `part`. Raises `WitnessMissing` or `PaperNeeded`."""
    if entry.told_on is None or entry.told_on > clock.today() or not entry.witness.strip():
        raise WitnessMissing
    if entry.channel is Channel.WEB or (part in ON_PAPER_ONLY and entry.channel is not Channel.PAPER):
        raise PaperNeeded
    row = SpecialistEntry(
        specialist_id=person.id,
        part=part,
        channel=entry.channel,
        told_on=entry.told_on,
        witness=entry.witness.strip(),
        entered_by=actor.reference,
    )
    session.add(row)
    audit.record(session, actor, "specialist.entered-for", queries.subject(person), part=part, by=entry.channel.value)
    return row


def check(actor: Actor, reference: str) -> int:
    """Note that a second person has checked what others entered for somebody; return how many entries.

    Raises `OwnEntry` when everything that waits was entered by the same person.
    """
    with transaction() as session:
        person = queries.specialist_to_change(session, reference)
        waiting = people.unchecked(session, person.id)
        of_others = [row for row in waiting if row.entered_by != actor.reference]
        if waiting and not of_others:
            raise OwnEntry
        for row in of_others:
            row.checked_by, row.checked_at = actor.reference, clock.now()
        audit.record(session, actor, "specialist.checked", queries.subject(person), count=len(of_others))
    return len(of_others)
