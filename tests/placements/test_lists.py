"""Long lists of terms and appointments: 25 rows a page, nobody lost, and as many questions for many as for few."""

import re
from datetime import date

import pytest

from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.introductions.models import Proposal
from talent_portal.needs.models import Need
from talent_portal.placements.models import Offer, OfferTerms, Placement
from talent_portal.placements.rules.states import OfferState
from tests.journeys.test_page_statements import copies, one, ref
from tests.weighing import MOST_BYTES, weight_of

MANY = 30
ALL = 2 * (MANY + 1)


@pytest.fixture
def made(make):
    """Terms that were sent to somebody who has an account, and an appointment of theirs."""
    account = make.account(kind="specialist")
    found = make.offer(make.parties(specialist=make.specialist(account_id=account.id)), state=OfferState.DRAFT)
    with transaction() as session:
        offer = session.get(Offer, found.id)
        offer.state, offer.sent_number, offer.sent_at, offer.respond_by = OfferState.SENT, 1, clock.now(), clock.now()
        appointed = {"state": lambda _n: OfferState.APPOINTED, "idempotency_key": ref, "reference": ref}
        (old,) = copies(session, offer, 1, **appointed)
        copies(session, one(session, OfferTerms), 1, offer_id=lambda _n: old)
        session.add(
            Placement(
                offer_id=old, need_id=offer.need_id, organisation_id=offer.organisation_id,
                specialist_id=offer.specialist_id, form="fy_part", starts_on=date(2026, 7, 1),
                last_day=date(2026, 9, 30), ends_on=date(2026, 9, 30), order_number="8人第5号",
                appointed_on=date(2026, 6, 1), appointed_by="abc234def567",
            )
        )  # fmt: skip
    found.account = account
    return found


def grow(count=MANY, state=OfferState.SENT):
    """Add offers of other requests, each with its terms, and appointments."""
    with transaction() as session:
        needs = copies(session, one(session, Need), count, reference=ref, idempotency_key=ref)
        cases = copies(session, one(session, Proposal), count, reference=ref, need_id=lambda n: needs[n])
        key = {"reference": ref, "idempotency_key": ref}
        sent = one(session, Offer, Offer.state == OfferState.SENT)
        more = copies(session, sent, count, proposal_id=lambda n: cases[n], state=lambda _n: state, **key)
        past = copies(session, one(session, Offer, Offer.state == OfferState.APPOINTED), count, **key)
        for ids in (more, past):
            copies(session, one(session, OfferTerms), count, offer_id=lambda n, ids=ids: ids[n])
        copies(session, one(session, Placement), count, reference=ref, offer_id=lambda n: past[n])


def rows_of(answer) -> list[str]:
    return re.findall(r'<li class="queue__row">.*?(?:href|action)="([^"]+)"', answer.text, re.DOTALL)


def test_the_desk_shows_every_case_on_exactly_one_page(made, as_, statements):
    client = as_(made.parties.coordinator)
    client.get("/desk/placements")
    statements.clear()
    client.get("/desk/placements")
    few = len(statements)
    grow()
    statements.clear()

    first = client.get("/desk/placements")

    assert len(statements) <= few
    pages = [rows_of(client.get(f"/desk/placements?page={number}")) for number in (1, 2, 3)]
    assert [len(rows) for rows in pages] == [25, 25, ALL - 50]
    assert len({row for rows in pages for row in rows}) == ALL
    assert weight_of(first) <= MOST_BYTES
    assert rows_of(client.get("/desk/placements?page=99")) == pages[2]


def test_the_desk_narrows_to_one_kind_and_says_how_many_there_are(made, as_):
    grow(state=OfferState.DISCARDED)
    client = as_(made.parties.member)

    places, selected, ended = (
        [client.get(f"/desk/placements?{asked}&page={number}") for number in (1, 2)]
        for asked in ("kind=placements", "kind=selected", "over=1")
    )

    assert f'chip__count number">{MANY + 1}<' in places[0].text
    assert {row.rpartition("/")[0] for row in rows_of(places[0])} == {"/desk/placements"}
    assert "kind=placements&amp;page=2" in places[0].text
    assert [len(rows_of(page)) for page in (*places, *selected, *ended)] == [25, 6, 25, 5, 25, 5]


def test_a_persons_own_list_has_pages(made, sign_in, statements):
    client = sign_in(made.account)
    client.get("/my/placements")
    statements.clear()
    client.get("/my/placements")
    few = len(statements)
    grow()
    statements.clear()

    first = client.get("/my/placements")

    assert len(statements) <= few
    assert [len(rows_of(client.get(f"/my/placements?page={number}"))) for number in (1, 3)] == [25, ALL - 50]
    assert weight_of(first) <= MOST_BYTES
