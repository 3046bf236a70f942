"""A name is kept as it was typed, on every way out, and found by however it is searched."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.specialists.actions import letters
from tests.specialists.typed import about, provisional

# 髙 and 﨑 as typed, 神 as U+FA19 (which NFKC would replace), 𠮷 outside the basic plane, 葛 with a variation selector.
NAMES = {"髙": "高", "﨑": "崎", "\ufa19": "神", "𠮷": "𠮷", "葛\U000e0100": "葛"}


@pytest.fixture(autouse=True)
def prefecture(make):
    make.catalogue()
    return make.nagasaki()


@pytest.mark.parametrize("letter", list(NAMES))
def test_a_name_survives_form_database_mail_and_paper(make, client, letter):
    family = f"{letter}野"
    answer = client.post("/register", data=provisional(family_name=family))
    mail = make.letters_to("new@example.com")[0]
    assert f"{family} 修三" in mail.body

    client.post(answer.location, data={"code": make.code_in("new@example.com")})

    assert family in client.get("/me").text
    assert family in client.get("/me/data").text
    assert family in client.get("/me/data.json").text
    assert f'value="{family}"' in client.get("/me/parts/about").text
    saved = client.post("/me/parts/about", data=about(family_name=family) | {"version": "2"})
    assert saved.status_code == 303
    assert f'value="{family}"' in client.get("/me/parts/about").text


@pytest.mark.parametrize(("letter", "typed"), NAMES.items())
def test_a_name_is_found_by_its_common_form(make, sign_in, letter, typed):
    make.specialist(family_name=f"{letter}野", family_kana="ノ")
    make.specialist(family_name="浜灯")

    page = sign_in(Role.COORDINATOR).get("/desk/people", query_string={"text": f"{typed}野"}).text

    assert f"{letter}野" in page
    assert "浜灯" not in page


def test_a_letter_says_the_name_as_typed(make):
    person = make.specialist(family_name="\ufa19﨑", given_name="𠮷葛\U000e0100")

    assert person.name in letters.news(person, "activate").body
