"""The card, a part at a time, by the person."""

import json

import pytest
import sqlalchemy as sa

from talent_portal.accounts.models import Account, Organisation
from talent_portal.audit.models import AuditEntry
from talent_portal.privacy import actions as privacy
from talent_portal.specialists import queries
from talent_portal.specialists.models import Credential, HideFrom, Specialist, SpecialistState
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.states import CredentialState
from tests.specialists.typed import PARTS, about


@pytest.fixture(autouse=True)
def prefecture(make):
    make.catalogue()
    return make.nagasaki()


@pytest.fixture
def person(make):
    return make.specialist(state=SpecialistState.DRAFT, parts_done=[], consents=())


@pytest.fixture
def own(make, client, person):
    return make.own_page(client, person)


def version(make, person):
    return str(make.fresh(person).version)


def save(make, own, person, part, **typed):
    return own.post(f"/me/parts/{part}", data=PARTS.get(part, {}) | typed | {"version": version(make, person)})


@pytest.mark.parametrize("part", list(words.PARTS))
def test_every_part_has_a_page(own, part):
    assert own.get(f"/me/parts/{part}").status_code == 200


def test_no_other_part_exists(own):
    assert own.get("/me/parts/religion").status_code == 404
    assert own.post("/me/parts/religion").status_code == 404


def test_seven_parts_saved_one_by_one_go_to_the_office(make, own, person):
    for part in PARTS:
        assert save(make, own, person, part).location == "/me", part
    check = own.get("/me/check").text
    assert "県に送る" in check
    assert "火は終日" in check or "終日" in check

    own.post("/me/steps/submit", data={"version": version(make, person)})

    assert make.fresh(person).state is SpecialistState.SUBMITTED
    facts = make.facts_of(person)
    assert [(one.profession, one.years) for one in facts.professions] == [("civil_engineer", 32)]
    assert [(one.task, one.level.value) for one in facts.skills] == [("bridge_inspection", "teaches")]
    assert (facts.travel.base, facts.travel.max_minutes) == ("isahaya", 90)
    assert (facts.patterns[0].halves, facts.patterns[0].days_a_week) == (0b1100, 2)


def test_what_was_saved_stands_in_the_form_again(make, own, person):
    for part in PARTS:
        save(make, own, person, part)

    assert 'value="32"' in own.get("/me/parts/about").text
    assert "火の午前" in own.get("/me/parts/days").text or "火" in own.get("/me/parts/days").text
    assert 'value="90" selected' in own.get("/me/parts/travel").text
    assert 'value="specialist.share-anonymous" checked' in own.get("/me/parts/consents").text


def test_an_unfinished_card_says_what_is_missing(make, own, person):
    answer = own.post("/me/steps/submit", data={"version": version(make, person)})

    assert answer.status_code == 422
    assert "まだ入力していない項目があります" in answer.text


def test_days_by_agreement_need_no_grid(make, own, person):
    save(make, own, person, "days", halves=[])

    pattern = make.facts_of(person).patterns[0]
    assert (pattern.halves, pattern.days_a_week) == (0b11_1111_1111, 2)


def test_seasons_follow_one_another_and_can_be_taken_off(make, own, person):
    save(make, own, person, "days")
    season = {f"valid_from-{key}": value for key, value in (("year", "2027"), ("month", "4"), ("day", "1"))}
    away = {f"away_from-{key}": value for key, value in (("year", "2026"), ("month", "8"), ("day", "13"))}
    save(make, own, person, "days", days_a_week="1", **season, **away)

    facts = make.facts_of(person)
    assert [one.days_a_week for one in facts.patterns] == [2, 1]
    assert len(facts.away) == 1
    rows = people.in_full(make.session, person.reference)
    own.post("/me/days/drop", data={"kind": "pattern", "row": rows.availabilities[-1].id})
    own.post("/me/days/drop", data={"kind": "away", "row": rows.away[0].id})
    facts = make.facts_of(person)
    assert ([one.days_a_week for one in facts.patterns], facts.away) == ([2], ())


@pytest.mark.parametrize(
    ("part", "wrong", "said"),
    [
        ("about", {"years_1": "百"}, "数字"),
        ("about", {"profession_2": "civil_engineer"}, "すでに選ばれています"),
        ("about", {"turns_60_in": "1066"}, "1980"),
        ("about", {"former_organisation": "zzzzzzzzzzzz"}, ""),
        ("travel", {"base": "atlantis"}, ""),
        ("travel", {"max_minutes": "9999"}, ""),
        ("days", {"days_a_week": "9"}, ""),
        ("days", {"halves": ["99"]}, ""),
        ("days", {"available": "later"}, "働けるようになる日"),
        ("days", {"away_to-year": "2026", "away_to-month": "8", "away_to-day": "31"}, "最初の日も入力してください"),
        ("ways", {"ways": []}, ""),
        ("work", {"task-bridge_inspection": "wizard"}, ""),
        ("consents", {"given": ["specialist.everything"]}, ""),
        ("hide", {"organisations": ["zzzzzzzzzzzz"]}, ""),
        ("qualifications", {"action": "add", "qualification": "wand"}, ""),
    ],
)
def test_nonsense_is_refused_in_words_and_changes_nothing(make, own, person, part, wrong, said):  # noqa: PLR0917
    before = version(make, person)
    answer = save(make, own, person, part, **wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert version(make, person) == before


def test_somebody_who_saved_an_older_page_sees_both_texts(make, own, person):
    save(make, own, person, "about", last_post="課長")
    answer = own.post("/me/parts/about", data=about(last_post="部長") | {"version": "1"})

    assert answer.status_code == 409
    assert 'value="部長"' in answer.text
    assert "課長" in answer.text


def test_a_serving_official_is_hidden_from_the_employer_until_they_say_otherwise(make, client):
    office = make.session.scalars(sa.select(Organisation).where(Organisation.name_ja == "佐世保市")).one()
    person = make.specialist(kind="serving", state=SpecialistState.DRAFT)
    own = make.own_page(client, person)

    own.post("/me/parts/about", data=about(former_organisation=office.reference) | {"version": "1"})
    assert make.facts_of(person).hidden_from == {office.id}
    assert make.session.scalars(sa.select(HideFrom)).one().by_default

    own.post("/me/parts/hide", data={"version": version(make, person)})
    own.post("/me/parts/about", data=about(former_organisation=office.reference) | {"version": version(make, person)})
    assert make.facts_of(person).hidden_from == set()


def test_consents_are_given_and_taken_back_one_by_one(make, own, person):
    save(make, own, person, "consents", given=["specialist.share-anonymous", "specialist.phone"])
    save(make, own, person, "consents", given=["specialist.phone"])

    make.session.expire_all()
    assert not queries.facts(make.session, referable_only=True)
    text = own.get("/me/data").text
    assert "お名前の分からない要約を、市町に見せてもよい" in text
    assert "取消し" in text


def test_a_number_lives_in_the_vault_and_never_on_a_page(make, own, person):
    save(make, own, person, "qualifications", action="add", qualification="civil_works_1", number="第12345号")

    row = make.session.scalars(sa.select(Credential)).one()
    assert (row.number, row.state) == ("第12345号", CredentialState.CLAIMED)
    raw = make.session.execute(sa.text("SELECT number FROM credential")).scalar_one()
    assert "12345" not in raw
    assert "12345" not in own.get("/me/parts/qualifications").text
    assert "12345" not in own.get("/me/check").text


def test_a_qualification_said_differently_is_a_claim_again(make, own, person):
    licence = make.licence(person)
    save(make, own, person, "qualifications", action="add", qualification="civil_works_1")

    row = make.fresh(licence)
    assert (row.state, row.verified_by) == (CredentialState.CLAIMED, None)


def test_a_qualification_can_be_taken_off(make, own, person):
    licence = make.licence(person)
    save(make, own, person, "qualifications", action="drop", drop=licence.reference)

    assert make.facts_of(person).licences == ()


def test_a_stranger_sees_and_changes_nothing(make, client, person):
    stranger = make.own_page(client, make.specialist())

    assert person.given_name not in stranger.get("/me").text
    assert stranger.get(f"/desk/people/{person.reference}").status_code == 403


def test_rest_withdraw_and_be_forgotten(make, client, app):
    person = make.specialist()
    own = make.own_page(client, person)
    own.post("/me/pause", data={"version": version(make, person)})
    assert make.fresh(person).state is SpecialistState.PAUSED
    own.post("/me/steps/resume", data={"version": version(make, person)})
    own.post("/me/withdraw", data={"version": version(make, person)})
    assert make.fresh(person).state is SpecialistState.WITHDRAWN
    account = make.fresh(person).account_id

    assert own.post("/me/erase").location == "/register"

    row = make.fresh(person)
    assert (row.state, row.family_name, row.email, row.phone) == (SpecialistState.ERASED, "", None, None)
    assert "@example.com" not in make.session.get(Account, account).email
    assert own.get("/me").status_code == 302


def test_who_is_active_cannot_be_forgotten_by_accident(make, client):
    person = make.specialist()
    assert make.own_page(client, person).post("/me/erase").status_code == 409
    denied = sa.select(AuditEntry).where(AuditEntry.deed == "specialist.erase.denied")
    assert len(list(make.session.scalars(denied))) == 1


def test_my_data_is_one_file_and_one_page(make, client):
    person = make.specialist(phone="095-000-1111", career="橋を30年")
    make.licence(person, number="第12345号")
    privacy.note_access(make.officer(), subjects=[queries.subject(person)], purpose="register.running", screen="x")
    own = make.own_page(client, person)

    said = json.loads(own.get("/me/data.json").text)

    assert said["specialists"]["phone"] == "095-000-1111"
    assert said["specialists"]["qualifications"][0]["number"] == "第12345号"
    assert said["privacy"]["seen_by"]
    assert "橋を30年" in own.get("/me/data").text
    assert "人材バンクの運営" in own.get("/me/seen").text


def test_everything_is_swept_when_somebody_is_forgotten(make):
    person = make.specialist(
        career="TOKENX", last_post="TOKENX", employer="TOKENX", help_needed="TOKENX", state_note="TOKENX"
    )
    make.licence(person, number="TOKENX")
    make.employer_permission(person, document="TOKENX")
    privacy.erase(make.officer(), queries.subject(person))

    make.session.expire_all()
    for table in Specialist.metadata.tables.values():
        if table.name.startswith("audit"):
            continue
        for row in make.session.execute(sa.select(table)):
            assert "TOKENX" not in str(row), table.name
            assert "凪野原" not in str(row) or table.name == "letter", table.name
