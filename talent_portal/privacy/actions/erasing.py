"""Forget people: everywhere, once two people of the office agree, and again after a restore."""

from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import after_commit, reading, transaction
from talent_portal.privacy import own_data, queries
from talent_portal.privacy.actions.consents import withdraw_everything
from talent_portal.privacy.errors import CannotErase, ErasureDecided, ErasureWaits, SecondPersonNeeded
from talent_portal.privacy.models import Channel, Erasure, ErasureRequest, ErasureState
from talent_portal.privacy.rules import subject_hash


def erase(actor: Actor, subject: str) -> None:
    """Forget `subject` everywhere: files first, then every feature's rows in one transaction.

    What is left is a hash on the erasure list, here and in a file beside the database, so that a restored backup
    forgets again. Raises `CannotErase`, having changed no row, when a file could not be removed.
    """
    _erase_files(subject)
    with transaction() as session:
        _erase_rows(session, actor, subject)


def _erase_files(subject: str) -> None:
    for holder in own_data.holders():
        try:
            holder.erase_files(reading(), subject)
        except OSError as error:
            raise CannotErase from error


def _erase_rows(session: Session, actor: Actor, subject: str) -> None:
    withdraw_everything(session, actor, subject=subject, channel=_channel(actor))
    for holder in own_data.holders():
        holder.erase(session, subject)
    if not queries.is_erased(session, subject):
        session.add(Erasure(subject_hash=subject_hash(subject), at=clock.now()))
    audit.record(session, actor, "person.erased", subject)
    after_commit(session, lambda: _note_outside(subject_hash(subject)))


def prepare_erasure(actor: Actor, subject: str, channel: Channel) -> ErasureRequest:
    """Note that `subject` wants to be forgotten, and how they told us; somebody else of the office decides.

    Raises `NoResultFound` (404) for somebody of whom nothing is held, or `ErasureWaits` where one is prepared already.
    """
    if not own_data.is_held(reading(), subject):
        raise NoResultFound
    wish = ErasureRequest(subject=subject, channel=channel, prepared_by=actor.reference, prepared_at=clock.now())
    try:
        with transaction() as session:
            session.add(wish)
            session.flush()
            audit.record(session, actor, "erasure.prepared", subject, by=channel.value)
    except IntegrityError:
        raise ErasureWaits from None
    return wish


def approve_erasure(actor: Actor, reference: str) -> None:
    """Forget somebody, as a second person; it cannot be undone.

    Raises `SecondPersonNeeded` for whoever prepared it, `ErasureDecided`, or `CannotErase`.
    """
    wish = queries.erasure_request(reading(), reference)
    _check_second_person(actor, wish)
    _check_open(wish)
    _erase_files(wish.subject)
    with transaction() as session:
        _erase_rows(session, actor, _decide(session, actor, reference, ErasureState.DONE).subject)


def refuse_erasure(actor: Actor, reference: str) -> None:
    """Keep somebody after all: the wish was withdrawn, or a law wants the data. Raises like `approve_erasure`."""
    _check_second_person(actor, queries.erasure_request(reading(), reference))
    with transaction() as session:
        wish = _decide(session, actor, reference, ErasureState.REFUSED)
        audit.record(session, actor, "erasure.refused", wish.subject)


def _decide(session: Session, actor: Actor, reference: str, state: ErasureState) -> ErasureRequest:
    wish = queries.erasure_request(session, reference, lock=True)
    _check_open(wish)
    wish.state, wish.decided_by, wish.decided_at = state, actor.reference, clock.now()
    return wish


def _check_open(wish: ErasureRequest) -> None:
    if wish.state is not ErasureState.PREPARED:
        raise ErasureDecided


def _check_second_person(actor: Actor, wish: ErasureRequest) -> None:
    if wish.prepared_by == actor.reference:
        raise SecondPersonNeeded


def _channel(actor: Actor) -> Channel:
    return Channel.STAFF if actor.kind in {"staff", "worker"} else Channel.WEB


def erasure_list() -> Path:
    """Return the file beside the database that keeps the hashes of everybody erased; copy it with every backup."""
    folder: Path = current_app.extensions["settings"].data_dir
    return folder / "erased.txt"


def _note_outside(digest: str) -> None:
    path = erasure_list()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a") as file:
        file.write(f"{digest} {clock.now().isoformat()}\n")


def replay_erasures(outside: Iterable[str] = ()) -> int:
    """Forget again whoever a restored backup brought back; return how many. `outside`: lines of the erasure list."""
    wanted = {line.split()[0] for line in outside if line.strip()}
    wanted |= set(reading().scalars(sa.select(Erasure.subject_hash)))
    found = [
        subject
        for holder in own_data.holders()
        for subject in list(holder.subjects(reading()))
        if subject_hash(subject) in wanted
    ]
    for subject in dict.fromkeys(found):
        erase(WORKER, subject)
    return len(dict.fromkeys(found))
