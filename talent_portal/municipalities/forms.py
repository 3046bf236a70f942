"""What a coordinator types to mend a leg, and the words for how one travels."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from talent_portal.core.forms import BaseForm
from talent_portal.core.marks import _n
from talent_portal.municipalities.actions import LegChange
from talent_portal.municipalities.models import LegBasis, TravelLeg
from talent_portal.municipalities.rules import TravelMode

MODES = {
    TravelMode.CAR: _n("Car"),
    TravelMode.ACCESS: _n("Way to the port or airport"),
    TravelMode.BUS: _n("Bus"),
    TravelMode.RAIL: _n("Train"),
    TravelMode.RAIL_BUS: _n("Train and bus"),
    TravelMode.FERRY: _n("Ferry"),
    TravelMode.NIGHT_FERRY: _n("Night ferry"),
    TravelMode.FAST_FERRY: _n("Ferry or fast boat"),
    TravelMode.HIGHSPEED: _n("Fast boat"),
    TravelMode.JETFOIL: _n("Jetfoil"),
    TravelMode.AIR: _n("Flight"),
}
BASES = {LegBasis.FACT: _n("Read in a timetable"), LegBasis.ESTIMATE: _n("Estimate")}
DAY_MINUTES = 24 * 60


class LegForm(BaseForm):
    """One leg: minutes, mode, wait before boarding, departures, and how we know."""

    minutes = IntegerField(
        _l("Minutes on the way"),
        [
            InputRequired(_l("Enter the minutes as a number")),
            NumberRange(1, DAY_MINUTES, _l("Enter the minutes as a number from 1 to 1440")),
        ],
    )
    mode = SelectField(
        _l("How one travels"), choices=[SelectChoice(mode.value, _l(words)) for mode, words in MODES.items()]
    )
    boarding_buffer = IntegerField(
        _l("Minutes to allow before boarding"),
        [
            InputRequired(_l("Enter 0 where nothing is boarded")),
            NumberRange(0, DAY_MINUTES, _l("Enter the minutes as a number from 0 to 1440")),
        ],
    )
    departures = IntegerField(
        _l("Departures a day each way"),
        [Optional(), NumberRange(0, 999, _l("Enter the departures as a number from 0 to 999"))],
    )
    basis = RadioField(
        _l("How this is known"),
        [InputRequired(_l("Choose how this is known"))],
        choices=[SelectChoice(basis.value, _l(words)) for basis, words in BASES.items()],
    )
    source = StringField(
        _l("Source or remark"), [Length(max=300, message=_l("Write at most 300 characters"))], default=""
    )
    version = HiddenField()

    @classmethod
    def of(cls, leg: TravelLeg) -> "LegForm":
        """Return the form as the leg stands; in a POST, as it was typed."""
        return cls(obj=leg)

    @property
    def expected_version(self) -> int:
        """Return the version the page showed; 0, which never stands, for anything that is no number."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - digits of an int

    def draft(self) -> LegChange:
        """Return what was typed, once it is valid."""
        return LegChange(
            minutes=int(self.minutes.data or 0),
            mode=TravelMode(self.mode.data),
            boarding_buffer=int(self.boarding_buffer.data or 0),
            departures=self.departures.data,
            basis=LegBasis(self.basis.data),
            source=self.source.data or "",
        )
