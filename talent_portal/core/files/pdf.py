"""PDF by typst: tagged for screen readers (PDF/UA-1); what people typed is data, never markup."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from talent_portal.core import clock
from talent_portal.core.files import fonts

TEMPLATES: Final = Path(__file__).parent / "typst"
PDF: Final = "application/pdf"


def pdf(template_name: str, data: Mapping[str, Any], *, title: str, language: str) -> bytes:
    """Return the PDF that `typst/<template_name>.typ` makes of `data` (plain JSON values).

    Slow (0.2 s the first time, then about 10 ms): call it outside any transaction. Raises `fonts.FontMissing`, and
    `LookupError` for a template that does not exist.
    """
    import typst  # noqa: PLC0415 - 30 MB that only PDF needs; no page should pay for it

    template = TEMPLATES / f"{template_name}.typ"
    if template not in TEMPLATES.glob("*.typ"):
        raise LookupError(template_name)
    frame = {"title": title, "language": language, "families": fonts.japanese_families()}
    made = typst.compile(
        template,
        root=TEMPLATES,
        font_paths=fonts.book(),
        ignore_system_fonts=True,  # the book holds them already
        sys_inputs={"frame": json.dumps(frame), "data": json.dumps(dict(data), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=clock.now().replace(microsecond=0),  # typst refuses fractions
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several files instead of one PDF")
    return made
