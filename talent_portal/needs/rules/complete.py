"""What a request still lacks before it may be submitted and opened. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from talent_portal.core.marks import _n
from talent_portal.needs.rules import conditions
from talent_portal.needs.rules.form_parts import Part

# Each particular: the part of the form that asks for it, and what it is called.
PARTICULARS: dict[str, tuple[Part, str]] = {
    "profession": (Part.WORK, _n("Role")),
    "tasks": (Part.WORK, _n("Work to be done")),
    "duties_ja": (Part.WORK, _n("Duties in Japanese")),
    "half_days": (Part.WHEN, _n("How many days")),
    "starts_on": (Part.WHEN, _n("Work begins")),
    "ends_on": (Part.WHEN, _n("Work ends")),
    "shares": (Part.JOINT, _n("The days of each municipality")),
    **{f"conditions.{one.code}": (Part.CONDITIONS, one.name) for one in conditions.CONDITIONS},
    "travel_paid": (Part.CONDITIONS, _n("Travel and commuting costs")),
    "advertised": (Part.WHY, _n("How you have looked for somebody")),
}


class Share(Protocol):
    """One municipality's part, as far as its days go."""

    @property
    def half_days(self) -> int: ...  # noqa: D102


class Written(Protocol):
    """A request as far as its completeness goes."""

    @property
    def profession(self) -> str: ...  # noqa: D102
    @property
    def tasks(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def duties_ja(self) -> str: ...  # noqa: D102
    @property
    def half_days(self) -> int: ...  # noqa: D102
    @property
    def starts_on(self) -> date | None: ...  # noqa: D102
    @property
    def ends_on(self) -> date | None: ...  # noqa: D102
    @property
    def shares(self) -> Sequence[Share]: ...  # noqa: D102
    @property
    def conditions(self) -> Mapping[str, object]: ...  # noqa: D102
    @property
    def advertised(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def why_not_public(self) -> str: ...  # noqa: D102
    @property
    def travel_paid(self) -> str: ...  # noqa: D102


def missing(written: Written) -> tuple[str, ...]:
    """Return codes of what must still be told, in the order of the form; conditions as `conditions.<code>`.

    Duties, term, place, hours, pay and insurance: 職業安定法5条の3. How it was advertised: so that the introduction
    stays the exception it is meant to be. The parts of a joint request must still make the whole: its days may have
    changed on another page of the form.
    """
    told = {
        "profession": bool(written.profession),
        "tasks": bool(written.tasks),
        "duties_ja": bool(written.duties_ja.strip()),
        "half_days": written.half_days > 0,
        "starts_on": written.starts_on is not None,
        "ends_on": written.ends_on is not None,
        "shares": not written.shares or sum(share.half_days for share in written.shares) == written.half_days,
        "travel_paid": bool(written.travel_paid),
        "advertised": bool(written.advertised) or bool(written.why_not_public.strip()),
    }
    lacking = {field for field, given in told.items() if not given}
    lacking |= {f"conditions.{code}" for code in conditions.missing(written.conditions)}
    return tuple(code for code in PARTICULARS if code in lacking)


def of_part(codes: Iterable[str], part: Part) -> list[str]:
    """Return the codes that one part of the form asks for."""
    return [code for code in codes if PARTICULARS[code][0] is part]


def first_part(codes: Sequence[str]) -> Part:
    """Return the first part that lacks something; the first of all where nothing is missing."""
    return PARTICULARS[codes[0]][0] if codes else Part.WORK
