"""Letters as PDF: every letter of a name is there, tagged, and nothing typed is ever markup."""

import pypdfium2
import pytest

from talent_portal.core.files import fonts
from talent_portal.core.files.pdf import pdf

LETTER = {
    "number": "8人第123号",
    "date": "令和8年11月23日",
    "to": ["長崎市長　様"],
    "from": ["長崎県知事"],
    "paragraphs": ["髙﨑 神\ufa19 𠮷田 様を紹介します。", "二つ目の段落です。"],
    "facts": [["氏名", "𠮷田 神\ufa19"], ["勤務", "週2日\n令和8年度"]],
    "closing": "以上",
}


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


def text_of(data):
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_letter_holds_every_letter_of_a_name():
    text = text_of(pdf("letter", LETTER, title="紹介状", language="ja"))

    for word in ("紹介状", "髙﨑", "神\ufa19", "𠮷田", "8人第123号", "令和8年11月23日", "週2日", "以上"):
        assert word in text


def test_a_letter_is_made_at_any_fraction_of_a_second(clock):
    clock.shift(0.123456)

    assert pdf("letter", {}, title="x", language="ja").startswith(b"%PDF")


def test_a_letter_is_tagged_and_has_title_and_language():
    data = pdf("letter", LETTER, title="紹介状", language="ja")

    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["Title"] == "紹介状"
    assert document.is_tagged()
    assert b"/Lang(ja)" in data.replace(b" ", b"")
    assert b"pdfuaid:part" in data


def test_a_letter_in_english_is_made_too():
    assert "Dear" in text_of(pdf("letter", {"paragraphs": ["Dear all,"]}, title="Introduction", language="en"))


@pytest.mark.parametrize(
    "typed", ["#panic()", "*bold*", "= heading", '#read("house.typ")', "$x$", "\\", "[", "`", "<a>", "@x", "// gone"]
)
def test_what_was_typed_is_never_markup(typed):
    assert typed in text_of(pdf("letter", {"paragraphs": [typed], "to": [typed]}, title=f"t {typed}", language="ja"))


def test_an_empty_letter_is_still_a_letter():
    assert "題" in text_of(pdf("letter", {}, title="題", language="ja"))


@pytest.mark.parametrize("name", ["nothing", "../pdf", "/etc/passwd"])
def test_only_our_own_templates_are_used(name):
    with pytest.raises(LookupError):
        pdf(name, {}, title="x", language="ja")


def test_a_machine_without_japanese_fonts_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(fonts, "JAPANESE", ("No such font",))

    with pytest.raises(fonts.FontMissing, match="fonts-ipaexfont"):
        pdf("letter", {}, title="x", language="ja")


def test_fonts_beside_the_data_are_read_too(monkeypatch):
    fonts.own_folder().mkdir(parents=True, exist_ok=True)
    asked = []
    monkeypatch.setattr(fonts, "_book", asked.extend)

    fonts.book()

    assert str(fonts.own_folder()) in asked
