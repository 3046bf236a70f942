"""Many municipalities want the same days of the same people, all at once. No half-day is ever promised twice."""

import random
from collections import Counter
from dataclasses import asdict
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.audit import queries as audit
from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.placements.models import FormCheck, Offer, OfferTerms, Placement
from talent_portal.placements.rules.next_steps import CheckState
from talent_portal.placements.rules.states import HOLDING, OfferState
from talent_portal.professions.models import Profession
from talent_portal.professions.rules import VerdictKind
from talent_portal.specialists.models import HalfDay
from tests.races.test_sign_up import errors, tally

# Three repeats, as in every run, make a thousand.
PEOPLE, TOWNS, DEEDS = 8, 5, 340
HALVES_A_WORKING_WEEK = 10


def towns(make, count):
    """As many municipalities, each with an open request and an approver. Dates are real here: nothing stands still."""
    first = clock.today() + timedelta(days=40)
    period = {"starts_on": first, "ends_on": first + timedelta(days=20)}
    # One role for all: a run over all requests (test_runs) takes no more roles than a register has.
    role = make.session.scalar(sa.select(Profession.code).order_by(Profession.id).limit(1)) or make.profession().code
    return [make.parties(profession=role, **period) for _ in range(count)], period


def drafts(make, people, masks, count=TOWNS):
    """One checked draft of every municipality for every person; `masks` gives the week of each."""
    asking, period = towns(make, count)
    found = []
    with transaction() as session:
        for who in asking:
            for person in people:
                offer = _draft(session, who, person)
                terms = make.terms(halves=next(masks), **period)
                columns = asdict(terms) | {"duty_kinds": list(terms.duty_kinds)}
                session.add(OfferTerms(offer_id=offer.id, number=1, **columns))
                session.add(
                    FormCheck(
                        offer_id=offer.id,
                        terms_number=1,
                        rule_version=1,
                        verdict=VerdictKind.ALLOWED,
                        article="lpsa-22-2-1-1",
                        state=CheckState.PASSED,
                    )
                )
                found.append((offer, who))
    return found


def _draft(session, who, person):
    proposal = Proposal(need_id=who.need.id, specialist_id=person.id, state=ProposalState.SELECTED)
    session.add(proposal)
    session.flush()
    offer = Offer(
        proposal_id=proposal.id, need_id=who.need.id, organisation_id=who.office.id, specialist_id=person.id,
        terms_number=1, idempotency_key=new_reference(),
    )  # fmt: skip
    session.add(offer)
    session.flush()
    return offer


def promised(make, people):
    """How often the terms of standing offers and placements promise each (person, day, half)."""
    make.session.rollback()
    wanted = (
        sa.select(Offer.specialist_id, OfferTerms)
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.sent_number))
        .where(
            Offer.specialist_id.in_([person.id for person in people]),
            Offer.state.in_((*HOLDING, OfferState.APPOINTED)),
        )
    )
    return Counter((row[0], *half) for row in make.session.execute(wanted) for half in row[1].plain.dated)


def claimed(make, people):
    wanted = sa.select(HalfDay.specialist_id, HalfDay.day, HalfDay.half)
    rows = make.session.execute(wanted.where(HalfDay.specialist_id.in_([person.id for person in people])))
    return {tuple(row) for row in rows}


def any_week(dice):
    """One to four half-days of a working week, again and again."""
    while True:
        yield sum({1 << dice.randrange(HALVES_A_WORKING_WEEK) for _ in range(dice.randint(1, 4))})


def test_agreements_at_once_promise_no_half_day_twice(make, hands, repeat):
    dice = random.Random(repeat)
    people = [make.specialist() for _ in range(PEOPLE)]
    offers = drafts(make, people, any_week(dice))
    ways = [
        deed
        for offer, who in offers
        for deed in (("send_terms", (offer.reference, who.approver)), ("accept", (offer.reference,)),
                     ("accept", (offer.reference, who.approver)))
    ]  # fmt: skip
    deeds = ways * 2 + [("rescind", (offer.reference, who.approver)) for offer, who in dice.sample(offers, 10)]
    deeds += [dice.choice(ways) for _ in range(DEEDS - len(deeds))]
    dice.shuffle(deeds)

    outcomes = hands.race(deeds)

    assert len(outcomes) == DEEDS
    assert errors(outcomes) == []
    assert tally(outcomes)["busy"] == 0
    found = promised(make, people)
    assert max(found.values()) == 1
    assert set(found) == claimed(make, people)
    agreed = sa.select(sa.func.count()).where(
        Offer.id.in_([offer.id for offer, _ in offers]), Offer.agreed_at.is_not(None)
    )
    assert make.session.scalar(agreed) >= PEOPLE
    assert audit.verify(make.session) is None


def test_the_same_yes_many_times_at_once_agrees_once(make, hands, repeat):
    people = [make.specialist()]
    ((offer, who),) = drafts(make, people, iter([1]), 1)
    hands.race([("send_terms", (offer.reference, who.approver))])

    outcomes = hands.race([("accept", (offer.reference,))] * 8 + [("accept", (offer.reference, who.approver))] * 8)

    assert errors(outcomes) == []
    assert make.renewed(offer).state is OfferState.CONDITIONS
    assert make.posted("offer_agreed").count(people[0].email) == 1


def test_two_approvers_record_one_appointment(make, hands, repeat):
    people = [make.specialist()]
    ((offer, who),) = drafts(make, people, iter([1]), 1)
    hands.race([("send_terms", (offer.reference, who.approver))])
    hands.race([("accept", (offer.reference,)), ("accept", (offer.reference, who.approver))])
    make.session.rollback()
    make.settle_all(who, make.renewed(offer))
    version = make.renewed(offer).version

    outcomes = hands.race([("appoint", (offer.reference, version, who.approver))] * 8)

    assert errors(outcomes) == []
    assert tally(outcomes)["ok"] == 1
    assert make.session.scalar(sa.select(sa.func.count()).where(Placement.offer_id == offer.id)) == 1


def test_without_the_guard_a_half_day_is_promised_twice(make, unguarded):
    """The canary: if this one ever fails, the races above prove nothing."""
    people = [make.specialist()]
    offers = drafts(make, people, iter([1] * TOWNS))

    unguarded.race([("send_terms", (offer.reference, who.approver)) for offer, who in offers])

    assert max(promised(make, people).values()) > 1
