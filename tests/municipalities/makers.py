"""Municipalities on the map."""

from pathlib import Path

import talent_portal
from talent_portal.core.actor import WORKER
from talent_portal.municipalities import actions, queries
from talent_portal.municipalities.models import Municipality, MunicipalityKind
from tests.makers import Makers, number

SHIPPED = Path(talent_portal.__file__).parent / "data" / "nagasaki"


def municipality(make: Makers, **given):
    n = next(number)
    names = {key: given.pop(key) for key in ("name_ja", "name_en", "kana", "code", "position") if key in given}
    office = given.pop("organisation", None) or make.organisation(**names)
    valid = {
        "organisation_id": office.id,
        "organisation": office,
        "slug": f"town{n}",
        "kind": MunicipalityKind.TOWN,
        "population": 12_000,
        "lat": 33.0,
        "lon": 129.5,
    }
    return make.keep(Municipality(**(valid | given)))


def nagasaki(make: Makers):
    """Load the shipped folder."""
    actions.load(WORKER, SHIPPED)
    return queries.municipalities(make.session)
