"""The front page and the doors behind it: what is open now, and nothing that is not."""

import dataclasses
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.app import create_app
from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.demo.actions import load_prefecture
from talent_portal.fairs.models import FairState
from talent_portal.settings import Environment, MailGatewayKind, MailSettings
from tests.browser.world import NAGASAKI


def test_an_empty_house_says_that_nothing_is_announced_yet(client):
    page = client.get("/").text

    assert "お知らせできる説明会は、まだありません" in page


def test_the_front_page_shows_the_next_three_sessions_soonest_first(client, make):
    for day in (40, 10, 30, 20):
        make.fair(title_ja=f"{day}日後の会", starts_at=clock.now() + timedelta(days=day))

    page = client.get("/").text

    assert re.findall(r"(\d+)日後の会", page) == ["10", "20", "30"]
    assert "すべての説明会 (4)</a>" in page


def test_drafts_and_called_off_sessions_stay_off_the_front_page(client, make):
    make.fair(title_ja="準備中の会", state=FairState.DRAFT)
    gone = make.fair(title_ja="中止の会")
    gone.state = FairState.CANCELLED
    make.keep(gone)

    page = client.get("/").text

    assert "準備中の会" not in page
    assert "中止の会" not in page


def test_the_map_counts_the_booths_of_coming_sessions(client, make):
    load_prefecture(WORKER, NAGASAKI)
    make.fair(municipalities=_towns(make, "五島市", "壱岐市"))

    page = client.get("/").text

    assert page.count('class="tile ') == 21
    assert re.search(
        r'municipality=goto"><span class="tile__name">五島</span> <b class="tile__count number">1</b>', page
    )
    assert 'href="/municipalities/tsushima"' in page


def test_the_front_page_asks_as_much_for_one_session_as_for_many(client, make, statements):
    make.fair()
    client.get("/")
    statements.clear()
    client.get("/")
    few = len(statements)
    for _ in range(4):
        make.fair()
    statements.clear()

    client.get("/")

    assert len(statements) == few


@pytest.mark.parametrize("path", ["/experience", "/offices"])
def test_the_doors_say_whom_to_call(client, path):
    assert "000-000-0000" in client.get(path).text


def test_the_door_for_people_with_experience_leads_to_the_register(client):
    assert 'href="/register"' in client.get("/experience").text


def test_the_style_guide_is_no_page_in_production(app, client):
    shown = client.get("/styleguide").status_code
    settings = dataclasses.replace(
        app.extensions["settings"],
        environment=Environment.PRODUCTION,
        base_url="https://portal.example.jp",
        mail=MailSettings(gateway=MailGatewayKind.SMTP),
    )
    public = create_app(settings).test_client()

    hidden = public.get("/styleguide", base_url="https://portal.example.jp").status_code

    assert (shown, hidden) == (200, 404)


def test_the_language_switch_comes_back_to_the_same_page(client):
    page = client.get("/experience").text
    switch = re.search(r'href="(/language/en[^"]*)"', page)[1].replace("&amp;", "&")

    answer = client.get(switch)

    assert answer.location == "/experience"
    assert "For people with experience or a licence" in client.get(answer.location).text


def _towns(make, *names):
    return list(make.session.scalars(sa.select(Organisation).where(Organisation.name_ja.in_(names))))
