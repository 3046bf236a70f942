"""The form on the style guide: one of every kind of question."""

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from talent_portal.core.datefields import DateField, TimeField
from talent_portal.core.forms import BaseForm, CheckboxesField, EmailField, PhoneField

KINDS = [Choice("site", "会場"), Choice("online", "オンライン"), Choice("both", "会場とオンライン")]
INTERESTS = [Choice("admin", "一般行政"), Choice("civil", "土木"), Choice("open", "まだ決めていない")]
TOWNS = [Choice("422011", "長崎市"), Choice("422045", "諫早市"), Choice("422118", "五島市")]


class SampleForm(BaseForm):
    """Every kind of field, some required, some not."""

    name = StringField("お名前", [InputRequired("お名前を入力してください")], render_kw={"autocomplete": "name"})
    email = EmailField("メールアドレス", [InputRequired("メールアドレスを入力してください")])
    phone = PhoneField("電話番号")
    day = DateField("開催日", [InputRequired("開催日を入力してください")])
    starts = TimeField("開始時刻")
    seats = IntegerField("定員")
    kind = RadioField("開催方法", [InputRequired("開催方法を選んでください")], choices=KINDS)
    interests = CheckboxesField("関心のある職種", choices=INTERESTS)
    place = SelectField("会場のある市町", choices=TOWNS)
    message = TextAreaField("参加者へのメッセージ")
    file = FileField("回答のExcel")
    agreed = BooleanField("申込内容を確認しました")
