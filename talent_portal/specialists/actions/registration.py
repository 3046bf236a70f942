"""Register in three minutes, and prove that the contact is one's own: by code, by link, or by a call."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, AccountKind
from talent_portal.audit import actions as audit
from talent_portal.core import clock, text
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft, Priority
from talent_portal.privacy import actions as privacy
from talent_portal.professions.rules import CandidateKind
from talent_portal.signin.actions import entering
from talent_portal.signin.models import Method
from talent_portal.specialists import queries
from talent_portal.specialists.actions import entries, letters, states
from talent_portal.specialists.actions.drafts import Entry, ProvisionalDraft
from talent_portal.specialists.errors import AddressOfStaff, AddressTaken, ContactMissing, WrongCode
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import Channel, Practice, Proof, Specialist, SpecialistState
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.choices import SpecialistKind
from talent_portal.specialists.rules.states import SpecialistEvent

CODE_LIFE = timedelta(hours=24)
MOST_TRIES = 5
CODE_DIGITS = 6
# Letters to one address whose owner may not have asked for them.
MOST_PROOFS = 3
PROOF_SPAN = timedelta(hours=1)
CANDIDATES = {
    SpecialistKind.RETIRED: CandidateKind.RETIRED,
    SpecialistKind.SERVING: CandidateKind.SERVING,
    SpecialistKind.OUTSIDE: CandidateKind.PRIVATE_EMPLOYEE,
    SpecialistKind.LICENSED: CandidateKind.NOT_WORKING,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What everybody is told: the name of the try where a code is awaited; nothing where we will call."""

    reference: str
    by_phone: bool = False


def register(actor: Actor, draft: ProvisionalDraft, key: str) -> Answer:
    """Keep a provisional registration and mail a code, or ask for a call where there is no address.

    The answer is the same for an address that is known already: its owner gets a letter, nobody else learns it.
    A repeated submit (same key) gets its first answer. Raises `ContactMissing`.
    """
    if not draft.email and not draft.phone:
        raise ContactMissing
    answer = Answer(links.reference_of(key), by_phone=not draft.email)
    session = reading()
    if people.by_key(session, _kept_key(key)) or people.proof_exists(session, answer.reference):
        return answer
    holder = people.holder(session, text.folded_email(draft.email)) if draft.email else None
    try:
        if holder is not None:
            _answer_holder(actor, holder, answer)
        else:
            _keep(actor, draft, key, answer)
    except IntegrityError:
        # Its twin was faster, or somebody took the address meanwhile: the answer is the same.
        return answer
    return answer


def _keep(actor: Actor, draft: ProvisionalDraft, key: str, answer: Answer) -> None:
    person = person_from(draft, key, Channel.WEB)
    code, letter = _proof_letter(person, answer)
    with transaction() as session:
        store(session, guest(person.reference, person.language), person, draft)
        if letter:
            session.add(_proof(person, answer, code))
            outbox.post(session, letter)
        else:
            outbox.phone_task(session, reason=words.CALL_BACK, subject=queries.subject(person))
        audit.record(session, actor, "specialist.registered", queries.subject(person), kind=person.kind.value)


def register_for(actor: Actor, draft: ProvisionalDraft, key: str, entry: Entry) -> Specialist:
    """Keep the registration of somebody who called or wrote; the call confirmed the contact, so it stands at once.

    Raises `ContactMissing`, `WitnessMissing`, or `AddressTaken` for an address that is registered already.
    """
    if not draft.email and not draft.phone:
        raise ContactMissing
    if known := people.by_key(reading(), _kept_key(key)):
        return known
    if draft.email and people.holder(reading(), text.folded_email(draft.email)):
        raise AddressTaken
    person = person_from(draft, key, entry.channel)
    letter = letters.compose("confirmed", person)
    with transaction() as session:
        store(session, actor, person, draft)
        entries.note(session, actor, person, "registration", entry)
        _confirmed(session, person)
        letters.post_or_call(session, person, letter, words.COPY)
        audit.record(session, actor, "specialist.registered", queries.subject(person), kind=person.kind.value)
        audit.record(session, actor, "specialist.confirm", queries.subject(person), after=person.state.value)
    return person


def person_from(draft: ProvisionalDraft, key: str, channel: Channel) -> Specialist:
    """Return the row of a draft, not stored yet. The name stays as typed; the search key stands beside it."""
    address = text.folded_email(draft.email) or None
    person = Specialist(
        reference=new_reference(),
        kind=draft.kind,
        candidate_kind=CANDIDATES[draft.kind],
        state=SpecialistState.PROVISIONAL,
        family_name=draft.family_name,
        given_name=draft.given_name,
        family_kana=draft.family_kana,
        given_kana=draft.given_kana,
        email=address,
        email_key=address,
        phone=draft.phone or None,
        phone_key=links.phone_key(draft.phone),
        language=draft.language,
        channel=channel,
        available=draft.available,
        available_from=draft.available_from,
        regions=list(draft.regions),
        idempotency_key=_kept_key(key),
        token_version=1,
        version=1,
    )
    person.search_key = search_key(person)
    return person


def _kept_key(key: str) -> str:
    """Return what is stored of the key of a submit; never the name of the try that the answer carries."""
    return links.reference_of(f"key:{key}")


def search_key(person: Specialist) -> str:
    """Return what searches compare: reading and name, width, kana and variants folded."""
    kana, name = person.family_kana + person.given_kana, person.family_name + person.given_name
    return f"{text.search_key(kana)} {text.search_key(name)}"


def store(session: Session, actor: Actor, person: Specialist, draft: ProvisionalDraft) -> None:
    """Write somebody, their roles, and the consent without which nothing is kept."""
    session.add(person)
    session.flush()
    session.add_all(
        Practice(specialist_id=person.id, profession=code, position=place)
        for place, code in enumerate(draft.professions)
    )
    privacy.give_consent(
        session,
        actor,
        subject=queries.subject(person),
        purpose=queries.REGISTER,
        text_version=draft.register_version,
        channel=person.channel.value,
        language=person.language,
    )


def _proof_letter(person: Specialist, answer: Answer) -> tuple[str, LetterDraft | None]:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    token = links.token(links.CONFIRM, person.reference, person.token_version)
    until = clock.now() + CODE_LIFE
    letter = letters.compose("prove", person, priority=Priority.NOW, code=code, token=token, until=until)
    return code, None if answer.by_phone else letter


def _proof(person: Specialist, answer: Answer, code: str) -> Proof:
    return Proof(
        reference=answer.reference,
        specialist_id=person.id,
        code_hash=links.code_hash(answer.reference, code),
        expires_at=clock.now() + CODE_LIFE,
    )


def _answer_holder(actor: Actor, holder: Specialist, answer: Answer) -> None:
    """Mail whoever owns the address: a new code while unconfirmed, else that they are registered already."""
    if people.recent_proofs(reading(), holder.id, clock.now() - PROOF_SPAN) >= MOST_PROOFS:
        return
    waiting = holder.state is SpecialistState.PROVISIONAL
    code, letter = _proof_letter(holder, answer)
    if not waiting:
        letter = letters.compose("known", holder, priority=Priority.NOW)
    with transaction() as session:
        # Whoever is confirmed already needs no code: this one opens nothing.
        session.add(_proof(holder, answer, code if waiting else secrets.token_hex(8)))
        if letter:
            outbox.post(session, letter)
        audit.record(session, actor, "specialist.repeated", queries.subject(holder))


def prove(proof_reference: str, code: str) -> Specialist:
    """Confirm the registration whose code was typed; at most five tries per letter, and one use.

    Raises `WrongCode` for everything that is not right, so that nobody learns whether an address is registered.
    """
    typed = "".join(letter for letter in text.folded_phone(code) if letter.isdigit())
    with transaction() as session:
        proof = people.proof_to_change(session, proof_reference)
        usable = proof is not None and proof.used_at is None and proof.tries < MOST_TRIES
        if proof is None or not usable or proof.expires_at < clock.now() or proof.specialist_id is None:
            raise WrongCode
        right = links.is_code(proof.reference, typed, proof.code_hash)
        proof.tries += 1
        proof.used_at = clock.now() if right else None
        person = session.get_one(Specialist, proof.specialist_id)
    if not right:
        raise WrongCode
    return confirm(guest(person.reference, person.language), person.reference)


def confirm(actor: Actor, reference: str, entry: Entry | None = None) -> Specialist:
    """Let a provisional registration stand; the person can sign in from now on. Twice changes nothing.

    Staff who called say when and who heard it (`entry`). Raises `AddressOfStaff`, `StateForbids` or `NotYours`.
    """
    person = queries.specialist(reading(), reference)
    if person.state is SpecialistState.DRAFT:
        return person
    letter = letters.compose("confirmed", person)
    with transaction() as session:
        held = queries.specialist_to_change(session, reference)
        states.check(actor, held, SpecialistEvent.CONFIRM)
        if entry is not None:
            entries.note(session, actor, held, "registration", entry)
        _confirmed(session, held)
        letters.post_or_call(session, held, letter, words.NEWS)
        audit.record(session, actor, "specialist.confirm", queries.subject(held), after=held.state.value)
    return held


def _confirmed(session: Session, person: Specialist) -> None:
    """Open the card, and give whoever has an address an account to sign in with."""
    person.state, person.state_since = SpecialistState.DRAFT, clock.now()
    person.confirmed_at, person.last_confirmed_on = clock.now(), clock.today()
    person.version += 1
    if person.email:
        person.account_id = _account(session, person).id


def _account(session: Session, person: Specialist) -> Account:
    known = people.account_at(session, person.email or "")
    if known is None:
        account = Account(email=person.email, name=person.name, language=person.language, kind=AccountKind.SPECIALIST)
        session.add(account)
        session.flush()
        return account
    if known.kind is AccountKind.STAFF:
        raise AddressOfStaff
    for earlier in people.with_account(session, known.id):
        earlier.account_id = None
    session.flush()
    known.name = person.name
    return known


def sign_in(person: Specialist, device: str) -> entering.Entry:
    """Let somebody in whose address was proven a moment ago."""
    with transaction() as session:
        return entering.enter(session, person.account_id or 0, Method.MAIL, device)
