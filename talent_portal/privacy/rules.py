"""Whom a consent is for, what its text is, and how both are written down to be signed. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date

from talent_portal.audit.rules import canonical, code

EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class ConsentScope:
    """For whom a consent counts: `organisation:<reference>`, `fair:<reference>`, or `all`."""

    kind: str
    reference: str = ""

    def __str__(self) -> str:
        """Return it as it was written."""
        return f"{self.kind}:{self.reference}" if self.reference else self.kind


def scope_of(text: str) -> ConsentScope:
    """Return the two halves of `organisation:<reference>`; `all` has no second half."""
    kind, _, reference = code(text).partition(":")
    return ConsentScope(kind, reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDraft:
    """One version of what people are asked, in both languages. A version never changes; a correction is a new one."""

    purpose: str
    version: str
    ja: str
    en: str
    valid_from: date
    expires_after_days: int | None = None

    @property
    def sha256(self) -> str:
        """Return the hash that every consent to this version carries."""
        text = {"purpose": self.purpose, "version": self.version, "ja": self.ja, "en": self.en}
        return hashlib.sha256(canonical(text).encode()).hexdigest()


def subject_hash(subject: str) -> str:
    """Return what the erasure list keeps of `registration:<reference>`: enough to recognise it, not to name it."""
    return hashlib.sha256(subject.encode()).hexdigest()
