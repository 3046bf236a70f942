"""Merge the Japanese catalogs, one small file per feature, into the one that gettext reads.

`python -m talent_portal.core.catalogs`. English needs no catalog: its sentences are the message ids.
"""

import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent.parent / "translations"


def merged(language: str, folder: Path = FOLDER) -> Catalog:
    """Return one catalog of every `<language>/<feature>.po`.

    Raises `ValueError` when two features translate the same sentence differently.
    """
    whole = Catalog(locale=language)
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    _add(whole, message.id, message.string, path.name)
    return whole


def _add(whole: Catalog, ids: object, strings: object, where: str) -> None:
    known = whole.get(ids)  # type: ignore[arg-type]  # babel's stubs want str; a plural id is a tuple
    if known is not None and known.string and known.string != strings:
        raise ValueError(f"{where}: {ids!r} is translated twice, as {known.string!r} and {strings!r}")
    whole.add(ids, strings)  # type: ignore[arg-type]  # as above


def build(folder: Path = FOLDER) -> int:
    """Write every language's `.mo`; return the number of sentences."""
    count = 0
    for language in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        catalog = merged(language, folder)
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
