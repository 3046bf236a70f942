"""Whoever hides from a municipality does not exist there: every page, file, count and letter is what it would be.

Two comparisons, byte for byte. Somebody who hid from the beginning: everything the municipality gets before they joined
the register, and after. Somebody who hides while their case is under way: everything it gets then, and once every row
about the person is taken out of the database.
"""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import Base, reading, transaction
from talent_portal.insights.jobs import send_digests
from talent_portal.introductions import jobs as introductions
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.outbox.models import Letter
from talent_portal.specialists.models import HideFrom, Specialist, SpecialistState
from tests.signin.makers import signed_in_client

ROLES = (Role.MEMBER, Role.APPROVER, Role.CHECKER)
# What is new on each page whoever asks: tokens, and the keys that make a second submit harmless.
RANDOM = re.compile(r'value="[a-z0-9]{12,}"|value="[^"]{60,}"')
# The pages of one case.
OWN = (
    "/desk/candidates/{}",
    "/desk/candidates/{}/person",
    "/desk/candidates/{}/interview",
    "/desk/candidates/{}/result",
    "/desk/proposals/{}/introduction.pdf",
)
# The number of the request, which a refusal gives to quote on the telephone.
REQUEST = re.compile(r"\b[0-9a-f]{12}\b")
_S = ProposalState


class Town:
    """One municipality with an open request, and its people at their desks."""

    def __init__(self, app, make):
        make.catalogue()
        make.forms()
        self.make, self.app = make, app
        self.towns = {town.slug: town for town in make.nagasaki()}
        self.office = self.towns["hasami"].organisation
        self.need = make.need(organisation=self.office, profession="civil_engineer", place="hasami", half_days=4)
        self.members = {role: make.membership(role, organisation=self.office) for role in ROLES}
        self.clients = {
            role: signed_in_client(app.test_client(), make, membership) for role, membership in self.members.items()
        }

    def pages(self):
        """Every page and file that takes no name of a thing, those of the own request, and every search."""
        rules = [one for one in self.app.url_map.iter_rules() if "GET" in one.methods]
        plain = [one.rule for one in rules if not one.arguments and "/styleguide" not in one.rule]
        files = [f"/desk/{name}.{kind}" for name in ("needs", "surveys/template") for kind in ("xlsx", "csv")]
        own = [f"/desk/needs/{self.need.reference}{rest}" for rest in ("", "/edit", "/print")]
        searched = [
            f"{page}?q={quote(word)}"
            for page in ("/desk/needs", "/desk/candidates", "/desk/placements", "/people", "/open-work")
            for word in ("凪野原",)
        ]
        return [*plain, *files, *own, *searched]

    def sees(self, *more, everywhere=True):
        """Status, target and body of what each of its people gets about work, and its approver everywhere."""
        about = [page for page in self.pages() if page.startswith(("/desk", "/home"))]
        return {
            (role, page): self.asked(client.get(page))
            for role, client in self.clients.items()
            for page in (*(self.pages() if everywhere and role is Role.APPROVER else about), *more)
        } | {(role, "count"): self._counted(client) for role, client in self.clients.items()}

    def asked(self, answer):
        binary = not answer.mimetype.startswith("text/")
        said = answer.data if binary else RANDOM.sub("", answer.text)
        if answer.status_code >= 400 and not binary:
            said = REQUEST.sub("", said)
        return answer.status_code, answer.headers.get("Location"), said

    def _counted(self, client):
        page = client.get(f"/desk/needs/{self.need.reference}/edit").text
        fields = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page))
        return self.asked(client.post("/desk/needs/count", data=fields | {"profession": "civil_engineer"}))

    def letters(self):
        addresses = {membership.account.email for membership in self.members.values()}
        posted = reading().scalars(sa.select(Letter).order_by(Letter.id))
        return [(one.template, one.subject) for one in posted if one.recipient in addresses]


def differing(before, after):
    return [key for key in before if before[key] != after[key]]


@pytest.fixture
def town(app, make):
    return Town(app, make)


def test_somebody_who_hid_from_the_beginning_changes_nothing_there(town, make, clock):
    for _ in range(6):
        make.specialist(base=town.towns["isahaya"])
    elsewhere = make.need(organisation=town.towns["goto"].organisation, profession="civil_engineer")
    make.proposal(_S.SELECTED, need=elsewhere)
    before = town.sees()

    hidden = [make.specialist(base=town.towns["hasami"], hidden_from=[town.office]) for _ in range(3)]
    make.licence(hidden[0])
    make.specialist(state=SpecialistState.SUBMITTED, hidden_from=[town.office])
    for person, state in zip(hidden, (_S.SHORTLISTED, _S.REFERRED, _S.SELECTED), strict=True):
        make.proposal(state, need=elsewhere, specialist=person, shown=True)

    assert differing(before, town.sees()) == []
    assert sum(1 for status, _, _ in before.values() if status == 200) > 60
    send_digests()
    assert town.letters() == []


def test_whoever_hides_while_under_way_is_gone_at_once(town, make, clock):
    make.specialist(base=town.towns["isahaya"])
    cases = [make.proposal(state, need=town.need, shown=True) for state in (_S.SHORTLISTED, _S.REFERRED, _S.REFERRED)]
    for step in ("invite", "select"):
        make.take(cases[2], step)
    references = [make.again(case).reference for case in cases]
    people = {make.again(case).specialist_id for case in cases}
    own = [page.format(one) for one in references for page in OWN]
    seen = town.sees(*own, everywhere=False)
    for person in people:
        make.keep(HideFrom(specialist_id=person, organisation_id=town.office.id))

    hidden, told = town.sees(*own, everywhere=False), len(town.letters())
    answers = [steps(town, one) for one in references]
    clock.shift(timedelta(days=14))
    introductions.chase()
    send_digests()
    assert town.letters()[told:] == []
    clock.shift(-timedelta(days=14))
    vanish(people)

    assert len(differing(seen, hidden)) > len(own)
    assert differing(hidden, town.sees(*own, everywhere=False)) == []
    assert answers == [steps(town, one) for one in references]


def steps(town, reference):
    """What the municipality's own steps answer when they are posted all the same."""
    posts = {
        f"/desk/candidates/{reference}/interview": {"meeting": "phone", "interview_on": "2026-07-01", "version": "3"},
        f"/desk/candidates/{reference}/result": {"result": "selected", "version": "3"},
        "/desk/offers": {"proposal": reference, "key": "abcabcabcabc"},
    }
    return {
        (role, page): town.asked(client.post(page, data=data))
        for role, client in town.clients.items()
        for page, data in posts.items()
    }


def vanish(people):
    """Take every row about these people out of the database, whatever table it is in."""
    with transaction() as session:
        for table, ids in reversed(list(rows_about(session, Specialist.__table__, people))):
            session.execute(sa.delete(table).where(table.c.id.in_(ids)))


def rows_about(session, table, ids):
    yield table, ids
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and ids:
                found = set(session.scalars(sa.select(other.c.id).where(key.parent.in_(ids))))
                yield from rows_about(session, other, found) if found else ()
