"""Text as people type it: folded for comparing, never changed for keeping."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from talent_portal.core import text
from tests.core.corpus import REFUSED, SAMPLES

anything = some.text(max_size=40)
japanese = some.text(some.sampled_from("ｱｶﾞﾊﾟｰあがぱーアガパ漢髙﨑 \u3000\u3099\u309a゛゜・ＡａA0０-ー‐"), max_size=30)
thorough = settings(max_examples=2_000, deadline=None)

FOLDS = [text.folded_email, text.folded_phone, text.katakana, text.search_key, text.trimmed]
JUDGES = [text.is_email, text.is_phone, text.is_katakana, text.is_storable]


@pytest.mark.parametrize("fold", FOLDS, ids=lambda fold: fold.__name__)
@thorough
@given(given_text=anything | japanese)
def test_folding_twice_is_folding_once(fold, given_text):
    once = fold(given_text)

    assert fold(once) == once


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
@thorough
@given(given_text=anything | japanese | some.text(some.characters(), max_size=10))
def test_every_text_is_judged(judge, given_text):
    assert judge(given_text) in {True, False}


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_what_people_type_can_be_stored(sample):
    assert text.is_storable(sample)


@pytest.mark.parametrize("sample", REFUSED.values(), ids=REFUSED.keys())
def test_what_no_database_keeps_is_refused(sample):
    assert not text.is_storable(sample)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＨＡＮＡＫＯ＠ＥＸＡＭＰＬＥ．ＪＰ", "hanako@example.jp"),
        (" Hanako@Example.JP\u3000", "hanako@example.jp"),
        ("ha nako@example.jp", "hanako@example.jp"),
    ],
)
def test_one_address_is_one_address_however_typed(typed, folded):
    assert text.folded_email(typed) == folded


@pytest.mark.parametrize("address", ["a@example.jp", "a..b@example.ne.jp", "a.@example.ne.jp", "x+y@mail.example.com"])
def test_addresses_that_exist_are_taken(address):
    assert text.is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "a",
        "a@",
        "@example.jp",
        "a@b",
        "a@exa mple.jp",
        "a@@example.jp",
        "a@-.jp",
        "花子@example.jp",
        "a" * 250 + "@b.jp",
    ],
)
def test_addresses_that_cannot_exist_are_not(address):
    assert not text.is_email(address)


@pytest.mark.parametrize(
    "number", ["095-824-1111", "０９５－８２４－１１１１", "(095)824-1111", "09012345678", "0120ー000ー000"]
)
def test_telephone_numbers_are_taken_in_any_width(number):
    assert text.is_phone(text.folded_phone(number))


@pytest.mark.parametrize("number", ["", "110", "95-824-1111", "095-824-11111111", "٠٩٥٨٢٤١١١١", "095-824-111a"])
def test_what_no_telephone_can_dial_is_not(number):
    assert not text.is_phone(text.folded_phone(number))


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("ながさき はなこ", "ナガサキ ハナコ"),
        ("ﾅｶﾞｻｷ ﾊﾅｺ", "ナガサキ ハナコ"),
        ("ナガサキ\u3000\u3000ハナコ", "ナガサキ ハナコ"),
        ("ゔぃーら", "ヴィーラ"),
    ],
)
def test_a_reading_becomes_katakana(typed, reading):
    assert text.katakana(typed) == reading
    assert text.is_katakana(reading)


def test_a_reading_in_letters_is_none():
    assert not text.is_katakana(text.katakana("Hanako"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙﨑", "高崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("ﾅｶﾞｻｷ", "ながさき"),
        ("山田 花子", "山田\u3000花子"),
        ("葛\U000e0100城", "葛城"),
        ("ｽﾐｽ", "スミス"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_searching_joins_what_people_type_for_one_another(one, other):
    assert text.search_key(one) == text.search_key(other)


def test_a_name_is_never_normalised():
    assert unicodedata.normalize("NFKC", "㈱") != "㈱"
    assert text.trimmed("㈱髙﨑") == "㈱髙﨑"


def test_nothing_trimmed_is_nothing():
    assert text.trimmed(None) is None
    assert text.trimmed("\u3000 \t") == ""
