"""The office: who is looked at is noted, who is entered is checked, and nobody verifies their own entry."""

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.files import reading as files
from talent_portal.privacy.models import AccessEvent
from talent_portal.specialists import queries
from talent_portal.specialists.models import Specialist, SpecialistEntry, SpecialistState
from talent_portal.specialists.rules.states import CredentialState
from tests.specialists.typed import ENTRY, PARTS, provisional


@pytest.fixture(autouse=True)
def prefecture(make):
    make.catalogue()
    return make.nagasaki()


def looks(make, person):
    mine = AccessEvent.subject == queries.subject(person)
    return list(make.session.scalars(sa.select(AccessEvent.screen).where(mine).order_by(AccessEvent.id)))


def version(make, person):
    return str(make.fresh(person).version)


def test_every_name_shown_is_noted_first(make, sign_in):
    person = make.specialist()
    desk = sign_in(Role.COORDINATOR)

    assert person.given_name in desk.get("/desk/people").text
    assert person.given_name in desk.get(f"/desk/people/{person.reference}").text
    assert looks(make, person) == ["specialists.desk", "specialists.desk_person"]


@pytest.mark.parametrize("typed", ["髙﨑", "高崎", "タカサキ", "たかさき", "ﾀｶｻｷ", "高　崎"])
def test_names_are_found_however_they_are_typed(make, sign_in, typed):
    make.specialist(family_name="髙﨑", family_kana="タカサキ", given_name="勲")
    make.specialist(family_name="浜灯", family_kana="ハマビ")

    page = sign_in(Role.COORDINATOR).get("/desk/people", query_string={"text": typed}).text

    assert "髙﨑 勲" in page
    assert "浜灯" not in page


def test_people_are_found_by_phone_address_and_reference(make, sign_in):
    make.specialist(family_name="浜灯")
    desk = sign_in(Role.COORDINATOR)
    form = provisional(email="x@example.com", phone="095-000-1111") | ENTRY
    desk.post("/desk/people/new", data=form)
    person = make.session.scalars(sa.select(Specialist).where(Specialist.email == "x@example.com")).one()
    for typed in ("０９５０００１１１１", "X@Example.com", person.reference):
        page = desk.get("/desk/people", query_string={"text": typed}).text
        assert "凪野原" in page, typed
        assert "浜灯" not in page, typed


def test_filters_narrow_and_bad_ones_are_said(make, sign_in):
    make.specialist(family_name="浜灯", state=SpecialistState.SUBMITTED)
    make.specialist(family_name="水守井", professions=("ict",))
    desk = sign_in(Role.COORDINATOR)

    assert "水守井" not in desk.get("/desk/people?state=submitted").text
    assert "浜灯" not in desk.get("/desk/people?profession=ict").text
    assert desk.get("/desk/people?state=king").status_code == 422


def test_the_list_costs_the_same_for_one_and_for_many(make, sign_in, statements):
    desk = sign_in(Role.COORDINATOR)
    make.licence(make.specialist())
    desk.get("/desk/people")
    statements.clear()
    desk.get("/desk/people")
    for_one = len(statements)
    for _ in range(11):
        make.licence(make.specialist())
    statements.clear()
    desk.get("/desk/people")

    assert len(statements) == for_one


def test_somebody_who_called_is_entered_checked_and_registered(make, client, sign_in):
    coordinator = make.membership(Role.COORDINATOR)
    desk = sign_in(coordinator)
    answer = desk.post("/desk/people/new", data=provisional(email="", phone="095-000-1111") | ENTRY)
    person = make.session.scalars(sa.select(Specialist)).one()
    assert answer.location == f"/desk/people/{person.reference}"
    assert (person.state, person.account_id) == (SpecialistState.DRAFT, None)
    assert make.calls_about(person) == ["specialist.copy"]
    for part, typed in PARTS.items():
        sent = typed | ENTRY | {"version": version(make, person)}
        assert desk.post(f"/desk/people/{person.reference}/parts/{part}", data=sent).status_code == 303, part
    step = {"event": "submit", "version": version(make, person)} | ENTRY
    assert desk.post(f"/desk/people/{person.reference}/step", data=step).status_code == 303

    desk.post(f"/desk/people/{person.reference}/check")
    assert make.session.scalars(sa.select(SpecialistEntry.checked_at)).first() is None
    other = sign_in(Role.COORDINATOR)
    early = {"event": "activate", "version": version(make, person)}
    assert other.post(f"/desk/people/{person.reference}/step", data=early).status_code == 409
    other.post(f"/desk/people/{person.reference}/check")
    other.post(f"/desk/people/{person.reference}/step", data={"event": "activate", "version": version(make, person)})

    assert make.fresh(person).state is SpecialistState.ACTIVE
    assert len(queries.facts(make.session)) == 1


@pytest.mark.parametrize("part", ["hide", "consents"])
def test_consents_and_hiding_are_taken_from_paper_only(make, sign_in, part):
    person = make.specialist()
    sent = PARTS[part] | ENTRY | {"told_channel": "phone", "version": version(make, person)}

    answer = sign_in(Role.COORDINATOR).post(f"/desk/people/{person.reference}/parts/{part}", data=sent)

    assert answer.status_code == 422
    assert "署名のある書面" in answer.text


def test_without_a_witness_nothing_is_entered(make, sign_in):
    person = make.specialist()
    sent = PARTS["travel"] | {"version": version(make, person)}

    answer = sign_in(Role.COORDINATOR).post(f"/desk/people/{person.reference}/parts/travel", data=sent)

    assert answer.status_code == 422
    assert "確認できる方を入力してください" in answer.text


def test_somebody_with_mail_is_told_what_was_entered(make, sign_in):
    person = make.specialist()
    sent = PARTS["travel"] | ENTRY | {"version": version(make, person)}
    sign_in(Role.COORDINATOR).post(f"/desk/people/{person.reference}/parts/travel", data=sent)

    assert "通える範囲" in make.letters_to(person.email)[0].body


def test_several_papers_are_judged_on_one_screen(make, sign_in):
    person = make.specialist()
    first, second = (make.licence(person, code, verified=False) for code in ("civil_works_1", "surveyor"))
    desk = sign_in(Role.COORDINATOR)
    sent = {}
    for paper, decision in ((first, "verify"), (second, "refuse")):
        sent |= {f"decision-{paper.reference}": decision, f"version-{paper.reference}": "1"}
        sent |= {
            f"seen-{paper.reference}-{key}": value for key, value in (("year", "2026"), ("month", "5"), ("day", "29"))
        }
        sent |= {f"reason-{paper.reference}": "mismatch"}

    assert desk.post(f"/desk/people/{person.reference}/papers", data=sent).status_code == 303

    assert make.fresh(first).state is CredentialState.VERIFIED
    assert make.fresh(second).state is CredentialState.REFUSED
    assert [one.verified for one in make.facts_of(person).licences] == [True]
    assert desk.post(f"/desk/people/{person.reference}/papers", data=sent).status_code == 409


def test_a_step_that_is_not_open_is_refused_in_words(make, sign_in):
    person = make.specialist()
    answer = sign_in(Role.COORDINATOR).post(f"/desk/people/{person.reference}/step", data={"event": "suspend"})

    assert answer.status_code == 422
    assert make.fresh(person).state is SpecialistState.ACTIVE


def test_the_same_person_twice_is_pointed_out(make, sign_in):
    make.specialist(family_name="髙汐﨑", family_kana="タカシオザキ", given_kana="イサオ")
    twin = make.specialist(family_name="高汐崎", family_kana="タカシオザキ", given_kana="イサオ")

    page = sign_in(Role.COORDINATOR).get(f"/desk/people/{twin.reference}").text

    assert "同じ方かもしれません" in page
    assert "髙汐﨑" in page


RARE = ["髙﨑", "\ufa19田", "𠮷田", "葛\U000e0100城"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_rare_letters_survive_the_file(make, sign_in, kind):
    for name in RARE:
        make.specialist(family_name=name)
    answer = sign_in(Role.LEAD).post(f"/desk/people/export/{kind}", data={"purpose": "mailing"})

    assert answer.status_code == 200
    text = str(files.read_table(answer.data, f"register.{kind}").rows)
    assert [name for name in RARE if name not in text] == []


def test_a_file_needs_a_purpose_and_a_lead_above_fifty(make, sign_in):
    for _ in range(51):
        make.specialist()
    assert sign_in(Role.LEAD).post("/desk/people/export/csv").status_code == 422
    assert sign_in(Role.COORDINATOR).post("/desk/people/export/csv", data={"purpose": "mailing"}).status_code == 422
    assert sign_in(Role.LEAD).post("/desk/people/export/csv", data={"purpose": "mailing"}).status_code == 200
    exported = sa.select(sa.func.count()).where(AccessEvent.purpose == "export.mailing")
    assert make.session.scalar(exported) == 51


def test_an_empty_register_says_what_to_do(sign_in):
    assert "まだ登録はありません" in sign_in(Role.COORDINATOR).get("/desk/people").text


def test_a_long_register_is_read_page_by_page(make, sign_in):
    for number in range(26):
        make.specialist(family_kana=f"ア{'ア' * number}", family_name=f"名{number:03d}")
    desk = sign_in(Role.COORDINATOR)

    first, second = (desk.get(f"/desk/people?page={page}").text for page in (1, 2))

    assert ("名000" in first, "名025" in first) == (True, False)
    assert ("名000" in second, "名025" in second) == (False, True)
