"""What somebody types to search the access log, and how a wish to be forgotten came in."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length, Regexp

from talent_portal.audit.rules import LONGEST
from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm
from talent_portal.core.marks import _n
from talent_portal.privacy.models import Channel
from talent_portal.privacy.queries import Filters


class FilterForm(BaseForm):
    """Filters of the log; they travel in the address, so there is nothing to forge."""

    class Meta(BaseForm.Meta):
        """A question, not a change."""

        csrf = False

    viewer = StringField(_l("Name of the person or the office"), [Length(max=LONGEST)])
    subject = StringField(_l("Whose data (reference number)"), [Length(max=LONGEST)])
    purpose = StringField(_l("Purpose (code)"), [Length(max=LONGEST)])
    day = DateField(_l("On this day"))

    def draft(self) -> Filters:
        """Return what to look for."""
        return Filters(
            viewer=self.viewer.data or "",
            subject=self.subject.data or "",
            purpose=self.purpose.data or "",
            day=self.day.data,
        )


def filters_of_request() -> tuple[FilterForm, Filters]:
    """Return the form of this request, and its filters as far as they are valid (none otherwise)."""
    form = FilterForm(request.args)
    return form, form.draft() if form.validate() else Filters()


# How a wish reaches the office; whoever holds a link asks on the web.
CHANNELS = {Channel.PHONE: _n("By telephone"), Channel.PAPER: _n("On paper"), Channel.WEB: _n("By e-mail")}
# Whose data a subject stands for, by what stands before its colon; "" for anybody else.
SUBJECT_KINDS = {
    "registration": _n("Participant of a session"),
    "specialist": _n("Person of the talent register"),
    "need-contact": _n("Contact in a staffing request"),
    "account": _n("Account"),
    "": _n("Somebody else"),
}


class WishForm(BaseForm):
    """Somebody wants to be forgotten."""

    subject = StringField(validators=[InputRequired(), Regexp(r"^[a-z-]{1,40}:[a-z0-9]{1,39}\Z")])
    channel = StringField(validators=[AnyOf([channel.value for channel in CHANNELS])])

    def wish(self) -> tuple[str, Channel]:
        """Return who, and how they told us."""
        return str(self.subject.data), Channel(self.channel.data)
