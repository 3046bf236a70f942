"""The form on the style guide: one of every kind of question."""

from flask_babel import LazyString
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from talent_portal.core.datefields import DateField, TimeField
from talent_portal.core.forms import BaseForm, CheckboxesField, EmailField, PhoneField
from talent_portal.core.i18n import gettext, language
from talent_portal.core.weekfields import WeekField


def _both(ja: str, en: str) -> LazyString:
    """Return a sample text in the language of whoever reads it."""
    return LazyString(lambda: ja if language() == "ja" else en)


KINDS = [
    Choice("site", _both("会場", "On site")),
    Choice("online", _both("オンライン", "Online")),
    Choice("both", _both("会場とオンライン", "Both")),
]
INTERESTS = [
    Choice("admin", _both("一般行政", "Administration")),
    Choice("civil", _both("土木", "Civil engineering")),
    Choice("open", _both("まだ決めていない", "Not decided yet")),
]
TOWNS = [
    Choice("422011", _both("長崎市", "Nagasaki")),
    Choice("422045", _both("諫早市", "Isahaya")),
    Choice("422118", _both("五島市", "Goto")),
]
REFUSED = ("name", "email", "day", "kind", "interests", "halves", "place", "message", "agreed")
NEEDED = InputRequired("…")


class SampleForm(BaseForm):
    """Every kind of field, some required, some not."""

    name = StringField(_both("お名前", "Name"), [NEEDED], render_kw={"autocomplete": "name"})
    email = EmailField(_both("メールアドレス", "E-mail address"), [NEEDED])
    phone = PhoneField(_both("電話番号", "Telephone"))
    day = DateField(_both("開催日", "Day"), [NEEDED])
    starts = TimeField(_both("開始時刻", "Starts at"))
    seats = IntegerField(_both("定員", "Places"))
    kind = RadioField(_both("開催方法", "Kind"), [NEEDED], choices=KINDS)
    interests = CheckboxesField(_both("関心のある職種", "Fields of interest"), choices=INTERESTS)
    halves = WeekField(_both("勤務できる曜日", "Days available"))
    place = SelectField(_both("会場のある市町", "Municipality of the venue"), choices=TOWNS)
    message = TextAreaField(_both("参加者へのメッセージ", "Message to participants"))
    file = FileField(_both("回答のExcel", "Answer as Excel"))
    agreed = BooleanField(_both("申込内容を確認しました", "I have checked what I typed"))


def refused_sample() -> SampleForm:
    """Return the form as it looks after a refusal."""
    form = SampleForm(formdata=None)
    for name in REFUSED:
        form.refuse(gettext("Please check what you typed"), name)
    return form
