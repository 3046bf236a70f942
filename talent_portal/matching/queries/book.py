"""The names behind the codes, in both languages: what a page about matching writes with."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.municipalities.models import Municipality
from talent_portal.professions.models import AppointmentForm, Profession, Qualification, TaskTag
from talent_portal.professions.rules import RuleTable, Words


@dataclass(frozen=True, slots=True)
class Named:
    """One thing with its names."""

    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Book:
    """Names by code: of roles, licences, tasks, forms, towns (by slug) and bodies (by id); and the words of the law."""

    professions: Mapping[str, Named]
    qualifications: Mapping[str, Named]
    tasks: Mapping[str, Named]
    forms: Mapping[str, Named]
    towns: Mapping[str, Named]
    offices: Mapping[int, Named]
    conditions: Mapping[str, Words]
    articles: Mapping[str, Words]


def book(session: Session, table: RuleTable) -> Book:
    """Return all names, retired ones too, in six statements."""
    towns = sa.select(Municipality.slug, Organisation.name_ja, Organisation.name_en).join(Municipality.organisation)
    offices = sa.select(Organisation.id, Organisation.name_ja, Organisation.name_en)
    return Book(
        professions=_coded(session, Profession),
        qualifications=_coded(session, Qualification),
        tasks=_coded(session, TaskTag),
        forms=_coded(session, AppointmentForm),
        towns={slug: Named(ja, en) for slug, ja, en in session.execute(towns)},
        offices={key: Named(ja, en) for key, ja, en in session.execute(offices)},
        conditions=table.conditions,
        articles=table.articles,
    )


def qualifications(session: Session) -> dict[str, Named]:
    """Return the names of licences by code."""
    return _coded(session, Qualification)


def _coded(
    session: Session, table: type[Profession] | type[Qualification] | type[TaskTag] | type[AppointmentForm]
) -> dict[str, Named]:
    rows = session.execute(sa.select(table.code, table.name_ja, table.name_en))
    return {code: Named(ja, en) for code, ja, en in rows}
