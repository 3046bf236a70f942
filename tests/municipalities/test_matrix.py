"""The matrix computed from the legs equals the published one."""

import csv
from pathlib import Path

from talent_portal.municipalities import queries, rules

DATA = Path(__file__).parent / "data"


def test_a_municipality_can_be_made(make, session):
    town = make.municipality(slug="goto", name_ja="五島市")

    assert queries.municipalities(session) == [town]
    assert queries.municipality(session, "goto").name_ja == "五島市"
