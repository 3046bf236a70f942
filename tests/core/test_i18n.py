"""Japanese unless asked otherwise, and the same sentence never in two languages at once."""

from types import SimpleNamespace

import pytest

from talent_portal.core import catalogs
from talent_portal.core.errors import Busy, Refusal
from talent_portal.core.i18n import language, local, say, use_language
from talent_portal.core.views import safe_next

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("cookie", "expected"), [(None, "ja"), ("en", "en"), ("ja", "ja"), ("fr", "ja"), ("\x00", "ja")]
)
def test_the_cookie_decides_and_japanese_is_the_default(client, cookie, expected):
    if cookie:
        client.set_cookie("lang", cookie)

    assert f'<html lang="{expected}"' in client.get("/no/such/page").text


def test_the_switch_remembers_and_leads_back(client):
    answer = client.get("/language/en?next=/fairs?page=2")

    assert answer.headers["Location"] == "/fairs?page=2"
    assert client.get_cookie("lang").value == "en"


def test_an_unknown_language_is_not_remembered(client):
    client.get("/language/xx")

    assert client.get_cookie("lang") is None


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "//[",
        "http://[",
        "/a\nSet-Cookie: x",
        "/\t/evil.example",
    ],
)
def test_nobody_is_led_away(target):
    assert safe_next(target) == "/"


@pytest.mark.parametrize("target", ["/", "/fairs", "/fairs?page=2#top", "/説明会"])
def test_our_own_pages_are_safe(target):
    assert safe_next(target) == target


def test_a_letter_speaks_the_language_of_its_reader(app):
    with app.test_request_context():
        before = say(Busy())
        with use_language("en"):
            assert say(Busy()).isascii()
        assert say(Busy()) == before
        assert not before.isascii()


def test_outside_a_request_japanese_is_spoken(app):
    with app.app_context():
        assert language() == "ja"


def test_an_unknown_language_falls_back_to_japanese(app):
    with app.app_context(), use_language("xx"):
        assert language() == "ja"


def test_a_thing_is_named_in_the_readers_language_or_in_japanese(app):
    town = SimpleNamespace(name_ja="波佐見町", name_en="Hasami")
    nameless = SimpleNamespace(name_ja="波佐見町", name_en="")

    with app.app_context(), use_language("en"):
        assert (local(town, "name"), local(nameless, "name"), local(town, "slogan")) == ("Hasami", "波佐見町", "")


def test_a_refusal_fills_in_its_numbers(app):
    class Few(Refusal):
        code = "few"
        message = "Only %(left)s seats are left."

    with app.app_context(), use_language("en"):
        assert say(Few(left=2)) == "Only 2 seats are left."


def _catalog(folder, feature, sentence, said):
    (folder / "ja").mkdir(exist_ok=True)
    (folder / "ja" / f"{feature}.po").write_text(f'{HEAD}msgid "{sentence}"\nmsgstr "{said}"\n')


def test_catalogs_are_merged(tmp_path):
    _catalog(tmp_path, "a", "Yes", "はい")
    _catalog(tmp_path, "b", "No", "いいえ")

    assert catalogs.build(tmp_path) == 2
    assert (tmp_path / "ja" / "LC_MESSAGES" / "messages.mo").exists()


def test_one_sentence_has_one_translation(tmp_path):
    _catalog(tmp_path, "a", "Open", "開く")
    _catalog(tmp_path, "b", "Open", "受付中")

    with pytest.raises(ValueError, match=r"b\.po: 'Open' is translated twice"):
        catalogs.merged("ja", tmp_path)
    assert catalogs.merged("ja", tmp_path, strict=False).get("Open").string == "開く"
