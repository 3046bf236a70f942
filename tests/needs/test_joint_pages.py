"""Joint requests, through the front door: typed line by line, mended when the days change, confirmed by a partner."""

import re

from talent_portal.accounts.permissions import Role
from talent_portal.needs.models import NeedState
from tests.needs.typed import edit, only, save, send, summary, write
from tests.signin.makers import signed_in_client


def lines(office, partner, own, theirs):
    """Two lines of a joint request: (days, cost) of each."""
    return {
        "shares-0-organisation": office.reference, "shares-0-days": own[0], "shares-0-cost": own[1],
        "shares-1-organisation": partner.reference, "shares-1-days": theirs[0], "shares-1-cost": theirs[1],
    }  # fmt: skip


def test_a_joint_request_is_typed_line_by_line_and_confirmed_by_its_partner(town, make, office):
    partner = make.municipality(name_ja="波佐見町").organisation
    written = write(town, make, joint=lines(office, partner, ("1.5", "70"), ("0.5", "30")))
    assert send(town, written).status_code == 303
    need = only(make)
    assert need.state is NeedState.SUBMITTED

    other = signed_in_client(town, make, make.membership(Role.MEMBER, organisation=partner))
    page = other.get(f"/desk/needs/{need.reference}").text
    assert "この分担で共同依頼に参加しますか" in page
    answered = other.post(f"/desk/needs/{need.reference}/part", data={"answer": "yes"})
    assert "回答を送信しました" in other.get(answered.location).text
    again = other.post(f"/desk/needs/{need.reference}/part", data={"answer": "no"}, follow_redirects=True)
    assert "貴市町はすでに回答しています" in again.text


def test_parts_that_are_not_the_whole_are_refused_on_the_form(town, make, office, draft):
    partner = make.municipality().organisation

    refused = save(town, draft, "joint", **lines(office, partner, ("1", "50"), ("0.5", "50")))

    assert refused.status_code == 422
    assert "各市町の日数の合計を、依頼全体の日数に合わせてください" in refused.text
    assert re.search(r'name="shares-1-days"[^>]*value="0.5"', refused.text)


def test_days_that_changed_later_wait_until_the_parts_are_mended(town, make, office):
    partner = make.municipality().organisation
    written = write(town, make, joint=lines(office, partner, ("1", "50"), ("1", "50")))

    assert save(town, written, "when", days="3").status_code == 303
    refused = send(town, only(make))

    assert refused.location.startswith(f"{edit(written, 'joint')}?")
    assert "市町ごとの日数" in summary(town.get(refused.location).text)
    assert only(make).state is NeedState.DRAFT
    save(town, written, "joint", **lines(office, partner, ("2", "50"), ("1", "50")))
    send(town, only(make))
    assert only(make).state is NeedState.SUBMITTED


def test_what_is_stored_stands_in_the_form_again(town, make, office):
    partner = make.municipality().organisation
    need = make.need(author=make.officer(Role.MEMBER, office), partners=[partner], state=NeedState.DRAFT, half_days=5)

    page = town.get(edit(need, "joint")).text

    assert re.search(r'name="shares-0-days"[^>]*value="1.5"', page)
    assert re.search(r'name="shares-1-cost"[^>]*value="50"', page)
    assert 'value="2.5"' in town.get(edit(need, "when")).text
