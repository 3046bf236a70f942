"""What tests of the pages look with: people to be found, addresses, the order on a page, and who is on record."""

from sqlalchemy import select

from talent_portal.core.db import reading
from talent_portal.privacy.models import AccessEvent

ROLE, LICENCE, HELPS = "civil_engineer", "civil_works_1", "pe_construction"


def somebody(make, towns, *, licence=True, checked=True, **given):
    person = make.specialist(**({"base": towns["isahaya"]} | given))
    if licence:
        make.licence(person, LICENCE, verified=checked)
    return person


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.text


def order(html, *people):
    """The people in the order in which the page names them."""
    places = {one.name: html.find(one.name) for one in people}
    assert -1 not in places.values()
    return sorted(places, key=lambda name: places[name])


def url(need, *rest):
    return "/".join(["/desk/needs", need.reference, "candidates", *rest])


def seen(person):
    wanted = select(AccessEvent.screen).where(AccessEvent.subject == f"specialist:{person.reference}")
    return list(reading().scalars(wanted))
