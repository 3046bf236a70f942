"""What coordinators fill in at the desk of the outbox."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from talent_portal.core.forms import BaseForm
from talent_portal.core.references import PATTERN
from talent_portal.outbox.models import PhoneResult

LONGEST_NOTE = 1_000


@dataclass(frozen=True, slots=True)
class CallDraft:
    """How a call went."""

    result: PhoneResult
    note: str


class CallForm(BaseForm):
    """How a call went, and what the next caller should know."""

    result = RadioField(
        _l("How did the call go?"),
        [InputRequired(_l("Choose how the call went"))],
        choices=[
            SelectChoice(PhoneResult.REACHED.value, _l("I reached the person and told them")),
            SelectChoice(PhoneResult.LEFT_MESSAGE.value, _l("I left a message to call back")),
            SelectChoice(PhoneResult.TRY_AGAIN.value, _l("Nobody answered; try again on the next working day")),
            SelectChoice(PhoneResult.NOT_NEEDED.value, _l("A call is no longer needed")),
        ],
    )
    note = TextAreaField(_l("Note"), [Length(max=LONGEST_NOTE, message=_l("Write at most 1,000 characters"))])

    def draft(self) -> CallDraft:
        """Return what was filled in."""
        return CallDraft(PhoneResult(self.result.data), self.note.data or "")


class ResendForm(BaseForm):
    """One button; the hidden name of the page shown makes a double click one letter."""

    nonce = HiddenField(validators=[InputRequired(), Regexp(PATTERN)])
