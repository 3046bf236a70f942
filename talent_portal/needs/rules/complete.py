"""What a request still lacks before it may be submitted and opened. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from talent_portal.needs.rules import conditions


class Written(Protocol):
    """A request as far as its completeness goes; a draft of a form and a stored row both are one."""

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
    stays the exception it is meant to be.
    """
    told = {
        "profession": bool(written.profession),
        "tasks": bool(written.tasks),
        "duties_ja": bool(written.duties_ja.strip()),
        "half_days": written.half_days > 0,
        "starts_on": written.starts_on is not None,
        "ends_on": written.ends_on is not None,
        "travel_paid": bool(written.travel_paid),
        "advertised": bool(written.advertised) or bool(written.why_not_public.strip()),
    }
    lacking = [field for field, given in told.items() if not given]
    return (*lacking, *(f"conditions.{code}" for code in conditions.missing(written.conditions)))
