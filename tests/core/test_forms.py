"""What every form shares: trimmed text, refusals in words, and a summary that leads to the field."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, PasswordField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from talent_portal.core.forms import BaseForm, CheckboxesField, EmailField, KanaField, PhoneField
from talent_portal.core.i18n import use_language
from tests.core.corpus import REFUSED, SAMPLES


class Inner(Form):
    seats = StringField(validators=[Length(max=2, message="Too many")])


class Sample(BaseForm):
    name = StringField(validators=[InputRequired("Enter a name")])
    note = TextAreaField()
    secret = PasswordField()
    email = EmailField()
    phone = PhoneField()
    kana = KanaField()
    boxes = CheckboxesField(choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])
    rows = FieldList(FormField(Inner))
    plain = FieldList(StringField(validators=[Length(max=1, message="Too long")]))


@pytest.fixture
def fill(app: Flask):
    """`fill(name="…")`: the form as it arrives, already judged."""
    with app.test_request_context(method="POST"):

        def build(**typed):
            form = Sample(MultiDict({"name": "花子"} | typed), meta={"csrf": False})
            form.ok = form.validate()
            return form

        yield build


def test_text_is_trimmed_in_any_width_but_a_password_is_not(fill):
    form = fill(name="\u3000 花子 \t", note=" a\nb ", secret=" s ")

    assert (form.name.data, form.note.data, form.secret.data) == ("花子", "a\nb", " s ")


def test_only_spaces_are_nothing(fill):
    assert fill(name="\u3000").name.data == ""


@pytest.mark.parametrize("sample", [text for text in SAMPLES.values() if text == text.strip()])
def test_what_people_type_stays_as_typed(fill, sample):
    assert fill(note=sample).note.data == sample


@pytest.mark.parametrize("field", ["name", "note", "secret", "email", "phone", "kana"])
@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED.keys())
def test_what_no_database_keeps_is_refused_once_and_in_words(fill, field, typed):
    form = fill(**{field: typed})

    assert not form.ok
    assert len([target for target, _ in form.problems if target == field]) == 1


def test_an_address_is_folded_before_it_is_judged(fill):
    assert fill(email="ＨＡＮＡ＠ｅｘａｍｐｌｅ．ｊｐ").email.data == "hana@example.jp"


@pytest.mark.parametrize(("field", "typed"), [("email", "hana"), ("phone", "110"), ("kana", "Hana")])
def test_a_field_says_what_it_wants_and_keeps_what_was_typed(fill, field, typed):
    form = fill(**{field: typed})

    assert [target for target, _ in form.problems] == [field]
    assert form[field].data.lower() == typed.lower()


def test_the_link_of_the_summary_leads_to_the_first_box(fill):
    assert fill(boxes="c").problems[0][0] == "boxes-0"


def test_the_summary_reaches_into_nested_fields(fill):
    form = fill(**{"rows-0-seats": "1", "rows-1-seats": "100", "plain-0": "ab"})

    assert form.problems == [("rows-1-seats", "Too many"), ("plain-0", "Too long")]


def test_a_refusal_lands_on_its_field_or_on_the_whole(fill):
    form = fill()

    form.refuse("Taken", "email")
    form.refuse("Closed")

    assert form.problems == [("", "Closed"), ("email", "Taken")]


def test_sentences_wait_for_the_language_of_the_reader(app, fill):
    with use_language("en"):
        english = fill(email="hana").problems
    with use_language("ja"):
        japanese = fill(email="hana").problems

    assert english[0][1].isascii()
    assert not japanese[0][1].isascii()


def test_a_form_speaks_outside_a_request_too(app):
    with app.app_context():
        form = Sample(MultiDict({"email": "hana"}), meta={"csrf": False})
        form.validate()

        assert [target for target, _ in form.problems] == ["name", "email"]


def test_a_choice_that_was_not_offered_is_refused(fill):
    assert issubclass(CheckboxesField, SelectMultipleField)
    assert not fill(boxes="\x00").ok
    with use_language("ja"):
        assert str(fill(boxes="<b>z</b>").errors["boxes"][0]) == "一覧にあるものから選んでください"
