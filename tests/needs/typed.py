"""What browsers send about a request, part by part, and who sends it."""

import re

import sqlalchemy as sa

from talent_portal.needs.models import Need
from talent_portal.needs.rules.conditions import CONDITIONS
from tests.signin.makers import signed_in_client

WRITE = "/desk/needs/write"
PARTS = {
    "work": {
        "title_ja": "橋の点検の発注と確認",
        "profession": "civil_engineer",
        "tasks": ["bridge_inspection"],
        "duties_ja": "点検の発注",
        "head_count": "1",
        "licences-0-qualification": "civil_works_1",
        "licences-0-level": "3",
        "licences-1-qualification": "pe_construction",
        "licences-1-level": "must",
    },
    "when": {
        "pattern": "days",
        "days": "2",
        "hours": "15.5",
        "starts_on-year": "R8",
        "starts_on-month": "9",
        "starts_on-day": "1",
        "ends_on-year": "2027",
        "ends_on-month": "3",
        "ends_on-day": "31",
        "place_detail_ja": "本庁舎 建設課",
        "remote_percent": "0",
    },
    "joint": {"cost_split": "旅費は勤務日の市町が負担"},
    "conditions": {f"c_{one.code}": "なし" for one in CONDITIONS} | {"travel_paid": "all", "tools": "机とパソコン"},
    "why": {"advertised": ["open_call"], "audience": "public", "budget_line": "8款2項"},
}


def form(part="work", **given):
    """One complete part, as a browser sends it."""
    return {"idempotency_key": f"form-{part}"} | PARTS[part] | given


def edit(need, part):
    """The page of one part."""
    return f"/desk/needs/{need.reference}/edit/{part}"


def version_in(page):
    """The version that the form of a page was made from."""
    return re.search(r'name="version" type="hidden" value="(\d*)"', page)[1]


def summary(page):
    """What the box on top of the form says."""
    return re.search(r'class="error-summary".*?</div>', page, re.DOTALL)[0]


def save(client, need, part, **given):
    """Open one part of a draft, fill it in, save it."""
    address = edit(need, part)
    version = version_in(client.get(address).text)
    return client.post(address, data=form(part, do="save", version=version) | given)


def write(client, make, **given):
    """Write a whole request from an empty form; `given` changes what is typed, by part: `work={"title_ja": "橋"}`."""
    assert client.post(WRITE, data=form("work", do="save") | given.get("work", {})).status_code == 303
    need = only(make)
    for part in list(PARTS)[1:]:
        assert save(client, need, part, **given.get(part, {})).status_code == 303
    return only(make)


def send(client, need):
    """Press the button of the draft's page."""
    page = f"/desk/needs/{need.reference}"
    step = {"to": "submit", "version": version_in_step(client.get(page).text, need)}
    return client.post(f"{page}/own-step", data=step)


def version_in_step(page, need):
    """The version that the buttons of a draft's page carry; the draft's own where something is missing."""
    found = re.search(r'name="version" value="(\d+)"', page)
    return found[1] if found else str(need.version)


def only(make) -> Need:
    make.session.expire_all()
    return make.session.scalars(sa.select(Need)).one()


def count(make) -> int:
    make.session.expire_all()
    return make.session.scalar(sa.select(sa.func.count()).select_from(Need))


def as_role(client, make, role, organisation=None):
    return signed_in_client(
        client, make, make.membership(role, **({"organisation": organisation} if organisation else {}))
    )
