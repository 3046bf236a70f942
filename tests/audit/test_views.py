import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.audit import queries
from talent_portal.core.actor import Grant, Scope


def test_an_auditor_sees_who_did_what(make, sign_in):
    someone = make.account(name="試験 花子")
    make.deed("fair.closed", "fair:abc", actor=make.actor(reference=someone.reference), count=3)

    page = sign_in(Role.AUDITOR).get("/audit")

    assert "fair.closed" in page.text
    assert "試験 花子" in page.text
    assert "count=3" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEAD, Role.MEMBER, Role.ADMINISTRATOR])
def test_others_are_refused(sign_in, role):
    assert sign_in(role).get("/audit").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("deed=slot", {"slot:b"}),
        ("subject=fair:", {"fair:a"}),
        ("subject=fair%25", set()),
        ("day=2026-06-01", {"fair:a", "slot:b"}),
        ("day=2026-06-02", set()),
    ],
)
def test_the_book_is_filtered(make, sign_in, query, found):
    make.deed("fair.closed", "fair:a")
    make.deed("slot.moved", "slot:b")

    page = sign_in(Role.AUDITOR).get(f"/audit?{query}")

    assert {subject for subject in ("fair:a", "slot:b") if f"<code>{subject}</code>" in page.text} == found


def test_a_day_that_cannot_be_read_is_explained(sign_in):
    page = sign_in(Role.AUDITOR).get("/audit?day-year=2026&day-month=13&day-day=1")

    assert page.status_code == 200
    assert "error-summary" in page.text


def test_a_long_book_has_pages(make, sign_in, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 50)
    make.deeds(51)

    page = sign_in(Role.AUDITOR).get("/audit?page=2&deed=fair")

    assert "<code>fair:0</code>" in page.text
    assert "<code>fair:1</code>" not in page.text
    assert "deed=fair" in page.text


def test_whoever_reads_for_one_organisation_sees_its_deeds_only(session, make):
    office = make.organisation()
    make.deed(subject="fair:own", actor=make.actor(organisation_id=office.id))
    make.deed(subject="fair:other", actor=make.actor(organisation_id=make.organisation().id))

    for scope, seen in ((Scope.ORG, ["fair:own"]), (Scope.ALL, ["fair:other", "fair:own"]), (Scope.NONE, [])):
        reader = make.actor(organisation_id=office.id, grants={"audit:read": Grant(scope=scope)})
        page = queries.entries(session, reader, queries.Filters(), 1)
        assert [line.entry.subject for line in page.rows] == seen
