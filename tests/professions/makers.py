"""Roles."""

from talent_portal.professions.models import Profession
from tests.makers import Makers, number


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
