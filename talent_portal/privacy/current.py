"""The consent texts that come with the product, and how a folder of them is read: one TOML file per version."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from talent_portal.privacy.rules import TextDraft

SHIPPED = Path(__file__).parent.parent / "data" / "consents"


def read_texts(folder: Path) -> Iterator[TextDraft]:
    """Yield every text in `folder`; raise `ValueError` naming the file that cannot be read."""
    for path in sorted(folder.glob("*.toml")):
        try:
            said = tomllib.loads(path.read_text("utf-8"))
            said |= {language: said[language].strip() for language in ("ja", "en")}
            yield TextDraft(**said)
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise ValueError(f"{path.name}: {error}") from error


@cache
def shipped_texts() -> tuple[TextDraft, ...]:
    """Return the texts that come with the product, for whoever has not loaded their own."""
    return tuple(read_texts(SHIPPED))
