"""Lists and cards: nobody's name for a municipality, nothing smuggled in, the same number of questions however long."""

import re

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.introductions.rules.states import ProposalState

_S = ProposalState


def shown_text(answer) -> str:
    return re.sub(r"<[^>]+>", " ", answer.text)


def test_a_card_and_a_list_of_cards_name_nobody(make, client, sign_in):
    need = make.need()
    town = make.office_of(need)
    cases = [make.proposal(state, need=need, shown=True) for state in (_S.SHORTLISTED, _S.SOUNDED, _S.REFERRED)]
    people = [make.case(case).person for case in cases]
    sign_in(make.membership(Role.MEMBER, organisation=town))

    pages = [
        client.get("/desk/candidates"),
        *(client.get(f"/desk/candidates/{make.again(c).reference}") for c in cases),
    ]

    for page in pages:
        assert page.status_code == 200
        for person in people:
            for said in (*person.name.split(), person.email, person.reference):
                assert said not in shown_text(page)


def test_people_introduced_without_a_card_are_told_apart_as_on_their_pages(make, client, sign_in):
    need = make.need()
    cases = [make.proposal(_S.REFERRED, need=need, shown=shown) for shown in (True, False, False)]
    sign_in(make.membership(Role.MEMBER, organisation=make.office_of(need)))

    links = dict(re.findall(r'<a href="(/desk/candidates/[a-z0-9]+)">(.*?)</a>', client.get("/desk/candidates").text))

    assert len(set(links.values())) == len(cases)
    for address, words in links.items():
        assert re.fullmatch(r"候補者 [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words)
        assert f"<h1>{words} " in client.get(address).text


def test_two_requests_know_one_person_by_two_numbers(make):
    person = make.specialist()
    first, second = (make.case(make.proposal(_S.SHORTLISTED, specialist=person, shown=True)) for _ in range(2))

    assert first.number
    assert second.number
    assert first.number != second.number


def test_a_case_of_another_request_cannot_be_smuggled_into_a_list(make, client, sign_in):
    need, foreign = make.need(), make.proposal(_S.SHORTLISTED)
    sign_in(Role.COORDINATOR)

    answer = client.post(
        f"/desk/introductions/requests/{need.reference}/show", data={"candidate": f"{foreign.reference}:1"}
    )

    assert answer.status_code == 422
    assert make.again(foreign).shown_at is None


@pytest.mark.parametrize("value", ["", ":", "x:1", "zzzzzzzzzzzz:1", "a" * 500, "𠮷:1", "zzzzzzzzzzzz:²"])
def test_odd_boxes_are_refused_in_words(make, client, sign_in, value):
    need = make.need()
    sign_in(Role.COORDINATOR)

    for page in ("show", "propose"):
        data = {"candidate": value, "specialist": value}
        assert client.post(f"/desk/introductions/requests/{need.reference}/{page}", data=data).status_code == 422


def test_several_cards_are_shown_with_one_letter(make, client, sign_in):
    need = make.need()
    approver = make.town_officer(make.office_of(need))
    cases = [make.proposal(_S.SHORTLISTED, need=need) for _ in range(3)]
    sign_in(Role.COORDINATOR)
    boxes = [f"{make.again(case).reference}:{make.again(case).version}" for case in cases]

    client.post(f"/desk/introductions/requests/{make.need_reference(need)}/show", data={"candidate": boxes})

    letters = make.letters_to(make.address_of(approver))
    assert len(letters) == 1
    assert "候補者3人" in letters[0].body
    assert all(make.again(case).shown_at for case in cases)


def test_one_card_too_old_shows_none(make, client, sign_in):
    need = make.need()
    cases = [make.proposal(_S.SHORTLISTED, need=need) for _ in range(2)]
    sign_in(Role.COORDINATOR)
    boxes = [f"{make.again(cases[0]).reference}:{make.again(cases[0]).version}", f"{make.again(cases[1]).reference}:1"]

    client.post(f"/desk/introductions/requests/{make.need_reference(need)}/show", data={"candidate": boxes})

    assert [make.again(case).shown_at for case in cases] == [None, None]


@pytest.mark.parametrize("page", ["/desk/introductions", "/desk/introductions/requests/{need}"])
def test_lists_ask_the_same_however_long(make, client, sign_in, statements, page):
    need = make.need()
    reference = need.reference
    make.proposal(_S.SHORTLISTED, need=need)
    sign_in(Role.COORDINATOR)
    address = page.format(need=reference)
    client.get(address)
    statements.clear()
    client.get(address)
    few = len(statements)
    for _ in range(11):
        make.proposal(_S.SHORTLISTED, need=make.need_again(reference))
    sign_in(Role.COORDINATOR)
    client.get(address)
    statements.clear()

    assert client.get(address).status_code == 200

    assert len(statements) == few


def test_a_municipalitys_list_asks_the_same_however_long(make, client, sign_in, statements):
    need = make.need()
    reference = need.reference
    make.proposal(_S.SHORTLISTED, need=make.need_again(reference), shown=True)
    sign_in(make.membership(Role.MEMBER, organisation=make.office_of(make.need_again(reference))))
    client.get("/desk/candidates")
    statements.clear()
    client.get("/desk/candidates")
    few = len(statements)
    for _ in range(11):
        make.proposal(_S.SHORTLISTED, need=make.need_again(reference), shown=True)
    statements.clear()

    assert client.get("/desk/candidates").text.count('scope="row"') == 12
    assert len(statements) == few


def test_the_home_shows_whose_turn_it_is(make, client, sign_in):
    need = make.need()
    town = make.office_of(need)
    make.proposal(_S.NO_ANSWER, need=need)
    make.proposal(_S.REFERRED, need=make.need_again(make.need_reference(need)))
    sign_in(Role.COORDINATOR)
    assert "期限までに返事がありません" in client.get("/home").text

    sign_in(make.membership(Role.MEMBER, organisation=make.session.merge(town, load=False)))
    assert "候補者の紹介がありました" in client.get("/home").text


@pytest.mark.parametrize(("alike", "shown"), [(5, True), (4, False)])
def test_a_card_is_shown_only_where_five_look_alike(make, client, sign_in, alike, shown):
    make.catalogue()
    need = make.need(profession="civil_engineer")
    town = make.office_of(need)
    people = [make.specialist() for _ in range(alike)]
    case = make.proposal(_S.SHORTLISTED, need=need, specialist=people[0], shown=True)
    sign_in(make.membership(Role.MEMBER, organisation=town))

    page = client.get(f"/desk/candidates/{make.again(case).reference}").text

    assert ("土木技師" in page) is shown
    assert ("照会中" in page) is not shown
