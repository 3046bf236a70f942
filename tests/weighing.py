"""What a page weighs on a slow line, without a browser."""

import re

from talent_portal.settings import ROOT

MOST_BYTES = 60_000


def weight_of(answer) -> int:
    """Return the bytes of a page and of the styles, scripts and pictures that it names, unpacked."""
    named = {*re.findall(r'"/(static/[^"?]+\.(?:css|js|svg))', answer.text)}
    assert len(named) > 3
    return len(answer.data) + sum((ROOT / name).stat().st_size for name in named)
