"""The parts in which a request is written, each on its own page and saved for itself. Pure."""

from enum import StrEnum

from talent_portal.core.marks import _n


class Part(StrEnum):
    """One page of the form, in the order in which they follow one another."""

    WORK = "work"
    WHEN = "when"
    JOINT = "joint"
    CONDITIONS = "conditions"
    WHY = "why"

    @property
    def number(self) -> int:
        """Return its place, counted from 1."""
        return list(Part).index(self) + 1

    @property
    def following(self) -> "Part | None":
        """Return the part after this one; the last has none."""
        return next(iter(list(Part)[self.number :]), None)


NAMES: dict[Part, str] = {
    Part.WORK: _n("Work and qualifications"),
    Part.WHEN: _n("When and where"),
    Part.JOINT: _n("Joint request"),
    Part.CONDITIONS: _n("Working conditions"),
    Part.WHY: _n("Reasons and contact"),
}
HINTS: dict[Part, str] = {
    Part.WORK: _n("What is to be done, and which licences it takes"),
    Part.WHEN: _n("Days, period and place, and how many people could come"),
    Part.JOINT: _n("Only if several municipalities ask together: the days and the cost of each"),
    Part.CONDITIONS: _n("What the law wants told before anybody is asked: hours, pay, insurance"),
    Part.WHY: _n("Why an introduction is needed, the budget, and whom the prefecture may ask"),
}
