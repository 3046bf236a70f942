"""What an auditor types to find a deed."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from talent_portal.audit.queries import Filters
from talent_portal.audit.rules import LONGEST
from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm


class FilterForm(BaseForm):
    """Filters of the book; they travel in the address, so there is nothing to forge."""

    class Meta(BaseForm.Meta):
        """A question, not a change."""

        csrf = False

    deed = StringField(_l("Deed begins with"), [Length(max=LONGEST)])
    subject = StringField(_l("Subject begins with"), [Length(max=LONGEST)])
    day = DateField(_l("On this day"))

    def draft(self) -> Filters:
        """Return what to look for."""
        return Filters(deed=self.deed.data or "", subject=self.subject.data or "", day=self.day.data)


def filters_of_request() -> tuple[FilterForm, Filters]:
    """Return the form of this request, and its filters as far as they are valid (none otherwise)."""
    form = FilterForm(request.args)
    return form, form.draft() if form.validate() else Filters()
