"""Roles."""

from pathlib import Path

import talent_portal
from talent_portal.core.actor import WORKER
from talent_portal.professions import actions, queries
from talent_portal.professions.models import Profession
from tests.makers import Makers, number

SHIPPED = Path(talent_portal.__file__).parent / "data"


def profession(make: Makers, **given):
    n = next(number)
    valid = {
        "code": f"role{n}",
        "position": n,
        "name_ja": f"試験職{n}",
        "name_en": f"Test role {n}",
        "group_code": "technical",
        "group_ja": "技術",
        "group_en": "Engineering",
    }
    return make.keep(Profession(**(valid | given)))


def catalogue(make: Makers):
    """Load the shipped roles, licences and tasks."""
    actions.load(WORKER, SHIPPED / "professions")
    return queries.professions(make.session)


def forms(make: Makers):
    """Load the shipped appointment forms and their decision table."""
    return actions.load_forms(WORKER, SHIPPED / "forms")
