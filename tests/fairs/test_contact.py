"""Mail that does not arrive: the office sees it beside the name, and calls."""

import dataclasses

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.fairs import queries
from talent_portal.fairs.queries import ParticipantFilter
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.models import Letter, PhoneTask
from tests.outbox import webhook
from tests.outbox.webhook import WEBHOOK_KEY, event


@pytest.fixture
def hears(app, monkeypatch):
    """The application, told by its provider what becomes of letters."""
    settings = app.extensions["settings"]
    mail = dataclasses.replace(settings.mail, sendgrid_webhook_key=WEBHOOK_KEY)
    monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(settings, mail=mail))


@pytest.fixture
def person(make):
    return make.registration(make.fair(), email="lost@example.com")


def newest_letter(make):
    return make.session.scalars(sa.select(Letter).order_by(Letter.id.desc()).limit(1)).one()


def failed(make, person):
    fair = queries.registration_and_fair(make.session, person.reference)[1]
    wanted = ParticipantFilter(mail_failed=True)
    return [row.reference for row in queries.participants(make.session, fair.reference, wanted).rows]


@pytest.mark.parametrize("given", [{"type": "bounce"}, {"type": "blocked"}])
def test_a_bounce_marks_the_participant_and_asks_for_a_call(hears, make, client, person, given):
    webhook.call(client, [event(newest_letter(make), "bounce", **given)])

    assert failed(make, person) == [person.reference]
    assert [task.subject for task in make.session.scalars(sa.select(PhoneTask))] == [queries.subject(person)]


def test_a_letter_withheld_marks_the_participant_too(make, hears):
    make.suppression("back@example.com")

    person = make.registration(make.fair(), email="back@example.com")

    assert failed(make, person) == [person.reference]


def test_mail_that_arrives_later_takes_the_mark_away(hears, make, client, person):
    first = newest_letter(make)
    webhook.call(client, [event(first, "bounce", type="blocked")])
    copy = outbox.resend(make.officer(), first.reference, "nonce")

    webhook.call(client, [event(make.session.scalars(sa.select(Letter).filter_by(reference=copy)).one(), "delivered")])

    assert failed(make, person) == []


def test_an_address_allowed_again_takes_the_mark_away(hears, make, client, person):
    letter = newest_letter(make)
    webhook.call(client, [event(letter, "bounce", type="bounce")])

    outbox.allow_again(make.officer(), letter.reference)

    assert failed(make, person) == []


def test_the_list_and_the_page_of_the_office_say_it(hears, make, sign_in, person):
    webhook.call(sign_in(make.membership(Role.COORDINATOR)), [event(newest_letter(make), "bounce", type="bounce")])
    fair = queries.registration_and_fair(make.session, person.reference)[1]
    office = sign_in(make.membership(Role.COORDINATOR))

    listed = office.get(f"/desk/fairs/{fair.reference}/participants?mail=failed").text
    page = office.get(f"/desk/participants/{person.reference}").text

    assert "メール不着" in listed
    assert person.name in listed
    assert "メール不着" in page
