import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.audit.rules import PersonalData
from talent_portal.core.actor import Grant, Scope
from talent_portal.privacy import queries


def test_a_person_can_read_which_office_looked_when_and_why(session, make):
    office = make.organisation(name_ja="試験町")

    make.look("registration:a", "registration:b", actor=make.actor(organisation_id=office.id))

    [sight] = queries.who_saw(session, "registration:a")
    assert (sight.organisation.name_ja, sight.role, sight.purpose) == ("試験町", "coordinator", "follow-up")
    assert len(queries.who_saw(session, "registration:b")) == 1
    assert queries.who_saw(session, "registration:c") == []


def test_a_person_shown_twice_on_one_screen_was_seen_once(session, make):
    make.look("registration:a", "registration:a")

    assert len(queries.who_saw(session, "registration:a")) == 1


def test_a_list_of_nobody_notes_nothing(session, make, statements):
    make.look()

    assert not any("INSERT" in statement for statement in statements)


def test_the_log_takes_references_only(make):
    with pytest.raises(PersonalData):
        make.look("taro@example.com")


@pytest.mark.parametrize("role", [Role.LEAD, Role.AUDITOR])
def test_the_log_is_read_by_those_in_charge(make, sign_in, role):
    someone = make.account(name="試験 花子")
    make.look("registration:a", actor=make.actor(reference=someone.reference))

    page = sign_in(role).get("/access-log")

    assert "試験 花子" in page.text
    assert "registration:a" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MEMBER, Role.ADMINISTRATOR])
def test_others_are_refused(sign_in, role):
    assert sign_in(role).get("/access-log").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("subject=registration:a", {"registration:a"}),
        ("purpose=check-in", {"registration:b"}),
        ("viewer=花子", {"registration:a"}),
        ("viewer=港町", {"registration:b"}),
        ("day=2026-06-01", {"registration:a", "registration:b"}),
        ("day=2026-06-02", set()),
    ],
)
def test_the_log_is_filtered(make, sign_in, query, found):
    make.look("registration:a", actor=make.actor(reference=make.account(name="試験 花子").reference))
    port = make.organisation(name_ja="港町")
    make.look("registration:b", actor=make.actor(organisation_id=port.id), purpose="check-in")

    page = sign_in(Role.AUDITOR).get(f"/access-log?{query}")

    shown = {subject for subject in ("registration:a", "registration:b") if f"<code>{subject}</code>" in page.text}
    assert shown == found


def test_whoever_reads_for_one_organisation_sees_its_looks_only(session, make):
    office = make.organisation()
    make.look("registration:own", actor=make.actor(organisation_id=office.id))
    make.look("registration:other", actor=make.actor(organisation_id=make.organisation().id))

    for scope, seen in ((Scope.ORG, 1), (Scope.ALL, 2), (Scope.NONE, 0)):
        reader = make.actor(organisation_id=office.id, grants={"access-log:read": Grant(scope=scope)})
        assert queries.accesses(session, reader, queries.Filters(), 1).total == seen


def test_an_incident_report_says_whose_data_and_how_many(app, make):
    make.look("registration:a", "registration:b")
    make.look("registration:b", purpose="export")

    said = app.test_cli_runner().invoke(args=["privacy", "incident", "--since", "2026-06-01"]).output

    assert "People concerned: 2; accesses: 3" in said
    assert "export  fairs.consented  1" in said
    assert "registration:a\n" in said
    later = app.test_cli_runner().invoke(args=["privacy", "incident", "--since", "2026-06-02"]).output
    assert "People concerned: 0" in later
