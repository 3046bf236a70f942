"""Whether an address is known shows neither on the page nor in the work behind it: the same questions, the same hashes.

Time itself is not measured, because a busy machine would make it lie; what takes the time is counted instead.
"""

import re
from collections import Counter

import pytest
from argon2 import PasswordHasher
from jinja2 import Template

from talent_portal.fairs.models import Registration
from talent_portal.outbox.models import Letter

BOOKKEEPING = re.compile(r"(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)\b")
UNKNOWN = "nobody@example.org"


@pytest.fixture
def work(statements, monkeypatch):
    """What was done since it was last asked: statements by their first words, hashes, templates rendered."""
    done = Counter()
    verify, render = PasswordHasher.verify, Template.render

    def counted_verify(self, *given):
        done["argon2"] += 1
        return verify(self, *given)

    def counted_render(self, *given, **more):
        done[f"render {self.name}"] += 1
        return render(self, *given, **more)

    monkeypatch.setattr(PasswordHasher, "verify", counted_verify)
    monkeypatch.setattr(Template, "render", counted_render)

    def since_last() -> Counter:
        asked = Counter(" ".join(one.split()[:3]) for one in statements if not BOOKKEEPING.match(one))
        total = done + asked
        done.clear()
        statements.clear()
        return total

    return since_last


def addresses(make):
    """Each door that takes an address: (path, what else is typed, an address it knows)."""
    staff, specialist = make.staff(), make.specialist_account()
    fair = make.fair()
    make.registration(fair, make.slots(fair)[0][0], email="known@example.com")
    return {
        "password": ("/sign-in", {"password": "wrong horse battery"}, make.email_of(staff)),
        "forgotten": ("/sign-in/forgotten", {}, make.email_of(staff)),
        "code by mail": ("/sign-in/mail", {}, specialist.email),
        "link of a sign-up": (f"/fairs/{fair.reference}/link", {}, "known@example.com"),
    }


DOORS = ("password", "forgotten", "code by mail", "link of a sign-up")


@pytest.mark.parametrize("door", DOORS)
def test_an_unknown_address_costs_the_same_work(make, app, work, door):
    path, typed, known = addresses(make)[door]
    # One of each first: what is fetched once per process or per address stands.
    for address in (known, UNKNOWN):
        app.test_client().post(path, data={"email": address, **typed})
    counted = {}

    for address in (known, UNKNOWN):
        work()
        answer = app.test_client().post(path, data={"email": address, **typed})
        counted[address] = work()
        assert answer.status_code in {200, 303, 422}

    assert counted[UNKNOWN] == counted[known]
    assert counted[known].total() > 3


@pytest.mark.parametrize("door", DOORS)
def test_the_work_for_nobody_leaves_nothing_behind(make, client, session, door):
    path, typed, _known = addresses(make)[door]
    before = session.query(Letter).count(), session.query(Registration).count()

    client.post(path, data={"email": UNKNOWN, **typed})

    assert (session.query(Letter).count(), session.query(Registration).count()) == before
