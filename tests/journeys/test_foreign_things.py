"""Another municipality's references, put into the fields of one's own forms: nothing of theirs changes."""

import re
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from talent_portal.core.db import Base, close_reading
from talent_portal.core.references import ReferenceConverter
from talent_portal.needs.models import NeedState
from tests.architecture.authorisation import Outcome, Owner, declared, expected
from tests.journeys.visitor import forms_on
from tests.visitors import routes, things_of

FEATURES = sorted({endpoint.split(".")[0] for endpoint, door in declared().items() if door.owner is Owner.OFFICE})
ACTORS = ("member_a", "approver_a", "checker_a")
REFERENCE = re.compile(ReferenceConverter.regex)
# Naming a partner is what the form of a joint request is for; the partner answers for itself.
ASKED = {"need_share"}
OWNED = [table for table in Base.metadata.sorted_tables if "organisation_id" in table.c and table.name not in ASKED]
NAMED = [table for table in Base.metadata.sorted_tables if "reference" in table.c and table.name not in ASKED]


def pages(app, visitors, feature):
    """Yield (actor, address, page) of everything office A opens in a feature."""
    for route in routes(app, {name for name in declared() if name.split(".")[0] == feature}):
        door = declared()[route.endpoint]
        with app.test_request_context():
            address = app.url_for(route.endpoint, **things_of(door, route, visitors.world)["a"])
        for actor in ACTORS if "GET" in route.methods else ():
            if expected(door, actor, "a") is Outcome.IN:
                answer = visitors.answer(actor, "GET", address)
                if answer.mimetype == "text/html":
                    yield actor, address, answer.text


def theirs(visitors, feature):
    """Return the references of office B and of its things, once the pages of a feature have made them."""
    doors = [door for name, door in declared().items() if name.split(".")[0] == feature and door.things]
    made = [visitors.world.kept[door.things].b or {} for door in doors]
    found = {value for arguments in made for value in arguments.values() if REFERENCE.fullmatch(str(value))}
    return sorted(found | {visitors.world.office_b.reference})


def swapped(form, reference):
    """Yield what a browser would send, with one reference after the other replaced, and with all fields replaced."""
    sent = form.filled({})
    yield dict.fromkeys(sent.keys() | form.offered.keys() | form.free, reference)
    for name, values in sent.items():
        if any(REFERENCE.fullmatch(value) for value in {*values, *form.offered.get(name, ())}):
            yield sent | {name: reference}


class Watch:
    """Office B's belongings, as they stand before anything is tried."""

    def __init__(self, visitors, references):
        self.visitors, self.references = visitors, references
        self.before = self.belongings(visitors.world.make.session.connection())

    def belongings(self, connection):
        mine = self.visitors.world.office_b.id
        owned = [(table, table.c.organisation_id == mine) for table in OWNED]
        named = [(table, table.c.reference.in_(self.references)) for table in NAMED]
        rows = [(table.name, connection.execute(table.select().where(theirs))) for table, theirs in (*owned, *named)]
        return [(name, sorted(map(repr, found))) for name, found in rows]

    def changed_by(self, actor, address, data):
        """Send a form, return the tables in which something of office B is not as it was, and undo it all."""
        client = self.visitors.app.test_client()
        client._cookies = dict(self.visitors.cookies[actor])
        close_reading()
        connection = self.visitors.world.make.session.get_bind()
        with connection.begin_nested() as undone:
            answer = client.post(address, data=data, content_type="application/x-www-form-urlencoded")
            after = self.belongings(connection) if answer.status_code < 400 else self.before
            undone.rollback()
        assert answer.status_code < 500, f"{actor} {address}"
        return [name for (name, rows), (_, now) in zip(self.before, after, strict=True) if rows != now]


@pytest.mark.parametrize("feature", FEATURES)
def test_a_foreign_reference_in_any_field_changes_nothing_of_theirs(app, visitors, feature):
    opened = list(pages(app, visitors, feature))
    references = theirs(visitors, feature)
    watch = Watch(visitors, references)
    # Pages share forms: each is sent once by everybody.
    tries = {
        (actor, urlsplit(urljoin(address, form.action or address)).path, urlencode(data, doseq=True))
        for actor, address, page in opened
        for form in forms_on(page)
        if form.method == "post"
        for reference in references
        for data in swapped(form, reference)
    }

    assert len(tries) > len(references)
    assert [one[:2] for one in sorted(tries) if watch.changed_by(*one)] == []


def test_what_they_change_themselves_is_seen(app, visitors):
    need = visitors.world.make.need(organisation=visitors.world.office_b, state=NeedState.DRAFT)
    page = f"/desk/needs/{need.reference}"
    watch = Watch(visitors, [need.reference])
    forms = [form for form in forms_on(visitors.answer("member_b", "GET", page).text) if form.method == "post"]
    own = next(form for form in forms if form.action.endswith("own-step"))

    assert watch.changed_by("member_b", own.action, urlencode(own.filled({}), doseq=True)) == ["need", "need"]
