"""Municipalities on the map."""

from talent_portal.municipalities.models import Municipality, MunicipalityKind
from tests.makers import Makers, number


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
