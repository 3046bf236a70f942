"""Days in three boxes, times in one."""

from dataclasses import dataclass
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, Optional

from talent_portal.core.datefields import DateField, TimeField
from talent_portal.core.forms import BaseForm


@dataclass(frozen=True, slots=True)
class Draft:
    on: date | None
    at: time | None


class FairForm(BaseForm):
    on = DateField("Day of the fair", [InputRequired("Enter the day of the fair")])
    at = TimeField("Doors open at", [Optional()])

    def draft(self) -> Draft:
        return Draft(self.on.data, self.at.data)


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def fair_form(year="", month="", day="", at="", **given):
    typed = {"on-year": year, "on-month": month, "on-day": day, "at": at}
    return FairForm(MultiDict(typed), meta={"csrf": False}, **given)


def sentence(form, field="on"):
    form.validate()
    return [str(error) for error in form[field].errors]


@pytest.mark.parametrize("year", ["2027", "２０２７", "R9", "r9", "Ｒ９", "令和9", "令和９年", " 2027 "])
def test_three_boxes_make_one_day(year):
    form = fair_form(year, "１", "23", at="１３：２０")

    assert form.validate()
    assert form.draft() == Draft(date(2027, 1, 23), time(13, 20))


def test_what_was_typed_stays_when_it_is_no_day():
    form = fair_form("R9", "２", "30", at="25:00")

    form.validate()

    assert [part.value for part in form.on.parts] == ["R9", "２", "30"]
    assert form.on.data is None
    assert form.at._value() == "25:00"


def test_a_stored_day_fills_the_boxes():
    form = FairForm(formdata=None, data={"on": date(2027, 1, 23), "at": time(9, 5)}, meta={"csrf": False})

    assert [part.value for part in form.on.parts] == ["2027", "1", "23"]
    assert form.at._value() == "09:05"


def test_the_boxes_have_names_and_ids_of_their_own():
    parts = fair_form().on.parts

    assert [part.name for part in parts] == ["on-year", "on-month", "on-day"]
    assert [part.id for part in parts] == ["on-year", "on-month", "on-day"]
    assert [part.width for part in parts] == [6, 2, 2]


def test_the_summary_links_to_the_first_box():
    form = fair_form("2027", "", "")

    form.validate()

    assert form.problems[0][0] == "on-year"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("", "", ""), "Enter the day of the fair"),
        (("", "1", "23"), "The date must include a year"),
        (("2027", "", "23"), "The date must include a month"),
        (("2027", "1", ""), "The date must include a day"),
        (("27", "1", "23"), "Enter the year like 2027 or R9"),
        (("2027", "Jan", "23"), "Enter the month and the day in digits"),
        (("2027", "2", "29"), "There is no such day in the calendar. Check the date"),
        (("R1", "4", "30"), "There is no such day in the calendar. Check the date"),
    ],
)
def test_each_mistake_has_its_own_sentence(app, typed, expected):
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert sentence(fair_form(*typed)) == [expected]


def test_sentences_are_japanese_by_default():
    assert sentence(fair_form("2027", "2", "29")) == ["その日付は暦にありません。日付をお確かめください"]
    assert sentence(fair_form("2027", "2", "28", at="25時"), "at") == ["時刻は13:20のように入力してください"]


def test_an_optional_day_may_stay_empty():
    class PauseForm(BaseForm):
        until = DateField("Until", [Optional()])

    form = PauseForm(MultiDict({"until-year": "", "until-month": "", "until-day": ""}), meta={"csrf": False})

    assert form.validate()
    assert form.until.data is None


def test_one_value_of_the_fields_own_name_is_understood():
    form = FairForm(MultiDict({"on": "令和9年1月23日"}), meta={"csrf": False})

    assert form.validate()
    assert form.on.data == date(2027, 1, 23)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=6), st.text(max_size=4), st.text(max_size=4), st.text(max_size=6))
def test_whatever_is_typed_is_a_day_or_a_sentence(year, month, day, at):
    form = fair_form(year, month, day, at)

    form.validate()

    assert (form.on.data is None) == bool(form.on.errors)
