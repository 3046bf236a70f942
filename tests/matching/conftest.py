"""The coordinator at the desk of Nagasaki, and a request for looking after bridges."""

from datetime import date

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.needs.actions import QualificationDraft
from talent_portal.needs.models import Strength
from tests.matching.looking import HELPS, LICENCE, ROLE, somebody
from tests.signin.makers import signed_in_client


@pytest.fixture
def towns(make):
    make.catalogue()
    make.forms()
    return {town.slug: town for town in make.nagasaki()}


@pytest.fixture
def desk(client, make, towns):
    return signed_in_client(client, make, Role.COORDINATOR)


@pytest.fixture
def bridge(make, towns):
    """Two days a week at Hasami, a licence required and another one helpful."""
    return make.need(
        organisation=towns["hasami"].organisation,
        profession=ROLE,
        tasks=("bridge_inspection",),
        place="hasami",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 12, 28),
        half_days=4,
        forms=("fy_part", "adviser", "reappt_short"),
        qualifications=(
            QualificationDraft(qualification=LICENCE, strength=Strength.MUST),
            QualificationDraft(qualification=HELPS, strength=Strength.HELPS, weight=2),
        ),
    )


@pytest.fixture
def clock_at(clock):
    """Move the clock."""
    return clock.move_to


@pytest.fixture
def planned(make, towns, bridge):
    """A person who could do the bridge, and a finished run that says so."""
    person = somebody(make, towns)
    return person, make.done()
