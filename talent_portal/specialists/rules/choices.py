"""What people in the register choose between. Values are codes; the words for them stand in `rules.words`."""

from enum import StrEnum

MOST_PROFESSIONS = 3
MOST_REGIONS = 7
MOST_DAYS = 7


class SpecialistKind(StrEnum):
    """The four doors into the register."""

    RETIRED = "retired"
    SERVING = "serving"
    OUTSIDE = "outside"
    LICENSED = "licensed"


class AvailableWhen(StrEnum):
    """When somebody would start; `LATER` has a date with it."""

    NOW = "now"
    LATER = "later"
    DISASTER = "disaster"
    UNDECIDED = "undecided"


class WorkingWay(StrEnum):
    """How somebody would like to work; the lawful forms follow from it and from the rule table."""

    EMPLOYED = "employed"
    FEE = "fee"
    CONTRACT = "contract"
    UNDECIDED = "undecided"


class Level(StrEnum):
    """How well somebody knows a piece of work: three modest steps, from "done before" to "can show others"."""

    EXPERIENCED = "experienced"
    ALONE = "alone"
    TEACHES = "teaches"


class Remote(StrEnum):
    """Whether somebody works from afar: never, also, or only."""

    NO = "no"
    ALSO = "also"
    ONLY = "only"


class EmployerSector(StrEnum):
    """What the last or present employer is; more than this no card says about them."""

    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    PRIVATE = "private"
    OTHER = "other"


class SideJobState(StrEnum):
    """Where the permission of one's own employer stands (地方公務員法38条, or the house rules of a firm)."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
