"""A visitor of the journeys who sits at Chromium: opens pages, fills in what can be seen, clicks the buttons."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from talent_portal.core.db import close_reading
from tests.browser import checks
from tests.journeys.visitor import Form, Visitor

TICKED = {"checkbox", "radio"}
# Whether a heading can be seen, the page as it stands, and what is wrong with its structure.
HEADED = """((node) => {
  const box = node?.getBoundingClientRect();
  return Boolean(box && box.width && box.height && node.checkVisibility({ visibilityProperty: true }));
})(document.querySelector("h1"))"""
LOOK = f"[{HEADED}, document.documentElement.outerHTML, ({checks.SCRIPTS['structure']})()]"


class Clicker(Visitor):
    """A `Visitor` whose forms are sent by the browser itself; every page on the way is looked at."""

    def __init__(self, window: Page) -> None:
        self.window = window
        self.address = "/"
        self.page = ""

    def open(self, address: str, status: int = 200) -> str:
        """Type an address."""
        # What the test reads holds a snapshot of the database, which would be old by the next letter.
        close_reading()
        parts = urlsplit(address)
        answer = self.window.goto(parts._replace(scheme="", netloc="").geturl())
        assert answer is not None
        return self._look(answer.status, status)

    def press(self, form: Form, /, *, status: int = 200, **typed: Any) -> str:
        """Fill in a form and click its button: the one named by what is typed, else the first."""
        close_reading()
        shown = self.window.locator("form").nth(form.place)
        pressed = dict(form.buttons).keys() & typed.keys()
        wanted = {name: _listed(given) for name, given in typed.items() if name not in pressed}
        for name, standing in self._standing(shown, list(wanted)).items():
            self._fill(shown.locator(f'[name="{name}"]'), standing, wanted[name])
        button = shown.locator("button" + "".join(f'[name="{name}"][value="{typed[name]}"]' for name in pressed)).first
        self._unfold(button)
        with self.window.expect_navigation() as arrived:
            button.click()
        return self._look(arrived.value.status, status)

    @staticmethod
    def _standing(form: Locator, names: list[str]) -> dict[str, dict[str, Any]]:
        """Return what stands in the fields of these names; asked at once, for every question costs its time."""
        standing = form.evaluate(checks.SCRIPTS["fields"], names) if names else {}
        assert None not in standing.values(), f"{standing}"
        return standing

    def _fill(self, fields: Locator, standing: dict[str, Any], values: list[str]) -> None:
        """Change what has to change, and leave alone what stands there already."""
        if standing["folded"]:
            self._unfold(fields.first)
        kind, now = standing["kind"], standing["values"]
        if kind in TICKED:
            for place, (value, checked) in enumerate(zip(now, standing["checked"], strict=True)):
                self._tick(fields.nth(place), kind, checked=checked, wanted=value in values)
        elif kind == "select":
            fields.first.select_option(values)
        elif now[0] != (typed := values[0] if values else ""):
            fields.first.fill(typed)

    @staticmethod
    def _tick(box: Locator, kind: str, *, checked: bool, wanted: bool) -> None:
        """Click the label where a box has to change; a choice of several is left by choosing another."""
        if checked != wanted and (wanted or kind == "checkbox"):
            label = box.evaluate_handle("box => box.labels[0] || box").as_element()
            assert label is not None
            label.click()

    @staticmethod
    def _unfold(field: Locator) -> None:
        """Open whatever the field is folded into."""
        folded = field.locator("xpath=ancestor::details[not(@open)]/summary")
        for summary in folded.all():
            summary.click()

    def _look(self, found: int, wanted: int) -> str:
        headed, self.page, wrong = self.window.evaluate(LOOK)
        self.address = urlsplit(self.window.url).path
        assert found == wanted, f"{found} at {self.address}"
        assert headed, f"no heading at {self.address}"
        assert wrong == []
        return self.page


def _listed(given: Any) -> list[str]:
    return [] if given is None else [given] if isinstance(given, str) else list(given)
