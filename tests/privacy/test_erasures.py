"""Nobody is erased by one person alone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.fairs.models import Registration
from talent_portal.privacy import actions, jobs
from talent_portal.privacy.errors import ErasureDecided, ErasureWaits, SecondPersonNeeded
from talent_portal.privacy.models import Channel, ErasureRequest, ErasureState


@pytest.fixture
def person(make):
    return make.registration(make.fair(), email="gone@example.com")


@pytest.fixture
def subject(person):
    return f"registration:{person.reference}"


@pytest.fixture
def lead(make):
    return make.officer(Role.LEAD)


def test_preparing_changes_nothing_yet(make, person, subject):
    make.erasure(subject)

    assert make.fresh(person).email == "gone@example.com"
    assert make.fresh(person).active


def test_a_second_person_erases_and_both_stand_on_record(make, person, subject, lead):
    coordinator = make.officer()
    wish = make.erasure(subject, by=coordinator)

    actions.approve_erasure(lead, wish.reference)

    gone, decided = make.fresh(person), make.fresh(wish)
    assert (gone.email, gone.family_name, gone.active) == (None, "", False)
    assert (decided.state, decided.prepared_by, decided.decided_by) == (
        ErasureState.DONE,
        coordinator.reference,
        lead.reference,
    )
    deeds = dict(
        make.session.execute(
            sa.select(AuditEntry.deed, AuditEntry.actor_reference).where(AuditEntry.subject == subject)
        ).all()
    )
    assert deeds["erasure.prepared"] == coordinator.reference
    assert deeds["person.erased"] == lead.reference


@pytest.mark.parametrize("decide", [actions.approve_erasure, actions.refuse_erasure])
def test_whoever_prepared_it_does_not_decide(make, person, subject, lead, decide):
    wish = make.erasure(subject, by=lead)

    with pytest.raises(SecondPersonNeeded):
        decide(lead, wish.reference)

    assert make.fresh(wish).state is ErasureState.PREPARED
    assert make.fresh(person).email == "gone@example.com"


def test_a_wish_refused_keeps_the_person_and_is_decided_once(make, person, subject, lead):
    wish = make.erasure(subject)

    actions.refuse_erasure(lead, wish.reference)

    for decide in (actions.approve_erasure, actions.refuse_erasure):
        with pytest.raises(ErasureDecided):
            decide(lead, wish.reference)
    assert make.fresh(person).email == "gone@example.com"


def test_one_person_waits_once_and_may_ask_again_after_a_decision(make, subject, lead):
    wish = make.erasure(subject)
    with pytest.raises(ErasureWaits):
        make.erasure(subject)

    actions.refuse_erasure(lead, wish.reference)

    assert make.erasure(subject).id != wish.id


@pytest.mark.parametrize("subject", ["registration:zzzzzzzzzzzz", "letter:abc", "nobody:abc"])
def test_nobody_unknown_can_be_prepared(make, session, subject):
    with pytest.raises(sa.exc.NoResultFound):
        actions.prepare_erasure(make.officer(), subject, Channel.PHONE)


def test_the_page_of_a_person_leads_to_the_list_and_the_lead_decides_there(make, client, sign_in, person, subject):
    office = sign_in(make.membership(Role.COORDINATOR))
    page = office.get(f"/desk/participants/{person.reference}").text
    prepared = office.post("/erasures", data={"subject": subject, "channel": "paper"}, follow_redirects=True).text
    wish = make.session.scalars(sa.select(ErasureRequest)).one()
    refused = office.post(f"/erasures/{wish.reference}/approve")

    lead = sign_in(make.membership(Role.LEAD))
    listed = lead.get("/erasures").text
    done = lead.post(f"/erasures/{wish.reference}/approve", follow_redirects=True).text

    assert 'action="/erasures"' in page
    assert "2人目の決定待ち" in prepared
    assert "消去する（元に戻せません）" not in prepared
    assert refused.status_code == 403
    assert "消去する（元に戻せません）" in listed
    assert "消去済み" in done
    assert make.session.scalar(sa.select(Registration.email)) is None


@pytest.mark.parametrize(
    "typed",
    [{}, {"subject": "x" * 5000, "channel": "phone"}, {"subject": "registration:\0", "channel": "phone"},
     {"subject": "registration:abc", "channel": "nonsense"}],
)  # fmt: skip
def test_a_wish_that_no_page_of_ours_sends_is_refused(make, sign_in, typed):
    office = sign_in(make.membership(Role.COORDINATOR))

    assert office.post("/erasures", data=typed).status_code == 422


def test_a_wish_about_nobody_is_not_found(make, sign_in):
    office = sign_in(make.membership(Role.COORDINATOR))

    answer = office.post("/erasures", data={"subject": "registration:zzzzzzzzzzzz", "channel": "web"})

    assert answer.status_code == 404


def test_an_auditor_reads_the_list_and_decides_nothing(make, sign_in, subject):
    make.erasure(subject)

    page = sign_in(make.membership(Role.AUDITOR)).get("/erasures")

    assert subject in page.text
    assert "/approve" not in page.text


def test_a_decided_wish_is_kept_three_years_and_a_waiting_one_longer(make, lead, clock):
    done, waits = make.erasure(), make.erasure()
    actions.approve_erasure(lead, done.reference)

    clock.shift(timedelta(days=3 * 366 - 5))
    jobs.apply_all()
    kept = set(make.session.scalars(sa.select(ErasureRequest.id)))
    clock.shift(timedelta(days=10))
    jobs.apply_all()

    assert kept == {done.id, waits.id}
    assert make.session.scalars(sa.select(ErasureRequest.id)).all() == [waits.id]
