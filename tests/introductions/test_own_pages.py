"""What a person finds behind the link of a letter, behind number and code, and after signing in."""

from talent_portal.introductions.rules.states import ProposalState

_S = ProposalState


def test_a_link_only_opens_and_a_button_answers(make, client):
    case = make.proposal(_S.SOUNDED)
    path = make.answer_path(case)

    for _ in range(2):
        assert client.get(path).status_code == 200
    assert make.again(case).state == "sounded"
    assert client.post(f"{path}/answer", data={"version": str(make.again(case).version)}).status_code == 422

    data = {"answer": "decline", "reason": "far", "version": str(make.again(case).version)}
    assert client.post(f"{path}/answer", data=data).status_code == 303
    assert (make.again(case).state, make.again(case).reason_code) == ("not_interested", "far")
    assert "今回は見送る" in client.get(path).text


def test_a_second_answer_says_that_the_case_has_moved(make, client):
    case = make.proposal(_S.SOUNDED)
    path, data = make.answer_path(case), {"answer": "interest", "version": str(case.version)}
    client.post(f"{path}/answer", data=data)

    assert client.post(f"{path}/answer", data=data).status_code == 409
    assert make.again(case).state == "interested"


def test_consent_and_withdrawal_through_the_link(make, client):
    case = make.proposal(_S.INTERESTED)
    path = make.answer_path(case)
    data = {"version": str(make.again(case).version), "consent_version": make.sharing_text().version}
    client.post(f"{path}/consent", data=data)
    assert make.case(case).consent is not None

    assert "取り下げる" in client.get(f"{path}/withdraw").text
    client.post(f"{path}/withdraw", data={"version": str(make.again(case).version)})
    assert (make.again(case).state, make.case(case).consent) == ("withdrawn", None)


def test_number_and_code_lead_to_the_same_page(make, client):
    asked = make.enquiry(make.proposal(_S.SOUNDED))
    path, number, code = make.path_of(asked), asked.number, asked.code
    assert client.get("/answer").status_code == 200

    answer = client.post("/answer", data={"number": number, "code": code})
    assert answer.headers["Location"] == path
    assert client.post("/answer", data={"number": number, "code": "12"}).status_code == 422


def test_whoever_signs_in_finds_their_requests(make, client, sign_in):
    account = make.signing_specialist()
    case = make.proposal(_S.SOUNDED, specialist=make.specialist(account_id=account.id))
    make.proposal(_S.SOUNDED)
    sign_in(account)

    page = client.get("/my/requests").text

    assert page.count("/enquiries/") == 1
    assert make.answer_path(case) in page


def test_the_letter_and_its_page_say_the_same_in_english(make, client):
    case = make.proposal(_S.SOUNDED, language="en", email="a@example.com")
    body = make.letters_to("a@example.com")[-1].body
    client.set_cookie("lang", "en")

    page = client.get(make.answer_path(case)).text

    for said in ("2 days a week, which ones by agreement", "Travel costs", "Wed 1 Jul 2026"):
        assert said in body
        assert said in page
