import pytest

from talent_portal.privacy import retention

PAGES = {
    "/privacy": "個人情報の利用目的",
    "/scope": "無料職業紹介の取扱範囲",
    "/complaints": "お申出の後の流れ",
    "/accessibility": "確認の方法",
}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_everybody_can_read_the_public_pages_in_both_languages(client, address, language):
    client.set_cookie("lang", language)

    page = client.get(address)

    assert page.status_code == 200
    assert f'lang="{language}"' in page.text
    assert (PAGES[address] in page.text) is (language == "ja")


def test_the_periods_shown_are_the_ones_applied(client):
    client.set_cookie("lang", "en")

    page = client.get("/privacy")

    assert all(rule.what in page.text and (rule.kept or str(rule.period)) in page.text for rule in retention.rules())


def test_a_processor_abroad_is_named(client):
    assert "Twilio" in client.get("/privacy").text


def test_without_a_notification_the_page_says_so(client):
    assert "通知は、まだ行っていません" in client.get("/scope").text
