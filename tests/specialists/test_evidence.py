"""A copy of a document: told by its content, sealed, seen by two, and gone once it is judged."""

import io
import re
import zlib
from datetime import date

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading, transaction
from talent_portal.core.files import scans
from talent_portal.core.files.errors import FileRefused
from talent_portal.core.references import new_reference
from talent_portal.privacy import jobs as privacy_jobs
from talent_portal.privacy.models import AccessEvent
from talent_portal.specialists import queries
from talent_portal.specialists.actions import credentials, evidence, expiry, forgetting
from talent_portal.specialists.actions.credentials import Judgement
from talent_portal.specialists.actions.drafts import CredentialDraft
from talent_portal.specialists.errors import NotYours, StateForbids
from talent_portal.specialists.models import Credential, EvidenceFile, Specialist
from talent_portal.specialists.rules.states import CredentialEvent as E
from talent_portal.specialists.rules.states import CredentialState as S
from tests.signin.makers import signed_in_client
from tests.specialists.scans import GOOD, PAGE, SCAN, bomb, jpeg, packed, pdf, png

HALF = bomb(51)
BAD = {
    "empty": (b"", "file_empty"),
    "too many bytes": (SCAN + b"\0" * (5 * 1024 * 1024), "file_too_large"),
    "a program with the name of a picture": (b"MZ\x90\0", "upload_kind_refused"),
    "a page of the web": (b"<!doctype html><script>1</script>", "upload_kind_refused"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "upload_kind_refused"),
    "a picture cut short": (SCAN[:40], "file_broken"),
    "a picture that is none": (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "file_broken"),
    "rows that are not packed": (png(rows=b"nonsense"), "file_broken"),
    "more pixels than a wall has": (png(100_000, 100_000, rows=zlib.compress(b"")), "document_too_large"),
    "more rows than the picture has": (png(rows=zlib.compress(bytes(1_000_000))), "document_too_large"),
    "a long text beside the picture": (png(aside=b"a" * 2_000_000), "document_too_large"),
    "a photograph cut short": (jpeg()[:20], "file_broken"),
    "a photograph of a wall": (jpeg().replace(b"\x00\x08\x00\x08", b"\xff\xff\xff\xff", 1), "document_too_large"),
    "a document cut short": (PAGE[:-8], "file_broken"),
    "a page that grows": (pdf(bomb(101)), "document_too_large"),
    "pages that grow together": (pdf(HALF, HALF), "document_too_large"),
    "packed twice": (pdf(b"<< /Filter [/FlateDecode /FlateDecode] >>"), "document_too_large"),
    "a program": (pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert) >> >>"), "active_document"),
    "a program spelt otherwise": (pdf(b"<< /S /J#61vaScript >>"), "active_document"),
    "a program within": (pdf(packed(b"<< /S /Launch >>", b"/Type /ObjStm /N 1 /First 4")), "active_document"),
    "a file within": (pdf(b"<< /EmbeddedFiles 3 0 R >>"), "active_document"),
    "a password": (pdf(b"<< /Encrypt 4 0 R >>"), "active_document"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_scan_is_told_by_its_content(kind):
    assert scans.kind_of(GOOD[kind]).value == kind


@pytest.mark.parametrize("what", BAD)
def test_what_would_grow_run_or_hide_something_is_refused(what):
    data, code = BAD[what]

    with pytest.raises(FileRefused) as refused:
        scans.kind_of(data)

    assert refused.value.code == code


@pytest.fixture
def person(make):
    make.catalogue()
    return make.specialist()


@pytest.fixture
def paper(make, person):
    return make.licence(person, verified=False)


def given(make, person, paper, data=SCAN):
    evidence.give(make.person_as(person), person.reference, paper.reference, data)
    return make.fresh(paper)


def stored():
    return list(reading().execute(sa.text("SELECT kind, size, content FROM evidence_file")))


def judged(make, person, paper, event, **more):
    judgement = Judgement(credential=paper.reference, version=make.fresh(paper).version, event=event, **more)
    return credentials.judge(make.officer(Role.COORDINATOR), person.reference, [judgement])


def test_a_copy_is_sealed_and_replaced_by_the_next(make, person, paper):
    row = given(make, person, paper)
    given(make, person, row, PAGE)

    ((kind, size, content),) = stored()
    assert (kind, size) == ("pdf", len(PAGE))
    assert re.fullmatch(r"\w+\.[A-Za-z0-9+/=]+", content)
    assert make.fresh(paper).state is S.EVIDENCE_GIVEN


@pytest.mark.parametrize(("event", "reason", "after"), [(E.VERIFY, "", S.VERIFIED), (E.REFUSE, "illegible", S.REFUSED)])
def test_with_the_judgement_the_copy_is_gone(make, paper, event, reason, after):
    person = make.session.get(Specialist, paper.specialist_id)
    given(make, person, paper)
    assert judged(make, person, paper, event, reason=reason) == 1

    assert stored() == []
    row = make.fresh(paper)
    assert row.state is after
    assert (row.seen_on == date(2026, 6, 1)) is (event is E.VERIFY)


def test_a_changed_qualification_takes_its_copy_along(make, person, paper):
    given(make, person, paper)
    draft = CredentialDraft(qualification=paper.qualification, number="12")
    credentials.save(make.person_as(person), person.reference, draft, make.fresh(person).version)

    assert stored() == []


def test_after_thirty_days_the_copy_is_gone_and_the_claim_stays(make, person, paper, clock):
    given(make, person, paper)
    clock.move_to("2026-07-01T00:00:00Z")
    privacy_jobs.clean_up()
    assert len(stored()) == 1
    clock.move_to("2026-07-02T00:00:00Z")
    privacy_jobs.clean_up()
    privacy_jobs.clean_up()

    assert stored() == []
    assert make.fresh(paper).state is S.CLAIMED


def test_nobody_gives_a_copy_for_somebody_else_or_for_what_is_judged(make, person, paper):
    other = make.specialist()
    with pytest.raises(NotYours):
        evidence.give(make.person_as(other), person.reference, paper.reference, SCAN)
    with pytest.raises(NotYours):
        evidence.give(make.officer(Role.COORDINATOR), person.reference, paper.reference, SCAN)
    with pytest.raises(StateForbids):
        given(make, person, make.licence(person, "surveyor"))

    assert stored() == []


def upload(client, paper, data, name="scan.png"):
    return client.post(
        f"/me/papers/{paper.reference}",
        data={"file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def test_the_owner_sends_looks_at_and_deletes_it(make, client, person, paper):
    own = make.own_page(client, person)
    place = f"/me/papers/{paper.reference}"

    assert upload(own, paper, b"MZ", "scan.png").status_code == 422
    assert "PDF, JPEG, PNG" in upload(own, paper, b"MZ").text
    assert own.post(place).status_code == 422
    assert upload(own, paper, SCAN).status_code == 303
    assert "写しをお預かりしています" in own.get(place).text
    answer = own.get(f"{place}/file")
    assert answer.data == SCAN
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert own.post(f"{place}/remove").status_code == 303
    assert own.get(f"{place}/file").status_code == 404
    assert make.fresh(paper).state is S.CLAIMED


def test_whoever_verifies_finds_it_and_the_look_is_on_record(make, client, person, paper):
    given(make, person, paper)
    desk = signed_in_client(client, make, Role.COORDINATOR)
    place = f"/desk/people/{person.reference}/papers/{paper.reference}"

    assert place in desk.get(f"/desk/people/{person.reference}").text
    assert desk.get(place).data == SCAN
    looks = sa.select(AccessEvent.screen).where(AccessEvent.screen == "specialists.desk_paper")
    assert len(list(reading().scalars(looks))) == 1


def test_ten_thousand_guesses_find_no_copy(make, client, person, paper):
    given(make, person, paper)
    desk = signed_in_client(client, make, Role.COORDINATOR)
    guesses = {new_reference() for _ in range(10_000)}

    statuses = {
        desk.get(f"/desk/people/{person.reference}/papers/{guess}").status_code for guess in sorted(guesses)[:50]
    }
    found = reading().scalars(sa.select(Credential.reference)).all()

    assert statuses == {404}
    assert len(guesses) == 10_000
    assert not guesses.intersection(found)


def test_forgetting_somebody_forgets_the_copy(make, person, paper):
    given(make, person, paper)
    with transaction() as session:
        forgetting.erase(session, queries.subject(person))

    assert stored() == []
    assert reading().scalar(sa.select(sa.func.count(EvidenceFile.id))) == 0


def test_a_licence_that_runs_out_takes_its_copy_along(make, person, clock):
    paper = make.licence(person, verified=False, expires_on=date(2026, 6, 1))
    given(make, person, paper)
    clock.move_to("2026-06-02T00:00:00Z")

    assert expiry.expire_due() == 1
    assert stored() == []
