"""Which Japanese fonts this machine has. A letter without them would be a page of empty boxes."""

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

# In the order in which letters prefer them: serif first, as offices write.
JAPANESE = (
    "IPAexMincho",
    "Noto Serif CJK JP",
    "Noto Serif JP",
    "IPAMincho",
    "IPAexGothic",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAGothic",
)
FONT_WHEEL = "matplotlib_fontja"


class FontMissing(Exception):  # noqa: N818 - it names the state of the machine
    """No Japanese font can be found; the message says how to get one."""

    def __init__(self) -> None:
        super().__init__(
            f"No Japanese font found. Install fonts-ipaexfont (Debian), or put a font file into {own_folder()}"
        )


def own_folder() -> Path:
    """Return the folder beside the data where an operator may drop font files."""
    folder: Path = current_app.extensions["settings"].data_dir
    return folder / "fonts"


def _wheel_folder() -> Path | None:
    """Return the folder of the font wheel, where it is installed (machines without a package manager)."""
    found = importlib.util.find_spec(FONT_WHEEL)
    return Path(found.origin).parent if found and found.origin else None


@cache
def _book(folders: tuple[str, ...]) -> Any:
    import typst  # noqa: PLC0415 - 30 MB that only PDF needs; no page should pay for it

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=list(folders))


def book() -> Any:
    """Return every font of the machine, as typst wants them; read once per process."""
    folders = [folder for folder in (own_folder(), _wheel_folder()) if folder and folder.is_dir()]
    return _book(tuple(str(folder) for folder in folders))


def japanese_families() -> tuple[str, ...]:
    """Return the Japanese families found, best first; raise `FontMissing` when there is none."""
    known = set(book().families())
    found = tuple(family for family in JAPANESE if family in known)
    if not found:
        raise FontMissing
    return found
