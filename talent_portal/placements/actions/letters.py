"""Who is told what.

Letters are composed inside the transaction of the step, unlike elsewhere: whom a step reaches (other municipalities
that were preparing terms for the same days, say) is known only under the lock (docs/adr/0016).
Staff read numbers and links, never a name. People without an address are called, or sent paper.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.outbox import actions as outbox
from talent_portal.placements.gateway import links
from talent_portal.placements.models import Offer, OfferCondition, OfferTerms, Placement
from talent_portal.placements.queries import changing, parts, people
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.terms import Terms
from talent_portal.professions import queries as professions

PERSON, TOWN, CHECKER, PREFECTURE = "person", "town", "checker", "prefecture"
EVERYBODY = (PERSON, TOWN, PREFECTURE)
Said = dict[str, Any]
TOWN_ROLES = (Role.MEMBER, Role.APPROVER)
# Who comes on which days, from when, until when: of use also where somebody else's terms bring the person.
TOLD_TO_PARTNERS = frozenset({"placement_made", "placement_begun", "placement_shortened", "placement_cancelled"})


def tell(session: Session, offer: Offer, name: str, *parties: str, **context: object) -> None:
    """Write `placements/<name>` to these parties of an offer, each in their language."""
    terms = context.pop("terms", None)
    shown = terms if isinstance(terms, Terms) else _plain(changing.terms_or_none(session, offer, offer.terms_number))
    said: Said = {"offer": offer, "need": offer.need, "office": offer.organisation, "terms": shown, "placement": None}
    said |= {"reasons": choices.REASONS, "own": choices.CONDITIONS, "parts": _parts(session, offer, shown)} | context
    link = links.url(links.OFFER, offer.reference, offer.token_version)
    _tell(session, offer, f"offer:{offer.reference}", name, parties, said | {"person_link": link})


def staff_told(session: Session, offer: Offer, name: str, terms: Terms) -> frozenset[str]:
    """Return which accounts `tell` writes to, where it tells everybody."""
    said: Said = {"office": offer.organisation, "parts": _parts(session, offer, terms)}
    both = [_readers(session, offer, party) + _partners(session, name, party, said) for party in (TOWN, PREFECTURE)]
    return frozenset(reader.reference for readers in both for reader in readers)


def tell_placement(session: Session, placement: Placement, name: str, *parties: str, **context: object) -> None:
    """Write `placements/<name>` to these parties of a placement."""
    terms = changing.terms(session, placement.offer, placement.offer.terms_number).plain
    said: Said = {"placement": placement, "need": placement.need, "office": placement.organisation, "terms": terms}
    said |= {"offer": placement.offer, "reasons": choices.REASONS, "asks": choices.ASKS}
    said |= {"parts": _parts(session, placement, terms)} | context
    link = links.url(links.PLACEMENT, placement.reference, placement.token_version)
    subject = f"placement:{placement.reference}"
    _tell(session, placement, subject, name, parties, said | {"person_link": link})


def tell_conditions(session: Session, offer: Offer, conditions: list[OfferCondition]) -> None:
    """Tell everybody that both sides agreed, and what must be settled now, in the words of the rules."""
    table = professions.rule_table(session, clock.today())
    tell(session, offer, "offer_agreed", *EVERYBODY, conditions=conditions, law=table.conditions)


def tell_checkers(session: Session, offer: Offer) -> None:
    """Ask the municipality's personnel office to check the form; its approvers, where it has no checker yet."""
    if people.staff(session, offer.organisation_id, (Role.CHECKER,)):
        tell(session, offer, "form_to_check", CHECKER)
    else:
        tell(session, offer, "form_to_check", TOWN)


def _parts(session: Session, thing: Offer | Placement, terms: Terms | None) -> list[parts.TownPart]:
    """Return which half-days are worked where, for letters about a joint request."""
    return parts.named(parts.shares(session, thing.need_id), terms.parts) if terms and terms.parts else []


def _plain(stored: OfferTerms | None) -> Terms | None:
    return stored.plain if stored else None


def _tell(  # noqa: PLR0913, PLR0917 - a letter is all of this
    session: Session,
    thing: Offer | Placement,
    subject: str,
    name: str,
    parties: Iterable[str],
    said: Said,
) -> None:
    # Reminders and announcements change no version; how many went before tells them apart.
    mark = thing.reminded if isinstance(thing, Offer) else thing.told
    key = f"{subject}:{thing.version}:{mark}:{name}"
    for party in dict.fromkeys(parties):
        if party == PERSON:
            _tell_person(session, thing, subject, name, said, key)
        else:
            for reader in dict.fromkeys(_readers(session, thing, party) + _partners(session, name, party, said)):
                draft = outbox.compose(
                    f"placements/{name}",
                    to=reader.email,
                    language=reader.language,
                    subject_reference=subject,
                    party=party,
                    reader=reader.name,
                    **said,
                )
                outbox.post(session, draft, key=f"{key}:{reader.reference}")


def _tell_person(  # noqa: PLR0913, PLR0917 - as above
    session: Session, thing: Offer | Placement, subject: str, name: str, said: Said, key: str
) -> None:
    person = thing.specialist
    if person is None:
        return
    if not person.email:
        if name not in choices.CALLS:
            return
        outbox.phone_task(session, reason=f"placements.{name}", subject=subject)
        return
    draft = outbox.compose(
        f"placements/{name}",
        to=person.email,
        language=person.language,
        subject_reference=f"specialist:{person.reference}",
        confidential=True,
        party=PERSON,
        reader=person.name,
        **said,
    )
    outbox.post(session, draft, key=f"{key}:person")


def _partners(session: Session, name: str, party: str, said: Said) -> list[Account]:
    """Return who reads along where the person comes to work without being appointed there: a joint request."""
    if party != TOWN or name not in TOLD_TO_PARTNERS:
        return []
    towns = [town.id for town, _ in said["parts"] if town.id != said["office"].id]
    return [reader for town_id in towns for reader in people.staff(session, town_id, TOWN_ROLES)]


def _readers(session: Session, thing: Offer | Placement, party: str) -> list[Account]:
    if party == TOWN:
        return people.staff(session, thing.organisation_id, TOWN_ROLES)
    if party == CHECKER:
        return people.staff(session, thing.organisation_id, (Role.CHECKER,))
    proposal_id = thing.proposal_id if isinstance(thing, Offer) else thing.offer.proposal_id
    return people.desk(session, proposal_id)
