"""Three minutes without an account: on a phone, without e-mail, twice, and wrongly."""

import pytest
import sqlalchemy as sa

from talent_portal.accounts.models import Account, AccountKind
from talent_portal.outbox.models import Letter
from talent_portal.privacy import jobs as privacy_jobs
from talent_portal.privacy import queries as privacy
from talent_portal.specialists import queries
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import Specialist, SpecialistState
from tests.specialists.typed import provisional


@pytest.fixture(autouse=True)
def prefecture(make):
    make.catalogue()
    return make.nagasaki()


def people(make):
    make.session.expire_all()
    return list(make.session.scalars(sa.select(Specialist).order_by(Specialist.id)))


def registered(make, client, **given):
    answer = client.post("/register", data=provisional(**given))
    return answer, people(make)[-1]


def test_the_form_says_that_nothing_is_owed_and_nothing_promised(client):
    page = client.get("/register").text

    assert "名簿への登録は採用を約束するものではありません" in page
    assert "登録しても、働く義務は生じません" in page
    assert "お断りになっても、不利益はありません" in page


def test_two_pages_lead_to_ones_own_card(make, client):
    answer, person = registered(make, client)
    assert person.state is SpecialistState.PROVISIONAL

    page = client.post(answer.location, data={"code": make.code_in("new@example.com")}, follow_redirects=True)

    assert page.request.path == "/me"
    assert "入力中" in page.text
    person = make.fresh(person)
    assert person.state is SpecialistState.DRAFT
    account = make.session.get(Account, person.account_id)
    assert (account.email, account.kind) == ("new@example.com", AccountKind.SPECIALIST)
    assert privacy.stands(make.session, queries.REGISTER, "all", queries.subject(person))


def test_the_link_acts_only_when_its_button_is_pressed(make, client):
    _, person = registered(make, client)
    path = f"/register/{person.reference}/confirm/{links.token(links.CONFIRM, person.reference, 1)}"

    assert client.get(path).status_code == 200
    assert make.fresh(person).state is SpecialistState.PROVISIONAL
    assert client.post(path).location == "/me"
    assert make.fresh(person).state is SpecialistState.DRAFT
    assert client.post(path).location == "/sign-in"


def test_a_known_address_gets_the_same_answer_and_its_owner_a_letter(make, client):
    make.specialist(email="known@example.com")

    new = client.post("/register", data=provisional())
    known = client.post("/register", data=provisional(email="known@example.com", idempotency_key="zzzzzzzzzzzz"))

    assert (new.status_code, known.status_code) == (303, 303)
    assert len(new.location) == len(known.location)
    strip = lambda page: page.text.replace(new.location, "").replace(known.location, "")  # noqa: E731
    assert strip(client.get(new.location)) == strip(client.get(known.location))
    assert [letter.template for letter in make.letters_to("known@example.com")] == ["specialists/known"]
    assert len(people(make)) == 2


def test_a_waiting_registration_typed_again_gets_a_new_code(make, client):
    registered(make, client)
    answer = client.post("/register", data=provisional(idempotency_key="zzzzzzzzzzzz"))

    assert len(people(make)) == 1
    assert client.post(answer.location, data={"code": make.code_in("new@example.com")}).location == "/me"


def test_nobody_can_flood_an_address_with_codes(make, client):
    for key in "abcdefgh":
        client.post("/register", data=provisional(idempotency_key=key * 12))

    assert len(make.letters_to("new@example.com")) == 3


def test_a_submit_that_is_repeated_lands_once(make, client):
    first, _ = registered(make, client)
    again, _ = registered(make, client)

    assert first.location == again.location
    assert len(people(make)) == 1
    assert len(make.letters_to("new@example.com")) == 1


def test_five_wrong_codes_end_the_try(make, client):
    answer, person = registered(make, client)
    code = make.code_in("new@example.com")
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert client.post(answer.location, data={"code": wrong}).status_code == 422

    assert client.post(answer.location, data={"code": code}).status_code == 422
    assert make.fresh(person).state is SpecialistState.PROVISIONAL


def test_a_code_ends_after_a_day(make, client, clock):
    answer, _ = registered(make, client)
    code = make.code_in("new@example.com")
    clock.move_to("2026-06-02T09:00:01Z")

    assert client.post(answer.location, data={"code": code}).status_code == 422


def test_without_mail_somebody_calls(make, client, sign_in):
    answer, person = registered(make, client, email="", phone="０９５－０００－１１１１")
    assert "3開庁日以内" in client.get(answer.location).text
    assert make.calls_about(person) == ["specialist.call-back"]
    assert person.phone == "095-000-1111"


def test_somebody_must_be_reachable_and_everything_typed_stays(make, client):
    answer = client.post("/register", data=provisional(email="", family_name="髙﨑"))

    assert answer.status_code == 422
    assert "メールアドレスか電話番号を入力してください" in answer.text
    assert 'value="髙﨑"' in answer.text
    assert people(make) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"professions": []}, "職種を1つ以上選んでください"),
        ({"professions": ["civil_engineer", "ict", "architect", "dietitian"]}, "3つまで"),
        ({"professions": ["astronaut"]}, ""),
        ({"regions": []}, "地域を1つ以上選んでください"),
        ({"available": "later"}, "働けるようになる日を入力してください"),
        ({"kind": "king"}, ""),
        ({"register": ""}, "情報の取扱いに同意いただくか"),
        ({"family_kana": "nagi"}, "ひらがなまたはカタカナ"),
        ({"email": "nobody"}, "メールアドレス"),
        ({"family_name": "a\x00b"}, ""),
    ],
)
def test_what_is_wrong_is_said_in_words(make, client, wrong, said):
    answer = client.post("/register", data=provisional(**wrong))

    assert answer.status_code == 422
    assert said in answer.text
    assert people(make) == []


def test_programs_are_answered_and_forgotten(make, client):
    assert client.post("/register", data=provisional(website="http://x")).status_code == 303
    assert people(make) == []


def test_the_address_of_staff_cannot_register(make, client):
    make.account(email="new@example.com")
    answer, person = registered(make, client)

    page = client.post(answer.location, data={"code": make.code_in("new@example.com")})

    assert page.status_code == 422
    assert "個人のメールアドレスで登録してください" in page.text
    assert make.fresh(person).state is SpecialistState.PROVISIONAL


def test_who_withdrew_may_come_back_with_the_same_address(make, client):
    account = make.specialist_account(email="new@example.com")
    old = make.specialist(email="new@example.com", state=SpecialistState.WITHDRAWN, account_id=account.id)

    answer, person = registered(make, client)
    client.post(answer.location, data={"code": make.code_in("new@example.com")})

    assert make.fresh(person).account_id == account.id
    assert make.fresh(old).account_id is None


def test_unfinished_registrations_are_swept_after_thirty_days(make, client, clock):
    registered(make, client)
    clock.move_to("2026-07-01T09:00:00Z")
    privacy_jobs.clean_up()
    assert len(people(make)) == 1
    clock.move_to("2026-07-03T09:00:00Z")
    privacy_jobs.clean_up()

    assert people(make) == []


def test_the_letter_says_whose_it_is_and_nothing_of_the_profile(make, client):
    _, person = registered(make, client)
    letter = make.session.scalars(sa.select(Letter)).one()

    assert letter.confidential
    assert letter.subject_reference == queries.subject(person)
    assert "土木" not in letter.body


def test_everything_works_in_english(make, client):
    client.get("/language/en")
    answer, person = registered(make, client)

    assert person.language == "en"
    assert "please confirm your registration" in make.letters_to("new@example.com")[0].subject
    assert "Enter the code from the e-mail" in client.get(answer.location).text
