"""A list of applicants that came as a table: what each line says, and what is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from talent_portal.core import text
from talent_portal.core.marks import _n

NUMBER = re.compile(r"[0-9A-Z][0-9A-Z-]{0,19}")
LONGEST_NAME = 80
LANGUAGES = {"": "ja", "ja": "ja", "日本語": "ja", "japanese": "ja", "en": "en", "英語": "en", "english": "en"}
# Headings that are understood, folded; the first of each is the one that the example shows.
HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("受験番号", "番号", "number"),
    "name": ("氏名", "名前", "name"),
    "email": ("メールアドレス", "メール", "e-mail", "email"),
    "phone": ("電話番号", "電話", "phone"),
    "language": ("言語", "language"),
}
NEEDED = ("number", "name")
# What can be wrong with a line; `%(value)s` is what stood there.
FAULTS: dict[str, str] = {
    "nobody": _n("There is no applicant in the list."),
    "heading_missing": _n("The column “%(value)s” is missing."),
    "number_missing": _n("The applicant's number is missing."),
    "number_unfit": _n("“%(value)s” is no applicant's number: up to 20 letters, digits and hyphens."),
    "number_repeated": _n("The number %(value)s stands in the list twice."),
    "number_taken": _n("The number %(value)s takes part already."),
    "name_missing": _n("The applicant's name is missing."),
    "name_unfit": _n("The applicant's name is too long, or has characters that cannot be displayed."),
    "email_unfit": _n("“%(value)s” is no e-mail address."),
    "phone_unfit": _n("“%(value)s” is no telephone number of 10 or 11 digits."),
    "contact_missing": _n("An e-mail address or a telephone number is needed."),
    "language_unknown": _n("The language “%(value)s” is not known: ja or en."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantDraft:
    """One applicant as typed, folded."""

    number: str
    name: str
    email: str = ""
    phone: str = ""
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line: its number as Excel shows it, a code of `FAULTS`, and what stood there."""

    line: int
    code: str
    value: str = ""


def folded_number(value: str) -> str:
    """Return a number as compared: half width, upper case, no blanks, one kind of hyphen."""
    half = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    return re.sub("[‐‑‒–—―ー−]", "-", half)


def draft_of(said: dict[str, str]) -> ApplicantDraft:
    """Return the applicant that a line or a form speaks of; an unknown language stays as it was typed."""
    spoken = unicodedata.normalize("NFKC", said.get("language", "")).strip().lower()
    return ApplicantDraft(
        number=folded_number(said.get("number", "")),
        name=said.get("name", "").strip(),
        email=text.folded_email(said.get("email", "")),
        phone=text.folded_phone(said.get("phone", "").strip()),
        language=LANGUAGES.get(spoken, spoken),
    )


def faults_of(draft: ApplicantDraft) -> list[tuple[str, str]]:
    """Return everything that is wrong with one applicant, as (code, value)."""
    found = {
        ("number_missing", ""): not draft.number,
        ("number_unfit", draft.number): bool(draft.number) and not NUMBER.fullmatch(draft.number),
        ("name_missing", ""): not draft.name,
        ("name_unfit", ""): len(draft.name) > LONGEST_NAME or not text.is_storable(draft.name),
        ("email_unfit", draft.email): bool(draft.email) and not text.is_email(draft.email),
        ("phone_unfit", draft.phone): bool(draft.phone) and not text.is_phone(draft.phone),
        ("contact_missing", ""): not draft.email and not draft.phone,
        ("language_unknown", draft.language): draft.language not in {"ja", "en"},
    }
    return [fault for fault, applies in found.items() if applies]


def columns(headers: Sequence[str]) -> dict[str, int]:
    """Return where each known heading stands."""
    folded = [unicodedata.normalize("NFKC", header).strip().lower() for header in headers]
    return {
        field: folded.index(known)
        for field, names in HEADINGS.items()
        for known in [next((name for name in names if name in folded), "")]
        if known
    }


def missing_headings(headers: Sequence[str]) -> list[str]:
    """Return the headings that a list cannot do without and that are not there, as the example writes them."""
    known = columns(headers)
    lacking = [HEADINGS[field][0] for field in NEEDED if field not in known]
    reachable = "email" in known or "phone" in known
    return lacking if reachable else [*lacking, HEADINGS["email"][0]]


def read(
    headers: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]], taken: Collection[str]
) -> tuple[list[ApplicantDraft], list[Fault]]:
    """Return the applicants of a list and every fault in it; `taken` are the numbers that take part already."""
    known = columns(headers)
    drafts, faults, seen = [], [], set[str]()
    for line, values in lines:
        draft = draft_of({field: values[place] for field, place in known.items()})
        faults += [Fault(line, code, value) for code, value in faults_of(draft)]
        if draft.number and draft.number in seen:
            faults.append(Fault(line, "number_repeated", draft.number))
        elif draft.number in taken:
            faults.append(Fault(line, "number_taken", draft.number))
        seen.add(draft.number)
        drafts.append(draft)
    return drafts, faults
