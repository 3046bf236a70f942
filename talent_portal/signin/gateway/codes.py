"""Codes that people type: of the authenticator app, of the printed card, of a mail."""

import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp
import segno

from talent_portal.core import vault
from talent_portal.core.references import ALPHABET

STEP_SECONDS = 30
APP_DIGITS = 6
CARD_LENGTH = 8
CARD_LINES = 10
# One step back and one ahead: phones' clocks are rarely further off.
DRIFT = (0, -1, 1)


def typed(code: str) -> str:
    """Return a code as compared: half width, lower case, without blanks and hyphens."""
    folded = unicodedata.normalize("NFKC", code).lower()
    return "".join(letter for letter in folded if letter.isalnum())


def new_seed() -> str:
    """Return a fresh seed for an authenticator app (160 bits, base 32)."""
    return pyotp.random_base32()


def app_code(seed: str, at: datetime) -> str:
    """Return the six digits that the app shows at that moment."""
    return pyotp.TOTP(seed).at(at)


def unused_app_code(seed: str, last_step: int, at: datetime) -> str:
    """Return the code that works now: of this step, or of the next when this one was used."""
    step = max(int(at.timestamp()) // STEP_SECONDS, last_step + 1)
    return pyotp.TOTP(seed).generate_otp(step)


def app_step(seed: str, code: str, at: datetime) -> int | None:
    """Return which 30-second step the code belongs to, or None. The caller refuses steps that were used."""
    now = int(at.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(seed)
    for step in (now + drift for drift in DRIFT):
        if hmac.compare_digest(generator.generate_otp(step).encode(), code.encode("utf-8", "replace")):
            return step
    return None


def app_address(seed: str, *, email: str, issuer: str) -> str:
    """Return the otpauth address that apps read."""
    return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=issuer)


def picture(address: str) -> str:
    """Return a QR code as a data URI (SVG)."""
    return str(segno.make(address, error="l").svg_data_uri(scale=5, border=4))


def new_card() -> list[str]:
    """Return ten codes of eight unambiguous characters."""
    return ["".join(secrets.choice(ALPHABET) for _ in range(CARD_LENGTH)) for _ in range(CARD_LINES)]


def new_mail_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**APP_DIGITS):0{APP_DIGITS}}"


def mac(whose: str, code: str) -> str:
    """Return the keyed hash that the database keeps instead of a short code."""
    return vault.sign("link", f"code:{whose}:{code}")


def is_mac(whose: str, code: str, kept: str) -> bool:
    """Return whether the code is the one behind the kept hash."""
    return vault.is_signed("link", f"code:{whose}:{code}", kept)


def spaced(code: str) -> str:
    """Return a card's code as it is printed: two groups of four."""
    return f"{code[:4]} {code[4:]}"
