"""The form on which somebody asks for the link of their own page again."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from talent_portal.core.forms import BaseForm, EmailField

LONGEST_NUMBER = 40
LONGEST_ADDRESS = 254


class LinkForm(BaseForm):
    """Number and address as the office knows them."""

    number = StringField(
        _l("Your number in the joint selection"),
        [DataRequired(_l("Enter your number in the joint selection")), Length(max=LONGEST_NUMBER)],
    )
    email = EmailField(
        _l("The e-mail address that you gave when you applied"),
        [DataRequired(_l("Enter the e-mail address that you gave when you applied")), Length(max=LONGEST_ADDRESS)],
    )
