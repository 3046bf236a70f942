"""What in docs/ is made from the code: `make docs` writes it, and a test compares it.

`python -m tests.architecture.documents`.
"""

import tempfile
from pathlib import Path

from flask import Flask

from talent_portal.accounts import reports
from talent_portal.app import create_app
from talent_portal.settings import ROOT
from tests.conftest import settings_for_tests

DOCS = ROOT / "docs"


def urls(app: Flask) -> str:
    """Return one line per address: methods, address, endpoint."""
    lines = [
        f"{','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'})):10} {rule.rule:60} {rule.endpoint}".rstrip()
        for rule in app.url_map.iter_rules()
    ]
    return "\n".join(sorted(lines, key=lambda line: line.split()[1::-1])) + "\n"


def generated(app: Flask) -> dict[str, str]:
    """Return the documents that follow from the code, by file name."""
    return {"urls.txt": urls(app), "permissions.md": reports.matrix_page()}


def main() -> None:
    """Write them all."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for_tests(f"sqlite:///{folder}/empty.sqlite3", Path(folder)))
        for name, text in generated(app).items():
            (DOCS / name).write_text(text)


if __name__ == "__main__":
    main()
