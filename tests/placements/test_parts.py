"""A joint request: every half-day is worked at one municipality, and each gets exactly its part."""

from datetime import date

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.placements import actions
from talent_portal.placements.errors import TermsImpossible
from talent_portal.placements.models import Offer
from talent_portal.placements.rules import parts
from talent_portal.placements.rules.states import OfferState
from talent_portal.specialists.models import HalfDay, HideFrom
from talent_portal.specialists.rules.week import Half, mask_of
from tests.placements.makers import TUE_THU
from tests.placements.test_own_pages import link, paper
from tests.placements.test_pages import TYPED, path, text

OWN = mask_of([(1, Half.AM), (1, Half.PM), (3, Half.AM)])
THEIRS = mask_of([(3, Half.PM), (4, Half.AM)])


@pytest.fixture
def joint(make):
    """A joint request of five half-days a week: three for the town that asks, two for its neighbour."""
    own, partner = make.organisation(name_ja="東彼杵町"), make.organisation(name_ja="川棚町")
    who = make.parties(office=own, partners=[partner], half_days=5)
    return who, make.joined(who, partner)


def both(who, hers, **given):
    """Return terms that fill both parts."""
    return {"halves": OWN | THEIRS, "parts": ((who.office.id, OWN), (hers.office.id, THEIRS)), **given}


def claims_of(make, who):
    wanted = sa.select(HalfDay).where(HalfDay.specialist_id == who.specialist.id).order_by(HalfDay.day, HalfDay.half)
    return [(row.day, row.half, row.organisation_id) for row in make.session.scalars(wanted)]


@pytest.mark.parametrize("state", [OfferState.SENT, OfferState.APPOINTED])
def test_each_claim_says_where_the_half_day_is_worked(make, joint, state):
    who, hers = joint
    make.offer(who, state=state, draft=make.terms(**both(who, hers)))

    first = [(day, half, where) for day, half, where in claims_of(make, who) if day < date(2026, 7, 4)]
    assert first == [
        (date(2026, 7, 2), Half.AM, who.office.id),
        (date(2026, 7, 2), Half.PM, hers.office.id),
        (date(2026, 7, 3), Half.AM, hers.office.id),
    ]


def test_the_claims_of_who_asked_alone_say_so_too(make):
    made = make.offer(make.parties())

    assert {where for _, _, where in claims_of(make, made.parties)} == {made.parties.office.id}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (lambda own, hers, other: ((own, OWN), (other, THEIRS)), "no_part"),
        (lambda own, hers, other: ((own, OWN | THEIRS), (hers, THEIRS)), "two_towns"),
        (lambda own, hers, other: ((own, OWN),), "half_day_without_town"),
        (lambda own, hers, other: ((own, THEIRS), (hers, OWN)), "part_differs"),
    ],
)
def test_no_half_day_goes_to_the_wrong_town(make, joint, wrong, problem):
    who, hers = joint
    made, other = make.begin(who), make.organisation()
    draft = make.terms(halves=OWN | THEIRS, parts=wrong(who.office.id, hers.office.id, other.id))

    with pytest.raises(TermsImpossible) as refused:
        actions.edit(who.member, made.reference, draft, made.version)

    assert refused.value.params == {"problem": problem, "field": "towns"}


def test_whoever_asked_alone_shares_with_nobody(make):
    who, other = make.parties(), make.organisation()
    made = make.begin(who)

    with pytest.raises(TermsImpossible):
        actions.edit(who.member, made.reference, make.terms(parts=((other.id, OWN),)), made.version)


def test_terms_of_one_town_alone_fill_its_own_part_only(make, joint):
    who, hers = joint
    mine = make.offer(who, state=OfferState.SENT, halves=OWN)
    make.offer(hers, state=OfferState.SENT, halves=THEIRS)

    assert {where for _, _, where in claims_of(make, who)} == {who.office.id, hers.office.id}
    changed = actions.change(who.approver, mine.reference, make.renewed(mine).version)
    with pytest.raises(TermsImpossible):
        actions.edit(who.member, mine.reference, make.terms(halves=OWN | 1), changed.version)


def test_a_pattern_that_is_not_weekly_has_no_sum_to_keep():
    assert parts.problem([(1, 3), (2, 12)], 15, {1: 1, 2: 1}, weekly=True) == "part_differs"
    assert parts.problem([(1, 3), (2, 12)], 15, {1: 1, 2: 1}, weekly=False) is None


def test_half_days_are_dealt_out_in_the_order_of_the_request():
    assert parts.deal(OWN | THEIRS, {7: 3, 5: 2}) == ((7, OWN), (5, THEIRS))


def test_the_page_asks_for_a_week_per_town_and_keeps_what_was_typed(make, as_, joint):
    who, hers = joint
    made = make.begin(who)
    client = as_(who.member)
    page = text(client.get(path(made, "/terms")))
    assert "東彼杵町での半日" in page
    assert "依頼での分担：1.5日分" in page
    typed = {name: value for name, value in TYPED.items() if name != "halves"} | {"version": made.version}
    towns = {"towns-0-town": who.office.reference, "towns-1-town": hers.office.reference}

    wrong = client.post(
        path(made, "/terms"), data=typed | towns | {"towns-0-halves": ["2", "3"], "towns-1-halves": ["3"]}
    )
    none = client.post(path(made, "/terms"), data=typed | towns)
    right = client.post(
        path(made, "/terms"), data=typed | towns | {"towns-0-halves": ["2", "3", "6"], "towns-1-halves": ["7", "8"]}
    )

    assert (wrong.status_code, none.status_code, right.status_code) == (422, 422, 303)
    assert "同じ半日に勤務できる市町は1つだけです" in text(wrong)
    assert text(wrong).count("checked") >= 3
    assert "半日を1つ以上選んでください" in text(none)
    assert "東彼杵町：" in text(client.get(path(made)))


def test_everybody_reads_where_each_half_day_is_worked(make, as_, client, joint):
    who, hers = joint
    made = make.offer(who, draft=make.terms(**both(who, hers)))

    letter = make.mail_to(who.specialist.email)[-1].body
    sheet = paper(client.get(link(made, "/terms.pdf")))
    page = text(client.get(link(made, "?week=2026-07-06")))

    for words in (letter, sheet, page):
        assert "東彼杵町：" in words
        assert "川棚町：" in words
    cells = page.split("<tbody>")[1].split("</tbody>")[0]
    assert cells.count("東彼杵町") == 3
    assert cells.count("川棚町") == 2


def test_the_neighbour_sees_its_own_half_days_in_the_shared_week(make, as_, joint):
    who, hers = joint
    make.placement(who, draft=make.terms(**both(who, hers)))
    make.placement(make.parties(office=hers.office, specialist=who.specialist), halves=1)

    page = text(as_(hers.member).get("/desk/placements/week?week=2026-07-06"))

    cells = page.split("<tbody>")[1].split("</tbody>")[0]
    assert cells.count("川棚町") == 3
    assert "東彼杵町" not in cells
    assert cells.count("week__busy") == 3


def test_the_neighbour_reads_what_brings_the_person_to_it_and_takes_no_step(make, as_, joint):
    who, hers = joint
    made = make.placement(who, draft=make.terms(**both(who, hers)))
    page = f"/desk/placements/{made.reference}"
    stranger = make.clerk(Role.APPROVER, make.organisation())
    offer = path(make.session.get(Offer, made.offer_id))

    approver = as_(hers.approver)
    desk, placement, terms = (text(approver.get(one)) for one in ("/desk/placements", page, offer))
    blocked = approver.get(f"{page}/end"), approver.get(f"{page}/report")

    assert page in desk
    assert "東彼杵町" in desk, "whose terms they are"
    assert who.specialist.family_name in placement
    assert who.specialist.family_name in terms
    assert [answer.status_code for answer in blocked] == [404, 404]
    assert who.specialist.family_name not in text(as_(hers.member).get(page))
    assert [as_(stranger).get(one).status_code for one in (page, offer)] == [404, 404]


def test_the_neighbour_does_not_see_terms_that_are_still_written_or_bring_nobody_to_it(make, as_, joint):
    who, hers = joint
    draft = make.offer(who, state=OfferState.DRAFT, draft=make.terms(**both(who, hers)))
    alone = make.placement(make.parties(office=who.office, partners=[hers.office]), halves=TUE_THU)

    client = as_(hers.approver)

    assert client.get(path(draft)).status_code == 404
    assert client.get(f"/desk/placements/{alone.reference}").status_code == 404
    assert alone.reference not in text(client.get("/desk/placements"))


def test_the_neighbour_opens_the_letter_of_introduction_as_long_as_nobody_hides_from_it(make, as_, joint):
    who, hers = joint
    address = f"/desk/proposals/{make.introduced(who).reference}/introduction.pdf"

    said = paper(as_(hers.approver).get(address))
    assert who.specialist.family_name in said
    assert "川棚町" in said, "it is addressed to both"
    assert as_(hers.member).get(address).status_code == 403
    make.keep(HideFrom(specialist_id=who.specialist.id, organisation_id=hers.office.id))
    assert as_(hers.approver).get(address).status_code == 404


def test_everybody_is_told_of_the_appointment_and_the_filled_request_in_one_letter(make, joint):
    who, hers = joint
    make.placement(who, draft=make.terms(**both(who, hers)))

    for one in (who.member, who.approver, hers.member, hers.approver, who.coordinator, who.lead):
        (letter,) = [
            letter
            for letter in make.mail_to(make.account_of(one).email)
            if letter.template in {"placements/placement_made", "needs/filled"}
        ]
        assert "充足" in letter.subject + letter.body
    assert letter.template == "needs/filled", "the lead does not look after this case"
