"""The person's own pages: by link, by code, signed in; in both languages, and as paper."""

import pypdfium2
import pytest

from talent_portal.placements import actions
from talent_portal.placements.actions import ReportDraft
from talent_portal.placements.gateway import links
from talent_portal.placements.models import Channel, Offer, OfferAnswer, Side
from talent_portal.placements.rules.states import OfferState, PlacementState
from tests.signin.makers import signed_in_client

RARE = {"family_name": "髙﨑𠮷", "given_name": "神\ufa19葛\U000e0100子"}


def link(thing, tail=""):
    kind = links.OFFER if isinstance(thing, Offer) else links.PLACEMENT
    return links.path(kind, thing.reference, thing.token_version) + tail


def text(answer):
    return answer.get_data(as_text=True)


def paper(answer):
    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(answer.get_data())
    assert document.is_tagged()
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_opening_the_link_changes_nothing_and_sending_the_answer_counts(make, client):
    made = make.offer()

    page = client.get(link(made))
    assert "日額 15,000円" in text(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert make.renewed(made).person_answer == ""
    answer = client.post(link(made, "/answer"), data={"terms": "1", "answer": "yes"})

    assert answer.status_code == 303
    assert make.renewed(made).person_answer == "yes"
    page = text(client.get(link(made)))
    assert "承諾済みです" in page
    assert "までにご回答ください" not in page


def test_an_empty_answer_is_explained(make, client):
    made = make.offer()

    answer = client.post(link(made, "/answer"), data={"terms": "1"})

    assert answer.status_code == 422
    assert "回答を選んでください" in text(answer)


def test_terms_that_changed_meanwhile_are_shown_before_the_answer_counts(make, client):
    made = make.offer()

    answer = client.post(link(made, "/answer"), data={"terms": "9", "answer": "yes"})

    assert answer.status_code == 409
    assert "もう一度お読みのうえ" in text(answer)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (OfferState.CONDITIONS, "双方が承諾しました"),
        (OfferState.RESCINDED, "この提示は終わりました"),
        (OfferState.APPOINTED, "任用が記録されました"),
    ],
)
def test_every_state_says_what_happens_next(make, client, state, sentence):
    made = make.offer(state=state)

    page = text(client.get(link(made)))

    assert sentence in page
    assert "回答を送る" not in page


def test_a_draft_has_no_page_for_the_person(make, client):
    assert client.get(link(make.offer(state=OfferState.DRAFT))).status_code == 404


def test_number_and_code_lead_to_the_terms_and_the_answer_remembers_it(make, client, session):
    made = make.offer()
    code = make.renewed(made).code

    wrong = client.post("/offers/code", data={"number": made.number, "code": "000000" if code != "000000" else "1"})
    assert wrong.status_code == 422
    answer = client.post("/offers/code", data={"number": made.number, "code": code})
    assert answer.location.endswith("?by=code")
    client.post(link(made, "/answer?by=code"), data={"terms": "1", "answer": "yes"})

    assert [each.channel for each in session.query(OfferAnswer)] == [Channel.CODE]


def test_a_specialist_who_is_signed_in_finds_terms_and_appointments(make, client, session):
    account = make.account(kind="specialist")
    person = make.specialist(account_id=account.id)
    made = make.offer(make.parties(specialist=person))
    make.offer()
    placed = make.placement(make.parties(specialist=person), halves=1)
    mine = signed_in_client(client, make, account)

    page = text(mine.get("/my/placements"))
    mine.post(link(made, "/answer"), data={"terms": "1", "answer": "yes"})

    assert page.count("queue__row") == 2
    assert link(placed) in page
    assert [each.channel for each in session.query(OfferAnswer).filter_by(offer_id=made.id)] == [Channel.SIGN_IN]


def test_staff_who_open_the_persons_list_are_led_to_their_desk(make, as_):
    answer = as_(make.parties().approver).get("/my/placements")

    assert answer.location == "/desk/placements"


def test_the_person_sees_the_whole_week_of_all_municipalities(make, client):
    person = make.specialist()
    first = make.placement(make.parties(specialist=person))
    second = make.placement(make.parties(specialist=person), halves=1 << 8)

    page = text(client.get(link(first, "?week=2026-07-06")))

    assert first.parties.office.name_ja in page
    assert second.parties.office.name_ja in page


def test_a_wish_and_a_report_are_sent_from_the_persons_page(make, client):
    made, over = make.placement(), make.placement(state=PlacementState.ENDED)

    assert client.post(link(made, "/ask"), data={"wish": "other_days"}).status_code == 303
    assert make.renewed(made).asked == "other_days"
    assert client.get(link(over, "/report")).status_code == 200
    assert client.get(link(made, "/report")).status_code == 404
    assert client.post(link(over, "/report"), data={"days_worked": "x"}).status_code == 422
    facts = {"days_worked": "20", "work_done": "点検", "again": "unsure", "key": "abc234def567"}
    assert client.post(link(over, "/report"), data=facts).status_code == 303


def test_the_other_sides_report_is_absent_until_both_are_in(make, client, as_):
    made = make.placement(state=PlacementState.ENDED)
    who = made.parties
    draft = ReportDraft(days_worked=20, work_done="町の報告", again="yes", key="abc234def567")
    actions.report(who.member, made.reference, draft, Channel.OFFICE)

    assert "町の報告" not in text(client.get(link(made)))
    assert "町の報告" not in text(as_(who.approver).get(f"/desk/placements/{made.reference}"))
    client.post(link(made, "/report"), data={"days_worked": "1", "work_done": "私の報告", "again": "yes", "key": "x"})

    assert "町の報告" in text(client.get(link(made)))
    assert "私の報告" in text(as_(who.approver).get(f"/desk/placements/{made.reference}"))
    assert "私の報告" not in text(as_(who.member).get(f"/desk/placements/{made.reference}"))


@pytest.mark.parametrize(
    ("language", "words"), [("ja", ("勤務条件提示書", "案", "橋の点検")), ("en", ("Sheet of terms", "Draft"))]
)
def test_the_sheet_of_terms_is_a_tagged_pdf_that_keeps_every_letter_of_a_name(make, client, language, words):
    made = make.offer(make.parties(specialist=make.specialist(**RARE)))
    client.set_cookie("lang", language)

    said = paper(client.get(link(made, "/terms.pdf")))

    assert all(word in said for word in (*words, "髙﨑𠮷", "神\ufa19葛"))


def test_the_letter_of_introduction_names_the_person_and_the_town(make, as_):
    who = make.parties(specialist=make.specialist(**RARE))
    make.introduced(who)

    answer = as_(who.approver).get(f"/desk/proposals/{who.proposal.reference}/introduction.pdf")

    said = paper(answer)
    assert "髙﨑𠮷" in said
    assert who.office.name_ja in said
    assert "紹介状" in said


def test_the_sheet_of_the_office_carries_the_name_for_the_approver_only(make, as_):
    made = make.offer()
    who = made.parties
    address = f"/desk/offers/{made.reference}/terms.pdf"

    assert who.specialist.family_name in paper(as_(who.approver).get(address))
    assert as_(who.member).get(address).status_code == 403


def test_a_name_with_rare_letters_survives_page_and_mail(make, client):
    who = make.parties(specialist=make.specialist(**RARE))
    made = make.offer(who)

    body = make.mail_to(who.specialist.email)[-1].body

    assert "髙﨑𠮷 神\ufa19葛\U000e0100子" in body
    assert make.say(made, Side.PERSON).person_answer == "yes"
