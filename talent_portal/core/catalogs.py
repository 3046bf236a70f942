"""Merge the Japanese catalogs, one small file per feature, into the one that gettext reads.

`python -m talent_portal.core.catalogs`. English needs no catalog: its sentences are the message ids.
"""

import os
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent.parent / "translations"


def merged(language: str, folder: Path = FOLDER, *, strict: bool = True) -> Catalog:
    """Return one catalog of every `<language>/<feature>.po`.

    When two features translate the same sentence differently, raises `ValueError`; not `strict`, the first one stands.
    """
    whole = Catalog(locale=language)
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id and _is_new(whole, message, f"{path.name}: " if strict else ""):
                    whole.add(message.id, message.string)
    return whole


def _is_new(whole: Catalog, message: Message, where: str) -> bool:
    """Return whether the sentence is not known yet; `where` is empty when a conflict may pass."""
    known = whole.get(message.id)
    if known is None or not known.string:
        return True
    if where and known.string != message.string:
        raise ValueError(f"{where}{message.id!r} is translated twice, as {known.string!r} and {message.string!r}")
    return False


def build(folder: Path = FOLDER, *, strict: bool = True) -> int:
    """Write every language's `.mo`; return the number of sentences."""
    count = 0
    for language in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        catalog = merged(language, folder, strict=strict)
        target = folder / language / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, catalog)
        fresh.replace(target)  # in one step: somebody may be reading
        count += len(catalog)
    return count


if __name__ == "__main__":
    build()
