"""Templates are indented for whoever writes them; pages need not carry it over a slow line to an island."""

import re

from jinja2.ext import Extension

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Unindented(Extension):
    """Take the indentation out of the source of pages, never out of what they show; letters keep theirs."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a page without leading spaces, its lines where they were."""
        return INDENTATION.sub("", source) if name and name.endswith(".html") else source
