"""The pages: municipalities for everybody, legs for those who look after the map."""

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.fairs.models import FairState
from talent_portal.municipalities import queries
from talent_portal.municipalities.rules import TravelMode


def page(client, path, language="ja"):
    client.set_cookie("lang", language)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def jetfoil(session):
    return next(one for one in queries.legs(session) if one.mode is TravelMode.JETFOIL)


def typed(leg, **changes):
    values = {
        "minutes": leg.minutes, "mode": leg.mode.value, "boarding_buffer": leg.boarding_buffer, "departures": "2",
        "basis": "fact", "source": "timetable of 1 June 2026", "version": leg.version,
    }  # fmt: skip
    return values | changes


def test_the_list_shows_every_region_and_municipality(make, client):
    make.nagasaki()

    html = page(client, "/municipalities")

    assert html.count('href="/municipalities/') >= 42
    assert "県央" in html
    assert "五島列島（下五島）" in html
    assert "1,312" not in html


def test_the_list_speaks_english(make, client):
    make.nagasaki()

    html = page(client, "/municipalities", "en")

    assert "Central" in html
    assert "Minamishimabara City" in html
    assert "409,118" in html


def test_before_anything_is_loaded_the_list_says_what_to_do(client):
    assert "県のデータを取り込みます" in page(client, "/municipalities")


def test_the_list_asks_the_database_the_same_number_of_questions_for_5_and_21(make, client, statements):
    for _ in range(5):
        make.municipality()
    statements.clear()
    page(client, "/municipalities")
    few = len(statements)
    for _ in range(16):
        make.municipality()
    statements.clear()

    page(client, "/municipalities")

    assert len(statements) == few


def test_a_municipality_has_its_own_page(make, client):
    make.nagasaki()

    html = page(client, "/municipalities/goto")

    assert "五島市" in html
    assert "ごとうし" in html
    assert "二次離島" in html
    assert "https://www.city.goto.nagasaki.jp/" in html
    assert "乗船・搭乗1回" in html
    assert "宿泊が必要" in html


def test_a_planned_region_stands_beside_the_present_one(make, client):
    make.nagasaki()

    html = page(client, "/municipalities/isahaya", "en")

    assert "Central" in html
    assert "Region (planned)" in html
    assert "Southern" in html


@pytest.mark.parametrize("slug", ["nowhere", "GOTO", "五島", "a" * 300, "-", "goto%20"])
def test_an_unknown_municipality_is_not_found(make, client, slug):
    make.nagasaki()

    assert client.get(f"/municipalities/{slug}").status_code == 404


def test_a_lead_sees_and_edits_the_legs(make, sign_in, session):
    make.nagasaki()
    leg = jetfoil(session)
    client = sign_in(Role.LEAD)

    assert "福江港" in page(client, "/travel-legs")
    answer = client.post(f"/travel-legs/{leg.reference}", data=typed(leg, minutes="７５"))

    assert answer.status_code == 302
    assert queries.matrix(session).minutes("nagasaki", "goto") == 110
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "leg.edited")).one()
    assert entry.subject == f"leg:{leg.reference}"
    assert "画面で変更済み" in page(client, "/travel-legs")


def test_saving_without_a_change_leaves_no_trace(make, sign_in, session):
    make.nagasaki()
    leg = jetfoil(session)
    token = queries.revision(session)
    same = typed(leg, departures=leg.departures, basis=leg.basis.value, source=leg.source)

    sign_in(Role.LEAD).post(f"/travel-legs/{leg.reference}", data=same)

    assert queries.revision(session) == token
    assert queries.leg(session, leg.reference).version == 1


def test_whoever_is_late_sees_both_versions_and_loses_nothing(make, sign_in, session):
    make.nagasaki()
    leg = jetfoil(session)
    client = sign_in(Role.LEAD)
    before = typed(leg)
    client.post(f"/travel-legs/{leg.reference}", data=typed(leg, minutes="91"))

    answer = client.post(f"/travel-legs/{leg.reference}", data=before | {"minutes": "97"})

    assert answer.status_code == 409
    assert 'value="97"' in answer.text
    assert "<dd>91</dd>" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": ""}, {"minutes": "0"}, {"minutes": "1441"}, {"minutes": "soon"}, {"minutes": "9" * 40},
        {"boarding_buffer": "-1"}, {"departures": "1000"}, {"mode": "teleport"}, {"basis": "rumour"},
        {"source": "x" * 301}, {"source": "nul\x00"},
    ],
)  # fmt: skip
def test_a_wrong_value_is_explained_with_what_was_typed_kept(make, sign_in, session, wrong):
    make.nagasaki()
    leg = jetfoil(session)

    answer = sign_in(Role.LEAD).post(f"/travel-legs/{leg.reference}", data=typed(leg) | wrong)

    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert queries.leg(session, leg.reference).version == 1


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "0", "-1"])
def test_a_broken_version_is_treated_as_late(make, sign_in, session, version):
    make.nagasaki()
    leg = jetfoil(session)

    answer = sign_in(Role.LEAD).post(f"/travel-legs/{leg.reference}", data=typed(leg, version=version))

    assert answer.status_code == 409


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COORDINATOR, Role.CHECKER, Role.AUDITOR])
def test_others_may_not_edit_legs(make, sign_in, session, role):
    make.nagasaki()
    leg = jetfoil(session)
    client = sign_in(role)

    assert client.get("/travel-legs").status_code == 403
    assert client.get(f"/travel-legs/{leg.reference}").status_code == 403
    assert client.post(f"/travel-legs/{leg.reference}", data=typed(leg)).status_code == 403
    assert "/travel-legs" not in page(client, "/municipalities")


def test_a_leg_that_does_not_exist_is_not_found(make, sign_in):
    make.nagasaki()

    assert sign_in(Role.LEAD).get("/travel-legs/abcdefghjkmn").status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_edit_page_names_the_leg_in_the_readers_language(make, sign_in, session, language):
    make.nagasaki()
    leg = jetfoil(session)

    html = page(sign_in(Role.LEAD), f"/travel-legs/{leg.reference}", language)

    assert {"ja": "長崎港 – 福江港", "en": "Nagasaki Port – Fukue Port"}[language] in html


def test_a_municipality_shows_the_sessions_it_takes_part_in_and_no_others(make, client):
    town, other = make.municipality(), make.municipality()
    make.fair(title_ja="夏の合同説明会", municipalities=[town.organisation])
    make.fair(title_ja="下書きの会", municipalities=[town.organisation], state=FairState.DRAFT)
    make.fair(title_ja="よその会", municipalities=[other.organisation])

    html = page(client, f"/municipalities/{town.slug}")

    assert "夏の合同説明会" in html
    assert "残り" in html
    assert "下書きの会" not in html
    assert "よその会" not in html


def test_a_municipality_without_sessions_leads_to_all_of_them(make, client):
    town = make.municipality()

    assert "まだ予定されていません" in page(client, f"/municipalities/{town.slug}")


def test_a_municipality_asks_the_same_number_of_questions_for_1_and_12_sessions(make, client, statements):
    town = make.municipality()
    counted = []
    for sessions in (1, 11):
        for _ in range(sessions):
            make.fair(municipalities=[town.organisation], booths=1, rounds=1)
        statements.clear()
        page(client, f"/municipalities/{town.slug}")
        counted.append(len(statements))

    assert counted[0] == counted[1]
