"""The form on which an applicant names municipalities, best first."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import local
from talent_portal.matching_days.queries.seats import Offer


class WishesForm(BaseForm):
    """One list for each wish; those that are left empty do not count."""

    wish_1 = SelectField(_l("First wish"), default="")
    wish_2 = SelectField(_l("Second wish"), default="")
    wish_3 = SelectField(_l("Third wish"), default="")
    version = HiddenField()

    def offer(self, offers: Sequence[Offer], most: int) -> None:
        """Fill in what there is to choose from, and take away the wishes that this day does not have."""
        named = [(one.programme, _named(one)) for one in offers]
        for position in (1, 2, 3):
            if position > most:
                del self[f"wish_{position}"]
            else:
                self[f"wish_{position}"].choices = [("", gettext("(no municipality)")), *named]

    @property
    def fields(self) -> list[SelectField]:
        """Return the lists that this day has."""
        return [field for field in self if isinstance(field, SelectField)]

    @property
    def chosen(self) -> list[str]:
        """Return the municipalities named, best first."""
        return [field.data for field in self.fields if field.data]

    def fill(self, wishes: Sequence[Offer]) -> None:
        """Show a list that was kept."""
        for field, one in zip(self.fields, wishes, strict=False):
            field.data = one.programme


def _named(one: Offer) -> str:
    """Return a municipality with the seats it still has."""
    return str(gettext("%(municipality)s (seats: %(seats)s)", municipality=local(one, "name"), seats=one.free))
