"""Own data, erasure and retention: everything is given out, everything is forgotten, reasons stay as counts."""

import json
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.core.db import Base, transaction
from talent_portal.introductions import queries
from talent_portal.introductions.actions import NoteDraft, Said, forgetting, note
from talent_portal.introductions.models import Channel, ContactNote, Outcome, Partner, Proposal, ProposalStep, Way
from talent_portal.introductions.queries import own_data
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.privacy import actions as privacy

_S = ProposalState
TOKEN = "ZZTOKENZZ"
TABLES = ("proposal", "proposal_step", "enquiry", "enquiry_answer", "referral", "selection", "contact_note")


def noted(make, case, text=TOKEN):
    draft = NoteDraft(
        day=make.day(2026, 6, 1),
        way=Way.PHONE,
        partner=Partner.PERSON,
        outcome=Outcome.SPOKE,
        text=text,
        next_action=text,
    )
    note(make.desk(), make.again(case).reference, draft, f"key-{text}")


def full_case(make, state=_S.REFERRED, **given):
    """A case with something in every place where words can stand."""
    case = make.proposal(_S.SOUNDED, **given)
    said = Said(channel=Channel.PHONE, told_on=make.day(2026, 6, 1), witness=TOKEN)
    case = make.take(make.take(case, "interest", said=said), "check")
    case = make.take(make.take(case, "agree"), "refer")
    case = make.take(case, "invite", place=TOKEN, contact=TOKEN)
    noted(make, case)
    return make.again(case) if state is _S.REFERRED else make.take(case, "reject")


def dumped(make) -> str:
    """Everything that the tables of introductions hold, sealed columns opened."""
    make.session.expire_all()
    rows = [make.session.execute(sa.select(Base.metadata.tables[name])).mappings().all() for name in TABLES]
    return json.dumps([[dict(row) for row in table] for table in rows], default=str, ensure_ascii=False)


def test_a_person_gets_everything_and_no_names_of_staff(make):
    case = full_case(make)
    subject = make.case(case).person.subject

    (found,) = own_data.of(make.session, subject)["cases"]

    assert found["request"].startswith("N0")
    assert found["municipality"]
    assert [one["event"] for one in found["answers"]] == ["interest", "consent"]
    assert found["contacts"][0]["text"] == TOKEN
    assert found["selection"][0]["place"] == TOKEN
    assert len(found["steps"]) == 7
    said = json.dumps(found)
    assert not {"recorded_by", "sent_by", "written_by", "code", "actor_reference"} & set(said.replace('"', " ").split())


def test_nobody_elses_data_comes_along(make):
    mine, _ = make.proposal(_S.SOUNDED), make.proposal(_S.SOUNDED)

    assert len(own_data.of(make.session, make.case(mine).person.subject)["cases"]) == 1
    assert own_data.of(make.session, "registration:abcdefgh2345") == {}
    assert own_data.of(make.session, "specialist:zzzzzzzzzzzz") == {}


def test_an_erased_person_leaves_no_trace_but_counts(make):
    case = full_case(make, _S.NOT_SELECTED, email=f"{TOKEN}@example.com", family_name=TOKEN)
    subject = make.case(case).person.subject
    assert TOKEN in dumped(make)

    with transaction() as session:
        forgetting.erase(session, subject)

    assert TOKEN not in dumped(make)
    row = make.again(case)
    assert (row.specialist_id, row.state, row.reason_code) == (None, "not_selected", "experience")
    assert list(make.session.scalars(sa.select(ContactNote))) == []
    assert [call for call in make.calls() if call.subject.startswith("candidate:")] == []
    assert own_data.of(make.session, subject) == {}


def test_erasing_somebody_who_is_awaited_tells_the_municipality_first(make):
    need = make.need()
    approver = make.town_officer(make.office_of(need))
    case = make.proposal(_S.REFERRED, need=need)
    subject = make.case(case).person.subject

    with transaction() as session:
        forgetting.erase(session, subject)

    row = make.again(case)
    assert (row.state, row.reason_code, row.specialist_id) == ("dropped", "person_unavailable", None)
    assert make.letters_to(make.address_of(approver))[-1].template == "introductions/town_gone"


def test_the_whole_house_forgets_a_candidate(make):
    case = full_case(make)
    subject = make.case(case).person.subject

    privacy.erase(make.officer(), subject)

    assert make.again(case).specialist_id is None
    assert TOKEN not in dumped(make)


def rule(name):
    return next(one for one in forgetting.RETENTION if one.name == name)


def test_candidates_not_introduced_are_forgotten_after_a_year(make, clock):
    dropped, waiting = make.proposal(_S.NOT_INTERESTED), make.proposal(_S.SOUNDED)
    introduced = make.proposal(_S.NOT_SELECTED)
    clock.shift(timedelta(days=365))
    assert make.retain(rule("candidate")) == 0

    clock.shift(timedelta(days=1))
    assert make.retain(rule("candidate")) == 1
    assert make.retain(rule("candidate")) == 0

    assert make.again(dropped).specialist_id is None
    assert make.again(dropped).state == "not_interested"
    assert make.again(waiting).specialist_id is not None
    assert make.again(introduced).specialist_id is not None


def test_introductions_without_appointment_are_forgotten_after_two_years(make, clock):
    introduced, candidate = make.proposal(_S.NOT_SELECTED), make.proposal(_S.DROPPED)
    placed = make.take(make.proposal(_S.PLACED), "end")
    clock.shift(timedelta(days=732))

    assert make.retain(rule("introduction")) == 1

    assert make.again(introduced).specialist_id is None
    assert make.again(candidate).specialist_id is not None
    assert make.again(placed).specialist_id is not None


def test_what_is_left_still_counts(make):
    case = make.proposal(_S.NOT_INTERESTED)
    subject = make.case(case).person.subject
    with transaction() as session:
        forgetting.erase(session, subject)

    ends = make.session.execute(
        sa.select(Proposal.state, sa.func.count()).where(Proposal.ended_at.is_not(None)).group_by(Proposal.state)
    ).all()

    assert [tuple(row) for row in ends] == [("not_interested", 1)]
    assert make.session.scalar(sa.select(sa.func.count()).select_from(ProposalStep)) == 3
    assert queries.counts(make.session) == {}


def test_a_name_survives_page_and_letter_as_typed(make, client):
    names = ("髙﨑", "神\ufa19", "𠮷田", "葛\U000e0100城")
    for number, name in enumerate(names):
        case = make.proposal(_S.SOUNDED, family_name=name, given_name="", email=f"n{number}@example.com")
        assert f"{name} 様" in make.letters_to(f"n{number}@example.com")[-1].body
        assert name in client.get(make.answer_path(case)).text
