"""The survey that browsers see: one sent out with answers in every state, one being prepared, and the picture."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.shortages import actions
from talent_portal.shortages.actions import LineDraft
from talent_portal.shortages.models import ReportState, RoundState
from tests.browser.world import Visit, World

ROLES = ("civil_engineer", "architect", "public_health_nurse", "water_engineer", "childcare", "ict")


def furnish(world: World) -> Iterator[Visit]:
    """Let fourteen of the municipalities answer, one be answered for, and the member's own stand as a draft."""
    make, own = world.make, world.office(Role.MEMBER)
    today = clock.today()
    survey = make.survey(as_of=today, opens_on=today, closes_on=today + timedelta(days=28), fiscal_year=today.year)
    make.survey(state=RoundState.DRAFT, title_ja="次の調査", as_of=today, opens_on=today, closes_on=today)
    others = sa.select(Organisation).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.id != own.id
    )
    offices = list(make.session.scalars(others.order_by(Organisation.position)))
    for at, office in enumerate(offices[:14]):
        figures = {role: (3 + (at * 7 + number * 5) % 23, (at + number) % 5) for number, role in enumerate(ROLES)}
        make.report(survey, office, figures)
    actions.save_report(
        world.actor(Role.COORDINATOR), survey.reference, offices[15].reference, [LineDraft("architect", 2, 1)], "", 0
    )
    make.report(survey, own, {"civil_engineer": (5, 3), "architect": (1, 0)}, state=ReportState.DRAFT)
    yield Visit("shortages.show", {"reference": survey.reference}, Role.COORDINATOR)
    yield Visit("shortages.report", {"reference": survey.reference, "office": own.reference}, Role.APPROVER)
    yield Visit("shortages.report", {"reference": survey.reference, "office": offices[0].reference}, Role.COORDINATOR)
    yield Visit("shortages.index", {}, Role.COORDINATOR)
    yield Visit("shortages.picture", {}, Role.MEMBER)
    yield Visit("shortages.picture", {"role": "civil_engineer"}, Role.COORDINATOR)
