"""What a person and a municipality read of a request, in both languages; nothing of the budget, nothing of names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.municipalities.models import Municipality
from talent_portal.needs.models import Need, ShareState
from talent_portal.needs.rules import choices as words
from talent_portal.needs.rules.conditions import CONDITIONS
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.professions.models import AppointmentForm, Profession

JOIN = {"ja": "、", "en": ", "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as letters and pages tell it. Texts by language are mappings `{"ja": …, "en": …}`.

    `conditions` are (code, name as a message id, text of the municipality), in the order of the law
    (職業安定法5条の3); `mask` has the half-days wanted, bit 0 Monday morning; `minutes` one way from door to door.
    """

    need_id: int
    reference: str
    number: str
    profession: str
    title_ja: str
    title_en: str
    role_ja: str
    role_en: str
    duties_ja: str
    duties_en: str
    town_names: Mapping[str, str]
    # The slug of the municipality where the work is; empty where that is on no map.
    place: str
    place_ja: str
    place_en: str
    pattern: PatternKind
    half_days: int
    mask: int
    starts_on: date | None
    ends_on: date | None
    remote_percent: int
    travel_paid: str
    housing: str
    form_names: Mapping[str, str]
    conditions: tuple[tuple[str, str, str], ...]
    minutes: int | None

    @property
    def days(self) -> str:
        """Return the days a week (or a month) as written: 2, or 1.5."""
        return f"{self.half_days / 2:g}"


def request_of(session: Session, need: Need, minutes: int | None = None) -> Request:
    """Return what is told of a request whose municipality and shares are loaded; three statements."""
    role = session.scalars(sa.select(Profession).where(Profession.code == need.profession)).one_or_none()
    forms = session.scalars(
        sa.select(AppointmentForm).where(AppointmentForm.code.in_(need.forms)).order_by(AppointmentForm.position)
    ).all()
    town = session.scalars(sa.select(Municipality).where(_is_place(need))).one_or_none()
    place = town.organisation if town else need.organisation
    told = need.conditions
    return Request(
        need_id=need.id,
        reference=need.reference,
        number=need.number,
        profession=need.profession,
        title_ja=need.title_ja,
        title_en=need.title_en,
        role_ja=role.name_ja if role else "",
        role_en=role.name_en if role else "",
        duties_ja=need.duties_ja,
        duties_en=need.duties_en,
        town_names=_joined(towns_of(need)),
        place=town.slug if town else "",
        place_ja=f"{place.name_ja} {need.place_detail_ja}".strip(),
        place_en=f"{place.name_en} {need.place_detail_en}".strip(),
        pattern=need.pattern,
        half_days=need.half_days,
        mask=need.halves if need.pattern is PatternKind.HALVES else 0,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        remote_percent=need.remote_percent,
        travel_paid=words.TRAVEL_PAID.get(need.travel_paid, ""),
        housing=words.HOUSING.get(need.housing, ""),
        form_names={"ja": JOIN["ja"].join(f.name_ja for f in forms), "en": JOIN["en"].join(f.name_en for f in forms)},
        conditions=tuple((one.code, one.name, str(told[one.code])) for one in CONDITIONS if told.get(one.code)),
        minutes=minutes,
    )


def _is_place(need: Need) -> sa.ColumnElement[bool]:
    """Return which municipality the work is in: the one named, else the one that asks."""
    return Municipality.slug == need.place if need.place else Municipality.organisation_id == need.organisation_id


def towns_of(need: Need) -> list[Organisation]:
    """Return every body that asks, the one that wrote the request first."""
    others = [share.organisation for share in need.shares if share.state is not ShareState.DECLINED]
    return [need.organisation, *(one for one in others if one.id != need.organisation_id)]


def _joined(towns: list[Organisation]) -> dict[str, str]:
    return {code: JOIN[code].join(getattr(town, f"name_{code}") for town in towns) for code in JOIN}
