"""The form of a round."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from talent_portal.core.calendar import fiscal_year
from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm
from talent_portal.shortages.actions import RoundDraft

NEEDED = _l("Fill in this field")


def up_to(most: int) -> Length:
    """Return the rule for the length of a text, in words."""
    return Length(max=most, message=_l("Use at most %(max)d characters"))


class RoundForm(BaseForm):
    """When the survey is sent out, until when it is answered, and as of which day it counts."""

    title_ja = StringField(_l("Title in Japanese"), [DataRequired(NEEDED), up_to(120)])
    title_en = StringField(_l("Title in English"), [up_to(160)])
    as_of = DateField(_l("Counted as of"), [DataRequired(NEEDED)])
    opens_on = DateField(_l("Sent out on"), [DataRequired(NEEDED)])
    closes_on = DateField(_l("Survey answered by"), [DataRequired(NEEDED)])
    note = TextAreaField(_l("What the municipalities should know"), [up_to(1000)])

    def draft(self) -> RoundDraft:
        """Return what was typed, once `validate()` has said yes. The fiscal year is that of the day counted."""
        days: dict[str, date] = {name: self[name].data for name in ("as_of", "opens_on", "closes_on")}
        return RoundDraft(
            title_ja=self.title_ja.data or "",
            title_en=self.title_en.data or "",
            fiscal_year=fiscal_year(days["as_of"]),
            note=self.note.data or "",
            **days,
        )
