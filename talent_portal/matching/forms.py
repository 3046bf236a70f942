"""The forms of runs over all requests: what to ask for, and a decision about a pair."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from talent_portal.core.forms import BaseForm, CheckboxesField
from talent_portal.core.marks import _n
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.matching.rules.runs import (
    LEAST_SECONDS,
    MOST_PLACES,
    MOST_SECONDS,
    USUAL_PLACES,
    USUAL_SECONDS,
    DecisionKind,
    Mode,
    RunOptions,
)

LONGEST_REASON = 500


MODES = {
    Mode.SCRATCH: _n("Plan everything afresh"),
    Mode.TIERED: _n("As good as afresh, with as few changes as possible"),
    Mode.REPAIR: _n("Keep the earlier plan and only fill its holes"),
}
KINDS = {
    DecisionKind.KEEP: _n("Keep this pair in every run"),
    DecisionKind.FORBID: _n("Do not put these two together"),
}


class RunForm(BaseForm):
    """What a run is asked with; the defaults are right for most."""

    mode = RadioField(
        _l("How to plan"),
        [DataRequired(_l("Choose how to plan"))],
        default=Mode.SCRATCH.value,
    )
    previous = SelectField(_l("Earlier plan to keep or compare with"), default="")
    seconds = WholeField(_l("Time limit in seconds"), [whole(LEAST_SECONDS, MOST_SECONDS)], default=USUAL_SECONDS)
    places = WholeField(_l("Municipalities for one person, at most"), [whole(1, MOST_PLACES)], default=USUAL_PLACES)
    strict = BooleanField(_l("Serve the worst shortage first, even where others lose more by it"))
    ask = BooleanField(_l("Include appointment forms that the checker still has to look at"), default=True)
    professions = CheckboxesField(_l("Only these roles"))
    key = HiddenField()

    def offer(self, earlier: list[tuple[str, str]], roles: list[tuple[str, str]]) -> None:
        """Fill in what there is to choose from."""
        self.mode.choices = [(mode.value, gettext(words)) for mode, words in MODES.items()]
        self.previous.choices = [("", gettext("None")), *earlier]
        self.professions.choices = roles

    def options(self) -> RunOptions:
        """Return what was chosen, once `validate()` has said yes."""
        return RunOptions(
            mode=Mode(self.mode.data),
            strict=bool(self.strict.data),
            seconds=self.seconds.data or USUAL_SECONDS,
            ask=bool(self.ask.data),
            places=self.places.data or USUAL_PLACES,
            professions=tuple(self.professions.data or ()),
        )


class DecisionForm(BaseForm):
    """Keep a pair or rule it out, and why."""

    kind = RadioField(
        _l("Your decision"),
        [DataRequired(_l("Choose what to do with this pair"))],
    )
    reason = TextAreaField(
        _l("Reason, for your colleagues"),
        [
            DataRequired(_l("Write down why, so that colleagues understand the decision later.")),
            Length(max=LONGEST_REASON, message=_l("Use at most %(max)d characters")),
        ],
    )

    def offer(self) -> None:
        """Fill in what there is to choose from."""
        self.kind.choices = [(kind.value, gettext(words)) for kind, words in KINDS.items()]
