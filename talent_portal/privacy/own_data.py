"""Own data: what each feature gives out about a person, and how it forgets them.

`subject` is `<kind>:<reference>`, such as `registration:abc234def567`; every feature is asked about every subject and
answers with nothing where it knows nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

EXTENSION = "own_data"


def _nobody(_session: Session) -> Iterable[str]:
    return ()


def _no_files(_session: Session, _subject: str) -> None:
    """Remove nothing: most features keep no files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One feature that holds data about people.

    `read` gives everything it holds about a subject, ready for JSON; `erase` forgets it inside the transaction.
    `erase_files` runs before that, outside any transaction, and must succeed first: a row without its file can be
    erased again, a file without its row is lost for ever. `subjects` names everybody it holds, so that the erasure
    list can be replayed after a restore.
    """

    name: str
    read: Callable[[Session, str], dict[str, object]]
    erase: Callable[[Session, str], None]
    subjects: Callable[[Session], Iterable[str]] = _nobody
    erase_files: Callable[[Session, str], None] = _no_files


def init_app(app: Flask, holders: tuple[Holder, ...]) -> None:
    """Hold the list of features that hold data."""
    app.extensions[EXTENSION] = holders


def holders() -> tuple[Holder, ...]:
    """Return every feature that holds data about people."""
    return cast("tuple[Holder, ...]", current_app.extensions[EXTENSION])


def is_held(session: Session, subject: str) -> bool:
    """Return whether any feature that can name its people holds `subject`."""
    return any(subject in holder.subjects(session) for holder in holders())


def collect(session: Session, subject: str) -> dict[str, dict[str, object]]:
    """Return everything the house holds about `subject`, by feature; features that hold nothing are left out."""
    found = {holder.name: holder.read(session, subject) for holder in holders()}
    return {name: said for name, said in found.items() if said}
