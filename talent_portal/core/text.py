"""Text as people type it, and the keys we compare it by. Pure."""

import re
import unicodedata

import jaconv
from email_validator import EmailNotValidError, validate_email

PHONE = re.compile("0[0-9]{9,10}")
KATAKANA = re.compile("[ァ-ヺー・ ]+")
# Every control character (Cc) but tab and line ends, and every lone surrogate (Cs).
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Pairs that NFKC does not join, but that people type for one another when searching names.
VARIANTS = str.maketrans("髙﨑德濵邊邉齋齊斎澤櫻國嶋嶌廣", "高崎徳浜辺辺斉斉斉沢桜国島島広")


def trimmed(value: str | None) -> str | None:
    """Return the text without white space around it (full-width spaces included)."""
    return value.strip() if isinstance(value, str) else value


def is_storable(value: str) -> bool:
    """Return whether both databases keep the text as it is: no NUL, no other control, no lone surrogate."""
    return UNSTORABLE.search(value) is None


def folded_email(value: str) -> str:
    """Return the address as compared for uniqueness: NFKC, no spaces, lower case."""
    joined = "".join(unicodedata.normalize("NFKC", value).split()).lower()
    return unicodedata.normalize("NFKC", joined)  # what stood apart may have met


def is_email(value: str) -> bool:
    """Return whether the address could exist. Old carrier addresses (`a..b@`, `a.@`) do exist."""
    if len(value) > 254 or not value.isascii():  # noqa: PLR2004 - the limit of RFC 5321
        return False
    local, at, host = value.rpartition("@")
    relaxed = re.sub(r"\.+", ".", local).strip(".") if at else ""
    try:
        validate_email(f"{relaxed}@{host}", check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def folded_phone(value: str) -> str:
    """Return the number in half width; hyphens of any kind become `-`."""
    return re.sub("[‐‑–—―ー−ｰ]", "-", unicodedata.normalize("NFKC", value))


def is_phone(value: str) -> bool:
    """Return whether the digits make a Japanese number."""
    return PHONE.fullmatch(re.sub(r"[-() ]", "", value)) is not None


def katakana(value: str) -> str:
    """Return the reading in full-width katakana, single spaces between its parts."""
    full = jaconv.hira2kata(unicodedata.normalize("NFKC", value))
    return " ".join(full.split())


def is_katakana(value: str) -> bool:
    """Return whether only katakana, the long mark, middle dots and spaces are left."""
    return KATAKANA.fullmatch(value) is not None


def search_key(value: str) -> str:
    """Return the folded form that search columns hold: width, kana and common variants of names joined.

    The name itself is never normalised; this key stands beside it.
    """
    joined = re.sub(r"[\s・\ufe00-\ufe0f\U000e0100-\U000e01ef]+", "", unicodedata.normalize("NFKC", value)).lower()
    return str(jaconv.hira2kata(unicodedata.normalize("NFKC", joined)).translate(VARIANTS))
